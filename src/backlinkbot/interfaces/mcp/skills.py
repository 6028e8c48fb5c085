"""Ready-made skills as prompts: how to audit, find a gap, and write a report with these tools."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mcp.server import MCPServer

SKILLS = {
    "audit": "Audit a site's backlinks and say what to do, with evidence.",
    "gap": "Find the links that rivals have and a site has not, and what each would bring.",
    "competitors": "Say what rivals did to earn links, what it cost, and what is worth repeating.",
    "opportunities": "Choose the next links to earn, with reasons, and keep them as prospects.",
    "report": "Tell a client in plain words what his links did this month.",
}


def skill(name: str) -> str:
    """The text of a skill."""
    return (files("backlinkbot.interfaces.mcp") / "skills_text" / f"{name}.md").read_text("utf-8")


def add_skills(server: MCPServer) -> None:
    """Offer each skill as a prompt about a domain."""

    def offer(name: str, about: str) -> None:
        @server.prompt(name=name, description=about)
        def prompt(domain: str) -> str:
            return f"{skill(name)}\nThe site is: {domain}\n"

    for name, about in SKILLS.items():
        offer(name, about)
