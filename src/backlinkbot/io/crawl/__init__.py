"""The crawl: polite fetching, robots.txt, and what was fetched written down."""
