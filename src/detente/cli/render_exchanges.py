# ruff: noqa: D103 - render_x renders the view x
"""Simultaneous exchanges, for people."""

from __future__ import annotations

from detente.cli.render_fields import show_attachments
from detente.cli.render_texts import show_promises
from detente.cli.session import Session
from detente.errors import N_
from detente.i18n import Said, tame
from detente.views import words, words_exchanges, words_talks
from detente.views.exchanges import ExchangeParty, ExchangesView, ExchangeView, ListOpening


def render_exchanges(s: Session, view: ExchangesView) -> None:
    t, members = s.t, view.channel.members
    s.exercise(on=view.channel.exercise)
    s.out.print(words.channel_title(t, view.channel), style="bold")
    s.text(words.as_of_line(t, view.channel, view.as_of))
    if not view.exchanges:
        s.say(N_("No exchange was proposed here."))
        s.next("propose exchange/KEY --text TEXT")
        return
    s.table(
        [N_("Exchange"), N_("State"), N_("Committed"), N_("Opened"), N_("Waits for")],
        [
            [
                words_talks.with_key(t, row.slot, view.channel.matters),
                words.word(t, words_exchanges.STATES, row.state),
                *(words.everyone(t, members, parties) for parties in (row.committed, row.opened, row.waits_for)),
            ]
            for row in view.exchanges
        ],
    )


def render_exchange(s: Session, view: ExchangeView) -> None:
    t, row = s.t, view.exchange
    s.exercise(on=view.channel.exercise)
    s.out.print(words_talks.with_key(t, row.slot, view.channel.matters), style="bold")
    s.line(words.channel_title(t, view.channel))
    s.text(words.as_of_line(t, view.channel, view.as_of))
    s.say(N_("State: %(state)s"), state=words.word(t, words_exchanges.STATES, row.state))
    s.say(words_exchanges.ORDERS[row.order])
    if row.text:
        s.line("  " + tame(row.text))
    parties = {each.party: each for each in view.parties}
    for party in words.in_order(t, view.channel.members):
        _party(s, parties[party], view)
    show_promises(s, view.promises, view.channel.members, N_("What each has undertaken"))
    if row.state != "complete":
        s.head(N_("If it stops here"))
    for text in view.if_it_stops:
        s.text(t.error(text.error()))


def _party(s: Session, each: ExchangeParty, view: ExchangeView) -> None:
    t, members = s.t, view.channel.members
    s.line()
    s.out.print(words.who(t, members[each.party], each.party), style="bold")
    if each.commitment is None:
        s.say(N_("Has not committed."))
    else:
        s.say(
            N_("Has committed in %(entry)s (%(time)s); received by: %(parties)s."),
            entry=each.commitment, time=Said(t.time(each.at)), parties=words.everyone(t, members, each.received_by),
        )  # fmt: skip
    if each.late:
        s.say(N_("It committed after it had seen the list of another."))
    for opening in each.openings:
        _opening(s, opening)
    if each.commitment is not None and not each.openings:
        s.say(N_("Has not opened."))
        if each.kept_here and len(view.exchange.committed) == len(members):
            s.next(f"exchange open {view.exchange.slot.partition('/')[2]}")
    for text in each.if_it_stops:
        s.text("  " + t.error(text.error()))


def _opening(s: Session, opening: ListOpening) -> None:
    t = s.t
    s.say(N_("Has opened in %(entry)s (%(time)s):"), entry=opening.entry, time=Said(t.time(opening.at)))
    if opening.text is not None:
        for line in opening.text.splitlines():
            s.line("    " + tame(line))
    show_attachments(s, opening.files)
    if opening.early:
        s.say(N_("It had not seen the commitments of all others when it opened."))
    if opening.fits is None:
        s.say(N_("Its body was destroyed by agreement; its hashes and signatures stand."))
    else:
        s.say(
            N_("This is the list that was committed to.")
            if opening.fits
            else N_("This is not the list that was committed to: the commitment is of another one.")
        )
