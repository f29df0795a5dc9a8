"""The servers that all tests of carriers share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.carriers.places import Places


@pytest.fixture(scope="session")
def places(tmp_path_factory) -> Iterator[Places]:
    found = Places(tmp_path_factory.mktemp("places"))
    yield found
    found.close()
