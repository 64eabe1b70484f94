"""What a corpus lacks for the figures of the notebooks, told before anything is counted."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from toolkit.instruments.registry import ActorRegistry
from toolkit.tables.joint import split_ids

_LEAST = 250  # words, as in notebook 08
_MANY_COPIES = 0.2  # of the articles, from which intervals are visibly wider


def lacking_articles(articles: pd.DataFrame) -> Iterator[str]:
    """Yield a line for each kind of figure that these articles cannot bear."""
    days = articles["date"].dropna()
    if len(articles) == 1:
        yield (
            "one article: there is no difference between articles to make intervals from, and no "
            "two periods to compare (Figures 7 and 8 of the notebooks)"
        )
    if days.empty and len(articles):
        yield (
            "no article has a date: nothing can be drawn over time, or compared between two "
            "periods (Figures 3, 7 and 8 of the notebooks)"
        )
    elif len(articles) > 1 and (days >= days.quantile(0.5).ceil("D")).all():
        yield (
            "more than half of the dated articles are of the first day: there are no two periods "
            "to compare (Figures 7 and 8 of the notebooks)"
        )


def lacking_independence(articles: pd.DataFrame) -> Iterator[str]:
    """Yield a line if many articles, with their families, are copies of others."""
    families = articles["family_id"].dropna()
    copies = len(families) - families.nunique()
    if copies >= _MANY_COPIES * len(articles):
        yield (
            f"{copies:,} of {len(articles):,} articles are copies of another, or nearly so: "
            f"intervals are as wide as those of {len(articles) - copies:,} articles, for copies "
            "are no evidence of their own; where texts share a form only, as press releases do, "
            "look at them: `find_changes` shows what copies change"
        )


def lacking_voices(attributions: pd.DataFrame, actors: ActorRegistry) -> Iterator[str]:
    """Yield a line on the actors who never speak, and for each kind of figure without voices."""
    spoken = attributions[attributions["source_id"].notna()]
    voices = spoken.assign(voice=spoken["source_id"].map(split_ids)).explode("voice")
    words = voices.groupby("voice")["n_tokens"].sum()
    silent = [name for actor, name in actors.labels().items() if actor not in words.index]
    if silent:
        yield f"never heard to speak: {', '.join(silent)}"
    if len(words) < 2:
        yield (
            "fewer than two actors speak: there are no two to compare (Figure 6 of the notebooks)"
        )
    if not (words >= _LEAST).any():
        yield (
            f"no actor speaks {_LEAST} words: there is no result to try for robustness (Figure 10 "
            "of the notebooks)"
        )
