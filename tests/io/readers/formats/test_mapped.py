from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from backlinkbot.core.errors import BadInput
from backlinkbot.io.readers.format import Reading

Rows = Callable[..., list[dict[str, Any]]]


def test_usual_names_need_no_mapping(rows: Rows) -> None:
    found = rows(b"From URL,To URL,Anchor\nhttps://blog.example/a,https://our.example/,x\n")
    assert (found[0]["source_url"], found[0]["target_url"]) == (
        "https://blog.example/a",
        "https://our.example/",
    )


def test_the_users_names_count_more_than_the_usual_ones(rows: Rows, reading: Reading) -> None:
    reading.mapping = {"source_url": "Where", "target_url": "Whither", "anchor": "Words"}
    found = rows(b"Source,Where,Whither,Words\nx,https://blog.example/a,https://our.example/,hi\n")
    assert (found[0]["source_url"], found[0]["anchor"]) == ("https://blog.example/a", "hi")


def test_unknown_columns_are_listed_with_what_to_write(rows: Rows) -> None:
    with pytest.raises(BadInput) as error:
        rows(b"Wo,Wohin,Worte\nhttps://blog.example/a,https://our.example/,hi\n", "mine.csv")
    said = str(error.value)
    assert '"Wo", "Wohin", "Worte"' in said
    assert '--map source_url="Wo"' in said


def test_the_hint_names_a_column_that_holds_addresses(rows: Rows, reading: Reading) -> None:
    table = b"Nr,Note,Wo,Wohin\n1,gut,https://blog.example/a,https://our.example/\n"
    with pytest.raises(BadInput, match='--map source_url="Wo"'):
        rows(table)
    reading.mapping = {"source_url": "Wo"}
    with pytest.raises(BadInput, match='--map target_url="Wohin"'):
        rows(table)
    reading.mapping = {"target_url": "Wohin"}
    with pytest.raises(BadInput, match='--map source_url="Wo"'):
        rows(table)


def test_a_mapping_the_wrong_way_round_is_turned(rows: Rows, reading: Reading) -> None:
    reading.mapping = {"Wo": "source_url"}
    with pytest.raises(BadInput, match=r'the wrong way round.* --map source_url="Wo"'):
        rows(b"Wo,Wohin\nhttps://blog.example/a,https://our.example/\n")


def test_rows_with_an_end_on_no_public_web_are_counted(rows: Rows, reading: Reading) -> None:
    found = rows(
        b"From,To\nhttps://blog.example/a,https://our.example/\n"
        b"https://intranet/x,https://our.example/\nhttp://10.0.0.1/,https://our.example/\n"
        b"https://blog.example/b,http://localhost/\n"
    )
    assert [row["source_url"] for row in found] == ["https://blog.example/a"]
    assert reading.rejects.counts == {"address on no public web (localhost, intranet)": 3}


def test_a_column_that_is_not_there_is_named(rows: Rows, reading: Reading) -> None:
    reading.mapping = {"source_url": "Gone"}
    with pytest.raises(BadInput, match='has no column "Gone"; its columns are: "Wo", "Wohin"'):
        rows(b"Wo,Wohin\nhttps://blog.example/a,https://our.example/\n")


def test_a_role_that_we_do_not_know_is_answered_with_those_we_do(
    rows: Rows, reading: Reading
) -> None:
    reading.mapping = {"page": "Wo"}
    with pytest.raises(BadInput, match="source_url, target_url"):
        rows(b"Wo,Wohin\nhttps://blog.example/a,https://our.example/\n")


def test_one_target_for_all_rows_is_enough(rows: Rows, reading: Reading) -> None:
    reading.target = "www.our.example"
    found = rows(b"Linking page,Note\nhttps://blog.example/a,x\n")
    assert (found[0]["target_url"], found[0]["target_domain"]) == (
        "https://www.our.example/",
        "our.example",
    )


def test_addresses_without_a_scheme_are_completed_and_said(rows: Rows, reading: Reading) -> None:
    found = rows(b"From,To\nwww.blog.example/a,our.example\nblog.test/b?c=d,our.example/x\n")
    assert [row["source_url"] for row in found] == [
        "https://www.blog.example/a",
        "https://blog.test/b?c=d",
    ]
    assert [note.split(": ", 1)[1] for note in reading.notes] == [
        "4 addresses without a scheme were read as https"
    ]


def test_domains_can_be_mapped_to_edges(rows: Rows, reading: Reading) -> None:
    reading.mapping = {"source_domain": "Site", "links": "Links"}
    reading.target = "our.example"
    found = rows(b"Site;Links;Memo\nblog.example;1.240;gut\nnot a site;3;x\n")
    assert [(row["source_domain"], row["links"]) for row in found] == [("blog.example", 1240)]
    assert reading.rejects.counts == {"referring domain is not the name of a site": 1}


def test_a_line_that_names_the_separator_is_no_header(rows: Rows) -> None:
    found = rows(b"sep=;\nFrom;To\nhttps://blog.example/a,b;https://our.example/\n")
    assert found[0]["source_url"] == "https://blog.example/a,b"
    assert found[0]["evidence"].endswith(":3")


@pytest.mark.parametrize(
    ("cells", "meant", "said"),
    [
        (("03/04/2026", "28/09/2026"), date(2026, 4, 3), "day/month/year: 1 of 2 dates"),
        (("03/04/2026", "09/28/2026"), date(2026, 3, 4), "month/day/year: 1 of 2 dates"),
        (("03/04/2026", "10/12/2025"), date(2026, 4, 3), "this is an assumption"),
        (("10/12/2026", "04/05/2026"), date(2026, 10, 12), "days that have not come yet"),
    ],
)
def test_day_and_month_are_told_apart_by_the_whole_file_and_it_is_said(
    cells: tuple[str, str], meant: date, said: str, rows: Rows, reading: Reading
) -> None:
    text = "From,To,Date\n" + "".join(
        f"https://blog.example/{i},https://our.example/,{cell}\n" for i, cell in enumerate(cells)
    )
    found = rows(text.encode())
    assert found[0]["seen_at"].date() == meant
    assert len(reading.notes) == 1
    assert said in reading.notes[0]


def test_years_of_two_digits_are_left_empty_and_counted(rows: Rows, reading: Reading) -> None:
    found = rows(b"From,To,Date\nhttps://blog.example/,https://our.example/,28/09/26\n")
    assert (len(found), found[0]["last_seen"]) == (1, None)
    assert reading.rejects.counts == {"date with a two-digit year, left empty": 1}
