"""The press desk says what the register has already, and a claim stands in it once with all its appearances."""

from __future__ import annotations

import json

import pytest

from detente.node.sealing import seal
from detente.views import acting_register
from detente.views.acting import Place
from tests.web.acting import Sitting, json_of, ref_of, words
from tests.web.test_press import proposals, taken_in

CARRIED = """GENEVA (Reuters) - Deputy Foreign Minister Anna Orlova of Russia said on Thursday that Moscow had sent 45 requests.

She denied reports of a secret annex."""
ARABIC = "جنيف - قالت نائبة وزير الخارجية الروسي آنا أورلوفا، الخميس، إن بلادها أرسلت 45 طلباً إلى واشنطن."
KNOWN = {
    "speakers": [{"side": "rus", "name": "Anna Orlova"}],
    "said_on": {"day": "2021-09-30"},
    "claim": "assessment",
    "text": "Moscow had sent 45 requests, Orlova said",
    "figures": [
        {"what": "sent", "by": "rus", "to": "usa", "number": 45, "qualifier": "exact"},
        {"what": "answered", "by": "usa", "to": "rus", "number": 9, "qualifier": "exact"},
    ],
}


def entered(sitting: Sitting, about: str | None = None, **changed: object) -> str:
    """A statement in the register of our own node; its reference."""

    def work(node, room):
        place = Place(node, room, () if about is None else (ref_of(about),))
        node.draft(room, acting_register.statement(place, {**KNOWN, **changed}))
        return f"usa/{seal(node, room).head.size - 2}"

    return sitting.on(work)


def said_before(sitting: Sitting, text: str = CARRIED) -> list[str]:
    return [each["ref"] for each in proposals(sitting, taken_in(sitting, text))[0]["said_before"]]


@pytest.mark.parametrize("text", [CARRIED, ARABIC])
def test_the_desk_proposes_another_appearance_in_one_language_and_across_two(usa, text):
    known = entered(usa)
    address = taken_in(usa, text)
    first, *others = proposals(usa, address)
    assert [(each["channel"], each["ref"]) for each in first["said_before"]] == [("plenary", known)]
    assert all(each["said_before"] == [] for each in others)
    assert f"The same as {known}, 30 Sep 2021?" in words(usa.get(address).text)


def test_a_person_decides_and_the_draft_knows_whose_figures_they_are(usa):
    known = entered(usa)
    address = taken_in(usa)
    usa.post(address, do=f"again:0=plenary:{known}")
    first = proposals(usa, address)[0]
    draft = usa.draft()
    assert (first["choice"], first["said_before"]) == ("drafted", [])
    assert draft["re"] == [["usa", 0, int(known.split("/")[1])]]
    assert draft["figures"] == KNOWN["figures"][:1]  # the report says no more than that
    assert (draft["claim"], draft["source"]) == ("assessment", {"kind": "report", "ref": "A report"})
    usa.on(seal)
    rows = json_of(usa.get("/statements.json"))["statements"]
    (twice,) = (row for row in rows if len(row["appearances"]) > 1)
    assert twice["ref"] == known
    assert [each["source"] for each in twice["appearances"]] == [None, {"kind": "report", "ref": "A report"}]
    assert "appeared 2 times, first on 30 Sep 2021" in words(usa.get("/statements").text)


@pytest.mark.parametrize(
    "changed",
    [
        {"figures": [{**KNOWN["figures"][0], "number": 80}]},
        {"figures": [{**KNOWN["figures"][0], "qualifier": "over"}]},
        {"figures": []},
        {"text": "Something quite different was on the table that morning"},
        {"speakers": [{"side": "rus", "name": "Boris Petrov"}]},
        {"speakers": [{"side": "usa", "name": "Anna Orlova"}]},
        {"claim": "denial"},
    ],
)
def test_what_differs_is_not_proposed(usa, changed):
    entered(usa, **changed)
    assert said_before(usa) == []


def test_across_languages_it_was_said_on_one_day(usa):
    entered(usa, said_on={"day": "2021-09-23"})
    assert said_before(usa, ARABIC) == []
    assert said_before(usa) != []  # the words of one language are close


@pytest.mark.parametrize("earlier", ["plenary:usa/1", "plenary:usa/99", "nowhere:usa/1", "", "x" * 500])
def test_what_was_not_proposed_is_not_drafted_as_another_appearance(usa, earlier):
    entered(usa)
    address = taken_in(usa)
    sent = usa.post(address, do=f"again:0={earlier}")
    assert sent.status_code < 500
    assert proposals(usa, address)[0]["choice"] is None


