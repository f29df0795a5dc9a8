"""What a verifier says about a proof file, as a value (docs/protocol.md, "Verdict").

    proven        every step held, and the trust anchor that the caller gave is the one of the file
    consistent    every step held, but no anchor was given: signed by keys that nobody has confirmed
    not proven    a step failed; the verdict then holds its number and the reason, and repeats nothing of the file

A verdict has no sentences in it: statuses, steps and caveats are stable codes, so that each face says them in its language.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from detente.errors import N_, DetenteError
from detente.record.seal import Cut, HeadId, LogKey
from detente.record.text import encode_base64

PROVEN: Final = "proven"
CONSISTENT: Final = "consistent"
NOT_PROVEN: Final = "not proven"

STEPS: Final[dict[int, str]] = {
    1: N_("size and form"),
    2: N_("charter"),
    3: N_("trust anchor"),
    4: N_("channel"),
    5: N_("certificates"),
    6: N_("signatures of heads"),
    7: N_("entries and openings"),
    8: N_("inclusion"),
    9: N_("the claim"),
    10: N_("witnesses"),
}
"""The steps of `verify_proof`: the numbers never change, a face may translate the names."""

CAVEATS: Final[dict[str, str]] = {
    "keys_not_confirmed": N_("No trust anchor was given: whose keys these are is not confirmed."),
    "supposed_exercise": N_("The dialogue is an exercise: nothing in it was meant in earnest."),
    "later_acts_may_exist": N_("Later acts may exist that this file does not show."),
    "signed_is_not_true": N_("It shows who signed what, not that what was signed is true."),
    "one_signer_only": N_("One party alone signed this."),
    "not_all_members_signed": N_("Not all members of the channel signed this."),
    "key_replacement_not_shown": N_("The root keys certified these keys; whether they were replaced or revoked later is not shown."),
    "admission_not_shown": N_("Whether an entry was well formed and admitted by the others, only another member's receipt shows."),
    "times_are_claims": N_("The times inside entries are what their authors claim."),
    "sections_not_shown": N_("Some sections of the standing are not shown."),
    "entries_not_shown": N_("Of some entries not even the kind is shown: they are counted as not shown, never as zero."),
    "entries_repeated": N_("A log repeats an entry; a repetition has no effect and is counted apart."),
    "witnesses_not_confirmed": N_("A cosignature is of a witness whose key was not given: it bounds no time."),
    "fork_may_be_theft": N_("A fork does not say who signed: the party, or whoever stole its key."),
    "counts_do_not_add_up": N_("The numbers of a section do not add up: they are signed as they are."),
}
"""Each caveat's stable code with its English sentence."""


class KeyShown(NamedTuple):
    """A sealing key as its party's root certified it: for which log, from which size on, by which certificate."""

    log: LogKey
    start: int
    fingerprint: str


class PartyShown(NamedTuple):
    """A member of the channel: names, the fingerprint of its root keys, and whether a log of its is in the file."""

    id: str
    names: dict[str, str]
    fingerprint: str
    signed: bool


class ChannelShown(NamedTuple):
    """The channel; its name stays a secret of its members."""

    id: str
    kind: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntryShown:
    """One entry of a proof.

    Attributes:
        log: whose log.
        index: its place there.
        size: of the signed head under which it is proven.
        fields: what is opened of it.
        hidden: how many of its hashes are not opened: fields or pads, nobody can tell which.
        before: the earliest time at which a confirmed witness cosigned a head that holds it, or None.
        after: the latest time at which a confirmed witness cosigned a head of this log that does not hold it yet, or None.
    """

    log: LogKey
    index: int
    size: int
    fields: dict[str, Any]
    hidden: int
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class SealShown:
    """A seal that signs the claim: its claimed time (None when not opened), and whether it attests a past cut."""

    log: LogKey
    index: int
    at: str | None
    attests: bool


class KindCount(NamedTuple):
    """How many entries of a log show this kind, and of how many `re` is shown too."""

    kind: str
    entries: int
    re_shown: int


class LogCount(NamedTuple):
    """A log recounted under one head.

    Attributes:
        log: whose log.
        head: the signed head.
        kinds: acts by kind, as far as the kind is shown.
        seals: entries that show the kind `seal`; no acts.
        not_shown: entries whose kind is not shown, acts or seals.
        repeated: entries whose leaf stands in the log already; without effect, and in none of the other numbers.
    """

    log: LogKey
    head: HeadId
    kinds: tuple[KindCount, ...]
    seals: int
    not_shown: int
    repeated: int


