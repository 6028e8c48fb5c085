"""Keeps a set of named arrays in one file, replaced whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.io.outputs.place import replaced

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray


def write_arrays(path: Path, arrays: Mapping[str, NDArray[np.generic]]) -> None:
    """Write the arrays; an earlier file stays until the new one is whole."""
    import numpy as np

    with replaced(path) as draft, draft.open("wb") as out:
        np.savez_compressed(out, allow_pickle=False, **arrays)


def read_arrays(path: Path) -> dict[str, NDArray[np.generic]]:
    """The arrays of a file that `write_arrays` wrote; empty when there is none."""
    import numpy as np

    if not path.is_file():
        return {}
    with np.load(path, allow_pickle=False) as kept:
        return {name: kept[name] for name in kept.files}
