"""Prospects: whom we mean to ask for a link, how far that has come, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


REMOVAL = "link removal"  # as a tactic: a harmful link is to go, so it is no way to win one


class Stage(StrEnum):
    """How far a prospect has come; the value is the word shown to the user."""

    NEW = "New"
    QUALIFIED = "Qualified"
    CONTACT_FOUND = "Contact found"
    CONTACTED = "Contacted"
    REPLIED = "Replied"
    NEGOTIATING = "Negotiating"
    WON = "Won"
    LOST = "Lost"
    DO_NOT_CONTACT = "Do not contact"


class ContactKind(StrEnum):
    """Whom a message to a prospect reaches."""

    NAMED = "named person"
    ROLE = "role address"  # editor@, press@
    GENERAL = "general address"  # info@, contact@
    FORM = "form"
    SOCIAL = "social profile"
    UNKNOWN = "unknown"


class ChangeKind(StrEnum):
    """What was done to a prospect, in the word of its history."""

    ADDED = "added"
    FOUND_AGAIN = "found again"
    MOVED = "moved"
    NOTED = "noted"
    TAGGED = "tagged"
    ASSIGNED = "assigned"
    CONTACT = "contact"
    TARGET = "target"  # which page of ours it is asked to link
    CHECKED = "checked"  # the index was asked whether its link stands
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Opening:
    """One page of a prospect that could link to us, by one tactic; as `find` priced it.

    `worth_points`, `value_per_hour`, `relevance`, `p_reply`, `p_placement`, `minutes`: as
    `core.chances.opportunities()` tells them, None where nobody knows.
    """

    page: str
    tactic: str = ""
    about: str = ""
    worth_points: float | None = None
    value_per_hour: float | None = None
    relevance: float | None = None
    site_type: str = ""
    p_reply: float | None = None
    p_placement: float | None = None
    minutes: float | None = None
    reasons: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two of them the same."""
        return self.page, self.tactic, self.about


@dataclass(frozen=True, slots=True)
class Outcome:
    """One time a prospect was asked, and what came of it; odds are learnt from these.

    `number` 0: not kept yet. `contacted_at` None: the link came without being asked for.
    `replied_at`: first answer; `placed_at`: the link was set; `verified_at`: the index first saw
    it; `lost_at`: it was gone again; `closed_at`: it was given up, or refused. `template`: which
    words were sent, empty where nobody says.
    """

    prospect: int
    site: str
    number: int = 0
    tactic: str = ""
    page: str = ""
    template: str = ""
    contact_kind: ContactKind = ContactKind.UNKNOWN
    niche: str = ""
    relevance: float | None = None
    site_type: str = ""
    contacted_at: datetime | None = None
    replied_at: datetime | None = None
    placed_at: datetime | None = None
    verified_at: datetime | None = None
    closed_at: datetime | None = None
    lost_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether an answer may still come."""
        return self.closed_at is None and self.placed_at is None


@dataclass(frozen=True, slots=True)
class Prospect:
    """An organisation that could link to a site of ours.

    `organisation`: its registrable domain, or its name on a platform; `names`: all its domains;
    `owner`: who of us looks after it; `openings`: best first; `outcome`: of the last time it was
    asked; `is_gone`: its adding was undone; `target`: the page of ours it is asked to link, empty
    where its campaign says.
    """

    number: int
    site: str
    organisation: str
    added_at: datetime
    changed_at: datetime
    stage: Stage = Stage.NEW
    owner: str = ""
    contact: str = ""
    contact_kind: ContactKind = ContactKind.UNKNOWN
    tags: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    openings: tuple[Opening, ...] = ()
    outcome: Outcome | None = None
    is_gone: bool = False
    target: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a prospect's history; never changed, an undo is a line of its own.

    `step`: what was done in one go shares it; `fields`: by name, the value before and after;
    `undoes`: the number of the change that this one takes back.
    """

    number: int
    step: int
    prospect: int
    at: datetime
    by: str
    kind: ChangeKind
    fields: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    note: str = ""
    undoes: int | None = None
