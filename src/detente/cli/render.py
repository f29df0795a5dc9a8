# ruff: noqa: D103 - render_x renders the view x
"""Views for people: sentences and tables of 80 columns, in three languages."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from detente.cli.render_fields import show_attachments, show_fields
from detente.cli.render_register import show_about
from detente.cli.render_requests import channel_option, full_ref, in_channel, typed
from detente.cli.render_witness import quorum_text, say_answers
from detente.errors import N_
from detente.i18n import Said, tame
from detente.views import phrases, words, words_talks
from detente.views.field_texts import FOR_PROGRAMS, for_people
from detente.views.log import EntryView, LogView, OtherVersion, Row, says

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.cli.render_talks import Members
    from detente.cli.session import Session
    from detente.views.base import RemarkShown
    from detente.views.charter import CharterView
    from detente.views.contradictions import ContradictionsView
    from detente.views.outbox import OutboxView
    from detente.views.results import (
        Carried,
        ChannelFounded,
        CharterSigned,
        ChartersSigned,
        Checked,
        Drafted,
        Dropped,
        MissingEntries,
        NodeMade,
        PageWritten,
        Proof,
        Reopened,
        SealDone,
        Sealed,
        Unreceived,
    )
    from detente.views.standing import ListCount, RequestCount, StandingView
    from detente.views.status import ChannelStatus, StatusView, ToConfirm

# ---------------------------------------------------------------- founding


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


# ---------------------------------------------------------------- acts


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
                    view.sealed_drafts, (_row_short(s, row, view.channel, view.matters, view.members) for row in view.contents), strict=True
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
        _log_table(s, view.disowned, view.channel, view.matters, view.members)
    s.next("sync FOLDER")


def render_dropped(s: Session, view: Dropped) -> None:
    s.exercise(on=view.exercise)
    s.say(N_("Draft %(number)s is thrown away."), number=str(view.number))


def _entries(row: MissingEntries | Unreceived, log: str) -> str:
    """Some entries of a log one after the other."""
    return in_channel(row.channel, f"{log}/{row.first}" + ("" if row.first == row.last else f"-{row.last}"))


def _missing(s: Session, missing: list[MissingEntries], *, asked: bool) -> None:
    """What held pouches wait for, and how it comes."""
    for row in missing:
        log = row.party if not row.generation else f"{row.party}.{row.generation}"
        s.say(N_("Missing: %(entries)s."), entries=_entries(row, log))
    if asked:
        s.say(N_("It was asked for; whoever has it sends it again with the next sync over there."))
    elif missing:
        s.say(N_("A sync asks for it, and again at growing intervals until it comes."))


def _unconfirmed_receipts(s: Session, rows: list[Unreceived], us: str, members: Members) -> None:
    """What has left without a receipt so far, and when it goes again."""
    for row in rows:
        if row.again is not None:
            said = N_("No receipt of %(entries)s has come from %(party)s; with the first sync after %(time)s it goes again.")
        elif row.given_up:
            said = N_(
                "No receipt of %(entries)s has come from %(party)s; it goes again once %(party)s is heard or something new is sealed."
            )
        else:
            said = N_("No receipt of %(entries)s has come from %(party)s; it goes again after what is new has left.")
        when = {} if row.again is None else {"time": s.t.time(row.again)}
        s.say(said, entries=_entries(row, us), party=words.who(s.t, members.get(row.party), row.party), **when)


def render_outbox(s: Session, view: OutboxView) -> None:
    s.exercise(on=view.exercise)
    if view.drafts:
        s.head(N_("Drafts (they count nowhere until they are sealed)"))
        s.table(
            [N_("Draft"), N_("Channel"), N_("Kind"), N_("To"), N_("About"), N_("Content")],
            [
                [
                    str(d.number),
                    d.channel,
                    words.word(s.t, words.KINDS, d.kind),
                    str(d.fields.get("to", "")),
                    phrases.joined(" ", [*(in_channel(d.channel, ref) for ref in d.re), *_matter(s, d.about, {d.about or "": d.names})]),
                    phrases.joined(
                        ": ",
                        (
                            words.word(s.t, words.STATUS, str(d.fields.get("outcome", ""))),
                            phrases.details_text(s.t, d.details, d.files, view.members),
                            phrases.short(says(d.fields)),
                        ),
                    ),
                ]
                for d in view.drafts
            ],
        )
        for draft in view.drafts:
            for why in [*([] if draft.stopped is None else [draft.stopped]), *draft.doubts]:
                s.line("! " + s.t.gettext(N_("Draft %(number)s: %(cause)s"), number=str(draft.number), cause=why.error()))
    for label, why in view.stopped.items():
        s.line(f"! {label}: " + s.t.error(why.error()))
    if view.waits_until is not None:
        s.say(N_("What is due waits for the timetable, until %(time)s."), time=Said(s.t.time(view.waits_until)))
    if view.leaving:
        s.head(N_("What would leave now, encrypted to those named and to nobody else"))
        s.table(
            [N_("Channel"), N_("To"), N_("What"), N_("Entries"), N_("Bytes"), N_("Why")],
            [
                [
                    parcel.channel,
                    ", ".join(parcel.to),
                    words.word(s.t, words.WHATS, item.what),
                    "" if item.party is None else f"{item.party}/{item.first}-{item.last}",
                    s.t.number(item.bytes),
                    words.word(s.t, words.REASONS, item.reason),
                ]
                for parcel in view.leaving
                for item in parcel.items
            ],
            numbers={4},
        )
    if not view.drafts and not view.leaving:
        s.say(N_("Nothing waits here, and nothing would leave."))
    _unconfirmed_receipts(s, view.unconfirmed, view.party, view.members)
    if view.drafts or view.leaving:
        _after_outbox(s, view)


def _after_outbox(s: Session, view: OutboxView) -> None:
    """What can be done next; what cannot be undone is not offered for copying."""
    ways = [way for way in view.ways_out if not way.startswith("reopen ")]
    sealable = [draft for draft in view.drafts if draft.channel not in view.stopped]
    if view.drafts and not sealable:
        s.next(*ways, f"outbox --drop {view.drafts[0].number}")
    elif sealable:
        doubted = [draft for draft in sealable if draft.doubts or draft.stopped is not None]
        sealing = "seal" + "".join(f" --confirm {draft.number}" for draft in doubted)
        s.next(sealing, f"outbox --drop {(doubted or sealable)[0].number}")
    else:
        s.next("sync FOLDER")


def _matter(s: Session, about: str | None, matters: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The name of a matter, where there is one."""
    return [] if about is None else [words_talks.named(s.t, about, matters)]


