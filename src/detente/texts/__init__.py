"""Texts as delegations draft them: provisions, brackets, language versions. Pure: values in, values out.

    model       one language version: provisions with ids that stay, and words with brackets in them
    form        the plain text that a diplomat writes in any editor, and back
    numbering   the numbers that a reader sees; they are looks, never names
    work        a text in all its languages; its amendments and settlements applied
    compare     two versions, provision by provision and word by word (`differing` finds what differs in any sequence)
    bracketing  several wordings of one provision as one, with brackets
    alternat    the order of the parties' names, which each side's original has for itself
    merging     amendments that crossed
    ledger      the open brackets: where, whose, how old; the curve over the rounds
    parity      whether the language versions say the same, as far as a program can tell (`quantities`: numbers and days in words)
    glossary    names and terms that the parties render alike

`texts` knows nothing of logs and of acts: `dialogue` says who tabled what, and hands it here.
"""
