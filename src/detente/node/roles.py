"""Who may do what at a node: one table, and what the record's appointments leave of it.

Rules:

1. A role of an account says what it may do (`ROLES`). Nothing else grants anything.
2. Where an account names a delegate, it releases and seals only as far as an appointment in force backs it (`BACKED_BY`): so a
   revocation that is in the record takes both away, on every node of the party, without anybody touching the account.
3. An administrator cares for accounts and couriers and need not read the talks. Whoever can set passwords could sign in as somebody
   else; that is why every change of a password ends all sessions of the account, which its owner notices.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from detente.dialogue.people import Delegate
from detente.errors import N_, CallerError, DetenteError

if TYPE_CHECKING:
    from detente.node.accounts import Account
    from detente.node.node import Node
    from detente.node.room import Room


class Capability(StrEnum):
    """What somebody may do at a node."""

    READ = "read"
    DRAFT = "draft"
    TRANSLATE = "translate"
    REVIEW = "review"
    RELEASE = "release"
    SEAL = "seal"
    CARRY = "carry"
    ADMINISTER = "administer"


_C = Capability

ROLES: Final[Mapping[str, frozenset[Capability]]] = MappingProxyType(
    {
        "head": frozenset({_C.READ, _C.DRAFT, _C.REVIEW, _C.RELEASE, _C.SEAL}),
        "secretary": frozenset({_C.READ, _C.DRAFT, _C.TRANSLATE, _C.RELEASE, _C.SEAL, _C.CARRY}),
        # At three in the morning the watch officer acknowledges and answers within what was released; where a party demands
        # clearance, somebody else releases.
        "watch_officer": frozenset({_C.READ, _C.DRAFT, _C.SEAL, _C.CARRY}),
        "translator": frozenset({_C.READ, _C.TRANSLATE}),
        "lawyer": frozenset({_C.READ, _C.DRAFT, _C.REVIEW}),
        "administrator": frozenset({_C.CARRY, _C.ADMINISTER}),
        "reader": frozenset({_C.READ}),
    }
)
"""What an account of each role may do."""

BACKED: Final = frozenset({_C.RELEASE, _C.SEAL})
"""What needs an appointment in force where the account names a delegate: it is in the name of the party."""

BACKED_BY: Final[Mapping[str, frozenset[Capability]]] = MappingProxyType(
    {
        "head": BACKED,
        "deputy": BACKED,
        "secretary": BACKED,
        "watch_officer": frozenset({_C.SEAL}),
        "member": frozenset(),
        "expert": frozenset(),
        "interpreter": frozenset(),
        "spokesperson": frozenset(),
    }
)
"""What an appointment as each of the record's roles backs."""

ROLE_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "head": N_("head of delegation"),
        "deputy": N_("deputy head"),
        "member": N_("member"),
        "expert": N_("expert"),
        "secretary": N_("secretary"),
        "interpreter": N_("interpreter"),
        "watch_officer": N_("watch officer"),
        "spokesperson": N_("spokesperson"),
        "translator": N_("translator"),
        "lawyer": N_("lawyer"),
        "administrator": N_("administrator"),
        "reader": N_("reader"),
    }
)
"""The roles of accounts and of appointments, for people."""

CAPABILITY_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "read": N_("to read"),
        "draft": N_("to draft"),
        "translate": N_("to translate"),
        "review": N_("to review as a lawyer"),
        "release": N_("to release drafts"),
        "seal": N_("to seal"),
        "carry": N_("to send and receive"),
        "administer": N_("to manage accounts"),
    }
)
"""The capabilities, for people."""


class Grant(NamedTuple):
    """Whether an account may do one thing, and why.

    Attributes:
        allowed: whether it may.
        reason: a sentence for people, whether it may or not ("secretary by appointment rus/3").
        entry: the appointment that the answer rests on, as CHANNEL:PARTY/NUMBER; None where it rests on the role alone.
    """

    capability: Capability
    allowed: bool
    reason: DetenteError
    entry: str | None


class Forbidden(CallerError):  # noqa: N818 - says what happened
    """An account may not do what was asked of it; `cause` says why."""


