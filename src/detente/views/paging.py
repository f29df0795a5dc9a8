"""Long lists, a page at a time: the rows of other pages are never computed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

from detente.views.base import View

ROWS: Final = 50
"""How many rows a page of a list has: two screens of a small laptop."""

T = TypeVar("T")


class Paging(View, frozen=True):
    """Which page of how many, and how many rows there are on all of them."""

    page: int
    pages: int
    in_all: int


def paged(items: Sequence[T], page: int) -> tuple[Sequence[T], Paging]:
    """The rows of one page, the last one where there are fewer; the first page is 1."""
    pages = max(1, -(-len(items) // ROWS))
    number = min(max(1, page), pages)
    return items[(number - 1) * ROWS : number * ROWS], Paging(page=number, pages=pages, in_all=len(items))
