"""Values as JSON and spreadsheets take them; text from the web made safe for a cell."""

from __future__ import annotations

import json
from datetime import date, datetime

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - full-width forms start formulas too


def safe_cell(text: str) -> str:
    """The text, or the text behind an apostrophe where a spreadsheet would run it as a formula.

    Source: OWASP, "CSV Injection".
    """
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


def one_line(text: str) -> str:
    """The text on one line and without what moves a cursor or hides: for names, labels and logs."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def plain(value: object) -> object:
    """A value as JSON knows it: dates as ISO text, floats without the noise of float32."""
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return None if value != value else float(f"{value:.7g}")  # noqa: PLR0124 - NaN is unknown
    return value


def flat(value: object) -> object:
    """A value as one spreadsheet cell; what has parts becomes JSON text."""
    if isinstance(value, list | tuple) and all(isinstance(part, str) for part in value):
        return safe_cell("; ".join(str(part) for part in value))
    value = plain(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return str(value).lower()
    return safe_cell(value) if isinstance(value, str) else value
