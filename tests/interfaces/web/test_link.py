"""The page of one link: everything known of it, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from backlinkbot.app.audit.last import keep_last
from backlinkbot.app.ingest import IngestOptions, ingest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.interfaces.conftest import Browser

SITE = "/c/home/s/fernhill.example"
BLOG, SPADE = "https://blog.hartby.example/tools", "https://fernhill.example/spade"
PAGE = f"{SITE}/link?{urlencode({'source': BLOG, 'to': SPADE})}"
HOSTILE = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)",
    "{{7*7}}{% raw %}", "=cmd|' /C calc'!A0", "</pre></textarea><svg/onload=alert(1)>",
)  # fmt: skip


def test_its_readings_its_times_and_who_told_it_are_there(small: Browser) -> None:
    text = small.get(PAGE).text
    assert text.count('class="reading"') == 5
    for word in ("Fernhill spade", "20 October 2026", "30 October 2026", "Who told it", "followed"):
        assert word in text


def test_what_the_last_audit_said_is_told(small: Browser) -> None:
    assert "No audit with this site is kept yet" in small.get(PAGE).text
    mark = {"marker": "one-anchor", "strength": 0.5, "sentence": "It says <b>one</b> thing."}
    verdict = {
        "unit": "hartby.example", "verdict": "review", "probability": 0.61,
        "reasons": ["It came in a wave."], "marks": [mark],
    }  # fmt: skip
    told = {
        "domains": [verdict],
        "as_of": "2026-10-31",
        "error": ["Of 100 like this, 4 were fine."],
    }
    keep_last(small.root, "fernhill.example", told)
    text = small.get(PAGE).text
    for word in ("review", "61%", "It came in a wave.", "one-anchor", "Of 100 like this"):
        assert word in text
    assert "It says &lt;b&gt;one&lt;/b&gt; thing." in text


def test_its_price_says_why_there_is_none(small: Browser) -> None:
    assert "Work it out" in small.get(PAGE).text
    priced = small.get(f"{PAGE}&price=1")
    assert priced.status_code == 200
    assert "Work it out" not in priced.text


def test_a_decision_leads_back_to_the_link(small: Browser) -> None:
    done = small.send(f"{SITE}/backlinks/decide", PAGE, pick=[BLOG], do="remove", here=PAGE)
    assert done.headers["location"] == PAGE
    assert "hartby.example is to be asked" in small.get(PAGE).text
    elsewhere = small.send(
        f"{SITE}/backlinks/decide", PAGE, pick=[BLOG], do="keep", here="https://evil.example/"
    )
    assert elsewhere.headers["location"] == "/"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        (f"source={BLOG}", 400),
        (urlencode({"source": "https://nobody.example/", "to": SPADE}), 404),
        (urlencode({"source": BLOG, "to": "https://rival.example/"}), 404),
    ],
)
def test_a_link_that_is_not_known_is_told_in_a_sentence(
    small: Browser, query: str, status: int
) -> None:
    assert small.get(f"{SITE}/link?{query}").status_code == status


def test_nothing_hostile_in_a_text_of_the_web_can_act(small: Browser, tmp_path: Path) -> None:
    quoted = [one.replace('"', '""') for one in HOSTILE]
    rows = "".join(
        f'https://evil{n}.example/p,https://fernhill.example/,"{one}"\n'
        for n, one in enumerate(quoted)
    )
    path = tmp_path / "hostile.csv"
    path.write_text("source_url,target_url,anchor\n" + rows, "utf-8")
    ingest(small.root, [str(path)], IngestOptions())
    pages = [f"{SITE}/{of}" for of in ("backlinks", "anchors", "overview", "referring-domains")]
    pages += [
        f"{SITE}/link?" + urlencode({"source": f"https://evil{n}.example/p",
                                     "to": "https://fernhill.example/"})
        for n in range(len(HOSTILE))
    ]  # fmt: skip
    for page in pages:
        text = small.get(page).text
        for raw in ("<script>alert", "<img src=x", "<svg/onload", "</pre></textarea>", "49{%"):
            assert raw not in text, page
        assert 'href="javascript:' not in text
    exported = small.get(f"{SITE}/backlinks.csv").text
    assert "\n=cmd" not in exported
    assert ",=cmd" not in exported
