"""What a secretary relies on at the terminal: names that can be typed again, nothing lost or consented to by mistake, words that say what is so."""

from __future__ import annotations

import shlex

from detente.i18n import LANGUAGES
from detente.node.node import Node
from tests.cli.commands import COURIER, carried, detente, refused, value
from tests.cli.terminal import at_a_terminal
from tests.cli.transcript import run


def proposed(party: str, about: str) -> list[str]:
    """The proposals about a matter, as one node has them."""
    return [row["ref"] for row in value("--node", party, "proposals", about, "--all")["proposals"]]


# ---------------------------------------------------------------- what its proposer has left


def left_for_another() -> tuple[str, str]:
    """South has agreed to a meeting and proposed two days for it, the second in the place of the first."""
    detente("--node", "north", "meeting", "propose", "1", "--date", "2021-10", "--seal")
    carried()
    detente("--node", "south", "consent", *proposed("south", "meeting/plenary/1"), "--seal")
    for day in ("2021-10-05", "2021-10-06"):
        detente("--node", "south", "meeting", "date", "1", day, "--seal")
    carried()
    first, second = proposed("north", "meeting/plenary/1/date")
    return first, second


def test_nobody_consents_to_what_its_proposer_has_left(talks):
    first, second = left_for_another()
    for stance in (["consent", first], ["consent", first, "--ad-referendum"]):
        said = refused("--node", "north", *stance)
        assert f"south has left {first} for another proposal" in said
        assert "detente --node north proposals meeting/plenary/1/date" in said
    assert "Draft" in detente("--node", "north", "consent", second)


def test_what_was_ad_referendum_is_not_confirmed_once_its_proposer_has_left_it(talks):
    detente("--node", "south", "propose", "measure/visits", "--text", "Two a year", "--seal")
    carried()
    (first,) = proposed("north", "measure/visits")
    detente("--node", "north", "consent", first, "--ad-referendum", "--seal")
    detente("--node", "south", "propose", "measure/visits", "--text", "Three a year", "--seal")
    carried()
    assert f"south has left {first}" in refused("--node", "north", "confirm", first)


def test_whoever_has_left_his_own_proposal_may_come_back_to_it(talks):
    first, _ = left_for_another()
    detente("--node", "south", "consent", first, "--seal")
    carried()
    assert "Sealed" in detente("--node", "north", "consent", first, "--seal")


def test_the_history_of_a_date_says_what_its_proposer_has_left(talks):
    first, second = left_for_another()
    for party in ("north", "south"):
        steps = {row["entry"]: row["step"] for row in value("--node", party, "meeting", "show", "1")["dates"]}
        assert (steps[first], steps[second]) == ("left", "open")
    detente("--node", "north", "consent", second, "--seal")
    carried()
    steps = {row["entry"]: row["step"] for row in value("--node", "north", "meeting", "show", "1")["dates"]}
    assert (steps[first], steps[second]) == ("left", "adopted")


# ---------------------------------------------------------------- one reference for both sides


def of_water() -> None:
    """North has founded a channel with a name in Arabic and one in English; both sides hold it."""
    detente("--node", "north", "channel", "new", "hudud", "--member", "south", "--name", "ar=قناة الحدود", "--name", "en=Border channel")
    carried()


def test_a_reference_means_the_same_on_both_sides_by_the_founders_word_and_by_each_name(talks):
    of_water()
    detente("--node", "north", "request", "south", "Supposed: where is the post?", "--channel", "hudud", "--seal")
    carried()
    for party in ("north", "south"):
        (row,) = value("--node", party, "requests", "--channel", "hudud")["channels"][0]["requests"]
        for name in ("hudud", "HUDUD", "قناة الحدود", "border channel"):
            assert value("--node", party, "show", f"{name}:{row['ref']}")["request"]["ref"] == row["ref"]
        for listed in (["requests"], ["status"], ["log", "hudud"], ["standing", "hudud"]):
            assert f"hudud:{row['ref']}" in detente("--node", party, *listed), listed
    assert "there is no channel 'voda'; there are: hudud, plenary" in refused("--node", "south", "log", "voda")


