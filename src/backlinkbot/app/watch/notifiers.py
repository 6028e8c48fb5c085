"""The verb notify: who is told by mail, chat, feed or file, and again until it was heard."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes, token_hex
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from backlinkbot.app.clients import client_folder, root_workspace
from backlinkbot.app.deliveries import WAITING, Round, Told
from backlinkbot.app.hooks import deliver_due
from backlinkbot.core.access import HOME
from backlinkbot.core.errors import BadInput, NotFound, Refused, Unreachable
from backlinkbot.core.hooks import PREFIX
from backlinkbot.core.notices import Line, Notice, Notifier, Sending, Wants
from backlinkbot.core.urls.addresses import is_public_address
from backlinkbot.io.channels.notify import channels
from backlinkbot.io.channels.smtp import MailServer
from backlinkbot.io.channels.ways import Way
from backlinkbot.io.state.notifiers import Notifiers

if TYPE_CHECKING:
    from collections.abc import Callable

    from backlinkbot.app.workspace import Workspace

SECRET_BYTES = 32
NOTICES = "notices"  # in a client's workspace: files of notifiers with plain names
ID_DIGITS = 32


def add_notifier(  # noqa: PLR0913 - what a user may say
    root: Workspace,
    kind: str,
    target: str,
    *,
    wants: str = Wants.ALL.value,
    client: str = HOME,
    allows_private: bool = False,
    is_local: bool = True,
) -> Notifier:
    """Let somebody be told; a signed one's secret is in the answer and shown this once.

    `is_local`: the user of this machine says so, who may name any file of it.

    Raises:
        BadInput: no such kind, a target that cannot be one, or mail without a mail server.
        Refused: a path on this machine from somebody elsewhere.
    """
    try:
        channel = channels[kind]
    except NotFound as error:
        raise BadInput(str(error)) from error
    target = target.strip()
    channel.check(target)
    if channel.is_file and not is_local and Path(target).is_absolute():
        raise Refused("give a plain name; paths are for the user of this machine")
    if not channel.is_file and not allows_private:
        _check_public(target)
    if wants not in set(Wants):
        raise BadInput(f"{wants!r} is none of {', '.join(Wants)}")
    if kind == "email":
        _mail(root).check()
    root.write()
    signing = PREFIX + base64.b64encode(token_bytes(SECRET_BYTES)).decode()
    one = Notifier(
        id=token_hex(8),
        client=client,
        kind=kind,
        target=target,
        wants=Wants(wants),
        created_at=root.clock.now(),
        secret=signing if channel.is_signed else "",
        allows_private=allows_private,
    )
    return Notifiers(root.state).add(one)


def kinds_of_notifiers() -> list[str]:
    """The kinds there are."""
    return list(channels)


def list_notifiers(root: Workspace, client: str = HOME) -> list[Notifier]:
    """Who is told of a client's sites."""
    return Notifiers(root.state).all(client)


def shown_notifier(one: Notifier) -> dict[str, Any]:
    """The notifier as JSON, without what must stay secret."""
    return one.as_document(channels[one.kind].shown(one.target))


def remove_notifier(root: Workspace, notifier_id: str, client: str = HOME) -> Notifier:
    """Tell somebody nothing more; raises NotFound where the client has none of that id."""
    one = _of(root, notifier_id, client)
    Notifiers(root.state).remove(notifier_id)
    return one


def sendings_of(root: Workspace, notifier_id: str, client: str = HOME) -> list[Sending]:
    """The latest notices to one; raises NotFound where the client has none of that id."""
    return Notifiers(root.state).sendings(_of(root, notifier_id, client).id)


def try_notifier(root: Workspace, notifier_id: str, client: str = HOME) -> Sending:
    """Send one test notice now and tell what became of it."""
    one = _of(root, notifier_id, client)
    now = root.clock.now()
    line = Line("Nothing happened. Alerts of your sites will look like this.")
    title = "This is a test of Backlink Bot"
    notice = Notice(f"test-{token_hex(8)}", client, "your sites", title, (line,), now)
    put = _put(root, one, notice)
    _round(root).deliver(put)
    return next(s for s in Notifiers(root.state).sendings(one.id) if s.id == put.id)


def is_wanted(root: Workspace, client: str, *, is_critical: bool) -> bool:
    """Whether a client has somebody who wants such notices."""
    return bool(_wanting(root, client, is_critical=is_critical))


def put_notice(root: Workspace, notice: Notice) -> int:
    """Put a notice on its way to everybody who wants such; how many those are.

    The same notice put again is the same sending.
    """
    told = _wanting(root, notice.client, is_critical=notice.is_critical)
    for one in told:
        _put(root, one, notice)
    return len(told)


def deliver_notices(root: Workspace, is_over: Callable[[], bool] = lambda: False) -> int:
    """Try what is due; how many were delivered. What fails comes back later, less often.

    `is_over`: asked between two tries.
    """
    return _round(root).deliver_due(is_over)


def deliver_waiting(workspace: Workspace) -> int:
    """Try what is due, webhooks too, from any client's workspace; notices that were delivered."""
    with root_workspace(workspace) as root:
        deliver_due(root)
        return deliver_notices(root)


def _wanting(root: Workspace, client: str, *, is_critical: bool) -> list[Notifier]:
    known = Notifiers(root.state).all(client)
    return [one for one in known if is_critical or one.wants is Wants.ALL]


def _round(root: Workspace) -> Round[Sending]:
    return Round(
        Notifiers(root.state),
        root.clock,
        receiver=lambda sending: sending.notifier,
        attempt=lambda sending: _try(root, sending),
    )


def _put(root: Workspace, one: Notifier, notice: Notice) -> Sending:
    sending_id = sha256(f"{one.id} {notice.id}".encode()).hexdigest()[:ID_DIGITS]
    payload = json.dumps(notice.as_document(), ensure_ascii=False)
    now = root.clock.now()
    sending = Sending(sending_id, one.id, payload, WAITING, 0, now)
    Notifiers(root.state).put(sending)
    return sending


def _try(root: Workspace, sending: Sending) -> Told:
    one = Notifiers(root.state).one(sending.notifier)
    told = json.loads(sending.payload)
    notice = Notice.from_document(told, datetime.fromisoformat(told["at"]))
    way = Way(
        target=one.target,
        now=root.clock.now(),
        folder=client_folder(root, one.client) / NOTICES,
        user_agent=root.settings.user_agent,
        mail=_mail(root),
        secret=one.secret,
        allows_private=one.allows_private,
    )
    try:
        channels[one.kind].send(notice, way)
    except Refused as error:
        return Told(str(error), is_final=True)
    except (Unreachable, BadInput) as error:
        return Told(str(error))
    return Told("delivered", is_delivered=True)


def _check_public(target: str) -> None:
    host = urlsplit(target).hostname or ""
    is_number = host.replace(".", "").isdigit() or ":" in host
    if is_number and not is_public_address(host):
        raise BadInput(f"{host} is no public address")


def _mail(root: Workspace) -> MailServer:
    told = root.settings
    return MailServer(
        host=told.smtp_host,
        port=told.smtp_port,
        security=told.smtp_security,
        sender=told.smtp_from,
        user=told.smtp_user,
        password=told.smtp_password,
    )


def _of(root: Workspace, notifier_id: str, client: str) -> Notifier:
    one = Notifiers(root.state).one(notifier_id)
    if one.client != client:
        raise NotFound(f"there is no notifier {notifier_id}; see: backlinkbot notify list")
    return one
