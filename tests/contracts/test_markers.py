"""The same hard questions to every marker of artificial links."""

from __future__ import annotations

import pkgutil
import re
import sys
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest

from backlinkbot.core import columns
from backlinkbot.core.audit import Family
from backlinkbot.core.nouns import LinkKind, Placement
from backlinkbot.logic.judge.anchors import anchor_words
from backlinkbot.logic.judge.evidence import Evidence, LinkInputs
from backlinkbot.logic.judge.signals import markers as folder
from backlinkbot.logic.judge.signals.markers import Level, Marks, markers
from backlinkbot.logic.judge.suspicion import SourceFacts, Suspects
from backlinkbot.logic.tiny_web.world import make_world

sys.path.insert(0, str(Path(__file__).parents[1] / "logic" / "judge"))

if TYPE_CHECKING:
    from numpy.typing import NDArray

NAMES = list(markers)
AS_OF = date(2026, 11, 1)
DAY = datetime(2026, 10, 1, tzinfo=UTC)
TAG = re.compile(r"<[a-zA-Z/!]")
LEAST: dict[str, Any] = {
    "source_url": "https://blog.example/post",
    "source_domain": "blog.example",
    "target_url": "https://acme.example/",
    "target_domain": "acme.example",
    "occurrence": 0,
}


