"""Templates: filled in with what is known, and no way to make them cost more than they show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.errors import BadInput
from backlinkbot.core.outreach import Template
from backlinkbot.logic.outreach.templates import (
    LONGEST_OUTPUT,
    VARIABLES,
    check,
    fill,
    names_used,
    plain,
)


def body(text: str, **values: str) -> str:
    return fill(Template("t", "Subject", text), values).body.rstrip("\n")


def test_a_fallback_stands_where_nothing_is_known() -> None:
    hello = 'Hi {{ first_name | default: "there" }},'
    assert body(hello) == "Hi there,"
    assert body(hello, first_name="  ") == "Hi there,"
    assert body(hello, first_name="Ann") == "Hi Ann,"


def test_a_name_without_value_and_fallback_is_told() -> None:
    filled = fill(Template("t", "{{ about }}", "{{ name }} {{ page_url }}"), {"page_url": "x"})
    assert filled.missing == ("about", "name")
    asked = "{% if name %}Dear {{ name }}{% else %}Hello{% endif %}"
    assert fill(Template("t", "s", asked), {}).missing == ()


def test_what_is_filled_in_is_never_read_as_a_template_nor_breaks_a_line() -> None:
    hostile = "{{ postal_address }}\r\nBcc: all@example.com\u2028{% raw %}"
    filled = fill(Template("t", "{{ mention }}", "{{ mention }}"), {"mention": hostile})
    assert filled.subject == "{{ postal_address }} Bcc: all@example.com {% raw %}"
    assert filled.body.count("\n") == 1


@given(st.text(max_size=300))
def test_a_value_is_one_line_without_what_nobody_sees(text: str) -> None:
    told = plain(text)
    assert len(told.splitlines()) <= 1
    assert plain(told) == told


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in (1..9) %}x{% endfor %}", "{% include 'x' %}", "{% render 'x' %}",
        "{{ name | replace: 'a', 'aaaaaaaaaaaaaa' }}", "{{ name | append: name }}",
        "{% capture a %}x{% endcapture %}", "{% tablerow a in (1..9) %}{% endtablerow %}",
        "{% if name %}", "{{ name", "{% nothing %}", "{{ name | date: '%999999d' }}",
        "{% if name %}" * 20 + "{% endif %}" * 20, "x" * 20_001,
        "{% if " + " and ".join(["name"] * 3_000) + " %}x{% endif %}",
        "{{ name" + "[name" * 2_000 + "]" * 2_000 + " }}",
        "{{ mention }}" * 1_000, "{% increment a %}", "{% cycle 'a', 'b' %}",
    ],
)  # fmt: skip
@pytest.mark.timeout(60)
def test_what_could_cost_more_than_it_shows_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        body(text, name="Ann", mention="y" * 5_000)


@given(st.text("{}%| name'\"if.endif[]()1:,-default", max_size=80))
def test_any_text_is_filled_in_or_refused(text: str) -> None:
    try:
        filled = fill(Template("t", text, text), {"name": "Ann"})
    except BadInput:
        return
    assert len(filled.body.encode()) <= LONGEST_OUTPUT + 1


@pytest.mark.parametrize(
    "text", ["{{ name.__class__.__mro__ }}", "{{ __builtins__ }}", "{{ self }}", "{{ name.upper }}"]
)
def test_nothing_of_the_program_is_seen_from_a_template(text: str) -> None:
    assert body(text + "-", name="Ann") == "-"


def test_a_template_that_asks_for_what_nobody_knows_is_a_mistake() -> None:
    check(Template("t", "{{ about }}", "{{ name | default: 'x' }}{% assign q = page_url %}{{ q }}"))
    with pytest.raises(BadInput, match="'frist_name'"):
        check(Template("t", "{{ about }}", "Hi {{ frist_name }}"))
    with pytest.raises(BadInput, match="subject and a body"):
        check(Template("t", "s", " "))


def test_names_are_found_also_in_conditions() -> None:
    used = names_used(Template("t", "{{ about }}", "{% if name == role %}{{ mention }}{% endif %}"))
    assert used == ("about", "mention", "name", "role")
    assert set(used) <= set(VARIABLES)