def test_a_claim_that_has_appeared_twice_is_proposed_once_by_its_first(usa):
    first = entered(usa)
    entered(usa, first, said_on={"day": "2021-10-01"})
    assert said_before(usa) == [first]


@pytest.mark.parametrize(
    ("language", "expected"), [("ar", ["أهو نفسه", "إعداده بوصفه ظهورًا آخر"]), ("ru", ["То же, что", "Проект как ещё одно появление"])]
)
def test_the_question_is_put_in_the_readers_language(usa, language, expected):
    entered(usa)
    address = taken_in(usa)
    usa.language = language
    page = words(usa.get(address).text)
    assert all(each in page for each in expected)


def test_the_page_of_a_statement_shows_its_appearances_and_gives_its_claim_review(usa):
    first = entered(usa, according_to=["Agency"])
    second = entered(usa, first, said_on={"day": "2021-10-01"}, according_to=["Paper"])
    page = words(usa.get(f"/statements/plenary/{second}").text)
    for expected in ("First and other appearances", "appeared 2 times, first on 30 Sep 2021: Agency", "Paper", "first appearance"):
        assert expected in page
    assert "Takes up" not in page
    sent = usa.get(f"/statements/plenary/{second}/claim-review")
    claim = json.loads(sent.content)["itemReviewed"]
    assert (claim["firstAppearance"]["publisher"]["name"], claim["appearance"][0]["publisher"]["name"]) == ("Agency", "Paper")
    assert sent.headers["content-disposition"].startswith("attachment")
    assert usa.get("/statements/plenary/usa/0/claim-review").status_code == 404


def test_all_statements_go_out_as_one_graph_of_claim_reviews(usa):
    assert "/statements/claim-review" not in usa.get("/statements", side="nobody").text
    one, other = entered(usa), entered(usa, text="Another claim")
    assert "/statements/claim-review" in usa.get("/statements").text
    sent = usa.get("/statements/claim-review")
    assert sent.headers["content-disposition"].startswith('attachment; filename="claim-reviews.json"')
    graph = json.loads(sent.content)["@graph"]
    assert sum(each["identifier"].endswith((f"/{one}", f"/{other}")) for each in graph) == 2
    assert json.loads(usa.get("/statements/claim-review", channel="plenary").content)["@graph"] == graph
    assert usa.get("/statements/claim-review", channel="no-such").status_code == 404


def test_the_form_of_another_appearance_knows_the_claim_and_leaves_the_day_to_the_person(usa):
    first = entered(usa)
    page = usa.get("/act/statement", channel="plenary", re=first, how="appearance").text
    assert 'value="Anna Orlova"' in page
    assert 'value="45"' in page
    assert "2021-09-30" not in page[page.index('name="said_on') :][:400]
    usa.fill("statement", {"channel": "plenary", "re": first, "how": "appearance"}, said_on__day="2021-09-29")
    draft = usa.draft()
    assert (draft["figures"], draft["said_on"]) == (KNOWN["figures"], {"day": "2021-09-29"})


def test_no_part_of_a_figure_is_lost_when_its_draft_is_changed(usa):
    figure = {"what": "answered", "of": "nine of them", "number": 9, "qualifier": "exact", "from": "2021-01-01", "until": "2021-09-01"}
    usa.on(lambda node, room: node.draft(room, acting_register.statement(Place(node, room, ()), {**KNOWN, "figures": [figure]})))
    number = max(row["number"] for row in json_of(usa.get("/outbox.json"))["drafts"]["drafts"])
    page = usa.get(f"/drafts/{number}/edit").text
    assert all(f'value="{each}"' in page for each in ("nine of them", "2021-01-01", "2021-09-01"))


def test_the_outbox_tells_drafts_of_statements_apart(usa):
    usa.post(taken_in(usa), do="draft:0", channel="plenary")
    page = words(usa.get("/outbox").text)
    assert "Anna Orlova" in page
    assert 'Moscow had sent "45 requests"' in page


def test_figures_of_a_draft_are_said_in_words(usa):
    entered(usa)
    usa.on(lambda node, room: node.draft(room, acting_register.statement(Place(node, room, ()), KNOWN)))
    number = max(row["number"] for row in json_of(usa.get("/outbox.json"))["drafts"]["drafts"])
    page = words(usa.get(f"/drafts/{number}").text)
    assert "sent by RUS to USA: 45" in page
    assert "no number" not in page


def test_lines_of_a_pasted_report_end_as_browsers_send_them(usa):
    address = taken_in(usa, "First line\r\n\r\n" + CARRIED.replace("\n", "\r\n"), name="")
    view = json_of(usa.get(f"{address}.json"))
    assert view["row"]["name"] == "First line"
    assert "\r" not in view["reading"]["text"]
