"""Compiled loops over graph arrays; imported only by the functions that run them."""