def test_the_founders_word_is_one_that_can_be_typed_before_a_colon(talks):
    for word in ("two words", "a:b", "a/b", ""):
        refused("--node", "north", "channel", "new", word, "--member", "south")
    assert "hudud" not in detente("--node", "north", "status")


def test_a_reference_that_fits_in_two_channels_is_not_taken_for_either(talks):
    of_water()
    place = value("--node", "south", "request", "north", "Supposed: plenary?", "--seal")["entry"]
    for _ in range(4):
        made = value("--node", "south", "request", "north", "Supposed: water?", "--channel", "hudud", "--seal")["entry"]
        if made == place:
            break
    assert made == place
    carried()
    said = refused("--node", "north", "answer", place, "--outcome", "nil")
    assert f"{place} may be an entry of several channels; nothing was drafted" in said
    assert f"plenary:{place}, hudud:{place}" in said
    assert value("--node", "north", "answer", f"plenary:{place}", "--outcome", "nil")["channel"] == "plenary"
    assert value("--node", "north", "answer", place, "--channel", "hudud", "--outcome", "nil")["channel"] == "hudud"


def test_what_is_no_request_in_the_plenary_is_named_with_the_channel_in_which_it_is_one(talks):
    of_water()
    made = value("--node", "south", "request", "north", "Supposed: water?", "--channel", "hudud", "--seal")["entry"]
    detente("--node", "south", "propose", "measure/visits", "--text", "Two", "--seal")
    detente("--node", "south", "propose", "measure/posts", "--text", "Two", "--seal")
    carried()
    said = refused("--node", "north", "answer", made, "--outcome", "nil")
    assert f"Another channel has one that fits; write the channel before it: hudud:{made}." in said


def test_a_command_is_quoted_where_a_channel_has_a_space(talks):
    from detente.cli.render_requests import channel_option, typed

    assert typed("قناة الحدود", "south/3") == "'قناة الحدود:south/3'"
    assert channel_option("قناة الحدود") == " --channel 'قناة الحدود'"
    assert (typed("plenary", "south/3"), channel_option("plenary")) == ("south/3", "")


def test_the_command_after_a_wrong_use_can_be_run_as_it_stands_in_each_language(talks):
    for language in LANGUAGES:
        for wrong in (["text", "sign"], ["request"], ["log", "--last", "five"], ["meeting", "propose", "x"], ["nonsense"]):
            code, said = run(["--lang", language, "--node", "north", *wrong])
            advised = said.splitlines()[-1].partition(":")[2].strip()
            assert code == 2
            assert advised.startswith("detente --node north ")
            assert advised.endswith("--help")
            assert run(shlex.split(advised)[1:])[0] == 0


# ---------------------------------------------------------------- people and keys

FULL = ["--name", "Oja", "--role", "deputy", "--office", "Deputy minister", "--powers", "negotiate,sign", "--until", "2021-12-31"]


def appointment(party: str = "north") -> dict:
    (found,) = value("--node", party, "delegate", "list")["delegates"]
    return {name: found[name] for name in ("name", "role", "office", "powers", "until")}


def test_who_appoints_anew_keeps_what_he_does_not_name_and_is_told_so(talks):
    detente("--node", "north", "delegate", "appoint", "oja", *FULL, "--seal")
    whole = appointment()
    said = detente("--node", "north", "delegate", "appoint", "oja", "--name", "O. Oja", "--role", "head", "--seal")
    assert "As in the appointment before: office, powers, until." in said
    assert appointment() == {**whole, "name": "O. Oja", "role": "head"}
    detente("--node", "north", "delegate", "appoint", "oja", "--powers", "", "--office", "", "--seal")
    assert appointment() == {**whole, "name": "O. Oja", "role": "head", "office": None, "powers": []}


