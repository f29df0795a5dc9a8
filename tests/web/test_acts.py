"""Forms of acts: every act can be drafted, what is wrong is said at its field with everything kept, and nothing counts before the seal."""

from __future__ import annotations

import re

import pytest

from detente.dialogue.kinds import KINDS, RECORD_KINDS
from detente.web.forms import FORMS
from tests.web.acting import goes_to, json_of, sent_by, words

BY_PROGRAM = {"lapse", "list_channel"}
"""Acts that no form makes: silence is kept by the node, a group's channel is opened with it."""


def test_every_kind_that_a_person_does_has_a_form():
    assert {form.kind for form in FORMS.values()} == set(KINDS) - RECORD_KINDS - BY_PROGRAM


FILLED = {
    "request": ({}, {"text": "Who was it?", "to": "rus", "urgent": "yes"}, {"to": "rus", "text": "Who was it?", "urgent": True}),
    "acknowledge": ({"re": "request"}, {}, {}),
    "answer": ({"re": "request"}, {"outcome": "declined", "reason": "Not ours."}, {"outcome": "declined", "reason": "Not ours."}),
    "clarify": ({"re": "request"}, {"text": "Which one?"}, {"text": "Which one?"}),
    "remind": ({"re": "open request"}, {"how": "resent"}, {"how": "resent"}),
    "withdraw": ({"re": "ad referendum"}, {"reason": "A mistake."}, {"reason": "A mistake."}),
    "dispute": ({"re": "answer"}, {"reason": "It is none."}, {"reason": "It is none."}),
    "propose-measure": ({}, {"about__key": "hotline", "text": "A line."}, {"slot": "measure/hotline", "electorate": ["rus", "usa"]}),
    "propose-exchange": ({}, {"about__key": "prisoners", "text": "Two for two."}, {"slot": "exchange/prisoners"}),
    "propose-track": ({}, {"about__key": "cyber", "text": "A track."}, {"slot": "track/cyber"}),
    "propose-charter": ({}, {"about__key": "rules", "text": "A rule."}, {"slot": "charter/rules"}),
    "propose-term": (
        {}, {"which": "first", "term__number": "48", "term__unit": "hours"}, {"slot": "term/first", "term": {"hours": 48}},
    ),
    "consent": (
        {"re": "group"}, {"how": "ad_referendum", "confirm_by": "2021-10-15"}, {"how": "ad_referendum", "confirm_by": "2021-10-15"},
    ),
    "confirm": ({"re": "ad referendum"}, {"text": "Confirmed."}, {"text": "Confirmed."}),
    "reserve": ({"re": "group"}, {"until": "2021-10-15"}, {"until": "2021-10-15"}),
    "object": ({"re": "group"}, {"reason": "Too early."}, {"reason": "Too early."}),
    "propose-meeting": (
        {"about": "meeting/plenary/2"},
        {
            "date__known": "range", "date__from": "2021-10-01", "date__to": "2021-10-05", "time__at": "09:30", "time__zone": "Europe/Zurich",
            "time__about": "yes", "host": "usa", "place": "Geneva", "gates": ["group/arms"], "silence__day": "2021-10-10",
            "silence__at": "12:00", "silence__zone": "Europe/Zurich",
        },
        {
            "slot": "meeting/plenary/2", "date": {"from": "2021-10-01", "to": "2021-10-05"}, "host": "usa", "gates": ["group/arms"],
            "time": {"at": "09:30", "zone": "Europe/Zurich", "about": True}, "silence": {"until": "2021-10-10T10:00:00Z"},
        },
    ),
    "propose-date": (
        {"about": "meeting/plenary/1/date"}, {"date__month": "2021-10"}, {"slot": "meeting/plenary/1/date", "date": {"month": "2021-10"}},
    ),
    "propose-agenda": (
        {"about": "meeting/plenary/1"}, {"agenda": "Opening\n\nLimits\n"},
        {"slot": "meeting/plenary/1/agenda", "agenda": ["Opening", "Limits"]},
    ),
    "propose-minutes": (
        {"about": "meeting/plenary/1"}, {"point": "2", "text": "Agreed."}, {"slot": "meeting/plenary/1/minutes/2", "text": "Agreed."},
    ),
    "announce": ({"about": "meeting/plenary/2"}, {"date__day": "2021-11-01"}, {"about": "meeting/plenary/2", "date": {"day": "2021-11-01"}}),
    "delegation": ({"about": "meeting/plenary/1"}, {"head": "berg"}, {"about": "meeting/plenary/1", "head": "berg"}),
    "held": ({"about": "meeting/plenary/1"}, {}, {"about": "meeting/plenary/1", "state": "held"}),
    "propose-group": (
        {}, {"about__key": "space", "names__en": "Space", "names__ar": "الفضاء"},
        {"slot": "group/space", "names": {"ar": "الفضاء", "en": "Space"}},
    ),
    "report": ({"about": "group/arms"}, {"state": "met"}, {"about": "group/arms", "state": "met"}),
    "raise": (
        {}, {"about__subject": "issue", "about__key": "mines", "title__ru": "Мины", "concerns": "gbr, fra"},
        {"about": "issue/mines", "title/ru": "Мины", "concerns": ["fra", "gbr"]},
    ),
    "word": ({"about": "issue/cyber"}, {"text__en": "Our words."}, {"about": "issue/cyber", "text/en": "Our words."}),
    "assess": (
        {"about": "issue/cyber"}, {"movement": "progress", "round": "meeting/plenary/1"},
        {"movement": "progress", "round": "meeting/plenary/1"},
    ),
    "refer": (
        {"about": "issue/cyber"}, {"to__body": "osce", "names__en": "OSCE"}, {"to": "body/osce", "names": {"en": "OSCE"}},
    ),
    "report-back": ({"re": "referral"}, {"state": "reported"}, {"about": "issue/cyber", "state": "reported"}),
    "undertake": ({}, {"text": "We promise.", "to": ["rus"], "due__day": "2021-12-01"}, {"to": ["rus"], "due": {"day": "2021-12-01"}}),
    "perform": ({"re": "our promise"}, {"text": "Done."}, {"text": "Done."}),
    "note": (
        {}, {"form": "note_verbale", "number": "N 7", "text": "The embassy presents.", "about": "issue/cyber"},
        {"form": "note_verbale", "number": "N 7", "about": "issue/cyber"},
    ),
    "declare": (
        {}, {"about": "text/new-start", "form": "figures", "on": "2021-09-01", "figures": "vehicles=665\nwarheads = 1389", "exchange": "data"},
        {"form": "figures", "figures": {"vehicles": 665, "warheads": 1389}, "exchange": "data"},
    ),
    "notify": (
        {"about": "text/new-start", "format": "change"},
        {"on": "2021-09-20", "values__facility": "Supposed", "values__what": "moved", "values__number": "2"},
        {"format": "change", "values": {"facility": "Supposed", "what": "moved", "number": 2}},
    ),
    "query": ({"re": "declaration"}, {"text": "Where?"}, {"text": "Where?"}),
    "suspend": (
        {}, {"about": "text/new-start", "from": "2021-09-30", "exchanges": "data", "ground": "Supposed."},
        {"about": "text/new-start", "from": "2021-09-30", "exchanges": ["data"], "ground": "Supposed."},
    ),
    "resume": ({"re": "our suspension"}, {"from": "2021-10-01"}, {"from": "2021-10-01"}),
    "inspect": (
        {"about": "text/new-start"},
        {"host": "rus", "type": "type-two", "from": "2021-11-08", "until": "2021-11-09", "site": "Supposed depot", "on": "2021-09-30"},
        {"host": "rus", "type": "type-two", "from": "2021-11-08", "until": "2021-11-09", "site": "Supposed depot"},
    ),
    "visit": (
        {"re": "visit", "state": "refused"}, {"on": "2021-09-30", "ground": "Supposed: repairs."},
        {"state": "refused", "on": "2021-09-30", "ground": "Supposed: repairs."},
    ),
    "commit": ({}, {"about": "exchange/more-lists", "text": "Supposed: one, two."}, {"about": "exchange/more-lists"}),
    "reveal": ({"re": "list of usa"}, {}, {"text": "Supposed: the list of usa."}),
    "disclose": ({"re": "note"}, {}, {"text": "In confidence."}),
    "check": ({}, {}, {}),
    "statement": (
        {},
        {
            "speakers__0__side": "usa", "speakers__0__office": "spokesperson", "said_on__day": "2021-09-02", "quotation__en": "Over 40.",
            "figures__0__what": "sent", "figures__0__by": "usa", "figures__0__to": "rus", "figures__0__number": "40",
            "figures__0__qualifier": "over", "according_to": "An agency", "source": "public", "source_ref": "https://example.org/1",
        },
        {
            "speakers": [{"side": "usa", "office": "spokesperson"}], "quotation/en": "Over 40.", "according_to": ["An agency"],
            "figures": [{"what": "sent", "by": "usa", "to": "rus", "number": 40, "qualifier": "over"}],
            "source": {"kind": "public", "ref": "https://example.org/1"},
        },
    ),
    "reply": ({"re": "statement"}, {"text": "It was otherwise."}, {"text": "It was otherwise."}),
    "table": (
        {}, {"about__key": "declaration", "form": "agreement", "text__en": "One.", "text__ru": "Один.", "title__en": "Declaration"},
        {"slot": "text/declaration", "languages": ["en", "ru"], "text/ru": "language: ru\nstatus: authentic\n\n{p1} Один.\n"},
    ),
    "amend": (
        {"about": "text/rolling", "provision": "2"}, {"text__en": "We meet in Vienna.", "text__ru": "Мы встречаемся в Вене."},
        {"slot": "text/rolling/p/2", "verb": "MOD", "languages": ["en", "ru"], "text/en": "We meet in Vienna."},
    ),
    "settle": (
        {"about": "text/rolling", "bracket": "1"}, {"text__en": "will", "text__ru": "будем встречаться", "package": "2"},
        {"slot": "text/rolling/b/1", "text/en": "will", "package": ["text/rolling/b/2"]},
    ),
    "consolidate": ({"about": "text/rolling"}, {}, {"slot": "text/rolling", "form": "rolling_text", "brackets": 2}),
    "correct-text": (
        {"about": "text/statement"}, {"text__en": "We all agree.", "text__ru": "Мы все согласны.", "subject": "A slip"},
        {"slot": "text/statement/c/1", "subject": "A slip"},
    ),
    "initial": ({"about": "text/statement"}, {}, {}),
    "attach": (
        {"about": "text/statement"}, {"form": "declaration", "text__en": "We understand it so."},
        {"form": "declaration", "text/en": "We understand it so."},
    ),
    "bind": (
        {"about": "text/statement"}, {"instrument": "ratification", "from": "2021-12-01"},
        {"instrument": "ratification", "from": "2021-12-01"},
    ),
    "force": (
        {"about": "text/statement"}, {"from": "2022-01-01", "provisional": "yes", "for": ["usa"]},
        {"from": "2022-01-01", "provisional": True, "for": ["usa"]},
    ),
    "sign": ({"about": "text/statement"}, {"delegate": "berg"}, {"by": {"delegate": "berg"}}),
    "appoint": (
        {}, {"delegate": "lind", "name": "Mr Lind", "role": "expert", "powers": ["attend", "negotiate"], "from": "2021-09-30"},
        {"delegate": "lind", "role": "expert", "powers": ["attend", "negotiate"], "from": "2021-09-30"},
    ),
    "empower": ({}, {"delegate": "berg", "powers": ["sign"], "about": "text/statement"}, {"delegate": "berg", "about": "text/statement"}),
    "revoke": ({"re": "appointment"}, {"from": "2021-12-01"}, {"from": "2021-12-01"}),
    "contacts": (
        {}, {"contact": "hotline", "address": "+1 555 0100", "languages": "en, ar", "zone": "Europe/Zurich"},
        {"contact": "hotline", "address": "+1 555 0100", "languages": ["ar", "en"], "zone": "Europe/Zurich"},
    ),
    "rename": (
        {}, {"names__en": "New United States", "names__ru": "Новые Штаты", "names__ar": "الولايات الجديدة", "from": "2021-09-30"},
        {"names": {"ar": "الولايات الجديدة", "en": "New United States", "ru": "Новые Штаты"}, "from": "2021-09-30"},
    ),
    "translate": (
        {"re": "request"}, {"language": "ru", "text": "Кто это сделал?"}, {"language": "ru", "status": "courtesy", "text": "Кто это сделал?"},
    ),
    "correct": (
        {"re": "our request"}, {"new__text": "Where are they?", "text": "A slip."}, {"corrects": ["text"], "new/text": "Where are they?"},
    ),
    "release": ({"re": "our request"}, {"sections": ["requests/usa"]}, {"sections": ["requests/usa"]}),
    "destroy": ({"re": "our request"}, {}, {}),
}  # fmt: skip


