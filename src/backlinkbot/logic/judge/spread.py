"""How a profile is spread over owners, countries, languages, places and pages, and how evenly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.profile import Spread, Tally

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

MOST_CELLS = 4_000_000  # bytes of a table of all pairs, which is faster than sorting them
SHOWN = 12  # tallies kept per dimension: what a reader takes in

# Country endings that are sold and used world-wide: they tell no country.
_SOLD_ENDINGS = (
    "io co tv me ai cc ws fm ly gg to sh nu la ac vc am pw tk ml ga cf gq st im is gl mu sc eu su"
)
_COUNTRY_LETTERS = 2
_COUNTRY_OF = {"uk": "GB"}


def evenness(counts: NDArray[np.int64]) -> float | None:
    """Pielou's J: Shannon entropy over its maximum; 0 all in one kind .. 1 all kinds alike.

    None for no counts; 0 for one kind. (Pielou 1966, J. Theor. Biol. 13.)
    """
    shares = counts[counts > 0] / max(1, int(counts.sum()))
    if len(shares) == 0:
        return None
    if len(shares) == 1:
        return 0.0
    return float(-(shares * np.log(shares)).sum() / np.log(len(shares)))


def tallied(
    column: pa.ChunkedArray | pa.Array, domain: NDArray[np.int32]
) -> tuple[tuple[Tally, ...], int]:
    """Links and referring domains of each distinct value, most domains first; and links of none."""
    encoded = _combined(column).dictionary_encode()
    names = encoded.dictionary.to_pylist()
    codes = encoded.indices.fill_null(len(names)).to_numpy(zero_copy_only=False)
    links = np.bincount(codes, minlength=len(names) + 1)
    domains = distinct_domains(codes, domain, len(names) + 1)
    found = [
        Tally(str(name), int(links[code]), int(domains[code])) for code, name in enumerate(names)
    ]
    found.sort(key=lambda tally: (-tally.domains, -tally.links, tally.name))
    return tuple(found), int(links[len(names)])


def distinct_domains(
    codes: NDArray[np.int64], domain: NDArray[np.int32], kinds: int
) -> NDArray[np.int64]:
    """How many different domains stand beside each code 0 .. kinds - 1."""
    width = int(domain.max(initial=0)) + 1
    if kinds * width <= MOST_CELLS:
        met = np.zeros((kinds, width), dtype=np.bool_)
        met[codes, domain] = True
        counts: NDArray[np.int64] = met.sum(axis=1, dtype=np.int64)
        return counts
    pairs = np.unique(codes.astype(np.int64) * width + domain)
    return np.bincount(pairs // width, minlength=kinds)


def spread(
    what: str, column: pa.ChunkedArray | pa.Array, domain: NDArray[np.int32], *, basis: str
) -> Spread:
    """The spread of one dimension over the links' referring domains."""
    tallies, unknown = tallied(column, domain)
    counts = np.array([tally.domains for tally in tallies], dtype=np.int64)
    return Spread(what, tallies[:SHOWN], len(tallies), evenness(counts), unknown, basis)


def endings(domains: pa.ChunkedArray) -> pa.Array:
    """The last label of each domain with its dot (".org"), null where there is none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = pc.extract_regex(_combined(domains), r"(?P<ending>\.[^.]+)$")
    return pc.struct_field(found, "ending").cast(pa.string())


def countries(ending: pa.Array) -> pa.Array:
    """ISO codes read from country endings; null for endings that are used world-wide."""
    import pyarrow as pa

    encoded = ending.dictionary_encode()
    code_of = [_country(name) for name in encoded.dictionary.to_pylist()]
    return pa.array(code_of, pa.string()).take(encoded.indices)


def _country(ending: str) -> str | None:
    name = ending.removeprefix(".")
    if len(name) != _COUNTRY_LETTERS or not name.isascii() or name in _SOLD_ENDINGS.split():
        return None
    return _COUNTRY_OF.get(name, name.upper())


def _combined(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    import pyarrow as pa

    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
