# ruff: noqa: D103 - render_x renders the view x
"""Texts and people, for people."""

from __future__ import annotations

from collections.abc import Sequence

from detente.cli.render_requests import channel_option
from detente.cli.render_talks import Members, heading, next_stance, show_voices
from detente.cli.session import Session
from detente.errors import N_, FormatError
from detente.i18n import Said, tame
from detente.views import phrases, words, words_matters, words_talks, words_texts
from detente.views.people import DelegateKey, DelegateRow, PeopleView
from detente.views.text_shown import ProvisionRow
from detente.views.texts import SignatureRow, TextsView, TextView, VersionRow
from detente.views.undertakings import UndertakingRow

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


def render_text(s: Session, view: TextView, version: str | None = None) -> None:
    """A text; `version`: the entry of the tabled version whose words are shown, in place of those from which work goes on."""
    t, row = s.t, view.text
    s.exercise(on=view.channel.exercise)
    s.out.print(words_talks.with_key(t, row.slot, view.channel.matters), style="bold")
    s.line(words.channel_title(t, view.channel))
    s.text(words.as_of_line(t, view.channel, view.as_of))
    s.say(N_("State: %(state)s"), state=words.word(t, words_talks.TEXTS, row.state))
    if row.in_force is not None:
        s.say(N_("In force since %(day)s."), day=t.day(row.in_force))
    if row.agreed == "consented_not_final":
        s.say(N_("Consented, not final: not every party has sealed yet that it holds all consents."))
    if row.brackets:
        s.line(t.ngettext("%(n)d bracket is open.", "%(n)d brackets are open.", row.brackets))
    if version is not None:
        _tabled(s, view, next(each for each in view.versions if each.proposal.ref == version), words_too=True)
        return
    goes_on = _goes_on(view)
    if goes_on:
        _working(s, view)
    if view.current is not None:
        _version(s, view.current, view.channel.members, words_too=not goes_on)
        if row.not_signed_by:
            s.say(N_("Not signed by: %(parties)s."), parties=words.everyone(t, view.channel.members, row.not_signed_by))
    for each in view.versions:
        if each.proposal.state in {"open", "silence", "objected"}:
            _tabled(s, view, each, words_too=not goes_on)
    _parts(s, view)
    _attached(s, view)
    _remarks(s, view)
    show_promises(s, view.promises, view.channel.members, N_("Undertakings in it"))
    next_stance(s, [*(version.proposal for version in view.versions), *(part.proposal for part in view.parts)], view.party)


def _tabled(s: Session, view: TextView, version: VersionRow, *, words_too: bool) -> None:
    t = s.t
    s.head(
        N_("Tabled by %(party)s (%(entry)s): %(state)s"),
        party=words.who(t, view.channel.members.get(version.proposal.by), version.proposal.by),
        entry=version.proposal.ref,
        state=phrases.proposal_state(t, version.proposal),
    )
    _version(s, version, view.channel.members, words_too=words_too)
    show_voices(s, version.proposal, view.channel.members)


def _goes_on(view: TextView) -> bool:
    """Whether the text is no longer just what was tabled: something was agreed or proposed about its parts."""
    working = view.working
    waiting = any(part.part != "correction" and part.proposal.state in {"open", "silence", "objected"} for part in view.parts)
    return working is not None and bool(working.agreed or working.remarks or waiting)


def _working(s: Session, view: TextView) -> None:
    """The text from which work goes on."""
    working = view.working
    if working is None:
        return
    s.head(N_("As it stands, with what was agreed and what is proposed since %(entry)s"), entry=working.ref)
    for language in sorted({language for provision in working.provisions for language in provision.versions}):
        heading(s, s.t.language_name(language))
        _provisions(s, working.provisions, language)
    for other in working.crossed:
        s.say(
            N_("%(entry)s was tabled at the same time, neither in knowledge of the other; you decide with which work goes on."), entry=other
        )
    for remark in working.remarks:
        s.say(
            N_("%(entry)s has no effect on the text: %(reason)s"), entry=remark.entry, reason=FormatError(remark.template, **remark.params)
        )


def _provisions(s: Session, provisions: Sequence[ProvisionRow], language: str) -> None:
    for provision in provisions:
        if language not in provision.versions:
            continue
        number = "" if provision.number is None else f"{provision.number}. "
        indent = "  " * provision.level
        said = tame(words_texts.pieces_text(provision.versions[language], numbered=True))
        s.line(f"{indent}{number}{said}" if provision.look != "heading" else f"{indent}{said.upper()}")


def _parts(s: Session, view: TextView) -> None:
    t, members = s.t, view.channel.members
    waiting = [part for part in view.parts if part.proposal.state in {"open", "silence", "objected"}]
    for part in waiting:
        s.head(
            N_("%(part)s, proposed by %(party)s (%(entry)s): %(state)s"),
            part=Said(words_talks.named(t, part.proposal.about, view.channel.matters)),
            party=words.who(t, members.get(part.proposal.by), part.proposal.by),
            entry=part.proposal.ref,
            state=phrases.proposal_state(t, part.proposal),
        )
        if part.verb is not None:
            s.line(words.word(t, words_texts.VERBS, part.verb))
        if part.looks is not None:
            s.line(words_texts.looks_text(t, part.looked, part.looks))
        if part.part == "bracket" and not any(part.words.values()):
            s.say(N_("The words are left out."))
        for language, pieces in part.words.items():
            if pieces:
                s.line(f"{t.language_name(language)}: {tame(words_texts.pieces_text(pieces, numbered=True))}")
        if part.package:
            s.say(N_("Only together with bracket: %(numbers)s."), numbers=", ".join(part.package))
        show_voices(s, part.proposal, members)


