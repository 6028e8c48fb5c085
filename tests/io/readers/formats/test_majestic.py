from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from backlinkbot.io.readers.format import Reading

Rows = Callable[..., list[dict[str, Any]]]

API = (
    "SourceURL,ACRank,AnchorText,Date,FlagRedirect,FlagFrame,FlagNoFollow,FlagImages,FlagDeleted,"
    "FlagAltText,FlagMention,TargetURL,FirstIndexedDate,LastSeenDate,DateLost,ReasonLost,"
    "SourceCitationFlow,SourceTrustFlow\n"
)
ROW = "https://blog.example/a,3,brand,2026-05-06,{},https://our.example/,2025-01-02,2026-05-06,{},30,12\n"


def test_flags_tell_the_kind(rows: Rows) -> None:
    flags = {
        "0,0,0,0,0,0,0": "text",
        "1,0,0,0,0,0,0": "redirect",
        "0,1,0,0,0,0,0": "frame",
        "0,0,0,1,0,1,0": "image",
        "0,0,0,0,0,0,1": "mention",
        "-,-,-,+,-,-,-": "image",
    }
    found = rows((API + "".join(ROW.format(flag, ",") for flag in flags)).encode())
    assert [row["kind"] for row in found] == list(flags.values())


def test_deleted_links_are_lost_with_its_own_reason(rows: Rows) -> None:
    text = API + ROW.format("0,0,1,0,1,0,0", "2026-06-07,Broken")
    found = rows(text.encode())[0]
    assert (found["lost_on"].date(), found["vendor_lost_reason"]) == (date(2026, 6, 7), "Broken")
    assert (found["nofollow"], found["followed"]) == (True, False)


def test_broken_rows_are_counted_and_the_others_kept(rows: Rows, reading: Reading) -> None:
    good = ROW.format("0,0,0,0,0,0,0", ",")
    text = API + good + 'https://x.example/,1,"never closed,2026-01-01\n' + good + "a,b\n" + good
    assert len(rows(text.encode())) == 3
    assert reading.rejects.counts == {
        "row with a quotation mark that is never closed": 1,
        "row with another number of columns than the header": 1,
    }
    assert sorted(place.rsplit(":", 1)[1] for _, place, _ in reading.rejects.examples) == ["3", "5"]
    assert reading.rows == 5
