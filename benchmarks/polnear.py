"""PolNeAR for the benchmarks: texts, annotations, and attributions as its scorer reads them."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd

from toolkit.tables.schema import make_table
from toolkit.text.words import count_words


def load_scorer(polnear: Path) -> ModuleType:
    """Import score.py from the corpus' folder."""
    spec = importlib.util.spec_from_file_location("score", polnear / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_articles(folder: Path) -> pd.DataFrame:
    """Read the texts of a split as an articles table; offsets stay those of the files."""
    records = []
    for path in sorted(folder.glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        title, blank, _ = text.partition("\n\n")
        records.append(
            {
                "doc_id": path.stem,
                "title": title,
                "text": text,
                "body_start": len(title + blank) if blank else 0,
                "n_tokens": count_words(text),
            }
        )
    return make_table("articles", records)


def statements(found: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield the attributions of one article as score.py takes them, with their rule."""
    for _, parts in found.groupby("attribution_id", sort=False):
        first = parts.iloc[0]
        named = pd.notna(first["source_start"])
        spans = parts[["content_start", "content_end"]].to_numpy().tolist()
        yield {
            "content": [tuple(span) for span in spans],
            "source": [(int(first["source_start"]), int(first["source_end"]))] if named else [],
            "rule": first["rule"],
        }


def judge(
    scorer: ModuleType, article: dict[str, Any], predicted: Sequence[dict[str, Any]]
) -> Iterator[tuple[int, bool, bool]]:
    """Yield for each word of an article: which of `predicted` has it, or -1; voiced; rightly so.

    A word is voiced if the annotators gave it to somebody, and rightly given if to the same
    source (strict).
    """
    tokens, attributions = article["tokens"], article["attrs"]
    same: dict[tuple[int, int], bool] = {}
    pairs = zip(scorer.owners(tokens, attributions), scorer.owners(tokens, predicted), strict=True)
    for truth, guess in pairs:
        if truth < 0 or guess < 0:
            yield guess, truth >= 0, False
            continue
        if (truth, guess) not in same:
            sources = attributions[truth]["source"], predicted[guess]["source"]
            same[truth, guess] = scorer.strict_match(article["text"], *sources)
        yield guess, True, same[truth, guess]
