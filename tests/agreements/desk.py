"""Agreements for tests: those of the library, and small ones, opened and asked."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

from detente.agreements.book import Asked, Book
from detente.agreements.checking import Checked, check
from detente.agreements.counting import Counter
from detente.agreements.declarations import Declarations
from detente.agreements.engine import DuckEngine
from detente.agreements.loading import parse_agreement, parse_declarations
from detente.agreements.rules import Rules, compile_rules

LIBRARY = Path(__file__).resolve().parents[2] / "src" / "detente" / "agreements" / "library"
NAMES = sorted(each.name for each in LIBRARY.iterdir() if each.is_dir())


def file_of(name: str, part: str) -> bytes:
    return (LIBRARY / name / f"{part}.toml").read_bytes()


@cache
def rules_of(name: str) -> Rules:
    return compile_rules(*parse_agreement(file_of(name, "agreement")))


@cache
def held_of(name: str) -> Declarations:
    return parse_declarations(file_of(name, "declarations"), rules_of(name).agreement)


def given(name: str, text: str) -> Declarations:
    """Declarations about an agreement of the library, as text."""
    head = f'format = "detente-declarations-1"\nagreement = "{name}"\n'
    return parse_declarations((head + text).encode(), rules_of(name).agreement, "given")


def counter_of(name: str, held: Declarations | None = None) -> Counter:
    rules = rules_of(name)
    return Counter(rules, Book(rules.agreement, held_of(name) if held is None else held), DuckEngine())


def asked(as_of: str, known: str | None = None) -> Asked:
    return Asked(dt.date.fromisoformat(as_of), None if known is None else dt.date.fromisoformat(known))


def figure(found: list[Checked], party: str, count: str, reading: str | None = None) -> list[Checked]:
    """The figures of a party; under every reading, where none is named."""
    return [
        each
        for each in found
        if (each.figure.party, each.figure.rule.count.id) == (party, count) and reading in {None, each.figure.rule.reading}
    ]


def everything(counter: Counter, question: Asked) -> list[Checked]:
    return check(counter, question, explained=True)
