"""What may stand in the data file of a language: its lists of words, its numbers and days, and the rules of its reporting words.

`docs/howto/press-words.md` explains each of them. `lexicon` makes of a file what is matched with.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from detente.press.number_lists import Dates, Numbers

Takes = Literal["that", "quote", "bare", "plain", "noun", "whom", "optional", "figure", "rumour", "called", "marks", "act"]


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence, and what must be found in it: pairs of speaker (empty: none is named) and quotation."""

    text: str
    said: list[tuple[str, str]]


class Cue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that report.

    Attributes:
        id: its name, which every proposal that rests on it gives.
        type: `verb` has a speaker of its own; `adding` goes on with the last one's words; `according` is followed by a source; `as` stands
            behind what was said, as "as he said"; `behind` reports only where it stands directly behind a quotation; `noun` stands behind
            its speaker's ("Brandt's statement that").
        forms: every form of the words.
        verbs: verbs whose forms are the rule's too, each as its perfect and its imperfect: all of the third person where `type` is
            `verb`, the participles where it is `adding`. A form that a rule lists is that rule's alone. Arabic only.
        takes: what can follow: a clause with "that", a quotation, a clause without "that" (`bare`), a noun of the list `objects`
            (`noun`), or any words (`plain`); `whom`: with a listener between, as of "told"; `optional`: or with none;
            `figure`: any words with a figure or a quotation among them; `rumour`: a noun of the list `rumours`, which is denied so.
        leads: words between the speaker and what was said that belong to the reporting words ("warned *of*"); one that ends in `*` belongs
            to what was said.
        kind: what it makes of the statement, where the words alone do not tell.
        strict: whether it reports only where it begins a clause.
        together: whether it reports only what several sides did together ("decided").
        persons: whether it reports only what persons say, not what a state is known to hold ("Athens says").
        impersonal: whether nobody is its subject, as "it says in".
        addressed: whether somebody is called upon, who is named behind the speaker, or alone where the speaker is known.
        continues: whether the words came on the same way as the speaker's before.
        examples: its tests.
    """

    id: str
    type: Literal["verb", "adding", "according", "as", "behind", "colon", "relay", "noun"]
    forms: list[str]
    examples: list[Example]
    verbs: list[str] = msgspec.field(default_factory=list[str])
    takes: list[Takes] = msgspec.field(default_factory=lambda: list[Takes](["that", "quote"]))
    kind: Literal["statement", "denial", "pledge", "announcement", "agreement"] = "statement"
    leads: list[str] = msgspec.field(default_factory=list[str])
    strict: bool = False
    together: bool = False
    persons: bool = False
    addressed: bool = False
    continues: bool = False
    impersonal: bool = False


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What words of a language look like where a list of them can't say it.

    Attributes:
        id: its name, by which the reader asks for it.
        means: what it tells, and of what, for whoever changes it.
        form: a regular expression, matched against the text as folded; a name of a list between braces stands for any of its words.
        any_case: whether capitals are as good as small letters.
        fits: words in which it is found, its tests.
        never: words that are like these, and in which it is not found.
    """

    id: str
    means: str
    form: str
    fits: list[str]
    any_case: bool = False
    never: list[str] = []


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lists of words by what they are for; see the page of the data files."""

    that: list[str]
    pronouns: list[str]
    relatives: list[str]
    conjunctions: list[str]
    functions: list[str]
    particles: list[str]
    offices: list[str]
    collectives: list[str]
    sides: list[str]
    titles: list[str]
    unnamed: list[str]
    not_names: list[str]
    adjuncts: list[str]
    denials: list[str]
    future: list[str]
    pledges: list[str]
    we: list[str]
    announced: list[str]
    requests: list[str]
    sent: list[str]
    answered: list[str]
    received: list[str]
    not_answered: list[str]
    furniture: list[str]
    read_also: list[str]
    captions: list[str]
    meetings: list[str]
    met: list[str]
    no_statement: list[str]
    anaphors: list[str] = msgspec.field(default_factory=list)
    latter: list[str] = msgspec.field(default_factory=list)
    tells: list[str] = msgspec.field(default_factory=list)
    wires: list[str] = msgspec.field(default_factory=list)
    units: list[str] = msgspec.field(default_factory=list)
    side_of: list[str] = msgspec.field(default_factory=list)
    held: list[str] = msgspec.field(default_factory=list)
    place_ends: list[str] = msgspec.field(default_factory=list)
    moved: list[str] = msgspec.field(default_factory=list)
    since: list[str] = msgspec.field(default_factory=list)
    anonymous: list[str] = msgspec.field(default_factory=list)
    demonyms: list[str] = msgspec.field(default_factory=list)
    feminine: list[str] = msgspec.field(default_factory=list)
    masculine: list[str] = msgspec.field(default_factory=list)
    abroad: list[str] = msgspec.field(default_factory=list)
    adjectives: list[str] = msgspec.field(default_factory=list)
    adjective_ends: list[str] = msgspec.field(default_factory=list)
    oblique: list[str] = msgspec.field(default_factory=list)
    nominative: list[str] = msgspec.field(default_factory=list)
    not_objects: list[str] = msgspec.field(default_factory=list)
    rumours: list[str] = msgspec.field(default_factory=list)
    gerunds: list[str] = msgspec.field(default_factory=list)
    times_to_come: list[str] = msgspec.field(default_factory=list)
    meet: list[str] = msgspec.field(default_factory=list)
    not_meetings: list[str] = msgspec.field(default_factory=list)
    of_meetings: list[str] = msgspec.field(default_factory=list)
    where_before: list[str] = msgspec.field(default_factory=list)
    where_skip: list[str] = msgspec.field(default_factory=list)
    follows: list[str] = msgspec.field(default_factory=list)
    of: list[str] = msgspec.field(default_factory=list)
    hosts: list[str] = msgspec.field(default_factory=list)
    between: list[str] = msgspec.field(default_factory=list)
    contrasts: list[str] = msgspec.field(default_factory=list)
    as_for: list[str] = msgspec.field(default_factory=list)
    as_for_then: list[str] = msgspec.field(default_factory=list)
    to_whom: list[str] = msgspec.field(default_factory=list)
    long_ago: list[str] = msgspec.field(default_factory=list)
    saying: list[str] = msgspec.field(default_factory=list)
    in_the_name: list[str] = msgspec.field(default_factory=list)
    of_states: list[str] = msgspec.field(default_factory=list)
    sessions: list[str] = msgspec.field(default_factory=list)
    where_from: list[str] = msgspec.field(default_factory=list)
    told_me: list[str] = msgspec.field(default_factory=list)
    own_names: list[str] = msgspec.field(default_factory=list)
    named_so: list[str] = msgspec.field(default_factory=list)
    broadcasters: list[str] = msgspec.field(default_factory=list)
    grounds: list[str] = msgspec.field(default_factory=list)
    charged: list[str] = msgspec.field(default_factory=list)
    definite: list[str] = msgspec.field(default_factory=list)
    acting: list[str] = msgspec.field(default_factory=list)
    given_names: list[str] = msgspec.field(default_factory=list)
    not_offices: list[str] = msgspec.field(default_factory=list)
    at_meetings: list[str] = msgspec.field(default_factory=list)
    releases: list[str] = msgspec.field(default_factory=list)
    sittings: list[str] = msgspec.field(default_factory=list)
    gatherings: list[str] = msgspec.field(default_factory=list)
    came_when: list[str] = msgspec.field(default_factory=list)
    same_occasion: list[str] = msgspec.field(default_factory=list)
    questions: list[str] = msgspec.field(default_factory=list)
    answers: list[str] = msgspec.field(default_factory=list)
    manner: list[str] = msgspec.field(default_factory=list)
    verb_ends: list[str] = msgspec.field(default_factory=list)
    speaks_so: list[str] = msgspec.field(default_factory=list)
    inanimate: list[str] = msgspec.field(default_factory=list)
    asks: list[str] = msgspec.field(default_factory=list)
    plural_ends: list[str] = msgspec.field(default_factory=list)
    offices_of_states: list[str] = msgspec.field(default_factory=list)
    agreed: list[str] = msgspec.field(default_factory=list)
    not_name_ends: list[str] = msgspec.field(default_factory=list)
    bodies: list[str] = msgspec.field(default_factory=list)
    quantities: list[str] = msgspec.field(default_factory=list)
    joining: list[str] = msgspec.field(default_factory=list)
    familiar: list[str] = msgspec.field(default_factory=list)
    office_prepositions: list[str] = msgspec.field(default_factory=list)
    office_about: list[str] = msgspec.field(default_factory=list)
    we_do: list[str] = msgspec.field(default_factory=list)
    same_one: list[str] = msgspec.field(default_factory=list)
    name_ends: list[str] = msgspec.field(default_factory=list)
    of_places: list[str] = msgspec.field(default_factory=list)
    about_this: list[str] = msgspec.field(default_factory=list)
    subject_never: list[str] = msgspec.field(default_factory=list)
    citing: list[str] = msgspec.field(default_factory=list)
    words_of: list[str] = msgspec.field(default_factory=list)
    objects: list[str] = msgspec.field(default_factory=list)
    background: list[str] = msgspec.field(default_factory=list)
    then: list[str] = msgspec.field(default_factory=list)
    asides: list[str] = msgspec.field(default_factory=list)
    media: list[str] = msgspec.field(default_factory=list)
    named_in_marks: list[str] = msgspec.field(default_factory=list)
    own_words: list[str] = msgspec.field(default_factory=list)
    of_whom: list[str] = msgspec.field(default_factory=list)
    no_sources: list[str] = []
    of_him: list[str] = msgspec.field(default_factory=list)
    negations: list[str] = msgspec.field(default_factory=list)
    also_names: list[str] = msgspec.field(default_factory=list)
    documents: list[str] = msgspec.field(default_factory=list)
    abbreviations: list[str] = []
    portfolios: list[str] = []
    things: list[str] = []
    heads: list[str] = []
    bare_adjuncts: list[str] = msgspec.field(default_factory=list)
    no_that: list[str] = msgspec.field(default_factory=list)
    on_behalf: list[str] = msgspec.field(default_factory=list)
    also_titles: list[str] = msgspec.field(default_factory=list)
    begin_with_and: list[str] = msgspec.field(default_factory=list)
    own_verbs: list[str] = msgspec.field(default_factory=list)
    no_report: list[str] = msgspec.field(default_factory=list)
    passives: list[str] = msgspec.field(default_factory=list)
    owing: list[str] = msgspec.field(default_factory=list)
    sayings: list[str] = msgspec.field(default_factory=list)
    idioms: list[str] = msgspec.field(default_factory=list)
    tables: list[str] = msgspec.field(default_factory=list)
    continents: list[str] = msgspec.field(default_factory=list)
    carried: list[str] = msgspec.field(default_factory=list)
    former: list[str] = msgspec.field(default_factory=list)
    following: list[str] = msgspec.field(default_factory=list)
    ranks: list[str] = msgspec.field(default_factory=list)
    governing: list[str] = msgspec.field(default_factory=list)
    by: list[str] = msgspec.field(default_factory=list)
    predicates: list[str] = msgspec.field(default_factory=list)
    inside_it: list[str] = msgspec.field(default_factory=list)
    of_it: list[str] = msgspec.field(default_factory=list)
    cities: list[str] = msgspec.field(default_factory=list)
    houses: list[str] = msgspec.field(default_factory=list)
    not_places: list[str] = msgspec.field(default_factory=list)
    spoken_at: list[str] = msgspec.field(default_factory=list)
    joined_offices: list[str] = msgspec.field(default_factory=list)
    office_heads: list[str] = msgspec.field(default_factory=list)
    counterparts: list[str] = msgspec.field(default_factory=list)
    official: list[str] = msgspec.field(default_factory=list)
    told: list[str] = msgspec.field(default_factory=list)
    of_last: list[str] = msgspec.field(default_factory=list)
    rumours_of: list[str] = msgspec.field(default_factory=list)
    any_office: list[str] = msgspec.field(default_factory=list)
    others: list[str] = msgspec.field(default_factory=list)
    where_to: list[str] = msgspec.field(default_factory=list)
    ahead_of: list[str] = msgspec.field(default_factory=list)
    conditional: list[str] = msgspec.field(default_factory=list)
    called_so: list[str] = msgspec.field(default_factory=list)
    is_denied: list[str] = msgspec.field(default_factory=list)
    just_left: list[str] = msgspec.field(default_factory=list)
    began: list[str] = msgspec.field(default_factory=list)
    ends_on: list[str] = msgspec.field(default_factory=list)
    envoys: list[str] = msgspec.field(default_factory=list)
    envoys_to: list[str] = msgspec.field(default_factory=list)
    plural_offices: list[str] = msgspec.field(default_factory=list)
    desks: list[str] = msgspec.field(default_factory=list)
    for_side: list[str] = msgspec.field(default_factory=list)
    non_states: list[str] = msgspec.field(default_factory=list)
    elsewhere: list[str] = msgspec.field(default_factory=list)
    regions: list[str] = msgspec.field(default_factory=list)
    lasted: list[str] = msgspec.field(default_factory=list)
    of_days: list[str] = msgspec.field(default_factory=list)
    of_told: list[str] = msgspec.field(default_factory=list)
    dated_names: list[str] = msgspec.field(default_factory=list)
    agreements: list[str] = msgspec.field(default_factory=list)
    joint: list[str] = msgspec.field(default_factory=list)
    correspondents: list[str] = msgspec.field(default_factory=list)
    retired: list[str] = msgspec.field(default_factory=list)
    believed: list[str] = msgspec.field(default_factory=list)
    no_labels: list[str] = msgspec.field(default_factory=list)
    also_nouns: list[str] = msgspec.field(default_factory=list)
    speeches: list[str] = msgspec.field(default_factory=list)
    where_said: list[str] = msgspec.field(default_factory=list)
    titled: list[str] = msgspec.field(default_factory=list)
    not_behind: list[str] = msgspec.field(default_factory=list)
    participial: list[str] = msgspec.field(default_factory=list)
    contents: list[str] = msgspec.field(default_factory=list)
    anonymity: list[str] = msgspec.field(default_factory=list)
    open_never: list[str] = msgspec.field(default_factory=list)
    also_functions: list[str] = msgspec.field(default_factory=list)
    spoken_with: list[str] = msgspec.field(default_factory=list)
    papers: list[str] = []
    private_bodies: list[str] = []
    homes: list[str] = []
    title_articles: list[str] = []
    asked_about: list[str] = msgspec.field(default_factory=list)
    was_asked: list[str] = []
    earlier: list[str] = msgspec.field(default_factory=list)
    with_hamza: list[str] = msgspec.field(default_factory=list)
    i_do: list[str] = []
    masculine_bodies: list[str] = []
    feminine_bodies: list[str] = []
    private: list[str] = msgspec.field(default_factory=list)
    continental: list[str] = msgspec.field(default_factory=list)
    ruled: list[str] = []
    for_what: list[str] = []
    foreign_ends: list[str] = []
    before_article: list[str] = []
    state_words: list[str] = []
    with_whom: list[str] = []
    small_words: list[str] = []
    trade_ends: list[str] = []
    not_in_offices: list[str] = []
    together: list[str] = []

    feminine_alone: list[str] = []
    also_van: list[str] = []
    hamza_below: list[str] = []
    also_given: list[str] = []
    of_agency: list[str] = []
    office_adjectives: list[str] = []
    in_states: list[str] = []
    nisba_ends: list[str] = []
    of_god: list[str] = []
    twofold_names: list[str] = []
    affairs: list[str] = []
    whereas: list[str] = []
    medium_ends: list[str] = []
    stated_in: list[str] = []
    of_statements: list[str] = []
    on_occasion: list[str] = []
    names_within: list[str] = []
    occasions_before: list[str] = []
    said_when: list[str] = []
    long_adjuncts: list[str] = []
    like_verbs: list[str] = []
    name_joints: list[str] = []
    named_media: list[str] = []
    told_no_more: list[str] = []
    telling_no_more: list[str] = []


class Syntax(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lists for a language of fixed word order alone, whose noun phrases begin with articles; see the page of the data files."""

    articles: list[str] = []
    possessives: list[str] = []
    indefinite: list[str] = []
    locating: list[str] = []
    openers: list[str] = []
    subordinators: list[str] = []
    closers: list[str] = []
    leading: list[str] = []
    auxiliaries: list[str] = []
    finite: list[str] = []
    also_finite: list[str] = []
    not_ranked: list[str] = []
    quoted: list[str] = []
    authors: list[str] = []
    desk_of: list[str] = []
    officers: list[str] = []
    surnames: list[str] = []
    voids: list[str] = []
    adverbs: list[str] = []
    times: list[str] = []
    when: list[str] = []
    occasions: list[str] = []
    issued: list[str] = []
    occasion_adjectives: list[str] = []
    audiences: list[str] = []
    state_offices: list[str] = []
    local_offices: list[str] = []
    plain_offices: list[str] = []
    inside: list[str] = []
    representing: list[str] = []
    as_saying: list[str] = []
    sent_abroad: list[str] = []
    media_heads: list[str] = []
    not_persons: list[str] = []
    befalls: list[str] = []
    before_verbs: list[str] = []
    wills: list[str] = []
    third_persons: list[str] = []
    before_last: list[str] = []
    held_behind: list[str] = []
    held_before: list[str] = []
    behind_names: list[str] = []
    media_ends: list[str] = []
    short_heads: list[str] = []
    happened: list[str] = []
    before_plurals: list[str] = []
    reporters: list[str] = []
    data: list[str] = []
    body_heads: list[str] = []
    first: list[str] = []
    deputies: list[str] = []
    person_ends: list[str] = []
    people_ends: list[str] = []
    one_of_many: list[str] = []
    goes_on: list[str] = []
    past_ends: list[str] = []
    gerund_ends: list[str] = []
    adverb_ends: list[str] = []
    definite_article: list[str] = []
    no_initials: list[str] = []
    national_offices: list[str] = []
    of_one_body: list[str] = []
    after_saying: list[str] = []
    said_then: list[str] = []
    seeming: list[str] = []
    gives_content: list[str] = []
    answered_when: list[str] = []
    conditions: list[str] = []
    end_sentences: list[str] = []
    just_as: list[str] = []
    behind_as: list[str] = []
    counts_of_time: list[str] = []
    spans_of_time: list[str] = []
    supposed_first: list[str] = []
    nothing_said: list[str] = []
    nothing_but: list[str] = []
    when_asked: list[str] = []
    while_doing: list[str] = []
    supposing: list[str] = []
    modals: list[str] = []
    reckonings: list[str] = []
    media_named: list[str] = []
    media_words: list[str] = []
    media_kinds: list[str] = []
    unnamed_media: list[str] = []

    called_bodies: list[str] = []
    called_houses: list[str] = []
    body_kinds: list[str] = []
    house_words: list[str] = []
    women: list[str] = []
    men: list[str] = []
    house_heads: list[str] = []
    views_of: list[str] = []
    on_days: list[str] = []


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A data file as it stands.

    Attributes:
        synonyms: names of one thing, which a report may use for each other: two of a dialogue, of a treaty.
        order: what says who speaks: `vso`, the verb stands before its subject; `fixed`, the order of words alone; `free`, the endings of
            words too, so that subject and verb change places.
        same_offices: words for one office, such as "head of the government" and "prime minister".
        same_bodies: words for one body of a state, such as "the foreign ministry" and "the ministry of foreign affairs".
        cities: by the code of a state, what is in it or of it and names it nowhere: cities, regions, agencies.
    """

    language: str
    order: Literal["vso", "fixed", "free"]
    words: Words
    numbers: Numbers
    dates: Dates
    cues: list[Cue]
    synonyms: list[list[str]] = []
    same_offices: list[list[str]] = []
    same_bodies: list[list[str]] = []
    syntax: Syntax = Syntax()
    shapes: list[Shape] = []
    cities: dict[str, list[str]] = {}
