"""The benchmark beside other records: what it runs and tells, with few entries."""

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SVG = "{http://www.w3.org/2000/svg}"


def run(tmp_path, *arguments):
    """The figures of a run; its folders lie in `tmp_path`."""
    out = tmp_path / "figures.json"
    command = [sys.executable, "-m", "benchmarks.peers", "--tmp", tmp_path, "--out", out, *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(out.read_text("utf-8")), done.stdout


@pytest.mark.slow
@pytest.mark.needs("git")
def test_a_bit_that_is_flipped_is_refused_when_it_is_taken_and_when_it_was_stored(tmp_path):
    found, told = run(tmp_path, "--check", "--only", "floor", "git-messages")
    assert set(found["checks"]) == {"floor", "git-messages"}
    for seen in found["checks"].values():
        assert ": refused (" in seen["replicate"]
        assert ": refused (" in seen["cold"]
        assert seen["syncs"] is None or seen["syncs"] >= 1
    assert told.count("refused, refused") == 2


@pytest.mark.slow
@pytest.mark.needs("git")
def test_each_peer_has_three_rates_and_the_bytes_that_its_replica_takes(tmp_path):
    found, told = run(tmp_path, "--entries", "600", "--batch", "250", "--only", "floor", "git-messages")
    for each in found["peers"].values():
        assert all(each[f"{phase}_{clock}"] > 0 for phase in ("append", "replicate", "cold") for clock in ("cpu", "wall"))
        assert each["disk"] > 100
    assert len(found["peers"]["floor"]["turns"]) == 2  # at both ends of the round
    assert "SHA-256" in found["limits"]
    assert "| git-messages |" in told


def test_the_entries_are_the_same_each_time_and_some_500_bytes_long(tmp_path):
    code = "import sys, pathlib; from benchmarks.peers.entries import write_entries; print(write_entries(pathlib.Path(sys.argv[1]), 2500, 1000))"
    sizes = [
        int(subprocess.run([sys.executable, "-c", code, tmp_path / name], check=True, capture_output=True, cwd=ROOT).stdout)
        for name in "ab"
    ]
    lines = [(tmp_path / name).read_bytes().splitlines() for name in "ab"]
    assert lines[0] == lines[1]
    assert len(lines[0]) == len(set(lines[0])) == 2500
    assert sizes[0] == sum(map(len, lines[0]))
    assert 480 < sizes[0] / 2500 < 560


def test_the_picture_says_in_words_what_it_shows():
    figures = {f"{phase}_cpu": rate for phase, rate in (("append", 1000.0), ("replicate", 2000.0), ("cold", 3000.0))}
    made = json.dumps({"entries": 10, "peers": {"floor": figures, "git <files>": figures}})
    code = "import json, sys; from benchmarks.bench_picture import picture; print(picture(json.load(sys.stdin)))"
    raw = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT, input=made).stdout
    drawn = ET.fromstring(raw)  # noqa: S314 - our own picture
    assert drawn.find(f"{SVG}title").text
    assert "git <files>: append 1,000, replicate 2,000, cold 3,000" in drawn.find(f"{SVG}desc").text
    assert len(drawn.findall(f"{SVG}rect")) == 6
