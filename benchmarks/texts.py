"""How long a large text takes: 2,000 provisions in three languages, 5,000 brackets in each.

    python benchmarks/texts.py [--rounds 5] [--wall] [--no-pdf] [--no-record]

The text is made up of a few hundred words of each language; the numbers, days and brackets are the same in all. What is measured is what
people wait for, each beside a program that does the like with the same words, in one run, so that the ratio says something on any machine:

    words    read, written, compared with an amended version (a tenth of the provisions changed, some moved, added, removed), laid side by
             side with a glossary of 100 terms, with 200 open amendments; beside them lxml and python-docx that open the same text as Akoma
             Ntoso and as a Word file, and git that compares the same plain files by word
    files    HTML, Word, Word with every change tracked, Akoma Ntoso, PDF; beside them python-docx that adds the same paragraphs without
             their brackets, and typst that sets the same words without any look
    record   the same text tabled through the command line, carried to the other node and shown there by the command line, whole, and on
             the pages, each asked for again and again

The least of several rounds, in the time that the processes had a processor, or on the wall. What is wrong stops the run: the text that
comes out has to be the one that went in, at both nodes, and reading, comparing and writing it have to take less than a second each.
"""

import argparse
import datetime as dt
import io
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import docx
import typst
from lxml import etree

from detente.reports.text_akn import text_akn
from detente.reports.text_html import text_html
from detente.reports.text_paper import text_pdf
from detente.reports.text_parts import Cover
from detente.reports.text_word import Earlier, text_word
from detente.texts.compare import compare
from detente.texts.form import format_version, parse_version
from detente.texts.glossary import glossary_of
from detente.texts.ledger import ledger, left_to_agree
from detente.texts.merging import Side, merge
from detente.texts.model import Alternative, Bracket, Provision, Version, content_of, plain
from detente.texts.parity import parity
from detente.texts.work import Amendment, Work, shown, working

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

GOAL_MS = 1_000
"""Each of what the goal names: a text of this size opens, compares and renders in under a second."""

PROVISIONS, BRACKETS = 2_000, 5_000
PARTIES = ("rus", "usa")
SENTENCES = {
    "en": "the Parties shall inform each other of any exercise in advance and exchange data on their forces under this Treaty without delay",
    "ru": "Стороны заблаговременно информируют друг друга о любых учениях и обмениваются данными о своих силах по настоящему Договору",
    "ar": "يبلغ الطرفان بعضهما بعضا بأي مناورات مسبقا ويتبادلان البيانات عن قواتهما بموجب هذه المعاهدة دون إبطاء",
}
WORDS = {language: sentence.split() for language, sentence in SENTENCES.items()}
MONTH = {"en": "June", "ru": "июня", "ar": "حزيران/يونيه"}


def made():
    """The text: provisions of 40 to 60 words, on average two and a half brackets in each, every tenth of them in another one."""
    chance = random.Random(1)
    shapes = [(chance.randint(40, 60), chance.randint(5, 95), chance.randint(1, 28)) for _ in range(PROVISIONS)]
    where = sorted(chance.choices(range(PROVISIONS), k=BRACKETS))
    numbers = {place: [] for place in range(PROVISIONS)}
    for number, place in enumerate(where, 1):
        numbers[place].append(number)
    return Work(tuple(version(language, shapes, numbers) for language in sorted(WORDS)))


