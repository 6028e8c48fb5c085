"""The verb hooks: tells other machines what happened, signed, and again until they have heard."""

from __future__ import annotations

import base64
import json
from hashlib import sha256
from secrets import token_bytes, token_hex
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from backlinkbot.app.deliveries import WAITING, Round, Told
from backlinkbot.core.access import HOME
from backlinkbot.core.errors import BadInput, NotFound, Refused, Unreachable
from backlinkbot.core.hooks import PREFIX, Delivery, Event, Hook, signature
from backlinkbot.core.urls.addresses import is_public_address
from backlinkbot.io.channels.posting import check_address
from backlinkbot.io.state.hooks import Hooks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from backlinkbot.app.workspace import Workspace

SECRET_BYTES = 32
TIMEOUT_S = 15.0  # for all of one try
OK_FROM, OK_BELOW = 200, 300
GONE = 410  # the receiver wants no more of these


def add_hook(
    root: Workspace,
    url: str,
    *,
    events: Sequence[str] = (),
    client: str = HOME,
    allows_private: bool = False,
) -> Hook:
    """Let an address be told of a client's events (all, where none are named).

    Raises:
        BadInput: it is no http(s) address, or an event that there is not.
    """
    check_address(url)
    host = urlsplit(url).hostname or ""
    if unknown := sorted(set(events) - {event.value for event in Event}):
        raise BadInput(f"no event is called {unknown[0]!r}; there are: {', '.join(Event)}")
    is_address = host.replace(".", "").isdigit() or ":" in host
    if is_address and not allows_private and not is_public_address(host):
        raise BadInput(f"{host} is no public address")
    root.write()
    secret = PREFIX + base64.b64encode(token_bytes(SECRET_BYTES)).decode()
    return Hooks(root.state).add(
        Hook(token_hex(8), client, url, secret, tuple(events), root.clock.now(), allows_private)
    )


def list_hooks(root: Workspace, client: str = HOME) -> list[Hook]:
    """The webhooks of a client."""
    return Hooks(root.state).all(client)


def remove_hook(root: Workspace, hook_id: str, client: str = HOME) -> Hook:
    """Forget a webhook; raises NotFound where the client has none of that id."""
    hook = _hook_of(root, hook_id, client)
    Hooks(root.state).remove(hook_id)
    return hook


def deliveries_of(root: Workspace, hook_id: str, client: str = HOME) -> list[Delivery]:
    """The latest notices to a webhook; raises NotFound where the client has none of that id."""
    return Hooks(root.state).deliveries(_hook_of(root, hook_id, client).id)


def try_hook(root: Workspace, hook_id: str, client: str = HOME) -> Delivery:
    """Send one notice now and tell what became of it."""
    hook = _hook_of(root, hook_id, client)
    put = _put(root, hook, Event.TEST, {"sentence": "This is a test."})
    _round(root).deliver(put)
    return next(one for one in Hooks(root.state).deliveries(hook.id) if one.id == put.id)


def tell(
    root: Workspace, client: str, event: Event, data: Mapping[str, Any], *, key: str = ""
) -> None:
    """Put a notice on its way to each webhook of the client that wants such events.

    `key`: what happened, for one that may be told again after a crash: its notice keeps its id.
    """
    for hook in Hooks(root.state).all(client):
        if not hook.events or event.value in hook.events:
            _put(root, hook, event, data, key)


def deliver_due(root: Workspace, is_over: Callable[[], bool] = lambda: False) -> int:
    """Try what is due; how many were delivered. A try that fails comes back later, less often.

    `is_over`: asked between two tries.
    """
    return _round(root).deliver_due(is_over)


def _round(root: Workspace) -> Round[Delivery]:
    return Round(
        Hooks(root.state),
        root.clock,
        receiver=lambda delivery: delivery.hook,
        attempt=lambda delivery: _try(root, delivery),
    )


def _put(
    root: Workspace, hook: Hook, event: Event, data: Mapping[str, Any], key: str = ""
) -> Delivery:
    now = root.clock.now()
    of_key = sha256(f"{hook.id} {event.value} {key}".encode()).hexdigest()[:24]
    message_id = f"msg_{of_key if key else token_hex(12)}"
    payload = {
        "type": event.value,
        "timestamp": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "data": {"client": hook.client, **data},
    }
    text = json.dumps(payload, ensure_ascii=False)
    delivery = Delivery(message_id, hook.id, event.value, text, WAITING, 0, now)
    Hooks(root.state).put(delivery)
    return delivery


def _try(root: Workspace, delivery: Delivery) -> Told:
    from backlinkbot.io.channels.guarded import post

    now = root.clock.now()
    hook = Hooks(root.state).one(delivery.hook)
    body, moment = delivery.payload.encode(), str(int(now.timestamp()))
    headers = {
        "Content-Type": "application/json",
        "User-Agent": root.settings.user_agent,
        "webhook-id": delivery.id,
        "webhook-timestamp": moment,
        "webhook-signature": signature(hook.secret, delivery.id, moment, body),
    }
    try:
        status = post(
            hook.url, body, headers, timeout_s=TIMEOUT_S, allows_private=hook.allows_private
        )
    except (Refused, Unreachable) as error:
        return Told(str(error), is_final=isinstance(error, Refused))
    is_delivered = OK_FROM <= status < OK_BELOW
    return Told(f"answered {status}", is_delivered=is_delivered, is_final=status == GONE)


def _hook_of(root: Workspace, hook_id: str, client: str) -> Hook:
    hook = Hooks(root.state).one(hook_id)
    if hook.client != client:
        raise NotFound(f"there is no webhook {hook_id}")
    return hook