def _attached(s: Session, view: TextView) -> None:
    t, members = s.t, view.channel.members
    if not view.attached:
        return
    s.head(N_("Beside the text"))
    for row in view.attached:
        kind = (
            words.word(t, {**words_texts.ATTACHED, **words_texts.INSTRUMENTS}, row.word)
            if row.word
            else words.word(t, words.KINDS, row.kind)
        )
        s.line(
            t.gettext(
                N_("%(party)s: %(what)s (%(entry)s)"),
                party=words.who(t, members.get(row.party), row.party),
                what=Said(kind),
                entry=row.entry,
            )
        )
        if row.first is not None:
            first = N_("applied provisionally from %(day)s") if row.provisional else N_("from %(day)s")
            s.line("  " + t.gettext(first, day=t.day(row.first)))
        if row.parties:
            s.line("  " + t.gettext(N_("for %(parties)s"), parties=words.everyone(t, members, row.parties)))
        if row.provisions:
            s.line("  " + t.gettext(N_("provisions: %(names)s"), names=", ".join(row.provisions)))
        for text in row.texts.values():
            s.line("  " + tame(text))


def _remarks(s: Session, view: TextView) -> None:
    if view.remarks:
        s.head(N_("What was found in these acts; nothing was refused for it"))
    for remark in view.remarks:
        s.bullet(f"{remark.entry}: {s.t.error(remark.text.error())}")


def show_promises(s: Session, promises: Sequence[UndertakingRow], members: Members, heading: str) -> None:
    """What was undertaken about a matter, in a table; nothing where nothing was."""
    t = s.t
    if not promises:
        return
    s.head(heading)
    s.table(
        [N_("Entry"), N_("Part"), N_("By"), N_("What"), N_("By when"), N_("State")],
        [
            [
                row.ref,
                (row.matter or "").rpartition("/")[2] if (row.matter or "").count("/") > 1 else "",
                words.who(t, members.get(row.by), row.by),
                tame(row.text or ""),
                t.when(row.due) if row.due else "",
                words.word(t, words_matters.PROMISES, row.status),
            ]
            for row in promises
        ],
    )


def _version(s: Session, version: VersionRow, members: Members, *, words_too: bool) -> None:
    t = s.t
    if version.form:
        s.say(N_("Form: %(form)s"), form=words.word(t, words_talks.FORMS, version.form))
    if version.proposal.destroyed:
        s.say(N_("Its body was destroyed by agreement; its hashes and signatures stand."))
    if version.missing:
        s.say(words_texts.NOT_ARRIVED, entry=version.proposal.ref, languages=t.listing(map(t.language_name, version.missing)))
    for language in version.texts if words_too else ():
        heading(s, t.language_name(language))
        _provisions(s, version.provisions, language)
    if not words_too:
        s.say(N_("Its words as they were tabled are shown by:"))
        key = version.proposal.about.partition("/")[2]
        s.line("  " + s.command(f"text show {key} --version {version.proposal.ref}" + channel_option(version.proposal.channel)))
    s.line()
    s.say(N_("Check value of all language versions, which all sign:"))
    s.line(phrases.check_value(version.digest))
    if version.fits is False:
        s.say(N_("The language versions held here have another check value: this text cannot be signed as it is."))
    if version.formed is False:
        s.say(N_("A language version is not written as texts are: its brackets cannot be told from its words."))
    if version.counted is not None and version.counted != version.brackets:
        s.say(
            N_("Its author counts its open brackets as %(stated)d; there are %(counted)d."),
            stated=version.brackets,
            counted=version.counted,
        )
    if version.order:
        s.say(N_("To be signed in this order: %(parties)s."), parties=[words.who(t, members.get(party), party) for party in version.order])
    for row in version.initials:
        s.say(
            N_("Initialled by %(party)s (%(entry)s, %(time)s)."),
            party=words.who(t, members.get(row.party), row.party),
            entry=row.entry,
            time=t.time(row.at),
        )
    for reply in version.replies:
        said = N_("%(party)s repeats the words of the note in its reply (%(entry)s).")
        other = N_("The reply of %(party)s (%(entry)s) does not repeat the words of the note.")
        s.say(said if reply.repeats else other, party=words.who(t, members.get(reply.party), reply.party), entry=reply.entry)
    for signature in version.signatures:
        _signature(s, signature, members)


def _signature(s: Session, signature: SignatureRow, members: Members) -> None:
    t = s.t
    party = words.who(t, members.get(signature.party), signature.party)
    if signature.delegate is None:
        s.say(N_("Signed by %(party)s (%(entry)s, %(time)s)."), party=party, entry=signature.entry, time=t.time(signature.at))
    else:
        s.say(
            N_("Signed for %(party)s in person by %(person)s (%(entry)s, %(time)s).")
            if signature.holds
            else N_("Signed for %(party)s in the name of %(person)s (%(entry)s, %(time)s), but the signature in person does not hold."),
            party=party,
            person=signature.name or signature.delegate,
            entry=signature.entry,
            time=t.time(signature.at),
        )
    if signature.how is not None:
        s.line("  " + words.word(t, words_texts.SIGNED, signature.how))


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
