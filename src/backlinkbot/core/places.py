"""What somebody elsewhere is told of the files of this machine: their names, not where they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# An absolute path inside a sentence; none of the parts of an address.
PATH = re.compile(r"""(?<![\w:/.~%?=&#-])/(?:[^\s/'",;:]+/)+(?=[^\s/'",;:])""")
OF_FILES = ("places", "path", "rejects_file")
OF_EVIDENCE = ("evidence", "archives", "sources_read", *OF_FILES)


def names_only(told: Any) -> Any:
    """The same document with the name in place of each path to a file of this machine.

    Under the keys of `OF_FILES` whole texts are places, else paths are looked for in the sentences.
    """
    if isinstance(told, Mapping):
        return {
            key: _named(one) if key in OF_FILES else names_only(one) for key, one in told.items()
        }
    if isinstance(told, list | tuple):
        return [names_only(one) for one in told]
    return PATH.sub("", told) if isinstance(told, str) else told


def evidence_named(told: Any) -> Any:
    """The same document with the names alone of files that its evidence names.

    Other texts stay as they are: an anchor may look like a path.
    """
    if isinstance(told, Mapping):
        return {
            key: names_only(one) if key in OF_EVIDENCE else evidence_named(one)
            for key, one in told.items()
        }
    if isinstance(told, list | tuple):
        return [evidence_named(one) for one in told]
    return told


def _named(told: Any) -> Any:
    if isinstance(told, list | tuple):
        return [_named(one) for one in told]
    if not isinstance(told, str) or "://" in told:
        return told
    return told.rpartition("/")[2] or told
