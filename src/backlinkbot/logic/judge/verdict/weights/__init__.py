"""The trained numbers of the verdict's model; written by bench/train/toxicity.py."""
