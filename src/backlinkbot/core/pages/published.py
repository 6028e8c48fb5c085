"""The day a page was published, read from what the page itself says about it.

Sources in the order they are believed: JSON-LD `datePublished`, the publication metas (Open Graph,
Dublin Core, schema.org and the larger content systems), `<time>` marked as the publication, the
date in the URL's path, the first visible date in an element named for it. A "modified" date is
never taken for the published one.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.pages.cues import WORD_BIT
from backlinkbot.core.pages.walk import TAG_CODE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from backlinkbot.core.pages.told import Told
    from backlinkbot.core.pages.walk import Walk

EARLIEST = date(1994, 1, 1)  # the first web magazines; anything before is an empty or test value
MOST_DATE_TEXT = 120  # characters of a visible date line; longer text is prose that holds a date

# What each meta's name means was taken from the formats' own documents; "modified" ones are absent.
PUBLISHED_METAS = frozenset(
    {
        "article:published_time",
        "og:article:published_time",
        "og:published_time",
        "og:pubdate",
        "published_time",
        "datepublished",
        "date_published",
        "datecreated",
        "dc.date",
        "dc.date.issued",
        "dc.date.created",
        "dc.created",
        "dcterms.date",
        "dcterms.created",
        "dcterms.issued",
        "dcterms.available",
        "citation_date",
        "citation_publication_date",
        "citation_online_date",
        "parsely-pub-date",
        "sailthru.date",
        "article_date_original",
        "article.published",
        "article.created",
        "cxenseparse:recs:publishtime",
        "pubdate",
        "publishdate",
        "publish-date",
        "publish_date",
        "published-date",
        "publication_date",
        "publicationdate",
        "date",
        "date.issued",
        "shareaholic:article_published_time",
        "bt:pubdate",
        "rnews:datepublished",
        "last-published",
        "originalpublicationdate",
        "vr:published_time",
        "displaydate",
    }
)
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jänner janvier janv enero ene gennaio gen janeiro januari styczeń"
            " stycznia",
            "february feb februar février févr fevrier febrero febbraio fevereiro februari luty"
            " lutego",
            "march mar märz mrz maerz mars marzo março maart marzec marca",
            "april apr avril avr abril abr aprile kwiecień kwietnia",
            "may mai mayo maggio mag maio mei maj maja",
            "june jun juni juin junio giugno giu junho czerwiec czerwca",
            "july jul juli juillet juil julio luglio lug julho lipiec lipca",
            "august aug août aout agosto ago augustus sierpień sierpnia",
            "september sep sept septembre septiembre settembre set setembro wrzesień września",
            "october oct oktober okt octobre octubre ottobre ott outubro październik października",
            "november nov novembre noviembre novembro listopad listopada",
            "december dec dezember dez décembre déc decembre diciembre dic dicembre dezembro"
            " grudzień grudnia",
        ),
        start=1,
    )
    for name in names.split()
}
LD_PUBLISHED = re.compile(r'"(?:datePublished|uploadDate|dateCreated)"\s*:\s*\[?\s*"([^"]{8,40})"')
YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.年 ]{1,2}(\d{1,2})[-/.月 ]{1,2}(\d{1,2})(?!\d)")
COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)([01]\d)([0-3]\d)(?!\d)")
DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})([./-]) ?(\d{1,2})[./-] ?((?:19|20)\d\d|\d\d)(?!\d)")
DAY_MONTH_NAME = re.compile(
    r"(?<!\d)(\d{1,2})(?:\.|st|nd|rd|th|er|º)?[ -]+(?:de )?([^\W\d_]{3,12})\.?,?[ -]+(?:de )?"
    r"((?:19|20)\d\d)(?!\d)"
)
MONTH_NAME_DAY = re.compile(
    r"([^\W\d_]{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? +((?:19|20)\d\d)(?!\d)"
)
PATH_DAY = re.compile(
    r"(?:^|/)((?:19|20)\d\d)[/_-](\d{1,2})[/_-](\d{1,2})(?=[/_.-]|$)"
    r"|(?:^|[/_-])((?:19|20)\d\d)([01]\d)([0-3]\d)(?=[/_.-]|$)"
)
DATE_WORDS = WORD_BIT["date"] | WORD_BIT["byline"]
CHARS_BELOW, CHARS_ABOVE = 600, 300  # of a headline: a date line further off is another text's
MOST_VISIBLE = 12  # elements looked at: the date line stands near the head of an article


def published_on(
    told: Told, walk: Walk, url: str, *, no_later_than: date | None = None
) -> date | None:
    """The publication day, or None when the page does not say; never after `no_later_than`."""
    for day in _told_days(told, walk, url):
        if day >= EARLIEST and (no_later_than is None or day <= no_later_than):
            return day
    return None


def _told_days(told: Told, walk: Walk, url: str) -> Iterator[date]:
    """Every publication day the page tells, the most believable first."""
    yield from _days(match[1] for match in LD_PUBLISHED.finditer(told.json_ld))
    yield from _days(content for name, content in told.metas if name in PUBLISHED_METAS)
    yield from _days(_marked_times(told.times))
    yield from _path_days(url)
    yield from _days(_time_text(node) for node in told.times[:MOST_VISIBLE])
    if not walk.nodes:  # of a WAT record only the head is known
        return
    yield from _days(_date_lines(walk))
    yield from _days(_lines_by_headline(walk))


def _marked_times(times: tuple[LexborNode, ...]) -> Iterator[str]:
    """What `<time>` elements say that are marked as the publication."""
    for node in times:
        told = node.attributes
        marks = f"{told.get('itemprop') or ''} {told.get('class') or ''}".lower()
        if "pubdate" in told or "datepublished" in marks or "published" in marks.split():
            yield _time_text(node)


def _date_lines(walk: Walk) -> Iterator[str]:
    """The visible text of the first elements whose class or id speaks of a date or byline."""
    elements = walk.elements
    named = (elements.words & DATE_WORDS) != 0
    short = elements.last_char - elements.first_char <= MOST_DATE_TEXT
    seen = elements.last_char > elements.first_char
    for i in np.flatnonzero(named & short & seen)[:MOST_VISIBLE]:
        yield walk.text[elements.first_char[i] : elements.last_char[i]]


def _lines_by_headline(walk: Walk) -> Iterator[str]:
    """The short lines of text next to the first headline, those under it first."""
    headlines = np.flatnonzero(walk.elements.tag == TAG_CODE["h1"])
    if not len(headlines):
        return
    start = int(walk.elements.first_char[headlines[0]])
    end = int(walk.elements.last_char[headlines[0]])
    near = walk.text[end : end + CHARS_BELOW], walk.text[max(0, start - CHARS_ABOVE) : start]
    for part in near:
        yield from (line for line in part.split("\n") if len(line) <= MOST_DATE_TEXT)


def _time_text(node: LexborNode) -> str:
    told = node.attributes
    return told.get("datetime") or told.get("title") or _short_text(node)


def _short_text(node: LexborNode) -> str:
    text = (node.text() or "").strip()
    return text if len(text) <= MOST_DATE_TEXT else ""


def _path_days(url: str) -> Iterator[date]:
    for match in PATH_DAY.finditer(url[url.find("/", len("https://")) :].partition("?")[0]):
        year, month, day = (part for part in match.groups() if part)
        found = _day(int(year), int(month), int(day))
        if found:
            yield found


def _days(texts: Iterator[str]) -> Iterator[date]:
    for text in texts:
        found = day_in(text) if text else None
        if found:
            yield found


def day_in(text: str) -> date | None:
    """The first whole day written in a short text: ISO and compact forms, then by names of months.

    In `3.4.2016` and `3/4/2016` the day comes first, unless only the other order is a date: a dot
    is never American, and for slashes the page's own ISO dates have been tried before.
    """
    match = YEAR_FIRST.search(text) or COMPACT.search(text)
    if match:
        return _day(*(int(part) for part in match.groups()))
    match = DAY_MONTH_NAME.search(text)
    if match:
        return _named_day(match[3], match[2], match[1])
    match = MONTH_NAME_DAY.search(text)
    if match:
        return _named_day(match[3], match[1], match[2])
    match = DAY_FIRST.search(text)
    if match is None:
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    year += 2000 if year < 100 else 0  # noqa: PLR2004 - two-digit years of visible dates are ours
    return _day(year, second, first) or _day(year, first, second)


def _named_day(year: str, month: str, day: str) -> date | None:
    number = MONTHS.get(month.lower())
    return _day(int(year), number, int(day)) if number else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
