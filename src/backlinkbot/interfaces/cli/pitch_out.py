"""The commands of pitch by which messages go out: approve, send, landed, status, results."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.core.outreach import MessageState
from backlinkbot.interfaces.cli.options import (
    DomainName,
    Json,
    output_of,
    site_of,
    user_name,
    workspace_of,
)
from backlinkbot.interfaces.cli.output import say, shown, visible
from backlinkbot.interfaces.cli.progress import Shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backlinkbot.app.pitch.approving import Approved, Look
    from backlinkbot.app.pitch.drafting import Draft
    from backlinkbot.app.pitch.landing import Landed, LookedAt
    from backlinkbot.app.pitch.rounds import Sent, WouldGo
    from backlinkbot.app.pitch.standing import CampaignStanding, Result, Results
    from backlinkbot.core.sending import Round

WAITING = (MessageState.APPROVED, MessageState.CLAIMED)

Number = Annotated[int, typer.Argument(metavar="CAMPAIGN", help="Its number.")]
Site = Annotated[str, typer.Argument(metavar="[DOMAIN]", help="Only of this site.")]


def register(app: typer.Typer) -> None:
    """Put these commands into the group."""
    for name, command in (
        ("approve", approve), ("send", send), ("landed", landed),
        ("status", status), ("results", results), ("decide", decide), ("suggest", suggest),
    ):  # fmt: skip
        app.command(name)(command)


def approve(
    context: typer.Context,
    number: Number,
    prospects: Annotated[
        list[int] | None, typer.Argument(metavar="[PROSPECT…]", help="Only these.")
    ] = None,
    *,
    digest: Annotated[
        str, typer.Option("--yes", metavar="DIGEST", help="Approve what a look with it showed.")
    ] = "",
    most: Annotated[int, typer.Option("--most", metavar="N", min=0, help="At most so many.")] = 0,
    full: Annotated[bool, typer.Option("--full", help="Every message, word for word.")] = False,
    json: Json = False,
) -> None:
    """Show what would go, to whom, when, and why not to the others; with --yes, let it go."""
    from backlinkbot.app.pitch import approving

    workspace, only = workspace_of(context), prospects or ()
    if digest:
        done = approving.approve(workspace, number, digest, by=user_name(), most=most, only=only)
        output_of(json=json).value(done.as_document(), lambda: _say_approved(done))
        return
    seen = approving.look(workspace, number, most=most, only=only)
    output_of(json=json).value(seen.as_document(), lambda: _show_look(seen, is_full=full))


def send(
    context: typer.Context,
    *,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Only show what would go now, and what waits for what."),
    ] = False,
    mailbox: Annotated[
        str, typer.Option("--mailbox", metavar="ADDRESS", help="From this one only.")
    ] = "",
    json: Json = False,
) -> None:
    """Send what is approved and due, one after the other; never twice, whatever breaks off."""
    from backlinkbot.app.pitch.rounds import send_round, would_go

    workspace, wanted = workspace_of(context), output_of(json=json)
    if dry_run:
        seen = would_go(workspace, mailbox)
        wanted.value(seen.as_document(), lambda: _show_would(seen))
        return
    done = send_round(workspace, mailbox)
    wanted.value(done.as_document(), lambda: _show_sent(done))


def landed(context: typer.Context, domain: DomainName, *, json: Json = False) -> None:
    """Fetch the pages that were asked for a link, and record the links that stand."""
    from backlinkbot.app.pitch.landing import look_for_links

    with Shown() as progress:
        done = look_for_links(workspace_of(context), site_of(context, domain), progress)
    output_of(json=json).value(done.as_document(), lambda: _show_landed(done))


def status(context: typer.Context, domain: Site = "", *, json: Json = False) -> None:
    """How each campaign stands: who goes on, what ended, what is on its way."""
    from backlinkbot.app.pitch.standing import campaign_standings

    found = campaign_standings(workspace_of(context), site_of(context, domain))
    output_of(json=json).value([one.as_document() for one in found], lambda: _show_all(found))


def results(context: typer.Context, domain: Site = "", *, json: Json = False) -> None:
    """What came of asking, by tactic and by template, with 95 % intervals."""
    from backlinkbot.app.pitch.standing import results as asked

    found = asked(workspace_of(context), site_of(context, domain))
    output_of(json=json).value(found.as_document(), lambda: _show_results(found))


def decide(
    context: typer.Context,
    message_id: Annotated[str, typer.Argument(metavar="MESSAGE-ID", help="Of what nobody knows.")],
    *,
    gone: Annotated[bool, typer.Option("--gone/--not-gone", help="Whether it has gone.")],
    json: Json = False,
) -> None:
    """Say whether a message has gone of which the program cannot know; --not-gone sends it."""
    from backlinkbot.app.pitch.outbox import decide_unknown

    done = decide_unknown(workspace_of(context), message_id, has_gone=gone, by=user_name())
    said = "is noted as gone" if gone else "goes again"
    output_of(json=json).value(
        {"message_id": message_id, "state": done.state.value}, lambda: say(f"{message_id} {said}.")
    )


def suggest(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="PROSPECT", help="For whom.")],
    *,
    language: Annotated[
        str, typer.Option("--language", metavar="CODE", help="Like en, de or pt-BR.")
    ] = "en",
    path: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write it there.")
    ] = None,
    json: Json = False,
) -> None:
    """Let the model that you set (writer_url) draft a message; read it, then keep it yourself."""
    from backlinkbot.app.export import write_text
    from backlinkbot.app.pitch.writing import suggest as asked

    made = asked(workspace_of(context), number, language)
    if path and not json:
        write_text(path, made.text)
        say(f"Written to {path}. Read it, then: backlinkbot template add NAME {path}")
        return
    output_of(json=json, path=path).value(
        made.as_document(), lambda: typer.echo(visible(made.text), nl=False)
    )


def _show_look(seen: Look, *, is_full: bool) -> None:
    if is_full:
        for one in seen.going:
            if one.message:
                typer.echo(visible(f"To: {one.recipient}\nSubject: {one.message.subject}\n"))
                typer.echo(visible(one.message.body))
    rows = [
        [one.prospect, one.recipient, f"{one.goes_at:%a %Y-%m-%d %H:%M} UTC", one.step + 1,
         one.message.subject if one.message else "", one.asks_for, _waits(seen, one)]
        for one in seen.going
    ]  # fmt: skip
    if rows:
        columns = ["no.", "to", "from", "message", "subject", "asks for", "waits for"]
        shown(f"Would go: campaign {seen.campaign.number}, {seen.campaign.name}", columns, rows,
              least=("subject", "asks for", "waits for"))  # fmt: skip
    for one in seen.going:
        for flaw in one.flaws:
            say(f"Look at {one.prospect}: {flaw.sentence} ({flaw.rule})")
    _show_refused(seen.refused)
    if not seen.going and not seen.refused:
        number = seen.campaign.number
        say(f"Nobody is left in it. Put prospects in: backlinkbot campaign enrol {number}")
        return
    if not seen.going:
        say("Nothing would go.")
        return
    say(
        f"Nothing has gone. To read every word: --full. To let {_these(seen)} go: "
        f"backlinkbot pitch approve {seen.campaign.number} --yes {seen.digest}"
    )


def _these(seen: Look) -> str:
    many = len(seen.going)
    return "this one" if many == 1 else f"these {many:,}"


def _waits(seen: Look, one: Draft) -> str:
    held = seen.held.get(one.prospect)
    return f"{held.rule}: {held.reason}" if held else ""


def _show_refused(refused: tuple[Draft, ...]) -> None:
    rows = [
        [one.prospect, one.organisation, one.refusal.rule, one.refusal.reason]
        for one in refused
        if one.refusal
    ]
    if rows:
        shown("Would not go", ["no.", "prospect", "rule", "why"], rows)


def _say_approved(done: Approved) -> None:
    _show_refused(done.refused)
    say(f"{len(done.approved):,} approved. They go when they are due: backlinkbot pitch send")


def _show_would(seen: WouldGo) -> None:
    rows = [["goes", one.message.recipient, one.message.subject, ""] for one in seen.going]
    rows += [["waits", one.message.recipient, one.message.subject, f"{why.rule}: {why.reason}"]
             for one, why in seen.waiting]  # fmt: skip
    if rows:
        shown("Due now; nothing was sent", ["", "to", "subject", "why"], rows, least=("subject",))
    else:
        say("Nothing is due. To approve what would go: backlinkbot pitch approve CAMPAIGN")


def _show_sent(done: Sent) -> None:
    if not done.rounds:
        say("There is no mailbox yet. Add one: backlinkbot mailbox add ADDRESS")
        return
    rows = [
        [one.mailbox, one.sent, one.later, one.refused + one.cancelled, one.unclear + one.unknown]
        for one in done.rounds
    ]
    columns = ["mailbox", "sent", "tried again later", "ended", "nobody knows"]
    shown("", columns, rows)
    for told in _told(done.rounds):
        say(told)
    if done.approved:
        say(f"{done.approved:,} follow-ups were approved by a rule that you switched on.")
    for read in done.synced.read:
        if read.failed:
            say(f"{read.mailbox} could not be read: {read.failed}")
    for note in done.notes:
        say(note)
    if done.synced.waiting:
        say(f"{done.synced.waiting:,} answers wait for you: backlinkbot pitch inbox")


def _told(rounds: Sequence[Round]) -> Iterator[str]:
    """What a person should know of what each mailbox did."""
    for one in rounds:
        yield from (f"{many:,} wait: {why}" for why, many in one.waiting.items())
        yield from (f"{one.mailbox}: {told}" for told in (one.stopped, one.warning) if told)


def _came(one: LookedAt) -> str:
    if one.why_not:
        return f"not read: {one.why_not}"
    return f"links to {one.link}" if one.link else "no link to you yet"


def _show_landed(done: Landed) -> None:
    for one in done.won:
        rel = "followed" if one.is_followed else "not followed"
        say(f"Won: {one.page} links to {one.target} ({one.placement or 'place unknown'}, {rel})")
    for one in done.lost:
        say(f"Lost again: {one.page} ({one.lost_reason or 'gone'})")
    if done.pages:
        rows = [(one.prospect, one.page, _came(one)) for one in done.pages]
        shown("Pages that were asked for a link", ["prospect", "page", "what came"], rows)
    say(
        f"{done.fetched:,} of {done.looked_at:,} pages could be read, "
        f"{done.waiting:,} prospects may still link."
    )


def _show_all(found: list[CampaignStanding]) -> None:
    if not found:
        say("There are no campaigns yet. Make one: backlinkbot campaign add DOMAIN NAME …")
        return
    rows = [
        [one.campaign.number, one.campaign.site, one.campaign.name, one.enrolled, one.going,
         sum(one.messages.get(state, 0) for state in WAITING), _gone(one), one.replied, one.won,
         _state(one)]
        for one in found
    ]  # fmt: skip
    columns = [
        "no.",
        "site",
        "campaign",
        "prospects",
        "going on",
        "approved",
        "sent",
        "replied",
        "won",
        "",
    ]
    shown("Campaigns", columns, rows)
    for one in found:
        if one.held:
            say(
                f"Campaign {one.campaign.number}: {one.held:,} wait for a person to decide: "
                "backlinkbot pitch inbox --waiting"
            )
    for told in _next_steps(found):
        say(told)


def _next_steps(found: list[CampaignStanding]) -> Iterator[str]:
    """What can be done now: look at what would go, send it, read what came back."""
    at_work = [one for one in found if not (one.campaign.is_paused or one.mailbox_is_gone)]
    if any(one.messages.get(MessageState.APPROVED) for one in at_work):
        yield "What is approved goes when it is due: backlinkbot pitch send"
    for one in at_work:
        if one.going and not one.messages.get(MessageState.APPROVED):
            yield f"To see what would go next: backlinkbot pitch approve {one.campaign.number}"
    if any(map(_gone, found)):
        yield "To read what came back: backlinkbot pitch sync"


def _gone(one: CampaignStanding) -> int:
    return one.messages.get(MessageState.SENT, 0) + one.messages.get(MessageState.BOUNCED, 0)


def _state(one: CampaignStanding) -> str:
    if one.mailbox_is_gone:
        return f"its mailbox {one.campaign.mailbox} is gone"
    if one.campaign.is_paused:
        return "rests"
    return f"not before {one.next_at:%Y-%m-%d %H:%M} UTC" if one.next_at else ""


def _show_results(found: Results) -> None:
    if not found.tactics:
        say("Nobody was asked yet, so there are no results.")
        return
    _table("By tactic", found.tactics)
    _table("By template", found.templates)
    for step, one in found.comparisons.items():
        say(f"{step}: {one.sentence}")


def _table(title: str, rows: tuple[Result, ...]) -> None:
    if not rows:
        return
    told = [
        [one.name, one.asked, one.replied, one.ended, one.won,
         "" if one.share is None else f"{100 * one.share:.1f} %",
         f"{100 * one.low:.0f} to {100 * one.high:.0f} %"]
        for one in rows
    ]  # fmt: skip
    shown(title, ["", "asked", "replied", "ended", "won", "share", "95 %"], told)
