"""How one rule of robots.txt meets one address (RFC 9309 §2.2.2 and §2.2.3).

Two readings of percent escapes exist. The plain one compares escapes as they are written, as
Google's matcher does; the normal one first makes equal what is equal by RFC 3986, as RFC 9309
says. A server treats both spellings alike, so callers forbid what either reading forbids.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_ESCAPE = re.compile(rb"%[0-9A-Fa-f]{2}")
_TO_ESCAPE = re.compile(rb"[\x80-\xff]")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
# Also what people write into rules and browsers escape in addresses.
_NOT_NORMAL = re.compile(rb"%[0-9A-Fa-f]{2}|[\x00-\x20\"<>\[\\\]^`{|}\x7f-\xff]")
_PATH_BEGINS = re.compile(r"[/?;]")


class Rule(NamedTuple):
    """One allow or disallow line; `text` and `line` as they stand in the file, lines from 1 on."""

    is_allowing: bool
    pattern: bytes
    text: str
    line: int


def path_of(url: str) -> bytes:
    """Path, parameters and query of an address as it is written, without its fragment.

    Not a parser of URLs but the cut that the rules are defined on; `/` where there is no path.
    """
    begin = 2 if url.startswith("//") else 0
    scheme_end = url.find("://", begin)
    early = _PATH_BEGINS.search(url, begin)
    if scheme_end >= 0 and not (early and early.start() < scheme_end):
        begin = scheme_end + 3
    found = _PATH_BEGINS.search(url, begin)
    fragment = url.find("#")
    if found is None or 0 <= fragment < found.start():
        return b"/"
    path = url[found.start() : fragment if fragment >= 0 else None]
    return ("" if path.startswith("/") else "/").encode() + path.encode("utf-8", "surrogatepass")


def plain(pattern: bytes) -> bytes:
    """A pattern with octets beyond ASCII escaped and the digits of all escapes in upper case."""
    if b"%" in pattern:
        pattern = _ESCAPE.sub(lambda found: found[0].upper(), pattern)
    if pattern.isascii():
        return pattern
    return _TO_ESCAPE.sub(lambda found: b"%%%02X" % found[0][0], pattern)


def normal(text: bytes) -> bytes:
    """A pattern or path in which equal octets are spelt alike (RFC 3986 §6.2.2)."""
    if _NOT_NORMAL.search(text) is None:
        return text
    return _NOT_NORMAL.sub(_normal_octet, text)


def _normal_octet(found: re.Match[bytes]) -> bytes:
    octet = found[0]
    if len(octet) == 1:
        return b"%%%02X" % octet[0]
    value = int(octet[1:], 16)
    return bytes([value]) if value in _UNRESERVED else octet.upper()


def matches(pattern: bytes, path: bytes) -> bool:
    """Whether a pattern matches the beginning of a path.

    `*` stands for anything, `$` at the end of the pattern for the end of the path. Each piece
    between stars is looked for once, from where the one before ended, so that the cost is the
    length of the path and the pattern, whatever they are.
    """
    if b"*" not in pattern:
        return path == pattern[:-1] if pattern[-1:] == b"$" else path.startswith(pattern)
    first, *pieces = pattern.split(b"*")
    if not path.startswith(first):
        return False
    at = len(first)
    is_whole = pieces[-1][-1:] == b"$"
    last = pieces.pop()[:-1] if is_whole else b""
    for piece in pieces:
        at = path.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return not is_whole or (path.endswith(last) and len(path) - len(last) >= at)
