"""Write the corpus anew where a target lacks one: `python -m tests.fuzz.make_corpus`. What is kept already stays as it is.

Each file is what the product itself writes, as small as it can be and still hold each part of its form. What the published vectors
hold is not kept a second time (`seeds.py`).
"""

from __future__ import annotations

import base64
import gzip
import io
import sys
import tarfile
import zipfile
from array import array
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from hashlib import sha256

import msgspec
import openpyxl
from PIL import Image

from detente.agreements.kept import Items, Kept, Told, format_kept
from detente.node.backups import Manifest, Part
from detente.node.personal import format_key
from detente.record import canonical
from detente.record.container import seal_container
from detente.record.dictated import dictate
from detente.record.note import parse_vkey
from detente.record.policy import Policy, PolicyGroup, PolicyWitness, format_policy
from detente.record.sheets import split_file
from detente.record.text import encode_base64
from detente.record.witness import AddCheckpoint, format_add_checkpoint
from detente.views.dictated import words_of
from tests.fuzz import known
from tests.fuzz.of_files import _IDENTITY
from tests.fuzz.seeds import CORPUS
from tests.reports.word_made import gone, ins, p, word
from tests.reports.word_made import run as words

TEXT = """title: Joint Statement
language: en
status: authentic

{preamble} The Parties, [#1 USA: recalling / RUS: reaffirming] the statement of 16 June 2021,

{p1} = Working groups

{1} # The Parties [#2 CHE, RUS: shall / USA !CHE: should] establish three groups [#4 in good faith].

{p2} > # The groups meet [#3 USA !RUS: at least [#5 RUS: once / CHE: twice]] a year [#6 RUS !USA: or so].
"""
LOOSE = "language: ar\n\n= عنوان\n\n# نص [الأطراف / RUS: الطرف]\nسطر ثان \\[حرفي\\] و{parties}\n\n>> [USA !RUS:]\n"
REPORT = (
    "GENEVA, Sept 30 (Agency) - The United States has sent 45 requests and received nine answers, Deputy Secretary Jane Roe said on"
    ' Thursday.\n\n"We have sent 80 and got none," Foreign Ministry spokeswoman Anna Petrova told reporters.\n\nالتقى الجانبان في جنيف يوم'
    " الخميس، وقال المتحدث إن بلاده أرسلت أكثر من 40 طلبا.\n\nСтороны встретились в Женеве 30 сентября. «Мы направили 45 запросов», — заявил"
    " Рябков.\n"
)
PAGE = (
    '<!doctype html><html><head><meta property="article:published_time" content="2021-09-30T10:00"><script type="application/ld+json">'
    '{"datePublished":"2021-09-30"}</script></head><body><nav><a href="/">Home</a></nav><h1>Talks</h1><p>She said <a href="x">so</a>.</p>'
    '<table><tr><td>45</td><td>9</td></tr></table><time datetime="2021-09-30">x</time></body></html>'
)

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 50]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length 44>>stream\nBT /F1 12 Tf 10 20 Td (45 requests were sent) Tj ET\nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R/Size 6>>\n%%EOF\n"
)


def made() -> Iterator[tuple[str, str, bytes]]:
    """Target, name and bytes of each file."""
    yield from _record()
    yield from _paper_and_voice()
    yield from _texts()
    yield from _tables()
    yield from _press()
    yield from _folders()


