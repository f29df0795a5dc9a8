"""Acts about texts: table a version, change a provision, close a bracket, initial, sign, and what follows the signature."""

from __future__ import annotations

from collections.abc import Mapping

from detente.dialogue import fields as f
from detente.dialogue.acts import Ref
from detente.dialogue.kinds import BASES
from detente.dialogue.proposals import Slot
from detente.dialogue.talks import in_causal_order
from detente.dialogue.texts import BRACKETS, CORRECTIONS, PROVISIONS
from detente.errors import N_, FormatError
from detente.node.room import Room
from detente.node.text_files import TEXT, by_language
from detente.texts.form import parse_content
from detente.texts.model import Bracket, Content, Version
from detente.texts.renumbering import known_again
from detente.texts.work import Amendment, Settlement, Work, work_of, working
from detente.views import text_bodies as bodies
from detente.views import text_words
from detente.views.acting import Fields, Given, Missing, Place, Unfit, about, needed, pick, signed_by, texts
from detente.views.acting import written as nfc
from detente.views.acting_proposals import proposal, silence
from detente.views.texts import TextView, VersionRow, text_view
from detente.views.working_texts import WorkingText, numbers_ever, numbers_in, numbers_of, working_text


def table(place: Place, given: Given) -> Fields:
    """Table a version of a text in its languages, brackets and all."""
    needed(given, "about", "form", "text")
    _check_chair(place.room, given["about"], given["form"])
    return proposal(place.room, given["about"], form=given["form"], **tabled(place, given), **silence(place, given))


def _check_chair(room: Room, name: str, form: str) -> None:
    """A chair's text belongs to whoever chairs: others propose changes of its provisions, and table no version of it.

    Raises:
        Unfit: it is another party's.
    """
    slot = room.fold.proposals.slots.get(name)
    tabled_by = [] if slot is None else [one.act for one in in_causal_order(list(slot.proposals.values()), lambda one: one.act)]
    first = next((act for act in tabled_by if act.kept.get("form") == "chairs_text"), None)
    if form == "chairs_text" and first is not None and first.party != room.party:
        raise Unfit(
            "about", N_("'%(about)s' is the chair's text, and %(party)s tables its versions; propose changes of its provisions"),
            hint=N_("detente text amend %(key)s PROVISION --text en=WORDS"), about=name, party=first.party, key=name.partition("/")[2],
        )  # fmt: skip


def tabled(place: Place, given: Given) -> Fields:
    """The fields of a version: its words in their normal spelling, its languages, their digest, and how many brackets are open."""
    parties = sorted(place.room.channel.charter.parties)
    versions: dict[str, Version] = {}
    for language, text in _by_language(given, "text").items():
        versions[language] = bodies.read(language, nfc(text), parties)
        if not versions[language].provisions:
            raise Missing("text", N_("this is needed"))
    titles = {language: nfc(text) for language, text in _by_language(given, "title").items()}
    titles |= {language: version.title for language, version in versions.items() if version.title and language not in titles}
    return {
        "languages": sorted(versions), **text_words.written(place.node, given["about"], bodies.formatted(versions)),
        **_counted(work_of(versions)),
        **{bodies.TITLE + language: text for language, text in sorted(titles.items())},
        **_in_order(place.room, given),
    }  # fmt: skip


def _by_language(given: Given, name: str) -> dict[str, str]:
    found = {language: text for language, text in (given.get(name) or {}).items() if text.strip()}
    for language in found:
        if not f.language(language) or not language.isalpha():
            raise Unfit(name, N_("'%(code)s' is no code of a language; write en, ru, ar or another of two or three letters"), code=language)
    return found


def _counted(work: Work) -> Fields:
    """How many brackets are open; nothing where none is. A bracket that some language has is open."""
    numbers = {bracket.id for version in work.versions for _, bracket, _ in version.brackets()}
    return {"brackets": len(numbers)} if numbers else {}


