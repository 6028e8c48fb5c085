"""The trained numbers of the placement model; written by bench/train/placement.py."""
