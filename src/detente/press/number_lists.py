"""What the data file of a language says of numbers and of days; see the page of the data files."""

from __future__ import annotations

import msgspec


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
    streets: list[str] = []
    in_part: list[str] = []
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
    terms: list[str] = []
    terms_of: list[str] = []
    shortened: list[str] = []
    as_one: list[str] = []
    and_one: list[str] = []
    also_units: list[str] = []
    one_year: list[str] = []
    each_one: list[str] = []
    bare_parts: list[str] = []
    joined_to_numbers: list[str] = []
    one_counted: list[str] = []
    one_counted_kinds: list[str] = []
    day_joints: list[str] = []
    counted_in_hundreds: list[str] = []
    adverbs_in_accusative: list[str] = []
    before_years: list[str] = []
    behind_hours: list[str] = []
    behind_turned_hours: list[str] = []
    ordinals_joined: list[str] = []
    scales_of_one: dict[str, int] = {}
    not_behind_scales: list[str] = []
    each_of: list[str] = []
    counted_twos: list[str] = []
    spread_over: list[str] = []
    other_units: list[str] = []
    superlatives: list[str] = []
    bare_all: list[str] = []
    uncountable: list[str] = []
    before_all: list[str] = []
    behind_all: list[str] = []
    got: list[str] = []
    manifold: list[str] = []
    answered_to: list[str] = []
    we_as_subject: list[str] = []
    us_alone: list[str] = []
    owes: list[str] = []
    senders: list[str] = []
    forms_of_be: list[str] = []
    stems_of_getting: list[str] = []
    between_no_and_reply: list[str] = []
    gap_words: list[str] = []
    gap_counts: list[str] = []


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
