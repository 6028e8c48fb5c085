"""One file for each format that tells of visits; the folder is the list."""
