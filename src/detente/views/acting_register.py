"""Acts about what was said in public, and about entries that are there: release, correction, translation."""

from __future__ import annotations

from typing import Final

from detente.dialogue import fields as f
from detente.dialogue.acts import Act
from detente.dialogue.kinds import KINDS
from detente.errors import N_
from detente.node.room import Room
from detente.views.acting import Fields, Given, Place, Unfit, about, an_act, listed, needed, pick, texts, versions, written

_WORDED: Final = frozenset({"place", "venue", "occasion"})
"""Fields that are words and are kept for ever; all other words of an entry can be destroyed."""
NEVER_CORRECTED = frozenset({"kind", "at", "re", "by", "destroyable", "slot", "electorate"})


def statement(place: Place, given: Given) -> Fields:
    """Enter a public statement, with its source."""
    needed(given, "speakers", "said_on", "claim")
    if not f.speakers(given["speakers"]):
        raise Unfit(
            "speakers", N_("each speaker has a side of at most 64 characters, a name and an office of at most 256; at most 8 speakers")
        )
    if given.get("figures") and not f.figures(given["figures"]):
        raise Unfit("figures", N_("each figure says what was counted, by whom, and how exactly"))
    if place.re:
        _statement(place)
    through = [written(line).strip() for line in given.get("according_to") or [] if line.strip()]
    return {
        "kind": "statement", **about(place.re), **pick(given, "claim", "speakers", "said_on", "figures", "about", "unchanged_since"),
        **versions(given, "quotation"), **texts(given, "text", "place", "occasion"), **({"according_to": through} if through else {}),
    }  # fmt: skip


def as_appearance(act: Act) -> Fields:
    """What another appearance of a statement has from it; the outlet, its words and the day are of that appearance."""
    return {name: act.kept[name] for name in ("claim", "speakers", "figures", "about") if name in act.kept}


def reply(place: Place, given: Given) -> Fields:
    """Reply to a public statement."""
    _statement(place)
    needed(given, "text")
    return {"kind": "reply", **about(place.re), **texts(given, "text")}


def _statement(place: Place) -> None:
    if place.room.fold.register.statements.get(place.ref) is None:
        raise Unfit("re", N_("%(ref)s is no public statement"), hint=N_("detente statement list"), ref=str(place.ref))


def translate(place: Place, given: Given) -> Fields:
    """Add a translation to an entry."""
    an_act(place.room, place.ref)
    needed(given, "language", "text")
    if not f.language(given["language"]):
        raise Unfit("language", N_("'%(text)s' is no code of a language; write ar, en, ru, fr, .."), text=given["language"])
    return {
        "kind": "translate", **about(place.re), **pick(given, "language"), "status": given.get("status") or "courtesy",
        **texts(given, "text"),
    }  # fmt: skip


def correctable(room: Room, place: Place) -> dict[str, str]:
    """The texts of an entry of ours that can be corrected, as they stand: field -> text; no codes, days or keys."""
    fields = room.entry(place.ref).fields
    kind = KINDS.get(str(fields["kind"]))
    worded = _WORDED if kind is None else _WORDED | kind.destroyable

    def is_text(name: str) -> bool:
        return name in worded or f"{name.partition('/')[0]}/" in worded

    return {name: value for name, value in fields.items() if name not in NEVER_CORRECTED and isinstance(value, str) and is_text(name)}


def correct_changed(place: Place, given: Given) -> Fields:
    """The same where all texts of an entry were shown: only those that read otherwise now are corrected.

    Raises:
        Unfit: none does.
    """
    entry = place.room.entry(place.ref).fields
    changed = {name: text for name, text in (given.get("new") or {}).items() if text and text != entry.get(name)}
    if not changed:
        raise Unfit("new", N_("nothing was changed; write what a text should read"))
    return correct(place, {**given, "new": changed})


def correct(place: Place, given: Given) -> Fields:
    """Correct an entry of ours; `new`: field -> what it should read."""
    room, ref = place.room, an_act(place.room, place.ref)
    if ref.party != room.party:
        raise Unfit("re", N_("%(ref)s is not ours; each party corrects its own entries alone"), ref=str(ref))
    entry = room.entry(ref).fields
    known = [name for name in entry if name not in NEVER_CORRECTED]
    new = {name: written(text) for name, text in (given.get("new") or {}).items()}
    for name in new:
        if name not in known:
            raise Unfit(
                "new", N_("%(ref)s has no field '%(field)s' that could be corrected; it has: %(known)s"),
                ref=str(ref), field=name, known=", ".join(known) or "—",
            )  # fmt: skip
    return {
        "kind": "correct", **about((ref,)), "corrects": sorted(new), **{"new/" + name: text for name, text in new.items()},
        **texts(given, "text"),
    }  # fmt: skip


def release(place: Place, given: Given) -> Fields:
    """Agree to publish entries, fields of them, parts of the count, or a whole matter."""
    room = place.room
    for ref in place.re:
        an_act(room, ref)
    if not place.re and not given.get("sections") and not given.get("about"):
        raise Unfit(
            "",
            N_("nothing is named that could be released"),
            hint=N_(
                "Name an entry, a part of the count or a matter:\n"
                "detente release REF\n"
                "detente release --section NAME\n"
                "detente release --about MATTER"
            ),
        )
    if given.get("opens") and not place.re:
        raise Unfit("opens", N_("fields are named that are released, and no entry"))
    known = sorted(room.fold.sections())
    for name in given.get("sections") or []:
        if name not in known:
            raise Unfit("sections", N_("there is no count of '%(name)s'; there are: %(known)s"), name=name, known=", ".join(known))
    for name in given.get("opens") or []:
        for ref in place.re:
            if name not in room.entry(ref).fields:
                raise Unfit("opens", N_("%(ref)s has no field '%(field)s'"), hint=N_("detente log %(ref)s"), ref=str(ref), field=name)
    return {
        "kind": "release",
        **about(place.re),
        **listed(given, "opens", "sections"),
        **pick(given, "about", "from"),
        **texts(given, "text"),
    }
