"""One's own account, and the accounts of a node: passwords, sessions, passkeys, reasons; nobody reaches what is not theirs."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import struct

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from detente.node.accounts import Accounts
from detente.node.clearance import policy_of
from detente.node.roles import ROLES
from tests.web.acting import NOW, PASSWORD, SAME_SITE, Sitting, copied, fresh, json_of, words


@pytest.fixture
def earnest(acted, tmp_path):
    """A node with an account of each role, all with a password."""
    sitting = Sitting(copied(acted[0], tmp_path), {role.replace("_", "-"): role for role in ROLES})
    yield sitting
    sitting.close()


def signed_in(sitting, name):
    sitting.browser.cookies.clear()
    sitting.sit(name)
    return sitting


def test_settings_say_what_the_account_may_do_and_why(earnest):
    signed_in(earnest, "lawyer")
    text = words(earnest.get("/settings").text)
    assert "to seal no The role of the account does not include it: lawyer" in text
    assert "to read yes By the role of the account: lawyer" in text
    view = json_of(earnest.get("/settings.json"))
    assert view["node"] is None
    assert {grant["capability"]: grant["allowed"] for grant in view["account"]["grants"]}["review"]


def test_a_password_is_changed_with_the_old_one_and_ends_other_sessions(earnest):
    signed_in(earnest, "secretary")
    elsewhere = earnest.another()
    page = earnest.get("/sign-in").text
    elsewhere.post(
        "/sign-in", data={"fresh": fresh(elsewhere.get("/sign-in").text), "name": "secretary", "password": PASSWORD}, headers=SAME_SITE
    )
    assert page
    assert elsewhere.get("/settings").status_code == 200
    wrong = earnest.post("/settings/password", page="/settings", old="not it at all", new="another long road", again="another long road")
    assert wrong.status_code == 400
    differ = earnest.post("/settings/password", page="/settings", old=PASSWORD, new="another long road", again="another long rood")
    assert "The two passwords differ" in words(differ.text)
    short = earnest.post("/settings/password", page="/settings", old=PASSWORD, new="short", again="short")
    assert "A password has 12 to 256 characters; this one has 5" in words(short.text)
    assert (
        earnest.post("/settings/password", page="/settings", old=PASSWORD, new="another long road", again="another long road").status_code
        == 303
    )
    assert earnest.get("/settings").status_code == 200
    assert elsewhere.get("/settings").status_code == 303


def test_one_session_can_be_ended_and_only_ones_own(earnest):
    signed_in(earnest, "reader")
    other = json_of(earnest.get("/settings.json"))["this_session"]
    signed_in(earnest, "secretary")
    assert earnest.post("/settings/sessions/end", page="/settings", session=str(other)).status_code == 400
    own = json_of(earnest.get("/settings.json"))["this_session"]
    assert own != other
    assert earnest.post("/settings/sessions/end", page="/settings", session=str(own)).status_code == 303
    assert earnest.get("/settings").headers["location"].startswith("/sign-in")


def test_the_language_of_an_account_follows_it(earnest):
    signed_in(earnest, "secretary")
    assert earnest.post("/settings/language", page="/settings", language="ru").status_code == 303
    page = earnest.get("/settings")
    assert '<html lang="ru" dir="ltr"' in page.text
    assert "Что вы можете здесь делать и почему" in words(page.text)
    earnest.post("/settings/language", page="/settings", language="")
    assert '<html lang="en"' in earnest.get("/settings").text


def test_an_administrator_makes_an_account_whose_password_is_shown_once(earnest):
    signed_in(earnest, "administrator")
    page = earnest.post("/settings/accounts/add", page="/settings/accounts", name="newcomer", display="Ms New", role="reader")
    assert page.status_code == 200
    password = re.search(r'<code class="password"[^>]*>([^<]+)</code>', page.text)[1]
    assert password not in earnest.get("/settings/accounts").text
    earnest.browser.cookies.clear()
    answer = earnest.browser.post(
        "/sign-in",
        data={"fresh": fresh(earnest.get("/sign-in").text), "name": "newcomer", "password": html.unescape(password)},
        headers=SAME_SITE,
    )
    assert answer.status_code == 303
    assert earnest.get("/").status_code == 200


def test_an_administrator_changes_renews_and_ends_accounts_but_not_the_last_who_can(earnest):
    signed_in(earnest, "administrator")
    assert (
        earnest.post("/settings/accounts/change", page="/settings/accounts", name="reader", role="lawyer", display="R").status_code == 303
    )
    assert {row["name"]: row["role"] for row in json_of(earnest.get("/settings/accounts.json"))["accounts"]}["reader"] == "lawyer"
    assert earnest.post("/settings/accounts/password", page="/settings/accounts", name="reader").status_code == 200
    assert earnest.post("/settings/accounts/remove", page="/settings/accounts", name="reader").status_code == 303
    last = earnest.post("/settings/accounts/remove", page="/settings/accounts", name="administrator")
    assert "is the last account that manages the others" in words(last.text)
    taken = earnest.post("/settings/accounts/add", page="/settings/accounts", name="reader", display="Again", role="reader")
    assert "was the account of somebody before" in words(taken.text)


def test_an_administrator_sets_what_holds_for_the_node(earnest, tmp_path):
    signed_in(earnest, "administrator")
    done = earnest.post(
        "/settings/node", page="/settings", required="yes", two_person="yes", steps="lawyer", couriers=str(tmp_path), every="30"
    )
    assert done.status_code == 303
    policy = earnest.on(lambda node, _: policy_of(node))
    assert (policy.required, policy.two_person, policy.steps) == (True, True, ("lawyer",))
    assert json_of(earnest.get("/settings.json"))["node"]["couriers"] == [str(tmp_path)]


def test_a_page_that_is_refused_says_why(earnest):
    signed_in(earnest, "reader")
    refused = earnest.get("/settings/accounts")
    assert refused.status_code == 403
    assert "What you may do here, and why" in words(refused.text)
    assert "to manage accounts no The role of the account does not include it: reader" in words(refused.text)


@pytest.mark.parametrize(("language", "heading"), [("ar", "الحسابات"), ("ru", "Учётные записи")])
def test_the_pages_of_accounts_speak_the_language_of_their_reader(earnest, language, heading):
    signed_in(earnest, "administrator")
    earnest.language = language
    for page in ("/settings", "/settings/accounts"):
        text = words(earnest.get(page).text)
        assert not {"password", "Password", "account", "Role", "Make", "Courier", "browser", "session"} & set(text.split()), page
    assert heading in words(earnest.get("/settings/accounts").text)


# ---- passkeys: an authenticator in software, as WebAuthn has it


class Authenticator:
    """Makes a key for a site and signs with it, counting."""

    def __init__(self, site: str, origin: str) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = b"\x01" * 32
        self.site, self.origin, self.count = site, origin, 0

    def data(self, *, attested: bool) -> bytes:
        self.count += 1
        flags = 0x01 | 0x04 | (0x40 if attested else 0)
        head = hashlib.sha256(self.site.encode()).digest() + bytes([flags]) + struct.pack(">I", self.count)
        if not attested:
            return head
        point = self.key.public_key().public_numbers()
        x, y = point.x.to_bytes(32), point.y.to_bytes(32)
        cose = b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20" + x + b"\x22\x58\x20" + y
        return head + bytes(16) + struct.pack(">H", len(self.id)) + self.id + cose

    def client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def create(self, challenge: str) -> str:
        data = self.data(attested=True)
        attestation = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59" + struct.pack(">H", len(data)) + data
        return self._answer({"clientDataJSON": self.client("webauthn.create", challenge), "attestationObject": attestation})

    def get(self, challenge: str) -> str:
        data, client = self.data(attested=False), self.client("webauthn.get", challenge)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer({"clientDataJSON": client, "authenticatorData": data, "signature": signature})

    def _answer(self, response: dict[str, bytes]) -> str:
        return json.dumps(
            {"id": b64(self.id), "rawId": b64(self.id), "type": "public-key", "response": {k: b64(v) for k, v in response.items()}}
        )


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def asked(page: str, action: str) -> tuple[str, str]:
    """The token of a passkey's form and the challenge that goes with it."""
    form = page[page.index(f'action="{action}"') :]
    options = json.loads(html.unescape(re.search(r'data-options="([^"]*)"', form)[1]))
    return fresh(form), options["challenge"]