def capabilities(node: Node, account: Account, room: Room | None = None) -> dict[Capability, Grant]:
    """What an account may do, each with the reason, in the order of `Capability`.

    Args:
        room: in this channel: the appointments that it holds, else those of the plenary of its dialogue. Without it, what the account
            may do in some dialogue of the node.
    """
    return {capability: _grant(node, account, capability, room) for capability in Capability}


def allowed(node: Node, account: Account) -> frozenset[Capability]:
    """What an account may do in some dialogue of the node, as the record stands now."""
    return frozenset(capability for capability, grant in capabilities(node, account).items() if grant.allowed)


def may(node: Node, account: Account, capability: Capability, room: Room | None = None) -> bool:
    """Whether an account may do one thing."""
    return _grant(node, account, capability, room).allowed


def require(node: Node, account: Account, capability: Capability, room: Room | None = None) -> None:
    """Go on only if an account may do one thing.

    Raises:
        Forbidden: it may not; the message says why.
    """
    grant = _grant(node, account, capability, room)
    if not grant.allowed:
        raise Forbidden(
            N_("%(account)s may not do this (%(capability)s): %(cause)s"),
            account=account.name, capability=DetenteError(CAPABILITY_WORDS[capability]), cause=grant.reason,
        )  # fmt: skip


def _grant(node: Node, account: Account, capability: Capability, room: Room | None) -> Grant:
    role = DetenteError(ROLE_WORDS[account.role])
    if capability not in ROLES[account.role]:
        return _no(capability, None, N_("the role of the account does not include it: %(cause)s"), cause=role)
    if capability not in BACKED or account.delegate is None:
        return _yes(capability, None, N_("by the role of the account: %(cause)s"), cause=role)
    refused = None
    for place, delegate in _appointments(node, account.delegate, room):
        grant = _backed(node, place, delegate, capability)
        if grant.allowed:
            return grant
        refused = refused or grant
    return refused or _no(
        capability, None, N_("%(party)s has appointed nobody called %(delegate)s in these talks"),
        party=node.party, delegate=account.delegate,
    )  # fmt: skip


def _yes(capability: Capability, entry: str | None, template: str, /, **params: Any) -> Grant:
    return Grant(capability, allowed=True, reason=DetenteError(template, **params), entry=entry)


def _no(capability: Capability, entry: str | None, template: str, /, **params: Any) -> Grant:
    return Grant(capability, allowed=False, reason=DetenteError(template, **params), entry=entry)


def _appointments(node: Node, delegate: str, room: Room | None) -> Iterator[tuple[Room, Delegate]]:
    """Where the record knows a delegate of ours: the first kind of place that does is the one that counts.

    The channel itself, then the plenary of its dialogue; without a channel every plenary, then every other channel.
    """
    rooms = sorted(node.rooms.values(), key=lambda each: each.label)
    plenaries = [each for each in rooms if each.is_plenary and (room is None or each.channel.charter.id == room.channel.charter.id)]
    for places in ([room] if room is not None else [], plenaries, rooms if room is None else []):
        found = [(each, known) for each in places if (known := each.fold.people.get(node.party, delegate)) is not None]
        if found:
            yield from found
            return


def _backed(node: Node, room: Room, delegate: Delegate, capability: Capability) -> Grant:
    """Whether what the record says of a delegate backs a capability."""
    act = delegate.appointment
    if act is None:
        last = delegate.appointments[-1].ref
        revoked = str(delegate.revoked[last].ref)
        return _no(
            capability, f"{room.label}:{last}", N_("the appointment %(entry)s was revoked by %(revoked)s"), entry=str(last), revoked=revoked
        )
    ref, place, today = str(act.ref), f"{room.label}:{act.ref}", node.now[:10]
    first, until = act.kept.get("from"), act.kept.get("until")
    if first is not None and today < first:
        return _no(capability, place, N_("the appointment %(entry)s holds from %(day)s only"), entry=ref, day=first)
    if until is not None and today > until:
        return _no(capability, place, N_("the appointment %(entry)s ended on %(day)s"), entry=ref, day=until)
    role = DetenteError(ROLE_WORDS[act.kept["role"]])
    if capability not in BACKED_BY[act.kept["role"]]:
        return _no(capability, place, N_("the appointment %(entry)s does not include it: %(cause)s"), entry=ref, cause=role)
    return _yes(capability, place, N_("%(cause)s by appointment %(entry)s"), entry=ref, cause=role)
