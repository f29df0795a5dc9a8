"""The same tests on both stores: those of the modules in ON_BOTH run in SQLite, and again in PostgreSQL where that is there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import stores

ON_BOTH = frozenset({"test_destruction", "test_exchange", "test_fsck", "test_repeats"})
"""Modules whose tests write to the store in every way. All others run in SQLite alone, to keep a run short; that PostgreSQL takes every
statement of the program is seen by test_dialect. To run others there too, name them here."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.module.__name__.rpartition(".")[2] in ON_BOTH and metafunc.definition.get_closest_marker("sqlite") is None:
        kinds = ["sqlite", pytest.param("postgres", marks=pytest.mark.needs("postgres"))]
        metafunc.parametrize("kept_in", kinds, indirect=True)


@pytest.fixture(autouse=True)
def kept_in(request: pytest.FixtureRequest) -> Iterator[str]:
    """Where the stores of this test are."""
    kind = getattr(request, "param", "sqlite")
    if kind == "sqlite":
        yield kind
        return
    with stores.in_postgres(request.getfixturevalue("database")):
        yield kind
