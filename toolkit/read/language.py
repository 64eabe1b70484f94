"""The language of articles, told by their letters where nobody says it."""

from __future__ import annotations

import warnings
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.display.progress import track
from toolkit.languages.language import known_languages
from toolkit.read.articles import CorpusWarning
from toolkit.tables.arguments import expect_table
from toolkit.tables.schema import check_table

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_NO_LANGUAGE = "zxx"  # what is code, or numbers
_LONGEST = 20_000  # characters of an article that are enough to tell


def add_language(articles: pd.DataFrame, *, certainty: float = 0.5) -> pd.DataFrame:
    """Tell the language of the articles whose column `language` says none, with its certainty.

    py3langid (Lui and Baldwin 2012, Proc. ACL System Demonstrations: 25-30; its model is part of
    the package) compares the letters of an article with those of 140 languages. A language that
    is said stays as it is.

    Parameters
    ----------
    articles
        The articles table.
    certainty
        From 0 to 1. An article whose likeliest language is less certain keeps none.

    Returns
    -------
    pandas.DataFrame
        The articles table, the same rows. `language` is filled with codes such as ``"ru"``;
        `language_certainty` is the probability that the model gives to it, of those that it was
        asked for, whether it is filled or not.

    Warns
    -----
    CorpusWarning
        If articles keep none: they are read as English.

    Notes
    -----
    On translations of the same news in the ten languages that can be read every article was told
    right, and of single sentences 96 to 100 % had a certainty of 0.5, of which at least 99.6 %
    were right (``python benchmarks/languages.py NTREX_DIR``).

    *Limits.* Of a few words it is often wrong, and then seldom certain. An article in two languages
    is in one of them. Close languages are taken for each other: Serbian for Croatian.
    """
    expect_table(articles, "articles", ["doc_id", "text", "language"])
    if not 0 <= certainty <= 1:
        raise ValueError(f"certainty: found {certainty!r}, expected a number from 0 to 1")
    languages = articles["language"].astype("str")
    unsaid = languages.isna() | (languages.str.strip() == "")
    told = [
        _language_of(text)
        for text in track(articles.loc[unsaid, "text"], desc="languages", total=int(unsaid.sum()))
    ]
    found = pd.DataFrame(told, columns=["language", "certainty"], index=articles.index[unsaid])
    found["certainty"] = found["certainty"].astype("float64")
    sure = (found["certainty"] >= certainty) & (found["language"] != _NO_LANGUAGE)
    _warn_of_unsure(articles["doc_id"][unsaid], found, sure)
    if "language_certainty" in articles:
        certainties = articles["language_certainty"].astype("float64").copy()
    else:
        certainties = pd.Series(float("nan"), index=articles.index)
    certainties[unsaid] = found["certainty"]
    languages = languages.mask(unsaid)
    languages[sure[sure].index] = found["language"][sure]
    return check_table(
        articles.assign(language=languages, language_certainty=certainties), "articles"
    )


def _language_of(text: str) -> tuple[str, float]:
    language, certainty = _identifier().classify(text[:_LONGEST])
    return language, min(certainty, 1.0)


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _warn_of_unsure(doc_ids: pd.Series, found: pd.DataFrame, sure: pd.Series) -> None:
    if sure.all():
        return
    first = (~sure).idxmax()
    likeliest, chance = found.loc[first, "language"], found.loc[first, "certainty"]
    warnings.warn(
        f"{int((~sure).sum()):,} of {len(found):,} article(s) whose language nobody says have none "
        f"that is certain enough, first {doc_ids[first]!r} ({likeliest!r}, {chance:.2f}); they are "
        "read as English: fill their `language` with one of "
        f"{', '.join(known_languages())}, or leave them out",
        CorpusWarning,
        stacklevel=3,
    )
