"""What verify.html says, besides the words that all faces share. scripts/verifier_page.py puts it into the page in three languages.

The page names a text by its key here. `TEXTS` are single; a text of `PLURALS` goes with a number, `%(n)d`. The build fails when the page
asks for a key that is not here, and when a key here is asked for by nobody.
"""

from __future__ import annotations

from typing import Final

from detente.errors import N_


def ngettext(one: str, many: str) -> tuple[str, str]:
    """Mark a text that goes with a number for the catalogues, without choosing a form here."""
    return one, many


TEXTS: Final = {
    # ---- the page
    "title": N_("Check a proof"),
    "intro": N_("This page is one file. It checks a proof on your own computer, sends nothing anywhere, and works without a network."),
    "language": N_("Language"),
    "to_dark": N_("Dark colours"),
    "to_light": N_("Light colours"),
    "back": N_("Back to where you came from"),
    "footer": N_("Written from the public protocol alone. The licences of what this file contains stand at its beginning."),
    # ---- what is given
    "proof_heading": N_("The proof"),
    "proof_hint": N_("Drop the file anywhere on this page, or choose it."),
    "choose_proof": N_("Choose the proof"),
    "charter_heading": N_("The charter"),
    "charter_hint": N_(
        "Each party publishes the charter's hash in its own place. Take it from there, and never from whoever gave you the proof."
    ),
    "charter_hash": N_("The charter's hash, 64 digits and letters"),
    "choose_charter": N_("Choose the charter file"),
    "charter_from": N_("From the file %(name)s."),
    "witness_heading": N_("Witnesses (if you know any)"),
    "witness_hint": N_("Keys of witnesses whose times you trust, one on each line"),
    "file_line": N_("%(name)s, %(size)s"),
    # ---- what was given wrongly
    "hash_malformed": N_("This is not the hash of a charter, which has 64 digits and letters from a to f. It confirms nothing."),
    "vkey_malformed": N_("Not the key of a witness: %(key)s"),
    "was_charter": N_("%(name)s is a charter, not a proof; it was taken as the charter. Is it from a place that you trust?"),
    "was_proof": N_("%(name)s is a proof, not a charter; it was taken as the proof."),
    "not_a_proof": N_("%(name)s does not look like a proof of Détente at all."),
    "not_a_charter": N_("%(name)s is not a charter. It confirms nothing."),
    "too_large": N_("%(name)s is too large: a proof has at most 64 MiB."),
    "unreadable": N_("%(name)s cannot be read: %(reason)s"),
    "which_one": N_("Drop one proof, one charter, or one of each: nothing was taken."),
    # ---- the verdict
    "checking": N_("Checking: step %(step)d of 10"),
    "proven": N_("Proven"),
    "consistent": N_("Consistent, keys not confirmed"),
    "not_proven": N_("Not proven"),
    "exercise": N_("EXERCISE: nothing here was meant in earnest; its content is supposed."),
    "consistent_means": N_(
        "Everything in the file fits together, but anybody could have made such keys. Give the charter's hash, as the parties publish it."
    ),
    "fails": N_("This file proves nothing: step %(step)d of 10 (%(name)s) does not hold."),
    "nothing": N_("Nothing in the file is to be relied on."),
    "fails_because": N_("What this step keeps out: %(what)s."),
    "reason": N_("The reason in the words of the program, for whoever looks into the file"),
    "copy": N_("Copy the sentence"),
    "copied": N_("Copied"),
    "print": N_("Print"),
    # ---- trying it
    "tamper_heading": N_("Try it"),
    "tamper_hint": N_("Change one byte of the proof, chosen at random, and see whether it is still proven. Your file stays as it is."),
    "tamper": N_("Change one byte"),
    "restore": N_("Put it back"),
    "tampered": N_("Byte %(place)d of %(size)d was changed from %(old)s to %(new)s, in memory only."),
    # ---- the sentence
    "s_real": N_("In the dialogue “%(dialogue)s”, %(what)s."),
    "s_exercise": N_("In the exercise “%(dialogue)s”, not meant in earnest, %(what)s."),
    "s_unconfirmed": N_("Whose keys signed this is not confirmed. %(sentence)s"),
    "when_all": N_("by %(time)s (time claimed by the signers)"),
    "when_one": N_("by %(time)s (time claimed by the signer)"),
    "when_hidden": N_("at a time that is not shown"),
    "signed_both": N_("%(when)s, %(parties)s had both signed %(facts)s"),
    "signed_all": N_("%(when)s, %(parties)s had all signed %(facts)s"),
    "signed_some": N_("%(when)s, %(parties)s, but not %(others)s, had signed %(facts)s"),
    "signed_one": N_("%(when)s, %(party)s alone had signed %(facts)s"),
    "no_requests": N_("that %(party)s had sent no requests"),
    "by_rule": N_("%(facts)s (answered means any final answer, a refusal too)"),
    "section_list": N_("that the count of “%(what)s” was: %(states)s"),
    "section_empty": N_("that the count of “%(what)s” was empty"),
    "section_other": N_("that the section “%(name)s” of the count was as shown below"),
    "section_many": N_("that the counts were as shown below"),
    "state_count": N_("%(state)s: %(number)d"),
    "entry_kind": N_("%(when)s, %(party)s had signed entry %(index)d of its log: %(what)s"),
    "entry_fields": N_("%(when)s, %(party)s had signed entry %(index)d of its log, of which these fields are shown: %(fields)s"),
    "kind_outcome": N_("%(kind)s, with the outcome: %(outcome)s"),
    "received": N_("%(when)s, %(by)s had signed that it had received the log of %(of)s up to entry %(last)d"),
    "received_entry": N_(
        "%(when)s, %(by)s had signed that it had received the log of %(of)s up to entry %(last)d, with entry %(index)d in it: %(what)s"
    ),
    "fork_sizes": N_(
        "the key of %(party)s has signed two states of one log that cannot both be, "
        "one up to entry %(first)d and one up to entry %(second)d"
    ),
    "fork_same": N_("the key of %(party)s has signed two different states of one log, both up to entry %(last)d"),
    # ---- the details
    "shows": N_("What it shows"),
    "who": N_("Who says so"),
    "shows_not": N_("What it does not prove"),
    "keys": N_("Whose keys"),
    "dialogue": N_("Dialogue"),
    "channel": N_("Channel"),
    "as_of": N_("As of"),
    "signed_by": N_("Who signed"),
    "not_signed_by": N_("Who did not sign"),
    "claimed": N_("Claimed time"),
    "claimed_at": N_("%(party)s: %(time)s"),
    "claimed_hidden": N_("%(party)s: not shown"),
    "attests": N_("%(party)s signed it later, as a past count."),
    "old_generation": N_(
        "%(party)s signed with generation %(generation)d of its log, and the count covers a later one: that key may have been stolen since."
    ),
    "countersigned": N_("Countersigned by"),
    "countersigned_yes": N_("%(name)s, not later than %(time)s: the log of %(party)s up to entry %(last)d"),
    "countersigned_no": N_("%(name)s, a witness that you have not confirmed, at %(time)s: the log of %(party)s up to entry %(last)d"),
    "countersigned_none": N_("nobody"),
    "signature_before": N_("The signature of %(party)s existed before %(time)s, as a witness says."),
    "rule": N_("Rule"),
    "rule_text": N_("%(rule)s: answered means any final outcome: full, partial, nil, declined or withheld."),
    "not_shown": N_("Not shown"),
    "all_shown": N_("nothing: all parts of the count are shown"),
    "confirmed_by": N_("Keys confirmed by"),
    "confirmed_hash": N_("the charter's hash that you gave"),
    "confirmed_nothing": N_("nothing: you gave no charter"),
    "charter_is": N_("Charter's hash"),
    "charter_stated": N_("Charter's hash, as this file states it"),
    "the_file": N_("The file"),
    "file_digest": N_("SHA-256 of the file"),
    "party": N_("Party"),
    "fingerprint": N_("Fingerprint of the root key"),
    "generation_of": N_("%(party)s, generation %(generation)d"),
    "requests_of": N_("Requests of"),
    "sent": N_("Sent"),
    "answered": N_("Answered"),
    "also_counted": N_("Also counted"),
    "in_state": N_("In which state"),
    "counted_empty": N_("Counted too, and empty: %(what)s."),
    "no_reply": N_("That a request has no answer does not show a refusal."),
    "entry_at": N_("Entry %(index)d in the log of %(party)s, which then went up to entry %(last)d"),
    "entry_before": N_("It existed before %(time)s, as a witness says."),
    "entry_after": N_("It did not exist before %(time)s, as a witness says."),
    "received_means": N_("Received means that it arrived; not that anybody read it or agreed."),
    "recounted": N_("The log of %(party)s, counted again up to entry %(last)d"),
    "kind": N_("Kind"),
    "entries": N_("Entries"),
    "kind_hidden": N_("kind not shown"),
    "repeated": N_("repeated"),
    "refers": N_("%(kind)s, by %(party)s: %(entries)d, about %(targets)d of %(other)s (%(to)s)."),
    "to_hidden": N_("entries that are not shown"),
    "two_states": N_("Two signed states that cannot both be"),
    "state_size": N_("Up to entry"),
    "state_root": N_("Check value"),
    # ---- values of fields
    "yes": N_("yes"),
    "no": N_("no"),
    "open_date": N_("not set yet"),
    "from_to": N_("%(first)s to %(last)s"),
    "about_time": N_("about %(time)s"),
    "unnamed": N_("unnamed"),
    "attachment": N_("Attached file"),
    "attachment_text": N_("%(name)s, %(type)s, %(size)s, SHA-256 %(digest)s"),
}

