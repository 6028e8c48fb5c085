"""What is kept of a judged case, and how two judgements of one case differ."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from backlinkbot.core.audit import Advice
from backlinkbot.logic.judge.signals.markers import Level, markers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

    from backlinkbot.logic.judge.audit.judging import Judged

STRENGTHS = {Level.LINK: "link-strengths", Level.DOMAIN: "domain-strengths"}
DOCUMENTS = ("groups", "domains", "links")
MARKS = "marks"
SAID_FROM = 0.1  # strength; the verdict shows no weaker marks either
EXAMPLES = 5  # of what differs, in words


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that two judgements of one case say differently; `count`: of how many rows."""

    what: str
    count: int
    examples: tuple[str, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """The difference as JSON."""
        return {"what": self.what, "count": self.count, "examples": list(self.examples)}


def results(found: Judged) -> dict[str, pa.Table]:
    """The judgement as tables.

    `link-strengths`, `domain-strengths`: a column per marker, one row per link or domain of the
    case, null where nothing was known; `marks`: each mark that was made, in words, with the row it
    is about; `groups`, `domains`, `links` (those not to keep): their JSON documents.
    """
    import pyarrow as pa

    tables = {name: _strengths(found, level) for level, name in STRENGTHS.items()}
    tables[MARKS] = _marks(found)
    documents = {
        "groups": [one.as_document() for one in found.groups],
        "domains": [replace(one, marks=()).as_document() for one in found.domains],
        "links": [one.as_document() for one in found.links if one.verdict is not Advice.KEEP],
    }
    for name, rows in documents.items():
        lines = [json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows]
        tables[name] = pa.table({"document": pa.array(lines, pa.string())})
    return tables


def differences(
    before: Mapping[str, pa.Table],
    after: Mapping[str, pa.Table],
    rules: tuple[Mapping[str, Any], Mapping[str, Any]],
) -> tuple[Difference, ...]:
    """What differs between two judgements; `rules`: the versions under which each was made."""
    found = [*_of_rules(*rules)]
    for name in STRENGTHS.values():
        found += _of_strengths(before[name], after[name])
    for name in (MARKS, *DOCUMENTS):
        found += _of_rows(name, before[name], after[name])
    return tuple(found)


def _strengths(found: Judged, level: Level) -> pa.Table:
    import pyarrow as pa

    names = [name for name, marker in markers.items() if marker.level is level]
    columns = [
        pa.array(found.marks[name].strength, pa.float32(), from_pandas=True) for name in names
    ]
    return pa.table(columns, names=names)


def _marks(found: Judged) -> pa.Table:
    """Marks in words, marker by marker; weaker ones are numbers alone, in the strengths."""
    import pyarrow as pa

    names = list(found.marks)
    tables = []
    for name in names:
        marks = found.marks[name]
        rows = np.flatnonzero(marks.strength >= SAID_FROM)
        told = rows.tolist()
        columns = [
            pa.array([name] * len(told), pa.string()),
            pa.array(rows, pa.int32()),
            pa.array(marks.strength[rows], pa.float32()),
            pa.array([marks.say(row) for row in told], pa.string()),
            pa.array([list(marks.show(row)) for row in told], pa.list_(pa.string())),
        ]
        tables.append(
            pa.table(columns, names=["marker", "row", "strength", "sentence", "evidence"])
        )
    return pa.concat_tables(tables)


def _of_rules(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    for key in sorted({*before, *after} - {"program"}):
        then, now = before.get(key, "none"), after.get(key, "none")
        if then == now:
            continue
        if isinstance(then, dict) and isinstance(now, dict):
            changed = [name for name in sorted({*then, *now}) if then.get(name) != now.get(name)]
            said = tuple(f"{n}: {then.get(n, 'none')} → {now.get(n, 'none')}" for n in changed)
            yield Difference(f"rule versions of {key}", len(said), said[:EXAMPLES])
        else:
            yield Difference(f"rule version of {key}", 1, (f"{then} → {now}",))


def _of_strengths(before: pa.Table, after: pa.Table) -> Iterator[Difference]:
    for name in sorted({*before.column_names, *after.column_names}):
        if name not in before.column_names or name not in after.column_names:
            word = "gone" if name in before.column_names else "new"
            yield Difference(f"marker {name} is {word}", before.num_rows)
            continue
        then, now = (np.asarray(one[name].to_numpy(), np.float32) for one in (before, after))
        other = np.flatnonzero((then != now) & ~(np.isnan(then) & np.isnan(now)))
        if len(other):
            said = (f"row {row}: {then[row]:.4g} → {now[row]:.4g}" for row in other[:EXAMPLES])
            yield Difference(f"strengths of {name}", len(other), tuple(said))


def _of_rows(name: str, before: pa.Table, after: pa.Table) -> Iterator[Difference]:
    if before.equals(after):
        return
    then, now = (_counted(one) for one in (before, after))
    gone, new = then - now, now - then
    said = [*(f"− {one}" for one in sorted(gone)), *(f"+ {one}" for one in sorted(new))]  # noqa: RUF001
    if not said:
        yield Difference(f"the order of {name}", before.num_rows)
        return
    yield Difference(name, len(said), tuple(_short(said)))


def _counted(table: pa.Table) -> set[str]:
    return {json.dumps(row, ensure_ascii=False, sort_keys=True) for row in table.to_pylist()}


def _short(said: Iterable[str]) -> Iterator[str]:
    for line, _ in zip(said, range(EXAMPLES), strict=False):
        yield line if len(line) <= 300 else f"{line[:299]}…"  # noqa: PLR2004 - a few lines
