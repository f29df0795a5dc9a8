"""How long a large text takes: 2,000 provisions in three languages, 5,000 brackets in each.

    python benchmarks/texts.py [--rounds 5] [--wall]

The text is made up of a few hundred words of each language; the numbers, days and brackets are the same in all. What is measured is what
people wait for: opening (parsing all languages), writing, comparing with an amended version (a tenth of the provisions changed, some moved,
added, removed) with the words of each change, parity with a glossary of 100 terms, the ledger, and the text with 200 open amendments.
Medians, in the time that the process had a processor, or on the wall.
"""

import argparse
import datetime as dt
import random
import statistics
import time

from detente.texts.compare import compare
from detente.texts.form import format_version, parse_version
from detente.texts.glossary import glossary_of
from detente.texts.ledger import ledger, left_to_agree
from detente.texts.merging import Side, merge
from detente.texts.model import Alternative, Bracket, Provision, Version, content_of
from detente.texts.parity import parity
from detente.texts.work import Amendment, Work, shown, working

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


def measured(work, rounds, clock):
    times = []
    for _ in range(rounds):
        start = clock()
        work()
        times.append(clock() - start)
    return statistics.median(times), max(times)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--wall", action="store_true")
    given = options.parse_args()
    clock = time.perf_counter if given.wall else time.process_time

    work = made()
    texts = {one.language: format_version(one) for one in work.versions}
    assert {language: parse_version(text) for language, text in texts.items()} == {one.language: one for one in work.versions}
    later = Work(tuple(amended(one) for one in work.versions))
    terms = glossary_of(
        [
            (f"t{number}", {"en": [f"Term{number} of art"], "ru": [f"Понятие{number} особое"], "ar": [f"مصطلح{number} خاص"]})
            for number in range(97)
        ]
    )
    terms = glossary_of(
        [*((term.key, term.forms) for term in terms.terms), ("treaty", {"en": ["Treaty"], "ru": ["Договор"], "ar": ["المعاهدة"]})]
    )
    day, chance = dt.date(2021, 9, 30), random.Random(4)
    names = [f"p{place}" for place in chance.sample(range(PROVISIONS), 200)]
    open_ones = [
        Amendment("MOD", name, "usa", {one.language: later[one.language].provisions[7].content[:1] for one in work.versions})
        for name in names
    ]

    def compared(language):
        return [change.runs for change in compare(work[language], later[language]) if change.kind == "changed"]

    print(f"{PROVISIONS:,} provisions, {BRACKETS:,} brackets, {sum(map(len, texts.values())):,} characters in {len(texts)} languages")
    for name, each in [
        ("open: parse three languages", lambda: [parse_version(text) for text in texts.values()]),
        ("open: parse one language (en)", lambda: parse_version(texts["en"])),
        ("write one language as plain text", lambda: format_version(work["en"])),
        ("compare one language with an amended version, words too", lambda: compared("en")),
        ("the same in Arabic", lambda: compared("ar")),
        ("ledger, and what is left to agree", lambda: left_to_agree(work["en"], ledger(work["en"], {}, day, 1))),
        ("parity of three languages", lambda: parity(work, terms)),
        ("200 amendments applied, three languages", lambda: working(work, open_ones)),
        ("200 open amendments shown as brackets, three languages", lambda: shown(work, open_ones)),
        ("merge with an amended text, three languages", lambda: merge(work, Side("rus", later), Side("usa", work))),
    ]:
        middle, most = measured(each, given.rounds, clock)
        print(f"| {name} | {middle * 1000:,.0f} ms | {most * 1000:,.0f} ms |")


if __name__ == "__main__":
    main()
