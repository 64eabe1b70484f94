"""Score who says which line of a news article, and by which actor, on NTREX in several languages.

    python benchmarks/ntrex.py NTREX_DIR --languages en de --methods rules parser

NTREX_DIR holds `score.py`, `gold.csv`, `actors/LANGUAGE.yml` and `text/LANGUAGE/*.txt`, a line a
sentence. The scores are those of score.py, in percent: of lines that are somebody's words, those
found (content), those credited to the right actor (voice; named: of those whose speaker has a
name), and both (joint F1), with intervals of 95 % that take articles as clusters. `--wrong` lists
the lines that are not right instead.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
from polnear import load_scorer
from shares import f1, share, told

import toolkit as tk
from toolkit.tables.schema import make_table
from toolkit.text.words import count_words


def main() -> int:
    """Score each language and method, print the table; return a process exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("ntrex", type=Path, help="the folder with score.py and gold.csv")
    parser.add_argument("--languages", nargs="+", default=["en"])
    parser.add_argument("--methods", nargs="+", default=["rules", "parser"])
    parser.add_argument("--wrong", action="store_true", help="list the lines that are not right")
    options = parser.parse_args()
    scorer = load_scorer(options.ntrex)
    rows = []
    for language in options.languages:
        articles = read_articles(options.ntrex / "text" / language, language)
        actors = tk.load_actors(options.ntrex / "actors" / f"{language}.yml")
        names = tk.find_actors(articles, actors)
        for method in options.methods:
            found = tk.find_attributions(articles, names, method=method)
            if options.wrong:
                list_wrong(scorer, options.ntrex, articles, found)
                continue
            scored = measures(count_lines(scorer, options.ntrex, articles, found))
            rows.append({"language": language, "method": method, **scored})
    if rows:
        table = pd.DataFrame(rows).set_index(["language", "method"])
        print(table.to_string())
    return 0


def read_articles(folder: Path, language: str) -> pd.DataFrame:
    """Read the texts of a language as an articles table, each line a paragraph, without titles."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}
    records = [
        {"doc_id": doc, "text": text, "n_tokens": count_words(text), "language": language}
        for doc, text in texts.items()
    ]
    return make_table("articles", [{"title": "", "body_start": 0, **one} for one in records])


def measures(counts: pd.DataFrame) -> dict[str, object]:
    """Return the measures of score.py from the counts of each article."""
    # as score.py has it: the voices of lines whose speaker is disputed are right as often as others
    right = counts["right"] * counts["hit"].sum() / max(1, counts["judged"].sum())
    return {
        "articles": len(counts),
        "lines": counts["gold"].sum(),
        "content P": told(share(counts["hit"], counts["found"])),
        "content R": told(share(counts["hit"], counts["gold"])),
        "content F1": told(f1(counts["hit"], counts["found"], counts["gold"])),
        "voice": told(share(counts["right"], counts["judged"])),
        "named": told(share(counts["named_right"], counts["named"])),
        "joint F1": told(f1(right, counts["found"], counts["gold"])),
    }


def count_lines(
    scorer: ModuleType, folder: Path, articles: pd.DataFrame, found: pd.DataFrame
) -> pd.DataFrame:
    """Count the lines of each article as score.py does."""
    rows = []
    for row, _, heard, actor in lines_read(scorer, folder, articles, found):
        gold = row["voice"] == "all"
        judged = gold and heard and row["speakers"] != "disputed"
        right, named = actor == (row["speakers"] or None), bool(row["speakers"])
        rows.append(
            {
                "doc": row["doc"],
                "gold": gold,
                "found": heard,
                "hit": gold and heard,
                "judged": judged,
                "right": judged and right,
                "named": judged and named,
                "named_right": judged and named and right,
            }
        )
    return pd.DataFrame(rows).groupby("doc").sum()


def lines_read(
    scorer: ModuleType, folder: Path, articles: pd.DataFrame, found: pd.DataFrame
) -> Iterator[tuple[dict[str, str], tuple[int, int], bool, str | None]]:
    """Yield the row of the gold of each line, its span, if it is somebody's words, and whose."""
    said = predictions(found)
    texts = dict(zip(articles["doc_id"], articles["text"], strict=True))
    spans = {doc: list(scorer.lines_of(text)) for doc, text in texts.items()}
    for row in read_gold(folder):
        doc = row["doc"]
        span = spans[doc][int(row["line"])]
        part, actor = scorer.read_line(texts[doc], span, said.get(doc, []))
        yield row, span, part >= scorer.VOICED, actor


def read_gold(folder: Path) -> list[dict[str, str]]:
    """Return the lines that score.py scores: all or none of their words are somebody's."""
    with (folder / "gold.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["voice"] in ("all", "none")]


def predictions(found: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Return the attributions of each article as score.py takes them."""
    said: dict[str, list[dict[str, Any]]] = {}
    for (doc, _), parts in found.groupby(["doc_id", "attribution_id"], sort=False):
        actor = parts["source_id"].iloc[0]
        spans = parts[["content_start", "content_end"]].to_numpy().tolist()
        said.setdefault(doc, []).append(
            {"content": spans, "actor": None if pd.isna(actor) else actor}
        )
    return said


def list_wrong(
    scorer: ModuleType, folder: Path, articles: pd.DataFrame, found: pd.DataFrame
) -> None:
    """Print each line that is not right: what is wrong, whose it is, whose it was taken for."""
    texts = dict(zip(articles["doc_id"], articles["text"], strict=True))
    for row, (start, end), heard, actor in lines_read(scorer, folder, articles, found):
        if heard != (row["voice"] == "all"):
            fault = "false" if heard else "missed"
        elif heard and row["speakers"] != "disputed" and actor != (row["speakers"] or None):
            fault = "voice"
        else:
            continue
        held = found[(found["doc_id"] == row["doc"]) & (found["content_start"] < end)]
        held = held[held["content_end"] > start]
        given = "; ".join(f"{s} / {r}" for s, r in zip(held["source"], held["rule"], strict=True))
        wanted = row["speakers"] or f"({row['unnamed']})"
        line = texts[row["doc"]][start:end]
        print(f"{fault}\t{row['doc']}:{row['line']}\t{wanted}\t{actor}\t[{given}]\t{line}")


if __name__ == "__main__":
    sys.exit(main())
