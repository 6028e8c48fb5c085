"""The verb robots: what a robots.txt allows a crawler to fetch, and by which of its rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput
from backlinkbot.io.crawl.robots import Robots, product_of
from backlinkbot.io.crawl.robots_file import read_robots

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backlinkbot.app.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whether one address may be fetched; `rule` is empty where no rule speaks of it."""

    url: str
    allowed: bool
    rule: str


@dataclass(frozen=True, slots=True)
class Rulings:
    """What a file says to `agent`: of each address asked about, and of the gap between visits."""

    agent: str
    rulings: tuple[Ruling, ...]
    delay_s: float | None
    sitemaps: tuple[str, ...]

    def as_document(self) -> list[dict[str, str | bool]]:
        """The JSON document of `robots --json`."""
        return [{"url": one.url, "allowed": one.allowed, "rule": one.rule} for one in self.rulings]


def robots(
    workspace: Workspace, place: str, urls: Sequence[str], agent: str | None = None
) -> Rulings:
    """What the robots.txt in a file (`-`: standard input) says to an agent, else to our own.

    Of a whole user agent, like `SomeBot/1.0 (…)`, its name is what counts in such a file.

    Raises:
        NotFound: there is no such file.
        BadInput: it cannot be read, or the agent has no name.
    """
    name = _name(workspace.settings.user_agent if agent is None else agent)
    return _ruled(read_robots(place), name, urls)


def robots_told(
    workspace: Workspace, text: str, urls: Sequence[str], agent: str | None = None
) -> Rulings:
    """The same of a robots.txt whose text is given.

    Raises:
        BadInput: the agent has no name.
    """
    name = _name(workspace.settings.user_agent if agent is None else agent)
    return _ruled(Robots.parse(text.encode("utf-8", "replace")), name, urls)


def _ruled(found: Robots, name: str, urls: Sequence[str]) -> Rulings:
    decisions = [(url, found.allows(name, url)) for url in urls]
    return Rulings(
        name,
        tuple(Ruling(url, told.allowed, told.rule) for url, told in decisions),
        found.delay_s(name),
        found.sitemaps,
    )


def _name(agent: str) -> str:
    name = product_of(agent) if "/" in agent else agent
    if agent and not name:
        raise BadInput(f"{agent!r} does not begin with a crawler's name, like BacklinkBot")
    return name
