"""The command line: parses words, calls one verb, shows its answer."""
