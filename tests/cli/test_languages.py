"""Every command speaks three languages; the catalogues are whole; numbers and directions are right."""

from __future__ import annotations

import copy
import importlib.util
import itertools
import json
import re
import shutil
import sys
from functools import cache
from pathlib import Path

import pytest

from detente import i18n
from detente.cli.app import build
from detente.cli.reference import commands
from detente.dialogue.kinds import ATTACHED, CLAIMS, CONTACTS, INSTRUMENTS, MOVEMENTS, NOTES, OUTCOMES, POWERS, ROLES, STATES, TEXT_FORMS
from detente.errors import N_, CallerError, DetenteError, FormatError
from detente.i18n import LANGUAGES, POP, Translator, catalogue_path, language_of, tame, translator
from detente.record.channel import Refused
from tests.agreements.desk import file_of
from tests.cli.transcript import run
from tests.strategies import stride

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def catalogues():
    """The script, which reads all sources once for all tests here; what is to be changed has to be copied."""
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / "scripts" / "catalogues.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.extracted = cache(module.extracted)
    module.read = cache(module.read)
    return module


# ---------------------------------------------------------------- catalogues


@pytest.mark.parametrize("language", ["ar", "ru"])
def test_the_catalogue_is_whole(catalogues, language):
    """A red line here: run `python scripts/catalogues.py`, then translate what it lists."""
    assert catalogues.problems(language) == []


def test_the_check_sees_stale_catalogues(catalogues, monkeypatch):
    source, before = copy.deepcopy(catalogues.extracted()), {language: catalogues.problems(language) for language in ("ar", "ru")}
    source.add("A new sentence.")
    monkeypatch.setattr(catalogues, "extracted", lambda: source)
    assert set(catalogues.problems("ru")) - set(before["ru"]) == {"missing: 'A new sentence.'"}
    source.delete("A new sentence.")
    source.delete("Nothing new has come.")
    assert set(catalogues.problems("ar")) - set(before["ar"]) == {"unused: 'Nothing new has come.'"}


@pytest.mark.parametrize("string", ["", "Остался %(другой)s файл", "Файл %(other)s"])
def test_the_check_sees_a_missing_translation_and_other_places(catalogues, monkeypatch, string):
    catalogue, before = copy.deepcopy(catalogues.read("ru")), catalogues.problems("ru")
    next(
        message
        for message in catalogue
        if message.id == "The file is in %(path)s. It was not opened, and its sender vouches for its type alone."
    ).string = string
    monkeypatch.setattr(catalogues, "read", lambda _language: catalogue)
    assert len(catalogues.problems("ru")) == len(before) + 1


def test_no_word_of_the_workshop_is_on_screen(catalogues):
    """Design section 7: agreed count, accept, as of, courier, remark, signed state; never standing, admit, cut, carrier, finding."""
    workshop = re.compile(r"\b(?:admit\w*|carriers?|checkpoints?|cosign\w*|folds?|leaf|findings?|standings?)\b", re.IGNORECASE)
    found = []
    for message in catalogues.extracted():
        places = {Path(place[0]).parts[0] for place in message.locations}
        if message.id and places <= {"cli", "reports", "views"}:
            texts = [message.id] if isinstance(message.id, str) else list(message.id)
            found += [text for text in texts if workshop.search(re.sub(r"detente \w+", "", text))]
    assert found == []


# ---------------------------------------------------------------- plural forms

FILES = ("%(n)d file was left for the courier.", "%(n)d files were left for the courier.")
FORMS = {
    "en": [
        "0 files were",
        "1 file was",
        "2 files were",
        "3 files were",
        "5 files were",
        "11 files were",
        "21 files were",
        "101 files were",
    ],
    "ru": ["0 файлов", "1 файл.", "2 файла.", "3 файла.", "5 файлов", "11 файлов", "21 файл.", "101 файл."],
    "ar": ["أي ملف", "ملف واحد", "ملفان", "3 ملفات", "5 ملفات", "11 ملفًا", "21 ملفًا", "101 ملف."],
}


