"""The way of a draft to release, handover notes, private translations; and that nothing of this leaves."""

from __future__ import annotations

import datetime as dt

import pytest
from argon2 import PasswordHasher

from detente.dialogue.acts import Ref
from detente.errors import CallerError, FormatError
from detente.node import clearance, handover, translations
from detente.node.accounts import Accounts
from detente.node.clearance import NotCleared, Outdated, Policy
from detente.node.destruction import apply_destructions
from detente.node.roles import Forbidden
from detente.node.sealing import rekey, seal
from detente.node.translations import OutdatedTranslation
from detente.record.container import open_container
from detente.views.search import search_view
from tests import stores
from tests.simulator import World

NOW = dt.datetime(2021, 9, 30, 8, 0, 0, tzinfo=dt.UTC)
REQUEST = {"kind": "request", "to": "bravo", "text": "Who answers?"}

EARLIER_DRAFTS = """
    CREATE TABLE earlier (id INTEGER PRIMARY KEY, channel TEXT NOT NULL, fields BLOB NOT NULL, seen BLOB NOT NULL, at TEXT NOT NULL);
    INSERT INTO earlier SELECT * FROM drafts;
    DROP TABLE drafts;
    ALTER TABLE earlier RENAME TO drafts;
    CREATE TRIGGER clearance_of_no_draft AFTER DELETE ON drafts BEGIN DELETE FROM clearances WHERE draft=OLD.id; END;
    CREATE TRIGGER another_draft_of_a_number AFTER INSERT ON drafts BEGIN DELETE FROM sealed_drafts WHERE draft=NEW.id; END;
    CREATE TRIGGER handover_of_no_draft AFTER DELETE ON drafts BEGIN UPDATE handover SET about=NULL WHERE about='draft/' || OLD.id; END;
    PRAGMA user_version=5;
"""
"""Drafts as layout 5 kept them."""


@pytest.fixture
def world():
    found = World(2, seed=11)
    found.settle()
    return found


@pytest.fixture
def node(world):
    return world.nodes["alpha"]


@pytest.fixture
def room(world):
    return world.room("alpha")


def drafted(node, room, who: str = "berg", **fields: object) -> int:
    number = node.draft(room, {**REQUEST, **fields})
    clearance.sign_draft(node, number, who)
    return number


def released(node, number: int, who: str = "chen") -> None:
    while (now := clearance.clearance_of(node, number)).state != "released":
        clearance.advance(node, number, now.revision, who)


def entry_of(room, back: int = 1) -> Ref:
    """Our own newest act, or one before it."""
    return Ref(room.party, room.mine.generation, room.my_head.size - 1 - back)


# ---------------------------------------------------------------- the way


def test_a_draft_goes_from_its_writer_to_translator_lawyer_and_release(node, room):
    number = drafted(node, room)
    states = [
        clearance.advance(node, number, 1, who, remark).state
        for who, remark in (("berg", ""), ("amin", "read"), ("laws", ""), ("chen", "go"))
    ]
    assert states == ["translator", "lawyer", "release", "released"]
    assert [(step.who, step.step, step.state, step.remark) for step in clearance.history(node, number)] == [
        ("berg", "written", "draft", ""),
        ("berg", "moved", "translator", ""),
        ("amin", "moved", "lawyer", "read"),
        ("laws", "moved", "release", ""),
        ("chen", "released", "released", "go"),
    ]
    with pytest.raises(CallerError, match="released already"):
        clearance.advance(node, number, 1, "chen")


@pytest.mark.parametrize(
    ("steps", "states"),
    [
        ((), ["release", "released"]),
        (("lawyer",), ["lawyer", "release", "released"]),
        (("lawyer", "translator"), ["translator", "lawyer", "release", "released"]),
    ],
)
def test_a_party_switches_steps_off(node, room, steps, states):
    clearance.set_policy(node, Policy(steps=steps))
    number = drafted(node, room)
    assert [clearance.advance(node, number, 1, "berg").state for _ in states] == states


