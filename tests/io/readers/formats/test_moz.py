from __future__ import annotations

from collections.abc import Callable
from typing import Any

Rows = Callable[..., list[dict[str, Any]]]

HEADER = (
    "Linking Page URL,Target URL,Anchor Text,Domain Authority,Page Authority,Spam Score,Follow\n"
)


def test_followed_is_told_and_why_not_is_not(rows: Rows) -> None:
    row = "https://blog.example/a,https://our.example/,brand,40,20,3%,{}\n"
    yes, no = rows((HEADER + row.format("true") + row.format("nofollow")).encode())
    assert (yes["followed"], yes["nofollow"], yes["ugc"]) == (True, False, False)
    assert (no["followed"], no["nofollow"], no["ugc"]) == (False, None, None)
    assert dict(yes["vendor_scores"])["moz.spam_score"] == 3.0
    assert yes["kind"] == "unknown"


def test_a_file_in_windows_1252_is_read(rows: Rows) -> None:
    row = "https://blog.example/a,https://our.example/,Gärten für alle,40,20,3%,true\n"
    assert rows((HEADER + row).encode("cp1252"))[0]["anchor"] == "Gärten für alle"
