"""Whatever stands in a file of visits: it is read, counted or refused in a sentence."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backlinkbot.core.errors import BadInput
from backlinkbot.core.facts import Rejects
from backlinkbot.io.readers.stored import file_source, stream_source
from backlinkbot.io.readers.visits.format import VisitReading, visit_formats
from backlinkbot.io.readers.visits.read import visits_format_of

WHOLE = {
    "ga4": b"# Start date: 20260101\n# End date: 20260131\nSession source / medium,Landing page,"
    b"Date,Sessions,Total revenue\nnews.example / referral,/a,20260103,10,5\n",
    "matomo": b"date,label,nb_visits,nb_actions,revenue\n2026-01-03,news.example,7,12,0\n",
    "plausible": b"date,source,referrer,visitors,visits\n2026-01-03,News,news.example/x,6,7\n",
    "search-results": b"page,date,clicks,impressions,ctr,position\n"
    b"https://acme.example/a,2026-01-03,4,90,0.04,5.5\n",
    "access-log": b'10.0.0.1 - - [03/Jan/2026:10:00:00 +0100] "GET /a HTTP/1.1" 200 512 '
    b'"https://news.example/post" "Mozilla/5.0 (X11; Linux x86_64) Firefox/120.0"\n',
    "field-log": b"#Fields: date time c-ip cs-method cs-uri-stem sc-status cs(Referer) "
    b"cs(User-Agent)\n2026-01-05 10:00:00 5.5.5.5 GET /a 200 https://news.example/ Mozilla/5.0+X\n",
}
EDIT = st.tuples(st.integers(0, 400), st.integers(0, 8), st.binary(max_size=12))


def rows_of(content: bytes) -> int:
    source = stream_source("file", lambda: io.BytesIO(content))
    _, form = visits_format_of(source)
    reading = VisitReading(Rejects(), "acme.example")
    return sum(facts.rows.num_rows for facts in form.read(source, reading))


def test_every_format_has_a_sample_here_and_nobody_else_takes_it() -> None:
    assert set(WHOLE) == set(visit_formats)
    for name, content in WHOLE.items():
        head = stream_source("file", lambda content=content: io.BytesIO(content)).head()
        assert [other for other, one in visit_formats.items() if one.recognises(head)] == [name]


@pytest.mark.parametrize("name", sorted(WHOLE))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edits=st.lists(EDIT, min_size=1, max_size=4))
def test_a_file_with_changed_bytes_is_read_or_refused(
    name: str, edits: list[tuple[int, int, bytes]]
) -> None:
    content = bytearray(WHOLE[name])
    for at, length, new in edits:
        content[at : at + length] = new
    with contextlib.suppress(BadInput):
        assert rows_of(bytes(content)) >= 0


@given(content=st.binary(max_size=300))
def test_any_bytes_are_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(BadInput):
        rows_of(content)


def test_a_cell_of_megabytes_and_a_line_without_end_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "ga4.csv"
    head = "Session source,Date,Sessions\n"
    path.write_text(head + "x" * 3_000_000 + ",20260103,1\nnews.example,20260103,5\n", "utf-8")
    source = file_source(path)
    reading = VisitReading(Rejects(), "acme.example")
    (facts,) = visits_format_of(source)[1].read(source, reading)
    assert facts.rows["visits"].to_pylist() == [5]
    assert sum(reading.rejects.counts.values()) >= 1
