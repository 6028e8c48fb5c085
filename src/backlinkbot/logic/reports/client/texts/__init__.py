"""The texts of the client's report, a file per language."""
