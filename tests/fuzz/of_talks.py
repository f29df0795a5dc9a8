"""Readers of what is said in talks: the fold over acts, texts in their plain form, Word files, searches."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from typing import Any, Final

from detente.dialogue.fold import Act, Fold, Ref
from detente.dialogue.talks import in_causal_order
from detente.errors import CallerError, FormatError, TheirData, UsageError
from detente.node.addresses import parse_address
from detente.node.matching import folded_words
from detente.node.search import parse_query
from detente.record import canonical
from detente.record.entry import make_entry
from detente.record.seal import HeadId, LogKey
from detente.reports.papers import read_paper
from detente.reports.text_from_word import read_word
from detente.texts.compare import compare
from detente.texts.form import MOST_CHARACTERS, format_content, format_version, parse_content, parse_version
from detente.texts.model import Version
from detente.texts.recognizing import recognized
from tests.fuzz.judging import Target, must

_PARTIES: Final = ("che", "rus", "usa")

# ---------------------------------------------------------------- the fold


def _fold(data: bytes) -> None:
    """Acts with whatever fields: errors of diplomacy are findings, never exceptions, and the state can be read."""
    value = canonical.decode(data, limit=1 << 20)
    listed = value if isinstance(value, list) else []
    acts = [act for number, each in enumerate(listed) if (act := _act(number, each)) is not None]
    if not acts:
        raise FormatError("no acts")
    fold = Fold(("rus", "usa"))
    for act in in_causal_order(acts, lambda act: act):
        fold.apply(act)
    sections = fold.sections()
    must({name: canonical.decode(canonical.encode(each), limit=1 << 24) for name, each in sections.items()} == sections, "no JSON")
    for finding in fold.all_findings():
        must(str(finding.ref), "a finding about nothing")


def _act(number: int, value: Any) -> Act | None:
    """One act; its author alternates, and it has seen all before it."""
    try:
        kept = make_entry(bytes(32), {"at": "2021-09-30T08:00:00Z", **value} if isinstance(value, dict) else value).kept
    except FormatError:  # no entry, so nobody's act
        return None
    party, other, index = ("rus", "usa", number // 2) if number % 2 == 0 else ("usa", "rus", number // 2)
    seen = {LogKey(party, 0): HeadId(index, b""), LogKey(other, 0): HeadId(index + (party == "usa"), b"")}
    return Act(Ref(party, 0, index), kept, {key: head for key, head in seen.items() if head.size})


# ---------------------------------------------------------------- texts


def _version(data: bytes) -> None:
    _stable(parse_version(data.decode("utf-8", "replace"), parties=None))


def _stable(version: Version) -> None:
    written = format_version(version)
    must(len(written) <= MOST_CHARACTERS + 1024, "it grew beyond the limit")
    again = parse_version(written)
    must(again == version, "written and read again it is another text")
    must(format_version(again) == written, "written twice it is written in two ways")
    must(not any(change.kind != "same" for change in compare(version, again)), "compared with itself it differs")


def _content(data: bytes) -> None:
    content = parse_content(data.decode("utf-8", "replace"), parties=_PARTIES)
    written = format_content(content)
    must(parse_content(written, parties=_PARTIES) == content, "written and read again these are other words")


def _recognized(data: bytes) -> None:
    """Two versions, parted by a line of dashes: of the second is known which provisions are those of the first."""
    first, dashes, second = data.decode("utf-8", "replace").partition("\n-----\n")
    if not dashes:
        raise FormatError("one version")
    earlier, later = parse_version(first, "en"), parse_version(second, "en")
    for named in (False, True):
        found = recognized(later, earlier, named=named)
        must(len(found.provisions) == len(later.provisions), "a provision is lost")
        must(len({one.id for one in found.provisions}) == len(found.provisions), "two provisions have one name")
        _stable(found)


# ---------------------------------------------------------------- Word


def _word(data: bytes) -> None:
    for changes in ("brackets", "accept"):
        version, understood = read_word(data, "en", parties=_PARTIES, authors={"A": "rus", "B": "usa"}, changes=changes)
        must(understood.paragraphs >= 0, "fewer paragraphs than none")
        _stable(version)


def _word_inside(data: bytes) -> None:
    """The main part of a Word file, in a package that is whole."""
    _word(packed({"word/document.xml": data}))


def packed(parts: dict[str, bytes]) -> bytes:
    """A Word file with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        for name, inside in {**_beside(), **parts}.items():
            file.writestr(zipfile.ZipInfo(name), inside)
    return out.getvalue()


@cache
def _beside() -> dict[str, bytes]:
    from tests.reports.word_made import p, word

    with zipfile.ZipFile(io.BytesIO(word(p("x")))) as file:
        return {name: file.read(name) for name in file.namelist() if name != "word/document.xml"}


def _paper(data: bytes) -> None:
    for version in read_paper(data, "en").values():
        _stable(version)


# ---------------------------------------------------------------- what people type


def _query(data: bytes) -> None:
    query = parse_query(data.decode("utf-8", "replace"))
    for word in (*query.words, *(word for phrase in query.phrases for word in phrase)):
        must(folded_words(word) == [word], "a word that is folded into another")


def _address(data: bytes) -> None:
    address = parse_address(data.decode("utf-8", "replace"))
    must(parse_address(address.text).text == address.text, "written and read again it is another address")


_OURS: Final = (TheirData, CallerError)

TARGETS: Final = (
    Target("fold", _fold, "json"),
    Target("text-version", _version, "lines"),
    Target("text-content", _content, "lines", _OURS),
    Target("text-recognized", _recognized, "lines"),
    Target("word", _word, "zip", _OURS),
    Target("word-inside", _word_inside, "bytes", _OURS),
    Target("paper", _paper, "zip", _OURS),
    Target("query", _query),
    Target("address", _address, "bytes", (UsageError,)),
)
