"""The pages Opportunities and Prospects: found, kept, moved, undone, imported, exported."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from backlinkbot.app.prospects import list_prospects
from backlinkbot.app.work import Worker
from backlinkbot.core.prospects import Opening, Stage
from backlinkbot.io.state.prospects import keep_openings

if TYPE_CHECKING:
    from tests.interfaces.conftest import Browser

    from backlinkbot.core.prospects import Prospect

SITE = "fernhill.example"
AT = f"/c/home/s/{SITE}"
BOARD = f"{AT}/prospects"
OWNER = {"email": "owner@agency.example", "password": "correct horse battery staple"}
CLIENT = {"email": "client@agency.example", "password": "correct horse battery staple"}
HOSTILE = '<img src=x onerror="alert(1)">'


def kept(browser: Browser) -> tuple[Prospect, ...]:
    return list_prospects(browser.root, SITE).prospects


def said(browser: Browser, page: str = BOARD) -> str:
    found = re.search(r'class="said".*?<p>(.*?)</p>', browser.get(page).text)
    return found.group(1) if found else ""


@pytest.fixture
def asked(small: Browser) -> Browser:
    """With three prospects, added by hand."""
    for place in ("one.example", "two.example/links", "three.example"):
        assert small.send(f"{BOARD}/add", BOARD, place=place, tags="warm").status_code == 303
    return small


def test_before_a_look_the_page_says_what_finds_more(small: Browser) -> None:
    text = small.get(f"{AT}/opportunities").text
    assert "Nobody looked yet" in text
    assert "Look for opportunities" in text


def test_a_look_is_a_job_and_what_it_found_is_kept_once(small: Browser) -> None:
    answer = small.send(f"{AT}/opportunities", top="50", tactics="link intersect")
    assert "/jobs/" in answer.headers["location"]
    assert "is queued" in small.get(f"{AT}/opportunities").text
    Worker(small.root).all()
    text = small.get(f"{AT}/opportunities").text
    assert "<bdi>moss.example</bdi>" in text
    row = re.search(r'name="pick" value="(\w+)"', text)
    assert row
    for _ in range(2):
        small.send(f"{AT}/opportunities/keep", f"{AT}/opportunities", pick=row.group(1))
    assert [one.organisation for one in kept(small)] == ["moss.example"]
    assert kept(small)[0].openings[0].reasons
    assert f"{BOARD}/{kept(small)[0].number}" in small.get(f"{AT}/opportunities").text


@pytest.mark.parametrize("query", ["tactic=link+intersect", "q=moss", "near=1", "order=worth&up=1"])
def test_opportunities_are_filtered_and_ordered(small: Browser, query: str) -> None:
    small.send(f"{AT}/opportunities", top="50")
    Worker(small.root).all()
    assert small.get(f"{AT}/opportunities?{query}").status_code == 200
    assert "None fits" in small.get(f"{AT}/opportunities?q=nowhere").text


def test_a_row_that_is_not_there_keeps_nothing(small: Browser) -> None:
    small.send(f"{AT}/opportunities", top="50")
    Worker(small.root).all()
    for fields in ({"pick": "ffff"}, {}):
        small.send(f"{AT}/opportunities/keep", f"{AT}/opportunities", **fields)
        assert said(small, f"{AT}/opportunities").startswith("Nothing was kept")
    assert kept(small) == ()


def test_a_tactic_that_is_none_is_said_at_its_field(small: Browser) -> None:
    answer = small.send(f"{AT}/opportunities", top="50", tactics="magic")
    assert answer.status_code == 400
    assert "magic is no tactic" in answer.text


def test_prospects_stand_on_the_board_and_in_the_table(asked: Browser) -> None:
    board, table = asked.get(BOARD).text, asked.get(f"{BOARD}?view=table").text
    for name in ("one.example", "two.example", "three.example"):
        assert f"<bdi>{name}</bdi>" in board
        assert f"<bdi>{name}</bdi>" in table
    assert board.count('class="lane') == len(Stage)
    assert 'class="lane barred"' in board
    assert "two.example" not in asked.get(f"{BOARD}?view=table&q=one").text.split("<table")[1]


def test_several_move_in_one_step_and_one_press_takes_it_back(asked: Browser) -> None:
    numbers = [str(one.number) for one in kept(asked)]
    asked.send(f"{BOARD}/do", BOARD, do="move", stage="Contacted", pick=numbers)
    assert {one.stage for one in kept(asked)} == {Stage.CONTACTED}
    text = asked.get(BOARD).text
    assert "3 prospects are Contacted now." in text
    step = re.search(r'name="step" value="(\d+)"', text)
    assert step
    asked.send(f"{BOARD}/undo", BOARD, step=step.group(1))
    assert {one.stage for one in kept(asked)} == {Stage.NEW}


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"do": "move", "stage": "Replied"}, "cannot become Replied"),
        ({"do": "move", "stage": "Somewhere"}, "is no stage"),
        ({"do": "tag", "tags": ""}, "There is no tag"),
        ({"do": "note", "note": ""}, "There is no note"),
        ({"do": "target", "target": "https://b.example/"}, "is no page of fernhill.example"),
        ({"do": "explode"}, "is none of"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    asked: Browser, fields: dict[str, Any], told: str
) -> None:
    before = kept(asked)
    asked.send(f"{BOARD}/do", BOARD, pick=str(before[0].number), **fields)
    assert told in said(asked)
    assert kept(asked) == before


def test_the_page_that_is_asked_for_is_said_for_several_and_shown(asked: Browser) -> None:
    numbers, page = [str(one.number) for one in kept(asked)], f"https://{SITE}/guide"
    asked.send(f"{BOARD}/do", BOARD, do="target", target=page, pick=numbers[:2])
    assert f"2 prospects are asked for {page}." in said(asked)
    assert asked.get(f"{BOARD}?view=table&columns=organisation,target").text.count(page) == 2
    text = asked.get(f"{BOARD}/{numbers[0]}").text
    assert f'name="target" type="url" value="{page}"' in text
    assert f"asks for {page}" in text
    asked.send(f"{BOARD}/do", BOARD, do="target", target="", pick=numbers[0])
    assert "one.example is asked for the page of the campaign." in said(asked)


def test_a_page_that_would_fit_is_taken_by_one_press(asked: Browser) -> None:
    with asked.root.state.writing() as connection:
        lost = Opening("https://one.example/a", "lost-link reclamation", f"https://{SITE}/spade")
        keep_openings(connection, kept(asked)[0].number, [lost])
    number = kept(asked)[0].number
    at = f"{BOARD}/{number}"
    text = asked.get(at).text
    assert "Pages of yours that would fit" in text
    press = re.search(r'name="target" value="(https://fernhill\.example/spade)"', text)
    assert press
    asked.send(f"{BOARD}/do", at, do="target", pick=str(number), target=press.group(1), back=at)
    assert f"one.example is asked for {press.group(1)}." in said(asked, at)
    assert "It is asked for this one." in asked.get(at).text
    bare = next(one for one in kept(asked) if not one.openings)
    assert "Pages of yours that would fit" not in asked.get(f"{BOARD}/{bare.number}").text


def test_nobody_moves_the_prospects_of_another_site_from_here(asked: Browser) -> None:
    number = str(kept(asked)[0].number)
    other = "/c/home/s/rival.example/prospects"
    asked.send(f"{other}/do", BOARD, do="move", stage="Won", pick=number)
    assert {one.stage for one in kept(asked)} == {Stage.NEW}
    assert asked.get(f"{other}/{number}").status_code == 404
    asked.send(f"{other}/undo", BOARD, number=number)
    assert len(kept(asked)) == 3


def test_tags_notes_owner_and_contact_are_kept_as_text(asked: Browser) -> None:
    number = kept(asked)[0].number
    one = f"{BOARD}/{number}"
    for fields in (
        {"do": "tag", "tags": HOSTILE}, {"do": "note", "note": HOSTILE},
        {"do": "assign", "owner": HOSTILE},
    ):  # fmt: skip
        asked.send(f"{BOARD}/do", BOARD, pick=str(number), back=one, **fields)
    asked.send(f"{one}/contact", one, contact=HOSTILE, kind="social profile")
    for page in (one, BOARD, f"{BOARD}?view=table"):
        text = asked.get(page).text
        assert "<img src=x" not in text
        assert "&lt;img" in text
    shown = next(p for p in kept(asked) if p.number == number)
    assert shown.stage is Stage.CONTACT_FOUND
    assert shown.owner == HOSTILE


def test_a_contact_that_is_none_is_said_at_its_field(asked: Browser) -> None:
    one = f"{BOARD}/{kept(asked)[0].number}"
    answer = asked.send(f"{one}/contact", one, contact="", kind="role address")
    assert answer.status_code == 400
    assert 'id="e-contact"' in answer.text


def test_who_must_not_be_contacted_is_marked_and_cannot_be_moved(asked: Browser) -> None:
    number = str(kept(asked)[0].number)
    asked.send(f"{BOARD}/do", BOARD, do="move", stage="Do not contact", pick=number)
    text = asked.get(f"{BOARD}/{number}").text
    assert "Do not contact." in text
    assert "<h2>Move</h2>" not in text
    asked.send(f"{BOARD}/do", BOARD, do="move", stage="Contacted", pick=number)
    assert "must not be contacted" in said(asked)


def test_each_change_stands_in_the_history_and_can_be_undone(asked: Browser) -> None:
    number = str(kept(asked)[0].number)
    one = f"{BOARD}/{number}"
    asked.send(f"{BOARD}/do", BOARD, do="move", stage="Qualified", pick=number)
    text = asked.get(one).text
    assert "moved: New → Qualified" in text
    change = re.findall(r'name="change" value="(\d+)"', text)[0]
    asked.send(f"{BOARD}/undo", one, number=number, change=change, back=one)
    assert "undid change" in asked.get(one).text
    assert {p.stage for p in kept(asked)} == {Stage.NEW}


@pytest.mark.parametrize("place", ["", "nonsense", SITE, "co.uk"])
def test_what_cannot_be_a_prospect_is_said_at_its_field(small: Browser, place: str) -> None:
    answer = small.send(f"{BOARD}/add", BOARD, place=place)
    assert answer.status_code == 400
    assert 'id="e-place"' in answer.text


def test_an_export_comes_back_as_an_import(asked: Browser) -> None:
    rows = asked.get(f"{BOARD}.csv?tag=warm")
    assert rows.text.startswith("number,")
    assert "one.example" in rows.text
    listed = "domain,stage,tags\nfour.example,sent,cold\n???,,\none.example,,again\n"
    sent = {"file": ("list.csv", listed.encode(), "text/csv")}
    answer = asked.send(f"{BOARD}/import", BOARD, files=sent)
    assert answer.status_code == 303
    assert "3 rows, 1 new prospects, 1 known before" in said(asked)
    four = next(one for one in kept(asked) if one.organisation == "four.example")
    assert four.stage is Stage.CONTACTED
    rejects = asked.get(f"{BOARD}/rejects/{answer.headers['location'].rpartition('=')[2]}")
    assert "???" in rejects.text
    assert asked.get(f"{BOARD}.exe").status_code == 400
    assert asked.get(f"{BOARD}.xlsx").content.startswith(b"PK")


@pytest.mark.parametrize(
    "sent",
    [None, ("list.exe", b"x", "text/csv"), ("list.csv", b"a,b\n1,2\n", "text/csv")],
)
def test_a_list_that_cannot_be_read_is_said_at_its_field(small: Browser, sent: Any) -> None:
    files = {"file": sent} if sent else None
    answer = small.send(f"{BOARD}/import", BOARD, files=files)
    assert answer.status_code == 400
    assert 'id="e-file"' in answer.text


def test_a_form_without_its_token_changes_nothing(asked: Browser) -> None:
    data = {"do": "move", "stage": "Won", "pick": str(kept(asked)[0].number)}
    assert asked.client.post(f"{BOARD}/do", data=data).status_code == 403
    assert {one.stage for one in kept(asked)} == {Stage.NEW}


def test_links_that_landed_are_looked_up(asked: Browser) -> None:
    asked.send(f"{BOARD}/refresh", BOARD)
    assert "links landed" in said(asked)


def test_who_may_only_look_sees_no_buttons(asked: Browser) -> None:
    number = kept(asked)[0].number
    people = "/c/home/settings/people"
    asked.send(people, role="owner", name="Olga", **OWNER)
    asked.send("/sign-in", **OWNER)
    asked.send(people, role="client", name="Cleo", clients="home", **CLIENT)
    asked.client.cookies.clear()
    asked.send("/sign-in", **CLIENT)
    for page in (
        BOARD, f"{BOARD}?view=table", f"{BOARD}/{number}", f"{AT}/opportunities", f"{AT}/watch",
        f"{AT}/competitors", f"{AT}/competitors/suggested", f"{AT}/plays", "/c/home/alerts",
        "/c/home/settings/notifications",
    ):  # fmt: skip
        answer = asked.get(page)
        assert answer.status_code == 200, page
        body = answer.text.partition("<main")[2]
        assert 'method="post"' not in body, page
    answer = asked.send(f"{BOARD}/do", "/c/home/sites", do="move", stage="Won", pick=str(number))
    assert answer.status_code == 403
