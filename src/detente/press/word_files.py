"""What may stand in the data file of a language: its lists of words, its numbers and days, and the rules of its reporting words.

`docs/howto/press-words.md` explains each of them. `lexicon` makes of a file what is matched with.
"""

from __future__ import annotations

from typing import Literal

import msgspec

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
    private: list[str] = msgspec.field(default_factory=list)
    continental: list[str] = msgspec.field(default_factory=list)
    ruled: list[str] = []
    for_what: list[str] = []
    stated_in: list[str] = []
    of_statements: list[str] = []
    on_occasion: list[str] = []
    names_within: list[str] = []
    occasions_before: list[str] = []
    said_when: list[str] = []
    long_adjuncts: list[str] = []
    like_verbs: list[str] = []
    name_joints: list[str] = []


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
    after_saying: list[str] = []
    said_then: list[str] = []
    seeming: list[str] = []
    gives_content: list[str] = []
    answered_when: list[str] = []
    conditions: list[str] = []
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


class Numbers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words for numbers and for how exact they are."""

    words: dict[str, int | float]
    scales: dict[str, int]
    about: list[str]
    about_after: list[str]
    over: list[str]
    under: list[str]
    half: list[str]
    most: list[str]
    all: list[str]
    not_counted: list[str]
    numbered: list[str] = []
    changes: list[str] = []
    targets: list[str] = []
    over_after: list[str] = []
    under_after: list[str] = []
    no_figures: list[str] = []
    times: list[str] = []
    standing_for: list[str] = []
    joints: list[str] = []
    ends: list[str] = []
    ordinal_ends: list[str] = []
    duals: list[str] = []
    multipliers: list[str] = []
    short_scales: dict[str, int] = {}
    lengths: list[str] = []
    units: list[str] = []
    and_half: list[str] = []
    one_and: list[str] = []
    verbs_with_over: list[str] = []
    of_total: list[str] = []
    percent: list[str] = []
    tally_to: list[str] = []
    tally_by: list[str] = []
    tally_from: list[str] = []
    us: list[str] = []
    fractions: dict[str, float] = {}
    of_these: list[str] = []
    only: list[str] = []
    twos: list[str] = []
    ones: list[str] = []
    replies: list[str] = []
    out_of: list[str] = []
    exceptions: list[str] = []
    shares_of: list[str] = []
    ranges: list[str] = []
    range_joints: list[str] = []
    counted_years: list[str] = []
    of_which: list[str] = []
    participles: list[str] = []
    awaited: list[str] = []
    few: list[str] = []
    part_leads: list[str] = msgspec.field(default_factory=list)
    zones: list[str] = []
    spans: list[str] = []
    hours: list[str] = []
    clock_leads: list[str] = []
    just: list[str] = []
    half_of_scale: list[str] = []
    range_words: list[str] = []
    before_number: list[str] = []
    in_all: list[str] = []
    none_at_all: list[str] = []
    about_before: list[str] = []
    about_digits: list[str] = []
    accusatives: list[str] = []
    single_scales: list[str] = []
    passive_ends: list[str] = []
    currencies: list[str] = []
    currency_letters: list[str] = []
    instrumental: list[str] = []
    by_way: list[str] = []
    none: list[str] = []
    own: list[str] = []
    any_of: list[str] = []
    ours: list[str] = []
    change_from: list[str] = []
    between_two: list[str] = []
    persons: list[str] = []


class Dates(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words for days: `months` and `weekdays` from the first on (Monday is the first), each with all its forms.

    Attributes:
        same_day: words for the day that was named last before; `last_weekend`: for the Saturday and Sunday before publication.
        through: what joins the first and the last day of a range, as "to" or a dash.
        parts_of_year: words for several months of a year ("first quarter"): the first and the last month.
        lasting: words for meetings of so many days ("two-day").
        this_month: words for the month of publication, alone or behind a day or a part of it.
        days_ago: words for a day so many days before publication; for one to come, less than nothing.
        past_days: words for so many days up to the one before publication.
        ordinals: the days of a month as words, from the first on, each with all its forms.
        between: what opens a range of two days that "and" joins; `days`: the words for days that can stand behind it.
        falling_on: what joins a weekday and its date ("Thursday, *the* 23 May").
        weeks: words for a week, before which one of a month it is ("the third week of April").
        behind: whether what says which one stands behind its word ("Thursday last").
    """

    months: list[list[str]]
    weekdays: list[list[str]]
    today: list[str]
    yesterday: list[str]
    day_before_yesterday: list[str]
    last: list[str]
    next: list[str]
    this: list[str]
    earlier_this_month: list[str]
    earlier_this_week: list[str]
    last_week: list[str]
    last_month: list[str]
    early: list[str]
    late: list[str]
    mid: list[str]
    same_day: list[str] = msgspec.field(default_factory=list)
    last_weekend: list[str] = msgspec.field(default_factory=list)
    through: list[str] = msgspec.field(default_factory=list)
    tomorrow: list[str] = []
    next_week: list[str] = []
    next_month: list[str] = []
    last_year: list[str] = []
    next_year: list[str] = []
    of: list[str] = []
    year: list[str] = []
    lasting: dict[str, int] = {}
    parts_of_year: dict[str, tuple[int, int]] = {}
    this_month: list[str] = []
    days_ago: dict[str, int] = {}
    past_days: dict[str, int] = {}
    ordinals: list[list[str]] = []
    behind: bool = False
    between: list[str] = []
    days: list[str] = []
    weeks: list[str] = []
    falling_on: list[str] = []


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
