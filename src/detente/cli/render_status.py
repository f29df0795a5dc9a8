# ruff: noqa: D103 - render_x renders the view x
"""The state of a node, and what it remarks, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.cli.render_requests import channel_option, full_ref, in_channel, typed
from detente.cli.render_sending import matter_in_words, say_missing
from detente.cli.render_witness import quorum_text
from detente.errors import N_
from detente.i18n import Said, tame
from detente.views import phrases, words, words_talks
from detente.views.log import Row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.cli.session import Session
    from detente.views.base import RemarkShown
    from detente.views.status import ChannelStatus, StatusView, ToConfirm


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
            [row_short(s, row, view.channel.label, view.channel.matters, view.channel.members) for row in view.came_in],
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
    say_missing(s, view.missing, asked=False)


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


def row_short(
    s: Session, row: Row, label: str, matters: Mapping[str, Mapping[str, str]], members: Mapping[str, Mapping[str, str]]
) -> list[str]:
    content = words.word(s.t, words.STATUS, row.outcome) if row.outcome else phrases.confirmation_text(s.t, row)
    about = phrases.joined(" ", [*(in_channel(label, ref) for ref in row.re), *matter_in_words(s, row.about, matters)])
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