def test_what_was_compiled_is_read_only_where_it_is_of_this_very_catalogue(tmp_path, monkeypatch):
    shutil.copytree(i18n.FOLDER / "ru", tmp_path / "ru")
    monkeypatch.setattr(i18n, "FOLDER", tmp_path)
    i18n.write_compiled_catalogues()
    monkeypatch.setattr(i18n, "compiled_catalogue", lambda _language: pytest.fail("read the slow way"))
    assert i18n._catalogue.__wrapped__("ru").gettext("Requests") == "Запросы"
    monkeypatch.undo()
    monkeypatch.setattr(i18n, "FOLDER", tmp_path)
    source = i18n.catalogue_path("ru")
    source.write_text(source.read_text("utf-8").replace('msgstr "Запросы"', 'msgstr "Вопросы"'), "utf-8")
    assert i18n._catalogue.__wrapped__("ru").gettext("Requests") == "Вопросы"


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms(language):
    said = [translator(language).ngettext(*FILES, n) for n in (0, 1, 2, 3, 5, 11, 21, 101)]
    assert [form in text for form, text in zip(FORMS[language], said, strict=True)] == [True] * 8, said


def test_each_plural_has_all_forms_with_a_number_where_one_is_needed(catalogues):
    for language, spelled in (("ar", {0, 1, 2}), ("ru", set())):
        for message in catalogues.read(language):
            if isinstance(message.id, tuple):
                lacking = {place for place, text in enumerate(message.string) if "%(n)d" not in text}
                assert lacking <= spelled, message.id


# ---------------------------------------------------------------- values in sentences


def test_foreign_values_are_isolated_in_arabic_sentences_only():
    message = N_("there is no entry %(ref)s in '%(label)s'")
    assert "\u2068usa/3\u2069" in translator("ar").gettext(message, ref="usa/3", label="جلسة")
    assert "\u2068جلسة\u2069" not in translator("ar").gettext(message, ref="usa/3", label="جلسة")
    for language in ("en", "ru"):
        assert POP not in translator(language).gettext(message, ref="usa/3", label="plenary")


def test_a_day_to_type_keeps_its_order_behind_arabic_letters_and_a_command_is_left_alone():
    arabic = translator("ar")
    assert "\u20682021-09-30\u2069" in arabic.gettext(N_("'%(text)s' is no day; write 2021-09-30"), text="soon")
    messages = re.findall(r'^msgid "(.*[0-9]{4}-[0-9]{2}.*)"$', catalogue_path("ar").read_text(encoding="utf-8"), re.MULTILINE)
    shown = [re.sub("\u2068[^\u2069]*\u2069", "", arabic.template(message)) for message in messages]
    assert len(shown) > 20
    assert [text for text in shown if re.search(r"[\u0600-\u06ff].*\b[0-9]{4}-[0-9]{2}\b", text)] == []
    assert POP not in arabic.template("2021-09-30")


def test_a_command_in_an_arabic_hint_is_not_cut_up():
    error = CallerError("there is no node in %(path)s", hint="detente --node %(path)s init --party ID --name en=NAME", path="usa")
    assert translator("ar").hint(error) == "detente --node usa init --party ID --name en=NAME"


def test_the_cause_of_a_refusal_is_translated_too():
    error = Refused(8, FormatError("a pouch that does not end in a seal"))
    assert translator("ru").error(error) == "шаг 8: вализа не завершается печатью"
    assert translator("en").error(error) == str(error)


def test_numbers_go_through_the_language():
    message = "%(path)s has more than %(limit)d bytes"
    assert "1,234,567" in translator("en").gettext(message, path="f", limit=1234567)
    assert "1\xa0234\xa0567" in translator("ru").gettext(message, path="f", limit=1234567)