# ---------------------------------------------------------------- carrying


def render_carried(s: Session, view: Carried) -> None:
    s.exercise(on=view.exercise)
    t = s.t
    if view.made:
        s.say(N_("The courier's folder %(path)s was not there; it was made."), path=view.folder)
    if view.acts:
        s.text(t.ngettext("%(n)d new act was accepted into the record.", "%(n)d new acts were accepted into the record.", view.acts))
    elif view.pouches:
        s.text(t.ngettext("%(n)d receipt came in.", "%(n)d receipts came in.", view.pouches))
    elif view.took and not view.files_read:
        s.say(N_("Nothing new has come."))
    if view.duplicates:
        s.text(t.ngettext("%(n)d pouch was here already.", "%(n)d pouches were here already.", view.duplicates))
    if view.held:
        s.text(t.ngettext("%(n)d pouch waits for what came before it.", "%(n)d pouches wait for what came before them.", view.held))
    _missing(s, view.missing, asked=bool(view.missing) and view.asked)
    _sealed_by_the_node(s, view)
    for ref in view.destroyed:
        s.say(N_("The body of %(ref)s was destroyed, as all members had agreed."), ref=ref)
    if view.sent_again:
        s.text(
            t.ngettext(
                "%(n)d pouch is sent again: it was asked for, or no receipt of it has come.",
                "%(n)d pouches are sent again: they were asked for, or no receipt of them has come.",
                view.sent_again,
            )
        )
    if view.files_left:
        s.text(t.ngettext("%(n)d file was left for the courier.", "%(n)d files were left for the courier.", view.files_left))
    _by_timetable(s, view)
    if view.gave and not view.files_left and view.waits_until is None:
        s.say(N_("Nothing was due to leave."))
        _unconfirmed_receipts(s, view.unconfirmed, view.party, {})
    if view.refused:
        s.head(N_("Refused; the record stays as it was"))
        for item in view.refused:
            s.line(f"  {tame(item.file)}")
            s.line("    " + s.t.error(item.why.error()))
    _foreign(s, view.foreign)
    _lost(s, view)
    _each_courier(s, view)
    say_answers(s, view.witnesses)
    if view.contradictions:
        s.line()
        s.say(N_("Two versions of one record have come: one party has signed both."))
        s.next("contradictions")
    elif view.acts:
        s.next("status")


