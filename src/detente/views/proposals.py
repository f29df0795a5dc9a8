"""Proposals: what is to be decided together, how each party stands to it, and what came of it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from detente.dialogue.acts import Act, Ref
from detente.dialogue.kinds import STANCES
from detente.dialogue.proposals import CONSENTING, Proposal, Slot
from detente.errors import N_, CallerError
from detente.node.room import Room
from detente.node.text_files import word_files
from detente.record.seal import Vector
from detente.views.base import ChannelName, Point, View, as_of, channel_name
from detente.views.naming import names_of
from detente.views.register import About, about_entry
from detente.views.text_bodies import as_words

WAITING: Final = frozenset({"open", "silence"})
"""States in which a voice can still bring a proposal about."""

_ANY_VOICE: Final = ("consent", "ad_referendum", "reserve", "object")
_NEXT: Final[Mapping[str | None, tuple[str, ...]]] = {
    None: _ANY_VOICE,
    "moved": _ANY_VOICE,
    "withdrawn": _ANY_VOICE,
    "proposed": ("withdraw",),
    "consented": ("reserve", "object", "withdraw"),
    "silent": ("reserve", "object", "withdraw"),
    "ad_referendum": ("confirm", "object", "withdraw"),
    "reserved": ("confirm", "ad_referendum", "object", "withdraw"),
    "objected": ("consent", "ad_referendum", "withdraw"),
}
"""What a party that stands to a proposal in this way can do next, while it is not decided."""
_CONSENTS: Final = frozenset({"consent", "ad_referendum", "confirm"})
"""Steps by which nothing comes about once its proposer has left a proposal; he alone can come back to it."""

UNSPOKEN: Final = frozenset({None, "reserved", "ad_referendum"})
"""How a party stands to a proposal that waits for it."""


class VoiceRow(View, frozen=True):
    """How one party stands to a proposal.

    `word`: proposed, consented, silent, ad_referendum, reserved, objected, withdrawn, moved (it has spoken, and now speaks for
    another proposal about the same matter); null: it has not spoken. `entry` is the act by which it said so, `until` the day by
    which it means to confirm.
    """

    party: str
    word: str | None
    entry: str | None
    at: str | None
    until: str | None
    text: str | None


class NextStep(View, frozen=True):
    """An act that our party could do about a proposal as things stand: its kind, what it answers, and `how` of a consent."""

    kind: str
    re: str
    how: str | None


class DraftedStance(View, frozen=True):
    """A draft by which our party would say how it stands to a proposal: its number and kind, and `how` of a consent."""

    number: int
    kind: str
    how: str | None


class ProposalRow(View, frozen=True):
    """One proposal.

    `state`: open, silence (a silence procedure runs), objected, withdrawn, left (its proposer now speaks for another),
    consented_not_final (adopted; not every party has sealed a state that holds all consents), final, replaced (by a later one about the
    same matter). `about` is the matter, `names` what the parties call it, `content` its other fields by name, `waits_for` the parties
    whose consent is missing, `unconfirmed` those of them that have consented ad referendum and have not confirmed it; `steps`: what the
    party of this node could do now; `drafts`: what it says of the proposal in drafts, which count nowhere yet.
    """

    channel: str
    ref: str
    about: str
    by: str
    at: str | None
    state: str
    silence_until: str | None
    waits_for: list[str]
    unconfirmed: list[str]
    voices: list[VoiceRow]
    names: dict[str, str]
    content: dict[str, Any]
    steps: list[NextStep]
    drafts: list[DraftedStance]
    destroyed: bool


class ProposalsView(View, frozen=True):
    """`proposals`: what was proposed in a channel, by matter. `party`: whose node this is."""

    party: str
    channel: ChannelName
    as_of: list[Point]
    proposals: list[ProposalRow]


class ProposalView(View, frozen=True):
    """One proposal. `party`: whose node this is; `steps`: what it could do now; `others`: what else was proposed about the same matter."""

    party: str
    channel: ChannelName
    as_of: list[Point]
    proposal: ProposalRow
    steps: list[NextStep]
    others: list[ProposalRow]
    about: About


_FRAME: Final = frozenset({"kind", "at", "slot", "electorate", "destroyable", "re", "by"})


def proposals_view(room: Room, *, about: str | None = None, settled: bool = True) -> ProposalsView:
    """The proposals of a channel; `about`: of one matter and what belongs to it; without `settled`: only those that still wait."""
    rows = [
        proposal_row(room, slot, ref)
        for name, slot in sorted(room.fold.proposals.slots.items())
        if about is None or name == about or name.startswith(about + "/")
        for ref in sorted(slot.proposals)
    ]
    shown = [row for row in rows if settled or row.state in {*WAITING, "objected"}]
    return ProposalsView(party=room.party, channel=channel_name(room), as_of=as_of(room), proposals=shown)


def check_proposed(room: Room, about: str) -> None:
    """Go on only if something was proposed about a matter, or about what belongs to it.

    Raises:
        CallerError: nothing was.
    """
    known = sorted(room.fold.proposals.slots)
    if not any(name == about or name.startswith(about + "/") for name in known):
        near = difflib.get_close_matches(about, known, 3, 0.6)
        hint = N_("This lists what was proposed:\ndetente proposals --all")
        if near:
            raise CallerError(
                N_("nothing was proposed about '%(about)s'; near to it: %(near)s"), hint=hint, about=about, near=", ".join(near)
            )
        raise CallerError(N_("nothing was proposed about '%(about)s'"), hint=hint, about=about)


def proposal_view(room: Room, ref: Ref) -> ProposalView | None:
    """One proposal, and what our party could do about it; None if the act is none, or one without effect."""
    found = room.fold.proposals.get(ref)
    if found is None:
        return None
    slot = found[0]
    row = proposal_row(room, slot, ref)
    return ProposalView(
        party=room.party,
        channel=channel_name(room),
        as_of=as_of(room),
        proposal=row,
        steps=row.steps,
        others=[proposal_row(room, slot, other) for other in sorted(slot.proposals) if other != ref],
        about=about_entry(room, ref),
    )


def _steps(party: str, ref: Ref, state: str, voices: list[VoiceRow]) -> list[NextStep]:
    """What a party could do about a proposal that is not decided: what it has said bounds what it can say next."""
    ours = next((voice for voice in voices if voice.party == party), None)
    if ours is None or state not in {*WAITING, "objected", "left"}:
        return []
    about = str(ref)
    spoken = ours.entry or about
    all_steps = {
        "confirm": NextStep(kind="confirm", re=spoken, how=None),
        "consent": NextStep(kind="consent", re=about, how=None),
        "ad_referendum": NextStep(kind="consent", re=about, how="ad_referendum"),
        "reserve": NextStep(kind="reserve", re=about, how=None),
        "object": NextStep(kind="object", re=about, how=None),
        "withdraw": NextStep(kind="withdraw", re=spoken, how=None),
    }
    return [all_steps[name] for name in _NEXT[ours.word] if state != "left" or ref.party == party or name not in _CONSENTS]


def proposal_row(room: Room, slot: Slot, ref: Ref) -> ProposalRow:
    """One proposal with each party's voice."""
    proposal = slot.proposals[ref]
    entry = room.entry(ref)
    voices = [_voice(room, slot, ref, party) for party in proposal.electorate]
    state = state_of(room, slot, ref)
    return ProposalRow(
        channel=room.label,
        ref=str(ref),
        about=slot.name,
        by=ref.party,
        at=_text(proposal.act.kept.get("at")),
        state=state,
        silence_until=proposal.until,
        waits_for=[voice.party for voice in voices if voice.word not in CONSENTING],
        unconfirmed=[voice.party for voice in voices if voice.word == "ad_referendum"],
        voices=voices,
        names=names_of(room, slot.name),
        content={
            name: value
            for name, value in as_words(slot.name, entry.fields).items()
            if name not in _FRAME | {file.field for file in word_files(slot.name, entry.fields).values()}
        },
        steps=_steps(room.party, ref, state, voices),
        drafts=drafted_stances(room, slot, ref),
        destroyed=entry.destroyed,
    )


