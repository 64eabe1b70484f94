"""Corrections: shares and rates as they would be if a person had coded everything."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
import pandas as pd

from toolkit.coding.columns import (
    categories,
    check_cluster,
    check_codes,
    cluster_numbers,
    refuse_voices,
    split,
)
from toolkit.coding.estimates import (
    METHODS,
    Units,
    coded_clusters,
    freedom_of,
    if_coded,
    unseen_cells,
    unseen_errors,
    youden,
)
from toolkit.measure.counted import check_alike
from toolkit.statistics.intervals import linearised_error, t_quantile
from toolkit.statistics.robust import crossed_error
from toolkit.tables.arguments import as_list, check_columns, check_same_method, expect_table
from toolkit.tables.calls import records_call
from toolkit.tables.schema import finish_measure, finish_table

_NEAR = 0.1  # sensitivity + specificity - 1 below which Rogan and Gladen's estimate says little
SEVERAL_CLUSTERS = "several clusters of each kind; they have no interval: see `cluster`"
CODE_MORE = "at least two coded units; they stay empty: code more of them"


class CorrectionWarning(UserWarning):
    """A correction that rests on too little."""


@records_call
def corrected_shares(
    mentions: pd.DataFrame,
    *,
    found: str,
    truth: str,
    by: str | Sequence[str] = (),
    method: str = "dsl",
    none: str = "none",
    cluster: str | Sequence[str] = "doc_id",
    level: float = 0.95,
) -> pd.DataFrame:
    """Correct the shares of what was found by a sample that a person coded.

    With f what was found of a unit (1 if it is the category), y what was coded, N units of which n
    were drawn with the known chance pi, and R telling which:

    - "dsl": the mean of ``f + R / pi * (y - f)`` over all units (design-based supervised learning:
      Egami, Hinck, Stewart and Wei 2023, NeurIPS 36); the only one for unequal chances.
    - "ppi": ``mean(f) + mean(y - f)``, over those not drawn and over those drawn
      (prediction-powered inference: Angelopoulos et al. 2023, Science 382: 669-674).
    - "ppi++": ``mean(y) + l * (mean(f) - mean(f of the drawn))`` with ``l = cov(y, f) / ((1 +
      n/N) var(f))`` between 0 and 1, N here being those not drawn (Angelopoulos, Duchi and Zrnic
      2023, arXiv:2311.01453): with many units no worse than the sample alone.
    - "rogan-gladen": ``(p + sp - 1) / (se + sp - 1)``, between 0 and 1, p the share found, se and
      sp sensitivity and specificity in the sample of the same group (Rogan and Gladen 1978, Am J
      Epidemiol 107: 71-76).
    - "classical": the mean of y over those drawn; what was found is not used.

    Parameters
    ----------
    mentions
        All mentions, drawn or not, with codes and probability from `add_codes`.
    found, truth
        The columns of what was found and of what was coded, empty where nobody did.
    by
        The column(s) that make groups, which are known without error. Each group is corrected by
        its own sample, as errors may differ between groups.
    method
        One of those above.
    none
        The code that says that there is nothing, as in `accuracy`.
    cluster
        Column whose values are independent of each other, or two: standard errors are robust to
        what units of one article, outlet or event share.
    level
        Coverage of the intervals, which are Student's t, within 0 and 1. Degrees of freedom are
        those of the coded clusters, and of units drawn with different chances fewer: as many as
        those that carry the variance have (Satterthwaite 1946, Biometrics Bulletin 2: 110-114).
        Units of one chance and one finding among whose codes there was no error may have errors
        all the same: "dsl" adds to the interval what Wilson's of none of so many leaves open.

    Returns
    -------
    pandas.DataFrame
        The corrected_shares table: a row for each category in each group.

    Warns
    -----
    CorrectionWarning
        If a group has fewer than two coded units, whose rows stay empty, or a single cluster of a
        kind, which leaves no interval; or, for "rogan-gladen", if se + sp is near 1: what was found
        then hardly depends on what is there.

    Limits
    ------
    What several voices say together is a category of its own. A category that was never coded in a
    group has the share that was found, whose error is then unknown: code some of each.
    """
    by = as_list(by, "by")
    cluster = check_cluster(cluster)
    check_codes(mentions, found, truth, [*by, *cluster], method=method, level=level)
    rows, few, weak, alone = [], [], [], []
    for group, members in split(mentions, by):
        chances = members["probability"][members[truth].notna()]
        if method != "dsl" and chances.min() != chances.max() and len(chances):
            raise ValueError(
                f"method: found {method!r} for units drawn with unequal chances"
                f"{f' in {group}' if group else ''}, expected 'dsl', which takes them"
            )
        for category, units in categories(members, found, truth, none=none, cluster=cluster):
            n_coded = int(units.coded.sum())
            about = {**group, "category": category, "method": method, "n": len(members)}
            about |= {"n_coded": n_coded, "observed": units.found.mean()}
            about |= {"n_clusters": coded_clusters(units)}
            if n_coded < 2:
                few.append(about)
                rows.append(about)
                continue
            if method == "rogan-gladen" and abs(youden(units)[0]) < _NEAR:
                weak.append(about)
            share, error = _estimate(units, method)
            if np.isnan(error):
                alone.append(about)
            unseen = unseen_errors(unseen_cells(units), level) if method == "dsl" else (0.0, 0.0)
            low, high = _ends(share, error, freedom_of(units, error), unseen, level=level)
            low, high = np.clip((low, high), 0, 1)
            rows.append(about | {"share": share, "low": low, "high": high, "se": error})
    warn_of_rows(few, [*by, "category"], CODE_MORE)
    warn_of_rows(alone, [*by, "category"], SEVERAL_CLUSTERS)
    warn_of_rows(
        weak,
        [*by, "category"],
        "se + sp well above 1; what was found hardly depends on what is there",
    )
    columns = [*by, "category", "method", "n", "n_coded", "n_clusters", "observed", "share"]
    columns += ["low", "high", "se"]
    return finish_measure("corrected_shares", pd.DataFrame(rows, columns=columns), by=by)


@records_call
def corrected_rates(
    mentions: pd.DataFrame,
    exposure: pd.DataFrame,
    *,
    found: str,
    truth: str,
    by: str | Sequence[str] = (),
    none: str = "none",
    cluster: str | Sequence[str] = "doc_id",
    per: int = 1000,
    level: float = 0.95,
) -> pd.DataFrame:
    """Correct rates per so many words by a sample that a person coded.

    The corrected count of an article is the sum of ``f + R / pi * (y - f)`` ("dsl", see
    `corrected_shares`), and the rate that of these counts to the words, with the error of the
    linearised ratio over articles (Cochran 1977, Sampling Techniques, 6.3-6.4).

    Parameters
    ----------
    mentions, found, truth, by, none, cluster, level
        As in `corrected_shares`; `by` and `cluster` are columns of both tables.
    exposure
        The exposure table, of the same articles.
    per
        Words that the rate is stated per.

    Returns
    -------
    pandas.DataFrame
        The corrected_rates table: a row for each category in each group that has words.

    Warns
    -----
    CorrectionWarning
        If a group has fewer than two coded mentions, whose corrected values stay empty, or a single
        cluster of a kind, which leaves no interval.

    Raises
    ------
    ValueError
        If what is coded splits the words too, as voices do. Who misses a statement of a voice
        misses its words with it: to correct the mentions alone makes the rate wrong where it was
        right, by as much as statements are missed. Or if an article and group with mentions has no
        words: both tables have to be filtered alike.

    Limits
    ------
    The words of a group are those that were found for it: they are not corrected.
    """
    by = as_list(by, "by")
    cluster = check_cluster(cluster)
    check_codes(mentions, found, truth, [*by, *cluster, "doc_id"], method="dsl", level=level)
    expect_table(exposure, "exposure", ["doc_id", "n_tokens"])
    check_columns(exposure, [*by, *cluster], "exposure")
    refuse_voices(mentions, exposure, found)
    check_same_method(mentions=mentions, exposure=exposure)
    check_alike(mentions, exposure, by)
    said = {tuple(group.values()): words for group, words in split(exposure, by)}
    rows, few, alone = [], [], []
    for group, members in split(mentions, by):
        words = said.get(tuple(group.values()), exposure.iloc[:0])
        total = words["n_tokens"].sum()
        if not total:
            continue
        for category, units in categories(members, found, truth, none=none, cluster=cluster):
            about = {**group, "category": category, "n": units.found.sum(), "per": per}
            about |= {"n_coded": units.coded.sum(), "exposure": total}
            about |= {"observed": per * units.found.sum() / total}
            about |= {"n_clusters": coded_clusters(units)}
            if about["n_coded"] < 2:
                few.append(about)
                rows.append(about)
                continue
            counts = if_coded(units)
            error = _rate_error(members.assign(_n=counts), words, cluster)
            if np.isnan(error):
                alone.append(about)
            unseen = unseen_errors(unseen_cells(units), level)
            unseen = (unseen[0] * len(members) / total, unseen[1] * len(members) / total)
            rate, freedom = counts.sum() / total, freedom_of(units, error * total / len(members))
            low, high = _ends(rate, error, freedom, unseen, level=level)
            ends = {"rate": rate, "low": max(low, 0.0), "high": min(high, max(1.0, rate))}
            ends = {name: per * value for name, value in ends.items()}
            rows.append(about | {"n_corrected": counts.sum()} | ends)
    warn_of_rows(few, [*by, "category"], CODE_MORE)
    warn_of_rows(alone, [*by, "category"], SEVERAL_CLUSTERS)
    columns = [*by, "category", "n", "n_coded", "n_clusters", "n_corrected", "exposure", "per"]
    table = pd.DataFrame(rows, columns=[*columns, "observed", "rate", "low", "high"])
    return finish_table("corrected_rates", table, by)


def _estimate(units: Units, method: str) -> tuple[float, float]:
    """Return the share and its error, which is not a number if a kind has a single cluster."""
    share, errors = np.nan, []
    for cluster in (units.cluster, *units.crossed):
        share, moves = METHODS[method](units._replace(cluster=cluster))
        errors.append(np.sqrt((np.bincount(cluster, moves) ** 2).sum()))
    return share, float(crossed_error(errors))


def _ends(
    estimate: float,
    error: float,
    freedom: float,
    unseen: Sequence[float],
    *,
    level: float,
) -> tuple[float, float]:
    """Return Student's interval, each end moved by the errors that were not seen too."""
    reach = t_quantile(freedom, level=level) * error
    return estimate - np.hypot(reach, unseen[0]), estimate + np.hypot(reach, unseen[1])


def _rate_error(members: pd.DataFrame, words: pd.DataFrame, cluster: list[str]) -> float:
    """Return the error of the linearised ratio of the counts `_n` of the members to the words."""
    both = pd.concat(
        [
            members[cluster].assign(h=members["_n"], t=0.0),
            words[cluster].assign(h=0.0, t=words["n_tokens"].astype("float64")),
        ]
    )
    errors = []
    for codes in cluster_numbers(both, cluster):
        h, t = (np.bincount(codes, both[name])[:, None] for name in ("h", "t"))
        errors.append(linearised_error(h, t)[0])
    return float(crossed_error(errors))


def warn_of_rows(rows: list[dict], columns: list[str], expected: str) -> None:
    """Warn that rows lack what is expected, if there are any."""
    if rows:
        first = ", ".join(f"{name} {rows[0][name]!r}" for name in columns)
        warnings.warn(
            f"{len(rows)} row(s), first {first}: expected {expected}",
            CorrectionWarning,
            stacklevel=4,
        )
