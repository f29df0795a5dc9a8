"""Behind the pages a disk that is full is no fault of the program: it is said, kept in the server's log, and everything goes on afterwards."""

from __future__ import annotations

import asyncio

import msgspec
import pytest

from detente.node.courier_settings import Courier
from detente.web.carrying import automatic
from tests.web.acting import SAME_SITE, words
from tests.web.test_drafts import drafted, seal_form, size


def takes_nothing(sitting, *, on):
    """Let the store be one that SQLite can only read, or not any more."""
    sitting.on(lambda node, _: node.store.derived.execute(f"PRAGMA query_only={int(on)}"))


def test_a_seal_that_the_disk_refuses_is_said_to_be_that_and_can_be_done_afterwards(usa, caplog):
    place = drafted(usa)
    page = usa.get(place).text
    before = size(usa)
    takes_nothing(usa, on=True)
    refused = usa.browser.post("/seal/plenary", data=seal_form(page), headers=SAME_SITE)
    assert refused.status_code == 500
    assert "something is wrong with what this node keeps" in words(refused.text).lower()
    assert "attempt to write a readonly database" in caplog.text
    takes_nothing(usa, on=False)
    assert size(usa) == before
    page = usa.get(place).text
    assert usa.browser.post("/seal/plenary", data=seal_form(page), headers=SAME_SITE).status_code == 303
    assert size(usa) == before + 2


@pytest.mark.slow
def test_the_courier_goes_again_once_the_disk_takes_something(usa, tmp_path, caplog):
    """Its rounds are made beside the pages: one that failed because of the disk was the last until the server was started anew."""
    courier = tmp_path / "courier"
    courier.mkdir()
    page = usa.get(drafted(usa)).text
    assert usa.browser.post("/seal/plenary", data=seal_form(page), headers=SAME_SITE).status_code == 303
    set_up = msgspec.json.encode(Courier((str(courier),), 1))
    usa.on(lambda node, _: node.store.set_meta("courier:settings", set_up))
    takes_nothing(usa, on=True)

    async def go():
        rounds = asyncio.ensure_future(automatic(usa.desk, 0.05))
        await asyncio.sleep(0.5)
        assert not rounds.done(), rounds.exception()
        assert "no remark of it could be kept" in caplog.text
        await usa.desk.run(lambda node: node.store.derived.execute("PRAGMA query_only=0"))
        for _ in range(200):
            await asyncio.sleep(0.05)
            if list(courier.glob("*.age")):
                break
        rounds.cancel()

    asyncio.run(go())
    assert list(courier.glob("*.age"))
