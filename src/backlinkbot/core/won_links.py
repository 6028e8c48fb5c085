"""Links that were asked for and landed: what each is, and whether it still stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class WonLink:
    """A link that was asked for and landed, as it stood when it was last looked at.

    `campaign` 0 and `message_id` empty: asked for without a campaign. `worth_points`: what was
    expected of it when it was asked for, in points of authority; `quality`, `authority`: 0..100;
    None where nobody knows. `lost_at`: when it was gone again, for `lost_reason`.
    """

    prospect: int
    site: str
    organisation: str
    page: str
    target: str
    landed_at: datetime
    checked_at: datetime
    campaign: int = 0
    message_id: str = ""
    tactic: str = ""
    anchor: str = ""
    anchor_class: str = ""
    placement: str = ""
    is_followed: bool = True
    quality: float | None = None
    strength: str = ""
    authority: float | None = None
    worth_points: float | None = None
    lost_at: datetime | None = None
    lost_reason: str = ""

    def as_document(self) -> dict[str, Any]:
        """The link as JSON."""
        return {name: getattr(self, name) for name in self.__slots__}
