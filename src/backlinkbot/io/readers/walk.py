"""Reading through a stored file's plain bytes, with a place to go back to."""

from __future__ import annotations

from backlinkbot.io.readers.members import Clipped, Damaged, Stream, members_of

SKIP_BYTES = 1024 * 1024
LONGEST_LINE_BYTES = 64 * 1024


class Walk:
    """A cursor in an archive.

    Nothing is raised where the file is broken: a member that breaks off just ends, and
    `is_clipped` (the file ends there) or `is_damaged` (this member does not unpack) says so.
    `next_member` steps over damage; `is_resynced` then tells that the member was searched for.
    `first`: where in the file `raw` stands, when that is not its start but that of a later member.
    """

    def __init__(self, raw: Stream, head: bytes, first: int = 0) -> None:
        self.is_clipped = False
        self.is_damaged = False
        self.is_resynced = False
        self._members = members_of(raw, head, first)
        self._opened = 0 if first == 0 else 1
        self._buffer = b""
        self._at = 0
        self._buffer_start = 0  # position of the buffer's first byte in the member

    @property
    def is_packed(self) -> bool:
        return self._members.is_packed

    @property
    def is_first_member(self) -> bool:
        return self._opened == 1

    @property
    def end(self) -> int:
        """Stored offset behind a member that was read to its end."""
        return self._members.at

    @property
    def offset(self) -> int:
        """Stored offset to open the file at to read on from here (from the member's start)."""
        if self.is_packed:
            return self._members.start
        return self._buffer_start + self._at

    def next_member(self) -> bool:
        """Go on to the next member that can be opened; False at the end of the file."""
        self._buffer, self._at, self._buffer_start = b"", 0, 0
        self.is_resynced = self.is_damaged
        self._opened += 1
        while not self.is_clipped:
            if self.is_damaged and not self._members.resync():
                return False
            try:
                self.is_damaged = False
                return self._members.next_member()
            except Clipped:
                self.is_clipped = True
            except Damaged:
                self.is_damaged = self.is_resynced = True
        return False

    def peek(self, count: int) -> bytes:
        """The next bytes without going on; fewer at the member's end."""
        end = self._at + count
        if end > len(self._buffer):
            self._load(count)
            end = self._at + count
        return self._buffer[self._at : end]

    def take(self, count: int) -> bytes:
        """The next bytes; fewer at the member's end."""
        taken = self.peek(count)
        self._at += len(taken)
        return taken

    def skip(self, count: int) -> None:
        """Go on by this many bytes, or to the member's end."""
        while count > 0 and (skipped := len(self.take(min(count, SKIP_BYTES)))):
            count -= skipped

    def skip_member(self) -> int | None:
        """Go to the member's end; returns how many plain bytes were left, None if it breaks off."""
        size = len(self._buffer) - self._at
        while piece := self._piece():
            size += len(piece)
        self._buffer, self._at = b"", 0
        return None if self.is_damaged or self.is_clipped else size

    def skip_line(self) -> int:
        """Go on behind the next line end, or by the longest line; returns by how much."""
        line = self.peek(LONGEST_LINE_BYTES)
        size = line.find(b"\n") + 1 or len(line)
        self._at += size
        return size

    def skip_blank(self) -> None:
        """Go on to the next byte that is no line end or blank."""
        while blank := self.peek(64):
            solid = len(blank) - len(blank.lstrip(b"\r\n \t"))
            self._at += solid
            if solid < len(blank):
                return

    def _load(self, count: int) -> None:
        """Have `count` bytes in the buffer, or all that the member still has."""
        have = len(self._buffer) - self._at
        if have >= count:
            return
        parts = [self._buffer[self._at :]]
        while have < count and (piece := self._piece()):
            parts.append(piece)
            have += len(piece)
        self._buffer_start += self._at
        self._buffer, self._at = b"".join(parts), 0

    def _piece(self) -> bytes:
        try:
            return b"" if self.is_damaged or self.is_clipped else self._members.piece()
        except Clipped:
            self.is_clipped = True
        except Damaged:
            self.is_damaged = True
        return b""
