"""F33: files are kept until a quantum computer can open them. Not stopped in this version; what is tested is that a later kind of
recipient fits without a break, and that a recipient that this program cannot use stops nobody else.
"""

from __future__ import annotations

import pytest

from detente.errors import CallerError
from detente.record.container import seal_container
from tests.simulator import MemoryKeystore, World

LATER = "age1pq1" + "q" * 1000


def open_with(world: World, monkeypatch: pytest.MonkeyPatch, recipients: list[str]) -> None:
    """Charlie's node knows recipients that ours do not, and states them in its opening."""
    real = MemoryKeystore.recipients.fget

    def stated(keys: MemoryKeystore) -> list[str]:
        return recipients if keys is world.nodes["charlie"].keys else real(keys)

    with monkeypatch.context() as patch:
        patch.setattr(MemoryKeystore, "recipients", property(stated))
        world.settle()


def test_f33_a_container_for_an_unknown_recipient_is_an_error_that_names_it() -> None:
    """Never passed over in silence: whoever is left out is told to the sender."""
    world = World(2)
    with pytest.raises(CallerError, match="cannot encrypt to the recipient age1pq1"):
        seal_container([b"x"], [*world.nodes["bravo"].keys.recipients, LATER], world.rng.randbytes)


@pytest.mark.slow
@pytest.mark.parametrize("also_known", [True, False])
def test_f33_a_member_with_recipients_of_a_later_kind_stops_nobody_else(monkeypatch: pytest.MonkeyPatch, also_known: bool) -> None:
    """Alpha and bravo go on with each other, whatever charlie states; and with charlie where one of its recipients is usable."""
    world = World(3)
    known = world.nodes["charlie"].keys.recipients if also_known else []
    open_with(world, monkeypatch, [*known, LATER])
    request = world.request("alpha", "bravo")
    world.settle()
    world.act("bravo", kind="answer", re=[request], outcome="full", text="x")
    world.settle()
    assert world.room("alpha").fold.sections()["requests/alpha"]["full"] == 1
    if also_known:
        assert world.receipts_held()
