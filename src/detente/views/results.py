"""What a command did, as values: for `--json`, and for whoever drives the command line from another program."""

from __future__ import annotations

from typing import Any

import msgspec

from detente.views.base import RemarkShown, Text, View
from detente.views.charter import CharterView
from detente.views.countersigned import WitnessAnswer
from detente.views.log import Row


class NodeMade(View, frozen=True):
    """`init`: the new node, and the file for the other parties."""

    party: str
    names: dict[str, str]
    node: str
    introduction: str
    fingerprint: str
    encrypted: bool
    store: str | None = None


class StoreShown(View, frozen=True):
    """`store show`: where the record lies; `server`: in PostgreSQL."""

    place: str
    server: bool
    pouches: int
    entries: int


class StoreMoved(View, frozen=True):
    """`store move`: where the record is now, where the old store was set aside, how many rows of each table were compared."""

    place: str
    before: str
    rows: dict[str, int]
    pouches: int
    entries: int


class FileWritten(View, frozen=True):
    """A file that a command wrote."""

    file: str
    bytes: int
    exercise: bool


class FilesWritten(View, frozen=True):
    """The files that one command wrote: of one report, its forms."""

    files: list[FileWritten]


class FramedPage(View, frozen=True):
    """A page about a count, to be shown in a frame: its name, and the line of HTML for the page that shows it."""

    file: str
    frame: str


class PublishedFiles(View, frozen=True):
    """`publish`: the proofs that were written, one for each thing that was released, and the charter's hash.

    `pages`: for each count of requests a page that other sites can show in a frame, with the line that does so.
    """

    folder: str
    files: list[str]
    pages: list[FramedPage]
    charter: str
    exercise: bool


class SheetsWritten(View, frozen=True):
    """`sheet write`: the PDF of a file on paper. `bytes`: of the file; `digest`: the short one, in base32; `codes`, `sheets`: how many."""

    file: str
    bytes: int
    digest: str
    codes: int
    sheets: int


class SheetsRead(View, frozen=True):
    """`sheet read`: the file from scanned sheets; `file` is null where it was not written.

    `codes`: how many the file has; by number `missing` (no whole copy was read), `damaged` (of those, a damaged copy was), `twofold` (two
    different copies were); `strangers`: which of the lines and codes, in the order in which they were read, are of no or another file.
    """

    file: str | None
    bytes: int | None
    digest: str | None
    codes: int
    missing: tuple[int, ...]
    damaged: tuple[int, ...]
    twofold: tuple[int, ...]
    strangers: tuple[int, ...]


class PageWritten(View, frozen=True):
    """`prove page`: the page that checks proofs, and its SHA-256 in hex."""

    file: str
    bytes: int
    sha256: str


class ChartersSigned(View, frozen=True):
    """`charter show` without a file: the charters of this node."""

    charters: list[CharterView]


class CharterSigned(View, frozen=True):
    """`charter sign`: the hash to publish, and the signed note that goes with it."""

    hash: str
    note: str
    exercise: bool


class ChannelFounded(View, frozen=True):
    """`channel new`."""

    label: str
    id: str
    members: list[str]
    exercise: bool


class Drafted(View, frozen=True):
    """An act that waits to be sealed; `entry` once it is.

    `doubts`: what speaks against sealing it as it is; `waiting`: the other drafts of the channel, which were not sealed with it.
    """

    number: int | None
    channel: str
    kind: str
    re: list[str]
    entry: str | None
    doubts: list[Text]
    waiting: list[int]
    exercise: bool


class Sealed(View, frozen=True):
    """`seal`, `rekey`, `reopen`: the new end of our log. `acts`: how many the pouch holds, without its seal.

    `contents`: the entries of the pouch; `sealed_drafts`: in the same order the numbers of the drafts that they were, null for what
    the node wrote itself, such as the opening; `matters`: the names of what these are about, by key and language; `members`: those of
    the parties; `waiting`: drafts of the channel that were not sealed with it: not asked for, not released, or too many for one pouch.
    """

    channel: str
    party: str
    generation: int
    acts: int
    entries: int
    root: str
    sealed_drafts: list[int | None]
    contents: list[Row]
    matters: dict[str, dict[str, str]]
    members: dict[str, dict[str, str]]
    waiting: list[int]
    exercise: bool


class Reopened(Sealed, frozen=True):
    """`reopen`: the new generation. `holds`: the last entry of the old one that holds, null for none; `disowned`: its acts after that."""

    holds: str | None
    disowned: list[Row]


class SealDone(View, frozen=True):
    """`seal`: one item for each channel in which something was sealed."""

    sealed: list[Sealed]


class Refusal(View, frozen=True):
    """A file or a part of it that was not taken. `step`: of the sixteen of admitting, null where none was reached."""

    file: str
    step: int | None
    why: Text


class MissingEntries(View, frozen=True):
    """Entries of a party's log, from 0, that held pouches wait for; `first`: after the last one that is here."""

    channel: str
    party: str
    generation: int
    first: int
    last: int


class Unreceived(View, frozen=True):
    """Entries of our log, from 0, that have left for `party`, and of which no receipt has come.

    `again`: from when on (UTC) a courier takes them again; null: once what is new has left. `given_up`: they go no more until that party
    is heard or something new is sealed.
    """

    channel: str
    party: str
    first: int
    last: int
    again: str | None
    given_up: bool


