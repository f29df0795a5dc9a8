"""Accounts: passwords, the growing wait, sessions, passkeys, and what the record's appointments leave of a role."""

from __future__ import annotations

import datetime as dt
import importlib
import re
import sys
from typing import NamedTuple

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from detente.errors import CallerError, StoreError
from detente.node import accounts as module
from detente.node import sessions, throttle
from detente.node.accounts import HASHER, Account, Accounts, TooManyFailures, WrongPassword, new_password, prepared
from detente.node.passkeys import ClonedPasskey
from detente.node.roles import BACKED, BACKED_BY, CAPABILITY_WORDS, ROLE_WORDS, ROLES, Capability, Forbidden, capabilities, may, require
from detente.node.sealing import found_channel, seal
from detente.node.store import Store
from detente.views.accounts import news_view
from tests.simulator import World

NOW = dt.datetime(2021, 9, 30, 8, 0, 0, tzinfo=dt.UTC)
QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
RIGHT, WRONG = "correct horse battery", "correct horse buttery"


def later(**after: float) -> dt.datetime:
    return NOW + dt.timedelta(**after)


class SignedIn(NamedTuple):
    account: Account
    token: str


def checked(accounts: Accounts, name: str, password: str, address: str, now: dt.datetime) -> Account:
    """As the web face does it, but for the thread in which the password is looked at."""
    attempt = accounts.attempt(name, password, address, now)
    return accounts.settle(attempt, right=module.is_right(attempt))


def sign_in(accounts: Accounts, name: str, password: str, address: str, now: dt.datetime, agent: str = "") -> SignedIn:
    account = checked(accounts, name, password, address, now)
    return SignedIn(account, accounts.sessions.start(account.id, address, now, agent))


@pytest.fixture
def store():
    return Store(None)


@pytest.fixture
def accounts(store):
    found = Accounts(store, QUICK)
    found.add("berg", "Ms Berg", "secretary", NOW, password=RIGHT)
    return found


def everything(store: Store) -> str:
    return "\n".join(store.db.iterdump())


# ---------------------------------------------------------------- the table of roles

_TABLE = """
                read draft translate review release seal carry administer
head             x     x               x       x      x
secretary        x     x       x               x      x    x
watch_officer    x     x                              x    x
translator       x             x
lawyer           x     x               x
administrator                                              x       x
reader           x
"""


def test_the_table_of_roles_is_this_one():
    head, *rows = _TABLE.strip("\n").splitlines()
    ends = {match.group(): match.span() for match in re.finditer(r"\S+", head)}
    told = {row.split()[0]: {name for name, (start, end) in ends.items() if "x" in row[start - 1 : end + 1]} for row in rows}
    assert {role: set(map(str, granted)) for role, granted in ROLES.items()} == told


def test_only_one_role_manages_accounts_and_it_does_not_read_the_talks():
    assert [role for role, granted in ROLES.items() if Capability.ADMINISTER in granted] == ["administrator"]
    assert Capability.READ not in ROLES["administrator"]


def test_an_appointment_backs_nothing_but_what_needs_backing():
    assert all(backed <= BACKED for backed in BACKED_BY.values())


def test_every_role_and_capability_has_words():
    assert set(ROLES) | set(BACKED_BY) == set(ROLE_WORDS)
    assert set(Capability) == set(CAPABILITY_WORDS)


# ---------------------------------------------------------------- making accounts


def test_an_account_is_found_by_its_name_as_people_type_it(accounts):
    assert accounts.find(" Berg ") == accounts.get("berg")
    assert accounts.find("nobody") is None
    assert accounts.find("\ud800") is None
    assert accounts.by_id(accounts.get("berg").id) == accounts.by_handle(accounts.get("berg").handle) == accounts.get("berg")


@pytest.mark.parametrize("name", ["", "Ms Berg", "7", "a" * 33, "берг", "-a"])
def test_a_name_is_a_word_of_small_letters(accounts, name):
    with pytest.raises(CallerError):
        accounts.add(name, "x", "reader", NOW)


