"""A snapshot that is held open, the older ones that are still kept, and what they are asked by."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from backlinkbot.core.errors import NotFound
from backlinkbot.io.index.layout import Pin
from backlinkbot.io.index.reader import Reader, asking

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    import duckdb

    from backlinkbot.io.index.database import Budget
    from backlinkbot.io.index.layout import Layout
    from backlinkbot.io.index.manifest import Manifest


class Held:
    """`manifest`: of the snapshot that is held; None while nothing was ever published."""

    def __init__(self, layout: Layout, budget: Budget) -> None:
        self.manifest: Manifest | None = None
        self._layout, self._budget = layout, budget
        self._reader: Reader | None = None
        self._database: duckdb.DuckDBPyConnection | None = None
        self._pin: Pin | None = None

    def close(self) -> None:
        """Let go of the snapshot; may be called twice."""
        self._let_go()
        if self._database:
            self._database.close()
            self._database = None

    def _let_go(self) -> None:
        self._reader = None
        if self._pin:
            self._pin.release()
            self._pin = None

    def refresh(self) -> None:
        """Turn to the snapshot that is current now; it stays readable while it is held."""
        self._let_go()
        self.manifest = None
        while name := self._layout.current_name():
            try:
                self._pin = Pin(self._layout, name)
            except FileNotFoundError:
                if name != self._layout.current_name():
                    continue  # another process published and swept in between
            if name == self._layout.current_name():  # held before anybody could remove it
                self.manifest = self._layout.load(name)
                break
            self._let_go()

    @property
    def ask(self) -> Reader:
        """Questions to the snapshot that is held."""
        if self._reader is None:
            self._reader = self._reader_of(self.manifest)
        return self._reader

    @property
    def database(self) -> duckdb.DuckDBPyConnection:
        """What questions are worked out in; made when it is asked for first."""
        if self._database is None:
            self._database = asking(self._budget)
        return self._database

    @contextmanager
    def opened(self, name: str) -> Iterator[Reader]:
        """A reader of any kept snapshot, held while it is open.

        Raises:
            NotFound: that snapshot is not kept any more.
        """
        try:
            hold = Pin(self._layout, name)
        except FileNotFoundError as error:
            kept = ", ".join(self._layout.names()) or "none"
            raise NotFound(f"no snapshot {name} is kept; there are: {kept}") from error
        try:
            yield self._reader_of(self._layout.load(name))
        finally:
            hold.release()

    def asked(self, name: str) -> AbstractContextManager[Reader]:
        """Questions to any kept snapshot; without a name to the one that is held.

        Raises:
            NotFound: that snapshot is not kept any more.
        """
        return self.opened(name) if name else nullcontext(self.ask)

    def chain(self, before: str) -> list[Manifest]:
        """The snapshots from a kept one up to the one that is held, oldest first.

        Raises:
            NotFound: that snapshot is not kept any more.
        """
        with self.opened(before) as first:
            last = self.manifest
            if first.manifest is None or last is None:
                return []
            between = [n for n in self._layout.names() if before < n < last.name]
            return [first.manifest, *map(self._layout.load, between), last]

    def _reader_of(self, manifest: Manifest | None) -> Reader:
        return Reader(self._layout, manifest, self.database)
