"""Graph files: names and edges on disk, and the authority releases made from them."""
