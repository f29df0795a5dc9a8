"""Acts as people mean them, turned into the fields of an entry: what every face needs that lets somebody act.

A builder takes where somebody acts (`Place`) and what was given for each field, already read (`detente.views.values`), and returns the
fields of the act. It refuses what would have no effect: most likely a slip. What a person may mean and the record finds fault with
is not refused; that is for findings. Names in `given` are those of the forms; a value that is None or empty counts as not given.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple

from detente.dialogue import fields as f
from detente.dialogue.acts import Ref
from detente.dialogue.kinds import RECORD_KINDS
from detente.errors import N_, CallerError
from detente.node.node import Node
from detente.node.personal import kept_key
from detente.node.room import Room

Given = Mapping[str, Any]
Fields = dict[str, Any]


class Place(NamedTuple):
    """Where somebody acts: at which node, in which channel, about which entries; `draft`: in the place of which draft of ours."""

    node: Node
    room: Room
    re: tuple[Ref, ...] = ()
    draft: int | None = None

    @property
    def ref(self) -> Ref:
        """The one entry that the act is about.

        Raises:
            Unfit: none was named.
        """
        if not self.re:
            raise Unfit("re", N_("no entry is named that this is about; write PARTY/NUMBER"))
        return self.re[0]


class Unfit(CallerError):  # noqa: N818 - says what is the matter
    """What was given does not fit.

    Attributes:
        field: the field of the form at which to say so; empty: of the whole.
    """

    def __init__(self, field: str, template: str, /, *, hint: str | None = None, **params: Any) -> None:
        super().__init__(template, hint=hint, **params)
        self.field = field


class Missing(Unfit):
    """A value that is needed was not given, or is empty."""


# ---- values ----


def written(text: str) -> str:
    """A text as it goes into the record: NFC is the writer's duty, and line ends are line feeds."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))


def texts(given: Given, *names: str) -> Fields:
    """Those of these texts that were given."""
    return {name: text for name in names if (given.get(name) or "").strip() and (text := written(given[name]))}


def versions(given: Given, *names: str) -> Fields:
    """Texts by language: {"text": {"ru": "..", "": ".."}} as text/ru, and as text where no language is named.

    Raises:
        Unfit: a language is none.
    """
    found = {}
    for name in names:
        for language, text in (given.get(name) or {}).items():
            if language and not f.language(language):
                raise Unfit(name, N_("'%(text)s' is no code of a language; write ar, en, ru, fr, .."), text=language)
            if text.strip():
                found[f"{name}/{language}" if language else name] = written(text)
    return found


def pick(given: Given, *names: str, **renamed: str) -> Fields:
    """Values that go into the act as they are; `renamed`: name in the act = name in the form."""
    wanted = {**dict(zip(names, names, strict=True)), **renamed}
    return {name: given[form] for name, form in wanted.items() if given.get(form)}


def listed(given: Given, *names: str) -> Fields:
    """Lists in which order means nothing: sorted, each once, left out if empty."""
    return {name: sorted(set(given[name])) for name in names if given.get(name)}


def about(refs: tuple[Ref, ...]) -> Fields:
    """The field `re`; nothing where no entry is named."""
    return {"re": [ref.value for ref in refs]} if refs else {}


def needed(given: Given, *names: str) -> None:
    """Go on only if these were given.

    Raises:
        Unfit: one was not.
    """
    for name in names:
        value = given.get(name)
        if not value or (isinstance(value, str) and not value.strip()):
            raise Missing(name, N_("this is needed"))


# ---- who ----


def others(room: Room) -> list[str]:
    """The other members of a channel."""
    return [party for party in room.channel.members if party != room.party]


def member(room: Room, field: str, party: str) -> str:
    """Another member of a channel.

    Raises:
        Unfit: this is none.
    """
    known = others(room)
    if party not in known:
        raise Unfit(
            field, N_("'%(party)s' is no other member of '%(label)s'; the others are: %(members)s"),
            party=party, label=room.label, members=", ".join(known),
        )  # fmt: skip
    return party


