"""Rates: mentions per 1,000 words of a voice, with intervals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from toolkit.measure.clusters import (
    check_clusters,
    copies_by,
    resample_cells,
    warn_of_copies,
)
from toolkit.measure.denominators import with_denominator
from toolkit.statistics.intervals import check_level
from toolkit.tables.arguments import (
    as_list,
    check_apart,
    check_columns,
    check_free,
    check_same_method,
    check_some,
    expect_table,
)
from toolkit.tables.calls import records_call
from toolkit.tables.joint import credit_each
from toolkit.tables.schema import finish_measure

COPIES = ("all", "once")


@records_call
def rates(
    mentions: pd.DataFrame,
    exposure: pd.DataFrame,
    *,
    of: str | Sequence[str] = "frame",
    by: str | Sequence[str] = "voice",
    per: int = 1000,
    seed: int,
    draws: int = 10_000,
    level: float = 0.95,
    within: str | None = None,
    cluster: str | Sequence[str] | None = None,
    copies: str = "all",
    denominator: str = "words",
) -> pd.DataFrame:
    """Count mentions per `per` words of the voice (or group) that could have said them.

    The rate is ``per * n / exposure``. Articles (families of copies where `family_id` is set, or
    what `cluster` names) are taken as a sample of those that might have been written, because
    words within an article are not independent (Lijffijt et al. 2016, DSH 31(2): 374-397). The
    interval is Student's t interval of the logarithm of the rate. Its standard error is the
    bias-reduced one of the linearised ratio (CR2) times how much more the logarithm varies than
    that, when articles are drawn with replacement; its degrees of freedom are Satterthwaite's
    (Pustejovsky and Tipton 2018, J Bus Econ Stat 36: 672-683). Of fewer than five clusters, it is
    not narrower than the exact Poisson interval either; of one cluster there is none. Where nothing
    was counted, it is the exact Poisson interval (0 to 3.689 mentions, at 95 %), and of k fewer
    than five clusters 0 to ``k * (0.025 ** (-1 / k) - 1)`` mentions: as if each had a rate of its
    own that varies as much as it is large.

    *Limits*: where very few of many articles hold most mentions, the interval is too narrow; see
    docs/decisions/006-intervals.md for how often it holds the true rate. It holds for articles that
    are independent of each other: where an outlet or an event makes many of them alike, name it in
    `cluster`.

    Parameters
    ----------
    mentions, exposure
        The tables of those names, of the same articles. Filter both alike.
    of
        The column(s) of mentions that are counted: frame, term_id, target_id ...
    by
        The column(s), of both tables, that split counts and words: voice, mode, outlet, doc_id,
        any docvar of the articles, or a column that you added to both. By voice, narration and
        speakers without an actor are groups too, and what actors say together counts, with its
        words, for each.
    per
        Words that the rate is stated per.
    seed
        Of the bootstrap.
    draws
        Number of bootstrap resamples.
    level
        Coverage of the interval.
    within
        A column of exposure, such as outlet: articles are drawn within each of its values, as
        many as it has. For a corpus whose share of each outlet is given, not sampled. It takes
        what outlets differ in out of the interval, and is the opposite of `cluster`.
    cluster
        One or two columns of exposure, which have one value in each article: outlet, event, day,
        author. Articles of one value are drawn together, and the interval then allows for what
        they share: say so wherever the claim is to hold for other outlets or events than these. Of
        two columns, what shares either is taken to be alike. An article without a value is a
        cluster by itself. Without it, families of copies are the clusters: add "family_id" to keep
        them. With fewer than eight clusters intervals are wide, and rest on few.
    copies
        ``"all"``: every article counts, and copies of one dispatch are resampled together.
        ``"once"``: of each family only the first article counts, with its mentions and its words:
        the earliest in `exposure`, of several on one day the first by doc_id. What other copies
        added or changed, and which outlets printed them, then counts for nothing (`find_changes`
        lists it); to compare outlets, use "all".
    denominator
        ``"words"`` of the group; ``"sentences"``, those most of whose words are the group's; or
        ``"articles"`` with words of the group. `exposure` of the table counts these, and `per` is
        so many of them: a rate per article is one with ``per=1``.

    Returns
    -------
    pandas.DataFrame
        The rates table: a row for each group with words and each thing counted anywhere, zeros
        included; the columns named by `by` and `of`, n, exposure (words), n_docs, exposure_docs
        (articles with words of the group), n_clusters (clusters with words of the group: of two
        columns, the fewer), copies (share of those articles that are copies; empty if none is
        marked), per, rate, low, high, level; se_linearised, the standard error of the linearised
        ratio without resampling, which is not that of the interval; and table, by and of, by which
        plots and receipts know what was counted.

    Warns
    -----
    CopiesWarning
        If more than one article in twenty is a copy of one in another cluster.
    """
    of, by = as_list(of, "of"), as_list(by, "by")
    check_some(by=by, of=of)
    check_apart(by=by, of=of)
    check_free("rates", by=by, of=of)
    check_inputs(mentions, exposure, by=by, of=of, within=within)
    check_level(level)
    if copies not in COPIES:
        raise ValueError(f"copies: found {copies!r}, expected one of {', '.join(COPIES)}")
    if copies == "once":
        mentions, exposure = first_of_families(mentions, exposure)
    mentions, exposure = credit_each(mentions, by), credit_each(exposure, by)
    exposure = with_denominator(exposure, denominator, by)
    table = count_cells(mentions, exposure, by=by, of=of)
    table["per"] = per
    table["rate"] = per * table["n"] / table["exposure"].where(table["exposure"] > 0)
    drawn = resample_cells(
        table, mentions, exposure, by=by, of=of, within=within, cluster=cluster,
        seed=seed, draws=draws,
    )  # fmt: skip
    check_clusters(drawn.clusters, cluster)
    warn_of_copies(exposure, cluster)
    most = 1.0 if denominator == "words" else np.inf  # a sentence may hold several
    with np.errstate(invalid="ignore", divide="ignore"):  # of a group without a sentence
        low, high = drawn.intervals(level=level, most=most)
    table = table.merge(copies_by(exposure, by), how="left", on=by)
    table = table.assign(low=per * low, high=per * high, level=level, n_clusters=drawn.clusters)
    table = table.assign(se_linearised=per * drawn.linearised, denominator=denominator)
    table.loc[table["rate"].isna(), ["low", "high"]] = None
    return finish_measure("rates", table, by=by, of=of)


def count_cells(
    mentions: pd.DataFrame, exposure: pd.DataFrame, *, by: list[str], of: list[str]
) -> pd.DataFrame:
    """Count mentions and words: a row for each group with words and each thing counted."""
    check_alike(mentions, exposure, by)
    groups = exposure.groupby(by, dropna=False, observed=True)
    words = groups.agg(exposure=("n_tokens", "sum"), exposure_docs=("doc_id", "nunique"))
    things = mentions[of].drop_duplicates().sort_values(of)
    cells = words.reset_index().merge(things, how="cross")
    counts = mentions.groupby([*by, *of], dropna=False, observed=True)
    counted = counts.agg(n=("mention_id", "size"), n_docs=("doc_id", "nunique")).reset_index()
    table = cells.merge(counted, how="left", on=[*by, *of]).fillna({"n": 0, "n_docs": 0})
    return table.sort_values([*by, *of], na_position="last").reset_index(drop=True)


def first_of_families(
    mentions: pd.DataFrame, exposure: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of articles without copies and of the first article of each family."""
    expect_table(exposure, "exposure", ["date"])
    docs = exposure.drop_duplicates("doc_id").sort_values(["date", "doc_id"])
    later = docs["doc_id"][docs["family_id"].notna() & docs.duplicated("family_id")]
    return mentions[~mentions["doc_id"].isin(later)], exposure[~exposure["doc_id"].isin(later)]


