"""Files on paper: printed, scanned as pictures, read again; and the shortest part of a dialogue that goes by paper alone."""

from __future__ import annotations

import hashlib
import random

import pytest
from PIL import Image
from pypdfium2 import PdfDocument

from detente.errors import CallerError
from detente.i18n import translator
from detente.node.carrier import is_container_name
from detente.record.container import AGE_INTRO
from detente.record.sheets import PART_BYTES, split_file
from detente.reports import scans
from detente.reports.scans import texts_of
from detente.reports.sheets import sheets_pdf
from tests.cli.commands import detente, refused, value
from tests.cli.transcript import run

AT = "2026-11-26T12:00:00Z"
LONG = random.Random(3).randbytes(4 * PART_BYTES)


def printed(place, data, language="en"):
    (place / "it.age").write_bytes(data)
    detente("--lang", language, "sheet", "write", "it.pdf", "--from", "it.age")
    return place / "it.pdf"


def photographed(place, pdf, kind, turned=0.0):
    """Each page of a PDF as a picture, as a scanner or a telephone makes it."""
    paths = []
    for number, page in enumerate(PdfDocument(pdf), 1):
        picture = page.render(scale=150 / 72, grayscale=True).to_pil()
        if turned:
            picture = picture.rotate(turned, resample=Image.Resampling.BILINEAR, expand=True, fillcolor=235)
        paths.append(f"scan-{number}.{kind}")
        picture.save(place / paths[-1])
    return paths


# ---------------------------------------------------------------- the paper


@pytest.mark.parametrize("language", ["ar", "en", "ru"])
def test_what_is_printed_is_read_from_the_pages_as_they_are_drawn(place, language):
    printed(place, LONG, language)
    view = value("sheet", "read", "it.pdf", "--out", "again.age")
    assert (place / "again.age").read_bytes() == LONG
    assert (view["codes"], view["missing"], view["strangers"]) == (4, [], [])


@pytest.mark.parametrize(("kind", "turned"), [("png", 0), ("jpg", 3.5), ("tif", 180)])
def test_what_is_printed_is_read_from_pictures_at_150_dpi_askew_or_upside_down(place, kind, turned):
    scanned = photographed(place, printed(place, LONG), kind, turned)
    detente("sheet", "read", *scanned, "--out", "again.age")
    assert (place / "again.age").read_bytes() == LONG


