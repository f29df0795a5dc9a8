"""The count of counting.py, written as one would with pandas; run by it, with a program that has it."""

import pandas as pd
from measuring import serve

PARTIES = ("rus", "usa")
DELIVERED = ("icbm", "slbm", "bomber")
LAUNCHED = ("icbm-launcher", "slbm-launcher", "bomber")


def with_pandas(rows):
    def load():
        names = ("party", "item", "day", "kind", "deployed", "warheads")
        table = pd.DataFrame(dict(zip(names, rows, strict=True)))
        for name in ("party", "item", "kind"):
            table[name] = table[name].astype("category")
        return table

    def ask(table, day):
        newest = table[table["day"] <= day].drop_duplicates(["party", "item"], keep="last")
        delivered = newest["deployed"] & newest["kind"].isin(DELIVERED)
        newest = newest.assign(
            vehicles=delivered.astype(int),
            warheads=newest["warheads"].where(newest["kind"] != "bomber", 1).where(delivered, 0),
            launchers=newest["kind"].isin(LAUNCHED).astype(int),
        )
        by_party = newest.groupby("party", observed=False)
        known = by_party[["vehicles", "warheads", "launchers"]].sum()
        unknown = newest["warheads"].isna().groupby(newest["party"], observed=False).sum()
        return [
            [int(known.loc[party, name]), int(unknown[party]) if name == "warheads" else 0]
            for name in ("vehicles", "warheads", "launchers")
            for party in PARTIES
        ]

    return load, ask


if __name__ == "__main__":
    serve(with_pandas)