def _by_timetable(s: Session, view: Carried) -> None:
    """Which files left only because it was time, and until when the rest waits."""
    if view.covers:
        s.text(s.t.ngettext("%(n)d of them holds nothing: it was its time.", "%(n)d of them hold nothing: it was their time.", view.covers))
    if view.waits_until is not None:
        s.say(N_("What is due waits for the timetable, until %(time)s."), time=Said(s.t.time(view.waits_until)))
        s.next(f"sync {view.folder or 'FOLDER'} --now")


def _sealed_by_the_node(s: Session, view: Carried) -> None:
    """What our node has sealed by itself: receipts, and silence that has lasted."""
    t = s.t
    if view.receipts_sealed:
        s.text(t.ngettext("A receipt was sealed in %(n)d channel.", "Receipts were sealed in %(n)d channels.", view.receipts_sealed))
    for name in view.silences_sealed:
        matter = words_talks.matter(t, name.partition(":")[2])
        s.say(N_("A silence procedure has ended: our silence about %(matter)s was sealed as consent."), matter=matter)


def _lost(s: Session, view: Carried) -> None:
    """Files that were listed and gone, and files that stay as they are and cannot be opened."""
    t = s.t
    if view.vanished:
        s.text(
            t.ngettext(
                "%(n)d file was listed and was gone when it was fetched.",
                "%(n)d files were listed and were gone when they were fetched.",
                len(view.vanished),
            )
        )
    for name in view.given_up:
        said = N_("%(file)s could not be opened and has not changed since: damaged, or not for us. It is looked at no more.")
        s.say(said, file=tame(name))


def _each_courier(s: Session, view: Carried) -> None:
    """Where several went: what each brought and was given, and why one did not come."""
    t = s.t
    if len(view.couriers) < 2:
        return
    s.head(N_("Each courier"))
    headings = N_("Courier"), N_("New files"), N_("Acts"), N_("Files left")
    rows = [(run.address, str(run.files_read), str(run.acts), str(run.files_left)) for run in view.couriers]
    s.table(headings, rows, numbers={1, 2, 3})
    for run in view.couriers:
        if run.failed is not None:
            s.line()
            s.say(N_("Not done: %(reason)s"), reason=t.error(run.failed.error()))
            if run.hint is not None:
                s.line("  " + t.error(run.hint.error()))
    if any(run.failed for run in view.couriers):
        s.say(N_("What the others did stands. What could not be left goes again by itself until its receipt comes."))
        s.next("sync FOLDER")


def _foreign(s: Session, names: list[str]) -> None:
    t = s.t
    if names:
        s.line()
        s.text(
            t.ngettext(
                "%(n)d file in the folder is not ours and was not opened:",
                "%(n)d files in the folder are not ours and were not opened:",
                len(names),
            )
        )
        for name in names[:10]:
            s.line("  " + tame(name))
        if len(names) > 10:
            s.line("  …")


# ---------------------------------------------------------------- looking


def render_status(s: Session, view: StatusView) -> None:
    s.exercise(on=view.exercise)
    s.out.print(words.who(s.t, view.names, view.party), style="bold")
    if view.last_look:
        s.say(N_("Last look at a courier: %(time)s."), time=s.t.time(view.last_look))
    if not view.channels:
        s.say(N_("This node takes part in no dialogue yet."))
        s.next("charter new", "charter sign FILE")
        return
    for channel in view.channels:
        _channel(s, channel, view.party)
    render_remarks(s, view.remarks)
    _older(s, view.left_out)
    if view.contradictions:
        s.line()
        s.text(s.t.ngettext("%(n)d signed contradiction is held here.", "%(n)d signed contradictions are held here.", view.contradictions))
    follow = _follow(view)
    if follow:
        s.line()
        s.next(*follow)


