"""What the public sees: published files, each verified anew, and public statements held beside the counts that they prove.

Nothing here asks a node. Whoever publishes hands over files; the page says of each what it proves, to somebody who trusts the charter's
hash and the keys of the witnesses that are named, and nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from detente.dialogue.claims import WHATS, Counted, compare, overall
from detente.dialogue.counting import ANSWERED_RULE, read_section
from detente.record.charter import Charter
from detente.record.note import COSIGNATURE_ED25519, COSIGNATURE_MLDSA44, VerifierKey, parse_vkey
from detente.record.proof import verify_proof
from detente.record.seal import LogKey
from detente.record.text import encode_base64
from detente.record.verdict import PROVEN, Verdict, WitnessShown
from detente.views.base import View
from detente.views.standing import REQUESTS, RequestCount, request_count

ALGORITHMS: Final = {COSIGNATURE_ED25519: "Ed25519", COSIGNATURE_MLDSA44: "ML-DSA-44"}
"""By which algorithm a witness signs with a key of a type."""


class SealedBy(View, frozen=True):
    """A seal that signs a count: whose, at which entry, and the time that it claims."""

    party: str
    entry: str
    at: str | None


class Bound(View, frozen=True):
    """A witness's word that a party's log had reached this far by then; the time is the witness's own.

    `other_keys`: beside a confirmed key, the algorithms of signatures under the same name whose keys were not given.
    """

    party: str
    generation: int
    size: int
    witness: str
    at: int
    confirmed: bool
    other_keys: list[str]


class Opened(View, frozen=True):
    """An entry of a proof, with what it shows; `hidden`: how many hashes are not opened, of fields or pads: nobody can tell which."""

    party: str
    index: int
    fields: dict[str, Any]
    hidden: int


class Published(View, frozen=True):
    """One published file: its name, its size, and what came of verifying it just now. `claim`: standing, entry, receipt, log or fork.

    `acts`: for a count, how many acts of each party it holds; `sha256`: of the file, hex.
    """

    file: str
    bytes: int
    sha256: str
    status: str
    step: int | None
    claim: str | None
    channel: str | None
    signers: list[str]
    not_signed: list[str]
    requests: dict[str, RequestCount]
    acts: dict[str, int]
    digest: str | None
    seals: list[SealedBy]
    bounds: list[Bound]
    entries: list[Opened]


class SaidInPublic(View, frozen=True):
    """A public statement, from public pages, held beside a published count. `verdict`: of the figures that can be held beside it."""

    said_on: dict[str, Any]
    speakers: list[dict[str, str]]
    text: str
    source: dict[str, str]
    figures: list[dict[str, Any]]
    verdict: str
    verdicts: list[str]


class PublicView(View, frozen=True):
    """Everything that was published of one dialogue.

    `charter`: the hash that an outsider trusts; `count`: the published count of requests, or null; `said`: public statements about it.
    """

    charter: str
    names: dict[str, str]
    purpose: dict[str, str]
    exercise: bool
    parties: dict[str, dict[str, str]]
    witnesses: list[str]
    rule: str
    count: Published | None
    published: list[Published]
    said: list[SaidInPublic]

    @property
    def counts(self) -> list[Published]:
        """The published counts of requests that hold, by name."""
        return [each for each in self.published if each.status == PROVEN and each.requests]


def public_view(
    charter: Charter, proofs: Mapping[str, bytes], witnesses: Sequence[VerifierKey], said: Sequence[Mapping[str, Any]],
    parties: Mapping[str, dict[str, str]] | None = None,
) -> PublicView:  # fmt: skip
    """Verify and arrange what was published.

    Args:
        charter: the charter that the reader trusts.
        proofs: the published files by name.
        witnesses: the keys of witnesses that the reader trusts.
        said: public statements as the publisher has collected them: said_on, speakers, text, source, figures.
        parties: what the parties are called now, where a node that knows it publishes; otherwise as the charter has it.
    """
    published = [_published(name, raw, charter, witnesses) for name, raw in sorted(proofs.items())]
    count = next((each for each in published if each.status == PROVEN and each.requests), None)
    return PublicView(
        charter=charter.id,
        names=charter.names,
        purpose=charter.value.get("purpose", {}),
        exercise=charter.exercise,
        parties={party: about.names for party, about in charter.parties.items()} if parties is None else dict(parties),
        witnesses=sorted({key.name for key in witnesses}),
        rule=ANSWERED_RULE,
        count=count,
        published=published,
        said=[] if count is None else [_said(item, count) for item in said],
    )


def _published(name: str, raw: bytes, charter: Charter, witnesses: Sequence[VerifierKey]) -> Published:
    verdict = verify_proof(raw, charter_digest=charter.id, witness_keys=witnesses, read_section=read_section)
    return Published(
        file=name,
        bytes=len(raw),
        sha256=hashlib.sha256(raw).hexdigest(),
        status=verdict.status,
        step=verdict.step,
        claim=verdict.claim,
        channel=None if verdict.channel is None else verdict.channel.kind,
        signers=list(verdict.signers),
        not_signed=list(verdict.not_signed),
        requests={
            section.removeprefix(REQUESTS): request_count(value)
            for section, value in verdict.sections.items()
            if section.startswith(REQUESTS) and verdict.derived.get(section, {}).get("well_formed")
        },
        acts=verdict.acts(),
        digest=None if verdict.standing is None else encode_base64(verdict.standing),
        seals=[SealedBy(party=seal.log.party, entry=f"{seal.log.party}/{seal.index}", at=seal.at) for seal in verdict.seals],
        bounds=bounds_of(verdict),
        entries=_entries(verdict),
    )


def bounds_of(verdict: Verdict) -> list[Bound]:
    """What witnesses say; what one says twice, with two keys, is told once, and as confirmed where one of the keys is known."""
    found: dict[tuple[str, LogKey, int], list[WitnessShown]] = {}
    for item in verdict.witnesses:
        found.setdefault((item.name, item.log, item.size), []).append(item)
    return [_bound(items) for items in found.values()]


def _bound(items: list[WitnessShown]) -> Bound:
    """What one witness says of one state, by whichever of its keys; the earliest time of the confirmed ones counts, if there are any."""
    told = min(items, key=lambda item: (not item.confirmed, item.time))
    others = {ALGORITHMS[parse_vkey(item.vkey).type] for item in items if told.confirmed and not item.confirmed}
    return Bound(
        party=told.log.party,
        generation=told.log.generation,
        size=told.size,
        witness=told.name,
        at=told.time,
        confirmed=told.confirmed,
        other_keys=sorted(others),
    )


def _entries(verdict: Verdict) -> list[Opened]:
    return [Opened(party=entry.log.party, index=entry.index, fields=entry.fields, hidden=entry.hidden) for entry in verdict.entries]


def _said(item: Mapping[str, Any], count: Published) -> SaidInPublic:
    """A statement beside the whole published count; that has no dates in it, so periods that were named are not looked at."""
    verdicts = [compare(figure, _counted(figure, count)).verdict for figure in item["figures"]]
    return SaidInPublic(
        said_on=item["said_on"],
        speakers=item["speakers"],
        text=item["text"],
        source=item["source"],
        figures=item["figures"],
        verdict=overall(verdicts) if verdicts else "not_checkable_from_here",
        verdicts=verdicts,
    )


def _counted(figure: Mapping[str, Any], count: Published) -> Counted | None:
    """What the count has for a figure: sent by one to the other, or answered by one of what the other sent."""
    if figure.get("what") not in WHATS:
        return None
    sender = figure.get("by") if figure["what"] == "sent" else figure.get("to")
    found = count.requests.get(str(sender))
    if found is None:
        return None
    return Counted(found.sent, None) if figure["what"] == "sent" else Counted(found.answered, found.sent)