@pytest.mark.parametrize(
    "wrong", [{"role": "king"}, {"display": "  "}, {"delegate": "Not An Id"}, {"language": "fr"}, {"password": "short"}]
)
def test_what_an_account_cannot_be_is_refused_and_nothing_is_made(accounts, wrong):
    given = {"name": "chen", "display": "Chen", "role": "reader", **wrong}
    with pytest.raises(CallerError):
        accounts.add(now=NOW, **given)
    assert [account.name for account in accounts.list()] == ["berg"]


def test_a_name_stays_taken_when_its_account_is_gone(accounts):
    with pytest.raises(CallerError, match="already"):
        accounts.add("berg", "Another", "reader", NOW)
    accounts.remove("berg", NOW)
    with pytest.raises(CallerError, match="somebody before"):
        accounts.add("berg", "Another", "reader", NOW)


def test_what_is_changed_is_changed_and_the_rest_stays(accounts):
    before = accounts.get("berg")
    after = accounts.change("berg", role="lawyer", delegate="berg", language="ru")
    assert after == before._replace(role="lawyer", delegate="berg", language="ru")
    assert accounts.change("berg", delegate="", language="").delegate is None
    assert accounts.get("berg").role == "lawyer"


def test_the_last_who_manages_accounts_stays_while_there_are_others(accounts):
    accounts.add("root", "Root", "administrator", NOW)
    for attempt in (lambda: accounts.remove("root", NOW), lambda: accounts.change("root", role="reader")):
        with pytest.raises(CallerError, match="last account that manages"):
            attempt()
    accounts.remove("berg", NOW)
    accounts.remove("root", NOW)
    assert accounts.list() == []


# ---------------------------------------------------------------- passwords


def test_passwords_are_kept_as_argon2id_with_64_mebibytes_and_three_passes():
    kept = extract_parameters(HASHER.hash("x"))
    assert (kept.type, kept.memory_cost, kept.time_cost, kept.parallelism, kept.salt_len) == (Type.ID, 65_536, 3, 4, 16)


def test_no_password_lies_in_the_store(accounts, store):
    with pytest.raises(WrongPassword):
        sign_in(accounts, RIGHT, RIGHT, "192.0.2.1", NOW)  # typed into the wrong place
    assert RIGHT not in everything(store)
    assert "$argon2id$" in everything(store)


@pytest.mark.parametrize("password", ["elevenchars", "a" * 257, "aaaaaaaaaaaa", "berg12345678"[:7], "abababababab"])
def test_a_password_that_is_easily_guessed_is_refused(accounts, password):
    with pytest.raises(CallerError):
        accounts.set_password("berg", password)
    assert checked(accounts, "berg", RIGHT, "192.0.2.1", NOW).name == "berg"


def test_a_password_that_is_the_name_is_refused(accounts):
    accounts.add("watch-officer-1", "W", "watch_officer", NOW)
    with pytest.raises(CallerError, match="name of the account"):
        accounts.set_password("watch-officer-1", "Watch-Officer-1!")


def test_two_keyboards_give_the_same_password(accounts):
    accounts.set_password("berg", "e\u0301té\u00a0passé chaud")
    assert checked(accounts, "berg", "été passe\u0301 chaud", "192.0.2.1", NOW).name == "berg"
    assert prepared("пароль\u2003ё") == "пароль ё"


def test_a_made_up_password_can_be_set(accounts):
    made = [new_password() for _ in range(100)]
    assert len(set(made)) == 100
    accounts.set_password("berg", made[0])
    assert checked(accounts, "berg", made[0], "192.0.2.1", NOW).name == "berg"


