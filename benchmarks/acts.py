"""The acts of a made-up dialogue, and what their count must be at the end.

Two parties write in turn, one pouch each. Of a pouch 40 % are requests, 40 % acknowledgements and answers to the requests of the other
side's last pouch, 20 % withdrawals and disputes. Every act has five to seven fields, about 500 bytes in canonical form; the texts
are in three languages. The same numbers always give the same acts.
"""

import random

PARTIES = ("rus", "usa")
OUTCOMES = ("full", "partial", "nil", "declined", "withheld")
AT = "2021-09-{day:02}T{hour:02}:{minute:02}:00Z"

TEXTS = {
    "en": "the network address logs of traffic were seen between two dates and come from servers whose operator we ask you to name soon",
    "ru": "просим сообщить сведения об адресах сети и журналах обмена за указанный срок а также о владельце серверов",
    "ar": "نرجو إبلاغنا بعناوين الشبكة وسجلات الحركة في المدة المذكورة وباسم مالك الخوادم إن أمكن ذلك",
}
WORDS = {language: text.split() for language, text in TEXTS.items()}
LANGUAGES = ("en", "en", "ru", "ar")


class Talks:
    """The acts, pouch by pouch, with the count that follows from how they were made."""

    def __init__(self, per_pouch=1000):
        self.per_pouch = per_pouch
        self.random = random.Random(1)
        self.turn = 0
        self.open_requests = {party: [] for party in PARTIES}  # references to those of the last pouch
        self.acknowledged = {party: [] for party in PARTIES}  # to be withdrawn by their author
        self.answered = {party: [] for party in PARTIES}  # references to answers to this party, to be disputed
        self.count = {party: dict.fromkeys(("sent", "open", "holding", "withdrawn", "disputed", *OUTCOMES), 0) for party in PARTIES}

    def pouch(self, start):
        """The acts of the next pouch, without its seal; `start` is the size of the author's log before it."""
        party, other = PARTIES[self.turn % 2], PARTIES[(self.turn + 1) % 2]
        self.turn += 1
        requests, replies = self.per_pouch * 4 // 10, self.per_pouch * 4 // 10
        acts, asked, answers, acknowledged = [], [], [], []
        for _ in range(requests):
            asked.append([party, 0, start + len(acts)])
            acts.append(self._act("request", to=other, subject=self._text(70), text=self._text(310)))
        self.count[party]["sent"] += len(asked)
        self.count[party]["open"] += len(asked)
        for number, ref in enumerate(self.open_requests[other][:replies]):
            if number % 2:
                acknowledged.append(ref)
                acts.append(self._act("acknowledge", re=[ref], text=self._text(420)))
            else:
                outcome = OUTCOMES[number // 2 % len(OUTCOMES)]
                answers.append([party, 0, start + len(acts)])
                acts.append(self._act("answer", re=[ref], outcome=outcome, text=self._text(290), reason=self._text(90)))
                self.count[other]["open"] -= 1
                self.count[other][outcome] += 1
        others = self.per_pouch - len(acts) if self.open_requests[other] else 0
        for number in range(others):
            mine = self.answered[party] if number % 2 else self.acknowledged[party]
            if not mine:
                continue
            ref = mine.pop()
            acts.append(self._act("dispute" if number % 2 else "withdraw", re=[ref], reason=self._text(420)))
            if number % 2:
                self.count[party]["disputed"] += 1
            else:
                self.count[party]["open"] -= 1
                self.count[party]["withdrawn"] += 1
        self.open_requests[party], self.acknowledged[other], self.answered[other] = asked, acknowledged, answers
        return acts

    def _act(self, kind, **fields):
        at = AT.format(day=1 + self.turn // 1440 % 28, hour=self.turn // 60 % 24, minute=self.turn % 60)
        bodies = sorted({"subject", "text", "reason"} & fields.keys())
        return {"kind": kind, "at": at, "destroyable": [len(fields) + 3, bodies], **fields}

    def _text(self, size):
        """Words of one language, about so many bytes."""
        words = WORDS[self.random.choice(LANGUAGES)]
        text = " ".join(self.random.choices(words, k=size // 5)).encode()[:size].decode(errors="ignore")
        return f"{text[:-9]} {self.random.getrandbits(32):08x}"
