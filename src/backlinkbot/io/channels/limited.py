"""Work that cannot be told when to stop, left alone when its time is over."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")


def within(limit_s: float, work: Callable[[], Result]) -> Result:
    """What the work gives, or raises, in a thread of its own.

    Raises:
        TimeoutError: it is not done; it goes on, nobody hears of it, and it holds up no exit.
    """
    made: list[Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            made.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            errors.append(error)

    thread = Thread(target=run, name="limited", daemon=True)
    thread.start()
    thread.join(limit_s)
    if errors:
        raise errors[0]
    if not made:
        raise TimeoutError
    return made[0]
