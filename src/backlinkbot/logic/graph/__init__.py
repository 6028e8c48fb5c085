"""Authority and centrality: arrays in, arrays out."""