def test_a_hash_of_lesser_parameters_is_made_anew_when_its_owner_signs_in(accounts, store):
    stronger = Accounts(store, PasswordHasher(time_cost=2, memory_cost=128, parallelism=1))
    before = stronger._password_of(stronger.get("berg"))
    with pytest.raises(WrongPassword):
        checked(stronger, "berg", WRONG, "192.0.2.1", NOW)
    assert stronger._password_of(stronger.get("berg")) == before
    checked(stronger, "berg", RIGHT, "192.0.2.1", NOW)
    renewed = stronger._password_of(stronger.get("berg"))
    assert (extract_parameters(before).memory_cost, extract_parameters(renewed).memory_cost) == (64, 128)
    checked(stronger, "berg", RIGHT, "192.0.2.1", NOW)
    assert stronger._password_of(stronger.get("berg")) == renewed


def test_an_account_without_a_password_lets_nobody_in_by_one(accounts):
    accounts.add("chen", "Chen", "reader", NOW)
    for password in ("", RIGHT):
        with pytest.raises(WrongPassword):
            sign_in(accounts, "chen", password, "192.0.2.1", NOW)


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(accounts, monkeypatch):
    looked_at = []
    verify = PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", lambda *args: looked_at.append(args) or verify(*args))
    said = []
    for name in ("berg", "nobody", "Not A Name", "\ud800"):
        with pytest.raises(WrongPassword) as refusal:
            sign_in(accounts, name, WRONG, "192.0.2.1", NOW)
        said.append(str(refusal.value))
    assert len(set(said)) == 1
    assert len(looked_at) == 4  # a hash was computed for each, so the time tells nothing


def test_a_damaged_hash_is_a_fault_of_the_store(accounts, store):
    store.db.execute("UPDATE accounts SET password='not a hash'")
    with pytest.raises(StoreError):
        sign_in(accounts, "berg", RIGHT, "192.0.2.1", NOW)


@pytest.mark.parametrize("password", ["\ud800\udfff half characters", "x" * 100_000, "\0" * 20])
def test_any_password_that_is_typed_is_an_answer_and_not_a_crash(accounts, password):
    with pytest.raises(WrongPassword):
        sign_in(accounts, "berg", password, "192.0.2.1", NOW)


# ---------------------------------------------------------------- failed attempts


def test_the_wait_doubles_up_to_a_quarter_of_an_hour():
    assert [throttle.delay("account", n) for n in range(1, 8)] == [0, 0, 0, 1, 2, 4, 8]
    assert throttle.delay("account", 13) == 512
    assert [throttle.delay("account", n) for n in (14, 100, 10**9)] == [900] * 3
    assert [throttle.delay("address", n) for n in (10, 11, 12)] == [0, 1, 2]


def fail(accounts: Accounts, name: str, address: str, now: dt.datetime) -> None:
    with pytest.raises(WrongPassword):
        sign_in(accounts, name, WRONG, address, now)


def test_an_account_waits_longer_with_each_failure_from_wherever_they_come(accounts):
    for number in range(4):
        fail(accounts, "berg", f"192.0.2.{number}", NOW)
    with pytest.raises(TooManyFailures) as refusal:
        sign_in(accounts, "berg", RIGHT, "192.0.2.9", NOW)
    assert refusal.value.params["seconds"] == 1
    fail(accounts, "berg", "192.0.2.9", later(seconds=1))
    with pytest.raises(TooManyFailures):
        sign_in(accounts, "berg", RIGHT, "192.0.2.9", later(seconds=2))
    assert sign_in(accounts, "berg", RIGHT, "192.0.2.9", later(seconds=3)).account.name == "berg"


def test_a_right_password_lets_the_account_start_anew(accounts):
    for number in range(3):
        fail(accounts, "berg", f"192.0.2.{number}", NOW)
    sign_in(accounts, "berg", RIGHT, "192.0.2.9", NOW)
    for number in range(3):
        fail(accounts, "berg", f"192.0.2.{number}", NOW)
    assert sign_in(accounts, "berg", RIGHT, "192.0.2.9", NOW).account.name == "berg"


