"""A document as plain data for the Typst program beside this file.

Texts travel as JSON strings, which Typst shows and never reads as markup or code: whatever an
anchor or a title from the web holds, it stays text.
"""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from backlinkbot.logic.reports import document as blocks
from backlinkbot.logic.reports.charts import percentages, shares, timeline_shape
from backlinkbot.logic.reports.colours import accent_of
from backlinkbot.logic.reports.html import shown
from backlinkbot.logic.reports.page_words import page_words
from backlinkbot.logic.reports.wording import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from backlinkbot.core.client_report import Brand
    from backlinkbot.logic.reports.document import Bar, Block, Document, Table
    from backlinkbot.logic.reports.wording import Wording

MAIN = "report.typ"
DATA = "report.json"
LOGOS = {"image/png": "logo.png", "image/jpeg": "logo.jpg", "image/svg+xml": "logo.svg"}
LONG_WORD = 16  # characters that always fit a column
BREAK = "\u200b"  # here a line may end
BREAKS_AFTER = re.compile(r"(?<=[/.\-_?&=,;:@%+])(?=\w)")
PIECE = 24  # of a word that has no such place
MOST_ROWS = 60  # of one table on paper


def typst_files(document: Document, brand: Brand, *, is_brief: bool) -> dict[str, bytes]:
    """The files by name; `is_brief`: all on one page. The same document gives the same bytes."""
    data = _data(document, brand, is_brief=is_brief)
    program = files("backlinkbot.logic.reports.typst") / MAIN
    found = {
        MAIN: program.read_bytes(),
        DATA: json.dumps(data, ensure_ascii=False, sort_keys=True).encode(),
    }
    if brand.logo:
        found[LOGOS[brand.logo_type]] = brand.logo
    return found


def _data(document: Document, brand: Brand, *, is_brief: bool) -> dict[str, Any]:
    say, day = wording(document.language), document.as_of
    return {
        "title": shown(document.title),
        "name": _broken(document.title),
        "subtitle": shown(document.subtitle),
        "footer": shown(document.footer),
        "language": document.language,
        "date": [day.year, day.month, day.day],
        "agency": shown(brand.agency),
        "colour": accent_of(brand),
        "logo": LOGOS[brand.logo_type] if brand.logo else "",
        "brief": is_brief,
        "sections": [
            {
                "title": section.title,
                "lead": shown(section.lead),
                "blocks": [_block(one, say, document.language) for one in section.blocks],
            }
            for section in document.sections
        ],
    }


def _block(block: Block, say: Wording, language: str) -> dict[str, Any]:
    write = WRITERS[type(block).__name__.lower()]
    return {"kind": type(block).__name__.lower(), **write(block, say, language)}


def _heading(block: blocks.Heading, *_: object) -> dict[str, Any]:
    return {"text": shown(block.text)}


def _text(block: blocks.Text, *_: object) -> dict[str, Any]:
    return {"lines": [_broken(line) for line in block.lines], "list": block.is_list}


def _note(block: blocks.Note, *_: object) -> dict[str, Any]:
    return {"lines": [_broken(line) for line in block.lines]}


def _cards(block: blocks.Cards, *_: object) -> dict[str, Any]:
    return {
        "cards": [
            {"label": one.label, "value": one.value, "detail": one.detail, "tone": one.tone.value}
            for one in block.cards
        ]
    }


def _table(block: Table, *_: object) -> dict[str, Any]:
    return {
        "caption": shown(block.caption),
        "columns": [shown(name) for name in block.columns],
        "rows": [[_broken(cell) for cell in row] for row in block.rows[:MOST_ROWS]],
        "numeric": list(block.numeric),
        "left": max(0, len(block.rows) - MOST_ROWS),
    }


def _bars(block: blocks.Bars, *_: object) -> dict[str, Any]:
    return _drawn(block.summary, block.bars, percentages(block.bars))


def _parts(block: blocks.Parts, *_: object) -> dict[str, Any]:
    return _drawn(block.summary, block.bars, shares(block.bars))


def _columns(block: blocks.Columns, *_: object) -> dict[str, Any]:
    return {**_drawn(block.summary, block.bars, percentages(block.bars)), "axis": block.axis}


def _timeline(block: blocks.Timeline, say: Wording, language: str) -> dict[str, Any]:
    shape = timeline_shape(block.moments)
    words = page_words(language)
    top = shape.ticks[-1].value
    most = max(1, shape.most_won, shape.most_lost)
    counts = (say.count(shape.most_won), say.count(shape.most_lost))
    return {
        "summary": _told(block.summary, [f"{say.month(m.on)}: {m.level}" for m in shape.labels]),
        "line": [[place, one.level / top] for place, one in enumerate(block.moments)],
        "last": len(block.moments) - 1,
        "ticks": [{"shown": say.count(one.value), "at": one.value / top} for one in shape.ticks],
        "won": [one.won / most for one in block.moments],
        "lost": [one.lost / most for one in block.moments],
        "has_lost": bool(shape.most_lost),
        "labels": [say.month(one.on) for one in shape.labels],
        "flow": " ".join((*words.flow[:3], words.rest(block.period, *counts))),
    }


def _behind(block: blocks.Lines | blocks.Flow, *_: object) -> dict[str, Any]:
    """A drawing that no report on paper has, as its table, which says the same."""
    return _table(block.table)


def _entries(block: blocks.Entries, *_: object) -> dict[str, Any]:
    return {
        "entries": [
            {
                "title": _broken(one.title),
                "address": _broken(one.address),
                "score": one.score,
                "word": one.word,
                "tone": one.tone.value,
                "reason": _broken(one.reason),
                "facts": [_broken(fact) for fact in one.facts],
            }
            for one in block.entries
        ]
    }


WRITERS: Mapping[str, Callable[..., dict[str, Any]]] = {
    "heading": _heading,
    "text": _text,
    "note": _note,
    "cards": _cards,
    "table": _table,
    "bars": _bars,
    "parts": _parts,
    "columns": _columns,
    "timeline": _timeline,
    "lines": _behind,
    "flow": _behind,
    "entries": _entries,
}


def _drawn(summary: str, bars: tuple[Bar, ...], lengths: tuple[float, ...]) -> dict[str, Any]:
    return {
        "summary": _told(summary, [f"{one.label}: {one.shown}" for one in bars]),
        "bars": [
            {"label": _broken(one.label), "shown": one.shown, "tone": one.tone.value, "at": at}
            for one, at in zip(bars, lengths, strict=True)
        ],
    }


def _told(summary: str, numbers: list[str]) -> str:
    """What a reader who cannot see the drawing is told: its meaning and its numbers."""
    return f"{shown(summary)}. {shown('; '.join(numbers))}"


def _broken(text: str) -> str:
    """A text whose long words can be broken over lines."""
    return " ".join(_pieces(word) for word in shown(text).split(" "))


def _pieces(word: str) -> str:
    if len(word) <= LONG_WORD:
        return word
    parts = BREAKS_AFTER.split(word)
    cut = (part[at : at + PIECE] for part in parts for at in range(0, max(1, len(part)), PIECE))
    return BREAK.join(cut)