def test_the_way_to_a_persons_key_leads_back_to_the_same_appointment(talks):
    detente("--node", "north", "delegate", "appoint", "oja", *FULL, "--seal")
    whole = appointment()
    detente("--node", "south", "propose", "measure/visits", "--text", "Two", "--seal")
    carried()
    (ref,) = proposed("north", "measure/visits")
    said = refused("--node", "north", "consent", ref, "--delegate", "oja")
    assert "this node keeps no key of oja" in said
    for line in ("detente --node north delegate key oja", "detente --node north delegate appoint oja"):
        assert line in said
    assert "delegate appoint oja\n" in detente("--node", "north", "delegate", "key", "oja", "--no-passphrase")
    assert "the appointment names no key" in refused("--node", "north", "consent", ref, "--delegate", "oja")
    detente("--node", "north", "delegate", "appoint", "oja", "--seal")
    assert appointment() == whole
    detente("--node", "north", "consent", ref, "--delegate", "oja")


def test_who_is_not_appointed_yet_needs_a_name_and_a_role(talks):
    assert "that takes --name and --role" in refused("--node", "north", "delegate", "appoint", "oja", "--name", "Oja")


ASKED = r"Passphrase(?: again)?: "
LONG = "a few words of ours"


def test_a_new_node_is_told_how_long_a_passphrase_is_before_it_is_typed(place, monkeypatch):
    code, said = at_a_terminal("init --party north --name en=Northland", "a", asks=ASKED)
    assert code == 1
    assert said.index("At least 12 characters") < said.index("Passphrase:")
    assert "this one has 1" in said
    assert "again" not in said
    monkeypatch.setenv("DETENTE_PASSPHRASE", "elevenchars")
    assert "this one has 11" in refused("--node", "north", "init", "--party", "north", "--name", "en=Northland")
    assert not (place / "north").exists()


def test_a_passphrase_may_be_mistyped_twice_at_a_terminal(place, monkeypatch):
    made, _ = at_a_terminal("init --party north --name en=Northland", LONG, LONG, asks=ASKED)
    assert made == 0
    code, said = at_a_terminal("party --out again.json", "wrong", "wrong again", LONG, asks=ASKED)
    assert (code, said.count("Try again.")) == (0, 2)
    code, said = at_a_terminal("party --out third.json", "wrong", "wrong", "wrong", asks=ASKED)
    assert (code, said.count("Try again.")) == (1, 2)
    assert "one that is lost cannot be replaced" in said
    assert "Set DETENTE_PASSPHRASE" not in said
    monkeypatch.setenv("DETENTE_PASSPHRASE", "wrong")
    assert "Set DETENTE_PASSPHRASE" in refused("--node", "north", "party", "--out", "third.json")


def test_who_stops_while_a_node_is_made_is_told_that_it_is_there_and_what_is_missing(place, monkeypatch):
    def stopped(_self):
        raise KeyboardInterrupt

    init = ["--node", "north", "init", "--party", "north", "--name", "en=Northland", "--no-passphrase"]
    with monkeypatch.context() as patch:
        patch.setattr(Node, "introduction", stopped)
        said = refused(*init)
    again = refused(*init)
    assert "stopped; the node in north is made, its introduction is not written" in said
    for each in (said, again):
        advised = each.splitlines()[-1].strip()
        assert advised == "detente --node north party --out north/party.json"
    detente(*shlex.split(advised)[1:])
    assert "Choose another folder with --node." in refused(*init)


def test_who_forgets_the_node_is_reminded_of_its_name_before_another_is_made(place):
    for language in LANGUAGES:
        said = refused("--lang", language, "status")
        assert said.index("--node DIR") < said.index("init --party")
        assert "DETENTE_NODE" in said


def test_a_charter_in_earnest_is_not_composed_by_a_node_that_could_not_sign_it(place):
    detente("--node", "north", "init", "--party", "north", "--name", "en=Northland", "--no-passphrase")
    detente("--node", "south", "init", "--party", "south", "--name", "en=Southland", "--no-passphrase")
    compose = ["--node", "north", "charter", "new", "--party", "north/party.json", "--party", "south/party.json", "--name", "en=Talks"]
    said = refused(*compose)
    assert "composed with --exercise" in said
    assert not (place / "charter.json").exists()
    detente(*compose, "--exercise")


