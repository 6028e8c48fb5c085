"""Pages of one template have one number."""

from __future__ import annotations

from backlinkbot.core.pages.links import parsed
from backlinkbot.core.pages.template import template
from backlinkbot.core.pages.walk import walk

SITE = """<body class="post-{n}"><div id=top class="head w-{n}"><nav>{n}</nav></div>
<div class="main"><article class="post-{n} category-{n} type-post">{body}</article></div>
<footer class=foot>{n}</footer></body>"""


def number_of(html: str) -> int | None:
    return template(walk(parsed(html.encode())))


def test_pages_of_one_template_are_equal_whatever_they_say() -> None:
    first = number_of(SITE.format(n=1, body="<p>short"))
    second = number_of(SITE.format(n=22, body="<p>a<p>b<p>c<ul><li>x</ul>"))
    assert first == second
    assert first is not None
    assert 0 <= first < 1 << 64


def test_another_design_is_another_number() -> None:
    first = number_of(SITE.format(n=1, body=""))
    other = number_of(SITE.format(n=1, body="").replace("main", "hauptteil"))
    assert first != other


def test_a_page_without_a_skeleton_has_none() -> None:
    assert number_of("") is None
    assert number_of("<p>words") is None
