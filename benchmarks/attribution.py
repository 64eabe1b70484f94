"""Score `find_attributions` on PolNeAR beside textacy, and time all against spaCy.

    python benchmarks/attribution.py POLNEAR_DIR

POLNEAR_DIR holds `score.py` and, for each split, `text/*.txt` and `attributions/*.ann`; the
scores are those of score.py, strict, in percent, with intervals of 95 % that take articles as
clusters. textacy 0.13 is compared where it is installed (`pip install textacy==0.13.0`); it works
on the output of spaCy's full small pipeline, whose time counts as its own.

Speeds are words a second of processor time on one thread; `ratio` is to that pipeline alone, which
attributes nothing. All systems read all articles of the split in turn, four times: the first is not
counted, since a pipeline is slower until it has seen the words, and a method until its patterns are
made; of the others the fastest counts, which other work on the machine has held up least. Results
are kept in benchmarks/ATTRIBUTION.md.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

os.environ["OMP_NUM_THREADS"] = "1"  # before anything loads numpy

import pandas as pd
from polnear import load_scorer, read_articles, statements
from shares import f1, share, told

from toolkit.annotate.attribution.attributions import find_attributions
from toolkit.annotate.attribution.kept import Kept
from toolkit.annotate.attribution.methods import METHODS
from toolkit.annotate.attribution.parser.parse import MODELS
from toolkit.tables.schema import empty_table

TIMED_ROUNDS = 3  # after one that is not timed
ALONE = "spaCy alone"
Predictions = dict[str, list[dict[str, Any]]]


def main() -> int:
    """Run the benchmark; return a process exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("polnear", type=Path, help="the folder with score.py and the splits")
    parser.add_argument("--split", default="dev", help="folder of the split (default: dev)")
    parser.add_argument("--method", choices=METHODS, help="only this one (default: all)")
    options = parser.parse_args()
    folder = options.polnear / options.split
    articles = read_articles(folder / "text")
    scorer = load_scorer(options.polnear)
    gold = scorer.load_split(folder / "text", folder / "attributions")

    systems: dict[str, Callable[[pd.DataFrame], Any]] = {ALONE: by_spacy}
    for method in [options.method] if options.method else METHODS:
        systems[method] = lambda articles, method=method: by_toolkit(articles, method)
    if not options.method and importlib.util.find_spec("textacy"):
        systems["textacy"] = by_textacy
    found = {name: run(articles) for name, run in systems.items()}
    speeds = articles["n_tokens"].sum() / timed(systems, articles)
    rows = {
        name: {"words/s": speed, "ratio": speed / speeds[ALONE]} for name, speed in speeds.items()
    }
    for name in systems.keys() - {ALONE}:
        rows[name] |= scores(scorer, gold, as_predictions(found[name]))
    print(pd.DataFrame.from_dict(rows, orient="index").round(1).to_string(na_rep="-"))
    return 0


def timed(systems: dict[str, Callable[[pd.DataFrame], Any]], articles: pd.DataFrame) -> pd.Series:
    """Return the least seconds of processor time in which each system, warm, reads the articles."""
    rounds = []
    for _ in range(TIMED_ROUNDS):
        seconds = {}
        for name, run in systems.items():
            started = time.process_time()
            run(articles)
            seconds[name] = time.process_time() - started
        rounds.append(seconds)
    return pd.DataFrame(rounds).min()


def scores(scorer: ModuleType, gold: dict[str, Any], found: Predictions) -> dict[str, str]:
    """Return the measures of the log, from score.py's counts for each article."""
    every, speech = (
        pd.DataFrame(
            [
                {count: n for (count, zone), n in counts.items() if zone == "all"}
                for counts in (
                    scorer.count_doc(article, found.get(doc, []), speech_only)
                    for doc, article in gold.items()
                )
            ]
        ).fillna(0)
        for speech_only in (False, True)
    )
    measures = {
        "content P": share(every["tp"], every["pred"]),
        "content R": share(every["tp"], every["gold"]),
        "content F1": f1(every["tp"], every["pred"], every["gold"]),
        "voice": share(every["va_strict"], every["va_n"]),
        "joint F1": f1(every["jtp"], every["pred"], every["gold"]),
        "speech joint F1": f1(speech["jtp"], speech["pred"], speech["gold"]),
    }
    return {name: told(estimate) for name, estimate in measures.items()}


def by_toolkit(articles: pd.DataFrame, method: str) -> pd.DataFrame:
    """Find attributions by one of the toolkit's methods, of which nothing is kept for a round."""
    chosen = METHODS[method]
    chosen = chosen.afresh() if isinstance(chosen, Kept) else chosen
    return find_attributions(articles, empty_table("names"), method=chosen)


def as_predictions(found: pd.DataFrame | Predictions) -> Predictions:
    """Return what a system has found as score.py takes it."""
    if isinstance(found, dict):
        return found
    return {doc: list(statements(parts)) for doc, parts in found.groupby("doc_id", sort=False)}


def by_spacy(articles: pd.DataFrame) -> None:
    """Run spaCy's small model with all its parts, article by article."""
    for _ in load_pipeline().pipe(articles["text"]):
        pass


def by_textacy(articles: pd.DataFrame) -> Predictions:
    """Find direct quotations by textacy, paragraph by paragraph: an odd mark stops it."""
    from textacy.extract import direct_quotations

    found: Predictions = {}
    for doc_id, text in zip(articles["doc_id"], articles["text"], strict=True):
        paragraphs = list(paragraphs_of(text))
        parsed = load_pipeline().pipe((piece for _, piece in paragraphs))
        for (start, _), doc in zip(paragraphs, parsed, strict=True):
            try:
                quotations = list(direct_quotations(doc))
            except ValueError:
                continue
            for quotation in quotations:
                speaker = [(start + t.idx, start + t.idx + len(t)) for t in quotation.speaker]
                content = quotation.content
                span = (start + content.start_char, start + content.end_char)
                found.setdefault(doc_id, []).append({"content": [span], "source": speaker})
    return found


def paragraphs_of(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text with words, and where they begin."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, line
        start += len(line) + 1


@cache
def load_pipeline():
    """Load spaCy's small English model with all its parts, once."""
    import spacy

    return spacy.load(next(name for name in MODELS if spacy.util.is_package(name)))


if __name__ == "__main__":
    sys.exit(main())
