"""Contacts as rows, one each, for tables and files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.contacts import as_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from backlinkbot.core.contacts import SiteContacts

FLAGS = ("is_guessed", "says_no", "takes_mail", "is_catch_all")


def contacts_table(found: Sequence[SiteContacts]) -> pa.Table:
    """One row a contact, with the words of `core.contacts.as_document`."""
    import pyarrow as pa

    rows = [as_document(one) for site in found for one in site.contacts]
    texts = (
        "domain", "address", "kind", "person", "role", "duty", "country", "language", "page",
        "found_on", "found_at", "how", "evidence", "quote", "consent", "expires_at", "barred",
    )  # fmt: skip
    columns = {name: pa.array([row[name] for row in rows], pa.string()) for name in texts}
    columns |= {name: pa.array([row[name] for row in rows], pa.bool_()) for name in FLAGS}
    columns["confidence"] = pa.array([row["confidence"] for row in rows], pa.float64())
    return pa.table(columns)
