"""People: whom a party has appointed, with which powers, how it can be reached, and what it calls itself.

An `appoint` in a party's own log, signed by its sealing key as everything there, is the certificate of a delegate's own key. A
signature outside somebody's powers is recorded and found, never refused: whether it binds is for lawyers, not for a program.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from detente.dialogue.acts import Act, Memory, Ref
from detente.errors import N_
from detente.record.signatures import verify_ed25519
from detente.record.text import decode_base64

Find = Callable[..., None]

OF_A_HEAD: Final = frozenset({"attend", "negotiate", "propose", "consent"})
"""What the head of a delegation may do without being told: to commit the side in the room. Signing needs a power that says so."""

WITHOUT_POWER: Final = {
    "consent": N_("%(delegate)s has no power to consent to %(about)s: recorded, and to be cured"),
    "initial": N_("%(delegate)s has no power to initial %(about)s: recorded, and to be cured"),
    "sign": N_("%(delegate)s has no power to sign %(about)s: recorded, and to be cured"),
}


@dataclass(slots=True)
class Delegate:
    """One person of one party: every appointment and power in the order of the party's log, and what was revoked."""

    party: str
    id: str
    appointments: list[Act] = field(default_factory=list)
    powers: list[Act] = field(default_factory=list)
    revoked: dict[Ref, Act] = field(default_factory=dict)

    @property
    def appointment(self) -> Act | None:
        """The appointment in force: the last that was not revoked."""
        return next((act for act in reversed(self.appointments) if act.ref not in self.revoked), None)

    def may(self, power: str, about: str | None, day: str) -> bool:
        """Whether the person has a power on a day, by appointment or by full powers about this matter.

        The day is the one that the author of the act claims: so this makes findings, and never decides whether an act counts (F25).
        """
        act = self.appointment
        if act is None:
            return False
        if (power in act.kept.get("powers", ()) or (act.kept["role"] == "head" and power in OF_A_HEAD)) and _covers(act, day):
            return True
        return any(
            power in given.kept["powers"] and given.kept.get("about") in {None, about}
            for given in self.powers
            if given.ref not in self.revoked
        )


class People:
    """Delegates, contacts and new names of all parties. Each party speaks of its own only, so nothing here can cross."""

    def __init__(self, memory: Memory, find: Find, *, plenary: bool) -> None:
        self.delegates: dict[tuple[str, str], Delegate] = {}
        self.contacts_of: dict[str, list[Act]] = {}
        self.renames: dict[str, list[Act]] = {}
        self.revoked: dict[Ref, Act] = {}
        self.signed_in_person: set[Ref] = set()
        self._memory = memory
        self._find = find
        self._plenary = plenary

    def get(self, party: str, delegate: str) -> Delegate | None:
        return self.delegates.get((party, delegate))

    # ---- acts ----

    def appoint(self, act: Act, _refs: list[Ref]) -> None:
        self._delegate(act).appointments.append(act)

    def empower(self, act: Act, _refs: list[Ref]) -> None:
        if self.get(act.party, act.kept["delegate"]) is None:
            self._find(
                act,
                "empower",
                N_("%(party)s has appointed nobody called %(delegate)s: no effect"),
                party=act.party,
                delegate=act.kept["delegate"],
            )
            return
        self._delegate(act).powers.append(act)

    def contacts(self, act: Act, _refs: list[Ref]) -> None:
        self.contacts_of.setdefault(act.party, []).append(act)

    def rename(self, act: Act, _refs: list[Ref]) -> None:
        """A new name of a party; the last one of its log holds. Only in the plenary, so that all parties read the same name."""
        if not self._plenary:
            self._find(act, "rename", N_("%(party)s takes a new name outside of the plenary: no effect"), party=act.party)
            return
        insort(self.renames.setdefault(act.party, []), act, key=lambda each: each.ref)

    def revoke(self, act: Act, refs: list[Ref]) -> None:
        target = self._memory.act(refs[0])
        if target.party != act.party or target.kind not in {"appoint", "empower", "contacts"}:
            self._find(act, "revoke", N_("%(ref)s is nothing that %(party)s can revoke: no effect"), ref=refs[0], party=act.party)
            return
        self.revoked[refs[0]] = act
        delegate = self.get(act.party, str(target.kept.get("delegate")))
        if delegate is not None:
            delegate.revoked[refs[0]] = act

    def check_person(self, act: Act) -> None:
        """Look at a personal signature: by whom, whether it holds, and whether the person had the power."""
        by = act.kept["by"]
        delegate = self.get(act.party, by["delegate"])
        appointed = None if delegate is None else delegate.appointment
        if delegate is None or appointed is None:
            self._find(
                act,
                "by",
                N_("signed in person by %(delegate)s, whom %(party)s has not appointed"),
                delegate=by["delegate"],
                party=act.party,
            )
            return
        key = appointed.kept.get("key")
        if key is None or not verify_ed25519(decode_base64(key, 32), decode_base64(by["ed25519"], 64), act.person):
            self._find(act, "by", N_("the personal signature of %(delegate)s does not hold"), delegate=by["delegate"])
            return
        self.signed_in_person.add(act.ref)
        if not _covers(appointed, str(act.kept["at"])[:10]):
            self._find(
                act,
                "by",
                N_("by its own date the signature of %(delegate)s is outside the time of the appointment"),
                delegate=by["delegate"],
            )

    def check_power(self, act: Act, power: str, about: str) -> None:
        """A finding where the person who signed had no power to."""
        by = act.kept.get("by")
        delegate = None if by is None else self.get(act.party, by["delegate"])
        if delegate is not None and not delegate.may(power, about, str(act.kept["at"])[:10]):
            self._find(
                act,
                "powers",
                WITHOUT_POWER[power],
                delegate=delegate.id,
                about=about,
            )

    def _delegate(self, act: Act) -> Delegate:
        key = (act.party, str(act.kept["delegate"]))
        if key not in self.delegates:
            self.delegates[key] = Delegate(*key)
        return self.delegates[key]

    def value(self) -> dict[str, Any]:
        """As one JSON value, for comparing two folds."""
        return {
            "delegates": {
                f"{party}/{name}": {
                    "appointment": None if delegate.appointment is None else str(delegate.appointment.ref),
                    "powers": [str(act.ref) for act in delegate.powers if act.ref not in delegate.revoked],
                }
                for (party, name), delegate in sorted(self.delegates.items())
            },
            "contacts": {
                party: [str(act.ref) for act in acts if act.ref not in self.revoked] for party, acts in sorted(self.contacts_of.items())
            },
            "renames": {party: [str(act.ref) for act in acts] for party, acts in sorted(self.renames.items())},
            "in_person": sorted(str(ref) for ref in self.signed_in_person),
        }


def _covers(act: Act, day: str) -> bool:
    """Whether a day lies within the time for which somebody was appointed or empowered."""
    return str(act.kept.get("from", "")) <= day <= str(act.kept.get("until", "9999-12-31"))