ABOUT_A_VERSION = {"sign", "initial", "attach", "bind", "force"}
"""Forms that ask for a text, and make an act about the entry of its version."""


def test_the_table_above_has_every_form():
    assert set(FILLED) == set(FORMS)


@pytest.mark.parametrize("form", sorted(FILLED))
def test_a_form_becomes_a_draft_and_the_draft_fills_the_form_again(usa, refs, form):
    query, typed, expected = FILLED[form]
    query = {name: refs[value] if name == "re" else value for name, value in query.items()}
    before = usa.on(lambda _, room: room.my_head)
    answer = usa.fill(form, query, **typed)
    assert answer.status_code == 303, words(answer.text)
    draft = usa.draft()
    assert draft["kind"] == FORMS[form].kind
    assert {name: draft[name] for name in expected} == expected
    assert ("re" in draft) == ("re" in query or form in ABOUT_A_VERSION)
    assert usa.on(lambda _, room: room.my_head) == before, "a draft is in no log"
    page = usa.get(answer.headers["location"])
    assert page.status_code == 200
    assert "Not in the record." in words(page.text)
    edit = usa.get(answer.headers["location"] + "/edit")
    if edit.status_code == 400:
        assert form in {"sign", "initial", "commit"}
        return
    again = usa.browser.post(goes_to(edit.text), data=sent_by(edit.text), headers={"sec-fetch-site": "same-origin"})
    assert again.headers.get("location") == answer.headers["location"], words(again.text)
    assert usa.draft() == draft
    assert len(usa.on(lambda node, _: node.store.drafts())) == 1


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(usa):
    answer = usa.fill(
        "propose-meeting", about__number="2", date__known="day", date__day="2021-02-31", place="Geneva", time__at="08:00",
        time__zone="Europe/Zuerich", silence__day="2020-01-01", silence__at="08:00",
    )  # fmt: skip
    assert answer.status_code == 422
    text = words(answer.text)
    assert "There is no day 2021-02-31 in the calendar" in text
    assert "'Europe/Zuerich' is no time zone known here; near to it: Europe/Zurich" in text
    kept = sent_by(answer.text)
    assert kept["place"] == ["Geneva"]
    assert kept["date.day"] == ["2021-02-31"]
    assert kept["time.zone"] == ["Europe/Zuerich"]
    assert "aria-describedby" in answer.text
    assert usa.on(lambda node, _: node.store.drafts()) == []


