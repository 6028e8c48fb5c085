"""A cheap look at a page's bytes before it is parsed: what would hang the parser is refused.

The parser's time grows with the square of nesting depth and of attributes per tag, and cannot be
interrupted. Depth is bounded from above by counting, per first letters of the tag name, how many
more tags open than close; only where that bound is alarming is the page followed tag by tag. What
still slips through meets the limits of the worker that parses it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_BYTES = 16 * 1024 * 1024  # of one page; the largest real pages have a few megabytes
MOST_TAGS = 120_000  # "<" on one page: the largest real one seen has 70,535; each costs some 20 µs
MOST_DEPTH = 5_000  # the parser needs 20 ms at this depth, 20 s at 150,000
MOST_TAG_BYTES = 64 * 1024  # of one tag, long quoted values (inline images) not counted
MOST_ATTRIBUTES = 1_000  # of one tag
LONG_TAG_BYTES = 2 * MOST_ATTRIBUTES  # shorter tags cannot hold that many
MANY_EQUALS = 20_000  # "=" on one page from which tags are read exactly

TOO_LARGE = "page is larger than 16 MB"
TOO_MANY_TAGS = "page has more than 120,000 tags"
TOO_DEEP = "page is nested more than 5,000 deep"
TAG_TOO_LONG = "page has a tag longer than 64 KB"
TOO_MANY_ATTRIBUTES = "page has a tag with more than 1,000 attributes"

# Tags that never nest in themselves, whatever is left unclosed.
VOID = frozenset(
    b"area base br col embed hr img input link meta param source track wbr".split()
    + b"!-- !doctype ?xml".split()
)
# What a tag that opens closes where it stands: tags that HTML lets authors leave open.
_CELLS = frozenset({b"td", b"th"})
_ROWS = _CELLS | {b"tr"}
ENDS = {
    b"p": frozenset({b"p"}),
    b"li": frozenset({b"li", b"p"}),
    b"dt": frozenset({b"dt", b"dd", b"p"}),
    b"dd": frozenset({b"dt", b"dd", b"p"}),
    b"td": _CELLS | {b"p"},
    b"th": _CELLS | {b"p"},
    b"tr": _ROWS | {b"p"},
    b"tbody": _ROWS | {b"tbody", b"thead", b"p"},
    b"tfoot": _ROWS | {b"tbody", b"thead", b"p"},
    b"option": frozenset({b"option"}),
    b"optgroup": frozenset({b"option", b"optgroup"}),
}
_NOTHING: frozenset[bytes] = frozenset()

_OPEN, _CLOSE, _SLASH = ord("<"), ord(">"), ord("/")
_NAME = re.compile(rb"<(/?)([a-zA-Z!?][^\s/>]{0,20})")
_TAG = re.compile(rb"<[a-zA-Z][^>\"']*+(?:\"[^\"]*+\"[^>\"']*+|'[^']*+'[^>\"']*+)*+>?", re.DOTALL)
_NO_MARKUP = re.compile(
    rb"<(script|style|textarea|xmp)\b.*?(?:</\1|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE
)
_QUOTED = re.compile(rb"\"[^\"]*+\"|'[^']*+'")
_ATTRIBUTE = re.compile(rb"[^\s/=<>\"']+")
# First two letters of the tags in VOID, which are left out of the quick bound.
_VOID_STARTS = frozenset(name[:2] for name in VOID) - {b"li", b"co", b"em", b"so", b"ar", b"tr"}


def refusal(page: bytes) -> str | None:
    """Why this page (UTF-8) is not to be parsed, None when it is."""
    if len(page) > MOST_BYTES:
        return TOO_LARGE
    if page.count(b"<") > MOST_TAGS:
        return TOO_MANY_TAGS
    if not (_depth_bound(page) > MOST_DEPTH or _long_tag(page)):
        return None
    markup = _NO_MARKUP.sub(b"", page)  # what scripts and comments hold looks like tags
    return TOO_DEEP if _depth(markup) > MOST_DEPTH else _long_tag(markup)


def _depth_bound(page: bytes) -> int:
    """At least the depth of the tree: the deepest run of unclosed tags of each kind, summed."""
    data = np.frombuffer(page, np.uint8)
    opens = np.flatnonzero(data == _OPEN)
    opens = opens[opens < len(data) - 3]
    if len(opens) <= MOST_DEPTH:
        return len(opens)
    closes = data[opens + 1] == _SLASH
    first = opens + 1 + closes
    kind = (data[first] | 0x20).astype(np.uint16) << 8 | (data[first + 1] | 0x20)
    nests = ~_never_nests()[kind]
    kind, closes = kind[nests], closes[nests]
    if not len(kind):
        return 0
    order = np.argsort(kind, kind="stable")
    kind, step = kind[order], np.where(closes[order], -1, 1)
    running = np.cumsum(step)
    starts = np.flatnonzero(np.diff(kind, prepend=kind[0] ^ 1))
    before = np.concatenate(([0], running[starts[1:] - 1]))
    return int(np.maximum(np.maximum.reduceat(running, starts) - before, 0).sum())


@cache
def _never_nests() -> NDArray[np.bool_]:
    """Per pair of first letters whether all tags that begin so are void."""
    table = np.zeros(1 << 16, np.bool_)
    for name in _VOID_STARTS:
        table[(name[0] | 0x20) << 8 | (name[1] | 0x20)] = True
    return table


def _depth(page: bytes) -> int:
    """The depth tag by tag, as the parser would nest them, no further than is too deep."""
    stack: list[bytes] = []
    deepest = 0
    for slash, name in _NAME.findall(page):
        tag = name.lower()
        if tag in VOID or tag.startswith(b"!"):
            continue
        if slash:
            _close(stack, tag)
            continue
        ended = ENDS.get(tag, _NOTHING)
        while stack and stack[-1] in ended:
            stack.pop()
        stack.append(tag)
        deepest = max(deepest, len(stack))
        if deepest > MOST_DEPTH:
            break
    return deepest


def _close(stack: list[bytes], tag: bytes) -> None:
    """Close the innermost open tag of that name and what is open inside it, if there is one."""
    if stack and stack[-1] == tag:
        stack.pop()
    elif tag in stack:
        while stack.pop() != tag:
            pass


def _long_tag(page: bytes) -> str | None:
    """Why one tag of the page is too much, None when none is."""
    if page.count(b"=") > MANY_EQUALS:
        tags = (tag[0] for tag in _TAG.finditer(page))
        return next((why for tag in tags if (why := _too_much(tag))), None)
    data = np.frombuffer(page, np.uint8)
    ends = np.concatenate(([-1], np.flatnonzero(data == _CLOSE), [len(page)]))
    for gap in np.flatnonzero(np.diff(ends) > LONG_TAG_BYTES):
        start = page.find(b"<", ends[gap] + 1, ends[gap + 1])
        while start >= 0 and ends[gap + 1] - start > LONG_TAG_BYTES:
            tag = _TAG.match(page, start)
            if tag and (why := _too_much(tag[0])):
                return why
            start = page.find(b"<", tag.end() if tag else start + 1, ends[gap + 1])
    return None


def _too_much(tag: bytes) -> str | None:
    if len(tag) <= LONG_TAG_BYTES:
        return None
    bare = _QUOTED.sub(b" ", tag)
    if len(bare) > MOST_TAG_BYTES:
        return TAG_TOO_LONG
    return TOO_MANY_ATTRIBUTES if len(_ATTRIBUTE.findall(bare)) > MOST_ATTRIBUTES else None
