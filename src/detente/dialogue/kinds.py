"""The kinds of acts of rules 1: their fields, the form of each, and which of these may be destroyed by agreement.

A kind or a field that is not listed here is kept, counts as an act, and has no effect but a finding: a later version may know it.
The kinds that belong to the record itself (open, reopen, rekey, evidence, notice, seal) are listed too, so that one table says all.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from detente.dialogue import fields as f
from detente.dialogue.fields import Check
from detente.texts.model import LOOKS

FINAL_OUTCOMES: Final = ("full", "partial", "nil", "declined", "withheld")
"""What `answered/1` counts: any final outcome, the breakdown always beside it."""

OUTCOMES: Final = ("holding", *FINAL_OUTCOMES)

ROLES: Final = ("head", "deputy", "member", "expert", "secretary", "interpreter", "watch_officer", "spokesperson")
POWERS: Final = ("attend", "negotiate", "propose", "consent", "initial", "sign")
CONTACTS: Final = ("duty_officer", "hotline", "secretariat", "legal", "press")
STATES: Final = ("not_yet", "begun", "met", "held", "concluded", "reported")
MOVEMENTS: Final = ("no_movement", "progress", "agreed")
NOTES: Final = ("note_verbale", "aide_memoire", "non_paper", "letter", "position")
CLAIMS: Final = ("claim", "denial", "pledge", "announcement", "assessment")
DECLARED: Final = ("figures", "items", "nil", "nothing_new", "withheld", "not_provided", "filled")
VISITED: Final = ("accepted", "refused", "conducted")
VERBS: Final = ("ADD", "MOD", "EDIT", "SUP", "NOC")
"""What is proposed about a provision: EDIT is (MOD), a change of wording alone; NOC says that it stays as it is."""

ATTACHED: Final = ("interpretative_statement", "reservation", "declaration", "objection", "withdrawal")
INSTRUMENTS: Final = ("ratification", "acceptance", "approval", "accession", "succession", "formal_confirmation", "denunciation")
BASES: Final = frozenset({"chairs_text", "rolling_text", "non_paper"})
"""Forms of texts from which people work: to adopt one is to accept it as the basis, and nobody signs it."""

TEXT_FORMS: Final = ("joint_statement", "agreed_minutes", "agreement", "exchange_of_notes", "chairs_text", "rolling_text", "non_paper")

RECORD_KINDS: Final = frozenset({"open", "reopen", "rekey", "evidence", "notice", "seal"})
"""Acts of the record itself: shown in its pages, not counted among people's acts."""

STANCES: Final = frozenset({"propose", "consent", "confirm", "reserve", "object", "withdraw", "lapse"})
"""What can be a party's voice in a slot."""


class Kind(NamedTuple):
    """The fields of a kind, beside `kind`, `at`, `re`, `by`, `destroyable`, `paper` and `source`, which all may have.

    Attributes:
        kept: fields that stay for ever, each with its form; a fold reads only these.
        needed: those without which the act has no effect.
        destroyable: bodies, which may be destroyed by agreement of all members. A name that ends with / stands for a list of
            fields: text/en, text/ru, ..
        refs: how many acts it refers to: (least, most).
    """

    kept: MappingProxyType[str, Check]
    needed: tuple[str, ...]
    destroyable: frozenset[str]
    refs: tuple[int, int]


def _kind(destroyable: str = "", refs: tuple[int, int] = (0, 0), needed: str = "", /, **kept: Check) -> Kind:
    return Kind(MappingProxyType(kept), tuple(needed.split()), frozenset(destroyable.split()), refs)


def _anything(_value: object) -> bool:
    return True


def _record(names: str) -> Kind:
    """A kind of the record: its fields were checked when it was admitted."""
    return Kind(MappingProxyType(dict.fromkeys(names.split(), _anything)), (), frozenset(), (0, 0))


_PLACE: Final[dict[str, Any]] = {"place": f.text(256), "venue": f.text(256)}
_TERM_OF_OFFICE: Final[dict[str, Any]] = {"from": f.day, "until": f.day}

