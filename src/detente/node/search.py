"""An index of the words that this node holds: entries of all channels, drafts, and what the delegation wrote for itself.

Rules:

1. The index is made from what is stored, and can be made anew from it at any time; nothing is ever read from it but where to look.
   It is in no proof, no pouch and no count.
2. It follows the store: before a search what was admitted or sealed since is added (`refresh`). Texts that change (drafts, handover
   notes, translations) are compared by their version, and entered anew where it is another one.
3. What was destroyed by agreement leaves it at once (`forget_bodies`), and its words leave the file: the segments are merged, and
   deleted pages are overwritten (the store's secure_delete).
4. What a person types is never the syntax of the index: it is taken apart into words (`matching`), and each is quoted.
5. Words of texts that are files beside an entry (`text_files`) are entered with it; where one has not arrived, the entry is entered anew
   when it has. The words of one file stand in it for `MOST_NAMING` entries at most: naming a file costs a stranger nothing.
6. Hits stand newest first, by when they came into the index: no rank is computed, so a word that stands everywhere is found as fast as
   one that stands nowhere else.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import msgspec

from detente.dialogue.acts import Ref
from detente.dialogue.kinds import FILE_PREFIX
from detente.node import matching
from detente.node.blobs import parse_blob
from detente.node.handover import notes_of
from detente.node.kept_files import KeptFiles
from detente.node.node import Node
from detente.node.room import Room
from detente.node.text_files import TEXT, read_words, word_files
from detente.node.translations import translations_of
from detente.record.entry import Entry
from detente.record.seal import LogKey

_TABLES = """
CREATE TABLE IF NOT EXISTS search_rows (
    id INTEGER PRIMARY KEY, source TEXT NOT NULL, channel TEXT NOT NULL, key TEXT NOT NULL, version TEXT NOT NULL,
    UNIQUE (source, channel, key));
CREATE INDEX IF NOT EXISTS search_lacking ON search_rows (id) WHERE version='lacking';
CREATE VIRTUAL TABLE IF NOT EXISTS search_words USING fts5 (words, bare, tags, tokenize='ascii', columnsize=0);
"""
# The words are folded before they come here and hold no separators, so the plainest tokenizer does: it takes every character beyond
# ASCII for a letter. `bare` holds Arabic words without their article. `tags` holds what hits are chosen by: kind, party, channel, source;
# and which files the words are of.

_SEEN = "search:entries"
"""In the store's meta: the last pouch whose entries are in the index. An index that was made without it is made anew."""

_LACKING: Final = "lacking"
"""The version of an entry of whose words a file has not come."""

MOST_NAMING: Final = 8
"""Entries with which the words of one file are entered."""

MOST_WORDS: Final = 16
"""Of a query: more say nothing that these do not, and each costs a look."""
_BATCH = 200
"""Pouches for each transaction of a first run: it can be stopped, and goes on where it was."""

_BETWEEN: Final = " § "
"""A word that no query can hold keeps fields apart, so that no phrase runs from one into the next."""

ENTRY: Final = "entry"
DRAFT: Final = "draft"

_TECHNICAL: Final = frozenset(
    {
        "agreed", "at", "by", "cert", "channel", "commitment", "corrects", "destroyable", "digest", "holds", "k", "key", "kind",
        "name_salt", "prefix", "re", "recipients", "salt", "stated",
    }
)  # fmt: skip
"""Fields that hold hashes, keys, references and times: nobody searches for these by words."""
_HASHED = re.compile(r"\A(?:note|cert)/[0-9]+\Z")
_TAG = re.compile(r"[^a-z0-9]+")


class Own(NamedTuple):
    """One text of the delegation's own, for the index.

    Attributes:
        key: what names it within its source and channel.
        version: another text has another one.
        kind, at, about: as an entry has them; `at` is when it was written.
        texts: what it says, by field.
    """

    key: str
    version: str
    kind: str
    at: str
    about: str | None
    texts: Sequence[tuple[str, str]]


Source = Callable[[Node, Room], Iterable[Own]]


class Found(NamedTuple):
    """Where a hit is. `number` is its place in the index: the next page begins below it."""

    number: int
    source: str
    channel: str
    key: str


@dataclass(frozen=True, slots=True)
class Query:
    """What a person typed, taken apart: single words, and phrases of words that must follow each other."""

    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]

    @property
    def all_words(self) -> tuple[str, ...]:
        return (*self.words, *(word for phrase in self.phrases for word in phrase))

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases)


# ---- what is searched for ----

_QUOTED = re.compile('["“”„«»‟](.*?)["“”„«»‟]')


