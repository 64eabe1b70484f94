"""The whole annotation in one call: each article is read once."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from toolkit.annotate.actors import ActorFinder
from toolkit.annotate.attribution.attributions import Collected
from toolkit.annotate.attribution.methods import method_of, read_statements
from toolkit.annotate.attribution.statements import Method
from toolkit.annotate.mentions import Place, mentions_table, places_of
from toolkit.annotate.names import name_rows, names_table
from toolkit.annotate.stance import Saying
from toolkit.annotate.targets.places import Credit
from toolkit.annotate.targets.targets import Targets
from toolkit.annotate.terms import TermFinder, term_rows, terms_table, warn_of_terms
from toolkit.annotate.tone import tones_of, with_tones
from toolkit.display.progress import track
from toolkit.instruments.lexicon import Lexicon
from toolkit.instruments.registry import ActorRegistry
from toolkit.languages.language import warn_of_languages
from toolkit.tables.arguments import expect_table, expect_type
from toolkit.text.segments import Part
from toolkit.text.text import texts_of


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
    method: str | Method = "parser",
) -> Tables:
    """Find terms, actors, attributions and targets, and link them to mentions with tone.

    Parameters
    ----------
    articles
        The articles table, cleaned.
    actors, lexicon
        From `load_actors` and `load_lexicon`.
    method
        How attributions are found, "parser", "rules" or an object; see `find_attributions`.

    Returns
    -------
    Tables
        A NamedTuple of articles, terms, names, attributions, targets and mentions, each as its
        own function (`find_terms`, `find_actors` and so on) makes it.
    """
    expect_table(articles, "articles", ["doc_id", "text", "body_start", "outlet", "date"])
    expect_type(actors, "actors", ActorRegistry, expected="what `load_actors` returns")
    expect_type(lexicon, "lexicon", Lexicon, expected="what `load_lexicon` returns")
    warn_of_languages(articles)
    actor_finder, term_finder = ActorFinder(actors), TermFinder(lexicon)
    chosen = method_of(method)
    attributed = Collected(len(articles), chosen)
    terms: list[tuple] = []
    names: list[tuple] = []
    targets = Targets(chosen.name)
    places: list[Place] = []
    tones: list[tuple] = []
    outcomes = track(
        read_statements(texts_of(articles), chosen), desc="articles", total=len(articles)
    )
    with attributed.interruptible():
        for (text, outcome), date in zip(outcomes, articles["date"], strict=True):
            hits = term_finder.find(text)
            named, speaker = actor_finder.find(text, date), actor_finder.speaker(text, date)
            above = len(attributed.rows)
            rows = attributed.add(text, outcome, named, speaker)
            pieces = sorted(
                (Part(row.content_start, row.content_end, row.mode, at), Credit.of(row))
                for at, row in enumerate(rows, start=above)
            )
            terms += term_rows(text, hits)
            names += name_rows(text, named, speaker)
            if hits:
                starts = [hit.start for hit in hits]
                spans = [(hit.start, hit.end, hit.term.term_id) for hit in hits]
                targets.add(text, spans, named, pieces)
                parts = [part for part, _ in pieces]
                sayings = [Saying.of(attributed.rows[part.row]) for part in parts]
                places += places_of(text, [span[:2] for span in spans], parts, sayings)
                tones += tones_of(text, starts)
    found = terms_table(terms)
    warn_of_terms(term_finder, found, len(articles))
    attributions, aims = attributed.table(), targets.table()
    mentions = mentions_table(articles, found, attributions, aims, places)
    return Tables(
        articles, found, names_table(names), attributions, aims, with_tones(mentions, tones)
    )
