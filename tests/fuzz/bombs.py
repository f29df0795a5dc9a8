"""Inputs that are long, deep or packed tightly on purpose. They are made when they are wanted: kept, they would be megabytes.

Each is within what its reader is ever given, or one beyond; each must be refused or read in bounded time and memory.
"""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from typing import Final

from tests.fuzz import known
from tests.fuzz.of_talks import packed

Bomb = tuple[str, str, Callable[[], bytes]]
"""Target, what it is, and how it is made."""


def _nested(number: int, opened: bytes = b"[", closed: bytes = b"]") -> bytes:
    return opened * number + closed * number


def _gzip_of_zeros(megabytes: int) -> bytes:
    """A gzip member that opens to so much: a thousandth of it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    piece = bytes(1 << 20)
    return b"".join(packer.compress(piece) for _ in range(megabytes)) + packer.flush()


def _word(document: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed({"word/document.xml": b""}))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, document if name == "word/document.xml" else old.read(name))
    return out.getvalue()


_SPACES = b'<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
_END = b"</w:body></w:document>"
_LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%b">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)


def _many_parts(number: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for n in range(number):
            file.writestr(f"word/{n}.xml", b"")
        file.writestr("word/document.xml", _SPACES + _END)
    return out.getvalue()


def _workbook(sheet: bytes) -> bytes:
    """A workbook with one sheet of ours in the place of the one that was there."""
    from tests.fuzz.seeds import CORPUS

    out = io.BytesIO()
    with zipfile.ZipFile(CORPUS / "workbook" / "figures") as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return out.getvalue()


_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_SHEET_END = b"</sheetData></worksheet>"


def _far_cells(number: int) -> bytes:
    return b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(1, number + 1))


def _backup(names: list[str], size: int = 0) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0, compresslevel=1) as zipped, tarfile.open(fileobj=zipped, mode="w|") as tar:
        for name in names:
            info = tarfile.TarInfo(name)
            info.size = size
            tar.addfile(info, io.BytesIO(bytes(size)))
    return out.getvalue()


def _pouch() -> bytes:
    return known.member(known.vectors()["pouches/plenary"]["input"]["pouches"][0], "pouch")


def _text(body: str) -> bytes:
    return ("language: en\n\n" + body).encode()


def _many_fields() -> bytes:
    value = b"[" + b"1," * 8_000 + b"1]"
    fields = b",".join(b'"x/%02d":' % n + value for n in range(62))
    return b'["e","' + b"A" * 43 + b'=",{"at":"2021-09-30T08:00:00Z","kind":"note",' + fields + b"}]"


def _large_picture() -> bytes:
    """A PNG that says that it is 32,768 by 32,768 points, and holds hardly a byte."""

    def piece(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 32_768, 32_768, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + piece(b"IHDR", head) + piece(b"IDAT", zlib.compress(b"")) + piece(b"IEND", b"")


def _many_attachments(number: int) -> bytes:
    one = b'--x\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename="%032x.age"\n\nage\n'
    return b"Content-Type: multipart/mixed; boundary=x\n\n" + b"".join(one % n for n in range(number)) + b"--x--\n"


_DIGITS = b"9" * 1_000_000

BOMBS: Final[tuple[Bomb, ...]] = (
    ("canonical", "half a million brackets", lambda: _nested(500_000)),
    ("canonical", "a number of a million digits", lambda: _DIGITS),
    ("canonical", "a hundred thousand keys", lambda: b"{" + b",".join(b'"%06d":0' % n for n in range(100_000)) + b"}"),
    ("canonical", "a megabyte of escapes", lambda: b'"' + b"\\u0001" * 170_000 + b'"'),
    ("small-forms", "a number of a million digits", lambda: _DIGITS),
    ("entry", "the longest line, of one field", lambda: b'["e","' + b"A" * 43 + b'=",{"at":"2021-09-30T08:00:00Z","kind":"note","x":"' + b"x" * (1 << 20)),
    ("entry", "sixty-four fields of sixteen thousand numbers", _many_fields),
    ("charter", "a charter of brackets", lambda: b'{"aliases":' + _nested(400_000) + b"}"),
    ("note", "as many empty lines as a note may have bytes", lambda: b"\n" * 32_768),
    ("note", "a hundred signature lines of nothing", lambda: b"x\n\n" + "— x AAAAAAA=\n".encode() * 100),
    ("tlog-proof", "a proof of empty lines", lambda: b"c2sp.org/tlog-proof@v1\nindex 0\n" + b"\n" * 131_000),
    ("policy", "groups of groups", lambda: b"".join(b"group g%d all g%d\n" % (n + 1, n) for n in range(3_000))),
    ("policy", "a line of a megabyte", lambda: b"quorum " + b"x" * 1_000_000 + b"\n"),
    ("witness-request", "a size of a million digits", lambda: b"old " + _DIGITS + b"\n\n"),
    ("witness-answer", "a size of a million digits", lambda: _DIGITS + b"\n"),
    ("ask", "as many lines as an ask may have and more", lambda: b"detente-ask/v1\n" + b"away\n" * 200_000),
    ("ask", "a generation of a million digits", lambda: b"detente-ask/v1\nhave rus " + _DIGITS),
    ("pouch", "a pouch of four thousand wrong lines", lambda: _pouch() + b'["e","",{}]\n' * 4_000),
    ("pouch", "a pad beyond its limit", lambda: _pouch() + b"pad " + b"A" * (1 << 21) + b"\n"),
    ("items", "gzip that opens to more than is ever taken", lambda: _gzip_of_zeros(72)),
    ("items", "sixteen megabytes of items of one byte", lambda: gzip.compress((struct.pack(">I", 1) + b"x") * 3_000_000, 1)),
    ("framing", "a length of four gigabytes", lambda: b"\xff" * 64),
    ("container", "a header of a hundred thousand stanzas", lambda: b"age-encryption.org/v1\n" + b"-> X25519 a\na\n" * 100_000 + b"--- a\n"),
    ("container", "a header that never ends", lambda: b"age-encryption.org/v1\n-> X25519 a\n" + b"A" * (1 << 22)),
    ("proof", "thirty megabytes of brackets", lambda: _nested(15_000_000)),
    ("proof", "four megabytes of numbers", lambda: b'{"charter":[' + b"0," * 2_000_000 + b"0]}"),
    ("sheets", "more lines than anybody scans", lambda: b"DETENTE/1/1-1/" * 1 + b"\nX" * 20_000),
    ("dictated", "a word of a million letters", lambda: b"a" * 1_000_000),
    ("dictated", "a million words", lambda: b"a " * 1_000_000),
    ("tile-path", "a path of a million parts", lambda: b"tile/0" + b"/x001" * 1_000_000),
    ("fold", "five thousand acts that refer to one another", lambda: b"[" + b",".join([b'{"kind":"withdraw","re":[["rus",0,0]]}'] * 5_000) + b"]"),
    ("text-version", "brackets inside of brackets", lambda: _text("[a " * 50_000 + "]" * 50_000)),
    ("text-version", "a hundred thousand slashes in a bracket", lambda: _text("[" + " / " * 100_000 + "]")),
    ("text-version", "parties without end", lambda: _text("[" + "USA, " * 200_000 + "x]")),
    ("text-version", "escapes without end", lambda: _text("\\" * 400_000)),
    ("text-version", "twenty thousand empty provisions", lambda: _text("{x}\n\n" * 30_000)),
    ("text-version", "signs of depth", lambda: _text(">" * 400_000)),
    ("text-version", "marks that do not show", lambda: _text("\u200e" * 400_000 + "[" + "\u200f" * 400_000)),
    ("text-version", "lines of one paragraph", lambda: _text("a\n" * 400_000)),
    ("word", "a document larger than is ever unpacked", lambda: _word(_SPACES + b" " * (65 << 20) + _END)),
    ("word", "entities of entities", lambda: _word(_LAUGHS + b"]><x>&j;</x>")),
    ("word", "two hundred thousand elements inside one another", lambda: _word(_SPACES + _nested(200_000, b"<w:p>", b"</w:p>") + _END)),
    ("word", "two hundred elements inside one another", lambda: _word(_SPACES + _nested(200, b"<w:ins>", b"</w:ins>") + _END)),
    ("word", "ten thousand parts", lambda: _many_parts(10_000)),
    ("agreement", "tables inside of tables", lambda: b"a = " + _nested(100_000)),
    ("agreement", "a number of a million digits", lambda: b"a = " + _DIGITS),
    ("agreement", "a key of a hundred thousand parts", lambda: b"a" + b".a" * 100_000 + b" = 1"),
    ("declarations", "fifty thousand empty declarations", lambda: b"[[declaration]]\n" * 50_000),
    ("expression", "parentheses", lambda: _nested(100_000, b"(", b")")),
    ("expression", "a sum of a hundred thousand", lambda: b"a" + b"+a" * 100_000),
    ("expression", "a number of a million digits", lambda: _DIGITS),
    ("table", "one row of a million cells", lambda: b"on" + b"," * 1_000_000),
    ("table", "a cell that is never closed", lambda: b'on\n"' + b"x\n" * 1_000_000),
    ("table", "a number of a million digits", lambda: b"on,warheads\n2021-09-01," + _DIGITS[:100_000]),
    ("workbook", "a row beyond the last", lambda: _workbook(_SHEET + b'<row r="999999999"><c r="A999999999"><v>1</v></c></row>' + _SHEET_END)),
    ("workbook", "a column beyond the last", lambda: _workbook(_SHEET + b'<row r="1"><c r="ZZZ1"><v>1</v></c></row>' + _SHEET_END)),
    ("workbook", "twenty thousand cells in the last column", lambda: _workbook(_SHEET + _far_cells(20_000) + _SHEET_END)),
    ("workbook", "a sheet larger than is ever unpacked", lambda: _workbook(_SHEET + b" " * (129 << 20) + _SHEET_END)),
    ("workbook", "entities of entities", lambda: _workbook(_LAUGHS + b"]><worksheet>&j;</worksheet>")),
    ("page", "a hundred thousand elements inside one another", lambda: _nested(100_000, b"<div>", b"</div>")),
    ("page", "a megabyte of attributes", lambda: b"<p " + b"a=b " * 250_000 + b">x"),
    ("pdf", "a page tree that holds itself", lambda: b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]>>endobj trailer<</Root 1 0 R>>"),
    ("report", "one sentence of thirty thousand words", lambda: b"word " * 30_000),
    ("report", "quotation marks without end", lambda: "«“".encode() * 20_000),
    ("report", "numbers without end", lambda: b"45 requests and " * 4_000),
    ("scan", "a picture of a billion points", _large_picture),
    ("mail", "ten thousand parts", lambda: _many_attachments(10_000)),
    ("mail", "parts inside of parts", lambda: b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(5_000))),
    ("backup", "a file above the folder", lambda: _backup(["../../out", "/etc/passwd"])),
    ("backup", "four thousand files", lambda: _backup([f"blobs/{n:064x}" for n in range(4_000)])),
    ("backup", "a manifest of a hundred megabytes", lambda: _backup(["manifest.json"], 100 << 20)),
    ("audited", "gzip that opens to more than is ever taken", lambda: _gzip_of_zeros(72)),
)  # fmt: skip
