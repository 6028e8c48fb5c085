"""A finished file takes its place whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from backlinkbot.core.errors import Refused
from backlinkbot.io.outputs.place import replaced, write_text


def test_folders_are_made_and_the_draft_is_gone(tmp_path: Path) -> None:
    place = tmp_path / "deep" / "er" / "page.html"
    write_text(place, "grüße\n")
    assert place.read_bytes() == "grüße\n".encode()
    assert list(place.parent.iterdir()) == [place]


def test_a_writer_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    place = tmp_path / "page.html"
    write_text(place, "as before")
    with pytest.raises(ZeroDivisionError):
        write_half(place)
    assert place.read_text("utf-8") == "as before"
    assert list(tmp_path.iterdir()) == [place]


def test_a_folder_in_the_way_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "page.html").mkdir()
    with pytest.raises(Refused, match=r"page\.html cannot be written: "):
        write_text(tmp_path / "page.html", "text")


def test_a_file_where_a_folder_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    with pytest.raises(Refused, match=r"cannot be written: "):
        write_text(tmp_path / "file" / "page.html", "text")


def write_half(place: Path) -> None:
    with replaced(place) as draft:
        draft.write_text("half", "utf-8")
        raise ZeroDivisionError