def test_foreign_text_cannot_steer_the_terminal():
    assert tame("a\x1b[2Jb\u202ec\u2069d\r\n") == "a\ufffd[2Jb\ufffdc\ufffdd\ufffd\n"
    assert "\x1b" not in translator("en").gettext("%(path)s: %(reason)s", path="\x1b[31m", reason="x")
    assert "\x1b" not in translator("en").error(DetenteError("%(a)s", a="\x1b]0;x\x07"))


def test_a_text_falls_back_to_english_and_then_to_any():
    t = translator("ru")
    assert t.text_of({"en": "a", "ru": "б"}) == "б"
    assert t.text_of({"ar": "ج", "en": "a"}) == "a"
    assert t.text_of({"fr": "f"}) == "f"


def test_parties_stand_in_the_order_of_each_language():
    names = {"ar": ["الولايات المتحدة", "الاتحاد الروسي", "سويسرا"], "ru": ["Соединённые Штаты", "Российская Федерация"]}
    assert sorted(names["ar"], key=translator("ar").order) == ["الاتحاد الروسي", "سويسرا", "الولايات المتحدة"]
    assert sorted(names["ru"], key=translator("ru").order) == ["Российская Федерация", "Соединённые Штаты"]


def test_the_language_comes_from_the_option_then_from_the_environment():
    assert language_of("ar", {"DETENTE_LANG": "ru"}) == "ar"
    assert language_of(None, {"DETENTE_LANG": "ru", "LANG": "ar_EG.UTF-8"}) == "ru"
    assert language_of(None, {"LC_ALL": "ar_EG.UTF-8", "LANG": "ru_RU"}) == "ar"
    assert language_of(None, {"LANG": "fr_FR.UTF-8"}) == "en"
    assert language_of(None, {}) == "en"
    with pytest.raises(CallerError):
        language_of("fr", {})


def test_english_needs_no_catalogue_and_no_babel(monkeypatch):
    monkeypatch.setitem(sys.modules, "babel.messages.pofile", None)
    assert Translator("en").gettext("Nothing new has come.") == "Nothing new has come."


def test_a_time_of_the_record_in_a_message_is_written_as_people_write_it():
    error = CallerError("a backup of %(made_at)s", hint="Take it:\ndetente known %(made_at)s", made_at="2021-09-30T09:00:00Z")
    said = {language: (Translator(language).error(error), Translator(language).hint(error)) for language in LANGUAGES}
    assert said["en"] == ("a backup of 30 Sep 2021, 09:00 UTC", "Take it:\ndetente known 2021-09-30T09:00:00Z")
    assert "30 сент. 2021" in said["ru"][0]
    assert "سبتمبر" in said["ar"][0]


# ---------------------------------------------------------------- every command, three times

