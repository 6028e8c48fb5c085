"""The seed list: the domains where trust starts, by name and by registry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from string import ascii_lowercase
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.facts import Rejects
from backlinkbot.core.urls import (
    is_private_suffix,
    is_public_suffix,
    is_strict_hostname,
    registered_domain,
)
from backlinkbot.core.urls.platforms import listed_platforms

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

PACKAGED = "seeds-2026-11c.txt"  # in the folder `data` beside this file

_REGISTRY = re.compile(r"\.(?:[a-z0-9-]+\.)*(?:[a-z0-9-]+|\*)")
_VERSION = re.compile(r"#\s*version:\s*(\S+)")


@dataclass(frozen=True, slots=True)
class SeedList:
    """Names and registries ("edu", "ac.*"), and what was left out of the list, by reason."""

    version: str
    names: tuple[str, ...]
    registries: tuple[str, ...]
    rejects: Rejects

    def nodes(self, names: pa.Array | pa.ChunkedArray) -> NDArray[np.int64]:
        """The positions in `names` (host or domain names) of the seeds, ascending.

        A host counts when it, or it without a leading `www.`, is a seed's name, or stands in a
        restricted registry. Platforms and public suffixes never count, whatever registry they
        stand in.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        bare = pc.replace_substring_regex(names, r"^www\.", "")
        chosen = pc.is_in(bare, value_set=pa.array(self.names, pa.string()).cast(names.type))
        if self.registries:
            chosen = pc.or_(chosen, pc.match_substring_regex(names, self._pattern()))
        found = np.flatnonzero(chosen.to_numpy(zero_copy_only=False)).astype(np.int64)
        audited = [why_no_seed(name) for name in pc.take(bare, pa.array(found)).to_pylist()]
        return found[np.array([not reason for reason in audited], np.bool_)]

    def _pattern(self) -> str:
        """A name inside any of the registries; `*` is each country that has such a registry."""
        parts = (re.escape(name) for r in self.registries for name in _in_each_country(r))
        return r"[a-z0-9_-]\.(" + "|".join(parts) + r")$"


def _in_each_country(registry: str) -> list[str]:
    """The registries that `registry` stands for: itself, or one per country for `ac.*`.

    Only what the Public Suffix List knows as a registry of that country. Elsewhere the name can be
    anybody's (`gov.de`); and an operator's own suffix says nothing about who gets a name below it.
    """
    if not registry.endswith(".*"):
        return [registry]
    names = (registry[:-1] + one + other for one, other in product(ascii_lowercase, repeat=2))
    return [name for name in names if is_public_suffix(name) and not is_private_suffix(name)]


def read_seeds(text: str, name: str) -> SeedList:
    """The seed list in `text`: one domain a line, `#` begins a comment, `.edu` is a registry.

    What cannot be a seed is left out and counted. Version: the line `# version: …`, else `name`.
    """
    rejects = Rejects()
    domains: dict[str, None] = {}
    registries: dict[str, None] = {}
    found = _VERSION.search(text)
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        word = line.split("#", 1)[0].strip().lower().removesuffix(".")
        if not word:
            continue
        if _REGISTRY.fullmatch(word):
            registries[word[1:]] = None
        elif reason := why_no_seed(word):
            rejects.add(reason, f"{name}:{number}", line)
        else:
            domains[word] = None
    return SeedList(found[1] if found else name, tuple(domains), tuple(registries), rejects)


def why_no_seed(name: str) -> str:
    """Why a name may not vouch for what it links to; empty when it may."""
    if not is_strict_hostname(name) or "." not in name:
        return "is no domain name"
    if is_public_suffix(name):
        return "is a public suffix, under which strangers register names"
    if name in listed_platforms() or registered_domain(name) in listed_platforms():
        return "is a platform on which strangers publish"
    return ""


def platform_nodes(names: pa.Array | pa.ChunkedArray) -> NDArray[np.int64]:
    """The positions in `names` of what strangers publish: known platforms, and names below them.

    Ascending. A name below a platform's is free for anybody, also again when its user has left it.
    """
    import pyarrow.compute as pc

    listed = "|".join(re.escape(name) for name in sorted(listed_platforms()))
    found = pc.match_substring_regex(names, rf"(?:^|\.)(?:{listed})$")
    return np.flatnonzero(found.to_numpy(zero_copy_only=False)).astype(np.int64)
