"""Acts about people: appointments, powers, what ends them, how a party is reached, and a new name of the party."""

from __future__ import annotations

import datetime as dt

from detente.dialogue import fields as f
from detente.errors import N_
from detente.node.called import called
from detente.node.personal import kept_key
from detente.views.acting import Fields, Given, Place, Unfit, about, appointed, listed, needed, pick, texts, written

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


def rename(place: Place, given: Given) -> Fields:
    """Say what our party is called from now on.

    The name is read as soon as the act is there, on every node alike: a day to come would be shown as if it were past.
    """
    room, names = place.room, {code: written(name).strip() for code, name in (given.get("names") or {}).items() if name.strip()}
    needed({"names": names}, "names")
    if not room.is_plenary:
        raise Unfit("", N_("a new name is said in the plenary, for all channels at once; '%(label)s' is another channel"), label=room.label)
    known = called(room)
    missing = sorted(known[room.party].keys() - names.keys())
    if missing:
        raise Unfit("names", N_("%(us)s has a name in these languages too, and needs a new one in each: %(languages)s"),
                    us=room.party, languages=", ".join(missing))  # fmt: skip
    if not f.names(names):
        raise Unfit("names", N_("a name has the code of its language before it, such as en=NAME, and at most 512 characters"))
    others = {name.casefold(): party for party, each in known.items() if party != room.party for name in each.values()}
    taken = next((name for name in names.values() if name.casefold() in others), None)
    if taken is not None:
        raise Unfit("names", N_("'%(name)s' is the name of %(party)s"), name=taken, party=others[taken.casefold()])
    latest = (place.node.clock() + dt.timedelta(hours=14)).date().isoformat()  # where a day begins first
    if given.get("from") and given["from"] > latest:
        raise Unfit("from", N_("%(day)s has not come yet; seal the new name when it has"), day=given["from"])
    return {"kind": "rename", "names": names, **pick(given, "from"), **texts(given, "text")}


def _days(given: Given) -> Fields:
    days = pick(given, "from", "until")
    if len(days) == 2 and days["from"] > days["until"]:
        raise Unfit("until", N_("from %(first)s until %(until)s is no time at all"), first=days["from"], until=days["until"])
    return days
