"""One file per import format."""
