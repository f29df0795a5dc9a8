"""The forms of acts about texts: table, change, settle, put together, correct; initial, sign, and what follows the signature."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from detente.dialogue.kinds import ATTACHED, INSTRUMENTS, VERBS
from detente.errors import N_
from detente.node.text_files import by_language
from detente.views import acting_texts as acts
from detente.views import words_talks, words_texts
from detente.web.fields import FROM, SIGNER, SILENCE, TEXT, TITLES, Field, form

TEXTS: Final = N_("Texts")

ABOUT: Final = Field("about", "choice", N_("text"), needed=True, options="texts")
WHY: Final = Field("subject", "line", N_("why"), N_("In a line; all will read it."))
PLAIN: Final = N_(
    "Paragraphs with an empty line between them. {1} before a paragraph is its name, # numbers it, = makes it a heading, > sets it "
    "deeper. Brackets: [words] to keep or to omit, [USA: shall / RUS: should] to choose from."
)
VERSIONS: Final = Field("text", "versions", N_("language versions"), PLAIN, needed=True)
WORDS: Final = Field("text", "wordings", N_("words"), N_("In every language of the text; brackets are written as in the text itself."))

FORMS_OF_TEXTS: Final = (
    form(
        TEXTS, "table", N_("Text"), N_("Table a text in its language versions. All who consent, consent to all of them."), acts.table,
        Field("about", "key", N_("key"), N_("One word, the same for all parties and in all languages."), needed=True, options=("text",)),
        Field("form", "choice", needed=True, options=words_talks.FORMS), VERSIONS, TITLES,
        Field("order", "order", N_("order of signature"), N_("If one is agreed: who signs first, who next."), options="parties"),
        Field("depositary", "choice", N_("depositary"), N_("Who keeps the original and says when it is in force."), options="parties"),
        SILENCE, kind="propose", subjects=("text",),
    ),
    form(
        TEXTS, "amend", N_("Change of a provision"), N_("Propose what becomes of one provision; it stands in brackets until all consent."),
        acts.amend, ABOUT,
        Field("provision", "line", N_("provision"), N_("Its name, such as 3-a; of a new one a name that no other has."), needed=True),
        Field(
            "verb", "choice", N_("what becomes of it"), needed=True, options={code: words_texts.VERBS[code] for code in VERBS}, first="MOD",
        ),
        WORDS, Field("after", "line", N_("behind which provision"), N_("Of a new one; otherwise it stands first.")),
        Field("look", "choice", N_("kind of paragraph"), options=words_texts.LOOKS),
        Field("level", "integer", N_("how deep"), N_("How deep it stands, from 0 to 5.")), WHY, SILENCE, kind="propose",
        subjects=("text/p",),
    ),
    form(
        TEXTS, "settle", N_("Settlement of a bracket"),
        N_("Propose what stands in the place of a bracket; it is closed in all languages when all have consented."), acts.settle, ABOUT,
        Field("bracket", "number", N_("number of the bracket"), needed=True),
        Field("choose", "alternative", N_("what is to stand in its place")),
        WORDS._replace(label=N_("in other words"), help=N_("Only where no wording is chosen; in every language of the text.")),
        Field("package", "numbers_of", N_("only together with brackets"), N_("Numbers of brackets that are settled for this one.")), WHY,
        SILENCE, kind="propose", subjects=("text/b",),
    ),
    form(
        TEXTS, "consolidate", N_("What was agreed, put together"),
        N_("Table the text as it stands, with all that was agreed about its parts, as a new version."), acts.consolidate, ABOUT,
        Field("form", "choice", help=N_("If it is to be another."), options=words_talks.FORMS), SILENCE, kind="propose",
        subjects=("text/all",),
    ),
    form(
        TEXTS, "correct-text", N_("Correction of an adopted text"),
        N_("Propose to correct errors; the old words stay, and stand corrected once all have consented."), acts.correct, ABOUT,
        VERSIONS._replace(label=N_("the whole text as it should read")), WHY,
        SILENCE._replace(help=N_("The end of the time for objections: who says nothing until then will have consented.")),
        kind="propose", subjects=("text/c",),
    ),
    form(
        TEXTS, "initial", N_("Initials"), N_("Initial a version: these are the words. It does not bind yet."), acts.initial, ABOUT,
        SIGNER,
    ),
    form(
        TEXTS, "sign", N_("Signature"), N_("Sign a text that was adopted: one check value over all its language versions."), acts.sign,
        ABOUT, Field("how", "choice", help=N_("If it is said: whether it is to be ratified."), options=words_texts.SIGNED),
        SIGNER,
    ),
    form(
        TEXTS, "attach", N_("Statement beside a text"),
        N_("Put an interpretative statement, a reservation or a declaration of ours beside a text; the text stays as it is."), acts.attach,
        ABOUT,
        Field(
            "form", "choice", needed=True, options={code: words_texts.ATTACHED[code] for code in ATTACHED},
            first="interpretative_statement",
        ),
        Field("text", "languages", needed=True),
    ),
    form(
        TEXTS, "bind", N_("Instrument"), N_("Record our consent to be bound beside the signature, such as a ratification."), acts.bind,
        ABOUT,
        Field("instrument", "choice", N_("instrument"), needed=True, options={code: words_texts.INSTRUMENTS[code] for code in INSTRUMENTS}),
        FROM._replace(help=N_("From which day it has effect, if not at once.")), TEXT,
    ),
    form(
        TEXTS, "force", N_("Entry into force"), N_("Say from when a text is in force: as its depositary, or as a party."), acts.force,
        ABOUT, FROM._replace(needed=True), Field("for", "choices", N_("for these parties alone"), options="parties"),
        Field("provisional", "check", N_("applied provisionally"), N_("It is applied from that day, before it is in force.")),
        Field("provisions", "words", N_("these provisions alone"), N_("Their names, with commas between them.")), TEXT,
    ),
)  # fmt: skip


def about_of(matter: str) -> dict[str, Any]:
    """What a draft about a part of a text says of it: the text, and which part."""
    subject, key, kind, part = (*matter.split("/", 3), "", "", "")[:4]
    if subject != "text" or not part:
        return {}
    name = {"p": "provision", "b": "bracket"}.get(kind)
    return {"about": f"{subject}/{key}", **({name: part} if name else {})}


def settled_by(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What a draft that settles a bracket says beside its words: that there are none, and which other brackets go with it."""
    if "/b/" not in str(fields.get("slot", "")):
        return {}
    package = [int(other.rpartition("/")[2]) for other in fields.get("package", ())]
    return {**({} if any(by_language(fields).values()) else {"choose": "omit"}), **({"package": package} if package else {})}
