"""The pages of the talks as a person sees them: what stands there, in three languages, and which acts are offered to whom."""

from __future__ import annotations

import contextlib
import itertools
import shutil

import msgspec
import pytest
from babel.messages.pofile import read_po

from detente.cli.session import SECRETS_OPEN
from detente.dialogue.acts import Ref
from detente.dialogue.claims import Counted
from detente.i18n import LANGUAGES, catalogue_path, translator
from detente.node.node import Node
from detente.node.sealing import seal
from detente.views.dialogue import dialogue_view
from detente.views.issues import issue_view
from detente.views.lists_matters import issues_list, notes_list, people_list, statements_list, undertakings_list
from detente.views.lists_talks import meetings_list, proposals_list, texts_list
from detente.views.meetings import group_view, meeting_view
from detente.views.proposals import proposal_view
from detente.views.statements import count_of, statement_view
from detente.views.texts import text_view
from detente.views.timeline import timeline_view
from detente.views.undertakings import undertaking_view
from detente.web.language import Html
from detente.web.templating import Words
from tests.strategies import stride
from tests.web.reading import read
from tests.web.talks import NOW, Sitting

PAGES = (
    "/",
    "/meetings",
    "/meetings/plenary/meeting/plenary/1",
    "/meetings/plenary/meeting/plenary/2",
    "/groups/plenary/group/pilots",
    "/proposals",
    "/proposals?stand=all",
    "/proposals/plenary/{silence}",
    "/proposals/plenary/{referendum}",
    "/proposals/plenary/{plenary-1}",
    "/issues",
    "/issues/plenary/issue/pilots",
    "/issues/plenary/track/incidents",
    "/texts",
    "/texts/plenary/text/opening",
    "/texts/plenary/text/passage",
    "/texts/plenary/text/pilots",
    "/statements",
    "/statements/plenary/{said-matches}",
    "/statements/plenary/{said-differs}",
    "/undertakings",
    "/undertakings/plenary/{promise-performed}",
    "/undertakings/plenary/{promise-disputed}",
    "/notes",
    "/people",
    "/dialogue",
    "/dialogue?channel=incidents&on=2021-06-13",
    "/timeline",
    "/timeline?channel=incidents",
)


def english_sentences(language: str) -> set[str]:
    """Every text of the source that reads otherwise in a language, but for those with places."""
    with catalogue_path(language).open("rb") as file:
        catalogue = read_po(file, locale=language)
    return {
        message.id for message in catalogue if isinstance(message.id, str) and "%" not in message.id and message.id != message.string
    } - {""}


@pytest.mark.parametrize(("address", "language"), [*itertools.product(PAGES, LANGUAGES)][:: stride(2)])
def test_every_page_is_whole_in_every_language(north, at, address, language):
    page = read(north.page(address.format(**at), language))
    assert page.html["lang"] == language
    assert page.html["dir"] == ("rtl" if language == "ar" else "ltr")
    assert page.counts["h1"] == 1
    assert all(cell.get("scope") in {"row", "col"} for cell in page.headers)
    # What parties wrote stays in its own language; the words of the program do not. In English the same look must find some.
    found = english_sentences("ru" if language == "en" else language) & set(page.words)
    assert len(found) > 20 if language == "en" else found <= {"Secretary", "unknown"}  # an account, and somebody of a delegation


def twin_cases(at):
    ref = {name: Ref(place.partition("/")[0], 0, int(place.partition("/")[2])) for name, place in at.items()}
    return {
        "/meetings": meetings_list,
        "/meetings/plenary/meeting/plenary/1": lambda node: meeting_view(node.room("plenary"), "meeting/plenary/1"),
        "/groups/plenary/group/pilots": lambda node: group_view(node, node.room("plenary"), "group/pilots"),
        "/proposals?stand=settled": lambda node: proposals_list(node, stand="settled"),
        f"/proposals/plenary/{at['silence']}": lambda node: proposal_view(node.room("plenary"), ref["silence"]),
        "/issues": issues_list,
        "/issues/plenary/issue/pilots": lambda node: issue_view(
            node.room("plenary"), node.room("plenary").fold.matters.issues["issue/pilots"]
        ),
        "/texts": texts_list,
        "/texts/plenary/text/opening": lambda node: text_view(node.room("plenary"), "text/opening"),
        "/statements?side=south": lambda node: statements_list(node, side="south"),
        f"/statements/plenary/{at['said-differs']}": lambda node: statement_view(
            node, node.room("plenary"), node.room("plenary").fold.register.statements[ref["said-differs"]]
        ),
        "/undertakings": undertakings_list,
        f"/undertakings/plenary/{at['promise-open']}": lambda node: undertaking_view(
            node.room("plenary"), node.room("plenary").fold.matters.undertakings[ref["promise-open"]]
        ),
        "/notes": notes_list,
        "/people": people_list,
        "/dialogue": dialogue_view,
        "/timeline?channel=plenary": lambda node: timeline_view(node.room("plenary")),
    }