KINDS: Final[dict[str, Kind]] = {
    # the record itself
    "open": _record("channel name name_salt cert recipients k label"),
    "reopen": _record("channel name name_salt cert recipients k holds why"),
    "rekey": _record("cert recipients"),
    "evidence": _record("log note/1 note/2 cert/1 cert/2 agreed prefix"),
    "notice": _record("party secret roots/1 roots/2"),
    # any act
    "destroy": _kind("", (1, 64)),
    "correct": _kind("text new/", (1, 1), corrects=f.list_of(f.text(64), 64)),
    "confirm": _kind("text", (1, 1)),
    "release": _kind(
        "text", (0, 64), opens=f.list_of(f.text(65), 64), sections=f.list_of(f.text(65), 64), about=f.slot, **{"from": f.moment}
    ),
    "translate": _kind("text reason", (1, 1), "language status", language=f.language, status=f.one_of("official", "courtesy", "machine")),
    # people
    "appoint": _kind(
        "name office", (0, 0), "delegate role", delegate=f.ident, role=f.one_of(*ROLES), powers=f.list_of(f.one_of(*POWERS), 6),
        key=f.digest, **_TERM_OF_OFFICE,
    ),
    "empower": _kind(
        "issuer text", (0, 0), "delegate powers", delegate=f.ident, powers=f.list_of(f.one_of(*POWERS), 6), about=f.slot,
        **_TERM_OF_OFFICE,
    ),
    "revoke": _kind("reason", (1, 1), **{"from": f.day}),
    "contacts": _kind(
        "address text", (0, 0), "contact", contact=f.one_of(*CONTACTS), languages=f.list_of(f.language, 16), zone=f.zone, **_TERM_OF_OFFICE
    ),
    "rename": _kind("text", (0, 0), "names", names=f.names, **{"from": f.day}),
    # proposals
    "propose": _kind(
        "subject text title agenda text/ title/ agenda/", (0, 1), "slot electorate", slot=f.slot, electorate=f.list_of(f.party, 256),
        silence=f.silence, names=f.names, host=f.party, date=f.when, time=f.clock, gates=f.list_of(f.slot_of("group", "meeting"), 16),
        digest=f.digest, form=f.one_of(*TEXT_FORMS), languages=f.list_of(f.language, 16), rules=f.digest, term=f.term, **_PLACE,
        brackets=f.count, closes=f.list_of(f.count, 1000), verb=f.one_of(*VERBS), after=f.provision, level=f.count,
        look=f.one_of(*LOOKS), package=f.list_of(f.slot_of("text"), 64), order=f.sequence_of(f.party, 256), depositary=f.party,
    ),
    "consent": _kind("text", (1, 1), how=f.one_of("full", "ad_referendum"), confirm_by=f.day),
    "reserve": _kind("text", (1, 1), until=f.day),
    "object": _kind("reason", (1, 1)),
    "withdraw": _kind("reason", (1, 1)),
    "lapse": _kind("", (1, 1)),
    "initial": _kind("text", (1, 1), "digest", digest=f.digest),
    "sign": _kind("text", (1, 1), "digest", digest=f.digest, how=f.one_of("definitive", "simple")),
    "attach": _kind("text text/", (1, 1), "form", form=f.one_of(*ATTACHED)),
    "bind": _kind("text", (1, 1), "instrument", instrument=f.one_of(*INSTRUMENTS), **{"from": f.day}),
    "force": _kind(
        "text", (1, 1), "from", provisional=f.flag, provisions=f.list_of(f.provision, 500),
        **{"from": f.day, "for": f.list_of(f.party, 256)},
    ),
    # meetings and groups
    "announce": _kind("text", (0, 1), "about", about=f.slot, date=f.when, time=f.clock, **_PLACE),
    "delegation": _kind(
        "text", (0, 0), "about head", about=f.slot_of("meeting", "group"), head=f.ident, alternates=f.list_of(f.ident, 64),
        delegates=f.list_of(f.ident, 256),
    ),
    "report": _kind("text", (0, 1), "about state", about=f.slot, state=f.one_of(*STATES), date=f.when, time=f.clock, **_PLACE),
    "list_channel": _kind("", (0, 0), "about channel", about=f.slot_of("group", "track"), channel=f.hex64),
    # requests
    "request": _kind("subject text", (0, 0), "", to=_anything, urgent=f.flag),
    "acknowledge": _kind("text", (1, 1)),
    "answer": _kind("text reason", (1, 1), "", outcome=_anything),
    "clarify": _kind("text", (1, 1)),
    "remind": _kind("text", (1, 1), "", how=f.one_of("reminder", "resent")),
    "dispute": _kind("reason", (1, 1), figure=f.name, amounts=f.amounts),
    # issues and undertakings
    "raise": _kind("title text title/ text/", (0, 0), "about", about=f.slot_of("issue", "track"), concerns=f.list_of(f.text(64), 16)),
    "word": _kind("text text/", (0, 1), "about", about=f.slot_of("issue", "track")),
    "assess": _kind(
        "text", (0, 0), "about movement", about=f.slot_of("issue", "track"), round=f.slot_of("meeting"), movement=f.one_of(*MOVEMENTS)
    ),
    "refer": _kind("text", (0, 1), "about to", about=f.slot_of("issue", "track"), to=f.slot_of("group", "body"), names=f.names),
    "undertake": _kind("text", (0, 1), about=f.slot, due=f.when, to=f.list_of(f.party, 256)),
    "perform": _kind("text", (1, 1)),
    # notes, checks, what was said in public
    "note": _kind(
        "title text", (0, 1), "form", form=f.one_of(*NOTES), number=f.text(64), to=f.list_of(f.party, 256), urgent=f.flag,
        commitment=f.digest, about=f.slot,
    ),
    "disclose": _kind("text salt", (1, 1)),
    "check": _kind("", (0, 1)),
    "commit": _kind("", (0, 0), "about commitment", about=f.slot_of("exchange"), commitment=f.digest),
    "reveal": _kind("text salt", (1, 1)),
    "statement": _kind(
        "quotation text quotation/", (0, 1), "claim speakers said_on", claim=f.one_of(*CLAIMS), speakers=f.speakers, said_on=f.when,
        occasion=f.text(256), according_to=f.sequence_of(f.text(256), 8), figures=f.figures, about=f.slot, unchanged_since=f.when,
        place=f.text(256),
    ),
    "reply": _kind("text", (1, 1)),
    # against an agreement
    "declare": _kind(
        "text ground", (0, 2), "about form on", about=f.slot_of("text"), form=f.one_of(*DECLARED), on=f.day, exchange=f.rule_id,
        figures=f.numbers, items=f.items, full=f.flag, removed=f.list_of(f.item_id, 500), within=f.rule_id, event=f.day, party=f.party,
        reversible=f.one_of("yes", "no"), quota=f.rule_id,
    ),
    "notify": _kind(
        "text", (0, 16), "about format on", about=f.slot_of("text"), format=f.rule_id, on=f.day, values=f.values, event=f.day,
    ),
    "query": _kind("text", (1, 1)),
    "suspend": _kind(
        "ground", (0, 0), "about from", about=f.slot_of("text"), exchanges=f.list_of(f.rule_id, 50), until=f.day, **{"from": f.day}
    ),
    "resume": _kind("text", (1, 1), "from", **{"from": f.day}),
    "inspect": _kind(
        "text", (0, 1), "about host type on from", about=f.slot_of("text"), host=f.party, type=f.rule_id, on=f.day, until=f.day,
        site=f.text(200), **{"from": f.day},
    ),
    "visit": _kind("ground text", (1, 1), "state on", state=f.one_of(*VISITED), on=f.day),
}  # fmt: skip

