"""Backlink Bot: which links are worth having, which do harm, and how to earn the next good ones."""

__version__ = "0.1.0"