MATTERS = [
    "--node mount init --party mount --name en=Mountland --no-passphrase",
    "--node coast init --party coast --name en=Coastland --no-passphrase",
    "--node mount charter new --exercise --party mount/party.json --party coast/party.json --name en=Talks --out matters.json",
    "--node mount charter sign matters.json",
    "--node coast charter sign matters.json",
    "--node mount sync mail2",
    "--node coast sync mail2",
    "--node mount request coast Supposed --urgent --paper 2021-09-29 --source supposed --seal",
    "--node mount remind mount/2 --resent --seal",
    "--node mount clarify mount/2 Supposed --seal",
    "--node mount translate mount/2 Предположительно --language ru --seal",
    "--node mount correct mount/2 --field text --to Supposed --reason Supposed --seal",
    "--node mount requests",
    "--node mount show mount/2",
    "--node mount issue raise bases --title Bases --concerns gbr --seal",
    "--node mount issue word bases Supposed --seal",
    "--node mount issue assess bases progress --round plenary/2 --seal",
    "--node mount issue refer bases --to body/services --seal",
    "--node mount issue report mount/18 not_yet --seal",
    "--node mount issue list",
    "--node mount issue show bases",
    "--node mount undertake Supposed --due 2021-10 --about issue/bases --seal",
    "--node mount perform mount/22 --seal",
    "--node mount undertakings",
    "--node mount note send Supposed --form note_verbale --number 1 --urgent --seal",
    "--node mount note send Supposed --form position --closed --seal",
    "--node mount note open mount/28 --seal",
    "--node mount note list",
    "--node mount check --seal",
    "--node mount statement add --side mount --said-on 2021-09 --figure sent-mount --text Supposed --source supposed --seal",
    "--node mount statement reply mount/34 Supposed --seal",
    "--node mount statement list",
    "--node mount statement show mount/34",
    "--node mount statement claim-review mount/34 --out review.json",
    "--node mount release mount/34 --section meetings --seal",
    "--node mount releases",
    "--node mount publish published",
    "--node mount known 2021-09-30",
    "--node mount tallies --step week",
    "--node mount timeline",
    "--node mount search Supposed --kind note --party mount",
    "--node mount note send Supposed --form letter",
    "--node mount draft policy --required --steps lawyer --one-person",
    "--node mount draft list",
    "--node mount draft edit 20 --as berg",
    "--node mount draft edit 20 --field text --to Supposed. --as berg --remark Supposed",
    "--node mount draft clear 20 --as berg",
    "--node mount draft clear 20 --as chen --back --remark Supposed",
    "--node mount handover add Supposed --about draft/20 --as berg",
    "--node mount draft show 20",
    "--node mount handover list",
    "--node mount handover done 1 --as chen",
    "--node mount draft drop 20 --as berg",
    "--node mount search --rebuild Supposed",
    "--node mount status",
    "--node mount brief",
    "--node mount report count --pdf count.pdf",
    "--node mount report request mount/2 --docx request.docx",
    "--node mount report issues --pdf issues.pdf",
    "--node mount calendar due.ics",
]

DESK = [
    "--node desk init --party desk --name en=Deskland --no-passphrase",
    "--node desk account add berg --display Berg --role secretary --language ar --generate",
    "--node desk account add root --display Root --role administrator --generate",
    "--node desk account list",
    "--node desk account show berg",
    "--node desk account change berg --role head",
    "--node desk account password berg --generate",
    "--node desk account sessions berg --end-all",
    "--node desk account remove berg",
]
"""What a delegation keeps to itself."""

BACKUPS_TO = "age1ukrfh3gu0f77rmuq75gjka2v4ynlhk7w75h3kqe9hjzf9ynmvelq6khvn0"
BACKUPS_KEY = "AGE-SECRET-KEY-18LUX24JSP6M3XPA49Y9E26Z3CVS4M5F2YRHV80776MA473ZGQLNS2UK2AM"  # of nobody