def test_a_step_that_is_switched_off_while_a_draft_is_there_does_not_hold_it(node, room):
    number = drafted(node, room)
    clearance.advance(node, number, 1, "berg")
    clearance.set_policy(node, Policy(steps=()))
    assert clearance.advance(node, number, 1, "amin").state == "release"


def test_there_is_no_step_that_there_is_not(node):
    with pytest.raises(CallerError):
        clearance.set_policy(node, Policy(steps=("minister",)))
    assert clearance.policy_of(node) == Policy()


def test_a_draft_goes_back_with_a_reason(node, room):
    number = drafted(node, room)
    clearance.advance(node, number, 1, "berg")
    with pytest.raises(CallerError, match="say why"):
        clearance.send_back(node, number, 1, "amin", "  ")
    assert clearance.send_back(node, number, 1, "amin", "not clear").state == "draft"
    with pytest.raises(CallerError, match="already"):
        clearance.send_back(node, number, 1, "amin", "again")


def test_a_release_can_be_taken_back_before_the_seal(node, room):
    clearance.set_policy(node, Policy(required=True))
    number = drafted(node, room)
    released(node, number)
    clearance.send_back(node, number, 1, "chen", "wait for the capital")
    with pytest.raises(NotCleared):
        seal(node, room)


def test_a_remark_is_short(node, room):
    number = drafted(node, room)
    with pytest.raises(CallerError, match="at most 500"):
        clearance.advance(node, number, 1, "berg", "x" * 501)
    assert clearance.clearance_of(node, number).state == "draft"


# ---------------------------------------------------------------- revisions


def test_an_edit_begins_the_way_anew_with_a_new_revision(node, room):
    number = drafted(node, room)
    released(node, number)
    after = clearance.update_draft(node, number, {**REQUEST, "text": "Who answers now?"}, 1, "dora", "shorter")
    assert (after.revision, after.state, after.released_by, after.writers) == (2, "draft", (), ("berg", "dora"))
    assert clearance.clearance_of(node, number) == after
    fields = node.store.drafts()[0][2]
    assert fields["text"] == "Who answers now?"
    assert fields["destroyable"][1] == ["text"]


def test_nothing_is_saved_over_a_newer_revision_and_both_are_shown(node, room):
    number = drafted(node, room)
    clearance.update_draft(node, number, {**REQUEST, "text": "hers"}, 1, "dora")
    with pytest.raises(Outdated, match="revision 2 by now, and you saw revision 1") as refusal:
        clearance.update_draft(node, number, {**REQUEST, "text": "mine"}, 1, "berg")
    assert (refusal.value.ours["text"], refusal.value.theirs["text"], refusal.value.revision) == ("mine", "hers", 2)
    assert node.store.drafts()[0][2]["text"] == "hers"


@pytest.mark.parametrize("move", ["advance", "send_back", "drop_draft"])
def test_nothing_is_moved_that_somebody_has_not_seen(node, room, move):
    number = drafted(node, room)
    clearance.update_draft(node, number, {**REQUEST, "text": "newer"}, 1, "dora")
    clearance.advance(node, number, 2, "dora")
    more = ("why",) if move == "send_back" else ()
    with pytest.raises(Outdated):
        getattr(clearance, move)(node, number, 1, "chen", *more)
    assert clearance.clearance_of(node, number).state == "translator"


def test_what_could_never_be_sealed_is_not_saved(node, room):
    number = drafted(node, room)
    with pytest.raises(FormatError):
        clearance.update_draft(node, number, {**REQUEST, "text": "\0"}, 1, "berg")
    assert clearance.clearance_of(node, number).revision == 1
    assert node.store.drafts()[0][2]["text"] == REQUEST["text"]


