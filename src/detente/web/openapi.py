"""The JSON interface of a chair, described in OpenAPI's words: one operation for each page that has a twin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from detente import __version__
from detente.web.pages import MOST, Page

_PART = re.compile(r"\{(\w+)(?::(\w+))?\}")


def describe(pages: Sequence[Page]) -> dict[str, Any]:
    """The description: paths with their parameters, and the schema of each view."""
    from detente.web.app import Failure, twin_of  # noqa: PLC0415 - app imports this module when it is asked

    shown = [page for page in pages if page.view is not None and page.method == "GET"]
    views = [page.view for page in shown if page.view is not None]
    schemas, components = msgspec.json.schema_components([*views, Failure], ref_template="#/components/schemas/{name}")
    failed = {"description": "what went wrong", "content": {"application/json": {"schema": schemas[-1]}}}
    paths = {}
    for page, schema in zip(shown, schemas, strict=False):
        path = twin_of(page.path)
        parameters = [
            {
                "name": name,
                "in": "path",
                "required": True,
                "schema": {"type": "integer", "minimum": 0, "maximum": MOST} if kind == "number" else {"type": "string"},
            }
            for name, kind in _PART.findall(path)
        ]
        parameters += [{"name": name, "in": "query", "required": False, "schema": {"type": "string"}} for name in page.query]
        paths[_PART.sub(r"{\1}", path)] = {
            "get": {
                "summary": page.about,
                "parameters": parameters,
                "responses": {
                    "200": {"description": page.about, "content": {"application/json": {"schema": schema}}},
                    **dict.fromkeys(("400", "403", "404", "409"), failed),
                },
            }
        }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Détente", "version": __version__},
        "paths": paths,
        "components": {"schemas": components},
    }