def parse_query(text: str) -> Query:
    """Take a query apart. Words in quotation marks of any kind are a phrase; every other sign only parts words. Never fails."""
    phrases, words, left = [], [], MOST_WORDS
    for found in _QUOTED.finditer(text):
        phrase = matching.folded_words(found[1])[:left]
        left -= len(phrase)
        if len(phrase) > 1:
            phrases.append(tuple(phrase))
        else:
            words += phrase
    for word in matching.folded_words(_QUOTED.sub(" ", text)):
        if left and word not in words:
            words.append(word)
            left -= 1
    return Query(tuple(words), tuple(phrases))


def _expression(query: Query, tags: Mapping[str, str], matters: Iterable[str] = ()) -> str:
    """The query in the syntax of FTS5: only words of letters and digits, each in quotation marks.

    Args:
        query: what was asked for.
        tags: what each hit must carry.
        matters: keys of matters; what names one of them is a hit too.
    """
    parts = []
    for word in query.words:
        wanted = matching.wanted(word)
        forms = [*(f'"{form}"' for form in wanted.whole), *(f'"{beginning}" *' for beginning in wanted.beginnings)]
        parts.append("{words bare} : (" + " OR ".join(forms) + ")")
    parts += [_phrase(phrase) for phrase in query.phrases]
    named = [_phrase(words) for words in map(matching.folded_words, matters) if words]
    either = " OR ".join(["(" + " AND ".join(parts) + ")", *named])
    return " AND ".join([f"({either})", *(f'{{tags}} : "{_tag(name, value)}"' for name, value in tags.items())])


def _phrase(words: Iterable[str]) -> str:
    """Words that must follow each other."""
    return '{words} : "' + " ".join(words) + '"'


def _log(text: str) -> LogKey:
    """A log from the first part of a row's key: usa, or usa.1 for another generation."""
    party, _, generation = text.partition(".")
    return LogKey(party, int(generation or 0))


def _tag(name: str, value: str) -> str:
    """A word for the column of tags; what is no plain word becomes the digest of it, so that two never are the same."""
    plain = _TAG.sub("", value)
    return f"{name}0{plain}" if plain == value else f"{name}1{hashlib.sha256(value.encode()).hexdigest()[:16]}"


# ---- the index ----


