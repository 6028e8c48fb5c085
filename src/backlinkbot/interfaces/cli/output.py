"""Shows results: tables for people, or JSON, JSON lines, CSV and files for programs."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from backlinkbot.app.export import write_csv, write_lines, write_tables, write_text
from backlinkbot.core.cells import plain
from backlinkbot.core.errors import BadInput
from backlinkbot.interfaces.cli.typed import typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pyarrow as pa


SHORT_CELL = 36  # characters that are never broken over two lines: most domain names
LEAST_CELL = 24  # of a column whose texts are broken over lines: less is a ladder of syllables
BROKEN_CELL = 16  # how narrow such a column may become before names are broken too
GAP = 3  # between two columns
JSON_ENDINGS = (".json",)
LINES_ENDINGS = (".nl", ".ndjson", ".jsonl")
CSV_ENDINGS = (".csv",)
PIPED_WIDTH = 120  # of a table that goes into a file or another program


@dataclass(frozen=True, slots=True)
class Output:
    """How the user wants a result; `None` of them: a table for people.

    Raises:
        BadInput: two forms at once.
    """

    json: bool = False
    lines: bool = False
    csv: bool = False
    path: Path | None = None

    def __post_init__(self) -> None:
        if sum((self.json, self.lines, self.csv)) > 1:
            raise BadInput("give only one of --json, --nl and --csv")
        if self.path and self.path.suffix and self._asked and self.ending not in self._asked:
            raise BadInput(
                f"{self._flag} and -o {self.path.name} ask for two forms: "
                f"leave {self._flag} out, or let the file end in {self._asked[0]}"
            )

    @property
    def ending(self) -> str:
        """What decides about the form of a file: its ending, or the option where it has none."""
        if self.path and self.path.suffix:
            return self.path.suffix.lower()
        return self._asked[0] if self._asked else ""

    @property
    def has_documents(self) -> bool:
        """Whether the form is JSON, which holds more than rows do; also that for people."""
        return not self.csv and (not self.path or self.ending in (*JSON_ENDINGS, *LINES_ENDINGS))

    @property
    def _asked(self) -> tuple[str, ...]:
        wanted = ((self.json, JSON_ENDINGS), (self.lines, LINES_ENDINGS), (self.csv, CSV_ENDINGS))
        return next((endings for is_asked, endings in wanted if is_asked), ())

    @property
    def _flag(self) -> str:
        return "--json" if self.json else "--nl" if self.lines else "--csv"

    @property
    def for_people(self) -> bool:
        """Whether a person reads this."""
        return not (self.json or self.lines or self.csv or self.path)

    def table(self, table: pa.Table, show: Callable[[], None]) -> None:
        """Give out rows; `show` prints them for people."""
        if self.path:
            where = place(self.path)
            write_tables(iter([table]), self.path, self.ending)
            say_written(table.num_rows, where)
        elif self.csv:
            write_csv(table, sys.stdout)
        elif self.lines:
            write_lines(table, sys.stdout)
        elif self.json:
            document(table.to_pylist(maps_as_pydicts="lossy"))
        else:
            show()

    def value(self, value: object, show: Callable[[], None]) -> None:
        """Give out one document; `show` prints it for people."""
        if self.csv or (self.path and self.ending not in JSON_ENDINGS):
            raise BadInput("this result is one document, not rows: use --json or -o FILE.json")
        self.documents([value], show)

    def documents(self, values: Sequence[object], show: Callable[[], None]) -> None:
        """Give out documents: as JSON one or a list of them, as JSON lines each on its line."""
        if self.path:
            where = place(self.path)
            write_text(self.path, self._text(values, is_lines=self.ending in LINES_ENDINGS))
            say(f"Written to {where}")
        elif self.json or self.lines:
            sys.stdout.write(self._text(values, is_lines=self.lines))
        else:
            show()

    @staticmethod
    def _text(values: Sequence[object], *, is_lines: bool) -> str:
        if is_lines:
            return "".join(one_line(value) + "\n" for value in values)
        return as_json(values[0] if len(values) == 1 else values) + "\n"


def say_written(rows: int, where: str) -> None:
    """How many rows a file has; `where`: its `place` before it was written."""
    say(f"{rows:,} rows written to {where}")


def place(path: Path) -> str:
    """A file that will be written, and the folder that will be made for it, where it is new."""
    folder = path.parent
    return str(path) if folder.exists() else f"{path} (the folder {folder} is new)"


def document(value: object) -> None:
    """One JSON document to stdout."""
    sys.stdout.write(as_json(value) + "\n")


def as_json(value: object) -> str:
    """A value as an indented JSON document."""
    return json.dumps(plain(value), ensure_ascii=False, indent=1)


def one_line(value: object) -> str:
    """A value as one line of JSON."""
    return json.dumps(plain(value), ensure_ascii=False)


def say(text: str) -> None:
    """A message beside the result: to stderr."""
    sys.stderr.write(visible(typed(text)) + "\n")


def shown(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    least: Sequence[str] = (),
) -> None:
    """A table for people on stdout; numbers to the right, text from the web as plain text.

    `least`: columns that may be left out where there is no room, the first one first; that is said.
    Where it is still too narrow, long texts are broken over more lines.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    lines = [list(row) for row in rows]
    texts = [[cell(line[n]) for line in lines] for n in range(len(columns))]
    width = get_terminal_size((PIPED_WIDTH, 0)).columns  # COLUMNS, where set, else the terminal's
    console = Console(highlight=False, width=width)
    needs = [_need(*column) for column in zip(columns, texts, strict=True)]
    kept = _kept(columns, needs, least, width)
    wishes = [max(map(len, (columns[n], *texts[n]))) for n in kept]
    room = _room([needs[n] for n in kept], wishes, width)
    table = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for n, wide in zip(kept, room, strict=True):
        numeric = bool(lines) and all(isinstance(r[n], int | float | None) for r in lines)
        table.add_column(
            columns[n], justify="right" if numeric else "left", overflow="fold", width=wide
        )
    for line in lines:
        table.add_row(*(Text(cell(line[n])) for n in kept))
    console.print(table)
    if not lines:
        console.print("Nothing to show.")
    if gone := [name for n, name in enumerate(columns) if n not in kept]:
        missing = ", ".join(gone)
        say(f"At {width} columns there is no room for: {missing}; --json has all.")


