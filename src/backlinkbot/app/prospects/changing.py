"""Changes to prospects: moves, notes, tags, who looks after them; a step is done whole or not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from backlinkbot.app.prospects.fields import differences
from backlinkbot.app.prospects.learning import niche_of
from backlinkbot.app.prospects.organisations import page_told
from backlinkbot.core.cells import one_line
from backlinkbot.core.errors import BadInput, NotFound, Refused
from backlinkbot.core.mail_addresses import published_address
from backlinkbot.core.prospects import Change, ChangeKind, ContactKind, Stage
from backlinkbot.core.urls import canonical, host_of, is_on_the_web
from backlinkbot.io.state.outcomes import drop_outcome, keep_outcome
from backlinkbot.io.state.prospects import (
    change_prospect,
    keep_changes,
    next_step,
    numbers_of_same,
    prospects_numbered,
)
from backlinkbot.logic.prospect.stages import moved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.access import Principal
    from backlinkbot.core.prospects import Opening, Prospect
    from backlinkbot.io.state.engine import Connection

LONGEST_NOTE = 5_000  # characters: a mail that was pasted in
LONGEST_TAG = 60
LONGEST_CONTACT = 500
MOST_TAGS = 50  # of one prospect


@dataclass(frozen=True, slots=True)
class Changed:
    """What one step did: the prospects as they are now; `unchanged`: those that were so already.

    `step`: what to undo it by; 0 where nothing changed.
    """

    step: int
    prospects: tuple[Prospect, ...]
    unchanged: tuple[Prospect, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "step": self.step,
            "changed": [one.number for one in self.prospects],
            "unchanged": [one.number for one in self.unchanged],
            "stages": {str(one.number): one.stage.value for one in self.prospects},
        }


def move_prospects(  # noqa: PLR0913 - what a user may say
    workspace: Workspace,
    numbers: Sequence[int],
    stage: str,
    *,
    by: Principal,
    on: datetime | None = None,
    tactic: str = "",
    note: str = "",
) -> Changed:
    """Move prospects to a stage; `on`: when that was, now where nobody says.

    `tactic`: what they were asked by; their best opening where nobody says. Who is not to be
    contacted for one site is not for all sites of the workspace.

    Raises:
        BadInput: no such stage, a move that is none, a time to come, no opening of that tactic.
        NotFound: no such prospect.
        Refused: one of them must not be contacted.
    """
    to, when = stage_named(stage), _moment(workspace, on)
    niches = {site.domain: niche_of(site) for site in workspace.state.sites()}

    def make(one: Prospect) -> Prospect:
        if one.stage is to:
            return one
        return moved(one, to, when, _opening(one, tactic), niche=niches.get(one.site, ""))

    also = _of_same_organisations if to is Stage.DO_NOT_CONTACT else _unless_barred
    return change(workspace, numbers, ChangeKind.MOVED, make, by=by, note=note, also=also)


def note_prospects(
    workspace: Workspace, numbers: Sequence[int], text: str, *, by: Principal
) -> Changed:
    """Write a note to the history of prospects.

    Raises:
        BadInput: no note, or too long a one.
        NotFound: no such prospect.
    """
    if not text.strip():
        raise BadInput("there is no note: say what to write down")
    return change(workspace, numbers, ChangeKind.NOTED, lambda one: one, by=by, note=text)


def tag_prospects(
    workspace: Workspace,
    numbers: Sequence[int],
    *,
    more: Iterable[str] = (),
    less: Iterable[str] = (),
    by: Principal,
) -> Changed:
    """Put tags to prospects, and take others away.

    Raises:
        BadInput: no tags, a tag of more than 60 characters, or more than 50 tags.
        NotFound: no such prospect.
    """
    put, taken = [_tag(word) for word in more], {_tag(word) for word in less}
    if not put and not taken:
        raise BadInput("there is no tag: say which to put, or --remove TAG")

    def make(one: Prospect) -> Prospect:
        kept = tuple(sorted({*one.tags, *put} - taken))
        if len(kept) > MOST_TAGS:
            raise BadInput(f"{one.organisation} would have {len(kept)} tags; {MOST_TAGS} at most")
        return replace(one, tags=kept)

    return change(workspace, numbers, ChangeKind.TAGGED, make, by=by)


def assign_prospects(
    workspace: Workspace, numbers: Sequence[int], owner: str, *, by: Principal
) -> Changed:
    """Say who looks after prospects: an account's e-mail address, or a name; empty for nobody.

    Raises:
        NotFound: no such prospect.
        BadInput: too long a name.
    """
    name = one_line(owner)
    if len(name) > 254:  # noqa: PLR2004 - the longest e-mail address
        raise BadInput("the name of who looks after a prospect has 254 characters at most")
    return change(
        workspace, numbers, ChangeKind.ASSIGNED, lambda one: replace(one, owner=name), by=by
    )


def set_contact(
    workspace: Workspace, number: int, contact: str, kind: str, *, by: Principal
) -> Changed:
    """Say how a prospect is reached: an address or page, and whom that reaches.

    A prospect of which only the contact was missing becomes `Contact found`.

    Raises:
        BadInput: no such kind, or neither an address nor a page.
        NotFound: no such prospect.
    """
    place, told = one_line(contact), contact_kind_named(kind)
    if not place or len(place) > LONGEST_CONTACT:
        raise BadInput(f"give a contact of 1 to {LONGEST_CONTACT} characters")
    if "@" in place and told is not ContactKind.SOCIAL:  # some name profiles so: @ann
        place = published_address(place)
    elif told is not ContactKind.SOCIAL and not _is_page(place):
        raise BadInput(
            f"{place!r} is neither a mail address nor a page; give one like ann@example.com or "
            "https://example.com/contact"
        )
    now = workspace.clock.now()

    def make(one: Prospect) -> Prospect:
        found = replace(one, contact=place, contact_kind=told)
        is_next = one.stage in {Stage.NEW, Stage.QUALIFIED}
        return moved(found, Stage.CONTACT_FOUND, now) if is_next else found

    return change(workspace, [number], ChangeKind.CONTACT, make, by=by)


def _is_page(text: str) -> bool:
    page = canonical(page_told(text)) if " " not in text else None
    return page is not None and is_on_the_web(host_of(page))


def change(  # noqa: PLR0913 - what every change is made of
    workspace: Workspace,
    numbers: Sequence[int],
    kind: ChangeKind,
    make: Callable[[Prospect], Prospect],
    *,
    by: Principal,
    note: str = "",
    also: Callable[[Connection, Sequence[Prospect]], Iterable[int]] | None = None,
) -> Changed:
    """Make of each prospect what `make` makes of it, in one transaction and with its history.

    `also`: numbers of further prospects that change with these.
    """
    said = _note(note)
    now = workspace.clock.now().astimezone(UTC)
    with workspace.state.writing() as connection:
        found = prospects_there(connection, numbers)
        if also:
            more = set(also(connection, found)) - {one.number for one in found}
            found = [*found, *(p for p in prospects_numbered(connection, more) if not p.is_gone)]
        step = next_step(connection)
        made: list[Prospect] = []
        same: list[Prospect] = []
        lines: list[Change] = []
        for one in found:
            after = kept(connection, one, replace(make(one), changed_at=now))
            fields = differences(one, after)
            if not fields and kind is not ChangeKind.NOTED:
                same.append(one)
                continue
            made.append(after)
            lines.append(Change(0, step, one.number, now, by.name, kind, fields, said))
        keep_changes(connection, lines)
    return Changed(step if made else 0, tuple(made), tuple(same))


def kept(connection: Connection, before: Prospect, after: Prospect) -> Prospect:
    """Keep what a prospect became, and what came of asking it."""
    if not differences(before, after):
        return after
    outcome, was = after.outcome, before.outcome
    # an earlier one comes back: asking once more was undone
    if was is not None and (outcome is None or outcome.number not in {0, was.number}):
        drop_outcome(connection, was.number)
    if outcome is not None and outcome != was:
        outcome = replace(outcome, number=keep_outcome(connection, outcome))
    after = replace(after, outcome=outcome)
    change_prospect(connection, after)
    return after


def prospects_there(connection: Connection, numbers: Sequence[int]) -> list[Prospect]:
    """The prospects with these numbers.

    Raises:
        BadInput: no number at all.
        NotFound: one of them is not there.
    """
    if not numbers:
        raise BadInput("say which prospects: their numbers, as the list shows them")
    found = [one for one in prospects_numbered(connection, numbers) if not one.is_gone]
    if missing := sorted(set(numbers) - {one.number for one in found}):
        named = ", ".join(map(str, missing[:10]))
        raise NotFound(f"there is no prospect {named}; see: backlinkbot prospect list")
    return found


def stage_named(word: str) -> Stage:
    """The stage that a user means, in any case, with spaces, hyphens or underscores.

    Raises:
        BadInput: there is none of that name.
    """
    wanted = _letters(word)
    for one in Stage:
        if _letters(one) == wanted:
            return one
    raise BadInput(f"{word!r} is no stage; there are: {', '.join(Stage)}")


def contact_kind_named(word: str) -> ContactKind:
    """The kind of contact that a user means. Raises BadInput for another word."""
    wanted = _letters(word)
    for one in ContactKind:
        if wanted in {_letters(one), _letters(one.name)}:
            return one
    raise BadInput(f"{word!r} is no kind of contact; there are: {', '.join(ContactKind)}")


def _letters(word: str) -> str:
    return "".join(c for c in word.casefold() if c.isalnum())


def _moment(workspace: Workspace, on: datetime | None) -> datetime:
    now = workspace.clock.now().astimezone(UTC)
    if on is None:
        return now
    told = on.replace(tzinfo=UTC) if on.tzinfo is None else on.astimezone(UTC)
    if told > now + timedelta(days=1):  # a day that has begun elsewhere
        raise BadInput(f"{told:%Y-%m-%d} has not come yet")
    return min(told, now)


def _opening(prospect: Prospect, tactic: str) -> Opening | None:
    if not tactic:
        return None
    for one in prospect.openings:
        if one.tactic == tactic:
            return one
    known = ", ".join(dict.fromkeys(one.tactic for one in prospect.openings if one.tactic))
    raise BadInput(
        f"{prospect.organisation} has no opening for {tactic!r}; it has: {known or 'none'}"
    )


def bar(connection: Connection, line: Change, numbers: Iterable[int]) -> list[Change]:
    """Bar these prospects, and the same organisations on all sites, from being contacted.

    `line`: when, by whom and in which step; its copies for those that were not barred yet.
    """
    made = []
    for one in same_organisations(connection, numbers):
        if one.stage is Stage.DO_NOT_CONTACT:
            continue
        after = kept(connection, one, moved(one, Stage.DO_NOT_CONTACT, line.at))
        fields = differences(one, after)
        made.append(replace(line, prospect=one.number, kind=ChangeKind.MOVED, fields=fields))
    return made


def same_organisations(connection: Connection, numbers: Iterable[int]) -> list[Prospect]:
    """These prospects and those of the same organisations, on all sites of the workspace."""
    every = prospects_numbered(connection, numbers_of_same(connection, numbers))
    return [one for one in every if not one.is_gone]


def _of_same_organisations(connection: Connection, found: Sequence[Prospect]) -> list[int]:
    return numbers_of_same(connection, [one.number for one in found])


def _unless_barred(connection: Connection, found: Sequence[Prospect]) -> list[int]:
    """No further prospects. Raises Refused where one is barred, be it for another site."""
    if not _barred(connection, found):
        return []
    for one in found:  # which of them it is
        for barred in _barred(connection, [one]):
            raise Refused(
                f"{one.organisation} must not be contacted, said of {barred.organisation} for "
                f"{barred.site}: only an owner may undo that"
            )
    return []


def _barred(connection: Connection, found: Sequence[Prospect]) -> list[Prospect]:
    """Those of the same organisations, on whatever site, that must not be contacted."""
    same = same_organisations(connection, [one.number for one in found])
    return [one for one in same if one.stage is Stage.DO_NOT_CONTACT]


def _tag(word: str) -> str:
    told = one_line(word)
    if not 0 < len(told) <= LONGEST_TAG:
        raise BadInput(f"a tag has 1 to {LONGEST_TAG} characters")
    return told


def _note(text: str) -> str:
    told = "\n".join(one_line(line) for line in text.strip().splitlines())
    if len(told) > LONGEST_NOTE:
        raise BadInput(f"the note has {len(told):,} characters; {LONGEST_NOTE:,} are kept at most")
    return told
