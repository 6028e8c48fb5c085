"""The routes of REST, one file for each group of verbs; the folder is the list."""
