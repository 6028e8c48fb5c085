"""Questions of who looks for contacts: which pages of a site are known, and where to read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from backlinkbot.io.index.reader import Reader

NOBODY = ("",)
MOST_CHARS = 10_000  # of a page's text, which is read where its bytes are gone


@dataclass(frozen=True, slots=True)
class ContactPages:
    """The known pages of some sites."""

    reader: Reader
    domains: Sequence[str]

    def pages(self, telling: str, *, each: int, urls: Sequence[str] = ()) -> pa.Table:
        """At most `each` pages a site, `urls` and those whose path fits `telling` (RE2) first.

        Columns: url, domain, title, language, author, fetched_at, evidence, text.
        """
        return self.reader.table(
            "contact_pages",
            list(self.domains) or NOBODY,
            telling=telling,
            urls=list(urls) or [""],
            each=each,
            most_chars=MOST_CHARS,
        )
