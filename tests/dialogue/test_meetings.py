"""Meetings and groups: read off the slots and reports, so they cannot disagree with them."""

from __future__ import annotations

import pytest

from detente.dialogue.acts import Act, Ref
from detente.dialogue.fold import Fold
from detente.dialogue.talks import in_causal_order
from detente.record.seal import HeadId, LogKey
from tests.dialogue.histories import AT
from tests.dialogue.talk import Talk

THIRD = "meeting/plenary/3"


def agreed(slot: str, **kept: object) -> Talk:
    talk = Talk("rus", "usa")
    talk.act("usa", "consent", talk.propose("rus", slot, **kept))
    return talk


def test_a_meeting_without_a_date_waits_for_its_groups() -> None:
    talk = agreed(THIRD, host="rus", gates=["group/arms", "group/space"], date={"open": True})
    meeting = talk.fold.talks.meeting(THIRD)
    assert (meeting.state, meeting.date, meeting.host) == ("agreed", {"open": True}, "rus")
    assert [gate.about for gate in meeting.blocked_by] == ["group/arms", "group/space"]
    report = talk.act("rus", "report", about="group/arms", state="met")
    assert [(gate.about, gate.said_by) for gate in talk.fold.talks.meeting(THIRD).blocked_by] == [
        ("group/arms", ("rus",)),
        ("group/space", ()),
    ]
    talk.act("usa", "confirm", report)
    assert [gate.about for gate in talk.fold.talks.meeting(THIRD).blocked_by] == ["group/space"]


def test_a_date_is_adopted_by_itself_and_its_history_stays() -> None:
    talk = agreed(THIRD, date={"month": "2021-11"})
    talk.act("usa", "announce", about=THIRD, date={"day": "2021-12-24"})
    assert talk.fold.talks.meeting(THIRD).date == {"month": "2021-11"}, "what one side announces is no date of both"
    date = talk.propose("rus", THIRD + "/date", date={"day": "2021-11-05"}, time={"at": "08:00", "zone": "UTC", "about": True})
    talk.act("usa", "consent", date)
    meeting = talk.fold.talks.meeting(THIRD)
    assert (meeting.date, meeting.time) == ({"day": "2021-11-05"}, {"at": "08:00", "zone": "UTC", "about": True})
    assert [(step.step, step.date) for step in talk.fold.talks.date_history(THIRD)] == [
        ("adopted", {"month": "2021-11"}), ("announced", {"day": "2021-12-24"}), ("adopted", {"day": "2021-11-05"}),
    ]  # fmt: skip


def test_a_meeting_is_held_when_every_member_has_said_so() -> None:
    talk = agreed(THIRD)
    talk.act("rus", "report", about=THIRD, state="held")
    assert talk.fold.sections()["meetings"]["held"] == 0
    assert talk.fold.talks.next_meeting() is not None
    talk.act("usa", "report", about=THIRD, state="concluded")
    assert talk.fold.sections()["meetings"]["held"] == 1
    assert talk.fold.talks.next_meeting() is None


def test_a_meeting_has_one_number_in_one_spelling() -> None:
    talk = Talk("rus", "usa")
    for name in ("meeting/plenary/03", "meeting/plenary/third", "meeting/plenary", "meeting/plenary/" + "9" * 32):
        talk.act("rus", "propose", slot=name, electorate=["rus", "usa"])
        talk.act("rus", "report", about=name, state="held")
    assert talk.rules == ["fields"] * 8
    assert talk.fold.talks.meetings() == []


@pytest.mark.parametrize("said", [["rus"], ["rus", "usa"]])
def test_a_group_has_met_when_every_member_says_so(said: list[str]) -> None:
    talk = agreed("group/arms")
    for party in said:
        talk.act(party, "report", about="group/arms", state="reported")
    assert talk.fold.talks.group_state("group/arms") == ("met" if len(said) == 2 else "agreed")


def test_a_text_is_signed_on_one_digest_by_all() -> None:
    talk = Talk("rus", "usa")
    ref = talk.propose("rus", "text/statement")
    digest = talk.acts[ref].kept["digest"]
    talk.act("rus", "sign", ref, digest=digest)
    assert talk.rules == ["sign"], "signed before it was adopted: recorded, and found"
    talk.act("usa", "consent", ref)
    talk.act("usa", "sign", ref, digest="AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=")
    assert talk.rules == ["sign", "sign"]
    slot = talk.fold.proposals.slots["text/statement"]
    assert talk.fold.texts.state(slot) == "adopted"
    talk.act("usa", "sign", ref, digest=digest)
    assert talk.fold.texts.state(slot) == "signed"


def test_causes_come_first_and_ten_thousand_announcements_are_sorted_in_a_moment() -> None:
    fold = Fold(["alpha", "bravo"])
    for index in range(5000):
        seen = {LogKey("bravo", 0): HeadId(index, b"")}
        fold.apply(Act(Ref("bravo", 0, index), {"kind": "announce", "at": AT, "about": THIRD}, {LogKey("alpha", 0): HeadId(index, b"")}))
        fold.apply(Act(Ref("alpha", 0, index), {"kind": "announce", "at": AT, "about": THIRD}, seen))
    steps = in_causal_order(fold.matters.announcements[THIRD], lambda act: act)
    assert [step.ref.index for step in steps] == [number // 2 for number in range(10_000)]
    assert [step.ref.party for step in steps[:4]] == ["alpha", "bravo", "alpha", "bravo"]
