"""Server logs: what is a visit, what is not, and that nothing is lost uncounted."""

from __future__ import annotations

import gzip
from datetime import date
from typing import Any

import pytest

from backlinkbot.core.errors import BadInput
from backlinkbot.io.readers.visits import arrivals
from backlinkbot.io.readers.visits.formats.access_log import NO_LINE

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0"
POST = "https://news.example/post"


def line(  # noqa: PLR0913 - a line of a log has so many parts
    who: int,
    at: str,
    path: str,
    referrer: str = "-",
    *,
    agent: str = BROWSER,
    status: int = 200,
    method: str = "GET",
    host: str = "",
) -> str:
    front = f"{host}:443 " if host else ""
    return (
        f"{front}10.0.{who // 250}.{who % 250} - - [03/Jan/2026:{at} +0100] "
        f'"{method} {path} HTTP/1.1" {status} 512 "{referrer}" "{agent}"'
    )


def log(*lines: str) -> str:
    return "\n".join(lines) + "\n"


def test_a_visit_begins_where_somebody_comes_from_another_site(read: Any) -> None:
    found = read(log(line(1, "10:00:00", "/a?utm_source=x", POST)), "access.log")
    (row,) = found.rows
    assert found.format == "access-log"
    assert (row["since"], row["channel"]) == (date(2026, 1, 3), "referral")
    assert (row["referrer_url"], row["page"]) == (POST, "https://acme.example/a")
    assert row["visits"] == 1


def test_a_reload_is_the_same_visit_and_half_an_hour_later_another(read: Any) -> None:
    again = [line(1, at, "/a", POST) for at in ("10:00:00", "10:05:00", "10:40:00")]
    assert sum(row["visits"] for row in read(log(*again)).rows) == 2


def test_a_second_site_within_the_half_hour_brought_a_visit_of_its_own(read: Any) -> None:
    two = log(line(1, "10:00:00", "/a", POST), line(1, "10:01:00", "/b", "https://other.org/"))
    assert {row["referrer_domain"] for row in read(two).rows} == {"news.example", "other.org"}


def test_going_on_within_the_site_is_no_visit(read: Any) -> None:
    found = read(
        log(
            line(1, "10:00:00", "/a", POST),
            line(1, "10:01:00", "/b", "https://acme.example/a"),
            line(1, "10:02:00", "/c", "-"),
        )
    )
    assert [row["page"] for row in found.rows] == ["https://acme.example/a"]


def test_bots_parts_errors_and_posts_are_counted_apart(read: Any) -> None:
    found = read(
        log(
            line(
                1, "10:00:00", "/a", POST, agent="Googlebot/2.1 (+http://www.google.com/bot.html)"
            ),
            line(2, "10:00:00", "/robots.txt"),
            line(2, "10:00:01", "/a", POST),
            line(3, "10:00:00", "/s.css", "https://acme.example/a"),
            line(4, "10:00:00", "/old", POST, status=301),
            line(4, "10:00:01", "/a", POST),
            line(5, "10:00:00", "/a", POST, method="POST"),
        )
    )
    assert sum(row["visits"] for row in found.rows) == 1
    assert found.reading.left_out == {
        arrivals.BOT: 3, arrivals.NO_PAGE: 1, arrivals.FAILED: 1, arrivals.NOT_GET: 1,
    }  # fmt: skip
    assert found.reading.rows == 7


def test_a_referrer_behind_which_no_browser_stands_is_counted_apart(read: Any) -> None:
    lines = []
    for who in range(8):
        lines += [
            line(who, f"10:0{who}:00", "/a", POST),
            line(who, f"10:0{who}:01", "/s.css", "https://acme.example/a"),
            line(100 + who, f"10:0{who}:02", "/", "https://ghost.example/x"),
        ]
    found = read(log(*lines))
    assert {row["referrer_domain"] for row in found.rows} == {"news.example"}
    assert found.reading.left_out[arrivals.NO_BROWSER] == 8


def test_where_nobody_asks_for_parts_nobody_is_doubted(read: Any) -> None:
    found = read(log(*(line(who, f"10:0{who}:00", "/a", POST) for who in range(8))))
    assert sum(row["visits"] for row in found.rows) == 8


def test_requests_for_another_site_of_the_server_do_not_count(read: Any) -> None:
    found = read(
        log(
            line(1, "10:00:00", "/a", POST, host="www.acme.example"),
            line(2, "10:00:00", "/a", POST, host="else.example"),
        )
    )
    assert [row["page"] for row in found.rows] == ["https://www.acme.example/a"]
    assert found.reading.left_out[arrivals.OTHER_HOST] == 1


def test_noise_is_refused_line_by_line(read: Any) -> None:
    noise = r'10.0.0.9 - - [03/Jan/2026:10:00:00 +0000] "\x16\x03\x01" 400 157 "-" "-"'
    found = read(log(line(1, "10:00:00", "/a", POST), noise, "garbage"))
    assert found.reading.rejects.counts == {NO_LINE: 2}
    assert sum(row["visits"] for row in found.rows) == 1


def test_a_gzip_that_breaks_off_keeps_its_whole_lines_and_says_so(read: Any) -> None:
    whole = log(*(line(who, "10:00:00", f"/{who * 7919}", POST) for who in range(2000)))
    packed = gzip.compress(whole.encode())
    found = read(packed[: len(packed) // 2], "access.log.gz")
    assert 0 < sum(row["visits"] for row in found.rows) < 2000
    assert found.reading.truncated
    assert found.reading.notes


def test_a_log_without_referrers_says_which_form_to_write(read: Any) -> None:
    with pytest.raises(BadInput, match='the "combined" form'):
        read('10.0.0.1 - - [03/Jan/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 1\n')


def test_cloudfront_names_its_fields(read: Any) -> None:
    agent = BROWSER.replace(" ", "%20")
    found = read(
        "#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) "
        "cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query\n"
        f"2026-01-05\t10:00:00\tFRA\t12\t5.5.5.5\tGET\td1.cloudfront.net\t/a\t200\t{POST}\t{agent}\tq=1\n"
        "2026-01-05\t10:00\n"
    )
    assert found.format == "field-log"
    assert found.rows[0]["page"] == "https://acme.example/a?q=1"
    assert sum(found.reading.rejects.counts.values()) == 1


def test_a_log_that_lacks_fields_says_which(read: Any) -> None:
    with pytest.raises(BadInput, match=r"cs\(Referer\)"):
        read("#Fields: date time cs-method cs-uri-stem sc-status\n2026-01-05 10:00:00 GET /a 200\n")


def test_a_line_without_an_end_does_not_fill_memory(read: Any) -> None:
    text = log(line(1, "10:00:00", "/a", POST)) + "x" * 300_000 + "\n"
    found = read(text + log(line(2, "10:00:00", "/a", POST)))
    assert sum(row["visits"] for row in found.rows) == 2
    assert sum(found.reading.rejects.counts.values()) == 1
