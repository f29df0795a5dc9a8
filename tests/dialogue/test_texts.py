"""Texts in the fold: initials, signatures, what is attached, when a text is in force, and how many brackets are open."""

from __future__ import annotations

from detente.dialogue.acts import Ref
from detente.record.text import encode_base64
from tests.dialogue.histories import DIGEST
from tests.dialogue.talk import Talk

TEXT = "text/joint-statement-2"
OTHER = encode_base64(b"\1" * 32)


def talk_of_a_text(**fields: object) -> tuple[Talk, Ref]:
    """Two parties, and a text that one of them has tabled."""
    talk = Talk("rus", "usa")
    return talk, talk.propose("usa", TEXT, **fields)


def brackets(talk: Talk) -> int:
    """The open brackets of the text."""
    return talk.fold.texts.open_brackets(talk.fold.proposals.slots[TEXT])


def test_initials_and_signatures_are_of_one_digest() -> None:
    talk, ref = talk_of_a_text()
    talk.act("rus", "initial", ref, digest=OTHER)
    talk.act("rus", "initial", ref, digest=DIGEST)
    assert talk.rules == ["initial"]
    assert set(talk.fold.texts.initials[ref]) == {"rus"}


def test_a_text_with_open_brackets_cannot_be_signed() -> None:
    talk, ref = talk_of_a_text(brackets=2)
    talk.act("rus", "consent", ref)
    talk.act("usa", "sign", ref, digest=DIGEST)
    assert talk.rules == ["sign"]
    assert talk.fold.texts.signatures == {}


def test_only_a_text_is_signed_and_no_part_of_one() -> None:
    talk, _ = talk_of_a_text()
    part = talk.propose("rus", TEXT + "/p/3")
    talk.act("rus", "sign", part, digest=DIGEST)
    talk.act("rus", "attach", part, form="reservation")
    assert talk.rules == ["sign", "attach"]
    assert talk.fold.texts.signatures == talk.fold.texts.attached == {}


def test_who_signs_before_his_turn_is_found_and_his_signature_stands() -> None:
    talk, ref = talk_of_a_text(order=["usa", "rus"])
    talk.act("rus", "consent", ref)
    talk.act("rus", "sign", ref, digest=DIGEST)
    assert talk.rules == ["order"]
    talk.act("usa", "sign", ref, digest=DIGEST)
    assert talk.fold.texts.state(talk.fold.proposals.slots[TEXT]) == "signed"


def test_who_crosses_the_signature_before_his_turn_is_found_too() -> None:
    talk, ref = talk_of_a_text(order=["usa", "rus"])
    consent = talk.act("rus", "consent", ref)
    talk.act("usa", "sign", ref, digest=DIGEST)
    talk.act("rus", "sign", ref, seen=[consent], digest=DIGEST)
    assert talk.rules == ["order"]


def test_a_bracket_that_both_closed_is_counted_no_more() -> None:
    talk, _ = talk_of_a_text(brackets=3)
    assert brackets(talk) == 3
    settled = talk.propose("rus", TEXT + "/b/1")
    assert brackets(talk) == 3, "proposed is not agreed"
    talk.act("usa", "consent", settled)
    assert brackets(talk) == 2
    assert talk.fold.sections()["texts"]["brackets"] == 2


def test_a_new_version_counts_its_own_brackets_and_what_it_knew_no_more() -> None:
    talk, _ = talk_of_a_text(brackets=3)
    talk.act("usa", "consent", talk.propose("rus", TEXT + "/b/1"))
    talk.propose("usa", TEXT, brackets=2)
    assert brackets(talk) == 2


def test_a_change_of_a_provision_is_open_until_it_is_decided() -> None:
    talk, _ = talk_of_a_text(brackets=1)
    change = talk.propose("rus", TEXT + "/p/3", verb="MOD", brackets=2, closes=[1])
    assert brackets(talk) == 2
    talk.act("usa", "object", change)
    assert brackets(talk) == 2, "an objection keeps it open"
    second = talk.propose("usa", TEXT + "/p/3", verb="NOC")
    talk.act("rus", "consent", second)
    assert brackets(talk) == 1, "who proposed it wants another one now, and has it"
    talk.act("rus", "consent", change)
    assert brackets(talk) == 2, "who comes back to it asks anew"
    talk.act("rus", "withdraw", change)
    assert brackets(talk) == 1


