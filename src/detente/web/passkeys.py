"""Passkeys: the ceremony of WebAuthn between a browser and this node; what it leaves is kept by `node.passkeys`.

Rules:

1. The challenge is made from the token of the form that carries the answer, so it is ours, of this session, and good for one form.
2. Where the answer comes from, and for which name, is what the browser itself calls this server; only names that the server answers to
   come this far (`security.KnownHosts`).
3. A passkey belongs to a name, never to a number: by WebAuthn an address such as 127.0.0.1 has none.
"""

from __future__ import annotations

import hashlib
import ipaddress
from typing import Any, Final, NamedTuple

import msgspec
import webauthn
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from detente.errors import N_, CallerError
from detente.node.accounts import Account, Accounts
from detente.web.pages import Ask

CREDENTIAL_BYTES: Final = 16 * 1024
"""The largest answer of an authenticator that is read; real ones have one or two thousand."""


class Relying(NamedTuple):
    """For whom a passkey is: the name, and the origin as the browser says it."""

    name: str
    origin: str


def relying(ask: Ask) -> Relying | None:
    """For whom passkeys are made here; None where the browser calls this server by a number."""
    name = ask.host.rpartition(":")[0] if ask.host.rpartition(":")[2].isdigit() else ask.host
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return Relying(name, f"{ask.scheme}://{ask.host}") if name else None
    return None


def options_to_register(ask: Ask, account: Account, site: Relying) -> str:
    """What a browser needs to make a passkey for an account, as JSON."""
    known = Accounts(ask.node.store).passkeys.list(account.id)
    options = webauthn.generate_registration_options(
        rp_id=site.name, rp_name="Détente", user_name=account.name, user_id=account.handle, user_display_name=account.display,
        challenge=challenge(ask.fresh),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=key.credential) for key in known],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
    )  # fmt: skip
    return webauthn.options_to_json(options)


def options_to_sign_in(ask: Ask, site: Relying) -> str:
    """What a browser needs to sign somebody in with a passkey, as JSON; it names no account."""
    options = webauthn.generate_authentication_options(
        rp_id=site.name, challenge=challenge(ask.fresh), user_verification=UserVerificationRequirement.REQUIRED
    )
    return webauthn.options_to_json(options)


def register(ask: Ask, account: Account, name: str) -> None:
    """Keep the passkey that a browser has made.

    Raises:
        CallerError: the answer does not hold, or the passkey is known.
    """
    site = _site(ask)
    try:
        made = webauthn.verify_registration_response(
            credential=_credential(ask), expected_challenge=challenge(ask.form.get("fresh", "")), expected_rp_id=site.name,
            expected_origin=site.origin, require_user_verification=True,
        )  # fmt: skip
    except WebAuthnException as error:
        raise CallerError(N_("the passkey was not accepted: its answer does not fit what was asked")) from error
    passkeys = Accounts(ask.node.store).passkeys
    passkeys.add(account.id, made.credential_id, made.credential_public_key, made.sign_count, name, ask.node.clock())


def sign_in(ask: Ask) -> str:
    """Sign in whoever holds a passkey.

    Returns:
        the token of the new session.

    Raises:
        CallerError: there is no such passkey, its answer does not hold, or it may have been copied.
    """
    site, credential, accounts = _site(ask), _credential(ask), Accounts(ask.node.store)
    refused = CallerError(N_("this passkey signs nobody in here"))
    try:
        known = accounts.passkeys.find(webauthn.base64url_to_bytes(str(credential.get("rawId", ""))))
        account = None if known is None else accounts.by_id(known.account)
        if known is None or account is None:
            raise refused
        held = webauthn.verify_authentication_response(
            credential=credential, expected_challenge=challenge(ask.form.get("fresh", "")), expected_rp_id=site.name,
            expected_origin=site.origin, credential_public_key=known.public_key, credential_current_sign_count=0,
            require_user_verification=True,
        )  # fmt: skip
    except (WebAuthnException, ValueError) as error:
        raise refused from error
    accounts.passkeys.used(known.credential, held.new_sign_count, ask.node.clock())  # looks at the counter, and says more if it fails
    return accounts.sessions.start(account.id, ask.client, ask.node.clock(), ask.agent)


def challenge(fresh: str) -> bytes:
    """The challenge that goes with a form."""
    return hashlib.sha256(b"detente/passkey\n" + fresh.encode()).digest()


def name_of(credential: bytes) -> str:
    """A credential id as forms carry it."""
    return bytes_to_base64url(credential)


def _site(ask: Ask) -> Relying:
    site = relying(ask)
    if site is None:
        raise CallerError(N_("passkeys need this server to be called by a name, not by a number"))
    return site


def _credential(ask: Ask) -> dict[str, Any]:
    raw = ask.form.get("credential", "")
    if len(raw) > CREDENTIAL_BYTES:
        raise CallerError(N_("the answer of the passkey is too large"))
    try:
        return msgspec.json.decode(raw, type=dict[str, Any])
    except (ValueError, RecursionError) as error:
        raise CallerError(N_("no passkey has answered; it needs scripts to be allowed for this page")) from error