def _follow(view: StatusView) -> list[str]:
    follow = []
    mine = [request for channel in view.channels for request in channel.open if request.move == view.party]
    if mine:
        ref = typed(mine[0].channel, mine[0].ref)
        follow += [f"show {ref}", f"answer {ref} --outcome full TEXT"]
    undecided = [row for channel in view.channels for row in channel.undecided]
    unspoken = [row for row in undecided if view.party not in row.unconfirmed]
    if unspoken:
        first = unspoken[0]
        follow.append(f"proposals {first.about}" + channel_option(first.channel))
    follow += [f"confirm {typed(row.channel, row.ref)}" for row in undecided if view.party in row.unconfirmed][:1]
    waiting = [(channel.channel.label, item) for channel in view.channels for item in channel.to_confirm]
    follow += [f"confirm {typed(label, item.ref)}" for label, item in waiting[:1]]
    unsigned = [(channel.channel.label, text) for channel in view.channels for text in channel.unsigned]
    if unsigned:
        label, text = unsigned[0]
        follow.append(f"text sign {text.slot.partition('/')[2]}" + channel_option(label))
    follow += [step for channel in view.channels if view.party in channel.report_missing for step in _held_or_moved(channel)]
    # What cannot be undone is not offered for copying here: a refusal names it, beside the reason.
    follow += dict.fromkeys(way for channel in view.channels for way in channel.ways_out if not way.startswith("reopen "))
    if any(channel.drafts for channel in view.channels if channel.blocked is None):
        follow.append("seal")
    if any(channel.unsent for channel in view.channels) and "sync FOLDER" not in follow:
        follow.append("sync FOLDER")
    if view.contradictions:
        follow.append("contradictions")
    return follow


def _held_or_moved(view: ChannelStatus) -> list[str]:
    """What can be said of a meeting whose date is past: that it was held, or another date."""
    row = view.next_meeting
    if row is None:
        return []
    which = ("" if row.kind == "plenary" else f" --kind {row.kind}") + channel_option(view.channel.label)
    return [f"meeting held {row.number}{which}", f"meeting date {row.number} DATE{which}"]


def _channel(s: Session, view: ChannelStatus, us: str) -> None:
    t, members = s.t, view.channel.members
    s.line()
    s.out.rule(words.channel_title(t, view.channel), align="left", style="dim", characters="─")
    s.text(words.as_of_line(t, view.channel, view.as_of))
    if not view.joined:
        s.say(N_("This node has sealed nothing here yet; it opens its log with the next sync, once the founder has been heard."))
    if view.blocked is not None:
        s.line("! " + t.error(view.blocked.error()))
    if view.countersigned is not None and view.countersigned.quorum is not None and view.countersigned.quorum.met:
        s.line(s.t.gettext(N_("Our log: %(what)s."), what=Said(quorum_text(s, view.countersigned.quorum))))
    if view.came_in:
        s.head(N_("Came in, not seen yet"))
        s.table(
            [N_("Entry"), N_("Kind"), N_("About"), N_("Content"), N_("Time (claimed)")],
            [_row_short(s, row, view.channel.label, view.channel.matters, view.channel.members) for row in view.came_in],
            whole={4},
        )
        _older(s, view.left_out.get("came_in", 0))
    if view.open:
        s.head(N_("Open requests"))
        s.table(
            [N_("Request"), N_("No."), N_("Whose move"), N_("Status"), N_("About"), N_("Due")],
            [
                [
                    full_ref(r),
                    t.number(r.number),
                    t.gettext(N_("ours")) if r.move == us else t.text_of(members.get(r.move or ""), r.move or ""),
                    phrases.status_text(t, r),
                    phrases.said_text(t, r),
                    phrases.due_text(t, r),
                ]
                for r in view.open
            ],
            numbers={1},
        )
        _older(s, view.left_out.get("open", 0))
    else:
        s.say(N_("No request is open."))
    _talks(s, view, us)
    _waiting(s, view)
    _health(s, view)


def _waiting(s: Session, view: ChannelStatus) -> None:
    """What has not left, and what waits for what came before it."""
    t = s.t
    waiting = []
    if view.drafts:
        waiting.append(t.ngettext("%(n)d draft is not sealed.", "%(n)d drafts are not sealed.", view.drafts))
    if view.unsent:
        waiting.append(t.ngettext("%(n)d sealed pouch has not left yet.", "%(n)d sealed pouches have not left yet.", view.unsent))
    if view.held:
        waiting.append(t.ngettext("%(n)d pouch waits for what came before it.", "%(n)d pouches wait for what came before them.", view.held))
    for sentence in waiting:
        s.text(sentence)
    _missing(s, view.missing, asked=False)


