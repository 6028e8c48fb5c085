"""Pages that use a picture of the site and do not link to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backlinkbot.core.chances import Tactic
from backlinkbot.core.nouns import LinkKind
from backlinkbot.logic.prospect.brand import Brand
from backlinkbot.logic.prospect.found import Found, quoted, table
from backlinkbot.logic.prospect.ground import Fact
from backlinkbot.logic.prospect.tactics import tactic

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from backlinkbot.logic.prospect.ground import Ground

CREDITED, LINKS_FILE = 0.9, 0.7
PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)(?:[?#]|$)", re.IGNORECASE)
EMBEDDED = frozenset((LinkKind.FRAME.value,))


@tactic(Tactic.IMAGE_CREDIT, Fact.SAID, Fact.BACKLINKS, hears=("credit",))
def image_credit(ground: Ground) -> pa.Table:
    """Pages that credit a picture to the brand without a link, or lead to the picture's file alone.

    Known by a credit in the main text ("Photo: Acme Tents") and by links or frames that lead to a
    picture of the site. Pictures shown from our server without any link or credit are not seen:
    the index keeps links, not the addresses of pictures.
    """
    return table(Tactic.IMAGE_CREDIT, [*_credited(ground), *_linked_files(ground)])


def _credited(ground: Ground) -> Iterator[Found]:
    rows = [row for row in ground.rows(Fact.SAID) if row["credit"]]
    brand = Brand.learnt(ground.names, [quote for row in rows for quote in row["credit"]])
    for row in rows:
        if ground.links_already(row["url"]) or not ground.may_ask(row["url"]):
            continue
        told = brand.in_page(row["credit"], is_on_topic=True)
        if told is not None:
            yield Found(
                row["url"], CREDITED * told.sureness,
                (f"Credits a picture to {told.name} without a link: {quoted(told.quote, 160)}.",),
                told.name, (row["evidence"] or "",),
            )  # fmt: skip


def _linked_files(ground: Ground) -> Iterator[Found]:
    for row in ground.rows(Fact.BACKLINKS):
        if not PICTURE.search(row["target_url"]) or not ground.may_ask(row["source_url"]):
            continue
        does = "shows" if row["kind"] in EMBEDDED else "links to"
        yield Found(
            row["source_url"], LINKS_FILE,
            (f"The page {does} your picture {row['target_url']} and to no page of yours.",),
            row["target_url"], tuple(row["evidence"] or ())[:1],
        )  # fmt: skip