def test_the_first_node_of_a_party_is_led_to_a_charter_like_itself_in_its_own_language(place, monkeypatch):
    monkeypatch.setenv("DETENTE_PASSPHRASE", LONG)
    for language in LANGUAGES:
        init = ["--lang", language, "--node", language, "init", "--party", "north", "--name", f"{language}=N"]
        earnest = detente(*init)
        assert f"--name {language}=NAME" in earnest
        assert "--exercise" not in earnest
        open_ = detente("--lang", language, "--node", language + "2", *init[4:], "--no-passphrase")
        assert "--exercise" in open_


# ---------------------------------------------------------------- what is typed wrong


def test_a_date_that_is_none_is_told_why(talks):
    propose = ["--node", "north", "meeting", "propose", "1", "--date"]
    assert "there is no day 2026-02-30 in the calendar" in refused(*propose, "2026-02-30")
    assert "there is no day 2026-02-30 in the calendar" in refused(*propose, "2026-02-01..2026-02-30")
    assert "ends before it begins" in refused(*propose, "2021-10-06..2021-10-05")
    assert "write open, 2021-09" in refused(*propose, "soon")


def test_a_mandate_that_was_given_was_given_on_a_date(talks):
    compose = ["charter", "new", "--exercise", "--party", "north/party.json", "--party", "south/party.json", "--name", "en=T"]
    said = refused("--node", "north", *compose, "--out", "second.json", "--mandate-on", "open")
    assert "no date of what has happened" in said


def test_a_time_without_a_zone_is_said_to_be_taken_as_utc(talks):
    propose = ["--node", "north", "meeting", "propose", "1", "--date", "2021-10-06", "--time", "10:00"]
    assert "10:00 is taken as UTC" in detente(*propose)
    assert "is taken as" not in detente(*propose, "--zone", "Europe/Zurich")


def test_what_was_proposed_about_nothing_that_is_known_is_not_said_to_be_nothing(talks):
    detente("--node", "north", "meeting", "propose", "1", "--seal")
    assert "nothing was proposed about 'nonsense'" in refused("--node", "north", "proposals", "nonsense")
    assert "near to it: meeting/plenary/1" in refused("--node", "north", "proposals", "meeting/plenary/9")


def test_what_is_missing_is_named(talks):
    assert "missing or empty: text" in refused("--node", "north", "request", "south", "")


def test_what_is_typed_wrong_is_named_in_each_language(talks):
    for language, number, extra in (
        ("en", "NUMBER is a number, such as 1", "too much is written: b"),
        ("ru", "NUMBER — число, например 1", "написано лишнее: b"),
        ("ar", "عدد، مثل 1", "كُتب أكثر مما يلزم"),
    ):
        here = ["--lang", language, "--node", "north"]
        assert number in run([*here, "meeting", "propose", "one"])[1]
        assert extra in run([*here, "request", "south", "a", "b"])[1]
        assert "requests" in run([*here, "reqests"])[1]


# ---------------------------------------------------------------- what was corrected


def test_a_correction_is_read_wherever_the_corrected_text_stood(talks):
    made = value("--node", "north", "request", "south", "Supposed: where is it?", "--subject", "Vessel Seagull", "--seal")["entry"]
    detente("--node", "north", "correct", made, "--field", "subject", "--to", "Vessel Sea Gull", "--reason", "Two words", "--seal")
    carried()
    for party in ("north", "south"):
        (row,) = value("--node", party, "requests")["channels"][0]["requests"]
        assert (row["subject"], row["corrected"]) == ("Vessel Sea Gull", True)
        entries = {entry["kind"]: (entry["subject"], entry["corrected"]) for entry in value("--node", party, "log")["entries"]}
        assert entries["request"] == ("Vessel Sea Gull", True)
        assert entries["correct"] == ("Vessel Sea Gull", False)
        for listed in (["status"], ["requests"], ["log"]):
            said = " ".join(detente("--node", party, *listed).split())
            assert "Seagull" not in said
            assert "Two words" not in said
    assert "Vessel Seagull" in detente("--node", "south", "show", made), "the old text stays where the whole entry is shown"


def test_a_request_is_numbered_as_on_the_pages(talks):
    for text in ("Supposed: one?", "Supposed: two?"):
        made = value("--node", "north", "request", "south", text, "--seal")["entry"]
    assert f"Request {made}, No. 2 of its party" in detente("--node", "north", "show", made)
    for listed in (["requests"], ["status"], ["standing"]):
        (row,) = (line for line in detente("--node", "north", *listed).splitlines() if line.startswith(made))
        assert row.split()[1] == "2", listed


