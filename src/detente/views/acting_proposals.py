"""Acts by which anything is decided together: proposing, and how one stands to what was proposed."""

from __future__ import annotations

from typing import Any

from detente.dialogue.acts import Ref
from detente.dialogue.proposals import CONSENTING, Slot
from detente.errors import N_
from detente.node.room import Room
from detente.views.acting import Fields, Given, Place, Unfit, about, needed, pick, signed_by, texts
from detente.views.acting_requests import withdrawable
from detente.views.proposals import drafted_stances, voice_act

TERMS = ("acknowledge", "first", "final")
DECIDED = ("measure", "track", "charter", "exchange")
"""Subjects that are proposed by a text alone."""


def proposal(room: Room, matter: str, **fields: Any) -> Fields:
    """A proposal to all members of a channel; fields without a value are left out.

    Raises:
        Unfit: the members are not known yet.
    """
    if not room.channel.members:
        raise Unfit(
            "", N_("the founder of '%(label)s' has not been heard; nobody knows its members yet"),
            hint=N_("detente sync FOLDER"), label=room.label,
        )  # fmt: skip
    given = {name: value for name, value in fields.items() if value is not None and value != []}
    return {"kind": "propose", "slot": matter, "electorate": list(room.channel.members), **given}


def silence(place: Place, given: Given) -> Fields:
    """A silence procedure, where one was asked for.

    Raises:
        Unfit: it would have ended already.
    """
    until = given.get("silence")
    if not until:
        return {}
    if until <= place.node.now:
        raise Unfit("silence", N_("silence until %(until)s would have ended already; it is %(now)s"), until=until, now=place.node.now)
    return {"silence": {"until": until}}


def propose(place: Place, given: Given) -> Fields:
    """Propose a measure, a track, an exchange or a change of the charter: what is decided by a text alone."""
    needed(given, "about", "text")
    subject = given["about"].partition("/")[0]
    if subject not in DECIDED:
        raise Unfit("about", N_("'%(about)s' is nothing that is decided together"), about=given["about"])
    return proposal(place.room, given["about"], **texts(given, "text"), **silence(place, given))


def propose_term(place: Place, given: Given) -> Fields:
    """Propose a time limit for answers."""
    needed(given, "which", "term")
    return proposal(place.room, "term/" + given["which"], term=given["term"], **texts(given, "text"), **silence(place, given))


def consent(place: Place, given: Given) -> Fields:
    """Consent, at once or ad referendum."""
    slot, ref = open_proposal(place.room, place.ref)
    act = voice_act(slot, place.room.party, ref)
    if act is not None and slot.voice_of(place.room.party, ref) in CONSENTING:
        raise Unfit(
            "re", N_("%(us)s consents to %(ref)s already, by %(entry)s"), hint=N_("detente proposals %(about)s"),
            us=place.room.party, ref=str(ref), entry=str(act.ref), about=slot.name,
        )  # fmt: skip
    _not_left(place.room, slot, ref)
    ad_referendum = given.get("how") == "ad_referendum"
    if ad_referendum and slot.voice_of(place.room.party, ref) == "ad_referendum":
        raise Unfit(
            "re", N_("%(us)s has consented to %(ref)s ad referendum already"), hint=N_("detente confirm %(ref)s"),
            us=place.room.party, ref=str(ref),
        )  # fmt: skip
    if given.get("confirm_by") and not ad_referendum:
        raise Unfit("confirm_by", N_("a day to confirm by goes with consent ad referendum; other consent needs no confirmation"))
    _not_drafted(place, slot, ref, "consent", "ad_referendum" if ad_referendum else None)
    how = {"how": "ad_referendum"} if ad_referendum else {}
    return {"kind": "consent", **about((ref,)), **texts(given, "text"), **signed_by(place, given), **how, **pick(given, "confirm_by")}


def confirm(place: Place, given: Given) -> Fields:
    """Confirm consent ad referendum or a reservation of ours, or what another party has reported or done."""
    room, ref = place.room, place.ref
    entry = room.entry(ref)
    target = ref
    if ref.party == room.party or not (entry.kind in {"report", "undertake", "perform"} or "paper" in entry.fields):
        if stance_of(room, ref) is None and room.fold.proposals.get(ref) is None:
            raise Unfit(
                "re",
                N_("%(ref)s is nothing that could be confirmed: no proposal, no report, no performance, no act on paper of another party"),
                hint=N_("What waits for confirmation is shown by:\ndetente status"), ref=str(ref),
            )  # fmt: skip
        slot, target = open_proposal(room, ref)
        if slot.voice_of(room.party, target) not in {"ad_referendum", "reserved"}:
            raise Unfit(
                "re",
                N_("there is nothing of ours to confirm about %(ref)s: only consent ad referendum and a reservation can be confirmed"),
                hint=N_("detente consent %(ref)s"), ref=str(target),
            )  # fmt: skip
        _not_left(room, slot, target)
        _not_drafted(place, slot, target, "confirm", None)
    return {"kind": "confirm", **about((target,)), **texts(given, "text"), **signed_by(place, given)}


