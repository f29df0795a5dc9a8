"""Issues, undertakings, people, and what is said about entries."""

from __future__ import annotations

import pytest

from detente.record.signatures import KeyPair
from detente.record.text import encode_base64
from tests.dialogue.talk import Talk


def test_an_issue_has_the_wording_of_each_side_with_its_history() -> None:
    talk = Talk("rus", "usa")
    first = talk.act("rus", "raise", about="issue/bases", concerns=["Utopia"])
    second = talk.act("usa", "word", about="issue/bases")
    third = talk.act("rus", "word", first, about="issue/bases")
    issue = talk.fold.matters.issues["issue/bases"]
    assert {party: [act.ref for act in acts] for party, acts in issue.wordings.items()} == {"rus": [first, third], "usa": [second]}
    assert issue.concerns == ["Utopia"]


def test_an_issue_is_agreed_when_the_last_assessment_of_every_member_is() -> None:
    talk = Talk("rus", "usa")
    talk.act("rus", "raise", about="issue/bases")
    for party, movement, state in (("rus", "agreed", "open"), ("usa", "agreed", "agreed"), ("rus", "progress", "open")):
        talk.act(party, "assess", about="issue/bases", movement=movement)
        assert talk.fold.matters.issues["issue/bases"].state(("rus", "usa")) == state
    section = talk.fold.sections()["issues"]
    assert (section["open"], section["agreed"]) == (1, 0)


def test_nobody_words_or_assesses_what_he_has_not_seen_raised() -> None:
    talk = Talk("rus", "usa")
    talk.act("rus", "raise", about="issue/bases")
    for kind, kept in (("word", {}), ("assess", {"movement": "agreed"}), ("refer", {"to": "group/arms"})):
        talk.act("usa", kind, seen=[], about="issue/bases", **kept)
    assert talk.rules == ["word", "assess", "refer"]


def test_a_referral_is_reported_back_or_not() -> None:
    talk = Talk("rus", "usa")
    raised = talk.act("rus", "raise", about="issue/bases")
    referral = talk.act("rus", "refer", about="issue/bases", to="body/services")
    assert talk.fold.matters.reported_back[referral] == []
    report = talk.act("usa", "report", referral, about="body/services", state="reported")
    assert [act.ref for act in talk.fold.matters.reported_back[referral]] == [report]
    talk.act("usa", "report", raised, about="body/services", state="reported")
    assert talk.rules == ["report"]


def test_an_undertaking_is_open_performed_confirmed_and_disputed_by_a_last_word() -> None:
    talk = Talk("rus", "usa")
    ref = talk.act("rus", "undertake", due={"day": "2021-12-31"})
    undertaking = talk.fold.matters.undertakings[ref]
    seen = [undertaking.status]
    talk.act("usa", "confirm", ref)
    assert talk.rules == ["confirm"], "nothing was performed that could be confirmed"
    done = talk.act("rus", "perform", ref)
    seen.append(undertaking.status)
    talk.act("usa", "dispute", done)
    seen.append(undertaking.status)
    again = talk.act("rus", "perform", ref)
    seen.append(undertaking.status)
    talk.act("usa", "confirm", again)
    seen.append(undertaking.status)
    assert seen == ["open", "performed", "disputed", "performed", "confirmed"]
    assert talk.fold.sections()["undertakings/rus"]["confirmed"] == 1


@pytest.mark.parametrize("party", ["rus", "che"])
def test_an_undertaking_is_confirmed_by_those_to_whom_it_was_made(party: str) -> None:
    talk = Talk("che", "rus", "usa")
    ref = talk.act("rus", "undertake", to=["usa"])
    done = talk.act("rus", "perform", ref)
    talk.act(party, "confirm", done)
    assert talk.fold.matters.undertakings[ref].status == "performed"
    talk.act("usa", "confirm", done)
    assert talk.fold.matters.undertakings[ref].status == "confirmed"


def test_what_was_done_on_paper_is_confirmed_by_the_others_and_not_by_who_entered_it() -> None:
    talk = Talk("rus", "usa")
    note = talk.act("rus", "note", form="note_verbale", paper={"on": "2021-09-30", "what": "a folder"})
    talk.act("rus", "confirm", note)
    assert talk.fold.register.paper == {}
    talk.act("usa", "confirm", note)
    assert talk.fold.register.paper == {note: {"usa"}}


