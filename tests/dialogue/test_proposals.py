"""Proposals beyond what crosses: who is asked, ad referendum, silence, replacement, finality, and what a hostile member can cost."""

from __future__ import annotations

import time

import pytest

from detente.dialogue.acts import Act, Ref
from detente.dialogue.fold import Fold
from detente.dialogue.proposals import MOST_VOICES, Slot
from detente.record.seal import HeadId, LogKey
from tests.dialogue.histories import AT, DIGEST
from tests.dialogue.talk import Talk

SILENT = {"silence": {"until": "2021-10-01T00:00:00Z"}}


def slot_of(talk: Talk, name: str = "text/first") -> Slot:
    return talk.fold.proposals.slots[name]


@pytest.mark.parametrize("electorate", [["alpha"], ["alpha", "utopia"], ["alpha", "bravo", "charlie"]])
def test_a_proposal_to_others_than_the_members_has_no_effect(electorate: list[str]) -> None:
    talk = Talk("alpha", "bravo")
    talk.act("alpha", "propose", slot="group/x", electorate=electorate)
    assert talk.rules == ["propose"]
    assert talk.fold.proposals.slots == {}


@pytest.mark.parametrize(("slot", "field"), [("text/x", "digest"), ("term/final", "term"), ("meeting/plenary/3/date", "date")])
def test_what_a_proposal_about_its_subject_must_say(slot: str, field: str) -> None:
    talk = Talk("alpha", "bravo")
    talk.act("alpha", "propose", slot=slot, electorate=["alpha", "bravo"])
    assert [finding.params["field"] for finding in talk.fold.findings] == [field]


def test_ad_referendum_and_a_reservation_are_no_consent_until_confirmed() -> None:
    for kind, kept in (("consent", {"how": "ad_referendum", "confirm_by": "2021-12-01"}), ("reserve", {"until": "2021-12-01"})):
        talk = Talk("alpha", "bravo")
        ref = talk.propose("alpha", "text/first")
        stance = talk.act("bravo", kind, ref, **kept)
        assert talk.state(ref) == "open"
        talk.act("bravo", "confirm", stance)
        assert talk.state(ref) == "adopted"
        assert talk.rules == []


def test_there_is_nothing_to_confirm_without_a_consent_ad_referendum() -> None:
    talk = Talk("alpha", "bravo")
    ref = talk.propose("alpha", "text/first")
    talk.act("bravo", "confirm", ref)
    assert talk.rules == ["confirm"]
    assert talk.state(ref) == "open"


def test_an_objection_after_the_adoption_is_known_has_no_effect_and_is_found() -> None:
    talk = Talk("alpha", "bravo")
    ref = talk.propose("alpha", "text/first")
    talk.act("bravo", "consent", ref)
    talk.act("alpha", "object", ref)
    assert talk.state(ref) == "adopted"
    assert slot_of(talk).voice_of("alpha", ref) == "proposed"
    assert talk.rules == ["object"]


def test_an_adoption_that_fell_is_not_revived_against_who_has_objected_meanwhile() -> None:
    """Bravo takes its consent back, blind to charlie's; alpha has objected when it was still adopted for him: bravo alone cannot bring it back."""
    talk = Talk("alpha", "bravo", "charlie")
    ref = talk.propose("alpha", "text/first")
    mine = talk.act("bravo", "consent", ref)
    his = talk.act("charlie", "consent", ref)
    talk.act("alpha", "object", ref, seen=[mine, his])
    assert talk.state(ref) == "adopted", "an objection in knowledge of the adoption has no effect"
    talk.act("bravo", "object", ref, seen=[ref])
    assert talk.state(ref) == "objected", "bravo had not seen the last consent"
    talk.act("bravo", "consent", ref)
    assert talk.state(ref) == "objected", "alpha objects still"
    talk.act("alpha", "consent", ref)
    assert talk.state(ref) == "adopted"


