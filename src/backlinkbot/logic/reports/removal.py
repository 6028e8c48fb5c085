"""Letters that ask the owner of a site to take links away; prepared here, sent by people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

MOST_PAGES = 50  # in one letter; a site with more is asked to take all of them away
LONGEST = 300  # characters of a text from the web in a letter


@dataclass(frozen=True, slots=True)
class RemovalRequest:
    """What is asked of the owner of `unit`; `links`: page, target and anchor of each link."""

    site: str
    unit: str
    decided_on: date
    links: tuple[tuple[str, str, str], ...]


def removal_text(requests: Iterable[RemovalRequest]) -> str:
    """All letters in one text file, each under a line that names the site."""
    return "\n".join("\n".join(_letter(one)) for one in requests)


def _letter(one: RemovalRequest) -> Iterator[str]:
    yield f"==== {one.unit} (decided on {one.decided_on.isoformat()}) ===="
    yield f"To: the owner of {one.unit}"
    yield f"Subject: Please remove links to {one.site} from {one.unit}"
    yield ""
    yield "Hello,"
    yield ""
    if not one.links:
        yield f"we look after {one.site}. Please take away the links from {one.unit} to it."
    else:
        yield f"we look after {one.site}. These pages of yours link to it:"
        yield ""
        for page, target, anchor in one.links[:MOST_PAGES]:
            said = f', with the words "{_plain(anchor)}"' if anchor else ""
            yield f"- {_plain(page)} links to {_plain(target)}{said}"
        if len(one.links) > MOST_PAGES:
            yield f"- and {len(one.links) - MOST_PAGES:,} more pages"
        yield ""
        yield "We did not ask for these links, or do not want them any more. Please take them away,"
        yield "or add rel=nofollow to them, and tell us when it is done."
    yield ""
    yield "Thank you,"
    yield "[your name, your role, your postal address]"
    yield ""


def _plain(text: str) -> str:
    """A text from the web as part of one line."""
    words = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
