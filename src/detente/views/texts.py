"""Texts: their versions and parts, the text from which work goes on, and who has initialled, signed and attached what."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple

from detente.dialogue.acts import Act, Ref
from detente.dialogue.kinds import BASES
from detente.dialogue.proposals import Slot
from detente.dialogue.texts import BRACKETS, CORRECTIONS, PROVISIONS, text_digest
from detente.node.room import Room
from detente.node.text_files import by_language
from detente.record.text import encode_base64
from detente.texts.model import PROVISIONAL
from detente.texts.reading import readable
from detente.texts.work import Work
from detente.views.base import ChannelName, Point, RemarkShown, View, as_of, channel_name, finding_view
from detente.views.people import person_name
from detente.views.proposals import ProposalRow, proposal_row, state_of, unconfirmed_in
from detente.views.recent import Recent
from detente.views.text_bodies import TITLE, content_as_read, is_formed, work_as_read
from detente.views.text_shown import LookShown, PieceShown, ProvisionRow, look_of, pieces, provisions_shown
from detente.views.text_words import NotArrived, words_in
from detente.views.undertakings import UndertakingRow, promises_about
from detente.views.working_texts import WorkingText, working_text


class SignatureRow(View, frozen=True):
    """One party's initials or signature. `delegate`: who signed in person; `holds`: whether that signature is good (null: the party's).

    `how`: simple (to be ratified) or definitive, if it was said.
    """

    party: str
    entry: str
    at: str | None
    delegate: str | None
    name: str | None
    holds: bool | None
    how: str | None


class ReplyRow(View, frozen=True):
    """The reply to a note of an exchange: a consent with words. `repeats`: it quotes the words of the note, in some language, unchanged."""

    party: str
    entry: str
    repeats: bool


class VersionRow(View, frozen=True):
    """One tabled form of a text.

    `texts` are its language versions as they are signed, `provisions` the same for reading. `digest` is what its proposal names and all
    sign; `fits` says whether the language versions held here have that digest (null: they were destroyed by agreement, or have not come),
    `formed` whether they are written as the protocol says. `missing`: the languages whose words are in files that have not come; then
    none is shown. `brackets`: how many are open, as its author states; `counted`: as they are counted here. `replies`: of an exchange of
    notes.
    """

    proposal: ProposalRow
    form: str | None
    languages: list[str]
    titles: dict[str, str]
    texts: dict[str, str]
    provisions: list[ProvisionRow]
    digest: str
    missing: list[str]
    fits: bool | None
    formed: bool | None
    brackets: int
    counted: int | None
    order: list[str]
    depositary: str | None
    initials: list[SignatureRow]
    signatures: list[SignatureRow]
    replies: list[ReplyRow]


class TextRow(View, frozen=True):
    """One text in short.

    `state`: draft, basis (accepted, and not for signature), adopted, signed; `agreed`: consented_not_final or final; `not_signed_by`: of a
    text that can be signed; `unconfirmed`: who has consented ad referendum to a version that waits, and has not confirmed it; `brackets`:
    how many are open, with the changes of provisions that wait; `in_force`: since which day it is in force as a whole.
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
    brackets: int
    in_force: str | None


class PartRow(View, frozen=True):
    """What was proposed for a part of a text: `part` is provision, bracket or correction, and `name` which one.

    `verb`: ADD, MOD, EDIT, SUP or NOC of a provision. `words`: what is to stand there, by language; empty where nothing is. `package`: the
    brackets that are closed only together with this one. `looked`, `looks`: of a change of how deep the provision stands or of its look,
    how it stands and how it is to stand; else null.
    """

    proposal: ProposalRow
    part: str
    name: str
    verb: str | None
    words: dict[str, list[PieceShown]]
    package: list[str]
    looked: LookShown | None
    looks: LookShown | None


class RemarkRow(View, frozen=True):
    """Why what was agreed or proposed has no effect on the text, or not everywhere: the entry, and the reason to be translated."""

    entry: str
    template: str
    params: dict[str, Any]


class WorkingRow(View, frozen=True):
    """The text from which work goes on: version `ref`, with what was agreed about its parts since (`agreed`).

    `crossed`: versions tabled at the same time, none in knowledge of the other: people decide. In `provisions` what is proposed stands in
    brackets with its parties.
    """

    ref: str
    crossed: list[str]
    provisions: list[ProvisionRow]
    agreed: list[str]
    remarks: list[RemarkRow]


class AttachedRow(View, frozen=True):
    """What a party has put beside a text, or says about it: `kind` is attach, bind or force, `word` its form or instrument.

    `first`: from which day; `parties` and `provisions`: for which alone; `provisional`: applied before it is in force.
    """

    kind: str
    party: str
    entry: str
    at: str | None
    word: str | None
    texts: dict[str, str]
    first: str | None
    parties: list[str]
    provisions: list[str]
    provisional: bool


