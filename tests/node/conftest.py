"""The same tests on both stores: those of the modules in ON_BOTH run in SQLite, and again in PostgreSQL where that is there."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import pytest

from tests import stores
from tests.strategies import stride

ON_BOTH = frozenset({"test_destruction", "test_exchange", "test_fsck", "test_repeats"})
"""Modules whose tests write to the store in every way: each of them runs on both."""

ON_BOTH_IN_PART = frozenset({
    "test_blobs", "test_channels", "test_checks", "test_chronicle", "test_divergence", "test_duties", "test_restore", "test_statements",
    "test_status", "test_tidying", "test_timetable", "test_witnessing",
})  # fmt: skip
"""Modules of which each ONE_OF-th test runs on both, to keep a run short; with DETENTE_EXAMPLES=thorough all do. What is in neither runs in
SQLite alone: its subject is one store, or its tests build stores of their own. That PostgreSQL takes every statement of the program is seen
by test_dialect."""

ONE_OF = 12


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    module, test = metafunc.module.__name__.rpartition(".")[2], metafunc.function.__name__
    chosen = module in ON_BOTH or (module in ON_BOTH_IN_PART and zlib.crc32(test.encode()) % stride(ONE_OF) == 0)
    if chosen and metafunc.definition.get_closest_marker("sqlite") is None:
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
