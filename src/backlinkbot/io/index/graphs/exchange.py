"""Authority releases that others made: looked over row by row before they are kept."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from backlinkbot.core.errors import BadInput, Broken, NotFound, Refused
from backlinkbot.core.facts import Rejects
from backlinkbot.io.durable import digest_of
from backlinkbot.io.index.graphs.releases import (
    BASIS,
    about_release,
    publish_release,
    release_path,
    release_schema,
    write_release,
)
from backlinkbot.io.index.graphs.together import repeated_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq
    from numpy.typing import NDArray

    from backlinkbot.io.index.database import Budget

ROWS_AT_A_TIME = 1 << 16
NEEDED = ("node", "authority")
LONGEST_TEXT = 1 << 20  # of one piece of metadata; a scale's table has some 50,000 characters
DOMAIN_SHARE = 0.9  # of the sampled nodes, from which on a graph's names count as domain names
SAMPLE = 2_000
MOST_POINTS = 100.0


@dataclass(frozen=True)
class Taken:
    """A release that was imported. `is_new`: it was not here yet; `notes`: what to know of it."""

    path: Path
    nodes: int
    is_new: bool
    rejects: Rejects = field(default_factory=Rejects)
    notes: tuple[str, ...] = ()


def take(file: Path, folder: Path, today: date, budget: Budget) -> Taken:
    """Keep a release that somebody published; rows that cannot be are counted and left out.

    It needs the columns `node` and `authority`; other columns of a release are taken where they
    are, columns that no release has are not. It does not come into force by this.

    Raises:
        BadInput: the file is no authority release.
        NotFound: it is not there.
        Refused: it cannot be written.
    """
    with _opened(file) as opened:
        notes = _check_columns(file, opened.schema_arrow)
        about, day, more = _about(about_release(file), today)
        content = digest_of(file)
        if (same := _same(folder, day, content)) is not None:
            return Taken(same, opened.metadata.num_rows, is_new=False)
        try:
            repeated = repeated_rows(file, budget)
        except Broken as error:
            raise _unreadable(file, error) from error
        rejects, kept = Rejects(), 0

        def batches() -> Iterator[pa.RecordBatch]:
            nonlocal kept
            first = 0
            for batch in _read(file, opened, _wanted(opened)):
                whole = _cast(file, batch, about.get(BASIS))
                good = _good(whole, first, repeated, rejects, file.name)
                first += batch.num_rows
                kept += good.num_rows
                yield good

        try:
            path = publish_release(
                folder, day, content, batches(), about | {"content": content}, in_force=False
            )
        except OSError as error:
            raise Refused(f"the release cannot be kept in {folder}: {error}") from error
    if not kept:
        path.unlink()
        raise BadInput(f"{file.name} has no row that could be kept: {_told(rejects)}")
    return Taken(path, kept, is_new=True, rejects=rejects, notes=(*notes, *more))


def give(path: Path, out: Path) -> int:
    """Write a copy of a release to any place, whole or not at all; returns its nodes.

    Raises:
        Refused: it cannot be written there.
    """
    with _opened(path) as opened:
        about = about_release(path)
        try:
            rows = _read(path, opened, _wanted(opened))
            write_release(out, (_cast(path, batch, about.get(BASIS)) for batch in rows), about)
        except OSError as error:
            raise Refused(f"the release cannot be written to {out}: {error}") from error
        return int(opened.metadata.num_rows)


def names_domains(names: pa.Array | pa.ChunkedArray) -> bool:
    """Whether a graph's nodes are domain names, so that domains can be looked up among them."""
    import numpy as np
    import pyarrow as pa

    from backlinkbot.core.urls import is_strict_hostname

    if not len(names):
        return False
    rows = np.unique(np.linspace(0, len(names) - 1, min(SAMPLE, len(names))).astype(np.int64))
    sample = names.take(pa.array(rows)).to_pylist()
    good = sum("." in name and is_strict_hostname(name) for name in sample if name)
    return good >= DOMAIN_SHARE * len(sample)


def release_names_domains(path: Path) -> bool:
    """The same of a release's nodes, seen from its first rows."""
    with _opened(path) as opened:
        for batch in _read(path, opened, ["node"]):
            return names_domains(batch.column("node"))
    return False


@contextmanager
def _opened(file: Path) -> Iterator[pq.ParquetFile]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(file) as opened:
            yield opened
    except FileNotFoundError as error:
        raise NotFound(f"there is no file {file}") from error
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(file, error) from error


def _read(file: Path, opened: pq.ParquetFile, columns: list[str]) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    try:
        for batch in opened.iter_batches(ROWS_AT_A_TIME, columns=columns):
            batch.validate(full=True)  # names may be no UTF-8
            yield batch
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(file, error) from error


def _unreadable(file: Path, error: Exception) -> BadInput:
    reason = str(error).partition("\n")[0]
    return BadInput(f"{file.name} cannot be read as a Parquet file: {reason}")


