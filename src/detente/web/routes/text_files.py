"""A Word file brought in: what was understood of it is looked at, and then it becomes the draft of a text, of a version, of a change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from detente.dialogue.proposals import Slot
from detente.errors import N_, CallerError, DetenteError, FormatError
from detente.node.room import Room
from detente.node.uploads_kept import UPLOAD_MOST, keep_upload, remove_upload, upload_of
from detente.reports.papers import read_paper
from detente.views.acting import Place
from detente.views.base import channel_name
from detente.views.text_originals import OriginalView, nothing_asked, original_of_digest, original_of_paper
from detente.views.word_reading import WordReading, WordUpload
from detente.views.working_texts import working_text
from detente.web.filled import Filled, prefilled
from detente.web.forms import find
from detente.web.named import named_room
from detente.web.options import Choosing, options_of
from detente.web.pages import Answer, Ask, Moved, Page, Shown, account_of, address, nothing_here
from detente.web.parties import words_of
from detente.web.routes.acting import shown as form_shown
from detente.web.text_filled import with_text
from detente.web.text_pages import frame, named_text, title_of
from detente.web.word_reading import HOW, Asked, Read, change_of, read_upload

CHANGES: Final = {"brackets": N_("each a bracket"), "accept": N_("taken as made"), "reject": N_("taken as not made")}
"""What becomes of tracked changes."""

UNDERSTOOD: Final = {"left out": N_("Left out"), "guessed": N_("Guessed; look at it"), "understood": N_("Understood")}


def choose(ask: Ask) -> Shown:
    """The form in which a file is chosen."""
    return _choose(ask, named_room(ask))


def _choose(ask: Ask, room: Room, wrong: DetenteError | None = None) -> Shown:
    typed = {name: ask.form.get(name) or ask.query.get(name, "") for name in ("language", "about")}
    view = WordUpload(channel=channel_name(room), most=UPLOAD_MOST)
    more = {"wrong": wrong, "typed": typed, "texts": options_of("texts", Choosing(ask.node, room, words_of(ask)))}
    return Shown("text_word.html", view, N_("From a Word file"), more=more, status=422 if wrong else 200)


def take_in(ask: Ask) -> Answer:
    """Keep a file that was uploaded, if it can be read at all."""
    room, account = named_room(ask), account_of(ask)
    upload = next(iter(ask.files.get("file", ())), None)
    try:
        if upload is None:
            raise CallerError(N_("choose a file"))
        number = keep_upload(ask.node, account.id, upload.filename or "", upload.file.read(UPLOAD_MOST + 1))
        try:
            read_upload(room, upload_of(ask.node, account.id, number), _asked(ask))
        except FormatError:
            remove_upload(ask.node, account.id, number)
            raise
    except DetenteError as error:
        return _choose(ask, room, error)
    query = {name: ask.form.get(name) for name in ("language", "about")}
    return Moved(address(f"/texts/{room.label}/word/{number}", query))


def _asked(ask: Ask) -> Asked:
    """How the file is to be read: as the form says, or the address."""
    given = ask.form or ask.query
    how = next((each for each in HOW if each == given.get("changes")), HOW[0])
    return Asked(given.get("language", ""), how, ask.lists.get("author", ()), given.get("about", ""))


def _read(ask: Ask) -> tuple[Room, Read]:
    room = named_room(ask)
    try:
        upload = upload_of(ask.node, account_of(ask).id, int(ask.names["number"]))
    except CallerError as error:
        raise nothing_here() from error
    return room, read_upload(room, upload, _asked(ask))


def look(ask: Ask) -> Shown:
    """What was understood of a file, what is other in it, and what can be made of it."""
    room, read = _read(ask)
    view = read.view
    slot = room.fold.proposals.slots.get(view.about or "")
    stands = None if slot is None else working_text(room, slot)
    more: dict[str, Any] = {
        "texts": options_of("texts", Choosing(ask.node, room, words_of(ask))), "asked": _asked(ask), "how": CHANGES,
        "kinds": [(kind, word, [note for note in view.notes if note.kind == kind]) for kind, word in UNDERSTOOD.items()],
        "differing": [one for one in view.compared if one.kind != "same"],
        "others": [] if stands is None else [language for language in stands.work.languages if language != view.language],
        "label": room.label,
    }  # fmt: skip
    return Shown("text_word_read.html", view, N_("From a Word file: %(name)s"), {"name": view.name}, more=more)


def make(ask: Ask) -> Answer:
    """The form of a new text, of another version or of a change, with the words of the file in it; or the file is removed."""
    room = named_room(ask)
    verb, _, provision = ask.form.get("do", "").partition(":")
    number = int(ask.names["number"])
    if verb == "drop":
        remove_upload(ask.node, account_of(ask).id, number)
        return Moved("/texts", N_("The file is removed here."))
    room, read = _read(ask)
    if read.version is None:
        raise nothing_here()
    about = read.view.about or ""
    if verb == "change" and about:
        return _form(ask, room, "amend", {"about": about, "provision": provision}, change_of(read, provision))
    if verb not in {"table", "version"} or (verb == "version" and not about):
        raise nothing_here()
    words = {f"text.{read.version.language}": read.view.text}
    answer = _form(ask, room, "table", {"about": about} if verb == "version" else {"about": "text"}, words)
    remove_upload(ask.node, account_of(ask).id, number)  # its words are in the form now
    return answer


def _form(ask: Ask, room: Room, name: str, query: Mapping[str, str], typed: Mapping[str, str]) -> Shown:
    """The form of an act, filled in with what a file says, and for the rest with what stands."""
    form = find(name)
    if form is None:
        raise nothing_here()
    filled = with_text(room, Filled(form, Place(ask.node, room, ()), prefilled(form, query)), query)
    if form.name == "table" and query["about"] != "text":
        subject, _, key = query["about"].partition("/")
        typed = {**typed, "about.subject": subject, "about.key": key}
    filled.raw = filled.raw.with_more({field: [value] for field, value in typed.items()})
    return form_shown(ask, filled)


def original(ask: Ask) -> Shown:
    """Whether a digest is that of a version of a text; and the form to ask about a paper."""
    room, slot = named_text(ask)
    typed, wrong, view = ask.query.get("digest", ""), None, None
    try:
        view = original_of_digest(room, slot, typed) if typed else None
    except CallerError as error:
        wrong = error
    return _original(ask, room, slot, view, wrong)


def original_paper(ask: Ask) -> Shown:
    """Whether a file is an original of a text; nothing of it is kept."""
    room, slot = named_text(ask)
    upload = next(iter(ask.files.get("file", ())), None)
    wrong, view = None, None
    try:
        if upload is None:
            raise CallerError(N_("choose a file"))
        data = upload.file.read(UPLOAD_MOST + 1)
        if len(data) > UPLOAD_MOST:
            raise CallerError(N_("the file has %(seen)d bytes, the limit is %(limit)d"), seen=len(data), limit=UPLOAD_MOST)
        view = original_of_paper(room, slot, read_paper(data, ask.form.get("language", "")))
    except (CallerError, FormatError) as error:
        wrong = error
    return _original(ask, room, slot, view, wrong)


def _original(ask: Ask, room: Room, slot: Slot, view: OriginalView | None, wrong: DetenteError | None) -> Shown:
    around = frame(room, slot, "original")
    typed = {name: ask.form.get(name) or ask.query.get(name, "") for name in ("digest", "language")}
    more = {**around, "wrong": wrong, "typed": typed, "asked": view is not None}
    shown = view if view is not None else nothing_asked(room, slot)
    return Shown(
        "text_original.html", shown, N_("Whose original: %(title)s"), title_of(ask, around["text"]), more=more, status=422 if wrong else 200
    )


_ONE: Final = "/texts/{channel}/word/{number:number}"

PAGES = (
    Page("/texts/{channel}/word", choose, "draft", about="Where a Word file is brought in", view=WordUpload, query=("language", "about")),
    Page("/texts/{channel}/word", take_in, "draft", method="POST"),
    Page(
        _ONE, look, "draft", about="What was understood of a Word file", view=WordReading, query=("language", "changes", "author", "about"),
    ),
    Page(_ONE, make, "draft", method="POST"),
    Page(
        "/texts/{channel}/text/{key}/original", original, "read", about="Whether a digest is that of a version of a text",
        view=OriginalView, query=("digest",),
    ),
    Page("/texts/{channel}/text/{key}/original", original_paper, "read", method="POST"),
)  # fmt: skip
