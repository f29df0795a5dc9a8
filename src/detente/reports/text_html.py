"""A text as one HTML file that needs nothing else: no script, no font, no picture; languages side by side, aligned by provision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final

from detente.errors import N_
from detente.reports.text_parts import (
    COLOURS,
    NOBODY,
    Cover,
    Span,
    Writing,
    direction,
    exercise_in,
    hues,
    legend,
    parties_in,
    rows_of,
    short_digest,
    words_for,
)
from detente.texts.model import Provision, Version
from detente.texts.numbering import numbers

_LINES: Final = ("underline solid", "underline double", "underline dotted", "underline dashed", "underline wavy", "underline overline")
"""By hue; HTML has no line of dashes and dots."""

_STYLE: Final = f"""
:root {{ color-scheme: light; }}
body {{ margin: 0 auto; max-inline-size: 90rem; padding: 1.5rem; background: #fff; color: #1d2329; font: 1rem/1.55 "IBM Plex Sans",
 "IBM Plex Sans Arabic", "Noto Sans", "Noto Naskh Arabic", system-ui, sans-serif; }}
header, footer {{ color: #{NOBODY}; font-size: .85rem; }}
.exercise {{ background: #fdf2d8; border-block: 1px solid #8a5a00; color: #8a5a00; padding: .3rem .6rem; }}
table {{ border-collapse: collapse; inline-size: 100%; table-layout: fixed; }}
th, td {{ text-align: start; vertical-align: top; padding: .45rem .7rem; border-block-end: 1px solid #cfcac0; overflow-wrap: break-word; }}
tr:target {{ background: #f1eee7; }}
h1 {{ font-size: 1.4rem; line-height: 1.25; margin: 0; }}
h2, h3 {{ font-size: 1.1rem; margin: .6rem 0 0; }}
h3 {{ font-size: 1rem; }}
p {{ margin: 0; }}
.no {{ color: #{NOBODY}; margin-inline-end: .5em; }}
.k, .b {{ font-weight: 600; }}
sup {{ color: #{NOBODY}; font-size: .65em; line-height: 0; }}
.mono {{ font-family: "IBM Plex Mono", monospace; overflow-wrap: anywhere; }}
@media (max-width: 45rem) {{ table, tbody, tr, td {{ display: block; }} thead {{ display: none; }} }}
@media print {{ body {{ padding: 0; font-size: 10pt; }} tr {{ break-inside: avoid; }} thead {{ display: table-header-group; }} }}
""" + "".join(
    f".p{hue} {{ color: #{colour}; text-decoration: {line} 1px; text-underline-offset: .2em; }}\n"
    for hue, (colour, line) in enumerate(zip(COLOURS, _LINES, strict=True))
)

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def text_html(versions: Mapping[str, Version], cover: Cover) -> str:
    """The file; the same arguments give the same characters.

    Raises:
        CallerError: there is no language.
    """
    ordered = cover.in_order(versions)
    main = ordered[0].language
    named = parties_in(ordered)
    of_parties = hues(cover, named)
    return (
        f'<!doctype html>\n<html lang="{escape(main)}" dir="{direction(main)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(cover.title(ordered[0]))}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"{_head(ordered, cover)}<main>\n{_table(ordered, cover, of_parties)}</main>\n{_foot(ordered, cover, named)}</body>\n</html>\n"
    )


def _in(language: str) -> str:
    return f'lang="{escape(language)}" dir="{direction(language)}"'


def _head(ordered: list[Version], cover: Cover) -> str:
    lines = []
    for version in ordered:
        language = version.language
        t = words_for(language)
        if mark := exercise_in(cover, language):
            lines.append(f'<p class="exercise" {_in(language)}>{escape(mark)}</p>\n')
        status, word = escape(cover.status_in(language)), escape(t.gettext(N_("check value")))
        digest = f'<bdi class="mono" dir="ltr">{escape(short_digest(cover))}</bdi>'
        lines.append(f"<p {_in(language)}><b>{status}</b> · {word} {digest}</p>\n")
    return f"<header>\n{''.join(lines)}</header>\n"


def _table(ordered: list[Version], cover: Cover, of_parties: Mapping[str, int]) -> str:
    writing = Writing(lambda span: _shown(span, of_parties), lambda words, party, _: _shown(Span(words, "words", party), of_parties))
    counted = [numbers(version) for version in ordered]
    names = "".join(
        f'<th scope="col" {_in(one.language)}>{escape(words_for(one.language).language_name(one.language))}</th>' for one in ordered
    )
    titles = "".join(f"<td {_in(one.language)}><h1>{escape(cover.title(one))}</h1></td>" for one in ordered)
    rows = []
    for name, cells in rows_of(ordered):
        shown = "".join(
            f"<td {_in(version.language)}>{'' if one is None else _provision(one, number.get(name), writing)}</td>"
            for version, one, number in zip(ordered, cells, counted, strict=True)
        )
        rows.append(f'<tr id="{escape(name)}">{shown}</tr>\n')
    return f"<table>\n<thead><tr>{names}</tr></thead>\n<tbody>\n<tr>{titles}</tr>\n{''.join(rows)}</tbody>\n</table>\n"


def _provision(provision: Provision, number: str | None, writing: Writing) -> str:
    words = writing.of(provision.content)
    indent = f' style="padding-inline-start: {provision.level * 1.5}rem"' if provision.level and provision.look != "heading" else ""
    mark = "" if number is None else f'<span class="no"><bdi>{number}.</bdi></span>'
    name = ("h2" if provision.level == 0 else "h3") if provision.look == "heading" else "p"
    return f"<{name}{indent}>{mark}{words}</{name}>"


_TAGS: Final[Mapping[str, tuple[str, str]]] = {
    "words": ("span", ""),
    "between": ("", ""),
    "open": ("span", "b"),
    "close": ("span", "b"),
    "number": ("sup", ""),
    "party": ("bdi", "k"),
    "opposed": ("bdi", "k"),
}


def _shown(span: Span, of_parties: Mapping[str, int]) -> str:
    tag, look = _TAGS[span.kind]
    hue = of_parties.get(span.party)
    classes = " ".join([*([look] if look else []), *([] if hue is None else [f"p{hue}"])])
    if not tag or (tag == "span" and not classes):
        return escape(span.text)
    side = ' dir="ltr"' if tag in {"bdi", "sup"} else ""
    named = f' class="{classes}"' if classes else ""
    return f"<{tag}{named}{side}>{escape(span.text)}</{tag}>"


def _foot(ordered: list[Version], cover: Cover, named: Sequence[str]) -> str:
    closing = "".join(_closing(ordered, cover, named))
    return f'<footer>\n{closing}<p class="mono" dir="ltr">{escape(cover.digest)}</p>\n</footer>\n'


def _closing(ordered: list[Version], cover: Cover, named: Sequence[str]) -> Iterator[str]:
    of_parties = hues(cover, named)
    for version in ordered:
        language = version.language
        t = words_for(language)
        for party, name in legend(cover, named, language):
            yield f"<p {_in(language)}>{_shown(Span(party.upper(), 'party', party), of_parties)} {escape(name)}</p>\n"
        yield f"<p {_in(language)}>{escape(t.time(cover.made_at))} · "
        yield f"{escape(t.gettext(N_('Check value of all language versions as they stand here')))}</p>\n"
