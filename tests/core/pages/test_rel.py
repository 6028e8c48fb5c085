"""What a page asks of search engines."""

from __future__ import annotations

import pytest

from backlinkbot.core.pages.rel import rel_facts, robots_facts


@pytest.mark.parametrize(
    ("metas", "headers", "noindex", "nofollow"),
    [
        ([], [], False, False),
        ([{"name": "robots", "content": "noindex"}], [], True, False),
        ([{"name": "Robots", "content": "NoIndex,NoFollow"}], [], True, True),
        ([{"name": "googlebot", "content": "nofollow"}], [], False, True),
        ([{"name": "bingbot", "content": "noindex"}], [], False, False),
        ([{"name": "robots", "content": "none"}], [], True, True),
        ([{"name": "robots", "content": None}], [], False, False),
        ([{"name": "robots", "content": "noindexing"}], [], False, False),
        ([], [("X-Robots-Tag", "noindex")], True, False),
        ([], [("x-robots-tag", "googlebot: nofollow, noindex")], True, True),
        ([], [("x-robots-tag", "otherbot: noindex, nofollow")], False, False),
        ([], [("x-robots-tag", "otherbot: noindex, googlebot: nofollow")], False, True),
        ([], [("x-robots-tag", "unavailable_after: 25 Jun 2030 15:00:00 PST")], False, False),
        ([], [("x-robots-tag", "max-snippet: 5, noindex")], True, False),
    ],
)
def test_the_strictest_of_metas_and_headers_holds(
    metas: list[dict[str, str | None]],
    headers: list[tuple[str, str]],
    *,
    noindex: bool,
    nofollow: bool,
) -> None:
    assert robots_facts(metas, headers) == (noindex, nofollow)


def test_other_tokens_are_kept_apart() -> None:
    facts = rel_facts("Author NOFOLLOW noopener")
    assert facts.nofollow
    assert facts.others == {"author", "noopener"}