class Index:
    """The index of one node."""

    def __init__(self, node: Node, sources: Mapping[str, Source] | None = None) -> None:
        """Open it; it is made where it is not there yet.

        Args:
            sources: the delegation's own texts, by the name of their source; otherwise all that there are.
        """
        self.node = node
        self.sources = SOURCES if sources is None else sources
        self._db = node.store.derived
        self._db.make(_TABLES)

    def search(
        self, text: str, *, channel: Room | None = None, kind: str | None = None, party: str | None = None, most: int = 20,
        below: int | None = None, entries_only: bool = False, matters: Iterable[str] = (),
    ) -> list[Found]:  # fmt: skip
        """Where all of these words stand together, newest first; at most `most` hits. An empty query finds nothing.

        Args:
            text: as a person types it.
            kind: of an entry or a draft, such as `request`.
            below: the number of the last hit of the page before.
            entries_only: leave out drafts, handover notes and translations, which are the delegation's own.
            matters: keys such as issue/prisoners; what names one of them is a hit too, whatever its own words are.
        """
        query = parse_query(text)
        if not query:
            return []
        given = {
            "channel": None if channel is None else channel.id,
            "kind": kind,
            "party": party,
            "source": ENTRY if entries_only else None,
        }
        tags = {name: value for name, value in given.items() if value is not None}
        rows = self._db.execute(
            "SELECT w.rowid, r.source, r.channel, r.key FROM search_words w JOIN search_rows r ON r.id=w.rowid"
            " WHERE search_words MATCH ? AND w.rowid<? ORDER BY w.rowid DESC LIMIT ?",
            (_expression(query, tags, matters), 2**62 if below is None else below, most),
        )
        return [Found(*row) for row in rows]

    def places(self, text: str, channel: Room, kind: str) -> dict[LogKey, set[int]]:
        """Where entries of one kind stand in the logs in which all of these words stand; nowhere for an empty query."""
        query = parse_query(text)
        if not query:
            return {}
        rows = self._db.execute(
            "SELECT r.key FROM search_words w JOIN search_rows r ON r.id=w.rowid WHERE search_words MATCH ?",
            (_expression(query, {"channel": channel.id, "kind": kind, "source": ENTRY}),),
        )
        found: dict[str, set[int]] = {}
        for (key,) in rows:
            log, _, index = key.partition("/")
            found.setdefault(log, set()).add(int(index))
        return {_log(log): indices for log, indices in found.items()}

    def refresh(self, tick: Callable[[int, int], None] = lambda _done, _total: None) -> int:
        """Add what came since; the number of texts that were entered.

        Args:
            tick: told how many pouches of how many are read.
        """
        entered = 0
        waiting = self._waiting()
        for start in range(0, len(waiting), _BATCH):
            part = waiting[start : start + _BATCH]
            with self.node.store.deriving():
                if not self.node.store.mark(_SEEN):
                    self._empty()
                seen = self.node.store.mark(_SEEN)  # another process may have come as far meanwhile
                for seq, channel in part:
                    entered += self._enter_pouch(self.node.rooms[channel], seq) if seq > seen else 0
                self.node.store.set_mark(_SEEN, max(seen, part[-1][0]))
            tick(start + len(part), len(waiting))
        return entered + self._enter_arrived() + self._refresh_own()

    def rebuild(self, tick: Callable[[int, int], None] = lambda _done, _total: None) -> int:
        """Make the whole index anew; the number of texts in it."""
        with self.node.store.deriving():
            self._empty()
            self.node.store.set_mark(_SEEN, 0)
        return self.refresh(tick)

    def _empty(self) -> None:
        """Leave nothing in it, inside a transaction; another layout goes with what it held."""
        self._db.execute("DROP TABLE search_words")
        self._db.execute("DROP TABLE search_rows")
        self._db.make(_TABLES)

    # ---- entries ----

    def _waiting(self) -> list[tuple[int, str]]:
        """Pouches that are not in the index, with their channels. Other versions of a log are left out: no reference names them."""
        rows = self.node.store.db.execute(
            "SELECT h.seq, l.channel FROM heads h JOIN logs l ON l.id=h.log WHERE h.seq>? AND h.branch=0 ORDER BY h.seq",
            (self.node.store.mark(_SEEN),),
        )
        return [(seq, channel) for seq, channel in rows if channel in self.node.rooms]

    def _enter_pouch(self, room: Room, seq: int) -> int:
        party, generation, start = self.node.store.db.execute(
            "SELECT l.party, l.generation, h.start FROM heads h JOIN logs l ON l.id=h.log WHERE h.seq=?", (seq,)
        ).fetchone()
        entered = 0
        for index, entry in enumerate(room.trusted_entries(seq), start):
            if entry.kind != "seal":
                entered += self._enter_entry(room, Ref(party, generation, index), entry)
        return entered

    def _enter_entry(self, room: Room, ref: Ref, entry: Entry, at: int | None = None) -> int:
        """Enter what an entry says, in its fields and in the files that are its words; 1, or 0 where it says nothing."""
        words = word_files(matter_of(entry.fields), entry.fields)
        lacking = [file for file in words.values() if not room.kept.has(file.digest.hex())]
        files = {} if lacking else {language: file for language, file in words.items() if not self._is_named_enough(file.digest)}
        texts = [*texts_of(entry.fields), *((TEXT + language, read_words(room.kept, file)) for language, file in files.items())]
        if not texts:
            return 0
        tags = [("kind", entry.kind), ("party", ref.party), *(("file", file.digest.hex()) for file in files.values())]
        self._enter(ENTRY, room.id, str(ref), _LACKING if lacking else "", texts, tags, at=at)
        return 1

    def _is_named_enough(self, digest: bytes) -> bool:
        named = f'{{tags}} : "{_tag("file", digest.hex())}"'
        rows = self._db.execute("SELECT rowid FROM search_words WHERE search_words MATCH ? LIMIT ?", (named, MOST_NAMING))
        return len(rows.fetchall()) >= MOST_NAMING

    def _enter_arrived(self) -> int:
        """Enter anew the entries whose words have come since; how many."""
        entered = 0
        for channel, key in self._db.execute("SELECT channel, key FROM search_rows WHERE version='lacking'").fetchall():
            room = self.node.rooms.get(channel)
            if room is None:
                continue
            log, _, index = key.partition("/")
            ref = Ref(*_log(log), int(index))
            entry = room.entry(ref)
            if all(room.kept.has(file.digest.hex()) for file in word_files(matter_of(entry.fields), entry.fields).values()):
                with self.node.store.deriving():
                    entered += self._enter_entry(room, ref, entry, self._remove(ENTRY, channel, key))
        return entered

    def forget_bodies(self, room: Room, refs: Iterable[Ref]) -> None:
        """After entries were destroyed: take their bodies out of the index and out of its file; what they keep can still be found."""
        with self.node.store.deriving():
            removed = False
            for ref in refs:
                number = self._remove(ENTRY, room.id, str(ref))
                if number is not None:  # else the index has not come so far, and will find what is left
                    removed = True
                    self._enter_entry(room, ref, room.entry(ref), number)
            if removed:
                self._db.execute("INSERT INTO search_words (search_words) VALUES ('optimize')")

    # ---- the delegation's own ----

    def _refresh_own(self) -> int:
        entered = 0
        for source, texts_in in self.sources.items():
            for room in self.node.rooms.values():
                now = {own.key: own for own in texts_in(self.node, room)}
                if self._versions(source, room) != {key: own.version for key, own in now.items()}:
                    with self.node.store.deriving():
                        entered += self._enter_own(source, room, now)
        return entered

    def _versions(self, source: str, room: Room) -> dict[str, str]:
        rows = self._db.execute("SELECT key, version FROM search_rows WHERE source=? AND channel=?", (source, room.id))
        return dict(rows.fetchall())

    def _enter_own(self, source: str, room: Room, now: Mapping[str, Own]) -> int:
        """Bring the texts of one source and channel to what they are now, inside a transaction; how many were entered."""
        known = self._versions(source, room)
        changed = [own for own in now.values() if known.get(own.key) != own.version]
        for key in known:
            if key not in now or now[key].version != known[key]:
                self._remove(source, room.id, key)
        for own in changed:
            self._enter(source, room.id, own.key, own.version, own.texts, [("kind", own.kind), ("party", self.node.party)])
        return len(changed)

    def _remove(self, source: str, channel: str, key: str) -> int | None:
        """Take one text out; the number under which it stood."""
        row = self._db.execute("SELECT id FROM search_rows WHERE source=? AND channel=? AND key=?", (source, channel, key)).fetchone()
        if row is None:
            return None
        self._db.execute("DELETE FROM search_words WHERE rowid=?", row)
        self._db.execute("DELETE FROM search_rows WHERE id=?", row)
        return int(row[0])

    def _enter(
        self, source: str, channel: str, key: str, version: str, texts: Iterable[tuple[str, str]], tags: Iterable[tuple[str, str]], *,
        at: int | None = None,
    ) -> None:  # fmt: skip
        """Enter one text; `at`: the number under which it stood before, otherwise the next one."""
        words = [matching.folded_words(text) for _, text in texts]
        bare = [form for field in words for word in field for form in matching.bare(word)]
        joined = _BETWEEN.join(" ".join(field) for field in words)
        tagged = " ".join(_tag(name, value) for name, value in (("channel", channel), ("source", source), *tags))
        number = self._db.execute("INSERT INTO search_rows VALUES (?,?,?,?,?)", (at, source, channel, key, version)).lastrowid
        self._db.execute("INSERT INTO search_words (rowid, words, bare, tags) VALUES (?,?,?,?)", (number, joined, " ".join(bare), tagged))


