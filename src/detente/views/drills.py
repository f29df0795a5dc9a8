"""Drills: the ceremonies around keys, each on one page: who must be there, what to bring, each step with its command, how to check.

The commands are literal, and a test runs those of each drill from the first to the last, so a page cannot say what does not work.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from detente.errors import N_, CallerError
from detente.views.base import View


class Step(NamedTuple):
    """One step: what is done, and the commands. `there`: by another party, at its node."""

    text: str
    commands: tuple[str, ...] = ()
    there: bool = False


class Drill(NamedTuple):
    """One ceremony, in texts to be translated."""

    title: str
    when: str
    who: tuple[str, ...]
    bring: tuple[str, ...]
    steps: tuple[Step, ...]
    write_down: tuple[str, ...]
    check: tuple[str, ...]


class DrillRow(View, frozen=True):
    """One drill in the list."""

    name: str
    title: str


class DrillList(View, frozen=True):
    """`drill`."""

    drills: list[DrillRow]


class StepShown(View, frozen=True):
    """One step of `drill NAME`."""

    text: str
    commands: list[str]
    there: bool


class DrillView(View, frozen=True):
    """`drill NAME`: its texts in English, as the catalogues know them."""

    name: str
    title: str
    when: str
    who: list[str]
    bring: list[str]
    steps: list[StepShown]
    write_down: list[str]
    check: list[str]


_HEAD: Final = N_("The head of delegation, who decides")
_HOLDER: Final = N_("The holder of the root key")
_SECOND: Final = N_("The holder of its successor, who is another person")
_KEEPER: Final = N_("Whoever keeps the deposited notice")
_WITNESS: Final = N_("A witness, who reads each fingerprint aloud and signs this page")
_OPERATOR: Final = N_("Whoever looks after the machine of the node")
_ROOT_FILE: Final = N_("The medium with root.age, and its passphrase")
_SUCCESSOR_FILE: Final = N_("The medium with successor.age, and its passphrase")
_NOTICE_FILE: Final = N_("The medium or the sheet with notice.json")
_PAPER: Final = N_("This page, printed; a pen; envelopes that show whether they were opened")
_FINGERPRINT: Final = N_("The fingerprint of the root key: ______________________________________")
_DATE: Final = N_("Date, place, who was there, signatures: ______________________________")
_WHERE: Final = N_("Where each medium lies from now on, and who may open it: ______________")
_SHOW_KEYS: Final = N_("`detente keys` shows where each of the three lies and what is due.")
_TELL: Final = N_("Each other party reads the fingerprint back by another way than the courier.")
_SYNC: Final = Step(N_("Bring it to the other parties."), ("detente sync courier",))
_THEY_SYNC: Final = Step(N_("Take it in, and look."), ("detente sync courier", "detente log plenary --last 5"), there=True)

_NEXT: Final = Step(
    N_("Write the next successor and the next notice, and take them out; successor.age is the root file from now on."),
    ("detente root export --successor --out successor-2.age", "detente root notice --out notice-2.json",
     "detente root remove successor-2.age", "detente root remove notice-2.json"),
)  # fmt: skip

DRILLS: Final[Mapping[str, Drill]] = MappingProxyType({
    "root-offline": Drill(
        N_("Taking the root key offline"),
        N_("Once, before talks in earnest begin; and again after each succession."),
        (_HEAD, _HOLDER, _SECOND, _KEEPER, _WITNESS),
        (N_("Three new media, one for each of the three; better six, for a copy of each"), _PAPER),
        (
            Step(N_("Write the root key into a file with a passphrase of its own; then open it again."),
                 ("detente root export --out root.age", "detente root check root.age")),
            Step(N_("Do the same with its successor, with another passphrase, on another medium."),
                 ("detente root export --successor --out successor.age", "detente root check successor.age")),
            Step(N_("Write the notice. It is not encrypted: who holds it can stop our voice, and not speak for us."),
                 ("detente root notice --out notice.json", "detente root check notice.json")),
            Step(N_("Copy each file to its second medium, and check each copy with the same command.")),
            Step(N_("Take all three out of the node. Each file is opened and compared first."),
                 ("detente root remove root.age", "detente root remove successor.age", "detente root remove notice.json")),
            Step(N_("Look that none of the three is here any more; make a new backup, and destroy the older ones."), ("detente keys",)),
            Step(N_("Close the envelopes. The three lie in three places, in the hands of three people.")),
        ),
        (_FINGERPRINT, _WHERE, _DATE),
        (_SHOW_KEYS, N_("`detente rekey` without `--root` says that it needs the root key, and seals nothing.")),
    ),
    "root-lost": Drill(
        N_("The root key is lost, or old: its successor takes its place"),
        N_("When no copy of the root key opens any more, or every ten years."),
        (_HEAD, _SECOND, _KEEPER, _WITNESS),
        (_SUCCESSOR_FILE, _NOTICE_FILE, N_("Two new media"), _PAPER),
        (
            Step(N_("Check both files against the fingerprint that was written down."),
                 ("detente root check successor.age", "detente root check notice.json")),
            Step(N_("Put the successor in its place; our logs are opened under it. This cannot be undone."),
                 ("detente root succeed successor.age --notice notice.json",)),
            _SYNC, _THEY_SYNC,
            _NEXT,
            Step(N_("Destroy what is left of the old root key, and the old notice."), ("detente keys",)),
        ),
        (_FINGERPRINT, _WHERE, _DATE),
        (_TELL, _SHOW_KEYS, N_("There is room for two successions in one charter; after the second, prepare a new charter.")),
    ),
    "root-stolen": Drill(
        N_("The root key may have been stolen"),
        N_("At the first suspicion; the notice can be sealed by any party that holds it, at night too."),
        (_KEEPER, _HEAD, _SECOND, _WITNESS),
        (_NOTICE_FILE, _SUCCESSOR_FILE, _PAPER),
        (
            Step(N_("Whoever keeps the notice reads to whom it belongs."), ("detente root check notice.json",), there=True),
            Step(N_("It is sealed: what is signed in our name from now on is doubted."),
                 ("detente root revoke notice.json", "detente sync courier"), there=True),
            Step(N_("Take it in. From here on nothing of ours can be sealed."), ("detente sync courier", "detente keys")),
            Step(N_("Put the successor in its place: it says what holds of the old logs. Where entries have come that were not sealed "
                    "here, name the last good one in each channel (--last-good)."),
                 ("detente root succeed successor.age --notice notice.json",)),
            _SYNC, _THEY_SYNC,
            _NEXT,
            Step(N_("Read our entries aloud from both sides' lists; what the thief sealed is marked as doubted."),
                 ("detente log plenary",)),
        ),
        (_FINGERPRINT, N_("The last entry that is certainly ours, in each channel: __________________"), _DATE),
        (_TELL, N_("Every entry that is doubted stays readable, with the receipts that others gave for it.")),
    ),
    "key-stolen": Drill(
        N_("A sealing key may have been stolen, not the root key"),
        N_("A machine is missing or was opened, or entries of our log have come that were not sealed here."),
        (_HEAD, _HOLDER, _OPERATOR),
        (_ROOT_FILE, _PAPER),
        (
            Step(N_("Take in what the courier has, and make a backup, so that what is known now is kept."),
                 ("detente sync courier", "detente backup make before.age")),
            Step(N_("Open the next generation of the log, in each channel. What this node holds stays good; where entries have come "
                    "that were not sealed here, name the last good one (--last-good)."),
                 ("detente reopen plenary --why theft --root root.age",)),
            _SYNC, _THEY_SYNC,
            Step(N_("Give the node a new key to receive with too."), ("detente rekey --recipients --root root.age",)),
            _SYNC,
        ),
        (N_("The last good entry in each channel: ___________________________________"), _DATE),
        (N_("The other parties say by another way which entry they hold as our last good one."), _SHOW_KEYS),
    ),
    "rotation": Drill(
        N_("Replacing the keys of every day"),
        N_("Once a year, or when `detente keys` says that one is due."),
        (_HOLDER, _OPERATOR),
        (_ROOT_FILE,),
        (
            Step(N_("Look what is due."), ("detente keys",)),
            Step(N_("Replace the keys that seal and the key to receive with, in all channels at once."),
                 ("detente rekey --recipients --root root.age",)),
            _SYNC, _THEY_SYNC,
            Step(N_("Make a new backup and test it: older ones do not hold the new keys."),
                 ("detente backup make after.age", "detente backup test after.age")),
        ),
        (_DATE,),
        (_SHOW_KEYS, N_("The root file goes back into its envelope, and nothing of it stays on the machine.")),
    ),
    "handover": Drill(
        N_("A delegation is handed over to another"),
        N_("After an election, a change of government, a new head of delegation."),
        (N_("The old and the new head of delegation"), _HOLDER, _OPERATOR, _WITNESS),
        (_ROOT_FILE, _PAPER),
        (
            Step(N_("The new head is appointed, and makes a key with a passphrase of her or his own."),
                 ("detente delegate key new-head", "detente delegate appoint new-head --role head --name 'Supposed New Head' --seal")),
            Step(N_("The appointment of the old head ends; what was signed before stays good."),
                 ("detente delegate revoke old-head --seal",)),
            Step(N_("The keys of every day are replaced: whoever left knows none that is in use."),
                 ("detente rekey --recipients --root root.age",)),
            _SYNC, _THEY_SYNC,
            Step(N_("Change the passphrases of the root file, its successor and the backups, by writing them anew; "
                    "close the accounts of those who left."),
                 ("detente account list",)),
        ),
        (N_("Who holds the root key, its successor and the notice from now on: ________"), _DATE),
        (N_("`detente delegate list` shows on every node who may sign, and from when."),),
    ),
    "renamed": Drill(
        N_("A state is renamed"),
        N_("On the day from which the new name holds, or later; a new name is not entered ahead."),
        (_HEAD, _OPERATOR, N_("A speaker of each language in which the party has a name")),
        (N_("The new name, in writing, in each language in which the party has one"), _PAPER),
        (
            Step(N_("Enter the new name in every language, with the day from which it holds. Read it aloud before it is sealed."),
                 ("detente rename --name en='New Name' --name ru='Новое имя' --name ar='اسم جديد' --from 2018-04-19 --seal",)),
            _SYNC, _THEY_SYNC,
            Step(N_("Look whether the new name is shown, in each language that is read there."),
                 ("detente status", "detente --lang ru status", "detente --lang ar status"), there=True),
        ),
        (N_("The new name as it was sealed, and the number of its entry: ______________"), _DATE),
        (N_("Every node shows the new name; the page of the dialogue says until when the old one was used, and the charter keeps it. "
            "Ids, keys and votes are those of before. A slip is mended by entering the name again: the last one holds."),),
    ),
    "renewal": Drill(
        N_("Renewing what was signed, before its mathematics ages"),
        N_("Every five years; at once when SHA-256, Ed25519 or ML-DSA-44 is said to weaken."),
        (_HOLDER, _OPERATOR, N_("The same people of each other party")),
        (_ROOT_FILE, N_("Old proofs that were handed out, as files"), N_("Medium for the archive")),
        (
            Step(N_("Hash everything anew by SHA-512, bodies included, and sign the list; earlier renewals are covered too."),
                 ("detente renewal make --out renewal.json --root root.age",)),
            Step(N_("Another party compares it with its own record, and signs the same list."),
                 ("detente renewal sign renewal.json --out renewal-both.json",), there=True),
            Step(N_("Check it against the record, and write an archive that holds it."),
                 ("detente renewal check renewal-both.json", "detente export archive")),
            Step(N_("Check it against the archive alone, as somebody in thirty years will."),
                 ("detente renewal check renewal-both.json archive --charter archive/charter.json",)),
        ),
        (N_("The SHA-512 of the renewal, as it is shown: ______________________________"), _DATE),
        (N_("Every item is the same, and none differs; the digest is published where the charter's hash is."),),
    ),
})  # fmt: skip


def drill_list() -> DrillList:
    """All drills."""
    return DrillList(drills=[DrillRow(name=name, title=drill.title) for name, drill in DRILLS.items()])


def drill_view(name: str) -> DrillView:
    """One drill.

    Raises:
        CallerError: there is none of this name.
    """
    drill = DRILLS.get(name)
    if drill is None:
        raise CallerError(
            N_("there is no drill '%(name)s'; there are: %(known)s"), hint=N_("This lists them:\ndetente drill"), name=name,
            known=", ".join(DRILLS),
        )  # fmt: skip
    return DrillView(
        name=name, title=drill.title, when=drill.when, who=list(drill.who), bring=list(drill.bring),
        steps=[StepShown(text=step.text, commands=list(step.commands), there=step.there) for step in drill.steps],
        write_down=list(drill.write_down), check=list(drill.check),
    )  # fmt: skip
