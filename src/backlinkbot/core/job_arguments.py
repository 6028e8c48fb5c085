"""What a job of each kind may be told, looked at before it is queued: it fails at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from backlinkbot.core.client_report import Edition
from backlinkbot.core.days import told_day
from backlinkbot.core.errors import BadInput
from backlinkbot.core.urls import canonical
from backlinkbot.core.urls.named import domain_named

Look = Callable[[Any], None]  # raises BadInput for a value that cannot be
FORMS = ("html", "pdf", "json")
LANGUAGES = ("en", "de")
CURRENCY = re.compile(r"[A-Za-z]{3}")  # ISO 4217
OF_CONTACTS = ("domains", "pages", "prospects_of")  # one of them says where to look
MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)


def faults_of(kind: str, arguments: Mapping[str, Any], today: date) -> dict[str, str]:
    """What is wrong with a job's arguments, by argument; empty where nothing is.

    `kind`: one that can run; of another nothing is known. `today`: no month after it can be told.
    """
    looks, needed = LOOKS.get(kind, ({}, ()))
    if kind not in LOOKS:
        return {}
    found = {
        name: f"the job takes no {name!r}; it takes: {', '.join(looks) or 'nothing'}"
        for name in arguments
        if name not in looks
    }
    found |= {name: f"the job needs {name!r}" for name in needed if not arguments.get(name)}
    for name, look in looks.items():
        value = arguments.get(name)
        if name in found or value in (None, "", [], {}):
            continue
        try:
            look(value)
        except BadInput as error:
            found[name] = str(error)
    if kind == "contacts" and not found and not any(map(arguments.get, OF_CONTACTS)):
        return {"domains": "name a domain, a page under pages, or a site under prospects_of"}
    if kind == "report" and not found:
        found |= _faults_of_days(arguments, today)
    return found


def check(kind: str, arguments: Mapping[str, Any], today: date) -> None:
    """Raises BadInput that names each argument that a job of that kind cannot run with."""
    found = faults_of(kind, arguments, today)
    if found:
        raise BadInput("; ".join(f"{name}: {why}" for name, why in found.items()))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise BadInput(f"{value!r} is no text")
    return value


def _any_text(value: Any) -> None:
    _text(value)


def _domain(value: Any) -> None:
    domain_named(_text(value))


def _texts(value: Any) -> None:
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise BadInput("it is a list of texts")


def _domains(value: Any) -> None:
    _texts(value)
    for one in value:
        _domain(one)


def _pages(value: Any) -> None:
    _texts(value)
    for one in value:
        if canonical(one) is None:
            raise BadInput(f"{one!r} is no address of a page")


def _day(value: Any) -> None:
    try:
        told_day(date.fromisoformat(_text(value)))
    except ValueError:
        raise BadInput(f"{value!r} is no day; write it like 2026-11-30") from None


def _month(value: Any) -> None:
    text = _text(value).strip()
    if not MONTH.fullmatch(text):
        raise BadInput(f"{text[:40]!r} is no month; write it like 2026-10")
    try:
        told_day(date(int(text[:4]), int(text[5:]), 1))
    except ValueError:
        raise BadInput(f"{text!r} is no month; write it like 2026-10") from None


def _flag(value: Any) -> None:
    if not isinstance(value, bool):
        raise BadInput(f"{value!r} is neither true nor false")


def _count(value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise BadInput(f"{value!r} is no count")


def _words(value: Any) -> None:
    is_words = isinstance(value, Mapping) and all(
        isinstance(one, str) for pair in value.items() for one in pair
    )
    if not is_words:
        raise BadInput("it is our names of columns with those of the file")


def _currency(value: Any) -> None:
    if not CURRENCY.fullmatch(_text(value)):
        raise BadInput(f"{value!r} is no currency; write its code, like EUR")


def _one_of(*known: str) -> Look:
    def look(value: Any) -> None:
        if _text(value) not in known:
            raise BadInput(f"{value!r} is none of {', '.join(known)}")

    return look


def _forms(value: Any) -> None:
    for one in value if isinstance(value, list) else [value]:
        _one_of(*FORMS)(_text(one).lstrip(".").lower())


def _options(**looks: Look) -> Look:
    def look(value: Any) -> None:
        if not isinstance(value, Mapping):
            raise BadInput("it is an object with names and values")
        for name, told in value.items():
            if name not in looks:
                raise BadInput(f"there is no option {name!r}; there are: {', '.join(looks)}")
            if told not in (None, "", {}):
                looks[name](told)

    return look


def _faults_of_days(arguments: Mapping[str, Any], today: date) -> dict[str, str]:
    month, since, until = (str(arguments.get(n) or "").strip() for n in ("month", "since", "until"))
    if month and (since or until):
        return {"month": "give a month, or the days since and until; not both"}
    if until and not since:
        return {"since": "say since when, too"}
    if since and until and until < since:
        return {"until": f"{until} lies before {since}"}
    for name, first in (("month", month and f"{month}-01"), ("since", since)):
        if first and first > today.isoformat():
            return {name: f"the period begins on {first}, which has not come yet"}
    return {}


_INGEST = _options(
    target=_domain, mapping=_words, as_of=_day, base_url=_any_text,
    source=_any_text, complete=_flag, again=_flag, public_only=_flag,
)  # fmt: skip
# By kind: how each argument is looked at, and which of them it cannot do without.
LOOKS: Mapping[str, tuple[Mapping[str, Look], tuple[str, ...]]] = {
    "ingest": ({"places": _texts, "options": _INGEST, "public_only": _flag}, ("places",)),
    "crawl": (
        {
            "seeds": _texts, "pages": _count, "depth": _count, "per_site": _count,
            "same_site": _flag, "sitemaps": _flag,
        },
        ("seeds",),
    ),
    "verify": ({"domains": _domains, "all": _flag, "limit": _count, "link": _any_text}, ()),
    "measure": ({}, ()),
    "watch": ({"domains": _domains}, ()),
    "audit": ({"domain": _domain}, ("domain",)),
    "find": (
        {"domain": _domain, "tactics": _texts, "top": _count, "all_phases": _flag, "keep": _count},
        ("domain",),
    ),
    "audit-rebuild": ({"domain": _domain}, ("domain",)),
    "contacts": (
        {
            "domains": _domains, "pages": _pages, "prospects_of": _domain, "fetch": _flag,
            "mx": _flag, "guess": _flag,
        },
        (),
    ),
    "outreach": ({"mailbox": _any_text, "only_read": _flag}, ()),
    "landed": ({"domain": _domain}, ("domain",)),
    "report": (
        {
            "domain": _domain, "month": _month, "since": _day, "until": _day,
            "edition": _one_of(*Edition), "language": _one_of(*LANGUAGES), "forms": _forms,
        },
        ("domain",),
    ),
    "results-import": (
        {
            "places": _texts, "site": _domain,
            "options": _options(since=_day, until=_day, currency=_currency),
        },
        ("places", "site"),
    ),
}  # fmt: skip