def test_what_was_replaced_is_not_put_in_force_again_by_one_party() -> None:
    """To consent once more to the older text is no new decision: the later one stays in force."""
    talk = Talk("alpha", "bravo")
    old = talk.propose("bravo", "text/first")
    talk.act("alpha", "consent", old)
    new = talk.propose("alpha", "text/first")
    talk.act("bravo", "consent", new)
    for party in ("alpha", "bravo", "alpha"):
        talk.act(party, "consent", old)
        assert slot_of(talk).adopted() == (old, new)
        assert (talk.state(old), talk.state(new)) == ("replaced", "adopted")


def test_the_voice_of_a_party_is_its_last_word_and_one_only() -> None:
    talk = Talk("alpha", "bravo", "charlie")
    first = talk.propose("alpha", "text/first")
    talk.act("bravo", "consent", first)
    second = talk.propose("charlie", "text/first")
    talk.act("bravo", "consent", second)
    slot = slot_of(talk)
    assert (slot.voice_of("bravo", first), slot.voice_of("bravo", second)) == (None, "consented")
    assert [act.party for act in slot.consents(first)] == ["alpha"]


def test_a_stance_is_taken_back_by_naming_it() -> None:
    talk = Talk("alpha", "bravo", "charlie")
    ref = talk.propose("alpha", "text/first")
    consent = talk.act("bravo", "consent", ref)
    talk.act("bravo", "withdraw", consent)
    talk.act("charlie", "consent", ref)
    assert talk.state(ref) == "open"
    talk.act("charlie", "withdraw", ref)
    assert talk.rules == ["withdraw"], "only its proposer withdraws a proposal"


def test_after_its_withdrawal_a_proposal_is_dead_for_those_who_know() -> None:
    talk = Talk("alpha", "bravo")
    ref = talk.propose("alpha", "text/first")
    talk.act("alpha", "withdraw", ref)
    talk.act("alpha", "consent", ref)
    talk.act("bravo", "consent", ref)
    assert talk.state(ref) == "withdrawn"
    assert talk.rules == ["consent", "consent"]


# ---------------------------------------------------------------- silence


def test_silence_is_consent_by_an_act_and_nobody_is_silent_for_another() -> None:
    talk = Talk("alpha", "bravo", "charlie")
    ref = talk.propose("alpha", "text/first", **SILENT)
    talk.act("bravo", "lapse", ref)
    assert (talk.state(ref), slot_of(talk).voice_of("charlie", ref)) == ("silence", None)
    talk.act("charlie", "lapse", ref)
    assert talk.state(ref) == "adopted"


def test_without_a_silence_procedure_nothing_lapses() -> None:
    talk = Talk("alpha", "bravo")
    talk.act("bravo", "lapse", talk.propose("alpha", "text/first"))
    assert talk.rules == ["lapse"]


@pytest.mark.parametrize("word", ["object", "reserve", "consent"])
def test_who_has_spoken_is_not_silent(word: str) -> None:
    talk = Talk("alpha", "bravo")
    ref = talk.propose("alpha", "text/first", **SILENT)
    talk.act("bravo", word, ref)
    talk.act("bravo", "lapse", ref)
    assert talk.rules == ["lapse"]
    assert talk.state(ref) == {"object": "objected", "reserve": "silence", "consent": "adopted"}[word]


def test_a_node_that_lapses_by_itself_does_not_speak_against_the_amendment_of_its_own_party() -> None:
    talk = Talk("alpha", "bravo")
    ref = talk.propose("alpha", "text/first", **SILENT)
    amendment = talk.propose("bravo", "text/first")
    talk.act("bravo", "lapse", ref)
    assert talk.rules == ["lapse"]
    talk.act("alpha", "consent", amendment)
    assert slot_of(talk).adopted() == (amendment,)


def test_who_was_silent_about_an_older_proposal_may_be_silent_again() -> None:
    talk = Talk("alpha", "bravo", "charlie")
    first = talk.propose("alpha", "text/first", **SILENT)
    talk.act("bravo", "lapse", first)
    talk.act("charlie", "object", first, seen=[first])
    second = talk.propose("alpha", "text/first", seen=[], **SILENT)
    talk.act("bravo", "lapse", second)
    assert slot_of(talk).voice_of("bravo", second) == "silent"