def test_an_address_that_tries_many_names_waits_and_others_do_not(accounts):
    for number in range(11):
        fail(accounts, f"guess{number}", "192.0.2.1", NOW)
    with pytest.raises(TooManyFailures):
        sign_in(accounts, "berg", RIGHT, "192.0.2.1", NOW)
    assert sign_in(accounts, "berg", RIGHT, "192.0.2.2", NOW).account.name == "berg"


def test_somebody_with_one_good_account_cannot_wash_an_address_clean(accounts):
    for number in range(10):
        fail(accounts, f"guess{number}", "192.0.2.1", NOW)
    sign_in(accounts, "berg", RIGHT, "192.0.2.1", NOW)
    fail(accounts, "guess", "192.0.2.1", NOW)
    with pytest.raises(TooManyFailures):
        sign_in(accounts, "berg", RIGHT, "192.0.2.1", NOW)


def test_a_name_that_nobody_has_is_slowed_down_like_any_other(accounts):
    for number in range(4):
        fail(accounts, "nobody", f"192.0.2.{number}", NOW)
    with pytest.raises(TooManyFailures):
        sign_in(accounts, "nobody", WRONG, "192.0.2.9", NOW)


def test_a_day_without_a_failure_forgets_all(accounts, store):
    for number in range(4):
        fail(accounts, "berg", f"192.0.2.{number}", NOW)
    fail(accounts, "nobody", "192.0.2.50", later(days=1))
    assert store.db.execute("SELECT count(*) FROM login_failures").fetchone()[0] == 2
    assert sign_in(accounts, "berg", RIGHT, "192.0.2.9", later(days=1)).account.name == "berg"


def test_an_attempt_counts_before_its_password_is_looked_at(accounts, monkeypatch):
    """Attempts that run at once cannot all slip through."""
    counted = []
    db = accounts._db
    monkeypatch.setattr(module, "is_right", lambda _: counted.append(db.execute("SELECT count FROM login_failures").fetchall()) or False)
    fail(accounts, "berg", "192.0.2.1", NOW)
    assert counted == [[(1,), (1,)]]


def test_a_password_that_was_changed_while_it_was_looked_at_lets_nobody_in(accounts):
    attempt = accounts.attempt("berg", RIGHT, "192.0.2.1", NOW)
    assert module.is_right(attempt)
    accounts.set_password("berg", "another long password")
    with pytest.raises(WrongPassword):
        accounts.settle(attempt, right=True)


def test_the_account_that_was_removed_while_its_password_was_looked_at_is_not_let_in(accounts):
    accounts.add("chen", "Mr Chen", "administrator", NOW)
    attempt = accounts.attempt("berg", RIGHT, "192.0.2.1", NOW)
    accounts.remove("berg", NOW)
    with pytest.raises(WrongPassword):
        accounts.settle(attempt, right=True)


def test_a_name_that_nobody_has_costs_one_look_as_any_other(store):
    """The accounts of each request are an object of their own: what it took to make something up for nobody told names apart."""

    class Counting(PasswordHasher):
        made = 0

        def hash(self, password, **more):
            Counting.made += 1
            return super().hash(password, **more)

    counting = Counting(time_cost=1, memory_cost=64, parallelism=1)
    for number in range(3):
        with pytest.raises(WrongPassword):
            checked(Accounts(store, counting), "nobody", WRONG, f"192.0.2.{number}", NOW)
    assert Counting.made == 1


# ---------------------------------------------------------------- sessions


def test_a_token_signs_in_until_it_is_ended(accounts, store):
    account, token = sign_in(accounts, "berg", RIGHT, "192.0.2.1", NOW, "Firefox")
    found = accounts.signed_in(token, NOW)
    assert found[0] == account
    assert (found[1].address, found[1].agent) == ("192.0.2.1", "Firefox")
    assert len(token) == 43
    assert token not in everything(store)
    for wrong in ("", token[:-1], token + "A", "\ud800"):
        assert accounts.signed_in(wrong, NOW) is None
    accounts.sessions.end_token(token)
    assert accounts.signed_in(token, NOW) is None


