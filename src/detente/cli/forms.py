"""Values as people type them: what the options say of them; how they are read is in `detente.views.values`, for all faces."""

from __future__ import annotations

from detente.errors import N_
from detente.views.values import amount, clock, day, figure, ident, item, matter, moment, one_of, stated, term, until, when, words

DATE = N_("open, a month (2021-09), a range (2021-09-01..2021-09-30) or a day (2021-09-30).")
TIME = N_("The time of day, such as 08:00.")
ZONE = N_("The zone of the time, such as Europe/Zurich; UTC otherwise.")
ABOUT = N_("The time is about so.")
MOMENT = N_("A silence procedure: who says nothing until this moment (2021-09-30T12:00+02:00) will have consented.")


__all__ = [
    "ABOUT", "DATE", "MOMENT", "TIME", "ZONE", "amount", "clock", "day", "figure", "ident", "item", "matter", "moment", "one_of", "stated",
    "term", "until", "when", "words",
]  # fmt: skip