def test_the_twin_of_each_page_is_the_view_itself(north, at):
    for address, view in twin_cases(at).items():
        said = north.twin(address)
        computed = north.ask(lambda node, view=view: msgspec.json.decode(msgspec.json.encode(view(node))))
        assert said == computed, address


@pytest.mark.parametrize(
    "address",
    [
        "/meetings/plenary/meeting/plenary/9",
        "/meetings/nowhere/meeting/plenary/1",
        "/groups/plenary/group/none",
        "/proposals/plenary/north/3",
        "/proposals?channel=nowhere",
        "/issues/plenary/issue/none",
        "/texts/plenary/text/none",
        "/statements/plenary/north/3",
        "/undertakings/plenary/north/999999",
    ],
)
def test_an_address_of_nothing_is_answered_with_404(north, address):
    north.page(address, status=404)


def test_who_may_not_draft_is_offered_no_act(north, translator, at):
    for address in PAGES:
        address = address.format(**at)  # noqa: PLW2901 - the same address, filled
        assert "/act/" not in translator.page(address)
    assert "/act/" in north.page("/meetings")


def test_pages_are_for_who_has_signed_in(north):
    strangers = north.stranger()
    for address in ("/meetings", "/statements", "/people", "/dialogue"):
        assert strangers(address).status_code == 303
        assert strangers(address + ".json").status_code == 403


# ---- meetings ----


def test_minutes_stand_side_by_side_and_the_other_sides_wording_can_be_agreed_to(north, south, at):
    page = read(north.page("/meetings/plenary/meeting/plenary/1"))
    assert page.says("1 of 3 points agreed", "Northland asked for local pilots", "pilots of either side suffice")
    assert page.links["Agree to this wording"] == [f"/act/consent?channel=plenary&re={at['minutes-2-south'].replace('/', '%2F')}"]
    assert "/act/propose?channel=plenary&about=meeting%2Fplenary%2F1%2Fminutes%2F2" in page.links["Write our wording"]
    other = read(south.page("/meetings/plenary/meeting/plenary/1"))
    assert len(other.links["Agree to this wording"]) == 2, "Southland has not spoken of points 2 and 3 as Northland wrote them"


def test_the_history_of_a_date_shows_announcements_and_proposals_in_both_capitals_time(north):
    page = read(north.page("/meetings/plenary/meeting/plenary/1"))
    assert page.says("June 2021", "announced by one side", "Southland expects the first plenary on 17 June.", "about 21:00 UTC")
    assert page.says("Northland 19 Jun, 00:00", "Southland 19 Jun, 06:00")


def test_the_next_meeting_says_what_blocks_it_and_who_has_not_reported(north):
    page = read(north.page("/meetings"))
    assert page.says("Next: plenary 2", "Blocked by 2", "Reported by Northland. Not reported by Southland.")
    view = north.twin("/meetings")
    assert [row["slot"] for row in view["meetings"]] == ["meeting/plenary/2", "meeting/plenary/1"]
    assert view["next_meeting"]["meeting"]["blocked_by"] == ["group/pilots", "group/weather"]


def test_who_hosted_before_stands_where_the_next_host_is_asked_for(north):
    assert read(north.page("/meetings")).says("Host Southland before: Northland")
    assert read(north.page("/meetings/plenary/meeting/plenary/2")).says("Host Southland before: Northland")


@pytest.mark.parametrize(("language", "said"), [("en", "Host before"), ("ar", "المضيف السابق"), ("ru", "Ранее принимала")])
def test_a_meeting_without_a_host_names_the_host_before(geneva, tmp_path, language, said):
    shutil.copytree(geneva / "usa", tmp_path / "usa")
    host = {"en": "Russian Federation", "ar": "الاتحاد الروسي", "ru": "Российская Федерация"}[language]
    with contextlib.closing(Sitting(tmp_path / "usa")) as secretary:
        for path in ("/", "/meetings", "/meetings/plenary/meeting/plenary/3"):
            assert read(secretary.page(path, language)).says(f"{said} {host}"), path


