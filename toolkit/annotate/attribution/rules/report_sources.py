"""The source beside a cue, in a language of any word order: a phrase before it or after it."""

from __future__ import annotations

from functools import cache

from toolkit.annotate.attribution.rules.report_cues import Found
from toolkit.annotate.attribution.rules.sentence import Range, Sentence
from toolkit.annotate.attribution.rules.tokens import DASHES, QUOTE
from toolkit.annotate.attribution.rules.wordclass import is_name
from toolkit.languages.reports import Reports

_LONGEST = 25  # tokens of a phrase
_LONGEST_TITLE = 40  # characters of a name in quotation marks
_BOUNDS = frozenset([",", ";", ":", "?", "!", QUOTE, *DASHES])


def clause_start(sentence: Sentence, stop: int) -> int:
    """Return where the clause of the token at `stop` begins: behind a mark, or a conjunction."""
    breaks = sentence.reports.breaks
    start = stop
    while start:
        word = sentence.words[start - 1]
        if (word in _BOUNDS and not _is_title(sentence, start - 1)) or word in breaks:
            break
        start -= 1
    return start


def source_of(sentence: Sentence, cue: Found, left: int) -> tuple[Range | None, bool]:
    """Return the subject of a verb, and whether it follows it, by the order of the language."""
    order = sentence.reports.order
    if order == "final":
        return _source_of_final(sentence, cue)
    after = subject_after(sentence, cue.end)
    if cue.kind == "tags":
        return after, True
    if order == "first" and after is not None:
        return after, True
    before = _relative_head(sentence, left) or subject_before(sentence, left, cue.start)
    before = before or _apposed_before(sentence, left, cue.start)
    if before is not None:
        return before, False
    return after, after is not None


def subject_before(sentence: Sentence, start: int, stop: int) -> Range | None:
    """Return the subject between the beginning of a clause and its verb."""
    lists, words = sentence.reports, sentence.words
    while start < stop and words[start] in lists.between - lists.determiners:
        start += 1
    while start < stop and words[stop - 1] in lists.between:
        stop -= 1
    if start == stop:
        return None
    if words[start] in _persons(sentence) - lists.determiners:
        return start, start + 1
    if words[start] not in lists.prepositions:
        end = next((at for at in range(start, stop) if words[at] in lists.prepositions), stop)
        while end > start and words[end - 1] in lists.between:
            end -= 1
        full = _full_name(sentence, end, stop)
        start = _before_apposition(sentence, start)
        return full or ((start, end) if end > start else None)
    if lists.order == "second":
        return None  # "In Karsk said Roe"
    return _last_run(sentence, start + 1, stop)


def subject_after(sentence: Sentence, start: int) -> Range | None:
    """Return the subject that follows a verb, if one does."""
    lists, words = sentence.reports, sentence.words
    is_impersonal = words[start - 1] in lists.impersonal
    while start < sentence.size and words[start] in lists.between - lists.determiners:
        if words[start + 1 : start + 2] == ["."]:
            break  # "said M. Roe"
        start += 1
    if start < sentence.size and words[start] in lists.prepositions:
        ends = _BOUNDS | lists.that
        stop = next((at for at in range(start, sentence.size) if words[at] in ends), sentence.size)
        if is_impersonal:
            return (start + 1, stop) if stop - start > 1 else None
        return _last_run(sentence, start + 1, stop)
    stop = phrase_end(sentence, start)
    return (start, _with_apposition(sentence, stop)) if stop > start else None


def phrase_end(sentence: Sentence, start: int) -> int:
    """Return where the noun phrase that begins at a token ends."""
    lists, words = sentence.reports, sentence.words
    stop, has_name = start, False
    if start < sentence.size and words[start] in _persons(sentence) - lists.determiners:
        return start + 1
    if start < sentence.size and words[start] in _opens_clause(lists):
        return start
    while stop < min(sentence.size, start + _LONGEST):
        word = words[stop]
        if not word[0].isalnum() and word not in "-.&’'" and not _is_title(sentence, stop):
            break
        if word == "." and stop + 1 == sentence.size:
            break
        if stop > start and (
            word in lists.prepositions
            or word in lists.breaks
            or word in lists.that
            or word in lists.between
            or word in lists.relatives - lists.determiners
        ):
            break
        named = is_name(sentence, stop)
        if has_name and not named and stop + 1 < sentence.size:
            is_within = word in lists.ties or is_name(sentence, stop + 1)
            is_over = word in lists.determiners - lists.ties or not is_within
            if is_over and sentence.language.capitals_mark_names:
                break
        has_name = has_name or (named and stop > start)
        stop += 1
    return stop