class TextsView(View, frozen=True):
    """`text list`."""

    channel: ChannelName
    as_of: list[Point]
    texts: list[TextRow]


class TextView(View, frozen=True):
    """`text show`: `current` is the version that was adopted, `versions` all that were tabled, in order of their entries.

    `party`: whose node this is; `working`: the text from which work goes on; `parts`: what was proposed for its provisions and brackets,
    and its corrections; `attached`: statements, instruments and notices beside it; `remarks`: what was found in its initials, signatures,
    instruments and notices: powers that are missing, an order that was not kept; `promises`: undertakings that it or a provision of it
    contains.
    """

    party: str
    channel: ChannelName
    as_of: list[Point]
    text: TextRow
    current: VersionRow | None
    versions: list[VersionRow]
    working: WorkingRow | None
    parts: list[PartRow]
    attached: list[AttachedRow]
    remarks: list[RemarkShown]
    promises: list[UndertakingRow]


def texts_view(room: Room) -> TextsView:
    """The texts of a channel."""
    texts = [text_row(room, slot) for slot in room.fold.texts.all()]
    return TextsView(channel=channel_name(room), as_of=as_of(room), texts=texts)


def text_view(room: Room, name: str) -> TextView | None:
    """One text with all its versions; None if nobody has tabled it."""
    slot = room.fold.proposals.slots.get(name)
    if slot is None or name.count("/") != 1:
        return None
    versions = {ref: version(room, slot, ref) for ref in sorted(slot.proposals)}
    try:
        stands = working_text(room, slot)
    except NotArrived:  # its row says which words are missing
        stands = None
    return TextView(
        party=room.party,
        channel=channel_name(room),
        as_of=as_of(room),
        text=text_row(room, slot),
        current=None if slot.current is None else versions[slot.current.act.ref],
        versions=list(versions.values()),
        working=None if stands is None else working_row(stands),
        parts=_parts(room, slot, stands),
        attached=_attached(room, slot),
        remarks=_found(room, slot),
        promises=promises_about(room, slot.name),
    )


def working_row(stands: WorkingText) -> WorkingRow:
    """The text from which work goes on."""
    return WorkingRow(
        ref=str(stands.version.act.ref),
        crossed=[str(other.act.ref) for other in stands.crossed],
        provisions=provisions_shown(stands.shown, PROVISIONAL),
        agreed=[str(each.ref) for each in stands.steps],
        remarks=[RemarkRow(entry=str(ref), template=one.template, params=one.params) for ref, one in stands.remarks],
    )


def text_row(room: Room, slot: Slot) -> TextRow:
    """One text in short: as adopted, else as last tabled."""
    texts, current = room.fold.texts, slot.current
    chosen = max(slot.proposals) if current is None else current.act.ref
    kept = slot.proposals[chosen].act.kept
    fields = room.entry(chosen).fields
    return TextRow(
        channel=room.label,
        slot=slot.name,
        state="basis" if current is not None and kept.get("form") in BASES else texts.state(slot),
        agreed=None if current is None else state_of(room, slot, chosen),
        form=fields.get("form"),
        titles=by_language(fields, TITLE),
        languages=list(fields.get("languages", ())),
        digest=None if current is None else str(current.act.kept["digest"]),
        not_signed_by=texts.unsigned(slot),
        unconfirmed=unconfirmed_in(room, slot),
        entry=str(chosen),
        brackets=texts.open_brackets(slot),
        in_force=None if current is None else texts.in_force(chosen, kept.get("depositary")),
    )


def version(room: Room, slot: Slot, ref: Ref) -> VersionRow:
    """One tabled form of a text."""
    entry = room.entry(ref)
    texts, missing = words_in(room.kept, slot.name, entry.fields)
    kept = slot.proposals[ref].act.kept
    digest = str(kept["digest"])
    work = work_as_read(texts)
    looked = _looked_at(texts, work) if not entry.destroyed and not missing else None
    row = proposal_row(room, slot, ref)
    return VersionRow(
        proposal=row,
        form=entry.fields.get("form"),
        languages=list(entry.fields.get("languages", ())),
        titles=by_language(entry.fields, TITLE),
        texts=texts,
        provisions=provisions_shown(work, PROVISIONAL),
        digest=digest,
        missing=list(missing),
        fits=None if looked is None else looked.digest == digest,
        formed=None if looked is None else looked.formed,
        brackets=int(kept.get("brackets", 0)),
        counted=None if looked is None else looked.brackets,
        order=list(kept.get("order", ())),
        depositary=kept.get("depositary"),
        initials=[_signature(room, act) for _, act in sorted(room.fold.texts.initials.get(ref, {}).items())],
        signatures=[_signature(room, act) for _, act in sorted(room.fold.texts.signatures.get(ref, {}).items())],
        replies=_replies(row, work) if entry.fields.get("form") == "exchange_of_notes" else [],
    )


