"""Time a click in the explorer against pandas' own filters, crosstab and counts.

    python benchmarks/explorer.py

Makes up 20,000 articles of 400 words with 100,000 mentions, from a seed; the words are as unevenly
frequent as those of a language (Zipf's law). For each click it prints
the milliseconds of the explorer's whole answer (matrix, timeline, the number beside each choice of
each filter, one page of passages with their marks) and of pandas in the same process: boolean
filters, `crosstab`, `groupby` by week, `value_counts` of each filter's column and the page's rows
without any text. Each is the median of some rounds that take turns. What `explore` does before the
first click is timed once, and so is the first search, which folds the texts.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from statistics import median

import numpy as np
import pandas as pd

from toolkit.annotate.annotate import Tables
from toolkit.explore.facts import FIELDS
from toolkit.explore.pages import PAGE
from toolkit.explore.session import Session
from toolkit.tables.schema import empty_table, make_table

CLICK = 50  # milliseconds of an answer to a click
GOAL = 300  # and to a search; what has no word in it that can be looked for has a second
WORDS = 400  # of an article


def main() -> int:
    """Run the benchmark; return 1 if an answer takes longer than it may."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--mentions", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    tables, exposure = invent(options.articles, options.mentions, seed=1)
    session, seconds = timed(lambda: Session(tables, labels={}, exposure=exposure, per=1000))
    print(f"{len(tables.mentions):,} mentions, {len(tables.articles):,} articles")
    print(f"to begin: {seconds:.2f} s")
    slowest = 0.0
    for name, message, chosen in clicks():
        ours, theirs = [], []
        for _ in range(options.rounds):
            session.answer({"ask": "clear"})
            session.answer({"ask": "order", "by": "text", "descending": False})
            ours.append(timed(lambda m=message: json.dumps(session.answer(m)))[1])
            theirs.append(timed(lambda c=chosen: by_pandas(tables.mentions, c))[1])
        ours, theirs = 1000 * median(ours), 1000 * median(theirs)
        slowest = max(slowest, ours)
        ratio = theirs / ours
        print(f"{name:28} {ours:6.0f} ms   pandas {theirs:6.0f} ms   {ratio:.1f} times as fast")
    print(f"slowest click {slowest:.0f} ms, may take {CLICK} ms")
    print(f"first search {1000 * timed(lambda: session.answer(searches()[0][1]))[1]:.0f} ms")
    longest = 0.0
    for name, message in searches():
        took = [
            timed(lambda m=message: json.dumps(session.answer(m)))[1] for _ in range(options.rounds)
        ]
        if name != "search: any ending":
            longest = max(longest, 1000 * median(took))
        places = session.answer(message)["search"]["n"]
        print(f"{name:28} {1000 * median(took):6.0f} ms   {places:,} places")
    print(f"slowest search, but for any ending {longest:.0f} ms, may take {GOAL} ms")
    return int(slowest > CLICK or longest > GOAL)


def clicks() -> list[tuple[str, dict, dict]]:
    """Return what is clicked: its name, the message of the page, and pandas' filter."""
    cell = {"voice": "actor-03", "frame": "frame-2"}
    return [
        ("a cell", {"ask": "filter", "choose": {"voice": only(3), "frame": only(2)}}, cell),
        ("an outlet", {"ask": "filter", "choose": {"outlet": only(1)}}, {"outlet": "outlet-1"}),
        ("rates of all", {"ask": "measure", "rates": True}, {}),
        ("all by left context", {"ask": "order", "by": "left", "descending": False}, {}),
        ("all, clear filters", {"ask": "clear"}, {}),
        ("targets by frame", {"ask": "view", "number": 1}, {}),
        ("the timeline split", {"ask": "split", "on": True}, {}),
    ]


def only(code: int) -> dict:
    """Return the choice of one value, as the page sends it."""
    return {"codes": [code], "but": False}


def searches() -> list[tuple[str, dict]]:
    """Return what is searched for: its name, and the message of the page."""
    one, other, third = vocabulary(seed=1)[[600, 700, 800]]
    wanted = {
        "a word": one,
        "a beginning": f"{one[:3]}*",
        "no such word": "ceasefire",
        "one of three words": rf"\b(?:{one}|{other}|{third})s?\b",
        "a word near another": rf"\b{one}\W+(?:\w+\W+){{0,5}}{other}\b",
        "a word in brackets": rf"\({one}\)",
        "any ending": rf"\b\w+{one[-2:]}\b",
    }
    return [
        (f"search: {name}", {"ask": "search", "text": text, "expression": "\\" in text})
        for name, text in wanted.items()
    ]


