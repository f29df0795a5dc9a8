"""The parts of a report as it was scraped or pasted."""

from __future__ import annotations

from typing import Literal, NamedTuple

Role = Literal["paragraph", "caption", "heading", "furniture", "repeated"]


class Block(NamedTuple):
    """One part of the report, and where it stands in the folded text; of a paragraph, without its dateline."""

    role: Role
    start: int
    end: int
