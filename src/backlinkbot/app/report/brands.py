"""Under whose name reports go out: what the workspace keeps, and what is said for one report."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from backlinkbot.core.client_report import Brand
from backlinkbot.core.errors import BadInput
from backlinkbot.io.outputs.place import write_bytes, write_text
from backlinkbot.io.readers.brand import logo_type, read_brand, read_logo
from backlinkbot.logic.reports.colours import colour_named

if TYPE_CHECKING:
    from pathlib import Path

    from backlinkbot.app.workspace import Workspace

FOLDER = "brand"
FILE = "brand.toml"
ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "image/svg+xml": ".svg"}
LONGEST = 120  # characters of a name or a contact: they stand on one line


def kept_brand(workspace: Workspace) -> Brand:
    """The brand that this workspace keeps; a plain one where it keeps none.

    Raises:
        BadInput: somebody changed its file to something that cannot be used.
    """
    path = workspace.folder / FOLDER / FILE
    return checked(read_brand(path)) if path.is_file() else Brand()


def brand_of_file(path: Path) -> Brand:
    """The brand of a file of the user's; raises BadInput as `checked` does."""
    return checked(read_brand(path))


def changed(
    brand: Brand,
    *,
    agency: str | None = None,
    colour: str | None = None,
    contact: str | None = None,
    logo: Path | bytes | None = None,
) -> Brand:
    """The brand with what is said beside it; an empty logo takes it away.

    Raises:
        BadInput: a colour that is none, a text that is too long, a logo that is no picture.
    """
    if agency is not None:
        brand = replace(brand, agency=agency)
    if colour is not None:
        brand = replace(brand, colour=colour)
    if contact is not None:
        brand = replace(brand, contact=contact)
    if isinstance(logo, bytes):
        brand = replace(brand, logo=logo, logo_type=logo_type(logo) if logo else "")
    elif logo is not None:
        content, kind = read_logo(logo)
        brand = replace(brand, logo=content, logo_type=kind)
    return checked(brand)


def keep_brand(workspace: Workspace, brand: Brand) -> None:
    """Keep a brand for all later reports of this workspace.

    Raises:
        BadInput: as `checked` does.
        Refused: the place cannot be written to.
    """
    brand = checked(brand)
    workspace.write()
    folder = workspace.folder / FOLDER
    told = {"agency": brand.agency, "colour": brand.colour, "contact": brand.contact}
    if brand.logo:
        told["logo"] = f"logo{ENDINGS[brand.logo_type]}"
        write_bytes(folder / told["logo"], brand.logo)
    # a JSON text is a TOML text as well
    lines = (f"{name} = {json.dumps(value, ensure_ascii=True)}\n" for name, value in told.items())
    write_text(folder / FILE, "".join(lines))


def checked(brand: Brand) -> Brand:
    """The brand with its texts on one line each and its colour as "#rrggbb".

    Raises:
        BadInput: a colour that is none, or a text that is too long.
    """
    agency, contact = " ".join(brand.agency.split()), " ".join(brand.contact.split())
    if max(len(agency), len(contact)) > LONGEST:
        raise BadInput(f"the agency's name and contact have {LONGEST} characters at most")
    return replace(brand, agency=agency, contact=contact, colour=colour_named(brand.colour))
