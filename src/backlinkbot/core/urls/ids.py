"""Stable numbers for URLs and domains: the same in every process, run and engine.

All come out of md5, which Python, DuckDB and Spark all have; it is used to spread names evenly,
not to protect anything.
"""

from __future__ import annotations

from hashlib import md5


def url_id(url: str) -> int:
    """A number from 0 to 2^63 - 1 for a canonical URL: half of `md5_number_upper(url)` in DuckDB.

    Fits a signed column of 64 bits. Among 100 million URLs two share an id with a chance of 0.05 %.
    """
    return int.from_bytes(_digest(url)[:8], "little") >> 1


def domain_id(domain: str) -> int:
    """A number from 0 to 2^63 - 1 for a registrable domain, as `url_id` makes it."""
    return url_id(domain)


def bucket(domain: str, digits: int = 2) -> str:
    """The first `digits` (0 to 32) hex digits of md5(domain): where the index keeps its links."""
    return _digest(domain).hex()[:digits]


def _digest(text: str) -> bytes:
    return md5(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()