FLOW = [
    "--node north init --party north --name en=Northland --no-passphrase",
    "--node south init --party south --name en=Southland --no-passphrase",
    "--node north party --out again.json",
    "--node north charter new --exercise --party north/party.json --party south/party.json --name en=Talks --out charter.json",
    "charter show charter.json",
    "--node north charter sign charter.json",
    "--node south charter sign charter.json",
    "--node north request south Supposed --file again.json",
    "--node north outbox",
    "--node north seal",
    "--node north channel new small --member south",
    "--node north send mail",
    "--node south receive mail",
    "--node south sync mail",
    "--node south acknowledge north/1 --seal",
    "--node south answer north/1 Supposed --outcome full --seal",
    "--node south sync mail",
    "--node north sync mail",
    "--node south sync mail",
    "--node north status",
    "--node north log",
    "--node north show north/1",
    "--node north open-file north/1 1 --out copy.json",
    "--node north standing",
    "--node north prove standing --out p1",
    "--node north prove entry north/1 --out p2",
    "--node north prove field north/1 kind --out p3",
    "--node north prove receipt north/1 --out p4",
    "--node north prove log --out p5",
    "prove page --out verify.html",
    "verify p1 --charter charter.json",
    "verify p5 --charter charter.json",
    "--node north dispute north/1 --reason Supposed",
    "--node north destroy north/1",
    "--node north rekey",
    "--node south request north Supposed --seal",
    "--node south withdraw south/6 --seal",
    "--node south contradictions",
    "--node south fsck",
    "--node south held",
    "--node south held --out held-south.json",
    "--node north held --compare held-south.json",
    "--node north held plenary --log south --at 2",
    "--node north held plenary --log south --said 2-00000000",
    f"--node south backup make south.backup --to {BACKUPS_TO}",
    "backup test south.backup --identity backups.txt",
    "--node south backup list",
    "backup restore south.backup --dir again --identity backups.txt",
    "--node again backup caught-up plenary --holds north=0 --nothing-under-way",
    "--node south export archive",
    "--node south reopen plenary --why theft",
    "witness new host.example/w --charter charter.json --dir host --no-passphrase",
    "--node north witness ask --out ask.json",
    "witness answer ask.json --dir host --out answer.json",
    "--node north witness add answer.json",
    "demo --dir demo --no-browser",
]
CARRIED = [
    "--node north courier set mail --every 60",
    "--node north courier secret https://north@door.example.org:8750/ --forget",
    "--node north courier timetable 6 --minute 15 --size 16 --at-once plenary",
    "--node north exposure",
    "--node north courier timetable 0",
    "--node north courier list",
    "door token north --dir door",
    "door bound --space 10 --dir door",
    "door show --dir door",
    "door withdraw north --dir door",
    "sheet write charter.pdf --from charter.json",
    "sheet read charter.pdf --out scanned.json",
    "--node north say charter",
    "hear acorn album amber anchor answer apple arrow aspen atlas autumn badge ball bamboo barn basket beach wheat",
    "--node north store show",
    "--node north tiles write tiles",
    "tiles check tiles/LOG --charter charter.json",
    "audit tiles --charter charter.json",
    "witness log add charter.json --dir host",
    "witness log list --dir host",
    "--node north witness policy",
]
"""By whom pouches travel, and what others see of a log."""
TALKS = [
    "--node east init --party east --name en=Eastland --no-passphrase",
    "--node west init --party west --name en=Westland --no-passphrase",
    "--node east charter new --exercise --party east/party.json --party west/party.json --name en=Talks --out talks.json",
    "--node east charter sign talks.json",
    "--node west charter sign talks.json",
    "--node east sync post",
    "--node west sync post",
    "--node east sync post",
    "--node east delegate key berg --no-passphrase",
    "--node east delegate appoint berg --name Berg --role head --powers sign --seal",
    "--node east delegate empower berg --powers consent --issuer Supposed --seal",
    "--node east contacts set hotline --address 1 --language ar --zone Europe/Zurich --seal",
    "--node east contacts now",
    "--node east group propose arms --name en=Arms --seal",
    "--node east meeting propose 1 --gate group/arms --host west --seal",
    "--node east text table joint --form joint_statement --text en=talks.txt --seal",
    "--node east propose measure/visits --text Supposed --seal",
    "--node east propose measure/hours --text Supposed --seal",
    "--node east sync post",
    "--node west sync post",
    "--node west proposals",
    "--node west consent east/9 --seal",
    "--node west consent east/13 --seal",
    "--node west reserve east/11 --seal",
    "--node west confirm east/11 --seal",
    "--node west object east/17 --reason Supposed --seal",
    "--node west sync post",
    "--node east sync post",
    "--node east meeting announce 1 --date 2021-10 --seal",
    "--node east meeting date 1 2021-10-04 --time 08:00 --about --seal",
    "--node east meeting agenda 1 Supposed --seal",
    "--node east meeting delegation 1 --head berg --seal",
    "--node east meeting minutes 1 1 Supposed --seal",
    "--node east meeting held 1 --date 2021-09-29 --seal",
    "--node east meeting list",
    "--node east meeting show 1",
    "--node east group open arms --seal",
    "--node east group report arms met --seal",
    "--node east group list",
    "--node east text sign joint --delegate berg --seal",
    "--node east text show joint",
    "--node east text list",
    "--node east report text joint --docx text.docx",
    "--node east report minutes 1 --pdf minutes.pdf",
    "--node east withdraw east/15 --seal",
    "--node east contacts end east/7 --seal",
    "--node east contacts list",
    "--node east delegate passphrase berg",
    "--node east delegate revoke berg --seal",
    "--node east delegate list",
    "--node east status",
]
"""Two other parties, who found, convene, consent, minute and sign."""
AGREEMENTS = [
    "agreement list",
    "agreement show new-start",
    "agreement check new-start --as-of 2023-03-01",
    "agreement check teaching --as-of 2021-01-10 --known 2021-01-09",
    "agreement explain new-start launchers --as-of 2022-03-01",
    "agreement calendar new-start --from 2021-01-01 --until 2021-12-31",
    "agreement quota new-start --on 2021-09-01",
    "agreement report new-start --as-of 2022-03-01",
    "--node east agreement table lake.toml --seal",
    "--node east sync post",
    "--node west sync post",
    "--node west consent east/44 --seal",
    "--node west sync post",
    "--node east sync post",
    "--node east notify teaching",
    "--node east notify teaching change boat=e-1 what=sold --seal",
    "--node east declare teaching --nil --exchange lists --on 2021-01-01 --seal",
    "--node east suspend teaching --ground Supposed --from 2021-09-01 --seal",
    "--node east sync post",
    "--node west sync post",
    "--node west query east/49 Supposed --seal",
    "--node west dispute east/51 --reason Supposed --seal",
    "--node east resume east/51 --from 2021-09-30 --seal",
    "--node west agreement check teaching --as-of 2021-09-30",
    "--node east agreement import teaching boats.csv --full",
    "--node west agreement list",
]
"""Agreements of the library need no node; what is in force between two parties is in their record."""
EXCHANGES = [
    "--node east propose exchange/lists --text Supposed --seal",
    "--node east sync post",
    "--node west sync post",
    "--node west consent east/55 --seal",
    "--node west exchange commit lists --list talks.txt --seal",
    "--node west sync post",
    "--node east sync post",
    "--node east exchange commit lists --list talks.txt --seal",
    "--node east exchange open lists --seal",
    "--node east exchange show lists",
    "--node east exchange list",
]
"""Lists that both commit to before either opens its own."""
VISITS = [
    "--node east inspect teaching west --type inspection --from 2021-10-11 --site Supposed --seal",
    "--node east sync post",
    "--node west sync post",
    "--node west visit refuse east/62 --ground Supposed --seal",
    "--node east inspect teaching west --type inspection --from 2021-10-12 --seal",
    "--node west sync post",
    "--node east sync post",
    "--node west sync post",
    "--node west visit accept east/64 --seal",
    "--node west visit conducted east/64 --seal",
    "--node west status",
    "--node west visit list",
    "--node east visit list teaching",
]
"""Visits, of which one is refused and one conducted."""
TEXTS = [
    "--node east text table paper --form rolling_text --text en=paper.txt --order east --depositary west --seal",
    "--node east text settle paper 1 --choose 1 --seal",
    "--node east text amend paper p1 --verb NOC --seal",
    "--node east sync post",
    "--node west sync post",
    "--node west consent east/69 --seal",
    "--node west sync post",
    "--node east sync post",
    "--node west text left paper",
    "--node west text compare paper east/67",
    "--node west text check paper",
    "--node east text consolidate paper --form joint_statement --seal",
    "--node west text table paper --form rolling_text --text en=paper.txt --seal",
    "--node east sync post",
    "--node west sync post",
    "--node east sync post",
    "--node west text merge paper west/37 east/74 --out merged",
    "--node west consent east/74 --seal",
    "--node west sync post",
    "--node east sync post",
    "--node east text initial paper --seal",
    "--node east text attach paper Supposed --seal",
    "--node east text bind paper ratification --seal",
    "--node west text force paper 2022-01-01 --seal",
    "--node east text correct paper --text en=talks.txt --seal",
    "--node east text show paper",
    "--node east text export paper paper.docx",
    "--node east text from-word paper.docx --out again.txt",
    "--node east text original paper paper.docx",
    "--node east rename --name en=Newland --from 2021-09-30 --seal",
    "--node east status",
]
"""A text with brackets, changed and settled."""
VISIT_TYPE = b"""
[[visit_type]]
id = "inspection"
clause = "3.2"
names = { en = "Supposed", ru = "Supposed", ar = "Supposed" }
"""
PRESS = [
    "press read reports/lake.txt --published 2021-09-30",
    "press read reports --published 2021-09-30 --jobs 1 --out readings",
    "press evaluate reports readings --differences",
]
KEYS = [
    f"--node north root export --out root.age --to {BACKUPS_TO}",
    f"--node north root export --successor --out successor.age --to {BACKUPS_TO}",
    "--node north root notice --out notice.json",
    "--node north root check root.age --identity backups.txt",
    "--node north root check notice.json",
    "--node north root remove root.age --identity backups.txt",
    "--node north root remove notice.json",
    "--node north renewal make --out renewal.json --root root.age --identity backups.txt",
    "--node south renewal sign renewal.json --out renewal-both.json",
    "--node north renewal ask renewal-both.json --out renewal-question.json",
    "witness answer renewal-question.json --dir host --out renewal.note",
    "--node north renewal check renewal-both.json",
    "--node north renewal add renewal.note",
    "--node north renewal list",
    "--node north renewal check",
    "--node south root revoke notice.json",
    "--node north root succeed successor.age --notice notice.json --identity backups.txt",
    "--node north keys",
    "drill",
    "drill rotation",
]
"""The root key goes offline, everything is renewed, and the root key has a successor."""
FLOW += CARRIED + TALKS + MATTERS + DESK + AGREEMENTS + EXCHANGES + VISITS + TEXTS + PRESS + KEYS
NEEDS_A_FORK = {"prove fork"}  # transcripts/fork.txt
SERVES = {"web", "public", "door serve", "witness serve"}  # until somebody ends them: tests/web, tests/carriers
NEEDS_A_SERVER = {"store move", "witness submit"}  # tests/node/test_moving.py, tests/web/test_witness_online.py