def drafted_stances(room: Room, slot: Slot, ref: Ref) -> list[DraftedStance]:
    """What our party says of a proposal in drafts: of the proposal itself, or of its own stance on it."""
    spoken = [list(voice.act.ref.value) for voice in slot.voices.get(room.party, ()) if voice.of == ref]
    return [
        DraftedStance(number=number, kind=str(fields["kind"]), how=_text(fields.get("how")))
        for number, _, fields, _, _ in room.store.drafts(room.id)
        if fields["kind"] in STANCES - {"propose"} and list(fields["re"][0]) in [list(ref.value), *spoken]
    ]


def state_of(room: Room, slot: Slot, ref: Ref) -> str:
    """What has become of a proposal, in the words of `ProposalRow`."""
    state = room.fold.proposals.state_of(slot, ref)
    if state in WAITING and slot.is_left(ref):
        return "left"
    if state != "adopted":
        return state
    return "final" if slot.is_final(ref, seen_by(room)) else "consented_not_final"


def seen_by(room: Room) -> Mapping[str, Vector]:
    """What each member has sealed that it has seen: the vector of its last head here."""
    found = {}
    for party in room.channel.members:
        for key in room.channel.generations(party):
            log = room.channel.logs[key]
            if log.main.size:
                found[party] = log.heads[log.main].vector
    return found