def first_subject(sentence: Sentence, stop: int) -> Range | None:
    """Return the first phrase of a sentence that may be the subject of a later verb."""
    lists, words = sentence.reports, sentence.words
    no_subject = lists.prepositions | lists.breaks | lists.as_ | lists.that
    start = 0
    while start < stop:
        end = next((at for at in range(start, stop) if words[at] in _BOUNDS), stop)
        while start < end and words[start] in lists.between - lists.determiners:
            start += 1
        if start < end and words[start] not in no_subject:
            phrase = start, min(phrase_end(sentence, start), end)
            if phrase[1] > start and not set(words[slice(*phrase)]) <= lists.between:
                return phrase
        start = end + 1
    return None


def _source_of_final(sentence: Sentence, cue: Found) -> tuple[Range | None, bool]:
    """Return the subject where verbs stand at the end: it begins the sentence or is beside."""
    words, lists, stop = sentence.words, sentence.reports, cue.start
    is_tag = stop > 0 and (words[stop - 1] is QUOTE or words[stop - 1] in (",", *DASHES))
    if is_tag and cue.end < sentence.size and is_name(sentence, cue.end):
        return (cue.end, phrase_end(sentence, cue.end)), True
    said = quotative_before(sentence, stop)
    if said is not None:  # "“…” diye Roe said"
        return _between_marks(sentence, said + 1, stop) or _opening(sentence, 0, said), False
    if stop > 1 and words[stop - 1] in _persons(sentence) and words[stop - 2] in _BOUNDS:
        return (stop - 1, stop), False
    if cue.end < sentence.size and words[cue.end] in lists.that:
        return _opening(sentence, clause_start(sentence, stop), stop), False
    begin = next((at + 1 for at in range(stop - 1, -1, -1) if words[at] == ";"), 0)
    return _opening(sentence, begin, stop), False


def quotative_before(sentence: Sentence, stop: int) -> int | None:
    """Return where the word that ends what is said stands before a verb: "diye", "deyə"."""
    quotatives = sentence.reports.quotatives
    if not quotatives:
        return None
    near = range(stop - 1, max(-1, stop - _LONGEST), -1)
    return next((at for at in near if sentence.words[at] in quotatives), None)


def _between_marks(sentence: Sentence, start: int, stop: int) -> Range | None:
    while start < stop and sentence.words[start] in _BOUNDS:
        start += 1
    while start < stop and sentence.words[stop - 1] in _BOUNDS | sentence.reports.between:
        stop -= 1
    return (start, stop) if start < stop else None


def _opening(sentence: Sentence, begin: int, stop: int) -> Range | None:
    """Return the phrase that opens a clause, up to its last word with a capital."""
    lists, words = sentence.reports, sentence.words
    start = begin
    while start < stop and (words[start] in lists.between or words[start] in _BOUNDS - {QUOTE}):
        start += 1
    if start < stop and words[start] in _persons(sentence):
        return start, start + 1
    end, last = start, None
    while end < min(stop, start + _LONGEST):
        word = words[end]
        if word in (":", ";", "(") or (word is QUOTE and not _opens_with_title(sentence, end)):
            break
        if word == ",":
            if last is not None:
                break
            start = end + 1
        elif word is QUOTE or (is_name(sentence, end) and not _is_oblique(sentence, end)):
            if last is not None and end - last > 3:
                break
            last = end
        elif word in lists.ends:
            start, last = end + 1, None  # "-e göre", a time: what precedes is no subject
        end += 1
    return None if last is None else (start, last + 1)


def _opens_with_title(sentence: Sentence, place: int) -> bool:
    """Tell a name in quotation marks that opens a sentence: "“Interpress” said that"."""
    start, end = sentence.matches[place].span()
    follows = sentence.words[place + 1 : place + 2]
    is_first = place == 0 and follows and follows[0][0].isalnum()
    return bool(
        is_first and end - start <= _LONGEST_TITLE and follows[0] not in _quotes_end(sentence)
    )


def _quotes_end(sentence: Sentence) -> frozenset[str]:
    return sentence.reports.quotatives | sentence.language.cues.verbs.keys()


