"""Changes in plain sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.watching import ChangeKind

if TYPE_CHECKING:
    from datetime import date

LONGEST_TEXT = 80  # characters of an anchor or address in a sentence

DID = {
    ChangeKind.NEW: "links now",
    ChangeKind.NEWLY_KNOWN: "was found to link",
    ChangeKind.BACK: "links again",
    ChangeKind.LOST: "links no more",
    ChangeKind.FORGOTTEN: "is no longer known to link",
    ChangeKind.NOFOLLOWED: "made its link nofollow",
    ChangeKind.FOLLOWED: "made its link followed",
    ChangeKind.BROKEN: "links to a page that is broken",
    ChangeKind.REDIRECTED: "links to a page that redirects now",
    ChangeKind.REPAIRED: "links to a page that answers again",
    ChangeKind.BLOCKED: "does not let us look any more",
    ChangeKind.TARGET: "links to another page now",
    ChangeKind.ANCHOR: "changed the anchor text",
    ChangeKind.PLACEMENT: "moved its link on the page",
    ChangeKind.SURROUNDINGS: "changed the words around its link",
}
# Where a domain linked before and still does, it is a link of it that came or went.
ONE_MORE = {
    ChangeKind.NEW: "has one more link",
    ChangeKind.NEWLY_KNOWN: "was found to have one more link",
    ChangeKind.LOST: "dropped a link, and keeps others",
    ChangeKind.FORGOTTEN: "has a link less that is known",
}
SEVERAL_MORE = {
    ChangeKind.NEW: "has {} more links",
    ChangeKind.NEWLY_KNOWN: "was found to have {} more links",
    ChangeKind.LOST: "dropped {} links, and keeps others",
    ChangeKind.FORGOTTEN: "has {} links less that are known",
}
WITH_WORDS = frozenset(
    (ChangeKind.ANCHOR, ChangeKind.PLACEMENT, ChangeKind.TARGET, ChangeKind.REDIRECTED)
)


def sentence_of(  # noqa: PLR0913 - what a sentence is made of
    kind: ChangeKind, domain: str, links: int, was: str, now: str, reason: str, *, whole: bool
) -> str:
    """One change of one referring domain; `whole`: it came, or went, as a referring domain."""
    did = DID[kind] if whole else ONE_MORE.get(kind, DID[kind])
    several = f", {links:,} links" if links > 1 else ""
    if links > 1 and not whole and kind in SEVERAL_MORE:
        did, several = SEVERAL_MORE[kind].format(f"{links:,}"), ""
    why = f" ({reason.replace('_', ' ')})" if reason and kind is ChangeKind.LOST else ""
    words = f": {short(was) or 'no text'} → {short(now) or 'no text'}" if kind in WITH_WORDS else ""
    return f"{domain} {did}{several}{why}{words}"


def index_note(kind: ChangeKind, on: date | None) -> str:
    """Why a change is none of the web."""
    if kind is ChangeKind.FORGOTTEN:
        return "what told it was taken out of the index"
    if kind is ChangeKind.NEWLY_KNOWN:
        since = f"it began on {on.isoformat()}" if on else "nobody can tell since when it is there"
        return f"read for the first time; {since}"
    if kind is ChangeKind.LOST:
        when = f"on {on.isoformat()}" if on else "nobody can tell when"
        return f"it was lost {when}; the index learnt of it now"
    return "the page was not read again: another source or a newer rule tells it otherwise"


def short(text: str) -> str:
    """The text as one line that fits into a sentence."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= LONGEST_TEXT else line[: LONGEST_TEXT - 1] + "…"
