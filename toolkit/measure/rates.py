"""Rates: mentions per 1,000 words of a voice, with intervals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from toolkit.intervals import bootstrap_sums, percentile_interval, poisson_upper_at_zero
from toolkit.schema import check_table, make_table


def rates(
    mentions: pd.DataFrame,
    exposure: pd.DataFrame,
    *,
    of: str | Sequence[str] = "frame",
    by: str | Sequence[str] = "voice_id",
    per: int = 1000,
    seed: int,
    draws: int = 2000,
    level: float = 0.95,
) -> pd.DataFrame:
    """Count mentions per `per` words of the voice (or group) that could have said them.

    The rate is ``per * n / exposure``. Its interval is the percentile interval of a bootstrap
    that resamples articles (families of copies where `family_id` is set) with replacement, for
    words within an article are not independent (Lijffijt et al. 2016, DSH 31(2): 374-397). Where
    nothing was counted, low is 0 and high is the exact Poisson bound, 3.689 mentions at 95 %.

    Parameters
    ----------
    mentions, exposure
        The tables of those names, of the same articles. Filter both alike.
    of
        The column(s) of mentions that are counted: frame, term_id, target_id ...
    by
        The column(s), of both tables, that split counts and words: voice_id, voice, mode,
        outlet, doc_id, or a column that you added to both. An empty voice_id is a group of its
        own.
    per
        Words that the rate is stated per.
    seed
        Of the bootstrap.
    draws
        Number of bootstrap resamples.
    level
        Coverage of the interval.

    Returns
    -------
    pandas.DataFrame
        The rates table: a row for each group with words and each thing counted anywhere, zeros
        included; columns `by`, `of`, n, exposure (words), n_docs, per, rate, low, high.
    """
    of, by = _names(of), _names(by)
    _check_columns(mentions, [*by, *of], "mentions")
    _check_columns(exposure, by, "exposure")
    words = exposure.groupby(by, dropna=False, observed=True)["n_tokens"].sum()
    things = mentions[of].drop_duplicates().sort_values(of)
    cells = words.rename("exposure").reset_index().merge(things, how="cross")
    counts = mentions.groupby([*by, *of], dropna=False, observed=True)
    found = counts.agg(n=("mention_id", "size"), n_docs=("doc_id", "nunique")).reset_index()
    table = cells.merge(found, how="outer", on=[*by, *of], indicator=True)
    _check_no_orphans(table, by)
    table = table.drop(columns="_merge").fillna({"n": 0, "n_docs": 0})
    table["per"] = per
    table["rate"] = per * table["n"] / table["exposure"]
    low, high = _interval(table, mentions, exposure, (by, of), seed=seed, draws=draws, level=level)
    zero = table["n"] == 0
    bound = poisson_upper_at_zero(level) / table["exposure"]
    table["low"] = per * low.where(~zero, 0.0)
    table["high"] = per * high.where(~zero, bound)
    table = table.sort_values([*by, *of], na_position="last").reset_index(drop=True)
    made = check_table(make_table("rates", table), "rates")
    return made[[*by, *of, *(c for c in made.columns if c not in {*by, *of})]]


def _interval(
    table: pd.DataFrame,
    mentions: pd.DataFrame,
    exposure: pd.DataFrame,
    columns: tuple[list[str], list[str]],
    *,
    seed: int,
    draws: int,
    level: float,
) -> tuple[pd.Series, pd.Series]:
    by, of = columns
    if table.empty:
        return pd.Series(dtype="float64"), pd.Series(dtype="float64")
    groups = table[by].drop_duplicates().reset_index(drop=True)
    families = exposure["family_id"].astype(object).fillna(exposure["doc_id"])
    family_of = pd.Series(families.to_numpy(), index=exposure["doc_id"])
    family_of = family_of[~family_of.index.duplicated()]
    clusters = pd.Index(sorted(set(families)))

    def matrix(frame: pd.DataFrame, keys: pd.DataFrame, weights: np.ndarray) -> np.ndarray:
        column = frame[list(keys.columns)].merge(
            keys.reset_index(), how="left", on=list(keys.columns)
        )["index"]
        sums = np.zeros((len(clusters), len(keys)))
        row = clusters.get_indexer(frame["doc_id"].map(family_of))
        np.add.at(sums, (row, column.to_numpy()), weights)
        return sums

    hits = matrix(mentions, table[[*by, *of]], np.ones(len(mentions)))
    words = matrix(exposure, groups, exposure["n_tokens"].to_numpy(dtype="float64"))
    sums = bootstrap_sums(np.hstack([hits, words]), draws=draws, seed=seed)
    group_of = table[by].merge(groups.reset_index(), how="left", on=by)["index"].to_numpy()
    with np.errstate(invalid="ignore", divide="ignore"):
        samples = sums[:, : len(table)] / sums[:, len(table) :][:, group_of]
    low, high = percentile_interval(samples, level=level)
    return pd.Series(low, index=table.index), pd.Series(high, index=table.index)


def _names(columns: str | Sequence[str]) -> list[str]:
    return [columns] if isinstance(columns, str) else list(columns)


def _check_columns(frame: pd.DataFrame, columns: list[str], name: str) -> None:
    missing = [column for column in columns if column not in frame]
    if missing:
        raise ValueError(
            f"{name}: found no column {', '.join(map(repr, missing))}, only "
            f"{', '.join(frame.columns)}; `by` names columns that mentions and exposure share"
        )


def _check_no_orphans(table: pd.DataFrame, by: list[str]) -> None:
    """Refuse mentions of a group that has no words: the tables are not of the same articles."""
    orphans = table[table["_merge"] == "right_only"]
    if len(orphans):
        group = orphans[by].iloc[0].to_dict()
        raise ValueError(
            f"exposure: found no words for {len(orphans)} group(s) with mentions, first {group}; "
            "mentions and exposure must be of the same articles and filtered alike"
        )
