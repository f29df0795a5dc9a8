"""Renewals that a node keeps, and what witnesses handed back for them: listed, checked together, in backups and archives."""

from __future__ import annotations

import json

import pytest

from tests.cli.transcript import run


def say(line: str, *, expect: int = 0) -> str:
    code, printed = run(line.split())
    assert code == expect, f"{line}\n{printed}"
    return " ".join(printed.split())


def asked(line: str, *, expect: int = 0) -> dict:
    printed = run([*line.split(), "--json"])
    assert printed[0] == expect, f"{line}\n{printed[1]}"
    return json.loads(printed[1][printed[1].index("{") :])


@pytest.fixture
def dated(talks):
    """A renewal that both parties signed, and the note of the host for it; its key."""
    key = asked("witness new host.example --charter charter.json --dir host --no-passphrase")["vkeys"][0]
    say("--node north renewal make --out renewal.json")
    say("--node south renewal sign renewal.json --out renewal-both.json")
    say("--node south renewal ask renewal-both.json --out question.json")
    say("witness answer question.json --dir host --out renewal.note")
    return key


def test_what_comes_back_for_a_renewal_is_kept_and_listed(talks, dated):
    assert asked("--node north renewal list")["renewals"][0]["signed"] == ["north"]
    say("--node north renewal add renewal-both.json")
    say("--node north renewal add renewal.note")
    (row,) = asked("--node north renewal list")["renewals"]
    assert (row["signed"], row["not_signed"], row["countersigned"]) == (["north", "south"], [], ["host.example"])
    say("--node north renewal add renewal.json")
    assert asked("--node north renewal list")["renewals"] == [row], "a copy with fewer signatures takes none away"


def test_only_who_has_not_signed_is_asked_to(talks, dated):
    assert "they sign it at their own node: detente renewal sign FILE --out FILE" in say("--node north renewal check renewal.json")
    assert "Next: detente --node south renewal sign renewal.json --out FILE" in say("--node south renewal check renewal.json")
    assert "renewal sign" not in say("--node north renewal check renewal-both.json")


def test_a_check_without_a_file_says_of_each_what_it_covers_and_before_when(talks, dated):
    assert "This node keeps no renewal." not in say("--node north renewal check")
    say("--node north renewal add renewal.note")
    unread = say("--node north renewal check")
    assert "A countersignature in the name of host.example cannot be checked" in unread
    assert "No witness whose key is known has dated it" in unread
    checked = asked(f"--node north renewal check --witness {dated}")
    assert checked["holds"]
    (each,) = checked["renewals"]
    assert each["file"] is None
    assert each["items"] == each["same"] > 1
    assert [witness["witness"] for witness in each["witnesses"]] == ["host.example"]
    assert "Countersigned by host.example: what it lists existed before" in say(f"--node north renewal check --witness {dated}")
    say("--node north request south later --seal")
    assert "1 item is not covered yet" in say("--node north renewal check")


def test_what_belongs_to_no_kept_renewal_is_refused(talks, dated):
    say("--node south renewal make --out second.json")
    say("--node south renewal ask second.json --out second-question.json")
    say("witness answer second-question.json --dir host --out second.note")
    assert "what the file countersigns is no renewal that is kept here" in say("--node north renewal add second.note", expect=1)
    say("--node north renewal add charter.json", expect=1)
    say("--node north renewal check --charter charter.json", expect=1)
    assert len(asked("--node north renewal list")["renewals"]) == 1


def test_backups_and_archives_hold_what_a_witness_handed_back(talks, dated, monkeypatch):
    monkeypatch.setenv("DETENTE_BACKUP_PASSPHRASE", "one that is typed")
    say("--node north renewal add renewal.note")
    say("--node north backup make today.age")
    say("backup restore today.age --dir restored")
    assert asked("--node restored renewal list") == asked("--node north renewal list")
    say("--node north export archive")
    assert (talks / "archive" / "renewals" / "1.1.note").read_bytes() == (talks / "renewal.note").read_bytes()
    assert "renewals/1.1.note --witness KEY" in (talks / "archive" / "README.txt").read_text("utf-8")
    found = asked(
        f"renewal check archive/renewals/1.json archive --charter charter.json --countersigned archive/renewals/1.1.note --witness {dated}"
    )
    assert [witness["witness"] for witness in found["witnesses"]] == ["host.example"]
    assert found["holds"]