def _is_oblique(sentence: Sentence, place: int) -> bool:
    """Tell a word with a capital that is no subject: its ending is that of another case."""
    obliques = tuple(sentence.reports.obliques)
    if place and is_name(sentence, place - 1):
        return False
    word, after = sentence.words[place], sentence.words[place + 1 : place + 2]
    opens = place == 0 or sentence.words[place - 1] in _BOUNDS
    tied = bool(after) and sentence.text[sentence.matches[place].end()] in "'’"
    return (opens and word.endswith(obliques)) or (tied and after[0].endswith(obliques))


def _relative_head(sentence: Sentence, left: int) -> Range | None:
    """Return the phrase before the comma of a relative clause: "Roe, who said"."""
    words, lists = sentence.words, sentence.reports
    if left < 2 or left >= sentence.size or words[left] not in lists.relatives:
        return None
    if words[left - 1] != ",":
        return None
    start = clause_start(sentence, left - 1)
    return (start, left - 1) if start < left - 1 else None


def _apposed_before(sentence: Sentence, left: int, stop: int) -> Range | None:
    """Return the subject before an apposition that a comma ends: "Roe, the minister, said"."""
    words, lists = sentence.words, sentence.reports
    if any(words[at] not in lists.between for at in range(left, stop)):
        return None
    if left < 4 or words[left - 1] != ",":
        return None
    comma = next((at for at in range(left - 2, 0, -1) if words[at] == ","), None)
    if comma is None or left - comma > _LONGEST:
        return None
    start = clause_start(sentence, comma)
    subject = subject_before(sentence, start, comma) if start < comma else None
    is_first = subject is not None and start == 0
    return (subject[0], left - 1) if is_first and subject else None


def _is_title(sentence: Sentence, place: int) -> bool:
    """Tell whether a quotation is the name of a body: "the agency “Interpress” said"."""
    start, end = sentence.matches[place].span()
    if place == 0 or sentence.words[place] is not QUOTE or end - start > _LONGEST_TITLE:
        return False
    lists = sentence.language.sources
    before = sentence.words[place - 1]
    return before in lists.bodies or before in lists.media


def _before_apposition(sentence: Sentence, start: int) -> int:
    """Return where a phrase begins with the name that it describes: "Roe, the coach said"."""
    stop = start - 1
    if stop < 2 or sentence.words[stop] != "," or is_name(sentence, start):
        return start
    first = stop
    while first and is_name(sentence, first - 1):
        first -= 1
    opens = first == 0 or sentence.words[first - 1] in _BOUNDS
    return first if stop - first > 1 and opens else start


def _persons(sentence: Sentence) -> frozenset[str]:
    """Return the pronouns that may be a source."""
    lists = sentence.language.sources
    return lists.he | lists.she | lists.it | lists.they


def _with_apposition(sentence: Sentence, stop: int) -> int:
    """Return where a phrase ends with the name that may follow it: "the minister, Jane Roe,"."""
    size, words = sentence.size, sentence.words
    if stop + 2 >= size or words[stop] != "," or not is_name(sentence, stop + 1):
        return stop
    end = stop + 1
    while end < size and is_name(sentence, end):
        end += 1
    is_name_alone = end - stop > 2 and end < size and words[end] in (",", ":", ".")
    return end if is_name_alone else stop


def _full_name(sentence: Sentence, end: int, stop: int) -> Range | None:
    """Return a full name right before a verb, behind a prepositional phrase."""
    if end == stop:
        return None
    start = stop
    while start > end and is_name(sentence, start - 1):
        start -= 1
    if sentence.words[start - 1] in sentence.reports.prepositions:
        start += 1
    return (start, stop) if stop - start >= 2 else None


def _last_run(sentence: Sentence, start: int, stop: int) -> Range | None:
    """Return the last name or pronoun between two tokens that no preposition precedes."""
    if start < stop and sentence.words[stop - 1] in _persons(sentence):
        return stop - 1, stop
    if not is_name(sentence, stop - 1):
        return None
    first = stop - 1
    while first > start and is_name(sentence, first - 1):
        first -= 1
    if first == start:
        first += 1  # what the preposition governs
    return (first, stop) if first < stop else None


@cache
def _opens_clause(lists: Reports) -> frozenset[str]:
    """Return words that begin a clause, and never a noun phrase."""
    return (lists.that | lists.breaks | lists.relatives) - lists.determiners