def _in_order(room: Room, given: Given) -> Fields:
    """In which order it is to be signed, and who keeps the original: parties of the dialogue."""
    order, depositary = given.get("order") or [], given.get("depositary")
    known = sorted(room.channel.charter.parties)
    for field, party in [*(("order", party) for party in order), *([("depositary", depositary)] if depositary else [])]:
        if party not in known:
            reason = N_("'%(party)s' is no party of the dialogue; its parties are: %(known)s")
            raise Unfit(field, reason, party=party, known=", ".join(known))
    if len(set(order)) != len(order):
        raise Unfit("order", N_("a party stands twice in the order of signature: %(order)s"), order=", ".join(order))
    return {**({"order": list(order)} if order else {}), **({"depositary": depositary} if depositary else {})}


# ---- its parts ----


def amend(place: Place, given: Given) -> Fields:
    """Propose what becomes of one provision: ADD, MOD, EDIT, SUP or NOC."""
    needed(given, "about", "provision", "verb")
    room, verb, name = place.room, given["verb"], given["provision"]
    text = known_text(room, given["about"])
    if not f.provision(name):
        raise Unfit(
            "provision",
            N_("'%(id)s' is no name of a provision: small letters, digits, - and _, at most 32, the first a letter or a digit"), id=name,
        )  # fmt: skip
    stands = _stands(room, text)
    words = {} if verb in {"SUP", "NOC"} else _words(place, given, text)
    earlier = {version.language: version[name].content for version in stands.work.versions if name in version}
    fresh = {number for content in words.values() for number in numbers_in(content)} - numbers_ever(room, text)
    words = {language: known_again(content, earlier.get(language, ()), fresh) for language, content in words.items()}
    amendment = Amendment(
        verb=verb, provision=name, party=room.party, words=words, after=given.get("after") or None, level=given.get("level"),
        look=given.get("look") or None,
    )  # fmt: skip
    after, remarks = working(stands.work, [amendment])
    if remarks and words and set(words) != set(stands.work.languages):
        raise Unfit(
            "text", N_("the text is in %(known)s, and the words are in %(given)s: each language needs them"),
            known=", ".join(stands.work.languages), given=", ".join(sorted(words)),
        )  # fmt: skip
    if remarks:
        known = ", ".join(stands.work.ids)
        raise Unfit(
            "provision", N_("%(reason)s; the provisions are: %(known)s"), hint=N_("detente text show %(key)s"),
            reason=FormatError(remarks[0].template, **remarks[0].params), known=known, key=text.name.partition("/")[2],
        )  # fmt: skip
    before, now = numbers_of(stands.work, name), numbers_of(after, name)
    counted: Fields = {} if verb == "NOC" else {"brackets": len(now) or None, "closes": sorted(before)}
    return proposal(
        room, text.name + PROVISIONS + name, verb=verb, languages=sorted(words), **_stated(given, verb), **counted,
        **bodies.written(bodies.formatted_contents(words)), **texts(given, "subject"), **silence(place, given),
    )  # fmt: skip


def _stated(given: Given, verb: str) -> Fields:
    return {name: given[name] for name in ("after", "level", "look") if given.get(name) not in (None, "") and verb in {"ADD", "MOD"}}


def settle(place: Place, given: Given) -> Fields:
    """Propose what stands in the place of a bracket: one of its alternatives, other words, or nothing."""
    needed(given, "about", "bracket")
    room, number = place.room, int(given["bracket"])
    text = known_text(room, given["about"])
    stands = _stands(room, text)
    found = {version.language: bracket for version in stands.work.versions if (bracket := _bracket(version, number)) is not None}
    key = text.name.partition("/")[2]
    if not found:
        known = ", ".join(map(str, sorted(numbers_of(stands.work)))) or "—"
        raise Unfit(
            "bracket", N_("'%(about)s' has no open bracket %(number)d; open are: %(known)s"), hint=N_("detente text left %(key)s"),
            about=text.name, number=number, known=known, key=key,
        )  # fmt: skip
    words = _chosen(place, given, found, text)
    _, remarks = working(stands.work, [Settlement(number, words)])
    if remarks:
        raise Unfit("text", N_("%(reason)s"), reason=FormatError(remarks[0].template, **remarks[0].params))
    package = sorted({text.name + BRACKETS + str(int(other)) for other in given.get("package") or () if int(other) != number})
    return proposal(
        room, text.name + BRACKETS + str(number), languages=sorted(words), package=package,
        **bodies.written(bodies.formatted_contents(words)), **texts(given, "subject"), **silence(place, given),
    )  # fmt: skip


