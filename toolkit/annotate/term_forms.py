"""The terms of a lexicon that count in one language, ready to be looked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from toolkit.instruments.lexicon import Lexicon, Term
from toolkit.languages.language import Language
from toolkit.languages.lemmas import has_lemmas, lemmas_of
from toolkit.text.expressions import compile_expression
from toolkit.text.patterns import GAP, Phrase, PhraseIndex, fold

_WORD = re.compile(r"\w+")
_BLANK = re.compile(GAP)
# In an expression: names of properties, characters and groups, whose letters are not the text's.
_NAMES = re.compile(r"(\\[pPN]\{[^}]*\}|\(\?P?<\w+>|\(\?P[=>]\w+\)|\(\?&\w+\)|\\g<\w+>)")


class TermForms:
    """All that signals the frames of a lexicon in a language.

    Parameters
    ----------
    lexicon
        The lexicon.
    language
        Whose terms count, by whose letters texts are folded, and by which words inflect.

    Attributes
    ----------
    index
        Finds terms and their exceptions, whose payload is the term and whether it is excluded.
    expressions
        Each regular expression, and its term.
    lemmas
        Finds terms in all their forms.
    without_terms, without_lemmas
        The frames that have terms in other languages only, and the terms that are to match all
        forms of a language whose base forms are not known: they match as written.
    """

    def __init__(self, lexicon: Lexicon, language: Language) -> None:
        self.letters = language.letters
        self.expressions: list[tuple[Any, Term]] = []
        self.without_terms = []
        self.without_lemmas = []
        phrases, lemmas = [], []
        for frame in lexicon:
            terms = [term for term in frame.terms if term.language in ("", language.code)]
            if frame.terms and not terms:
                self.without_terms.append(frame.frame_id)
            for term in terms:
                ignore_case = not term.case
                if term.match == "regex":
                    expression = fold_expression(term.term_id, language.letters)
                    compiled = compile_expression(expression, ignore_case=ignore_case)
                    self.expressions.append((compiled, term))
                elif term.match == "lemma":
                    lemmas.append(term)
                else:
                    is_glob = term.match == "glob"
                    phrases.append(Phrase(term.term_id, (term, False), ignore_case, is_glob))
                phrases += [
                    Phrase(text, (term, True), ignore_case, wildcard=True)
                    for text in term.exceptions
                ]
        if lemmas and not has_lemmas(language.code):
            self.without_lemmas = lemmas
        self.index = PhraseIndex(phrases, language.letters)
        self.lemmas = LemmaIndex(lemmas, language)


def fold_expression(expression: str, letters: str) -> str:
    """Return an expression folded as the texts are, the names in it as they are."""
    folded = "".join(
        piece if at % 2 else fold(piece, letters)
        for at, piece in enumerate(_NAMES.split(expression))
    )
    dotless = fold("I", letters)
    return folded if dotless == "I" else folded.replace("A-Z", f"A-Z{dotless}")


class LemmaIndex:
    """Terms by the base forms of their words, found in one pass over the words of a text."""

    def __init__(self, terms: list[Term], language: Language) -> None:
        self._letters = language.letters
        self._of = lemmas_of(language).of
        self._begun: dict[str, list[tuple[list[str], list[str], Term]]] = {}
        for term in terms:
            first, *others = map(self._of, _WORD.findall(term.term_id))
            between = [fold(gap, language.letters) for gap in _WORD.split(term.term_id)[1:-1]]
            self._begun.setdefault(first, []).append((others, between, term))

    def scan(self, raw: str) -> Iterator[tuple[int, int, Term]]:
        """Yield (start, end, term) for every term in a text, overlaps and all."""
        if not self._begun:
            return
        words = list(_WORD.finditer(raw))
        for at, word in enumerate(words):
            for others, between, term in self._begun.get(self._of(word.group()), ()):
                following = words[at + 1 : at + 1 + len(others)]
                if [self._of(one.group()) for one in following] != others:
                    continue
                ends = [one.end() for one in (word, *following)]
                gaps = [raw[end : one.start()] for end, one in zip(ends, following, strict=False)]
                if all(map(self._is_gap, gaps, between)):
                    yield word.start(), ends[-1], term

    def _is_gap(self, gap: str, expected: str) -> bool:
        if expected.isspace():
            return bool(_BLANK.fullmatch(gap))
        return fold(gap, self._letters) == expected
