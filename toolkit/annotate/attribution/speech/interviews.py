"""Interviews: who is interviewed, and the answers where neither question nor answer has a label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from toolkit.annotate.attribution.cues import Span, Statement
from toolkit.annotate.attribution.speech.labels import sounds_spoken
from toolkit.languages.language import Language
from toolkit.languages.read import any_of
from toolkit.text.text import Text

_FEWEST = 3  # questions
_LONGEST_QUESTION = 400  # characters
_INTRODUCTION = 3_000  # characters before the first question
_MARKS = ("“", '"', "«", "‘")


def find_answers(text: Text, lines: list[Span], language: Language) -> Iterator[Statement]:
    """Yield the answers of an interview in which nothing says who asks and who answers.

    Notes
    -----
    Three paragraphs at least are questions and nothing else, two thirds of the answers sound like
    speech, and the one who answers is introduced before ("in an interview, Jane Roe"). Below the
    last question only as many paragraphs are an answer as below an earlier one.

    *Limits.* What is asked without a question mark counts as a part of the answer before.
    """
    raw = text.raw
    if raw.count("?") < _FEWEST:
        return
    asked = [at for at, (start, end) in enumerate(lines) if _is_question(raw[start:end])]
    if len(asked) < _FEWEST:
        return
    longest = max((after - at - 1 for at, after in pairwise(asked)), default=0)
    stops = [*asked[1:], min(len(lines), asked[-1] + 1 + longest)]
    answers = [lines[at + 1 : stop] for at, stop in zip(asked, stops, strict=True)]
    answers = [answer for answer in answers if answer]
    spoken = sum(sounds_spoken(raw[slice(*answer[0])], language) for answer in answers)
    if len(answers) < _FEWEST or 3 * spoken < 2 * len(answers):
        return
    source = interviewee_before(raw, lines[asked[0]][0], language)
    if source is not None:
        for answer in answers:
            yield Statement(tuple(answer), source, None, "turn")


def interviewee_before(text: str, stop: int, language: Language) -> Span | None:
    """Return the name of the one who is interviewed, where the text up to `stop` gives it."""
    for pattern in _introductions(language):
        found = pattern.search(text, max(0, stop - _INTRODUCTION), stop)
        if found is not None:
            return found.start(1), found.start(1) + len(found.group(1).rstrip("."))
    return None


def _is_question(line: str) -> bool:
    line = line.strip()
    return line.endswith("?") and len(line) <= _LONGEST_QUESTION and not line.startswith(_MARKS)


@cache
def _introductions(language: Language) -> list[re.Pattern[str]]:
    """Return the ways of naming who is interviewed, the surest first."""
    capitals, smalls, words = language.capitals, language.smalls, language.transcripts
    part = rf"[{capitals}][\w.'’-]*"
    name = rf"((?:{part})(?: (?:(?:{any_of(words.particles)}) )?{part}){{1,5}})"
    asked_by = "".join(rf"(?<!\b{re.escape(word)} )" for word in words.asked_by)
    return [
        re.compile(
            rf"(?i:\b(?:{any_of(words.before_interview)}) (?:[{smalls}]+ )?"
            rf"(?:{any_of(words.interview)}))\b[^.\n]{{0,80}}?, {name}"
        ),
        re.compile(
            rf"(?i:{asked_by}\b(?:{any_of(words.interviews)})) "
            rf"(?:(?:{any_of(words.before_interviewed)}) )?(?:[{smalls}]+ ){{0,3}}{name}"
        ),
        re.compile(
            rf"{name}(?:, [^.,\n]{{1,80}},)? (?:(?:{any_of(words.perfect)}) )?"
            rf"(?:{any_of(words.spoke)})\b"
        ),
    ]
