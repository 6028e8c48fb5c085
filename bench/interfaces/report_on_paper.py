"""A report as PDF and as page, beside each other: what a click on "download" costs."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta

from backlinkbot.core.client_report import Brand
from backlinkbot.io.outputs.pdf import pdf_of
from backlinkbot.logic.reports import document as blocks
from backlinkbot.logic.reports.html import html_page
from backlinkbot.logic.reports.typst.data import DATA, MAIN, typst_files

SECTIONS, ROWS, ROUNDS = 10, 40, 5


def document(turn: int) -> blocks.Document:
    """Ten sections with a chart and a table of forty rows each; every turn has other numbers."""
    monday = date(2025, 1, 6)
    rows = tuple((f"site-{turn}-{n}.example", "An anchor text", f"{n}") for n in range(ROWS))
    moments = tuple(
        blocks.Moment(monday + timedelta(weeks=n), 9 * n + turn, n % 7, n % 3) for n in range(90)
    )
    table = blocks.Table("Sites", ("site", "anchor", "quality"), rows, (2,))
    held = (
        blocks.Text(("A sentence about it.",)),
        blocks.Timeline("Over time", moments, table),
        table,
    )
    sections = tuple(blocks.Section(f"s{n}", f"Section {n}", held) for n in range(SECTIONS))
    return blocks.Document("A report", "In full", "Made", date(2026, 10, 31), sections)


def best_s(work: Callable[[int], object]) -> float:
    times = []
    for turn in range(ROUNDS):
        began = time.perf_counter()
        work(turn)
        times.append(time.perf_counter() - began)
    return min(times)


def main() -> None:
    def pdf(turn: int) -> bytes:
        return pdf_of(typst_files(document(turn), Brand(), is_brief=False), MAIN, DATA)

    size_kb = len(pdf(99)) / 1e3
    paper_s, page_s = best_s(pdf), best_s(lambda turn: html_page(document(turn)))
    print(f"PDF/UA of {SECTIONS * ROWS} rows and {SECTIONS} charts: {paper_s * 1e3:.0f} ms, "
          f"{size_kb:.0f} KB")  # fmt: skip
    print(f"the same as a page: {page_s * 1e3:.0f} ms")


if __name__ == "__main__":
    main()