def vocabulary(*, seed: int) -> np.ndarray:
    """Return 5,000 made-up words of one syllable to four, the commonest first."""
    chance = np.random.default_rng(seed)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    words: dict[str, None] = {}
    while len(words) < 5_000:
        words["".join(chance.choice(syllables, chance.integers(1, 5)))] = None
    return np.array(list(words))


def by_pandas(mentions: pd.DataFrame, chosen: dict[str, str]) -> list:
    """Return what the explorer shows, without texts: each view by all filters but its own."""

    def kept(*but: str) -> pd.DataFrame:
        found = mentions
        for name, value in chosen.items():
            if name not in but:
                found = found[found[FIELDS[name].column] == value]
        return found

    grid, shown = kept("voice", "frame"), kept()
    return [
        pd.crosstab(grid["voice"], grid["frame"]),
        shown.groupby(shown["date"].dt.to_period("W")).size(),
        *(kept(name)[field.column].value_counts(dropna=False) for name, field in FIELDS.items()),
        shown["doc_id"].nunique(),
        shown.head(PAGE).to_dict("records"),
    ]


def invent(n_articles: int, n_mentions: int, *, seed: int) -> tuple[Tables, pd.DataFrame]:
    """Return made-up tables and their exposure; each mention has a speaker in its article."""
    chance = np.random.default_rng(seed)
    words = vocabulary(seed=seed)
    share = 1 / np.arange(1, len(words) + 1)
    share /= share.sum()
    texts = [" ".join(chance.choice(words, WORDS, p=share)) for _ in range(n_articles)]
    docs = [f"doc-{at:06}" for at in range(n_articles)]
    days = pd.Timestamp("2020-01-06") + pd.to_timedelta(chance.integers(0, 400, n_articles), "D")
    outlets = [f"outlet-{at}" for at in chance.integers(0, 30, n_articles)]
    articles = make_table(
        "articles",
        pd.DataFrame({
            "doc_id": docs, "outlet": outlets, "date": days, "title": [""] * n_articles,
            "text": texts, "body_start": [0] * n_articles, "n_tokens": [WORDS] * n_articles,
        }),
    )  # fmt: skip
    mentions, attributions, names = [], [], []
    for doc in np.sort(chance.integers(0, n_articles, n_mentions)).tolist():
        text = texts[doc]
        start = text.index(" ", int(chance.integers(60, 1200))) + 1
        end = text.index(" ", start)
        actor, frame = int(chance.integers(0, 12)), int(chance.integers(0, 10))
        said = f"{len(mentions)}"
        mentions.append({
            "mention_id": said, "doc_id": docs[doc], "start": start, "end": end,
            "frame": f"frame-{frame}", "term_id": f"term-{frame}-{start % 7}",
            "match": text[start:end], "mode": ("direct", "indirect")[start % 2], "negated": False,
            "stance": ("asserted", "denied")[start % 7 == 0],
            "attribution_id": said, "source": "He", "voice": f"actor-{actor:02}",
            "target_id": f"actor-{start % 12:02}", "n_targets": 1, "rule": "cue-verb",
            "outlet": outlets[doc], "date": days[doc],
        })  # fmt: skip
        attributions.append({
            "attribution_id": said, "part": 0, "doc_id": docs[doc], "mode": "indirect",
            "content_start": start, "content_end": end, "source": "He", "cue": "said",
            "source_start": start - 40, "source_end": start - 38, "cue_start": start - 30,
            "cue_end": start - 26, "n_tokens": 1, "rule": "cue-verb",
        })  # fmt: skip
        names.append({
            "doc_id": docs[doc], "start": start - 20, "end": start - 12,
            "actor_id": f"actor-{start % 12:02}", "match": "Name", "kind": "name",
        })  # fmt: skip
    tables = Tables(
        articles,
        empty_table("terms"),
        make_table("names", names),
        make_table("attributions", attributions),
        empty_table("targets"),
        make_table("mentions", mentions),
    )
    return tables, words_of(tables.mentions)


def words_of(mentions: pd.DataFrame) -> pd.DataFrame:
    """Return an exposure of 50 words for each voice and mode of each article."""
    keys = ["doc_id", "voice", "mode"]
    rows = mentions.drop_duplicates(keys)[[*keys, "outlet", "date"]]
    return make_table("exposure", rows.assign(n_tokens=50))


def timed(job: Callable) -> tuple[object, float]:
    """Return what a job returns, and the seconds that it takes."""
    started = time.perf_counter()
    return job(), time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
