"""Stop words: the words of a language that hardly mean anything by themselves."""

from __future__ import annotations

from importlib import import_module

from toolkit.languages.language import load_language


def stop_words(language: str) -> frozenset[str]:
    """Return the stop words of a language, in lower case, such as to leave out of `keyness`.

    spaCy's lists. None is neutral: English has "call" and "serious", and what a study of modality
    or of persons is about ("must", "we"). Read the list before you leave it out.

    Parameters
    ----------
    language
        A code such as "en".
    """
    code = load_language(language).code
    listed = import_module(f"spacy.lang.{code}.stop_words").STOP_WORDS
    return frozenset(word.lower().replace("’", "'") for word in listed)