def test_a_text_that_was_changed_past_the_program_is_not_released(node, room):
    clearance.set_policy(node, Policy(required=True))
    number = drafted(node, room)
    released(node, number)
    node.store.db.execute("UPDATE drafts SET fields=replace(fields, 'Who', 'How')")
    now = clearance.clearance_of(node, number)
    assert (now.state, now.revision, now.released_by) == ("draft", 2, ())
    with pytest.raises(NotCleared):
        seal(node, room)


def test_the_number_of_a_draft_that_is_gone_never_comes_back(node, room):
    clearance.set_policy(node, Policy(required=True))
    number = drafted(node, room)
    released(node, number)
    handover.add_note(node, room, "about the first", "berg", f"draft/{number}")
    node.store.drop_drafts([number])
    assert node.draft(room, REQUEST) == number + 1  # the same act in the same second
    now = clearance.clearance_of(node, number + 1)
    assert (now.state, now.writers, clearance.history(node, number + 1)) == ("draft", (), [])
    assert handover.notes_of(node, room)[0].about is None
    with pytest.raises(NotCleared):
        seal(node, room)


def test_a_number_says_for_good_which_entry_its_draft_became(node, room):
    number = drafted(node, room)
    seal(node, room)
    became = clearance.sealed_as(node, number)
    assert became == (room.id, str(entry_of(room)))
    assert drafted(node, room) == number + 1
    assert clearance.sealed_as(node, number) == became


@pytest.mark.sqlite
def test_a_store_in_which_numbers_of_drafts_came_back_gives_none_again_that_it_knows(node, room):
    sealed, gone, kept = drafted(node, room), drafted(node, room), drafted(node, room)
    seal(node, room, only=[sealed])
    note = handover.add_note(node, room, "they will ask", "berg", f"draft/{kept}")
    before = node.store.drafts()
    node.store.drop_drafts([gone])
    node.store.db.executescript(EARLIER_DRAFTS)
    node.store._open_layout(node.store.db, new=False)
    assert node.store.drafts() == [row for row in before if row[0] != gone]
    assert clearance.sealed_as(node, sealed) == (room.id, str(entry_of(room)))
    node.store.drop_drafts([kept])
    assert handover.note_of(node, note.id).about is None, "what happens when a draft goes still happens"
    assert node.draft(room, REQUEST) == kept + 1


@pytest.mark.sqlite
def test_a_store_without_drafts_counts_on_from_those_that_were_sealed(node, room):
    sealed = [drafted(node, room), drafted(node, room)]
    seal(node, room)
    node.store.db.executescript(EARLIER_DRAFTS)
    node.store._open_layout(node.store.db, new=False)
    assert node.draft(room, REQUEST) == sealed[-1] + 1


# ---------------------------------------------------------------- the seal


def test_without_a_policy_everything_is_sealed(node, room):
    drafted(node, room)
    seal(node, room)
    assert node.store.drafts() == []


def test_where_clearance_is_demanded_the_refusal_names_draft_and_state(node, room):
    clearance.set_policy(node, Policy(required=True))
    number = drafted(node, room)
    clearance.advance(node, number, 1, "berg")
    size = room.my_head.size
    with pytest.raises(NotCleared, match=rf"draft {number} is not released \(with the translator\)"):
        seal(node, room)
    assert room.my_head.size == size
    assert len(node.store.drafts()) == 1


def test_what_is_released_is_sealed_and_the_rest_waits(node, room):
    clearance.set_policy(node, Policy(required=True))
    waits, ready = drafted(node, room, text="waits"), drafted(node, room, text="ready")
    released(node, ready)
    with pytest.raises(NotCleared, match=f"draft {waits} "):
        seal(node, room, must=[waits])
    seal(node, room)
    assert [draft[2]["text"] for draft in node.store.drafts()] == ["waits"]
    assert room.entry(entry_of(room)).fields["text"] == "ready"