PLURALS: Final = {
    "bytes": ngettext("%(n)d byte", "%(n)d bytes"),
    "requests": ngettext(
        "that, of %(n)d request sent by %(party)s, %(answered)d had been answered",
        "that, of %(n)d requests sent by %(party)s, %(answered)d had been answered",
    ),
    "requests_refused": ngettext(
        "that, of %(n)d request sent by %(party)s, %(answered)d had been answered, %(refused)d of them by declining or withholding",
        "that, of %(n)d requests sent by %(party)s, %(answered)d had been answered, %(refused)d of them by declining or withholding",
    ),
    "signed_many": ngettext(
        "%(when)s, %(n)d member out of %(members)d had signed %(facts)s",
        "%(when)s, %(n)d members out of %(members)d had signed %(facts)s",
    ),
    "entries_many": ngettext(
        "%(when)s, %(parties)s had signed %(n)d entry, shown below", "%(when)s, %(parties)s had signed %(n)d entries, shown below"
    ),
    "log_of": ngettext(
        "%(party)s had signed a log of %(n)d entry; counted again: %(kinds)s",
        "%(party)s had signed a log of %(n)d entries; counted again: %(kinds)s",
    ),
    "acts": ngettext("%(n)d act of %(party)s", "%(n)d acts of %(party)s"),
    "parts_hidden": ngettext("%(n)d part of the count", "%(n)d parts of the count"),
    "hidden": ngettext(
        "%(n)d hash of it is not opened: a field or padding, nobody can tell.",
        "%(n)d hashes of it are not opened: fields or padding, nobody can tell.",
    ),
    "days": ngettext("%(n)d day from proven receipt", "%(n)d days from proven receipt"),
    "hours": ngettext("%(n)d hour from proven receipt", "%(n)d hours from proven receipt"),
}

