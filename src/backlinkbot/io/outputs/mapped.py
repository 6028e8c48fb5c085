"""Keeps a table in one file that is read without loading it, replaced whole."""

from __future__ import annotations

import os
from threading import get_ident
from typing import TYPE_CHECKING

from backlinkbot.core.errors import NotFound
from backlinkbot.io.outputs.place import replaced

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa


def write_mapped(path: Path, table: pa.Table) -> None:
    """Write the table as an Arrow file; an earlier one stays until this one is whole.

    Several may write the same file at once: one of them is kept.

    Raises:
        Refused: the place cannot be written to.
    """
    import pyarrow as pa

    me = f"-{os.getpid()}-{get_ident()}"
    with (
        replaced(path, me) as draft,
        pa.OSFile(str(draft), "wb") as out,
        pa.ipc.new_file(out, table.schema) as writer,
    ):
        writer.write_table(table.combine_chunks())


def read_mapped(path: Path) -> pa.Table:
    """The table of a file that `write_mapped` wrote; columns cost memory only once they are used.

    Raises:
        NotFound: there is no such file, or it is not whole.
    """
    import pyarrow as pa

    try:
        return pa.ipc.open_file(pa.memory_map(str(path), "rb")).read_all()
    except (OSError, pa.ArrowInvalid) as error:
        raise NotFound(f"{path} cannot be read") from error