class _Looked(NamedTuple):
    """What its words say of a version: the digest over all of them, whether they are of the form, how many brackets are open."""

    digest: str
    formed: bool
    brackets: int


_looked: Recent[tuple[tuple[str, str], ...], _Looked] = Recent(12_000_000)
"""By the texts of a version; each weighs its characters, which are held elsewhere too."""


def _looked_at(texts: dict[str, str], work: Work) -> _Looked:
    def look() -> _Looked:
        numbers = {bracket.id for one in work.versions for _, bracket, _ in one.brackets()}
        formed = all(is_formed(language, text) for language, text in texts.items())
        return _Looked(encode_base64(text_digest(texts)), formed, len(numbers))

    return _looked.get(tuple(sorted(texts.items())), sum(map(len, texts.values())), look)


def _replies(row: ProposalRow, work: Work) -> list[ReplyRow]:
    """Whether those who answered a note repeat its words; white space and the style of quotation marks make no difference."""
    notes = [_unspaced(" ".join(readable(provision.content) for provision in version.provisions)) for version in work.versions]
    return [
        ReplyRow(party=voice.party, entry=str(voice.entry), repeats=any(note in _unspaced(voice.text) for note in notes if note))
        for voice in row.voices
        if voice.party != row.by and voice.text
    ]


def _unspaced(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).translate(_QUOTES).split())


_QUOTES = dict.fromkeys(map(ord, "\"'«»“”„‘’‹›"), None)


_PARTS = {"provision": PROVISIONS, "bracket": BRACKETS, "correction": CORRECTIONS}


def _parts(room: Room, text: Slot, stands: WorkingText | None) -> list[PartRow]:
    return [
        part_row(room, kind, slot, ref, stands)
        for kind, infix in _PARTS.items()
        for slot in room.fold.texts.parts(text.name, infix)
        for ref in sorted(slot.proposals)
    ]


def part_row(room: Room, kind: str, slot: Slot, ref: Ref, stands: WorkingText | None) -> PartRow:
    """What was proposed for one part of a text; `stands`: the text from which work goes on."""
    kept, fields = slot.proposals[ref].act.kept, room.entry(ref).fields
    words = {} if kind == "correction" else by_language(fields)
    looked, looks = _looks(kept, slot.name.rpartition("/")[2], stands)
    return PartRow(
        proposal=proposal_row(room, slot, ref),
        part=kind,
        name=slot.name.rpartition("/")[2],
        verb=kept.get("verb", "MOD") if kind == "provision" else None,
        words={language: pieces(content_as_read(text), PROVISIONAL) for language, text in words.items()},
        package=[other.rpartition("/")[2] for other in kept.get("package", ())],
        looked=looked,
        looks=looks,
    )


def _looks(kept: Mapping[str, Any], name: str, stands: WorkingText | None) -> tuple[LookShown | None, LookShown | None]:
    """How a provision stands, and how a change of it would have it stand; nothing where the change leaves that as it is."""
    if "level" not in kept and "look" not in kept:
        return None, None
    there = [version[name] for version in stands.work.versions if name in version] if stands is not None else []
    looked = look_of(there[0]) if there else None
    level, look = (looked.level, looked.look) if looked is not None else (0, "paragraph")
    looks = LookShown(level=kept.get("level", level), look=kept.get("look", look))
    return (None, None) if looks == looked else (looked, looks)


def _found(room: Room, slot: Slot) -> list[RemarkShown]:
    """What was found in the acts that lead from the text to a bond; it is shown, and nothing is refused for it."""
    texts = room.fold.texts
    acts = {act.ref for found in (texts.initials, texts.signatures) for ref in slot.proposals for act in found.get(ref, {}).values()}
    acts |= {act.ref for found in (texts.attached, texts.instruments, texts.forces) for ref in slot.proposals for act in found.get(ref, ())}
    return [finding_view(room, finding) for finding in room.fold.all_findings() if finding.ref in acts]


def _attached(room: Room, slot: Slot) -> list[AttachedRow]:
    texts = room.fold.texts
    acts = [act for found in (texts.attached, texts.instruments, texts.forces) for ref in slot.proposals for act in found.get(ref, ())]
    return [_attached_row(room, act) for act in sorted(acts, key=lambda act: act.ref)]


def _attached_row(room: Room, act: Act) -> AttachedRow:
    fields, kept = room.entry(act.ref).fields, act.kept
    return AttachedRow(
        kind=act.kind,
        party=act.party,
        entry=str(act.ref),
        at=str(kept["at"]),
        word=kept.get("form") or kept.get("instrument"),
        texts={**by_language(fields), **({"": fields["text"]} if isinstance(fields.get("text"), str) else {})},
        first=kept.get("from"),
        parties=list(kept.get("for", ())),
        provisions=list(kept.get("provisions", ())),
        provisional=kept.get("provisional", False),
    )


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
        how=act.kept.get("how"),
    )
