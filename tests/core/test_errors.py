"""The five errors and the exit codes that scripts rely on."""

from __future__ import annotations

import pytest

from backlinkbot.core.errors import (
    BacklinkBotError,
    BadInput,
    Broken,
    NotFound,
    Refused,
    Unreachable,
)


@pytest.mark.parametrize(
    ("kind", "code"), [(Broken, 1), (BadInput, 2), (NotFound, 3), (Refused, 4), (Unreachable, 5)]
)
def test_each_error_has_its_exit_code(kind: type[BacklinkBotError], code: int) -> None:
    assert kind("why").exit_code == code
    assert str(kind("why")) == "why"


def test_there_are_five() -> None:
    here = [
        kind for kind in BacklinkBotError.__subclasses__() if kind.__module__ == Broken.__module__
    ]
    assert len(here) == 5
