"""What is said about entries and about the talks, and decides nothing: corrections, releases, paper, translations, statements.

A correction changes what is read, never what was counted: the old text stays beside it. A release says that one party no longer
objects to publishing; what is joint is released when all have said so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from detente.dialogue.acts import Act, Memory, Ref
from detente.errors import N_

Find = Callable[..., None]


class Register:
    """Acts about acts, by the act that they are about, and the public statements."""

    def __init__(self, members: tuple[str, ...], memory: Memory, find: Find) -> None:
        self.members = members
        self.corrections: dict[Ref, list[Act]] = {}
        self.translations: dict[Ref, list[Act]] = {}
        self.paper: dict[Ref, set[str]] = {}
        self.unconfirmed_paper: set[Ref] = set()
        self.releases: dict[str, set[str]] = {}
        self.release_acts: list[Act] = []
        self.statements: dict[Ref, Act] = {}
        self.replies: dict[Ref, list[Act]] = {}
        self.commitments: dict[Ref, list[Act]] = {}
        self.checks: dict[Ref, list[Act]] = {}
        self.urgent: list[Act] = []
        self._memory = memory
        self._find = find

    # ---- acts ----

    def correct(self, act: Act, refs: list[Ref]) -> None:
        if refs[0].party != act.party:
            self._find(act, "correct", N_("%(ref)s is not of %(party)s, who cannot correct it: no effect"), ref=refs[0], party=act.party)
            return
        self.corrections.setdefault(refs[0], []).append(act)

    def translate(self, act: Act, refs: list[Ref]) -> None:
        self.translations.setdefault(refs[0], []).append(act)

    def enter_paper(self, ref: Ref) -> None:
        """An act that was done on paper: it waits until every other member has confirmed it."""
        self.unconfirmed_paper.add(ref)

    def confirm_paper(self, act: Act, ref: Ref) -> None:
        self.paper.setdefault(ref, set()).add(act.party)
        if self.paper[ref] >= {member for member in self.members if member != ref.party}:
            self.unconfirmed_paper.discard(ref)

    def release(self, act: Act, _refs: list[Ref]) -> None:
        keys = keys_of_release(act)
        if not keys:
            self._find(act, "release", N_("a release of nothing: no effect"))
            return
        self.release_acts.append(act)
        for key in keys:
            self.releases.setdefault(key, set()).add(act.party)

    def statement(self, act: Act, refs: list[Ref]) -> None:
        if refs and refs[0] not in self.statements:
            self._find(act, "statement", N_("%(ref)s is no statement"), ref=refs[0])
        self.statements[act.ref] = act

    def reply(self, act: Act, refs: list[Ref]) -> None:
        if refs[0] not in self.statements:
            self._find(act, "reply", N_("%(ref)s is no statement: no effect"), ref=refs[0])
            return
        self.replies.setdefault(refs[0], []).append(act)

    def note(self, act: Act, _refs: list[Ref]) -> None:
        if "commitment" in act.kept:
            self.commitments[act.ref] = []
        if "urgent" in act.kept:
            self.urgent.append(act)

    def disclose(self, act: Act, refs: list[Ref]) -> None:
        if refs[0] not in self.commitments or refs[0].party != act.party:
            self._find(act, "disclose", N_("%(ref)s is no closed note of %(party)s: no effect"), ref=refs[0], party=act.party)
            return
        self.commitments[refs[0]].append(act)

    def check(self, act: Act, refs: list[Ref]) -> None:
        """A communications check, or the answer of another party's node to one (F34: an answer is never answered)."""
        if not refs:
            self.checks[act.ref] = []
        elif refs[0] not in self.checks or refs[0].party == act.party:
            self._find(act, "check", N_("%(ref)s is no check of another party: no effect"), ref=refs[0])
        elif all(answer.party != act.party for answer in self.checks[refs[0]]):
            self.checks[refs[0]].append(act)

    # ---- looking ----

    def released_by(self, key: str) -> tuple[str, ...]:
        """Who has released an entry ("rus/17"), a field ("rus/17 text"), a section ("section groups") or a matter ("text/first")."""
        return tuple(sorted(self.releases.get(key, ())))

    def is_released(self, key: str, needed: tuple[str, ...]) -> bool:
        """Whether everybody who has a say in it has released it."""
        return set(needed) <= self.releases.get(key, set())

    def value(self) -> dict[str, Any]:
        """As one JSON value, for comparing two folds."""
        lists = {
            "corrections": self.corrections, "translations": self.translations, "replies": self.replies, "commitments": self.commitments,
            "checks": self.checks,
        }  # fmt: skip
        return {
            **{name: {str(ref): sorted(str(a.ref) for a in acts) for ref, acts in sorted(of.items())} for name, of in lists.items()},
            "paper": {str(ref): sorted(by) for ref, by in sorted(self.paper.items())},
            "unconfirmed_paper": [str(ref) for ref in sorted(self.unconfirmed_paper)],
            "releases": [[key, sorted(by)] for key, by in sorted(self.releases.items())],  # a section may be called anything
            "statements": [str(ref) for ref in sorted(self.statements)],
        }


def keys_of_release(act: Act) -> list[str]:
    """What an act of release names, by the keys of `Register.released_by`.

    With `opens` only these fields of an entry are released, never the whole of it.
    """
    refs = [Ref(*item) for item in act.kept.get("re", ())]
    keys = [f"{ref} {name}" for ref in refs for name in act.kept["opens"]] if "opens" in act.kept else [str(ref) for ref in refs]
    keys += [f"section {name}" for name in act.kept.get("sections", ())]
    return keys + ([str(act.kept["about"])] if "about" in act.kept else [])
