"""MCP: the verbs as tools for assistants, over standard input and at `/mcp`.

Texts from the web (anchors, titles, addresses) are data in fields; no tool acts on them. No tool
sends anything, and none disavows: that is for a person, in the app.
"""

from __future__ import annotations

from backlinkbot.interfaces.mcp.door import Door
from backlinkbot.interfaces.mcp.server import make_server

__all__ = ["Door", "make_server"]
