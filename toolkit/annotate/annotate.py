"""The whole annotation in one call."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from toolkit.annotate.actors import find_actors
from toolkit.annotate.attribution.attributions import find_attributions
from toolkit.annotate.mentions import join_mentions
from toolkit.annotate.targets import find_targets
from toolkit.annotate.terms import find_terms
from toolkit.annotate.tone import add_tone
from toolkit.instruments.lexicon import Lexicon
from toolkit.instruments.registry import ActorRegistry
from toolkit.tables.arguments import expect_table, expect_type


class Tables(NamedTuple):
    """The tables of one annotated corpus."""

    articles: pd.DataFrame
    terms: pd.DataFrame
    names: pd.DataFrame
    attributions: pd.DataFrame
    targets: pd.DataFrame
    mentions: pd.DataFrame


def annotate(
    articles: pd.DataFrame,
    actors: ActorRegistry,
    lexicon: Lexicon,
    *,
    method: str = "parser",
) -> Tables:
    """Find terms, actors, attributions and targets, and link them to mentions with tone.

    Parameters
    ----------
    articles
        The articles table, cleaned.
    actors, lexicon
        From `load_actors` and `load_lexicon`.
    method
        How attributions are found, "parser" or "rules"; see `find_attributions`.

    Returns
    -------
    Tables
        A NamedTuple of articles, terms, names, attributions, targets and mentions.
    """
    expect_table(articles, "articles", ["doc_id", "text", "body_start", "outlet", "date"])
    expect_type(actors, "actors", ActorRegistry, expected="what `load_actors` returns")
    expect_type(lexicon, "lexicon", Lexicon, expected="what `load_lexicon` returns")
    terms = find_terms(articles, lexicon)
    names = find_actors(articles, actors)
    attributions = find_attributions(articles, names, method=method)
    targets = find_targets(articles, terms, names, attributions)
    mentions = add_tone(join_mentions(articles, terms, attributions, targets), articles)
    return Tables(articles, terms, names, attributions, targets, mentions)
