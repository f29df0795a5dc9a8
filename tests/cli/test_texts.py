"""A text between two delegations: tabled with brackets, changed, settled bracket by bracket, initialled, signed, corrected."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import docx
import msgspec
import pytest

from detente.views.text_shown import PieceShown
from detente.views.words_texts import pieces_text
from tests.cli.commands import carried, detente, refused, value

ENGLISH = """\
title: Joint statement
language: en

{preamble} The Parties, [NORTH: recalling / SOUTH: reaffirming] the statement of 16 June 2021,

{1} # They [NORTH: shall / SOUTH: should] form two groups [SOUTH: in good faith].
"""
RUSSIAN = """\
title: Совместное заявление
language: ru

{preamble} Стороны, [NORTH: напоминая / SOUTH: подтверждая] заявление от 16 июня 2021 года,

{1} # Они [NORTH: создают / SOUTH: создали бы] две группы [SOUTH: добросовестно].
"""
TABLE = ("text", "table", "joint", "--form", "rolling_text", "--text", "en=joint.en.txt", "--text", "ru=joint.ru.txt", "--seal")


def text(party: str, key: str = "joint") -> dict[str, Any]:
    """The text, as one node has it."""
    return value("--node", party, "text", "show", key)


def sentence(party: str, provision: str, language: str = "en") -> str:
    """A provision of the working text, its brackets with their numbers."""
    found = next(each for each in text(party)["working"]["provisions"] if each["id"] == provision)
    return pieces_text(msgspec.convert(found["versions"][language], list[PieceShown]), numbered=True)


def consented(party: str) -> None:
    """A party consents to all that waits for it."""
    for row in value("--node", party, "proposals")["proposals"]:
        unspoken = any(voice["party"] == party and voice["word"] is None for voice in row["voices"])
        if unspoken and row["state"] in {"open", "silence"}:
            detente("--node", party, "consent", row["ref"], "--seal")
    carried()


def settled(number: str, *how: str) -> None:
    """North proposes words for a bracket, and south consents."""
    detente("--node", "north", "text", "settle", "joint", number, *how, "--seal")
    carried()
    consented("south")


def clean() -> None:
    """All brackets are settled, and north has tabled what they come to for signature; south has consented."""
    settled("1", "--choose", "2")
    settled("2", "--choose", "1")
    settled("3", "--omit")
    detente("--node", "north", "text", "consolidate", "joint", "--form", "joint_statement", "--seal")
    carried()
    consented("south")


@pytest.fixture
def tabled(talks: Path) -> Path:
    """North has tabled a rolling text in two languages; both hold it."""
    (talks / "joint.en.txt").write_text(ENGLISH, "utf-8")
    (talks / "joint.ru.txt").write_text(RUSSIAN, "utf-8")
    detente("--node", "north", *TABLE)
    carried()
    return talks


# ---------------------------------------------------------------- brackets


def test_both_nodes_count_the_same_brackets_and_the_count_that_both_sign_has_them(tabled):
    assert [text(party)["text"]["brackets"] for party in ("north", "south")] == [3, 3]
    lists = [value("--node", party, "standing")["lists"]["texts"]["states"] for party in ("north", "south")]
    assert [states["brackets"] for states in lists] == [3, 3]


def test_a_bracket_is_closed_in_all_languages_when_both_have_consented_and_not_before(tabled):
    detente("--node", "south", "text", "settle", "joint", "1", "--choose", "2", "--seal")
    carried()
    assert sentence("north", "preamble").startswith("The Parties, [#1 NORTH: recalling / SOUTH: reaffirming]")
    consented("north")
    for party in ("north", "south"):
        assert sentence(party, "preamble") == "The Parties, reaffirming the statement of 16 June 2021,"
        assert sentence(party, "preamble", "ru") == "Стороны, подтверждая заявление от 16 июня 2021 года,"
        assert text(party)["text"]["brackets"] == 2


def test_words_that_are_left_out_leave_no_second_space(tabled):
    settled("3", "--omit")
    assert sentence("south", "1") == "They [#2 NORTH: shall / SOUTH: should] form two groups."


def test_other_words_than_either_side_had_can_close_a_bracket(tabled):
    settled("2", "--text", "en=will", "--text", "ru=создадут")
    assert sentence("south", "1", "ru") == "Они создадут две группы [#3 SOUTH: добросовестно]."


def test_a_bracket_is_closed_in_all_its_languages_at_once(tabled):
    assert "no words in: ru" in refused("--node", "north", "text", "settle", "joint", "2", "--text", "en=will")


@pytest.mark.parametrize(
    ("how", "why"),
    [
        (["9", "--omit"], "has no open bracket 9; open are: 1, 2, 3"),
        (["1", "--choose", "3"], "has alternatives 1 to 2 in every language; 3 was asked for"),
        (["1"], "say what stands in the place of the bracket"),
        (["1", "--choose", "1", "--omit"], "say what stands in the place of the bracket"),
        (["2", "--text", "will"], "--text needs the language before the words"),
        (["2", "--text", "en=[GENEVA: x]", "--text", "ru=y"], "GENEVA is no party"),
        (["2", "--text", "en=[#2 x]", "--text", "ru=y"], "hold that bracket itself"),
    ],
)
def test_what_cannot_close_a_bracket_is_refused_with_the_reason(tabled, how, why):
    assert why in " ".join(refused("--node", "north", "text", "settle", "joint", *how).split())


def test_what_is_left_says_whose_brackets_are_how_old_and_what_was_given_up(tabled):
    settled("1", "--choose", "2")
    view = value("--node", "north", "text", "left", "joint", "--on", "2021-10-05")
    assert [(row["bracket"]["number"], row["since"], row["days"]) for row in view["open"]] == [(2, "north/3", 5), (3, "north/3", 5)]
    assert (view["brackets"], view["choices"], view["clean"], view["provisions"]) == (2, 1, 1, 2)
    assert view["by_party"] == {"north": 1, "south": 2}
    (closed,) = view["closed"]
    assert (closed["number"], closed["gave_up"]) == (1, {"north": "recalling"})
    assert [(point["opened"], point["closed"], point["open"]) for point in view["curve"]] == [(3, 0, 3), (0, 1, 2)]
    said = detente("--node", "north", "text", "left", "joint")
    assert "Northland (north) gave up: recalling" in said
    assert "Without brackets: 1 of 2 provisions." in said


def test_brackets_that_were_settled_for_each_other_say_so(tabled):
    settled("1", "--choose", "2", "--with", "2")
    settled("2", "--choose", "1", "--with", "1")
    view = value("--node", "south", "text", "left", "joint")
    assert [(row["number"], row["package"], row["gave_up"]) for row in view["closed"]] == [
        (1, [2], {"north": "recalling"}),
        (2, [1], {"south": "should"}),
    ]
    gave_up = [{"party": "north", "number": 1, "words": "recalling"}, {"party": "south", "number": 2, "words": "should"}]
    assert view["packages"] == [{"numbers": [1, 2], "waiting": [], "gave_up": gave_up}]
    said = detente("--node", "south", "text", "left", "joint")
    assert "#1, #2" in said
    assert "Southland (south) gave up in #2: should" in said


def test_of_a_package_it_is_said_which_brackets_are_still_open(tabled):
    settled("1", "--choose", "2", "--with", "2")
    (package,) = value("--node", "south", "text", "left", "joint")["packages"]
    assert (package["numbers"], package["waiting"]) == ([1, 2], [2])
    assert "still open: #2" in detente("--node", "south", "text", "left", "joint")


def test_what_is_left_can_be_asked_for_one_party(tabled):
    assert [row["bracket"]["number"] for row in value("--node", "south", "text", "left", "joint", "--party", "north")["open"]] == [1, 2]
    assert [row["bracket"]["number"] for row in value("--node", "south", "text", "left", "joint", "--party", "south")["open"]] == [1, 2, 3]
    assert "'geneva' is no member of 'plenary'; its members are: north, south" in refused(
        "--node", "south", "text", "left", "joint", "--party", "geneva"
    )


def test_a_change_of_how_a_provision_stands_is_shown_beside_its_words(tabled):
    words = ("--text", "en=They [NORTH: shall / SOUTH: should] form two groups [SOUTH: in good faith].")
    russian = ("--text", "ru=Они [NORTH: создают / SOUTH: создали бы] две группы [SOUTH: добросовестно].")
    detente("--node", "south", "text", "amend", "joint", "1", *words, *russian, "--level", "1", "--look", "paragraph", "--seal")
    carried()
    (part,) = text("north")["parts"]
    assert (part["looked"], part["looks"]) == ({"level": 0, "look": "numbered"}, {"level": 1, "look": "paragraph"})
    changed = "[-numbered paragraph, level 0-] {+paragraph, level 1+}"
    assert changed in detente("--node", "north", "text", "show", "joint")
    consented("north")
    assert changed in detente("--node", "north", "text", "compare", "joint", "north/3")


# ---------------------------------------------------------------- provisions


def test_a_change_of_a_provision_stands_in_brackets_with_its_party_until_it_is_agreed(tabled):
    words = ("--text", "en=They [NORTH: shall / SOUTH: should] form three groups [SOUTH: in good faith].")
    russian = ("--text", "ru=Они [NORTH: создают / SOUTH: создали бы] три группы [SOUTH: добросовестно].")
    detente("--node", "south", "text", "amend", "joint", "1", *words, *russian, "--seal")
    carried()
    assert sentence("north", "1").startswith("They [#2 NORTH: shall / SOUTH: should] form [two / SOUTH: three] groups")
    assert text("north")["text"]["brackets"] == 4
    consented("north")
    assert sentence("north", "1") == "They [#2 NORTH: shall / SOUTH: should] form three groups [#3 SOUTH: in good faith]."
    assert text("north")["text"]["brackets"] == 3


def test_a_number_that_a_bracket_once_had_is_never_given_to_another(tabled):
    settled("1", "--choose", "2")
    detente("--node", "south", "text", "amend", "joint", "2", "--verb", "add", "--after", "1", "--look", "numbered",
            "--text", "en=They meet [SOUTH: twice] a year.", "--text", "ru=Они собираются [SOUTH: дважды] в год.", "--seal")  # fmt: skip
    carried()
    consented("north")
    assert sentence("north", "2") == "They meet [#4 SOUTH: twice] a year."


def test_crossing_changes_of_one_provision_are_both_shown_and_nothing_is_lost(tabled):
    for party, number in (("north", "three"), ("south", "four")):
        english = f"en=They [NORTH: shall / SOUTH: should] form {number} groups [SOUTH: in good faith]."
        detente("--node", party, "text", "amend", "joint", "1", "--text", english, "--text", f"ru=Они создают группы: {number}.", "--seal")
    carried()
    for party in ("north", "south"):
        said = detente("--node", party, "text", "show", "joint")
        assert "NORTH: three" in said
        assert "SOUTH: four" in said


def test_a_provision_can_be_taken_out(tabled):
    detente("--node", "north", "text", "amend", "joint", "preamble", "--verb", "SUP", "--seal")
    carried()
    consented("south")
    assert [each["id"] for each in text("south")["working"]["provisions"]] == ["1"]
    assert text("south")["text"]["brackets"] == 2


def test_a_provision_that_is_not_there_is_named_with_those_that_are(tabled):
    said = " ".join(refused("--node", "north", "text", "amend", "joint", "7", "--text", "en=x", "--text", "ru=y").split())
    assert "provision 7 is not there; the provisions are: preamble, 1" in said


# ---------------------------------------------------------------- versions


def test_a_slip_in_the_brackets_is_named_with_its_place(talks):
    (talks / "joint.en.txt").write_text("language: en\n\n{1} They [NORTH: shall\nform groups.\n", "utf-8")
    said = " ".join(refused("--node", "north", "text", "table", "joint", "--form", "rolling_text", "--text", "en=joint.en.txt").split())
    assert "en: line 3, column 10, in {1}: this [ is never closed" in said


def crossed(folder):
    """Both parties table another version at once, in which they meet in another number of groups; returns the entries."""
    for party, change in (("north", ("two", "three")), ("south", ("two", "four"))):
        for language, text_, words in (("en", ENGLISH, change), ("ru", RUSSIAN, ("две", {"three": "три", "four": "четыре"}[change[1]]))):
            (folder / f"{party}.{language}.txt").write_text(text_.replace(*words), "utf-8")
        files = [each for language in ("en", "ru") for each in ("--text", f"{language}={party}.{language}.txt")]
        detente("--node", party, "text", "table", "joint", "--form", "rolling_text", *files, "--seal")
    carried()
    return [version["proposal"]["ref"] for version in text("north")["versions"][-2:]]


def test_versions_that_crossed_are_made_one_with_what_both_changed_in_brackets(tabled):
    view = value("--node", "north", "text", "merge", "joint", *crossed(tabled), "--out", "merged")
    assert [row["provision"] for row in view["conflicts"]] == ["1"]
    merged = (tabled / "merged" / "joint.merged.en.txt").read_text("utf-8")
    assert "[#4 NORTH: three / SOUTH: four] groups" in merged
    assert merged == view["texts"]["en"]


@pytest.mark.parametrize(("party", "words"), [("north", "form three groups"), ("south", "form four groups"), ("base", "form two groups")])
def test_of_versions_that_crossed_one_sides_words_can_be_taken(tabled, party, words):
    view = value("--node", "north", "text", "merge", "joint", *crossed(tabled), "--take", f"1={party}", "--out", "merged")
    assert words in view["texts"]["en"]


def test_what_was_settled_since_is_in_the_merged_version(tabled):
    refs = crossed(tabled)
    settled("1", "--choose", "2")
    assert "[#1" not in value("--node", "north", "text", "merge", "joint", *refs, "--out", "merged")["texts"]["en"]


@pytest.mark.parametrize("take", ["1", "preamble=north", "1=geneva"])
def test_a_decision_that_fits_no_conflict_is_refused(tabled, take):
    said = " ".join(refused("--node", "north", "text", "merge", "joint", *crossed(tabled), "--take", take).split())
    assert "the provisions that both sides changed are: 1" in said or "the sides are: north, south" in said


def test_changes_of_one_provision_that_crossed_are_made_one(tabled):
    for party, number in (("north", "three"), ("south", "four")):
        words = (f"en=They form {number} groups.", f"ru=Они создают группы: {number}.")
        detente("--node", party, "text", "amend", "joint", "1", "--text", words[0], "--text", words[1], "--seal")
    carried()
    refs = [part["proposal"]["ref"] for part in text("north")["parts"]]
    view = value("--node", "north", "text", "merge", "joint", *refs, "--out", "merged")
    assert (view["provision"], view["verb"]) == ("1", "MOD")
    assert view["texts"]["en"] == "They form [#4 NORTH: three / SOUTH: four] groups."
    assert (tabled / "merged" / "joint.1.merged.en.txt").read_text("utf-8") == view["texts"]["en"] + "\n"
    said = detente("--node", "north", "text", "merge", "joint", *refs, "--take", "1=south", "--out", "again")
    assert "English: They form four groups." in said
    assert "detente --node north text amend joint 1 --verb MOD --text en=WORDS --text ru=WORDS" in said


def test_what_cannot_be_merged_is_refused_with_the_reason(tabled):
    for provision in ("preamble", "1"):
        party = {"preamble": "north", "1": "south"}[provision]
        detente("--node", party, "text", "amend", "joint", provision, "--text", "en=x", "--text", "ru=y", "--seal")
    carried()
    refs = [part["proposal"]["ref"] for part in text("north")["parts"]]
    assert "change different provisions" in refused("--node", "north", "text", "merge", "joint", *refs)
    assert "no change of a provision" in " ".join(refused("--node", "north", "text", "merge", "joint", refs[0], "north/3").split())


def test_compare_shows_what_came_and_what_went(tabled):
    settled("2", "--choose", "1")
    said = detente("--node", "south", "text", "compare", "joint", "north/3")
    assert "{1}: changed" in said
    view = value("--node", "south", "text", "compare", "joint", "north/3", "--language", "ru")
    assert [(row["id"], row["kind"]) for row in view["provisions"]] == [("preamble", "same"), ("1", "changed")]


def test_languages_that_do_not_say_the_same_are_told_apart(tabled):
    assert value("--node", "north", "text", "check", "joint")["found"] == []
    settled("2", "--text", "en=will within 10 days", "--text", "ru=создадут в течение 12 дней")
    (found,) = value("--node", "north", "text", "check", "joint")["found"]
    assert (found["kind"], found["provision"]) == ("number", "1")


# ---------------------------------------------------------------- from text to bond


def test_from_tabled_to_signed(tabled):
    clean()
    for party in ("north", "south"):
        detente("--node", party, "text", "initial", "joint", "--seal")
        carried()
    for party in ("north", "south"):
        detente("--node", party, "text", "sign", "joint", "--seal")
        carried()
    for party in ("north", "south"):
        view = text(party)
        assert (view["text"]["state"], view["text"]["brackets"]) == ("signed", 0)
        assert [row["party"] for row in view["current"]["initials"]] == ["north", "south"]
        assert view["current"]["texts"]["en"].endswith("{1} # They shall form two groups.\n")
        assert view["current"]["fits"]
        assert view["current"]["formed"]


def test_a_text_with_open_brackets_or_a_mere_basis_is_not_signed(tabled):
    consented("south")
    assert text("north")["text"]["state"] == "basis"
    assert "it is no text that is signed" in " ".join(refused("--node", "north", "text", "sign", "joint").split())
    detente("--node", "north", "text", "consolidate", "joint", "--form", "joint_statement", "--seal")
    carried()
    consented("south")
    assert "has open brackets (3), so it cannot be signed" in " ".join(refused("--node", "south", "text", "sign", "joint").split())


def test_an_error_is_corrected_with_a_time_for_objections_and_the_old_words_stay(tabled):
    clean()
    signed = text("north")["current"]["texts"]
    for language, (old, new) in {"en": ("16 June", "17 June"), "ru": ("16 июня", "17 июня")}.items():
        (tabled / f"right.{language}.txt").write_text(signed[language].replace(old, new), "utf-8")
    detente("--node", "north", "text", "correct", "joint", "--text", "en=right.en.txt", "--text", "ru=right.ru.txt",
            "--until", "2021-10-10T12:00Z", "--why", "The day was wrong", "--seal")  # fmt: skip
    carried()
    (part,) = [part for part in text("south")["parts"] if part["part"] == "correction"]
    assert (part["proposal"]["state"], part["proposal"]["silence_until"]) == ("silence", "2021-10-10T12:00:00Z")
    consented("south")
    (part,) = [part for part in text("south")["parts"] if part["part"] == "correction"]
    assert part["proposal"]["state"] in {"consented_not_final", "final"}
    assert text("south")["current"]["texts"] == signed


def test_what_stands_beside_a_text_is_shown_with_it(tabled):
    clean()
    detente("--node", "south", "text", "attach", "joint", "Groups may meet by video.", "--seal")
    detente("--node", "south", "text", "bind", "joint", "ratification", "--from", "2022-01-01", "--seal")
    for party in ("north", "south"):
        detente("--node", party, "text", "force", "joint", "2022-01-15", "--seal")
        carried()
    assert text("north")["text"]["in_force"] == "2022-01-15"
    said = detente("--node", "north", "text", "show", "joint")
    assert "Southland (south): interpretative statement" in said
    assert "Southland (south): ratification" in said
    assert "In force since 15 Jan 2022." in said


def test_only_who_chairs_tables_the_chairs_text(talks):
    (talks / "joint.en.txt").write_text(ENGLISH, "utf-8")
    command = ("text", "table", "joint", "--form", "chairs_text", "--text", "en=joint.en.txt", "--seal")
    detente("--node", "north", *command)
    carried()
    assert "is the chair's text, and north tables its versions" in " ".join(refused("--node", "south", *command).split())


def test_a_promise_in_a_provision_is_tracked_from_it(tabled):
    clean()
    current = text("north")["current"]["proposal"]["ref"]
    detente(
        "--node",
        "south",
        "undertake",
        "We name our experts.",
        "--about",
        "text/joint/p/1",
        "--from",
        current,
        "--due",
        "2021-10-15",
        "--seal",
    )
    carried()
    (row,) = text("north")["promises"]
    assert (row["matter"], row["by"], row["status"]) == ("text/joint/p/1", "south", "open")
    assert "Undertakings in it" in detente("--node", "north", "text", "show", "joint")
    assert "provision 1: Joint statement" in detente("--node", "north", "undertakings")


@pytest.mark.parametrize(
    ("reply", "repeats"),
    [("We confirm: “The Parties  open a hotline.” and agree.", True), ("We confirm: 'The Parties open two hotlines.'", False)],
)
def test_a_reply_to_a_note_is_compared_with_the_words_of_the_note(talks, reply, repeats):
    (talks / "note.txt").write_text("The Parties open a hotline.", "utf-8")
    detente("--node", "north", "text", "table", "joint", "--form", "exchange_of_notes", "--text", "en=note.txt", "--seal")
    carried()
    ref = text("south")["versions"][0]["proposal"]["ref"]
    detente("--node", "south", "consent", ref, reply, "--seal")
    carried()
    assert [row["repeats"] for row in text("north")["current"]["replies"]] == [repeats]


# ---------------------------------------------------------------- files


@pytest.mark.parametrize("ending", ["docx", "pdf", "html"])
def test_a_text_is_written_as_a_file_in_all_its_languages(tabled, ending):
    detente("--node", "north", "text", "export", "joint", f"joint.{ending}")
    data = (tabled / f"joint.{ending}").read_bytes()
    assert data.startswith({"docx": b"PK", "pdf": b"%PDF", "html": b"<!doctype html>"}[ending])


def test_a_word_file_of_ours_is_read_back_as_the_same_version(tabled):
    detente("--node", "north", "text", "export", "joint", "joint.docx", "--version", "north/3")
    detente("--node", "north", "text", "from-word", "joint.docx", "--language", "ru", "--out", "again.ru.txt")
    assert (tabled / "again.ru.txt").read_text("utf-8") == text("north")["versions"][0]["texts"]["ru"]


def test_a_file_of_one_language_needs_one_to_be_chosen(tabled):
    assert "holds one language; choose one of: en, ru" in " ".join(
        refused("--node", "north", "text", "export", "joint", "joint.xml").split()
    )
    detente("--node", "north", "text", "export", "joint", "joint.xml", "--language", "en")
    assert b"akomaNtoso" in (tabled / "joint.xml").read_bytes()


def test_each_original_names_its_own_party_first_and_all_have_one_digest(talks):
    (talks / "joint.en.txt").write_text("{parties} have met.", "utf-8")
    detente("--node", "north", "text", "table", "joint", "--form", "joint_statement", "--text", "en=joint.en.txt", "--seal")
    for party in ("north", "south"):
        detente("--node", "north", "text", "export", "joint", f"{party}.txt", "--original", party)
    assert "Northland and Southland have met." in (talks / "north.txt").read_text("utf-8")
    assert "Southland and Northland have met." in (talks / "south.txt").read_text("utf-8")


def test_changes_against_an_earlier_version_are_tracked_in_the_word_file(tabled):
    settled("2", "--choose", "1")
    detente("--node", "north", "text", "export", "joint", "joint.docx", "--language", "en", "--against", "north/3")
    with zipfile.ZipFile(tabled / "joint.docx") as file:
        document = file.read("word/document.xml").decode()
    assert "<w:del " in document


def test_a_word_file_with_brackets_is_understood_and_tabled(talks):
    document = docx.Document()
    document.add_paragraph("The Parties [shall/should] form two groups.")
    document.save(str(talks / "draft.docx"))
    said = detente("--node", "north", "text", "from-word", "draft.docx", "--language", "en", "--out", "draft.txt")
    assert "1 provisions, 1 brackets" in " ".join(said.split())
    detente("--node", "north", "text", "table", "joint", "--form", "rolling_text", "--text", "en=draft.txt", "--seal")
    assert text("north")["text"]["brackets"] == 1


# ---------------------------------------------------------------- whose original


@pytest.fixture
def pact(talks):
    """A text that leaves the order of the parties' names open, tabled by north; its entry."""
    (talks / "pact.en.txt").write_text("{1} {parties} have agreed.\n\n{2} # They meet.\n", "utf-8")
    detente("--node", "north", "text", "table", "pact", "--form", "agreement", "--text", "en=pact.en.txt", "--seal")
    carried()
    return text("north", "pact")["versions"][0]["proposal"]["ref"]


