"""The commands of campaign: who of the prospects is written to, by whom, with which sequence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.core.outreach import Purpose, Sender
from backlinkbot.interfaces.cli.options import (
    DomainName,
    Json,
    output_of,
    site_of,
    user,
    user_name,
    workspace_of,
)
from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from backlinkbot.app.pitch.campaigns import Enrolled
    from backlinkbot.app.pitch.removals import Asked
    from backlinkbot.core.outreach import Campaign

app = typer.Typer(no_args_is_help=True, help="Prospects that are written to with one sequence.")

Number = Annotated[int, typer.Argument(metavar="NUMBER", help="The campaign.")]
Prospects = Annotated[
    list[int] | None, typer.Argument(metavar="[PROSPECT…]", help="Numbers of prospects.")
]


@app.command("add")
def add(
    context: typer.Context,
    domain: DomainName,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="What you call it, 1 to 60 characters.")
    ],
    *,
    sequence: Annotated[str, typer.Option("--sequence", metavar="NAME", help="What is sent.")],
    mailbox: Annotated[str, typer.Option("--mailbox", metavar="ADDRESS", help="From where.")],
    sender: Annotated[str, typer.Option("--sender", metavar="NAME", help="Who writes.")],
    postal_address: Annotated[
        str, typer.Option("--postal-address", metavar="TEXT", help="Where he can be written to.")
    ],
    organisation: Annotated[
        str, typer.Option("--organisation", metavar="NAME", help="For whom he writes.")
    ] = "",
    country: Annotated[
        str, typer.Option("--country", metavar="CODE", help="The sender's, like DE.")
    ] = "",
    privacy_url: Annotated[
        str, typer.Option("--privacy-url", metavar="URL", help="What is kept of people, and why.")
    ] = "",
    target: Annotated[
        str, typer.Option("--target", metavar="URL", help="The page that links are to lead to.")
    ] = "",
    removals: Annotated[
        bool, typer.Option("--removals", help="It asks to take harmful links away.")
    ] = False,
    approve_follow_ups: Annotated[
        bool, typer.Option("--approve-follow-ups", help="Follow-ups need no approval of their own.")
    ] = False,
    json: Json = False,
) -> None:
    """Make a campaign for a site; nobody is in it yet, and nothing goes before it is approved."""
    from backlinkbot.app.pitch.campaigns import add_campaign

    made = add_campaign(
        workspace_of(context),
        domain,
        name,
        sequence=sequence,
        mailbox=mailbox,
        sender=Sender(sender, organisation, postal_address, country.upper(), privacy_url),
        purpose=Purpose.REMOVALS if removals else Purpose.LINKS,
        approves_itself=approve_follow_ups,
        target=target,
        by=user_name(),
    )
    output_of(json=json).value(made.as_document(), lambda: _say_made(made))


@app.command("list")
def list_(
    context: typer.Context,
    domain: Annotated[str, typer.Argument(metavar="[DOMAIN]", help="Only of this site.")] = "",
    *,
    json: Json = False,
) -> None:
    """The campaigns, the newest first."""
    from backlinkbot.app.pitch.campaigns import list_campaigns

    found = list_campaigns(workspace_of(context), site_of(context, domain))
    output_of(json=json).value([one.as_document() for one in found], lambda: _show(found))


@app.command("enrol")
def enrol(
    context: typer.Context,
    number: Number,
    prospects: Prospects = None,
    *,
    tactic: Annotated[
        str, typer.Option("--tactic", metavar="NAME", help="Those of a tactic, best first.")
    ] = "",
    json: Json = False,
) -> None:
    """Put prospects into a campaign: those named, else all that nobody has written to."""
    from backlinkbot.app.contacts.of_prospects import prospects_without_contact
    from backlinkbot.app.pitch.campaigns import add_to_campaign, campaign_of

    workspace = workspace_of(context)
    done = add_to_campaign(workspace, number, prospects or (), tactic=tactic)
    output_of(json=json).value(
        {"campaign": number, "added": done.added, "known": done.known, "busy": sorted(done.busy)},
        lambda: _say_enrolled(number, done),
    )
    site = campaign_of(workspace, number).site
    if not json and (missing := len(prospects_without_contact(workspace, site))):
        have = "1 open prospect has" if missing == 1 else f"{missing:,} open prospects have"
        say(
            f"Of {site} {have} no address yet, so nothing goes there: "
            f"backlinkbot contacts find --prospects-of {site}"
        )


@app.command("enrol-removals")
def enrol_removals(context: typer.Context, number: Number, *, json: Json = False) -> None:
    """Put in the owners of sites whose links are decided to be removed; nothing is sent."""
    from backlinkbot.app.pitch.removals import add_removals

    done = add_removals(workspace_of(context), number, by=user())
    output_of(json=json).value(done.as_document(), lambda: _say_removals(number, done))


@app.command("take-out")
def take_out(
    context: typer.Context,
    number: Number,
    prospects: Annotated[list[int], typer.Argument(metavar="PROSPECT…", help="Numbers.")],
    *,
    json: Json = False,
) -> None:
    """End a campaign for prospects; what has not gone to them is cancelled."""
    from backlinkbot.app.pitch.campaigns import take_from_campaign

    ended = take_from_campaign(workspace_of(context), number, prospects)
    output_of(json=json).value(
        {"campaign": number, "ended": ended}, lambda: say(f"Ended for {ended:,}.")
    )


@app.command("pause")
def pause(
    context: typer.Context,
    number: Number,
    *,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="In your words.")] = "",
) -> None:
    """Halt a campaign; what is approved waits until it is resumed."""
    from backlinkbot.app.pitch.campaigns import pause_campaign

    pause_campaign(workspace_of(context), number, is_paused=True, why=why)
    say(f"Campaign {number} rests. To go on: backlinkbot campaign resume {number}")


@app.command("resume")
def resume(context: typer.Context, number: Number) -> None:
    """Let a campaign go on that was halted."""
    from backlinkbot.app.pitch.campaigns import pause_campaign

    pause_campaign(workspace_of(context), number, is_paused=False)
    say(f"Campaign {number} goes on.")


@app.command("rule")
def rule(
    context: typer.Context,
    number: Number,
    *,
    follow_ups: Annotated[
        bool,
        typer.Option(
            "--approve-follow-ups/--ask-for-follow-ups",
            help="Whether follow-ups go without an approval of their own.",
        ),
    ],
) -> None:
    """Switch the rule for follow-ups on or off; first messages always need an approval."""
    from backlinkbot.app.pitch.campaigns import approve_by_rule

    approve_by_rule(workspace_of(context), number, is_on=follow_ups)
    said = "need no approval of their own" if follow_ups else "wait for an approval"
    say(f"Follow-ups of campaign {number} {said}.")


def _say_removals(number: int, done: Asked) -> None:
    for unit, why in done.left_out.items():
        say(f"Left out, {unit}: {why}.")
    say(f"{done.added:,} put in. See what would go: backlinkbot pitch approve {number}")


def _say_enrolled(number: int, done: Enrolled) -> None:
    if done.says:
        say(f"{done.says}.")
    say(f"{done.added:,} put in. See what would go: backlinkbot pitch approve {number}")


def _say_made(made: Campaign) -> None:
    say(f"Campaign {made.number}, {made.name}, is made; nobody is in it yet.")
    say(f"Put prospects in: backlinkbot campaign enrol {made.number} [PROSPECT…]")


def _show(found: list[Campaign]) -> None:
    if not found:
        say("There are no campaigns yet. Make one: backlinkbot campaign add DOMAIN NAME …")
        return
    rows = [
        (one.number, one.site, one.name, one.purpose.value, one.sequence, one.mailbox,
         f"rests: {one.paused_why}" if one.is_paused else "")
        for one in found
    ]  # fmt: skip
    columns = ["no.", "site", "campaign", "asks for", "sequence", "mailbox", "state"]
    shown("", columns, rows, least=("mailbox",))
