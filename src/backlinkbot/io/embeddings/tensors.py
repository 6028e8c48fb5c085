"""Reads tensors of a safetensors file: a header in JSON, then the bytes of each tensor."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from backlinkbot.core.errors import BadInput

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

LENGTH_BYTES = 8  # of the header's length, little-endian
MOST_HEADER_BYTES = 100_000_000  # the bound that the format itself sets
TYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I8": "|i1"}
HALF_FLOAT = "BF16"  # the upper half of a float32, which numpy has no type for


def read_tensors(path: Path, wanted: tuple[str, ...]) -> dict[str, NDArray[np.generic]]:
    """Those of the wanted tensors that the file holds; large ones stay on disk until used.

    Raises:
        BadInput: the file is damaged, or a wanted tensor is of a type that is not read.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(LENGTH_BYTES), "little")
        if not 0 < length <= min(size - LENGTH_BYTES, MOST_HEADER_BYTES):
            raise BadInput(f"{path} is no safetensors file: its header does not fit into it")
        header = _header(path, file.read(length))
    start = LENGTH_BYTES + length
    return {name: _tensor(path, name, header[name], start) for name in wanted if name in header}


def _header(path: Path, raw: bytes) -> dict[str, Any]:
    try:
        header = json.loads(raw)
    except ValueError as error:
        raise BadInput(f"{path} is no safetensors file: its header is no JSON") from error
    if not isinstance(header, dict):
        raise BadInput(f"{path} is no safetensors file: its header names no tensors")
    return header


def _tensor(path: Path, name: str, told: Any, start: int) -> NDArray[np.generic]:
    import numpy as np

    try:
        kind, shape = str(told["dtype"]), tuple(int(one) for one in told["shape"])
        begin, end = (int(one) for one in told["data_offsets"])
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(f"{path}: the place of tensor {name} is not told") from error
    stored = np.dtype("<u2" if kind == HALF_FLOAT else TYPES.get(kind, "V"))
    if stored.itemsize == 0:
        raise BadInput(f"{path}: tensor {name} is of type {kind}, which is not read")
    count = int(np.prod(shape, dtype=np.int64))
    is_whole = min((*shape, begin)) >= 0 and end - begin == count * stored.itemsize
    if not is_whole or start + end > path.stat().st_size:
        raise BadInput(f"{path}: tensor {name} is not whole; copy the folder again")
    if not count:
        return np.zeros(shape, dtype=np.float32)
    raw = np.memmap(path, dtype=stored, mode="r", offset=start + begin, shape=shape)
    if kind == HALF_FLOAT:
        return (raw.astype(np.uint32) << 16).view(np.float32)
    return raw
