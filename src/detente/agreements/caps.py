"""How much an agreement file, a file of declarations and a rule may hold, each with its unit and its reason.

These bound the work that a file from the other side can cause; they are no part of any agreement.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Caps:
    """What a file may hold at most."""

    agreement_bytes: int = 1 << 20  # New START, its rules and all its provisions with their texts, needs less than 100 kB
    declarations_bytes: int = 8 << 20  # 20,000 declarations of figures; item records by the million come from tables, not from TOML
    nesting: int = 8  # brackets inside brackets of the TOML text; the forms here need four
    dots: int = 16  # outside of strings, on one line: a key of many parts costs the parser the square of their number
    rule_chars: int = 1000  # of one expression: a paragraph, which a person can still check against its article
    rule_nodes: int = 200  # of its tree
    rule_nesting: int = 12  # parentheses inside parentheses, and NOT before NOT
    digits: int = 15  # of a whole number: sums of millions of them fit into every engine
    first_year: int = 1900  # of every date: rounds of exchanges are counted from year to year
    last_year: int = 2199
    combinations: int = 20_000  # of field values that are tried to find gaps and overlaps of categories


CAPS = Caps()