def _record() -> Iterator[tuple[str, str, bytes]]:
    for name, data in (("base64", b"QUJDRA=="), ("size", b"9223372036854775807"), ("hex", b"00ff1e"), ("zero", b"0")):
        yield "small-forms", name, data
    one = known.vectors()["contradictions/different-sizes"]["input"]
    fields = {"log": [one["party"], one["generation"]], "agreed": [0, encode_base64(sha256(b"").digest())], "prefix": one["prefix"]}
    for number in (1, 2):
        fields |= {f"note/{number}": one["notes"][number - 1], f"cert/{number}": {"cert": {}}}
    yield "evidence", "different-sizes", canonical.encode(fields)
    line, key = (known.vectors()["witnesses/ed25519"]["input"][name] for name in ("line", "vkey"))
    other = known.vectors()["witnesses/mldsa44"]["input"]["vkey"]
    witnesses = (PolicyWitness("host", parse_vkey(key), "https://host.example/"), PolicyWitness("un", parse_vkey(other), None))
    policy = Policy((), witnesses, (PolicyGroup("two", 2, ("host", "un")), PolicyGroup("one", 1, ("two",))), "one")
    yield "policy", "two-of-two", format_policy(policy)
    yield "policy", "loose", b"# who counts\n\twitness a " + key.encode() + b"\n\ngroup g 1 a  \nquorum g\n"
    yield "policy", "none", b"quorum none\n"
    note = known.good("checkpoint", "note")[0]
    yield "witness-request", "from-0", format_add_checkpoint(AddCheckpoint(0, (), note))
    yield "witness-request", "from-3", format_add_checkpoint(AddCheckpoint(3, (bytes(32), b"\1" * 32), note))
    yield "witness-answer", "lines", line.encode() + b"\n"
    yield "witness-answer", "conflict", b"12\n"
    pouch = known.member(next(iter(known.of("pouches")))["input"]["pouches"][0], "pouch")
    ask = known.good("ask", "ask")[0]
    fixed = seal_container([ask], [str(_IDENTITY.to_public())], bytes)
    yield "container", "ask", fixed
    yield "audited", "ask.gz", base64.b64decode(known.vectors()["containers/two-items"]["input"]["packed"])
    yield "audited", "closed.age", fixed
    yield "audited", "framed", len(pouch).to_bytes(4, "big") + pouch
    yield (
        "attachment",
        "note",
        canonical.encode(
            {"blob": {"mark": "", "name": "note.pdf", "sha256": encode_base64(bytes(32)), "size": 52428800, "type": "application/pdf"}}
        ),
    )


def _paper_and_voice() -> Iterator[tuple[str, str, bytes]]:
    yield "sheets", "one", split_file(b"detente")[0].encode()
    yield "sheets", "three", "\n".join(reversed(split_file(bytes(range(256)) * 9))).encode()
    for language in ("ar", "en", "ru"):
        yield "dictated", language, " ".join(dictate(bytes(range(7, 23)), words_of(language))).encode()
    for name, path in (("full", "tile/0/000"), ("part", "tile/1/x001/x234/067.p/9"), ("level", "tile/5/001")):
        yield "tile-path", name, path.encode()
    for size in (1, 5, 256, 257):
        leaves = b"".join(sha256(bytes([n % 256])).digest() for n in range(size))
        yield "tiles", str(size), size.to_bytes(2, "big") + leaves
    yield "personal-key", "head", format_key("usa", "head", bytes(range(32)))
    party = canonical.decode(known.vectors()["ids/charter-scene"]["input"]["file"].encode(), limit=1 << 20)["parties"]["usa"]
    yield "introduction", "usa", canonical.encode({"detente": "party", "v": 1, "id": "usa", "party": party})


