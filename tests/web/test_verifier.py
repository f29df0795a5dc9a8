"""The page that checks proofs, in a real browser, from the disk: it says what the command says, sends nothing, and can be read."""

from __future__ import annotations

import base64
import http.server
import itertools
import json
import operator
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from detente.cli.main import main
from detente.i18n import LANGUAGES, Said, translator
from detente.record.limits import LIMITS
from detente.record.verdict import NOT_PROVEN, STEPS
from detente.views.verifier import digest_of, verifier_page
from detente.web.pages import Ask, checker
from detente.web.verifier.texts import CAUSES, GUARDS, PLURALS
from tests.strategies import stride
from tests.web.verifier_reader import (
    FILE,
    JS,
    ROOT,
    Elements,
    Reader,
    charter_hash,
    expected,
    in_node,
    ours,
    proof_vectors,
    shown_by,
    shown_in,
)

OTHER_TALKS = "0" * 64

pytestmark = [pytest.mark.slow, pytest.mark.needs("chromium")]


# ---------------------------------------------------------------- what the tests stand on


@pytest.fixture(scope="module")
def screen(browser):
    """One page for all readers, who open the file in it anew: a page of its own for each starts a program for each."""
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture
def reader(screen):
    screen.set_viewport_size({"width": 1280, "height": 720})
    screen.emulate_media(media="null")  # what it is shown on, whatever was tried before
    reader = Reader(screen)
    yield reader
    reader.leave()
    assert reader.wrong == []


@pytest.fixture(scope="module")
def talks(first_request, tmp_path_factory):
    """Fresh proofs of an exercise, as `detente demo` makes them, and its charter beside them."""
    folder = shutil.copytree(first_request / "proofs", tmp_path_factory.mktemp("talks") / "proofs")
    shutil.copy(first_request / "public" / "charter.json", folder)
    return folder


# ---------------------------------------------------------------- one file, and nothing else


