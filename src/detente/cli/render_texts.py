# ruff: noqa: D103 - render_x renders the view x
"""Texts and people, for people."""

from __future__ import annotations

from detente.cli.render_talks import Members, heading, next_stance, show_voices
from detente.cli.session import Session
from detente.errors import N_
from detente.i18n import tame
from detente.views import phrases, words, words_talks
from detente.views.people import DelegateKey, DelegateRow, PeopleView
from detente.views.texts import TextsView, TextView, VersionRow

# ---------------------------------------------------------------- texts


def render_texts(s: Session, view: TextsView) -> None:
    t, members = s.t, view.channel.members
    s.exercise(on=view.channel.exercise)
    s.out.print(words.channel_title(t, view.channel), style="bold")
    s.text(words.as_of_line(t, view.channel, view.as_of))
    if not view.texts:
        s.say(N_("No text was tabled here."))
        s.next("text table KEY --form joint_statement --text en=FILE")
        return
    s.table(
        [N_("Text"), N_("Form"), N_("State"), N_("Languages"), N_("Not signed by")],
        [
            [
                words_talks.with_key(t, row.slot, view.channel.matters),
                words.word(t, words_talks.FORMS, row.form or ""),
                t.gettext(words_talks.UNCONFIRMED) if row.unconfirmed else words.word(t, words_talks.TEXTS, row.state),
                t.listing(t.language_name(code) for code in row.languages),
                words.everyone(t, members, row.not_signed_by) if row.not_signed_by else "",
            ]
            for row in view.texts
        ],
    )


def render_text(s: Session, view: TextView) -> None:
    t, row = s.t, view.text
    s.exercise(on=view.channel.exercise)
    s.out.print(words_talks.with_key(t, row.slot, view.channel.matters), style="bold")
    s.line(words.channel_title(t, view.channel))
    s.text(words.as_of_line(t, view.channel, view.as_of))
    s.say(N_("State: %(state)s"), state=words.word(t, words_talks.TEXTS, row.state))
    if row.agreed == "consented_not_final":
        s.say(N_("Consented, not final: not every party has sealed yet that it holds all consents."))
    if view.current is not None:
        _version(s, view.current, view.channel.members)
        if row.not_signed_by:
            s.say(N_("Not signed by: %(parties)s."), parties=words.everyone(t, view.channel.members, row.not_signed_by))
    for version in view.versions:
        if version.proposal.state in {"open", "silence", "objected"}:
            s.head(
                N_("Tabled by %(party)s (%(entry)s): %(state)s"),
                party=words.who(t, view.channel.members.get(version.proposal.by), version.proposal.by),
                entry=version.proposal.ref,
                state=phrases.proposal_state(t, version.proposal),
            )
            _version(s, version, view.channel.members)
            show_voices(s, version.proposal, view.channel.members)
    next_stance(s, [version.proposal for version in view.versions], view.party)


def _version(s: Session, version: VersionRow, members: Members) -> None:
    t = s.t
    if version.form:
        s.say(N_("Form: %(form)s"), form=words.word(t, words_talks.FORMS, version.form))
    if version.proposal.destroyed:
        s.say(N_("Its body was destroyed by agreement; its hashes and signatures stand."))
    for language, text in version.texts.items():
        heading(s, t.language_name(language))
        s.line(tame(text))
    s.line()
    s.say(N_("Digest of all language versions, which all sign:"))
    s.line(version.digest)
    if version.fits is False:
        s.say(N_("The language versions held here have another digest: this text cannot be signed as it is."))
    for signature in version.signatures:
        party = words.who(t, members.get(signature.party), signature.party)
        if signature.delegate is None:
            s.say(N_("Signed by %(party)s (%(entry)s, %(time)s)."), party=party, entry=signature.entry, time=t.time(signature.at))
            continue
        s.say(
            N_("Signed for %(party)s in person by %(person)s (%(entry)s, %(time)s).")
            if signature.holds
            else N_("Signed for %(party)s in the name of %(person)s (%(entry)s, %(time)s), but the signature in person does not hold."),
            party=party,
            person=signature.name or signature.delegate,
            entry=signature.entry,
            time=t.time(signature.at),
        )


# ---------------------------------------------------------------- people


