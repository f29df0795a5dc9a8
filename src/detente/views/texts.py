"""Texts: their language versions, the digest over all of them, and who has signed it."""

from __future__ import annotations

from typing import Any

from detente.dialogue.acts import Act, Ref
from detente.dialogue.proposals import Slot
from detente.dialogue.texts import text_digest
from detente.node.room import Room
from detente.record.text import encode_base64
from detente.views.base import ChannelName, Point, View, as_of, channel_name
from detente.views.people import person_name
from detente.views.proposals import ProposalRow, proposal_row, state_of, unconfirmed_in

TEXT = "text/"
TITLE = "title/"


class SignatureRow(View, frozen=True):
    """One party's signature. `delegate`: who signed in person; `holds`: whether that signature is good (null: signed by the party)."""

    party: str
    entry: str
    at: str | None
    delegate: str | None
    name: str | None
    holds: bool | None


class VersionRow(View, frozen=True):
    """One tabled form of a text.

    `digest` is what its proposal names and all sign; `fits` says whether the language versions held here have that digest (null: they
    were destroyed by agreement).
    """

    proposal: ProposalRow
    form: str | None
    languages: list[str]
    titles: dict[str, str]
    texts: dict[str, str]
    digest: str
    fits: bool | None
    signatures: list[SignatureRow]


class TextRow(View, frozen=True):
    """One text in short. `state`: draft, adopted, signed; `agreed`: consented_not_final or final; `not_signed_by`: of an adopted text.

    `unconfirmed`: who has consented ad referendum to a version that waits, and has not confirmed it.
    """

    channel: str
    slot: str
    state: str
    agreed: str | None
    form: str | None
    titles: dict[str, str]
    languages: list[str]
    digest: str | None
    not_signed_by: list[str]
    unconfirmed: list[str]
    entry: str | None


class TextsView(View, frozen=True):
    """`text list`."""

    channel: ChannelName
    as_of: list[Point]
    texts: list[TextRow]


class TextView(View, frozen=True):
    """`text show`: `current` is the version that was adopted, `versions` all that were tabled, in order of their entries.

    `party`: whose node this is.
    """

    party: str
    channel: ChannelName
    as_of: list[Point]
    text: TextRow
    current: VersionRow | None
    versions: list[VersionRow]


def texts_view(room: Room) -> TextsView:
    """The texts of a channel."""
    texts = [text_row(room, slot) for slot in room.fold.texts.all()]
    return TextsView(channel=channel_name(room), as_of=as_of(room), texts=texts)


def text_view(room: Room, name: str) -> TextView | None:
    """One text with all its versions; None if nobody has tabled it."""
    slot = room.fold.proposals.slots.get(name)
    if slot is None:
        return None
    versions = {ref: version(room, slot, ref) for ref in sorted(slot.proposals)}
    return TextView(
        party=room.party,
        channel=channel_name(room),
        as_of=as_of(room),
        text=text_row(room, slot),
        current=None if slot.current is None else versions[slot.current.act.ref],
        versions=list(versions.values()),
    )


def text_row(room: Room, slot: Slot) -> TextRow:
    """One text in short: as adopted, else as last tabled."""
    current = slot.current
    chosen = max(slot.proposals) if current is None else current.act.ref
    fields = room.entry(chosen).fields
    signed = room.fold.texts.signatures.get(chosen, {}) if current is not None else {}
    return TextRow(
        channel=room.label,
        slot=slot.name,
        state=room.fold.texts.state(slot),
        agreed=None if current is None else state_of(room, slot, chosen),
        form=fields.get("form"),
        titles=by_language(fields, TITLE),
        languages=list(fields.get("languages", ())),
        digest=None if current is None else str(current.act.kept["digest"]),
        not_signed_by=[] if current is None else [party for party in room.channel.members if party not in signed],
        unconfirmed=unconfirmed_in(room, slot),
        entry=str(chosen),
    )


def version(room: Room, slot: Slot, ref: Ref) -> VersionRow:
    """One tabled form of a text."""
    entry = room.entry(ref)
    texts = by_language(entry.fields, TEXT)
    digest = str(slot.proposals[ref].act.kept["digest"])
    signed = room.fold.texts.signatures.get(ref, {})
    return VersionRow(
        proposal=proposal_row(room, slot, ref),
        form=entry.fields.get("form"),
        languages=list(entry.fields.get("languages", ())),
        titles=by_language(entry.fields, TITLE),
        texts=texts,
        digest=digest,
        fits=None if entry.destroyed else encode_base64(text_digest(texts)) == digest,
        signatures=[_signature(room, act) for _, act in sorted(signed.items())],
    )


def by_language(fields: dict[str, Any], prefix: str) -> dict[str, str]:
    """The fields text/en, text/ru, .. of an act by language."""
    return {name.removeprefix(prefix): value for name, value in fields.items() if name.startswith(prefix) and isinstance(value, str)}


def _signature(room: Room, act: Act) -> SignatureRow:
    by = act.kept.get("by")
    delegate = None if by is None else str(by["delegate"])
    return SignatureRow(
        party=act.party,
        entry=str(act.ref),
        at=str(act.kept["at"]),
        delegate=delegate,
        name=None if delegate is None else person_name(room, act.party, delegate),
        holds=None if delegate is None else act.ref in room.fold.people.signed_in_person,
    )