@pytest.mark.needs("node", "node-modules")
def test_the_page_is_byte_for_byte_what_its_sources_give():
    done = subprocess.run([sys.executable, "scripts/verifier_page.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_policy_names_the_one_script_and_the_one_style_by_their_hashes_and_allows_nothing_else():
    elements = Elements(FILE.read_text("utf-8"))
    policies = [a["content"] for tag, a in elements.found if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy"]
    assert len(policies) == 1
    rules = dict(part.strip().split(" ", 1) for part in str(policies[0]).split(";"))
    assert set(rules) == {"default-src", "script-src", "style-src", "base-uri", "form-action"}
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    for name in ("script", "style"):
        (text,) = ["".join(elements.inline[name])]
        assert sum(tag == name for tag, _ in elements.found) == 1
        digest = base64.b64encode(bytes.fromhex(digest_of(text.encode()))).decode()
        assert rules[f"{name}-src"] == f"'sha256-{digest}'"


def test_no_handler_no_style_and_no_address_stands_in_the_markup_and_no_text_is_run_as_program():
    elements = Elements(FILE.read_text("utf-8"))
    for tag, attributes in elements.found:
        assert not [name for name in attributes if name.startswith("on") or name in {"style", "src", "srcset", "href", "action"}], tag
    script = "".join(elements.inline["script"])
    for bad in (
        r"\beval\(",
        r"\bnew Function\b",
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        r"\bfetch\(",
        "XMLHttpRequest",
        "WebSocket",
        "sendBeacon",
        r"\bimport\(",
    ):
        assert not re.search(bad, script), bad


def test_the_style_knows_no_left_and_no_right():
    style = "".join(Elements(FILE.read_text("utf-8")).inline["style"])
    assert not re.search(r"(?<![\w-])(?:margin|padding|border|inset)?-?(?:left|right)(?=\s*[:;-])|text-align:\s*(?:left|right)", style)


def test_the_licence_of_each_library_is_in_the_file():
    text = FILE.read_text("utf-8")
    used = set(re.findall(r"^  // node_modules/(@?[\w-]+/[\w-]+)/", text, re.MULTILINE))
    assert used >= {"@noble/curves", "@noble/hashes", "@noble/post-quantum"}
    for name in used:
        assert re.search(rf"^{name} [0-9.]+\n\nThe MIT License", text, re.MULTILINE), name


def test_no_request_leaves_the_page_whatever_is_done_with_it(reader, talks):
    arrived: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            arrived.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        asked: list[str] = []
        reader.on("request", lambda request: asked.append(request.url))
        reader.open()
        reader.give_hash(charter_hash(talks))
        for path in sorted(talks.glob("*.proof.json")):
            reader.choose("proof", path)
        reader.page.click("#change")
        reader.settle()
        reader.page.click("#languages a[lang=ar]")
        reader.page.click("#theme")
        assert {url.split("#")[0] for url in asked} == {FILE.as_uri()}
        # And it could not if it wanted to: the policy stops a program in the page.
        outside = f"http://127.0.0.1:{server.server_address[1]}/out"
        tried = reader.page.evaluate(
            """async url => {
                const image = new Promise(done => { const i = new Image(); i.onload = i.onerror = () => done('tried'); i.src = url; });
                return [await fetch(url, {mode: 'no-cors'}).then(() => 'sent', () => 'kept'), await image, navigator.sendBeacon(url)];
            }""",
            outside,
        )
        server.shutdown()
    assert tried[0] == "kept"
    assert arrived == []
    assert reader.wrong
    assert all("Content Security Policy" in said for said in reader.wrong)
    reader.wrong.clear()


# ---------------------------------------------------------------- the same verdict as the command


def test_it_agrees_with_the_command_on_every_proof_vector_with_the_charter_without_one_and_with_a_wrong_one(reader):
    vectors = proof_vectors()
    assert len(vectors) > 100
    # Node tries them all (tests/test_second_implementation.py), some with the cryptography of the page too.
    cases = {(charter or "", name, raw) for name, raw, charter in vectors[:: stride(7)]}
    cases |= {(anchor, name, raw) for name, raw, _ in vectors[:: stride(28)] for anchor in ("", OTHER_TALKS)}
    reader.open()
    differ = []
    for anchor, group in itertools.groupby(sorted(cases), key=operator.itemgetter(0)):
        reader.give_hash(anchor)
        for _, name, raw in group:
            reader.choose("proof", (f"{name.split('/')[1]}.json", raw))
            wanted = expected(ours(raw, anchor or None))
            found = reader.verdict()
            if found != wanted:
                differ.append((name, anchor, wanted, found))
    assert differ == []


@pytest.mark.needs("node", "node-modules")
def test_what_it_shows_is_what_the_package_shows():
    """Each number of the details, for every vector that holds: counts, entries, bounds of witnesses, references, receipts, forks."""
    program = """
        import { readFileSync } from 'node:fs';
        import { verifyProof } from './lib/proof.mjs';
        import { reportOf } from './page/report.mjs';
        import { toPlain } from './lib/plain.mjs';
        const plain = (v) => v instanceof Map ? Object.fromEntries([...v].map(([k, x]) => [k, plain(x)])) : Array.isArray(v) ? v.map(plain)
          : typeof v === 'bigint' ? Number(v) : v && typeof v === 'object' ? Object.fromEntries(Object.entries(v).map(([k, x]) => [k, plain(x)])) : v;
        const out = [];
        for (const [file, charter, trusted] of JSON.parse(readFileSync(0, 'utf8'))) {
          const r = await verifyProof(new Uint8Array(Buffer.from(file, 'base64')), { charterHash: charter ?? undefined, witnesses: trusted });
          out.push(plain(reportOf(r, trusted)));
        }
        console.log(JSON.stringify(out));
    """
    good = [(raw, charter) for _, raw, charter in proof_vectors() if ours(raw, charter).status != NOT_PROVEN]
    keys = [tuple(w.vkey for w in ours(raw, charter).witnesses) for raw, charter in good]
    cases = [(raw, charter, trusted) for (raw, charter), known in zip(good, keys, strict=True) for trusted in {(), known}]
    assert any(trusted for *_, trusted in cases)
    assert len(good) >= 15
    reports = in_node(program, [[base64.b64encode(raw).decode(), charter, list(trusted)] for raw, charter, trusted in cases])
    for (raw, charter, trusted), report in zip(cases, reports, strict=True):
        verdict = ours(raw, charter, trusted).to_json()
        assert shown_by(report) == shown_in(verdict)


# ---------------------------------------------------------------- what a journalist does and reads


def test_a_proof_and_the_charter_dropped_together_give_one_sentence_with_the_exercise_first(reader, talks):
    reader.open()
    reader.drop(("a", (talks / "charter.json").read_bytes()), ("b", (talks / "standing.proof.json").read_bytes()))
    assert reader.verdict()["verdict"] == "proven"
    assert reader.page.is_visible("#exercise")
    assert reader.page.evaluate("document.body.firstElementChild.id") == "exercise"
    sentence = reader.sentence()
    assert sentence.startswith("In the exercise “")
    verdict = ours((talks / "standing.proof.json").read_bytes(), charter_hash(talks))
    shown = {name: value for name, value in verdict.derived.items() if value["sent"]}
    assert shown
    for name, value in shown.items():
        party = next(p for p in verdict.parties if p.id == name.partition("/")[2]).names["en"]
        many = "request" if value["sent"] == 1 else "requests"
        assert f"of {value['sent']} {many} sent by {party}, {value['answered']} had been answered" in sentence
    assert "had both signed that" in sentence
    assert "(time claimed by the signers)" in sentence
    assert sentence.endswith("(answered means any final answer, a refusal too).")
    assert "answered/1" not in sentence
    details = reader.page.inner_text("#details")
    for said in (
        "later acts may exist",
        "not that what was signed is true",
        charter_hash(talks),
        *(p.fingerprint for p in verdict.parties),
    ):
        assert said.lower() in details.lower()


@pytest.mark.parametrize(("kind", "lang"), [*itertools.product(["standing", "entry", "field", "receipt", "log"], LANGUAGES)][:: stride(4)])
def test_each_kind_of_proof_reads_well_in_each_language(reader, talks, kind, lang):
    reader.open(lang)
    reader.give_hash(charter_hash(talks))
    reader.choose("proof", talks / f"{kind}.proof.json")
    assert reader.verdict()["verdict"] == "proven"
    page = reader.page
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [lang, "rtl" if lang == "ar" else "ltr"]
    text = page.inner_text("body")
    assert "%(" not in text
    assert "undefined" not in text
    assert "[object" not in text
    names = {party.names.get(lang, party.names["en"]) for party in ours((talks / f"{kind}.proof.json").read_bytes(), None).parties}
    assert any(name in reader.sentence() for name in names)
    assert page.evaluate("[...document.querySelectorAll('.hash')].every(e => e.localName === 'bdi' && e.translate === false)")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_signed_contradiction_reads_well_in_each_language(reader, lang):
    reader.open(lang)
    for name, raw, charter in proof_vectors():
        if name in {"proofs/fork-equal", "proofs/fork-different"}:
            reader.give_hash(str(charter))
            reader.choose("proof", (name, raw))
            assert reader.verdict()["claim"] == "fork"
            heads = ours(raw, charter).to_json()["fork"]["heads"]
            for head in heads:
                assert head["root"] in reader.page.inner_text("#details")
                assert f"{head['size'] - 1}" in reader.sentence()


def test_without_the_charter_it_is_never_called_proven_and_the_sentence_says_so_itself(reader, talks):
    reader.open()
    reader.choose("proof", talks / "standing.proof.json")
    assert reader.verdict()["verdict"] == "consistent"
    assert reader.sentence().startswith("Whose keys signed this is not confirmed.")
    assert "anybody could have made such keys" in reader.page.inner_text("#meaning")


def test_one_changed_byte_is_noticed_with_its_step_and_can_be_put_back(reader, talks):
    reader.open()
    reader.give_hash(charter_hash(talks))
    raw = (talks / "standing.proof.json").read_bytes()
    reader.choose("proof", ("standing.json", raw))
    for _ in range(18 // stride(3)):
        reader.page.click("#change")
        verdict = reader.verdict()
        assert verdict["verdict"] == "not proven"
        assert verdict["step"] in {str(step) for step in range(1, 11)}
        assert f"step {verdict['step']} of 10" in reader.sentence()
        place, size, old, new = re.search(
            r"Byte ([\d,]+) of ([\d,]+) was changed from .*?\(0x([0-9a-f]{2})\) to .*?\(0x([0-9a-f]{2})\)",
            reader.page.inner_text("#changed"),
        ).groups()
        at = int(place.replace(",", "")) - 1
        assert int(size.replace(",", "")) == len(raw)
        assert raw[at] == int(old, 16)
        changed = raw[:at] + bytes([int(new, 16)]) + raw[at + 1 :]
        assert verdict == expected(ours(changed, charter_hash(talks)))
        assert not reader.page.is_visible("#exercise")
        reader.page.click("#restore")
        assert reader.verdict()["verdict"] == "proven"


def test_fields_of_another_language_keep_their_language_and_direction(reader, talks, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for command in (
        "init --party north --name en=<b>North</b> --no-passphrase --node north",
        "init --party south --name en=South\u202e --no-passphrase --node south",
        "--node north charter new --exercise --party north/party.json --party south/party.json --name en=<img/src=x> --out c.json",
        "--node north charter sign c.json",
        "--node north issue raise prisoners --title ru=Слово --title ar=كلمة --seal",
        "--node north prove entry north/1 --out p.json",
    ):
        assert main(command.split(" ")) == 0, command
    reader.open()
    reader.drop(("p", Path("p.json").read_bytes()), ("c", Path("c.json").read_bytes()))
    assert reader.verdict()["verdict"] == "proven"
    fields = {
        f["lang"]: f
        for f in reader.page.evaluate(
            "[...document.querySelectorAll('#details dd[lang]')].map(e => ({lang: e.lang, dir: e.dir, text: e.textContent}))"
        )
    }
    assert fields["ru"] == {"lang": "ru", "dir": "auto", "text": "Слово"}
    assert fields["ar"] == {"lang": "ar", "dir": "auto", "text": "كلمة"}
    # What others wrote is text, never markup, and turns no line round.
    assert "<b>North</b>" in reader.sentence()
    assert "<img/src=x>" in reader.sentence()
    assert reader.page.evaluate("document.querySelectorAll('main b, main img').length") == 0
    assert "\u202e" not in reader.page.inner_text("body")


def test_a_witness_whose_key_is_given_bounds_the_time(reader):
    name, raw, charter = next(v for v in proof_vectors() if v[0] == "proofs/entry")
    reader.open()
    reader.give_hash(str(charter))
    reader.choose("proof", (name, raw))
    assert "a witness that you have not confirmed" in reader.page.inner_text("#sheet-who")
    keys = sorted({witness.vkey for witness in ours(raw, charter).witnesses})
    reader.page.click("summary")
    reader.page.fill("#witnesses", "\n".join(keys))  # a page that waits for the field to be left has not heard of it yet
    assert reader.verdict() == expected(ours(raw, charter, tuple(keys)))
    assert "not later than" in reader.page.inner_text("#sheet-who")
    assert "It existed before" in reader.page.inner_text("#details")
    reader.page.fill("#witnesses", keys[0][:-4])
    assert "witnesses_not_confirmed" in reader.verdict()["caveats"]
    assert "Not the key of a witness" in reader.page.inner_text("#witness-said")


def test_a_witness_of_whom_one_of_two_keys_is_given_is_told_once_and_as_confirmed(reader):
    name, raw, charter = next(v for v in proof_vectors() if v[0] == "proofs/entry")
    keys = sorted({witness.vkey for witness in ours(raw, charter).witnesses})
    assert len(keys) == 2
    assert len({key.partition("+")[0] for key in keys}) == 1
    reader.open()
    reader.give_hash(str(charter))
    reader.choose("proof", (name, raw))
    reader.page.click("summary")
    for key in keys:
        reader.page.fill("#witnesses", key)
        reader.verdict()
        said = reader.page.inner_text("#sheet-who")
        assert "not later than" in said
        assert "a witness that you have not confirmed" not in said


def test_what_can_no_more_become_a_hash_is_said_to_be_none_before_the_field_is_left(reader):
    reader.open()
    for typed, wrong in (("ab12", False), ("ab12 xyz", True), ("a" * 65, True), ("", False)):
        reader.page.fill("#charter", typed)
        assert ("not the hash of a charter" in reader.page.inner_text("#charter-said")) is wrong


def test_the_hash_that_a_file_states_of_itself_is_not_shown_as_if_it_were_the_charters(reader):
    name, raw, charter = next(v for v in proof_vectors() if v[0] == "proofs/entry")
    reader.open()
    reader.choose("proof", (name, raw))
    reader.verdict()
    assert "Charter's hash, as this file states it" in reader.page.text_content("#sheet-keys")
    reader.give_hash(str(charter))
    reader.verdict()
    assert "as this file states it" not in reader.page.text_content("#sheet-keys")


# ---------------------------------------------------------------- what is given wrongly


def test_a_charter_in_the_place_of_the_proof_is_told_and_taken_for_what_it_is(reader, talks):
    reader.open()
    reader.choose("proof", talks / "charter.json")
    assert "is a charter, not a proof" in reader.notices()
    assert reader.page.input_value("#charter") == charter_hash(talks)
    assert reader.verdict() == {}
    reader.choose("charter", talks / "standing.proof.json")
    assert "is a proof, not a charter" in reader.notices()
    assert reader.verdict()["verdict"] == "proven"


def test_what_is_no_proof_at_all_is_told_so_and_is_not_proven(reader, talks):
    reader.open()
    for raw in (b"", b"hello", bytes(range(256)), b"{}", b"%PDF-1.7"):
        reader.choose("proof", ("holiday.pdf", raw))
        assert reader.verdict() == expected(ours(raw, None)) == {"verdict": "not proven", "step": "1"}
        assert "does not look like a proof" in reader.notices()
    damaged = (talks / "standing.proof.json").read_bytes()[:-1]
    reader.choose("proof", ("cut.json", damaged))
    assert reader.verdict() == expected(ours(damaged, None))
    assert reader.notices() == ""


@pytest.mark.parametrize(
    ("lang", "said"),
    [("ar", "الملف غير مكتوب على صورة الإثبات."), ("en", "The file is not written as a proof is."), ("ru", "Файл записан не так")],
)
def test_a_failure_is_said_plainly_and_the_programs_reason_is_behind_it(reader, lang, said):
    reader.open(lang)
    reader.choose("proof", ("holiday.pdf", b"{}"))
    assert reader.page.inner_text("#meaning").startswith(said)
    assert not reader.page.is_visible(".reason bdi")
    reader.page.click(".reason summary")
    assert reader.page.is_visible(".reason bdi[lang=en][dir=ltr]")
    assert reader.page.inner_text(".reason bdi")


def test_every_step_has_a_plain_sentence():
    assert CAUSES.keys() == GUARDS.keys() == STEPS.keys()


def test_as_a_file_of_its_own_it_leads_nowhere_back(reader):
    reader.page.goto("about:blank")
    reader.page.goto(f"{FILE.as_uri()}#lang=en&back=/requests")
    assert not reader.page.is_visible("#back")


def test_what_is_no_charter_confirms_nothing(reader, talks):
    reader.open()
    reader.give_hash(charter_hash(talks))
    reader.choose("proof", talks / "standing.proof.json")
    assert reader.verdict()["verdict"] == "proven"
    reader.choose("charter", ("picture.png", b"\x89PNG"))
    assert "is not a charter" in reader.notices()
    assert reader.verdict()["verdict"] == "consistent"


def test_a_hash_that_is_none_confirms_nothing_and_one_that_was_pasted_with_spaces_does(reader, talks):
    reader.open()
    reader.choose("proof", talks / "standing.proof.json")
    right = charter_hash(talks)
    for wrong in (right[:-1], right + "0", "g" + right[1:], "the hash"):
        reader.give_hash(wrong)
        assert reader.verdict()["verdict"] == "consistent"
        assert "not the hash of a charter" in reader.page.inner_text("#charter-said")
        assert reader.page.get_attribute("#charter", "aria-invalid") == "true"
    reader.give_hash(f"  {right[:32].upper()}\n{right[32:]} ")
    assert reader.verdict()["verdict"] == "proven"
    assert reader.page.inner_text("#charter-said") == ""


def test_a_file_of_more_than_64_mebibytes_is_told_so_and_never_read(reader, tmp_path):
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.truncate(LIMITS.proof_bytes + 1)
    reader.open()
    reader.choose("proof", large)
    assert "at most 64 MiB" in reader.notices()
    assert reader.verdict() == {"verdict": "not proven", "step": "1"}
    assert not reader.page.is_visible("#change")


def test_of_files_that_do_not_go_together_none_is_taken(reader, talks):
    proof, charter = (talks / "standing.proof.json").read_bytes(), (talks / "charter.json").read_bytes()
    reader.open()
    for files in ([proof, proof], [charter, charter], [proof, charter, proof]):
        reader.drop(*((str(number), raw) for number, raw in enumerate(files)))
        assert "nothing was taken" in reader.notices()
        assert reader.verdict() == {}


# ---------------------------------------------------------------- languages, keyboard, eyes, paper


@pytest.mark.needs("node", "node-modules")
def test_every_number_has_its_form_in_every_language():
    program = """
        import { readFileSync } from 'node:fs';
        import { Speaker, bare } from './page/say.mjs';
        const [messages, keys, numbers, params] = JSON.parse(readFileSync(0, 'utf8'));
        const say = (lang) => Object.fromEntries(keys.map((k) => [k, numbers.map((n) => bare(new Speaker(lang, messages).plural(k, n, params)))]));
        console.log(JSON.stringify(Object.fromEntries(Object.keys(messages).map((lang) => [lang, say(lang)]))));
    """
    listed = subprocess.run([sys.executable, "scripts/verifier_page.py", "--messages"], cwd=ROOT, capture_output=True, check=True)
    numbers = [0, 1, 2, 3, 5, 11, 21, 101, 1_000, 12_345]
    places = sorted(set(re.findall(r"%\((\w+)\)", str(PLURALS))) - {"n"})
    found = in_node(program, [json.loads(listed.stdout), list(PLURALS), numbers, {place: ["x"] for place in places}])
    for lang in LANGUAGES:
        t = translator(lang)
        for key, (one, many) in PLURALS.items():
            # A place for a number gets a finished text here, as the page's gets one there.
            params = {place: Said("x") for place in places}
            wanted = [t.ngettext(one, many, n, **params) for n in numbers]
            assert [without_spaces(x) for x in found[lang][key]] == [without_spaces(x) for x in wanted], (lang, key)


def without_spaces(text: str) -> str:
    """Russian groups digits with U+00A0 in one library and U+202F in another."""
    return re.sub(r"\s", " ", text)


def test_the_language_comes_from_the_browser_can_be_chosen_and_stays_in_the_address(browser):
    context = browser.new_context(locale="ru-RU")
    reader = Reader(context.new_page())
    reader.page.goto(FILE.as_uri())
    assert reader.page.evaluate("document.documentElement.lang") == "ru"
    reader.page.click("#languages a[lang=ar]")
    assert reader.page.evaluate("document.documentElement.dir") == "rtl"
    assert "lang=ar" in reader.page.url
    reader.page.click("#theme")
    assert {"lang=ar", "theme=dark"} == set(reader.page.url.split("#")[1].split("&"))
    reader.page.reload()
    assert reader.page.evaluate("[document.documentElement.lang, document.documentElement.dataset.theme]") == ["ar", "dark"]
    reader.page.evaluate("location.hash = 'lang=en'")
    reader.page.wait_for_selector("html[lang=en]")
    context.close()
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(FILE.as_uri())
    assert page.evaluate("document.documentElement.lang") == "en"
    context.close()


def test_the_verdict_is_told_anew_in_a_language_that_is_chosen_later(reader, talks):
    reader.open()
    reader.give_hash(charter_hash(talks))
    reader.choose("proof", talks / "receipt.proof.json")
    said = set()
    for lang in LANGUAGES:
        reader.page.click(f"#languages a[lang={lang}]")
        assert reader.verdict()["verdict"] == "proven"
        said.add(reader.sentence())
    assert len(said) == len(LANGUAGES)


def test_everything_can_be_done_with_the_keyboard(reader, talks):
    page = reader.page
    choosers = []

    def note(chooser):
        choosers.append(chooser)

    reader.on("filechooser", note)  # from here on the browser hands choosers over, however busy the machine is
    reader.open()
    order = []
    for _ in range(12):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.id || document.activeElement.lang || document.activeElement.localName"))
    assert [name for name in order if name in {"theme", "choose-proof", "charter", "choose-charter", "summary"}] == [
        "theme",
        "choose-proof",
        "charter",
        "choose-charter",
        "summary",
    ]
    page.focus("#charter")
    page.keyboard.type(charter_hash(talks))
    page.focus("#choose-proof")
    assert page.evaluate("getComputedStyle(document.activeElement.closest('label')).outlineStyle") == "solid"
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(talks / "standing.proof.json")
    page.wait_for_selector("#result[data-verdict=proven]")
    page.wait_for_selector("#verdict:focus")
    for wanted in ("copy", "print", "change"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == wanted
    page.keyboard.press("Enter")
    page.wait_for_selector("#result[data-verdict='not proven']")


def test_the_sentence_that_is_copied_is_the_one_that_is_shown(browser, talks):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    reader = Reader(context.new_page())
    for lang in LANGUAGES:
        reader.open(lang)
        reader.give_hash(charter_hash(talks))
        reader.choose("proof", talks / "standing.proof.json")
        shown = reader.page.text_content("#sentence")
        before = reader.page.inner_text("#copy")
        reader.page.click("#copy")
        expect(reader.page.locator("#copy")).not_to_have_text(before)
        copied = reader.page.evaluate("navigator.clipboard.readText()")
        assert re.sub("[\u2068\u2069]", "", copied) == shown
        assert ("\u2068" in copied) == (lang == "ar")
    context.close()


LOOKED_AT = list(itertools.product(LANGUAGES, ["light", "dark"])) if stride(2) == 1 else [("ar", "dark"), ("en", "light")]
"""Both directions and both themes, each with every other state; every language in both with DETENTE_EXAMPLES=thorough."""


@pytest.mark.needs("node", "node-modules")
@pytest.mark.parametrize(("lang", "theme"), LOOKED_AT)
def test_axe_finds_nothing_to_mend(reader, talks, lang, theme):
    axe = (JS / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
    reader.open(lang, theme)
    reader.page.evaluate(axe)

    seen = itertools.count()

    def look(state: str) -> None:
        if next(seen) % stride(2) != LOOKED_AT.index((lang, theme)) % stride(2):
            return
        found = reader.page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
        assert [(v["id"], v["nodes"][0]["html"], v["nodes"][0]["failureSummary"]) for v in found] == [], state

    look("empty")
    reader.page.click("summary")
    reader.give_hash("wrong")
    look("wrong hash")
    reader.choose("proof", talks / "standing.proof.json")
    look("not confirmed")
    reader.give_hash(charter_hash(talks))
    for path in sorted(talks.glob("*.proof.json")):
        reader.choose("proof", path)
        assert reader.verdict()["verdict"] == "proven"
        look(path.name)
    reader.page.click("#change")
    reader.settle()
    look("not proven")
    reader.choose("proof", ("a", b"nothing"))
    look("no proof")


@pytest.mark.parametrize(("lang", "width"), [*itertools.product(LANGUAGES, [390, 1280])][:: stride(4)])
def test_nothing_is_wider_than_the_screen(reader, talks, lang, width):
    reader.page.set_viewport_size({"width": width, "height": 900})
    reader.open(lang)
    reader.give_hash(charter_hash(talks))
    for path in sorted(talks.glob("*.proof.json")):
        reader.choose("proof", path)
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= width, path.name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sentence_verdict_and_fingerprints_print_on_one_page(reader, talks, lang):
    reader.open(lang, "dark")
    reader.give_hash(charter_hash(talks))
    for kind in ("standing", "entry", "receipt"):
        reader.choose("proof", talks / f"{kind}.proof.json")
        paper = reader.page.pdf(format="A4")
        assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1, kind
    reader.page.emulate_media(media="print")
    for wanted in ("#exercise", "#verdict", "#sentence", "#sheet-keys"):
        assert reader.page.is_visible(wanted)
    for tool in (".top", ".given", "#tamper", "#copy"):
        assert not reader.page.is_visible(tool)
    reader.page.emulate_media(media="screen")


# ---------------------------------------------------------------- how one gets it


def test_prove_page_writes_the_file_and_says_its_hash(tmp_path, capsys):
    out = tmp_path / "verify.html"
    assert main(["prove", "page", "--out", str(out), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert out.read_bytes() == verifier_page() == FILE.read_bytes()
    assert said == {"file": str(out), "bytes": len(verifier_page()), "sha256": digest_of(verifier_page())}
    assert main(["prove", "page", "--out", str(out)]) != 0
    assert "exists already" in capsys.readouterr().err


def test_served_by_the_web_face_it_works_under_the_policy_that_it_states(reader, talks):
    import uvicorn
    from starlette.applications import Starlette
    from starlette.routing import Route

    from detente.web.security import SecurityHeaders
    from detente.web.verifier.serving import verifier

    app = SecurityHeaders(Starlette(routes=[Route("/verify.html", verifier)]), secure=False)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
    address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/verify.html"
    with reader.page.expect_response(address) as answer:
        reader.open(address=address)
    stated = next(
        str(a["content"]) for tag, a in Elements(FILE.read_text("utf-8")).found if a.get("http-equiv") == "Content-Security-Policy"
    )
    assert answer.value.headers["content-security-policy"] == stated
    reader.give_hash(charter_hash(talks))
    reader.choose("proof", talks / "standing.proof.json")
    assert reader.verdict()["verdict"] == "proven"
    for back, leads in (
        ("/requests/cyber/rus/14?a=b", True),
        ("//elsewhere.example/", False),
        ("/\n/elsewhere.example/", False),
        ("/\t/elsewhere.example/", False),
        ("https://elsewhere.example/", False),
        ("", False),
    ):
        reader.page.goto("about:blank")
        reader.page.goto(f"{address}#" + urlencode({"lang": "ar", "back": back}))
        assert reader.page.is_visible("#back") is leads
    reader.page.goto("about:blank")
    reader.page.goto(
        address
        + checker(Ask(node=None, path="/count/cyber", names={}, query={}, language="ru", address="/count/cyber"))[len("/verify.html") :]
    )
    assert reader.page.get_attribute("#back", "href") == "/count/cyber"
    server.should_exit = True
    thread.join()
