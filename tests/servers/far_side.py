"""The mail server of other people, for tests: it takes mails, or refuses them as real ones do."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

# What stands before the @ begins with it, or the mail is taken.
AT_RECIPIENT = {
    "gone": "550 5.1.1 there is no such mailbox here",
    "full": "552 5.2.2 the mailbox is full",
    "later": "451 4.7.1 not now, come again later",
    "barred": "554 5.7.1 you may not write to us",
}
AT_END = {"junk": "554 5.7.1 this looks like spam"}
TAKEN = "250 2.0.0 taken"


@dataclass(frozen=True)
class Taken:
    """One mail as it arrived, for one recipient."""

    recipient: str
    sender: str
    raw: bytes


@dataclass
class FarSide:
    """What arrived so far, in order; once for each recipient."""

    port: int = 0
    taken: list[Taken] = field(default_factory=list)

    def of(self, recipient: str) -> list[bytes]:
        """The mails that one recipient got."""
        return [one.raw for one in self.taken if one.recipient == recipient]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if said := _said(AT_RECIPIENT, address):
            return said
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it so
        self, _server: Any, _session: Any, envelope: Any
    ) -> str:
        if said := next(filter(None, (_said(AT_END, one) for one in envelope.rcpt_tos)), None):
            return said
        self.taken += [
            Taken(one, envelope.mail_from, envelope.content) for one in envelope.rcpt_tos
        ]
        return TAKEN


def _said(answers: dict[str, str], address: str) -> str | None:
    return next((said for word, said in answers.items() if address.startswith(word)), None)


@contextmanager
def far_side() -> Iterator[FarSide]:
    """A far side on a port of this machine, in a thread of its own."""
    from aiosmtpd.smtp import SMTP

    sink, ready = FarSide(), Event()
    loop = asyncio.new_event_loop()

    def protocol() -> SMTP:
        return SMTP(sink, hostname="far.test", enable_SMTPUTF8=True)

    def run() -> None:
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(loop.create_server(protocol, "127.0.0.1", 0))
        sink.port = server.sockets[0].getsockname()[1]
        ready.set()
        loop.run_forever()
        server.close()
        loop.run_until_complete(_ended(loop))
        loop.close()

    thread = Thread(target=run, name="far side", daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield sink
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


async def _ended(loop: asyncio.AbstractEventLoop) -> None:
    """End what is still under way."""
    rest = asyncio.all_tasks(loop) - {asyncio.current_task(loop)}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
