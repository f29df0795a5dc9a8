"""Pages of texts: brackets as people read them, settled and changed in place; versions, what is left, compared, languages, signing."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import zipfile
from urllib.parse import parse_qsl, urlsplit

import msgspec
import pytest

from detente.i18n import LANGUAGES, translator
from detente.node.sealing import seal
from detente.views import acting_people, acting_proposals, acting_texts
from detente.views.acting import Place
from detente.views.doubts import doubts_of
from detente.views.lists_talks import texts_list
from detente.views.text_left import left_view
from detente.views.text_looks import compare_view, parity_view
from detente.views.text_signing import signing_view
from detente.views.texts import text_view
from tests.web import acting
from tests.web.acting import ROLLING, SAME_SITE, fresh, goes_to, json_of, ref_of, sent_by, words
from tests.web.walking import Seen, left_in_english

TEXT = "/texts/plenary/text/rolling"
PAGES = ("", "/versions", "/left", "/compare", "/check", "/signing")


@pytest.fixture(scope="module")
def amended(acted, tmp_path_factory):
    """The talks of acting.py, in which rus has proposed to change the rolling text of usa too; and the entries in them, by name."""
    folder = tmp_path_factory.mktemp("amended") / "talks"
    shutil.copytree(acted[0], folder)
    words = {"en": "We meet in Vienna.", "ru": "Мы встречаемся в Вене."}
    entry = acting.go_on(folder, "rus", acting_texts.amend, about="text/rolling", provision="2", verb="MOD", text=words)
    return folder, {**acted[1], "amendment": entry}


@pytest.fixture
def refs(amended):
    return amended[1]


@pytest.fixture(scope="module")
def reader(amended, tmp_path_factory):
    """The secretary of usa, who reads and changes nothing."""
    yield from _sit(amended[0], tmp_path_factory.mktemp("reader"))


@pytest.fixture
def usa(amended, tmp_path):
    """The secretary of usa in her seat."""
    yield from _sit(amended[0], tmp_path)


def _sit(folder, to, seat="secretary"):
    sitting = acting.Sitting(acting.copied(folder, to))
    sitting.sit(seat)
    yield sitting
    sitting.close()


def page(sitting, address, language="en", status=200, **query):
    sitting.language = language
    answer = sitting.get(address, **query)
    assert answer.status_code == status, words(answer.text)
    return answer.text


def root(text):
    return Seen("/", text).root


def act(sitting, build, re=None, /, **given):
    """Draft an act and seal it."""

    def work(node, room):
        node.draft(room, build(Place(node, room, () if re is None else (ref_of(re),)), given))
        seal(node, room)

    sitting.on(work)


# ---------------------------------------------------------------- read


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_each_page_of_a_text_is_whole_and_in_the_readers_language(reader, path, language):
    seen = Seen(TEXT + path, page(reader, TEXT + path, language))
    assert seen.faults(language, translator(language).direction) == []
    assert language == "en" or left_in_english(seen, language) == []
    tabs = [each.get("href") for each in seen.root.xpath("//nav[contains(@class, 'tabs')]/a")]
    assert tabs == [TEXT + each for each in PAGES]
    assert seen.root.xpath("//nav[contains(@class, 'tabs')]/a[@aria-current]/@href") == [TEXT + path]


@pytest.mark.parametrize(
    ("path", "view"),
    [
        ("", lambda node, room, text: text),
        ("/versions", lambda node, room, text: text),
        ("/left", lambda node, room, text: left_view(room, slot_of(room), dt.date(2021, 9, 30), "en")),
        ("/compare", lambda node, room, text: compare_view(room, slot_of(room), ref_of(text.working.ref), None, "en")),
        ("/check", lambda node, room, text: parity_view(room, slot_of(room))),
        ("/signing", lambda node, room, text: signing_view(room, text)),
    ],
)
def test_the_twin_of_each_page_is_what_it_shows(reader, path, view):
    reader.language = "en"
    expected = reader.on(lambda node, room: msgspec.to_builtins(view(node, room, text_view(room, "text/rolling"))))
    assert json_of(reader.get(f"{TEXT}{path}.json")) == expected


def slot_of(room):
    return room.fold.proposals.slots["text/rolling"]


def test_a_choice_and_words_to_keep_or_omit_are_told_apart_by_signs_and_not_by_colour_alone(reader):
    text = root(page(reader, TEXT))
    english = text.xpath("//*[@id='p-1']//p[@lang='en']")[0]
    said = " ".join(english.text_content().split())
    assert "[1 RUS shall / USA should]" in said
    assert "[2 USA often]? (to keep or to omit)" in said
    assert len(english.xpath(".//*[contains(@class, 'choice')]")) == 1
    assert len(english.xpath(".//*[contains(@class, 'keep')]")) == 1
    hues = {each.get("class") for each in english.xpath(".//*[contains(@class, 'alt')]")}
    assert hues == {"alt h1", "alt h2"}


def test_the_languages_of_a_provision_stand_beside_each_other_the_readers_own_first(reader):
    for language, order in (("en", ["en", "ru"]), ("ru", ["ru", "en"])):
        assert root(page(reader, TEXT, language)).xpath("//*[@id='p-1']//p[contains(@class, 'content')]/@lang") == order
    assert root(page(reader, TEXT, language="ru")).xpath("//p[@class='tongues-choice noprint']/a/@href") == [
        TEXT, TEXT + "?language=ru", TEXT + "?language=en",
    ]  # fmt: skip
    alone = root(reader.get(TEXT, language="en").text)
    assert alone.xpath("//*[@id='p-1']//p[contains(@class, 'content')]/@lang") == ["en"]


def test_a_change_that_is_proposed_is_marked_as_such_in_the_words_and_beside_them(reader, refs):
    two = root(page(reader, TEXT)).xpath("//*[@id='p-2']")[0]
    said = " ".join(two.text_content().split())
    assert "proposed" in said
    assert "[proposed Geneva. / RUS Vienna.]" in said
    assert "RUS proposes: MOD: a change" in said
    assert f"/record/plenary/{refs['amendment']}" in two.xpath(".//a/@href")


def test_what_was_settled_is_told_as_changed_since_the_version(reader, refs):
    text = page(reader, TEXT)
    assert f"1 provision has changed since {refs['rolling text']}." in words(text)
    compared = page(reader, TEXT + "/compare")
    found = root(compared).xpath("//section[@class='compared']")[0]
    assert ["".join(each.text_content().split()) for each in found.xpath(".//del")] == ["[3RUSsoon]?(tokeeportoomit)"]


def test_what_is_left_says_whose_brackets_are_open_and_who_gave_up_what(reader):
    said = words(page(reader, TEXT + "/left"))
    assert "3 open brackets" in said
    assert "1 of 2 provisions without brackets" not in said, "the change of provision 2 is open"
    assert re.search(r"RUS\s*: soon", said)
    assert root(page(reader, TEXT + "/left")).xpath("//*[@id='curve']")


def test_what_is_left_can_be_looked_at_for_one_party(reader):
    def numbers(**query):
        return [row["bracket"]["number"] for row in json_of(reader.get(TEXT + "/left.json", **query))["open"]]

    assert numbers(party="usa") == [1, 2]
    assert len(numbers()) == 3
    links = root(page(reader, TEXT + "/left")).xpath("//section[@aria-labelledby='open']//a[contains(@href, 'party=')]/@href")
    assert links == [f"{TEXT}/left?party={party}#open" for party in ("rus", "usa")]
    assert reader.get(TEXT + "/left", party="che").status_code == 400


def test_what_was_settled_for_what_stands_together(usa):
    for number in (1, 2):
        act(usa, acting_texts.settle, about="text/rolling", bracket=number, choose="1", package=[3 - number])
    assert root(page(usa, TEXT + "/left")).xpath("//*[@aria-labelledby='packages']") == [], "nobody has consented yet"


def test_a_change_of_how_a_provision_stands_is_shown_where_it_is_proposed(usa):
    words_ = {"en": "We meet in Geneva.", "ru": "Мы встречаемся в Женеве."}
    act(usa, acting_texts.amend, about="text/rolling", provision="2", verb="MOD", look="paragraph", level=2, text=words_)
    two = root(page(usa, TEXT)).xpath("//*[@id='p-2']//*[@class='looks']")
    assert [" ".join(each.text_content().split()) for each in two] == ["numbered paragraph, level 0 paragraph, level 2"]


def test_the_page_of_languages_jumps_to_the_provision(usa):
    act(usa, acting_texts.settle, about="text/rolling", bracket=1, text={"en": "will within 10 days", "ru": "встретимся в течение 12 дней"})
    said = words(page(usa, TEXT + "/check"))
    assert "Nothing was found" in said, "it is proposed, and not in the text yet"
    act(usa, acting_texts.table, about="text/days", form="rolling_text", text={"en": "{1} In 10 days.", "ru": "{1} Через 12 дней."})
    (row,) = root(page(usa, "/texts/plenary/text/days/check")).xpath("//tbody/tr")
    assert row.xpath(".//a/@href") == ["/texts/plenary/text/days/p/1"]
    assert "Other numbers" in row.text_content() or "other numbers" in row.text_content()


@pytest.mark.parametrize(
    ("part", "to"),
    [("p/2", "#p-2"), ("b/1", "#b-1"), ("b/2", "#b-2"), ("b/3", "/left#settled-3"), ("p/9", ""), ("c/1", "/versions#c-1")],
)
def test_the_address_of_a_part_leads_to_where_it_stands(reader, part, to):
    answer = reader.get(f"{TEXT}/{part}")
    assert (answer.status_code, answer.headers["location"]) == (303, TEXT + to)
    if "#" in to and to != "/versions#c-1":
        assert root(page(reader, answer.headers["location"].partition("#")[0])).xpath(f"//*[@id='{to.partition('#')[2]}']")


@pytest.mark.parametrize(
    "path", ["/texts/plenary/text/none", "/texts/plenary/text/none/left", TEXT + "/x/1", TEXT + "/p", "/texts/x/text/rolling"]
)
def test_what_is_not_there_is_said_to_be_so(reader, path):
    page(reader, path, status=404)


def test_the_list_says_how_many_brackets_are_open_and_asks_nobody_to_sign_them(reader):
    (row,) = root(page(reader, "/texts")).xpath(f"//tr[.//a[@href='{TEXT}']]")
    assert row.xpath(f".//a[@href='{TEXT}/left']/text()") == ["3"]
    assert json_of(reader.get("/texts.json")) == reader.on(lambda node, _: msgspec.to_builtins(texts_list(node)))


def test_a_basis_for_work_is_nowhere_to_be_signed(amended, refs, tmp_path):
    shutil.copytree(amended[0], tmp_path / "talks")
    acting.go_on(tmp_path / "talks", "rus", acting_proposals.consent, refs["rolling text"])
    for usa in _sit(tmp_path / "talks", tmp_path):
        said = words(page(usa, TEXT))
        assert "Accepted as the basis for work: it is not signed, and nobody is bound by it." in said
        assert "not signed by" not in said.lower()
        for address in ("/texts", TEXT, TEXT + "/signing", "/"):
            assert not root(page(usa, address)).xpath("//a[contains(@href, '/act/sign') and contains(@href, 'rolling')]")
        assert "text" not in [move["what"] for move in json_of(usa.get("/index.json"))["moves"] if move["matter"] == "text/rolling"]


# ---------------------------------------------------------------- done in place


def in_place(sitting, text, action, **typed):
    """Send a form that stands on a page as it is, with what somebody chose."""
    form = next(each for each in root(text).xpath(f"//form[@action='{action}']") if all(_fits(each, name) for name in typed))
    data = {each.get("name"): each.get("value", "") for each in form.xpath(".//input[@type='hidden']")}
    return sitting.browser.post(action, data={**data, "fresh": fresh(text), **typed}, headers=SAME_SITE)


def _fits(form, name):
    return bool(form.xpath(f".//*[@name='{name}']"))


@pytest.mark.parametrize(
    ("choose", "english", "russian"), [("2", "should", "встретились бы"), ("1", "shall", "встретимся"), ("omit", "", "")]
)
def test_a_bracket_is_settled_from_where_it_stands(usa, choose, english, russian):
    answer = in_place(usa, page(usa, TEXT), "/act/settle", choose=choose)
    assert answer.status_code == 303, words(answer.text)
    draft = usa.draft()
    assert (draft["slot"], draft["text/en"], draft["text/ru"]) == ("text/rolling/b/1", english, russian)
    again = usa.get(answer.headers["location"] + "/edit")
    assert usa.browser.post(goes_to(again.text), data=sent_by(again.text), headers=SAME_SITE).status_code == 303
    assert usa.draft() == draft


def test_a_proposal_that_waits_is_consented_to_from_where_it_stands(usa, refs):
    answer = in_place(usa, page(usa, TEXT), "/act/consent", re=refs["amendment"])
    assert answer.status_code == 303, words(answer.text)
    assert (usa.draft()["kind"], usa.draft()["re"]) == ("consent", [list(ref_of(refs["amendment"]).value)])
    assert f'href="{answer.headers["location"]}"' in page(usa, TEXT), "the draft is told where it was made"


def test_an_objection_is_made_from_where_it_stands_with_its_reason(usa, refs):
    text = page(usa, TEXT)
    answer = in_place(usa, text, "/act/object", reason="Vienna is far.", re=refs["amendment"])
    assert answer.status_code == 303, words(answer.text)
    assert (usa.draft()["kind"], usa.draft()["reason"]) == ("object", "Vienna is far.")


def test_who_only_reads_is_offered_nothing_to_do(amended, tmp_path):
    for translator_ in _sit(amended[0], tmp_path, "translator"):
        text = root(page(translator_, TEXT))
        assert text.xpath("//form[starts-with(@action, '/act/')]") == []
        assert text.xpath("//a[starts-with(@href, '/act/')]") == []
        assert text.xpath("//*[@id='b-1']"), "the bracket can be named all the same"


# ---------------------------------------------------------------- forms


def test_a_change_begins_with_the_words_that_stand_in_all_languages(usa):
    sent = sent_by(page(usa, "/act/amend", about="text/rolling", provision="1"))
    assert sent["text.en"] == ["We [#1 RUS: shall / USA: should] meet [#2 USA: often]."]
    assert sent["text.ru"] == ["Мы [#1 RUS: встретимся / USA: встретились бы] [#2 USA: часто]."]
    assert (sent["about"], sent["provision"], sent["verb"]) == (["text/rolling"], ["1"], ["MOD"])


def test_other_words_for_a_bracket_begin_with_one_of_its_wordings(usa):
    text = page(usa, "/act/settle", about="text/rolling", bracket="1")
    assert (sent_by(text)["text.en"], sent_by(text)["text.ru"]) == (["shall"], ["встретимся"])
    assert root(text).xpath("//input[@name='choose']/@value") == ["1", "2", "omit", ""]


def test_another_version_begins_with_the_text_as_it_stands(usa):
    text = page(usa, "/act/propose", about="text/rolling")
    sent = sent_by(text)
    assert sent["text.en"][0].endswith("{1} # We [#1 RUS: shall / USA: should] meet [#2 USA: often].\n\n{2} # We meet in Geneva.")
    assert (sent["form"], sent["about.key"]) == (["rolling_text"], ["rolling"])


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("ru", "ltr")])
def test_a_language_is_written_from_its_own_side(usa, language, direction):
    text = page(usa, "/act/propose", about="text")
    (field,) = root(text).xpath(f"//textarea[@name='text.{language}']")
    assert (field.get("lang"), field.get("dir")) == (language, direction)


def test_the_name_of_a_provision_stands_unturned_in_an_editor_from_right_to_left_and_the_text_is_kept_to_the_byte(usa):
    arabic = "language: ar\n\n{1-a} # نجتمع.\n\n{h} = عام\n\n{2-b} > # نجتمع [#1 RUS: قريبا]."
    answer = usa.fill("table", about__key="arabic", form="rolling_text", text__ar=arabic)
    kept = usa.draft()["text/ar"]
    again = sent_by(page(usa, answer.headers["location"] + "/edit"))
    assert "{\u200e1-a} #" in again["text.ar"][0]
    assert "{\u200e1-a} #" in page(usa, answer.headers["location"]), "nor is it turned where the draft is looked at"
    assert "{h} =" in again["text.ar"][0]
    assert usa.browser.post(answer.headers["location"] + "/edit", data=again, headers=SAME_SITE).status_code == 303
    assert usa.draft()["text/ar"] == kept
    assert "\u200e" not in kept
    english = sent_by(page(usa, "/act/amend", about="text/rolling", provision="1"))
    assert "\u200e" not in english["text.en"][0]


def test_an_error_in_the_plain_form_is_told_at_its_language_with_line_and_column_and_nothing_is_lost(usa):
    typed = {**ROLLING, "ru": "{1} # Мы встретимся.\n\n{2} Мы [RUS: скоро\nвстретимся."}
    answer = usa.fill("table", about__key="next", form="rolling_text", text__en=typed["en"], text__ru=typed["ru"])
    assert answer.status_code == 422
    (field,) = root(answer.text).xpath("//textarea[@name='text.ru']")
    assert (field.get("aria-invalid"), field.get("data-line"), field.get("data-column")) == ("true", "3", "8")
    (told,) = root(answer.text).xpath(f"//*[@id='{field.get('aria-describedby')}']")
    assert "line 3, column 8, in {2}: this [ is never closed" in told.text_content()
    assert root(answer.text).xpath("//textarea[@name='text.en' and @aria-invalid]") == []
    sent = sent_by(answer.text)
    assert {code: sent[f"text.{code}"][0].replace("\r\n", "\n") for code in typed} == typed
    assert usa.on(lambda node, _: node.store.drafts()) == []


def test_a_number_that_is_none_is_told_at_its_field(usa):
    answer = usa.fill("settle", {"about": "text/rolling", "bracket": "1"}, choose="1", package="two")
    assert answer.status_code == 422
    assert "'two' is no number from 1 on" in words(answer.text)


def test_the_order_of_signature_and_the_depositary_go_into_the_version(usa):
    usa.fill("table", about__key="pact", form="agreement", text__en="One.", order__0="usa", order__1="rus", depositary="usa")
    assert (usa.draft()["order"], usa.draft()["depositary"]) == (["usa", "rus"], "usa")


def test_the_signing_table_has_initials_signatures_and_what_stands_beside(usa):
    act(usa, acting_texts.initial, about="text/statement")
    act(usa, acting_texts.sign, about="text/statement", delegate="berg", how="simple")
    act(usa, acting_texts.attach, about="text/statement", form="interpretative_statement", text={"en": "We read it so."})
    act(usa, acting_texts.bind, about="text/statement", instrument="ratification")
    said = words(page(usa, "/texts/plenary/text/statement/signing"))
    assert "Ms Berg in person · signature subject to ratification" in said
    assert "not signed" in said, "rus has not"
    assert "Interpretative statement We read it so." in said
    assert "Ratification" in said


# ---------------------------------------------------------------- outside somebody's powers


@pytest.fixture
def outside(usa):
    """Ms Berg, whose full powers are for another text, has signed the statement in person; the entry."""
    act(usa, acting_people.appoint, delegate="berg", name="Ms Berg", role="expert", powers=["attend"])
    act(usa, acting_people.empower, delegate="berg", powers=["sign"], about="text/rolling", issuer="The minister")
    act(usa, acting_texts.sign, about="text/statement", delegate="berg")
    return usa.on(lambda _, room: str(room.fold.all_findings()[-1].ref))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_signature_outside_somebodys_powers_is_shown_where_the_text_is_signed(usa, outside, language):
    table = root(page(usa, "/texts/plenary/text/statement/signing", language))
    (found,) = table.xpath("//section[@aria-labelledby='found']//li")
    assert found.xpath(f".//a[@href='/record/plenary/{outside}']")
    assert "berg" in found.text_content()
    assert table.xpath(f"//section[@aria-labelledby='table']//a[@href='/record/plenary/{outside}']"), "it is a signature all the same"
    assert root(page(usa, "/texts/plenary/text/statement", language)).xpath("//a[@href='/texts/plenary/text/statement/signing#found']")


def test_a_signature_outside_somebodys_powers_is_in_the_status_and_in_the_print(usa, outside):
    said = "berg has no power to sign text: statement: recorded, and to be cured"
    assert said in words(page(usa, "/remarks"))
    (shown,) = json_of(usa.get("/texts/plenary/text/statement.json"))["remarks"]
    assert (shown["entry"], shown["text"]["text"]) == (outside, "berg has no power to sign text/statement: recorded, and to be cured")
    with zipfile.ZipFile(io.BytesIO(usa.get("/print/text/plenary/text/statement.docx").content)) as file:
        assert said in re.sub("<[^>]+>", "", file.read("word/document.xml").decode())


def test_who_has_no_power_to_sign_is_named_before_it_is_sealed(usa, outside):
    def doubts(node, room, text):
        (version,) = room.fold.proposals.slots[text].proposals
        return [str(each) for each in doubts_of(room, {"kind": "sign", "re": [list(version.value)], "by": {"delegate": "berg"}}, node.now)]

    said = "berg has no power to sign text/statement: recorded, and to be cured"
    assert usa.on(lambda node, room: doubts(node, room, "text/statement")) == [said]
    assert usa.on(lambda node, room: doubts(node, room, "text/rolling")) == []


# ---------------------------------------------------------------- originals


def test_a_paper_is_asked_about_on_a_page_and_not_kept(usa):
    act(
        usa,
        acting_texts.table,
        about="text/pact",
        form="agreement",
        text={"en": "{1} {parties} have agreed.", "ru": "{1} {parties} согласились."},
    )
    address = "/texts/plenary/text/pact/original"
    paper = usa.get("/print/original/plenary/text/pact.docx", original="rus").content
    answer = usa.post(address, files={"file": ("paper.docx", paper)})
    assert answer.status_code == 200
    (said,) = root(answer.text).xpath("//p[contains(., 'which it names first.')]")
    assert "RUS" in said.text_content()
    assert "USA" not in said.text_content()
    other = usa.post(address, files={"file": ("paper.txt", b"language: en\n\n{1} USA and RUS have disagreed.")})
    assert "No version held here has these words." in words(other.text)
    assert "disagreed" in " ".join(each.text_content() for each in root(other.text).xpath("//section[@class='compared']//ins"))
    assert usa.post(address, files={"file": ("paper.pdf", b"%PDF-1.7")}).status_code == 422


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_that_asks_whose_original_is_whole(reader, language):
    digest = json_of(reader.get(TEXT + "/versions.json"))["versions"][0]["digest"]
    for query in ({}, {"digest": digest}, {"digest": "0" * 64}):
        seen = Seen(TEXT, page(reader, TEXT + "/original", language, **query))
        assert seen.faults(language, translator(language).direction) == []
        assert language == "en" or left_in_english(seen, language) == []
    (row,) = json_of(reader.get(TEXT + "/original.json", digest=digest))["matches"]
    assert row["originals"] is None
    assert reader.get(TEXT + "/original", digest="x").status_code == 422


# ---------------------------------------------------------------- files


@pytest.mark.parametrize("ending", ["docx", "pdf", "html", "txt", "xml"])
def test_the_words_of_a_version_are_kept_as_a_file(reader, ending):
    answer = reader.get(f"/print/original/plenary/text/rolling.{ending}", language="en")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.content.startswith({"docx": b"PK", "pdf": b"%PDF", "html": b"<!doctype", "txt": b"language: en", "xml": b"<?xml"}[ending])


@pytest.mark.parametrize("query", [{"language": "fr"}, {"original": "che"}, {"version": "usa/0"}])
def test_a_file_of_what_is_not_there_is_refused(reader, query):
    assert reader.get("/print/original/plenary/text/rolling.txt", **query).status_code in {400, 404}


# ---------------------------------------------------------------- more provisions than a page holds


LONG = {
    language: f"language: {language}\n\n" + "\n\n".join(f"{{p{n}}} {'=' if n % 20 == 0 else '#'} {word} {n}" for n in range(60))
    for language, word in {"en": "Provision", "ru": "Положение"}.items()
}


@pytest.fixture
def long(usa):
    """The secretary of usa, who has tabled a text of sixty provisions with three headings."""
    act(usa, acting_texts.table, about="text/long", form="rolling_text", text=LONG)
    return usa


def followed(sitting, link, **query):
    """The page to which a link leads, with more asked of it."""
    to = urlsplit(link)
    return page(sitting, to.path, **dict(parse_qsl(to.query)), **query)


def provisions_on(text):
    return [each.get("id") for each in root(text).xpath("//section[contains(@class, 'provision')]")]


def test_a_long_text_is_read_page_by_page_and_its_contents_lead_to_the_right_one(long):
    address = "/texts/plenary/text/long"
    first = page(long, address)
    assert provisions_on(first) == [f"p-p{n}" for n in range(25)]
    contents = root(first).xpath("//details[contains(@class, 'index')]//a")
    assert [each.get("href") for each in contents] == [f"{address}#p-p0", f"{address}#p-p20", f"{address}?page=2#p-p40"]
    assert [" ".join(each.text_content().split()) for each in contents] == ["p0 Provision 0", "p20 Provision 20", "p40 Provision 40"]
    for place, link in ((0, contents[0]), (40, contents[2])):
        assert f"p-p{place}" in provisions_on(followed(long, link.get("href")))
    assert len(json_of(long.get(f"{address}.json"))["working"]["provisions"]) == 60, "who reads the twin has all of it"


def test_a_text_without_headings_has_the_beginning_of_each_page_in_its_contents(usa):
    flat = {language: text.replace("=", "#") for language, text in LONG.items()}
    act(usa, acting_texts.table, about="text/flat", form="rolling_text", text=flat)
    contents = root(page(usa, "/texts/plenary/text/flat")).xpath("//details[contains(@class, 'index')]//a")
    assert [each.get("href").partition("#")[2] for each in contents] == ["p-p0", "p-p25", "p-p50"]


def test_the_words_of_a_long_version_are_shown_page_by_page_and_those_of_another_one_when_asked_for(long):
    address = "/texts/plenary/text/long/versions"
    act(
        long,
        acting_texts.table,
        about="text/long",
        form="rolling_text",
        text={name: text + "\n\n{new} More" for name, text in LONG.items()},
    )
    newest = root(page(long, address, page=3))
    assert "Provision 59 More" in " ".join(newest.xpath("string(//article[@lang='en'])").split())
    assert len(newest.xpath("//article[@lang='en']")) == 1, "of the older version there is a link"
    (link,) = newest.xpath("//a[contains(@href, 'versions?version=')][not(ancestor::nav)]/@href")
    older = root(followed(long, link, page=3))
    assert "More" not in older.xpath("string(//article[@lang='en'])")
