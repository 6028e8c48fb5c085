"""Tables of links as other tools export them: a format is data, reading it is the same for all."""

from backlinkbot.io.readers.table.csv_format import CsvFormat, OneOf, Table, read_table
from backlinkbot.io.readers.table.dialect import Dialect, dialect_of, key_of
from backlinkbot.io.readers.table.roles import found_roles, mapped_roles, shown
from backlinkbot.io.readers.table.vendor import Vendor

__all__ = [
    "CsvFormat",
    "Dialect",
    "OneOf",
    "Table",
    "Vendor",
    "dialect_of",
    "found_roles",
    "key_of",
    "mapped_roles",
    "read_table",
    "shown",
]
