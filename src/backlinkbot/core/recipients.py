"""What the contact firewall knows of somebody, and of the messages that he was sent or promised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.core.outreach import FIRST_ANSWER

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Recipient:
    """What the firewall must know of somebody before anything goes to him; None: nobody knows.

    `person`: his canonical address; `look`: `look_alike` of it; `host`: after its @;
    `organisation`: the registrable domain of the site he answers for; `country`: ISO 3166 alpha-2;
    `found_on`: the page where the address was published; `says_no`: whether it says there that
    nobody may advertise to it; `has_consent`: he agreed, and we can show it.
    """

    person: str
    look: str
    host: str
    organisation: str
    country: str | None
    is_office: bool | None
    is_free_mail: bool | None
    is_guessed: bool | None
    found_on: str | None
    says_no: bool | None = False
    has_consent: bool = False


@dataclass(frozen=True, slots=True)
class Touch:
    """A message to somebody, sent or promised to go, in any client; it names him by keyed hashes.

    `answered_at`: when he wrote back, or what he did that stops a sequence.
    """

    message_id: str
    person: str
    look: str
    organisation: str
    client: str
    campaign: int
    step: int
    at: datetime
    answered_at: datetime | None = None

    @property
    def is_answer(self) -> bool:
        """Whether a person wrote it as an answer to a mail of his, so that it is of no sequence."""
        return self.step >= FIRST_ANSWER