def _health(s: Session, view: ChannelStatus) -> None:
    """When each other party was heard, and what it has received of ours."""
    t, members = s.t, view.channel.members
    s.head(N_("Health of the channel"))
    health = {item.party: item for item in view.health}
    s.table(
        [N_("Party"), N_("Held up to"), N_("Last heard (claimed)"), N_("Has received of ours")],
        [
            [
                words.who(t, members[party], party),
                t.number(health[party].entries - 1) if health[party].entries else t.gettext(N_("nothing yet")),
                t.stamp(health[party].last_heard),
                phrases.received_text(t, health[party].received, health[party].of),
            ]
            for party in words.in_order(t, members)
            if party in health
        ],
        numbers={1},
    )
    if view.last_check is not None:
        s.text(phrases.check_text(t, view.last_check, members))


def _talks(s: Session, view: ChannelStatus, us: str) -> None:
    """The next meeting, and what waits for our party: voices, signatures, undertakings."""
    from detente.cli.render_talks import show_next_meeting

    t, members = s.t, view.channel.members
    if view.next_meeting is not None:
        show_next_meeting(s, view.next_meeting, view.channel, view.report_missing)
    if view.undecided:
        s.head(N_("Proposals that wait for our voice"))
        s.table(
            [N_("Proposal"), N_("Matter"), N_("Proposed by"), N_("Our voice"), N_("Silence until (UTC)")],
            [
                [
                    full_ref(row),
                    words_talks.named(t, row.about, view.channel.matters),
                    t.text_of(members.get(row.by), row.by),
                    next((words.word(t, words_talks.STANCES, v.word) for v in row.voices if v.party == us and v.word), ""),
                    t.stamp(row.silence_until) if row.silence_until else "",
                ]
                for row in view.undecided
            ],
            whole={4},
        )
        _older(s, view.left_out.get("undecided", 0))
    _awaited(s, view)
    _unconfirmed(s, view)
    _to_confirm(s, view)
    for text in view.unsigned:
        s.say(N_("Adopted, and not signed by us: %(text)s."), text=words_talks.with_key(t, text.slot, view.channel.matters))
    _older(s, view.left_out.get("unsigned", 0))
    for visit in view.visits:
        s.say(
            N_("Accept or refuse the visit %(ref)s: %(party)s asks for it under %(agreement)s, from %(day)s."),
            ref=visit.ref, party=t.text_of(members.get(visit.by), visit.by), day=Said(t.day(visit.begins)),
            agreement=words_talks.with_key(t, visit.about, view.channel.matters),
        )  # fmt: skip
    _older(s, view.left_out.get("visits", 0))
    if view.promises:
        s.head(N_("Undertakings that are not settled"))
        s.table(
            [N_("Undertaking"), N_("Whose move"), N_("Promised by"), N_("Status"), N_("Due"), N_("Content")],
            [
                [
                    in_channel(view.channel.label, row.ref),
                    t.listing(t.gettext(N_("ours")) if party == us else t.text_of(members.get(party), party) for party in row.move),
                    t.text_of(members.get(row.by), row.by),
                    words.word(t, words_talks.PROMISES, row.status),
                    "" if row.due is None else t.when(row.due),
                    row.text or "",
                ]
                for row in view.promises
            ],
        )
        _older(s, view.left_out.get("promises", 0))


def _awaited(s: Session, view: ChannelStatus) -> None:
    """The proposals that our party stands behind, and whose voice they wait for."""
    t, members = s.t, view.channel.members
    if not view.awaited:
        return
    s.head(N_("Proposals that wait for the voice of others"))
    s.table(
        [N_("Proposal"), N_("Matter"), N_("Proposed by"), N_("Whose voice is missing"), N_("Silence until (UTC)")],
        [
            [
                full_ref(row),
                words_talks.named(t, row.about, view.channel.matters),
                t.text_of(members.get(row.by), row.by),
                words.everyone(t, members, row.waits_for),
                t.stamp(row.silence_until) if row.silence_until else "",
            ]
            for row in view.awaited
        ],
        whole={4},
    )
    _older(s, view.left_out.get("awaited", 0))


