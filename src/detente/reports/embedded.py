"""A released count as one small page that somebody else's site can show in a frame: no script, nothing from elsewhere.

Rules:

1. It says nothing that the proof beside it does not: it is written from the verdict on that file, and names the file's SHA-256.
2. It proves nothing itself. So it says how to check, and to take the page that checks and the charter's hash from another place.
3. Three languages are in it. The fragment of its address chooses one (`#ru`); without one all are shown.
4. Its own policy allows one style, by its hash, and nothing else; so it can stand on a site of any policy that frames it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from html import escape
from typing import Final

from detente.errors import N_
from detente.i18n import LANGUAGES, Translator, tame, translator
from detente.views import words
from detente.views.public import PublicView, Published
from detente.views.standing import RequestCount

STYLE: Final = (
    ":root{color-scheme:light dark}"
    "body{font:1rem/1.5 system-ui,sans-serif;margin:0;padding:1rem;background:#fff;color:#1a1a1a;overflow-wrap:break-word}"
    "body:has(section:target) section:not(:target){display:none}"
    "nav{display:flex;gap:1rem;margin-block-end:.75rem}h1{font-size:1.15rem;line-height:1.3;margin-block:0 .5rem}"
    "section+section{margin-block-start:2rem;border-block-start:1px solid #888;padding-block-start:1rem}"
    ".mark{border:2px solid #8a4b00;padding:.25rem .6rem;font-weight:600}"
    ".wide{overflow-x:auto}table{border-collapse:collapse;inline-size:100%}"
    "th,td{padding:.3rem .6rem;text-align:start;vertical-align:baseline}"
    "td.n,th.n{text-align:end;font-variant-numeric:tabular-nums}tbody{border-block-start:1px solid #888}"
    "td.of{padding-block-start:0;color:#555}"
    "@media(max-width:30rem){body{padding:.75rem}table{font-size:.875rem}th,td{padding:.3rem}th.n{hyphens:auto}}"
    "a{color:#0b57a4}small,.quiet{color:#555}code{font-size:.85rem;overflow-wrap:anywhere}"
    "@media(prefers-color-scheme:dark){body{background:#111;color:#eee}.mark{border-color:#e0a458}small,.quiet,td.of{color:#aaa}a{color:#9cf}}"
    "@media print{nav{display:none}}"
)
POLICY: Final = (
    "default-src 'none'; style-src 'sha256-" + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode() + "'; "
    "base-uri 'none'; form-action 'none'"
)
NAMES: Final = {"ar": "العربية", "en": "English", "ru": "Русский"}
CHECKER: Final = "verify.html"


def page_name(proof: str) -> str:
    """What the page is called that goes with a proof."""
    return proof.removesuffix(".proof.json") + ".html"


def snippet(proof: str, title: str, language: str) -> str:
    """The line for a page that shows it in a frame."""
    address = f"{page_name(proof)}#{language}"
    return (
        f'<iframe src="{escape(address)}" title="{escape(tame(title))}" width="100%" height="560" loading="lazy"'
        ' sandbox="allow-popups allow-downloads" referrerpolicy="no-referrer"></iframe>'
    )


def frame_title(t: Translator, view: PublicView, count: Published) -> str:
    """What the page is about, in one line."""
    return t.gettext(N_("Requests: the count that %(parties)s signed"), parties=words.everyone(t, view.parties, count.signers))


def embedded_page(view: PublicView, count: Published) -> bytes:
    """The page.

    Args:
        view: what was published, verified.
        count: the proven count of requests among it.
    """
    sections = "".join(
        f'<section id="{language}" lang="{language}" dir="{t.direction}">\n{_section(t, view, count)}</section>\n'
        for language, t in ((language, translator(language)) for language in LANGUAGES)
    )
    links = "".join(f'<a href="#{language}" lang="{language}" hreflang="{language}">{NAMES[language]}</a>\n' for language in LANGUAGES)
    title = _shown(translator("en").text_of(view.names, "Détente"))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n<meta name="robots" content="noindex">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<nav>\n{links}</nav>\n<main>\n{sections}</main>\n</body>\n</html>\n"
    ).encode()


def _section(t: Translator, view: PublicView, count: Published) -> str:
    blocks = (*_head(t, view, count), _table(t, view, count), *_basis(t, view, count), *_checking(t, view, count))
    return "".join(f"{block}\n" for block in blocks)


def _head(t: Translator, view: PublicView, count: Published) -> Iterator[str]:
    if view.exercise:
        yield f'<p class="mark">{_text(t, N_("EXERCISE: nothing here was meant in earnest; its content is supposed."))}</p>'
        yield f'<p class="quiet">{_text(t, N_("Supposed for this exercise; no record of the real channel is public."))}</p>'
    yield f"<h1>{_shown(frame_title(t, view, count))}</h1>"
    yield f"<p><bdi>{_shown(t.text_of(view.names))}</bdi></p>"


def _table(t: Translator, view: PublicView, count: Published) -> str:
    titles = [(N_("Party"), ""), (N_("Sent"), "n"), (N_("Answered"), "n"), (N_("Not final"), "n")]
    heads = "".join(f'<th scope="col" class="{kind}">{_text(t, title)}</th>' for title, kind in titles)
    asked = [party for party in words.in_order(t, view.parties) if party in count.requests and count.requests[party].sent]
    rows = "".join(_row(t, words.who(t, view.parties[party], party), count.requests[party]) for party in asked)
    silent = [party for party, of in count.requests.items() if not of.sent]
    said = t.gettext(N_("Sent none: %(parties)s."), parties=words.everyone(t, view.parties, silent))
    none = f'<p class="quiet">{_shown(said)}</p>' if silent else ""
    return f'<div class="wide"><table><thead><tr>{heads}</tr></thead>\n{rows}</table></div>{none}'


def _row(t: Translator, name: str, of: RequestCount) -> str:
    numbers = "".join(f'<td class="n">{_shown(t.number(value))}</td>' for value in (of.sent, of.answered, of.holding + of.open))
    outcomes = [(title, getattr(of, column)) for column, title in words.COLUMNS.items()]
    parts = t.listing(f"{t.gettext(title)}: {t.number(value)}" for title, value in outcomes if value)
    first = f'<tr><th scope="row"><bdi>{_shown(name)}</bdi></th>{numbers}</tr>'
    return f'<tbody>{first}<tr><td class="of" colspan="4">{_shown(parts)}</td></tr></tbody>\n'


def _basis(t: Translator, view: PublicView, count: Published) -> Iterator[str]:
    points = [
        t.ngettext("%(n)d act of %(party)s", "%(n)d acts of %(party)s", count.acts[party], party=words.who(t, view.parties[party], party))
        for party in words.in_order(t, view.parties) if party in count.acts
    ]  # fmt: skip
    lines = [t.gettext(N_("As of %(points)s."), points=t.listing(points))]
    lines.append(t.gettext(N_("Signed by: %(parties)s."), parties=words.everyone(t, view.parties, count.signers)))
    if count.not_signed:
        lines.append(t.gettext(N_("Not signed by: %(parties)s."), parties=words.everyone(t, view.parties, count.not_signed)))
    lines.append(t.gettext(N_("Answered means any final answer, a declined one too: %(rule)s."), rule=view.rule))
    lines.append(t.gettext(N_("Later acts may exist that this file does not show.")))
    lines.append(t.gettext(N_("It shows who signed what, not that what was signed is true.")))
    yield f"<p>{_shown(lines[0])} {_shown(lines[1])}</p>"
    yield f'<p class="quiet">{" ".join(map(_shown, lines[2:]))}</p>'


def _checking(t: Translator, view: PublicView, count: Published) -> Iterator[str]:
    how = N_(
        "This page is no proof; the file beside it is. Open the page that checks proofs, drop the file on it, and give it the hash of the "
        "charter as each party publishes it. Take page and hash from a place that you trust, not from here."
    )
    yield f"<p>{_text(t, how)}</p>"
    proof = f'<a href="{escape(count.file)}" target="_blank" rel="noopener" download>{_text(t, N_("The proof"))}</a>'
    checker = f'<a href="{CHECKER}" target="_blank" rel="noopener">{_text(t, N_("Check a proof"))}</a>'
    yield f"<p>{proof} · {checker}</p>"
    hashes = ((N_("Charter's hash:"), view.charter), (N_("SHA-256 of the proof:"), count.sha256))
    for title, digest in hashes:
        yield f'<p><small>{_text(t, title)} <code dir="ltr" translate="no">{escape(digest)}</code></small></p>'


def _text(t: Translator, message: str) -> str:
    return _shown(t.gettext(message))


def _shown(text: str) -> str:
    """What a translator has made: it tames foreign text itself, and isolates it in an Arabic sentence."""
    return escape(text)
