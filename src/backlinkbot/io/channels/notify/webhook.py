"""Any program, by a signed POST of JSON as Standard Webhooks have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.hooks import signature
from backlinkbot.io.channels.notify import channels
from backlinkbot.io.channels.posting import check_address, encoded, post_json, shown_address
from backlinkbot.io.channels.texts import fitting
from backlinkbot.io.channels.ways import Channel, Way

if TYPE_CHECKING:
    from backlinkbot.core.notices import Notice

MOST_BYTES = 256 * 1024  # what receivers commonly take


def send(notice: Notice, way: Way) -> None:
    """Post the notice as JSON, signed with the notifier's secret."""
    body = fitting(notice, lambda one: encoded(one.as_document()), _fits)
    moment = str(int(way.now.timestamp()))
    headers = {
        "webhook-id": notice.id,
        "webhook-timestamp": moment,
        "webhook-signature": signature(way.secret, notice.id, moment, body),
    }
    post_json(body, way, headers)


def _fits(body: bytes) -> bool:
    return len(body) <= MOST_BYTES


channels.add("webhook")(Channel(send, check_address, shown_address, is_signed=True))
