"""Transcripts: who speaks where a label, not a reporting word, begins the speech."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from toolkit.annotate.attribution.cues import Span, Statement
from toolkit.annotate.attribution.speech.addresses import find_address
from toolkit.annotate.attribution.speech.interviews import find_answers, interviewee_before
from toolkit.annotate.attribution.speech.labels import (
    ANSWERS,
    QUESTIONS,
    cut_at_labels,
    is_speaker,
    label_key,
    sounds_spoken,
)
from toolkit.languages.language import Language
from toolkit.text.text import Text
from toolkit.text.words import has_word, lowered_words

_TURN_LABEL_WORDS = 10
_LONGEST_PLAIN = 125  # characters of a line that is a label by itself, with a note
_AFTER_LETTER = frozenset(" \t\xa0:.)([–—-")

_BLANK = r"[ \t\xa0]"
_NOTE = rf"(?:{_BLANK}*[(\[][^()\[\]\n]{{1,60}}[)\]]){{0,2}}"  # "ROE (Norland) (via interpreter):"
_BRACKETS = re.compile(r"\([^()\n]{1,60}\)|\[[^\[\]\n]{1,60}\]")
_ENDS_SENTENCE = (".", "?", "!", "…", "”", '"', ")", "—", "-", "–", "’")


class Label(NamedTuple):
    """The words of a line that say who speaks: its form, where it and the speech stand."""

    line: int
    form: str
    source: Span
    start: int
    speech: int
    key: str


class Transcript(NamedTuple):
    """The turns of a text, and what in it is nobody's: labels and stage directions."""

    turns: list[Statement]
    unvoiced: list[Span]


def find_turns(text: Text, language: Language) -> Transcript:
    """Return the turns of a transcript, an interview or questions and answers, or a whole speech.

    Notes
    -----
    A turn runs over the paragraphs after its label to the next label or the end of the
    transcript. A text is a transcript if labels of one form recur, at least two speakers take
    turns, and half of the turns sound like speech (first or second person, a question). Where
    its line breaks are lost, labels within a line count too.

    *Limits.* Labels without punctuation on the line of the speech ("ROE I think so") are not
    read, nor is the first question of an interview that has no label. Without any label, see
    `find_answers`.
    """
    raw = text.raw
    body = [(max(start, text.body_start), end) for start, end in text.lines if start < end]
    lines = [(start, end) for start, end in body if raw[start:end].strip()]
    labels = _chosen(raw, lines, list(_labels(raw, lines, language)), language)
    cut = lines if labels else cut_at_labels(raw, lines, language)
    if len(cut) > len(lines):  # its line breaks are lost
        lines = cut
        labels = _chosen(raw, lines, list(_labels(raw, lines, language)), language)
    if not labels:
        turns = [*find_answers(text, lines, language)] or [*find_address(text, language)]
        return Transcript(turns, [])
    return _Turns(raw, lines, labels, language).read()


def _labels(text: str, lines: list[Span], language: Language) -> Iterator[Label]:
    forms = _forms(language)
    for index, (start, end) in enumerate(lines):
        line = text[start : min(end, start + 200)]
        for form in _possible_forms(line, end - start):
            found = forms[form].match(line)
            if found is None or not _is_label(form, found.group(1), language):
                continue
            if form == "plain" and not _has_speech_below(text, lines, index):
                continue
            source = (start + found.start(1), start + found.start(1) + len(found.group(1).strip()))
            begin = start + len(line) - len(line.lstrip())
            key = label_key(found.group(1), language)
            yield Label(index, form, source, begin, start + found.end(), key)
            break


def _possible_forms(line: str, length: int) -> Iterator[str]:
    """Yield the forms that the label of a line may have, by its marks: most lines have none."""
    head = line.lstrip()
    if head.startswith("(("):
        yield "double"
    if head.startswith("["):
        yield "bracket"
    if head[1:2] in _AFTER_LETTER:
        yield "letter"
    if ":" in line:
        yield "colon"
    if length <= _LONGEST_PLAIN:
        yield "plain"


def _is_label(form: str, name: str, language: Language) -> bool:
    if form == "letter":
        return True
    if form == "double":
        return len(name) > 2 or name.isupper()  # "((fr))" marks a language
    if form == "bracket" and _is_direction(name, language):
        return False
    if not is_speaker(name, _TURN_LABEL_WORDS, language):
        return False
    if label_key(name, language) in language.speakers.labels:
        return False
    return form != "plain" or not name.rstrip().endswith((".", ",", "…", "—", "–", "-"))


