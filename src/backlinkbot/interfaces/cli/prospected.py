"""Shows prospects to people: lists, one with its history, and what a change did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backlinkbot.app.prospects import Changed, Checked, Imported, Kept, Listed, Shown
    from backlinkbot.core.prospects import Change, Prospect

MOST_NAMED = 10  # prospects in one sentence
OUTCOME = ("contacted", "replied", "placed", "verified", "closed", "lost")


def say_kept(done: Kept) -> None:
    """What became of those that were to be kept as prospects."""
    if done.added:
        say(f"{_many(len(done.added))} added: {_named(done.added)}.")
    if done.found_again:
        say(f"{_many(len(done.found_again))} known already: {_named(done.found_again)}.")
    for reason, times in done.left_out.items():
        say(f"Left out, {reason}: {times:,}.")
    if not done.added and not done.found_again and not done.left_out:
        say("There was nothing to keep.")
    if done.step:
        say(f"To undo it: backlinkbot prospect undo --step {done.step}")


def show_list(found: Listed) -> None:
    """The prospects of a site as a table; what to do where there are none."""
    rows = [
        [
            one.number,
            one.organisation,
            one.stage.value,
            one.openings[0].tactic if one.openings else "",
            one.openings[0].value_per_hour if one.openings else None,
            one.owner,
        ]
        for one in found.prospects
    ]
    if not any(found.counts.values()):
        say(
            f"{found.site} has no prospects yet. Keep the best opportunities: backlinkbot find "
            f"{found.site} --keep 20, or add one: backlinkbot prospect add {found.site} PLACE"
        )
        return
    columns = ["no.", "prospect", "stage", "tactic", "points/hour", "owner"]
    shown(f"Prospects of {found.site}", columns, rows, least=("owner", "points/hour"))
    told = ", ".join(f"{many} {stage}" for stage, many in found.counts.items() if many)
    say(f"In all: {told}.")


def show_one(found: Shown) -> None:
    """One prospect: what is known of it, its openings, its history."""
    one = found.prospect
    gone = ", its adding undone" if one.is_gone else ""
    rows: list[list[object]] = [
        ["site", one.site],
        ["stage", f"{one.stage.value}{gone}"],
        ["owner", one.owner],
        ["contact", f"{one.contact} ({one.contact_kind})" if one.contact else ""],
        ["asks for", one.target],
        ["tags", ", ".join(one.tags)],
        ["domains", ", ".join(one.names)],
    ]
    if one.outcome:
        moments = {name: getattr(one.outcome, f"{name}_at") for name in OUTCOME}
        rows.extend([name, f"{at:%Y-%m-%d}"] for name, at in moments.items() if at)
    shown(f"{one.number}: {one.organisation}", ["what", "value"], [r for r in rows if r[1]])
    for opening in one.openings:
        worth = "" if opening.value_per_hour is None else f", {opening.value_per_hour:.3g} an hour"
        say(f"{opening.tactic or 'page'}{worth}: {opening.page}")
        for reason in opening.reasons:
            say(f"  {reason}")
    lines = [
        [change.number, change.step, f"{change.at:%Y-%m-%d %H:%M}", change.by, _said(change)]
        for change in found.history
    ]
    shown("History", ["change", "step", "when", "by", "what"], lines, least=("step",))


def _said(change: Change) -> str:
    parts = [change.kind.value]
    for name, (before, after) in change.fields.items():
        if name in {"is_gone", "outcome"}:
            continue
        parts.append(f"{name.replace('_', ' ')}: {_word(before)} to {_word(after)}")
    if change.undoes:
        parts.append(f"takes back change {change.undoes}")
    if change.note:
        parts.append(f"“{change.note}”")
    return "; ".join(parts)


def _word(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return str(value) or "none"


def show_changed(done: Changed) -> None:
    """What one step changed, and how to take it back."""
    for one in done.prospects[:MOST_NAMED]:
        asked = f", asked to link {one.target}" if one.target else ""
        say(f"{one.number} {one.organisation}: {one.stage.value}{asked}")
    if len(done.prospects) > MOST_NAMED:
        say(f"and {len(done.prospects) - MOST_NAMED:,} more")
    if done.unchanged:
        say(f"{_many(len(done.unchanged))} unchanged: {_named(done.unchanged)}.")
    if done.step:
        say(f"To undo it: backlinkbot prospect undo --step {done.step}")


def say_kept_words(many: int) -> None:
    """How many messages were approved before a change of the page that is asked for."""
    if many == 1:
        say("1 message was approved before and has not gone: it keeps its words.")
    elif many:
        say(f"{many:,} messages were approved before and have not gone: they keep their words.")


def show_import(done: Imported) -> None:
    """What a list of prospects gave, and what of it could not be used."""
    say_kept(done.kept)
    for note in done.notes:
        say(note)
    if done.unused:
        say(f"Columns nothing was read from: {', '.join(done.unused)} (see --map).")
    for reason, times in done.rejects.items():
        say(f"{times:,} x {reason}")
    if done.rejects_file:
        say(f"These rows: {done.rejects_file}")


def show_checked(done: Checked) -> None:
    """Whose link has landed, and whose is gone."""
    if done.landed:
        say(f"Landed: {_named(done.landed)}.")
    if done.lost:
        say(f"Gone again: {_named(done.lost)}.")
    say(f"{_many(done.waiting)} without a link that the index knows.")
    if done.step:
        say(f"To undo it: backlinkbot prospect undo --step {done.step}")


def _named(found: Sequence[Prospect]) -> str:
    told = [f"{one.organisation} ({one.number})" for one in found[:MOST_NAMED]]
    more = f" and {len(found) - MOST_NAMED:,} more" if len(found) > MOST_NAMED else ""
    return ", ".join(told) + more


def _many(number: int) -> str:
    return "1 prospect" if number == 1 else f"{number:,} prospects"
