"""Who is elsewhere learns the names of files, and nothing of the disk they are on."""

from __future__ import annotations

import pytest

from backlinkbot.core.places import evidence_named, names_only


def test_places_and_paths_become_names_and_addresses_stay() -> None:
    told = {
        "arguments": {"places": ["/srv/w/uploads/7/my links.csv", "https://a.example/b/c.csv"]},
        "result": {"files": [{"path": "/srv/w/a.csv", "rejects_file": "/srv/w/r.csv", "rows": 3}]},
    }
    assert names_only(told) == {
        "arguments": {"places": ["my links.csv", "https://a.example/b/c.csv"]},
        "result": {"files": [{"path": "a.csv", "rejects_file": "r.csv", "rows": 3}]},
    }


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("/srv/w/a.csv, row 3: no link", "a.csv, row 3: no link"),
        ("cannot read '/srv/w/a.csv'", "cannot read 'a.csv'"),
        ("https://a.example/b/c/d said no", "https://a.example/b/c/d said no"),
        ("a.example/b/c and 1/2/3 of 4", "a.example/b/c and 1/2/3 of 4"),
    ],
)
def test_paths_within_sentences_become_names(sentence: str, told: str) -> None:
    assert names_only({"message": sentence}) == {"message": told}


def test_only_evidence_is_told_by_names_and_words_of_the_web_stay() -> None:
    told = {
        "anchor": "see /usr/share/doc/readme",
        "marks": [{"evidence": ["/srv/in/a.warc.gz@12", "https://x.example/a/b"]}],
    }
    assert evidence_named(told) == {
        "anchor": "see /usr/share/doc/readme",
        "marks": [{"evidence": ["a.warc.gz@12", "https://x.example/a/b"]}],
    }
