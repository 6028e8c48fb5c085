"""No operation of REST is undocumented."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.interfaces.api.conftest import operations

if TYPE_CHECKING:
    from tests.interfaces.conftest import Browser

REFERENCE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "api.md"


def test_every_operation_is_in_the_reference_with_what_it_does(empty: Browser) -> None:
    text = REFERENCE.read_text("utf-8")
    missing = [
        line
        for method, path, told in operations(empty.client)
        for line in [f"- `{method.upper()} {path}`: {told['description'].splitlines()[0]}"]
        if line not in text
    ]
    assert missing == []
