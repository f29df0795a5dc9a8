"""What somebody sets for their own account: password, language, sessions, passkeys; what the account may do, and why."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode

from detente.errors import N_, CallerError
from detente.i18n import LANGUAGES
from detente.node.accounts import PASSWORD_LEAST, Accounts
from detente.node.clearance import OPTIONAL, STATE_WORDS, Policy, policy_of, set_policy
from detente.node.courier_settings import courier_of
from detente.node.couriers import EVERY_LEAST, set_courier
from detente.node.passkeys import Passkey
from detente.node.roles import CAPABILITY_WORDS, Capability
from detente.node.timetable import HOURS, SIZES, set_timetable
from detente.views.accounts import AccountView, SessionsView, account_view, sessions_view, time_text
from detente.views.base import View
from detente.views.status import rooms_in_order
from detente.views.timetable import TimetableShown, table_of, timetable_view
from detente.web import passkeys
from detente.web.guard import SIGNED_IN
from detente.web.pages import Ask, Moved, NotAllowed, Page, Shown, account_of
from detente.web.passwords import settled


class PasskeyRow(View, frozen=True):
    """One passkey: the id by which it is removed, its name, since when, when it last signed somebody in."""

    id: str
    name: str
    made: str
    used: str | None


class NodeSettings(View, frozen=True):
    """What the party has set for this node: its clearance, and how its courier goes."""

    clearance_required: bool
    clearance_steps: list[str]
    two_person: bool
    couriers: list[str]
    courier_every: int
    timetable: TimetableShown | None


class SettingsView(View, frozen=True):
    """`/settings`: one's own account. `node`: for administrators alone, else null."""

    account: AccountView
    sessions: SessionsView
    this_session: int | None
    passkeys: list[PasskeyRow]
    node: NodeSettings | None


def show(ask: Ask) -> Shown:
    """One's own account."""
    node, account = ask.node, account_of(ask)
    accounts = Accounts(node.store)
    found = accounts.signed_in(ask.session, node.clock())
    view = SettingsView(
        account=account_view(node, accounts, account),
        sessions=sessions_view(accounts, account, node.clock()),
        this_session=None if found is None else found[1].id,
        passkeys=[_passkey(key) for key in accounts.passkeys.list(account.id)],
        node=_node_settings(ask) if Capability.ADMINISTER in ask.may else None,
    )  # fmt: skip
    site = passkeys.relying(ask)
    more = {
        "capability_words": CAPABILITY_WORDS, "least": PASSWORD_LEAST, "steps": OPTIONAL, "state_words": STATE_WORDS,
        "every_least": EVERY_LEAST, "hours": HOURS, "sizes": SIZES,
        "channels": [room.label for room in rooms_in_order(node)],
        "passkey_options": None if site is None else passkeys.options_to_register(ask, account, site),
    }  # fmt: skip
    return Shown("settings.html", view, N_("Settings"), more=more)


def change_password(ask: Ask) -> Moved:
    """Another password for one's own account; all other sessions end.

    Raises:
        CallerError: the old one is wrong, the two new ones differ, or the new one cannot be.
    """
    accounts, account = Accounts(ask.node.store), account_of(ask)
    if account.has_password:
        settled(ask)
    elif ask.open_seats:
        raise NotAllowed(N_("open seats have no passwords"))
    if ask.form.get("new", "") != ask.form.get("again", ""):
        raise CallerError(N_("the two passwords differ; nothing was changed"))
    found = accounts.signed_in(ask.session, ask.node.clock())
    accounts.set_password(account.name, ask.form.get("new", ""), keep=None if found is None else found[1])
    return Moved("/settings", N_("Your password is changed. You are signed out everywhere else."))


def _old_password(ask: Ask) -> tuple[str, str] | None:
    account = account_of(ask)
    return (account.name, ask.form.get("old", "")) if account.has_password else None


def change_language(ask: Ask) -> Moved:
    """The language in which this account's pages are shown; none: that of the browser."""
    language = ask.form.get("language", "")
    Accounts(ask.node.store).change(account_of(ask).name, language=language if language in LANGUAGES else "")
    return Moved("/settings", N_("Your language is set."))


def end_session(ask: Ask) -> Moved:
    """End one of one's own sessions.

    Raises:
        CallerError: there is none of this number.
    """
    text = ask.form.get("session", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    if not Accounts(ask.node.store).sessions.end(number, account_of(ask).id):
        raise CallerError(N_("this session has ended already"))
    return Moved("/settings", N_("That session is ended."))


def add_passkey(ask: Ask) -> Moved:
    """Keep the passkey that the browser has made."""
    passkeys.register(ask, account_of(ask), ask.form.get("name", ""))
    return Moved("/settings", N_("The passkey is kept; you can sign in with it."))


def remove_passkey(ask: Ask) -> Moved:
    """Forget one of one's own passkeys.

    Raises:
        CallerError: there is no such passkey.
    """
    text = ask.form.get("id", "")
    try:
        credential = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        credential = b""
    if not Accounts(ask.node.store).passkeys.remove(account_of(ask).id, credential):
        raise CallerError(N_("there is no such passkey"))
    return Moved("/settings", N_("The passkey is removed here. Remove it from your device too."))


def change_node(ask: Ask) -> Moved:
    """What holds for the whole node: clearance and courier.

    Raises:
        CallerError: an address or the seconds cannot be.
    """
    every = _number(ask, "every")
    set_courier(ask.node, [line.strip() for line in ask.form.get("couriers", "").splitlines() if line.strip()], every)
    hours, minute, kib = (_number(ask, name) for name in ("hours", "minute", "kib"))
    set_timetable(ask.node, table_of(ask.node, hours, minute, kib, list(ask.lists.get("at_once", ()))))
    steps = tuple(step for step in OPTIONAL if step in ask.lists.get("steps", ()))
    set_policy(ask.node, Policy(required=bool(ask.form.get("required")), steps=steps, two_person=bool(ask.form.get("two_person"))))
    return Moved("/settings", N_("The settings of the node hold from now on."))


def _number(ask: Ask, name: str) -> int:
    """A whole number of the form; 0 where nothing stands.

    Raises:
        CallerError: it is none.
    """
    text = ask.form.get(name, "").strip() or "0"
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise CallerError(N_("'%(text)s' is no whole number"), text=text)
    return int(text)


def _passkey(key: Passkey) -> PasskeyRow:
    used = None if key.used is None else time_text(key.used)
    return PasskeyRow(id=passkeys.name_of(key.credential), name=key.name, made=time_text(key.made), used=used)


def _node_settings(ask: Ask) -> NodeSettings:
    policy, courier = policy_of(ask.node), courier_of(ask.node)
    return NodeSettings(
        clearance_required=policy.required,
        clearance_steps=list(policy.steps),
        two_person=policy.two_person,
        couriers=list(courier.addresses),
        courier_every=courier.every,
        timetable=timetable_view(ask.node),
    )


PAGES = (
    Page("/settings", show, SIGNED_IN, about="One's own account, and what it may do and why", view=SettingsView),
    Page("/settings/password", change_password, SIGNED_IN, method="POST", password=_old_password),
    Page("/settings/language", change_language, SIGNED_IN, method="POST"),
    Page("/settings/sessions/end", end_session, SIGNED_IN, method="POST"),
    Page("/settings/passkeys/add", add_passkey, SIGNED_IN, method="POST"),
    Page("/settings/passkeys/remove", remove_passkey, SIGNED_IN, method="POST"),
    Page("/settings/node", change_node, "administer", method="POST"),
)
