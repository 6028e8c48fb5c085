"""What of a prospect changed, in a form that the history keeps and an undo puts back."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from backlinkbot.core.prospects import ContactKind, Outcome, Prospect, Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

PLAIN = ("owner", "contact", "is_gone", "target")


def told(prospect: Prospect) -> dict[str, Any]:
    """All of a prospect that can be changed, as JSON takes it."""
    return {
        "stage": prospect.stage.value,
        "contact_kind": prospect.contact_kind.value,
        "tags": list(prospect.tags),
        "outcome": None if prospect.outcome is None else _document(prospect.outcome),
        **{name: getattr(prospect, name) for name in PLAIN},
    }


def differences(before: Prospect, after: Prospect) -> dict[str, tuple[Any, Any]]:
    """By field that changed, its value before and after."""
    then, now = told(before), told(after)
    return {name: (then[name], now[name]) for name in then if then[name] != now[name]}


def with_fields(prospect: Prospect, values: Mapping[str, Any]) -> Prospect:
    """The prospect with these fields as they were told."""
    made: dict[str, Any] = {name: values[name] for name in PLAIN if name in values}
    if "stage" in values:
        made["stage"] = Stage(values["stage"])
    if "contact_kind" in values:
        made["contact_kind"] = ContactKind(values["contact_kind"])
    if "tags" in values:
        made["tags"] = tuple(values["tags"])
    if "outcome" in values:
        kept = values["outcome"]
        made["outcome"] = None if kept is None else _outcome(kept)
    return replace(prospect, **made)


def _document(outcome: Outcome) -> dict[str, Any]:
    return {field.name: _plain(getattr(outcome, field.name)) for field in fields(Outcome)}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _outcome(kept: Mapping[str, Any]) -> Outcome:
    made: dict[str, Any] = {
        name: datetime.fromisoformat(value) if name.endswith("_at") and value else value
        for name, value in kept.items()
    }
    made["contact_kind"] = ContactKind(kept["contact_kind"])
    return Outcome(**made)
