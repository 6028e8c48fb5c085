"""Ways to reach who answers for a site, read out of the pages it publishes."""