def test_the_log_has_room_for_what_was_said_where_everyone_has_received_it(talks):
    detente("--node", "north", "request", "south", "Supposed.", "--subject", "Where is the vessel that sailed on", "--seal")
    (row,) = (line for line in detente("--node", "north", "log").splitlines() if line.startswith("north/3"))
    assert row.rstrip().endswith("—"), "nobody has received it"
    assert "Where no receiver stands, everyone has received it." in detente("--node", "north", "log")
    carried()
    said = detente("--node", "north", "log")
    assert "Received by" not in said
    assert "Everyone has received all of these." in said
    (row,) = (line for line in said.splitlines() if line.startswith("north/3"))
    assert "Where is the vessel that" in row


# ---------------------------------------------------------------- what is made permanent


def test_what_is_about_to_be_sealed_says_what_it_settles_and_what_is_attached(talks):
    detente("--node", "north", "meeting", "propose", "1", "--date", "2021-10", "--seal")
    carried()
    detente("--node", "south", "consent", *proposed("south", "meeting/plenary/1"), "--seal")
    carried()
    (talks / "note.txt").write_text("Supposed.", "utf-8")
    detente("--node", "north", "meeting", "date", "1", "2021-10-05")
    detente("--node", "north", "request", "south", "Supposed: see.", "--file", "note.txt", "--mark", "Restricted")
    before = value("--node", "north", "outbox")["drafts"]
    assert [(draft["about"], draft["details"], draft["files"]) for draft in before] == [
        ("meeting/plenary/1/date", {"date": {"day": "2021-10-05"}}, []),
        (None, {}, ["note.txt [Restricted]"]),
    ]
    for said in (detente("--node", "north", "outbox"), detente("--node", "north", "seal")):
        assert "5 Oct 2021" in said
        assert "1 file: note.txt" in said
    carried()
    (ref,) = proposed("south", "meeting/plenary/1/date")
    detente("--node", "south", "consent", ref)
    (draft,) = value("--node", "south", "outbox")["drafts"]
    assert (draft["about"], draft["details"]) == ("meeting/plenary/1/date", {"date": {"day": "2021-10-05"}})
    assert "5 Oct 2021" in detente("--node", "south", "outbox")
    assert "5 Oct 2021" in detente("--node", "south", "log")


# ---------------------------------------------------------------- couriers


def test_a_mistyped_courier_swallows_nothing(talks):
    detente("--node", "north", "sync", COURIER)
    detente("--node", "north", "request", "south", "Supposed: where?", "--seal")
    for command in ("receive", "send", "sync"):
        code, said = run(["--node", "north", command, "curier"])
        assert code == 2
        assert "there is no folder curier" in said
    assert "the courier's folder that was used last is courier" in said
    assert not (talks / "curier").exists()
    detente(*shlex.split(said.splitlines()[-1])[1:])
    detente("--node", "south", "sync", COURIER)
    assert value("--node", "south", "log")["entries"][-1]["subject"] == "Supposed: where?"


# ---------------------------------------------------------------- lines


def test_what_is_set_apart_in_arabic_is_so_on_each_line_by_itself(talks):
    detente("--node", "north", "request", "south", "Supposed: " + "one two three " * 4, "--seal")
    carried()
    for command in (["log"], ["requests"], ["status"], ["brief"]):
        for line in detente("--lang", "ar", "--node", "south", *command).splitlines():
            assert line.count("\u2068") == line.count("\u2069"), line
            assert "\ufffd" not in line


def test_the_timeline_in_arabic_shows_no_mark_of_a_text_that_was_cleaned(talks):
    detente("--node", "north", "meeting", "propose", "1", "--date", "2021-10-05", "--seal")
    carried()
    detente("--node", "south", "consent", *proposed("south", "meeting/plenary/1"), "--seal")
    carried()
    said = detente("--lang", "ar", "--node", "south", "timeline")
    assert "\ufffd" not in said
    assert all(line.count("\u2068") == line.count("\u2069") for line in said.splitlines())