def test_a_time_of_day_stands_in_the_zone_in_which_it_was_said_beside_those_of_the_capitals():
    words = Words(Html(translator("en")), {"north": {"en": "Northland"}}, "north", {"north": "Asia/Tokyo"})
    said = words.clock({"day": "2021-09-30"}, {"at": "10:00", "zone": "Europe/Zurich"})
    assert said.startswith("10:00 Europe/Zurich ")
    assert "<bdi>17:00</bdi>" in said


def test_a_group_shows_what_waits_for_it_and_its_channel(north):
    page = read(north.page("/groups/plenary/group/pilots"))
    assert page.says("Working group on pilots", "still blocked by this group", "Northland: has met")
    assert page.links["plenary 2"] == ["/meetings/plenary/meeting/plenary/2"]
    assert [name for name, places in page.links.items() if "/record/pilots" in places] == ["Working group on pilots"]


def test_minutes_and_texts_lead_to_their_files(north):
    links = {
        **read(north.page("/meetings/plenary/meeting/plenary/1")).links,
        **read(north.page("/texts/plenary/text/opening")).links,
    }
    for name, start in (("Minutes as PDF", b"%PDF"), ("Minutes for Word", b"PK"), ("PDF", b"%PDF"), ("Word", b"PK")):
        assert north.get(links[name][0], "ar").content.startswith(start), name


def test_each_act_that_is_offered_has_its_form(north, at):
    offered = {
        link
        for address in PAGES
        for links in read(north.page(address.format(**at))).links.values()
        for link in links
        if link.startswith("/act/")
    }
    assert len(offered) > 40
    answers = {link: north.get(link).status_code for link in offered}
    assert {link for link, status in answers.items() if status not in {200, 303}} == set()
    assert {link for link, status in answers.items() if status == 303} == {"/act/propose?channel=plenary"}, "it asks what is proposed"


# ---- proposals ----

STEPS = {
    "silence": ("north", ["withdraw"], "south", ["consent", "ad_referendum", "reserve", "object"]),
    "referendum": ("north", ["confirm", "object", "withdraw"], "south", ["withdraw"]),
    "reserved": ("north", ["confirm", "ad_referendum", "object", "withdraw"], "south", ["withdraw"]),
    "objected": ("north", ["consent", "ad_referendum", "withdraw"], "south", ["withdraw"]),
    "withdrawn": ("north", [], "south", []),
    "plenary-1": ("north", [], "south", []),
}


@pytest.mark.parametrize("step", STEPS)
def test_what_can_be_done_about_a_proposal_follows_from_how_one_stands(north, south, at, step):
    sitting = {"north": north, "south": south}
    for party, expected in zip(STEPS[step][::2], STEPS[step][1::2], strict=True):
        steps = sitting[party].twin(f"/proposals/plenary/{at[step]}")["steps"]
        assert [each["how"] or each["kind"] for each in steps] == expected, party


def test_a_confirmation_and_a_withdrawal_name_our_own_word(north, at):
    steps = north.twin(f"/proposals/plenary/{at['referendum']}")["steps"]
    assert {each["kind"]: each["re"] for each in steps} == {
        "confirm": at["referendum-north"],
        "object": at["referendum"],
        "withdraw": at["referendum-north"],
    }


def test_a_silence_counts_down_in_words_and_by_both_capitals(north, at):
    page = read(north.page(f"/proposals/plenary/{at['silence']}"))
    assert page.says("Silence ends in 2 days: 4 Jul 2021, 09:30 UTC", "Northland 12:30", "Southland 18:30")
    assert read(north.page(f"/proposals/plenary/{at['silence']}", "ru")).says("через 2 дня")


def test_lists_of_proposals_are_limited_by_the_address(north, at):
    ours = {row["ref"] for row in north.twin("/proposals?stand=ours")["proposals"]}
    assert ours == {at[name] for name in ("group-2", "minutes-2-south", "referendum", "reserved", "text-draft")}
    settled = {row["ref"] for row in north.twin("/proposals?stand=settled")["proposals"]}
    assert {at["withdrawn"], at["plenary-1"]} <= settled
    assert not settled & ours


# ---- issues, texts, undertakings ----


def test_an_issue_shows_each_sides_wording_its_rounds_and_what_came_back(north):
    page = read(north.page("/issues/plenary/issue/pilots"))
    assert page.says("A pilot who knows the strait is needed.", "A pilot of either side is enough.", "A local pilot is needed.")
    assert page.says("Достаточно лоцмана любой из сторон.", "has reported back", "A list of nine pilots.", "To send a list of pilots.")
    view = north.twin("/issues/plenary/issue/pilots")
    table = [(row["round"], {party: item["movement"] for party, item in row["by"].items()}) for row in view["rounds"]]
    assert table == [("meeting/plenary/1", {"north": "progress", "south": "no_movement"}), (None, {"north": "agreed"})]
    assert [mention["kind"] for mention in view["mentions"]] == ["undertake", "statement"]


