"""What is held here beside what the other side holds, what outsiders can learn, files by a timetable, and witnesses asked by the rounds."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from detente.node.couriers import set_courier
from detente.node.keystore import NO_PASSPHRASE
from detente.node.node import Node
from detente.node.sealing import seal
from detente.node.timetable import Timetable, set_timetable, timetable_of
from detente.node.witness_policies import set_policy
from detente.node.witnessing import Witness, not_countersigned
from detente.record.note import format_vkey
from detente.record.policy import parse_policy
from detente.views.acting import Place
from detente.views.acting_requests import request
from detente.views.countersigned import answers_kept
from detente.views.divergence import held_file
from detente.web.carrying import automatic
from tests.web.acting import NOW, copied, json_of, words
from tests.web.test_couriers import sealed
from tests.web.witness_server import serving


@pytest.fixture
def theirs(acted, tmp_path):
    """What the other side holds, as it hands it over, before anything new was sealed."""
    with Node.open(copied(acted[0], tmp_path, "rus"), "-") as node:
        node.clock = lambda: NOW
        return held_file(node, list(node.rooms.values()))


def say(node, room, text="Something."):
    node.draft(room, request(Place(node, room), {"to": "rus", "text": text}))
    seal(node, room)


def upload(usa, data):
    return usa.post("/held/compare", page="/held", files=[("theirs", ("held-rus.json", data, "application/json"))])


# ---- two copies


def test_two_copies_are_compared_on_a_page_and_printed(usa, theirs):
    assert usa.get("/print/held.pdf").status_code == 404
    usa.on(say)
    assert upload(usa, theirs).headers["location"] == "/held#compared"
    (channel,) = json_of(usa.get("/held.json"))["compared"]["channels"]
    assert {log["party"]: log["state"] for log in channel["logs"]} == {"rus": "same", "usa": "they_lack"}
    assert usa.get("/print/held.pdf").content.startswith(b"%PDF")
    assert usa.get("/held/file").headers["content-disposition"].startswith('attachment; filename="held-usa.json"')


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Yours ends earlier"), ("ar", "نسختكم تنتهي قبلها"), ("ru", "Ваша кончается раньше")]
)
def test_the_comparison_speaks_the_language_of_its_reader(usa, theirs, language, said):
    usa.on(say)
    upload(usa, theirs)
    usa.language = language
    page = usa.get("/held").text
    assert said in words(page)
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in page


def test_a_file_that_says_nothing_of_the_kind_is_refused_and_not_kept(usa):
    refused = upload(usa, b"{}")
    assert refused.status_code == 400
    assert "This does not say what another party holds." in words(refused.text)
    assert json_of(usa.get("/held.json"))["compared"] is None


# ---- what outsiders learn


def test_the_report_counts_what_passed_as_a_courier_sees_it(usa, tmp_path):
    usa.on(lambda node, _: set_courier(node, [str(tmp_path)], 0))
    usa.on(say)
    usa.post("/courier/go", page="/courier")
    (place,) = [each for each in json_of(usa.get("/exposure.json"))["places"] if each["address"] == str(tmp_path.resolve())]
    (file,) = tmp_path.glob("*.age")
    assert (place["ours"], place["most"]) == (1, 1)
    assert [size["bytes"] for size in place["sizes"]] == [8192]
    assert 8192 < file.stat().st_size < 8192 + 2000
    page = words(usa.get("/exposure").text)
    assert "detente courier timetable 6" in page
    assert usa.get("/print/exposure.pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize(("language", "said"), [("en", "Not seen:"), ("ar", "لا يُرى:"), ("ru", "Не видно:")])
def test_the_report_speaks_the_language_of_its_reader(usa, language, said):
    usa.language = language
    assert said in words(usa.get("/exposure").text)


# ---- a timetable


def test_an_administrator_sets_a_timetable_and_the_courier_keeps_it(usa, tmp_path):
    usa.browser.cookies.clear()
    usa.sit("administrator")
    given = {"couriers": str(tmp_path), "every": "0", "hours": "6", "minute": "15", "kib": "16", "at_once": []}
    assert usa.post("/settings/node", page="/settings", **given).status_code == 303
    table = usa.on(lambda node, _: timetable_of(node))
    assert (table.hours, table.minute, table.kib, table.at_once) == (6, 15, 16, ())
    usa.on(say)
    usa.post("/courier/go", page="/courier")
    assert list(tmp_path.glob("*.age")) == []
    assert "What is due waits for the timetable, until" in words(usa.get("/courier").text)
    usa.post("/courier/go", page="/courier", outside="yes")
    assert len(list(tmp_path.glob("*.age"))) == 1


def test_what_is_sealed_on_a_page_does_not_leave_before_its_time(usa, tmp_path):
    usa.on(lambda node, _: set_courier(node, [str(tmp_path)], 60))
    usa.on(lambda node, _: set_timetable(node, Timetable(6)))
    assert sealed(usa).status_code == 303
    assert list(tmp_path.glob("*.age")) == []
    assert "What is due waits for the timetable, until" in words(usa.get("/outbox").text)


# ---- witnesses


def test_the_rounds_of_the_pages_ask_the_witnesses_of_our_policies(usa, tmp_path):
    charters = usa.on(lambda node, _: list(node.charters.values()))
    witness = Witness.create(tmp_path / "witness", "host.example/w", charters, NO_PASSPHRASE)
    key = format_vkey(witness.vkeys[0])
    witness.close()
    folder = tmp_path / "shared"
    folder.mkdir()
    with serving(tmp_path / "witness") as client:
        text = f"witness host {key} http://127.0.0.1:{client.port}\nquorum host\n"
        usa.on(lambda node, _: set_policy(node, charters[0].id, parse_policy(text.encode())))
        usa.on(lambda node, _: set_courier(node, [str(folder)], 5))
        assert usa.on(lambda node, _: not_countersigned(node))

        async def until_signed():
            going = asyncio.ensure_future(automatic(usa.desk, look_every=0.05))
            try:
                for _ in range(400):
                    if await usa.desk.read(answers_kept) is not None:
                        return
                    await asyncio.sleep(0.05)
            finally:
                going.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await going

        asyncio.run(until_signed())
        assert usa.on(lambda node, _: not_countersigned(node)) == 0
        assert "countersigned up to" in words(usa.get("/courier").text)
        assert "as the witness host.example/w says" in words(usa.get("/record/plenary/usa/0").text)
        usa.on(say)
        usa.post("/courier/go", page="/courier")
        assert usa.on(lambda node, _: not_countersigned(node)) == 0