def _check_columns(file: Path, schema: pa.Schema) -> tuple[str, ...]:
    names = set(schema.names)
    if missing := [name for name in NEEDED if name not in names]:
        raise BadInput(f"{file.name} is no authority release: it has no column {missing[0]}")
    wanted = release_schema().names
    notes = []
    # What it stands on is told by the file as a whole, if not by each row.
    if absent := [name for name in wanted if name not in {*names, BASIS}]:
        notes.append(f"the file has no {', '.join(absent)}: unknown for all its domains")
    if foreign := sorted(names - set(wanted)):
        notes.append(f"columns that no release has were left out: {', '.join(foreign)}")
    return tuple(notes)


def _wanted(opened: pq.ParquetFile) -> list[str]:
    names = set(opened.schema_arrow.names)
    return [name for name in release_schema().names if name in names]


def _about(told: Mapping[str, str], today: date) -> tuple[dict[str, str], date, tuple[str, ...]]:
    """What a file says about itself, its day, and what to know about that."""
    about = {key: text for key, text in told.items() if len(text) <= LONGEST_TEXT}
    # Somebody else's index is no earlier state of ours.
    series = about.get("series") or about.get("graph", "unknown")
    about["series"] = f"imported {series.removeprefix('imported ')}"
    notes = []
    if "method" not in about:
        notes.append("the file does not say how it was measured; it compares with no release")
        about["method"] = "unknown"
    try:
        day = date.fromisoformat(about.get("measured_on", ""))
    except ValueError:
        day = today
        about["measured_on"] = day.isoformat()
        notes.append("the file does not say when it was measured; today is taken instead")
    return about, day, tuple(notes)


def _same(folder: Path, day: date, content: str) -> Path | None:
    """The kept release with this content: imported before, or exported from here."""
    imported = release_path(folder, day, content)
    kept = [p for p in folder.glob(f"{day.isoformat()}-*.parquet") if p != imported]
    if imported.is_file():
        return imported
    return next((path for path in kept if digest_of(path) == content), None)


def _cast(file: Path, batch: pa.RecordBatch, basis: str | None) -> pa.RecordBatch:
    """A release's columns in its types; null where the file has none, or `basis` for that."""
    import pyarrow as pa

    columns = []
    for column in release_schema():
        if column.name not in batch.schema.names:
            value = pa.scalar(basis if column.name == BASIS else None, column.type)
            columns.append(pa.repeat(value, batch.num_rows))
            continue
        try:
            columns.append(batch.column(column.name).cast(column.type, safe=False))
        except pa.ArrowException as error:
            reason = str(error).partition("\n")[0]
            raise BadInput(
                f"the column {column.name} of {file.name} cannot be read as {column.type}: {reason}"
            ) from error
    return pa.record_batch(columns, names=release_schema().names)


def _good(
    batch: pa.RecordBatch,
    first: int,
    repeated: NDArray[np.int64],
    rejects: Rejects,
    name: str,
) -> pa.RecordBatch:
    """The rows that can be; the others are counted by reason."""
    import numpy as np
    import pyarrow as pa

    rows = first + np.arange(batch.num_rows)
    is_good = np.ones(batch.num_rows, np.bool_)
    for reason, is_bad in _faults(batch, rows, repeated).items():
        for row in np.flatnonzero(is_bad & is_good).tolist():
            rejects.add(reason, f"{name}: row {first + row + 1}", str(batch.column("node")[row]))
        is_good &= ~is_bad
    return batch if is_good.all() else batch.filter(pa.array(is_good))


def _faults(
    batch: pa.RecordBatch, rows: NDArray[np.int64], repeated: NDArray[np.int64]
) -> dict[str, NDArray[np.bool_]]:
    import numpy as np
    import pyarrow.compute as pc

    names = pc.fill_null(pc.utf8_trim_whitespace(batch.column("node")), "")
    points, low, high = (
        _doubles(batch.column(name)) for name in ("authority", "authority_low", "authority_high")
    )
    # A null is NaN here, and NaN is never outside: what is not known is no fault.
    given = batch.column("authority").is_valid().to_numpy(zero_copy_only=False)
    outside = given & ~((points >= 0) & (points <= MOST_POINTS))
    for values in (low, high):
        outside |= (values < 0) | (values > MOST_POINTS) | np.isinf(values)
    return {
        "no name": pc.equal(names, "").to_numpy(zero_copy_only=False),
        "a domain that an earlier row has": np.isin(rows, repeated),
        "authority or its interval outside 0 to 100": outside,
        "an interval that does not hold its authority": (low > points) | (high < points),
    }


def _doubles(column: Any) -> NDArray[np.float64]:
    import numpy as np

    return np.asarray(column.to_numpy(zero_copy_only=False), np.float64)


def _told(rejects: Rejects) -> str:
    return "; ".join(f"{count:,} times {reason}" for reason, count in rejects.counts.items())
