"""Touches disk, network, mail and database; has no opinions."""
