"""The menu: each page's place in it, and the routers, both read from the folder of pages."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from fastapi import APIRouter

PAGES = "backlinkbot.interfaces.web.pages"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands in the menu. `of_site`: it is about one site; `order`: small is first.

    `needs_owner`: shown to those who may manage; `needs_writer`: to those who may change something.
    `group`: the heading in the menu under which pages of a site and of the client stand together.
    """

    name: str
    title: str
    icon: str
    order: int
    of_site: bool = False
    needs_owner: bool = False
    needs_writer: bool = False
    group: str = ""

    def address(self, client: str, domain: str = "") -> str:
        """Where the page is, for a client and, if it is of a site, for that site."""
        start = f"/c/{quote(client)}"
        return f"{start}/s/{quote(domain)}/{self.name}" if self.of_site else f"{start}/{self.name}"


@cache
def _modules() -> tuple[object, ...]:
    folder = importlib.import_module(PAGES)
    names = sorted(module.name for module in pkgutil.iter_modules(folder.__path__))
    return tuple(importlib.import_module(f"{PAGES}.{name}") for name in names)


@cache
def places() -> tuple[Place, ...]:
    """Every page of the menu in its order."""
    found = [place for one in _modules() if isinstance(place := getattr(one, "place", None), Place)]
    return tuple(sorted(found, key=lambda place: (place.order, place.name)))


def routers() -> list[APIRouter]:
    """The routes of all pages."""
    return [one.router for one in _modules() if hasattr(one, "router")]
