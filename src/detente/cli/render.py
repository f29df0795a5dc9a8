# ruff: noqa: D103 - render_x renders the view x
"""Views for people: sentences and tables of 80 columns, in three languages. Founding, drafts and seals."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from detente.cli.render_record import log_table
from detente.cli.render_requests import in_channel
from detente.cli.render_status import row_short
from detente.errors import N_
from detente.i18n import tame
from detente.views import words

if TYPE_CHECKING:
    from detente.cli.session import Session
    from detente.views.charter import CharterView
    from detente.views.results import (
        ChannelFounded,
        CharterSigned,
        ChartersSigned,
        Drafted,
        Dropped,
        NodeMade,
        Reopened,
        SealDone,
        Sealed,
    )


def render_node_made(s: Session, view: NodeMade) -> None:
    s.say(N_("The node of %(party)s is in %(path)s."), party=words.who(s.t, view.names, view.party), path=view.node)
    if view.store is not None:
        s.say(N_("The record is in %(place)s."), place=view.store)
    s.say(N_("Fingerprint of its root key: %(fingerprint)s"), fingerprint=view.fingerprint)
    s.say(N_("Its introduction for the other parties is in %(path)s. Hand it to whoever composes the charter."), path=view.introduction)
    if view.encrypted:
        s.say(N_("The keys are encrypted by the passphrase. Whoever loses it loses the voice of the party, not its record."))
    else:
        s.say(N_("The keys are not encrypted: this node can join exercises only."))
    s.say(N_("In real talks the root key belongs offline; detente drill root-offline says how."))
    exercise = "" if view.encrypted else " --exercise"
    party, language = shlex.quote(view.introduction), s.t.language
    s.next(f"charter new{exercise} --party {party} --party OTHER.json --name {language}=NAME", "charter sign FILE")


def render_charter(s: Session, view: CharterView) -> None:
    s.exercise(on=view.exercise)
    s.out.print(s.t.text_of(view.names), style="bold")
    known_as = view.aliases.get(s.t.language) or view.aliases.get("en") or []
    if known_as:
        s.say(N_("Also known as: %(names)s."), names=s.t.listing(known_as))
    if view.purpose:
        s.say(N_("Purpose: %(text)s"), text=s.t.text_of(view.purpose))
    _mandate(s, view.mandate)
    s.head(N_("Charter's hash, which each party publishes in its own place:"))
    s.line(view.hash)
    s.head(N_("Parties"))
    names = {party.id: party.names for party in view.parties}
    prints = {party.id: party.fingerprint for party in view.parties}
    s.table(
        [N_("Id"), N_("Name"), N_("Fingerprint of the root key")],
        [[party, s.t.text_of(names[party]), prints[party]] for party in words.in_order(s.t, names)],
    )
    s.say(N_("Languages: %(languages)s."), languages=s.t.listing(s.t.language_name(code) for code in view.languages))
    if view.signed is True:
        s.say(N_("This node has signed it."))
    elif view.signed is False:
        s.say(N_("This node has not signed it."))


def _mandate(s: Session, mandate: dict[str, Any]) -> None:
    """The mandate of the talks: what the parties wrote, which no rule of the format fixes."""
    import msgspec

    if not mandate:
        return
    s.line()
    known = {
        "text": N_("Mandate: %(text)s"),
        "by": N_("Given by: %(text)s"),
        "on": N_("Given on: %(text)s"),
        "place": N_("Given in: %(text)s"),
        "statement": N_("By which statement: %(text)s"),
    }
    for part, value in sorted(mandate.items(), key=lambda item: list(known).index(item[0]) if item[0] in known else len(known)):
        if part == "on" and isinstance(value, dict):
            text = s.t.when(value)
        elif isinstance(value, dict) and value and all(isinstance(each, str) for each in value.values()):
            text = s.t.text_of(value)
        else:
            text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
        if part in known:
            s.say(known[part], text=text)
        else:
            s.line(f"{tame(part)}: {tame(text)}")


def render_charters(s: Session, view: ChartersSigned) -> None:
    for charter in view.charters:
        render_charter(s, charter)


def render_signed(s: Session, view: CharterSigned) -> None:
    s.exercise(on=view.exercise)
    s.say(N_("The charter is signed. Publish its hash in your own place; it is what outsiders will trust:"))
    s.line(view.hash)
    s.say(N_("The signed note in %(path)s may be published with it."), path=view.note)
    s.next("sync FOLDER")


def render_founded(s: Session, view: ChannelFounded) -> None:
    s.exercise(on=view.exercise)
    s.say(N_("The channel '%(label)s' is founded; its members are %(members)s."), label=view.label, members=s.t.listing(view.members))
    s.say(N_("Nobody else learns that it exists."))
    s.next("sync FOLDER")


def render_drafted(s: Session, view: Drafted) -> None:
    s.exercise(on=view.exercise)
    kind = words.word(s.t, words.KINDS, view.kind)
    if view.entry is not None:
        entry = in_channel(view.channel, view.entry)
        s.say(N_("Sealed as entry %(entry)s in '%(channel)s': %(kind)s."), entry=entry, channel=view.channel, kind=kind)
        if view.waiting:
            _still_drafts(s, view.waiting)
            s.next("outbox", "sync FOLDER")
        else:
            s.next("sync FOLDER")
        return
    for doubt in view.doubts:
        s.text("! " + s.t.gettext(N_("Look at this again: %(cause)s."), cause=doubt.error()))
    s.say(
        N_("Draft %(number)s in '%(channel)s': %(kind)s. It counts nowhere until it is sealed."),
        number=str(view.number),
        channel=view.channel,
        kind=kind,
    )
    s.next("outbox", *([f"seal --confirm {view.number}", f"outbox --drop {view.number}"] if view.doubts else ["seal"]))


def _still_drafts(s: Session, waiting: list[int]) -> None:
    s.text(
        s.t.ngettext(
            "%(n)d other draft was not sealed with it: %(numbers)s.",
            "%(n)d other drafts were not sealed with it: %(numbers)s.",
            len(waiting),
            numbers=s.t.listing(map(str, waiting)),
        )
    )


def render_sealed(s: Session, view: Sealed) -> None:
    s.exercise(on=view.exercise)
    last = f"{view.party}/{view.entries - 1}" if not view.generation else f"{view.party}.{view.generation}/{view.entries - 1}"
    s.text(
        s.t.ngettext(
            "Sealed in '%(channel)s': %(n)d act. Our log there now ends with the seal %(last)s.",
            "Sealed in '%(channel)s': %(n)d acts. Our log there now ends with the seal %(last)s.",
            view.acts,
            channel=view.channel,
            last=in_channel(view.channel, last),
        )
    )
    if view.contents:
        s.table(
            [N_("Entry"), N_("Draft"), N_("Kind"), N_("About"), N_("Content")],
            [
                [ref, "" if number is None else str(number), kind, about, content]
                for number, (ref, kind, about, content, _) in zip(
                    view.sealed_drafts, (row_short(s, row, view.channel, view.matters, view.members) for row in view.contents), strict=True
                )
            ],
        )
    if view.waiting:
        _still_drafts(s, view.waiting)


def render_seal(s: Session, view: SealDone) -> None:
    for item in view.sealed:
        render_sealed(s, item)
    s.next("sync FOLDER")


def render_rekeyed(s: Session, view: Sealed) -> None:
    s.exercise(on=view.exercise)
    s.say(N_("The key is replaced in '%(channel)s': the new one signs from the next seal on."), channel=view.channel)
    s.next("sync FOLDER")


def render_reopened(s: Session, view: Reopened) -> None:
    s.exercise(on=view.exercise)
    s.say(N_("Generation %(generation)d of our log in '%(channel)s' is open."), generation=view.generation, channel=view.channel)
    if view.holds is None:
        s.say(N_("Nothing of our log before it holds."))
    else:
        s.say(N_("Our log before it holds up to entry %(ref)s."), ref=view.holds)
    if view.disowned:
        s.head(N_("Disowned: it stays in the record, doubted, with the receipts that others gave"))
        log_table(s, view.disowned, view.channel, view.matters, view.members)
    s.next("sync FOLDER")


def render_dropped(s: Session, view: Dropped) -> None:
    s.exercise(on=view.exercise)
    s.say(N_("Draft %(number)s is thrown away."), number=str(view.number))
