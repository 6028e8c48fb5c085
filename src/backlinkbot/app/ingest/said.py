"""What the user says about the files, and what the reader of each file is told of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.readers.format import Reading, formats
from backlinkbot.io.readers.formats.html import TRUSTED
from backlinkbot.io.readers.formats.mapped import header_of
from backlinkbot.io.readers.formats.search_console import site_of
from backlinkbot.io.readers.formats.warc import reporter_of

if TYPE_CHECKING:
    from datetime import date

    from backlinkbot.app.ingest.report import FileReport
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.facts import Rejects
    from backlinkbot.io.readers.format import Source

MAPPED = "table"  # the format whose columns and source a user may name
WARC = "warc"
PAGE = "html"  # the format of one page, whose address a user may give
CONSOLE = "search-console"  # the format that names no target page, often not even the site
# What the index, the answers and their files say of a source: a word, like "ahrefs".
_SOURCE = re.compile(r"[a-z0-9][a-z0-9 ._-]{0,39}\Z")
NOT_VENDORS = frozenset({"crawl", "file", "vendor"})  # names that mean something else here


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """What the user says about the files: see `io.readers.format.Reading`.

    `base_url`: the address of an HTML page, or "canonical" where canonical links are right;
    `source`: who says what a table of any kind holds; `complete`: the file holds all links of its
    reporter to its targets, so that one it no longer names is lost; `again`: read also what the
    index knows already; `public_only`: no address of a private network, also where it is named.
    """

    target: str = ""
    mapping: dict[str, str] = field(default_factory=dict)
    as_of: date | None = None
    base_url: str = ""
    source: str = ""
    complete: bool = False
    again: bool = False
    public_only: bool = False

    @property
    def how(self) -> tuple[object, ...]:
        """What of this changes how a file is read."""
        base = (self.target, sorted(self.mapping.items()), self.as_of, self.complete)
        return (*base, *filter(None, (self.base_url, self.source)))


class Said:
    """The user's words, applied to one file after the other.

    Raises:
        BadInput: `source` is no name, or that of a source whose files are recognised.
    """

    def __init__(self, options: IngestOptions, workspace: Workspace) -> None:
        self.options, self._workspace = options, workspace
        self._page_at_base_url = ""  # the one HTML page whose address the user gave
        self._source = _source_named(options.source)

    def reading(self, source: Source, report: FileReport, rejects: Rejects) -> Reading:
        """What the reader of this file is told; what was used or not is noted in the report.

        Raises:
            BadInput: what was said does not fit this file.
        """
        told = self.options
        return Reading(
            rejects,
            seen_at=self._workspace.clock.now(),
            target=self._target(source, report),
            mapping=self._mapping(source, report),
            as_of=told.as_of,
            base_url=self._base_url(source, report),
            reporter=self._reporter(source, report),
        )

    def remember(self, source: Source, report: FileReport) -> None:
        """Keep the columns that the user mapped, for the next table with this header."""
        if self.options.mapping and report.format == MAPPED:
            header = header_of(source.head())
            self._workspace.state.remember_mapping(header, self.options.mapping)

    def _target(self, source: Source, report: FileReport) -> str:
        """The site that an export is about: as told, else the only one of ours."""
        told = self.options.target
        if told:
            report.notes.extend(self._about_target(told))
            return told
        if report.format != CONSOLE or site_of(source.name):
            return ""
        ours = [site.domain for site in self._workspace.state.sites() if site.is_ours]
        if len(ours) > 1:
            raise BadInput(
                f"{source.name} does not say which of your sites its links lead to; "
                f"tell it with --target, for example --target {ours[0]} (you have: "
                f"{', '.join(ours)})"
            )
        if ours:
            report.notes.append(f"taken as links to {ours[0]}, your only site")
        return ours[0] if ours else ""

    def _about_target(self, told: str) -> list[str]:
        """What the user should know of a target that is no site here: it may be mistyped."""
        domain = domain_named(told)
        known = [site.domain for site in self._workspace.state.sites()]
        if domain in known:
            return []
        like = f" (did you mean {near}?)" if (near := _nearest(domain, known)) else ""
        return [
            f"the target {domain} is none of the sites you added{like}; its links are kept all "
            f"the same; add it with: site add {domain}"
        ]

    def _mapping(self, source: Source, report: FileReport) -> dict[str, str]:
        """The columns the user maps now, or mapped before for a table with this header."""
        if self.options.mapping or report.format != MAPPED:
            return self.options.mapping
        known = self._workspace.state.mapping_for(header_of(source.head()))
        if known:
            pairs = ", ".join(f"{ours} = {theirs}" for ours, theirs in known.items())
            report.notes.append(f"columns as you mapped them before: {pairs}")
        return known

    def _base_url(self, source: Source, report: FileReport) -> str:
        """The address the user gives for an HTML page.

        Raises:
            BadInput: it was given to another page already.
        """
        if not self.options.base_url:
            return ""
        if report.format != PAGE:
            report.notes.append("--base-url is the address of an HTML page; it was not used here")
            return ""
        if self.options.base_url == TRUSTED:
            return TRUSTED
        if self._page_at_base_url:
            raise BadInput(
                f"--base-url is the address of one page, and {self._page_at_base_url} has it; "
                f"read {source.name} by itself"
            )
        self._page_at_base_url = source.name
        return self.options.base_url

    def _reporter(self, source: Source, report: FileReport) -> str:
        """The name of the source of a table of any kind, or whether a WARC is of our own crawl."""
        if self._source and report.format != MAPPED:
            report.notes.append(
                f"--source names whose a table of any kind is; this one is {report.format}'s"
            )
        if report.format == WARC:
            return reporter_of(source.head())
        if report.format != MAPPED:
            return ""
        return self._source


def _nearest(domain: str, known: list[str]) -> str:
    """The known name that is most like the domain; empty when none is like it."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(domain, known, n=1, cutoff=0.8)), "")


def _source_named(text: str) -> str:
    name = " ".join(text.lower().split())
    if not name:
        return ""
    if not _SOURCE.match(name):
        raise BadInput(
            f"--source {text!r} is no name for a source: give a short word of letters, digits, "
            "spaces, dots and hyphens, like --source monitor"
        )
    if name in formats or name in NOT_VENDORS:
        raise BadInput(
            f"--source {name} is taken: files of that source are told by their content; "
            f"give another name, like --source my-{name}"
        )
    return name
