# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands for people: delegates with roles and powers, the keys with which they sign, contacts."""

from __future__ import annotations

import typer

from detente.cli import forms
from detente.cli.acts import CHANNEL, SEAL, TEXT, act
from detente.cli.founding import by_language
from detente.cli.session import session
from detente.cli.usage import Command, group
from detente.errors import N_, CallerError

ID = N_("The id of the person: a word chosen once, never a name that has to be translated.")
POWERS = N_("With commas between them: %(powers)s.")
FROM = N_("From which day, such as 2021-09-30.")
UNTIL = N_("Until which day.")


def appoint(
    delegate: str = typer.Argument(..., metavar="ID", help=ID),
    name: str | None = typer.Option(None, "--name", metavar="NAME", help=N_("The name of the person.")),
    role: str | None = typer.Option(
        None, "--role", metavar="ROLE", help=N_("One of these: %(roles)s.")
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
    from detente.i18n import Said
    from detente.views import acting_people
    from detente.views.acting import Place
    from detente.views.field_texts import label

    s = session()
    given = {
        "delegate": forms.ident(delegate), "name": name, "role": None if role is None else forms.one_of(role, ROLES), "office": office,
        "powers": None if powers is None else forms.words(powers, KNOWN), "key": key, **_days(first, until),
    }  # fmt: skip
    with s.open(secrets=seal) as node:
        before = acting_people.appointment_before(Place(node, node.room(channel)), delegate)
        for option in ("name", "role"):
            if given[option] is None and option not in before:
                raise CallerError(N_("nobody is appointed as %(delegate)s yet: that takes --name and --role"), delegate=delegate)
        act(node, acting_people.appoint_again, given, channel=channel, seal_now=seal)
    stays = [label(s.t, name) for name in before if given[name] is None and name != "key"]
    if stays:
        s.say(N_("As in the appointment before: %(fields)s."), fields=s.t.listing(map(Said, stays)))


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


def key_of(
    delegate: str = typer.Argument(..., metavar="ID", help=ID),
    no_passphrase: bool = typer.Option(
        False, "--no-passphrase", help=N_("Without a passphrase of its own: whoever seals signs in this name too; in exercises only.")
    ),
    new: bool = typer.Option(
        False, "--new", help=N_("Make another key in the place of one whose passphrase is lost or known to others; then appoint anew.")
    ),
) -> None:  # fmt: skip
    from detente.cli.render_texts import render_delegate_key
    from detente.node import personal
    from detente.views.people import DelegateKey, is_appointed

    s = session()
    forms.ident(delegate)
    with s.open() as node:
        before = personal.guard_of(node, delegate)
        public = personal.kept_key(node, delegate)
        appointed = is_appointed(node, delegate)
        if no_passphrase and not personal.is_for_exercises_only(node):
            raise personal.exercises_only(delegate)
        if before is not None and not new and public is None:  # a crash came between the key and its public half
            personal.open_key(node, delegate, s.persons_passphrase(delegate))
            public = personal.kept_key(node, delegate)
    if before is None or public is None or new:
        with s.open(secrets=no_passphrase or before == personal.NODE) as node:
            public = personal.make_key(node, delegate, None if no_passphrase else s.persons_passphrase(delegate, new=True))
            made, guard = True, personal.guard_of(node, delegate)
    else:
        made, guard = False, before
    s.emit(DelegateKey(delegate=delegate, key=public, new=made, guard=guard, appointed=appointed), render_delegate_key)


def passphrase_of(delegate: str = typer.Argument(..., metavar="ID", help=ID)) -> None:
    from detente.cli.render_texts import render_delegate_passphrase
    from detente.node import personal
    from detente.views.people import DelegateKey, is_appointed

    s = session()
    forms.ident(delegate)
    with s.open() as node:
        before, appointed = personal.guard_of(node, delegate), is_appointed(node, delegate)
        if before is None:
            raise personal.not_kept(delegate)
        if before == personal.OWN:
            old = s.persons_passphrase(delegate)
            public = personal.change_passphrase(node, delegate, old, s.persons_passphrase(delegate, new=True, other=True))
    if before == personal.NODE:
        with s.open(secrets=True) as node:
            public = personal.move_key(node, delegate, s.persons_passphrase(delegate, new=True, other=True))
    view = DelegateKey(delegate=delegate, key=public, new=False, guard=personal.OWN, appointed=appointed)
    s.emit(view, lambda s, view: render_delegate_passphrase(s, view, moved=before == personal.NODE))


def list_(channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL)) -> None:
    from detente.cli.render_texts import render_delegates
    from detente.views.people import people_view

    s = session()
    with s.open() as node:
        s.emit(people_view(node, node.room(channel)), render_delegates)


def contacts_set(
    contact: str = typer.Argument(..., metavar="KIND", help=N_("One of these: %(contacts)s.")),
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
        s.emit(people_view(node, node.room(channel)), render_contacts)


def contacts_now(
    party: str | None = typer.Option(None, "--party", metavar="PARTY", help=N_("Only of this party.")),
    contact: str | None = typer.Option(None, "--kind", metavar="KIND", help=N_("Only one of these: %(contacts)s.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:
    from detente.cli.render_chronicle import render_contacts_now
    from detente.dialogue.kinds import CONTACTS
    from detente.views.contacts import contacts_view

    s = session()
    kind = None if contact is None else forms.one_of(contact, CONTACTS)
    with s.open() as node:
        s.emit(contacts_view(node, node.room(channel), party=party, contact=kind), render_contacts_now)


def rename(
    name: list[str] = typer.Option(
        ..., "--name", metavar="LANGUAGE=NAME", help=N_("The new name in one language; repeat it for each in which your party has one.")
    ),
    first: str | None = typer.Option(
        None, "--from", metavar="DATE", help=N_("The day from which the new name holds; otherwise that of the act.")
    ),
    text: str | None = typer.Option(None, "--text", metavar="TEXT", help=TEXT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_people

    given = {"names": by_language(name, "--name"), "text": text, **_days(first, None)}
    with session().open(secrets=seal) as node:
        act(node, acting_people.rename, given, channel=channel, seal_now=seal)


def _days(first: str | None, until: str | None) -> dict[str, str | None]:
    return {"from": None if first is None else forms.day(first), "until": None if until is None else forms.day(until)}


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    delegates = group(N_("People: appoint delegates, give and revoke powers, make the keys with which they sign."))
    add = delegates.command
    add(
        "appoint",
        cls=Command,
        help=N_(
            "Appoint somebody to your delegation, or change the appointment; others can check it. What is not named stays as it was; "
            "an empty value, as in --powers '', takes it away."
        ),
    )(appoint)
    add("empower", cls=Command, help=N_("Give somebody full powers, in all matters or in one."))(empower)
    add("revoke", cls=Command, help=N_("End an appointment or full powers; what was signed before stays."))(revoke)
    add("key", cls=Command, help=N_("Make the key with which somebody signs in person; the passphrase of this person opens it."))(key_of)
    add("passphrase", cls=Command, help=N_("Change that passphrase, or give one to a key that opens with the other keys of the node."))(
        passphrase_of
    )
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
    app.command(
        "rename",
        cls=Command,
        help=N_("Say what your party is called from now on; all pages show the new name, and the charter keeps the old one."),
    )(rename)
