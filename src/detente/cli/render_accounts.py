# ruff: noqa: D103 - render_x renders the view x
"""Accounts and sessions for people."""

from __future__ import annotations

from detente.cli.session import Session
from detente.errors import N_
from detente.i18n import Said, tame
from detente.node.roles import CAPABILITY_WORDS, ROLE_WORDS
from detente.views import words
from detente.views.accounts import AccountRemoved, AccountsView, AccountView, SessionsView


def render_accounts(s: Session, view: AccountsView) -> None:
    if not view.accounts:
        s.say(N_("There are no accounts: nobody can sign in to the web pages of this node."))
        s.next("account add NAME --display TEXT --role secretary")
        return
    s.table(
        [N_("Name"), N_("Shown as"), N_("Role"), N_("Person"), N_("Language"), N_("Signs in with")],
        [
            [
                row.name,
                row.display,
                words.word(s.t, ROLE_WORDS, row.role),
                row.delegate or "",
                s.t.language_name(row.language) if row.language else "",
                _signs_in_with(s, password=row.has_password, passkeys=row.passkeys),
            ]
            for row in view.accounts
        ],
    )
    s.line()
    s.next(f"account show {view.accounts[0].name}")


def render_account(s: Session, view: AccountView) -> None:
    account = view.account
    s.out.print(tame(f"{account.name}  {account.display}"), style="bold")
    s.say(N_("Role: %(role)s"), role=Said(words.word(s.t, ROLE_WORDS, account.role)))
    s.say(
        N_("Signs in with: %(means)s"), means=Said(_signs_in_with(s, password=account.has_password, passkeys=account.passkeys)),
    )  # fmt: skip
    if view.password is not None:
        s.say(N_("Password: %(password)s (shown this once; it is kept nowhere)"), password=view.password)
    s.head(N_("What it may do, and why"))
    s.table(
        [N_("To"), N_("May"), N_("Why")],
        [
            [
                words.word(s.t, CAPABILITY_WORDS, grant.capability),
                s.t.gettext(N_("yes") if grant.allowed else N_("no")),
                s.t.error(grant.why.error()),
            ]
            for grant in view.grants
        ],
    )


def render_sessions(s: Session, view: SessionsView) -> None:
    if view.ended:
        s.text(
            s.t.ngettext("%(n)d session of '%(name)s' was ended.", "%(n)d sessions of '%(name)s' were ended.", view.ended, name=view.name)
        )
    if not view.sessions:
        s.say(N_("'%(name)s' is signed in nowhere."), name=view.name)
        return
    s.table(
        [N_("Session"), N_("Since"), N_("Last seen"), N_("Ends"), N_("Address"), N_("Browser")],
        [
            [str(row.id), s.t.stamp(row.started), s.t.stamp(row.seen), s.t.stamp(row.expires), row.address, row.agent]
            for row in view.sessions
        ],
    )
    s.line()
    s.next(f"account sessions {view.name} --end {view.sessions[0].id}")


def render_account_removed(s: Session, view: AccountRemoved) -> None:
    s.say(N_("The account '%(name)s' is ended. Its name stays taken."), name=view.name)


def _signs_in_with(s: Session, *, password: bool, passkeys: int) -> str:
    means = [Said(s.t.gettext(N_("password")))] if password else []
    if passkeys:
        means.append(Said(s.t.ngettext("%(n)d passkey", "%(n)d passkeys", passkeys)))
    return s.t.listing(means) or s.t.gettext(N_("nothing yet"))
