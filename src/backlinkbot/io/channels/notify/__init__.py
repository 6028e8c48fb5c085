"""One file per way to tell somebody: notice out, or an error that says whether to try again."""

from __future__ import annotations

from backlinkbot.core.registry import Registry
from backlinkbot.io.channels.ways import Channel

channels: Registry[Channel] = Registry("notifier", __name__)