ALWAYS: Final[dict[str, Check]] = {"paper": f.paper, "source": f.source}
"""Fields that every act of a person may have."""

_FRAME: Final = frozenset({"kind", "at", "re", "by", "destroyable"})

FILE_PREFIX: Final = "file/"
"""Attachments: file/0001, file/0002, ..: each names a blob; destroyable in every kind."""


def destroyable_of(fields: dict[str, object]) -> list[str]:
    """Which of these fields the tables mark destroyable, sorted."""
    kind = KINDS.get(str(fields.get("kind")))
    return sorted(name for name in fields if (kind is not None and may_be_destroyed(kind, name)) or name.startswith(FILE_PREFIX))


def may_be_destroyed(kind: Kind, name: str) -> bool:
    """Whether the tables mark a field of a kind destroyable."""
    return name in kind.destroyable or name.partition("/")[0] + "/" in kind.destroyable or name.startswith(FILE_PREFIX)


class _Shape(NamedTuple):
    """What follows from the kind and the names of the kept fields of an act.

    Attributes:
        missing: a field that it needs and has not.
        steps: the fields to be looked at, in order: each with its form, or None for one that no table knows.
    """

    missing: str | None
    steps: tuple[tuple[str, Check | None], ...]


@lru_cache(maxsize=1024)
def _shape(kind: str, names: tuple[str, ...]) -> _Shape:
    known = KINDS[kind]
    missing = next((name for name in known.needed if name not in names), None)
    steps: list[tuple[str, Check | None]] = []
    for name in names:
        check = known.kept.get(name) or ALWAYS.get(name)
        if name in _FRAME or check is _anything:
            continue
        if check is not None or not may_be_destroyed(known, name):  # a body that its author keeps is a body all the same
            steps.append((name, check))
    return _Shape(missing, tuple(steps))


def misshapen(kept: Mapping[str, object]) -> tuple[str | None, list[str]]:
    """What is wrong with the kept fields of an act of a known kind.

    Returns:
        A field that is missing or has not its form, and fields that no table knows.
    """
    missing, steps = _shape(str(kept["kind"]), tuple(kept))
    unknown: list[str] = []
    if missing is None:
        for name, check in steps:
            if check is None:
                unknown.append(name)
            elif not check(kept[name]):
                return name, unknown
    return missing, unknown
