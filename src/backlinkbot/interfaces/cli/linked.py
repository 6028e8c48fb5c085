"""Shows backlinks on the terminal: few columns, so that addresses stay readable at 80."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from datetime import datetime

    from backlinkbot.app.profile import ExportedLinks, FoundLinks

UNJUDGED = "unjudged"
NO_TEXT = "no text"
STATE = "state: "  # so the index begins what the sources say of whether a link stands


def show_links(title: str, found: FoundLinks) -> None:
    """One row a link: its quality, the address it stands on, and what is known of it."""
    rows = [
        [_quality(row), row["source_url"], _about(row)]
        for row in found.table.to_pylist(maps_as_pydicts="lossy")
    ]
    shown(title, ["quality", "from", "what it is"], rows)


def say_rest(found: FoundLinks | ExportedLinks) -> None:
    """What was not given out, and how to get it."""
    if found.total > found.rows:
        say(
            f"{found.rows:,} of {found.total:,} links; more with --limit and --offset, all with "
            "--limit 0 or -o FILE."
        )
    if not found.total and not found.other_kinds:
        say("No link fits these wishes; leave some out to see others.")
    if found.other_kinds:
        say(
            f"Left out as no backlinks (frames, forms, canonicals): {found.other_kinds:,}; see "
            "them with --kind all."
        )


def _quality(row: dict[str, Any]) -> str:
    return UNJUDGED if row["quality"] is None else f"{row['quality']:.0f} {row['strength']}"


def _about(row: dict[str, Any]) -> str:
    anchor = f"“{row['anchor']}”" if row["anchor"] else NO_TEXT if row["anchor"] == "" else ""
    named = f"{anchor} ({row['anchor_class']})" if anchor and row["anchor_class"] else anchor
    kind = row["kind"] if row["kind"] not in (None, "text", "unknown") else ""
    place = row["placement"] if row["placement"] not in (None, "unknown") else ""
    what = (named, kind, place, _followed(row["followed"]))
    facts = (
        *(what if any(what) else (_only_reported(row),)), _state(row), _told_otherwise(row),
        _since(row["first_seen"]),
    )  # fmt: skip
    return ", ".join(fact for fact in facts if fact)


def _only_reported(row: dict[str, Any]) -> str:
    """Who told of a link of which nothing else is known."""
    by = " and ".join(row["sources"] or ("nobody we know",))
    seen = f", last seen {_day(row['last_seen'])}" if row["last_seen"] else ""
    unknown = "anchor unknown" if row["target_known"] is not False else "anchor and target unknown"
    return f"reported by {by}{seen}; {unknown}"


def _followed(followed: bool | None) -> str:  # noqa: FBT001 - a fact, not a switch
    return "" if followed is None else "followed" if followed else "not followed"


def _state(row: dict[str, Any]) -> str:
    if row["state"] in (None, "live"):
        return ""
    reason = f": {row['lost_reason']}" if row["lost_reason"] else ""
    on = f" on {_day(row['lost_on'])}" if row["lost_on"] else ""
    return f"{row['state'].upper()}{reason}{on}"


def _told_otherwise(row: dict[str, Any]) -> str:
    """What the sources say of the state, where they differ."""
    said = next((w for w in row["disagreements"] or () if w.startswith(STATE)), "")
    return f"({said.removeprefix(STATE).replace(', ', '; ')})" if said else ""


def _since(moment: datetime | None) -> str:
    return f"seen from {_day(moment)}" if moment else ""


def _day(moment: datetime) -> str:
    return moment.date().isoformat()