def test_a_new_key_is_never_held_up_by_a_draft(node, room):
    clearance.set_policy(node, Policy(required=True))
    drafted(node, room)
    rekey(node, room)
    assert room.entry(entry_of(room)).kind == "rekey"
    assert len(node.store.drafts()) == 1


def test_the_way_of_a_draft_stays_under_the_entry_that_it_became(node, room):
    first, second = drafted(node, room, text="first"), drafted(node, room, who="dora", text="second")
    released(node, first)
    clearance.advance(node, second, 1, "dora", "in a hurry")
    seal(node, room)
    assert [step.who for step in clearance.history_of_entry(node, room, entry_of(room, 2))] == ["berg", "chen", "chen", "chen", "chen"]
    assert [step.remark for step in clearance.history_of_entry(node, room, entry_of(room, 1))] == ["", "in a hurry"]
    assert clearance.history(node, first) == []


def test_the_first_pouch_of_a_log_counts_its_opening_too():
    world = World(2, seed=12)
    node, room = world.nodes["alpha"], world.room("alpha")
    number = drafted(node, room)
    released(node, number)
    seal(node, room)
    assert room.entry(entry_of(room)).kind == "request"
    assert len(clearance.history_of_entry(node, room, entry_of(room))) == 5


# ---------------------------------------------------------------- two persons


@pytest.fixture
def two(node):
    clearance.set_policy(node, Policy(required=True, steps=(), two_person=True))


def test_two_persons_release_and_the_first_alone_does_not(node, room, two):
    number = drafted(node, room)
    clearance.advance(node, number, 1, "berg")
    first = clearance.advance(node, number, 1, "chen")
    assert (first.state, first.released_by) == ("release", ("chen",))
    with pytest.raises(NotCleared):
        seal(node, room)
    assert clearance.advance(node, number, 1, "dora").state == "released"
    seal(node, room)


@pytest.mark.parametrize("second", ["chen", "berg", " CHEN ", "Berg"])
def test_the_second_is_neither_the_first_nor_the_writer(node, room, two, second):
    number = drafted(node, room)
    clearance.advance(node, number, 1, "berg")
    clearance.advance(node, number, 1, "chen")
    with pytest.raises(CallerError, match="somebody else"):
        clearance.advance(node, number, 1, second)
    assert clearance.clearance_of(node, number).released_by == ("chen",)


def test_whoever_wrote_an_earlier_revision_is_a_writer_too(node, room, two):
    number = drafted(node, room)
    clearance.update_draft(node, number, {**REQUEST, "text": "by another"}, 1, "dora")
    clearance.advance(node, number, 2, "dora")
    clearance.advance(node, number, 2, "chen")
    for writer in ("berg", "dora"):
        with pytest.raises(CallerError, match="somebody else"):
            clearance.advance(node, number, 2, writer)


def test_an_edit_between_the_two_takes_the_first_release_away(node, room, two):
    number = drafted(node, room)
    clearance.advance(node, number, 1, "berg")
    clearance.advance(node, number, 1, "chen")
    clearance.update_draft(node, number, {**REQUEST, "text": "slipped in"}, 1, "berg")
    clearance.advance(node, number, 2, "berg")
    assert clearance.advance(node, number, 2, "dora").state == "release"


def test_a_draft_of_nobody_is_released_by_nobody(node, room, two):
    number = node.draft(room, REQUEST)
    clearance.advance(node, number, 1, "berg")
    with pytest.raises(CallerError, match="nobody is named"):
        clearance.advance(node, number, 1, "chen")
    clearance.sign_draft(node, number, "berg")
    with pytest.raises(CallerError, match="was written by berg"):
        clearance.sign_draft(node, number, "dora")


# ---------------------------------------------------------------- accounts


