"""Nouns, errors, columns, URLs and pages: what every floor above speaks in."""
