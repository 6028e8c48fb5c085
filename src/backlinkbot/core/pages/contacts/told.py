"""What a page tells machines of people and firms: schema.org's addresses, names and countries."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from backlinkbot.core.contacts import CountrySign
from backlinkbot.core.pages.contacts.believable import believable
from backlinkbot.core.pages.contacts.countries import country_named
from backlinkbot.core.pages.contacts.names import is_name, plain_name

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_SCRIPT_CHARS = 500_000  # of linked data on one page
MOST_THINGS = 3_000
MOST_DEPTH = 14
MOST_TEXT = 200
# What is told in these is somebody else's: the place of an event, the firm that is reviewed.
_OTHERS_WORDS = """
    location itemReviewed review reviews comment comments mentions about performer sponsor
    jobLocation hiringOrganization containedInPlace offers itemOffered subjectOf
"""
_OF_OTHERS = frozenset(_OTHERS_WORDS.split())
_PEOPLE = frozenset({"Person"})
_MAIL_METAS = frozenset({"email", "og:email", "reply-to", "reply to", "contact", "dc.contact"})
_COUNTRY_WEIGHT = 0.9


@dataclass(frozen=True, slots=True)
class ToldAddress:
    """An address in linked data; `name`: of the person it is given to, `role`: what it is for."""

    address: str
    name: str = ""
    role: str = ""


@dataclass(slots=True)
class ToldData:
    """What the linked data of a page tells."""

    addresses: list[ToldAddress] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    profiles: list[str] = field(default_factory=list)
    countries: list[CountrySign] = field(default_factory=list)


def told_data(scripts: Iterable[str]) -> ToldData:
    """What these pieces of JSON-LD tell; broken ones tell nothing."""
    found = ToldData()
    left = MOST_THINGS
    for script in scripts:
        if len(script) > MOST_SCRIPT_CHARS:
            continue
        try:
            data = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
        left = _walk(data, found, left)
    return found


def told_in_metas(metas: Iterable[tuple[str, str]]) -> list[ToldAddress]:
    """The addresses that a page's metas give: `email`, `og:email`, `reply-to`."""
    found = [believable(content) for name, content in metas if name in _MAIL_METAS]
    return [ToldAddress(one) for one in found if one]


def _walk(data: Any, found: ToldData, left: int) -> int:
    """Look at all things in the data, without calling itself; returns how many are still free."""
    waiting: list[tuple[Any, int]] = [(data, 0)]
    while waiting and left > 0:
        thing, depth = waiting.pop()
        left -= 1
        if isinstance(thing, list) and depth < MOST_DEPTH:
            waiting.extend((one, depth + 1) for one in reversed(thing[:MOST_THINGS]))
        if not isinstance(thing, dict):
            continue
        _take(thing, found)
        if depth < MOST_DEPTH:
            inner = [one for key, one in thing.items() if key not in _OF_OTHERS]
            waiting.extend(
                (one, depth + 1) for one in reversed(inner) if isinstance(one, dict | list)
            )
    return left


def _take(thing: dict[str, Any], found: ToldData) -> None:
    kinds = _texts(thing.get("@type"))
    name = next(iter(_texts(thing.get("name"))), "")
    is_person = not _PEOPLE.isdisjoint(kinds)
    person = plain_name(name) if is_person else ""
    person = person if is_name(person) else ""
    if person and person not in found.people:
        found.people.append(person)
    role = next(iter(_texts(thing.get("contactType")) or _texts(thing.get("jobTitle"))), "")
    for text in _texts(thing.get("email")):
        if address := believable(text):
            found.addresses.append(ToldAddress(address, person, role[:MOST_TEXT]))
    if kinds and ({"Organization", "Person"} & set(kinds) or "sameAs" in thing):
        found.profiles.extend(_texts(thing.get("sameAs")))
    country = thing.get("addressCountry")
    named = country.get("name") if isinstance(country, dict) else country
    for text in _texts(named):
        if code := country_named(text):
            found.countries.append(CountrySign(code, "schema.org address", _COUNTRY_WEIGHT))


def _texts(value: Any) -> list[str]:
    """The texts of a value that may be one or several."""
    if isinstance(value, str):
        return [value.strip()[: 10 * MOST_TEXT]] if value.strip() else []
    if isinstance(value, list):
        return [one.strip() for one in value[:20] if isinstance(one, str) and one.strip()]
    return []