def test_each_step_takes_an_account_that_may(node, room):
    accounts = Accounts(node.store, PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    people = {role: accounts.add(role, role, role, NOW) for role in ("watch_officer", "translator", "lawyer", "head", "reader")}
    number = node.draft(room, REQUEST)
    with pytest.raises(Forbidden):
        clearance.sign_draft(node, number, people["reader"])
    clearance.sign_draft(node, number, people["watch_officer"])
    for able in ("watch_officer", "translator", "lawyer", "head"):
        before = clearance.clearance_of(node, number)
        for other, account in people.items():
            if clearance.CAPABILITY[before.state] not in module_roles()[other]:
                with pytest.raises(Forbidden):
                    clearance.advance(node, number, 1, account)
        clearance.advance(node, number, 1, people[able])
    assert clearance.clearance_of(node, number).state == "released"
    with pytest.raises(Forbidden):
        clearance.update_draft(node, number, REQUEST, 1, people["reader"])


def module_roles():
    from detente.node.roles import ROLES

    return ROLES


# ---------------------------------------------------------------- handover notes


def test_notes_are_about_entries_matters_drafts_or_nothing(node, room):
    drafted(node, room)
    seal(node, room)
    other = drafted(node, room)
    for about in (str(entry_of(room)), "group/arms-control", f"draft/{other}", None):
        assert handover.add_note(node, room, "look at it", "berg", about).about == about
    assert len(handover.notes_of(node, room)) == 4
    assert [note.about for note in handover.notes_of(node, room, "group/arms-control")] == ["group/arms-control"]


@pytest.mark.parametrize("about", ["alpha/999", "draft/999", "nothing", "alpha", "alpha/x", "alpha/٣", "nobody/1"])
def test_a_note_about_something_that_is_not_there_is_refused(node, room, about):
    with pytest.raises(CallerError):
        handover.add_note(node, room, "x", "berg", about)
    assert handover.notes_of(node) == []


@pytest.mark.parametrize(("text", "author"), [("  ", "berg"), ("x" * 4001, "berg"), ("x", " ")])
def test_a_note_has_a_text_and_an_author(node, room, text, author):
    with pytest.raises(CallerError):
        handover.add_note(node, room, text, author)


def test_a_note_is_done_once_and_can_be_opened_again(node, room):
    note = handover.add_note(node, room, "call them", "berg")
    assert handover.set_done(node, note.id, "chen").done_by == "chen"
    with pytest.raises(CallerError, match="chen has marked"):
        handover.set_done(node, note.id, "dora")
    assert handover.notes_of(node, room) == []
    assert [each.id for each in handover.notes_of(node, room, done=True)] == [note.id]
    assert handover.set_done(node, note.id, "dora", done=False).done_by is None


def test_a_note_about_a_draft_is_about_the_entry_when_it_is_sealed(node, room):
    number = drafted(node, room)
    note = handover.add_note(node, room, "they will ask", "berg", f"draft/{number}")
    seal(node, room)
    assert handover.note_of(node, note.id).about == str(entry_of(room))


# ---------------------------------------------------------------- private translations


@pytest.fixture
def theirs(world) -> Ref:
    ref = Ref(*world.request("bravo", "alpha", "Кто отвечает?"))
    world.settle()
    return ref


def test_a_translation_is_kept_changed_and_checked_by_another(node, room, theirs):
    made = translations.save_translation(node, room, theirs, "en", "Who answers?", "amin", status="machine")
    better = translations.save_translation(node, room, theirs, "en", "Who is to answer?", "amin", revision=made.revision)
    assert (better.revision, better.status) == (2, "courtesy")
    with pytest.raises(CallerError, match="somebody else checks"):
        translations.check_translation(node, room, theirs, "en", 2, "amin")
    checked = translations.check_translation(node, room, theirs, "en", 2, "laws")
    assert (checked.status, checked.checked_by) == ("checked", "laws")
    again = translations.save_translation(node, room, theirs, "en", "Who answers then?", "amin", revision=2)
    assert (again.status, again.checked_by) == ("courtesy", None)


def test_no_translation_is_saved_over_a_newer_one(node, room, theirs):
    translations.save_translation(node, room, theirs, "en", "first", "amin")
    with pytest.raises(OutdatedTranslation) as refusal:
        translations.save_translation(node, room, theirs, "en", "second", "dora")
    assert refusal.value.theirs.text == "first"
    with pytest.raises(OutdatedTranslation):
        translations.check_translation(node, room, theirs, "en", 7, "dora")


@pytest.mark.parametrize("wrong", [{"language": "Russian"}, {"text": " "}, {"status": "official"}, {"who": ""}, {"revision": 3}])
def test_what_is_no_translation_is_refused(node, room, theirs, wrong):
    given = {"language": "en", "text": "x", "who": "amin", **wrong}
    with pytest.raises(CallerError):
        translations.save_translation(node, room, theirs, **given)
    assert translations.translations_of(node, room) == []


def test_a_translation_is_shared_by_an_act_only(world, node, room, theirs):
    translations.save_translation(node, room, theirs, "en", "Who answers?", "amin")
    translations.check_translation(node, room, theirs, "en", 1, "laws")
    number = translations.share_translation(node, room, theirs, "en")
    assert node.store.drafts()[0][0] == number
    seal(node, room)
    world.settle()
    (shared,) = world.room("bravo").fold.register.translations[theirs]
    assert (shared.kept["language"], shared.kept["status"]) == ("en", "courtesy")


def test_what_was_destroyed_by_agreement_is_not_kept_in_another_language(world, node, room, theirs):
    translations.save_translation(node, room, theirs, "en", "Who answers?", "amin")
    for party in world.parties:
        world.act(party, kind="destroy", re=[theirs.value])
    world.settle()
    apply_destructions(node, room)
    assert room.entry(theirs).destroyed
    assert translations.translations_of(node, room) == []
    assert search_view(node, "answers", kind="translation").hits == []


# ---------------------------------------------------------------- found, and not sent


def test_notes_and_translations_are_found_by_search(node, room, theirs):
    translations.save_translation(node, room, theirs, "en", "Who is responsible?", "amin")
    note = handover.add_note(node, room, "Ask the responsible desk", "berg", str(theirs))
    assert [(hit.source, hit.about) for hit in search_view(node, "responsible").hits] == [
        ("translation", str(theirs)),
        ("handover", str(theirs)),
    ]
    assert search_view(node, "responsible", entries_only=True).hits == []
    handover.set_done(node, note.id, "berg")
    assert len(search_view(node, "responsible").hits) == 2


def test_nothing_of_it_ever_leaves_the_node(world, node, room, theirs):
    secret = "xyzzy"
    accounts = Accounts(node.store, PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    accounts.add(f"{secret}-account", f"{secret} display", "head", NOW, password=f"{secret} long password")
    clearance.set_policy(node, Policy(required=True, steps=("lawyer",), two_person=True))
    number = drafted(node, room, who=f"{secret}-writer", text="nothing special")
    clearance.update_draft(node, number, {**REQUEST, "text": f"{secret} an earlier wording"}, 1, f"{secret}-writer", f"{secret} remark")
    clearance.update_draft(node, number, {**REQUEST, "text": "the wording that is sealed"}, 2, f"{secret}-writer")
    handover.add_note(node, room, f"{secret} note", f"{secret}-watch", f"draft/{number}")
    translations.save_translation(node, room, theirs, "en", f"{secret} translation", f"{secret}-translator")
    for who in ("a", "b", "c", "d"):
        clearance.advance(node, number, 3, f"{secret}-{who}", f"{secret} remark")
    search_view(node, secret)
    seal(node, room)
    world.settle()
    opened = [item for _, data in world.archive for item in open_container(data, world.nodes["bravo"].keys.identities)]
    assert any(b"the wording that is sealed" in item for item in opened)
    assert not any(secret.encode() in item for item in opened)
    assert secret not in "\n".join(stores.dump(world.nodes["bravo"].store))
    assert secret in "\n".join(stores.dump(node.store))
