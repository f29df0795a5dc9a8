"""F10: two versions of Unicode make two honest nodes differ."""

from __future__ import annotations

import pytest

from detente.record import canonical
from tests.simulator import Forger, World

NEW_MARK = "\u0430\U0001e08f\u0323"
"""NFC for Unicode 14 (Python 3.11), not NFC for Unicode 17."""


@pytest.mark.parametrize("text", [NEW_MARK, "e\u0301", "\u212b", "\ufb01", "\u1e9b\u0323", "\U0002f81a"])
def test_f10_a_text_in_no_normal_form_is_admitted_byte_for_byte(text: str) -> None:
    """Whatever the reader's tables say, the state is the same and the bytes stay."""
    world = World(2)
    world.settle()
    alpha = Forger(world, "alpha")
    raw = alpha.pouch({"kind": "request", "to": "bravo", "text": text}, admit=True)
    for party in world.parties:
        received = world.bring(party, [raw])
        assert (received.admitted, received.refused) == (1, [])
    world.settle()
    assert world.states()[0] == world.states()[1]
    lines = [bytes(row[0]) for row in world.nodes["bravo"].store.db.execute("SELECT line FROM entries")]
    assert any(text.encode() in line for line in lines)


def test_f10_admission_asks_no_table_of_unicode(monkeypatch: pytest.MonkeyPatch) -> None:
    """No normalizing function may be called on the way in."""
    import unicodedata

    world = World(2)
    world.settle()
    raw = Forger(world, "alpha").pouch({"kind": "request", "to": "bravo", "text": NEW_MARK})

    def forbidden(*_: object) -> None:
        raise AssertionError("admission asked which version of Unicode this is")

    with monkeypatch.context() as patch:
        patch.setattr(unicodedata, "normalize", forbidden)
        patch.setattr(unicodedata, "is_normalized", forbidden)
        received = world.bring("bravo", [raw])
    assert received.admitted == 1


@pytest.mark.parametrize("bad", [b'"\\ud800"', b'"\xed\xa0\x80"', b'"\xc0\x80"', b'"\\u0000"', b'"\xff"'])
def test_f10_what_is_no_text_in_any_version_is_refused(bad: bytes) -> None:
    world = World(2)
    world.settle()
    raw = Forger(world, "alpha").pouch({"kind": "request", "to": "bravo", "text": "MARK"})
    before = world.dump("bravo")
    received = world.bring("bravo", [raw.replace(b'"MARK"', bad)])
    assert received.refused[0][1].step == 8
    assert world.dump("bravo") == before
    with pytest.raises(Exception, match=r".") as refused:
        canonical.decode(bad, limit=100)
    assert type(refused.value).__module__ == "detente.errors"
