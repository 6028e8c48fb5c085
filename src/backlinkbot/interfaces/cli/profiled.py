"""Shows a profile on the terminal: one screen, the findings first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.interfaces.cli.output import say, shown
from backlinkbot.interfaces.cli.typed import typed

if TYPE_CHECKING:
    from backlinkbot.core.profile import Profile

WEEKS_SHOWN = 8


def show_profile(found: Profile) -> None:
    """Cards, findings, referring domains, anchors, placements, best and worst links."""
    shown(f"{found.domain} on {found.as_of.isoformat()}", ["what", "value"], _cards(found))
    if found.findings:
        shown("What stands out", ["finding"], [[typed(finding)] for finding in found.findings])
    shown(
        "Strongest referring domains",
        ["domain", "backlinks", "authority", "quality", "first seen"],
        [
            [one.domain, one.links, one.authority, one.quality, _day(one.first_seen)]
            for one in found.top_referring_domains
        ],
        least=("backlinks",),
    )
    shown(
        "Anchors",
        ["anchor", "class", "backlinks", "referring domains"],
        [[a.text, a.anchor_class, a.links, a.domains] for a in found.top_anchors],
    )
    shown("Placements", ["placement", "backlinks", "referring domains"],
          [[t.name, t.links, t.domains] for t in found.placements])  # fmt: skip
    for title, links in (("Best links", found.best), ("Weakest links", found.worst)):
        shown(title, ["quality", "from", "why"],
              [[link.quality, link.source_url, link.reason] for link in links[:5]])  # fmt: skip
    if found.unknown:
        shown("Not known", ["what could not be judged"], [[line] for line in found.unknown])
    if help_ := _authority_help(found.authority_note):
        say(typed(f"To know authority: {help_}"))


def _authority_help(note: str) -> str:
    """The commands that would tell authority; nothing where it is known."""
    from backlinkbot.app.known import TOO_LITTLE, WHAT_HELPS
    from backlinkbot.app.profile.beside import NOT_MEASURED

    return {NOT_MEASURED: "run `backlinkbot measure`", TOO_LITTLE: WHAT_HELPS}.get(note, "")


def _cards(found: Profile) -> list[list[object]]:
    quality = found.quality
    return [
        ["authority (0–100)", _interval(found)],  # noqa: RUF001 - a range
        ["referring domains", found.referring_domains],
        ["backlinks", found.backlinks],
        ["followed", _share(found.followed_share)],
        ["strong / medium / weak", f"{quality.strong:,} / {quality.medium:,} / {quality.weak:,}"],
        ["unjudged (too little known)", quality.unjudged],
        ["new and lost in 30 days", f"+{found.new_30d:,} / −{found.lost_30d:,}"],  # noqa: RUF001
        ["start not known (domains)", found.start_unknown],
        ["index snapshot", found.snapshot],
    ]


def _interval(found: Profile) -> str:
    if found.authority is None:
        return found.authority_note or "not known"
    if found.authority_low is None or found.authority_high is None:
        return f"{found.authority:.0f}"
    return f"{found.authority:.0f} ({found.authority_low:.0f} to {found.authority_high:.0f})"


def _share(share: float | None) -> str:
    return "unknown" if share is None else f"{share:.0%}"


def _day(day: object) -> str:
    return str(day) if day else ""