def version(language, shapes, numbers):
    chance = random.Random(2)
    words = WORDS[language]

    def some(count):
        return " ".join(chance.choice(words) for _ in range(count))

    provisions = []
    for place, (count, figure, day) in enumerate(shapes):
        pieces = [some(count // 2), f" {figure} ", some(3), f" {day} {MONTH[language]} 2021 "]
        todo = list(numbers[place])
        while todo:
            number = todo.pop(0)
            inner = [" ", Bracket(todo.pop(0), (Alternative((some(2),), ("usa",)),))] if todo and number % 10 == 0 else []
            one = Alternative(content_of(some(3) + " a", *inner), ("rus",))
            pieces += [Bracket(number, (one, Alternative((some(2) + " b",), ("usa",))) if number % 3 else (one,)), f" {some(count // 8)} "]
        provisions.append(
            Provision(f"p{place}", content_of(*pieces, some(count // 4)), place % 3, "heading" if place % 50 == 0 else "numbered")
        )
    return Version(language, tuple(provisions), "A made-up text")


def amended(one):
    chance = random.Random(3)
    provisions = list(one.provisions)
    for place in chance.sample(range(PROVISIONS), PROVISIONS // 10):
        old = provisions[place]
        pieces = [piece.replace(" ", " anew ", 1) if isinstance(piece, str) else piece for piece in old.content]
        provisions[place] = Provision(old.id, content_of(*pieces), old.level, old.look)
    for _ in range(20):
        provisions.insert(chance.randrange(PROVISIONS), provisions.pop(chance.randrange(PROVISIONS)))
    del provisions[100:110]
    provisions[500:500] = [Provision(f"new-{number}", ("New words",)) for number in range(10)]
    return Version(one.language, tuple(provisions), one.title, one.status)


# ---------------------------------------------------------------- measuring


class Table:
    """Lines of what is measured, in milliseconds; a peer's line follows ours, with our share of its time."""

    def __init__(self, rounds, *, wall):
        self.rounds, self.clock, self.wall = rounds, time.perf_counter if wall else time.process_time, wall
        self.slow = []

    def head(self, name):
        print(f"\n| {name} | ms, least | ms, most |\n|---|---|---|")

    def ours(self, name, work, rounds=None, *, goal=False):
        """The milliseconds of something of ours; `goal`: it has to take less than a second."""
        least = self.line(name, work, rounds)
        if goal and least > GOAL_MS:
            self.slow.append(name)
        return least

    def peer(self, name, work, of, rounds=None):
        """The same of a peer: `of` are the milliseconds of ours."""
        least = self.line(f"&nbsp;&nbsp;{name}", work, rounds)
        print(f"| &nbsp;&nbsp;ours: {of / least:.2f} of it | | |", flush=True)

    def line(self, name, work, rounds=None):
        times = []
        for _ in range(rounds or self.rounds):
            start = self.clock()
            work()
            times.append(1000 * (self.clock() - start))
        print(f"| {name} | {min(times):,.0f} | {max(times):,.0f} |", flush=True)
        return min(times)

    def command(self, name, command, of):
        """The same of a command in a process of its own: `of` are the milliseconds of ours."""

        def spent():
            found = resource.getrusage(resource.RUSAGE_CHILDREN)
            return time.perf_counter() if self.wall else found.ru_utime + found.ru_stime

        marks = []
        for _ in range(self.rounds):
            start = spent()
            subprocess.run(command, capture_output=True, check=False)
            marks.append(1000 * (spent() - start))
        print(f"| {name} | {min(marks):,.0f} | {max(marks):,.0f} |", flush=True)
        print(f"| &nbsp;&nbsp;ours: {of / min(marks):.2f} of it | | |", flush=True)


# ---------------------------------------------------------------- words


def words_table(table, work, later, texts, folder):
    """Reading, writing, comparing; beside lxml, python-docx and git."""
    for language, text in texts.items():
        (folder / f"{language}.txt").write_text(text)
        (folder / f"{language}.later.txt").write_text(format_version(later[language]))
    akn = [text_akn(version, COVER, "made-up") for version in work.versions]
    word = text_word(by_language(work), COVER)
    terms = glossary_of(
        [
            *((f"t{n}", {"en": [f"Term{n} of art"], "ru": [f"Понятие{n} особое"], "ar": [f"مصطلح{n} خاص"]}) for n in range(97)),
            ("treaty", {"en": ["Treaty"], "ru": ["Договор"], "ar": ["المعاهدة"]}),
        ]
    )
    names = [f"p{place}" for place in random.Random(4).sample(range(PROVISIONS), 200)]
    open_ones = [
        Amendment("MOD", name, "usa", {one.language: later[one.language].provisions[7].content[:1] for one in work.versions})
        for name in names
    ]

    def compared(language):
        return [change.runs for change in compare(work[language], later[language]) if change.kind == "changed"]

    table.head("words")
    opened = table.ours("open: three languages from their plain text", lambda: [parse_version(text) for text in texts.values()], goal=True)
    table.peer("lxml opens the same as Akoma Ntoso", lambda: [etree.fromstring(each) for each in akn], opened)
    table.peer("python-docx opens the same as a Word file, and goes through its paragraphs", lambda: paragraphs_of(word), opened, 1)
    table.ours("open one language (en)", lambda: parse_version(texts["en"]))
    table.ours("write three languages as plain text", lambda: [format_version(one) for one in work.versions], goal=True)
    against = table.ours("compare one language (en) with the amended version, words too", lambda: compared("en"), goal=True)
    table.command(
        "&nbsp;&nbsp;git compares the same two files by word",
        ["git", "diff", "--no-index", "--word-diff=porcelain", folder / "en.txt", folder / "en.later.txt"], against,
    )  # fmt: skip
    table.ours("the same in Arabic", lambda: compared("ar"), goal=True)
    table.ours("parity of three languages", lambda: parity(work, terms), goal=True)
    table.ours("ledger, and what is left to agree", lambda: left_to_agree(work["en"], ledger(work["en"], {}, dt.date(2021, 9, 30), 1)))
    table.ours("200 amendments applied, three languages", lambda: working(work, open_ones))
    table.ours("200 open amendments shown as brackets, three languages", lambda: shown(work, open_ones))
    table.ours("merge with the amended text, three languages", lambda: merge(work, Side("rus", later), Side("usa", work)))


def paragraphs_of(word):
    """The words of a Word file as python-docx has them."""
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(word)).element.body.xpath(".//w:p")]


def by_language(work):
    return {version.language: version for version in work.versions}


# ---------------------------------------------------------------- files


COVER = Cover(
    titles={}, status={"en": "draft"}, digest="ab" * 32, made_at="2021-09-30T08:00:00Z",
    names={party: {"en": party.upper()} for party in PARTIES}, order=PARTIES,
)  # fmt: skip


def files_table(table, work, later, *, pdf):
    """The text as files of each kind; beside python-docx and typst that have less to write."""
    versions = by_language(work)
    earlier = Earlier(by_language(later), "USA", COVER.made_at)
    table.head("files")
    table.ours("HTML, three languages side by side", lambda: text_html(versions, COVER), goal=True)
    word = table.ours("Word, three languages side by side", lambda: text_word(versions, COVER), goal=True)
    table.peer(
        "python-docx adds the same paragraphs, one after the other, their brackets as plain words", lambda: plain_word(work), word, 1
    )
    table.ours("Word, every change against the amended version tracked", lambda: text_word(versions, COVER, earlier))
    table.ours("Akoma Ntoso, one language (en): a file has no more", lambda: text_akn(work["en"], COVER, "made-up"), goal=True)
    if pdf:
        print("| in PDF: the typesetter uses every processor at once | | |")
        printed = table.ours("PDF, three languages one after the other", lambda: text_pdf(versions, COVER), 1)
        table.peer("typst sets the same words without brackets, colours, numbers, tags", lambda: plain_pdf(work), printed, 1)


def plain_word(work):
    file = docx.Document()
    for version in work.versions:
        for provision in version.provisions:
            file.add_paragraph(plain(provision.content))
    file.save(io.BytesIO())


def plain_pdf(work):
    paragraphs = [plain(provision.content) for version in work.versions for provision in version.provisions]
    source = b'#set page(paper: "a4")\n#for words in json(bytes(sys.inputs.words)) { par(words) }'
    return typst.compile(source, format="pdf", sys_inputs={"words": json.dumps(paragraphs)})


# ---------------------------------------------------------------- in the record


def record_table(table, texts, folder):
    """The text through the command line of two nodes, and on the pages of one."""
    from benchmarks.agreement_record import detente, run  # noqa: PLC0415 - only here is the record needed
    from benchmarks.pages import Client  # noqa: PLC0415 - the same; and Chromium's library

    found(folder)
    for language, text in texts.items():
        (folder / f"{language}.txt").write_text(text)
    files = [word for language in texts for word in ("--text", f"{language}={folder / language}.txt")]
    table.head("record")
    commands = {
        "tabled through the command line, and sealed": ("rus", "text", "table", "made-up", "--form", "rolling_text", *files, "--seal"),
        "put on the courier": ("rus", "sync", folder / "carrier"),
        "taken from the courier by the other node": ("usa", "sync", folder / "carrier"),
    }
    for name, (party, *words) in commands.items():
        line(table, name, [run(folder, party, *map(str, words))])
    shown_by = {}
    for party in ("rus", "usa"):
        spent = [run(folder, party, "text", "show", "made-up", "--json") for _ in range(table.rounds)]
        line(table, f"shown whole by the command line of {party}, as JSON", spent)
        (shown_by[party],) = json.loads(spent[0][0])["versions"]
    assert shown_by["rus"]["texts"] == shown_by["usa"]["texts"] == texts, "the text that comes out is not the one that went in"
    assert (shown_by["usa"]["fits"], shown_by["usa"]["counted"]) == (True, BRACKETS), "the digest or the brackets are others"
    detente(folder, "usa", "sync", folder / "carrier")
    client = Client(folder, cpu=not table.wall)
    table.head("pages, of the other node")
    at = "/texts/plenary/text/made-up"
    for name, path in [
        ("as it stands", ""),
        ("page 40", "?page=40"),
        ("versions", "/versions"),
        ("left", "/left"),
        ("languages", "/check"),
    ]:
        table.line(f"{name}, for the first time", lambda path=path: client.get(at + path), 1)
        table.line(f"{name}, again: {len(client.get(at + path).content) / 1000:.0f} kB", lambda path=path: client.get(at + path))
    client.close()


def line(table, name, spent):
    marks = [1000 * (wall if table.wall else cpu) for _, wall, cpu in spent]
    print(f"| {name} | {min(marks):,.0f} | {max(marks):,.0f} |", flush=True)


def found(folder):
    """Two nodes of one dialogue that have opened their logs."""
    from detente.node.founding import found_dialogue  # noqa: PLC0415 - as above
    from detente.node.keystore import NO_PASSPHRASE  # noqa: PLC0415 - the same
    from detente.node.node import Node  # noqa: PLC0415 - the same

    nodes = {party: Node.create(folder / party, party, {"en": party}, NO_PASSPHRASE) for party in PARTIES}
    found_dialogue(list(nodes.values()))
    for node in nodes.values():
        node.close()
    (folder / "carrier").mkdir()


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--wall", action="store_true")
    options.add_argument("--no-pdf", action="store_true", help="PDF takes half a minute of the processor")
    options.add_argument("--no-record", action="store_true", help="leave out the command line and the pages")
    given = options.parse_args()
    table = Table(given.rounds, wall=given.wall)

    work = made()
    texts = {one.language: format_version(one) for one in work.versions}
    assert {language: parse_version(text) for language, text in texts.items()} == by_language(work), "what is read is not what was written"
    later = Work(tuple(amended(one) for one in work.versions))
    size = sum(map(len, texts.values()))
    print(f"{PROVISIONS:,} provisions, {BRACKETS:,} brackets, {size:,} characters in {len(texts)} languages; "
          f"{'wall' if given.wall else 'processor'} time, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")  # fmt: skip
    with tempfile.TemporaryDirectory() as name:
        words_table(table, work, later, texts, Path(name))
    files_table(table, work, later, pdf=not given.no_pdf)
    if not given.no_record:
        with tempfile.TemporaryDirectory() as name:
            record_table(table, texts, Path(name))
    print(f"\nof the goal, {GOAL_MS:,} ms, is missed: {', '.join(table.slow) or 'nothing'}")
    sys.exit(1 if table.slow else 0)


if __name__ == "__main__":
    main()
