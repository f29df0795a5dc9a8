"""Readers of whole files: agreements, tables, reports, scans, e-mail, backups, what an auditor is given, what parties hand over."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

import pyrage

from detente.agreements.expressions import BOOLEAN, DATE, INTEGER, TEXT, parse_expression
from detente.agreements.kept import format_kept, parse_kept
from detente.agreements.tables import read_table
from detente.errors import CallerError, FormatError, StoreError, TheirData
from detente.node.addresses import parse_address
from detente.node.audit_files import FilesShare, look
from detente.node.backups import unpack
from detente.node.blobs import parse_blob
from detente.node.carrier import is_container_name
from detente.node.founding import parse_introduction
from detente.node.mail import open_mail
from detente.node.personal import format_key, parse_key
from detente.node.spreadsheets import read_cells
from detente.press.extract import MOST_TEXT, extract
from detente.press.reader import read_report
from detente.record import canonical
from detente.record.text import encode_base64
from detente.reports.scans import texts_of
from tests.agreements import fuzz as agreements
from tests.fuzz.judging import Target, Wrong, must

_NOWHERE: Final = (CallerError,)

# ---------------------------------------------------------------- agreements


def _agreement(data: bytes) -> None:
    _damaged("teaching", "agreement", data)


def _declarations(data: bytes) -> None:
    _damaged("teaching", "declarations", data)


def _damaged(name: str, part: str, data: bytes) -> None:
    """As `tests/agreements/fuzz.py` judges: refused with file and line, or whole and fit for use."""
    verdict = agreements.judged(agreements.Input(name, part, "bytes", data))
    if verdict.wrong is not None:
        raise Wrong(verdict.wrong)
    if verdict.came == "refused":
        raise FormatError("refused with its line")


_FIELDS: Final = {"a": INTEGER, "b": BOOLEAN, "c": TEXT, "d": DATE, "warheads": INTEGER}


def _expression(data: bytes) -> None:
    """An expression that is taken can be written for the engine, and is taken again in the form in which it is written."""
    text = data.decode("utf-8", "replace")
    taken = 0
    for wanted in (INTEGER, BOOLEAN):
        try:
            found = parse_expression(text, _FIELDS, wanted)
        except FormatError:
            continue
        taken += 1
        must(found.reads <= _FIELDS.keys(), "it reads what was not offered")
        must(";" not in found.sql().replace("';'", ""), "more than one statement")
        again = parse_expression(text, _FIELDS, wanted)
        must(again.sql() == found.sql(), "read twice it is another expression")
    if not taken:
        raise FormatError("no expression")


def _kept(data: bytes) -> None:
    """Columns at rest: ours, but on a disk that may be damaged; only these three errors are caught where it is read."""
    try:
        kept = parse_kept(memoryview(data))
    except (ValueError, KeyError, IndexError) as error:
        raise FormatError("damaged") from error
    must(format_kept(parse_kept(memoryview(format_kept(kept)))) == format_kept(kept), "written and read again it is another one")


def _in_a_file(data: bytes, name: str) -> Path:
    path = _folder() / name
    path.write_bytes(data)
    return path


@cache
def _folder() -> Path:
    shared = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="detente-fuzz-", dir=shared if shared.is_dir() else None))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # libFuzzer ends a process without it: then a few kB stay
    return folder


def _csv(data: bytes) -> None:
    _table(data, "table.csv")


def _workbook(data: bytes) -> None:
    _table(data, "table.xlsx")


def _table(data: bytes, name: str) -> None:
    cells = read_cells(_in_a_file(data, name))
    read = read_table(cells, agreements.whole("new-start"))
    must(len(read.rows) + len(read.errors) <= len(cells), "more rows than the table has")
    for error in read.errors:
        must(str(error), "an error without words")


# ---------------------------------------------------------------- press


def _page(data: bytes) -> None:
    _extracted(b"<html>" + data)


def _pdf(data: bytes) -> None:
    _extracted(b"%PDF-" + data.removeprefix(b"%PDF-"))


def _extracted(data: bytes) -> None:
    found = extract(data, "report")
    must(len(found.text) <= MOST_TEXT, "longer than the limit")
    found.text.encode()


def _report(data: bytes) -> None:
    """A report is always read, in each of the three languages; what is found stands in it."""
    text = extract(data, "report").text if not data.startswith((b"%PDF-", b"<")) else data.decode("utf-8", "replace")
    for language in ("ar", "en", "ru"):
        reading = read_report(text, None, language)
        again = read_report(text, None, language)
        must(again == reading, "read twice it says something else")
        for statement in reading.statements:
            start, end = statement.span
            must(text[start:end] == statement.quote, "its words do not stand where it says")


def _scan(data: bytes) -> None:
    for text in texts_of(data):
        must(isinstance(text, str), "no text")


# ---------------------------------------------------------------- what comes by e-mail, and what lies in a folder


def _mail(data: bytes) -> None:
    folder = _folder() / "mail"
    (folder / "in").mkdir(parents=True, exist_ok=True)
    (folder / "in" / "one.eml").write_bytes(data)
    carrier = open_mail(parse_address(f"mail:{folder}"), None)
    names = carrier.list()
    for name in names:
        must(is_container_name(name), "a name that no container has")
        must(carrier.get(name), "a container without bytes")
    carrier.close()
    if not names:
        raise FormatError("nothing in it")


_IDENTITY: Final = pyrage.x25519.Identity.from_str("AGE-SECRET-KEY-1W4ULZS2SKVAMUXKM7W8H2H7EWF92FEENQAUQWJ99Q2KG2QYHN32S6DJ3HN")
"""Of what is encrypted here, and of the containers in the corpus; it opens nothing else."""


def _backup(data: bytes) -> None:
    """What stands in a backup: whoever knows the recipient can have written it."""
    path = _in_a_file(pyrage.encrypt(data, [_IDENTITY.to_public()]), "backup.age")
    with tempfile.TemporaryDirectory(dir=_folder()) as into:
        manifest = unpack(path, Path(into), identities=[str(_IDENTITY)])
        found = {str(each.relative_to(into)) for each in Path(into).rglob("*") if each.is_file()}
        must(found == {part.name for part in manifest.files}, "other files than its manifest says")


def _audited(data: bytes) -> None:
    """A file that an auditor is given: it is ours, or foreign, or something is wrong with it, and each is said."""
    [looked] = look(FilesShare((str(_in_a_file(data, "given")),), None))
    for _, problem in looked.problems:
        must(str(problem), "a problem without words")
    if not looked.items:
        raise FormatError("foreign, or nothing in it")


def _introduction(data: bytes) -> None:
    name, party = parse_introduction(data)
    must(isinstance(name, str) and isinstance(party, dict), "no introduction")


def _personal(data: bytes) -> None:
    must(format_key("usa", "head", parse_key(data, "usa", "head")) == data, "it is written as other bytes")


def _blob(data: bytes) -> None:
    value = canonical.decode(data, limit=1 << 16)
    found = parse_blob(value)
    if found is None:
        raise FormatError("names no attachment")
    digest, size, kind, name, mark = found
    again = {"blob": {"sha256": encode_base64(digest), "size": size, "type": kind, "name": name, "mark": mark}}
    must(again == value, "it is written otherwise")


_BOTH: Final = (TheirData, CallerError)

TARGETS: Final = (
    Target("agreement", _agreement, "lines"),
    Target("declarations", _declarations, "lines"),
    Target("expression", _expression),
    Target("columns", _kept),
    Target("table", _csv, "lines", _BOTH),
    Target("workbook", _workbook, "zip", _BOTH),
    Target("page", _page, "bytes", _NOWHERE),
    Target("pdf", _pdf, "bytes", _NOWHERE),
    Target("report", _report, "lines", _NOWHERE),
    Target("scan", _scan, "bytes", _NOWHERE),
    Target("mail", _mail, "lines"),
    Target("backup", _backup, "gzip", (StoreError, CallerError)),
    Target("audited", _audited, "lines"),
    Target("introduction", _introduction, "json"),
    Target("personal-key", _personal, "json"),
    Target("attachment", _blob, "json"),
)
