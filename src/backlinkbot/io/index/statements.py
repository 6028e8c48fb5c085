"""The statements of a merge: named SQL, run against the base's files and a draft's runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backlinkbot.core.facts import FactKind
from backlinkbot.io.index.database import connect
from backlinkbot.io.index.sql import named
from backlinkbot.io.index.stored import BUCKETS, Kind, fact_schema, schema

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from backlinkbot.io.index.database import Budget
    from backlinkbot.io.index.layout import Layout
    from backlinkbot.io.index.manifest import Manifest, SealedFile

TEXTS = (
    "merge.sql",
    "occurrences.sql",
    "voices.sql",
    "records.sql",
    "plain.sql",
    "forget.sql",
)


class Statements:
    """One database for one merge, and where the files are that its statements read."""

    def __init__(self, layout: Layout, draft: Path, base: Manifest | None, budget: Budget) -> None:
        self._layout, self._draft, self._base = layout, draft, base
        self._sql = {name: text for file in TEXTS for name, text in named(file).items()}
        self._database = connect(budget, draft / "spill")
        self._database.execute("set preserve_insertion_order = false")  # every file is sorted
        self._database.execute("set parquet_metadata_cache = true")  # nor do they change
        self.runs: Mapping[Kind, Sequence[Path]] = {}

    def close(self) -> None:
        """Give the database back."""
        self._database.close()

    def ask(
        self,
        name: str,
        low: int | None = None,
        high: int | None = None,
        fragments: Mapping[str, str] | None = None,
        **values: object,
    ) -> None:
        """Run the statements of a named text; every parameter that one names is bound to it."""
        values |= {"low": low, "high": high}
        for statement in filled(self._sql[name], fragments or {}).split(";\n"):
            bound = {key: value for key, value in values.items() if f"${key}" in statement}
            self._database.execute(statement, bound or None)

    def fetch(
        self, name: str, fragments: Mapping[str, str] | None = None, **values: object
    ) -> list[tuple[Any, ...]]:
        """The rows of a named question."""
        question = filled(self._sql[name], fragments or {})
        rows: list[tuple[Any, ...]] = self._database.execute(question, values or None).fetchall()
        return rows

    def files(self) -> tuple[SealedFile, ...]:
        """All files of the base."""
        return self._base.files if self._base else ()

    def old(
        self,
        kind: Kind,
        low: int = 0,
        high: int = BUCKETS - 1,
        *,
        within: frozenset[str] | None = None,
    ) -> list[str]:
        """Paths of the base's files of a kind, of all segments or of some; never an empty list."""
        files = self._base.of(kind, low, high) if self._base else ()
        return self._some(kind, [f for f in files if within is None or f.segment in within])

    def paths(self, files: Sequence[SealedFile], kind: Kind) -> list[str]:
        """Where these files of a kind lie; never an empty list."""
        return self._some(kind, [f for f in files if f.kind == kind])

    def run(self, kind: Kind) -> list[str]:
        """The draft's runs of a kind; never an empty list."""
        columns = schema(kind) if kind is Kind.SOURCES else fact_schema(FactKind(kind.value))
        empty = _empty_file(self._draft / f"empty-run-{kind}.parquet", columns)
        return [str(path) for path in self.runs.get(kind, ())] or [empty]

    def empty(self, kind: Kind) -> str:
        """A file with the columns of a kind and no rows, so that no list of files is empty."""
        return _empty_file(self._draft / f"empty-{kind}.parquet", schema(kind))

    def _some(self, kind: Kind, files: Sequence[SealedFile]) -> list[str]:
        """Paths of files, else that of an empty one.

        Never an empty file before others: DuckDB guesses the size of all by the first one's.
        """
        return [str(self._layout.path(f)) for f in files] or [self.empty(kind)]


def filled(text: str, fragments: Mapping[str, str]) -> str:
    """A named text with its `{fragments}` put in: names and orders of our own, never values."""
    for name, content in fragments.items():
        text = text.replace("{" + name + "}", content)
    return text


def _empty_file(path: Path, columns: pa.Schema) -> str:
    import pyarrow.parquet as pq

    if not path.exists():
        pq.write_table(columns.empty_table(), path)
    return str(path)
