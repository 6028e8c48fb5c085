"""The results of one site: one folder of Parquet for each import, and one file that names them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from backlinkbot.core.errors import Broken, NotFound, Refused
from backlinkbot.core.visits import SCHEMAS, VisitImport, VisitKind
from backlinkbot.io.durable import digest_of, sync, write_and_swap
from backlinkbot.io.results.lock import writing
from backlinkbot.io.results.sums import summed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pyarrow as pa

    from backlinkbot.core.visits import VisitFacts

    _Sealed: TypeAlias = "tuple[tuple[_Part, ...], dict[str, int]]"

LAYOUT_VERSION = 1


@dataclass(frozen=True, slots=True)
class _Part:
    """One sealed file of an import."""

    kind: VisitKind
    blake2b: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """One import and its files."""

    told: VisitImport
    parts: tuple[_Part, ...]


@dataclass(frozen=True, slots=True)
class _State:
    """Everything that counts, in the order of imports; `last`: the last number ever given."""

    layout: int = LAYOUT_VERSION
    last: int = 0
    entries: tuple[_Entry, ...] = ()


class ResultsStore:
    """Visits and searches of one site; nothing is made on disk before the first import."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def imports(self) -> tuple[VisitImport, ...]:
        """What was imported and counts, oldest first."""
        return tuple(entry.told for entry in self._state().entries)

    def knows(self, digest: str) -> VisitImport | None:
        """The import of a file with these bytes."""
        return next((one for one in self.imports if one.digest == digest), None)

    def add(self, told: VisitImport, batches: Iterable[VisitFacts]) -> VisitImport:
        """Seal an import and let it count; gives what counts for this file.

        The same file again, or a log that did not grow, changes nothing. `batches` are read before
        anything is made to count.

        Raises:
            Refused: another process is importing, or the disk cannot be written to.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with writing(self.folder):
                return self._add(told, batches)
        except OSError as error:
            raise Refused(f"{self.folder} cannot be written to: {error.strerror}") from error

    def forget(self, number: int) -> VisitImport:
        """Let an import count no longer.

        Raises:
            NotFound: there is none of this number.
            Refused: another process is importing, or the disk cannot be written to.
        """
        self._entry(number)
        try:
            with writing(self.folder):
                entry, state = self._entry(number), self._state()
                rest = tuple(one for one in state.entries if one.told.number != number)
                self._publish(replace(state, entries=rest))
                self._sweep()
        except OSError as error:
            raise Refused(f"{self.folder} cannot be written to: {error.strerror}") from error
        return entry.told

    def rows(self, told: VisitImport, kind: VisitKind) -> pa.Table:
        """The rows of one import, by the schema of their kind.

        Raises:
            Broken: a file is missing or damaged.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        entry = self._entry(told.number)
        part = next((one for one in entry.parts if one.kind is kind), None)
        schema = SCHEMAS[kind]()
        if part is None:
            return schema.empty_table()
        path = self._place(told.number) / f"{kind.value}.parquet"
        try:
            if digest_of(path) != part.blake2b:
                raise Broken(f"{path} is damaged; forget import {told.number} and import it again")
            return pq.read_table(path).cast(schema)
        except (OSError, pa.ArrowInvalid) as error:
            raise Broken(
                f"{path} cannot be read ({error}); forget import {told.number} and import it again"
            ) from error

    def _add(self, told: VisitImport, batches: Iterable[VisitFacts]) -> VisitImport:
        state = self._state()
        if same := next((e.told for e in state.entries if e.told.digest == told.digest), None):
            return same
        older = [e for e in state.entries if _is_shorter_form(e.told, told)]
        if longer := next((e.told for e in older if e.told.rows >= told.rows), None):
            return longer
        number = state.last + 1
        parts, kept = self._sealed(number, batches)
        told = replace(told, number=number, kept=kept)
        others = tuple(entry for entry in state.entries if entry not in older)
        self._publish(_State(last=number, entries=(*others, _Entry(told, parts))))
        self._sweep()
        return told

    def _sealed(self, number: int, batches: Iterable[VisitFacts]) -> _Sealed:
        """The import's folder, whole on the disk before it gets its name; its rows by kind."""
        import pyarrow.parquet as pq

        draft = self.folder / f".draft-{number:06d}"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
        parts, kept = [], {}
        for kind, table in summed(batches).items():
            path = draft / f"{kind.value}.parquet"
            pq.write_table(table, path, compression="zstd")
            sync(path)
            parts.append(_Part(kind, digest_of(path)))
            kept[kind.value] = table.num_rows
        sync(draft)
        place = self._place(number)
        shutil.rmtree(place, ignore_errors=True)  # of a crash before it counted
        draft.rename(place)
        sync(self.folder)
        return tuple(parts), kept

    def _publish(self, state: _State) -> None:
        import msgspec

        write_and_swap(self._pointer, msgspec.json.format(msgspec.json.encode(state), indent=1))

    def _sweep(self) -> None:
        """Remove the folders of imports that count no longer, and what a crash left behind."""
        counted = {self._place(entry.told.number) for entry in self._state().entries}
        for path in (*self.folder.glob("[0-9]*"), *self.folder.glob(".draft-*")):
            if path not in counted:
                shutil.rmtree(path, ignore_errors=True)

    def _entry(self, number: int) -> _Entry:
        for entry in self._state().entries:
            if entry.told.number == number:
                return entry
        raise NotFound(f"there is no import {number} of results in {self.folder.name}")

    def _state(self) -> _State:
        import msgspec

        try:
            state = msgspec.json.decode(self._pointer.read_bytes(), type=_State)
        except FileNotFoundError:
            return _State()
        except (OSError, msgspec.MsgspecError) as error:
            raise Broken(f"{self._pointer} cannot be read: {error}") from error
        if state.layout != LAYOUT_VERSION:
            raise Refused(
                f"{self._pointer} has layout {state.layout} and this version reads "
                f"{LAYOUT_VERSION}; use the version that wrote it"
            )
        return state

    @property
    def _pointer(self) -> Path:
        return self.folder / "results.json"

    def _place(self, number: int) -> Path:
        return self.folder / f"{number:06d}"


def _is_shorter_form(old: VisitImport, new: VisitImport) -> bool:
    """Whether both are the same log, read at two moments of its growth."""
    return bool(new.opening) and (old.reporter, old.opening) == (new.reporter, new.opening)
