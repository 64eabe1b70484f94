"""Base forms of words, by the dictionaries of simplemma."""

from __future__ import annotations

from functools import cache

from toolkit.languages.language import Language
from toolkit.text.patterns import fold

_CAPITAL_DOTS = str.maketrans("Iİ", "ıi")


def has_lemmas(code: str) -> bool:
    """Tell whether there is a dictionary of base forms for the language of a code."""
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

    return code in SUPPORTED_LANGUAGES


class Lemmas:
    """The base forms of the words of a language, looked up once for each form.

    *Limits.* A form of two words has one base form, whichever the sentence means: "won" is no form
    of "win". Words that the dictionary lacks are their own base form, or that of a rule.
    """

    def __init__(self, language: Language) -> None:
        self._language = language
        self._of: dict[str, str] = {}

    def of(self, word: str) -> str:
        """Return the base form of a word, folded and in lower case."""
        lemma = self._of.get(word)
        if lemma is None:
            lemma = self._of[word] = self._look_up(word)
        return lemma

    def _look_up(self, word: str) -> str:
        code, letters = self._language.code, self._language.letters
        if has_lemmas(code):
            from simplemma import lemmatize

            if "ı" in letters:
                word = word.translate(_CAPITAL_DOTS)
            word = lemmatize(word, lang=code)
        return fold(word, letters).lower()


@cache
def lemmas_of(language: Language) -> Lemmas:
    """Return the base forms of a language; its dictionary is read once."""
    return Lemmas(language)
