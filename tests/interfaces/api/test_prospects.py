"""REST about prospects: added, moved, noted, tagged, assigned, aimed, undone, sent and fetched."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.interfaces.conftest import Browser

API = "/api/v1"
SITE = "fernhill.example"
PROSPECTS = f"/domains/{SITE}/prospects"
LIST = 'Website,Status,Notes\nblog.moss.example,Sent,"=cmd()"\nnot a site,New,\n'


def ask(browser: Browser, method: str, path: str, told: Any = None, status: int = 200) -> Any:
    answer = browser.client.request(method, f"{API}{path}", json=told)
    assert answer.status_code == status, answer.text
    return answer.json()


def added(browser: Browser, *places: str) -> list[int]:
    """Adds prospects; their numbers."""
    made = [ask(browser, "POST", PROSPECTS, {"place": one}, 201)["added"][0] for one in places]
    assert len(made) == len(places)
    return made


def test_prospects_are_moved_together_and_one_step_takes_it_back(small: Browser) -> None:
    numbers = added(small, "blog.moss.example", "https://hartby.example/links")
    moved = {"numbers": numbers, "stage": "Contacted", "on": "2026-10-30"}
    step = ask(small, "POST", "/prospects/move", moved)["step"]
    told = ask(small, "GET", f"{PROSPECTS}?stage=Contacted")
    assert (told["total"], told["stages"]["Contacted"]) == (2, 2)
    assert {row["outcome"]["contacted_at"] for row in told["rows"]} == {"2026-10-30T00:00:00Z"}
    back = ask(small, "POST", "/prospects/undo", {"step": step})
    assert set(back["stages"].values()) == {"New"}
    ask(small, "POST", "/prospects/undo", {"step": step}, 404)


def test_all_are_moved_or_none(small: Browser) -> None:
    (number,) = added(small, "moss.example")
    ask(small, "POST", "/prospects/move", {"numbers": [number, 999], "stage": "Lost"}, 404)
    assert ask(small, "GET", f"/prospects/{number}")["stage"] == "New"


def test_the_history_says_who_did_what(small: Browser) -> None:
    (number,) = added(small, "moss.example")
    ask(small, "POST", "/prospects/note", {"numbers": [number], "note": "Met at a fair."})
    ask(small, "POST", "/prospects/tag", {"numbers": [number], "add": ["spring", "b"]})
    ask(small, "POST", "/prospects/tag", {"numbers": [number], "remove": ["b"]})
    ask(small, "POST", "/prospects/assign", {"numbers": [number], "owner": "Ann"})
    page = "https://fernhill.example/guide"
    ask(small, "POST", "/prospects/target", {"numbers": [number], "page": page})
    ask(small, "POST", "/prospects/target", {"numbers": [number], "page": "https://b.example"}, 400)
    assert ask(small, "GET", f"/prospects/{number}")["target"] == page
    contact = {"contact": "editor@moss.example", "kind": "role address"}
    ask(small, "PUT", f"/prospects/{number}/contact", contact)
    told = ask(small, "GET", f"/prospects/{number}")
    assert (told["tags"], told["owner"], told["stage"]) == (["spring"], "Ann", "Contact found")
    lines = [(one["what"], one["by"]) for one in told["history"]]
    assert {by for _, by in lines} == {"local user"}
    assert {what for what, _ in lines} >= {
        "added", "noted", "tagged", "assigned", "contact", "target",
    }  # fmt: skip
    ask(small, "POST", f"/prospects/{number}/undo", {})
    assert ask(small, "GET", f"/prospects/{number}")["stage"] == "New"


def test_pages_of_ours_are_suggested_and_none_is_set(small: Browser) -> None:
    (first, second) = added(small, "https://moss.example/spade", "https://glenrow.example/")
    told = ask(small, "GET", "/domains/fernhill.example/targets")
    assert (told["site"], told["total"], told["snapshot"] is not None) == (SITE, 2, True)
    assert "No page of fernhill.example was read" in told["notes"][0]
    page = ask(small, "GET", "/domains/fernhill.example/targets?limit=1")
    more = ask(
        small, "GET", f"/domains/fernhill.example/targets?limit=1&cursor={page['next_cursor']}"
    )
    both = [row["prospect"] for row in (*page["rows"], *more["rows"])]
    assert (sorted(both), page["total"], more["next_cursor"]) == ([first, second], 2, None)
    (row,) = ask(small, "GET", f"/domains/fernhill.example/targets?prospect={first}")["rows"]
    assert (row["prospect"], row["target"], row["suggested"]) == (first, "", [])
    ask(small, "GET", "/domains/fernhill.example/targets?prospect=999", status=404)
    ask(small, "GET", f"/domains/other.example/targets?prospect={second}", status=400)


def test_lists_are_filtered_and_come_in_pages(small: Browser) -> None:
    added(small, *(f"site{number}.example" for number in range(5)))
    page = ask(small, "GET", f"{PROSPECTS}?limit=2")
    assert (page["total"], len(page["rows"])) == (5, 2)
    more = ask(small, "GET", f"{PROSPECTS}?limit=2&cursor={page['next_cursor']}")
    assert not {r["number"] for r in page["rows"]} & {r["number"] for r in more["rows"]}
    assert ask(small, "GET", f"{PROSPECTS}?search=site3")["total"] == 1
    assert ask(small, "GET", f"{PROSPECTS}?owner=Ann")["total"] == 0


def test_a_list_is_sent_and_what_was_left_out_can_be_read(small: Browser) -> None:
    answer = small.client.post(
        f"{API}{PROSPECTS}/import",
        files={"file": ("theirs.csv", LIST.encode())},
        data={"mapping": ["prospect=Website", "stage=Status", "note=Notes"]},
    )
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert (told["rows"], len(told["added"]), sum(told["rejects"].values())) == (2, 1, 1)
    assert "/" not in told["rejects_file"]
    rejects = small.client.get(f"{API}/rejects/{told['rejects_file']}")
    assert "not a site" in rejects.text
    assert small.client.get(f"{API}/rejects/..%2Fbacklinkbot.toml").status_code == 404
    (row,) = ask(small, "GET", PROSPECTS)["rows"]
    assert (row["prospect"], row["stage"]) == ("moss.example", "Contacted")


def test_an_export_disarms_formulas_and_comes_back(small: Browser) -> None:
    (number,) = added(small, "moss.example")
    ask(small, "POST", "/prospects/assign", {"numbers": [number], "owner": "=cmd()"})
    text = small.client.get(f"{API}{PROSPECTS}?format=csv").text
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["prospect"] == "moss.example"
    assert not row["owner"].startswith("=")
    answer = small.client.post(
        f"{API}{PROSPECTS}/import", files={"file": ("ours.csv", text.encode())}
    )
    assert answer.json()["found_again"] == [number], answer.text


def test_who_must_not_be_contacted_is_not_added_again(small: Browser) -> None:
    (number,) = added(small, "moss.example")
    ask(small, "POST", "/prospects/move", {"numbers": [number], "stage": "Do not contact"})
    ask(small, "POST", PROSPECTS, {"place": "moss.example"}, 403)
    ask(small, "POST", PROSPECTS, {"place": "www.fernhill.example"}, 403)