@pytest.fixture
def named(earnest):
    """The same by a name: passkeys belong to names, not to numbers."""
    earnest.browser = earnest.another("http://localhost")
    return earnest


def registered(sitting, authenticator, **over):
    token, challenge = asked(sitting.get("/settings").text, "/settings/passkeys/add")
    data = {"fresh": token, "name": "ring", "credential": authenticator.create(over.get("challenge", challenge))}
    return sitting.browser.post("/settings/passkeys/add", data=data, headers=SAME_SITE)


def by_passkey(sitting, authenticator, **over):
    sitting.browser.cookies.clear()
    token, challenge = asked(sitting.get("/sign-in").text, "/sign-in/passkey")
    data = {"fresh": token, "next": "/settings", "credential": authenticator.get(over.get("challenge", challenge))}
    return sitting.browser.post("/sign-in/passkey", data=data, headers=SAME_SITE)


def test_a_passkey_is_made_signs_in_and_is_removed(named):
    authenticator = Authenticator("localhost", "http://localhost")
    signed_in(named, "secretary")
    made = registered(named, authenticator)
    assert made.status_code == 303, words(made.text)
    keys = json_of(named.get("/settings.json"))["passkeys"]
    assert [key["name"] for key in keys] == ["ring"]
    answer = by_passkey(named, authenticator)
    assert answer.headers["location"] == "/settings", words(answer.text)
    assert json_of(named.get("/settings.json"))["account"]["account"]["name"] == "secretary"
    assert named.post("/settings/passkeys/remove", page="/settings", id=keys[0]["id"]).status_code == 303
    assert by_passkey(named, authenticator).status_code == 400