GUARDS: Final = {
    1: N_("a second spelling of the same thing, or a part that nobody looks at"),
    2: N_("a charter that no dialogue can have"),
    3: N_("a look-alike: the same names with other keys"),
    4: N_("another channel or other talks than the signed ones"),
    5: N_("keys that the party never certified for this log"),
    6: N_("a signed state that the party's key never signed"),
    7: N_("a field that does not belong to its entry"),
    8: N_("an entry that is not in the signed log"),
    9: N_("parts that hold, each by itself, but do not show what the file claims"),
    10: N_("a witness's signature that does not hold"),
}
"""What each step of the verification keeps out (docs/protocol.md, section 24), in words for the screen."""

CAUSES: Final = {
    1: N_("The file is not written as a proof is. It may be another file, or it was damaged or cut on its way."),
    2: N_("The charter in the file is none that a dialogue can have. It may have been damaged or changed."),
    3: N_("The charter in this file is not the one whose hash was given. It may be of other talks, or a forgery."),
    4: N_("The channel in the file does not belong to the charter in it."),
    5: N_("A key in the file was not certified by the party whose key it is said to be."),
    6: N_("A signature in the file does not fit what it is said to sign. One of the two was damaged or changed."),
    7: N_("What is shown of an entry is not, letter by letter, what was signed."),
    8: N_("An entry that is shown is not in the log that was signed."),
    9: N_("Each part of the file holds, but together they do not show what the file claims."),
    10: N_("The signature of a witness does not fit what it is said to sign."),
}
"""What has happened where a step does not hold, as a person would say it; the program's own reason stands behind it."""
