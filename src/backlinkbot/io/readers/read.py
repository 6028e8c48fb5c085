"""Which format a source has, and its facts: what everybody who reads files asks."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput, Broken
from backlinkbot.io.readers.archive import Archive, pages_of_spans, pages_or_spans
from backlinkbot.io.readers.format import formats
from backlinkbot.io.readers.table import dialect_of, key_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backlinkbot.core.facts import Facts, RawPage
    from backlinkbot.io.readers.archive import Span
    from backlinkbot.io.readers.format import Head, Reading, Source

TAR_BLOCK, TAR_SUM = 512, slice(148, 156)  # a tar's first header, and where its checksum stands
# Archives of files, told by how they begin; before the formats are asked, since the pages inside
# may be stored as they are. A zip that lies on this disk is opened and never comes here.
_PACKED: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "is a zip or an office document; unpack it, or save the sheet as CSV"),
    (b"7z\xbc\xaf\x27\x1c", "is a 7z archive; unpack it, and give the folder"),
    (b"Rar!\x1a\x07", "is a rar archive; unpack it, and give the folder"),
)
ODD_SHARE = 0.3  # of characters that cannot be shown, from which on the bytes say more
# Columns that only our own results have: links and what `extract` sees, authority, rejects.
OWN_HEADERS = tuple(
    frozenset(map(key_of, names))
    for names in (
        ("source_url", "target_url", "placement_probability"),
        ("domain", "authority", "authority_low", "authority_high"),
        ("reason", "place", "text"),
    )
)
OWN_JSON = (b'"source_url": "',)
SHOWN_BYTES = 60  # of an unknown file, in the message

# What people give by mistake, told by its first plain bytes, and what to do instead.
_KNOWN_BUT_UNREADABLE: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (
        re.compile(rb"WARC/.{0,65536}?WARC-Type:[ \t]*conversion", re.DOTALL | re.IGNORECASE),
        "holds extracted text (WET), which has no links; read the WARC or WAT of the same crawl",
    ),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "is an old Excel workbook; save the sheet as CSV"),
    (re.compile(rb"%PDF-"), "is a PDF; export the table as CSV where the report came from"),
    (
        re.compile(rb"(?:crawl-data|projects)/\S+\.gz\r?\n"),
        "lists where the parts of a crawl or release lie; read the parts, or the release by name",
    ),
    (re.compile(rb"PAR1"), "is a Parquet file, which is not among the formats that are read"),
    (re.compile(rb"SQLite format 3\0"), "is a SQLite database; export the table as CSV"),
    (
        re.compile(rb"(?:From|MIME-Version|Content-Type|Subject|Snapshot-Content-Location): "),
        'is a mail, or a page saved as one MHTML file; save it as "Webpage, HTML only"',
    ),
    (re.compile(rb"\s*(?:<\?xml|<)"), "is XML, which is not among the formats that are read"),
    (
        re.compile(rb"\x28\xb5\x2f\xfd|\x1f\x8b|BZh|\xfd7zXZ"),
        "is compressed in a way that could not be undone; gzip and zstd can",
    ),
)


def recognise(source: Source) -> str:
    """The name of the source's format, by its content.

    Raises:
        BadInput: no format, or a file that we wrote; says what was seen instead.
    """
    head = source.head()
    if not head.raw:
        raise BadInput(f"{source.name} is empty")
    if _is_our_own(head):
        raise BadInput(
            f"{source.name}: this is Backlink Bot's own export; what it holds is in the index it "
            "came from already: read the files that were read there"
        )
    if packed := _packed(head):
        raise BadInput(f"{source.name} {packed}")
    for name, format_ in formats.items():
        if format_.recognises(head):
            return name
    raise BadInput(f"{source.name} {_what_was_seen(head)}")


def read(source: Source, reading: Reading) -> Iterator[Facts | RawPage]:
    """All facts of a source, or its pages still to be read for links; bounded memory.

    Where the stored data breaks off, what came before is kept and `reading.truncated` is set.

    Raises:
        BadInput: the source as a whole cannot be used.
    """
    yield from formats[recognise(source)].read(source, reading)
    if (damage := source.damage()) and not reading.truncated:
        reading.truncated = True
        reading.notes.append(f"{source.name}: {damage}; the whole rows before that place are kept")


def read_in_parts(source: Source, reading: Reading) -> Iterator[Facts | RawPage | Span]:
    """As `read`, with spans in the place of pages where others can read them: `pages_in`."""
    archive = formats[recognise(source)]
    if isinstance(archive, Archive):
        return pages_or_spans(archive, source, reading)
    return read(source, reading)


def pages_in(spans: Sequence[Span], format_name: str, reading: Reading) -> Iterator[RawPage]:
    """The pages of spans that follow each other in one file of that format.

    Raises:
        BadInput: the file is not any more what it was when the spans were found.
        Broken: the format has no spans.
    """
    archive = formats[format_name]
    if not isinstance(archive, Archive):
        raise Broken(f"{format_name} is no archive")
    return pages_of_spans(archive, spans, reading)


def _packed(head: Head) -> str:
    """What archive of files this is, and what to do with it; empty where it is none."""
    plain = head.plain or head.raw
    if _is_tar(plain):
        return "is a tar archive; unpack it, and give the folder"
    return next((said for magic, said in _PACKED if plain.startswith(magic)), "")


def _is_tar(plain: bytes) -> bool:
    """Whether the first block has the checksum of a tar's header: old ones have no other mark."""
    told = plain[TAR_SUM].strip(b" \0")
    if len(plain) < TAR_BLOCK or not told.isdigit() or set(told) & set(b"89"):
        return False
    rest = plain[: TAR_SUM.start] + b" " * 8 + plain[TAR_SUM.stop : TAR_BLOCK]
    return int(told, 8) == sum(rest)


def _what_was_seen(head: Head) -> str:
    for pattern, sentence in _KNOWN_BUT_UNREADABLE:
        if pattern.match(head.plain or head.raw):
            return sentence
    start = head.plain[:SHOWN_BYTES]
    try:
        text = getincrementaldecoder("utf-8-sig")().decode(start)
    except UnicodeDecodeError:
        return f"is in no format that we know; it begins with the bytes {start[:8].hex(' ')}"
    letters = [letter if letter.isprintable() else "?" for letter in text.strip().split("\n")[0]]
    if "\0" in text or letters.count("?") > ODD_SHARE * len(letters):
        return f"is in no format that we know; it begins with the bytes {start[:8].hex(' ')}"
    return f'is in no format that we know; it begins with "{"".join(letters)}"'


def _is_our_own(head: Head) -> bool:
    """Whether this is a result that we wrote, as a table or as JSON."""
    dialect = dialect_of(head.plain)
    if dialect is not None and any(marks <= set(dialect.keys) for marks in OWN_HEADERS):
        return True
    return head.plain.lstrip(b"\xef\xbb\xbf \t\r\n[{").startswith(OWN_JSON)
