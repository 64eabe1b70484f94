"""Keyness: the words that set one group of texts apart from another."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

import numpy as np
import pandas as pd
from scipy.special import chdtrc, xlogy

from toolkit.measure.keyness_articles import infer_from_articles
from toolkit.statistics.corrections import correct_p
from toolkit.statistics.intervals import check_level
from toolkit.statistics.ratios import exact_shares
from toolkit.tables.arguments import as_list, check_columns, check_free, expect_seed, expect_table
from toolkit.tables.calls import records_call
from toolkit.tables.keys import named_columns
from toolkit.tables.schema import finish_measure

_UNITS = {"tokens": ("n", "exposure"), "texts": ("n_docs", "exposure_docs")}

_SIDES = ("target", "reference")
_OF_DOCS = [f"{name}_docs_{side}" for name in ("n", "exposure") for side in _SIDES]
_COUNTED = ("word", "n", "n_docs", "exposure", "exposure_docs")


@records_call
def keyness(
    words: pd.DataFrame,
    *,
    target: Hashable,
    reference: Hashable | None = None,
    on: str = "tokens",
    background: pd.DataFrame | None = None,
    prior: float | None = None,
    correction: str = "holm",
    leave_out: Iterable[str] = (),
    articles: pd.DataFrame | None = None,
    cluster: str | Sequence[str] | None = None,
    seed: int | None = None,
    draws: int = 2000,
    level: float = 0.95,
) -> pd.DataFrame:
    """Compare how often a group uses each word with how often another, or all others, do.

    Two measures infer, and take articles, not words, as independent: log_ratio_conservative, and,
    given the articles, the interval of log_ratio. The table is ranked by them.

    Parameters
    ----------
    words
        From `count_words`.
    target, reference
        The group, and that which it is compared with: without it, all others together.
    on
        "tokens", or "texts": the number of articles that hold the word, so that no single article
        makes a word key (text dispersion keyness: Egbert and Biber 2019, Corpora 14: 77-104).
    background
        The words whose shares are the prior of the log-odds, such as `count_words` of a larger
        corpus; without it, the target and the reference together.
    prior
        The words that the prior counts as, alpha_0 of Monroe et al.: more shrink rare words more;
        1,000 on tokens. On texts the articles that it counts as, for each word; 1.
    correction
        Of each p for all words of the table: "holm" or "fdr_bh".
    leave_out
        Words that are not compared, such as ``stop_words("en")``. They count among the words of
        their group as before.
    articles
        The articles that `words` were counted from, to draw them anew.
    cluster
        A column of articles that vary together, or two: outlet, an event, a day. Without it, copies
        do. Wilcoxon's test takes the articles of one value as one, of two columns of that which has
        fewer.
    seed, draws
        Of that bootstrap; a seed is needed with articles. Another seed moves an end of a word with
        16 mentions or more by 0.5 % of the width of its interval (95 of 100 by less than 4 %), and
        p by 0.004; 10,000 draws halve this, and take four times as long.
    level
        Coverage of the intervals.

    Returns
    -------
    pandas.DataFrame
        The keyness table, a row per word of either, those that are most surely the target's first
        and the reference's last: by that end of the interval of log_ratio which is nearer to 0, or
        without articles by log_ratio_conservative, and where this is the same by log_odds_z. The
        columns of the groups, such as outlet_target and outlet_reference (empty for all others),
        say in each row what is compared. A positive log_ratio or log_odds is the target's;
        log_likelihood has no sign.

        - log_ratio_conservative: the log ratio that may be claimed, of the shares of articles that
          hold the word: that end of its interval which is nearer to 0, and 0 where 0 lies within;
          exact given the sum of both, and corrected for all words of the table by Bonferroni
          (Evert 2022, Measuring keyness, DH2022). Copies make it too sure: leave them out before.
        - log_ratio_low, log_ratio_high, p_ratio: with articles drawn anew, as in `compare`, for
          each word by itself; p_ratio_corrected for all.
        - p_wilcoxon: of the rank-sum test of the word's rates in the articles (Lijffijt et al.
          2016), a check that no single article can sway; p_wilcoxon_corrected for all words.

        - log_likelihood: G2 of all four cells (Dunning 1993, Comp Ling 19: 61-74), with p at one
          degree of freedom, and log_likelihood_2: of the two cells of the word (Rayson and
          Garside 2000). Both take words as independent, which they are not: p is too small
          (Lijffijt et al. 2016, DSH 31: 374-397). Use them to compare with other tools.
        - log_ratio: log2 of the ratio of the shares, a count of zero taken as a half (Hardie 2014).
        - simple_maths: ratio of the rates per million, each plus one (Kilgarriff 2009).
        - log_odds, log_odds_z: with an informative Dirichlet prior, and over its standard error
          (Monroe, Colaresi and Quinn 2008, Political Analysis 16: 372-403, eq. 15-22). On texts
          each word is there or not, and the prior a beta distribution of its own, whose mean is
          the share of all articles that hold it. On tokens z takes words as independent.

    Warns
    -----
    CopiesWarning
        As in `rates`, if `cluster` is given.

    Raises
    ------
    ValueError
        If a group has no words: a comparison with nothing has a sign, but no meaning. If `cluster`
        leaves a single cluster in each group.
    """
    expect_table(words, "words", _COUNTED)
    if background is not None:
        expect_table(background, "background", _COUNTED, table="words")
    if on not in _UNITS:
        raise ValueError(f"on: found {on!r}, expected one of {', '.join(_UNITS)}")
    by = named_columns(words, "by", "words")
    check_free("keyness", by=by)
    check_columns(words, [*by, "word", *_UNITS[on]], "words")
    check_level(level)
    left_out = {word.lower() for word in as_list(leave_out, "leave_out")}
    _check_inference(articles, cluster, seed)
    table, sizes = _two_groups(words, by, target, reference, on)
    without = table["word"].isin(left_out)
    table = table[~without].reset_index(drop=True).assign(n_left_out=int(without.sum()))
    a, b = (table[column].to_numpy("float64") for column in ("n_target", "n_reference"))
    log_odds, z = _weighted(table, a, b, sizes, background, prior, on)
    four = log_likelihood(a, b, *sizes)
    p = chdtrc(1, four)
    c, d = sizes
    table = table.assign(
        log_likelihood=four,
        log_likelihood_2=log_likelihood_of_word(a, b, c, d),
        p=p,
        p_corrected=correct_p(p, method=correction),
        log_ratio=log_ratio(a, b, c, d),
        simple_maths=(1e6 * a / c + 1) / (1e6 * b / d + 1),
        log_odds=log_odds,
        log_odds_z=z,
    )
    table = table.assign(log_ratio_conservative=_conservative(table, level), level=level)
    if articles is not None and seed is not None:
        inferred = infer_from_articles(
            table,
            articles,
            by=by[0],
            groups=(target, reference),
            on=on,
            cluster=cluster,
            seed=seed,
            draws=draws,
            level=level,
        )
        table = table.assign(**inferred)
        for name in ("p_ratio", "p_wilcoxon"):
            table[f"{name}_corrected"] = correct_p(table[name], method=correction)
    table = _ranked(table, inferred=articles is not None).drop(columns=_OF_DOCS)
    groups = {f"{by[0]}_target": target, f"{by[0]}_reference": reference}
    return finish_measure("keyness", table.assign(**groups), by=by)


def log_likelihood(a: np.ndarray, b: np.ndarray, c: float, d: float) -> np.ndarray:
    """Return G2 of `a` of `c` against `b` of `d`, over all four cells."""
    total, both = c + d, a + b
    expected = [both * c / total, both * d / total]
    expected += [c - expected[0], d - expected[1]]
    return 2 * sum(
        xlogy(seen, np.divide(seen, mean, out=np.ones_like(mean), where=mean > 0))
        for seen, mean in zip((a, b, c - a, d - b), expected, strict=True)
    )


def log_likelihood_of_word(a: np.ndarray, b: np.ndarray, c: float, d: float) -> np.ndarray:
    """Return G2 of `a` of `c` against `b` of `d`, over the two cells of the word."""
    share = (a + b) / (c + d)
    return 2 * (xlogy(a, a / (c * share)) + xlogy(b, b / (d * share)))


def log_ratio(a: np.ndarray, b: np.ndarray, c: float, d: float) -> np.ndarray:
    """Return log2 of the ratio of `a` of `c` to `b` of `d`; a count of zero is a half."""
    return np.log2((np.where(a > 0, a, 0.5) / c) / (np.where(b > 0, b, 0.5) / d))


def weighted_log_odds(
    a: np.ndarray, b: np.ndarray, c: float, d: float, *, alpha: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the log-odds ratio of each word under the prior counts `alpha`, and its z."""
    whole = alpha.sum()
    odds = np.log((a + alpha) / (c + whole - a - alpha))
    odds -= np.log((b + alpha) / (d + whole - b - alpha))
    return odds, odds / np.sqrt(1 / (a + alpha) + 1 / (b + alpha))


