"""An auditor with only the public files, age and what every machine has reads and checks a whole dialogue."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pyrage
import pytest

from tests.cli.commands import carried, detente, refused, value

ARCHIVE = Path("archive")
GONE = "south/2"


@pytest.fixture
def archive(talks) -> Path:
    """An archive of some talks, with an attachment, a hostile text, and a body that was destroyed by agreement."""
    (talks / "map.txt").write_text("a map", "utf-8")
    detente("--node", "north", "request", "south", "<script>alert(1)</script> & more", "--file", "map.txt", "--seal")
    detente("--node", "south", "request", "north", "to be destroyed", "--seal")
    carried()
    for party in ("north", "south"):
        detente("--node", party, "destroy", GONE, "--seal")
    carried()
    detente("--node", "north", "export", str(ARCHIVE))
    return ARCHIVE


def told(*argv: str, folder: Path = ARCHIVE) -> str:
    return subprocess.run(argv, cwd=folder, capture_output=True, text=True, check=True).stdout


def tree_root(leaves: list[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    return hashlib.sha256(b"\1" + tree_root(leaves[:middle]) + tree_root(leaves[middle:])).digest()


def test_sha256sum_openssl_and_python_alone_check_it(archive):
    assert told("sha256sum", "--quiet", "-c", "SHA256SUMS") == ""
    listed = {line[66:] for line in (archive / "SHA256SUMS").read_text("utf-8").splitlines()}
    assert listed | {"SHA256SUMS"} == {path.relative_to(archive).as_posix() for path in archive.rglob("*") if path.is_file()}
    readme = (archive / "README.txt").read_text("utf-8")
    charter = re.search(r"\b[0-9a-f]{64}\b", readme)[0]
    (printf,) = set(re.findall(r"^\(printf .*$", readme, re.MULTILINE))
    assert told("sh", "-c", printf).split()[0] == charter
    assert value("charter", "show", "archive/charter.json")["hash"] == charter
    commands = sorted(set(re.findall(r"^openssl .*$", readme, re.MULTILINE)))
    assert len(commands) == 2
    for command in commands:
        assert "Verified Successfully" in told("sh", "-c", command)
    said = told(sys.executable, "-I", "-S", "check.py")
    assert f"charter {charter}" in said
    assert re.search(r"south\.0: [0-9]+ entries, 1 without a body\n", said)


def test_the_signed_roots_follow_from_the_lines_of_entries(archive):
    """With hashlib alone, and not by the program in the archive."""
    lines = [json.loads(line) for line in (archive / "channels/plenary/entries.jsonl").read_text("utf-8").splitlines()]
    for party in ("north", "south"):
        own = sorted((int(line["entry"].split("/")[1]), line["hash"]) for line in lines if line["entry"].startswith(party))
        origin, size, root = (archive / f"channels/plenary/signed/{party}.0.txt").read_text("utf-8").splitlines()
        assert [index for index, _ in own] == list(range(int(size)))
        assert base64.b64encode(tree_root([base64.b64decode(digest) for _, digest in own])).decode() == root
        assert origin.startswith("detente.example/v1/")


def test_a_changed_entry_fails_the_check(archive):
    path = next(path for path in sorted((archive / "channels/plenary/pouches/north.0").iterdir()) if b"alert" in path.read_bytes())
    path.write_bytes(path.read_bytes().replace(b"alert(1)", b"alert(2)"))
    done = subprocess.run([sys.executable, "-I", "check.py"], cwd=archive, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("DOES NOT HOLD: the entries do not give the signed root: channels/plenary/pouches/north.0/")
    assert "Traceback" not in done.stderr


def test_it_explains_itself_in_three_languages_without_a_script(archive):
    pages = [archive / "README.html", *sorted(archive.glob("channels/*/pages/*.html"))]
    assert len(pages) == 4
    for page in pages:
        text = page.read_text("utf-8")
        assert "<script" not in text
        assert "\ufffd" not in text
        assert "http" not in text.replace("http-equiv", "")
        assert any(mark in text for mark in ("EXERCISE: ", "تدريب: ", "УЧЕБНЫЙ РЕЖИМ: "))
        for link in re.findall(r'href="([^"]+)"', text):
            assert (page.parent / link).is_file()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in (archive / "channels/plenary/pages/1.en.html").read_text("utf-8")
    assert '<html lang="ar" dir="rtl">' in (archive / "channels/plenary/pages/1.ar.html").read_text("utf-8")
    assert (archive / "attachments" / hashlib.sha256(b"a map").hexdigest()).read_text("utf-8") == "a map"


def test_what_was_destroyed_is_named_is_not_here_and_is_still_proven(archive):
    everything = b"".join(path.read_bytes() for path in archive.rglob("*") if path.is_file())
    assert b"to be destroyed" not in everything
    assert f"the bodies of {GONE}." in " ".join(
        (archive / "README.txt").read_text("utf-8").replace("\u2068", "").replace("\u2069", "").split()
    )
    assert "was destroyed by agreement; its hashes" in (archive / "channels/plenary/pages/1.en.html").read_text("utf-8")
    detente("--node", "north", "prove", "field", GONE, "kind", "to", "--out", "kept.json")
    assert "PROVEN\n" in detente("verify", "kept.json", "--charter", "archive/charter.json")
    assert "PROVEN\n" in detente("verify", "archive/channels/plenary/proofs/count.proof.json", "--charter", "archive/charter.json")


def test_no_secret_and_no_draft_is_in_it(archive):
    detente("--node", "north", "request", "south", "only a draft")
    detente("--node", "north", "export", "again")
    keys = json.loads(Path("north/keys.age").read_bytes())
    secrets = [keys["root"]["ed25519"], keys["next"]["mldsa44"], *keys["identities"], *keys["notices"]]
    everything = b"".join(path.read_bytes() for path in Path("again").rglob("*") if path.is_file())
    assert [secret for secret in [*secrets, "only a draft"] if secret.encode() in everything] == []
    assert "something in again already" in refused("--node", "north", "export", "again")


@pytest.mark.needs("age")
def test_encrypted_to_an_auditor_it_is_one_file_that_age_opens(archive):
    identity = pyrage.x25519.Identity.generate()
    Path("key.txt").write_text(str(identity) + "\n", "utf-8")
    detente("--node", "north", "export", "one.age", "--to", str(identity.to_public()))
    plain = subprocess.run(["age", "-d", "-i", "key.txt", "one.age"], capture_output=True, check=True).stdout
    tar = subprocess.run(["gunzip", "-c"], input=plain, capture_output=True, check=True).stdout
    Path("opened").mkdir()
    subprocess.run(["tar", "xf", "-"], input=tar, cwd="opened", check=True)
    assert told("sha256sum", "--quiet", "-c", "SHA256SUMS", folder=Path("opened")) == ""
    assert "Everything holds." in told(sys.executable, "check.py", folder=Path("opened"))


def test_an_auditor_who_is_given_the_whole_archive_finds_that_it_holds(archive):
    audited = value("audit", str(archive), "--charter", str(archive / "charter.json"))
    assert (audited["holds"], audited["findings"]) == (True, [])
    assert {log["party"] for log in audited["logs"]} == {"north", "south"}