def test_states_outside_the_talks_are_named_in_the_readers_language(north):
    translators = {language: read(north.page("/issues/plenary/issue/pilots", language)) for language in ("en", "ru")}
    assert translators["en"].says("Concerns outside the talks: isle, Kazakhstan")
    assert translators["ru"].says("isle, Казахстан")


def test_a_text_stands_in_its_languages_with_who_has_signed(north):
    page = north.page("/texts/plenary/text/opening", "ru")
    assert '<p class="content" lang="ar" dir="rtl">' in page
    order = [page.index(f'<p class="content" lang="{language}"') for language in ("ru", "ar", "en")]
    assert order == sorted(order), "the reader's own language comes first"
    assert read(north.page("/texts/plenary/text/opening")).says("signed by all", "the versions here have it")


def test_only_who_has_not_signed_is_offered_to_sign(north, south):
    page = read(north.page("/texts/plenary/text/passage"))
    assert page.links["Sign"] == ["/act/sign?channel=plenary&about=text%2Fpassage"]
    assert "Sign" not in read(south.page("/texts/plenary/text/passage")).links
    assert "Sign" not in read(north.page("/texts/plenary/text/pilots")).links, "a draft is signed by nobody"


def test_an_undertaking_asks_who_has_the_next_step(north, south, at):
    page = read(north.page(f"/undertakings/plenary/{at['promise-performed']}"))
    assert page.links["Confirm that it was done"] == [f"/act/confirm?channel=plenary&re={at['performed'].replace('/', '%2F')}"]
    assert "Dispute it" in page.links
    assert "Say that it is done" not in page.links
    assert "Say that it is done" in read(north.page(f"/undertakings/plenary/{at['promise-disputed']}")).links
    assert "Confirm that it was done" not in read(south.page(f"/undertakings/plenary/{at['promise-performed']}")).links
    assert [row["ref"] for row in north.twin("/undertakings?by=north")["undertakings"]] == [at["promise-disputed"]]
    assert [row["ref"] for row in north.twin("/undertakings?status=open")["undertakings"]] == [at["promise-open"]]


# ---- in public ----


def test_figures_stand_beside_the_count_of_the_record(north, at):
    page = read(north.page(f"/statements/plenary/{at['said-differs']}"))
    assert page.says("about 5", "differs", "1 of 2", "not checkable from here", "cannot both be", "a time that was not said")
    assert page.says("What was said and the record differ. Why, the record does not say.", "The list of both sides shows two.")
    matching = read(north.page(f"/statements/plenary/{at['said-matches']}"))
    assert matching.says("What was said matches the record", "Strait News who has it from a harbour pilot")
    assert '<span class="content" lang="ar" dir="rtl">أرسلنا طلبين' in north.page(f"/statements/plenary/{at['said-matches']}")


def test_statements_are_chosen_by_side_kind_and_verdict(north, at):
    def chosen(query):
        return {row["ref"] for row in north.twin("/statements?" + query)["statements"]}

    assert chosen("side=isle") == chosen("claim=pledge") == chosen("verdict=no_figures") == {at["said-pledge"]}
    assert chosen("verdict=differs") == {at["said-differs"]}
    assert chosen("verdict=matches&side=north") == {at["said-matches"]}
    assert chosen("side=nobody") == set()
    assert read(north.page("/statements?side=nobody")).says("There are no such statements.")


def test_pairs_that_differ_are_shown_whatever_the_list_is_limited_to(north, at):
    pairs = north.twin("/statements?side=isle")["differing"]
    assert [pair["statements"] for pair in pairs] == [[at["said-differs"], at["said-matches"]]] * 2
    one = north.twin(f"/statements/plenary/{at['said-pledge']}")
    assert one["differing"] == []


# ---- notes, people, the dialogue ----


def test_a_closed_note_shows_its_text_only_once_it_was_opened(north):
    page = read(north.page("/notes"))
    assert page.says("3 notes", "Only a commitment to its text was shared", "is the text that was committed to", "nine pilots")
    assert [note["closed"] for note in north.twin("/notes")["notes"]] == [True, True, False]


