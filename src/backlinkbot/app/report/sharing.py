"""Links to kept reports that anybody may open until they expire."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from backlinkbot.app.clients import client_workspace
from backlinkbot.app.report.keeping import MEDIA, report_file
from backlinkbot.core.errors import BadInput, NotFound

if TYPE_CHECKING:
    from pathlib import Path

    from backlinkbot.app.workspace import Workspace

PURPOSE = "report link"
MOST_DAYS = 366
PARTS = 4
GONE = "this link has expired, or was never one"


@dataclass(frozen=True, slots=True)
class Shared:
    """The file behind a link, and what kind it is."""

    path: Path
    name: str
    media_type: str
    expires_at: datetime


def share_report(workspace: Workspace, name: str, *, days: int = 30) -> str:
    """A token that opens one kept report for some days; whoever has it needs no account.

    It is signed with a secret of the workspace and kept nowhere; it ends early when the report is
    removed.

    Raises:
        NotFound: no such report is kept.
        BadInput: no such number of days.
    """
    report_file(workspace, name)
    if not 1 <= days <= MOST_DAYS:
        raise BadInput(f"a link holds for 1 to {MOST_DAYS} days")
    ends = int((workspace.clock.now() + timedelta(days=days)).timestamp())
    told = f"{workspace.client}.{ends}.{urlsafe_b64encode(name.encode()).decode().rstrip('=')}"
    return f"{told}.{_signature(workspace, told)}"


def shared_report(root: Workspace, token: str) -> Shared:
    """The report that a token opens.

    Raises:
        NotFound: it was never signed here, has expired, or its report is gone; not said which.
    """
    parts = token.split(".")
    if len(parts) != PARTS or not token.isascii():
        raise NotFound(GONE)
    client, ends, name, signature = parts
    try:
        with client_workspace(root, client) as workspace:
            is_ours = hmac.compare_digest(
                signature, _signature(workspace, f"{client}.{ends}.{name}")
            )
            expires_at = datetime.fromtimestamp(int(ends), UTC)
            plain = urlsafe_b64decode(name + "=" * (-len(name) % 4)).decode()
            path = report_file(workspace, plain)
    except (NotFound, ValueError, OverflowError) as error:
        raise NotFound(GONE) from error
    if not is_ours or expires_at <= root.clock.now():
        raise NotFound(GONE)
    return Shared(path, plain, MEDIA[path.suffix], expires_at)


def _signature(workspace: Workspace, told: str) -> str:
    signed = hmac.new(workspace.key(PURPOSE), told.encode(), "sha256").digest()
    return urlsafe_b64encode(signed).decode().rstrip("=")