def test_a_passkey_of_another_site_or_another_challenge_signs_nobody_in(named):
    authenticator = Authenticator("localhost", "http://localhost")
    signed_in(named, "secretary")
    assert registered(named, authenticator).status_code == 303
    assert by_passkey(named, authenticator, challenge=b64(bytes(32))).status_code == 400
    authenticator.origin = "http://localhost.example"
    assert by_passkey(named, authenticator).status_code == 400
    authenticator.origin, authenticator.site = "http://localhost", "example"
    assert by_passkey(named, authenticator).status_code == 400
    assert named.get("/settings").status_code == 303


def test_a_copied_passkey_is_noticed_by_its_counter(named):
    authenticator = Authenticator("localhost", "http://localhost")
    signed_in(named, "secretary")
    registered(named, authenticator)
    assert by_passkey(named, authenticator).status_code == 303
    authenticator.count = 0
    refused = by_passkey(named, authenticator)
    assert refused.status_code == 400
    assert "it may have been copied" in words(refused.text)


def test_a_passkey_that_was_made_for_another_form_is_not_kept(named):
    authenticator = Authenticator("localhost", "http://localhost")
    signed_in(named, "secretary")
    assert registered(named, authenticator, challenge=b64(bytes(32))).status_code == 400
    for nonsense in ("", "{}", "[]", '{"rawId":7}', "x" * 20_000):
        token, _ = asked(named.get("/settings").text, "/settings/passkeys/add")
        data = {"fresh": token, "name": "x", "credential": nonsense}
        assert named.browser.post("/settings/passkeys/add", data=data, headers=SAME_SITE).status_code == 400
        named.browser.cookies.clear()
        token, _ = asked(named.get("/sign-in").text, "/sign-in/passkey")
        answer = named.browser.post("/sign-in/passkey", data={"fresh": token, "credential": nonsense}, headers=SAME_SITE)
        assert answer.status_code == 400
        signed_in(named, "secretary")


def test_by_a_number_there_are_no_passkeys_and_the_page_says_so(earnest):
    signed_in(earnest, "secretary")
    page = earnest.get("/settings")
    assert "Passkeys need this server to be called by a name, not by a number." in words(page.text)
    assert "data-passkey" not in page.text


def test_an_account_that_is_gone_signs_in_no_more(named):
    authenticator = Authenticator("localhost", "http://localhost")
    signed_in(named, "reader")
    registered(named, authenticator)
    named.on(lambda node, _: Accounts(node.store).remove("reader", NOW))
    assert by_passkey(named, authenticator).status_code == 400
