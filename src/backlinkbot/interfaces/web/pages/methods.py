"""The page Methods: what each number means, how it is computed, and its measured error."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from backlinkbot import __version__
from backlinkbot.interfaces.gate import Reads
from backlinkbot.interfaces.web.manual import chapter
from backlinkbot.interfaces.web.page import page
from backlinkbot.interfaces.web.places import Place

place = Place("methods", "Methods", icon="book", order=40)
router = APIRouter()


@router.get("/c/{client}/methods")
def methods(request: Request, asked: Reads) -> Response:
    """Every metric, each at its own address inside the page."""
    found = chapter("reference", "metrics", f"/c/{asked.client}/methods")
    return page(
        request, asked, "methods.html.j2", chapter=found, version=__version__, is_start=True
    )


@router.get("/c/{client}/methods/{room}/{name}")
def document(request: Request, asked: Reads, room: str, name: str) -> Response:
    """One document of the reference or the guide."""
    found = chapter(room, name, f"/c/{asked.client}/methods")
    return page(
        request, asked, "methods.html.j2", chapter=found, version=__version__, is_start=False
    )