def render_delegates(s: Session, view: PeopleView) -> None:
    t, members = s.t, view.channel.members
    s.exercise(on=view.channel.exercise)
    s.out.print(words.channel_title(t, view.channel), style="bold")
    s.text(words.as_of_line(t, view.channel, view.as_of))
    if not view.delegates:
        s.say(N_("Nobody was appointed here."))
        s.next("delegate appoint ID --name NAME --role head --powers negotiate,consent,sign")
    for party in words.in_order(t, members):
        people = [row for row in view.delegates if row.party == party]
        if people:
            heading(s, words.who(t, members[party], party))
            s.table(
                [N_("Id"), N_("Person"), N_("Office"), N_("Role"), N_("Powers"), N_("Signs in person")],
                [
                    [
                        row.id,
                        row.name or "",
                        row.office or "",
                        words.word(t, words_talks.ROLES, row.role or "") if row.appointed else t.gettext(N_("no longer appointed")),
                        t.listing(words.word(t, words_talks.POWERS, power) for power in row.powers),
                        "" if row.key is None else t.gettext(N_("yes")),
                    ]
                    for row in people
                ],
            )
            for row in people:
                _term_of_office(s, row)
                if row.guard is not None and row.appointed:
                    s.say(words_talks.GUARDS[row.guard], person=row.name or row.id)
                _full_powers(s, row, view.channel.matters)


def _term_of_office(s: Session, row: DelegateRow) -> None:
    span = _span(s, row.first, row.until)
    if span and row.appointed:
        s.say(N_("%(person)s: appointed %(span)s."), person=row.name or row.id, span=span)


def _full_powers(s: Session, row: DelegateRow, matters: Members) -> None:
    t = s.t
    for given in row.full_powers:
        powers = t.listing(words.word(t, words_talks.POWERS, power) for power in given.powers)
        about = t.gettext(N_("in every matter")) if given.about is None else words_talks.named(t, given.about, matters)
        if given.revoked is not None:
            s.say(
                N_("%(person)s: full powers of %(entry)s, revoked by %(by)s."),
                person=row.name or row.id,
                entry=given.entry,
                by=given.revoked,
            )
            continue
        s.say(
            N_("%(person)s: full powers (%(entry)s) %(powers)s; %(about)s %(span)s"),
            person=row.name or row.id,
            entry=given.entry,
            powers=powers,
            about=about,
            span=_span(s, given.first, given.until),
        )
        if given.issuer:
            s.line("  " + t.gettext(N_("given by: %(issuer)s"), issuer=given.issuer))


def _span(s: Session, first: str | None, until: str | None) -> str:
    t = s.t
    if first and until:
        return t.gettext(N_("from %(first)s until %(until)s"), first=t.day(first), until=t.day(until))
    if first:
        return t.gettext(N_("from %(first)s"), first=t.day(first))
    return t.gettext(N_("until %(until)s"), until=t.day(until)) if until else ""


def render_contacts(s: Session, view: PeopleView) -> None:
    t, members = s.t, view.channel.members
    s.exercise(on=view.channel.exercise)
    s.out.print(words.channel_title(t, view.channel), style="bold")
    s.text(words.as_of_line(t, view.channel, view.as_of))
    order = words.in_order(t, members)
    rows = sorted((row for row in view.contacts if row.revoked is None), key=lambda row: order.index(row.party))
    if not rows:
        s.say(N_("No contact is known here."))
        s.next("contacts set duty_officer --address TEXT")
        return
    s.table(
        [N_("Party"), N_("Contact"), N_("Address"), N_("Valid"), N_("Entry")],
        [
            [
                t.text_of(members.get(row.party), row.party),
                words.word(t, words_talks.CONTACTS, row.contact),
                row.address or "",
                _span(s, row.first, row.until),
                row.entry,
            ]
            for row in rows
        ],
    )


def render_delegate_key(s: Session, view: DelegateKey) -> None:
    if view.new:
        s.say(N_("A key with which %(delegate)s signs in person was made; its secret stays in this node:"), delegate=view.delegate)
    else:
        s.say(N_("The key with which %(delegate)s signs in person, kept by this node:"), delegate=view.delegate)
    s.line(view.key)
    s.say(words_talks.GUARDS[view.guard or "node"], person=view.delegate)
    s.say(N_("The next appointment of %(delegate)s names it."), delegate=view.delegate)
    again = [f"delegate passphrase {view.delegate}"] if view.guard == "node" else []
    first = "" if view.appointed else " --name NAME --role head --powers negotiate,consent,sign"
    s.next(f"delegate appoint {view.delegate}{first}", *again)


def render_delegate_passphrase(s: Session, view: DelegateKey, *, moved: bool) -> None:
    s.say(
        N_("The key with which %(delegate)s signs in person is the same; from now on the new passphrase alone opens it:"),
        delegate=view.delegate,
    )
    s.line(view.key)
    if moved:
        s.say(
            N_("Backups of this node that were made before hold it still under the passphrase of the node. To be sure of it, make another:")
        )
        s.next(f"delegate key {view.delegate} --new")
