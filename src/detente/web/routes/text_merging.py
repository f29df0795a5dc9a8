"""Two versions of a text, or two changes of one provision, that crossed: put together, with a person's choice at each conflict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from detente.dialogue.acts import Ref
from detente.dialogue.proposals import Slot
from detente.errors import N_, CallerError, DetenteError, FormatError
from detente.node.clearance import sign_draft
from detente.node.room import Room
from detente.texts.form import format_content, parse_content
from detente.texts.merging import BASE, Conflict, Decision
from detente.texts.model import Content
from detente.views import acting_texts
from detente.views.acting import Fields, Place, Unfit, written
from detente.views.text_looks import text_as_it_stands
from detente.views.text_merging import MergedView, MergeView, Merging, merge_view, merging, shown_merging
from detente.views.working_texts import numbers_ever, numbers_in
from detente.web.pages import Answer, Ask, Moved, Page, Shown, account_of
from detente.web.text_pages import frame, named_text, title_of, version_asked
from detente.web.widgets import Raw

BOTH: Final = "both"
OTHER: Final = "other"
AS_IT_WAS: Final = "base"
"""What can be chosen besides the party whose words are taken."""


def show(ask: Ask) -> Shown:
    """What can be put together, and the first two that crossed, or the two that were chosen."""
    room, slot = named_text(ask)
    return _shown(ask, room, slot, merge_view(room, slot, *_asked(ask, room)), Raw({}))


def take(ask: Ask) -> Answer:
    """Draft what was made of both; where a choice is missing or does not fit, the page again with all that was typed."""
    room, slot = named_text(ask)
    first, second = _asked(ask, room)
    view, raw = merge_view(room, slot, first, second), Raw(ask.lists)
    if ask.again or first is None or second is None:
        return _shown(ask, room, slot, view, raw)
    made = merging(room, slot, first, second)
    wrong: dict[str, DetenteError] = {}
    decisions = _decisions(room, slot, made, raw, wrong)
    if not wrong:
        try:
            merged = shown_merging(room, slot, merging(room, slot, first, second, decisions))
            number = ask.node.draft(room, _act(Place(ask.node, room, ()), merged, raw.one("form")))
            sign_draft(ask.node, number, account_of(ask))
            return Moved(f"/drafts/{number}", N_("Kept as draft %(number)d. Nothing has left, and nothing counts yet."), {"number": number})
        except DetenteError as error:
            wrong[""] = error
    return _shown(ask, room, slot, view, raw, wrong)


def _asked(ask: Ask, room: Room) -> tuple[Ref | None, Ref | None]:
    return version_asked(ask, room, "first"), version_asked(ask, room, "second")


def _act(place: Place, merged: MergedView, form: str) -> Fields:
    """The act that was made: another version of the text, or a change of the provision."""
    if merged.provision is None:
        return acting_texts.table(place, {"about": merged.slot, "form": form, "text": merged.texts})
    given = {
        "about": merged.slot, "provision": merged.provision, "verb": merged.verb, "text": merged.texts, "after": merged.after,
        "level": merged.level, "look": merged.look,
    }  # fmt: skip
    return acting_texts.amend(place, given)


# ---- what was chosen ----


def _decisions(room: Room, slot: Slot, made: Merging, raw: Raw, wrong: dict[str, DetenteError]) -> list[Decision]:
    """What was chosen at each conflict; what is wrong with it under the name of its field."""
    parties = sorted(room.channel.charter.parties)
    taken = numbers_ever(room, slot) | {
        number for conflict in made.merged.conflicts for content in conflict.both.values() for number in numbers_in(content)
    }
    found: list[Decision] = []
    for place, conflict in enumerate(made.merged.conflicts):
        name = f"c.{place}"
        decision: Decision = None
        try:
            decision = _decision(conflict, raw, name, parties, taken)
        except CallerError as error:
            wrong[name] = error
        if isinstance(decision, Mapping):
            taken |= {number for content in decision.values() for number in numbers_in(content)}
        found.append(decision)
    return found


def _decision(conflict: Conflict, raw: Raw, name: str, parties: Sequence[str], taken: set[int]) -> Decision:
    chosen = raw.one(name)
    if chosen == BOTH and conflict.both:
        return None
    if chosen == AS_IT_WAS:
        return BASE
    if chosen == OTHER and conflict.kind == "words":
        return _other_words(conflict, raw, name, parties, taken)
    if chosen in conflict.sides:
        return chosen
    raise Unfit(name, N_("choose what is to stand here"))


def _other_words(conflict: Conflict, raw: Raw, name: str, parties: Sequence[str], taken: set[int]) -> dict[str, Content]:
    """What somebody wrote in the place of both, in every language; nothing anywhere takes the provision out."""
    found: dict[str, Content] = {}
    for language in _languages(conflict):
        try:
            found[language] = parse_content(written(raw.one(f"{name}.{language}")), parties, taken)
        except FormatError as error:
            raise Unfit(name, N_("%(language)s: %(reason)s"), language=language, reason=error) from error
    if any(found.values()) and not all(found.values()):
        missing = ", ".join(language for language, content in found.items() if not content)
        raise Unfit(name, N_("no words in: %(languages)s; write them in every language, or in none to take the provision out"),
                    languages=missing)  # fmt: skip
    return found


def _languages(conflict: Conflict) -> list[str]:
    """The languages in which words are in conflict."""
    return sorted({*conflict.base, *(language for side in conflict.sides.values() for language in side)})


# ---- the page ----


def _shown(ask: Ask, room: Room, slot: Slot, view: MergeView, raw: Raw, wrong: Mapping[str, DetenteError] | None = None) -> Shown:
    around = frame(room, slot, "merge")
    conflicts = [] if view.merged is None else merging(room, slot, *_refs(view.merged)).merged.conflicts
    more: dict[str, Any] = {
        **around, "raw": raw, "wrong": wrong or {}, "writing": around["to"] + "/merge", "us": room.party,
        "written": [_written(conflict) for conflict in conflicts],
        "tongues": [sorted(_languages(one), key=lambda code: (code != ask.language, code)) for one in conflicts],
        "form": raw.one("form") or text_as_it_stands(room, slot).version.act.kept.get("form", ""),
        "choices": [(each.ref, f"{each.ref} {{{each.provision}}}" if each.provision else each.ref) for each in view.candidates],
    }  # fmt: skip
    return Shown(
        "text_merge.html", view, N_("Put together: %(title)s"), title_of(ask, around["text"]), more=more, status=422 if wrong else 200
    )


def _refs(merged: MergedView) -> tuple[Ref, Ref]:
    first, second = (acting_texts.ref_of(ref) for ref in merged.sides)
    return first, second


def _written(conflict: Conflict) -> dict[str, str]:
    """What the fields for other words hold at first: both sides' words in brackets, in the plain form."""
    return {language: format_content(content) for language, content in conflict.both.items()}


PAGES = (
    Page(
        "/texts/{channel}/text/{key}/merge", show, "read", about="Two versions, or two changes of a provision, that crossed, put together",
        view=MergeView, query=("first", "second"),
    ),
    Page("/texts/{channel}/text/{key}/merge", take, "draft", method="POST", shows_again=True),
)  # fmt: skip
