"""Exports of analytics: each format from the forms in which it really comes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from backlinkbot.core.errors import BadInput
from backlinkbot.io.readers.visits import told
from backlinkbot.io.readers.visits.formats import ga4

GA4 = """\
# ----------------------------------------
# Traffic acquisition: Session source / medium
# Property: Acme
# ----------------------------------------
#
# All Users
# Start date: 20260101
# End date: 20260131
Nth day,direct,organic
0000,12,33

# All Users
# Start date: 20260101
# End date: 20260131
Session source / medium,Landing page + query string,Date,Sessions,Key events,Total revenue
news.example / referral,/a?utm_source=x,20260103,10,2,"1,250.50"
google / organic,/a,20260104,50,1,20
(direct) / (none),/,20260105,40,0,0
"""
MATOMO = "Label,Visits,Unique visitors,Actions,Conversions,Revenue,Metadata: url\n"
PLAUSIBLE = (
    "date,source,referrer,utm_source,utm_medium,utm_campaign,utm_content,utm_term,pageviews,"
    "visitors,visits,visit_duration,bounces\n"
)
DAYS: dict[str, Any] = {"since": date(2026, 1, 1), "until": date(2026, 1, 31)}


def test_ga4_gives_visits_by_day_referrer_and_landing_page(read: Any) -> None:
    found = read(GA4)
    assert found.format == "ga4"
    news = found.rows[0]
    assert news["since"] == news["until"] == date(2026, 1, 3)
    assert (news["channel"], news["referrer_domain"]) == ("referral", "news.example")
    assert news["page"] == "https://acme.example/a"
    assert (news["visits"], news["goals"], news["revenue"]) == (10, 2.0, 1250.5)
    assert [row["channel"] for row in found.rows] == ["referral", "search", "direct"]


def test_the_table_of_the_chart_above_names_no_source_and_is_counted(read: Any) -> None:
    found = read(GA4)
    assert found.reading.left_out[ga4.NO_SOURCE] == 1
    assert not found.reading.rejects.counts


def test_a_ga4_table_without_days_has_those_of_its_comments(read: Any) -> None:
    found = read(
        "# Start date: 20260201\n# End date: 20260228\nSession source,Session medium,Sessions\n"
        "blog.example.org,referral,7\n"
    )
    (row,) = found.rows
    assert (row["since"], row["until"]) == (date(2026, 2, 1), date(2026, 2, 28))
    assert row["referrer_domain"] == "example.org"


def test_a_ga4_exploration_by_page_referrer_names_the_page(read: Any) -> None:
    found = read(
        "Page referrer,Landing page,Date,Sessions\n"
        "https://news.example/post?utm_medium=x,/a,20260103,4\n,/a,20260103,9\n"
    )
    assert [row["referrer_url"] for row in found.rows] == ["https://news.example/post", None]
    assert [row["channel"] for row in found.rows] == ["referral", "direct"]


def test_german_headers_are_known(read: Any) -> None:
    found = read(
        "Sitzung – Quelle/Medium,Datum,Sitzungen,Schlüsselereignisse,Gesamtumsatz\n"  # noqa: RUF001
        'news.example / referral,20260103,10,2,"20,50 €"\n'
    )
    assert found.rows[0]["revenue"] == 20.5
    assert found.rows[0]["currency"] == "EUR"


@pytest.mark.parametrize(
    ("header", "value", "currency"),
    [
        ("Total revenue (CHF)", "10", "CHF"),
        ("Total revenue", "€10", "EUR"),
        ("Total revenue", "$10", "$"),
        ("Total revenue", "10", "USD"),  # as the user told
    ],
)
def test_an_amount_keeps_its_currency(read: Any, header: str, value: str, currency: str) -> None:
    text = f"Session source,Date,Sessions,{header}\nnews.example,20260103,1,{value}\n"
    found = read(text, currency="USD")
    assert (found.rows[0]["revenue"], found.rows[0]["currency"]) == (10.0, currency)


def test_what_does_not_count_is_left_out_with_its_number_of_visits(read: Any) -> None:
    found = read(
        "Session source / medium,Date,Sessions\n"
        "semalt.com / referral,20260103,99\nacme.example / referral,20260103,4\n"
        "shop-of-acme.example / referral,20260103,3\npaypal.com / referral,20260103,2\n"
        "news.example / referral,20260103,1\nGrand total,,109\n",
        estate=frozenset({"shop-of-acme.example"}),
    )
    assert [row["visits"] for row in found.rows] == [1]
    assert found.reading.left_out == {
        told.SPAM: 99, told.OWN: 7, told.PAYMENT: 2, told.TOTALS: 1,
    }  # fmt: skip


def test_a_row_that_cannot_be_read_is_refused_with_its_line(read: Any) -> None:
    found = read(
        "Session source,Date,Sessions,Landing page\nnews.example,20260103,ten,/\n"
        "news.example,2026xx,1,/\nnews.example,20260103\nnews.example,20260103,1,https://else.org/\n"
        "news.example,20260103,5,/\n"
    )
    assert [row["visits"] for row in found.rows] == [5]
    assert {place.rpartition(":")[2] for _, place, _ in found.reading.rejects.examples} == set(
        "2345"
    )
    assert sum(found.reading.rejects.counts.values()) == 4
    assert found.reading.rows == 5


def test_matomo_flat_labels_name_the_page(read: Any) -> None:
    found = read(MATOMO + 'news.example - /post,7,6,12,1,"€ 20,50",\nx.org,3,3,3,0,0,\n', **DAYS)
    assert found.format == "matomo"
    assert [row["referrer_url"] for row in found.rows] == ["https://news.example/post", None]
    assert (found.rows[0]["revenue"], found.rows[0]["currency"]) == (20.5, "EUR")


def test_matomo_writes_utf_16_and_names_of_its_interface(read: Any) -> None:
    text = "label,nb_visits,nb_actions,revenue\nnews.example,7,12,0\n"
    found = read(text.encode("utf-16"), **DAYS)
    assert (found.format, found.rows[0]["visits"]) == ("matomo", 7)


def test_the_visits_log_of_matomo_counts_each_row_once(read: Any) -> None:
    found = read(
        "idVisit,serverDate,referrerType,referrerName,referrerUrl,entryPageUrl,goalConversions\n"
        "1,2026-01-03,website,news.example,https://news.example/p,https://www.acme.example/a,1\n"
        "2,2026-01-03,website,news.example,https://news.example/p,https://www.acme.example/a,0\n"
        "3,2026-01-03,direct,,,https://www.acme.example/a,0\n"
    )
    assert [(row["visits"], row["goals"]) for row in found.rows] == [(2, 1.0), (1, 0.0)]
    assert found.rows[1]["channel"] == "direct"


def test_a_table_without_days_asks_for_them(read: Any) -> None:
    with pytest.raises(BadInput, match="say them with --since and --until"):
        read(MATOMO + "news.example,7,6,12,1,0,\n")


def test_plausible_gives_days_and_referring_pages(read: Any) -> None:
    found = read(
        PLAUSIBLE + "2026-01-03,news.example,news.example/post,,,,,,12,6,7,300,2\n"
        "2026-01-04,Direct / None,,,,,,,5,2,2,90,1\n2026-01-04,Google,google.com,,,,,,5,2,3,90,1\n"
    )
    assert found.format == "plausible"
    assert [(row["channel"], row["visits"]) for row in found.rows] == [
        ("referral", 7), ("direct", 2), ("search", 3),
    ]  # fmt: skip
    assert found.rows[0]["referrer_url"] == "https://news.example/post"


def test_the_dashboard_of_plausible_has_the_days_of_its_name(read: Any) -> None:
    text = "name,visitors,bounce_rate,visit_duration\nnews.example,7,50,10\n"
    found = read(text, "sources 2026-01-01 to 2026-01-31.csv")
    assert (found.rows[0]["since"], found.rows[0]["until"]) == (DAYS["since"], DAYS["until"])


def test_search_results_by_page_and_day(read: Any) -> None:
    found = read(
        "page,date,clicks,impressions,ctr,position\n"
        "https://acme.example/a,2026-01-03,4,90,0.04,5.5\n"
        "https://acme.example/a,2026-01-03,1,10,0.1,2\n"
    )
    (row,) = found.rows
    assert (row["clicks"], row["impressions"]) == (5, 100)
    assert row["position_sum"] == pytest.approx(5.5 * 90 + 2 * 10)


@pytest.mark.parametrize(
    ("header", "cell", "page"),
    [
        ("Häufigste Seiten,Klicks,Impressionen,CTR,Position", "https://acme.example/a", "a"),
        ("Pagina's,Kliks,Vertoningen,CTR,Positie", "https://acme.example/a", "a"),
        ("Datum,Kliks,Vertoningen,CTR,Positie", "2026-01-03", None),
    ],
)
def test_search_results_are_known_in_other_languages_by_their_shape(
    read: Any, header: str, cell: str, page: str | None
) -> None:
    found = read(f'{header}\n{cell},40,"1.900","4,4 %","5,6"\n'.replace('"1.900"', "1900"), **DAYS)
    assert found.format == "search-results"
    assert found.rows[0]["clicks"] == 40
    assert found.rows[0]["page"] == (f"https://acme.example/{page}" if page else None)


def test_a_list_of_queries_is_refused_with_what_to_export(read: Any) -> None:
    with pytest.raises(BadInput, match="export Pages or Dates instead"):
        read("Top queries,Clicks,Impressions,CTR,Position\nacme,40,900,4.4%,5.6\n")


def test_a_foreign_table_is_refused_with_its_columns(read: Any) -> None:
    with pytest.raises(BadInput, match="columns Filter, Value"):
        read("Filter,Value\nSearch type,Web\n")
    with pytest.raises(BadInput, match="is empty"):
        read("")


def test_an_open_quote_loses_its_line_alone(read: Any) -> None:
    rows = "".join(f"news{n}.example,20260103,1\n" for n in range(40))
    found = read('Session source,Date,Sessions\n"open.example,20260103,1\n' + rows)
    assert sum(row["visits"] for row in found.rows) == 40
    assert sum(found.reading.rejects.counts.values()) == 1
