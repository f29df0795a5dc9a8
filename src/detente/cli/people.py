# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands for people: delegates with roles and powers, the keys with which they sign, contacts."""

from __future__ import annotations

import typer

from detente.cli import forms
from detente.cli.acts import CHANNEL, SEAL, TEXT, act
from detente.cli.session import session
from detente.cli.usage import Command, group
from detente.errors import N_, CallerError

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
    from detente.dialogue.kinds import POWERS as KNOWN
    from detente.dialogue.kinds import ROLES
    from detente.views import acting_people

    given = {
        "delegate": forms.ident(delegate), "name": name, "role": forms.one_of(role, ROLES), "office": office,
        "powers": forms.words(powers, KNOWN), "key": key, **_days(first, until),
    }  # fmt: skip
    with session().open(secrets=seal) as node:
        act(node, acting_people.appoint, given, channel=channel, seal_now=seal)


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
    from detente.views import acting_people

    listed = forms.words(powers, KNOWN)
    if not listed:
        raise CallerError(N_("full powers for nothing; name at least one of: %(known)s"), known=", ".join(KNOWN))
    given = {
        "delegate": delegate, "powers": listed, "issuer": issuer, "text": text, **_days(first, until),
        "about": None if about is None else forms.matter(*about.split("/")),
    }  # fmt: skip
    with session().open(secrets=seal) as node:
        act(node, acting_people.empower, given, channel=channel, seal_now=seal)


def revoke(
    what: str = typer.Argument(
        ..., metavar="ID|REF", help=N_("The id of a person, whose appointment ends; or the entry of an appointment or of full powers.")
    ),
    first: str | None = typer.Option(None, "--from", metavar="DATE", help=FROM),
    reason: str | None = typer.Option(None, "--reason", metavar="TEXT", help=N_("Why.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:  # fmt: skip
    from detente.views import acting, acting_people

    with session().open(secrets=seal) as node:
        ref = what
        if "/" not in what:
            room = node.room(channel)
            found = room.fold.people.get(node.party, what)
            if found is None or found.appointment is None:
                raise acting.nobody(room, "re", what)
            ref = str(found.appointment.ref)
        act(node, acting_people.revoke, {"reason": reason, **_days(first, None)}, re=[ref], channel=channel, seal_now=seal)


def key_of(delegate: str = typer.Argument(..., metavar="ID", help=ID)) -> None:
    from detente.cli.render_texts import render_delegate_key
    from detente.record.text import encode_base64
    from detente.views.acting import KEPT_KEY
    from detente.views.people import DelegateKey

    s = session()
    forms.ident(delegate)
    with s.open(secrets=True) as node:
        known = node.keys.delegate_key(delegate)
        public = encode_base64((known or node.keys.new_delegate_key(delegate)).public_key)
        with node.store.transaction():
            node.store.set_meta(KEPT_KEY + delegate, public.encode())
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
    from detente.dialogue.kinds import CONTACTS
    from detente.views import acting_people

    given = {
        "contact": forms.one_of(contact, CONTACTS), "address": address, "text": text, "languages": language,
        "zone": None if zone is None else forms.clock("00:00", zone, about=False)["time"]["zone"], **_days(first, until),
    }  # fmt: skip
    with session().open(secrets=seal) as node:
        act(node, acting_people.contacts, given, channel=channel, seal_now=seal)


def contacts_end(
    ref: str = typer.Argument(..., metavar="REF", help=N_("The entry of the contact, as PARTY/NUMBER.")),
    first: str | None = typer.Option(None, "--from", metavar="DATE", help=FROM),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_people

    with session().open(secrets=seal) as node:
        act(node, acting_people.revoke, _days(first, None), re=[ref], channel=channel, seal_now=seal)


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


def _days(first: str | None, until: str | None) -> dict[str, str | None]:
    return {"from": None if first is None else forms.day(first), "until": None if until is None else forms.day(until)}


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