def test_an_answer_that_is_declined_needs_a_reason_and_says_so_at_the_reason(usa, refs):
    answer = usa.fill("answer", {"re": refs["request"]}, outcome="declined")
    assert answer.status_code == 422
    assert '<a href="#reason">Reason</a>' in answer.text
    assert "An answer that declines or withholds needs a reason" in words(answer.text)


@pytest.mark.parametrize(
    ("language", "direction", "sentence"),
    [("ar", "rtl", "هذا مطلوب"), ("ru", "ltr", "Это необходимо указать"), ("en", "ltr", "This is needed")],
)
def test_what_is_wrong_is_said_in_the_language_of_the_reader(usa, language, direction, sentence):
    usa.language = language
    answer = usa.fill("request", text="")
    assert answer.status_code == 422
    assert f'<html lang="{language}" dir="{direction}"' in answer.text
    assert sentence in words(answer.text)
    if language != "en":
        assert not {"needed", "Keep", "draft", "Channel"} & set(words(answer.text).split())


def test_an_act_about_what_it_cannot_be_about_is_refused_with_both_sides(usa, refs):
    answer = usa.fill("answer", {"re": refs["our request"]}, outcome="full", text="Ours.")
    assert answer.status_code == 422
    assert f"The request {refs['our request']} is to rus, not to usa" in words(answer.text)


