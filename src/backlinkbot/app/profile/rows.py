"""The verbs behind lists with pages: links, referring domains and anchors of a domain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.app.profile.beside import inputs, need_index
from backlinkbot.app.profile.kept import kept_lists
from backlinkbot.app.profile.linked import with_judgement
from backlinkbot.app.profile.nothing import unknown_domain
from backlinkbot.app.profile.view import WHOLE, View
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.nouns import AnchorClass, LinkState, Placement, Strength
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.index.filters import LinkFilter, LinkOrder
from backlinkbot.io.index.profile import RECENT
from backlinkbot.logic.judge.quality import UNJUDGED_WORD
from backlinkbot.logic.reports import rows as choose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.app.profile.kept import KeptLists
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.nouns import Snapshot

NEW = "new"  # live, and known to have begun within the last 30 days
STATUSES = (*(state.value for state in LinkState), NEW)
QUALITIES = (*(strength.value for strength in Strength), UNJUDGED_WORD)
LINK_ORDERS = ("quality", "authority", "first_seen", "last_seen", "started_on", "source_url")
DOMAIN_ORDERS = (
    "authority", "quality", "backlinks", "first_seen", "last_seen", "started_on", "source_domain",
)  # fmt: skip
ANCHOR_ORDERS = (
    "referring_domains", "backlinks", "quality", "first_seen", "last_seen", "anchor",
)  # fmt: skip
HIDDEN = (
    "domain_code", "similar_code", "turn", "position", "placement_probability", "page_type",
)  # fmt: skip
WON = "won"  # what began within the last 30 days, whatever became of it
RECENTS = (WON, "lost")
BASES = ("pages", "domain")


@dataclass(frozen=True, slots=True)
class RowQuestion:
    """Which rows of a list, in which order, and which page of them; empty wishes ask for nothing.

    `status`: words of `STATUSES`, any of them; `quality`: words of `QUALITIES`; `placements`: words
    of `Placement`; `anchor_classes`: words of `AnchorClass`; `anchor` and `source_url`: contained,
    in any case; `anchor_is`, `source_domain`: exactly this one; `since`, `until`: first seen on or
    after, on or before this day; `every_kind`: frames, forms and canonicals too; `one_per_domain`:
    of the links that fit the best one of each site; `similar`: of the links of one site with one
    anchor to one address the best, with their number in a column `similar`; `source_urls`,
    `source_domains`: one of these; `ending`: of the linking domain (".org"); `language`: of the
    page; `recent`: one of `RECENTS`, within 30 days; `basis`: domains known by their pages, or by
    name alone; `view`: a part of the domain, or an earlier day; `order`: one of `LINK_ORDERS`,
    `DOMAIN_ORDERS` or `ANCHOR_ORDERS`; nulls come last either way, equal rows by address, name or
    text.
    """

    status: tuple[str, ...] = ()
    followed: bool | None = None
    quality: tuple[str, ...] = ()
    placements: tuple[str, ...] = ()
    anchor_classes: tuple[str, ...] = ()
    anchor: str = ""
    source_domain: str = ""
    source_url: str = ""
    since: date | None = None
    until: date | None = None
    every_kind: bool = False
    one_per_domain: bool = False
    similar: bool = False
    anchor_is: str = ""
    source_urls: tuple[str, ...] = ()
    source_domains: tuple[str, ...] = ()
    ending: str = ""
    language: str = ""
    recent: str = ""
    basis: str = ""
    view: View = WHOLE
    order: str = ""
    descending: bool = True
    limit: int = 50
    offset: int = 0


@dataclass(frozen=True, slots=True)
class FoundRows:
    """One page of a list, how many rows fit in all, and the state of the index it was read from."""

    table: pa.Table
    total: int
    snapshot: Snapshot | None


def link_rows(workspace: Workspace, domain: str, question: RowQuestion | None = None) -> FoundRows:
    """A page of the links of a domain, judged; the best first unless another order is wished for.

    Raises:
        BadInput: a word of the question that no row can have; says which there are.
        NotFound: the index is empty, or nothing in it points at the domain.
    """
    question = question or RowQuestion()
    order = _checked(question, LINK_ORDERS)
    table = kept_of(workspace, domain, question.view).links
    mask = _fitting(workspace, table, question)
    if not question.every_kind:
        mask &= choose.equals(table, "is_backlink", value=True)
    if question.followed is not None:
        mask &= choose.equals(table, "followed", question.followed)
    if question.one_per_domain:
        every = np.arange(table.num_rows)
        codes, turns = (choose.numbers_of(table, n, every) for n in ("domain_code", "turn"))
        mask = choose.first_of_each(codes, turns, mask)
    if question.similar:
        table, mask = _one_of_similar(table, mask)
    return _page(workspace, table, mask, order, question)


def domain_rows(
    workspace: Workspace, domain: str, question: RowQuestion | None = None
) -> FoundRows:
    """A page of the domains that link to a domain; `followed`: with a live followed link.

    `anchor`, `placements`, `quality` and `source_url` ask of a domain's best link. Raises as
    `link_rows` does.
    """
    question = question or RowQuestion()
    order = _checked(question, DOMAIN_ORDERS)
    table = kept_of(workspace, domain, question.view).domains
    mask = _fitting(workspace, table, question) & _followed(table, question.followed)
    if question.basis:
        mask &= choose.equals(table, "basis", question.basis)
    return _page(workspace, table, mask, order, question)


def anchor_rows(
    workspace: Workspace, domain: str, question: RowQuestion | None = None
) -> FoundRows:
    """A page of the anchors that point at a domain; `followed`: of a live followed link.

    Of the wishes `status`, `quality`, `anchor_classes`, `anchor`, `since` and `until` count; the
    quality is that of the best link. Raises as `link_rows` does, and BadInput for another wish.
    """
    question = question or RowQuestion()
    order = _checked(question, ANCHOR_ORDERS)
    by_source = (
        question.source_domain, question.source_url, question.source_urls, question.source_domains,
    )  # fmt: skip
    if question.placements or question.ending or question.language or any(by_source):
        raise BadInput("anchors are not listed by placement or source; ask for links instead")
    if question.recent and question.recent != WON:
        raise BadInput("anchors are not listed by what was lost of late; ask for links instead")
    table = kept_of(workspace, domain, question.view).anchors
    mask = _fitting(workspace, table, question) & _followed(table, question.followed)
    return _page(workspace, table, mask, order, question)


def link_evidence(workspace: Workspace, domain: str, source_url: str, target_url: str) -> FoundRows:
    """Every link from one page to another, with all that `links` tells: readings, evidence, HTML.

    Raises:
        NotFound: the index is empty, or knows no such link.
    """
    domain = domain_named(domain)
    need_index(workspace)
    wishes = LinkFilter(source_url=source_url, target_url=target_url)
    rows = workspace.index.links(domain, wishes, order=LinkOrder.SOURCE)
    if not rows.num_rows:
        raise NotFound(f"no link from {source_url} to {target_url} is known")
    table = with_judgement(rows, inputs(workspace, domain, rows, whole=False))
    return FoundRows(table, table.num_rows, workspace.index.current())


def kept_of(workspace: Workspace, domain: str, view: View) -> KeptLists:
    """The judged lists of a domain or of a part of it; a part may be empty.

    Raises:
        BadInput: the view is of no part of the domain.
        NotFound: the index is empty, or nothing in it points at the domain.
    """
    domain = domain_named(domain)
    need_index(workspace)
    kept = kept_lists(workspace, domain, view)
    is_empty = not kept.domains.num_rows and not kept.links.num_rows
    if is_empty and view.is_whole(domain):
        raise unknown_domain(workspace, domain)
    return kept


def _checked(question: RowQuestion, orders: tuple[str, ...]) -> str:
    """The column to order by, the first of them where none is wished for."""
    if question.limit < 0 or question.offset < 0:
        raise BadInput("limit and offset are 0 or more")
    order = question.order or orders[0]
    _known("order", [order], orders)
    _known("status", question.status, STATUSES)
    _known("quality", question.quality, QUALITIES)
    _known("placement", question.placements, tuple(Placement))
    _known("anchor class", question.anchor_classes, tuple(AnchorClass))
    _known("recent", [question.recent] if question.recent else (), RECENTS)
    _known("basis", [question.basis] if question.basis else (), BASES)
    return order


def _known(what: str, words: Iterable[str], known: tuple[str, ...]) -> None:
    for word in words:
        if word not in known:
            there = ", ".join(f'"{one}"' for one in known)
            raise BadInput(f'{what} "{word}" is none of {there}')


def _fitting(workspace: Workspace, table: pa.Table, asked: RowQuestion) -> NDArray[np.bool_]:
    """Where rows fit the wishes that all three lists can have."""
    mask = np.ones(table.num_rows, dtype=np.bool_)
    if asked.status:
        mask &= _of_status(workspace, table, asked)
    if asked.source_domain:
        mask &= choose.equals(table, "source_domain", domain_named(asked.source_domain))
    if asked.since or asked.until:
        mask &= choose.within(table, "first_seen", asked.since, asked.until)
    if asked.recent:
        column = "started_on" if asked.recent == WON else "lost_on"
        mask &= _recent(workspace, table, column, asked.view)
    wishes: tuple[tuple[Callable[..., NDArray[np.bool_]], str, object], ...] = (
        (choose.one_of, "strength", asked.quality),
        (choose.one_of, "placement", asked.placements),
        (choose.one_of, "anchor_class", asked.anchor_classes),
        (choose.contains, "anchor", asked.anchor),
        (choose.contains, "source_url", asked.source_url),
        (choose.one_of, "source_url", asked.source_urls),
        (choose.one_of, "source_domain", asked.source_domains),
        (choose.ends_with, "source_domain", asked.ending),
        (choose.equals, "source_language", asked.language),
        (choose.equals, "anchor", asked.anchor_is),
    )
    for fits, column, wish in wishes:
        if wish:
            mask &= fits(table, column, wish)
    return mask


def _of_status(workspace: Workspace, table: pa.Table, asked: RowQuestion) -> NDArray[np.bool_]:
    mask = choose.one_of(table, "state", asked.status)
    if NEW in asked.status:
        is_new = _recent(workspace, table, "started_on", asked.view)
        mask |= is_new & choose.one_of(table, "state", (LinkState.LIVE.value,))
    return mask


def _recent(workspace: Workspace, table: pa.Table, column: str, view: View) -> NDArray[np.bool_]:
    """Where the moment in a column is within the 30 days up to the day that is looked at.

    They end sooner where links were read last before that day.
    """
    moment = view.moment() or workspace.clock.now()
    since = workspace.index.recent_until(moment) - RECENT
    return choose.after(table, column, since) & ~choose.after(table, column, moment)


def _one_of_similar(table: pa.Table, mask: NDArray[np.bool_]) -> tuple[pa.Table, NDArray[np.bool_]]:
    """The best of each set of similar links; `similar`: how many of those that fit there are."""
    import pyarrow as pa

    every = np.arange(table.num_rows)
    codes, turns = (choose.numbers_of(table, n, every) for n in ("similar_code", "turn"))
    counts = np.bincount(codes[mask], minlength=int(codes.max(initial=0)) + 1)
    table = table.append_column("similar", pa.array(counts[codes]))
    return table, choose.first_of_each(codes, turns, mask)


def _followed(table: pa.Table, wish: bool | None) -> NDArray[np.bool_]:  # noqa: FBT001 - a wish
    if wish is None:
        return np.ones(table.num_rows, dtype=np.bool_)
    counts = table["followed_backlinks"].fill_null(0).to_numpy()
    return np.asarray(counts > 0 if wish else counts == 0, dtype=np.bool_)


def _page(
    workspace: Workspace,
    table: pa.Table,
    mask: NDArray[np.bool_],
    order: str,
    question: RowQuestion,
) -> FoundRows:
    rows = choose.ordered(table, mask, order, descending=question.descending)
    page = rows[question.offset : question.offset + question.limit]
    shown = [name for name in table.column_names if name not in HIDDEN]
    return FoundRows(table.select(shown).take(page), len(rows), workspace.index.current())
