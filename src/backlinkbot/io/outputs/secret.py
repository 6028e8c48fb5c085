"""A secret of this installation in a file that only its owner may read; made once."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from backlinkbot.core.errors import Broken, Refused

if TYPE_CHECKING:
    from pathlib import Path

SECRET_BYTES = 32
OWNER_ONLY = 0o600


def kept_secret(path: Path) -> bytes:
    """The secret in `path`; where two processes make it at once, both get the same.

    Raises:
        Refused: the place cannot be written to.
        Broken: the file holds something else.
    """
    try:
        secret = path.read_bytes() if path.exists() else _made(path)
    except OSError as error:
        raise Refused(f"{path} cannot be read or made: {error.strerror}") from error
    if len(secret) != SECRET_BYTES:
        raise Broken(f"{path} is damaged; remove it: sessions and open forms then end")
    return secret


def _made(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(handle, "wb") as out:
        out.write(secrets.token_bytes(SECRET_BYTES))
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(draft, path)  # fails where another process was sooner: then its secret counts
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_bytes()
