"""Labels of speakers: which are of one, where a line holds several, what sounds like speech."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from toolkit.annotate.attribution.cues import Span
from toolkit.languages.language import Language
from toolkit.languages.read import any_of
from toolkit.text.words import WORD_PATTERN

_QUOTED = re.compile(r"“[^”\n]*”?|\"[^\"\n]*\"?|«[^»\n]*»?")
_NUMBER = re.compile(r"\s*\d*\s*\Z")  # of "Update 2"
_FEWEST = 3  # labels of a transcript
QUESTIONS, ANSWERS = "q", "a"  # the keys of labels that name nobody


def label_key(name: str, language: Language) -> str:
    """Return what two labels of one speaker share: "JANE ROE, MINISTER" and "Ms. Roe" are roe."""
    words = WORD_PATTERN.findall(name.partition(",")[0].lower())
    if not words:
        return name.lower()
    if words[-1] in language.transcripts.questions:
        return QUESTIONS
    return ANSWERS if words[-1] in language.transcripts.answers else words[-1]


def sounds_spoken(passage: str, language: Language) -> bool:
    """Tell whether words outside of quotation marks speak of "I" or to "you", or ask."""
    passage = _QUOTED.sub(" ", passage[:4_000])
    speech = language.transcripts.speech
    words = (found.group().lower().replace("’", "'") for found in WORD_PATTERN.finditer(passage))
    return "?" in passage or any(word in speech for word in words)


def is_speaker(label: str, longest: int, language: Language) -> bool:
    """Tell whether a label of at most `longest` words may name a speaker: by its capitals."""
    words = label.split()
    if not words or len(words) > longest:
        return False
    if _NUMBER.sub("", label.lower()) in language.speakers.labels:
        return False
    small = language.speakers.title_words
    return all(word[0] in "(‘'’" or not word[0].islower() or word in small for word in words)


class _Label(NamedTuple):
    """The words before a colon that may say who speaks."""

    start: int
    name: str
    key: str


def cut_at_labels(text: str, lines: list[Span], language: Language) -> list[Span]:
    """Return the lines of a transcript whose line breaks are lost, cut where a label begins.

    Notes
    -----
    A label follows the end of a sentence, and what is said after its colon begins with a capital.
    There must be two speakers, and one of them must have several labels. Others count between these
    if they are names of several words.

    *Limits.* A speaker of one word who has the floor once is not seen.
    """
    if text.count(":") < _FEWEST:
        return lines
    labels = [label for line in lines for label in _labels_within(text, line, language)]
    counts = Counter(label.key for label in labels)
    again = [label.start for label in labels if counts[label.key] > 1]
    if len(labels) < _FEWEST or len(counts) < 2 or not again:
        return lines
    cuts = [
        label.start
        for label in labels
        if counts[label.key] > 1 or (" " in label.name and again[0] < label.start < again[-1])
    ]
    return [piece for line in lines for piece in _pieces(line, cuts)]


def _labels_within(text: str, line: Span, language: Language) -> Iterator[_Label]:
    for found in _inner_label(language).finditer(text, *line):
        name = found.group(1)
        key = label_key(name, language)
        if key not in language.speakers.labels and name.lower() not in language.speakers.labels:
            yield _Label(found.start(1), name, key)


def _pieces(line: Span, cuts: list[int]) -> Iterator[Span]:
    start, end = line
    for cut in cuts:
        if start < cut < end:
            yield start, cut
            start = cut
    yield start, end


@cache
def _inner_label(language: Language) -> re.Pattern[str]:
    """Return a label at the head of a line or after a sentence in it: "… over. Jane Roe: We …"."""
    capitals = language.capitals
    name = rf"[{capitals}][\w.'’-]*"
    particles = any_of(language.transcripts.particles)
    before = r"(?:^|(?<=[.!?…”\")\]])[ \t\xa0]+)"
    names = rf"({name}(?:[ \xa0](?:(?:{particles})[ \xa0])?{name}){{0,5}})"
    note = r"(?:[ \t\xa0]*[(\[][^()\[\]\n]{1,60}[)\]]){0,2}"
    spoken = rf"[ \t\xa0]+(?=[“\"‘(\[…]?[{capitals}0-9])"
    return re.compile(f"{before}{names}{note}:{spoken}", re.MULTILINE)
