"""The commands of pitch on what comes back: sync, inbox, answer-is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.core.errors import Unreachable
from backlinkbot.core.outreach import KeptMessage
from backlinkbot.interfaces.cli.options import (
    Json,
    output_of,
    user_name,
    workspace_of,
)
from backlinkbot.interfaces.cli.output import say, shown, visible

if TYPE_CHECKING:
    from backlinkbot.app.pitch.deciding import Decided, Inbox, MailThread
    from backlinkbot.app.pitch.syncing import Synced
    from backlinkbot.core.mail_in import KeptMail

SHOWN = 200  # characters of an answer in the list


def register(app: typer.Typer) -> None:
    """Put these commands into the group."""
    for name, command in (("sync", sync), ("inbox", inbox), ("answer-is", answer_is)):
        app.command(name)(command)


def sync(
    context: typer.Context,
    *,
    mailbox: Annotated[
        str, typer.Option("--mailbox", metavar="ADDRESS", help="Only this one; else all.")
    ] = "",
    folder: Annotated[
        list[str] | None,
        typer.Option("--folder", metavar="NAME", help="Beside INBOX; may be given again."),
    ] = None,
    wait: Annotated[
        float,
        typer.Option("--wait", metavar="S", min=0, help="Where nothing is new, wait for it."),
    ] = 0.0,
    json: Json = False,
) -> None:
    """Read what came to the mailboxes, and do what it means; nothing is answered by itself."""
    from backlinkbot.app.pitch import syncing

    done = syncing.sync(
        workspace_of(context),
        mailbox=mailbox,
        folders=(syncing.INBOX, *(folder or ())),
        wait_s=wait,
    )
    output_of(json=json).value(done.as_document(), lambda: _show_synced(done))
    if any(one.failed for one in done.read):
        raise typer.Exit(Unreachable.exit_code)


def inbox(
    context: typer.Context,
    number: Annotated[
        int | None, typer.Argument(metavar="[MAIL]", help="All of the thread of this one.")
    ] = None,
    *,
    waiting: Annotated[
        bool, typer.Option("--waiting", help="Only where a person must decide.")
    ] = False,
    most: Annotated[
        int, typer.Option("--most", metavar="N", min=1, max=1_000, help="Of so many mails.")
    ] = 200,
    before: Annotated[
        int, typer.Option("--before", metavar="NUMBER", min=0, help="Only older mails.")
    ] = 0,
    json: Json = False,
) -> None:
    """What came back, by thread: what each answer means, and what to do next."""
    from backlinkbot.app.pitch import deciding

    if number is not None:
        thread = deciding.mail_thread(workspace_of(context), number)
        output_of(json=json).value(thread.as_document(), lambda: _show_thread(thread))
        return
    found = deciding.inbox(workspace_of(context), waiting=waiting, limit=most, before=before)
    output_of(json=json).value(
        found.as_document(), lambda: _show_inbox(found, only_waiting=waiting)
    )


def answer_is(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="Of a mail in the inbox.")],
    word: Annotated[
        str, typer.Argument(metavar="CLASS", help="Such as positive, unsubscribe, other.")
    ],
    *,
    json: Json = False,
) -> None:
    """Say what a mail is that nobody can be sure of; its sequence goes on, or is over."""
    from backlinkbot.app.pitch.deciding import decide_mail

    done = decide_mail(workspace_of(context), number, word, by=user_name())
    output_of(json=json).value(done.as_document(), lambda: _show_decided(done))


def _show_synced(done: Synced) -> None:
    if not done.read:
        say("No mailbox can be read over IMAP. Add one: backlinkbot mailbox add ADDRESS")
        return
    rows = [[one.sender or None, _what(one), one.reason or None, one.subject] for one in done.mails]
    if rows:
        shown("", ["from, or about", "what", "why", "subject"], rows, least=("why", "subject"))
    for folder in done.read:
        if folder.failed:
            say(f"{folder.mailbox}, {folder.folder}: {folder.failed}")
        if folder.more:
            say(f"{folder.mailbox}, {folder.folder}: {folder.more:,} more wait for the next round.")
        if folder.large:
            say(f"{folder.mailbox}, {folder.folder}: {folder.large:,} read in part, as too large.")
    say(f"{len(done.mails):,} new. {_waiting(done.waiting)}")


def _show_inbox(found: Inbox, *, only_waiting: bool) -> None:
    if not found.threads and only_waiting:
        say("Nothing waits for you. All that came back: backlinkbot pitch inbox")
        return
    if not found.threads:
        say("Nothing came back yet. To read the mailboxes: backlinkbot pitch sync")
        return
    columns = ["mail", "from", "what", "says", "next"]
    shown("", columns, [_row(one) for one in found.threads], least=("says",))
    say(_waiting(found.waiting))
    say("To answer one: backlinkbot pitch answer MAIL --text WORDS")
    if found.more:
        say(f"Older: backlinkbot pitch inbox --before {found.more}")


def _show_thread(thread: MailThread) -> None:
    for one in thread.in_order:
        if isinstance(one, KeptMessage):
            at, words = one.sent_at or one.goes_at, one.message
            what = f"answer to mail {one.answers}" if one.answers else f"message {one.step + 1}"
            head = f"{words.sender} to {words.recipient}: {what}, {one.state.value}"
            subject, text = words.subject, words.body
        else:
            mail = one.mail
            at, subject, text = mail.received_at or mail.read_at, mail.subject, mail.text
            head = f"{mail.sender or 'nobody known'}: mail {mail.number}, {_what(mail)}"
        typer.echo(visible(f"{at:%Y-%m-%d %H:%M} UTC  {head}\nSubject: {subject}\n\n{text}\n"))
    if not thread.answer_to(thread.latest.mail.number):
        say(f"Next: {thread.latest.action.says}")


def _row(thread: MailThread) -> list[object]:
    last = thread.latest
    action = last.action
    mail, whom = last.mail, ", ".join(action.whom)
    sure = _what(mail)
    said = mail.text or mail.reason or mail.subject
    ours = thread.answer_to(mail.number)
    next_ = f"answered: {ours.state.value}" if ours else f"{action.do} {whom}".strip()
    return [mail.number, mail.sender or None, sure, " ".join(said.split())[:SHOWN], next_]


def _what(mail: KeptMail) -> str:
    what = mail.reply_class or mail.kind
    return f"perhaps {what}" if mail.waits_for_person else what


def _show_decided(done: Decided) -> None:
    say(f"Mail {done.mail.number} is {done.mail.reply_class or 'nothing for us'}. "
        f"{done.action.says}")  # fmt: skip


def _waiting(count: int) -> str:
    if not count:
        return "Nothing waits for a person."
    return f"{count:,} wait for you to say what they are: backlinkbot pitch answer-is MAIL CLASS"