def _texts() -> Iterator[tuple[str, str, bytes]]:
    yield "text-version", "signed-form", TEXT.encode()
    yield "text-version", "loose", LOOSE.encode()
    yield "text-content", "brackets", TEXT.split("\n\n")[3].removeprefix("{1} # ").encode()
    yield "text-recognized", "moved", (TEXT + "\n-----\n" + TEXT.replace("{1} ", "").replace("three", "two").replace("{p2} ", "")).encode()
    body = p("1. The Parties ", ins("A", "shall"), gone("B", "should"), words(" [RUS: meet / USA: convene]")) + p("(a) once", mark="")
    data = word(body)
    yield "word", "tracked", data
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        yield "word-inside", "tracked", file.read("word/document.xml")
    table = "<w:tbl><w:tr><w:tc>" + p("x") + "</w:tc><w:tc>" + p("y") + "</w:tc></w:tr></w:tbl>"
    with zipfile.ZipFile(io.BytesIO(word(p("Article", properties='<w:pStyle w:val="Art"/>') + table + p("z")))) as file:
        yield "word-inside", "table", file.read("word/document.xml")
    yield "paper", "plain", TEXT.encode()
    yield "paper", "word", data
    for name, text in (("words", 'joint "working groups" معاً запрос'), ("signs", "«a b» NEAR(x) -* ё")):
        yield "query", name, text.encode()
    for name, text in (
        ("folder", "/tmp/courier"), ("mail", "mail:/tmp/m?to=a@b.example"), ("s3", "s3://bucket/path?endpoint=http://127.0.0.1:9"),
        ("sftp", "sftp://u@host.example:22/in?key=SHA256:AAAA"), ("door", "https://usa@host.example/door"), ("webdav", "webdavs://u@h.example/x"),
    ):  # fmt: skip
        yield "address", name, text.encode()


def _tables() -> Iterator[tuple[str, str, bytes]]:
    for name, text in (
        ("sum", "a + warheads"), ("where", "b and not (a >= 3 or c = 'x')"), ("case", "case when b then a else -1 end"), ("date", "d < date '2021-01-01'"),
    ):  # fmt: skip
        yield "expression", name, text.encode()
    kept = Kept({("usa", "missile"): Told(_column(3), _column(3))}, {"missile": Items(["m1"], _column(1), _column(1), {"k": _column(1)})})
    yield "columns", "small", format_kept(kept)
    yield "table", "figures", b"on,party,warheads,launchers\n2021-09-01,usa,1389,\n2021-09-01,rus,1458,742\n"
    yield "table", "items", b"id;type;party\nm1;icbm;usa\n"
    book = openpyxl.Workbook()
    for row in (("on", "party", "warheads"), ("2021-09-01", "usa", 1389)):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    yield "workbook", "figures", out.getvalue()


def _column(number: int) -> array[int]:
    return array("q", [number])


def _press() -> Iterator[tuple[str, str, bytes]]:
    yield "report", "three-languages", REPORT.encode()
    yield "page", "release", PAGE.encode()
    yield "pdf", "release", PDF
    code = Image.new("L", (29, 29), 255)
    for form in ("PNG", "JPEG", "TIFF"):
        out = io.BytesIO()
        code.save(out, form)
        yield "scan", form.lower(), out.getvalue()
    yield "scan", "pdf", PDF
    yield "scan", "lines", split_file(b"detente")[0].encode()


def _folders() -> Iterator[tuple[str, str, bytes]]:
    message = EmailMessage(policy=policy.SMTP)
    message["Subject"] = "Files"
    message.set_content("")
    for name in ("0" * 32 + ".age", "1" * 32 + ".age.1-2", "1" * 32 + ".age.2-2"):
        message.add_attachment(b"age-encryption.org/v1\n", maintype="application", subtype="octet-stream", filename=name)
    yield "mail", "parts", message.as_bytes()
    yield "backup", "small", _backup({"record.sqlite": b"SQLite format 3\0", "keys.age": b"age-encryption.org/v1\n"})


def _backup(files: dict[str, bytes]) -> bytes:
    parts = [Part(name, len(data), sha256(data).hexdigest()) for name, data in files.items()]
    manifest = Manifest("backup", 1, "0", "usa", {"en": "USA"}, True, "2021-09-30T08:00:00Z", 0, [], parts, [])
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0, filename="") as zipped, tarfile.open(fileobj=zipped, mode="w|") as tar:
        for name, data in {"README.txt": b"x", "manifest.json": msgspec.json.encode(manifest), **files}.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return out.getvalue()


def main() -> int:
    """Write what is not there."""
    for target, name, data in made():
        path = CORPUS / target / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            sys.stdout.write(f"{target}/{name}: {len(data)} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
