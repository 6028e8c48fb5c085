"""Hostile pages cost little time and memory."""

from __future__ import annotations

import tracemalloc
from time import process_time

import pytest

from backlinkbot.core.urls import MAX_HREF_CHARS, canonical, clean_host, resolve, targets

PAGE = "https://www.example.com/"
LONG = MAX_HREF_CHARS - 100
SECONDS = 0.5  # each takes some milliseconds; a text read more than once takes minutes


@pytest.mark.parametrize(
    "href",
    [
        "\t" * LONG + "/%",
        "a\t" * (LONG // 2) + "/%",
        "//" + "\t" * LONG + "/é",
        "http:" + "/" * LONG + "?%",
        "http://" + "a." * (LONG // 2) + "/%",
        "http://" + "a@" * (LONG // 2) + "b.example/%",
        "http://" + "%" * LONG,
        "/" + "%" * LONG,
        "/" + ";jsessionid=" * (LONG // 12),
        "/" + "../" * (LONG // 3),
        "/?" + "&" * LONG,
        "/?" + "amp;" * (LONG // 4),
        "http://" + "é" * LONG + "/",
        "http://" + "1." * (LONG // 2) + "/",
        "\ud800" * LONG,
        "x" * 100_000_000,
    ],
    ids=range(16),
)
def test_no_href_takes_long(href: str) -> None:
    begin = process_time()
    canonical(href, PAGE)
    targets(PAGE, [href])
    resolve(href[: MAX_HREF_CHARS + 1], PAGE)
    assert process_time() - begin < SECONDS


def test_no_name_takes_long() -> None:
    begin = process_time()
    for text in (
        "." * 1_000_000,
        "a-" * 500_000,
        "é" * 500_000,
        "[" + ":" * 1_000_000,
        "1." * 500_000,
    ):
        assert clean_host(text) is None
    assert process_time() - begin < SECONDS


def test_long_authorities_are_not_remembered() -> None:
    hrefs = [f"http://{'u' * 50_000}{n}@host.example/" for n in range(200)]
    hrefs += [f"http://{'h' * 2_000}{n}/" for n in range(200)]
    targets(PAGE, hrefs[:1])
    tracemalloc.start()
    for href in hrefs:
        targets(PAGE, [href, "/"])
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 200_000
