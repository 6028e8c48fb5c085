"""Samples: the little web written as files, in every format that the product reads."""
