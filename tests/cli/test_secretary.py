"""What a secretary relies on at the terminal: names that can be typed again, nothing lost or consented to by mistake, words that say what is so."""

from __future__ import annotations

import json
import shlex

from detente.i18n import LANGUAGES
from tests.cli.transcript import run

COURIER = "courier"


def detente(*argv: str) -> str:
    code, said = run(list(argv))
    assert code == 0, said
    return said


def value(*argv: str) -> dict:
    return json.loads(detente(*argv, "--json"))


def refused(*argv: str) -> str:
    code, said = run(list(argv))
    assert code == 1, said
    return said


def carried() -> None:
    for party in ("north", "south", "north", "south"):
        detente("--node", party, "sync", COURIER)


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
