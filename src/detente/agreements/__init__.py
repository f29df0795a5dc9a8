"""Agreements as data: what was agreed, what was declared, and whether the one is within the other, with the full reason.

Pure: bytes and values in, values out. The rim reads files and the clock; nothing here knows that there are logs.

The way of a question:

    parse_agreement -> compile_rules -> Counter(rules, Book(agreement, parse_declarations(..))) -> check, obligations
"""