def _has_speech_below(text: str, lines: list[Span], index: int) -> bool:
    if index + 1 == len(lines):
        return False
    start, end = lines[index + 1]
    below = text[start:end].rstrip()
    return " " in below.strip() and below.endswith(_ENDS_SENTENCE)


def _chosen(text: str, lines: list[Span], labels: list[Label], language: Language) -> list[Label]:
    """Return the labels of a transcript in the text, none if it holds no transcript."""
    recurring = [label for label in labels if label.form != "plain"]
    chosen = _established(text, lines, recurring, language)
    if chosen:
        return chosen
    plain = [label for label in labels if label.form == "plain"]
    counts = Counter(label.key for label in plain)
    plain = [label for label in plain if counts[label.key] > 1]
    if not plain:
        return []
    # One of the speakers at least has been introduced: "Read more" and "Advertisement" are not.
    before = set(lowered_words(text, 0, plain[0].start))
    if not any(label.key in before for label in plain):
        return []
    return _established(text, lines, plain, language)


def _established(
    text: str, lines: list[Span], labels: list[Label], language: Language
) -> list[Label]:
    counts = Counter((label.form, label.key) for label in labels)
    sure = [label for label in labels if counts[label.form, label.key] > 1]
    if len(sure) < 2:
        return []
    forms = {label.form for label in sure}
    low, high = sure[0].line, sure[-1].line + 2
    # A speaker who has the floor once: between the others, in their form.
    labels = [label for label in labels if label.form in forms and low - 2 <= label.line <= high]
    speakers = {label.key for label in labels}
    # Sometimes only the questions are labelled.
    alone = forms == {"double"} or speakers <= {QUESTIONS, ANSWERS}
    if len(labels) < 3 or (len(speakers) < 2 and not alone):
        return []
    spoken = sum(sounds_spoken(_speech_of(text, lines, label), language) for label in labels)
    return labels if 2 * spoken >= len(labels) else []


def _speech_of(text: str, lines: list[Span], label: Label) -> str:
    start, end = lines[label.line]
    if not text[label.speech : end].strip() and label.line + 1 < len(lines):
        start, end = lines[label.line + 1]
        return text[start:end]
    return text[label.speech : end]


