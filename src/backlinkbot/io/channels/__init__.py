"""Ways out to other machines: notices and messages."""
