"""The page on the data files names every list and every field, and nothing that there is not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import msgspec

from detente.press.number_lists import Dates, Numbers
from detente.press.word_files import Cue, File, Shape, Syntax, Takes, Words

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "press-words.md"


def _fields(struct: type[msgspec.Struct]) -> set[str]:
    return {field.name for field in msgspec.structs.fields(struct)}


def test_the_page_names_every_list_and_every_field() -> None:
    named = set(re.findall(r"`([a-z_]+)`", PAGE.read_text(encoding="utf-8")))
    fields = {name for struct in (Cue, Shape, Words, Syntax, Numbers, Dates) for name in _fields(struct)} | {"same_offices"}
    assert fields <= named, sorted(fields - named)
    types = set(get_args(msgspec.structs.fields(Cue)[1].type))
    assert (types | set(get_args(Takes))) <= named


def test_the_page_names_no_list_that_there_is_not() -> None:
    tables = re.findall(r"^\| (`[^|]+`) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    named = {name for row in tables for name in re.findall(r"`([a-z_]+)`", row)}
    fields = {name for struct in (Cue, Shape, Words, Syntax, Numbers, Dates, File) for name in _fields(struct)}
    types = set(get_args(msgspec.structs.fields(Cue)[1].type)) | set(get_args(Takes))
    assert named <= fields | types, sorted(named - fields - types)
