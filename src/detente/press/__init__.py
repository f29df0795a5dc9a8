"""What was said in public: a news report in, and out of it who said what, when, and with what numbers; as proposals that a person confirms.

    prepared text -> laid out (furniture, captions, paragraphs) -> quotations and sentences -> attributions -> statements

Rules:

1. A quotation is the report's own bytes. What is folded for matching (`folding`) is never shown.
2. What to look for stands in data files (`data/`), with examples that are their tests; the code knows grammar, no words.
3. Everything that is found names the words that it rests on. Nothing is judged, and nothing is entered: a person does that.
4. Nobody who is not named in the report is named: no knowledge of who held what office when.
"""
