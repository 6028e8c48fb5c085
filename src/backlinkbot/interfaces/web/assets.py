"""The files that pages need, under names with their hash, so that browsers keep them for good."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from fastapi import APIRouter, Request, Response

from backlinkbot.core.errors import NotFound

KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
FOR_GOOD = "public, max-age=31536000, immutable"
HASH_CHARS = 12

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its address, its kind, and its bytes as they are and compressed."""

    address: str
    kind: str
    plain: bytes
    packed: bytes


@cache
def assets() -> dict[str, Asset]:
    """All files of the folder `static` by name."""
    found = {}
    for file in files("backlinkbot.interfaces.web").joinpath("static").iterdir():
        stem, _, ending = file.name.rpartition(".")
        if kind := KINDS.get(f".{ending}"):
            plain = file.read_bytes()
            digest = hashlib.sha256(plain).hexdigest()[:HASH_CHARS]
            address = f"/static/{stem}.{digest}.{ending}"
            found[file.name] = Asset(address, kind, plain, gzip.compress(plain, 9, mtime=0))
    return found


def asset(name: str) -> str:
    """The address of a file, for templates."""
    return assets()[name].address


@router.get("/static/{name}")
def static(request: Request, name: str) -> Response:
    """One file, compressed where the browser takes that."""
    for one in assets().values():
        if one.address == f"/static/{name}":
            takes = "gzip" in request.headers.get("accept-encoding", "")
            headers = {"cache-control": FOR_GOOD, "vary": "accept-encoding"}
            headers |= {"content-encoding": "gzip"} if takes else {}
            return Response(
                one.packed if takes else one.plain, media_type=one.kind, headers=headers
            )
    raise NotFound(f"there is no file {name}")


@router.get("/robots.txt")
def robots() -> Response:
    """Nothing here is for crawlers."""
    return Response("User-agent: *\nDisallow: /\n", media_type="text/plain")


@router.get("/favicon.ico")
def favicon() -> Response:
    """The icon, for browsers that ask without looking at the page."""
    return Response(assets()["icon.svg"].plain, media_type=KINDS[".svg"])
