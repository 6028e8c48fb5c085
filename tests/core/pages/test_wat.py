"""WAT records: the same links as their page, and nothing invented."""

from __future__ import annotations

import json
from typing import Any

from backlinkbot.core.facts import RawPage
from backlinkbot.core.pages.extract import extract

URL = "https://a.example/dir/page"
HTML = """<head><title>A  page</title><base href="https://a.example/other/">
<meta name="robots" content="nofollow"><meta property="og:locale" content="de_AT">
<link rel="canonical" href="/self"></head>
<body><a href="https://t.example/x" rel="Sponsored">words</a>
<a href="https://t.example/x"><img src="/p.png" alt="pic"></a><a href="rel">mine</a>
<iframe src="https://f.example/"></iframe><a href="mailto:a@b.example">m</a></body>"""


def wat(
    links: list[dict[str, str]], head: dict[str, Any] | None = None, status: str = "200"
) -> bytes:
    response = {
        "Headers": {"Content-Type": "text/html", "X-Robots-Tag": ["noindex", "noarchive"]},
        "Response-Message": {"Status": status},
        "HTML-Metadata": {"Head": head or {}, "Links": links},
    }
    envelope = {"Payload-Metadata": {"HTTP-Response-Metadata": response}}
    return json.dumps({"Container": {}, "Envelope": envelope}).encode()


RECORD = wat(
    [
        {"path": "A@/href", "url": "https://t.example/x", "rel": "Sponsored", "text": "words"},
        {"path": "IMG@/src", "url": "/p.png", "alt": "pic"},
        {"path": "A@/href", "url": "https://t.example/x", "text": ""},
        {"path": "A@/href", "url": "rel", "text": "mine"},
        {"path": "IFRAME@/src", "url": "https://f.example/"},
        {"path": "A@/href", "url": "mailto:a@b.example", "text": "m"},
        {"path": "SCRIPT@/src", "url": "https://js.example/x.js"},
    ],
    {
        "Title": "A  page",
        "Base": "https://a.example/other/",
        "Metas": [
            {"name": "robots", "content": "nofollow"},
            {"property": "og:locale", "content": "de_AT"},
        ],
        "Link": [{"path": "LINK@/href", "url": "/self", "rel": "canonical"}],
    },
)


def raw(body: bytes, form: str, status: int = 200) -> RawPage:
    headers = (("content-type", "text/html"), ("x-robots-tag", "noindex")) if form == "html" else ()
    return RawPage(URL, status, headers, body, None, "x@1", form, form=form)


def test_a_wat_gives_the_links_of_its_page() -> None:
    told = extract([raw(RECORD, "wat")], internal=True)
    read = extract([raw(HTML.encode(), "html")], internal=True)
    columns = ["source_url", "target_url", "target_domain", "occurrence", "nofollow", "sponsored",
               "followed", "noindex", "source_title", "source_language", "external_links",
               "internal_links"]  # fmt: skip
    assert told.links.select(columns).to_pylist() == read.links.select(columns).to_pylist()
    assert (told.found, told.internal) == (read.found, read.internal) == (5, 2)
    assert told.rejects.counts == read.rejects.counts
    assert told.links["kind"].to_pylist()[:2] == ["text", "image"]
    assert told.links["anchor"].to_pylist()[:3] == read.links["anchor"].to_pylist()[:3]


def test_a_wat_invents_no_place_on_the_page() -> None:
    links = extract([raw(RECORD, "wat")]).links
    assert set(links["placement"].to_pylist()) == {"unknown"}
    for name in ("placement_probability", "position", "block_density", "left", "right"):
        assert set(links[name].to_pylist()) == {None}
    page = extract([raw(RECORD, "wat")]).pages.to_pylist()[0]
    assert (page["page_type"], page["text"], page["takes_comments"]) == (None, None, None)


def test_a_broken_wat_is_counted() -> None:
    for body in (
        b"",
        b"{",
        b"[]",
        b'{"Envelope": 5}',
        RECORD[:-30],
        b'{"Envelope":{"Payl":"\xff"}}',
    ):
        seen = extract([raw(body, "wat")])
        assert seen.rejects.counts == {"WAT record is not valid JSON of a page": 1} or (
            seen.links.num_rows == 0
        )


def test_a_redirect_in_a_wat_is_a_page_fact_without_links() -> None:
    moved = wat([], status="301").replace(b'"Content-Type"', b'"Location": "/new", "Content-Type"')
    seen = extract([raw(moved, "wat", 301)])
    assert seen.links.num_rows == 0
    assert seen.pages["redirect_url"].to_pylist() == ["https://a.example/new"]
