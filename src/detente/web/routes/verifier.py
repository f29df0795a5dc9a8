"""The page that checks proofs: one file, the same bytes for everybody, served or kept."""

from __future__ import annotations

import re
from functools import cache

from detente.errors import N_, StoreError
from detente.views.verifier import verifier_page
from detente.web.pages import Ask, Page, Sent

_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]+)"')


def page(ask: Ask) -> Sent:
    """`verify.html`: it allows its own script and style by their hashes, so it is sent with the policy that it states itself."""
    del ask
    return Sent(verifier_page(), "text/html", "verify.html", inline=True, policy=_policy())


@cache
def _policy() -> str:
    found = _POLICY.search(verifier_page())
    if found is None:
        raise StoreError(N_("this installation is not whole: the page that checks proofs states no policy"))
    return found[1].decode("ascii") + "; frame-ancestors 'none'"


PAGES = (Page("/verify.html", page, ""),)
