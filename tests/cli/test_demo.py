"""The demo: the story of Geneva is played, its counts are those of real acts, and each fact of the report leads to something live."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest

from detente.cli.session import SECRETS_OPEN
from detente.cli.story import read_story, stories_folder
from detente.dialogue.acts import Ref
from detente.errors import CallerError
from detente.node.node import Node
from detente.node.translations import translations_of
from detente.views import facts as story_map
from tests.cli.transcript import run
from tests.once import once

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT.parent / "shared" / "data" / "report-2021-09-30.ar.txt"
FACTS = story_map.read_map(stories_folder() / "geneva-2021")


@pytest.fixture(scope="module", params=["report", "june"])
def played(request, tmp_path_factory):
    """The story in a folder, with each supposition."""

    def play(folder):
        code, said = run(["demo", "--suppose", request.param, "--dir", str(folder / "demo"), "--json"])
        assert code == 0, said
        return json.loads(said)

    made, said = once(tmp_path_factory, f"demo-{request.param}", play)
    return request.param, shutil.copytree(made / "demo", tmp_path_factory.mktemp("geneva") / request.param), said


def shown(folder: Path, *line: str):
    code, said = run(["--node", str(folder), *line, "--json"])
    assert code == 0, said
    return json.loads(said)


def test_whatever_is_said_in_the_story_is_said_in_three_languages():
    """Bodies that have no versions by language have translations beside them; what was never sealed needs none."""
    story = read_story("geneva-2021", None)
    said = [
        step
        for step in story.value["step"]
        if any(isinstance(step.get(name), str) for name in ("text", "reason", "subject", "name", "venue"))
    ]
    acts = [step for step in said if step["kind"] not in {"drafted", "dropped"} and step.get("outcomes") != []]
    assert len(acts) > 40
    assert [step["id"] for step in acts if set(step.get("translated", {})) != {"ar", "ru"}] == []


def test_the_translations_of_the_story_lie_beside_the_record_of_each_delegation_and_not_in_it(played):
    _, folder, _ = played
    for party in ("rus", "usa"):
        with Node.open(folder / party, SECRETS_OPEN) as node:
            rooms = [node.room("cyber"), node.room("plenary")]
            for room in rooms:
                assert not room.fold.register.translations
            own = [each for room in rooms for each in translations_of(node, room)]
            assert {each.language for each in own} == {"ar", "ru"}
            assert {each.status for each in own} == {"courtesy"}
            first = min(request.act.ref for request in rooms[0].fold.requests.values() if request.act.party == "rus")
            texts = {each.language: each.text for each in translations_of(node, rooms[0], first)}
            assert texts["ar"].startswith("طلب مفترض 1 لعام 2020\n\n")
            assert texts["ru"].startswith("Предположительный запрос 1 за 2020 год\n\n")


COUNTS = {"report": {"rus": (45, 9), "usa": (10, 10)}, "june": {"rus": (80, 0), "usa": (12, 12)}}


def test_both_nodes_have_the_same_count_of_what_was_played(played):
    suppose, folder, _ = played
    views = [shown(folder / party, "standing", "cyber") for party in ("rus", "usa")]
    assert views[0]["digest"] == views[1]["digest"]
    for view in views:
        assert {party: (count["sent"], count["answered"]) for party, count in view["requests"].items()} == COUNTS[suppose]
        assert view["agreed"]
        assert view["rule"] == "answered/1"
        assert len(view["items"]) == sum(sent for sent, _ in COUNTS[suppose].values())


def test_the_counts_are_no_row_counts(played):
    """A request sent again, a holding reply, a disputed answer, a draft that was dropped and one that stays: none changes a number."""
    suppose, folder, _ = played
    with Node.open(folder / "rus", SECRETS_OPEN) as node:
        room = node.room("cyber")
        requests = list(room.fold.requests.values())
        assert sum(len(request.reminders) for request in requests) == 1
        assert any(answer.kept["outcome"] == "holding" for request in requests for answer in request.answers)
        assert sum(bool(request.disputes) for request in requests) == 1
        assert any(request.status == "declined" for request in requests)
        assert len(node.store.drafts(room.id)) == 1
        acts = sum(room.fold.acts.values())
        assert acts > sum(sent for sent, _ in COUNTS[suppose].values()) + len(requests)


def test_nothing_is_found_amiss(played):
    _, folder, _ = played
    for party in ("rus", "usa"):
        with Node.open(folder / party, SECRETS_OPEN) as node:
            assert [str(f) for room in node.rooms.values() for f in room.fold.all_findings()] == []
            assert list(node.remarks()) == []
        assert shown(folder / party, "fsck")["problems"] == []


def test_the_next_plenary_has_no_date_and_waits_for_both_groups(played):
    _, folder, _ = played
    for party in ("rus", "usa"):
        meeting = shown(folder / party, "status")["next_meeting"]
        assert meeting["slot"] == "meeting/plenary/3"
        assert meeting["date"] == {"open": True}
        assert meeting["blocked_by"] == ["group/capabilities", "group/principles"]


def test_public_counts_beside_what_was_played(played):
    suppose, _, said = played
    verdicts = {count["said_on"]["day"]: count["verdict"] for count in said["counts"]}
    matching = {"report": {"2021-09-25"}, "june": {"2021-06-16", "2021-06-28", "2021-08-02"}}[suppose]
    assert verdicts == {
        day: "matches" if day in matching else "differs" for day in ("2021-06-16", "2021-06-28", "2021-08-02", "2021-09-25")
    }


def test_the_host_countersigns_and_has_no_contents(played):
    _, folder, said = played
    assert said["countersigned"] > 8, "four channels, two logs each, looked at after each chapter"
    everything = b"".join(path.read_bytes() for path in (folder / "che").rglob("*") if path.is_file())
    assert b"upposed request" not in everything
    assert b'"kind"' not in everything


def test_every_proof_says_that_it_is_an_exercise(played):
    _, folder, said = played
    assert set(said["proofs"].values()) == {"proven"}
    for name in said["proofs"]:
        host = [word for key in (folder / "public" / "host.vkeys").read_text().split() for word in ("--witness", key)]
        proof = str(folder / "proofs" / f"{name}.proof.json")
        code, text = run(["verify", proof, "--charter", str(folder / "public" / "charter.json"), *host])
        assert code == 0
        assert "have not confirmed" not in text
        assert text.startswith("EXERCISE")
        assert "supposed" in text


def test_what_is_supposed_says_so(played):
    _, folder, _ = played
    with Node.open(folder / "usa", SECRETS_OPEN) as node:
        room = node.room("cyber")
        for request in room.fold.requests.values():
            assert request.act.kept["source"]["kind"] == "supposed"
            assert "upposed" in room.entry(request.act.ref).fields["text"]


def test_an_entry_of_the_exercise_gets_into_no_other_dialogue(played, tmp_path):
    """Its keys and its courier are of no use to a real dialogue."""
    _, folder, _ = played
    run(["--node", str(tmp_path / "other"), "init", "--party", "rus", "--name", "en=Other", "--no-passphrase"])
    code, said = run(["--node", str(tmp_path / "other"), "receive", str(folder / "courier")])
    assert "0" in said or code
    with Node.open(tmp_path / "other", SECRETS_OPEN) as node:
        assert node.rooms == {}
    with Node.open(folder / "rus", SECRETS_OPEN) as node:
        real = next(iter(node.charters.values())).value | {"exercise": False}
        from detente.record import canonical
        from detente.record.charter import parse_charter

        with pytest.raises(CallerError, match="exercise"):
            node.adopt(parse_charter(canonical.encode(real)), None)


# ---------------------------------------------------------------- the map


def test_34_of_34_facts_are_linked_and_each_link_leads_somewhere(played):
    _, folder, said = played
    assert [fact["number"] for fact in said["facts"]] == list(range(1, 35))
    assert all(fact["places"] and not fact["missing"] for fact in said["facts"])
    code, text = run(["demo", "--no-browser", "--map", "--dir", str(folder)])
    assert code == 0
    assert "34 of 34" in text
    for place in {place for fact in said["facts"] for place in fact["places"]}:
        if match := re.match(r"(\w+):((?:rus|usa)/\d+)", place):
            assert shown(folder / "usa", "log", f"{match[1]}:{match[2]}")["ref"] == match[2]


def test_a_row_that_points_to_nothing_is_missing(played):
    _, folder, _ = played
    refs = {name: (where, Ref(*ref)) for name, (where, ref) in json.loads((folder / "story.json").read_text())["steps"].items()}
    with Node.open(folder / "rus", SECRETS_OPEN) as node:
        places = story_map.Places(node, "plenary", "cyber", refs)
        for name in (
            "charter:terms", "act:nobody", "matter:meeting/plenary/9", "channel:nowhere", "gate:group/nothing", "open:meeting/plenary/2",
            "tally:che", "answered:peskov", "answered:nobody", "unreleased:nowhere", "act:plenary-2#term", "contradiction:claim-september-25",
            "undertaking:peskov", "referral:peskov",
        ):  # fmt: skip
            assert places.find(name) is None, name
        with pytest.raises(CallerError):
            places.find("thing:x")


def test_each_fact_has_words_in_three_languages_and_names_a_sentence():
    assert [fact.number for fact in FACTS] == list(range(1, 35))
    for fact in FACTS:
        assert all(fact.words[language].strip() for language in ("ar", "en", "ru"))
        assert re.fullmatch("[0-9a-f]{64}", fact.sentence)
        assert re.search("[\u0621-\u064a]", fact.words["ar"])
        assert re.search("[а-яё]", fact.words["ru"])


@pytest.mark.skipif(not REPORT.exists(), reason="public vectors: ../shared is not here")
def test_the_sentences_are_those_of_the_report():
    lines = [" ".join(line.split()) for line in REPORT.read_text("utf-8").splitlines()]
    sentences = [sentence for line in lines if line for sentence in re.split(r"(?<=[.!؟?])\s+", line)]
    known = {hashlib.sha256(sentence.encode()).hexdigest() for sentence in sentences}
    assert {fact.sentence for fact in FACTS} <= known
    text = " ".join(" ".join(fact.words.values()) for fact in FACTS)
    assert not any(sentence in text for sentence in sentences if len(sentence) > 40), "our own words, not the report's"


# ---------------------------------------------------------------- stories


def test_a_story_that_is_not_there_is_named_with_those_that_are():
    code, said = run(["demo", "--story", "nothing"])
    assert code == 2
    assert "geneva-2021" in said


def test_a_supposition_that_is_not_there_is_named(tmp_path):
    code, said = run(["demo", "--suppose", "july", "--dir", str(tmp_path / "x")])
    assert code == 1
    assert "june" in said
    assert not list(tmp_path.glob("x/*"))


def test_every_step_says_where_it_comes_from():
    for step in read_story("geneva-2021", None).value["step"]:
        if step["kind"] not in {"channel", "dropped"}:
            assert step["source"]["kind"] in {"report", "public", "supposed"}, step["id"]
