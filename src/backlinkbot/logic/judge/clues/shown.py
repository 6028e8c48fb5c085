"""What a marker shows for what it says: the page, where it was read, the HTML around the link."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.suspicion import Suspects

MOST_QUOTED = 80  # characters of somebody else's words inside our sentence
MOST_PLACES = 2  # of a link's readings, the newest first
_NO_MARKUP = str.maketrans({"<": "‹", ">": "›", "“": "'", "”": "'"})  # noqa: RUF001 - not signs of HTML


def quoted(text: str) -> str:
    """Somebody else's words in quotation marks, on one line, short and without markup."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    plain = plain.translate(_NO_MARKUP)
    return f"“{plain if len(plain) <= MOST_QUOTED else plain[: MOST_QUOTED - 1] + '…'}”"


def named(text: str) -> str:
    """A site's name as it stands in a sentence: cut and without markup."""
    return quoted(text)[1:-1]


def of_link(suspects: Suspects, row: int) -> tuple[str, ...]:
    """The linking page, the archive places where the link was read, and the HTML around it."""
    links = suspects.links
    told = links["evidence"][row].as_py() if "evidence" in links.column_names else None
    parts = (
        suspects.evidence.text("source_url", row),
        *(told or [])[:MOST_PLACES],
        suspects.evidence.text("context_html", row),
    )
    return tuple(part for part in parts if part)


def of_domain(suspects: Suspects, domain: int) -> tuple[str, ...]:
    """Evidence of one link of the domain, the first by address."""
    return of_link(suspects, int(suspects.once(first_links)[domain]))


def first_links(suspects: Suspects) -> NDArray[np.int64]:
    """Of each domain, the row of its first link by source and target address and occurrence."""
    import pyarrow as pa
    import pyarrow.compute as pc

    links = suspects.links
    names = ("source_url", "target_url", "occurrence")
    table = pa.table({"domain": suspects.domain, **{name: links[name] for name in names}})
    order = pc.sort_indices(
        table, sort_keys=[(name, "ascending") for name in ("domain", *names)]
    ).to_numpy()
    _, first = np.unique(suspects.domain[order], return_index=True)
    return np.asarray(order[first], np.int64)
