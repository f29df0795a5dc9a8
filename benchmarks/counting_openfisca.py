"""The count of counting.py, written as one would with OpenFisca-core; run by it, with a program that has it."""

import numpy as np
from measuring import serve
from openfisca_core.entities import Entity, GroupEntity
from openfisca_core.periods import DateUnit, period
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

PARTIES = ("rus", "usa")
DELIVERED = ("icbm", "slbm", "bomber")
LAUNCHED = ("icbm-launcher", "slbm-launcher", "bomber")


def with_openfisca(rows):
    """Items are persons, parties their groups; OpenFisca has no unknown, so it is a variable of its own."""
    item = Entity("item", "items", "An item", "")
    party = GroupEntity("party", "parties", "A party", "", roles=[{"key": "holds", "plural": "held"}])

    def variable(name, entity, value_type, formula=None):
        body = {"value_type": value_type, "entity": entity, "definition_period": DateUnit.DAY, "label": name}
        return type(name, (Variable,), body if formula is None else {**body, "formula": formula})

    def summed(name):
        return lambda group, day, _parameters: group.sum(group.members(name, day))

    kinds = [*LAUNCHED[:2], *DELIVERED]
    bomber, missiles, launchers = kinds.index("bomber"), [kinds.index(each) for each in DELIVERED], [kinds.index(each) for each in LAUNCHED]

    def delivered(items, day, _parameters):
        return items("deployed", day) * np.isin(items("kind", day), missiles)

    def warheads(items, day, _parameters):
        return np.where(items("kind", day) == bomber, 1, items("stated", day)) * items("delivered", day)

    def unknown(items, day, _parameters):
        return items("unstated", day) * (items("kind", day) != bomber) * items("delivered", day)

    def launched(items, day, _parameters):
        return np.isin(items("kind", day), launchers)

    def load():
        system = TaxBenefitSystem([item, party])
        for name, value_type in (("kind", int), ("deployed", bool), ("stated", int), ("unstated", bool)):
            system.add_variable(variable(name, item, value_type))
        for name, formula in (("delivered", delivered), ("warheads", warheads), ("unknown", unknown), ("launched", launched)):
            system.add_variable(variable(name, item, int, formula))
            system.add_variable(variable(f"all_{name}", party, int, summed(name)))
        # What holds on a day is found before OpenFisca is asked: it has no statements, only values of a period.
        parties, items, days, kind, is_deployed, stated = rows
        of = np.array([PARTIES.index(each) for each in parties])
        number = {each: place for place, each in enumerate(dict.fromkeys(items))}
        key = np.array([number[each] for each in items]) * len(PARTIES) + of
        values = {
            "kind": np.array([kinds.index(each) for each in kind]),
            "deployed": np.array(is_deployed),
            "stated": np.array([each or 0 for each in stated]),
            "unstated": np.array([each is None for each in stated]),
        }
        return system, of, key, np.array(days), values

    def ask(loaded, day):
        system, of, key, days, values = loaded
        seen = np.flatnonzero(days <= day)
        newest = np.full(key.max() + 1, -1)
        np.maximum.at(newest, key[seen], seen)
        chosen = newest[newest >= 0]
        builder = SimulationBuilder()
        builder.create_entities(system)
        builder.declare_person_entity("item", np.arange(len(chosen)))
        builder.join_with_persons(builder.declare_entity("party", list(range(len(PARTIES)))), of[chosen], roles=["holds"] * len(chosen))
        simulation = builder.build(system)
        when = period("2021-01-01")
        for name, column in values.items():
            simulation.set_input(name, when, column[chosen])
        known = {name: simulation.calculate(f"all_{name}", when) for name in ("delivered", "warheads", "launched", "unknown")}
        return [
            [int(known[name][place]), int(known["unknown"][place]) if name == "warheads" else 0]
            for name in ("delivered", "warheads", "launched")
            for place in range(len(PARTIES))
        ]

    return load, ask


if __name__ == "__main__":
    serve(with_openfisca)
