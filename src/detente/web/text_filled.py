"""What a form about a text holds before anybody has typed: the words that stand there, in the plain form, in every language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from detente.dialogue.proposals import Slot
from detente.i18n import LANGUAGES
from detente.node.room import Room
from detente.texts.model import Content, brackets_in
from detente.texts.work import Work
from detente.views.text_bodies import formatted, formatted_contents
from detente.views.text_shown import provisions_shown
from detente.views.working_texts import working_text
from detente.web.filled import Filled
from detente.web.forms_texts import TEXTS, about_of
from detente.web.text_rows import languages_of, rows_of
from detente.web.widgets import WIDGETS, Raw, Typed


def with_text(room: Room, filled: Filled, query: Mapping[str, str]) -> Filled:
    """A form as a link asks for it, with what stands in the text; a form about anything else as it is."""
    if filled.form.group != TEXTS:
        return filled
    about = query.get("about", "")
    named = {**about_of(about), **{name: query[name] for name in ("provision", "bracket", "verb") if query.get(name)}}
    typed: Typed = {name: [str(value)] for name, value in named.items() if any(each.name == name for each in filled.form.fields)}
    slot = room.fold.proposals.slots.get(str(named.get("about", about)))
    work = None if slot is None else _stands(room, slot)
    if slot is not None and work is not None:
        typed |= _words(filled.form.name, work, named)
        if filled.form.name == "table":
            typed |= _frame(room, slot)
    filled.raw = filled.raw.with_more(typed)
    return filled


def around_text(filled: Filled, readers: str) -> dict[str, Any]:
    """What the page of the form needs of the text: its languages, the reader's first, and the bracket that is to be settled."""
    about = filled.raw.one("about") or filled.raw.one("about.subject") + "/" + filled.raw.one("about.key")
    slot = filled.place.room.fold.proposals.slots.get(about) if filled.form.group == TEXTS else None
    work = None if slot is None else _stands(filled.place.room, slot)
    typed = [name for name in filled.raw.beneath("text") if name not in {"other", "code"}]
    known = [] if work is None else list(work.languages)
    languages = sorted({*known, *typed, *([] if known else LANGUAGES)}, key=lambda code: (code != readers, code))
    return {"text_languages": languages, "settling": None if work is None else _settling(work, filled.raw, readers)}


def _settling(work: Work, raw: Raw, readers: str) -> Any:
    provisions = provisions_shown(work, 1 << 30)
    rows = rows_of(provisions, languages_of(provisions, readers))
    return next((each for row in rows for each in row.open if str(each.bracket.number) == raw.one("bracket")), None)


def _stands(room: Room, slot: Slot) -> Work | None:
    stands = working_text(room, slot)
    return None if stands is None else stands.work


def _words(form: str, work: Work, named: Mapping[str, Any]) -> Typed:
    """The words that are to be changed, as they are written."""
    texts: Mapping[str, str] = {}
    if form in {"table", "correct-text"}:
        texts = formatted({version.language: version for version in work.versions})
    elif form == "amend":
        name = str(named.get("provision", ""))
        texts = formatted_contents({version.language: version[name].content for version in work.versions if name in version})
    elif form == "settle":
        texts = formatted_contents(_first_wording(work, str(named.get("bracket", ""))))
    return WIDGETS["versions"].show("text", texts)


def _first_wording(work: Work, number: str) -> dict[str, Content]:
    """Of a bracket, the wording that stands first: whoever writes another one begins with it."""
    return {
        version.language: bracket.alternatives[0].content
        for version in work.versions
        for provision in version.provisions
        for bracket, _ in brackets_in(provision.content)
        if str(bracket.id) == number
    }


def _frame(room: Room, slot: Slot) -> Typed:
    """What another version of a text keeps of the one before; its titles stand in its words already."""
    stands = working_text(room, slot)
    kept = {} if stands is None else stands.version.act.kept
    order = WIDGETS["order"].show("order", kept.get("order", ()))
    return {**order, **{name: [str(kept[name])] for name in ("form", "depositary") if name in kept}}
