"""Search: folding of words, what is in the index, what leaves it, and that nothing a person types can break it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.dialogue.acts import Ref
from detente.node import matching
from detente.node.sealing import seal
from detente.node.search import Index, parse_query, texts_of
from detente.views.search import PAGE, QUOTED, quote, search_view
from tests.simulator import World


def words(text: str) -> list[str]:
    return [token.folded for token in matching.tokens(text)]


def finds(text: str, query: str) -> bool:
    return all(any(matching.wanted(word).matches(token) for token in words(text)) for word in words(query))


# ---------------------------------------------------------------- words that are the same


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("نَزْعُ السِّلاح", "نزع السلاح"),
        ("نزع السلاح", "سلاح"),
        ("نزع سلاح", "السلاح"),
        ("بالسلاح", "سلاح"),
        ("للسلاح", "سلاح"),
        ("للجنة المشتركة", "اللجنة"),
        ("الالتزام بالاتفاق", "التزام"),
        ("التزام", "الالتزام"),
        ("أسرى", "اسرى"),
        ("إعلان", "اعلان"),
        ("آلية", "الية"),
        ("مسؤول", "مسئول"),
        ("اتفاقية", "اتفاقيه"),
        ("منتدى", "منتدي"),
        ("العـــربية", "العربية"),
        ("في عام ٢٠٢١", "2021"),
        ("in 2021", "٢٠٢١"),
        ("سنة ۲۰۲۱", "2021"),
    ],
)  # fmt: skip
def test_arabic_is_matched_as_readers_read_it(text, query):
    assert finds(text, query)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Ёлка", "елка"),
        ("о договорённостях", "договорённость"),
        ("ПЕРЕГОВОРЫ", "переговоров"),
        ("на переговорах", "переговоры"),
        ("встреча", "встречи"),
        ("линию", "линия"),
        ("Стратегической стабильности", "стратегическая стабильность"),
        ("requests", "request"),
        ("one request", "requests"),
        ("Café", "cafe\u0301"),
        ("ﬁnal", "FINAL"),
    ],
)
def test_endings_case_and_accents_do_not_matter(text, query):
    assert finds(text, query)


@pytest.mark.parametrize(
    ("text", "query"), [("мой", "мои"), ("كتاب", "كاتب"), ("meeting", "meet in"), ("2021", "20"), ("договор", "дог"), ("class", "clas")]
)
def test_other_words_stay_other_words(text, query):
    if query == "clas":  # four letters begin a word: this one is found on purpose
        assert finds(text, query)
    else:
        assert not finds(text, query)


@given(st.text())
def test_tokens_say_where_the_words_stand_and_hold_nothing_that_an_index_would_part(text):
    end = 0
    for token in matching.tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert matching.folded(text[token.start : token.end]) == token.folded
        assert all(letter.isalnum() for letter in token.folded)
        end = token.end
    assert matching.folded_words(text) == words(text)


@given(st.text(alphabet=st.characters(whitelist_categories=["L", "N", "M"]), min_size=1))
def test_a_word_is_found_in_itself(text):
    assert finds(text, text)


# ---------------------------------------------------------------- what a person types


@given(st.text())
def test_no_query_breaks_the_index(text):
    search_view(_quiet, text)


_quiet = World(2, seed=1).nodes["alpha"]


@pytest.mark.parametrize(
    "text",
    ['"', '""', "'", "-limit", "limit -arms", "(", "limit (arms", "limit AND", "OR", "NOT limit", "NEAR(limit)", "words:limit", "*", "lim*",
     "^limit", "{tags}: x", "limit + arms", "a\0b", ";DROP TABLE entries", "«", "“limit arms"],
)  # fmt: skip
def test_signs_part_words_and_mean_nothing_else(talks, text):
    assert search_view(talks.nodes["alpha"], text) == search_view(talks.nodes["alpha"], text)


@pytest.mark.parametrize("marks", ['""', "«»", "“”", "„“"])
def test_words_in_quotation_marks_must_follow_each_other(talks, marks):
    assert refs(talks, f"{marks[0]}limit on launchers{marks[1]}") == ["alpha/1"]
    assert refs(talks, f"{marks[0]}launchers limit{marks[1]}") == []
    assert refs(talks, "launchers limit") == ["alpha/1"]


def test_a_phrase_does_not_run_from_one_field_into_the_next():
    world = World(2, seed=2)
    world.act("alpha", kind="request", to="bravo", subject="ends here", text="begins there")
    assert refs(world, '"here begins"') == []
    assert refs(world, '"begins there"') == ["alpha/1"]


def test_a_query_is_shown_as_it_was_understood():
    query = parse_query("Limit, LIMIT «العدد الكامل» (x-y)")
    assert query.words == ("limit", "x", "y")
    assert query.phrases == (("العدد", "الكامل"),)
    assert not parse_query(" -()\"'")
    assert len(parse_query(" ".join(map(str, range(1000)))).all_words) == 16


# ---------------------------------------------------------------- what is found


@pytest.fixture
def talks():
    """alpha/1 a request, alpha/3 a note, an answer of bravo; one draft of alpha."""
    world = World(2, seed=4)
    world.act("alpha", kind="request", to="bravo", subject="A limit on launchers", text="How many launchers are deployed in Ёлкино?")
    world.act("alpha", kind="note", form="non_paper", title="ورقة", text="حول نزع السلاح")
    world.settle()
    reason = "Данные о пусковых установках не раскрываются."
    world.answer = f"bravo/{world.act('bravo', kind='answer', re=[['alpha', 0, 1]], outcome='declined', reason=reason)}"
    world.settle()
    world.nodes["alpha"].draft(world.room("alpha"), {"kind": "dispute", "re": [["bravo", 0, 1]], "reason": "Launchers are not secret."})
    return world


def refs(world: World, text: str, **chosen: object) -> list[str]:
    return [hit.ref for hit in search_view(world.nodes["alpha"], text, **chosen).hits]


def test_entries_of_all_parties_and_drafts_are_found_newest_first(talks):
    found = search_view(talks.nodes["alpha"], "launchers")
    assert [(hit.source, hit.ref, hit.kind, hit.party) for hit in found.hits] == [
        ("draft", "3", "dispute", "alpha"),
        ("entry", "alpha/1", "request", "alpha"),
    ]
    assert found.searched[0].as_of[0].entries
    assert refs(talks, "установка") == [talks.answer]
    assert refs(talks, "السلاح") == ["alpha/3"]
    assert refs(talks, "елкино") == ["alpha/1"]


def test_hits_are_chosen_by_channel_kind_and_party(talks):
    assert refs(talks, "launchers", kind="request") == ["alpha/1"]
    assert refs(talks, "launchers", kind="answer") == []
    assert refs(talks, "установка", party="bravo") == [talks.answer]
    assert refs(talks, "установка", party="alpha") == []
    assert refs(talks, "launchers", channel="plenary", entries_only=True) == ["alpha/1"]
    assert refs(talks, "launchers", kind='" OR "request') == []


def test_a_draft_that_is_sealed_is_found_as_an_entry_and_no_more_as_a_draft(talks):
    assert refs(talks, "secret") == ["3"]
    end = seal(talks.nodes["alpha"], talks.room("alpha")).head.size
    assert [(hit.source, hit.ref) for hit in search_view(talks.nodes["alpha"], "secret").hits] == [("entry", f"alpha/{end - 2}")]


def test_what_came_since_the_last_look_is_added_and_nothing_is_read_twice(talks):
    index = Index(talks.nodes["alpha"])
    assert index.refresh() > 0
    assert index.refresh() == 0
    fresh = talks.request("bravo", "alpha", "something fresh")
    talks.settle()
    assert index.refresh() == 1
    assert refs(talks, "fresh") == [str(Ref(*fresh))]


def test_the_index_made_anew_is_the_same(talks):
    index = Index(talks.nodes["alpha"])
    index.refresh()
    before = {query: refs(talks, query) for query in ("launchers", "السلاح", "установка")}
    assert index.rebuild() == index._db.execute("SELECT count(*) FROM search_rows").fetchone()[0]
    assert {query: refs(talks, query) for query in before} == before


def test_names_of_attachments_are_found_and_their_digests_are_not():
    blob = {"blob": {"sha256": "A" * 43 + "=", "size": 9, "type": "text/plain", "name": "Карта района.pdf", "mark": "restricted"}}
    texts = texts_of({"kind": "request", "text": "x", "file/0001": blob, "digest": "B" * 43 + "=", "at": "2021-09-30T08:00:00Z"})
    assert texts == [("text", "x"), ("file/0001", "Карта района.pdf"), ("file/0001", "restricted")]


def test_a_search_writes_nothing_that_leaves(talks):
    before = [(stored.id, stored.note) for stored in talks.nodes["alpha"].store.heads()]
    standing = talks.room("alpha").fold.sections()
    search_view(talks.nodes["alpha"], "launchers")
    assert [(stored.id, stored.note) for stored in talks.nodes["alpha"].store.heads()] == before
    assert talks.room("alpha").fold.sections() == standing


# ---------------------------------------------------------------- what was destroyed


def test_destroyed_bodies_leave_the_index_and_its_file(talks):
    store = talks.nodes["alpha"].store
    assert refs(talks, "deployed") == ["alpha/1"]
    for party in talks.parties:
        talks.act(party, kind="destroy", re=[["alpha", 0, 1]])
    talks.settle()
    assert talks.room("alpha").entry(Ref("alpha", 0, 1)).destroyed
    assert refs(talks, "deployed") == refs(talks, "Ёлкино") == []
    for table in ("data", "content"):
        for row in store.derived.execute(f"SELECT * FROM search_words_{table}"):  # noqa: S608 - one of two names
            assert not any(b"deployed" in (part if isinstance(part, bytes) else str(part).encode()) for part in row)
    assert refs(talks, "bravo", kind="request") == ["alpha/1"]  # to whom it went is kept
    assert Index(talks.nodes["alpha"]).rebuild() > 0
    assert refs(talks, "deployed") == []


# ---------------------------------------------------------------- quotations


def test_a_quotation_is_the_text_as_it_was_written_with_marks_for_the_hits(talks):
    (hit,) = search_view(talks.nodes["alpha"], "ёлкино launcher", kind="request").hits
    assert hit.quotation == "How many launchers are deployed in Ёлкино?"
    assert [hit.quotation[start:end] for start, end in hit.marks] == ["launchers", "Ёлкино"]
    assert (hit.field, hit.cut_before, hit.cut_after) == ("text", False, False)


def test_the_field_with_the_most_of_the_words_is_quoted():
    piece = quote([("subject", "arms"), ("text", "arms control")], parse_query("control arms"))
    assert (piece.field, piece.marks) == ("text", [[0, 4], [5, 12]])
    assert quote([("about", "arms"), ("text", "arms and more")], parse_query("arms")).field == "text"


def test_a_word_that_stands_in_a_key_or_a_name_alone_does_not_push_aside_what_was_said():
    piece = quote([("about", "issue/arms"), ("text/ar", "نص"), ("text/en", "No agreement yet.")], parse_query("arms"), "en")
    assert (piece.field, piece.quotation, piece.marks, piece.named_in) == ("text/en", "No agreement yet.", [], None)
    piece = quote([("speakers", "Anna Berg"), ("text", "Of arms nothing.")], parse_query("Berg"))
    assert (piece.quotation, piece.marks, piece.named_in, piece.named) == ("Of arms nothing.", [], "speakers", "Anna Berg")
    piece = quote([("head", "berg")], parse_query("Berg"))
    assert (piece.quotation, piece.named_in, piece.named) == ("", "head", "berg")


def test_a_matter_is_found_by_its_name_in_any_language_and_with_it_whatever_is_about_it():
    world = World(2, seed=6)
    title = {"title/en": "Exchange of prisoners", "title/ar": "تبادل السجناء", "title/ru": "Обмен заключёнными"}
    raised = world.act("alpha", kind="raise", about="issue/exchange", **title)
    told = world.act("alpha", kind="report", about="issue/exchange", state="not_yet", text="It has not been developed yet.")
    world.act("alpha", kind="note", form="non_paper", title="Other", text="An exchange of another kind.")
    for text in ("prisoner", "السجناء", "заключённых", '"of prisoners"'):
        found = search_view(world.nodes["alpha"], text)
        assert [(each.matter, each.names["en"]) for each in found.matters] == [("issue/exchange", "Exchange of prisoners")]
        assert [hit.ref for hit in found.hits] == [f"alpha/{told}", f"alpha/{raised}"]
        assert found.hits[0].quotation == "It has not been developed yet."
    assert search_view(world.nodes["alpha"], "prisoner", kind="report").hits[0].ref == f"alpha/{told}"
    assert not search_view(world.nodes["alpha"], "prisoner another").matters
    assert not search_view(world.nodes["alpha"], '"prisoners of"').matters


@given(st.text(max_size=900), st.integers(0, 900), st.sampled_from(["needle", "السِّلاحُ", "ёлка", "e\u0301te\u0301"]))
def test_any_long_text_is_cut_between_words_and_every_mark_is_a_hit(noise, place, needle):
    text = noise[:place] + " " + needle + " " + noise[place:]
    query = parse_query(needle)
    piece = quote([("text", text)], query)
    assert piece.quotation in text
    assert len(piece.quotation) <= QUOTED
    assert piece.marks
    for start, end in piece.marks:
        assert matching.wanted(matching.folded(needle)).matches(matching.folded(piece.quotation[start:end]))
        assert end == len(piece.quotation) or not unicodedata.combining(piece.quotation[end])


def test_the_piece_where_most_words_stand_together_is_quoted():
    text = "limit " + "x " * 400 + "limit on launchers " + "y " * 400
    piece = quote([("text", text)], parse_query("launchers limit"))
    assert [piece.quotation[start:end] for start, end in piece.marks] == ["limit", "launchers"]
    assert (piece.cut_before, piece.cut_after) == (True, True)


# ---------------------------------------------------------------- pages


def test_pages_follow_each_other_without_a_hit_twice():
    world = World(2, seed=5)
    node, room = world.nodes["alpha"], world.room("alpha")
    for number in range(2 * PAGE + 3):
        node.draft(room, {"kind": "request", "to": "bravo", "text": f"question {number}"})
    seal(node, room)
    seen, below = [], None
    for _ in range(3):
        page = search_view(node, "question", below=below)
        seen += [hit.ref for hit in page.hits]
        below = page.next
    assert below is None
    assert len(seen) == len(set(seen)) == 2 * PAGE + 3
