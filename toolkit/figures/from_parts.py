"""What stands behind a figure of a corpus that was cut into parts: those rows only are read."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from toolkit.figures.passages import COLUMNS, arranged
from toolkit.partitions.load import find_rows

_TEXT = ("doc_id", "text", "body_start")


class Behind(NamedTuple):
    """The passages, complete, and the rows of tables that they come from."""

    passages: pd.DataFrame
    mentions: pd.DataFrame
    articles: pd.DataFrame
    attributions: pd.DataFrame | None


def read_behind(
    passages: pd.DataFrame,
    mentions: pd.DataFrame,
    articles: str | Path,
    attributions: str | Path | pd.DataFrame | None,
) -> Behind:
    """Return passages with the columns of their mentions, and the rows that they come from.

    Parameters
    ----------
    passages
        From `find_passages`; of their mentions no more than the mention_id need be known.
    mentions
        Those that were counted.
    articles
        The folder of `partition`.
    attributions
        That of `annotate_parts`, by default the same; or the table.

    Raises
    ------
    ValueError
        If the parts have no such table, or do not hold a mention or its article.
    PartsError
        If the parts are not all there.
    """
    corpus = Path(articles)
    annotated = Path(attributions) if isinstance(attributions, str | Path) else corpus
    if "start" not in mentions:
        ids = passages["mention_id"].unique()
        wanted = [*COLUMNS, "attribution_id"]
        mentions = find_rows(annotated, "mentions", "mention_id", ids, columns=wanted)
        _check_there(passages["mention_id"], mentions["mention_id"], annotated)
        added = [c for c in COLUMNS if c in mentions and c not in passages]
        passages = passages.merge(mentions[["mention_id", *added]], on="mention_id")
        passages = arranged(passages)
    texts = find_rows(corpus, "articles", "doc_id", passages["doc_id"].unique(), columns=_TEXT)
    _check_there(passages["doc_id"], texts["doc_id"], corpus)
    if isinstance(attributions, str | Path):
        of_passages = mentions["mention_id"].isin(passages["mention_id"])
        said = mentions.loc[of_passages, "attribution_id"].dropna().unique()
        attributions = find_rows(annotated, "attributions", "attribution_id", said)
    return Behind(passages, mentions, texts, attributions)


def _check_there(ids: pd.Series, found: pd.Series, folder: Path) -> None:
    missing = ids[~ids.isin(found)]
    if len(missing):
        raise ValueError(
            f"mentions: found {ids.name}={missing.iloc[0]!r}, which no part in {folder} holds, "
            "expected mentions that `load_parts` has loaded from the same parts"
        )