# ---- what an entry says ----


def texts_of(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What an act says in words, by field: texts, names, places, matters, the names of attachments. Hashes, keys and times are left out."""
    found = []
    for name, value in fields.items():
        if name in _TECHNICAL or _HASHED.match(name):
            continue
        if name.startswith(FILE_PREFIX):
            blob = parse_blob(value)
            found += [] if blob is None else [(name, text) for text in blob[3:] if text]
        else:
            found += [(name, text) for text in _strings(value) if text]
    return found


def texts_here(kept: KeptFiles, fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The same with the words of a text that are in files beside it, as far as they have come."""
    files = word_files(matter_of(fields), fields)
    return texts_of(fields) + [(TEXT + language, read_words(kept, file)) for language, file in files.items()]


def matter_of(fields: Mapping[str, Any]) -> str:
    """What an act is about: the key of its matter; nothing where it says none."""
    about = fields.get("slot", fields.get("about"))
    return about if isinstance(about, str) else ""


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)


# ---- drafts ----


def _drafts(node: Node, room: Room) -> Iterator[Own]:
    for number, _, fields, _, at in node.store.drafts(room.id):
        version = hashlib.sha256(msgspec.json.encode(fields, order="sorted")).hexdigest()[:16]
        yield Own(str(number), version, str(fields["kind"]), at, matter_of(fields) or None, texts_here(room.kept, fields))


def _handover(node: Node, room: Room) -> Iterator[Own]:
    for note in notes_of(node, room, done=True):
        yield Own(str(note.id), note.about or "", "handover", note.at, note.about, [("text", note.text)])


def _translations(node: Node, room: Room) -> Iterator[Own]:
    for each in translations_of(node, room):
        yield Own(str(each.id), str(each.revision), "translation", each.at, each.entry, [("text", each.text)])


SOURCES: Final[dict[str, Source]] = {DRAFT: _drafts, "handover": _handover, "translation": _translations}
"""The delegation's own texts that are searched, by the name of their source."""