def _unconfirmed(s: Session, view: ChannelStatus) -> None:
    """What other parties have consented to ad referendum: it is no consent until they confirm it."""
    t, members = s.t, view.channel.members
    for row in view.unconfirmed:
        voices = {voice.party: voice for voice in row.voices}
        for party in words.in_order(t, {party: members[party] for party in row.unconfirmed if party in members}):
            if party in row.unconfirmed and voices[party].word == "ad_referendum":
                said = N_("%(party)s has consented ad referendum to %(matter)s (%(entry)s), and has not confirmed it.")
                by = N_("%(party)s has consented ad referendum to %(matter)s (%(entry)s), and means to confirm it by %(day)s.")
                day = voices[party].until
                s.say(
                    said if day is None else by,
                    party=words.who(t, members[party], party),
                    matter=words_talks.named(t, row.about, view.channel.matters),
                    entry=voices[party].entry,
                    **({} if day is None else {"day": t.day(day)}),
                )
    _older(s, view.left_out.get("unconfirmed", 0))


def _to_confirm(s: Session, view: ChannelStatus) -> None:
    """What others have reported, done or entered from paper, and waits for our confirmation."""
    t, members = s.t, view.channel.members
    if not view.to_confirm:
        return
    s.head(N_("Waits for our confirmation"))
    s.table(
        [N_("Entry"), N_("Kind"), N_("By whom"), N_("About"), N_("Content")],
        [
            [
                in_channel(view.channel.label, item.ref),
                words.word(t, words.KINDS, item.kind),
                t.text_of(members.get(item.by), item.by),
                words_talks.named(t, item.about, view.channel.matters) if item.about else item.re or "",
                _what_to_confirm(s, item),
            ]
            for item in view.to_confirm
        ],
    )
    _older(s, view.left_out.get("to_confirm", 0))


def _what_to_confirm(s: Session, item: ToConfirm) -> str:
    said = [words.word(s.t, words_talks.REPORTS, item.state)] if item.state else []
    if item.on is not None:
        said.append(s.t.gettext(N_("on paper, %(day)s"), day=Said(s.t.day(item.on))))
    return ": ".join(part for part in (s.t.listing(said), phrases.short(item.text)) if part)


def _older(s: Session, left_out: int) -> None:
    """That a list goes on where this one ends."""
    if left_out:
        s.text(s.t.ngettext("%(n)d older one is not listed here.", "%(n)d older ones are not listed here.", left_out))


def _row_short(
    s: Session, row: Row, label: str, matters: Mapping[str, Mapping[str, str]], members: Mapping[str, Mapping[str, str]]
) -> list[str]:
    content = words.word(s.t, words.STATUS, row.outcome) if row.outcome else phrases.confirmation_text(s.t, row)
    about = phrases.joined(" ", [*(in_channel(label, ref) for ref in row.re), *_matter(s, row.about, matters)])
    details = phrases.details_text(s.t, row.details, row.files, members)
    shown = phrases.joined(": ", (content, details, phrases.said_text(s.t, row)))
    kind = phrases.kind_text(s.t, row)
    if row.doubted:
        kind = f"{kind} ({s.t.gettext(N_('doubted'))})"
    return [in_channel(label, row.ref), kind, about, shown, s.t.stamp(row.at)]


def render_remarks(s: Session, remarks: list[RemarkShown]) -> None:
    if not remarks:
        return
    s.head(N_("Remarks: a person should look at them; they accuse nobody"))
    for item in remarks:
        s.line(f"  {tame(item.entry or item.channel)}: {s.t.error(item.text.error())}")


def render_log(s: Session, view: LogView) -> None:
    s.exercise(on=view.channel.exercise)
    t, members = s.t, view.channel.members
    s.out.print(words.channel_title(t, view.channel), style="bold")
    s.text(words.as_of_line(t, view.channel, view.as_of))
    if view.left_out:
        s.text(t.ngettext("%(n)d older entry is not listed.", "%(n)d older entries are not listed.", view.left_out))
    _log_table(s, view.entries, view.channel.label, view.channel.matters, members)


def _log_table(
    s: Session, entries: list[Row], label: str, matters: Mapping[str, Mapping[str, str]], members: Mapping[str, Mapping[str, str]]
) -> None:
    t, rows = s.t, []
    for row in entries:
        got = "" if len(row.received_by) == len(members) - 1 else ", ".join(row.received_by) or "—"
        entry, kind, about, content, at = _row_short(s, row, label, matters, members)
        if row.destroyed:
            content = t.gettext(N_("destroyed by agreement"))
        rows.append([entry, kind, about or (t.text_of(members.get(row.to), row.to) if row.to else ""), content, at, got])
    s.table([N_("Entry"), N_("Kind"), N_("About, to"), N_("Content"), N_("Time (claimed)"), N_("Received by")], rows, whole={4})
    if rows:
        named = any(got for *_, got in rows)
        s.say(N_("Where no receiver stands, everyone has received it.") if named else N_("Everyone has received all of these."))