def links_of(*rows: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist([LEAST | row for row in rows], schema=columns.links())


def nothing() -> pa.Table:
    return pa.table({})


def suspects_of(links: pa.Table, **given: Any) -> Suspects:
    from suspects_of_world import (
        DOMAIN_SCHEMA,
        FOOTPRINT_SCHEMA,
        LIFE_SCHEMA,
        OUT_SCHEMA,
        SPREAD_SCHEMA,
    )

    empty = {
        "pages": columns.page_facts().empty_table(),
        "out_links": OUT_SCHEMA.empty_table(),
        "spread": SPREAD_SCHEMA.empty_table(),
        "in_links": OUT_SCHEMA.empty_table(),
        "domains": DOMAIN_SCHEMA.empty_table(),
        "footprints": FOOTPRINT_SCHEMA.empty_table(),
        "lives": LIFE_SCHEMA.empty_table(),
    }
    inputs = LinkInputs(words=anchor_words("acme.example", topic_words=["running shoes"]))
    return Suspects(Evidence(links, inputs), SourceFacts(**(empty | given)), AS_OF)


@pytest.fixture(scope="module")
def web() -> tuple[Suspects, ...]:
    """A little web's client, a competitor whose links were bought, and a money site."""
    from suspects_of_world import SeenWeb

    seen = SeenWeb.of(make_world(seed=5, sites=150))
    money = next(s.domain for s in seen.world.sites if s.kind.value == "money site")
    names = (seen.world.client, seen.world.competitors[1], money)
    return tuple(seen.suspects(name) for name in names)


def length(suspects: Suspects, level: Level) -> int:
    return suspects.evidence.rows if level is Level.LINK else len(suspects.domains)


def check(name: str, suspects: Suspects) -> Marks:
    """What every answer promises, whatever was given."""
    rule = markers[name]
    marks = rule.find(suspects)
    assert marks.strength.shape == (length(suspects, rule.level),)
    assert marks.strength.dtype == np.float32
    told = marks.strength[~np.isnan(marks.strength)]
    assert ((told >= 0) & (told <= 1)).all()
    for row in range(len(marks.strength)):
        sentence = marks.say(row)
        assert sentence.endswith(".")
        assert sentence[0].isprintable()
        assert "\n" not in sentence
        assert TAG.search(sentence) is None
        assert "nan" not in sentence.lower().split()
        assert len(sentence) < 600
        shown = marks.show(row)
        assert isinstance(shown, tuple)
        assert all(isinstance(one, str) and one for one in shown)
    return marks


def shuffled(table: pa.Table, random: np.random.Generator) -> pa.Table:
    return table.take(pa.array(random.permutation(table.num_rows)))


def by_name(suspects: Suspects, marks: Marks, level: Level) -> dict[Any, tuple[Any, ...]]:
    """Strength, sentence and evidence of each link or domain under its name."""
    keys: list[Any]
    if level is Level.LINK:
        parts = (suspects.links[name].to_pylist() for name in columns.LINK_KEY)
        keys = list(zip(*parts, strict=True))
    else:
        keys = suspects.domains.to_pylist()
    return {
        key: (None if np.isnan(strength) else float(strength), marks.say(row), marks.show(row))
        for row, (key, strength) in enumerate(zip(keys, marks.strength, strict=True))
    }


def test_every_file_of_the_folder_is_one_marker() -> None:
    files = {module.name.replace("_", "-") for module in pkgutil.iter_modules(folder.__path__)}
    assert files == set(NAMES)


def test_markers_of_all_families_are_there() -> None:
    assert {markers[name].family for name in NAMES} == set(Family)


@pytest.mark.parametrize("name", NAMES)
def test_a_marker_explains_itself_to_a_client(name: str) -> None:
    said = (markers[name].find.__doc__ or "").strip()
    assert len(said.split()) >= 20
    assert said.splitlines()[0].endswith(".")
    assert markers[name].version >= 1


@pytest.mark.parametrize("name", NAMES)
def test_no_links_give_no_marks(name: str) -> None:
    check(name, suspects_of(links_of()))


@pytest.mark.parametrize("name", NAMES)
def test_of_a_link_that_nobody_describes_nothing_is_known(name: str) -> None:
    marks = check(name, suspects_of(links_of({})))
    assert np.isnan(marks.strength).all()
    assert "not known" in marks.say(0) or "not " in marks.say(0) or "No " in marks.say(0)


@pytest.mark.parametrize("name", NAMES)
def test_tables_without_their_columns_are_nothing_known(name: str) -> None:
    """A caller may leave out columns of pages and everything else of other tables."""
    pages = pa.table({"url": ["https://blog.example/post"], "domain": ["blog.example"]})
    bare = pa.table({"domain": ["blog.example"]})
    marks = check(name, suspects_of(links_of({}), pages=pages, domains=bare, lives=bare))
    assert np.isnan(marks.strength).all() or not marks.strength.any()


@pytest.mark.parametrize("name", NAMES)
def test_on_a_little_web_every_mark_keeps_its_promises(
    name: str, web: tuple[Suspects, ...]
) -> None:
    for suspects in web:
        check(name, suspects)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_suspects_give_the_same_marks(name: str, web: tuple[Suspects, ...]) -> None:
    rule = markers[name]
    again = Suspects(web[2].evidence, web[2].facts, web[2].as_of)
    np.testing.assert_array_equal(rule.find(web[2]).strength, rule.find(again).strength)


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_rows_changes_no_mark(name: str, web: tuple[Suspects, ...]) -> None:
    rule = markers[name]
    random = np.random.default_rng(3)
    for suspects in web:
        tables = {
            field.name: shuffled(table, random)
            for field in fields(SourceFacts)
            if isinstance(table := getattr(suspects.facts, field.name), pa.Table)
        }
        links = shuffled(suspects.links, random)
        mixed = Suspects(
            Evidence(links, suspects.evidence.inputs),
            replace(suspects.facts, **tables),
            suspects.as_of,
        )
        straight = by_name(suspects, rule.find(suspects), rule.level)
        other = by_name(mixed, rule.find(mixed), rule.level)
        assert straight.keys() == other.keys()
        for key, (strength, *said) in straight.items():
            assert other[key][0] == pytest.approx(strength, abs=1e-6)
            assert list(other[key][1:]) == said


@pytest.mark.parametrize("name", NAMES)
def test_hostile_words_are_judged_and_quoted_without_harm(
    name: str, hostile_texts: tuple[str, ...]
) -> None:
    words = ("anchor", "left", "right", "source_title", "source_language", "page_type",
             "placement", "kind", "context_html")  # fmt: skip
    rows = [dict.fromkeys(words, text) | {"occurrence": n} for n, text in enumerate(hostile_texts)]
    rows += [{"source_domain": text, "source_url": text} for text in hostile_texts]
    links = links_of(*rows)
    pages = pa.Table.from_pylist(
        [
            {"url": text, "domain": text, "title": text, "text": text, "language": text,
             "words": 0, "reporter": "warc", "evidence": text, "owner_ids": [text]}
            for text in hostile_texts
        ],
        schema=columns.page_facts(),
    )  # fmt: skip
    pairs = {"source_domain": list(hostile_texts), "target_domain": list(hostile_texts[::-1])}
    out = pa.table(pairs | {"links": [1] * len(hostile_texts)})
    shows = {"domain": list(hostile_texts), "value": list(hostile_texts)}
    prints = [
        pa.table(shows | {"kind": [kind] * len(hostile_texts), "domains": [1] * len(hostile_texts)})
        for kind in ("owner id", "server", "block", "template", "name server")
    ]
    given = {"pages": pages, "out_links": out, "in_links": out}
    check(name, suspects_of(links, **given, footprints=pa.concat_tables(prints)))


@pytest.mark.parametrize("name", NAMES)
def test_links_of_which_much_is_told_give_something_to_tell_by(name: str) -> None:
    count = 80
    rows = [full_row(number) for number in range(count)]
    names = [row["source_domain"] for row in rows]
    places = [(n, (n + step) % count) for n in range(count) for step in (1, 2, 3, 4)]
    pairs = pa.table(
        {
            "source_domain": [names[one] for one, _ in places],
            "target_domain": [names[other] for _, other in places],
            "links": [1] * len(places),
        }
    )
    back = pa.table(
        {"source_domain": ["acme.example"] * count, "target_domain": names, "links": [1] * count}
    )
    suspects = suspects_of(
        links_of(*rows),
        pages=pa.Table.from_pylist([page_of(row) for row in rows], schema=columns.page_facts()),
        out_links=pairs,
        in_links=pa.concat_tables([pairs, back]),
        domains=pa.table(
            {
                "domain": names,
                "referring_domains": [n * 10 for n in range(count)],
                "inflated_share": [n / count for n in range(count)],
            }
        ),
        footprints=pa.table(
            {
                "domain": names * 5,
                "kind": [k for k in KINDS for _ in names],
                "value": [str(n % 9) for _ in KINDS for n in range(count)],
                "domains": [9] * (5 * count),
            }
        ),
        lives=pa.table(
            {
                "domain": names,
                "first_seen": pa.array([DAY] * count, pa.timestamp("s", tz="UTC")),
                "last_seen": pa.array([DAY] * count, pa.timestamp("s", tz="UTC")),
                "gap_days": [n * 10 for n in range(count)],
                "changed": [0.9] * count,
            }
        ),
        languages=frozenset({"en"}),
    )
    inputs = replace(
        suspects.evidence.inputs, relevance=np.linspace(0, 1, count).astype(np.float32)
    )
    suspects = Suspects(Evidence(suspects.links, inputs), suspects.facts, AS_OF)
    marks = check(name, suspects)
    known: NDArray[np.bool_] = ~np.isnan(marks.strength)
    assert known.mean() > 0.5


KINDS = ("owner id", "server", "block", "template", "name server")


def full_row(number: int) -> dict[str, Any]:
    """A link of which everything is told, different for each number."""
    began = datetime(2026, 1 + number % 9, 1 + number % 27, tzinfo=UTC)
    return {
        "source_url": f"https://s{number}.example/page",
        "source_domain": f"s{number}.example",
        "anchor": ["Acme", "cheap running shoes", "click here", "", "https://acme.example/"][
            number % 5
        ],
        "kind": list(LinkKind)[number % 2].value,
        "placement": list(Placement)[number % (len(Placement) - 1)].value,
        "placement_probability": 0.9,
        "sitewide": number % 3 == 0,
        "external_links": number * 7 % 500,
        "left": "words before",
        "right": "words after",
        "source_title": f"Page number {number} of many",
        "source_language": ["en", "ru", "de"][number % 3],
        "page_type": "article",
        "context_html": '<p style="font-size:0"><a href="https://acme.example/">x</a></p>',
        "started_on": began,
        "lost_on": datetime(2026, 10, 1, tzinfo=UTC) if number % 2 else None,
        "first_seen": began,
        "last_seen": DAY,
        "state": "live",
    }


def page_of(row: dict[str, Any]) -> dict[str, Any]:
    text = f"{row['source_title']} says something about " + "running and walking all day " * 20
    return {
        "url": row["source_url"],
        "domain": row["source_domain"],
        "title": row["source_title"],
        "text": text,
        "words": 100,
        "language": row["source_language"],
        "external_links": row["external_links"],
        "reporter": "warc",
        "evidence": "a.warc.gz@1",
    }
