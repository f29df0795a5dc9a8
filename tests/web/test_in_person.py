"""The page that seals asks whoever signs in person for their own passphrase; a wrong one seals nothing, and no passphrase stays anywhere."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.node import personal
from detente.node.keystore import NO_PASSPHRASE
from tests.web.acting import NOW, PASSWORD, SAME_SITE, Sitting, copied, json_of, number_of, sent_by, words

HERS = "berg's own words"
FIELD = "passphrase.berg"


@pytest.fixture
def folder(acted, tmp_path):
    return copied(acted[0], tmp_path)


def sitting_at(folder, accounts=None, *, own=True):
    """Ms Berg is appointed, and a consent waits that she signs."""
    sitting = Sitting(folder, accounts)
    if own:
        sitting.on(lambda node, _: personal.move_key(node, "berg", HERS))
    sitting.sit(*(["clerk"] if accounts else []))
    return sitting


def consent(sitting, acted):
    ref = acted[1]["group"]
    form = sitting.fill("consent", {"re": ref}, delegate="berg")
    assert form.status_code == 303, words(form.text)
    return form.headers["location"]


@pytest.fixture
def usa(folder):
    sitting = sitting_at(folder)
    yield sitting
    sitting.close()


def sealed(sitting, page, **typed):
    form = sent_by(page[page.rindex('<form class="fields" method="post" action="/seal/') :])
    return sitting.browser.post("/seal/plenary", data={**form, **typed}, headers={**SAME_SITE, "accept-language": sitting.language})


def state(sitting):
    return sitting.on(lambda node, room: (room.my_head, node.store.drafts()))


def test_the_page_says_who_signs_in_person_and_asks_for_that_persons_passphrase(usa, acted):
    place = consent(usa, acted)
    page = usa.get(place)
    number = int(place.rpartition("/")[2])
    assert f"Ms Berg in person · draft {number}" in words(page.text)
    assert "Passphrase of Ms Berg" in words(page.text)
    view = json_of(usa.get("/seal/plenary.json"))
    assert view["signers"] == [{"delegate": "berg", "name": "Ms Berg", "guard": "own", "drafts": [number]}]


def test_a_wrong_passphrase_seals_nothing_and_only_the_passphrase_is_typed_again(usa, acted):
    held = usa.fill("held", {"about": "meeting/plenary/1"}, date__day="2021-12-01").headers["location"]
    stands = f"stands.{number_of(held)}"
    place = consent(usa, acted)
    before = state(usa)
    for typed in ("not this one, either", NO_PASSPHRASE, ""):
        refused = sealed(usa, usa.get("/seal/plenary").text, **{FIELD: typed, stands: "yes"})
        assert refused.status_code == 422
        assert "berg" in words(refused.text)
        assert state(usa) == before
        again = sent_by(refused.text[refused.text.rindex('<form class="fields"') :])
        assert again[stands] == ["yes"]
        assert again[FIELD] == [""]
        assert "not this one" not in refused.text
    assert sealed(usa, refused.text, **{FIELD: HERS}).status_code == 303
    assert usa.get(place).headers["location"].startswith("/record/plenary/usa/"), "it was sealed"


def test_a_passphrase_stays_nowhere(usa, acted, folder, caplog):
    place = consent(usa, acted)
    done = sealed(usa, usa.get(place).text, **{FIELD: HERS})
    assert done.status_code == 303, words(done.text)
    after = usa.browser.get(done.headers["location"])
    usa.on(lambda node, _: node.store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall())
    said = "".join(map(str, [done.headers, after.text, caplog.text, usa.browser.cookies, usa.get("/outbox.json").text]))
    disk = b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
    for form in (HERS, HERS.replace("'", "&#39;"), HERS.encode().hex()):
        assert form not in said
        assert form.encode() not in disk


def test_wrong_attempts_have_to_wait_and_then_the_right_one_seals(usa, acted):
    page = usa.get(consent(usa, acted)).text
    for _ in range(4):
        page = sealed(usa, page, **{FIELD: "not this one, either"}).text
        assert "This is not the passphrase with which berg signs in person" in words(page)
    page = sealed(usa, page, **{FIELD: HERS})
    assert page.status_code == 422
    assert "Too many failed attempts" in words(page.text)
    usa.now = NOW + dt.timedelta(minutes=1)
    assert sealed(usa, page.text, **{FIELD: HERS}).status_code == 303


def test_the_password_of_an_account_does_not_stand_for_the_passphrase_of_a_person(folder, acted):
    sitting = sitting_at(folder, {"clerk": "secretary"})
    page = sitting.get(consent(sitting, acted)).text
    before = state(sitting)
    refused = sealed(sitting, page, **{FIELD: PASSWORD, "password": PASSWORD})
    assert refused.status_code == 422
    assert state(sitting) == before
    assert sealed(sitting, refused.text, **{FIELD: HERS, "password": PASSWORD}).status_code == 303
    sitting.close()


def test_where_the_key_has_no_passphrase_none_is_asked_for_and_the_page_says_who_can_sign(folder, acted):
    sitting = sitting_at(folder, own=False)
    page = sitting.get(consent(sitting, acted)).text
    assert FIELD not in page
    assert "The key of Ms Berg has no passphrase of its own: whoever seals at this node signs in this name too." in words(page)
    people = words(sitting.get("/people").text)
    assert "has no passphrase of its own" in people
    assert "detente delegate passphrase berg" in people
    assert sealed(sitting, page).status_code == 303
    sitting.close()


def test_people_say_whose_key_opens_with_a_passphrase_of_its_own(usa):
    assert "The key of Ms Berg opens with the passphrase of that person alone." in words(usa.get("/people").text)
    guards = {row["id"]: row["guard"] for channel in json_of(usa.get("/people.json"))["channels"] for row in channel["delegates"]}
    assert guards == {"berg": "own"}


@pytest.mark.parametrize(
    ("language", "said", "wrong"),
    [("ar", "عبارة مرور Ms Berg", "ليست هذه عبارة المرور"), ("ru", "Парольная фраза: Ms Berg", "Это не та парольная фраза")],
)
def test_the_field_and_its_error_speak_the_language_of_the_reader(usa, acted, language, said, wrong):
    place = consent(usa, acted)
    usa.language = language
    page = usa.get(place).text
    assert said in words(page)
    assert wrong in words(sealed(usa, page, **{FIELD: "not this one, either"}).text)