def render_entry(s: Session, view: EntryView) -> None:
    t, members = s.t, view.channel.members
    s.exercise(on=view.channel.exercise)
    s.out.print(f"{in_channel(view.channel.label, view.ref)}  {words.word(t, words.KINDS, view.kind)}", style="bold")
    s.line(words.channel_title(t, view.channel))
    s.say(N_("Author: %(party)s"), party=words.who(t, members.get(view.party), view.party))
    if view.doubted:
        s.say(N_("This entry is doubted, not deleted: it stays in the record, with the receipts that others gave, and has no effect."))
        s.say(words.DOUBTED[view.doubted])
        if view.doubted_by:
            s.say(N_("Why: %(entries)s."), entries=t.listing(in_channel(view.channel.label, ref) for ref in view.doubted_by))
    if view.destroyed:
        s.say(N_("Its body was destroyed by agreement; its hashes and signatures stand."))
    s.line()
    shown = {k: v for k, v in for_people(view.kind, view.fields).items() if k not in {"kind", "destroyable"} and not k.startswith("file/")}
    show_fields(s, shown, view.channel.matters)
    if view.kind in FOR_PROGRAMS:
        s.say(N_("What it holds for programs, keys and signed states, is printed with --json."))
    show_attachments(s, view.attachments)
    show_about(s, view.about, view.party, members)
    _receipts(s, view, view)
    for bound in view.existed:
        s.say(N_("It existed not after %(time)s, as the witness %(witness)s says."), time=t.time(bound.at), witness=bound.witness)
    for version in view.versions:
        s.head(N_("At the same place of another version of this log, signed with the same key"))
        show_fields(s, {k: v for k, v in version.fields.items() if k != "destroyable"}, view.channel.matters)
        _receipts(s, view, version)


def _receipts(s: Session, view: EntryView, version: EntryView | OtherVersion) -> None:
    """Who has received an entry, and what closes it."""
    t, members = s.t, view.channel.members
    s.head(N_("Receipts"))
    for receipt in version.receipts:
        s.say(
            N_("%(party)s has named it in its seal %(entry)s (%(time)s, as it claims)."),
            party=words.who(t, members[receipt.party], receipt.party),
            entry=receipt.entry,
            time=t.time(receipt.at),
        )
    for party in words.in_order(t, members):
        if party in version.not_received_by:
            s.say(N_("No receipt by %(party)s is held here."), party=words.who(t, members[party], party))
    s.say(N_("Closed by seal %(seal)s. Hash of the entry:"), seal=view.ref.partition("/")[0] + "/" + str(version.sealed_at_entry))
    s.line(version.hash)


def render_standing(s: Session, view: StandingView) -> None:
    t, members = s.t, view.channel.members
    s.exercise(on=view.channel.exercise)
    s.out.print(words.channel_title(t, view.channel), style="bold")
    show_requests(s, view.requests, members)
    show_lists(s, view.lists, members)
    counted = {party: sum(row.acts for row in view.as_of if row.party == party) for party in members}
    parts = [
        t.ngettext("%(n)d act of %(party)s", "%(n)d acts of %(party)s", counted[party], party=words.who(t, members[party], party))
        for party in words.in_order(t, members)
    ]
    s.text(t.gettext(N_("As of %(points)s."), points=t.listing(parts)))
    s.say(
        N_("Signed over just these acts by: %(parties)s."),
        parties=words.everyone(t, members, [i.party for i in view.signed_by if not i.differs]),
    )
    for item in view.signed_by:
        if item.differs:
            s.say(
                N_("%(party)s has signed another count over the same acts, in %(entry)s."),
                party=words.who(t, members[item.party], item.party),
                entry=item.entry,
            )
    if view.agreed:
        s.say(N_("So this is an agreed count: all members have signed the same."))
    else:
        s.say(N_("Not signed yet by: %(parties)s. So this is not an agreed count."), parties=words.everyone(t, members, view.not_signed_by))
    if view.items:
        s.head(N_("What was counted"))
        s.table(
            [N_("Request"), N_("No."), N_("To"), N_("Status"), N_("About")],
            [
                [
                    in_channel(view.channel.label, r.ref),
                    t.number(r.number),
                    t.text_of(members.get(r.to), r.to),
                    phrases.status_text(t, r),
                    phrases.short(r.subject),
                ]
                for r in view.items
            ],
            numbers={1},
        )
    s.say(N_("Digest: %(digest)s"), digest=view.digest)
    if view.agreed:
        s.next(f"prove standing {shlex.quote(view.channel.label)} --out count.json")