def people_of(room: Room) -> dict[str, str | None]:
    """Whom our party has appointed, sealed or in a draft: id -> name as it was written, if it still is."""
    found: dict[str, str | None] = {}
    for (party, delegate), person in sorted(room.fold.people.delegates.items()):
        if party == room.party and person.appointment is not None:
            name = room.entry(person.appointment.ref).fields.get("name")
            found[delegate] = name if isinstance(name, str) else None
    for _, _, fields, _, _ in room.store.drafts(room.id):
        if fields["kind"] == "appoint":
            found[fields["delegate"]] = fields.get("name")
    return found


def appointed(room: Room, field: str, delegate: str) -> Fields:
    """The kept fields of the appointment of one of our people, sealed or in a draft.

    Raises:
        Unfit: there is none.
    """
    drafts = [fields for _, _, fields, _, _ in room.store.drafts(room.id) if fields["kind"] == "appoint" and fields["delegate"] == delegate]
    found = room.fold.people.get(room.party, delegate)
    if drafts:
        return drafts[-1]
    if found is None or found.appointment is None:
        raise nobody(room, field, delegate)
    return dict(found.appointment.kept)


def nobody(room: Room, field: str, delegate: str) -> Unfit:
    """That nobody is appointed under an id."""
    known = ", ".join(sorted(name for party, name in room.fold.people.delegates if party == room.party))
    return Unfit(
        field, N_("%(us)s has appointed nobody called '%(delegate)s' in '%(label)s'; there are: %(known)s"),
        hint=N_("detente delegate appoint %(delegate)s --name NAME --role member"),
        us=room.party, delegate=delegate, label=room.label, known=known or "—",
    )  # fmt: skip


def signed_by(place: Place, given: Given) -> Fields:
    """The field `by` of a draft that somebody signs in person, to be filled in by the seal; nothing where nobody does.

    Raises:
        Unfit: nobody is appointed under this id, or the key of the appointment is not kept here.
    """
    delegate = given.get("delegate")
    if not delegate:
        return {}
    names, ours = appointed(place.room, "delegate", delegate).get("key"), kept_key(place.node, delegate)
    if ours is None:
        raise Unfit(
            "delegate", N_("%(delegate)s cannot sign here: this node keeps no key of %(delegate)s"),
            hint=N_(
                "Make a key here, then appoint anew, which keeps what you do not name; the appointment names the key:\n"
                "detente delegate key %(delegate)s\n"
                "detente delegate appoint %(delegate)s"
            ),
            delegate=delegate,
        )  # fmt: skip
    if names != ours:
        why = N_("%(delegate)s cannot sign here: the appointment names the key %(named)s, this node keeps %(ours)s")
        raise Unfit(
            "delegate", why if names else N_("%(delegate)s cannot sign here: the appointment names no key, this node keeps %(ours)s"),
            hint=N_(
                "Appoint anew, which keeps what you do not name; the appointment names the key:\n"
                "detente delegate appoint %(delegate)s"
            ),
            delegate=delegate, ours=ours, **({"named": names} if names else {}),
        )  # fmt: skip
    return {"by": {"delegate": delegate}}


# ---- about what ----


def an_act(room: Room, ref: Ref) -> Ref:
    """An act of somebody, about which something can be said.

    Raises:
        Unfit: it belongs to the record itself.
    """
    if room.entry(ref).kind in RECORD_KINDS:
        raise Unfit(
            "re",
            N_("%(ref)s belongs to the record itself; it is no act of the talks"),
            hint=N_("This lists the acts:\ndetente log"),
            ref=str(ref),
        )
    return ref


def drafted_matters(room: Room) -> list[str]:
    """Matters that are proposed in drafts only."""
    return [str(fields["slot"]) for _, _, fields, _, _ in room.store.drafts(room.id) if fields["kind"] == "propose"]


# ---- what every act may have ----


def entered(given: Given) -> Fields:
    """What says that an act was done on paper, or where a fact comes from.

    Raises:
        Unfit: a source without its kind, or one that is none.
    """
    found: Fields = {}
    if given.get("paper"):
        found["paper"] = {"on": given["paper"]}
    if given.get("source") or given.get("source_ref"):
        needed({"source": given.get("source")}, "source")
        ref = written(given.get("source_ref") or "").strip()
        found["source"] = {"kind": given["source"], **({"ref": ref} if ref else {})}
        if not f.source(found["source"]):
            raise Unfit("source", N_("'%(text)s' is no source; its kind is one of %(known)s"), text=ref, known=", ".join(f.SOURCES))
    return found
