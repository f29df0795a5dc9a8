# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands for people: delegates with roles and powers, the keys with which they sign, contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from detente.cli import forms
from detente.cli.acts import CHANNEL, SEAL, TEXT, _draft, _re, _texts
from detente.cli.session import session
from detente.cli.usage import Command, group
from detente.errors import N_, CallerError

if TYPE_CHECKING:
    from detente.dialogue.acts import Ref
    from detente.node.node import Node
    from detente.node.room import Room

ID = N_("The id of the person: a word chosen once, never a name that has to be translated.")
POWERS = N_("With commas between them: attend, negotiate, propose, consent, initial, sign.")
FROM = N_("From which day, such as 2021-09-30.")
UNTIL = N_("Until which day.")


def appoint(
    delegate: str = typer.Argument(..., metavar="ID", help=ID),
    name: str = typer.Option(..., "--name", metavar="NAME", help=N_("The name of the person.")),
    role: str = typer.Option(
        ..., "--role", metavar="ROLE", help=N_("head, deputy, member, expert, secretary, interpreter, watch_officer or spokesperson.")
    ),
    office: str | None = typer.Option(None, "--office", metavar="TEXT", help=N_("The office that the person holds.")),
    powers: str | None = typer.Option(None, "--powers", metavar="POWERS", help=POWERS),
    key: str | None = typer.Option(
        None, "--key", metavar="KEY",
        help=N_("The public key (base64) with which the person signs, if it is kept elsewhere; otherwise that of detente delegate key."),
    ),
    first: str | None = typer.Option(None, "--from", metavar="DATE", help=FROM),
    until: str | None = typer.Option(None, "--until", metavar="DATE", help=UNTIL),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:  # fmt: skip
    from detente.dialogue import fields as f
    from detente.dialogue.kinds import POWERS as KNOWN
    from detente.dialogue.kinds import ROLES

    forms.ident(delegate)
    if key is not None and not f.digest(key):
        raise CallerError(N_("'%(key)s' is no public key: 32 bytes in base64"), key=key)
    with session().open(secrets=seal) as node:
        fields: dict[str, Any] = {
            "kind": "appoint", "delegate": delegate, "role": forms.one_of(role, ROLES),
            **_texts(name=name, office=office), **_days(first, until),
        }  # fmt: skip
        listed = forms.words(powers, KNOWN)
        if listed:
            fields["powers"] = listed
        signs = key or kept_key(node, delegate)
        if signs is not None:
            fields["key"] = signs
        _draft(node, node.room(channel), fields, seal_now=seal)


def empower(
    delegate: str = typer.Argument(..., metavar="ID", help=ID),
    powers: str = typer.Option(..., "--powers", metavar="POWERS", help=POWERS),
    about: str | None = typer.Option(None, "--about", metavar="MATTER", help=N_("Only in this matter, such as text/joint-statement-2.")),
    issuer: str | None = typer.Option(
        None, "--issuer", metavar="TEXT", help=N_("Who gives the powers, such as the minister for foreign affairs.")
    ),
    first: str | None = typer.Option(None, "--from", metavar="DATE", help=FROM),
    until: str | None = typer.Option(None, "--until", metavar="DATE", help=UNTIL),
    text: str | None = typer.Option(None, "--text", metavar="TEXT", help=TEXT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.dialogue.kinds import POWERS as KNOWN

    with session().open(secrets=seal) as node:
        room = node.room(channel)
        appointed(node, room, delegate)
        listed = forms.words(powers, KNOWN)
        if not listed:
            raise CallerError(N_("full powers for nothing; name at least one of: %(known)s"), known=", ".join(KNOWN))
        fields: dict[str, Any] = {
            "kind": "empower", "delegate": delegate, "powers": listed, **_texts(issuer=issuer, text=text), **_days(first, until),
        }  # fmt: skip
        if about is not None:
            fields["about"] = forms.matter(*about.split("/"))
        _draft(node, room, fields, seal_now=seal)


def revoke(
    what: str = typer.Argument(
        ..., metavar="ID|REF", help=N_("The id of a person, whose appointment ends; or the entry of an appointment or of full powers.")
    ),
    first: str | None = typer.Option(None, "--from", metavar="DATE", help=FROM),
    reason: str | None = typer.Option(None, "--reason", metavar="TEXT", help=N_("Why.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:  # fmt: skip
    with session().open(secrets=seal) as node:
        if "/" in what:
            room, ref = _ours(node, what, channel, {"appoint", "empower"})
        else:
            room = node.room(channel)
            found = room.fold.people.get(node.party, what)
            if found is None or found.appointment is None:
                raise _nobody(room, what)
            ref = found.appointment.ref
        _draft(node, room, {"kind": "revoke", "re": _re(ref), **_texts(reason=reason), **_days(first, None)}, seal_now=seal)


def key_of(delegate: str = typer.Argument(..., metavar="ID", help=ID)) -> None:
    from detente.cli.render_texts import render_delegate_key
    from detente.record.text import encode_base64
    from detente.views.people import DelegateKey

    s = session()
    forms.ident(delegate)
    with s.open(secrets=True) as node:
        known = node.keys.delegate_key(delegate)
        public = encode_base64((known or node.keys.new_delegate_key(delegate)).public_key)
        with node.store.transaction():
            node.store.set_meta(_META + delegate, public.encode())
    s.emit(DelegateKey(delegate=delegate, key=public, new=known is None), render_delegate_key)


def list_(channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL)) -> None:
    from detente.cli.render_texts import render_delegates
    from detente.views.people import people_view

    s = session()
    with s.open() as node:
        s.emit(people_view(node.room(channel)), render_delegates)


def contacts_set(
    contact: str = typer.Argument(..., metavar="KIND", help=N_("duty_officer, hotline, secretariat, legal or press.")),
    address: str = typer.Option(..., "--address", metavar="TEXT", help=N_("How to reach it: a telephone number, an address.")),
    first: str | None = typer.Option(None, "--from", metavar="DATE", help=FROM),
    until: str | None = typer.Option(None, "--until", metavar="DATE", help=UNTIL),
    language: list[str] = typer.Option(
        [], "--language", metavar="CODE", help=N_("A language that is spoken there, such as ar; repeat it.")
    ),
    zone: str | None = typer.Option(None, "--zone", metavar="ZONE", help=N_("Its time zone, such as Europe/Zurich.")),
    text: str | None = typer.Option(None, "--text", metavar="TEXT", help=TEXT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.dialogue import fields as f
    from detente.dialogue.kinds import CONTACTS

    for code in language:
        if not f.language(code):
            raise CallerError(N_("'%(text)s' is no code of a language; write ar, en, ru, fr, .."), text=code)
    with session().open(secrets=seal) as node:
        fields: dict[str, Any] = {
            "kind": "contacts",
            "contact": forms.one_of(contact, CONTACTS),
            **_texts(address=address, text=text),
            **_days(first, until),
        }
        if language:
            fields["languages"] = sorted(set(language))
        if zone is not None:
            fields["zone"] = forms.clock("00:00", zone, about=False)["time"]["zone"]
        _draft(node, node.room(channel), fields, seal_now=seal)


def contacts_end(
    ref: str = typer.Argument(..., metavar="REF", help=N_("The entry of the contact, as PARTY/NUMBER.")),
    first: str | None = typer.Option(None, "--from", metavar="DATE", help=FROM),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    with session().open(secrets=seal) as node:
        room, about = _ours(node, ref, channel, {"contacts"})
        _draft(node, room, {"kind": "revoke", "re": _re(about), **_days(first, None)}, seal_now=seal)


def contacts_list(channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL)) -> None:
    from detente.cli.render_texts import render_contacts
    from detente.views.people import people_view

    s = session()
    with s.open() as node:
        s.emit(people_view(node.room(channel)), render_contacts)


def contacts_now(
    party: str | None = typer.Option(None, "--party", metavar="PARTY", help=N_("Only of this party.")),
    contact: str | None = typer.Option(None, "--kind", metavar="KIND", help=N_("Only of this kind, such as duty_officer.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:
    from detente.cli.render_chronicle import render_contacts_now
    from detente.dialogue.kinds import CONTACTS
    from detente.views.contacts import contacts_view

    s = session()
    kind = None if contact is None else forms.one_of(contact, CONTACTS)
    with s.open() as node:
        s.emit(contacts_view(node, node.room(channel), party=party, contact=kind), render_contacts_now)


# ---- shared with other commands ----

_META = "delegate-key:"
"""The public half of a key that this node keeps for somebody, readable without the passphrase."""


def kept_key(node: Node, delegate: str) -> str | None:
    """The public key (base64) with which somebody signs at this node, if there is one."""
    raw = node.store.get_meta(_META + delegate)
    return None if raw is None else raw.decode()


def appointed(node: Node, room: Room, delegate: str) -> dict[str, Any]:
    """The kept fields of the appointment of one of our people, sealed or in a draft.

    Raises:
        CallerError: there is none.
    """
    drafts = [fields for _, _, fields, _, _ in node.store.drafts(room.id) if fields["kind"] == "appoint" and fields["delegate"] == delegate]
    found = room.fold.people.get(node.party, delegate)
    if drafts:
        return drafts[-1]
    if found is None or found.appointment is None:
        raise _nobody(room, delegate)
    return dict(found.appointment.kept)


def signed_by(node: Node, room: Room, delegate: str | None) -> dict[str, Any]:
    """The field `by` of a draft that somebody signs in person, to be filled in by the seal; nothing where nobody does.

    Raises:
        CallerError: nobody is appointed under this id, or the key of the appointment is not kept here.
    """
    if delegate is None:
        return {}
    named, ours = appointed(node, room, delegate).get("key"), kept_key(node, delegate)
    if ours is None or named != ours:
        raise CallerError(
            N_("%(delegate)s cannot sign here: the appointment names the key %(named)s, this node keeps %(ours)s"),
            hint=N_(
                "Make a key here, then appoint anew; the appointment names the key:\n"
                "detente delegate key %(delegate)s\n"
                "detente delegate appoint %(delegate)s --name NAME --role ROLE"
            ),
            delegate=delegate, named=named or "—", ours=ours or "—",
        )  # fmt: skip
    return {"by": {"delegate": delegate}}


def _nobody(room: Room, delegate: str) -> CallerError:
    known = ", ".join(sorted(name for party, name in room.fold.people.delegates if party == room.party))
    return CallerError(
        N_("%(us)s has appointed nobody called '%(delegate)s' in '%(label)s'; there are: %(known)s"),
        hint=N_("detente delegate appoint %(delegate)s --name NAME --role member"),
        us=room.party, delegate=delegate, label=room.label, known=known or "—",
    )  # fmt: skip


def _ours(node: Node, text: str, channel: str | None, kinds: set[str]) -> tuple[Room, Ref]:
    """An entry of ours of one of these kinds."""
    from detente.views.base import parse_ref

    room, ref = parse_ref(node, text, channel)
    entry = room.entry(ref)
    if ref.party != node.party or entry.kind not in kinds:
        raise CallerError(
            N_("%(ref)s is nothing that %(us)s can revoke so"),
            hint=N_("These list them:\ndetente delegate list\ndetente contacts list"),
            ref=str(ref),
            us=node.party,
        )
    return room, ref


def _days(first: str | None, until: str | None) -> dict[str, str]:
    days = {name: forms.day(text) for name, text in (("from", first), ("until", until)) if text is not None}
    if len(days) == 2 and days["from"] > days["until"]:
        raise CallerError(N_("from %(first)s until %(until)s is no time at all"), first=days["from"], until=days["until"])
    return days


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    delegates = group(N_("People: appoint delegates, give and revoke powers, make the keys with which they sign."))
    add = delegates.command
    add("appoint", cls=Command, help=N_("Appoint somebody to your delegation, or change the appointment; others can check it."))(appoint)
    add("empower", cls=Command, help=N_("Give somebody full powers, in all matters or in one."))(empower)
    add("revoke", cls=Command, help=N_("End an appointment or full powers; what was signed before stays."))(revoke)
    add("key", cls=Command, help=N_("Make the key with which somebody signs in person; it is kept, encrypted, in this node."))(key_of)
    add("list", cls=Command, help=N_("List whom each party has appointed, with roles and powers."))(list_)
    app.add_typer(delegates, name="delegate")
    contacts = group(N_("Contacts: how each party can be reached, and for what."))
    contacts.command("set", cls=Command, help=N_("Say how your party can be reached."))(contacts_set)
    contacts.command("end", cls=Command, help=N_("Say that a contact of yours is no longer one."))(contacts_end)
    contacts.command("now", cls=Command, help=N_("Whom to call now: what is valid today, with languages and the time of day there."))(
        contacts_now
    )
    contacts.command("list", cls=Command, help=N_("List the contacts of all parties."))(contacts_list)
    app.add_typer(contacts, name="contacts")