def test_a_correction_that_changes_nothing_is_refused(usa, refs):
    answer = usa.fill("correct", {"re": refs["our request"]}, text="Why?")
    assert answer.status_code == 422
    assert "Nothing was changed; write what a text should read" in words(answer.text)


def test_an_entry_that_is_not_there_is_refused_in_the_form(usa):
    answer = usa.fill("acknowledge", re="rus/999")
    assert answer.status_code == 422
    assert "There is no entry rus/999 in 'plenary'" in words(answer.text)


def test_propose_leads_to_the_form_of_its_matter(usa):
    for matter, title in {
        "meeting/plenary/1/date": "Proposal of a date", "meeting/plenary/3": "Proposal of a meeting", "group/x": "Proposal of a working group",
        "term/first": "Proposal of a term", "meeting/plenary/1/minutes/3": "Draft of a point of the minutes", "text/x": "Text",
    }.items():  # fmt: skip
        assert f"<h1>{title}</h1>" in usa.get("/act/propose", about=matter).text, matter
    assert usa.get("/act/propose").headers["location"] == "/act"
    assert usa.get("/act/nonsense").status_code == 404


def test_a_form_that_was_found_by_its_matter_keeps_what_it_is_given(usa):
    saved = usa.fill("propose", {"about": "meeting/plenary/1/date"}, date__day="2021-11-01")
    assert saved.status_code == 303, words(saved.text)
    assert usa.draft()["slot"] == "meeting/plenary/1/date"