def test_the_flow_has_every_command():
    known = {path.removeprefix("detente ") for path, _ in commands(build("en"), "detente")}
    run_here = {name for name in known if any(re.search(rf"(?:^|\s){name}(?:\s|$)", line) for line in FLOW)}
    assert known - run_here == NEEDS_A_FORK | SERVES | NEEDS_A_SERVER


REPORT = """Ambassador Anna Berg said on Thursday that Northland had sent 45 requests.

A summit will be held in Oslo on 4 October.
"""
LABEL = {
    "language": "en",
    "published": "2021-09-30",
    "statements": [
        {
            "speaker": "Anna Berg", "office": "Ambassador", "side": None, "kind": "denial", "form": "indirect", "said_on": "2021-09-30",
            "quote": "Northland had sent 45 requests", "denies": None, "via": [],
            "counts": [{"value": 45, "qualifier": "exact", "tally": "sent", "words": "45 requests"}],
        }
    ],
    "meetings": [],
}  # fmt: skip


@pytest.fixture(autouse=True)
def text_to_table(place, monkeypatch):
    (place / "talks.txt").write_text("Supposed.", "utf-8")
    (place / "backups.txt").write_text(BACKUPS_KEY, "utf-8")
    lake = file_of("teaching", "agreement").replace(b'"north"', b'"east"').replace(b'"south"', b'"west"')
    (place / "lake.toml").write_bytes(lake + VISIT_TYPE)
    (place / "boats.csv").write_text("id,type,gun\ne-1,boat,yes\n", "utf-8")
    (place / "paper.txt").write_text("The Parties [EAST: shall / WEST: should] meet.", "utf-8")
    (place / "reports").mkdir()
    (place / "reports" / "lake.txt").write_text(REPORT, "utf-8")
    (place / "reports" / "lake.json").write_text(json.dumps(LABEL), "utf-8")
    monkeypatch.setenv("DETENTE_NEW_PASSPHRASE_OF_BERG", "supposed to be his own")


