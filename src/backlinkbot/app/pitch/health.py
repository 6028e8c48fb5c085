"""What a doctor says of the mailboxes: whether mail goes out, comes in, and is believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.app.pitch.mailbox_checks import check_mailbox
from backlinkbot.app.pitch.mailboxes import mailboxes
from backlinkbot.app.setup import Finding
from backlinkbot.core.errors import BacklinkBotError
from backlinkbot.core.sending import Finding as Health

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.io.channels.domain_texts import Texts


def mailbox_findings(workspace: Workspace, names: Texts | None = None) -> list[Finding]:
    """The checks of all mailboxes as a doctor tells them; never raises.

    `names`: who answers for DNS; tests give their own.
    """
    try:
        known = mailboxes(workspace)
    except BacklinkBotError as error:
        return [Finding("mailboxes", is_well=False, sentence=str(error))]
    except OSError as error:
        return [Finding("mailboxes", is_well=False, sentence=f"{error.filename}: {error.strerror}")]
    return [
        Finding(
            f"{one.address}, {check.name}",
            is_well=check.finding is not Health.BAD,
            sentence=f"{check.says}; {check.to_do}" if check.to_do else check.says,
        )
        for one in known
        for check in check_mailbox(workspace, one, names=names)
    ]
