"""Drafts, apart from the record: one of them as it will stand; editing, dropping; and the seal, with all that it makes permanent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from detente.dialogue.acts import Ref
from detente.errors import N_, CallerError, DetenteError
from detente.node import clearance
from detente.node.accounts import WrongPassword
from detente.node.courier_settings import courier_of
from detente.node.couriers import close_ways, open_ways
from detente.node.node import Node
from detente.node.personal import OWN, TooBusy, WrongPassphrase, open_key_at
from detente.node.roles import Capability, require
from detente.node.room import Room
from detente.node.sealing import seal
from detente.node.sending import send_by_all
from detente.node.throttle import TooManyFailures
from detente.node.timetable import timetable_of
from detente.record.signatures import Ed25519Signer
from detente.views.acting import Place
from detente.views.sealing import DraftReview, Kept, SealView, draft_review, get_draft, seal_view
from detente.views.text_words import unpacked
from detente.web.filled import Filled, attached_to, typed_again
from detente.web.formats import form_of_format
from detente.web.forms import form_of
from detente.web.pages import Answer, Ask, Moved, NoSuchPage, Page, Shown, account_of
from detente.web.parties import words_of
from detente.web.passwords import settled
from detente.web.routes.acting import shown as shown_form
from detente.web.routes.acting import uploads
from detente.web.shown import is_file, label, rows
from detente.web.templating import Words
from detente.web.widgets import Raw


def show_draft(ask: Ask) -> Answer:
    """One draft as it will stand; where it was sealed meanwhile, the entry that it became."""
    sealed = _sealed(ask)
    if sealed is not None:
        return sealed
    kept = _draft(ask)
    return _summary(ask, kept.room, [kept.number])


def edit_draft(ask: Ask) -> Answer:
    """The form of a draft, filled in as it stands.

    Raises:
        CallerError: a draft of its kind is not edited but written anew.
    """
    sealed = _sealed(ask)
    if sealed is not None:
        return sealed
    kept = _draft(ask)
    form = form_of(kept.fields)
    if form is None:
        raise _not_edited(kept)
    place = _place(ask.node, kept)
    form = form_of_format(form, place, *_format_of(kept))
    fields = unpacked(kept.room.kept, kept.fields)
    filled = Filled(form, place, typed_again(form, {**_text_of(kept), **fields}), attached=attached_to(fields))
    return shown_form(
        ask, filled, draft=kept.number, to=f"/drafts/{kept.number}/edit", revision=clearance.clearance_of(ask.node, kept.number).revision
    )


def save_draft(ask: Ask) -> Answer:
    """Put what was typed in the place of a draft, unless somebody has changed it meanwhile."""
    kept = _draft(ask)
    form = form_of(kept.fields)
    if form is None:
        raise _not_edited(kept)
    place = _place(ask.node, kept)
    filled = Filled(form_of_format(form, place, *_format_of(kept)), place, Raw(ask.lists))
    if ask.again:
        filled.keep(uploads(ask))
        return shown_form(ask, filled, draft=kept.number, to=f"/drafts/{kept.number}/edit", revision=_revision(ask))
    fields = filled.read(uploads(ask))
    if fields is not None:
        try:
            clearance.update_draft(ask.node, kept.number, fields, _revision(ask), account_of(ask))
            return Moved(f"/drafts/{kept.number}", N_("Draft %(number)d is changed."), {"number": kept.number})
        except clearance.Outdated as error:
            more = {"newer": True, "newer_rows": rows(words_of(ask), kept.room, error.theirs)}
            return shown_form(ask, filled, status=409, draft=kept.number, to=f"/drafts/{kept.number}/edit", revision=error.revision, **more)
        except DetenteError as error:
            filled.wrong[""] = error
    return shown_form(ask, filled, status=422, draft=kept.number, to=f"/drafts/{kept.number}/edit", revision=_revision(ask))


_BESIDE: Final = frozenset({"attach", "bind", "force"})
"""What stands beside a text, and names the entry of its version."""


def _text_of(kept: Kept) -> dict[str, str]:
    """The text whose version a draft is about: its form asks for the text."""
    if kept.fields["kind"] not in _BESIDE:
        return {}
    found = [kept.room.fold.proposals.get(Ref(*item)) for item in kept.fields.get("re", [])]
    name = next((each[0].name for each in found if each is not None), None)
    return {} if name is None else {"about": name}


def _format_of(kept: Kept) -> tuple[str, str]:
    """The agreement and the format of a notification."""
    return str(kept.fields.get("about", "")), str(kept.fields.get("format", ""))


def ask_to_drop(ask: Ask) -> Answer:
    """Whether a draft is really to be thrown away: nothing brings it back."""
    sealed = _sealed(ask)
    if sealed is not None:
        return sealed
    kept = _draft(ask)
    view = draft_review(ask.node, kept)
    more = {"shown": rows(words_of(ask), kept.room, view.fields)}
    return Shown("drop.html", view, N_("Throw draft %(number)d away?"), {"number": kept.number}, more=more)


def drop(ask: Ask) -> Moved:
    """Throw a draft away."""
    kept = _draft(ask)
    clearance.drop_draft(ask.node, kept.number, _revision(ask), account_of(ask))
    return Moved("/outbox", N_("Draft %(number)d is thrown away. It was never in the record."), {"number": kept.number})


def pass_on(ask: Ask) -> Moved:
    """Pass a draft on to the next step of its way, or release it."""
    kept = _draft(ask)
    after = clearance.advance(ask.node, kept.number, _revision(ask), account_of(ask), ask.form.get("remark", ""))
    said = N_("Draft %(number)d: %(state)s.")
    return Moved(f"/drafts/{kept.number}", said, {"number": kept.number, "state": ask.t.gettext(clearance.STATE_WORDS[after.state])})


def give_back(ask: Ask) -> Moved:
    """Give a draft back to its writers, with the reason."""
    kept = _draft(ask)
    clearance.send_back(ask.node, kept.number, _revision(ask), account_of(ask), ask.form.get("remark", ""))
    return Moved(f"/drafts/{kept.number}", N_("Draft %(number)d is back with its writers."), {"number": kept.number})


def review(ask: Ask) -> Shown:
    """What sealing some drafts of a channel would do; without a choice all of them."""
    room = ask.node.room(str(ask.names["channel"]))
    return _summary(ask, room, _numbers(ask, ask.node, room))


def seal_drafts(ask: Ask) -> Answer:
    """Seal exactly the drafts that the page showed, as it showed them."""
    node: Node = ask.node
    room = node.room(str(ask.names["channel"]))
    wrong_password = _wrong_password(ask)  # first: a right one that is not settled would count as a failure
    numbers = _numbers(ask, node, room)
    require(node, account_of(ask), Capability.SEAL, room)
    view = seal_view(node, room, numbers)
    wrong = _not_as_shown(ask, view) or wrong_password
    if wrong is not None:
        return _summary(ask, room, numbers, wrong=wrong)
    opened = _opened(ask, view)
    if isinstance(opened, tuple):
        return _summary(ask, room, numbers, wrong=opened)
    try:
        confirmed = [draft.number for draft in view.drafts if draft.newer]
        done = seal(node, room, only=numbers, must=numbers, confirmed=confirmed, opened=opened)
    except CallerError as error:
        return _summary(ask, room, numbers, wrong=("", error))
    first = done.head.size - 1 - len(done.drafts)
    to = f"/record/{room.label}/{Ref(node.party, room.mine.generation, first)}" if len(done.drafts) == 1 else "/outbox"
    rings = {"sealed": room.label}
    if len(done.drafts) < len(numbers):
        left = len(numbers) - len(done.drafts)
        said = N_("Sealed. Not all fitted into one seal; %(left)d drafts wait for the next.")
        return Moved("/outbox", said, {"left": left}, rings=rings)
    if _sent_at_once(node):
        return Moved(to, N_("Sealed: it is in the record now, and has been handed to the courier."), rings=rings)
    return Moved(to, N_("Sealed: it is in the record now, and leaves with the next courier."), rings=rings)


# ---- helpers ----


def _sent_at_once(node: Node) -> bool:
    """Hand over what was sealed where couriers go by themselves, to folders alone: no page waits for a line. Else the next round does.

    By a timetable nothing leaves before its time.

    Returns:
        Whether every courier took all of it. Where one did not, the next round tries again, and says why if it fails.
    """
    set_up = courier_of(node)
    if not set_up.every or timetable_of(node) is not None or any("://" in each for each in set_up.addresses):
        return False
    ways = open_ways(node, set_up.addresses)
    try:
        carriers = [way.carrier for way in ways if way.carrier is not None]
        done = send_by_all(node, carriers)
    finally:
        close_ways(ways)
    return len(done) == len(ways) and all(each.failed is None for each in done)


def _summary(ask: Ask, room: Room, numbers: Sequence[int], *, wrong: tuple[str, DetenteError] | None = None) -> Shown:
    """The page that says what sealing makes permanent."""
    node: Node = ask.node
    view = seal_view(node, room, numbers)
    w = words_of(ask)
    shown = [(draft, rows(w, room, draft.fields), form_of({**draft.fields, "kind": draft.kind}) is not None) for draft in view.drafts]
    single = ask.names.get("number")
    more: dict[str, Any] = {
        "drafts": shown, "single": single, "asks_password": not ask.open_seats, "wrong": wrong,
        "may_seal": "seal" in ask.may, "stand": _stands(ask, view),
        "stays": _labels(w, [name for draft in view.drafts for name in draft.kept]),
        "state_words": clearance.STATE_WORDS, "step_needs": {state: str(needed) for state, needed in clearance.CAPABILITY.items()},
        "goes": _labels(w, [name for draft in view.drafts for name in draft.destroyable]),
    }  # fmt: skip
    title = N_("Draft %(number)d") if single is not None else N_("Seal drafts")
    status = 200 if wrong is None else 422
    if single is not None:
        kept = draft_review(node, get_draft(node, int(single)))
        return Shown("seal.html", kept, title, {"number": kept.number}, more={**more, "seal": view}, status=status)
    return Shown("seal.html", view, title, more={**more, "seal": view}, status=status)


def _labels(w: Words, names: Sequence[str]) -> list[str]:
    """What fields are called, each once; all attachments are one thing."""
    return list(dict.fromkeys(w.t.gettext(N_("attached files")) if is_file(name) else label(w, name) for name in names))


def _not_as_shown(ask: Ask, view: SealView) -> tuple[str, DetenteError] | None:
    """Whether the drafts, or what came about their matters, are other than the page showed."""
    if not view.drafts:
        return "", CallerError(N_("no draft was chosen; nothing was sealed"))
    for draft in view.drafts:
        if ask.form.get(f"revision.{draft.number}") != str(draft.revision):
            return "", CallerError(
                N_("draft %(number)d was changed since this page was shown; look at it again. Nothing was sealed"), number=draft.number
            )
        known = ask.form.get(f"newer.{draft.number}", "").split()
        if any(act.ref not in known for act in draft.newer):
            return f"stands.{draft.number}", CallerError(
                N_("something newer about the matter of draft %(number)d has come; nothing was sealed"), number=draft.number
            )
        if (draft.newer or draft.doubts) and not ask.form.get(f"stands.{draft.number}"):
            return f"stands.{draft.number}", CallerError(
                N_("say that draft %(number)d stands although something speaks against it; nothing was sealed"), number=draft.number
            )
        missing = set(draft.builds_on) - {each.number for each in view.drafts}
        if missing:
            return "", CallerError(
                N_("draft %(number)d builds on draft %(basis)d, which is not among these; seal them together. Nothing was sealed"),
                number=draft.number, basis=min(missing),
            )  # fmt: skip
    return None


def _typed_password(ask: Ask) -> tuple[str, str] | None:
    return None if ask.open_seats else (account_of(ask).name, ask.form.get("password", ""))


def _wrong_password(ask: Ask) -> tuple[str, DetenteError] | None:
    """The seal asks again who it is; in an exercise with open seats nobody has a password."""
    if ask.open_seats:
        return None
    try:
        settled(ask)
    except WrongPassword:  # it speaks of a name too, and none is asked for here
        return "password", CallerError(N_("The password is wrong; nothing was sealed."))
    except TooManyFailures as error:
        return "password", error
    return None


def _opened(ask: Ask, view: SealView) -> dict[str, Ed25519Signer] | tuple[str, DetenteError]:
    """The keys of those who sign in person, each opened with its own passphrase; or whose passphrase is wrong, and why.

    A passphrase is used here and goes nowhere else: not into the page that comes back, not into what is remembered of the form.
    """
    opened = {}
    for signer in view.signers:
        if signer.guard != OWN:
            continue
        name = f"passphrase.{signer.delegate}"
        typed = ask.form.get(name, "")
        if not typed:
            return name, CallerError(N_("%(delegate)s signs in person and has not typed a passphrase"), delegate=signer.delegate)
        try:
            opened[signer.delegate] = open_key_at(ask.node, signer.delegate, typed, ask.client)
        except (WrongPassphrase, TooManyFailures, TooBusy) as error:
            return name, error
    return opened


def _stands(ask: Ask, view: SealView) -> set[int]:
    """The drafts of which the form that came back said that they stand, unless something has come since that it did not show."""
    return {
        draft.number
        for draft in view.drafts
        if ask.form.get(f"stands.{draft.number}")
        and {act.ref for act in draft.newer} <= set(ask.form.get(f"newer.{draft.number}", "").split())
        and ask.form.get(f"revision.{draft.number}") == str(draft.revision)
    }


def _numbers(ask: Ask, node: Node, room: Room) -> list[int]:
    """The drafts that were chosen; in a list that is shown without a choice, all of the channel."""
    chosen = [int(text) for text in ask.lists.get("draft", ()) if text.isascii() and text.isdigit() and len(text) < 10]
    there = [number for number, *_ in node.store.drafts(room.id)]
    return [number for number in there if number in chosen] if chosen or ask.method == "POST" else there


def _revision(ask: Ask) -> int:
    """The revision of a draft that somebody had before them; 0, which none is, where a form does not say."""
    text = ask.form.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _draft(ask: Ask) -> Kept:
    number = int(ask.names["number"])
    try:
        return get_draft(ask.node, number)
    except CallerError as error:
        sealed = clearance.sealed_as(ask.node, number)
        if sealed is not None:
            raise CallerError(N_("Draft %(number)d was sealed: %(entry)s."), number=number, entry=sealed[1]) from error
        raise NoSuchPage(N_("There is no draft %(number)d: it was thrown away, or never written."), number=number) from error


def _sealed(ask: Ask) -> Moved | None:
    """To the entry that a draft became, as for whoever goes back to its page; None where it was not sealed."""
    number = int(ask.names["number"])
    sealed = clearance.sealed_as(ask.node, number)
    if sealed is None:
        return None
    said = N_("Draft %(number)d was sealed: %(entry)s.")
    return Moved(f"/record/{ask.node.rooms[sealed[0]].label}/{sealed[1]}", said, {"number": number, "entry": sealed[1]})


def _place(node: Node, kept: Kept) -> Place:
    return Place(node, kept.room, tuple(Ref(*item) for item in kept.fields.get("re", [])), kept.number)


def _not_edited(kept: Kept) -> CallerError:
    return CallerError(N_("draft %(number)d is not edited; throw it away and write it anew"), number=kept.number)


PAGES = (
    Page("/drafts/{number:number}", show_draft, "read", about="One draft, and what sealing it would make permanent", view=DraftReview),
    Page("/drafts/{number:number}/edit", edit_draft, "draft"),
    Page("/drafts/{number:number}/edit", save_draft, "draft", method="POST", shows_again=True),
    Page("/drafts/{number:number}/drop", ask_to_drop, "draft"),
    Page("/drafts/{number:number}/drop", drop, "draft", method="POST"),
    Page("/drafts/{number:number}/pass", pass_on, "read", method="POST"),
    Page("/drafts/{number:number}/back", give_back, "read", method="POST"),
    Page("/seal/{channel}", review, "read", about="What sealing drafts of a channel would do", view=SealView, query=("draft",)),
    Page("/seal/{channel}", seal_drafts, "seal", method="POST", password=_typed_password),
)
