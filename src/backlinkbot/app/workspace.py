"""The workspace: one folder with everything in it, whose stores are opened once."""

from __future__ import annotations

import hmac
from functools import cached_property
from typing import TYPE_CHECKING

from backlinkbot.core.access import HOME
from backlinkbot.core.clock import Clock, SystemClock
from backlinkbot.core.errors import Refused
from backlinkbot.core.settings import Settings, load_settings

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from backlinkbot.core.nouns import Snapshot
    from backlinkbot.io.index.read import Index
    from backlinkbot.io.state.store import State


class Workspace:
    """The stores of one folder: the link index, authority releases, application database, reports.

    Nothing is made or opened before it is asked for, so a workspace costs nothing to name.
    `client`: whose it is (see app/clients); `home` is the root, which also keeps who may come in.
    """

    def __init__(self, settings: Settings, clock: Clock | None = None, client: str = HOME) -> None:
        self.settings = settings
        self.clock: Clock = clock or SystemClock()
        self.client = client

    @classmethod
    def open(cls, folder: Path | None = None, clock: Clock | None = None) -> Workspace:
        """The workspace in `folder`, or where the settings say it is."""
        return cls(load_settings(folder), clock)

    @property
    def folder(self) -> Path:
        """The folder that holds it all; it can be copied and opened elsewhere."""
        return self.settings.workspace

    @property
    def index_folder(self) -> Path:
        """Where the link index is kept."""
        return self.folder / "index"

    @property
    def authority_folder(self) -> Path:
        """Where authority releases are kept."""
        return self.folder / "authority"

    @property
    def reports_folder(self) -> Path:
        """Where reports for people are written."""
        return self.folder / "reports"

    @property
    def rejects_folder(self) -> Path:
        """Where what an import left out is written, row by row."""
        return self.folder / "rejects"

    @cached_property
    def index(self) -> Index:
        """The link index."""
        from backlinkbot.io.index.read import Index

        return Index.open(
            self.index_folder,
            memory_mb=self.settings.memory_mb,
            workers=self.settings.worker_count,
        )

    @cached_property
    def state(self) -> State:
        """The application database."""
        from backlinkbot.io.state.store import State

        schema = "" if self.client == HOME else f"client_{self.client}"
        return State.open(self.folder / "state", self.settings.database_url, schema)

    def write(self) -> None:
        """Make the folder, or say why that cannot be.

        Raises:
            Refused: the place cannot be written to.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = error.strerror
            raise Refused(f"the workspace {self.folder} cannot be made: {reason}") from error

    @property
    def snapshot(self) -> Snapshot | None:
        """The state of the index that is read, None while nothing was read in."""
        return self.index.current()

    def refresh(self) -> None:
        """Turn to what another process published since; for those that keep a workspace open."""
        index: Index | None = self.__dict__.get("index")
        if index is None:
            return
        current = index.current()
        if index.layout.current_name() != (current.name if current else None):
            index.refresh()

    def key(self, purpose: str) -> bytes:
        """32 bytes that only this workspace has, and others for each purpose; for signatures.

        Raises:
            Refused: the place cannot be written to.
        """
        from backlinkbot.io.outputs.secret import kept_secret

        self.write()
        secret = kept_secret(self.folder / "state" / "key")
        return hmac.new(secret, purpose.encode(), "sha256").digest()

    def close(self) -> None:
        """Give back what was opened."""
        for name in ("index", "state"):
            if store := self.__dict__.pop(name, None):
                store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
