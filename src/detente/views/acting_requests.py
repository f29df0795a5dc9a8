"""Acts about requests: asking, answering, and what is said in between; and agreeing to destroy bodies."""

from __future__ import annotations

from detente.dialogue.acts import Act, Ref
from detente.dialogue.requests import Request
from detente.errors import N_
from detente.node.room import Room
from detente.views.acting import Fields, Given, Place, Unfit, about, member, needed, pick, texts

NEEDS_REASON = frozenset({"declined", "withheld"})


def request(place: Place, given: Given) -> Fields:
    """Ask another party something."""
    needed(given, "to", "text")
    to = member(place.room, "to", given["to"])
    return {"kind": "request", "to": to, **texts(given, "subject", "text"), **pick(given, "urgent")}


def acknowledge(place: Place, given: Given) -> Fields:
    """Say that a person has taken up a request."""
    return {"kind": "acknowledge", **about((to_us(place.room, place.ref).act.ref,)), **texts(given, "text")}


def answer(place: Place, given: Given) -> Fields:
    """Answer a request."""
    found = to_us(place.room, place.ref)
    needed(given, "outcome")
    if given["outcome"] in NEEDS_REASON and not (given.get("reason") or "").strip():
        raise Unfit(
            "reason", N_("an answer that declines or withholds needs a reason"), hint=N_("Add --reason TEXT.")
        )  # fmt: skip
    return {"kind": "answer", **about((found.act.ref,)), **pick(given, "outcome"), **texts(given, "text", "reason")}


def clarify(place: Place, given: Given) -> Fields:
    """Ask back about a request, or say what was meant."""
    found = place.room.fold.requests.get(place.ref)
    if found is None or place.room.party not in {found.act.party, found.to}:
        raise Unfit("re", N_("%(ref)s is no request of ours or to us"), hint=N_("This lists them:\ndetente requests"), ref=str(place.ref))
    needed(given, "text")
    return {"kind": "clarify", **about(place.re), **texts(given, "text")}


def remind(place: Place, given: Given) -> Fields:
    """Remind of a request, or note that it was sent again."""
    found = ours(place.room, place.ref)
    if found.move is None:
        raise Unfit(
            "re", N_("nothing of the request %(ref)s is open any more: %(status)s"), hint=N_("detente show %(ref)s"),
            ref=str(place.ref), status=found.status,
        )  # fmt: skip
    return {"kind": "remind", **about(place.re), "how": given.get("how") or "reminder", **texts(given, "text")}


def dispute(place: Place, given: Given) -> Fields:
    """Say that an answer to us is none, that an undertaking was not performed, or that what was declared is not so."""
    room, ref = place.room, place.ref
    if ref in room.fold.compliance.said:
        return _dispute_said(place, given)
    promise = room.fold.matters.undertaking_of(ref)
    if promise is not None:
        if promise.act.party == room.party:
            raise Unfit("re", N_("the undertaking %(ref)s is ours; the others dispute it, or confirm it"), ref=str(promise.act.ref))
        needed(given, "reason")
        return {"kind": "dispute", **about((ref,)), **texts(given, "reason")}
    found = room.fold.requests.of(ref)
    if found is None or found.act.ref.party != room.party or not found.answers:
        raise Unfit(
            "re", N_("%(ref)s is no answer to a request of ours, and no undertaking or declaration of another party"),
            hint=N_("These list them:\ndetente requests\ndetente undertakings\ndetente log"), ref=str(ref),
        )  # fmt: skip
    needed(given, "reason")
    answered = ref if any(act.ref == ref for act in found.answers) else found.answers[-1].ref
    return {"kind": "dispute", **about((answered,)), **texts(given, "reason")}


def _dispute_said(place: Place, given: Given) -> Fields:
    """Dispute what another party has said against an agreement: of a declaration, which figure and by how much; else why."""
    target = said_by_another(place)
    needed(given, "reason")
    if target.kind == "declare":
        needed(given, "figure", "amounts")
        if given["figure"] not in target.kept.get("figures", {}):
            known = ", ".join(sorted(target.kept.get("figures", {}))) or "—"
            raise Unfit(
                "figure", N_("%(ref)s declares no figure '%(name)s'; it declares: %(known)s"),
                ref=str(place.ref), name=given["figure"], known=known,
            )  # fmt: skip
    elif given.get("figure") or given.get("amounts"):
        raise Unfit("figure", N_("%(ref)s declares no figures"), ref=str(place.ref))
    return {"kind": "dispute", **about((place.ref,)), **pick(given, "figure", "amounts"), **texts(given, "reason")}


def said_by_another(place: Place) -> Act:
    """What another party has said against an agreement.

    Raises:
        Unfit: the entry is nothing of the kind.
    """
    said = place.room.fold.compliance.said.get(place.ref)
    if said is None or said.party == place.room.party:
        raise Unfit(
            "re",
            N_("%(ref)s is no declaration, notification, suspension or visit of another party"),
            hint=N_("detente log"),
            ref=str(place.ref),
        )
    return said


def destroy(place: Place, _given: Given) -> Fields:
    """Agree to destroy the bodies of entries."""
    for ref in place.re or (place.ref,):
        if "destroyable" not in place.room.entry(ref).fields:
            raise Unfit("re", N_("%(ref)s has no body that could be destroyed"), ref=str(ref))
    return {"kind": "destroy", **about(place.re)}


def to_us(room: Room, ref: Ref) -> Request:
    """A request that our party was sent.

    Raises:
        Unfit: it is none.
    """
    found = room.fold.requests.get(ref)
    if found is None:
        raise Unfit("re", N_("%(ref)s is no request"), hint=N_("This lists the requests:\ndetente requests"), ref=str(ref))
    if found.to != room.party:
        raise Unfit("re", N_("the request %(ref)s is to %(to)s, not to %(us)s"), ref=str(ref), to=found.to, us=room.party)
    return found


def ours(room: Room, ref: Ref) -> Request:
    """A request that our party sent.

    Raises:
        Unfit: it is none.
    """
    found = room.fold.requests.get(ref)
    if found is None or ref.party != room.party:
        raise Unfit("re", N_("%(ref)s is no request of ours"), hint=N_("This lists the requests:\ndetente requests"), ref=str(ref))
    return found


def withdrawable(room: Room, ref: Ref) -> None:
    """Go on only if a request of ours can still be withdrawn.

    Raises:
        Unfit: it is none, or was answered.
    """
    if ref.party == room.party and room.fold.compliance.is_withdrawable(ref):
        visit = room.fold.compliance.visits.visits.get(ref)
        if visit is not None and visit.says(visit.host) == "conducted":
            raise Unfit(
                "re", N_("%(host)s says that the visit %(ref)s was conducted; it cannot be withdrawn any more, but that can be disputed"),
                hint=N_("detente visit list"), host=visit.host, ref=str(ref),
            )  # fmt: skip
        return
    found = room.fold.requests.get(ref)
    if found is None or ref.party != room.party:
        raise Unfit(
            "re",
            N_("%(ref)s is no request, proposal or stance of ours"),
            hint=N_("These list them:\ndetente requests\ndetente proposals"),
            ref=str(ref),
        )
    if found.final_answers:
        raise Unfit("re", N_("the request %(ref)s has been answered; it cannot be withdrawn any more"), ref=str(ref))