def test_people_show_powers_keys_in_short_and_revocations(north, at):
    page = read(north.page("/people"))
    assert page.says("+358 0 000 000, all hours", "Ada Hall", "to attend, to consent, to negotiate, to sign", "no longer appointed")
    assert page.says("Agreement on passage", "The head of government of Northland", "AAECAwQFBgcI…")
    assert "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=" not in page.text
    assert page.links["End the appointment"] == [f"/act/revoke?channel=plenary&re={at['appoint-north'].replace('/', '%2F')}"]


def test_the_dialogue_shows_its_charter_and_what_was_known_on_a_day(north):
    page = read(north.page("/dialogue?channel=incidents&on=2021-06-13"))
    assert page.says("Talks on the Strait (exercise)", "Strait talks", "The two heads of government", "20 May 2021", "Statement of 20 May")
    known = north.twin("/dialogue?channel=incidents&on=2021-06-13")["known"]
    assert {party: (count["sent"], count["answered"]) for party, count in known["requests"].items()} == {"north": (2, 0), "south": (0, 0)}
    later = north.twin("/dialogue?channel=incidents&on=2021-06-15")["known"]
    assert later["requests"]["north"]["answered"] == 1
    fingerprints = [party["fingerprint"] for party in north.twin("/dialogue")["dialogues"][0]["charter"]["parties"]]
    assert page.says(*fingerprints)


def test_whom_to_call_says_the_languages_and_the_time_there(north):
    page = read(north.page("/people"))
    assert page.says("Whom to call now: plenary", "duty officer", "English, Russian", "11:00")
    assert read(north.page("/people", "ru")).says("Кому звонить сейчас", "английский")


def test_the_timeline_draws_each_dated_event_once_and_lists_them_all(north):
    view = north.twin("/timeline")
    page = north.page("/timeline")
    dated = [event for event in view["events"] if "open" not in event["date"]]
    assert page.count("<rect ") == len(dated) < len(view["events"])
    assert read(page).says("opened its log", "plenary 1", "Southland expects the first plenary on 17 June.", "not set yet", "Incidents")
    for language, lane in (("en", "Northland"), ("ar", "الشمال"), ("ru", "Северия")):
        assert f">{lane}</text>" in north.page("/timeline", language)


def test_a_day_that_is_none_is_refused(north):
    assert read(north.page("/dialogue?on=yesterday", status=400)).says("'yesterday' is no date")


def test_the_clock_of_a_capital_can_be_changed_and_a_zone_that_is_none_is_refused(south, at):
    address = f"/proposals/plenary/{at['silence']}"
    assert read(south.page(address)).says("Northland 12:30")
    south.send("/dialogue/clocks", {"party": "north", "zone": "Atlantic/Reykjavik"}, of="/dialogue")
    assert read(south.page(address)).says("Northland 09:30")
    refused = south.send("/dialogue/clocks", {"party": "north", "zone": "Atlantic/Nowhere"}, of="/dialogue", status=400)
    assert "Atlantic/Nowhere" in refused.text
    south.send("/dialogue/clocks", {"party": "north", "zone": ""}, of="/dialogue")
    assert not read(south.page(address)).says("Northland 09:30")


# ---- home ----


def test_what_was_marked_as_seen_does_not_come_in_again(north):
    before = north.twin("/index")
    assert before["looked"] is None
    assert before["came_in_all"] > 0
    north.send("/seen", {}, of="/")
    after = north.twin("/index")
    assert after["looked"] is not None
    assert after["came_in_all"] == 0
    assert read(north.page("/")).says("Came in, not seen yet", "Nothing new.")


def test_on_a_narrow_screen_the_gates_of_the_next_meeting_are_a_list(north):
    page = north.page("/")
    assert '<ul class="gates narrow">' in page
    assert '<figure class="broad">' in page


# ---- counts behind the figures


def test_a_count_of_a_period_goes_on_with_the_record(played, at, tmp_path):
    shutil.copytree(played[0] / "south", tmp_path / "south")
    with Node.open(tmp_path / "south", SECRETS_OPEN) as node:
        node.clock = lambda: NOW
        room = node.room("incidents")
        june = {"what": "answered", "by": "south", "to": "north", "from": "2021-06-01", "until": "2021-06-30"}
        assert count_of(room, june) == Counted(1, 2)
        assert count_of(room, {**june, "until": "2021-06-12"}) == Counted(0, 0)
        node.draft(room, {"kind": "answer", "re": [["north", 0, int(at["request-2"].partition("/")[2])]], "outcome": "nil", "text": "x"})
        seal(node, room)
        assert count_of(room, june) == Counted(2, 2)
        assert count_of(room, {**june, "what": "sent", "by": "north", "to": "south"}) == Counted(2, None)
