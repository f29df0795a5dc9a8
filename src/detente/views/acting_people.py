"""Acts about people: appointments, powers, what ends them, and how a party is reached."""

from __future__ import annotations

from detente.dialogue import fields as f
from detente.errors import N_
from detente.node.personal import kept_key
from detente.views.acting import Fields, Given, Place, Unfit, about, appointed, listed, needed, pick, texts

REVOKABLE = frozenset({"appoint", "empower", "contacts"})


def appoint(place: Place, given: Given) -> Fields:
    """Appoint somebody to our delegation, or change the appointment."""
    needed(given, "delegate", "name", "role")
    if given.get("key") and not f.digest(given["key"]):
        raise Unfit("key", N_("'%(key)s' is no public key: 32 bytes in base64"), key=given["key"])
    key = given.get("key") or kept_key(place.node, given["delegate"])
    return {
        "kind": "appoint", **pick(given, "delegate", "role"), **texts(given, "name", "office"), **_days(given), **listed(given, "powers"),
        **({} if key is None else {"key": key}),
    }  # fmt: skip


def appointment_before(place: Place, delegate: str) -> Fields:
    """What our appointment of a person says, in a draft or in force, by the names of the form; nothing where there is none."""
    room = place.room
    drafts = (fields for _, _, fields, _, _ in room.store.drafts(room.id))
    drafted = [fields for fields in drafts if fields["kind"] == "appoint" and fields["delegate"] == delegate]
    person = room.fold.people.get(room.party, delegate)
    if drafted:
        said = drafted[-1]
    elif person is not None and person.appointment is not None:
        said = room.entry(person.appointment.ref).fields
    else:
        return {}
    return {name: said[name] for name in ("name", "role", "office", "powers", "from", "until", "key") if said.get(name)}


def appoint_again(place: Place, given: Given) -> Fields:
    """The same, where what is not named stays as it was; an empty value takes it away. A key that is kept here goes before an older one."""
    before = appointment_before(place, given["delegate"])
    key = given.get("key") or kept_key(place.node, given["delegate"]) or before.get("key")
    return appoint(place, {**before, **given, "key": key})


def empower(place: Place, given: Given) -> Fields:
    """Give somebody full powers, in all matters or in one."""
    needed(given, "delegate", "powers")
    appointed(place.room, "delegate", given["delegate"])
    return {
        "kind": "empower", **pick(given, "delegate", "about"), **listed(given, "powers"), **texts(given, "issuer", "text"), **_days(given),
    }  # fmt: skip


def revoke(place: Place, given: Given) -> Fields:
    """End an appointment, full powers or a contact of ours."""
    entry = place.room.entry(place.ref)
    if place.ref.party != place.room.party or entry.kind not in REVOKABLE:
        raise Unfit(
            "re", N_("%(ref)s is nothing that %(us)s can revoke so"),
            hint=N_(
                "These list them:\n"
                "detente delegate list\n"
                "detente contacts list"
            ),
            ref=str(place.ref), us=place.room.party,
        )  # fmt: skip
    return {"kind": "revoke", **about(place.re), **texts(given, "reason"), **_days(given)}


def contacts(_place: Place, given: Given) -> Fields:
    """Say how our party can be reached."""
    needed(given, "contact", "address")
    for code in given.get("languages") or []:
        if not f.language(code):
            raise Unfit("languages", N_("'%(text)s' is no code of a language; write ar, en, ru, fr, .."), text=code)
    return {
        "kind": "contacts", **pick(given, "contact", "zone"), **texts(given, "address", "text"), **_days(given),
        **listed(given, "languages"),
    }  # fmt: skip


def _days(given: Given) -> Fields:
    days = pick(given, "from", "until")
    if len(days) == 2 and days["from"] > days["until"]:
        raise Unfit("until", N_("from %(first)s until %(until)s is no time at all"), first=days["from"], until=days["until"])
    return days