def test_the_form_of_another_channel_is_that_channels(usa):
    assert usa.get("/act/request", channel="nowhere").status_code == 400
    assert "Who will read it" in words(usa.get("/act/request", channel="plenary").text)


def test_a_form_has_its_json_twin(usa, refs):
    view = json_of(usa.get("/act/answer.json", re=refs["request"]))
    assert view["form"] == "answer"
    assert view["re"] == [refs["request"]]
    outcome = next(field for field in view["fields"] if field["name"] == "outcome")
    assert outcome["needed"]
    assert outcome["options"] == ["full", "partial", "nil", "declined", "withheld", "holding"]


# ---- attachments


def test_a_file_goes_with_a_request_and_is_kept_when_something_else_was_wrong(usa):
    answer = usa.fill("request", files=[("files", ("note.txt", b"Hello", "text/plain"))], text="", files__mark="RESTRICTED")
    assert answer.status_code == 422
    assert "note.txt" in words(answer.text)
    data = {**sent_by(answer.text), "text": "See the file.", "to": "rus"}
    saved = usa.browser.post("/act/request", data=data, headers={"sec-fetch-site": "same-origin"})
    assert saved.status_code == 303, words(saved.text)
    blob = usa.draft()["file/0001"]["blob"]
    assert (blob["name"], blob["size"], blob["mark"], blob["type"]) == ("note.txt", 5, "RESTRICTED", "text/plain")
    assert "note.txt" in words(usa.get(saved.headers["location"]).text)


def test_a_file_that_is_not_what_its_name_says_is_refused(usa):
    answer = usa.fill("request", files=[("files", ("note.pdf", b"MZ\x90", "application/pdf"))], text="x", to="rus")
    assert answer.status_code == 422
    assert "note.pdf is called a file of the kind PDF, and begins like one of the kind EXE" in words(answer.text)
    assert "That file was not taken" in words(answer.text)


def test_a_file_that_this_node_does_not_keep_is_not_taken_on_the_words_of_a_form(usa):
    forged = '{"name":"x","sha256":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","size":5,"type":"text/plain"}'
    assert usa.fill("request", text="x", to="rus", files__kept=forged).status_code == 303
    assert "file/0001" not in usa.draft()


def test_all_that_is_wrong_with_a_form_is_said_at_once(usa):
    answer = usa.fill(
        "contacts",
        contact="hotline",
        address="+1",
        zone="Washington",
        languages="en, Klingon",
        **{"from": "2021-10-02", "until": "2021-10-01"},
    )
    assert answer.status_code == 422
    said = words(answer.text)
    assert "near to it: America/New_York" in said
    assert "is no code of a language" in said
    assert "From 2021-10-02 until 2021-10-01 is no time at all" in said


def test_what_was_left_out_because_it_is_wrong_is_not_called_missing_too(usa, refs):
    answer = usa.fill("answer", {"channel": "plenary", "re": refs["request"]}, outcome="declined", text="No.")
    assert len(re.findall(r'<p class="error"', answer.text)) == 1


def test_a_correction_offers_the_words_of_an_entry_and_none_of_its_codes(usa, refs):
    page = usa.get("/act/correct", channel="plenary", re=refs["our suspension"]).text
    offered = set(re.findall(r'name="new\.([^"]+)"', page))
    assert offered == {"ground"}  # not since when, not of what
