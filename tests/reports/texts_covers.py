"""A text in three languages, and what its cover says, for the tests of all its prints."""

from __future__ import annotations

from detente.reports.text_parts import Cover
from detente.texts.form import parse_version

NAMES = {
    "che": {"en": "Switzerland", "ru": "Швейцария", "ar": "سويسرا"},
    "rus": {"en": "Russian Federation", "ru": "Российская Федерация", "ar": "الاتحاد الروسي"},
    "usa": {"en": "United States of America", "ru": "Соединенные Штаты Америки", "ar": "الولايات المتحدة الأمريكية"},
}
COVER = Cover(
    titles={"en": "Joint Statement", "ru": "Совместное заявление", "ar": "بيان مشترك"},
    status={"en": "draft", "ru": "проект", "ar": "مشروع"},
    digest="1f3a77c092de" + "0" * 52,
    made_at="2021-09-30T12:00:00Z",
    exercise=True,
    names=NAMES,
    order=("usa", "che", "rus"),
    languages=("ru", "en", "ar"),
)
ENGLISH = """\
title: Joint Statement on Working Groups
language: en

{preamble} The Parties, [#1 USA: recalling / RUS: reaffirming] the statement of 16 June 2021,

{h} = Working groups

{1} # The Parties [#2 RUS, CHE: shall / USA !CHE: should] establish two and/or three groups [#4 in good faith].

{1-a} > # The groups meet [#3 USA !RUS: at least [#5 RUS: once / CHE: twice]] a year.

{1-b} >> Each Party names a head of group, who answers within 5 working days.

{h2} > = Reports

{2} # The groups report \\[in writing\\] to the Parties.
"""
RUSSIAN = """\
title: Совместное заявление о рабочих группах
language: ru

{preamble} Стороны, [#1 USA: ссылаясь на / RUS: подтверждая] заявление от 16 июня 2021 года,

{h} = Рабочие группы

{1} # Стороны [#2 RUS, CHE: учреждают / USA !CHE: должны учредить] две и/или три группы [#4 добросовестно].

{1-a} > # Группы собираются [#3 USA !RUS: не реже [#5 RUS: одного раза / CHE: двух раз]] в год.

{1-b} >> Каждая Сторона называет руководителя группы, который отвечает в течение 5 рабочих дней.

{h2} > = Доклады

{2} # Группы представляют доклады Сторонам.
"""
ARABIC = """\
title: بيان مشترك بشأن الأفرقة العاملة
language: ar
status: official

{preamble} إن الطرفين، [#1 USA: إذ يستذكران / RUS: إذ يؤكدان من جديد] البيان الصادر في 16 حزيران/يونيه 2021،

{h} = الأفرقة العاملة

{1} # [#2 RUS, CHE: ينشئ الطرفان / USA !CHE: ينبغي أن ينشئ الطرفان] فريقين و/أو ثلاثة أفرقة [#4 بحسن نية].

{1-a} > # تجتمع الأفرقة [#3 USA !RUS: ما لا يقل عن [#5 RUS: مرة واحدة / CHE: مرتين]] في السنة.

{1-b} >> يسمي كل طرف رئيسا للفريق يرد في غضون 5 أيام عمل.

{h2} > = التقارير

{2} # ترفع الأفرقة تقاريرها إلى الطرفين.
"""
VERSIONS = {language: parse_version(text) for language, text in (("en", ENGLISH), ("ru", RUSSIAN), ("ar", ARABIC))}