SHORT = [line.replace("demo --dir", "demo --story first-request --dir") for line in FLOW]
"""With the shorter of the two stories, where tests/cli/test_commands.py and test_demo.py play the other one."""


def _named(line):
    """A log is published under a name that nobody types from memory."""
    return line.replace("tiles/LOG", str(next(Path("tiles").iterdir(), "tiles"))) if "tiles/LOG" in line else line


FOREIGN = {"ar": r"[\u0621-\u064a]", "ru": "[а-яё]"}
"""Letters without which nothing is said in a language."""


@pytest.mark.parametrize("first", range(3 - stride(2)))
def test_every_command_in_every_language(first):
    """By turns in Arabic and in Russian; each in both with DETENTE_EXAMPLES=thorough. In English the transcripts are.

    A text that is not marked for translation is seen in either; whether one is translated, each catalogue is asked above.
    """
    for line, language in zip(FLOW, itertools.cycle([*FOREIGN][first:] + [*FOREIGN][:first])):
        code, said = run(["--lang", language, *_named(line).split()])
        assert code == 0, (line, said)
        assert re.search(FOREIGN[language], said), (line, said)


def test_every_command_prints_one_json_value():
    for line in SHORT:
        code, said = run([*_named(line).split(), "--json"])
        assert code == 0, (line, said)
        assert isinstance(json.loads(said), dict), line
        assert POP not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_help_text(language):
    english = {}
    for path, command in [("detente", build("en")), *commands(build("en"), "detente")]:
        code, said = run(["--lang", language, *path.split()[1:], "--help"])
        assert code == 0
        assert "--help" in said
        assert all(len(line) <= 80 for line in said.splitlines() if not line.startswith(("Usage", "Вызов", "الاستعمال"))), said
        english[path] = command.help
        if language != "en":
            assert command.help.split(".")[0] not in said, path


