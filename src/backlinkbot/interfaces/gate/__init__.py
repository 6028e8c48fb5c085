"""The gate that REST, pages and MCP stand behind: who asks, of which client, with which workspace.

A route says what it needs by the type of a parameter: `asked: Reads` (may see this client),
`asked: Writes` (may change something in it), `asked: People` (may know whom
outreach writes to) or `asked: Manages` (an owner); a form's fields come as
`form: Posted`, which has also checked that the form is ours. What is not his is NotFound.
The address of an export, in which a token may stand, takes `asked: Exports`.
"""

from __future__ import annotations

from backlinkbot.interfaces.gate.asked import Asked, Exports, Manages, People, Reads, Seen, Writes
from backlinkbot.interfaces.gate.desk import Gate, gate_of, session_cookie, session_of
from backlinkbot.interfaces.gate.forms import Fields, Posted

__all__ = [
    "Asked",
    "Exports",
    "Fields",
    "Gate",
    "Manages",
    "People",
    "Posted",
    "Reads",
    "Seen",
    "Writes",
    "gate_of",
    "session_cookie",
    "session_of",
]