def test_a_session_ends_an_hour_after_the_last_click(accounts):
    token = sign_in(accounts, "berg", RIGHT, "192.0.2.1", NOW).token
    assert accounts.signed_in(token, later(minutes=59))
    assert accounts.signed_in(token, later(minutes=118))
    assert accounts.signed_in(token, later(minutes=178)) is None


def test_a_session_ends_after_twelve_hours_however_busy(accounts):
    token = sign_in(accounts, "berg", RIGHT, "192.0.2.1", NOW).token
    for minutes in range(30, 720, 30):
        assert accounts.signed_in(token, later(minutes=minutes))
    assert accounts.signed_in(token, later(minutes=720)) is None


def test_being_seen_is_written_at_most_once_a_minute(accounts, store):
    token = sign_in(accounts, "berg", RIGHT, "192.0.2.1", NOW).token
    before = store.db.total_changes
    accounts.signed_in(token, later(seconds=sessions.LIMITS.touch - 1))
    assert store.db.total_changes == before
    assert accounts.signed_in(token, later(seconds=sessions.LIMITS.touch))[1].seen == int(later(seconds=60).timestamp())
    assert store.db.total_changes == before + 1


def test_sessions_are_listed_and_ended_one_by_one_by_their_owner_only(accounts):
    other = accounts.add("chen", "Chen", "reader", NOW, password=RIGHT)
    first = sign_in(accounts, "berg", RIGHT, "192.0.2.1", NOW).token
    second = sign_in(accounts, "berg", RIGHT, "192.0.2.2", later(minutes=1)).token
    berg = accounts.get("berg")
    listed = accounts.sessions.list(berg.id, later(minutes=2))
    assert [session.address for session in listed] == ["192.0.2.2", "192.0.2.1"]
    assert not accounts.sessions.end(listed[1].id, other.id)
    assert accounts.sessions.end(listed[1].id, berg.id)
    assert accounts.signed_in(first, later(minutes=2)) is None
    assert accounts.signed_in(second, later(minutes=2))
    assert accounts.sessions.list(berg.id, later(hours=2)) == []


def test_a_new_password_ends_the_sessions_but_the_one_in_which_it_was_changed(accounts):
    here = sign_in(accounts, "berg", RIGHT, "192.0.2.1", NOW).token
    elsewhere = sign_in(accounts, "berg", RIGHT, "192.0.2.2", NOW).token
    accounts.set_password("berg", "another good one", keep=accounts.signed_in(here, NOW)[1])
    assert accounts.signed_in(here, NOW)
    assert accounts.signed_in(elsewhere, NOW) is None
    accounts.set_password("berg", "and yet another one")
    assert accounts.signed_in(here, NOW) is None


def test_an_account_that_is_gone_takes_everything_with_it(accounts, store):
    token = sign_in(accounts, "berg", RIGHT, "192.0.2.1", NOW).token
    berg = accounts.get("berg")
    accounts.passkeys.add(berg.id, b"credential", b"key", 0, "Key", NOW)
    accounts.looks.mark_all(berg.id, "c", NOW)
    accounts.remove("berg", NOW)
    assert accounts.signed_in(token, NOW) is None
    assert accounts.passkeys.find(b"credential") is None
    assert accounts.by_id(berg.id) is accounts.by_handle(berg.handle) is None
    assert "$argon2id$" not in everything(store)


# ---------------------------------------------------------------- passkeys


def test_a_passkey_is_kept_used_and_removed(accounts):
    berg = accounts.get("berg")
    made = accounts.passkeys.add(berg.id, b"\x01\x02", b"cose", 5, " Blue key ", NOW, transports=("usb", "nfc"))
    assert accounts.passkeys.list(berg.id) == [made] == [accounts.passkeys.find(b"\x01\x02")]
    assert (made.name, made.transports, made.used) == ("Blue key", ("usb", "nfc"), None)
    accounts.passkeys.used(b"\x01\x02", 6, later(minutes=1))
    assert accounts.passkeys.find(b"\x01\x02").sign_count == 6
    assert not accounts.passkeys.remove(berg.id + 1, b"\x01\x02")
    assert accounts.passkeys.remove(berg.id, b"\x01\x02")
    assert accounts.passkeys.list(berg.id) == []


