"""Where work runs: local processes; knows nothing of links."""
