"""Addresses that machines make without end: recognised by their looks, so that none is fetched.

What cannot be told by its looks (a random name after the other) is bounded by the budget of the
site. Repeated segments and depth as in Heritrix's PathologicalPath and TooManyPathSegments rules.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from backlinkbot.core.crawl import LeftOut
from backlinkbot.core.urls.ids import url_id

MOST_CHARS = 1_000  # of an address: in real archives 1 of 10,000 pages has a longer one
MOST_SEGMENTS = 20
MOST_REPEATS = 3  # of a run of segments one after the other: /a/b/a/b/a/b
MOST_SAME = 4  # of one segment anywhere in the path
LONGEST_RUN = 4  # segments in a run that is looked for
YEARS_BACK, YEARS_AHEAD = 60, 2  # a calendar's pages beyond are nobody's
# How many addresses of one path and the same names in its query are fetched. One name is how many
# sites number their pages, so it is left to the site's budget; shops combine three and more.
MOST_VARIANTS = {2: 500}
MOST_OF_MANY = 100
SESSIONS = frozenset(
    {"phpsessid", "jsessionid", "oscsid", "zenid", "cfid", "cftoken", "aspsessionid", "xtcsid"}
)
_SESSION = re.compile(r"[0-9A-Za-z,_-]{8,}\Z")  # shorter values are numbers of something
# These name sections and chapters too, so the value must look drawn by lot: hexadecimal, or with
# digits in many places.
MAYBE_SESSIONS = frozenset({"sessionid", "session_id", "sess", "sid", "sessid", "s_id"})
_BY_LOT = re.compile(r"[0-9a-f]{16,}\Z|(?=[a-z]*(?:[0-9]+[a-z]+){3})[0-9a-z]{16,}\Z", re.IGNORECASE)
_FILES = re.compile(
    r"\.(?:7z|aac|apk|avi|bin|bmp|bz2|css|csv|deb|dmg|docx?|eot|epub|exe|flac|flv|gif|gz|ico|iso"
    r"|jar|jpe?g|js|json|m4a|m4v|mkv|mov|mp3|mp4|mpe?g|msi|odp|ods|odt|ogg|ogv|otf|pdf|png|pptx?"
    r"|ps|rar|rpm|svg|swf|tar|tgz|tiff?|ttf|wav|webm|webp|wma|wmv|woff2?|xlsx?|xz|zip)\Z",
    re.IGNORECASE,
)
_CALENDAR_WORDS = re.compile(r"cal(?:endar)?|date|day|month|year|week|event|kalender|agenda|archiv")
_YEAR = re.compile(r"(?<![0-9])([0-9]{4})(?:[-/](?:0?[1-9]|1[0-2])(?![0-9])|(?![0-9]))")


class Shape(NamedTuple):
    """What tells an address from others that are the same page.

    `key`: equal for addresses that differ in the order of their query and in session ids only;
    `family`: equal for the variants of one query, 0 where their number is not bounded.
    """

    key: int
    family: int
    most: int = 0


def trap(url: str, this_year: int) -> LeftOut | None:
    """Why this canonical address is not worth fetching; None where it is."""
    if len(url) > MOST_CHARS:
        return LeftOut.LONG
    path, _, query = url[url.find("/", 8) :].partition("?")
    if _FILES.search(path):
        return LeftOut.NO_PAGE
    segments = [one for one in path.split("/") if one]
    if len(segments) > MOST_SEGMENTS:
        return LeftOut.DEEP_PATH
    if len(segments) >= MOST_REPEATS and _repeats(segments):
        return LeftOut.REPEATS
    return LeftOut.CALENDAR if _is_far_day(path, query, this_year) else None


def shape(url: str) -> Shape:
    """The shape of a canonical address."""
    bare, mark, query = url.partition("?")
    if not mark:
        return Shape(url_id(url), 0)
    pairs = sorted(one for one in query.split("&") if one and not _is_session(one))
    names = sorted({one.partition("=")[0] for one in pairs})
    key = url_id(f"{bare}?{'&'.join(pairs)}" if pairs else bare)
    if len(names) < min(MOST_VARIANTS):
        return Shape(key, 0)
    family = url_id(f"{bare}?{'&'.join(names)}")
    if len(names) not in MOST_VARIANTS:  # combinations of many names, each with its own subset
        family = url_id(f"{bare}?many")
    return Shape(key, family, MOST_VARIANTS.get(len(names), MOST_OF_MANY))


def _is_session(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name = name.lower()
    if name in MAYBE_SESSIONS:
        return _BY_LOT.match(value) is not None
    return name in SESSIONS and _SESSION.match(value) is not None


def _repeats(segments: list[str]) -> bool:
    """Whether one segment stands too often in a path, or a run of segments follows itself."""
    word, times = Counter(segments).most_common(1)[0]
    if times > MOST_SAME and not word.isdigit():
        return True
    for length in range(1, LONGEST_RUN + 1):
        needed = length * (MOST_REPEATS - 1)
        matches = 0
        for at in range(len(segments) - length):
            matches = matches + 1 if segments[at] == segments[at + length] else 0
            if matches >= needed:
                return True
    return False


def _is_far_day(path: str, query: str, this_year: int) -> bool:
    """Whether a calendar's address names a year in which nothing was or will be written."""
    for text in (path, query):
        if not text or not any(character.isdigit() for character in text):
            continue
        for found in _YEAR.finditer(text):
            year = int(found[1])
            is_near = this_year - YEARS_BACK <= year <= this_year + YEARS_AHEAD
            if is_near or not 1000 <= year <= 9999:  # noqa: PLR2004 - four digits
                continue
            has_month = len(found[0]) > 4  # noqa: PLR2004 - more than the year
            if _CALENDAR_WORDS.search(f"{path}?{query}".lower()) and (
                has_month or text is query or _is_dated_path(path, found)
            ):
                return True
    return False


def _is_dated_path(path: str, found: re.Match[str]) -> bool:
    """Whether the year is a segment of its own."""
    return path[found.start() - 1 : found.start()] == "/" and path[
        found.end() : found.end() + 1
    ] in {"", "/"}