def test_a_passkey_whose_counter_does_not_rise_may_have_been_copied(accounts):
    berg = accounts.get("berg")
    accounts.passkeys.add(berg.id, b"counts", b"cose", 5, "One", NOW)
    accounts.passkeys.add(berg.id, b"counts not", b"cose", 0, "Two", NOW)
    for count in (0, 4, 5):
        with pytest.raises(ClonedPasskey):
            accounts.passkeys.used(b"counts", count, NOW)
    assert accounts.passkeys.find(b"counts").used is None
    accounts.passkeys.used(b"counts not", 0, NOW)
    assert accounts.passkeys.find(b"counts not").used == int(NOW.timestamp())
    with pytest.raises(CallerError):
        accounts.passkeys.used(b"unknown", 1, NOW)


def test_a_passkey_belongs_to_one_account(accounts):
    other = accounts.add("chen", "Chen", "reader", NOW)
    accounts.passkeys.add(accounts.get("berg").id, b"c", b"cose", 0, "One", NOW)
    with pytest.raises(CallerError, match="registered already"):
        accounts.passkeys.add(other.id, b"c", b"cose", 0, "One", NOW)
    with pytest.raises(CallerError):
        accounts.passkeys.add(other.id, b"d", b"cose", 0, " ", NOW)


# ---------------------------------------------------------------- what the record leaves of a role


@pytest.fixture
def world():
    found = World(2, seed=3)
    found.settle()
    return found


def done(world, party, **fields) -> list:
    """One act, sealed; its reference."""
    return [party, 0, world.act(party, **fields)]


def grants(world, account, room=None) -> dict[str, tuple[bool, str]]:
    found = capabilities(world.nodes["alpha"], account, room)
    return {str(name): (grant.allowed, str(grant.reason)) for name, grant in found.items()}


@pytest.fixture
def head(world):
    return Accounts(world.nodes["alpha"].store, QUICK).add("berg", "Berg", "head", NOW, delegate="berg")


def test_without_a_person_in_the_record_the_role_alone_decides(world):
    account = Accounts(world.nodes["alpha"].store, QUICK).add("sec", "Sec", "secretary", NOW)
    assert grants(world, account)["seal"] == (True, "by the role of the account: secretary")
    assert grants(world, account)["review"] == (False, "the role of the account does not include it: secretary")


def test_whom_nobody_has_appointed_neither_releases_nor_seals(world, head):
    found = grants(world, head)
    assert found["release"] == found["seal"] == (False, "alpha has appointed nobody called berg in these talks")
    assert [name for name, (allowed, _) in found.items() if allowed] == ["read", "draft", "review"]


def test_an_appointment_in_force_backs_what_the_role_may_do(world, head):
    ref = done(world, "alpha", kind="appoint", delegate="berg", role="head")
    assert grants(world, head)["seal"] == (True, f"head of delegation by appointment alpha/{ref[2]}")
    assert grants(world, head)["administer"][0] is False
    assert capabilities(world.nodes["alpha"], head)[Capability.SEAL].entry == f"plenary:alpha/{ref[2]}"


def test_a_revoked_appointment_takes_release_and_seal_away(world, head):
    ref = done(world, "alpha", kind="appoint", delegate="berg", role="head")
    assert may(world.nodes["alpha"], head, Capability.SEAL)
    gone = done(world, "alpha", kind="revoke", re=[ref])
    found = grants(world, head)
    assert found["release"] == found["seal"] == (False, f"the appointment alpha/{ref[2]} was revoked by alpha/{gone[2]}")
    with pytest.raises(Forbidden, match=f"berg may not do this .to seal.: the appointment alpha/{ref[2]} was revoked"):
        require(world.nodes["alpha"], head, Capability.SEAL)
    require(world.nodes["alpha"], head, Capability.READ)