def _chosen(place: Place, given: Given, found: Mapping[str, Bracket], text: Slot) -> dict[str, Content]:
    """The words in each language: of an alternative by its number, written ones, or none."""
    choose = given.get("choose")
    if choose == "omit":
        return dict.fromkeys(found, ())
    if choose:
        place_of = int(choose) - 1
        sizes = {language: len(bracket.alternatives) for language, bracket in found.items()}
        if not 0 <= place_of < min(sizes.values()):
            raise Unfit(
                "choose", N_("bracket %(number)d has alternatives 1 to %(most)d in every language; %(seen)s was asked for"),
                number=next(iter(found.values())).id, most=min(sizes.values()), seen=choose,
            )  # fmt: skip
        return {language: bracket.alternatives[place_of].content for language, bracket in found.items()}
    words = _words(place, given, text)
    number = next(iter(found.values())).id
    if any(number in numbers_in(content) for content in words.values()):
        raise Unfit("text", N_("the words for bracket %(number)d hold that bracket itself"), number=number)
    missing = sorted(found.keys() - words.keys())
    if missing:
        reason = N_("no words in: %(languages)s; the bracket is closed in all its languages at once")
        raise Unfit("text", reason, languages=", ".join(missing))
    return words


def _words(place: Place, given: Given, slot: Slot) -> dict[str, Content]:
    """What was written for a part of a text, by language. A bracket without a number gets one that no other ever had."""
    parties = sorted(place.room.channel.charter.parties)
    taken = numbers_ever(place.room, slot)
    found: dict[str, Content] = {}
    for language, text in _by_language(given, "text").items():
        try:
            found[language] = parse_content(nfc(text), parties, taken)
        except FormatError as error:
            raise Unfit("text", N_("%(language)s: %(reason)s"), language=language, reason=error) from error
    if not found:
        raise Missing("text", N_("this is needed"))
    return found


def _bracket(version: Version, number: int) -> Bracket | None:
    return next((bracket for _, bracket, _ in version.brackets() if bracket.id == number), None)


def consolidate(place: Place, given: Given) -> Fields:
    """Table the text as it stands, with all that was agreed about its parts, as a new version."""
    needed(given, "about")
    room = place.room
    text = known_text(room, given["about"])
    stands = _stands(room, text)
    if not stands.steps and given.get("form") in {None, stands.version.act.kept.get("form")}:
        raise Unfit(
            "about", N_("nothing was agreed about the parts of '%(about)s' since %(ref)s, so there is nothing to put together"),
            hint=N_("detente text show %(key)s"), about=text.name, ref=str(stands.version.act.ref), key=text.name.partition("/")[2],
        )  # fmt: skip
    versions = {version.language: version for version in stands.work.versions}
    kept = stands.version.act.kept
    titles = by_language(room.entry(stands.version.act.ref).fields, bodies.TITLE)
    titles |= {version.language: version.title for version in stands.work.versions if version.title}
    return proposal(
        room, text.name, form=given.get("form") or kept.get("form"), languages=sorted(versions),
        **text_words.written(place.node, text.name, bodies.formatted(versions)), **_counted(stands.work),
        **{bodies.TITLE + language: title for language, title in sorted(titles.items())},
        **{name: kept[name] for name in ("order", "depositary") if name in kept}, **silence(place, given),
    )  # fmt: skip


