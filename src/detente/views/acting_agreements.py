"""Acts under an agreement: declarations, notifications, queries, disputes of figures, suspensions, resumptions, visits.

Before anything is drafted it is checked against the rules of the agreement, as every other node will read it: what does not fit would
count nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from detente.agreements.agreement import Agreement, Field
from detente.agreements.declarations import Declaration, Notification, QuotaFilled, Suspension, Visit, VisitStep
from detente.agreements.loading import fitting, parse_agreement
from detente.dialogue.acts import Act, Ref
from detente.dialogue.kinds import FILE_PREFIX
from detente.dialogue.proposals import Slot
from detente.dialogue.visits import BY_THE_HOST
from detente.errors import N_
from detente.node import blobs
from detente.views import acting_texts
from detente.views.acting import Fields, Given, Place, Unfit, about, listed, member, needed, pick, texts
from detente.views.acting_requests import said_by_another, withdrawable
from detente.views.recorded import Dates, key_of, open_recorded, record_of, recorded_slots
from detente.views.text_bodies import plain_text


def table(place: Place, given: Given) -> Fields:
    """Table an agreement: its text in its language versions, and its rules as a file that the proposal names by its digest.

    `rules`: the bytes of the agreement file; `text`: versions by language, otherwise what the file says of itself.
    """
    needed(given, "rules")
    agreement, _ = parse_agreement(given["rules"], given.get("name") or "agreement.toml")
    missing = [party for party in place.room.channel.members if agreement.party(party) is None]
    if missing:
        raise Unfit(
            "rules", N_("the members of '%(label)s' are no parties of this agreement: %(missing)s; its parties are: %(known)s"),
            label=place.room.label, missing=", ".join(missing), known=", ".join(each.id for each in agreement.parties),
        )  # fmt: skip
    said = {language: plain_text(language, _said(agreement, language)) for language in agreement.title}
    fields = acting_texts.table(
        place, {**given, "about": given.get("about") or f"text/{agreement.id}", "form": "agreement", "title": agreement.title,
        "text": given.get("text") or said},
    )  # fmt: skip
    blob = blobs.keep(place.node, f"{agreement.id}.toml", given["rules"], declared="application/toml")
    number = 1 + sum(name.startswith(FILE_PREFIX) for name in fields)  # behind the files that hold long words
    return {**fields, "rules": blob["blob"]["sha256"], f"{FILE_PREFIX}{number:04d}": blob}


def _said(agreement: Agreement, language: str) -> list[str]:
    """What an agreement file says of itself in one language: its title, what it is, its provisions."""
    about = (agreement.about or {}).get(language)
    provisions = [f"{each.id}. {each.reference}. {(each.says or {}).get(language, '')}".strip() for each in agreement.provisions]
    return [agreement.title[language], *([about] if about else []), *provisions]


def declare(place: Place, given: Given) -> Fields:
    """Declare figures or items, or that there are none, or nothing new, or that they are withheld."""
    needed(given, "about", "form", "on")
    form = given["form"]
    of_form = {"figures": "figures", "items": "items", "removed": "items", "party": "not_provided", "quota": "filled"}
    for name, wanted in of_form.items():
        if given.get(name) and form != wanted:
            raise Unfit(name, N_("this has no place in a declaration of the form '%(form)s'"), form=form)
    if form == "figures":
        needed(given, "figures")
    if form == "withheld":
        needed(given, "ground")
    if form == "not_provided":
        needed(given, "party")
    if form == "filled":
        needed(given, "quota")
    slot = _in_force(place, given["about"])
    fields = {
        "kind": "declare", **about(place.re), **listed(given, "removed"), **texts(given, "ground", "text"),
        **pick(given, "about", "form", "on", "exchange", "figures", "items", "full", "within", "event", "party", "reversible", "quota"),
    }  # fmt: skip
    return _fitting(place, slot, fields)


def notify(place: Place, given: Given) -> Fields:
    """Notify in a format of the agreement."""
    needed(given, "about", "format", "on")
    slot = _in_force(place, given["about"])
    fields = {
        "kind": "notify", **about(place.re), **pick(given, "about", "format", "on", "values", "event"), **texts(given, "text"),
    }  # fmt: skip
    return _fitting(place, slot, fields)


def query(place: Place, given: Given) -> Fields:
    """Ask about something that another party has declared or notified."""
    said_by_another(place)
    needed(given, "text")
    return {"kind": "query", **about((place.ref,)), **texts(given, "text")}


def suspend(place: Place, given: Given) -> Fields:
    """Say that our duties under an agreement are suspended, all or those of some exchanges."""
    needed(given, "about", "from", "ground")
    slot = _in_force(place, given["about"])
    fields = {
        "kind": "suspend", **pick(given, "about", "from", "until"), **listed(given, "exchanges"), **texts(given, "ground"),
    }  # fmt: skip
    return _fitting(place, slot, fields)


def resume(place: Place, given: Given) -> Fields:
    """Say that a suspension of ours ends."""
    needed(given, "from")
    said = place.room.fold.compliance.said.get(place.ref)
    if said is None or said.kind != "suspend" or said.party != place.room.party:
        raise Unfit("re", N_("%(ref)s is no suspension of ours"), hint=N_("detente agreement list"), ref=str(place.ref))
    return {"kind": "resume", **about((place.ref,)), **pick(given, "from"), **texts(given, "text")}


def inspect(place: Place, given: Given) -> Fields:
    """Ask for a visit or an inspection; in the place of one of ours, if an entry is named."""
    needed(given, "about", "host", "type", "on", "from")
    host = member(place.room, "host", given["host"])
    slot = _in_force(place, given["about"])
    for ref in place.re[:1]:
        earlier = place.room.fold.compliance.visits.visits.get(ref)
        if earlier is None or earlier.visitor != place.room.party or earlier.act.kept["about"] != slot.name:
            raise Unfit(
                "re", N_("%(ref)s is no visit that we have asked for under this agreement"), hint=N_("detente visit list"), ref=str(ref)
            )
        withdrawable(place.room, ref)
    fields = {
        "kind": "inspect", **about(place.re[:1]), "host": host, **pick(given, "about", "type", "on", "from", "until"),
        **texts(given, "site", "text"),
    }  # fmt: skip
    return _all_fitting(place, slot, [fields])[0]


def visit(place: Place, given: Given) -> Fields:
    """Say what has become of a visit: accepted, refused, conducted."""
    needed(given, "state", "on")
    state, room = given["state"], place.room
    found = room.fold.compliance.visits.visits.get(place.ref)
    if found is None or room.party not in found.sides:
        raise Unfit("re", N_("%(ref)s is no visit of ours or to us"), hint=N_("detente visit list"), ref=str(place.ref))
    if state in BY_THE_HOST and room.party != found.host:
        raise Unfit("state", N_("only %(host)s, who is to be visited, accepts or refuses %(ref)s"), host=found.host, ref=str(place.ref))
    if state in BY_THE_HOST and found.says(found.visitor) == "withdrawn":
        raise Unfit("re", N_("the visit %(ref)s was withdrawn"), hint=N_("detente visit list"), ref=str(place.ref))
    if state == "refused":
        needed(given, "ground")
    elif given.get("ground"):
        raise Unfit("ground", N_("only a refusal has a ground"))
    return {"kind": "visit", **about((place.ref,)), **pick(given, "state", "on"), **texts(given, "ground", "text")}


def _in_force(place: Place, name: str) -> Slot:
    known = {slot.name: slot for slot in recorded_slots(place.room)}
    if name not in known:
        raise Unfit(
            "about", N_("no agreement with rules is in force in '%(label)s' as '%(name)s'; there are: %(known)s"),
            hint=N_("Table it, and let all consent:\ndetente agreement table NAME"),
            label=place.room.label, name=name.partition("/")[2] or name, known=", ".join(sorted(known)) or "—",
        )  # fmt: skip
    return known[name]


def _fitting(place: Place, slot: Slot, fields: Fields) -> Fields:
    """An act whose values have the types that the agreement gives them, read as every node will, behind all that is held.

    Raises:
        Unfit: it does not fit the agreement; with the reason.
    """
    for named in place.re:
        if not place.room.fold.compliance.may_name(place.room.party, fields["kind"], slot.name, named):
            raise Unfit(
                "re", N_("%(ref)s was not said under '%(name)s', or is no %(kind)s of ours"), hint=N_("detente log"),
                ref=str(named), name=slot.name.partition("/")[2], kind=fields["kind"],
            )  # fmt: skip
    return _all_fitting(place, slot, [fields])[0]


def _all_fitting(place: Place, slot: Slot, acts: Sequence[Fields]) -> list[Fields]:
    """The same of several acts, each read behind the ones before it.

    Raises:
        Unfit: one does not fit; `number` among its values says which, from 0.
    """
    opened = open_recorded(place.node, place.room, slot)
    typed = [_typed(opened.agreement, fields) for fields in acts]
    first = 1 << 40  # behind all that there is
    refs = [Ref(place.room.party, place.room.mine.generation, first + number) for number in range(len(typed))]
    held, dates = opened.held, Dates(opened.agreement)
    for ref, fields in zip(refs, typed, strict=True):
        record = record_of(place.room, dates, Act(ref, {**fields, "at": place.node.now}, {}), fields)
        name = LISTS[type(record)]
        held = msgspec.structs.replace(held, **{name: [*getattr(held, name), record]})
    misfits = fitting(held, opened.agreement).misfits
    for number, ref in enumerate(refs):
        misfit = misfits.get(key_of(ref))
        if misfit is not None:
            entries = {key_of(said): str(said) for said in place.room.fold.compliance.said}
            params = {key: entries.get(value, value) if isinstance(value, str) else value for key, value in misfit.params.items()}
            corrected = N_("An entry of ours is corrected by a new one that names it: add --re REF.")
            hint = corrected if typed[number]["kind"] in {"declare", "notify"} else None
            raise Unfit("", misfit.template, hint=hint, **{**params, "number": number})
    return typed


def declare_rows(place: Place, about: str, rows: Sequence[Given]) -> list[Fields]:
    """Declarations out of a table: all of them, or none.

    Raises:
        Unfit: there is no such agreement, or a row does not fit it; `number` among its values says which, from 0.
    """
    slot = _in_force(place, about)
    names = ("form", "on", "exchange", "figures", "items", "full", "source")
    acts = [{"kind": "declare", "about": about, **pick(row, *names), **texts(row, "text")} for row in rows]
    return _all_fitting(place, slot, acts)


def _typed(agreement: Agreement, fields: Fields) -> Fields:
    """Values that were typed as texts, in the types that the agreement gives them; what has not its type stays, and is refused."""
    found = dict(fields)
    if "values" in fields:
        form = next((each for each in agreement.notifications if each.id == fields["format"]), None)
        found["values"] = _as_typed({field.id: field for field in form.fields} if form is not None else {}, fields["values"])
    if "items" in fields:
        types = {item.id: {field.id: field for field in item.fields} for item in agreement.items}
        found["items"] = [{**item, "fields": _as_typed(types.get(item["type"], {}), item["fields"])} for item in fields["items"]]
    return found


def _as_typed(fields: Mapping[str, Field], values: Mapping[str, Any]) -> dict[str, Any]:
    def one(name: str, value: Any) -> Any:
        kind = fields[name].type if name in fields else "text"
        if kind == "boolean" and value in _BOOLEANS:
            return _BOOLEANS[value]
        if kind == "integer" and isinstance(value, str) and value.removeprefix("-").isdecimal() and value.isascii() and len(value) < 17:
            return int(value)
        return value

    return {name: one(name, value) for name, value in values.items()}


_BOOLEANS = {"yes": True, "no": False}
LISTS = {
    Declaration: "declarations", Notification: "notifications", Suspension: "suspensions", Visit: "visits", VisitStep: "steps",
    QuotaFilled: "filled",
}  # fmt: skip
"""Where among declarations each form of record stands."""