def test_a_code_with_a_hole_in_it_is_still_read_and_one_that_is_torn_off_is_named(place):
    first, second = photographed(place, printed(place, LONG), "png")
    with Image.open(place / second) as page:
        width, height = page.size
        page.paste(255, (int(width * 0.25), int(height * 0.2), int(width * 0.25) + 60, int(height * 0.2) + 60))
        page.save(place / "hole.png")
        page.paste(255, (width // 2, 0, width, height))
        page.save(place / "torn.png")
    detente("sheet", "read", first, "hole.png", "--out", "again.age")
    assert (place / "again.age").read_bytes() == LONG
    code, said = run(["sheet", "read", first, "torn.png", "--out", "torn.age"])
    assert code == 1
    assert "Of 4 codes these are missing: 4. Nothing was written." in said
    assert not (place / "torn.age").exists()


def test_lines_that_a_telephone_read_make_the_file_and_damaged_ones_are_named(place):
    lines = split_file(LONG)
    (place / "parts.txt").write_text("\n".join([lines[2], lines[0], "WIFI:S:hotel;;", lines[3], lines[1][:-4], lines[0]]), "utf-8")
    code, said = run(["sheet", "read", "parts.txt", "--out", "it.age"])
    assert code == 1
    assert "these are missing: 2." in said
    assert "a damaged copy was read: 2." in said
    assert "not of this file: 3." in said
    (place / "more.txt").write_text(lines[1].lower(), "utf-8")
    detente("sheet", "read", "parts.txt", "more.txt", "--out", "it.age")
    assert (place / "it.age").read_bytes() == LONG


def test_each_page_has_the_digest_and_each_language_its_words():
    made = sheets_pdf(LONG, "it.age", translator("en"), AT)
    pages = [page.get_textpage().get_text_bounded() for page in PdfDocument(made.data)]
    digest = " ".join(split_file(LONG)[0].split("/")[3][place : place + 4] for place in range(0, 26, 4))
    assert (made.parts, made.pages) == (4, len(pages)) == (4, 2)
    assert all(digest in page for page in pages)
    assert "Scan these sheets" in pages[0]
    assert "Отсканируйте эти листы" in pages[0]
    assert sheets_pdf(LONG, "it.age", translator("en"), AT) == made


def test_what_cannot_be_printed_or_read_is_refused(place, monkeypatch):
    (place / "large").write_bytes(bytes(90_000))
    assert "has more than 82,560 bytes" in refused("sheet", "write", "large.pdf", "--from", "large")
    (place / "large").write_bytes(b"")
    assert "an empty file" in refused("sheet", "write", "large.pdf", "--from", "large")
    for name, start, said in (
        ("bad.png", b"\x89PNG\r\n\x1a\n", "this picture cannot be read"),
        ("bad.pdf", b"%PDF-1.7 nothing", "this PDF cannot be read"),
        ("bad.bin", b"\xff\xfe\xfd", "neither a text nor a picture"),
    ):
        (place / name).write_bytes(start + bytes(40))
        assert said in refused("sheet", "read", name, "--out", "out")
    assert "No code of such a sheet was read." in run(["sheet", "read", "large", "--out", "out"])[1]
    Image.new("L", (300, 300), 255).save(place / "plain.png")
    monkeypatch.setattr(scans, "PIXELS_MOST", 80_000)
    with pytest.raises(CallerError, match="300 by 300 pixels"):
        texts_of((place / "plain.png").read_bytes())


# ---------------------------------------------------------------- a dialogue


class Post:
    """Paper between two nodes: what one leaves is printed, and what the other finds was scanned from that alone."""

    def __init__(self, place):
        self.place = place
        self.sheets = []  # of each letter
        self.sent = set()

    def send(self, file, out):
        paper = f"letter-{len(self.sheets)}.pdf"
        self.sheets.append(value("sheet", "write", paper, "--from", file)["sheets"])
        return value("sheet", "read", paper, "--out", out)["file"]

    def sync(self, sender, receiver):
        """What a node hands over, by paper to the other."""
        for party in (sender, receiver):
            (self.place / f"tray-{party}").mkdir(exist_ok=True)
        detente("--node", sender, "send", f"tray-{sender}")
        for path in sorted((self.place / f"tray-{sender}").glob("*.age")):
            if path not in self.sent:
                self.sent |= {path, self.place / self.send(f"tray-{sender}/{path.name}", f"tray-{receiver}")}
        detente("--node", receiver, "receive", f"tray-{receiver}")


@pytest.mark.slow
def test_two_introductions_a_charter_a_request_and_its_answer_go_by_paper_alone(place):
    post = Post(place)
    for party, name in (("north", "Northland"), ("south", "Southland")):
        detente("--node", party, "init", "--party", party, "--name", f"en={name}", "--no-passphrase")
    post.send("south/party.json", "from-south.json")
    detente("--node", "north", "charter", "new", "--exercise", "--party", "north/party.json", "--party", "from-south.json",
            "--name", "en=Talks", "--out", "charter.json")  # fmt: skip
    detente("--node", "north", "charter", "sign", "charter.json")
    detente("--node", "south", "charter", "sign", post.send("charter.json", "from-north.json"))
    words = value("--node", "north", "say", "charter")["words"]
    detente("--node", "south", "hear", *words, "--against", "charter")
    for sender, receiver in (("north", "south"), ("south", "north")) * 2:
        post.sync(sender, receiver)
    detente("--node", "north", "request", "south", "Supposed: where is the buoy?", "--seal")
    post.sync("north", "south")
    ref = value("--node", "south", "requests")["channels"][0]["requests"][0]["ref"]
    detente("--node", "south", "answer", ref, "Supposed: where it was.", "--outcome", "full", "--seal")
    post.sync("south", "north")
    requests = value("--node", "north", "requests")["channels"][0]["requests"]
    assert [(row["status"], row["subject"]) for row in requests] == [("full", "Supposed: where is the buoy?")]
    assert len(post.sheets) == 6
    assert max(post.sheets[:2]) <= 2, "an introduction, a charter"
    assert max(post.sheets[-2:]) <= 4, "a request, an answer"


def test_a_container_from_paper_has_a_name_that_couriers_know(place):
    container = AGE_INTRO + LONG
    printed(place, container)
    (place / "tray").mkdir()
    path = place / value("sheet", "read", "it.pdf", "--out", "tray")["file"]
    assert is_container_name(path.name)
    assert path.name.startswith(hashlib.sha256(container).hexdigest()[:32])


@pytest.mark.parametrize(("data", "ending"), [(b'{"detente":"party"}', ".json"), (LONG, ".bin")])
def test_what_is_no_container_does_not_lie_in_a_couriers_folder_as_one(place, data, ending):
    printed(place, data)
    (place / "tray").mkdir()
    path = place / value("sheet", "read", "it.pdf", "--out", "tray")["file"]
    assert path.suffix == ending
    assert not is_container_name(path.name)
    assert path.read_bytes() == data
