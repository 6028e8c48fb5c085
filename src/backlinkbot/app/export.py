"""Gives a result out: as a stream for another program, or as a file."""

from backlinkbot.io.outputs.place import write_text
from backlinkbot.io.outputs.tables import write_csv, write_lines, write_tables

__all__ = ["write_csv", "write_lines", "write_tables", "write_text"]
