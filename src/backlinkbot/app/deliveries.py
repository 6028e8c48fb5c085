"""Rounds of what goes out to somebody: each try is one worker's; what fails comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from backlinkbot.core.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from backlinkbot.core.clock import Clock

# Minutes before each further try: a restart, a deploy, a night, a weekend.
WAITS_MIN = (1, 5, 30, 120, 600, 1440, 2880)
HELD = timedelta(minutes=2)  # longer than a try can take, so that two workers never both try
DELIVERED, WAITING, GIVEN_UP = "delivered", "waiting", "given up"


class Going(Protocol):
    """What goes out; `attempts`: tries before this one."""

    @property
    def id(self) -> str: ...
    @property
    def attempts(self) -> int: ...


T = TypeVar("T", bound=Going)


class Kept(Protocol[T]):
    """Where it waits, as `io.state.outgoing` keeps it."""

    def due(self, now: datetime, /) -> Sequence[T]:
        """What is to be tried now."""
        ...

    def take(self, one: T, until: datetime, /) -> bool:
        """Make a try ours: False when another worker was quicker."""
        ...

    def put_off(self, receiver: str, until: datetime, /) -> None:
        """Let nothing that waits for a receiver be due before a moment."""
        ...

    def note(self, one_id: str, state: str, next_at: datetime, message: str, /) -> None:
        """Write down what became of a try."""
        ...


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a try; `is_final`: another one would be of no use."""

    message: str
    is_delivered: bool = False
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class Round(Generic[T]):
    """Tries what waits. `attempt` raises NotFound where nobody is there any more.

    `receiver`: to whom something goes.
    """

    kept: Kept[T]
    clock: Clock
    receiver: Callable[[T], str]
    attempt: Callable[[T], Told]

    def deliver_due(self, is_over: Callable[[], bool] = lambda: False) -> int:
        """Try what is due; how many were delivered. A try that fails comes back later, less often.

        Whoever could not be told is left alone for a minute, whatever else waits for him, so that
        the others do not wait for him too. `is_over`: asked between two tries.
        """
        done = 0
        failed: set[str] = set()
        for one in self.kept.due(self.clock.now()):
            if is_over():
                break
            receiver = self.receiver(one)
            if receiver in failed:
                continue
            told = self.deliver(one)
            done += bool(told)
            if told is False:
                failed.add(receiver)
                self.kept.put_off(receiver, self.clock.now() + timedelta(minutes=WAITS_MIN[0]))
        return done

    def deliver(self, one: T) -> bool | None:
        """Whether it was delivered; None where another worker has it, or nobody is there."""
        now = self.clock.now()
        if not self.kept.take(one, now + HELD):
            return None
        try:
            return self._noted(one, self.attempt(one), now)
        except NotFound:
            return None
        # One's fault, of whatever kind, must not stop the others.
        except Exception as error:  # noqa: BLE001 - its text may hold a secret address: its name
            told = Told(f"this is our fault: {type(error).__name__}")
            return self._noted(one, told, self.clock.now())

    def _noted(self, one: T, told: Told, now: datetime) -> bool:
        if told.is_delivered:
            self.kept.note(one.id, DELIVERED, now, told.message)
        elif told.is_final or one.attempts >= len(WAITS_MIN):
            self.kept.note(one.id, GIVEN_UP, now, told.message)
        else:
            wait = timedelta(minutes=WAITS_MIN[one.attempts])
            self.kept.note(one.id, WAITING, now + wait, told.message)
        return told.is_delivered
