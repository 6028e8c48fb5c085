"""The commands site add, edit, list, show and remove."""

from __future__ import annotations

import shlex
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.interfaces.cli.options import DomainName, Json, output_of, workspace_of
from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from backlinkbot.app.sites import SiteChange
    from backlinkbot.core.nouns import Site

app = typer.Typer(no_args_is_help=True, help="Your sites, the ones you watch, and their words.")

SHORT_BRAND = 3  # letters of a word that many other names and words are made of too

Brand = Annotated[
    list[str] | None, typer.Option("--brand", help="A brand word. Repeat it for more.")
]
Topic = Annotated[
    list[str] | None, typer.Option("--topic", help="A word of its topic. Repeat it for more.")
]
Competitor = Annotated[
    list[str] | None, typer.Option("--competitor", help="A rival's domain. Repeat it for more.")
]
Estate = Annotated[
    list[str] | None,
    typer.Option("--estate", help="Another domain of the owner. Repeat it for more."),
]


@app.command("add")
def add(
    context: typer.Context,
    domain: DomainName,
    *,
    name: Annotated[str, typer.Option(help="What its owner calls it.")] = "",
    watched: Annotated[
        bool | None,
        typer.Option(
            "--watched/--ours", help="Only watched, or ours (a new site is).", show_default=False
        ),
    ] = None,
    brand: Brand = None,
    topic: Topic = None,
    competitor: Competitor = None,
    estate: Estate = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Forget the words and domains known so far.")
    ] = False,
    json: Json = False,
) -> None:
    """Add a site; of a known one, add words and domains to what is known."""
    from backlinkbot.app.sites import add_site
    from backlinkbot.core.nouns import Site

    change = add_site(
        workspace_of(context),
        Site(
            domain=domain,
            name=name,
            is_ours=not watched,
            brand_words=tuple(brand or ()),
            topic_words=tuple(topic or ()),
            competitors=tuple(competitor or ()),
            estate=tuple(estate or ()),
        ),
        replacing=replace,
        whose_if_new=watched is None,
    )
    output_of(json=json).value(asdict(change.site), lambda: _show_change(change))


@app.command("edit")
def edit(
    context: typer.Context,
    domain: DomainName,
    *,
    name: Annotated[str | None, typer.Option(help="What its owner calls it.")] = None,
    watched: Annotated[
        bool | None,
        typer.Option("--watched/--ours", help="Only watched, or ours.", show_default=False),
    ] = None,
    brand: Brand = None,
    topic: Topic = None,
    competitor: Competitor = None,
    estate: Estate = None,
    no_brand: Annotated[
        list[str] | None, typer.Option("--no-brand", help="Take this brand word away.")
    ] = None,
    no_topic: Annotated[
        list[str] | None, typer.Option("--no-topic", help="Take this word of its topic away.")
    ] = None,
    no_competitor: Annotated[
        list[str] | None, typer.Option("--no-competitor", help="Take this rival away.")
    ] = None,
    no_estate: Annotated[
        list[str] | None, typer.Option("--no-estate", help="Take this domain of the owner away.")
    ] = None,
    json: Json = False,
) -> None:
    """Change what is known of a site: add words and domains, or take them away."""
    from backlinkbot.app.sites import Names, SiteEdit, edit_site

    def names(*lists: list[str] | None) -> Names:
        return Names(*(tuple(words or ()) for words in lists))

    change = edit_site(
        workspace_of(context),
        domain,
        SiteEdit(
            name=name,
            is_ours=None if watched is None else not watched,
            more=names(brand, topic, competitor, estate),
            less=names(no_brand, no_topic, no_competitor, no_estate),
        ),
    )
    output_of(json=json).value(asdict(change.site), lambda: _show_change(change))


@app.command("list")
def list_all(context: typer.Context, *, json: Json = False) -> None:
    """All sites, ours first."""
    from backlinkbot.app.sites import list_sites

    sites = list_sites(workspace_of(context))

    def show() -> None:
        if not sites:
            say("No site yet. Add yours with: backlinkbot site add example.com --brand Example")
            return
        shown(
            "Sites",
            ["domain", "name", "ours", "brand words", "competitors"],
            [
                [s.domain, s.name, s.is_ours, ", ".join(s.brand_words), ", ".join(s.competitors)]
                for s in sites
            ],
        )

    output_of(json=json).value([asdict(site) for site in sites], show)


@app.command("show")
def show_one(context: typer.Context, domain: DomainName, *, json: Json = False) -> None:
    """One site and what belongs to it."""
    from backlinkbot.app.sites import show_site

    site = asdict(show_site(workspace_of(context), domain))

    def show() -> None:
        rows = [
            [name.replace("_", " "), ", ".join(value) if isinstance(value, tuple) else value]
            for name, value in site.items()
        ]
        shown(site["domain"], ["what", "value"], rows)

    output_of(json=json).value(site, show)


@app.command("remove")
def remove(context: typer.Context, domain: DomainName) -> None:
    """Forget a site; its links stay in the index."""
    from backlinkbot.app.sites import remove_site

    site = remove_site(workspace_of(context), domain)
    say(f"{site.domain} is forgotten; its links stay in the index.")
    say(f"To undo it: {_adding(site)}")


def _show_change(change: SiteChange) -> None:
    if change.before is not None and change.before != change.site:
        say(f"{change.site.domain}:")
    for line in change.in_words:
        say(line)
    _say_short_brands(change)


def _say_short_brands(change: SiteChange) -> None:
    """What a brand word of few letters can be taken for, where one is new."""
    known = change.before.brand_words if change.before else ()
    short = [w for w in change.site.brand_words if w not in known and len(w) <= SHORT_BRAND]
    if short:
        say(
            f"Short brand words match by chance: {', '.join(short)}. An anchor in which one stands "
            "as a word counts as branded, whatever it means there (of two letters or fewer, only "
            "where it is the whole anchor); a longer form of the name is surer."
        )


def _adding(site: Site) -> str:
    """The command that adds a site as it was."""
    words = ["backlinkbot", "site", "add", site.domain]
    words.extend(["--name", site.name] if site.name else [])
    words.extend([] if site.is_ours else ["--watched"])
    for option, names in (
        ("--brand", site.brand_words),
        ("--topic", site.topic_words),
        ("--competitor", site.competitors),
        ("--estate", site.estate),
    ):
        words.extend(word for name in names for word in (option, name))
    return shlex.join(words)