class _Turns:
    """The turns between the labels of one transcript."""

    def __init__(self, text: str, lines: list[Span], labels: list[Label], language: Language):
        self.text = text
        self.language = language
        self.lines = lines
        self.labels = labels
        self.keys = {label.key for label in labels}
        self.asking = self._asking()
        self.answers = self._interviewee()
        stops = [label.line for label in labels[1:]] + [len(lines)]
        self.below: list[list[Span]] = []
        for label, stop in zip(labels, stops, strict=True):
            self.below.append(self._going_on(label, stop))

    def read(self) -> Transcript:
        turns, unvoiced = [], []
        for label, below in zip(self.labels, self.below, strict=True):
            unvoiced.append((label.start, label.speech))
            spans = [(label.speech, self.lines[label.line][1]), *below]
            pieces = [piece for span in spans for piece in self._spoken(span, unvoiced)]
            if pieces:
                turns.append(Statement(tuple(pieces), self._source(label), None, "turn"))
        return Transcript(turns, [span for span in unvoiced if span[0] < span[1]])

    def _asking(self) -> set[str]:
        """Return the labels of those who mostly ask."""
        asked: Counter[str] = Counter()
        spoken: Counter[str] = Counter()
        for label in self.labels:
            spoken[label.key] += 1
            asked[label.key] += _speech_of(self.text, self.lines, label).rstrip().endswith("?")
        often = {key for key in spoken if spoken[key] > 1 and 2 * asked[key] > spoken[key]}
        return often | {QUESTIONS}

    def _source(self, label: Label) -> Span:
        if label.key == ANSWERS and self.answers is not None:
            return self.answers
        return label.source

    def _is_bare(self, label: Label) -> bool:
        """Tell whether a label has its line to itself."""
        return not self.text[label.speech : self.lines[label.line][1]].strip()

    def _going_on(self, label: Label, stop: int) -> list[Span]:
        """Return the paragraphs below a label's line that are of its turn.

        Below the last label only as many may follow as below an earlier one: else an exchange
        within an article would swallow the rest of the article.
        """
        first = min(label.line + 1 + self._is_bare(label), stop)
        below = self.lines[label.line + 1 : first]
        if label.key in self.asking or len(self.keys) == 1:
            return below
        is_last = label is self.labels[-1]
        more = []
        spoken = 0
        for line in range(first, stop):
            if self._is_narration(line, label):
                break
            more.append(self.lines[line])
            if self._is_speech(line):
                spoken = len(more)
        else:
            if not is_last and 3 * spoken >= len(more):
                spoken = len(more)
        if is_last and len(more) > 1 + max((len(turn) for turn in self.below), default=0):
            return below
        return below + more[:spoken]

    def _is_speech(self, line: int) -> bool:
        return sounds_spoken(self.text[slice(*self.lines[line])], self.language)

    def _is_narration(self, line: int, label: Label) -> bool:
        """Tell a paragraph of the outlet: the transcript's end, "Roe said ..." about a speaker."""
        start, end = self.lines[line]
        passage = self.text[start : min(end, start + 400)].strip()
        if passage.lower().startswith(self.language.transcripts.ends):
            return True
        verbs = self.language.cues.verbs
        words = lowered_words(passage, 0, 120)[:10]
        named = {
            key
            for key, *after in zip(words, words[1:], words[2:], strict=False)
            if key in self.keys and any(word in verbs for word in after)
        }
        return label.key in named or (bool(named) and not self._is_speech(line))

    def _spoken(self, span: Span, unvoiced: list[Span]) -> Iterator[Span]:
        """Yield the speech in `span`, without the stage directions, which it notes."""
        start, end = span
        for found in _BRACKETS.finditer(self.text, start, end):
            if _is_direction(found.group()[1:-1], self.language):
                unvoiced.append(found.span())
                yield from self._trimmed(start, found.start())
                start = found.end()
        yield from self._trimmed(start, end)

    def _trimmed(self, start: int, end: int) -> Iterator[Span]:
        passage = self.text[start:end]
        start += len(passage) - len(passage.lstrip())
        end -= len(passage) - len(passage.rstrip())
        if start < end and has_word(self.text, start, end):
            yield start, end

    def _interviewee(self) -> Span | None:
        """Return who answers where the labels are Q and A: named in an answer's label or before."""
        for label in self.labels:
            if label.key == ANSWERS:
                note = _BRACKETS.search(self.text, label.source[1], label.speech)
                if note is not None and not _is_direction(note.group()[1:-1], self.language):
                    return note.start() + 1, note.end() - 1
        return interviewee_before(self.text, self.labels[0].start, self.language)


def _is_direction(note: str, language: Language) -> bool:
    note = note.strip(" .!").lower()
    directions = language.transcripts.directions
    if len(note.split()) > 6:
        return False
    return any(
        note == word or note.startswith(word + " ") or note.endswith(" " + word)
        for word in directions
    )


@cache
def _forms(language: Language) -> dict[str, re.Pattern[str]]:
    """Return the forms of labels in transcripts."""
    capitals, words = language.capitals, language.transcripts
    asks, answers = (
        "".join(word.upper() for word in sorted(labels) if len(word) == 1) or r"\n"
        for labels in (words.questions, words.answers)
    )
    return {
        "double": re.compile(rf"{_BLANK}*\(\(([^()\n]{{1,60}})\)\){_BLANK}*:?{_BLANK}*"),
        "bracket": re.compile(rf"{_BLANK}*\[([^\[\]\n]{{1,60}})\]{_BLANK}*:?{_BLANK}*"),
        "letter": re.compile(
            rf"{_BLANK}*([{asks}{answers}])(?:{_NOTE}[:.)]|{_BLANK}*[–—-]|"
            rf"(?<=[{asks}])(?={_BLANK}+[{capitals}“\"])){_BLANK}*"
        ),
        "colon": re.compile(
            rf"{_BLANK}*[“\"]?([{capitals}][^\n:;“”\"()\[\]?!]{{0,79}}?){_NOTE}:(?:{_BLANK}+|$)"
        ),
        "plain": re.compile(
            rf"{_BLANK}*([{capitals}][^\n:;“”\"()\[\]?!]{{1,59}}?){_NOTE}{_BLANK}*$"
        ),
    }