def test_an_appointment_as_something_else_does_not_back_it(world, head):
    ref = done(world, "alpha", kind="appoint", delegate="berg", role="expert")
    assert grants(world, head)["seal"] == (False, f"the appointment alpha/{ref[2]} does not include it: expert")
    ref = done(world, "alpha", kind="appoint", delegate="berg", role="watch_officer")
    assert grants(world, head)["seal"][0] is True
    assert grants(world, head)["release"] == (False, f"the appointment alpha/{ref[2]} does not include it: watch officer")


def test_an_appointment_holds_within_its_days_only(world, head):
    ref = done(world, "alpha", kind="appoint", delegate="berg", role="head", **{"from": "2021-10-01", "until": "2021-10-02"})
    said = {}
    for day in (30, 31, 32, 33):
        world.now = dt.datetime(2021, 9, 1, 12, tzinfo=dt.UTC) + dt.timedelta(days=day - 1)
        said[day] = grants(world, head)["seal"]
    assert said[30] == (False, f"the appointment alpha/{ref[2]} holds from 2021-10-01 only")
    assert said[31][0] is said[32][0] is True
    assert said[33] == (False, f"the appointment alpha/{ref[2]} ended on 2021-10-02")


def test_another_partys_appointment_backs_nothing(world, head):
    world.act("bravo", kind="appoint", delegate="berg", role="head")
    world.settle()
    assert grants(world, head)["seal"][0] is False


def test_a_channel_that_knows_the_person_decides_for_itself_and_the_plenary_for_the_rest(world, head):
    alpha = world.nodes["alpha"]
    found_channel(alpha, world.charter.id, "arms", {"en": "Arms"}, ["alpha", "bravo"], "group")
    arms = alpha.room("arms")
    ref = done(world, "alpha", kind="appoint", delegate="berg", role="head")
    assert grants(world, head, arms)["seal"] == (True, f"head of delegation by appointment alpha/{ref[2]}")
    alpha.draft(arms, {"kind": "appoint", "delegate": "berg", "role": "expert"})
    seal(alpha, arms)
    assert grants(world, head, arms)["seal"][0] is False
    assert grants(world, head)["seal"][0] is True


# ---------------------------------------------------------------- looks


def test_what_one_person_has_seen_another_has_not(world):
    room = world.room("alpha")
    accounts = Accounts(world.nodes["alpha"].store, QUICK)
    one, two = (accounts.add(name, name, "reader", NOW) for name in ("one", "two"))
    world.request("bravo", "alpha", "the first")
    world.settle()
    assert accounts.looks.last(one.id, room.id) is None
    looked = accounts.looks.mark_all(one.id, room.id, NOW)
    assert accounts.looks.last(one.id, room.id) == looked
    world.request("bravo", "alpha", "the second")
    world.request("alpha", "bravo", "our own")
    world.settle()
    fresh, every = news_view(accounts, one, room), news_view(accounts, two, room)
    assert [row.subject or row.kind for row in fresh.entries] == ["the second"]
    assert fresh.since == "2021-09-30T08:00:00Z"
    assert [row.subject or row.kind for row in every.entries] == ["the first", "the second"]
    assert every.since is None
    assert news_view(accounts, two, room, most=1).left_out == 1


def test_the_exported_names_are_there():
    assert all(hasattr(module, name) for name in module.__all__)


def test_without_the_web_part_it_is_said_what_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "argon2", None)
    monkeypatch.delitem(sys.modules, "detente.node.accounts")
    with pytest.raises(CallerError, match="not installed here") as refusal:
        importlib.import_module("detente.node.accounts")
    assert "detente[web]" in refusal.value.hint