@pytest.mark.parametrize("ending", ["docx", "txt"])
@pytest.mark.parametrize("party", ["north", "south"])
def test_a_paper_is_known_as_the_original_of_the_party_that_it_names_first(pact, party, ending):
    detente("--node", "south", "text", "export", "pact", f"paper.{ending}", "--original", party)
    view = value("--node", "north", "text", "original", "pact", f"paper.{ending}")
    assert [(row["ref"], row["adopted"], row["originals"]) for row in view["matches"]] == [(pact, False, [party])]
    name = {"north": "Northland (north)", "south": "Southland (south)"}[party]
    assert f"It is the original of {name}, which it names first." in detente(
        "--node", "north", "text", "original", "pact", f"paper.{ending}"
    )


def test_a_paper_in_which_a_word_is_other_is_nobodys_original_and_the_word_is_shown(pact, talks):
    detente("--node", "north", "text", "export", "pact", "paper.txt", "--original", "north")
    (talks / "paper.txt").write_text((talks / "paper.txt").read_text("utf-8").replace("They meet.", "They never meet."), "utf-8")
    view = value("--node", "north", "text", "original", "pact", "paper.txt")
    assert (view["matches"], view["nearest"], [row["id"] for row in view["compared"]]) == ([], pact, ["2"])
    assert "They {+never +}meet." in detente("--node", "north", "text", "original", "pact", "paper.txt")