def _need(name: str, texts: Sequence[str]) -> int:
    """The least width at which a column is read with ease."""
    longest = max(map(len, texts), default=0)
    heading = max(map(len, name.split()), default=0)
    return max(heading, longest if longest <= SHORT_CELL else LEAST_CELL)


def _kept(
    columns: Sequence[str], needs: Sequence[int], least: Sequence[str], width: int
) -> list[int]:
    """The places of the columns for which there is room; only those in `least` may go."""
    kept = list(range(len(columns)))
    for name in least:
        if _together([needs[n] for n in kept]) <= width:
            break
        kept.remove(columns.index(name))
    return kept


def _room(needs: Sequence[int], wishes: Sequence[int], width: int) -> list[int]:
    """The widths of columns: what each needs, then what it wishes for, in all at most `width`."""
    room = list(needs)
    while _together(room) > width and max(room) > 1:
        room[_spare(room, wishes)] -= 1
    while _together(room) < width and (short := _short(room, wishes)):
        room[min(short)[1]] += 1
    return room


def _spare(room: Sequence[int], wishes: Sequence[int]) -> int:
    """The widest column of texts that are broken anyhow; where those are narrow, of all."""
    pairs = enumerate(zip(room, wishes, strict=True))
    broken = [(width, n) for n, (width, wish) in pairs if BROKEN_CELL < width < wish]
    return max(broken)[1] if broken else room.index(max(room))


def _short(room: Sequence[int], wishes: Sequence[int]) -> list[tuple[int, int]]:
    """The columns that are narrower than they wish, each with its width before its place."""
    pairs = enumerate(zip(room, wishes, strict=True))
    return [(width, n) for n, (width, wish) in pairs if width < wish]


def _together(widths: Sequence[int]) -> int:
    return sum(widths) + GAP * len(widths) - 1


def cell(value: object) -> str:
    """A value as a person reads it in a table; unknown is a dash."""
    if value is None:
        return "–"  # noqa: RUF001 - the sign for "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.1f}" if abs(value) >= 1 else f"{value:.3g}"
    return visible(str(value), kept="")


def visible(text: str, kept: str = "\n") -> str:
    """The text without control characters, which could move the cursor or colour the screen."""
    return "".join(c if c.isprintable() or c in kept else " " for c in text)
