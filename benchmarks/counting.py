"""How fast limits are checked over many item records, beside the same count in plain pandas and in OpenFisca-core, in one run.

    python benchmarks/counting.py [--records 1000000] [--peers-python PROGRAM] [--postgres CONNECTION]

Records are statements about items, ten in a notification, of two parties under New START: three counts by item of each, against their limits.

Every program starts with the same records as Python values in memory, in a process of its own. Its steps:

    load    the records become what the program counts in (for us the index by day, and the engine takes the items)
    first   all counts of both parties as of one day; with us, everything that is drawn up for further days
    cold    both
    warm    the same as of a further day, the median of many
    peak    the largest memory of the process; `records` what the records alone take of it

Each is asked for the same days, and all have to give the same numbers. `--peers-python` names a program with pandas and openfisca-core
installed; without it only we are measured. `--postgres` counts in that database too.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

from measuring import measured

from detente.agreements.book import Asked, Book
from detente.agreements.checking import check
from detente.agreements.counting import Counter
from detente.agreements.engine import DuckEngine
from detente.node.postgres import PostgresEngine

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.agreements import arms
from tests.agreements.desk import rules_of

WARM = 21

# ---------------------------------------------------------------- each in its own process


def ours(records, postgres):
    held, rules = arms.declarations(records), rules_of("new-start")
    engine = PostgresEngine(postgres) if postgres else DuckEngine()
    take, taking = engine.load_items, []

    def load_items(name, seqs, packed, fields):  # tables are filled with the first question
        taking.append(time.perf_counter())
        take(name, seqs, packed, fields)
        taking.append(time.perf_counter())

    engine.load_items = load_items

    def ask(counter, day):
        found = check(counter, Asked(day))
        return [[each.figure.known_part, each.figure.unknown_items] for each in found if each.figure.rule.count.item]

    return measured(
        lambda: Counter(rules, Book(rules.agreement, held), engine), ask, arms.days(WARM), lambda: taking[1] - taking[0]
    )  # fmt: skip


def columns(records):
    """The same records for the others: a list for each column, and the days."""
    rows = [
        (each.by, item.id, each.on.toordinal(), item.fields["kind"], item.fields["deployed"], item.fields.get("warheads"))
        for each in arms.declarations(records).declarations
        for item in each.items
    ]
    return {"rows": [list(column) for column in zip(*rows, strict=True)], "days": [day.toordinal() for day in arms.days(WARM)]}


def report(name, figures):
    seconds = "".join(f"{figures[key]:>9.3f}" for key in ("load", "first", "cold", "warm"))
    print(f"{name:<24}{seconds}{figures['peak']:>9.0f}{figures['records']:>9.0f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--peers-python")
    parser.add_argument("--postgres", default="")
    parser.add_argument("--phase", choices=["ours", "columns"], help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.phase:
        work = {"ours": lambda: ours(given.records[0], given.postgres), "columns": lambda: columns(given.records[0])}
        json.dump(work[given.phase](), sys.stdout)
        return

    def run(program, *arguments, **more):
        return json.loads(subprocess.run([program, *map(str, arguments)], check=True, capture_output=True, text=True, **more).stdout)

    for records in given.records:
        print(f"\n{records:,} records      seconds: load    first     cold     warm   MB peak  records")
        phase = (__file__, "--records", records, "--phase")
        found = {"Détente, DuckDB": run(sys.executable, *phase, "ours")}
        report("Détente, DuckDB", found["Détente, DuckDB"])
        if given.postgres:
            found["Détente, PostgreSQL"] = run(sys.executable, *phase, "ours", "--postgres", given.postgres)
            report("Détente, PostgreSQL", found["Détente, PostgreSQL"])
        if given.peers_python:
            rows = json.dumps(run(sys.executable, *phase, "columns"))
            for peer in ("pandas", "openfisca"):
                found[peer] = run(given.peers_python, Path(__file__).with_name(f"counting_{peer}.py"), input=rows)
                report(peer, found[peer])
        (first, *others) = found.values()
        for other in others:
            assert other["answers"] == first["answers"], "the programs do not count the same"


if __name__ == "__main__":
    main()
