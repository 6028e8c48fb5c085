"""The evidence ledger: every audit with what it was judged from, so that it can be judged again.

A folder of its own for each, written beside and put in its place by one rename: there is a whole
entry or none. A manifest holds the digest of every file.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from backlinkbot.core.errors import Broken, NotFound, Refused
from backlinkbot.io.durable import sync

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pyarrow as pa

LEDGER = "audits"  # the ledger's folder in a workspace
MANIFEST = "manifest.json"
DIGEST_BYTES = 16
NAME_DIGITS = 12  # of the digest, in a folder's name
INPUT, RESULT = "input", "result"


@dataclass(frozen=True, slots=True)
class Entry:
    """One kept audit: `inputs` and `results` by name, `values` and `rules` as they were given.

    `digest`: of all inputs; two audits of equal inputs have the same.
    """

    name: str
    digest: str
    inputs: Mapping[str, pa.Table]
    results: Mapping[str, pa.Table]
    values: Mapping[str, Any]
    rules: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The kept audits under one folder, by site and by day."""

    folder: Path

    def keep(
        self,
        site: str,
        day: str,
        inputs: Mapping[str, pa.Table],
        values: Mapping[str, Any],
        results: Mapping[str, pa.Table],
        rules: Mapping[str, Any],
    ) -> str:
        """Keep an audit and give its name; the same inputs under the same rules are kept once.

        Raises:
            Refused: the place cannot be written to.
        """
        place = self.folder / site
        draft = place / f".{os.getpid()}"
        try:
            place.mkdir(parents=True, exist_ok=True)
            _sweep(place)
            draft.mkdir()
            files = _written(draft, INPUT, inputs) | _written(draft, RESULT, results)
            told = {
                "digest": _digest_of_inputs(files, values),
                "values": dict(values),
                "rules": dict(rules),
                "files": files,
            }
            name = f"{day}-{_digest(_json(told))[:NAME_DIGITS]}"
            _write(draft / MANIFEST, _json(told))
            sync(draft)
            if not (place / name).exists():
                draft.rename(place / name)
                sync(place)
        except OSError as error:
            raise Refused(f"{place} cannot be written: {error.strerror or error}") from error
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        return name

    def names(self, site: str) -> list[str]:
        """The kept audits of a site, the oldest day first."""
        place = self.folder / site
        kept = [path for path in place.glob("[0-9]*") if (path / MANIFEST).is_file()]
        kept.sort(key=lambda path: (path.name[:10], path.stat().st_mtime_ns, path.name))
        return [path.name for path in kept]

    def entry(self, site: str, name: str = "") -> Entry:
        """A kept audit of a site: the one of that name, else the last.

        Raises:
            NotFound: there is none.
            Broken: a file is missing or not as it was written.
        """
        names = self.names(site)
        if not names:
            raise NotFound(f"no audit of {site} is kept; run: backlinkbot audit {site}")
        if name and name not in names:
            raise NotFound(f"no audit {name} of {site} is kept; there are: {', '.join(names)}")
        place = self.folder / site / (name or names[-1])
        try:
            told = json.loads((place / MANIFEST).read_bytes())
            tables = {file: _read(place / file, digest) for file, digest in told["files"].items()}
        except (OSError, ValueError, KeyError) as error:
            raise Broken(f"the audit kept in {place} cannot be read ({error})") from error
        if _digest_of_inputs(told["files"], told["values"]) != told["digest"]:
            raise Broken(f"the audit kept in {place} is not as it was written ({MANIFEST})")
        return Entry(
            name=place.name,
            digest=told["digest"],
            inputs=_of(tables, INPUT),
            results=_of(tables, RESULT),
            values=told["values"],
            rules=told["rules"],
        )


def _written(folder: Path, part: str, tables: Mapping[str, pa.Table]) -> dict[str, str]:
    """Write tables; the digest of each file by its name."""
    digests = {}
    for name, table in tables.items():
        file = f"{part}-{name}.arrow"
        content = _encoded(table)
        _write(folder / file, content)
        digests[file] = _digest(content)
    return digests


def _encoded(table: pa.Table) -> bytes:
    """A table's bytes, the same for the same rows however they came in pieces."""
    import pyarrow as pa

    out = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd", unify_dictionaries=True)
    with pa.ipc.new_file(out, table.schema, options=options) as writer:
        writer.write_table(table.combine_chunks())
    return bytes(out.getvalue().to_pybytes())


def _read(path: Path, digest: str) -> pa.Table:
    import pyarrow as pa

    content = path.read_bytes()
    if _digest(content) != digest:
        raise ValueError(f"{path.name} is not as it was written")
    return pa.ipc.open_file(pa.py_buffer(content)).read_all()


def _of(tables: Mapping[str, pa.Table], part: str) -> dict[str, pa.Table]:
    return {
        file.removeprefix(f"{part}-").removesuffix(".arrow"): table
        for file, table in tables.items()
        if file.startswith(f"{part}-")
    }


def _digest_of_inputs(files: Mapping[str, str], values: Mapping[str, Any]) -> str:
    told = {file: digest for file, digest in files.items() if file.startswith(f"{INPUT}-")}
    return _digest(_json({"files": told, "values": dict(values)}))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1).encode()


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=DIGEST_BYTES).hexdigest()


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def _sweep(place: Path) -> None:
    """Remove what killed processes were writing; the drafts of living ones stay."""
    for draft in place.glob(".[0-9]*"):
        try:
            os.kill(int(draft.name[1:]), 0)
        except ProcessLookupError:
            shutil.rmtree(draft, ignore_errors=True)
        except (PermissionError, ValueError):
            continue
    with suppress(FileNotFoundError):
        shutil.rmtree(place / f".{os.getpid()}")
