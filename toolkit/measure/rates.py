"""Rates: mentions per 1,000 words of a voice, with intervals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from toolkit.intervals import bootstrap_sums, percentile_interval, poisson_interval
from toolkit.joint import credit_each
from toolkit.schema import check_table, make_table

COPIES = ("all", "once")
_FEW = 5  # clusters; below, a bootstrap over clusters is no guide to the spread


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
    copies: str = "all",
) -> pd.DataFrame:
    """Count mentions per `per` words of the voice (or group) that could have said them.

    The rate is ``per * n / exposure``. Its interval is the percentile interval of a bootstrap
    that resamples articles (families of copies where `family_id` is set) with replacement, for
    words within an article are not independent (Lijffijt et al. 2016, DSH 31(2): 374-397). Where
    nothing was counted, or where fewer than five articles hold the group's words, resampling says
    too little: the interval is then at least the exact Poisson one (0 to 3.689 mentions for none,
    at 95 %).

    Parameters
    ----------
    mentions, exposure
        The tables of those names, of the same articles. Filter both alike.
    of
        The column(s) of mentions that are counted: frame, term_id, target_id ...
    by
        The column(s), of both tables, that split counts and words: voice_id, voice, mode,
        outlet, doc_id, or a column that you added to both. An empty voice_id is a group of its
        own. By voice_id or voice, what actors say together counts, with its words, for each.
    per
        Words that the rate is stated per.
    seed
        Of the bootstrap.
    draws
        Number of bootstrap resamples.
    level
        Coverage of the interval.
    copies
        ``"all"``: every article counts, and copies of one dispatch are resampled together.
        ``"once"``: of each family only the first article counts, with its mentions and its words:
        the earliest in `exposure`, of several on one day the first by doc_id. What other copies
        added or changed, and which outlets printed them, then counts for nothing (`find_changes`
        lists it); to compare outlets, use "all".

    Returns
    -------
    pandas.DataFrame
        The rates table: a row for each group with words and each thing counted anywhere, zeros
        included; columns `by`, `of`, n, exposure (words), n_docs, per, rate, low, high.
    """
    of, by = _names(of), _names(by)
    _check_same_method(mentions, exposure)
    _check_columns(mentions, [*by, *of], "mentions")
    _check_columns(exposure, by, "exposure")
    if copies not in COPIES:
        raise ValueError(f"copies: found {copies!r}, expected one of {', '.join(COPIES)}")
    if copies == "once":
        mentions, exposure = _first_of_families(mentions, exposure)
    mentions, exposure = credit_each(mentions, by), credit_each(exposure, by)
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
    table["low"], table["high"] = per * low, per * high
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
) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of the interval of each row of `table`, per word."""
    by, of = columns
    if table.empty:
        return np.empty(0), np.empty(0)
    groups = table[by].drop_duplicates().reset_index(drop=True)
    clusters = _clusters(exposure)
    hits = _cluster_sums(mentions, table[[*by, *of]], clusters, np.ones(len(mentions)))
    tokens = exposure["n_tokens"].to_numpy(dtype="float64")
    words = _cluster_sums(exposure, groups, clusters, tokens)
    sums = bootstrap_sums(np.hstack([hits, words]), draws=draws, seed=seed)
    group_of = table[by].merge(groups.reset_index(), how="left", on=by)["index"].to_numpy()
    with np.errstate(invalid="ignore", divide="ignore"):
        samples = sums[:, : len(table)] / sums[:, len(table) :][:, group_of]
    low, high = percentile_interval(samples, level=level)
    counts = table["n"].to_numpy(dtype="float64")
    exact = np.array(poisson_interval(counts, level=level)) / table["exposure"].to_numpy()
    few = (counts == 0) | ((words > 0).sum(axis=0) < _FEW)[group_of]
    return np.where(few, np.fmin(low, exact[0]), low), np.where(few, np.fmax(high, exact[1]), high)


def _first_of_families(
    mentions: pd.DataFrame, exposure: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of articles without copies and of the first article of each family."""
    docs = exposure.drop_duplicates("doc_id").sort_values(["date", "doc_id"])
    later = docs["doc_id"][docs["family_id"].notna() & docs.duplicated("family_id")]
    return mentions[~mentions["doc_id"].isin(later)], exposure[~exposure["doc_id"].isin(later)]


def _clusters(exposure: pd.DataFrame) -> pd.Series:
    """Return the number of the cluster of each doc_id: its family of copies, or itself."""
    docs = exposure.drop_duplicates("doc_id").sort_values("doc_id")
    alone = docs["doc_id"].where(docs["family_id"].isna())  # no family is called as an article is
    clusters = docs.groupby([docs["family_id"], alone], dropna=False).ngroup()
    return pd.Series(clusters.to_numpy(), index=docs["doc_id"].to_numpy())


def _cluster_sums(
    frame: pd.DataFrame, cells: pd.DataFrame, clusters: pd.Series, weights: np.ndarray
) -> np.ndarray:
    """Sum `weights` by cluster (rows) and by cell (columns)."""
    keys = list(cells.columns)
    column = frame[keys].merge(cells.reset_index(drop=True).reset_index(), how="left", on=keys)
    sums = np.zeros((clusters.max() + 1, len(cells)))
    rows = frame["doc_id"].map(clusters).to_numpy()
    np.add.at(sums, (rows, column["index"].to_numpy()), weights)
    return sums


def _names(columns: str | Sequence[str]) -> list[str]:
    return [columns] if isinstance(columns, str) else list(columns)


def _check_columns(frame: pd.DataFrame, columns: list[str], name: str) -> None:
    missing = [column for column in columns if column not in frame]
    if missing:
        raise ValueError(
            f"{name}: found no column {', '.join(map(repr, missing))}, only "
            f"{', '.join(frame.columns)}; `by` names columns that mentions and exposure share"
        )


def _check_same_method(mentions: pd.DataFrame, exposure: pd.DataFrame) -> None:
    """Refuse counts and words that different methods of attribution gave to the voices."""
    methods = mentions.attrs.get("method"), exposure.attrs.get("method")
    if None not in methods and methods[0] != methods[1]:
        raise ValueError(
            f"exposure: found words attributed by {methods[1]!r} and mentions attributed by "
            f"{methods[0]!r}, expected one method; make both from the same attributions"
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
