"""One finished exchange with a server, as a value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, NamedTuple

from backlinkbot.core.errors import BadInput
from backlinkbot.core.urls.asked import asked

if TYPE_CHECKING:
    from collections.abc import Sequence

Headers = tuple[tuple[str, str], ...]

OK, NOT_MODIFIED = 200, 304
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# A validator is echoed into our next request, so only what a header may hold, and not a novel.
_SAFE_VALIDATOR = re.compile(r"[\x20-\x7e]{1,1024}\Z")


class Validators(NamedTuple):
    """What a server gave to ask later whether a page changed (RFC 9110 §8.8), or empty."""

    etag: str = ""
    modified: str = ""

    @property
    def headers(self) -> list[tuple[str, str]]:
        """The conditions of a request that wants the page only if it changed."""
        pairs = (("If-None-Match", self.etag), ("If-Modified-Since", self.modified))
        return [(name, value) for name, value in pairs if _SAFE_VALIDATOR.match(value)]


NO_VALIDATORS = Validators()


class Hop(NamedTuple):
    """One redirect that was followed."""

    url: str
    status: int
    to: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer of a server, whatever its status.

    `url` is what was asked first, `final_url` what this answer is of; they differ after redirects,
    which `hops` lists. `headers` stand as sent, in order. `body` is without Content-Encoding.
    `is_cut`: the body is not whole (longer than the limit, or it broke off while unpacking), so
    nothing may be concluded from what is not in it. `is_unread`: the server announced a type that
    the caller did not want, so the body was left with it. `request_headers` are what we sent.
    """

    url: str
    final_url: str
    status: int
    reason: str
    headers: Headers
    body: bytes
    is_cut: bool
    is_unread: bool
    fetched_at: datetime
    ip: str
    hops: tuple[Hop, ...]
    took_s: float
    request_headers: Headers = ()

    def header(self, name: str) -> str:
        """The header's value, several joined by commas (RFC 9110 §5.2); empty where absent."""
        return header_in(self.headers, name)

    @property
    def media_type(self) -> str:
        """What the server says the body is, like `text/html`; empty where it says nothing."""
        return media_type(self.headers)

    @property
    def is_not_modified(self) -> bool:
        """Whether the page is what it was when the validators were given."""
        return self.status == NOT_MODIFIED

    @property
    def validators(self) -> Validators:
        """What to ask with next time."""
        return Validators(self.header("etag"), self.header("last-modified"))

    @property
    def redirect_to(self) -> str | None:
        """Where the answer sends us, absolute; None when nowhere or to no web address."""
        location = self.header("location")
        if self.status not in REDIRECTS or not location:
            return None
        try:
            return asked(_as_url(location), self.final_url).url
        except BadInput:
            return None

    @property
    def retry_after_s(self) -> float | None:
        """For how long the server wants to be left alone (RFC 9110 §10.2.3); None: it says nothing.

        At least 0, and as long as it likes: the caller caps it.
        """
        text = self.header("retry-after").strip()
        if text.isascii() and text.isdigit():
            return float(text[:12])
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, OverflowError):
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return max(0.0, (moment - self.fetched_at).total_seconds())


def header_in(headers: Sequence[tuple[str, str]], name: str) -> str:
    """The value of a header, several joined by commas; empty where absent."""
    name = name.lower()
    return ", ".join(value for key, value in headers if key.lower() == name)


def media_type(headers: Sequence[tuple[str, str]]) -> str:
    """`text/html` out of `Text/HTML; charset=utf-8`; empty where the server says nothing."""
    return header_in(headers, "content-type").partition(";")[0].strip().lower()


def _as_url(location: str) -> str:
    """Servers send UTF-8 in a header that is latin-1 by its standard; browsers read UTF-8."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location
