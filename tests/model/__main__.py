"""Explore the model and print what was found: a line for each depth, then what is broken and the shortest history that shows it."""

import argparse
import sys
import time

from tests.model import explore as explorer
from tests.model.explore import Left, Model, explore
from tests.model.rules import Guards


def main() -> int:
    parser = argparse.ArgumentParser(description=explorer.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--depth", type=int, default=8, help="how many moves (8)")
    parser.add_argument("--every", type=int, default=1, help="of the states of a depth, each so-many-th is brought to its end (1)")
    parser.add_argument("--without", choices=Guards._fields, action="append", default=[], help="leave out a rule; repeat it")
    for name, number in Left()._asdict().items():
        parser.add_argument("--" + name, type=int, default=number, help=f"how many at most ({number})")
    options = parser.parse_args()
    model = Model(Guards()._replace(**dict.fromkeys(options.without, False)), Left(*(getattr(options, name) for name in Left._fields)))
    begun = time.monotonic()
    print(f"{'moves':>5} {'states':>9} {'seconds':>8}")
    found = explore(
        model, options.depth, every=options.every,
        progress=lambda depth, states: print(f"{depth:>5} {states:>9} {time.monotonic() - begun:>8.1f}", flush=True),
    )  # fmt: skip
    print(f"{sum(found.states)} states, {found.ended} brought to their end, {len(model.ledger.pouches) - 1} pouches")
    if found.wrong:
        print(f"broken: {found.wrong}")
        print("\n".join(f"  {step}" for step in found.history))
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
