"""A party takes a new name: in the plenary, for itself alone, and the last one holds."""

from __future__ import annotations

import json

import pytest

from detente.dialogue.acts import Act, Ref
from detente.dialogue.fold import Fold
from tests.dialogue.histories import AT
from tests.dialogue.talk import Talk

NORTH, FAR_NORTH = {"en": "North"}, {"en": "Far North", "ru": "Крайний Север"}


def names_of(fold: Fold) -> dict[str, list[dict[str, str]]]:
    return {party: [act.kept["names"] for act in acts] for party, acts in fold.people.renames.items()}


def test_the_last_new_name_of_a_partys_own_log_holds():
    talk = Talk("rus", "usa")
    talk.act("rus", "rename", names=NORTH, **{"from": "2021-09-01"})
    talk.act("usa", "rename", names={"en": "West"}, seen=[])
    talk.act("rus", "rename", names=FAR_NORTH, text="Supposed.", seen=[])
    assert names_of(talk.fold) == {"rus": [NORTH, FAR_NORTH], "usa": [{"en": "West"}]}
    assert talk.fold.findings == []


def test_the_name_of_a_later_generation_holds_in_whatever_order_they_come():
    earlier, later = (
        Act(Ref("rus", each, 1), {"kind": "rename", "at": AT, "names": names}, {}) for each, names in ((0, NORTH), (1, FAR_NORTH))
    )
    for acts in ((earlier, later), (later, earlier)):
        fold = Fold(["rus", "usa"])
        for act in acts:
            fold.apply(act)
        assert names_of(fold) == {"rus": [NORTH, FAR_NORTH]}


def test_a_party_speaks_of_its_own_name_only():
    """No field says whose name it is: one that does is none of the kind, and the name is its author's."""
    fold = Fold(["rus", "usa"])
    fold.apply(Act(Ref("rus", 0, 1), {"kind": "rename", "at": AT, "names": NORTH, "party": "usa"}, {}))
    assert names_of(fold) == {"rus": [NORTH]}
    assert [finding.rule for finding in fold.findings] == ["fields"]


def test_a_new_name_outside_of_the_plenary_has_no_effect():
    fold = Fold(["rus", "usa"], plenary=False)
    fold.apply(Act(Ref("rus", 0, 1), {"kind": "rename", "at": AT, "names": NORTH}, {}))
    assert names_of(fold) == {}
    assert [(str(finding.ref), finding.rule) for finding in fold.findings] == [("rus/1", "rename")]


@pytest.mark.parametrize(
    "kept",
    [{}, {"names": "North"}, {"names": {}}, {"names": {"en": ""}}, {"names": {"EN": "North"}}, {"names": {"en": "x" * 513}},
     {"names": NORTH, "from": "2021-02-30"}, {"names": NORTH, "from": {"day": "2021-09-30"}}, {"names": NORTH, "re": [["rus", 0, 0]]}],
)  # fmt: skip
def test_a_new_name_of_a_wrong_form_is_a_finding(kept):
    fold = Fold(["rus", "usa"])
    fold.apply(Act(Ref("rus", 0, 1), {"kind": "rename", "at": AT, **kept}, {}))
    assert names_of(fold) == {}
    assert len(fold.findings) == 1


def test_no_section_of_a_standing_depends_on_a_name():
    talk = Talk("rus", "usa")
    before = json.dumps(talk.fold.sections(), sort_keys=True)
    talk.act("rus", "rename", names=NORTH)
    assert json.dumps(talk.fold.sections(), sort_keys=True) == before


@pytest.mark.parametrize("plenary", [True, False])
def test_a_fold_that_was_at_rest_knows_the_names(plenary):
    fold = Fold(["rus", "usa"], plenary=plenary)
    for index, names in enumerate((NORTH, FAR_NORTH), 1):
        fold.apply(Act(Ref("rus", 0, index), {"kind": "rename", "at": AT, "names": names}, {}))
    snapshot = json.loads(json.dumps(fold.snapshot()))
    resumed = Fold.resume(["rus", "usa"], fold.memory, snapshot, plenary=plenary)
    assert resumed.lasting_value() == fold.lasting_value()
    assert bool(names_of(resumed)) is plenary
