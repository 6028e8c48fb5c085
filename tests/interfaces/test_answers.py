"""Errors as exit codes and sentences."""

from __future__ import annotations

import pytest

from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.interfaces.answers import exit_code, sentence


@pytest.mark.parametrize(
    ("error", "code"), [(BadInput("x"), 2), (KeyboardInterrupt(), 130), (KeyError("x"), 1)]
)
def test_every_error_has_an_exit_code(error: BaseException, code: int) -> None:
    assert exit_code(error) == code


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("the index is empty", "The index is empty."),
        ("example.com is no site here", "example.com is no site here."),
        ("links.csv is empty.", "links.csv is empty."),
        ("did you mean x?", "Did you mean x?"),
        ("/data/x is empty", "/data/x is empty."),
    ],
)
def test_an_error_is_said_as_a_sentence(said: str, shown: str) -> None:
    assert sentence(NotFound(said)) == shown


def test_our_own_fault_is_called_that_and_says_what_to_do() -> None:
    said = sentence(ZeroDivisionError("division by zero"))
    assert said.startswith("This is our fault: ZeroDivisionError")
    assert "--traceback" in said


def test_an_interrupt_says_that_nothing_is_lost() -> None:
    assert "stays as it was" in sentence(KeyboardInterrupt())
