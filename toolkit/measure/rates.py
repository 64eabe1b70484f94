"""Rates: mentions per 1,000 words of a voice, with intervals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from toolkit.measure.cells import count_cells, resample_cells
from toolkit.measure.clusters import check_clusters, warn_of_copies
from toolkit.measure.counted import Counted, Table, joined
from toolkit.statistics.intervals import check_level
from toolkit.tables.arguments import as_list, check_apart, check_free, check_some
from toolkit.tables.calls import records_call
from toolkit.tables.schema import finish_measure

COPIES = ("all", "once")


@records_call
def rates(
    mentions: Table,
    exposure: Table,
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
        The tables of those names, of the same articles; filter both alike. Of a corpus that was
        cut into parts, both may be what `open_parts` returns.
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
    check_level(level)
    if copies not in COPIES:
        raise ValueError(f"copies: found {copies!r}, expected one of {', '.join(COPIES)}")
    counted = Counted(
        mentions, exposure, by=by, of=of, within=within, cluster=cluster,
        once=copies == "once", denominator=denominator,
    )  # fmt: skip
    table = count_cells(counted)
    table["per"] = per
    table["rate"] = per * table["n"] / table["exposure"].where(table["exposure"] > 0)
    drawn = resample_cells(table, counted, within=within, cluster=cluster, seed=seed, draws=draws)
    check_clusters(drawn.clusters, cluster)
    if cluster is not None:
        warn_of_copies(joined(counted.docs()), cluster)
    most = 1.0 if denominator == "words" else np.inf  # a sentence may hold several
    with np.errstate(invalid="ignore", divide="ignore"):  # of a group without a sentence
        low, high = drawn.intervals(level=level, most=most)
    table = table.assign(low=per * low, high=per * high, level=level, n_clusters=drawn.clusters)
    table = table.assign(se_linearised=per * drawn.linearised, denominator=denominator)
    table.loc[table["rate"].isna(), ["low", "high"]] = None
    return finish_measure("rates", table, by=by, of=of)
