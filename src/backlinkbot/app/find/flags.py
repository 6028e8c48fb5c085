"""Which prospects are left out, and which sell: by decisions, audits and their own words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backlinkbot.app.audited import kept_document
from backlinkbot.core.audit import Advice, Choice
from backlinkbot.core.prospects import Stage
from backlinkbot.core.urls import host_of
from backlinkbot.io.state.prospects import numbers_of_organisations, prospects_numbered
from backlinkbot.logic.judge.clues import sites
from backlinkbot.logic.judge.clues.phrases import phrases
from backlinkbot.logic.judge.clues.tokens import Tokens
from backlinkbot.logic.judge.decided import in_force

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backlinkbot.app.workspace import Workspace

DISAVOWED = "sites that you decided to disavow"
AUDITED = "sites that the last audits of you or your rivals call harmful"
GROUPED = "members of groups that the last audits of you or your rivals found"
LISTS_ALL = "directories and sites that exchange links with everybody"
PARKED = "sites that are for sale"
COPIES = "copies of others' pages, which nobody can edit"
BARRED = "organisations that must not be contacted"
# Hosts that show what stood elsewhere: the copy links to nobody by the will of its host.
COPIED_BY = frozenset(
    ("web.archive.org", "archive.ph", "archive.is", "archive.today", "archive.li",
     "webcache.googleusercontent.com", "cachedview.nl", "arquivo.pt", "webarchive.org.uk")
)  # fmt: skip
TRANSLATED = ".translate.goog"
PAGES_READ, CHARS_READ = 4, 6_000  # of each site, for what it says of itself
OFFERS, TERMS = "link seller", "link terms"
LEAST_SAID = 2  # phrases of one kind: one may be a quote


@dataclass(frozen=True, slots=True)
class Flags:
    """`out`: domains that are no prospects, each with its reason; `sells`: who sells links."""

    out: dict[str, str] = field(default_factory=dict)
    sells: frozenset[str] = frozenset()

    def counts(self, prospects: Sequence[str]) -> dict[str, int]:
        """How many of these prospects are left out, by reason."""
        told = Counter(self.out[name] for name in set(prospects) if name in self.out)
        return dict(sorted(told.items()))


def flagged(
    workspace: Workspace, domain: str, rivals: Sequence[str], prospects: Sequence[str]
) -> Flags:
    """What is known against these prospects."""
    said, sells = _said(workspace, prospects)
    out = said | _audited(workspace, (domain, *rivals))
    decided = in_force(workspace.state.decisions(domain))
    out |= {unit: DISAVOWED for unit, one in decided.items() if one.choice is Choice.DISAVOW}
    for unit, one in decided.items():
        if one.choice is Choice.KEEP:
            out.pop(unit, None)  # the user knows better
    return Flags(out | dict.fromkeys(_barred(workspace, prospects), BARRED), sells)


def is_copy(page: str) -> bool:
    """Whether an address shows a copy of a page that stands elsewhere."""
    host = host_of(page)
    return host.removeprefix("www.") in COPIED_BY or host.endswith(TRANSLATED)


def _barred(workspace: Workspace, prospects: Sequence[str]) -> list[str]:
    """Those that must not be contacted, for whatever site of the workspace."""
    with workspace.state.reading() as connection:
        numbers = numbers_of_organisations(connection, sorted(set(prospects)))
        known = prospects_numbered(connection, numbers)
    is_barred = (one for one in known if one.stage is Stage.DO_NOT_CONTACT and not one.is_gone)
    return [one.organisation for one in is_barred]


def _audited(workspace: Workspace, audited: Sequence[str]) -> dict[str, str]:
    """By the last audit of the site and of each rival, as far as there was one."""
    out: dict[str, str] = {}
    for name in audited:
        told = kept_document(workspace, name) or {}
        for one in told.get("domains", ()):
            if one["verdict"] == Advice.DISAVOW.value:
                out[one["unit"]] = AUDITED
            elif one["group"]:
                out.setdefault(one["unit"], GROUPED)
    return out


def _said(workspace: Workspace, prospects: Sequence[str]) -> tuple[dict[str, str], frozenset[str]]:
    """What sites say of themselves on a few of their pages."""
    import numpy as np

    names = sorted(set(prospects))
    if not names:
        return {}, frozenset()
    pages = workspace.index.linking_sites(names).pages((), more=PAGES_READ, most_chars=CHARS_READ)
    counts = phrases(sites.FILE).counts(Tokens.of(pages["text"].combine_chunks().fill_null("")))
    owner = np.array(pages["domain"].to_pylist(), object)

    def of(kind: str) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
        return np.asarray(counts[:, sites.place(kind)])

    out = dict.fromkeys(owner[of("parked") >= 1].tolist(), PARKED)
    takes_all = (of("web directory") >= LEAST_SAID) | (of("link exchange") >= LEAST_SAID)
    takes_all |= of("article directory") >= LEAST_SAID
    out |= dict.fromkeys(owner[takes_all].tolist(), LISTS_ALL)
    sells = owner[(of(OFFERS) > 0) & (of(TERMS) > 0)].tolist()
    return out, frozenset(sells)
