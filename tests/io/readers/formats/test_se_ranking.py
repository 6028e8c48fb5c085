from __future__ import annotations

from collections.abc import Callable
from typing import Any

Rows = Callable[..., list[dict[str, Any]]]


def test_a_semicolon_table_with_a_mark_is_read(rows: Rows) -> None:
    text = (
        "Source URL;Title;Target URL;Anchor;Nofollow;Image;Domain Trust;Page Trust;"
        "First Seen;Last Seen\n"
        "https://blog.example/a;T;https://our.example/;a, b;1;0;40;20;2025-01-02;2026-05-06\n"
    )
    found = rows(text.encode("utf-8-sig"))[0]
    assert (found["anchor"], found["kind"], found["followed"]) == ("a, b", "text", False)
    assert dict(found["vendor_scores"]) == {
        "se_ranking.domain_trust": 40,
        "se_ranking.page_trust": 20,
    }
    assert found["reporter"] == "se-ranking"