def test_a_released_field_is_not_the_whole_entry() -> None:
    talk = Talk("rus", "usa")
    ref = talk.act("rus", "request", to="usa")
    talk.act("rus", "release", ref, opens=["to"])
    register = talk.fold.register
    assert register.released_by(str(ref)) == ()
    assert register.released_by(f"{ref} to") == ("rus",)
    talk.act("usa", "release", sections=["requests/rus"])
    assert register.released_by("section requests/rus") == ("usa",)
    talk.act("usa", "release")
    assert talk.rules == ["release"]


def test_nobody_corrects_the_act_of_another() -> None:
    talk = Talk("rus", "usa")
    ref = talk.act("rus", "request", to="usa")
    talk.act("usa", "correct", ref, corrects=["text"])
    assert talk.rules == ["correct"]
    talk.act("rus", "correct", ref, corrects=["text"])
    assert [act.party for act in talk.fold.register.corrections[ref]] == ["rus"]


def test_a_check_is_answered_once_by_each_other_party_and_an_answer_by_nobody() -> None:
    """F34: answers that are answered never end."""
    talk = Talk("che", "rus", "usa")
    check = talk.act("rus", "check")
    answer = talk.act("usa", "check", check)
    talk.act("usa", "check", check)
    talk.act("rus", "check", answer)
    talk.act("rus", "check", check)
    assert [act.ref for act in talk.fold.register.checks[check]] == [answer]
    assert talk.rules == ["check", "check"]


# ---------------------------------------------------------------- signed in person


def signed(talk: Talk, delegate: str, kind: str, *, key: KeyPair, message: bytes = b"message", **kept: object) -> list[str]:
    """The rules that were found broken by an act of rus that a delegate signs in person."""
    before = len(talk.rules)
    by = {"delegate": delegate, "ed25519": encode_base64(key.ed25519.sign(b"message"))}
    talk.act("rus", kind, person=message, by=by, **kept)
    return talk.rules[before:]


def test_an_appointment_with_a_key_is_the_certificate_of_a_delegate() -> None:
    key, other = (KeyPair.from_seeds(bytes([n]) * 32, bytes([n]) * 32) for n in (1, 2))
    talk = Talk("rus", "usa")
    ask = {"to": "usa"}
    assert signed(talk, "ivanov", "request", key=key, **ask) == ["by"], "nobody has appointed him"
    appoint = {"delegate": "ivanov", "role": "head", "key": encode_base64(key.public.ed25519), "from": "2021-09-01", "until": "2021-12-31"}
    appointed = talk.act("rus", "appoint", **appoint)
    assert signed(talk, "ivanov", "request", key=key, **ask) == []
    assert signed(talk, "ivanov", "request", key=other, **ask) == ["by"]
    assert signed(talk, "ivanov", "request", key=key, message=b"another", **ask) == ["by"]
    assert signed(talk, "smith", "request", key=key, **ask) == ["by"]
    talk.act("rus", "revoke", appointed)
    assert signed(talk, "ivanov", "request", key=key, **ask) == ["by"], "his appointment was revoked before"
    assert talk.fold.requests.counts["rus"]["open"] == 6, "found, never refused: each of these requests counts"


def test_a_party_appoints_and_revokes_for_itself_alone() -> None:
    talk = Talk("rus", "usa")
    appointed = talk.act("rus", "appoint", delegate="ivanov", role="head")
    talk.act("usa", "revoke", appointed)
    assert talk.rules == ["revoke"]
    assert talk.fold.people.get("rus", "ivanov") is not None
    assert talk.fold.people.get("usa", "ivanov") is None
    talk.act("usa", "empower", delegate="ivanov", powers=["sign"])
    assert talk.rules == ["revoke", "empower"]


def test_a_signature_without_the_power_is_recorded_and_found() -> None:
    key = KeyPair.from_seeds(bytes(32), bytes(32))
    talk = Talk("rus", "usa")
    ref = talk.propose("rus", "text/statement")
    digest = talk.acts[ref].kept["digest"]
    talk.act("usa", "consent", ref)
    talk.act("rus", "appoint", delegate="ivanov", role="head", key=encode_base64(key.public.ed25519))
    assert signed(talk, "ivanov", "sign", key=key, re=ref, digest=digest) == ["powers"]
    assert "rus" in talk.fold.texts.signatures[ref]
    talk.act("rus", "empower", delegate="ivanov", powers=["sign"], about="text/statement")
    assert signed(talk, "ivanov", "sign", key=key, re=ref, digest=digest) == []