def waiting_for_us(room: Room) -> Iterator[tuple[Slot, Proposal]]:
    """Proposals that our party has not consented to or refused."""
    for _, slot in sorted(room.fold.proposals.slots.items()):
        for ref, proposal in sorted(slot.proposals.items()):
            if slot.voice_of(room.party, ref) in UNSPOKEN and state_of(room, slot, ref) in WAITING:
                yield slot, proposal


def waiting_for_others(room: Room) -> Iterator[tuple[Slot, Proposal]]:
    """Proposals that our party stands behind, and of which another party has said nothing yet, or awaits instructions."""
    for _, slot in sorted(room.fold.proposals.slots.items()):
        for ref, proposal in sorted(slot.proposals.items()):
            others = (slot.voice_of(party, ref) for party in proposal.electorate if party != room.party)
            ours = slot.voice_of(room.party, ref) in CONSENTING
            if ours and any(word not in {*CONSENTING, "ad_referendum"} for word in others) and state_of(room, slot, ref) in WAITING:
                yield slot, proposal


def unconfirmed_by_others(room: Room) -> Iterator[tuple[Slot, Proposal]]:
    """Proposals to which another party has consented ad referendum, and has not confirmed it."""
    for _, slot in sorted(room.fold.proposals.slots.items()):
        for ref, proposal in sorted(slot.proposals.items()):
            others = (party for party in proposal.electorate if party != room.party)
            if any(slot.voice_of(party, ref) == "ad_referendum" for party in others) and state_of(room, slot, ref) in WAITING:
                yield slot, proposal


def unconfirmed_in(room: Room, slot: Slot) -> list[str]:
    """The parties that have consented ad referendum to a proposal in a slot which still waits, and have not confirmed it."""
    waiting = [ref for ref in slot.proposals if state_of(room, slot, ref) in WAITING]
    return [party for party in room.channel.members if any(slot.voice_of(party, ref) == "ad_referendum" for ref in waiting)]


def voice_act(slot: Slot, party: str, ref: Ref) -> Act | None:
    """The act by which a party stands to a proposal as it does; None if it does not speak about it."""
    word = slot.voice_of(party, ref)
    if word in CONSENTING:
        return next((act for act in slot.consents(ref) if act.party == party), None)
    spoken = [voice.act for voice in slot.voices.get(party, ()) if voice.of == ref]
    return spoken[-1] if word is not None and spoken else None


def _voice(room: Room, slot: Slot, ref: Ref, party: str) -> VoiceRow:
    act = voice_act(slot, party, ref)
    if act is None:
        moved = any(voice.of == ref for voice in slot.voices.get(party, ()))
        return VoiceRow(party=party, word="moved" if moved else None, entry=None, at=None, until=None, text=None)
    fields = room.entry(act.ref).fields
    return VoiceRow(
        party=party,
        word=slot.voice_of(party, ref),
        entry=str(act.ref),
        at=_text(act.kept.get("at")),
        until=_text(act.kept.get("confirm_by", act.kept.get("until"))),
        text=None if act.ref == ref else _text(fields.get("reason", fields.get("text"))),
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
