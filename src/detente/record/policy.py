"""C2SP tlog-policy: which witnesses must have cosigned a checkpoint, as a file that a person writes.

    # The host, and two of three universities.
    witness host  host.example/geneva+5d2a81c3+BAj3..  https://host.example/witness
    witness north uni-north.example+0f1e2d3c+BDk0..
    witness south uni-south.example+a1b2c3d4+BEp2..
    witness west  uni-west.example+99887766+BLm9..
    group universities 2 north south west
    group all-of-it all host universities
    quorum all-of-it

The rules:

1. Names are octets: compared as they are, never normalised. They mean nothing outside the file; keys identify.
2. A line names only what stands above it, and each name is a member at most once: so a witness counts in one way only.
3. One public key is one witness, under whatever name and type it is written.

A time by which a quorum had cosigned bounds an entry better than one witness can: whoever wants another time needs the help of a quorum.
https://c2sp.org/tlog-policy
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from detente.errors import N_, FormatError, TheirData
from detente.record.note import COSIGNATURE_ED25519, COSIGNATURE_MLDSA44, ED25519, VerifierKey, format_vkey, parse_vkey

MAX_POLICY_BYTES: Final = 1 << 20
"""The keys of 256 logs and 256 witnesses with ML-DSA-44 keys (1.8 kB each) fit."""

MAX_LINES_OF_A_KIND: Final = 256
"""tlog-policy: at least 32 logs, witnesses and groups; a charter has at most 256 parties."""

NONE: Final = "none"

_OCTETS = re.compile(rb"\A[\t\n\x20-\x7e\x80-\xff]*\Z")
_BLANK = re.compile(r"[ \t]+")
_THRESHOLD = re.compile(r"\A[1-9][0-9]{0,3}\Z")
_LOG_TYPES = frozenset({ED25519, COSIGNATURE_MLDSA44})
_WITNESS_TYPES = frozenset({COSIGNATURE_ED25519, COSIGNATURE_MLDSA44})


class PolicyLog(NamedTuple):
    """A log that counts, and where it answers."""

    key: VerifierKey
    url: str | None


class PolicyWitness(NamedTuple):
    """A witness by its name in the policy, and its submission prefix."""

    name: str
    key: VerifierKey
    url: str | None


class PolicyGroup(NamedTuple):
    """So many of these: witnesses, or groups that were defined before."""

    name: str
    least: int
    members: tuple[str, ...]


@dataclass(frozen=True)
class Policy:
    """A policy. Each name that is used is defined before.

    Attributes:
        logs: the logs that count; empty where they are known from elsewhere, as those of a charter are.
        witnesses, groups: in the order of the file.
        quorum: the name of a witness or a group, or `none`.
    """

    logs: tuple[PolicyLog, ...]
    witnesses: tuple[PolicyWitness, ...]
    groups: tuple[PolicyGroup, ...]
    quorum: str

    def is_met(self, signed: Iterable[VerifierKey]) -> bool:
        """Whether these keys, of which each has cosigned one checkpoint, are enough."""
        keys = {key.public for key in signed}
        found = {NONE: True, **{each.name: each.key.public in keys for each in self.witnesses}}
        for group in self.groups:
            found[group.name] = sum(found[member] for member in group.members) >= group.least
        return found[self.quorum]

    def met_at(self, times: Mapping[VerifierKey, int]) -> int | None:
        """The earliest time by which enough had cosigned; None if they have not. Of a policy without witnesses: None, it bounds nothing.

        Args:
            times: when each key cosigned, in seconds since 1970.
        """
        order = sorted(times, key=lambda key: times[key])
        return next((times[key] for n, key in enumerate(order, 1) if self.quorum != NONE and self.is_met(order[:n])), None)

    def counted(self) -> tuple[PolicyWitness, ...]:
        """The witnesses on which the quorum depends."""
        members = {group.name: group.members for group in self.groups}
        found, waiting = set(), [self.quorum]
        while waiting:
            name = waiting.pop()
            found.add(name)
            waiting += members.get(name, ())
        return tuple(each for each in self.witnesses if each.name in found)


def parse_policy(raw: bytes) -> Policy:
    """Read a policy file.

    Raises:
        FormatError: too large, or not the form; the message names the line.
    """
    # 1. Cap the size, and the octets.
    if len(raw) > MAX_POLICY_BYTES:
        raise FormatError(N_("the policy has %(seen)d bytes, the limit is %(limit)d"), seen=len(raw), limit=MAX_POLICY_BYTES)
    if not _OCTETS.match(raw):
        raise FormatError(N_("the policy holds a control character other than tab and line feed"))
    if not raw.endswith(b"\n"):
        raise FormatError(N_("the last line of a policy ends with a line feed"))
    # 2. Line by line. Octets above 0x7F are opaque; surrogate escapes keep each as it is.
    reader = _Reader()
    for number, line in enumerate(raw[:-1].split(b"\n"), 1):
        words = _BLANK.split(line.strip(b" \t").decode("utf-8", "surrogateescape"))
        if words == [""] or words[0].startswith("#"):
            continue
        try:
            reader.take(words)
        except TheirData as error:
            raise FormatError(N_("line %(number)d of the policy: %(cause)s"), number=number, cause=error) from error
    return reader.policy()


def format_policy(policy: Policy) -> bytes:
    """A policy as a file, in the one form that this program writes: logs, witnesses, groups, quorum. `parse_policy` reads it back.

    Raises:
        FormatError: values that `parse_policy` would refuse or read in another way.
    """
    lines = [["log", format_vkey(log.key), log.url or ""] for log in policy.logs]
    lines += [["witness", each.name, format_vkey(each.key), each.url or ""] for each in policy.witnesses]
    lines += [["group", each.name, _threshold(each), *each.members] for each in policy.groups]
    lines.append(["quorum", policy.quorum])
    raw = "".join(" ".join(filter(None, line)) + "\n" for line in lines).encode("utf-8", "surrogateescape")
    if parse_policy(raw) != policy:
        raise FormatError(N_("the policy holds a name or an address that cannot be written"))
    return raw


def _threshold(group: PolicyGroup) -> str:
    if group.least == len(group.members):
        return "all"
    return "any" if group.least == 1 else str(group.least)


class _Reader:
    """What was read so far."""

    def __init__(self) -> None:
        self.logs: list[PolicyLog] = []
        self.witnesses: list[PolicyWitness] = []
        self.groups: list[PolicyGroup] = []
        self.quorum: str | None = None
        self._defined: set[str] = set()
        self._members: set[str] = set()

    def take(self, words: list[str]) -> None:
        """One line.

        Raises:
            TheirData: it is none, or breaks a rule.
        """
        kinds = {"log": self._log, "witness": self._witness, "group": self._group, "quorum": self._quorum}
        if words[0] not in kinds:
            raise FormatError(N_("a line starts with log, witness, group or quorum"))
        kinds[words[0]](words[1:])

    def policy(self) -> Policy:
        if self.quorum is None:
            raise FormatError(N_("the policy has no quorum line"))
        return Policy(tuple(self.logs), tuple(self.witnesses), tuple(self.groups), self.quorum)

    def _log(self, words: list[str]) -> None:
        if len(words) not in {1, 2}:
            raise FormatError(N_("a log is written: log KEY [ADDRESS]"))
        key = parse_vkey(words[0])
        self._check(key, _LOG_TYPES, [log.key for log in self.logs])
        self.logs.append(PolicyLog(key, words[1] if len(words) > 1 else None))

    def _witness(self, words: list[str]) -> None:
        if len(words) not in {2, 3}:
            raise FormatError(N_("a witness is written: witness NAME KEY [ADDRESS]"))
        key = parse_vkey(words[1])
        self._check(key, _WITNESS_TYPES, [each.key for each in self.witnesses])
        self._define(words[0])
        self.witnesses.append(PolicyWitness(words[0], key, words[2] if len(words) > 2 else None))

    def _group(self, words: list[str]) -> None:
        if len(words) < 3:
            raise FormatError(N_("a group is written: group NAME all|any|NUMBER MEMBER.."))
        name, least, *members = words
        if len(self.groups) >= MAX_LINES_OF_A_KIND:
            raise FormatError(N_("more than %(limit)d lines of one kind"), limit=MAX_LINES_OF_A_KIND)
        for member in members:
            if member not in self._defined:
                raise FormatError(N_("'%(name)s' is not defined above"), name=member)
            if member in self._members:
                raise FormatError(N_("'%(name)s' is a member already"), name=member)
            self._members.add(member)
        number = len(members) if least == "all" else 1 if least == "any" else int(least) if _THRESHOLD.match(least) else 0
        if not 1 <= number <= len(members):
            raise FormatError(N_("of %(members)d members no group of '%(least)s' can be made"), members=len(members), least=least)
        self._define(name)
        self.groups.append(PolicyGroup(name, number, tuple(members)))

    def _quorum(self, words: list[str]) -> None:
        if len(words) != 1 or self.quorum is not None:
            raise FormatError(N_("a policy has one quorum line, with one name"))
        if words[0] != NONE and words[0] not in self._defined:
            raise FormatError(N_("'%(name)s' is not defined above"), name=words[0])
        self.quorum = words[0]

    def _define(self, name: str) -> None:
        if name == NONE or name in self._defined:
            raise FormatError(N_("the name '%(name)s' is taken"), name=name)
        self._defined.add(name)

    def _check(self, key: VerifierKey, types: frozenset[int], others: list[VerifierKey]) -> None:
        if key.type not in types:
            raise FormatError(N_("a key of type %(seen)d does not belong on this line"), seen=key.type)
        if any(key.public == other.public for other in others):
            raise FormatError(N_("the key of %(name)s stands in the policy already"), name=key.name)
        if len(others) >= MAX_LINES_OF_A_KIND:
            raise FormatError(N_("more than %(limit)d lines of one kind"), limit=MAX_LINES_OF_A_KIND)