WITH_CODES = {
    "answer": OUTCOMES,
    "delegate appoint": (*ROLES, *POWERS),
    "delegate empower": POWERS,
    "contacts set": CONTACTS,
    "contacts now": CONTACTS,
    "text table": TEXT_FORMS,
    "text attach": ATTACHED,
    "text bind": INSTRUMENTS,
    "note send": NOTES,
    "issue assess": MOVEMENTS,
    "issue report": STATES,
    "group report": ("begun", "met", "concluded", "not_yet"),
    "statement add": CLAIMS,
    "translate": ("official", "courtesy", "machine"),
    "requests": (*OUTCOMES, "open", "withdrawn", "crossed", "disputed"),
    "undertakings": ("open", "performed", "confirmed", "disputed"),
    "account add": ("head", "secretary", "watch_officer", "translator", "lawyer", "administrator", "reader"),
}
"""Commands whose options take words of the record."""


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
@pytest.mark.parametrize("command", WITH_CODES)
def test_the_help_says_beside_each_code_what_it_means(command, language):
    code, said = run(["--lang", language, *command.split(), "--help"])
    assert code == 0
    whole = " ".join(said.split())
    for word in WITH_CODES[command]:
        assert re.search(rf"\b{word} \([\u0400-\u06ff]", whole), (word, whole)
    assert "%(" not in whole


def test_in_english_a_code_that_is_its_own_word_is_not_said_twice():
    _, said = run(["text", "table", "--help"])
    assert "joint_statement, agreed_minutes" in " ".join(said.split())
    assert "chairs_text (chair's text)" in " ".join(said.split())
