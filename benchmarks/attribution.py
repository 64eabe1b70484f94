"""Score `find_attributions` on PolNeAR beside textacy, and time all against spaCy.

    python benchmarks/attribution.py POLNEAR_DIR

POLNEAR_DIR holds `score.py` and, for each split, `text/*.txt` and `attributions/*.ann`; the
scores are those of score.py, strict, in percent, with intervals of 95 % that take articles as
clusters. Speeds are words a second of processor time on
one thread; `ratio` is to spaCy's full small pipeline alone. textacy 0.13 is compared where it is
installed (`pip install textacy==0.13.0`); it works on that pipeline's output, whose time counts
as its own. Results are kept in benchmarks/ATTRIBUTION.md.
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
from toolkit.annotate.attribution.methods import METHODS
from toolkit.annotate.attribution.parser.parse import MODELS
from toolkit.tables.schema import empty_table

TIMED_WORDS = 30_000  # enough for the full pipeline's speed to settle
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

    systems: dict[str, Callable[[pd.DataFrame], Any]] = {
        method: lambda articles, method=method: by_toolkit(articles, method)
        for method in ([options.method] if options.method else METHODS)
    }
    if not options.method and importlib.util.find_spec("textacy"):
        systems["textacy"] = by_textacy
    few = articles[articles["n_tokens"].cumsum() <= TIMED_WORDS]
    rows = [{"system": "spaCy alone", "words/s": timed(by_spacy, few)[1]}]
    for name, run in systems.items():
        found, speed = timed(run, articles)
        scored = scores(scorer, gold, as_predictions(found))
        rows.append({"system": name, "words/s": speed, **scored})
    table = pd.DataFrame(rows).set_index("system")
    table["ratio"] = table["words/s"] / table.loc["spaCy alone", "words/s"]
    print(table.round(1).to_string(na_rep="-"))
    return 0


def timed(run: Callable, articles: pd.DataFrame) -> tuple[Any, float]:
    """Return what a system finds, and its words a second once it is warm."""
    run(articles.head(1))
    started = time.process_time()
    found = run(articles)
    return found, articles["n_tokens"].sum() / (time.process_time() - started)


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
    """Find attributions by one of the toolkit's methods."""
    return find_attributions(articles, empty_table("names"), method=method)


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
