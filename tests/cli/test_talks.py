"""The talks by the command line: what `--json` says, signatures in person, silence, and the same in each language."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from detente.dialogue.acts import Ref
from detente.dialogue.texts import text_digest
from detente.i18n import LANGUAGES
from detente.node.node import Node
from detente.record import canonical
from tests.cli.commands import COURIER, carried, detente, refused, value
from tests.cli.transcript import NOW


def proposed(party: str, about: str) -> str:
    """The last proposal about a matter, as one node has it."""
    return str(value("--node", party, "proposals", about)["proposals"][-1]["ref"])


def agreed(about: str, *command: str) -> None:
    """North proposes, south consents, and both have sealed that they know it."""
    detente("--node", "north", *command, "--seal")
    carried()
    detente("--node", "south", "consent", proposed("south", about), "--seal")
    carried()


# ---------------------------------------------------------------- what came in


def came_in() -> list[str]:
    return [row["ref"] for row in value("--node", "south", "status")["channels"][0]["came_in"]]


def test_status_lists_what_came_in_until_it_is_shown_or_marked_as_seen(talks):
    for text in ("First.", "Second.", "Third."):
        detente("--node", "north", "request", "south", text, "--seal")
    carried()
    first, second, third = before = came_in()[-3:]
    detente("--node", "south", "answer", first, "Yes.", "--outcome", "full", "--seal")
    assert came_in()[-3:] == before
    detente("--node", "south", "show", second)
    assert came_in()[-2:] == [first, third]
    said = detente("--node", "south", "status", "--seen")
    assert "Came in, not seen yet" in said
    assert third in said
    assert came_in() == []
    assert "Came in, not seen yet" not in detente("--node", "south", "status")


# ---------------------------------------------------------------- meetings


def test_status_names_the_next_meeting_with_its_open_date_and_what_blocks_it(talks):
    agreed("group/arms", "group", "propose", "arms", "--name", "en=Arms")
    agreed("group/actions", "group", "propose", "actions", "--name", "en=Actions")
    agreed("meeting/plenary/2", "meeting", "propose", "2", "--date", "2021-09-30", "--host", "south")
    agreed("meeting/plenary/3", "meeting", "propose", "3", "--gate", "group/arms", "--gate", "group/actions", "--host", "north")
    for party in ("north", "south"):
        assert value("--node", party, "status")["next_meeting"]["number"] == 2
        detente("--node", party, "meeting", "held", "2", "--date", "2021-09-30", "--seal")
    carried()
    for party in ("north", "south"):
        found = value("--node", party, "status")["next_meeting"]
        assert (found["slot"], found["state"], found["agreed"]) == ("meeting/plenary/3", "agreed", "final")
        assert found["date"] == {"open": True}
        assert found["blocked_by"] == ["group/actions", "group/arms"]
    detente("--node", "north", "group", "report", "arms", "met", "--date", "2021-09", "--seal")
    carried()
    detente("--node", "south", "group", "report", "arms", "met", "--seal")
    carried()
    assert value("--node", "north", "status")["next_meeting"]["blocked_by"] == ["group/actions"]
    gates = value("--node", "north", "meeting", "show", "3")["gates"]
    assert [(gate["about"], gate["met"], gate["said_by"]) for gate in gates] == [
        ("group/actions", False, []),
        ("group/arms", True, ["north", "south"]),
    ]
    shown = value("--node", "south", "meeting", "show", "3")
    assert (shown["host_before"], shown["alternates"]) == ("south", True)


def test_a_date_has_a_history_and_each_side_may_announce_alone(talks):
    agreed("meeting/plenary/1", "meeting", "propose", "1", "--date", "open")
    detente("--node", "south", "meeting", "announce", "1", "--date", "2021-10-26..2021-10-30", "--seal")
    carried()
    agreed("meeting/plenary/1/date", "meeting", "date", "1", "2021-10-28", "--time", "09:30", "--zone", "Europe/Zurich", "--about")
    shown = value("--node", "south", "meeting", "show", "1")
    assert [(step["party"], step["step"], step["date"]) for step in shown["dates"]] == [
        ("north", "adopted", {"open": True}),
        ("south", "announced", {"from": "2021-10-26", "to": "2021-10-30"}),
        ("north", "adopted", {"day": "2021-10-28"}),
    ]
    assert shown["meeting"]["time"] == {"at": "09:30", "zone": "Europe/Zurich", "about": True}


def test_an_adoption_is_not_final_until_all_have_sealed_that_they_know(talks):
    detente("--node", "north", "propose", "measure/visits", "--text", "Two a year", "--seal")
    carried()
    detente("--node", "south", "consent", proposed("south", "measure/visits"), "--seal")
    assert value("--node", "south", "proposals", "measure/visits")["proposals"][0]["state"] == "consented_not_final"
    carried()
    assert {value("--node", party, "proposals", "measure/visits")["proposals"][0]["state"] for party in ("north", "south")} == {"final"}


def test_consent_ad_referendum_waits_for_its_confirmation(talks):
    detente("--node", "north", "propose", "term/first", "--term", "10d", "--seal")
    carried()
    ref = proposed("south", "term/first")
    detente("--node", "south", "consent", ref, "--ad-referendum", "--confirm-by", "2021-10-15", "--seal")
    row = value("--node", "south", "proposals", "term/first")["proposals"][0]
    assert (row["state"], row["waits_for"]) == ("open", ["south"])
    assert [(voice["word"], voice["until"]) for voice in row["voices"]] == [("proposed", None), ("ad_referendum", "2021-10-15")]
    assert value("--node", "south", "status")["channels"][0]["undecided"][0]["ref"] == ref
    detente("--node", "south", "confirm", ref, "--seal")
    assert value("--node", "south", "status")["channels"][0]["undecided"] == []
    assert "nothing of ours to confirm" in refused("--node", "north", "confirm", ref)


def test_two_drafts_of_one_point_are_rivals_and_one_is_agreed(talks):
    agreed("meeting/plenary/1", "meeting", "propose", "1")
    for party in ("north", "south"):
        detente("--node", party, "meeting", "minutes", "1", "1", f"As {party} has it.", "--seal")
    carried()
    point = value("--node", "north", "meeting", "show", "1")["minutes"][0]
    assert (point["agreed"], [draft["state"] for draft in point["drafts"]]) == (None, ["open", "open"])
    detente("--node", "north", "consent", point["drafts"][1]["ref"], "--seal")
    carried()
    for party in ("north", "south"):
        point = value("--node", party, "meeting", "show", "1")["minutes"][0]
        assert point["agreed"]["content"]["text"] == "As south has it."
        assert [draft["state"] for draft in point["drafts"]] == ["left", "final"]
        assert [voice["word"] for voice in point["drafts"][0]["voices"]] == ["moved", None]


def test_a_stance_and_a_proposal_are_withdrawn_by_their_own_party_alone(talks):
    detente("--node", "north", "propose", "measure/visits", "--text", "Two a year", "--seal")
    carried()
    ref = proposed("south", "measure/visits")
    detente("--node", "south", "object", ref, "--reason", "Too many", "--seal")
    stance = value("--node", "south", "proposals", "measure/visits")["proposals"][0]["voices"][1]["entry"]
    assert "cannot withdraw it" in refused("--node", "south", "withdraw", ref)
    detente("--node", "south", "withdraw", stance, "--seal")
    assert value("--node", "south", "proposals", "measure/visits")["proposals"][0]["voices"][1]["word"] == "withdrawn"
    carried()
    detente("--node", "north", "withdraw", ref, "--seal")
    carried()
    assert value("--node", "south", "proposals", "measure/visits")["proposals"][0]["state"] == "withdrawn"
    assert "was withdrawn" in refused("--node", "south", "consent", ref)


def test_silence_is_sealed_at_a_later_sync_and_said(talks, monkeypatch):
    detente("--node", "north", "propose", "measure/visits", "--text", "Two", "--silence-until", "2021-10-02T12:00+02:00", "--seal")
    carried()
    row = value("--node", "south", "status")["channels"][0]["undecided"][0]
    assert (row["state"], row["silence_until"]) == ("silence", "2021-10-02T10:00:00Z")
    monkeypatch.setitem(Node.__init__.__kwdefaults__, "clock", lambda: NOW + dt.timedelta(days=3))
    assert value("--node", "south", "sync", COURIER)["silences_sealed"] == ["plenary:measure/visits"]
    assert value("--node", "south", "sync", COURIER)["silences_sealed"] == []
    carried()
    row = value("--node", "north", "proposals", "measure/visits")["proposals"][0]
    assert (row["state"], [voice["word"] for voice in row["voices"]]) == ("final", ["proposed", "silent"])


# ---------------------------------------------------------------- groups


def test_a_group_has_one_channel_listed_where_it_was_agreed(talks):
    detente("--node", "north", "group", "propose", "arms", "--name", "en=Arms", "--seal")
    assert "not agreed yet" in refused("--node", "north", "group", "open", "arms")
    carried()
    detente("--node", "south", "consent", proposed("south", "group/arms"), "--seal")
    carried()
    opened = value("--node", "north", "group", "open", "arms", "--seal")
    carried()
    (group,) = value("--node", "south", "group", "list")["groups"]
    assert [(each["id"], each["label"], each["listed_by"]) for each in group["channels"]] == [(opened["id"], "arms", opened["entry"])]
    assert "has a channel already" in refused("--node", "south", "group", "open", "arms")


# ---------------------------------------------------------------- texts and people


def test_the_digest_of_a_text_is_over_all_its_languages():
    expected = hashlib.sha256(b"detente/v1/text\n" + canonical.encode({"en": "Yes", "ru": "Да"})).digest()
    assert text_digest({"ru": "Да", "en": "Yes"}) == expected
    assert text_digest({"en": "Yes"}) != expected


def test_a_text_is_signed_in_person_and_others_can_check_it(talks):
    Path("en.txt").write_text("The groups start.\r\n", "utf-8")
    Path("ar.txt").write_text("تبدأ المجموعات عملها.", "utf-8")
    key = value("--node", "north", "delegate", "key", "berg", "--no-passphrase")
    assert value("--node", "north", "delegate", "key", "berg", "--no-passphrase") == {**key, "new": False}
    assert "has appointed nobody" in refused("--node", "north", "meeting", "delegation", "1", "--head", "berg")
    detente("--node", "north", "delegate", "appoint", "berg", "--name", "W. Berg", "--role", "head", "--powers", "sign", "--seal")
    table = ["text", "table", "joint", "--form", "joint_statement", "--text", "en=en.txt", "--text", "ar=ar.txt"]
    agreed("text/joint", *table)
    assert [text["slot"] for text in value("--node", "south", "status")["channels"][0]["unsigned"]] == ["text/joint"]
    detente("--node", "north", "text", "sign", "joint", "--delegate", "berg", "--seal")
    detente("--node", "south", "text", "sign", "joint", "--seal")
    carried()
    for party in ("north", "south"):
        shown = value("--node", party, "text", "show", "joint")
        assert shown["text"]["state"] == "signed"
        read = {language: text.splitlines()[-1] for language, text in shown["current"]["texts"].items()}
        assert read == {"ar": "{p1} تبدأ المجموعات عملها.", "en": "{p1} The groups start."}
        assert shown["current"]["fits"] is True
        assert [(each["party"], each["delegate"], each["holds"]) for each in shown["current"]["signatures"]] == [
            ("north", "berg", True),
            ("south", None, None),
        ]
        assert value("--node", party, "status")["remarks"] == []
    assert "is no public key" in refused("--node", "north", "delegate", "appoint", "x", "--name", "X", "--role", "head", "--key", "abc")


def test_who_signs_without_the_power_is_found_and_not_refused(talks):
    Path("en.txt").write_text("Supposed.", "utf-8")
    detente("--node", "north", "delegate", "key", "berg", "--no-passphrase")
    detente("--node", "north", "delegate", "appoint", "berg", "--name", "W. Berg", "--role", "member", "--seal")
    agreed("text/joint", "text", "table", "joint", "--form", "joint_statement", "--text", "en=en.txt")
    said = refused("--node", "north", "text", "sign", "joint", "--delegate", "berg", "--seal")
    assert "berg has no power to sign" in said
    detente("--node", "north", "seal", "--confirm", "3")
    carried()
    for party in ("north", "south"):
        (remark,) = value("--node", party, "status")["remarks"]
        assert remark["text"]["params"]["delegate"] == "berg"
        assert remark["rule"] == "powers"


def test_a_signature_in_person_still_holds_when_the_body_was_destroyed(talks):
    detente("--node", "north", "propose", "measure/visits", "--text", "Two", "--seal")
    carried()
    detente("--node", "south", "delegate", "key", "lind", "--no-passphrase")
    detente("--node", "south", "delegate", "appoint", "lind", "--name", "L. Lind", "--role", "head", "--powers", "consent", "--seal")
    ref = proposed("south", "measure/visits")
    detente("--node", "south", "consent", ref, "A body that goes.", "--delegate", "lind", "--seal")
    carried()
    voice = value("--node", "north", "proposals", "measure/visits")["proposals"][0]["voices"][1]
    for party in ("north", "south"):
        detente("--node", party, "destroy", voice["entry"], "--seal")
    carried()
    index = int(voice["entry"].partition("/")[2])
    for party in ("north", "south"):
        with Node.open(Path(party), "-") as node:
            room = node.room(None)
            assert room.entry(Ref("south", 0, index)).destroyed
            assert Ref("south", 0, index) in room.fold.people.signed_in_person


def test_a_signature_in_person_needs_the_key_that_the_appointment_names(talks):
    detente("--node", "north", "delegate", "appoint", "berg", "--name", "W. Berg", "--role", "head", "--seal")
    detente("--node", "south", "propose", "measure/visits", "--text", "Two", "--seal")
    carried()
    ref = proposed("north", "measure/visits")
    assert "cannot sign here: this node keeps no key of berg" in refused("--node", "north", "consent", ref, "--delegate", "berg")
    detente("--node", "north", "delegate", "key", "berg", "--no-passphrase")
    assert "cannot sign here" in refused("--node", "north", "consent", ref, "--delegate", "berg")
    detente("--node", "north", "delegate", "appoint", "berg", "--name", "W. Berg", "--role", "head", "--seal")
    detente("--node", "north", "consent", ref, "--delegate", "berg", "--seal")
    assert value("--node", "north", "status")["remarks"] == []


# ---------------------------------------------------------------- the charter


def test_a_charter_tells_purpose_aliases_and_mandate(talks):
    parties = []
    for party in ("north", "south"):
        detente("--node", party, "party", "--out", f"{party}.json")
        parties += ["--party", f"{party}.json"]
    mandate = [
        "--mandate",
        "en=One dialogue",
        "--mandate-by",
        "en=Two presidents",
        "--mandate-on",
        "2021-06-16",
        "--mandate-at",
        "en=Geneva",
    ]
    names = ["--name", "en=Talks", "--alias", "en=The hill", "--alias", "en=Stability talks", "--purpose", "en=To lower tension"]
    made = value("--node", "north", "charter", "new", "--exercise", *parties, *names, *mandate, "--out", "second.json")
    assert made["aliases"] == {"en": ["The hill", "Stability talks"]}
    assert made["mandate"] == {
        "by": {"en": "Two presidents"},
        "on": {"day": "2021-06-16"},
        "place": {"en": "Geneva"},
        "text": {"en": "One dialogue"},
    }
    assert value("charter", "show", "second.json") == {**made, "signed": None}
    said = detente("charter", "show", "second.json")
    assert all(text in said for text in ("Two presidents", "16 Jun 2021", "Geneva", "The hill, Stability talks", "To lower tension"))


# ---------------------------------------------------------------- languages


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_shown_in_each_language(talks, language):
    Path("en.txt").write_text("Supposed.", "utf-8")
    agreed("group/arms", "group", "propose", "arms", "--name", "en=Arms", "--name", "ru=Оружие", "--name", "ar=التسلح")
    agreed("meeting/plenary/1", "meeting", "propose", "1", "--date", "2021-09-01..2021-09-30", "--host", "south", "--gate", "group/arms")
    agreed("text/joint", "text", "table", "joint", "--form", "joint_statement", "--text", "en=en.txt")
    detente("--node", "north", "delegate", "appoint", "berg", "--name", "W. Berg", "--role", "head", "--until", "2021-12-31")
    detente("--node", "north", "contacts", "set", "hotline", "--address", "1", "--from", "2021-01-01", "--seal")
    days = {"en": "Sep 2021", "ru": "сент. 2021", "ar": "سبتمبر 2021"}[language]
    here = ["--lang", language, "--node", "north"]
    assert days in detente(*here, "meeting", "list")
    assert days in detente(*here, "meeting", "show", "1")
    assert {"en": "Arms", "ru": "Оружие", "ar": "التسلح"}[language] in detente(*here, "group", "list")
    for command in (
        ["status"],
        ["proposals", "--all"],
        ["text", "list"],
        ["text", "show", "joint"],
        ["delegate", "list"],
        ["contacts", "list"],
    ):
        assert "%(" not in detente(*here, *command)
