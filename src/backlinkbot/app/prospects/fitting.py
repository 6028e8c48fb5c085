"""Suggests which page of ours each prospect could be asked to link; nothing is set by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from backlinkbot.app.budget.asked import asks_for_removal
from backlinkbot.app.prospects.asking import list_prospects, show_prospect
from backlinkbot.app.topics.learning import learnt
from backlinkbot.core.chances import Tactic
from backlinkbot.core.errors import BadInput
from backlinkbot.core.prospects import Stage
from backlinkbot.core.urls import canonical, host_of, registered_domain
from backlinkbot.core.urls.own_page import own_page
from backlinkbot.logic.judge.topics import similarities, vectors
from backlinkbot.logic.prospect.own_pages import (
    Near,
    OwnPage,
    Shelf,
    Sought,
    Suggested,
    known_page,
    nothing_fits,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.prospects import Opening, Prospect
    from backlinkbot.io.index.chances import Chances
    from backlinkbot.logic.judge.topics import Sparse

OVER = frozenset((Stage.WON, Stage.LOST, Stage.DO_NOT_CONTACT))
MOST_PAGES = 2_000  # of ours that are compared; the most linked and the first by address
MOST_TEXTS = 400  # of them whose texts are read, as for relevance
MOST_ALIKE = 5  # pages of rivals that one page links to; more of them tell no one subject
TEXT_CHARS = 5_000  # of a text: its beginning tells the subject, and a page of the app waits
MENTIONS = frozenset((Tactic.UNLINKED_MENTION.value, Tactic.IMAGE_CREDIT.value))
OK = 200
STANDS = frozenset((None, 0, OK))  # None, 0: nobody looked
NO_INDEX = "Nothing was read in yet, so no page of yours is known."
NOT_READ = "No page of {site} was read, only links to it: backlinkbot crawl {site}"


@dataclass(frozen=True, slots=True)
class Fitting:
    """What a prospect could be asked to link, by its first opening; `says`: why nothing, if so."""

    prospect: Prospect
    opening: Opening
    suggested: tuple[Suggested, ...]
    says: str = ""

    def as_document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "prospect": self.prospect.number,
            "organisation": self.prospect.organisation,
            "stage": self.prospect.stage.value,
            "tactic": self.opening.tactic,
            "page": self.opening.page,
            "about": self.opening.about,
            "target": self.prospect.target,
            "suggested": [
                {
                    "page": one.page,
                    "fit": round(one.fit, 3),
                    "is_sure": one.is_sure,
                    "reasons": list(one.reasons),
                }
                for one in self.suggested
            ],
            "says": self.says,
        }


@dataclass(frozen=True, slots=True)
class FittingPages:
    """The suggestions for prospects of a site, and in words what would find more.

    `total`: how many prospects there are, of which `rows` may be a part.
    """

    site: str
    rows: tuple[Fitting, ...]
    notes: tuple[str, ...] = ()
    total: int = 0

    def as_document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "site": self.site,
            "rows": [one.as_document() for one in self.rows],
            "notes": list(self.notes),
        }


def fitting_pages(
    workspace: Workspace, site: str, numbers: Sequence[int] = (), *, offset: int = 0,
    most: int | None = None,
) -> FittingPages:  # fmt: skip
    """Pages of ours that prospects could be asked to link, by what their first opening is about.

    Without `numbers`: all prospects of the site with an opening that are not over. `offset`,
    `most`: only this part of them is worked out.

    Raises:
        NotFound: there is no such prospect.
        BadInput: a prospect of another site.
    """
    found = list_prospects(workspace, site)
    wanted = [_one(workspace, found.site, number) for number in dict.fromkeys(numbers)]
    asked = [
        (one, one.openings[0])
        for one in wanted or found.prospects
        if one.openings and (wanted or one.stage not in OVER) and not asks_for_removal(one)
    ]
    total = len(asked)
    asked = asked[offset:] if most is None else asked[offset : offset + most]
    if workspace.index.current() is None:
        rows = tuple(Fitting(one, opening, (), NO_INDEX) for one, opening in asked)
        return FittingPages(found.site, rows, (NO_INDEX,), total)
    if not asked:
        return FittingPages(found.site, (), total=total)
    return replace(_Library(workspace, found.site).fitting(asked), total=total)


def _one(workspace: Workspace, site: str, number: int) -> Prospect:
    one = show_prospect(workspace, number).prospect
    if one.site != site:
        raise BadInput(f"prospect {number} is one of {one.site}, not of {site}")
    return one


class _Library:
    """The pages of a site as the index knows them, and what openings are about."""

    def __init__(self, workspace: Workspace, site: str) -> None:
        known = workspace.state.site_or_plain(site)
        self.workspace, self.site = workspace, site
        self.own = (site, *known.estate)
        self.chances: Chances = workspace.index.chances(self.own, known.competitors)
        read = self.chances.own_pages(MOST_PAGES).to_pylist()
        linked = self.chances.linked(MOST_PAGES).to_pylist()
        self.is_read = bool(read)
        self.statuses = {row["url"]: row["status"] for row in read}
        self.shelf = Shelf(self._pages(read, linked), (known.name, site.partition(".")[0]))

    def fitting(self, asked: Sequence[tuple[Prospect, Opening]]) -> FittingPages:
        """The suggestions, in the order in which they were asked for."""
        about = [url for _, opening in asked if (url := _address(opening.about))]
        pages = [url for _, opening in asked if (url := _address(opening.page))]
        told = self.chances.statuses([*about, *pages], _domains([*about, *pages])).to_pylist()
        self.answers = {row["url"]: row for row in told}
        called = self.chances.called(about, _domains(about)).to_pylist()
        self.called = {row["target_url"]: row["anchors"] for row in called}
        self.pointed = self._pointed(pages)
        sought = [self._sought(opening) for _, opening in asked]
        near = self._near([one.text for one in sought])
        rows = [
            self._fitting(prospect, opening, words, beside)
            for (prospect, opening), words, beside in zip(asked, sought, near, strict=True)
        ]
        notes = () if self.is_read else (NOT_READ.format(site=self.site),)
        return FittingPages(self.site, tuple(rows), notes)

    def _pointed(self, pages: list[str]) -> dict[str, list[tuple[str, str]]]:
        """By page, the rivals' pages that it links to, home pages aside, with its words."""
        found: dict[str, list[tuple[str, str]]] = {}
        for row in self.chances.pointed(pages).to_pylist():
            if not Sought(row["target_url"]).is_home:
                told = found.setdefault(row["source_url"], [])
                told.append((row["target_url"], row["anchor"]))
        return {page: told[:MOST_ALIKE] for page, told in found.items()}

    def _pages(self, read: list[dict[str, Any]], linked: list[dict[str, Any]]) -> list[OwnPage]:
        """All that may be asked for: of this site, not known to be gone or to lead elsewhere."""
        titles = {row["url"]: row["title"] or "" for row in read}
        anchors = {row["target_url"]: row["anchors"] for row in linked}
        return [
            OwnPage(url, titles.get(url, ""), anchors.get(url, ""))
            for url in {**titles, **anchors}
            if self.statuses.get(url) in STANDS and self._is_ours(url)
        ]

    def _is_ours(self, url: str) -> bool:
        try:
            return bool(own_page(self.site, url))
        except BadInput:
            return False

    def _sought(self, opening: Opening) -> Sought:
        if about := _address(opening.about):
            return Sought(about, self.called.get(about, ""))
        page = _address(opening.page)
        if alike := self.pointed.get(page):
            anchors = " | ".join(dict.fromkeys(anchor for _, anchor in alike if anchor))
            return Sought(anchors=anchors, alike=tuple(dict.fromkeys(url for url, _ in alike)))
        answer = self.answers.get(page)
        title = (answer["title"] if answer else None) or ""
        said = opening.about if opening.tactic in MENTIONS else ""
        return Sought(title=f"{title} {said}".strip())

    def _fitting(
        self, prospect: Prospect, opening: Opening, sought: Sought, near: dict[str, Near]
    ) -> Fitting:
        sure = self._known(opening)
        if sure is not None:
            return Fitting(prospect, opening, (sure,))
        found = tuple(self.shelf.fitting(sought, near))
        says = "" if found else nothing_fits(self.shelf.pages, sought)
        return Fitting(prospect, opening, found, says)

    def _known(self, opening: Opening) -> Suggested | None:
        """The page that a link was meant for, where that is known and stands."""
        about = _address(opening.about)
        if not about:
            return None
        if self._is_ours(about):
            return self._moved(about)
        if opening.tactic != Tactic.MISSPELT_TARGET:
            return None
        right = self._spelt_otherwise(about)
        return known_page(right, "The same address, with your name spelt right.") if right else None

    def _spelt_otherwise(self, address: str) -> str:
        """The same path at the site itself, where such a page is known; else empty."""
        parts = urlsplit(address)
        for host in (f"www.{self.site}", self.site):
            for scheme in ("https", "http"):
                other = parts._replace(scheme=scheme, netloc=host).geturl()
                if other != address and self.statuses.get(other, 0) == OK:
                    return other
        return ""

    def _moved(self, page: str) -> Suggested | None:
        """The page itself, or the one it leads to; None where it is gone."""
        if page not in self.answers and (other := self._spelt_otherwise(page)):
            return known_page(other, f"Their link led to {page}, which is this page of yours.")
        answer = self.answers.get(page) or {"status": None, "redirect_url": None}
        onward = answer["redirect_url"]
        if onward and self._is_ours(onward) and self.statuses.get(onward) in STANDS:
            return known_page(onward, f"Their link leads to {page}, which now leads on to it.")
        if onward or answer["status"] not in STANDS:
            return None
        how = "and it stands" if answer["status"] else "which was not read: look whether it stands"
        return known_page(page, f"Their link led to this page of yours, {how}.")

    def _near(self, texts: list[str]) -> Iterator[dict[str, Near]]:
        """How near each page is to each text in turn, where topics were learnt."""
        model = learnt(self.workspace)
        if model is None:
            yield from ({} for _ in texts)
            return
        import pyarrow as pa
        import pyarrow.compute as pc

        urls = list(self.shelf.pages)
        heads = vectors(model, pa.array([_head(one) for one in self.shelf.pages.values()]))
        read = self.workspace.index.pages(self.site).select(["url", "text"]).slice(0, MOST_TEXTS)
        begin = pc.utf8_slice_codeunits(read["text"], 0, TEXT_CHARS)
        known = dict(zip(read["url"].to_pylist(), begin.to_pylist(), strict=True))
        bodies = vectors(model, pa.array([known.get(url) or "" for url in urls], pa.string()))
        asked = vectors(model, pa.array(texts, pa.string()))
        yield from (beside(urls, heads, bodies, asked[[row], :]) for row in range(len(texts)))


def beside(urls: list[str], heads: Sparse, bodies: Sparse, asked: Sparse) -> dict[str, Near]:
    """How near the titles and texts of pages are to what is asked, one row of vectors."""
    import numpy as np

    head = np.nan_to_num(similarities(heads, asked))
    body = np.nan_to_num(similarities(bodies, asked))
    told = zip(urls, head.tolist(), body.tolist(), strict=True)
    return {url: Near(of_head, of_body) for url, of_head, of_body in told}


def _head(page: OwnPage) -> str:
    return f"{page.title} {page.anchors}"


def _address(text: str) -> str:
    """The address that a text is, as the index knows it; empty where it is none."""
    return (canonical(text) or "") if text.startswith(("http://", "https://")) else ""


def _domains(urls: Sequence[str]) -> list[str]:
    return sorted({registered_domain(host_of(url)) for url in urls})