class ReferenceCount(NamedTuple):
    """What refers to what: entries of one kind by one party, and how many different entries of another kind they name.

    `to_kind` is None when the entry that is named is not in the file or does not show its kind.
    """

    party: str
    kind: str
    to_party: str
    to_kind: str | None
    entries: int
    targets: int


class ReceiptShown(NamedTuple):
    """Who received what: `by` names, in a seal, exactly this head of `of`."""

    by: LogKey
    of: LogKey
    head: HeadId


class ForkShown(NamedTuple):
    """Two signed heads of one log that cannot both be."""

    log: LogKey
    heads: tuple[HeadId, HeadId]


class WitnessShown(NamedTuple):
    """A cosignature that holds; `confirmed` when its key is among those that the caller trusts."""

    log: LogKey
    size: int
    vkey: str
    name: str
    time: int
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The outcome of `verify_proof`. All but status, step and reason is empty when the status is `not proven`.

    Attributes:
        status: PROVEN, CONSISTENT or NOT_PROVEN.
        step: number of the step that failed, or None.
        reason: what was wrong there: template and values, for translation.
        claim: standing, entry, receipt, log or fork.
        anchors: what confirmed the keys: `charter`, `root keys`, both or nothing.
        exercise: whether the dialogue is one.
        dialogue: its id.
        names: its names by language.
        parties: the members of the channel.
        channel: the channel.
        signers: parties whose logs are in the file; for a standing, those who signed it.
        not_signed: the other members.
        keys: the certified sealing keys that signed the heads.
        cut: for a standing, the cut: how many acts of each log it covers.
        rules: for a standing, the version of the counting rules.
        standing: for a standing, its digest.
        sections: the sections shown, by name.
        sections_not_shown: how many are not.
        derived: what the caller's reader made of the sections, by name.
        seals: the seals that sign a standing or a receipt.
        entries: every entry of the file.
        logs: for the claim `log`, each log recounted.
        references: for the claim `log`, what refers to what.
        receipt: for a receipt, who received what.
        fork: for a fork, both heads.
        witnesses: cosignatures.
        caveats: codes out of CAVEATS and of the reader, sorted.
    """

    status: str
    step: int | None = None
    reason: DetenteError | None = None
    claim: str | None = None
    anchors: tuple[str, ...] = ()
    exercise: bool | None = None
    dialogue: str | None = None
    names: dict[str, str] = field(default_factory=dict)
    parties: tuple[PartyShown, ...] = ()
    channel: ChannelShown | None = None
    signers: tuple[str, ...] = ()
    not_signed: tuple[str, ...] = ()
    keys: tuple[KeyShown, ...] = ()
    cut: Cut | None = None
    rules: int | None = None
    standing: bytes | None = None
    sections: dict[str, Any] = field(default_factory=dict)
    sections_not_shown: int = 0
    derived: dict[str, dict[str, Any]] = field(default_factory=dict)
    seals: tuple[SealShown, ...] = ()
    entries: tuple[EntryShown, ...] = ()
    logs: tuple[LogCount, ...] = ()
    references: tuple[ReferenceCount, ...] = ()
    receipt: ReceiptShown | None = None
    fork: ForkShown | None = None
    witnesses: tuple[WitnessShown, ...] = ()
    caveats: tuple[str, ...] = ()

    @property
    def step_name(self) -> str | None:
        """The English name of the step that failed."""
        return None if self.step is None else STEPS[self.step]

    def acts(self) -> dict[str, int]:
        """How many acts of each party the cut covers, over all its generations."""
        covered: dict[str, int] = {}
        for row in self.cut.rows if self.cut else ():
            covered[row.log.party] = covered.get(row.log.party, 0) + row.acts
        return covered

    def to_json(self) -> dict[str, Any]:
        """The verdict as JSON values, for `--json`. Stable keys, all always there; what does not apply is null or empty.

        Digests and roots are base64, ids hex, times of witnesses seconds since 1970, claimed times texts.

            status, claim, anchors[], exercise, signers[], not_signed[], caveats[]
            failed      null | {"step","name","template","params","text"}
            dialogue    null | {"id","names"}
            channel     null | {"id","kind","members"}
            parties     [{"id","names","fingerprint","signed"}]
            keys        [{"party","generation","from","fingerprint"}]
            standing    null | {"digest","rules","cut":{"digest","acts":{party: n},"logs":[{"party","generation","acts","size","root"}]},
                                "sections":{name: value},"sections_not_shown","derived":{name: {..}}}
            seals       [{"party","generation","index","at","attests"}]
            entries     [{"party","generation","index","size","fields","hidden","before","after"}]
            logs        [{"party","generation","size","root","kinds":[{"kind","entries","re_shown"}],"seals","not_shown","repeated"}]
            references  [{"party","kind","to_party","to_kind","entries","targets"}]
            receipt     null | {"by":{"party","generation"},"of":{"party","generation"},"size","root"}
            fork        null | {"party","generation","heads":[{"size","root"} x 2]}
            witnesses   [{"party","generation","size","name","vkey","time","confirmed"}]
        """
        return {
            "status": self.status,
            "failed": self._failed_json(),
            "claim": self.claim,
            "anchors": list(self.anchors),
            "exercise": self.exercise,
            "dialogue": None if self.dialogue is None else {"id": self.dialogue, "names": self.names},
            "channel": None if self.channel is None else {**self.channel._asdict(), "members": list(self.channel.members)},
            "parties": [party._asdict() for party in self.parties],
            "signers": list(self.signers),
            "not_signed": list(self.not_signed),
            "keys": [{**_log(key.log), "from": key.start, "fingerprint": key.fingerprint} for key in self.keys],
            "standing": self._standing_json(),
            "seals": [{**_log(seal.log), "index": seal.index, "at": seal.at, "attests": seal.attests} for seal in self.seals],
            "entries": [_entry(entry) for entry in self.entries],
            "logs": [_log_count(count) for count in self.logs],
            "references": [reference._asdict() for reference in self.references],
            "receipt": None
            if self.receipt is None
            else {"by": _log(self.receipt.by), "of": _log(self.receipt.of), **_head(self.receipt.head)},
            "fork": None if self.fork is None else {**_log(self.fork.log), "heads": [_head(head) for head in self.fork.heads]},
            "witnesses": [_witness(witness) for witness in self.witnesses],
            "caveats": list(self.caveats),
        }

    def _failed_json(self) -> dict[str, Any] | None:
        if self.step is None or self.reason is None:
            return None
        params = {name: _plain(value) for name, value in self.reason.params.items()}
        return {"step": self.step, "name": self.step_name, "template": self.reason.template, "params": params, "text": str(self.reason)}

    def _standing_json(self) -> dict[str, Any] | None:
        if self.cut is None or self.standing is None:
            return None
        rows = [{**_log(row.log), "acts": row.acts, "size": row.size, "root": encode_base64(row.root)} for row in self.cut.rows]
        return {
            "digest": encode_base64(self.standing),
            "rules": self.rules,
            "cut": {"digest": encode_base64(self.cut.digest), "acts": self.acts(), "logs": rows},
            "sections": self.sections,
            "sections_not_shown": self.sections_not_shown,
            "derived": self.derived,
        }


def _log(log: LogKey) -> dict[str, Any]:
    return {"party": log.party, "generation": log.generation}


def _head(head: HeadId) -> dict[str, Any]:
    return {"size": head.size, "root": encode_base64(head.root)}


def _entry(entry: EntryShown) -> dict[str, Any]:
    times = {"before": entry.before, "after": entry.after}
    return {**_log(entry.log), "index": entry.index, "size": entry.size, "fields": entry.fields, "hidden": entry.hidden, **times}


def _witness(witness: WitnessShown) -> dict[str, Any]:
    members = witness._asdict()
    return {**_log(members.pop("log")), **members}


def _log_count(count: LogCount) -> dict[str, Any]:
    return {
        **_log(count.log),
        **_head(count.head),
        "kinds": [kind._asdict() for kind in count.kinds],
        "seals": count.seals,
        "not_shown": count.not_shown,
        "repeated": count.repeated,
    }


def _plain(value: Any) -> Any:
    """A parameter of a message as a JSON value: numbers and texts as they are, everything else as Python writes it."""
    return value if value is None or isinstance(value, bool | int | str) else str(value)
