"""What one look at a page tells of each backlink that was known on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.crawl import Outcome
from backlinkbot.core.nouns import LostReason
from backlinkbot.core.urls import host_of
from backlinkbot.core.verifying import Change, Finding, KnownPage, Look, Saying
from backlinkbot.logic.verify.doors import comes_back, is_door, leads_on
from backlinkbot.logic.verify.matching import matched
from backlinkbot.logic.verify.recognising import is_recognised
from backlinkbot.logic.verify.soft import (
    SAME,
    is_front_page,
    is_same_page,
    likeness,
    page_key,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backlinkbot.core.verifying import Answer, KnownLink, PageSeen, SeenLink

GONE_STATUSES = frozenset({404, 410})
# Refused to us or to anybody who is no known reader; 405, 406, 409 and 412 are what some firewalls
# say to programs, 999 is LinkedIn's word.
REFUSED_STATUSES = frozenset({401, 402, 403, 405, 406, 407, 409, 412, 429, 451, 999})
FIRST_OF_SERVER = 500
FIRST_FINE, FIRST_ERROR = 200, 300
NO_SUCH_HOST = "no_such_host"  # the word of `io.crawl.failures.Why`
REL = ("nofollow", "ugc", "sponsored")
FOR_NOW = frozenset({302, 303, 307})  # redirects that say of themselves that they are not for good
# Words of a page that another one is redirected to, for it to be a page and not a door.
THIN_WORDS = 40
DOOR_WORDS = 350  # a page with a password's field and fewer words is a login; others have one, too
NOTHING_KNOWN = KnownPage()


def judge(
    answer: Answer,
    known: Sequence[KnownLink],
    probe: PageSeen | None = None,
    *,
    front: PageSeen | None = None,
    about: KnownPage = NOTHING_KNOWN,
) -> list[Finding]:
    """What the answer tells of each of the known links of its page, in their order.

    `probe`: what the same host shows under an address that cannot be there, `front`: its home page,
    where they were asked; `about`: what the index keeps of the page.
    """
    whole = _of_answer(answer)
    if whole is not None:
        return [whole] * len(known)
    page = answer.page
    if page is None:
        return [_no_page(answer)] * len(known)
    seen = matched(known, page.links)
    is_shown = any(_is_its(one, link) for one, link in zip(known, seen, strict=True))
    is_it = is_shown or is_recognised(answer.url, page, about)
    found = [
        _of_link(one, link, answer, page, is_it=is_it)
        for one, link in zip(known, seen, strict=True)
    ]
    if any(link is not None for link in seen):
        return found
    instead = _not_the_page(answer, page, probe, front, is_it=is_it)
    return [instead] * len(known) if instead else found


def _is_its(known: KnownLink, link: SeenLink | None) -> bool:
    return link is not None and link.target_domain == known.target_domain


def _of_answer(answer: Answer) -> Finding | None:
    """What an answer without a page, or an error, tells of all its links."""
    if answer.outcome is Outcome.FORBIDDEN:
        return _blocked(f"robots.txt asks us not to look: {answer.reason or 'all is closed'}")
    if answer.outcome is Outcome.UNREACHABLE:
        return _silent(answer)
    if answer.outcome is Outcome.ROBOTS_UNREACHABLE:
        return Finding(Look.UNREACHABLE, sentence="robots.txt did not answer, so nothing is asked")
    if answer.outcome is Outcome.REFUSED:
        return Finding(Look.UNTOLD, sentence=answer.sentence or "not a place we may go to")
    return _of_status(answer)


def _silent(answer: Answer) -> Finding:
    if answer.reason == NO_SUCH_HOST:
        sentence = "the host's name has no address any more"
        return Finding(Look.GONE, LostReason.HOST_GONE, sentence, loses=True)
    if answer.reason in {"redirect_loop", "too_many_redirects"}:
        return Finding(Look.UNTOLD, sentence=answer.sentence or "redirected without end")
    return Finding(Look.UNREACHABLE, sentence=answer.sentence or f"no answer: {answer.reason}")


def _of_status(answer: Answer) -> Finding | None:
    status, page = answer.status, answer.page
    if page is not None and page.saying is Saying.CHALLENGE and status >= FIRST_ERROR:
        return _NOT_TOLD[Saying.CHALLENGE]
    if status in GONE_STATUSES:
        return _gone(LostReason.PAGE_GONE, f"the page answers {status}")
    if status in REFUSED_STATUSES:
        return _blocked(f"the server refuses us ({status})")
    if answer.outcome is Outcome.BUSY or status >= FIRST_OF_SERVER:
        return Finding(Look.UNREACHABLE, sentence=f"the server has no answer today ({status})")
    if not FIRST_FINE <= status < FIRST_ERROR:
        return Finding(Look.UNTOLD, sentence=f"the page answers {status}")
    return None


def _no_page(answer: Answer) -> Finding:
    what = answer.media_type or "something that is no page"
    if not answer.has_body:
        return Finding(Look.UNTOLD, sentence="the answer is empty")
    if answer.hops and is_front_page(answer.final_url):
        return _redirected(answer)
    return Finding(Look.UNTOLD, sentence=f"it answers with {what}, where links are not read")


def _of_link(
    known: KnownLink, link: SeenLink | None, answer: Answer, page: PageSeen, *, is_it: bool
) -> Finding:
    if link is None:
        return _missing(known, answer, page, is_it=is_it)
    if link.target_domain != known.target_domain:
        if known.target_url in page.wrapped or leads_on(
            link.target_url, answer.final_url, known.target_url
        ):
            return Finding(Look.UNTOLD, sentence=f"it leads to {link.target_url}, {_SENDS_ON}")
        change = Change("target", known.target_url, link.target_url)
        sentence = f"the link leads to {link.target_url} now"
        return Finding(Look.GONE, LostReason.TARGET_CHANGED, sentence, (change,), loses=True)
    hidden = _hidden(known, page)
    if hidden is not None:
        return hidden
    changes = _changes(known, link)
    moved = _moved(answer)
    reason = None
    if moved:
        changes = (Change("page", known.source_url, answer.final_url), *changes)
        reason = LostReason.REDIRECTED
    elif link.target_url != known.target_url:
        reason = LostReason.TARGET_CHANGED
    elif known.followed and not link.followed:
        reason = LostReason.BECAME_NOFOLLOW
    if not changes:
        return Finding(Look.THERE, sentence="as it was")
    loses = moved or link.target_url != known.target_url
    return Finding(Look.CHANGED, reason, _in_words(changes), changes, loses=loses)


def _hidden(known: KnownLink, page: PageSeen) -> Finding | None:
    """A page that shows the link and no longer counts as a page of the index of search engines."""
    if page.noindex and not known.noindex:
        return _gone(LostReason.NOINDEXED, "the page asks search engines not to list it")
    other = page.canonical_url
    if other is None or is_same_page(other, known.source_url):
        return None
    if known.canonical_url is not None and is_same_page(other, known.canonical_url):
        return None
    return _gone(LostReason.NO_LONGER_CANONICAL, f"the page names {other} as the right one")


def _missing(known: KnownLink, answer: Answer, page: PageSeen, *, is_it: bool) -> Finding:
    if known.target_url in page.hidden and page.is_whole and not page.fault:
        sentence = "the link's address stands in scripts alone, no longer in the page itself"
        return _gone(LostReason.JAVASCRIPT_ONLY, sentence)
    why = _why_untold(known, page)
    if why:
        return Finding(Look.UNTOLD, sentence=why)
    if _moved(answer) and not is_same_page(answer.final_url, answer.url):
        return _redirected(answer)
    if not is_it:
        return Finding(Look.UNTOLD, sentence=_NOT_KNOWN_AGAIN)
    return _gone(LostReason.REMOVED_FROM_HTML, "the page is there without the link")


def _why_untold(known: KnownLink, page: PageSeen) -> str:
    """Why it tells nothing that the link was not found, empty where it may."""
    if page.fault or not page.is_whole:
        why = page.fault or "only a part of the page came"
        return f"{why}; the link may stand in the rest"
    if page.is_shell:
        return "the page is drawn in the browser; its HTML is empty"
    if known.target_url in page.wrapped:
        return f"its address stands in that of another link, {_SENDS_ON}"
    return ""


def _not_the_page(
    answer: Answer, page: PageSeen, probe: PageSeen | None, front: PageSeen | None, *, is_it: bool
) -> Finding | None:
    """Where none of the links is found: what answers instead of the page."""
    if page.saying in _NOT_TOLD:
        return _NOT_TOLD[page.saying]
    if page.fault or not page.is_whole:
        return None
    plain = _ended(answer, page) or (None if is_it else _wall(page))
    if plain is not None:
        return plain
    if _is_anything(page, probe) and not is_front_page(answer.url):
        return _said_to_all(answer, page, front)
    if page.refresh_url is None or is_same_page(page.refresh_url, answer.url):
        return None
    return _sent_on(answer, page.refresh_url, is_it=is_it)


def _ended(answer: Answer, page: PageSeen) -> Finding | None:
    """A page that says that it, or its site, is no more."""
    if page.saying is Saying.FOR_SALE:
        sentence = "the domain is parked: its page says it is for sale"
        return _gone(LostReason.HOST_GONE, sentence)
    if page.saying is Saying.NOT_FOUND:
        sentence = f"answers {answer.status}, and says that it is not found"
        return _gone(LostReason.PAGE_GONE, sentence)
    return None


def _wall(page: PageSeen) -> Finding | None:
    """A wall that is told by how it is made; only of a page that was not known again."""
    if page.asks_password and page.words < DOOR_WORDS:
        return _NOT_TOLD[Saying.WALL]
    return _blocked("only a part of the page is shown to strangers") if page.is_partial else None


def _is_anything(page: PageSeen, other: PageSeen | None) -> bool:
    return other is not None and likeness(page.sketch, other.sketch) >= SAME


def _said_to_all(answer: Answer, page: PageSeen, front: PageSeen | None) -> Finding | None:
    """Where an address that cannot be there shows the same: a soft 404, or a wall before all."""
    if front is None or _is_anything(page, front):
        return Finding(Look.UNTOLD, sentence="the host says the same whatever it is asked")
    if _moved(answer) and (_is_for_now(answer) or is_door(answer.final_url)):
        return None
    sentence = "says what its host says to an address that cannot be there"
    return _gone(LostReason.PAGE_GONE, sentence)


def _sent_on(answer: Answer, to: str, *, is_it: bool) -> Finding:
    if is_door(to):
        return _blocked(f"the page sends strangers on to {to}")
    if not is_it or comes_back(to, answer.url):
        sentence = f"sends its readers on to {to}, and was not known again by what it shows"
        return Finding(Look.UNTOLD, sentence=sentence)
    return _gone(LostReason.REDIRECTED, f"the page sends its readers on to {to}")


def _moved(answer: Answer) -> bool:
    """Whether another page answered than the one that was asked."""
    return bool(answer.hops) and page_key(answer.final_url) != page_key(answer.url)


def _is_for_now(answer: Answer) -> bool:
    return any(status in FOR_NOW for _, status in answer.hops)


def _redirected(answer: Answer) -> Finding:
    to, page = answer.final_url, answer.page
    if is_door(to):
        return _blocked(f"strangers are sent to {to} instead of the page")
    if comes_back(to, answer.url):
        sentence = f"redirected to {to}, which keeps the page's address to come back to"
        return Finding(Look.UNTOLD, sentence=sentence)
    if page is not None and page.words < THIN_WORDS:
        return Finding(Look.UNTOLD, sentence=f"redirected to {to}, which says next to nothing")
    if is_front_page(to) and not is_front_page(answer.url) and _is_same_host(to, answer.url):
        return _gone(LostReason.PAGE_GONE, f"redirected to the home page {to}")
    if _is_for_now(answer) and not _is_same_host(to, answer.url) and is_front_page(to):
        sentence = f"redirected for now to {to}, the front of another host"
        return Finding(Look.UNTOLD, sentence=sentence)
    return _gone(LostReason.REDIRECTED, f"redirected to {to}, which has no such link")


def _is_same_host(one: str, other: str) -> bool:
    return host_of(one).removeprefix("www.") == host_of(other).removeprefix("www.")


def _changes(known: KnownLink, link: SeenLink) -> tuple[Change, ...]:
    found = []
    if link.target_url != known.target_url:
        found.append(Change("target", known.target_url, link.target_url))
    if known.anchor is not None and _plain(known.anchor) != _plain(link.anchor):
        found.append(Change("anchor", known.anchor, link.anchor))
    for name in REL:
        before, now = getattr(known, name), getattr(link, name)
        if before is not None and before != now:
            found.append(Change(name, _yes(told=before), _yes(told=now)))
    if (
        known.followed is not None
        and known.followed != link.followed
        and not (any(change.what in REL for change in found))
    ):  # the page's own robots word
        found.append(Change("followed", _yes(told=known.followed), _yes(told=link.followed)))
    return tuple(found)


def _in_words(changes: tuple[Change, ...]) -> str:
    return "; ".join(
        f"{one.what}: {one.before or '(none)'} → {one.now or '(none)'}" for one in changes
    )


def _plain(text: str) -> str:
    return " ".join(text.split()).lower()


def _yes(*, told: bool) -> str:
    return "yes" if told else "no"


def _gone(reason: LostReason, sentence: str) -> Finding:
    return Finding(Look.GONE, reason, sentence, loses=True)


def _blocked(sentence: str) -> Finding:
    return Finding(Look.BLOCKED, LostReason.BLOCKED_TO_US, sentence)


_SENDS_ON = "which may send readers on to what was known"
_NOT_KNOWN_AGAIN = (
    "what answers does not look like the page that was known, so nothing is concluded"
)
_NOT_TOLD = {
    Saying.CHALLENGE: _blocked("a firewall's check is shown instead of the page"),
    Saying.WALL: _blocked("a login, a consent or an age gate is shown instead of the page"),
    Saying.NOT_NOW: Finding(Look.UNREACHABLE, sentence="the site says that it is not working now"),
}