def test_an_objection_counts_after_a_lapse_of_ones_own_until_the_adoption_is_known() -> None:
    talk = Talk("alpha", "bravo", "charlie")
    ref = talk.propose("alpha", "text/first", **SILENT)
    talk.act("bravo", "lapse", ref)
    talk.act("bravo", "object", ref)
    assert talk.state(ref) == "objected"


# ---------------------------------------------------------------- final


def test_consented_is_final_when_every_party_has_sealed_a_state_that_holds_all_consents() -> None:
    talk = Talk("alpha", "bravo")
    ref = talk.propose("alpha", "text/first")
    slot = slot_of(talk)
    assert not slot.is_final(ref, {})
    consent = talk.act("bravo", "consent", ref)
    bravo = {LogKey("alpha", 0): HeadId(2, b"")}
    assert not slot.is_final(ref, {"bravo": bravo}), "alpha has not sealed that it saw the consent, and may still withdraw"
    assert not slot.is_final(ref, {"bravo": bravo, "alpha": {consent.log: HeadId(consent.index, b"")}})
    assert slot.is_final(ref, {"bravo": bravo, "alpha": {consent.log: HeadId(consent.index + 1, b"")}})


# ---------------------------------------------------------------- what a hostile member can cost


def test_the_voices_of_a_party_in_a_slot_are_bounded_and_the_rest_is_found() -> None:
    talk = Talk("alpha", "bravo")
    for _ in range(MOST_VOICES + 3):
        talk.propose("alpha", "text/first")
    assert len(slot_of(talk).proposals) == MOST_VOICES
    assert talk.rules == ["propose"] * 3
    assert talk.propose("bravo", "text/first") in slot_of(talk).proposals, "the others may still speak"


def test_a_slot_full_of_voices_of_57_parties_costs_seconds_at_most() -> None:
    """Each party says all it may; every proposal of the first has all consents, so that no shortcut helps."""
    members = [f"p{number:02}" for number in range(57)]
    fold = Fold(members)
    vector: dict[LogKey, HeadId] = {}
    start = time.process_time()

    def say(party: str, index: int, **kept: object) -> None:
        log = LogKey(party, 0)
        fold.apply(Act(Ref(party, 0, index), {"at": AT, **kept}, {**vector, log: HeadId(index + 1, b"")}))
        vector[log] = HeadId(index + 1, b"")

    for number in range(MOST_VOICES // 2):
        say("p00", number, kind="propose", slot="text/x", electorate=members, digest=DIGEST)
        for party in members[1:]:
            say(party, number, kind="consent", re=[["p00", 0, number]])
    assert len(fold.proposals.slots["text/x"].adopted()) == MOST_VOICES // 2
    assert fold.findings == []
    assert time.process_time() - start < 5


def test_a_consent_to_what_its_author_knew_to_be_left_is_found_and_counts_once_the_proposer_comes_back() -> None:
    talk = Talk("alpha", "bravo")
    first = talk.propose("alpha", "text/first")
    talk.propose("alpha", "text/first")
    talk.act("bravo", "consent", first)
    assert talk.rules == ["consent"]
    assert "had been left by alpha" in str(talk.fold.findings[0])
    assert talk.state(first) == "open"
    talk.act("alpha", "consent", first)
    assert talk.state(first) == "adopted"


def test_a_confirmation_of_what_its_author_knew_to_be_left_is_found() -> None:
    talk = Talk("alpha", "bravo")
    first = talk.propose("alpha", "text/first")
    stance = talk.act("bravo", "consent", first, how="ad_referendum")
    talk.propose("alpha", "text/first")
    talk.act("bravo", "confirm", stance)
    assert talk.rules == ["confirm"]


def test_a_consent_that_crosses_its_proposers_leaving_is_no_finding() -> None:
    talk = Talk("alpha", "bravo")
    first = talk.propose("alpha", "text/first")
    talk.propose("alpha", "text/first")
    talk.act("bravo", "consent", first, seen=[first])
    assert talk.rules == []
