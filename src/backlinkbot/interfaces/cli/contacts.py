"""The commands of contacts: how to reach who answers for a site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.core.contacts import law_column, what_it_is
from backlinkbot.core.errors import BadInput
from backlinkbot.interfaces.cli.options import (
    Csv,
    Json,
    Lines,
    Out,
    output_of,
    user_name,
    workspace_of,
)
from backlinkbot.interfaces.cli.output import say, shown
from backlinkbot.interfaces.cli.progress import Shown

if TYPE_CHECKING:
    from backlinkbot.app.contacts.erasing import Erased
    from backlinkbot.core.contacts import SiteContacts

app = typer.Typer(no_args_is_help=True, help="How to reach who answers for a site.")

MOST_NAMED = 20  # domains in one sentence

Domains = Annotated[list[str] | None, typer.Argument(metavar="DOMAIN…", show_default=False)]
Person = Annotated[str, typer.Argument(metavar="ADDRESS", help="His mail address.")]


@app.command("find")
def find(
    context: typer.Context,
    domains: Domains = None,
    *,
    page: Annotated[
        list[str] | None,
        typer.Option("--page", metavar="URL", help="A page to begin with.", show_default=False),
    ] = None,
    prospects_of: Annotated[
        str,
        typer.Option(
            "--prospects-of", metavar="SITE", help="All prospects of a site without an address."
        ),
    ] = "",
    fetch: Annotated[
        bool,
        typer.Option("--fetch/--offline", help="Also fetch the usual pages of each site."),
    ] = True,
    names: Annotated[
        bool, typer.Option("--mx/--no-mx", help="Ask the name system which hosts take mail.")
    ] = True,
    guess: Annotated[
        bool,
        typer.Option("--guess", help="Make addresses up where none is published; marked so."),
    ] = False,
    json: Json = False,
) -> None:
    """Find published addresses of organisations; nothing is sent, and robots.txt is kept."""
    from backlinkbot.app.contacts.finding import Wish, find_contacts

    wish = Wish(tuple(page or ()), fetch, guess, names and fetch, prospects_of)
    with Shown() as told:
        found = find_contacts(workspace_of(context), domains or [], wish, progress=told)
    output_of(json=json).value([one.as_document() for one in found], lambda: _show(found))


@app.command("list")
def list_(
    context: typer.Context,
    domains: Domains = None,
    *,
    json: Json = False,
    lines: Lines = False,
    csv: Csv = False,
    output: Out = None,
) -> None:
    """All contacts that are kept, or those of some organisations."""
    from backlinkbot.app.contacts import list_contacts
    from backlinkbot.app.contacts.table import contacts_table

    found = list_contacts(workspace_of(context), domains or [])
    wanted = output_of(json=json, lines=lines, csv=csv, path=output)
    wanted.table(contacts_table(found), lambda: _show(found))


@app.command("set")
def set_(
    context: typer.Context,
    domains: Annotated[list[str], typer.Argument(metavar="DOMAIN…")],
    *,
    country: Annotated[
        str, typer.Option("--country", metavar="CODE", help="Where they are, like DE.")
    ] = "",
    address: Annotated[
        str, typer.Option("--address", metavar="ADDRESS", help="An address that you found.")
    ] = "",
    found_on: Annotated[
        str, typer.Option("--found-on", metavar="URL", help="The page that publishes it.")
    ] = "",
    person: Annotated[
        str, typer.Option("--person", metavar="NAME", help="Whose it is; he is greeted by it.")
    ] = "",
    role: Annotated[str, typer.Option("--role", metavar="TEXT", help="What he does there.")] = "",
    consent: Annotated[
        str, typer.Option("--consent", metavar="NOTE", help="What shows that he agreed.")
    ] = "",
    json: Json = False,
) -> None:
    """Say what you know of an organisation; it goes before what pages tell."""
    from backlinkbot.app.contacts import list_contacts, set_consent, set_contact, set_countries

    workspace, by = workspace_of(context), user_name()
    if not (country or address or consent):
        raise BadInput("say --country, --address or --consent")
    if address and len(domains) > 1:
        raise BadInput("an address is of one organisation: name one domain with --address")
    if address:
        set_contact(
            workspace, domains[0], address, found_on=found_on, person=person, role=role,
            consent=consent, by=by,
        )  # fmt: skip
    if country:
        set_countries(workspace, domains, country, by=by)
    for domain in domains if consent and not address else ():
        set_consent(workspace, domain, consent, by=by)
    found = list_contacts(workspace, domains)
    output_of(json=json).value([one.as_document() for one in found], lambda: _show(found))


@app.command("export")
def export(context: typer.Context, address: Person, *, json: Json = False) -> None:
    """All that is kept of a person in any client, as a document for him."""
    from backlinkbot.app.contacts import export_person
    from backlinkbot.interfaces.cli.output import document

    del json  # it is a document anyhow
    document(export_person(workspace_of(context), address))


@app.command("erase")
def erase_(
    context: typer.Context,
    address: Person,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would go; change nothing.")
    ] = False,
    json: Json = False,
) -> None:
    """Forget a person in all clients; a keyed hash is left, so he is never found again."""
    from backlinkbot.app.contacts import erase

    done = erase(workspace_of(context), address, by=user_name(), dry_run=dry_run)
    output_of(json=json).value(done.as_document(), lambda: _show_erased(done))


def _show(found: list[SiteContacts]) -> None:
    if not found:
        say("No contacts are kept of them. Look for some: backlinkbot contacts find DOMAIN…")
        return
    rows = [
        (
            site.domain, one.address or one.page, what_it_is(one), one.person or one.role,
            site.country or "?", law_column(one) or "-", f"{one.confidence:.2f}",
            one.found_on or one.how,
        )
        for site in found
        for one in site.contacts
    ]  # fmt: skip
    if rows:
        names = ["domain", "contact", "kind", "who", "country", "law for", "sure", "found on"]
        shown("", names, rows, least=("found on", "kind"))
    for site in found:
        _say(site)
    _say_unknown([site.domain for site in found if site.country is None])


def _say(site: SiteContacts) -> None:
    for one in site.contacts:
        if one.barred:
            whom = one.address or one.page
            say(f"{site.domain}: nobody may write to {whom}: {one.barred}")
    if not site.contacts:
        where = f"was found on {site.pages} pages" if site.pages else "is known yet"
        told = f"; its country is {site.country}" if site.country else ""
        say(f"{site.domain}: no contact {where}{told}")
    if site.says_no:
        say(
            f"{site.domain} says that nobody may advertise to it: the firewall lets nothing through"
        )
    if site.left_out:
        reasons = ", ".join(f"{times} {why}" for why, times in site.left_out.items())
        say(f"{site.domain}: left out {reasons}")
    for note in site.notes:
        say(f"{site.domain}: {note}")


def _say_unknown(domains: list[str]) -> None:
    """That a country is missing, once for all of them."""
    if not domains:
        return
    named = " ".join(domains[:MOST_NAMED])
    more = f" (and {len(domains) - MOST_NAMED:,} more)" if len(domains) > MOST_NAMED else ""
    whose = "Its country is" if len(domains) == 1 else f"The countries of {len(domains):,} are"
    say(
        f"{whose} not known, so nothing may be sent there; say where they are: "
        f"backlinkbot contacts set {named} --country CODE{more}"
    )


def _show_erased(done: Erased) -> None:
    verb = "would be forgotten" if done.is_dry_run else "forgotten"
    say(f"{done.total:,} rows {verb}; nobody of this installation writes to {done.person} again")
