"""The shape of an import that is asked for."""

from __future__ import annotations

from datetime import date

from fastapi import UploadFile
from pydantic import BaseModel, ConfigDict, Field

MOST_PLACES = 1_000
MOST_FILES = 50
MOST_PAIRS = 50
LONGEST_TEXT = 4_000


class ImportIn(BaseModel):
    """What to read, and what is said about it."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"places": ["/data/exports/links.csv"]}]}
    )

    places: list[str] = Field(
        min_length=1, max_length=MOST_PLACES, description="Addresses, or files of the machine."
    )
    target: str = Field(
        default="", max_length=LONGEST_TEXT, description="The domain that the files are about."
    )
    mapping: dict[str, str] = Field(
        default_factory=dict, description="Our names of columns to those of the file."
    )
    as_of: date | None = Field(default=None, description="The day that the files tell of.")
    base_url: str = Field(
        default="", max_length=LONGEST_TEXT, description="The address of an HTML page."
    )
    source: str = Field(default="", max_length=LONGEST_TEXT, description="Who says all that.")
    complete: bool = Field(
        default=False, description="It holds all links; what it no longer names is lost."
    )
    again: bool = Field(default=False, description="Read also what is known already.")


class FilesIn(BaseModel):
    """Files to read, and what is said about them."""

    model_config = ConfigDict(extra="forbid")

    files: list[UploadFile] = Field(min_length=1, max_length=MOST_FILES)
    target: str = Field(
        default="", max_length=LONGEST_TEXT, description="The domain that the files are about."
    )
    mapping: list[str] = Field(
        default_factory=list,
        max_length=MOST_PAIRS,
        description="OURS=THEIRS, like `source_url=Linking page`.",
    )
    as_of: str = Field(default="", max_length=20, description="The day that the files tell of.")
    base_url: str = Field(default="", max_length=LONGEST_TEXT)
    source: str = Field(default="", max_length=LONGEST_TEXT, description="Who says all that.")
    complete: bool = Field(default=False, description="They hold all links.")
    again: bool = Field(default=False, description="Read also what is known already.")