def correct(place: Place, given: Given) -> Fields:
    """Propose the correction of errors in an adopted text: the old words stay, and stand corrected when all have consented."""
    needed(given, "about", "text")
    view = shown_text(place.room, given["about"])
    if view.current is None:
        raise not_adopted(place.room, view)
    number = 1 + len(place.room.fold.texts.parts(view.text.slot, CORRECTIONS))
    fields = tabled(place, given)
    if "brackets" in fields:
        raise Unfit("text", N_("a correction has no brackets; this one has %(number)d"), number=fields["brackets"])
    return proposal(
        place.room, f"{view.text.slot}{CORRECTIONS}{number}", form=view.current.form, **fields, **texts(given, "subject"),
        **silence(place, given),
    )  # fmt: skip


# ---- from text to bond ----


def initial(place: Place, given: Given) -> Fields:
    """Initial a version: these are the words."""
    needed(given, "about")
    view = shown_text(place.room, given["about"])
    version = view.current or view.versions[-1]
    if place.room.party in {row.party for row in version.initials}:
        raise Unfit(
            "about", N_("%(us)s has initialled %(ref)s already"), hint=N_("detente text show %(key)s"), us=place.room.party,
            ref=version.proposal.ref, key=view.text.slot.partition("/")[2],
        )  # fmt: skip
    _check_words(view, version)
    return {"kind": "initial", **about((ref_of(version.proposal.ref),)), "digest": version.digest, **signed_by(place, given)}


def sign(place: Place, given: Given) -> Fields:
    """Sign a text that was adopted: one digest over all its language versions."""
    needed(given, "about")
    name, room = given["about"], place.room
    view = shown_text(room, name)
    key, current = name.partition("/")[2], view.current
    if current is None:
        raise not_adopted(room, view)
    if current.form in BASES:
        raise Unfit(
            "about", N_("'%(about)s' was accepted as the basis for work; it is no text that is signed"),
            hint=N_("Table it in the form in which it is to be signed:\ndetente text consolidate %(key)s --form joint_statement"),
            about=name, key=key,
        )  # fmt: skip
    if current.brackets:
        raise Unfit(
            "about", N_("'%(about)s' has open brackets (%(number)d), so it cannot be signed"), hint=N_("detente text left %(key)s"),
            about=name, number=current.brackets, key=key,
        )  # fmt: skip
    if room.party not in view.text.not_signed_by:
        raise Unfit(
            "about", N_("%(us)s has signed '%(about)s' already"), hint=N_("detente text show %(key)s"), us=room.party, about=name, key=key
        )
    _check_words(view, current)
    return {
        "kind": "sign", **about((ref_of(current.proposal.ref),)), "digest": current.digest, **pick(given, "how"), **signed_by(place, given),
    }  # fmt: skip


def attach(place: Place, given: Given) -> Fields:
    """Put a statement of ours beside a text."""
    needed(given, "about", "form", "text")
    view = shown_text(place.room, given["about"])
    version = view.current or view.versions[-1]
    words = {TEXT + language if language else "text": nfc(text) for language, text in given["text"].items() if text.strip()}
    if not words:
        raise Missing("text", N_("this is needed"))
    return {"kind": "attach", **about((ref_of(version.proposal.ref),)), "form": given["form"], **words}


def bind(place: Place, given: Given) -> Fields:
    """Record our consent to be bound: ratification, accession, .."""
    needed(given, "about", "instrument")
    return {"kind": "bind", **_about_adopted(place.room, given), **pick(given, "instrument", "from"), **texts(given, "text")}


def force(place: Place, given: Given) -> Fields:
    """Say from when a text is in force: as a whole, for some parties, or provisionally."""
    needed(given, "about", "from")
    provisions = sorted(set(given.get("provisions") or ()))
    unfit = next((name for name in provisions if not f.provision(name)), None)
    if unfit is not None:
        raise Unfit("provisions", N_("'%(id)s' is no name of a provision"), id=unfit)
    parties = sorted(set(given.get("for") or ()))
    members = list(place.room.channel.members)
    if any(party not in members for party in parties):
        raise Unfit("for", N_("not all of %(parties)s are members: %(known)s"), parties=", ".join(parties), known=", ".join(members))
    return {
        "kind": "force", **_about_adopted(place.room, given), **pick(given, "from", "provisional"), **texts(given, "text"),
        **({"provisions": provisions} if provisions else {}), **({"for": parties} if parties else {}),
    }  # fmt: skip