def reserve(place: Place, given: Given) -> Fields:
    """Reserve our position: we await instructions."""
    slot, ref = open_proposal(place.room, place.ref)
    not_adopted(slot, ref)
    return {"kind": "reserve", **about((ref,)), **texts(given, "text"), **pick(given, "until")}


def object_to(place: Place, given: Given) -> Fields:
    """Object to a proposal."""
    slot, ref = open_proposal(place.room, place.ref)
    not_adopted(slot, ref)
    needed(given, "reason")
    return {"kind": "object", **about((ref,)), **texts(given, "reason")}


def withdraw(place: Place, given: Given) -> Fields:
    """Withdraw an unanswered request, a proposal or a stance of ours."""
    of = stance_of(place.room, place.ref)
    if of is None:
        withdrawable(place.room, place.ref)
    else:
        _may_withdraw(place.room, place.ref, of)
    return {"kind": "withdraw", **about(place.re), **texts(given, "reason")}


def open_proposal(room: Room, ref: Ref) -> tuple[Slot, Ref]:
    """The proposal that an entry is, or that it is a stance on, unless it was withdrawn.

    Raises:
        Unfit: it is none, or was withdrawn.
    """
    of = stance_of(room, ref) or ref
    found = room.fold.proposals.get(of)
    if found is None:
        raise Unfit("re", N_("%(ref)s is no proposal"), hint=N_("This lists them:\ndetente proposals"), ref=str(ref))
    if found[0].is_withdrawn(of):
        raise _was_withdrawn(found[0], of)
    return found[0], of


def stance_of(room: Room, ref: Ref) -> Ref | None:
    """The proposal that an act is a stance on; None if it is no stance that counts."""
    for slot in room.fold.proposals.slots.values():
        for voice in slot.voices.get(ref.party, ()):
            if voice.act.ref == ref:
                return voice.of
    return None


def not_adopted(slot: Slot, ref: Ref) -> None:
    """Go on only if a proposal was not adopted.

    Raises:
        Unfit: it was.
    """
    if ref in slot.adopted():
        raise Unfit(
            "re", N_("%(ref)s about %(about)s was adopted; what is adopted is changed by another proposal about the same matter"),
            hint=N_("detente proposals %(about)s"), ref=str(ref), about=slot.name,
        )  # fmt: skip


def _not_left(room: Room, slot: Slot, ref: Ref) -> None:
    """Go on only if the proposer of another party's proposal still stands by it.

    Raises:
        Unfit: it speaks for another proposal now.
    """
    if ref.party != room.party and slot.is_left(ref):
        raise Unfit(
            "re", N_("%(party)s has left %(ref)s for another proposal about %(about)s: consent would bring nothing about"),
            hint=N_("detente proposals %(about)s"), party=ref.party, ref=str(ref), about=slot.name,
        )  # fmt: skip


def _not_drafted(place: Place, slot: Slot, ref: Ref, kind: str, how: str | None) -> None:
    """Go on only if no other draft of ours says the same of a proposal.

    Raises:
        Unfit: one does.
    """
    for draft in drafted_stances(place.room, slot, ref):
        if draft.number != place.draft and (draft.kind, draft.how) == (kind, how):
            raise Unfit(
                "re", N_("draft %(number)d says this of %(ref)s already; it waits to be sealed"),
                hint=N_(
                    "Seal it; or drop it, to say it in other words:\n"
                    "detente outbox\ndetente seal\ndetente outbox --drop %(number)d"
                ), number=draft.number, ref=str(ref),
            )  # fmt: skip


def _may_withdraw(room: Room, ref: Ref, of: Ref) -> None:
    found = room.fold.proposals.get(of)
    if found is None:
        raise Unfit("re", N_("%(ref)s is no proposal"), hint=N_("This lists them:\ndetente proposals"), ref=str(ref))
    if ref.party != room.party:
        raise Unfit(
            "re", N_("%(ref)s is of %(party)s, and %(us)s cannot withdraw it"), hint=N_("detente object %(of)s --reason TEXT"),
            ref=str(ref), party=ref.party, us=room.party, of=str(of),
        )  # fmt: skip
    if found[0].is_withdrawn(of):
        raise _was_withdrawn(found[0], of)
    not_adopted(found[0], of)


def _was_withdrawn(slot: Slot, ref: Ref) -> Unfit:
    return Unfit(
        "re", N_("the proposal %(ref)s about %(about)s was withdrawn"), hint=N_("detente proposals --all"), ref=str(ref), about=slot.name
    )
