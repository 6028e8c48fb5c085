"""What one look at a page tells of each backlink that was known on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.crawl import Outcome
from backlinkbot.core.nouns import LostReason
from backlinkbot.core.verifying import Change, Finding, Look, Saying
from backlinkbot.logic.verify.matching import matched
from backlinkbot.logic.verify.soft import (
    SAME,
    is_front_page,
    is_other_site,
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


def judge(
    answer: Answer, known: Sequence[KnownLink], probe: PageSeen | None = None
) -> list[Finding]:
    """What the answer tells of each of the known links of its page, in their order.

    `probe`: what the same host shows under an address that cannot be there, where it was asked.
    """
    whole = _of_answer(answer)
    if whole is not None:
        return [whole] * len(known)
    page = answer.page
    if page is None:
        return [_no_page(answer)] * len(known)
    seen = matched(known, page.links)
    found = [_of_link(one, link, answer, page) for one, link in zip(known, seen, strict=True)]
    if any(link is not None for link in seen):
        return found
    instead = _not_the_page(answer, page, probe)
    return [instead] * len(known) if instead else found


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


def _of_link(known: KnownLink, link: SeenLink | None, answer: Answer, page: PageSeen) -> Finding:
    if link is None:
        return _missing(known, answer, page)
    if link.target_domain != known.target_domain:
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


def _missing(known: KnownLink, answer: Answer, page: PageSeen) -> Finding:
    if page.fault or not page.is_whole:
        why = page.fault or "only a part of the page came"
        return Finding(Look.UNTOLD, sentence=f"{why}; the link may stand in the rest")
    if known.target_url in page.hidden:
        sentence = "the link's address stands in scripts alone, no longer in the page itself"
        return _gone(LostReason.JAVASCRIPT_ONLY, sentence)
    if page.is_shell:
        return Finding(Look.UNTOLD, sentence="the page is drawn in the browser; its HTML is empty")
    if _moved(answer):
        return _redirected(answer)
    return _gone(LostReason.REMOVED_FROM_HTML, "the page is there without the link")


def _not_the_page(answer: Answer, page: PageSeen, probe: PageSeen | None) -> Finding | None:
    """Where none of the links is found: what answers instead of the page."""
    if page.saying in _NOT_TOLD:
        return _NOT_TOLD[page.saying]
    if page.fault or not page.is_whole:
        return None
    same = likeness(page.sketch, probe.sketch) if probe else 0.0
    gone: tuple[tuple[bool, LostReason, str], ...] = (
        (
            page.saying is Saying.FOR_SALE,
            LostReason.HOST_GONE,
            "the domain is parked: its page says it is for sale",
        ),
        (
            page.saying is Saying.NOT_FOUND,
            LostReason.PAGE_GONE,
            f"answers {answer.status}, and says that it is not found",
        ),
        (
            same >= SAME and not is_front_page(answer.url),
            LostReason.PAGE_GONE,
            "says what its host says to an address that cannot be there",
        ),
        (
            page.refresh_url is not None and not is_same_page(page.refresh_url, answer.url),
            LostReason.REDIRECTED,
            f"the page sends its readers on to {page.refresh_url}",
        ),
    )
    return next((_gone(reason, sentence) for is_so, reason, sentence in gone if is_so), None)


def _moved(answer: Answer) -> bool:
    """Whether another page answered than the one that was asked."""
    return bool(answer.hops) and page_key(answer.final_url) != page_key(answer.url)


def _redirected(answer: Answer) -> Finding:
    to = answer.final_url
    if is_front_page(to) and not is_front_page(answer.url) and not is_other_site(to, answer.url):
        return _gone(LostReason.PAGE_GONE, f"redirected to the home page {to}")
    return _gone(LostReason.REDIRECTED, f"redirected to {to}, which has no such link")


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


_NOT_TOLD = {
    Saying.CHALLENGE: _blocked("a firewall's check is shown instead of the page"),
    Saying.WALL: _blocked("a login, a consent or an age gate is shown instead of the page"),
    Saying.NOT_NOW: Finding(Look.UNREACHABLE, sentence="the site says that it is not working now"),
}