def show_requests(s: Session, counts: dict[str, RequestCount], members: dict[str, dict[str, str]]) -> None:
    """The counts of requests: one column for each party, one line for each outcome."""
    t = s.t
    order = [party for party in words.in_order(t, members) if party in counts]
    rows = [[t.gettext(N_("Sent")), *(t.number(counts[party].sent) for party in order)]]
    rows.append([t.gettext(N_("Answered")), *(t.number(counts[party].answered) for party in order)])
    for column, title in words.COLUMNS.items():
        indent = "  " if column in {"full", "partial", "nil", "declined", "withheld"} else ""
        rows.append([indent + t.gettext(title), *(t.number(getattr(counts[party], column)) for party in order)])
    s.table([N_("Requests of"), *(words.who(t, members[party], party) for party in order)], rows, numbers=range(1, len(order) + 1))
    s.say(N_("Answered means any final outcome: full, partial, nil, declined or withheld."))


def show_lists(s: Session, lists: dict[str, ListCount], members: dict[str, dict[str, str]]) -> None:
    """The other parts of the count, as far as there is anything in them."""
    t = s.t
    rows = []
    for name, count in lists.items():
        what, _, party = name.partition("/")
        title = words.word(t, words.LISTS, what) + (f" ({words.who(t, members.get(party), party)})" if party else "")
        states = [f"{words.word(t, words.LIST_STATES, state)}: {t.number(number)}" for state, number in count.states.items() if number]
        if states:
            rows.append([title, "; ".join(states)])
    if rows:
        s.table([N_("Also counted"), N_("In which state")], rows)


def render_contradictions(s: Session, view: ContradictionsView) -> None:
    s.exercise(on=view.exercise)
    if not view.contradictions:
        s.say(N_("No signed contradiction is held here."))
        return
    s.table(
        [N_("No."), N_("Channel"), N_("Signed by"), N_("Lengths"), N_("Found (UTC)"), N_("In the record"), N_("Reopened by")],
        [
            [
                str(row.number),
                row.channel,
                row.party if not row.generation else f"{row.party}.{row.generation}",
                " / ".join(s.t.number(state.size) for state in row.states),
                s.t.stamp(row.found_at),
                ", ".join(row.entries) or "—",
                row.reopened or "—",
            ]
            for row in view.contradictions
        ],
    )
    s.say(N_("Each is two signed states of one log that cannot both be. It does not say who signed: the party, or whoever stole its key."))
    s.head(N_("What to do"))
    for step in view.steps:
        s.bullet(s.t.error(step.error()))
    s.next("prove fork 1 --out FILE")


def render_checked(s: Session, view: Checked) -> None:
    s.exercise(on=view.exercise)
    s.text(s.t.ngettext("%(n)d entry was read and recomputed.", "%(n)d entries were read and recomputed.", view.entries))
    if not view.problems:
        s.say(N_("Everything holds."))
    removed = view.removed_files
    if removed is not None:
        s.text(s.t.ngettext("%(n)d file that nothing names was removed.", "%(n)d files that nothing names were removed.", removed))
    for problem in view.problems:
        s.line(f"! {tame(problem.channel)} {tame(problem.where)}: " + s.t.error(problem.why.error()))
    render_remarks(s, view.remarks)


def render_page_written(s: Session, view: PageWritten) -> None:
    s.say(N_("The page that checks proofs is in %(path)s. It is one file, and needs no network."), path=view.file)
    s.say(N_("SHA-256 of the page, to compare with what others have:"))
    s.line(view.sha256)


def render_proof(s: Session, view: Proof) -> None:
    s.exercise(on=view.exercise)
    s.say(
        N_("The proof (%(claim)s) is in %(path)s. Whoever has it needs only the charter's hash, from another place:"),
        claim=words.word(s.t, words.CLAIMS, view.claim),
        path=view.file,
    )
    s.line(f"  detente verify {shlex.quote(view.file)} --charter {view.charter}")
    if view.kind_hidden:
        s.say(N_("Whoever reads it does not see what kind of act it is; if that is not meant, make it again and name the field kind too."))