def test_where_no_order_of_names_is_open_one_paper_is_the_original_of_all(tabled):
    detente("--node", "north", "text", "export", "joint", "paper.docx", "--original", "north")
    assert value("--node", "south", "text", "original", "joint", "paper.docx")["matches"][0]["originals"] == ["north", "south"]


def test_the_digest_at_the_head_of_a_page_names_the_version(pact):
    (row,) = value("--node", "north", "text", "original", "pact", text("north", "pact")["versions"][0]["digest"])["matches"]
    head = " ".join(row["digest"][place : place + 4] for place in (0, 4, 8))
    assert value("--node", "south", "text", "original", "pact", head)["matches"] == [row]
    assert value("--node", "south", "text", "original", "pact", "0" * 12)["matches"] == []


@pytest.mark.parametrize("typed", ["1f3a", "not a digest", "paper.pdf"])
def test_what_is_no_digest_is_refused(pact, typed):
    assert "is no check value" in " ".join(refused("--node", "north", "text", "original", "pact", typed).split())


def test_the_words_of_a_pdf_are_not_trusted(pact):
    detente("--node", "north", "text", "export", "pact", "paper.pdf", "--original", "north")
    assert "the words of a PDF are not read" in refused("--node", "north", "text", "original", "pact", "paper.pdf")


def test_a_change_in_other_languages_than_the_text_has_names_both(tabled):
    said = refused("--node", "south", "text", "amend", "joint", "1", "--text", "en=x", "--text", "de=y")
    assert "the text is in" in said
    assert "the words are in de, en" in said
