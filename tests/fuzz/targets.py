"""Every target, by name. Each group is loaded when a target of it is wanted: all together take seconds."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import Final

from tests.fuzz.judging import Target

GROUPS: Final = ("of_record", "of_talks", "of_files")


def names() -> list[str]:
    """The names of all targets."""
    return sorted(name for group in GROUPS for name in _names(group))


def target(name: str) -> Target:
    """The target of a name."""
    group = next(group for group in GROUPS if name in _names(group))
    found: dict[str, Target] = {each.name: each for each in import_module(f"tests.fuzz.{group}").TARGETS}
    return found[name]


def _names(group: str) -> list[str]:
    """As they stand in the group, without loading it."""
    text = Path(__file__).with_name(f"{group}.py").read_text("utf-8")
    return re.findall(r'^    Target\("([a-z-]+)"', text, re.MULTILINE)
