"""Texts that do not fit an entry: their words are files beside it, and the digest that all sign covers them all the same."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from detente.dialogue.acts import Ref
from detente.dialogue.texts import text_digest
from detente.errors import CallerError
from detente.node.blobs import keep
from detente.node.search import MOST_NAMING, Index
from detente.node.text_files import FILE_BYTES, by_language, file_name, word_files
from detente.record.entry import Entry
from detente.record.text import encode_base64
from detente.texts.form import format_version, parse_version
from detente.views import acting_texts, text_words
from detente.views.acting import Place, Unfit
from detente.views.doubts import doubts_of
from detente.views.search import search_view
from detente.views.text_bodies import MOST_BYTES
from detente.views.text_left import left_view
from detente.views.text_words import NotArrived, unpacked
from detente.views.texts import TextView, text_view
from detente.views.working_texts import working_text
from tests.simulator import START, World

SLOT = "text/treaty"
WORDS = {"en": "The Parties inform each other of all exercises. ", "ru": "Стороны информируют друг друга обо всех учениях. "}


def written(provisions: int = 2_000, times: int = 5) -> dict[str, str]:
    """A text in two languages, with a bracket in every tenth provision."""
    return {
        language: format_version(
            parse_version(
                f"title: {language}\nlanguage: {language}\n\n"
                + "\n\n".join(
                    f"{{p{n}}} # {n} {words * times}" + (f"[#{n // 10 + 1} ALPHA: a / BRAVO: b]" if n % 10 == 0 else "")
                    for n in range(provisions)
                )
            )
        )
        for language, words in WORDS.items()
    }


TEXTS = written()


def place(world: World, party: str, *refs: Any) -> Place:
    return Place(world.nodes[party], world.room(party), tuple(refs))


def tabled(world: World, texts: dict[str, str] = TEXTS) -> Entry:
    """Alpha tables a text; its entry."""
    world.act("alpha", **acting_texts.table(place(world, "alpha"), {"about": SLOT, "form": "rolling_text", "text": texts}))
    room = world.room("alpha")
    return room.entry(max(room.fold.proposals.slots[SLOT].proposals))


def settled() -> World:
    world = World(2, seed=11)
    world.settle()
    return world


def shown(world: World, party: str) -> TextView:
    view = text_view(world.room(party), SLOT)
    assert view is not None
    return view


@pytest.fixture(scope="module")
def world() -> World:
    """Two nodes that hold a large text, which alpha tabled."""
    world = settled()
    tabled(world)
    world.settle()
    return world


def test_a_text_that_does_not_fit_an_entry_reads_the_same_at_every_node(world: World) -> None:
    assert sum(len(text.encode()) for text in TEXTS.values()) > 2 * MOST_BYTES
    views = [shown(world, party) for party in world.parties]
    for view in views:
        (version,) = view.versions
        assert version.texts == TEXTS
        assert (version.fits, version.formed, version.missing, version.brackets, version.counted) == (True, True, [], 200, 200)
        assert version.digest == encode_base64(text_digest(TEXTS))
        assert view.working is not None
        assert len(view.working.provisions) == 2_000
        assert not [name for name in version.proposal.content if name.startswith("file/")], "its files are its text, and no attachments"
    assert views[0].working == views[1].working


def test_its_words_are_files_whose_digests_the_entry_names(world: World) -> None:
    room = world.room("bravo")
    fields = room.entry(max(room.fold.proposals.slots[SLOT].proposals)).fields
    named = {value["blob"]["name"]: value["blob"]["sha256"] for name, value in fields.items() if name.startswith("file/")}
    assert named == {f"treaty.{language}.txt": encode_base64(hashlib.sha256(text.encode()).digest()) for language, text in TEXTS.items()}
    assert not [name for name in fields if name.startswith("text/")]


def test_a_text_that_fits_stays_in_its_entry() -> None:
    world = settled()
    fields = tabled(world, written(provisions=100)).fields
    assert not [name for name in fields if name.startswith("file/")]
    assert by_language(fields) == written(provisions=100)


def without_files(missing: str) -> World:
    """Bravo has the entry of a text and one of its two files."""
    world = settled()
    fields = tabled(world).fields
    world.settle()
    digest = next(value["blob"]["sha256"] for value in fields.values() if type(value) is dict and value["blob"]["name"].endswith(missing))
    node = world.nodes["bravo"]
    for name in [name for name in node.kept._memory if encode_base64(bytes.fromhex(name)) == digest]:
        node.kept.remove(name)
    return world


def test_a_node_that_lacks_one_language_says_so_and_shows_no_other() -> None:
    world = without_files("treaty.ru.txt")
    view = shown(world, "bravo")
    (version,) = view.versions
    assert (version.missing, version.texts, version.provisions, version.fits, version.formed, version.counted) == (
        ["ru"],
        {},
        [],
        None,
        None,
        None,
    )
    assert view.working is None
    room = world.room("bravo")
    with pytest.raises(NotArrived, match=r"the words of alpha/\d+ have not arrived in: ru"):
        working_text(room, room.fold.proposals.slots[SLOT])


def test_words_that_are_not_here_are_neither_initialled_nor_agreed_to_unseen() -> None:
    world = without_files("treaty.en.txt")
    with pytest.raises(NotArrived, match="have not arrived in: en"):
        acting_texts.initial(place(world, "bravo"), {"about": SLOT})
    room = world.room("bravo")
    (ref,) = room.fold.proposals.slots[SLOT].proposals
    (doubt,) = doubts_of(room, {"kind": "consent", "re": [ref.value]}, world.nodes["bravo"].now)
    assert "nobody here has read what is agreed to" in str(doubt)
    assert doubts_of(world.room("alpha"), {"kind": "consent", "re": [ref.value]}, world.nodes["bravo"].now) == []


def test_a_version_that_never_comes_does_not_stop_the_work_on_the_next_one() -> None:
    world = without_files("treaty.ru.txt")
    small = written(provisions=20)
    world.act("bravo", **acting_texts.table(place(world, "bravo"), {"about": SLOT, "form": "rolling_text", "text": small}))
    world.settle()
    view = shown(world, "bravo")
    assert view.working is not None
    assert len(view.working.provisions) == 20
    given = {"about": SLOT, "provision": "p0", "verb": "MOD", "text": {"en": "We do.", "ru": "Мы так и делаем."}}
    assert acting_texts.amend(place(world, "bravo"), given)["verb"] == "MOD"
    room = world.room("bravo")
    assert left_view(room, room.fold.proposals.slots[SLOT], START.date()).brackets == 2


def test_a_file_that_is_not_the_words_is_another_text_than_the_one_that_is_signed() -> None:
    """The author names a digest over words, and a file that holds others."""
    world = settled()
    fields = acting_texts.table(place(world, "alpha"), {"about": SLOT, "form": "rolling_text", "text": TEXTS})
    other = acting_texts.table(
        place(world, "alpha"), {"about": SLOT, "form": "rolling_text", "text": {**TEXTS, "en": TEXTS["en"] + "\n{z} x\n"}}
    )
    world.act("alpha", **{**fields, "file/0001": other["file/0001"]})
    world.settle()
    (version,) = shown(world, "bravo").versions
    assert version.fits is False
    with pytest.raises(Unfit, match="do not have the check value"):
        acting_texts.initial(place(world, "bravo"), {"about": SLOT})


def test_files_that_say_they_are_too_large_are_no_words_and_are_not_read() -> None:
    world = settled()
    fields = acting_texts.table(place(world, "alpha"), {"about": SLOT, "form": "rolling_text", "text": TEXTS})
    fields["file/0002"]["blob"]["size"] = FILE_BYTES
    world.act("alpha", **fields)
    (version,) = shown(world, "alpha").versions
    assert (version.texts, version.missing, version.fits) == ({}, [], False)


def test_what_is_larger_than_a_text_may_be_is_refused_when_it_is_tabled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_words, "FILE_BYTES", 1 << 20)
    with pytest.raises(Unfit, match=r"have \d+ bytes; a text has at most 1048576"):
        acting_texts.table(place(settled(), "alpha"), {"about": SLOT, "form": "rolling_text", "text": TEXTS})


def test_a_draft_is_changed_with_all_its_words() -> None:
    world = settled()
    fields = acting_texts.table(place(world, "alpha"), {"about": SLOT, "form": "rolling_text", "text": TEXTS})
    again = unpacked(world.nodes["alpha"].kept, fields)
    assert {name: again[name] for name in again if name.startswith(("text/", "file/"))} == {
        f"text/{language}": text for language, text in TEXTS.items()
    }


def test_one_provision_is_not_as_large_as_a_text() -> None:
    world = settled()
    tabled(world, written(provisions=20))
    given = {"about": SLOT, "provision": "p0", "verb": "MOD", "text": {"en": "word " * MOST_BYTES, "ru": "слово"}}
    with pytest.raises(CallerError, match="what is proposed for a part of a text has at most"):
        acting_texts.amend(place(world, "alpha"), given)


# ---------------------------------------------------------------- search


def found(world: World, party: str, query: str) -> list[tuple[str | None, str]]:
    """Where the words stand, of each hit, and what of them is marked."""
    hits = search_view(world.nodes[party], query).hits
    return [(hit.field, " ".join(hit.quotation[start:end] for start, end in hit.marks)) for hit in hits if hit.field is not None]


def test_words_in_files_are_found_in_each_language_and_quoted_where_they_stand(world: World) -> None:
    ((field, marked),) = found(world, "bravo", "exercises 1723")
    assert field == "text/en"
    assert {"1723", "exercises"} <= set(marked.split())
    ((field, marked),) = found(world, "alpha", '"обо всех учениях"')
    assert (field, marked.split()[:3]) == ("text/ru", ["обо", "всех", "учениях"])
    assert found(world, "bravo", "manoeuvres") == []


def named(world: World) -> Ref:
    """Alpha tables a text of a few words that are in files, which cost less than 2,000 provisions; its entry."""
    node, room = world.nodes["alpha"], world.room("alpha")
    words = {"en": "{1} # We inform of manoeuvres.", "ru": "{1} # Мы сообщаем о манёврах."}
    fields = acting_texts.table(place(world, "alpha"), {"about": SLOT, "form": "rolling_text", "text": words})
    files = {
        f"file/{n:04d}": keep(node, file_name(SLOT, language), fields.pop(f"text/{language}").encode(), declared="text/plain")
        for n, language in enumerate(words, 1)
    }
    world.act("alpha", **fields, **files)
    return max(room.fold.proposals.slots[SLOT].proposals)


def test_words_in_files_that_came_later_are_found_then_and_words_of_no_file_before() -> None:
    world = settled()
    ref = named(world)
    world.settle()
    bravo = world.nodes["bravo"]
    later = word_files(SLOT, world.room("bravo").entry(ref).fields)["ru"].digest.hex()
    held = bravo.kept.read(later)
    assert held is not None
    bravo.kept.remove(later)
    assert found(world, "bravo", "маневры") == found(world, "bravo", "manoeuvres") == []
    bravo.kept.write(later, held)
    assert found(world, "bravo", "маневры") == [("text/ru", "манёврах")]
    assert found(world, "bravo", "manoeuvres") == [("text/en", "manoeuvres")]
    assert Index(bravo).refresh() == 0, "nothing is entered twice"


def test_words_in_files_leave_the_index_when_they_are_destroyed() -> None:
    world = settled()
    ref = named(world)
    world.settle()
    assert found(world, "bravo", "manoeuvres")
    for party in world.parties:
        world.act(party, kind="destroy", re=[ref.value])
    world.settle()
    assert world.room("bravo").entry(ref).destroyed
    assert found(world, "bravo", "manoeuvres") == []
    for table in ("data", "content"):
        for row in world.nodes["bravo"].store.derived.execute(f"SELECT * FROM search_words_{table}"):  # noqa: S608 - one of two names
            assert not any(b"manoeuvres" in (part if isinstance(part, bytes) else str(part).encode()) for part in row)


def test_a_file_that_a_stranger_names_again_and_again_does_not_fill_the_index() -> None:
    world = settled()
    for _ in range(MOST_NAMING + 2):
        named(world)
    assert len(found(world, "alpha", "manoeuvres")) == MOST_NAMING
