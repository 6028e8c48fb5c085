"""How a loop is compiled: free of the interpreter's lock, kept on disk between runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

import numba

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")


def compiled(function: F) -> F:
    """The same function as machine code.

    Threads come from `blocks.run`, not from the compiler's own thread pool: that pool breaks
    processes that fork after it has started, and ingest forks.
    """
    return cast("F", numba.njit(nogil=True, cache=True, error_model="numpy")(function))


def inlined(function: F) -> F:
    """The same function as a part of each compiled loop that calls it.

    A call hands over every array as seven numbers, which takes longer than a short row.
    """
    return cast("F", numba.njit(inline="always", error_model="numpy")(function))
