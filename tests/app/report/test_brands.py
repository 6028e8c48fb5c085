"""Under whose name reports go out: kept, read from a file, and never anything but that."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from backlinkbot.app.report import brand_of_file, changed, keep_brand, kept_brand
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.client_report import Brand
from backlinkbot.core.errors import BadInput
from backlinkbot.io.readers.brand import MOST_LOGO_BYTES

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
SVG = b'<?xml version="1.0"?>\n<!-- made by hand -->\n<svg xmlns="http://www.w3.org/2000/svg"/>'


@pytest.mark.parametrize("logo", [PNG, SVG, b"\xff\xd8\xff\xe0jpeg", b""])
def test_a_brand_is_kept_as_it_is(workspace: Workspace, logo: bytes) -> None:
    brand = changed(
        Brand(), agency='Nörth "light" \\ Söhne', colour="#ABC", contact="a\nb", logo=logo
    )
    keep_brand(workspace, brand)
    assert kept_brand(workspace) == brand
    assert (brand.colour, brand.contact) == ("#aabbcc", "a b")


def test_without_one_a_report_goes_out_plain(workspace: Workspace) -> None:
    assert kept_brand(workspace) == Brand()


def test_a_file_names_its_logo_beside_it(tmp_path: Path) -> None:
    (tmp_path / "look.toml").write_text('agency = "A"\nlogo = "a.png"\n', "utf-8")
    (tmp_path / "a.png").write_bytes(PNG)
    brand = brand_of_file(tmp_path / "look.toml")
    assert (brand.agency, brand.logo, brand.logo_type) == ("A", PNG, "image/png")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("agency = ", "no TOML"),
        ('colour = "red"', "no colour"),
        ('font = "Comic Sans"', "font is none of the texts"),
        ("agency = 3", "agency is none of the texts"),
        ('logo = "nothing.png"', "cannot be read"),
        ('logo = "look.toml"', "no PNG, JPEG or SVG"),
        (f'agency = "{"x" * 200}"', "120 characters"),
    ],
)
def test_what_a_file_cannot_say_is_said_plainly(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "look.toml").write_text(text, "utf-8")
    with pytest.raises(BadInput, match=said):
        brand_of_file(tmp_path / "look.toml")


def test_a_file_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        brand_of_file(tmp_path / "none.toml")


def test_a_logo_that_is_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "large.png").write_bytes(PNG + b"0" * MOST_LOGO_BYTES)
    with pytest.raises(BadInput, match="1 MB"):
        changed(Brand(), logo=tmp_path / "large.png")


def test_a_page_is_no_picture(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_bytes(b"<html><svg></svg></html>")
    with pytest.raises(BadInput, match="no PNG, JPEG or SVG"):
        changed(Brand(), logo=tmp_path / "logo.svg")