class CourierRun(View, frozen=True):
    """One courier of a run: what it brought and what it was given. `failed`: why it did not come or came no further, null if it did all.

    `hint`: what helps, where something is known to.
    """

    address: str
    files_read: int
    acts: int
    files_left: int
    failed: Text | None
    hint: Text | None


class Carried(View, frozen=True):
    """What came and what left. `took`, `gave`: whether the command takes, and whether it hands over; `held`: how many still wait.

    `folder`: the courier's, as it was typed; `made`: it was not there, and was made. `sent_again`: how many pouches left once more, as
    they were asked for or their receipt is missing; `missing`: what the held ones wait for, and `asked`: it was asked for by this run;
    `unconfirmed`: what had left, and no receipt has come; `party`: whose node this is.

    `couriers`: each for itself; `vanished`: files that were listed and gone; `given_up`: files that could not be opened and have not
    changed since, and are looked at no more.

    `silences_sealed`: CHANNEL:MATTER, where a silence procedure ended and our own silence was sealed as consent.
    `witnesses`: what the witnesses of our policies answered, where they were asked in the same run.
    `covers`: how many of the files that left hold nothing; `waits_until`: when what is still due leaves by the timetable.
    """

    took: bool
    gave: bool
    files_read: int
    pouches: int
    acts: int
    duplicates: int
    held: int
    contradictions: int
    receipts_sealed: int
    silences_sealed: list[str]
    destroyed: list[str]
    refused: list[Refusal]
    foreign: list[str]
    files_left: int
    folder: str
    made: bool
    exercise: bool
    sent_again: int = 0
    asked: bool = False
    missing: list[MissingEntries] = msgspec.field(default_factory=list)
    unconfirmed: list[Unreceived] = msgspec.field(default_factory=list)
    party: str = ""
    vanished: list[str] = msgspec.field(default_factory=list)
    given_up: list[str] = msgspec.field(default_factory=list)
    couriers: list[CourierRun] = msgspec.field(default_factory=list)
    witnesses: list[WitnessAnswer] = msgspec.field(default_factory=list)
    covers: int = 0
    waits_until: str | None = None


class Dropped(View, frozen=True):
    """`outbox --drop`."""

    number: int
    exercise: bool


class Checked(View, frozen=True):
    """`fsck`: what was read, and what is wrong.

    `remarks`: generations of a log that are not here though a later one follows them, which is no fault of this store.
    `removed_files`: how many that nothing names; null: `--tidy` was not asked for, or the store does not hold what it must.
    """

    pouches: int
    entries: int
    problems: list[Problem]
    remarks: list[RemarkShown]
    removed_files: int | None
    exercise: bool


class Archived(View, frozen=True):
    """`export`: the folder, or the file that was encrypted `to` some age recipients; how many files are in it, and of which channels."""

    folder: str
    files: int
    channels: list[str]
    charter: str
    to: list[str]
    exercise: bool


class Problem(View, frozen=True):
    """One thing that is wrong with the store."""

    channel: str
    where: str
    why: Text


class Proof(View, frozen=True):
    """`prove`: the file, and what it claims. `kind_hidden`: it shows fields of entries, and not what kinds of acts they are."""

    file: str
    bytes: int
    claim: str
    charter: str
    exercise: bool
    kind_hidden: bool


class DemoCount(View, frozen=True):
    """A count that was made public, and what the record that was played says of it: matches, differs, cannot_tell."""

    entry: str
    said_on: dict[str, Any]
    speakers: list[str]
    verdict: str | None


class FactLinked(View, frozen=True):
    """One fact of a report: our words for it by language, the SHA-256 (hex) of its sentence, and what carries it in the records."""

    number: int
    sentence: str
    words: dict[str, str]
    places: list[str]
    missing: list[str]


class FactsShown(View, frozen=True):
    """`demo --map`: every fact, and how many of them are linked."""

    facts: list[FactLinked]
    linked: int
    exercise: bool


class DemoDone(View, frozen=True):
    """`demo`: where things are, the verdict on each proof, how many signed states the host countersigned, the facts of the report."""

    folder: str
    charter: str
    nodes: dict[str, str]
    suppose: str
    proofs: dict[str, str]
    agreed: bool
    countersigned: int
    counts: list[DemoCount]
    facts: list[FactLinked]
    exercise: bool


class WitnessMade(View, frozen=True):
    """`witness new`."""

    name: str
    folder: str
    vkeys: list[str]


class WitnessedState(View, frozen=True):
    """One signed state and what a witness made of it: 200 countersigned, else why not.

    `about`: the party whose log it is, at the witness; the channel, at the party.
    """

    origin: str
    about: str
    size: int
    status: int
    why: Text | None


class WitnessDone(View, frozen=True):
    """`witness answer`, `witness add`."""

    file: str
    states: list[WitnessedState]
    exercise: bool


class UnderstoodNote(View, frozen=True):
    """One thing of the report on a Word file. `kind`: understood, guessed, left out; `paragraph` is 0 for the whole file."""

    kind: str
    paragraph: int
    template: str
    params: dict[str, Any]
    quotation: str


class TextUnderstood(View, frozen=True):
    """`text from-word`: the plain text that was made of a Word file, and what was understood of it."""

    file: str
    language: str
    exercise: bool
    paragraphs: int
    provisions: int
    brackets: int
    notes: list[UnderstoodNote]
