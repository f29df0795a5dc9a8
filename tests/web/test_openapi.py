"""The JSON interface keeps its description: whatever is asked, valid or not, the answer is one that openapi.json names."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from urllib.parse import parse_qsl, urlsplit

import hypothesis
import pytest
import schemathesis
from schemathesis import GenerationMode, checks
from schemathesis.specs.openapi import checks as openapi_checks

from detente.web import party
from detente.web.app import twin_of
from detente.web.openapi import describe
from tests.strategies import SAME, stride
from tests.web.talks import Sitting
from tests.web.walking import follow, kind_of, parts_of

pytestmark = [pytest.mark.slow]

NOW = dt.datetime(2021, 9, 30, 18, 0, 0, tzinfo=dt.UTC)
CHECKS = [
    checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_schema_conformance,
]
EXAMPLES = 200 if os.environ.get("DETENTE_EXAMPLES") == "thorough" else 5 if SAME else 12
"""For each operation and way to ask: as many as take half a minute in all on two cores; in CI, where they are the same in each run, fewer."""


@pytest.fixture(scope="module")
def secretary(geneva, tmp_path_factory):
    folder = tmp_path_factory.mktemp("described") / "usa"
    shutil.copytree(geneva / "usa", folder)
    sitting = Sitting(folder, now=NOW)
    yield sitting
    sitting.close()


@pytest.fixture(scope="module")
def description(secretary):
    return schemathesis.openapi.from_asgi("/openapi.json", secretary.app, headers=headers(secretary))


def headers(sitting):
    """Those of the secretary's browser."""
    return {"cookie": sitting.cookie, "host": "localhost"}


def ways():
    """Each twin, asked as described; and asked wrongly, where there is a way to: any text is a possible part of an address."""
    for path, operations in sorted(describe(party.PAGES)["paths"].items()):
        yield pytest.param(path, GenerationMode.POSITIVE, id=path)
        if any(each["in"] == "query" or each["schema"]["type"] != "string" for each in operations["get"]["parameters"]):
            yield pytest.param(path, GenerationMode.NEGATIVE, id=f"{path} wrongly")


@pytest.mark.parametrize(("path", "mode"), list(ways()))
def test_whatever_is_asked_the_answer_is_a_described_one(secretary, description, path, mode):
    operation = description[path]["GET"]

    @hypothesis.settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(hypothesis.HealthCheck))
    @hypothesis.given(operation.as_strategy(generation_mode=mode))
    def ask(case):
        case.call_and_validate(headers=headers(secretary), checks=CHECKS)

    ask()


@pytest.mark.parametrize("digits", [15, 16, 19, 20, 5000])
def test_a_number_that_no_database_could_hold_names_nothing(secretary, digits):
    for path in ("/drafts/{}", "/record/plenary/usa/{}", "/files/plenary/usa/3/{}", "/requests/cyber/rus/{}", "/prove/contradiction/{}"):
        for ending in ("", ".json"):
            response = secretary.get(path.format("9" * digits) + ending)
            assert response.status_code == 404, (path, ending)


def test_every_page_has_the_twin_that_is_described(secretary, description):
    """The twins of pages that are really there: their views are what the description says, whole."""
    seen = follow(secretary.get, ["/", "/count"], party.PAGES, 4 // stride(2))
    asked = set()
    for address in seen.pages:
        path = kind_of(address, party.PAGES)
        row = next(page for page in party.PAGES if page.path == path and page.method == "GET")
        if row.view is None:
            continue
        operation = description[re.sub(r"\{(\w+):\w+\}", r"{\1}", twin_of(path))]["GET"]
        query = dict(parse_qsl(urlsplit(address).query))
        case = operation.Case(path_parameters=parts_of(address, path), query={name: query[name] for name in query if name in row.query})
        answer = case.call(headers=headers(secretary))
        assert answer.status_code == 200, address
        case.validate_response(answer, checks=CHECKS)
        asked.add(path)
    assert len(asked) > 25
