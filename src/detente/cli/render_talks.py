# ruff: noqa: D103 - render_x renders the view x
"""The talks for people: proposals, meetings, groups."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from detente.cli.render_requests import channel_option, full_ref
from detente.cli.session import Session
from detente.errors import N_
from detente.i18n import Said, tame
from detente.views import phrases, words, words_talks
from detente.views.base import ChannelName
from detente.views.meetings import (
    DelegationRow,
    GateRow,
    GroupOpened,
    GroupRow,
    GroupsView,
    MeetingRow,
    MeetingsView,
    MeetingView,
    PointRow,
)
from detente.views.proposals import WAITING, ProposalRow, ProposalsView
from detente.views.register import texts

Members = Mapping[str, Mapping[str, str]]

FIRST_LINE = 100
"""Characters of a text that are shown where it is one of many."""

# ---------------------------------------------------------------- proposals


def render_proposals(s: Session, view: ProposalsView) -> None:
    t = s.t
    s.exercise(on=view.channel.exercise)
    s.out.print(words.channel_title(t, view.channel), style="bold")
    s.text(words.as_of_line(t, view.channel, view.as_of))
    if not view.proposals:
        s.say(N_("Nothing was proposed here."))
        return
    for row in view.proposals:
        show_proposal(s, row, view.channel, whole=False)
    next_stance(s, view.proposals, view.party)


def next_stance(s: Session, rows: Sequence[ProposalRow], us: str) -> None:
    """What our party could do next: speak of the first proposal that waits for that, confirm the first that does, seal what is drafted."""
    waiting = [row for row in rows if row.state in WAITING]
    undrafted = [row for row in waiting if not row.drafts]
    steps: list[str] = []
    for row in [row for row in undrafted if any(voice.party == us and voice.word is None for voice in row.voices)][:1]:
        ref = shlex.quote(full_ref(row))
        steps += [f"consent {ref}", f"object {ref} --reason TEXT"]
    steps += [f"confirm {shlex.quote(full_ref(row))}" for row in undrafted if us in row.unconfirmed][:1]
    if len(undrafted) < len(waiting):
        steps += ["outbox", "seal"]
    if steps:
        s.line()
        s.next(*steps)


def show_proposal(s: Session, row: ProposalRow, channel: ChannelName, *, whole: bool = True) -> None:
    """One proposal: its matter, what it says (without `whole` its long texts by their first lines), how each party stands to it."""
    t = s.t
    s.line()
    s.out.print(tame(full_ref(row)), style="bold", end="  ")
    s.line(words_talks.with_key(t, row.about, {**channel.matters, row.about: names_of(row, channel)}))
    s.say(N_("State: %(state)s"), state=phrases.proposal_state(t, row))
    if row.silence_until is not None and row.state == "silence":
        s.say(N_("Silence until %(time)s counts as consent, of whoever has not spoken by then."), time=t.time(row.silence_until))
    if row.destroyed:
        s.say(N_("Its body was destroyed by agreement; its hashes and signatures stand."))
    show_content(s, row, channel, whole=whole)
    show_voices(s, row, channel.members)


def names_of(row: ProposalRow, channel: ChannelName) -> Mapping[str, str]:
    """The names that a proposal gives its matter, else those that its channel knows."""
    given = row.content.get("names")
    return dict(given) if given else texts(row.content, "title") or channel.matters.get(row.about, {})


def heading(s: Session, text: str) -> None:
    """A heading that is a name, with an empty line above."""
    s.line()
    s.out.print(tame(text), style="bold")


def show_voices(s: Session, row: ProposalRow, members: Members) -> None:
    """How each party stands to a proposal."""
    t = s.t
    voices = {voice.party: voice for voice in row.voices}
    for party in words.in_order(t, {each: members.get(each, {}) for each in voices}):
        voice = voices[party]
        said = t.gettext(N_("has not spoken")) if voice.word is None else words.word(t, words_talks.VOICES, voice.word)
        if voice.until is not None:
            said = t.gettext(N_("%(voice)s; by %(day)s"), voice=said, day=t.day(voice.until))
        entry = "" if voice.entry is None or voice.entry == row.ref else f" ({voice.entry})"
        s.line("  " + t.gettext(N_("%(party)s: %(voice)s"), party=words.who(t, members.get(party), party), voice=said) + entry)
        if voice.text:
            s.line("    " + tame(voice.text))
    for draft in row.drafts:
        kind = phrases.stance_text(t, draft.kind, draft.how)
        said = N_("Draft %(number)s of ours: %(kind)s; it counts nowhere until it is sealed.")
        s.line("  " + t.gettext(said, number=str(draft.number), kind=kind))


def show_content(s: Session, row: ProposalRow, channel: ChannelName, *, whole: bool) -> None:
    """What a proposal says, one field on a line; without `whole`, what is long by its first line, and where all of it can be read."""
    cut = False
    for name, value in row.content.items():
        first, _, language = name.partition("/")
        if name in {"silence", "paper", "source"} or (not whole and first == "digest"):
            continue
        label = words.word(s.t, words_talks.CONTENT, first) + (f" ({s.t.language_name(language)})" if language else "")
        s.out.print(tame(label) + ": ", style="dim", end="")
        said = value_text(s, first, value, channel)
        shown = said if whole else first_line(said)
        cut = cut or shown != said
        s.line(shown)
    if cut:
        subject, _, key = row.about.partition("/")
        read = f"text show {key}" if subject == "text" else f"show {shlex.quote(full_ref(row))}"
        more = channel_option(row.channel) if subject == "text" else ""
        s.say(N_("The whole of it is shown by:"))
        s.line("  " + s.command(read + more))


def first_line(text: str) -> str:
    """The first line of a text, cut after a word where it is long; an ellipsis where there is more."""
    line, _, more = text.partition("\n")
    if len(line) > FIRST_LINE:
        return line[: FIRST_LINE - 1].rsplit(" ", 1)[0] + " …"
    return line + " …" if more.strip() else line


def value_text(s: Session, name: str, value: Any, channel: ChannelName) -> str:
    """A field of a proposal in words; what has not the form that it should have is shown as it is."""
    t, members = s.t, channel.members
    if name == "gates" and isinstance(value, list):
        return t.listing(Said(words_talks.named(t, str(gate), channel.matters)) for gate in value)
    if name == "date" and isinstance(value, dict):
        return t.when(value)
    if name == "time" and isinstance(value, dict):
        return t.clock(value)
    if name == "names" and isinstance(value, dict):
        return t.text_of(value)
    if name == "host" and isinstance(value, str):
        return words.who(t, members.get(value), value)
    if name == "form" and isinstance(value, str):
        return words.word(t, words_talks.FORMS, value)
    if name == "languages" and isinstance(value, list):
        return t.listing(t.language_name(str(code)) for code in value)
    if name == "term" and isinstance(value, dict):
        return phrases.term_text(t, value)
    if isinstance(value, list):
        return t.listing(str(item) for item in value)
    return tame(value if isinstance(value, str) else msgspec.json.encode(value).decode())


# ---------------------------------------------------------------- meetings


def render_meetings(s: Session, view: MeetingsView) -> None:
    t, members = s.t, view.channel.members
    s.exercise(on=view.channel.exercise)
    s.out.print(words.channel_title(t, view.channel), style="bold")
    s.text(words.as_of_line(t, view.channel, view.as_of))
    if not view.meetings:
        s.say(N_("No meeting was proposed here."))
        s.next("meeting propose 1 --date 2021-09 --host PARTY")
        return
    s.table(
        [N_("Meeting"), N_("State"), N_("Date"), N_("Host"), N_("Waits for")],
        [
            [
                words_talks.matter(t, row.slot),
                phrases.meeting_state(t, row),
                t.when(row.held_on or row.date),
                "" if row.host is None else t.text_of(members.get(row.host), row.host),
                t.listing(Said(words_talks.named(t, gate, view.channel.matters)) for gate in row.blocked_by),
            ]
            for row in view.meetings
        ],
    )
    if view.next_meeting is not None:
        show_next_meeting(s, view.next_meeting, view.channel, view.report_missing)


def show_next_meeting(s: Session, row: MeetingRow, channel: ChannelName, missing: Sequence[str]) -> None:
    """The next meeting in a few lines, and what blocks it now; or, where its date is past, whose report that it was held is missing."""
    t, members = s.t, channel.members
    said = N_("The date of %(meeting)s (%(state)s) is past: %(date)s. It was not reported as held by: %(parties)s.")
    s.say(
        said if missing else N_("Next meeting: %(meeting)s (%(state)s); date: %(date)s."),
        meeting=words_talks.matter(t, row.slot),
        state=phrases.meeting_state(t, row),
        date=phrases.meeting_date(t, row),
        **({"parties": words.everyone(t, members, missing)} if missing else {}),
    )
    if row.host is not None:
        s.say(N_("Host: %(party)s"), party=words.who(t, members.get(row.host), row.host))
    if row.blocked_by:
        matters = t.listing(Said(words_talks.named(t, gate, channel.matters)) for gate in row.blocked_by)
        s.say(N_("It waits for: %(matters)s."), matters=matters)


def render_meeting(s: Session, view: MeetingView) -> None:
    t, members, row = s.t, view.channel.members, view.meeting
    s.exercise(on=view.channel.exercise)
    s.out.print(words_talks.with_key(t, row.slot, view.channel.matters), style="bold")
    s.line(words.channel_title(t, view.channel))
    s.text(words.as_of_line(t, view.channel, view.as_of))
    s.say(N_("State: %(state)s"), state=phrases.meeting_state(t, row))
    s.say(N_("Date: %(date)s"), date=t.listing(part for part in (t.when(row.date), t.clock(row.time)) if part))
    for label, value in ((N_("Subject: %(text)s"), row.subject), (N_("Place: %(text)s"), row.place), (N_("Venue: %(text)s"), row.venue)):
        if value:
            s.say(label, text=value)
    _host(s, view)
    _gates(s, view.gates, members)
    if row.held_on is not None:
        s.say(N_("Held on: %(date)s"), date=t.when(row.held_on))
    if row.held_by:
        s.say(N_("Reported as held by: %(parties)s."), parties=words.everyone(t, view.channel.members, row.held_by))
    if view.dates:
        s.head(N_("History of the date"))
        s.table(
            [N_("Entry"), N_("By whom"), N_("Date"), N_("Step"), N_("Time (claimed)")],
            [
                [
                    step.entry,
                    t.text_of(members.get(step.party), step.party),
                    t.listing(part for part in (t.when(step.date) if step.date else "", t.clock(step.time)) if part),
                    words.word(t, words_talks.STATES, step.step),
                    t.stamp(step.at),
                ]
                for step in view.dates
            ],
            whole={4},
        )
    _delegations(s, view.delegations, members)
    if view.agenda is not None:
        s.head(N_("Agenda"))
        _point(s, view.agenda, members)
    for point in view.minutes:
        s.head(N_("Minutes, point %(point)s"), point=point.point)
        _point(s, point, members)
    waiting = [each for each in view.proposals if each.state in {"open", "silence"}]
    if waiting:
        s.head(N_("Proposed"))
        for each in waiting:
            show_proposal(s, each, view.channel)


def _host(s: Session, view: MeetingView) -> None:
    t, members, row = s.t, view.channel.members, view.meeting
    if row.host is None:
        return
    host = words.who(t, members.get(row.host), row.host)
    if view.host_before is None:
        s.say(N_("Host: %(party)s"), party=host)
    elif view.alternates:
        s.say(N_("Host: %(party)s; before: %(before)s"), party=host, before=words.who(t, members.get(view.host_before), view.host_before))
    else:
        s.say(N_("Host: %(party)s, as for the meeting before; the host has not changed."), party=host)


def _gates(s: Session, gates: list[GateRow], members: Members) -> None:
    t = s.t
    everybody = {party: dict(names) for party, names in members.items()}
    for gate in gates:
        about = words_talks.with_key(t, gate.about, {gate.about: gate.names})
        if gate.met:
            s.say(N_("It waited for: %(matter)s; all members have reported it."), matter=about)
        elif gate.said_by:
            s.say(
                N_("It waits for: %(matter)s; reported by %(said)s, not by %(others)s."),
                matter=about,
                said=words.everyone(t, everybody, gate.said_by),
                others=words.everyone(t, everybody, gate.not_said_by),
            )
        else:
            s.say(N_("It waits for: %(matter)s; nobody has reported it."), matter=about)


def _delegations(s: Session, delegations: list[DelegationRow], members: Members) -> None:
    t = s.t
    found = {row.party: row for row in delegations}
    if not found:
        return
    s.head(N_("Delegations"))
    s.table(
        [N_("Party"), N_("Head of delegation"), N_("Alternates"), N_("Other members")],
        [
            [
                words.who(t, members.get(party), party),
                found[party].head.name or found[party].head.id,
                t.listing(person.name or person.id for person in found[party].alternates),
                t.listing(person.name or person.id for person in found[party].delegates),
            ]
            for party in words.in_order(t, {party: members.get(party, {}) for party in found})
        ],
    )


def _point(s: Session, point: PointRow, members: Members) -> None:
    """A point of the minutes, or the agenda: as agreed; else every draft that still stands."""
    t = s.t
    if point.agreed is not None:
        s.say(N_("Agreed (%(entry)s): %(state)s."), entry=point.agreed.ref, state=words.word(t, words_talks.STATES, point.agreed.state))
        _body(s, point.agreed)
    for draft in point.drafts:
        if draft.state in {"open", "silence", "objected"}:
            s.say(
                N_("Draft of %(party)s (%(entry)s): %(state)s."),
                party=words.who(t, members.get(draft.by), draft.by),
                entry=draft.ref,
                state=phrases.proposal_state(t, draft),
            )
            _body(s, draft)
            show_voices(s, draft, members)


def _body(s: Session, row: ProposalRow) -> None:
    if row.destroyed:
        s.say(N_("Its body was destroyed by agreement; its hashes and signatures stand."))
    agenda = row.content.get("agenda")
    for number, item in enumerate(agenda if isinstance(agenda, list) else [], 1):
        s.line(tame(f"  {number}. {item}"))
    if isinstance(row.content.get("text"), str):
        s.line("  " + tame(row.content["text"]))


# ---------------------------------------------------------------- groups


def render_groups(s: Session, view: GroupsView) -> None:
    s.exercise(on=view.channel.exercise)
    s.out.print(words.channel_title(s.t, view.channel), style="bold")
    s.text(words.as_of_line(s.t, view.channel, view.as_of))
    if not view.groups:
        s.say(N_("No working group was proposed here."))
        s.next(f"group propose KEY --name {s.t.language}=NAME")
        return
    for row in view.groups:
        _group(s, row, view.channel.members)


def _group(s: Session, row: GroupRow, members: Members) -> None:
    t = s.t
    s.line()
    s.out.print(words_talks.with_key(t, row.slot, {row.slot: row.names}), style="bold")
    state = words_talks.STATES if row.agreed == "consented_not_final" else words_talks.GROUPS
    if row.state == "proposed" and row.unconfirmed:
        s.say(N_("State: %(state)s"), state=t.gettext(words_talks.UNCONFIRMED))
    else:
        s.say(N_("State: %(state)s"), state=words.word(t, state, row.state if state is words_talks.GROUPS else str(row.agreed)))
    for proposal in row.proposals:
        if proposal.state in {"open", "silence", "objected"}:
            s.say(N_("Proposed in %(entry)s:"), entry=proposal.ref)
            show_voices(s, proposal, members)
    for report in row.reports:
        s.say(
            N_("%(party)s has reported (%(entry)s): %(said)s"),
            party=words.who(t, members.get(report.party), report.party),
            entry=report.entry,
            said=t.listing([words.word(t, words_talks.REPORTS, report.state), *([] if report.date is None else [t.when(report.date)])]),
        )
    for channel in row.channels:
        if channel.label is None:
            s.say(N_("It has a channel of its own, which this node does not hold (%(entry)s)."), entry=channel.listed_by)
        else:
            s.say(N_("It has a channel of its own: '%(channel)s' (%(entry)s)."), channel=channel.label, entry=channel.listed_by)


def render_group_opened(s: Session, view: GroupOpened) -> None:
    s.exercise(on=view.exercise)
    s.say(
        N_("The channel '%(label)s' is founded for %(group)s; its members are %(members)s."),
        label=view.label,
        group=words_talks.with_key(s.t, view.group, {view.group: view.names}),
        members=s.t.listing(view.members),
    )
    if view.entry is not None:
        s.say(N_("It is listed in '%(channel)s' by entry %(entry)s."), channel=view.listed_in, entry=view.entry)
        s.next("sync FOLDER")
    else:
        s.say(N_("Draft %(number)s lists it in '%(channel)s'."), number=str(view.draft), channel=view.listed_in)
        s.next("seal", "sync FOLDER")
