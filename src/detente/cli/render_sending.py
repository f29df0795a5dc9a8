# ruff: noqa: D103 - render_x renders the view x
"""What leaves and what has come: the outbox and a courier's round, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.cli.render_requests import in_channel
from detente.cli.render_witness import say_answers
from detente.errors import N_
from detente.i18n import Said, tame
from detente.views import phrases, words, words_talks
from detente.views.log import says

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.cli.render_talks import Members
    from detente.cli.session import Session
    from detente.views.outbox import OutboxView
    from detente.views.results import (
        Carried,
        MissingEntries,
        Unreceived,
    )


def _entries(row: MissingEntries | Unreceived, log: str) -> str:
    """Some entries of a log one after the other."""
    return in_channel(row.channel, f"{log}/{row.first}" + ("" if row.first == row.last else f"-{row.last}"))


def say_missing(s: Session, missing: list[MissingEntries], *, asked: bool) -> None:
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
                    phrases.joined(
                        " ", [*(in_channel(d.channel, ref) for ref in d.re), *matter_in_words(s, d.about, {d.about or "": d.names})]
                    ),
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
        s.next("sync FOLDER" if view.waits_until is None else "sync FOLDER --now")


def matter_in_words(s: Session, about: str | None, matters: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The name of a matter, where there is one."""
    return [] if about is None else [words_talks.named(s.t, about, matters)]


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
    say_missing(s, view.missing, asked=bool(view.missing) and view.asked)
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
        s.next("sync FOLDER --now")


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