def weighted_log_odds_of_texts(
    a: np.ndarray, b: np.ndarray, c: float, d: float, *, share: np.ndarray, prior: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the log-odds ratio of the articles that hold each word, and its z.

    Each word has a beta prior of so many articles, of which that `share` holds it.
    """
    holds, lacks = prior * share, prior * (1 - share)
    cells = a + holds, c - a + lacks, b + holds, d - b + lacks
    with np.errstate(invalid="ignore", divide="ignore"):
        odds = np.log(cells[0] / cells[1]) - np.log(cells[2] / cells[3])
        z = odds / np.sqrt(sum(1 / cell for cell in cells))
    everywhere = share == 1  # a word of every article sets none apart
    return np.where(everywhere, 0.0, odds), np.where(everywhere, 0.0, z)


def _weighted(
    table: pd.DataFrame,
    a: np.ndarray,
    b: np.ndarray,
    sizes: tuple[float, float],
    background: pd.DataFrame | None,
    prior: float | None,
    on: str,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the weighted log-odds of each word and its z, on tokens or on texts."""
    if on == "texts":
        if background is None:
            share = (a + b) / sum(sizes)
        else:
            by = named_columns(background, "by", "background")
            counts = _background_counts(background, table["word"], on)
            share = counts / background.drop_duplicates(by)["exposure_docs"].sum()
        prior = 1.0 if prior is None else prior
        return weighted_log_odds_of_texts(a, b, *sizes, share=share, prior=prior)
    counts = a + b if background is None else _background_counts(background, table["word"], on)
    alpha = (1000.0 if prior is None else prior) * counts / counts.sum()
    return weighted_log_odds(a, b, *sizes, alpha=alpha)


def conservative_log_ratio(
    a: np.ndarray, b: np.ndarray, c: float, d: float, *, level: float
) -> np.ndarray:
    """Return log2 of that end of the interval of ``(a / c) / (b / d)`` which is nearer to one.

    0 where the interval holds one. Given its sum with b, a is binomial (Clopper and Pearson 1934);
    `level` is corrected for the number of ratios (Bonferroni), after Evert 2022.
    """
    tail = (1 - level) / 2 / max(len(a), 1)
    with np.errstate(divide="ignore"):
        ends = [np.log2(share / (1 - share) * d / c) for share in exact_shares(a, b, tail)]
    return np.where(a / c >= b / d, np.maximum(ends[0], 0), np.minimum(ends[1], 0))


def _conservative(table: pd.DataFrame, level: float) -> np.ndarray:
    a, b = (table[f"n_docs_{side}"].to_numpy("float64") for side in _SIDES)
    c, d = (float(table[f"exposure_docs_{side}"].iloc[0]) if len(table) else 1.0 for side in _SIDES)
    return conservative_log_ratio(a, b, c, d, level=level)


def _ranked(table: pd.DataFrame, *, inferred: bool) -> pd.DataFrame:
    """Return the words in order, those that are most surely the target's first."""
    if not inferred:
        order = ["log_ratio_conservative", "log_odds_z", "word"]
        return table.sort_values(order, ascending=[False, False, True], ignore_index=True)
    ratio = table["log_ratio"]
    near = table["log_ratio_low"].where(ratio > 0, table["log_ratio_high"])
    ranked = table.assign(_side=np.sign(ratio), _near=near)
    order = ["_side", "_near", "log_ratio", "word"]
    ranked = ranked.sort_values(order, ascending=[False, False, False, True], ignore_index=True)
    return ranked.drop(columns=["_side", "_near"])


def _check_inference(
    articles: pd.DataFrame | None, cluster: str | Sequence[str] | None, seed: int | None
) -> None:
    """Raise unless the arguments that need articles, and those that articles need, are there."""
    if articles is not None:
        expect_seed(seed)
        return
    for name, value in {"cluster": cluster, "seed": seed}.items():
        if value is not None:
            raise ValueError(
                f"{name}: found {value!r} without articles, expected the articles that `words` "
                "were counted from in the argument articles"
            )


def _two_groups(
    words: pd.DataFrame, by: list[str], target: Hashable, reference: Hashable | None, on: str
) -> tuple[pd.DataFrame, tuple[float, float]]:
    """Return the counts of each word in both groups, and the sizes of both."""
    count, size = _UNITS[on]
    group = words[by].squeeze(axis="columns") if by else pd.Series(dtype="str")  # none: no words
    known = group.drop_duplicates().to_list()
    sides = {
        "target": words[group == target],
        "reference": words[group != target if reference is None else group == reference],
    }
    for name, group in (("target", target), ("reference", reference)):
        if sides[name].empty:
            found = "no other group" if group is None else repr(group)
            raise ValueError(
                f"{name}: found {found}, expected a group that has words, of "
                f"{', '.join(map(str, known)) or 'none'}"
            )
    summed = {"n": count, "n_docs": "n_docs"}
    counts = pd.DataFrame(
        {
            f"{column}_{name}": side.groupby("word")[counted].sum()
            for column, counted in summed.items()
            for name, side in sides.items()
        }
    )
    sizes = [float(side.drop_duplicates(by)[size].sum()) for side in sides.values()]
    docs = [side.drop_duplicates(by)["exposure_docs"].sum() for side in sides.values()]
    table = counts.fillna(0).rename_axis("word").reset_index()
    table = table.assign(
        exposure_target=sizes[0],
        exposure_reference=sizes[1],
        exposure_docs_target=docs[0],
        exposure_docs_reference=docs[1],
        unit=on,
    )
    if "form" in words:
        table["form"] = table["word"].map(words.drop_duplicates("word").set_index("word")["form"])
    return table, (sizes[0], sizes[1])


def _background_counts(background: pd.DataFrame, words: pd.Series, on: str) -> np.ndarray:
    counts = background.groupby("word")[_UNITS[on][0]].sum()
    counts = counts[counts.index.isin(words)]
    missing = words[~words.isin(counts.index)]
    if len(missing):
        raise ValueError(
            f"background: found no count for {len(missing)} word(s), first {missing.iloc[0]!r}; "
            "expected all words of both groups: add theirs to the background"
        )
    return counts.reindex(words).to_numpy("float64")
