"""Shows results: tables for people, or JSON, JSON lines, CSV and files for programs."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from backlinkbot.app.export import write_csv, write_lines, write_tables, write_text
from backlinkbot.core.cells import plain
from backlinkbot.core.errors import BadInput
from backlinkbot.interfaces.cli.typed import typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pyarrow as pa


SHORT_CELL = 36  # characters that are never broken over two lines: most domain names
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


def shown(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table for people on stdout; numbers to the right, text from the web as plain text."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    lines = [list(row) for row in rows]
    table = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for n, name in enumerate(columns):
        numeric = bool(lines) and all(isinstance(r[n], int | float | None) for r in lines)
        longest = max((len(cell(r[n])) for r in lines), default=0)
        table.add_column(
            name,
            justify="right" if numeric else "left",
            overflow="fold",
            min_width=longest if longest <= SHORT_CELL else None,
        )
    for line in lines:
        table.add_row(*(Text(cell(value)) for value in line))
    console = Console(highlight=False, width=None if sys.stdout.isatty() else PIPED_WIDTH)
    console.print(table)
    if not lines:
        console.print("Nothing to show.")


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
