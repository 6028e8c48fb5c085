"""What a page about a site's links is asked: the part of the site, the day, and the filters."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from backlinkbot.app.profile import SCOPES, RowQuestion, View
from backlinkbot.app.profile.rows import BASES, QUALITIES, RECENTS, STATUSES
from backlinkbot.core.errors import BadInput
from backlinkbot.core.nouns import AnchorClass, Placement
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import gate_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fastapi import Request

    from backlinkbot.interfaces.web.listing import View as TableView

OF_TARGET = ("scope", "target", "as_of")
WORDS: Mapping[str, tuple[str, ...]] = {
    "status": STATUSES,
    "quality": QUALITIES,
    "placement": tuple(one.value for one in Placement),
    "anchor_class": tuple(one.value for one in AnchorClass),
}
FOLLOWED = {"yes": True, "no": False}
TEXTS = ("anchor", "anchor_is", "source_domain", "source_url", "ending", "language")
DAYS = ("since", "until")
MOST_TEXT = 2_000
TITLES = {
    "status": "Status", "quality": "Quality", "placement": "Placement",
    "anchor_class": "Anchor class", "followed": "Followed",
    "anchor": "Anchor contains", "anchor_is": "Anchor is",
    "source_domain": "From", "source_url": "Address", "ending": "Ending", "language": "Language",
    "since": "First seen from", "until": "First seen up to", "recent": "Last 30 days",
    "basis": "Known by", "kind": "Kinds", "one": "One per domain", "similar": "Similar as one",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """The part of a site that a page is about, and what was wrong with how it was asked for."""

    domain: str
    view: View
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def kept(self) -> dict[str, str]:
        """What every address of this site's pages carries on."""
        told = {
            "scope": self.view.scope if self.view.scope != SCOPES[0] else "",
            "target": self.view.target,
            "as_of": self.view.as_of.isoformat() if self.view.as_of else "",
        }
        return {name: value for name, value in told.items() if value}

    @property
    def is_whole(self) -> bool:
        """Whether it is all of the site, as of now."""
        return not self.kept


@dataclass(frozen=True, slots=True)
class Wishes:
    """The filters of a list: the question, the words in the address, and what was wrong."""

    question: RowQuestion
    told: Mapping[str, str]
    errors: Mapping[str, str]

    @property
    def chips(self) -> list[tuple[str, str, str]]:
        """Each wish as name, title and words, to be taken away one by one."""
        return [
            (name, TITLES[name], _said(name, value))
            for name, value in self.told.items()
            if name in TITLES and value
        ]


def target_of(request: Request, domain: str) -> Target:
    """The part of a site that the address asks for; what is wrong is left out and told.

    Raises:
        BadInput: `domain` itself is none.
    """
    domain = domain_named(domain)
    query, errors = request.query_params, {}
    view = View(query.get("scope") or SCOPES[0], query.get("target", "").strip()[:MOST_TEXT])
    try:
        view.name(domain)
    except BadInput as error:
        errors["scope" if view.scope not in SCOPES else "target"] = sentence(error)
        view = View()
    dated = replace(view, as_of=_day(query.get("as_of", ""), "as_of", errors))
    try:
        dated.moment()
        if dated.as_of and dated.as_of > gate_of(request).root.clock.today():
            errors["as_of"], dated = f"{dated.as_of.isoformat()} has not come yet.", view
    except BadInput as error:
        errors["as_of"], dated = sentence(error), view
    return Target(domain, dated, errors)


def wishes_of(request: Request, target: Target, table: TableView) -> Wishes:
    """The filters in the address, with the order and page of the table."""
    query, errors = request.query_params, dict(target.errors)
    told = {
        name: ",".join(value for value in query.getlist(name) if value)
        for name in TITLES
        if any(query.getlist(name))
    }
    words = {name: _words(told, name, known, errors) for name, known in WORDS.items()}
    texts = {name: told.get(name, "")[:MOST_TEXT] for name in TEXTS}
    days = {name: _day(told.get(name, ""), name, errors) for name in DAYS}
    if texts["source_domain"]:
        try:
            domain_named(texts["source_domain"])
        except BadInput as error:
            errors["source_domain"] = sentence(error)
            texts["source_domain"] = ""
    question = RowQuestion(
        status=words["status"],
        quality=words["quality"],
        placements=words["placement"],
        anchor_classes=words["anchor_class"],
        followed=FOLLOWED.get(_one(told, "followed", tuple(FOLLOWED), errors)),
        recent=_one(told, "recent", RECENTS, errors),
        basis=_one(told, "basis", BASES, errors),
        every_kind=_one(told, "kind", ("all",), errors) == "all",
        one_per_domain="one" in told,
        similar="similar" in told,
        since=days["since"],
        until=days["until"],
        view=target.view,
        order=table.order,
        descending=table.is_descending,
        limit=table.per_page,
        offset=table.offset,
        anchor=texts["anchor"],
        anchor_is=texts["anchor_is"],
        source_domain=texts["source_domain"],
        source_url=texts["source_url"],
        ending=texts["ending"],
        language=texts["language"],
    )
    return Wishes(question, told, errors)


def exports_of(path: str, table: TableView, endings: Sequence[str]) -> dict[str, str]:
    """The addresses of files with all rows that fit, by their kind."""
    asked = {name: value for name, value in table.query.items() if name not in {"page", "size"}}
    query = f"?{urlencode(asked)}" if asked else ""
    return {ending.upper(): f"{path}.{ending}{query}" for ending in endings}


def link_address(root: str, domain: str, source_url: str, target_url: str) -> str:
    """Where the page of one link is."""
    asked = urlencode({"source": source_url, "to": target_url})
    return f"{root}/s/{quote(domain)}/link?{asked}"


def _said(name: str, value: str) -> str:
    if name in {"one", "similar", "kind"}:
        return "yes" if name != "kind" else "all"
    return value.replace(",", ", ")


def _words(
    told: Mapping[str, str], name: str, known: Sequence[str], errors: dict[str, str]
) -> tuple[str, ...]:
    asked = [word for word in told.get(name, "").split(",") if word]
    if strange := [word for word in asked if word not in known]:
        errors[name] = f'"{strange[0]}" is none of: {", ".join(known)}.'
    return tuple(word for word in asked if word in known)


def _one(told: Mapping[str, str], name: str, known: Sequence[str], errors: dict[str, str]) -> str:
    value = told.get(name, "")
    if value and value not in known:
        errors[name] = f'"{value}" is none of: {", ".join(known)}.'
        return ""
    return value


def _day(text: str, name: str, errors: dict[str, str]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        errors[name] = f"{text[:40]!r} is no day; write it as 2026-10-31."
        return None
