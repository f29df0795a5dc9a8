"""The forms of all acts, as one table: which fields each has, how they are asked for, and what builds the act from them.

A label is the word that the field has everywhere (`views.words.FIELDS`) unless the form says it in other words. The builders are those
of `views.acting*`; what they refuse is said at the field that they name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from detente.dialogue.kinds import VISITED
from detente.errors import N_
from detente.node.text_files import by_language
from detente.views import acting_agreements as agreements
from detente.views import acting_exchanges as exchanges
from detente.views import acting_matters as matters
from detente.views import acting_people as people
from detente.views import acting_proposals as proposals
from detente.views import acting_register as register
from detente.views import acting_requests as requests
from detente.views import acting_talks as talks
from detente.views import words_agreements, words_matters, words_talks
from detente.web.fields import (
    AGREEMENT,
    ALL_STATES,
    DATE,
    EVENT,
    FROM,
    ISSUE,
    MATTER,
    MEETING,
    MOVEMENT_OF_GROUP,
    OUTCOMES,
    PLACE,
    POWERS_FIELD,
    REASON,
    REASON_NEEDED,
    SIGNER,
    SILENCE,
    TEXT,
    TEXT_NEEDED,
    TIME,
    TITLES,
    UNTIL,
    VENUE,
    WITHIN,
    Field,
    Form,
)
from detente.web.fields import form as _form
from detente.web.forms_texts import FORMS_OF_TEXTS, TEXTS, about_of, settled_by

REQUESTS: Final = N_("Requests")
PROPOSALS: Final = N_("Proposals and stances")
TALKS: Final = N_("Meetings and groups")
ISSUES: Final = N_("Issues and undertakings")
PEOPLE: Final = N_("People and contacts")
NOTES: Final = N_("Notes and statements")
AGREEMENTS: Final = N_("Under an agreement")
EXCHANGES: Final = N_("Exchanges of lists")
ENTRIES: Final = N_("About entries that are there")


_REQUESTS = (
    _form(
        REQUESTS, "request", N_("Request"), N_("Ask another party something."), requests.request,
        Field("to", "choice", needed=True, options="others"), Field("subject", "line", help=N_("A line that says what it is about.")),
        TEXT_NEEDED, Field("urgent", "check", help=N_("Mark it as urgent.")), files=True, paper=True,
    ),
    _form(
        REQUESTS, "acknowledge", N_("Acknowledgement"), N_("Say that a person has taken up a request; no answer yet."),
        requests.acknowledge, TEXT, re="one", paper=True,
    ),
    _form(
        REQUESTS, "answer", N_("Answer"), N_("Answer a request."), requests.answer,
        Field("outcome", "choice", needed=True, options=OUTCOMES), TEXT,
        REASON._replace(help=N_("Needed where you decline or withhold.")), re="one", files=True, paper=True,
    ),
    _form(
        REQUESTS, "clarify", N_("Clarification"), N_("Ask back about a request, or say what was meant; linked to it, and no answer."),
        requests.clarify, TEXT_NEEDED, re="one", paper=True,
    ),
    _form(
        REQUESTS, "remind", N_("Reminder"), N_("Remind of a request, or note that it was sent again; changes no number."),
        requests.remind, Field("how", "choice", options=words_matters.HOW, first="reminder"), TEXT, re="one", paper=True,
    ),
    _form(
        REQUESTS, "withdraw", N_("Withdrawal"), N_("Withdraw an unanswered request, a proposal or a stance of yours; both entries stay."),
        proposals.withdraw, REASON, re="one", paper=True,
    ),
    _form(
        REQUESTS, "dispute", N_("Dispute"),
        N_("Say that an answer to you is none, that an undertaking was not performed, or that a declared figure is not so."),
        requests.dispute, REASON_NEEDED, Field("figure", "line", help=N_("Of a declaration: the figure that is disputed.")),
        Field("amounts", "amounts", help=N_("Of a figure: NUMBER=WHAT, one on each line, such as 56=launchers.")), re="one", paper=True,
    ),
)  # fmt: skip


def _decided(subject: str, title: str) -> Form:
    return _form(
        PROPOSALS, "propose-" + subject, title, N_("It is adopted when all members have consented."), proposals.propose,
        Field("about", "key", N_("key"), N_("One word, the same for all parties and in all languages."), needed=True, options=(subject,)),
        TEXT_NEEDED, SILENCE, kind="propose", subjects=(subject,),
    )  # fmt: skip


_PROPOSALS = (
    _decided("measure", N_("Proposal of a measure")),
    _decided("exchange", N_("Proposal of an exchange")),
    _decided("track", N_("Proposal of a track of the talks")),
    _decided("charter", N_("Proposal to change the charter")),
    _form(
        PROPOSALS, "propose-term", N_("Proposal of a term"),
        N_("A time limit, counted from proven receipt; without an agreed term nothing is ever overdue."), proposals.propose_term,
        Field("which", "choice", N_("for"), needed=True, options=words_matters.CLOCKS), Field("term", "term", needed=True), TEXT, SILENCE,
        kind="propose", subjects=("term",),
    ),
    _form(
        PROPOSALS, "consent", N_("Consent"), N_("Consent to a proposal. It is adopted when all members have."), proposals.consent,
        Field(
            "how", "choice", help=N_("At once, or ad referendum: subject to confirmation by your government, and no consent before that."),
            options={"full": N_("at once"), "ad_referendum": N_("ad referendum")}, first="full",
        ),
        Field("confirm_by", "day", help=N_("The day by which you mean to confirm consent ad referendum.")), TEXT, SIGNER, re="one",
    ),
    _form(
        PROPOSALS, "confirm", N_("Confirmation"),
        N_("Confirm consent ad referendum or a reservation of yours, or what another party has reported or done."), proposals.confirm,
        TEXT, SIGNER, re="one",
    ),
    _form(
        PROPOSALS, "reserve", N_("Reservation"), N_("Reserve your position on a proposal: you await instructions."), proposals.reserve,
        Field("until", "day", help=N_("The day by which you mean to have instructions.")), TEXT, re="one",
    ),
    _form(
        PROPOSALS, "object", N_("Objection"), N_("Object to a proposal; it also breaks a silence procedure."), proposals.object_to,
        REASON_NEEDED, re="one",
    ),
)  # fmt: skip

_TALKS = (
    _form(
        TALKS, "propose-meeting", N_("Proposal of a meeting"),
        N_("Propose a meeting to all members; its date may be a day, a month, a range, or not set yet."), talks.propose_meeting,
        Field("about", "meeting", N_("meeting"), needed=True), DATE, TIME, Field("host", "choice", options="parties"), PLACE, VENUE,
        Field("subject", "line"), Field("gates", "choices", help=N_("What must have met before."), options="gates"), SILENCE,
        kind="propose", subjects=("meeting",),
    ),
    _form(
        TALKS, "propose-date", N_("Proposal of a date"), N_("Propose another date for a meeting; all members have to consent."),
        talks.propose_date, MEETING, DATE._replace(needed=True), TIME, SILENCE, kind="propose", subjects=("date",),
    ),
    _form(
        TALKS, "propose-agenda", N_("Proposal of an agenda"), N_("Propose the agenda of a meeting."), talks.propose_agenda, MEETING,
        Field("agenda", "lines", help=N_("The items in order, one on each line."), needed=True), SILENCE, kind="propose",
        subjects=("agenda",),
    ),
    _form(
        TALKS, "propose-minutes", N_("Draft of a point of the minutes"),
        N_("Draft one point of the minutes; it is agreed when all members consent to one draft of it."), talks.propose_minutes, MEETING,
        Field("point", "number", N_("point"), needed=True), TEXT_NEEDED, SILENCE, kind="propose", subjects=("minutes",),
    ),
    _form(
        TALKS, "announce", N_("Announcement"), N_("Announce a date, by your side alone; it goes into the history of the date."),
        talks.announce, Field("about", "meeting", N_("meeting"), needed=True), DATE._replace(needed=True), TIME, PLACE, VENUE, TEXT,
    ),
    _form(
        TALKS, "delegation", N_("Delegation"), N_("Say whom your party sends to a meeting."), talks.delegation,
        Field("about", "choice", N_("meeting"), needed=True, options="meetings"), Field("head", "choice", needed=True, options="people"),
        Field("alternates", "choices", options="people"), Field("delegates", "choices", options="people"), TEXT,
    ),
    _form(
        TALKS, "held", N_("Report that a meeting was held"), N_("It counts as held when all members have reported it."), talks.held,
        Field("about", "choice", N_("meeting"), needed=True, options="meetings"), DATE, TIME, PLACE, VENUE, TEXT, kind="report",
        subjects=("meeting",),
    ),
    _form(
        TALKS, "propose-group", N_("Proposal of a working group"), N_("Propose a working group to all members."), talks.propose_group,
        Field("about", "key", N_("key"), N_("One word, the same for all parties and in all languages."), needed=True, options=("group",)),
        Field("names", "names", needed=True), TEXT._replace(help=N_("What it is to do.")), SILENCE, kind="propose", subjects=("group",),
    ),
    _form(
        TALKS, "report", N_("Report of a group"),
        N_("Report that a group has begun, met or concluded; a meeting that waits for it goes on when all have."), talks.report_group,
        Field("about", "choice", N_("working group"), needed=True, options="groups"),
        Field("state", "choice", needed=True, options=MOVEMENT_OF_GROUP), DATE, TEXT, subjects=("group",),
    ),
)  # fmt: skip

_ISSUES = (
    _form(
        ISSUES, "raise", N_("New issue"), N_("Put a matter on the list of issues."), matters.raise_issue,
        Field(
            "about", "key", N_("key"), N_("One word, the same for all parties and in all languages."), needed=True,
            options=("issue", "track"),
        ),
        TITLES._replace(needed=True), Field("text", "languages", N_("our wording"), N_("The other side writes its own.")),
        Field("concerns", "words", help=N_("States outside the talks that it concerns, with commas between them.")), paper=True,
    ),
    _form(
        ISSUES, "word", N_("Our wording of an issue"), N_("Give an issue our own wording, or a new one; the earlier ones stay."),
        matters.word, ISSUE, Field("text", "languages", N_("our wording"), needed=True), paper=True,
    ),
    _form(
        ISSUES, "assess", N_("Assessment of an issue"), N_("Give our own assessment of an issue, for a round of talks."),
        matters.assess, ISSUE, Field("movement", "choice", needed=True, options=words_matters.MOVEMENTS),
        Field("round", "choice", options="meetings"), TEXT, paper=True,
    ),
    _form(
        ISSUES, "refer", N_("Referral of an issue"), N_("Refer an issue to a group, or to a body outside the talks."), matters.refer,
        ISSUE, Field("to", "target", needed=True, options="groups"),
        Field("names", "names", N_("name of that body"), N_("Only of a body outside the talks.")), TEXT, paper=True,
    ),
    _form(
        ISSUES, "report-back", N_("Report on a referral"),
        N_("Say what has become of a referral: whether that group or body has reported back."), matters.report_back,
        Field("state", "choice", needed=True, options=ALL_STATES), DATE, TEXT, kind="report", re="one", paper=True,
    ),
    _form(
        ISSUES, "undertake", N_("Undertaking"), N_("Promise something to the other side, with a date or without."), matters.undertake,
        TEXT_NEEDED._replace(help=N_("What our party promises.")),
        Field("to", "choices", help=N_("Nobody chosen: to all other members."), options="others"), Field("due", "when"), MATTER, re="maybe",
        paper=True,
    ),
    _form(
        ISSUES, "perform", N_("Performance"), N_("Say that an undertaking of ours is performed; the other side confirms or disputes it."),
        matters.perform, TEXT, re="one", paper=True,
    ),
)  # fmt: skip

_NOTES = (
    _form(
        NOTES, "note", N_("Note"), N_("Send a note; or, closed, only a commitment to its text."), matters.note,
        Field("form", "choice", needed=True, options=words_matters.NOTES),
        Field("number", "line", help=N_("Its number or mark in your registry.")), Field("title", "line"), TEXT_NEEDED,
        Field("to", "choices", help=N_("All members of the channel can read it, whomever it is addressed to."), options="others"), MATTER,
        Field("urgent", "check", help=N_("Mark it as urgent.")),
        Field(
            "closed", "check", N_("closed"),
            N_("Share only a commitment to the text. This node keeps the text; you can open it later, or never."),
        ), files=True, paper=True,
    ),
    _form(
        NOTES, "disclose", N_("Opening of a closed note"),
        N_("Open a closed note of ours; everybody sees whether it is the text that was committed to."), matters.disclose, re="one",
    ),
    _form(
        NOTES, "check", N_("Communications check"),
        N_("Ask whether the line works; the other side's node answers by itself, with its next look."), matters.check,
    ),
    _form(
        NOTES, "statement", N_("Public statement"), N_("Enter a public statement, with its source."), register.statement,
        Field("speakers", "speakers", needed=True), Field("said_on", "when", needed=True),
        Field("claim", "choice", needed=True, options=words_matters.CLAIMS, first="claim"),
        Field("quotation", "languages", help=N_("The words that were said, in the language in which they were said.")),
        TEXT._replace(label=N_("in our own words")), Field("figures", "figures"),
        Field("according_to", "lines", help=N_("Through whom it is known, such as an agency; nearest first, one on each line.")), MATTER,
        Field("place", "line", help=N_("Where it was said.")), Field("occasion", "line"), Field("unchanged_since", "when"), re="maybe",
        paper=True,
    ),
    _form(
        NOTES, "reply", N_("Reply"), N_("Reply to a public statement; the reply is shown beside it."), register.reply, TEXT_NEEDED,
        re="one", paper=True,
    ),
)  # fmt: skip

_AGREEMENTS = (
    _form(
        AGREEMENTS, "declare", N_("Declaration"),
        N_("Declare figures or items under an agreement; or that there are none, or nothing new."), agreements.declare,
        AGREEMENT, Field("form", "choice", needed=True, options=words_agreements.DECLARED, first="figures"),
        Field("on", "day", help=N_("The day of which the values are."), needed=True),
        Field("exchange", "line", help=N_("The regular exchange that it belongs to, as the agreement names it.")),
        Field("figures", "numbers", help=N_("NAME=NUMBER, one on each line. A figure that is left out is unknown, never zero.")),
        Field("items", "items", help=N_("ID TYPE; NAME=VALUE; NAME=VALUE, one item on each line.")),
        Field("full", "check", help=N_("The items take the place of all that were declared before.")),
        Field("removed", "words", help=N_("Ids of items that are there no more, with commas between them.")),
        Field("ground", "long", help=N_("Why it is withheld.")),
        Field("reversible", "choice", options=words_agreements.REVERSIBLE),
        Field("party", "choice", N_("party that provided nothing"), options="others"),
        Field("quota", "line", help=N_("The quota of visits that is filled, as the agreement names it.")), WITHIN, EVENT, TEXT, re="maybe",
        paper=True,
    ),
    _form(
        AGREEMENTS, "notify", N_("Notification"), N_("Notify in a format of an agreement; it is checked before it is drafted."),
        agreements.notify, AGREEMENT, Field("format", "line", help=N_("As the agreement names it."), needed=True),
        Field("on", "day", help=N_("The day that it is about."), needed=True),
        Field("values", "stated", help=N_("NAME=VALUE, one on each line.")), EVENT, TEXT._replace(label=N_("remarks")), re="maybe",
        paper=True,
    ),
    _form(
        AGREEMENTS, "query", N_("Query"), N_("Ask about what another party has declared or notified."), agreements.query, TEXT_NEEDED,
        re="one",
    ),
    _form(
        AGREEMENTS, "suspend", N_("Suspension"),
        N_("Say that your duties under an agreement are suspended. It is your claim; the others may dispute it."), agreements.suspend,
        AGREEMENT, FROM._replace(needed=True), UNTIL,
        Field("exchanges", "words", help=N_("Only these exchanges, with commas between them; otherwise all duties.")),
        Field("ground", "long", needed=True), paper=True,
    ),
    _form(
        AGREEMENTS, "resume", N_("Resumption"), N_("Say that a suspension of yours ends."), agreements.resume, FROM._replace(needed=True),
        TEXT, re="one", paper=True,
    ),
    _form(
        AGREEMENTS, "inspect", N_("Request for a visit"), N_("Ask for a visit or an inspection under an agreement."), agreements.inspect,
        AGREEMENT, Field("host", "choice", N_("party that is to be visited"), needed=True, options="others"),
        Field("type", "line", help=N_("The type of visit, as the agreement names it."), needed=True),
        FROM._replace(needed=True), UNTIL._replace(help=N_("The last day of the visit; otherwise the first.")),
        Field("site", "line", help=N_("The site that is to be visited.")),
        Field("on", "day", help=N_("The day of the request."), needed=True), TEXT, re="maybe", paper=True,
    ),
    _form(
        AGREEMENTS, "visit", N_("Answer about a visit"), N_("Accept or refuse a visit, or say that it was conducted."), agreements.visit,
        Field("state", "choice", needed=True, options={code: words_agreements.VISIT_STATES[code] for code in VISITED}, first="accepted"),
        Field("on", "day", help=N_("On which day."), needed=True),
        Field("ground", "long", help=N_("Of a refusal: on what ground.")), TEXT, re="one", paper=True,
    ),
)  # fmt: skip

_EXCHANGES = (
    _form(
        EXCHANGES, "commit", N_("Commitment to a list"),
        N_("Commit to a list: only a commitment is shared, and this node keeps the list until you open it."), exchanges.commit,
        Field("about", "choice", N_("exchange"), needed=True, options="exchanges"), TEXT_NEEDED._replace(label=N_("list")),
    ),
    _form(
        EXCHANGES, "reveal", N_("Opening of a list"),
        N_("Open the list that you committed to; refused before the commitments of all others are here."), exchanges.reveal,
        Field(
            "anyway", "check", N_("open anyway"),
            N_("Open although not all others have committed: they can still choose their lists with yours at hand."),
        ), re="one",
    ),
)  # fmt: skip

_PEOPLE = (
    _form(
        PEOPLE, "appoint", N_("Appointment"), N_("Appoint somebody to your delegation, or change the appointment; others can check it."),
        people.appoint,
        Field("delegate", "line", N_("id"), N_("A word chosen once, never a name that has to be translated."), needed=True),
        Field("name", "line", needed=True), Field("role", "choice", needed=True, options=words_talks.ROLES), Field("office", "line"),
        POWERS_FIELD, FROM, UNTIL,
        Field(
            "key", "line", help=N_("The public key with which the person signs, if it is kept elsewhere; otherwise that of this node."),
        ),
    ),
    _form(
        PEOPLE, "empower", N_("Full powers"), N_("Give somebody full powers, in all matters or in one."), people.empower,
        Field("delegate", "choice", needed=True, options="people"), POWERS_FIELD._replace(needed=True),
        MATTER._replace(help=N_("Only in this matter; nothing chosen: in all.")),
        Field("issuer", "line", help=N_("Who gives the powers, such as the minister for foreign affairs.")), FROM, UNTIL, TEXT,
    ),
    _form(
        PEOPLE, "revoke", N_("Revocation"), N_("End an appointment, full powers or a contact; what was done before stays."), people.revoke,
        FROM, REASON, re="one",
    ),
    _form(
        PEOPLE, "contacts", N_("Contact"), N_("Say how your party can be reached."), people.contacts,
        Field("contact", "choice", needed=True, options=words_talks.CONTACTS),
        Field("address", "line", help=N_("A telephone number, an address."), needed=True),
        Field("languages", "words", help=N_("Those that are spoken there, by their codes with commas between them: ar, en, ru.")),
        Field("zone", "zone", help=N_("Its time zone, such as Europe/Zurich.")), FROM, UNTIL, TEXT,
    ),
    _form(
        PEOPLE, "rename", N_("New name"),
        N_("Say what your party is called from now on, in the plenary. All pages show the new name; the charter keeps the old one."),
        people.rename, Field("names", "names", N_("new name"), needed=True),
        FROM._replace(help=N_("The day from which the new name holds; otherwise that of the act.")), TEXT,
    ),
)  # fmt: skip

_ENTRIES = (
    _form(
        ENTRIES, "translate", N_("Translation"), N_("Add a translation to an entry; it does not take the place of the original."),
        register.translate, Field("language", "line", help=N_("Its code, such as ar, en or ru."), needed=True),
        Field("status", "choice", options=words_matters.TRANSLATIONS, first="courtesy"), TEXT_NEEDED, re="one", paper=True,
    ),
    _form(
        ENTRIES, "correct", N_("Correction"), N_("Correct an entry of ours; the old text stays beside the new one."),
        register.correct_changed,
        Field("new", "texts", N_("what it should read"), needed=True), TEXT._replace(label=N_("why")), re="one", paper=True,
    ),
    _form(
        ENTRIES, "release", N_("Release"),
        N_("Agree to publish: entries, parts of the count, a matter. What is joint needs everybody's consent."), register.release,
        Field("opens", "words", help=N_("Only these fields of the entries, with commas between them; otherwise all.")),
        Field("sections", "choices", options="sections"), MATTER._replace(help=N_("A whole matter.")),
        Field("from", "moment", help=N_("From when on it may be published; otherwise at once.")), TEXT, re="many", paper=True,
    ),
    _form(
        ENTRIES, "destroy", N_("Consent to destroy"),
        N_("Agree to destroy the bodies of entries. They go when every member has agreed; hashes and counts stay."), requests.destroy,
        re="many",
    ),
)  # fmt: skip

_ALL = (*_REQUESTS, *_PROPOSALS, *_TALKS, *_ISSUES, *_AGREEMENTS, *_EXCHANGES, *FORMS_OF_TEXTS, *_NOTES, *_PEOPLE, *_ENTRIES)
FORMS: Final[Mapping[str, Form]] = {form.name: form for form in _ALL}
"""All forms by their names in addresses."""

VALUES: Final = "values."
"""What the names of those fields begin with that a format of notification has."""

_YES_OR_NO: Final = {True: "yes", False: "no"}

_ALIASES: Final = {"text": "table", "propose-text": "table", "contact": "contacts", "issue": "raise"}


def find(name: str, matter: str = "", *, referral: bool = False) -> Form | None:
    """The form of a name in an address; where several forms make acts of one kind, the one for this matter.

    Args:
        matter: what the act is to be about: meeting/plenary/3/date gives the form that proposes a date.
        referral: whether it is to be about an entry that refers an issue.
    """
    name = _ALIASES.get(name, name)
    if name in {"propose", "report"}:
        subject = _subject(matter)
        if name == "report" and referral:
            return FORMS["report-back"]
        return next((form for form in FORMS.values() if form.kind == name and subject in form.subjects), FORMS.get(name))
    return FORMS.get(name)


def form_of(fields: Mapping[str, Any]) -> Form | None:
    """The form in which a draft can be edited; None where there is none, as of a closed note or a list, whose text is no field of it."""
    kind = str(fields["kind"])
    if kind == "note" and "commitment" in fields:
        return None
    if kind in {"sign", "initial", "commit"}:
        return None
    found = find(kind, str(fields.get("slot", fields.get("about", ""))), referral="re" in fields)
    return found if found is not None and found.kind == kind else next((form for form in FORMS.values() if form.kind == kind), None)


def given_of(form: Form, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What a draft says for each field of its form: the inverse of its builder."""
    matter = str(fields.get("slot", fields.get("about", "")))
    parts = matter.split("/")
    found: dict[str, Any] = {}
    for field in form.fields:
        name = field.name
        if name.startswith(VALUES):
            stated = fields.get("values", {}).get(name.removeprefix(VALUES))
            if stated is not None:
                found[name] = _YES_OR_NO[stated] if isinstance(stated, bool) else stated
        elif field.widget in {"versions", "wordings"}:
            found[name] = by_language(fields)
        elif field.widget == "languages":
            texts = {key.partition("/")[2]: text for key, text in fields.items() if key == name or key.startswith(name + "/")}
            if texts:
                found[name] = texts
        elif field.widget == "texts":
            found[name] = {key.removeprefix("new/"): text for key, text in fields.items() if key.startswith("new/")}
        elif name == "silence" and "silence" in fields:
            found[name] = fields["silence"]["until"]
        elif name in fields:
            found[name] = fields[name]
    if form.group == TEXTS:
        found |= about_of(matter) | settled_by(fields)
    derived = {"about": matter, "meeting": "/".join(parts[:3]), "point": parts[-1], "which": parts[-1]}
    wanted = {field.name for field in form.fields}
    found |= {name: value for name, value in derived.items() if name in wanted and name not in found and matter}
    if "by" in fields and "delegate" in wanted:
        found["delegate"] = fields["by"]["delegate"]
    if "paper" in fields:
        found["paper"] = fields["paper"]["on"]
    if "source" in fields:
        found |= {"source": fields["source"]["kind"], "source_ref": fields["source"].get("ref", "")}
    return found


def _subject(matter: str) -> str:
    """What a matter is about, and of what belongs to a meeting or to a text: which part."""
    parts = matter.split("/")
    if parts[0] == "text" and len(parts) > 3:
        return "/".join((parts[0], parts[2]))
    return parts[3] if parts[0] == "meeting" and len(parts) > 3 else parts[0]


def in_groups() -> Sequence[tuple[str, list[Form]]]:
    """All forms under their headings."""
    headings = (REQUESTS, PROPOSALS, TALKS, ISSUES, AGREEMENTS, EXCHANGES, TEXTS, NOTES, PEOPLE, ENTRIES)
    return [(heading, [form for form in FORMS.values() if form.group == heading]) for heading in headings]


__all__ = ["FORMS", "VALUES", "Field", "Form", "find", "form_of", "given_of", "in_groups"]
