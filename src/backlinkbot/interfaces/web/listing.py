"""A table of a page: its columns, rows, and the addresses that sort, turn and filter it."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fastapi import Request

PER_PAGE = 50
SIZES = (25, 50, 100, 250)
LAST_PAGE = 1_000_000
MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `order`: how to ask for its order, empty where it cannot be sorted by.

    `is_first`: shown unless the user chose otherwise; `help`: a sentence for its heading.
    """

    name: str
    title: str
    is_numeric: bool = False
    order: str = ""
    is_first: bool = True
    help: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """How the user wants a table: from the address, wrong values replaced by the usual ones.

    `query`: the whole query of the address, several values of a name kept apart by commas.
    """

    path: str
    query: Mapping[str, str]
    page: int
    per_page: int
    order: str
    is_descending: bool
    columns: tuple[str, ...]

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.page - 1) * self.per_page

    def address(self, **changes: object) -> str:
        """The address of this view with some values changed; a value of None or "" goes."""
        told = {**self.query, **{name: str(value) for name, value in changes.items() if value}}
        gone = {name for name, value in changes.items() if not value}
        left = {name: value for name, value in told.items() if name not in gone and value}
        return f"{self.path}?{urlencode(left)}" if left else self.path


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows on show with all that is around them. `total`: None where nobody counted."""

    caption: str
    columns: tuple[Column, ...]
    rows: Sequence[Any]
    view: View
    total: int | None = None
    exports: Mapping[str, str] = field(default_factory=dict)  # the ending, and its address
    unit: str = "row"

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns on show."""
        wanted = self.view.columns
        return tuple(c for c in self.columns if (c.name in wanted if wanted else c.is_first))

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, ceil((self.total or 0) / self.view.per_page))

    @property
    def first(self) -> int:
        """The number of the first row on show, 0 when there is none."""
        return self.view.offset + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """The number of the last row on show."""
        return self.view.offset + len(self.rows)

    def sorted_by(self, column: Column) -> str:
        """For `aria-sort`."""
        if not column.order or column.order != self.view.order:
            return "none"
        return "descending" if self.view.is_descending else "ascending"

    def sorting(self, column: Column) -> str:
        """The address that sorts by a column; by the present one: the other way round."""
        same = column.order == self.view.order
        ascending = self.view.is_descending if same else not column.is_numeric
        return self.view.address(order=column.order, up="1" if ascending else "", page="")


def view_of(
    request: Request, *, orders: Sequence[str], order: str = "", is_descending: bool = True
) -> View:
    """How the user wants a table, out of the address: page, size, order, up, columns."""
    query = {
        name: ",".join(value for value in request.query_params.getlist(name) if value)
        for name in request.query_params
    }
    wanted = query.get("order", "")
    known = wanted in orders
    size = _number(query.get("size", ""), PER_PAGE)
    return View(
        path=request.url.path,
        query=query,
        page=min(LAST_PAGE, max(1, _number(query.get("page", ""), 1))),
        per_page=size if size in SIZES else PER_PAGE,
        order=wanted if known else order or next(iter(orders), ""),
        is_descending="up" not in query if known else is_descending,
        columns=tuple(name for name in query.get("columns", "").split(",") if name),
    )


def _number(text: str, otherwise: int) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if is_number else otherwise
