"""Arrays worked out once for a graph on disk, and memory-mapped from then on."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Any

import numpy as np

from backlinkbot.io.index.seal import sync

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

ABOUT = "about.json"


def keep(
    folder: Path, name: str, arrays: Mapping[str, NDArray[Any]], about: Mapping[str, Any]
) -> None:
    """Write arrays under a name, in place of those before; readers see the old or the new.

    `about`: what they were made from, as JSON. Must only be called by one process at a time; of
    two that make the same, the later one wins.
    """
    draft = folder / f".{name}.{os.getpid()}"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    try:
        for key, values in arrays.items():
            np.save(draft / f"{key}.npy", values, allow_pickle=False)
        (draft / ABOUT).write_text(json.dumps(dict(about)), "utf-8")
        for path in draft.iterdir():
            sync(path)
        shutil.rmtree(folder / name, ignore_errors=True)
        draft.rename(folder / name)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    sync(folder)


def kept(folder: Path, name: str) -> tuple[dict[str, NDArray[Any]], dict[str, Any]] | None:
    """The arrays under a name and what they were made from; None when there are none.

    Copy-on-write, because kernels are compiled for writable arrays.
    """
    place = folder / name
    try:
        about = json.loads((place / ABOUT).read_text("utf-8"))
    except FileNotFoundError:
        return None
    paths = sorted(place.glob("*.npy"))
    return {path.stem: _loaded(path) for path in paths}, about


def _loaded(path: Path) -> NDArray[Any]:
    """An array as a plain array over its file, so that kernels see one type only."""
    try:
        return np.asarray(np.load(path, mmap_mode="c", allow_pickle=False))
    except ValueError:  # an empty file cannot be mapped
        return np.asarray(np.load(path, allow_pickle=False))
