"""Arrays worked out once for a graph on disk, and memory-mapped from then on."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from secrets import token_hex
from threading import get_ident
from typing import TYPE_CHECKING, Any

import numpy as np

from backlinkbot.io.durable import sync

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

ABOUT = "about.json"
MOST_TRIES = 100  # of a reader or writer whom others keep overtaking


def keep(
    folder: Path, name: str, arrays: Mapping[str, NDArray[Any]], about: Mapping[str, Any]
) -> None:
    """Write arrays under a name, in place of those before; readers see the old or the new.

    `about`: what they were made from, as JSON. Of two processes that write, the later one wins.
    """
    own = f"{os.getpid()}-{get_ident()}"
    draft, old = folder / f".{name}.{own}", folder / f".{name}.{own}.old"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    try:
        for key, values in arrays.items():
            np.save(draft / f"{key}.npy", values, allow_pickle=False)
        # The token tells this writing from one with the same content before or after it.
        content = {"about": dict(about), "arrays": sorted(arrays), "token": token_hex()}
        (draft / ABOUT).write_text(json.dumps(content), "utf-8")
        for path in draft.iterdir():
            sync(path)
        _swap(draft, folder / name, old)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
    sync(folder)


def _swap(draft: Path, place: Path, old: Path) -> None:
    """Put a folder in the place of another; somebody else may do the same at the same time."""
    for left in reversed(range(MOST_TRIES)):
        shutil.rmtree(old, ignore_errors=True)
        with suppress(FileNotFoundError):
            place.rename(old)
        try:
            draft.rename(place)
        except OSError:  # another process was quicker: its folder is in the place now
            if not left:
                raise
        else:
            return


def kept(folder: Path, name: str) -> tuple[dict[str, NDArray[Any]], dict[str, Any]] | None:
    """The arrays under a name and what they were made from; None when there are none.

    Copy-on-write, because kernels are compiled for writable arrays.
    """
    place = folder / name
    for _ in range(MOST_TRIES):
        try:
            before = (place / ABOUT).read_bytes()
        except FileNotFoundError:
            # Between the two renames of a writer there is nothing in the place for a moment.
            if any(folder.glob(f".{name}.*")) or place.exists():
                continue
            return None
        content = json.loads(before)
        if "arrays" not in content:
            return None  # of an earlier layout
        # Whoever writes at the same time may put another folder here while we read.
        with suppress(FileNotFoundError):
            arrays = {key: _loaded(place / f"{key}.npy") for key in content["arrays"]}
            if (place / ABOUT).read_bytes() == before:
                return arrays, content["about"]
    return None


def _loaded(path: Path) -> NDArray[Any]:
    """An array as a plain array over its file, so that kernels see one type only."""
    try:
        return np.asarray(np.load(path, mmap_mode="c", allow_pickle=False))
    except ValueError:  # an empty file cannot be mapped
        return np.asarray(np.load(path, allow_pickle=False))
