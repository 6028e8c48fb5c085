"""The commands site add, list, show and remove."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from backlinkbot.interfaces.cli.options import DomainName, Json, output_of, workspace_of
from backlinkbot.interfaces.cli.output import say, shown

app = typer.Typer(no_args_is_help=True, help="Your sites, the ones you watch, and their words.")


@app.command("add")
def add(
    context: typer.Context,
    domain: DomainName,
    *,
    name: Annotated[str, typer.Option(help="What its owner calls it.")] = "",
    watched: Annotated[bool, typer.Option("--watched", help="Not ours: only watch it.")] = False,
    brand: Annotated[
        list[str] | None, typer.Option("--brand", help="A brand word. Repeat it for more.")
    ] = None,
    topic: Annotated[
        list[str] | None, typer.Option("--topic", help="A word of its topic. Repeat it for more.")
    ] = None,
    competitor: Annotated[
        list[str] | None, typer.Option("--competitor", help="A rival's domain. Repeat it for more.")
    ] = None,
    estate: Annotated[
        list[str] | None,
        typer.Option("--estate", help="Another domain of the owner. Repeat it for more."),
    ] = None,
    json: Json = False,
) -> None:
    """Add a site, or replace what is known of it."""
    from backlinkbot.app.sites import add_site
    from backlinkbot.core.nouns import Site

    site = add_site(
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
    )
    output_of(json=json).value(asdict(site), lambda: say(f"{site.domain} is known now."))


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
            [name, ", ".join(value) if isinstance(value, tuple) else value]
            for name, value in site.items()
        ]
        shown(domain, ["what", "value"], rows)

    output_of(json=json).value(site, show)


@app.command("remove")
def remove(context: typer.Context, domain: DomainName) -> None:
    """Forget a site; its links stay in the index."""
    from backlinkbot.app.sites import remove_site

    remove_site(workspace_of(context), domain)
    say(f"{domain} is forgotten; its links stay in the index.")
