"""What changed about links, whether the web or our index changed, and how much it matters."""
