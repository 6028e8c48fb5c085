"""The pages: a file each, found by the menu and the server."""
