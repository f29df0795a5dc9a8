"""The page that checks proofs, served: the same bytes that `detente prove page` writes, under the policy that they state themselves."""

from __future__ import annotations

import re
from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from detente.views.verifier import verifier_page

_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]+)">')


@cache
def _page() -> tuple[bytes, str]:
    """The page and its policy: the pages' own policy allows no inline script, and this page is nothing else."""
    page = verifier_page()
    stated = _POLICY.search(page)
    if stated is None:  # the build writes it
        raise AssertionError
    return page, stated[1].decode()


async def verifier(_request: Request) -> Response:
    """`GET /verify.html`, for everybody: it holds nothing of the node."""
    page, policy = _page()
    return Response(page, media_type="text/html", headers={"content-security-policy": policy})
