"""Every target, by name. Each group is loaded when a target of it is wanted: all together take seconds."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import Final

from tests.fuzz.judging import Target

_TEXTS: Final = ("detente.texts",)
_WORD: Final = (
    "detente.reports.text_from_word", "detente.reports.word_package", "detente.reports.word_paragraphs", "detente.reports.word_brackets",
    "detente.reports.papers", "detente.texts.form",
)  # fmt: skip
_RULES: Final = (
    "detente.agreements.loading",
    "detente.agreements.source",
    "detente.agreements.expressions",
    "detente.agreements.declarations",
)
_TABLES: Final = ("detente.node.spreadsheets", "detente.agreements.tables")
_RECORD: Final = ("detente.record",)
_EYES: Final[dict[str, tuple[str, ...]]] = {
    "fold": ("detente.dialogue",), "text-version": _TEXTS, "text-content": _TEXTS, "text-recognized": _TEXTS, "word": _WORD, "word-inside": _WORD,
    "paper": _WORD, "query": ("detente.node.search", "detente.node.matching"), "address": ("detente.node.addresses",), "agreement": _RULES,
    "declarations": _RULES, "expression": ("detente.agreements.expressions",), "columns": ("detente.agreements.kept",), "table": _TABLES,
    "workbook": _TABLES, "page": ("detente.press.extract",), "pdf": ("detente.press.extract",), "report": ("detente.press",),
    "scan": ("detente.reports.scans",), "mail": ("detente.node.mail",), "backup": ("detente.node.backups",),
    "audited": (*_RECORD, "detente.node.audit_files"), "introduction": (*_RECORD, "detente.node.founding"),
    "personal-key": (*_RECORD, "detente.node.personal"), "attachment": (*_RECORD, "detente.node.blobs"),
}  # fmt: skip

GROUPS: Final = ("of_record", "of_talks", "of_files")


def names() -> list[str]:
    """The names of all targets."""
    return sorted(name for group in GROUPS for name in _names(group))


def eyes(name: str) -> tuple[str, ...]:
    """By the code of which packages and modules atheris sees what an input of a target reached; each costs time when a run begins."""
    return _EYES.get(name, _RECORD)


def target(name: str) -> Target:
    """The target of a name."""
    group = next(group for group in GROUPS if name in _names(group))
    found: dict[str, Target] = {each.name: each for each in import_module(f"tests.fuzz.{group}").TARGETS}
    return found[name]


def _names(group: str) -> list[str]:
    """As they stand in the group, without loading it."""
    text = Path(__file__).with_name(f"{group}.py").read_text("utf-8")
    return re.findall(r'^    Target\("([a-z-]+)"', text, re.MULTILINE)
