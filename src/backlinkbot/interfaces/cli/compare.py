"""The command compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.interfaces.cli.options import Json, Out, output_of, workspace_of
from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from backlinkbot.app.compare import Compared, Comparison

SHOWN_KINDS = 4  # of anchors, placements … for people: what a row holds


def register(app: typer.Typer) -> None:
    """Put this file's command on the command line."""
    app.command("compare")(compare)


def compare(
    context: typer.Context,
    domains: Annotated[
        list[str],
        typer.Argument(
            help="Domains, the site first; one alone: with its competitors.", metavar="DOMAIN..."
        ),
    ],
    *,
    json: Json = False,
    output: Out = None,
) -> None:
    """Sites side by side: authority, profile shape, pace, anchors, placements, countries."""
    from backlinkbot.app.compare import compare as run

    wanted = output_of(json=json, path=output)
    found = run(workspace_of(context), domains)
    wanted.value(found.as_document(), lambda: _show(found))


def _show(found: Comparison) -> None:
    names = [site.domain for site in found.sites]
    shown("Side by side", ["", *names], [_row(found, *one) for one in _ROWS])
    for one in found.overlaps:
        say(f"{one.shared:,} sites link to both {one.one} and {one.other} ({one.share:.0%}).")
    for sentence in (*found.sentences, *found.unknown):
        say(sentence)


def _row(found: Comparison, what: str, of: Callable[[Compared], str]) -> list[str]:
    return [what, *(of(site) for site in found.sites)]


def _share(number: float | None) -> str:
    return "–" if number is None else f"{number:.0%}"  # noqa: RUF001 - a dash, for nothing known


def _most(shares: dict[str, float]) -> str:
    kept = sorted(shares.items(), key=lambda one: (-one[1], one[0]))[:SHOWN_KINDS]
    return ", ".join(f"{name} {share:.0%}" for name, share in kept if share)


def _authority(site: Compared) -> str:
    return site.authority_note if site.authority is None else f"{site.authority:.1f}"


def _pace(site: Compared) -> str:
    if site.net_weekly is None:
        return "not known"
    return f"{site.net_weekly:+.1f} a week"


_ROWS: tuple[tuple[str, Callable[[Compared], str]], ...] = (
    ("authority", _authority),
    ("referring domains", lambda site: f"{site.referring_domains:,}"),
    ("backlinks", lambda site: f"{site.backlinks:,}"),
    ("followed", lambda site: _share(site.followed_share)),
    ("strong / medium / weak", lambda site: f"{site.strong:,} / {site.medium:,} / {site.weak:,}"),
    ("strong share", lambda site: _share(site.strong_share)),
    ("new / lost in 30 days", lambda site: f"{site.new_30d:,} / {site.lost_30d:,}"),
    ("net growth, 13 weeks", _pace),
    ("anchors", lambda site: _most(site.anchors)),
    ("placements", lambda site: _most(site.placements)),
    ("endings", lambda site: _most(site.spreads.get("tlds", {}))),
    ("countries", lambda site: _most(site.spreads.get("countries", {}))),
    ("languages", lambda site: _most(site.spreads.get("languages", {}))),
)
