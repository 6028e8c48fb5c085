"""Links of a WAT that stay on their host may be counted without being listed: same answers."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.facts import RawPage
from backlinkbot.core.pages.extract import extract

HREFS = st.one_of(
    st.sampled_from(
        [
            *("", "/", "//b.example/x", "/\\b.example", "\\\\b.example", "/\t/b.example/", "#x"),
            *("?q=//b.example", "..//b.example", "a:b", "mailto:x@b.example", "x.html", "../x"),
            *(" //b.example", "https:b.example", "https:/x", "https://a.example", "./x:y"),
            *("https://a.example.evil.example/", "https://a.example/x\n", "HTTP://A.EXAMPLE/"),
            *("https://a.example@b.example/", "https://a.example/" + "y" * 9000, "x" * 9000),
        ]
    ),
    st.text("/\\:?#.@ab \t\nhtps", max_size=12),
    st.text("/:.ab", max_size=8).map(lambda tail: f"https://a.example{tail}"),
)


def raw_page(hrefs: list[str], base: str) -> RawPage:
    links = [{"path": "A@/href", "url": href, "text": str(n)} for n, href in enumerate(hrefs)]
    html = {"Head": {"Base": base} if base else {}, "Links": links}
    told = {"Envelope": {"Payload-Metadata": {"HTTP-Response-Metadata": {"HTML-Metadata": html}}}}
    return RawPage(
        url="https://a.example/folder/page?q#f",
        status=200,
        headers=(),
        body=json.dumps(told).encode(),
        fetched_at=None,
        evidence="x@0",
        reporter="wat",
        form="wat",
    )


@given(st.lists(HREFS, max_size=6), st.sampled_from(["", "https://b.example/", "/other/"]))
def test_counting_gives_the_links_and_numbers_that_listing_gives(
    hrefs: list[str], base: str
) -> None:
    page = raw_page(hrefs, base)
    counted, listed = extract([page]), extract([page], internal=True)
    away = [row for row in listed.links.to_pylist() if row["target_domain"] != "a.example"]
    assert counted.links.to_pylist() == away
    assert (counted.found, counted.internal) == (listed.found, listed.internal)
    assert counted.pages == listed.pages
    assert counted.rejects.counts == listed.rejects.counts
