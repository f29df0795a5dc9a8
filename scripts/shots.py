"""Screenshots of every page, at two widths, in three languages and both themes, with a sheet on which all can be seen at once.

    python -m scripts.shots [--out build/shots] [--lang ar] [--width 390] [--theme dark] [--match WORDS]

The talks of Geneva are played into a folder and served as `make demo` does; every kind of page that a link leads to is shown once,
with the chairs of the host and the public and the first page. Nothing is compared: the pictures are for people to look at.
"""

import argparse
import html
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from detente.i18n import LANGUAGES
from detente.web import party
from tests.web.seated import Person, addresses_of, chromium, open_table, play

WIDTHS = (1280, 390)
THEMES = ("light", "dark")
BESIDE = ("/", "/remarks", "/contradictions", "/act", "/count", "/search?q=request")
"""Pages from which the walk starts: those to which a link leads only when something has happened."""


def prepare(person):
    """Leave something on every desk: a draft and a report, so that there are pages of them."""
    person.sit()
    person.begin(to="rus", subject="Servers 7", text="Whose servers are they?")
    person.take_in(
        "Ambassador Anna Berg of Norway said on Thursday that Oslo had sent 45 requests. She denied reports of a secret annex.",
        "2021-09-30",
    )


def shoot(browser, table, folder, args):
    """Take all pictures; returns the names of their files by chair and address."""
    found = {}
    usa = Person(browser, table.addresses["usa"], "en")
    prepare(usa)
    addresses = {"usa": ["/sign-in", "/nothing-is-here", *addresses_of(usa, party.PAGES, 1, BESIDE)]}
    for chair in ("start", "host", "public"):
        addresses[chair] = ["/"]
    for language in args.lang:
        for theme in args.theme:
            for width in args.width:
                for chair, listed in addresses.items():
                    person = Person(browser, table.addresses[chair], language, width=width, theme=theme)
                    if chair == "usa":
                        person.sit()
                    for address in listed:
                        if args.match and args.match not in address:
                            continue
                        name = f"{chair}{address.replace('/', '-').replace('?', '-').replace('&', '-').replace('=', '-')[:80]}"
                        file = f"{name}.{language}.{theme}.{width}.png"
                        person.go(address)
                        person.page.screenshot(path=folder / file, full_page=True)
                        found.setdefault((chair, address), []).append(file)
                    person.leave()
                print(f"{language} {theme} {width}: done", flush=True)
    return found


def sheet(found):
    """One page with all pictures, each a link to itself in full."""
    rows = []
    for (chair, address), files in sorted(found.items()):
        pictures = "".join(
            f'<a href="{html.escape(file)}"><img loading="lazy" src="{html.escape(file)}" alt="{html.escape(file)}"></a>' for file in files
        )
        rows.append(f"<h2>{html.escape(chair)} {html.escape(address)}</h2><div>{pictures}</div>")
    style = "body{font:14px sans-serif;margin:1rem}div{display:flex;gap:.5rem;overflow-x:auto;align-items:start}img{height:420px;border:1px solid #999}"
    return f'<!doctype html><meta charset="utf-8"><title>Every page</title><style>{style}</style><h1>Every page</h1>{"".join(rows)}'


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, default=Path("build/shots"))
    parser.add_argument("--lang", nargs="*", choices=LANGUAGES, default=list(LANGUAGES))
    parser.add_argument("--width", nargs="*", type=int, default=list(WIDTHS))
    parser.add_argument("--theme", nargs="*", choices=THEMES, default=list(THEMES))
    parser.add_argument("--match", help="only addresses in which this stands")
    args = parser.parse_args()
    program = chromium()
    if program is None:
        raise SystemExit("there is no chromium here: apt-get install chromium-headless-shell")
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "geneva"
        play(folder)
        with open_table(folder, every=3600) as table, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            found = shoot(browser, table, args.out, args)
            browser.close()
    (args.out / "index.html").write_text(sheet(found), "utf-8")
    print(f"{sum(map(len, found.values()))} pictures of {len(found)} pages: {args.out / 'index.html'}")


if __name__ == "__main__":
    main()