def test_two_changes_that_crossed_are_decided_by_what_was_made_of_both() -> None:
    talk, base = talk_of_a_text()
    mine = talk.propose("rus", TEXT + "/p/3", verb="MOD")
    talk.propose("usa", TEXT + "/p/3", seen=[base], verb="MOD")
    assert brackets(talk) == 2
    merged = talk.propose("rus", TEXT + "/p/3", verb="MOD", brackets=1)
    assert brackets(talk) == 3, "nothing is decided yet"
    talk.act("usa", "consent", merged)
    assert brackets(talk) == 1
    talk.act("rus", "withdraw", mine)
    assert brackets(talk) == 1


def test_a_change_waits_on_when_its_proposer_objects_to_another() -> None:
    talk, base = talk_of_a_text()
    talk.propose("rus", TEXT + "/p/3", verb="MOD")
    rival = talk.propose("usa", TEXT + "/p/3", seen=[base], verb="MOD")
    talk.act("rus", "object", rival)
    assert brackets(talk) == 2


def test_a_change_that_was_proposed_after_the_adopted_one_waits() -> None:
    talk, _ = talk_of_a_text()
    talk.act("usa", "consent", talk.propose("rus", TEXT + "/p/3", verb="MOD"))
    talk.propose("rus", TEXT + "/p/3", verb="MOD")
    assert brackets(talk) == 1


def test_a_change_that_both_want_brings_its_brackets_and_closes_those_it_replaces() -> None:
    talk, _ = talk_of_a_text(brackets=1)
    talk.act("usa", "consent", talk.propose("rus", TEXT + "/p/3", verb="MOD", brackets=2, closes=[1]))
    assert brackets(talk) == 2


def test_versions_that_crossed_count_with_the_more_brackets() -> None:
    talk, _ = talk_of_a_text(brackets=1)
    talk.propose("rus", TEXT, seen=[], brackets=4)
    assert [str(version.act.ref) for version in talk.fold.texts.standing_versions(talk.fold.proposals.slots[TEXT])] == ["rus/1", "usa/1"]
    assert brackets(talk) == 4


def test_a_text_without_brackets_stands_in_the_count_as_it_always_did() -> None:
    talk, ref = talk_of_a_text()
    talk.act("rus", "consent", ref)
    assert talk.fold.sections()["texts"].keys() == {"draft", "adopted", "signed", "items"}
    talk.propose("usa", TEXT, brackets=1)
    assert brackets(talk) == 1, "talks go on over the text that is in force"


def test_a_text_is_in_force_when_its_depositary_says_so_or_all_do() -> None:
    talk, ref = talk_of_a_text(depositary="usa")
    in_force = talk.fold.texts.in_force
    talk.act("rus", "force", ref, **{"from": "2021-10-01"})
    assert in_force(ref, "usa") is None
    assert in_force(ref, None) is None
    talk.act("usa", "force", ref, provisional=True, **{"from": "2021-09-30"})
    assert in_force(ref, "usa") is None, "provisional application is no entry into force"
    talk.act("usa", "force", ref, **{"from": "2021-10-01"})
    assert in_force(ref, "usa") == in_force(ref, None) == "2021-10-01"
    talk.act("rus", "force", ref, **{"from": "2021-10-02"})
    assert in_force(ref, "usa") == "2021-10-01"
    assert in_force(ref, None) is None, "two days are no agreement"


def test_an_instrument_before_the_adoption_is_found() -> None:
    talk, ref = talk_of_a_text()
    talk.act("rus", "bind", ref, instrument="ratification")
    assert talk.rules == ["bind"]
    talk.act("rus", "consent", ref)
    talk.act("usa", "bind", ref, instrument="approval")
    assert [act.kept["instrument"] for act in talk.fold.texts.instruments[ref]] == ["ratification", "approval"]