def _about_adopted(room: Room, given: Given) -> Fields:
    view = shown_text(room, given["about"])
    if view.current is None:
        raise not_adopted(room, view)
    return about((ref_of(view.current.proposal.ref),))


# ---- which text ----


def known_text(room: Room, name: str) -> Slot:
    """A text that was tabled.

    Raises:
        Unfit: nobody has: most likely a slip in its key.
    """
    slot = next((slot for slot in room.fold.texts.all() if slot.name == name), None)
    if slot is None:
        known = ", ".join(slot.name for slot in room.fold.texts.all()) or "—"
        raise Unfit(
            "about", N_("no text '%(about)s' was tabled in '%(label)s'; there are: %(known)s"),
            hint=N_("detente text list"), about=name, label=room.label, known=known,
        )  # fmt: skip
    return slot


def shown_text(room: Room, name: str) -> TextView:
    """A text that was tabled, with its versions."""
    known_text(room, name)
    view = text_view(room, name)
    assert view is not None  # noqa: S101 - it is known
    return view


def _stands(room: Room, text: Slot) -> WorkingText:
    stands = working_text(room, text)
    if stands is None:
        raise Unfit("about", N_("every version of '%(about)s' was taken back; there is nothing to change"), about=text.name)
    return stands


def _check_words(view: TextView, version: VersionRow) -> None:
    """Whether the words that would be signed are here, and are those that were tabled."""
    if version.missing:
        raise text_words.NotArrived(ref_of(version.proposal.ref), tuple(version.missing))
    if not version.fits:
        raise Unfit(
            "about",
            N_("the language versions of '%(about)s' held here do not have the check value %(digest)s that was adopted; it is not signed"),
            hint=N_("detente text show %(key)s"), about=view.text.slot, digest=version.digest, key=view.text.slot.partition("/")[2],
        )  # fmt: skip


def not_adopted(room: Room, view: TextView) -> Unfit:
    """Why a text cannot be signed yet; consent ad referendum is named as what it is, with the command that confirms it."""
    name, last = view.text.slot, view.versions[-1].proposal
    where = "" if room.label == "plenary" else f"{room.label}:"
    if room.party in last.unconfirmed:
        return Unfit(
            "about", N_("'%(about)s' is not adopted yet: %(us)s has consented to %(ref)s ad referendum, and has not confirmed it"),
            hint=N_("detente confirm %(where)s"), about=name, us=room.party, ref=last.ref, where=where + last.ref,
        )  # fmt: skip
    if last.unconfirmed == last.waits_for:
        return Unfit(
            "about", N_("'%(about)s' is not adopted yet: consent to %(ref)s is ad referendum, and not confirmed yet by %(parties)s"),
            hint=N_("detente proposals %(about)s"), about=name, ref=last.ref, parties=", ".join(last.unconfirmed),
        )  # fmt: skip
    if room.party in last.waits_for:
        return Unfit(
            "about", N_("'%(about)s' is not adopted yet, so there is nothing to sign: %(us)s has not consented to %(ref)s"),
            hint=N_("detente consent %(where)s"), about=name, us=room.party, ref=last.ref, where=where + last.ref,
        )  # fmt: skip
    return Unfit(
        "about", N_("'%(about)s' is not adopted yet, so there is nothing to sign; not consented to %(ref)s: %(parties)s"),
        hint=N_("detente proposals %(about)s"), about=name, ref=last.ref, parties=", ".join(last.waits_for) or "—",
    )  # fmt: skip


def ref_of(text: str) -> Ref:
    """An entry of a view: usa/3, usa.1/3."""
    log, _, index = text.partition("/")
    party, _, generation = log.partition(".")
    return Ref(party, int(generation or 0), int(index))