def check_inputs(
    mentions: pd.DataFrame,
    exposure: pd.DataFrame,
    *,
    by: list[str],
    of: list[str],
    within: str | None = None,
) -> None:
    """Raise if the tables lack a column or are of different methods of attribution."""
    expect_table(mentions, "mentions", ["mention_id", "doc_id"])
    expect_table(exposure, "exposure", ["doc_id", "n_tokens", "family_id"])
    expect_words(exposure)
    check_same_method(mentions=mentions, exposure=exposure)
    shared = "`by` names columns that mentions and exposure share"
    check_columns(mentions, [*by, *of], "mentions", remedy=shared)
    check_columns(
        exposure,
        [*by, *as_list(() if within is None else within, "within")],
        "exposure",
        remedy=shared,
    )


def expect_words(exposure: pd.DataFrame) -> None:
    """Refuse words that are fewer than none, or none in all of the rows that there are."""
    words = exposure["n_tokens"]
    below = words < 0
    if below.any():
        raise ValueError(
            f"exposure: found {words[below].iloc[0]} words in the article "
            f"{exposure['doc_id'][below].iloc[0]!r}, in the column 'n_tokens', expected 0 or more"
        )
    if len(words) and not (words > 0).any():
        raise ValueError(
            "exposure: found no words in any of its rows, in the column 'n_tokens', expected some: "
            "a rate is per word; make the table anew, by `exposure`"
        )


def check_alike(mentions: pd.DataFrame, exposure: pd.DataFrame, by: list[str]) -> None:
    """Refuse mentions of an article and group that has no words there: one table lacks rows.

    Those who speak together must have been credited in both tables before.
    """
    keys = list(dict.fromkeys(["doc_id", *by]))
    said = mentions[keys].drop_duplicates()
    matched = said.merge(exposure[keys].drop_duplicates(), how="left", on=keys, indicator=True)
    orphans = matched.loc[matched["_merge"] == "left_only", keys]
    if len(orphans):
        raise ValueError(
            f"exposure: found no words for {len(orphans)} group(s) with mentions, first "
            f"{orphans.iloc[0].to_dict()}; mentions and exposure must be of the same articles and "
            "filtered alike"
        )
