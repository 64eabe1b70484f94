"""Sensitivity: one result under every choice that might have been made otherwise."""

from __future__ import annotations

import warnings
from collections.abc import Hashable, Iterator, Mapping

import numpy as np
import pandas as pd
from scipy import sparse

from toolkit.display.printable import readable
from toolkit.measure.clusters import number_clusters
from toolkit.measure.counted import check_alike, check_inputs, first_of_families
from toolkit.statistics.intervals import (
    check_level,
    poisson_interval,
    t_quantile,
)
from toolkit.statistics.robust import robust_error, satterthwaite
from toolkit.tables.arguments import (
    check_apart,
    check_column,
    check_free,
    describe,
    expect_table,
    expect_type,
)
from toolkit.tables.calls import records_call
from toolkit.tables.joint import credit_each
from toolkit.tables.schema import empty_table, finish_measure

Pair = tuple[pd.DataFrame, pd.DataFrame]

_CHOICES = ("method", "headlines", "copies", "left_out")
_DENOMINATORS = ("own words", "all words", "own mentions")
_RESTS_ON = 0.5  # share of the mentions that makes a result rest on one term or article


class SensitivityWarning(UserWarning):
    """A result that rests on one word or one article."""


@records_call
def sensitivity(
    tables: Mapping[str, Pair],
    *,
    group: Hashable,
    thing: Hashable,
    by: str = "voice",
    of: str = "frame",
    per: int = 1000,
    level: float = 0.95,
) -> pd.DataFrame:
    """Estimate one rate under every combination of choices.

    The choices: the method of attribution; with or without headlines; copies of a dispatch all
    or once (where `family_id` is set); the denominator; and all terms, or all but one.

    Parameters
    ----------
    tables
        Mentions and exposure of each method, ``{"parser": (mentions, exposure), ...}``. Unfiltered:
        the denominators need all of them.
    group, thing
        The value of `by` and that of `of` whose rate is estimated.
    by, of
        As in `rates`, one column each.
    per
        Words that a rate is stated per; a share of mentions is stated per hundred.
    level
        Coverage of the intervals: those of the linearised ratio, which need no draws; see `rates`
        for the others. Of mentions in a single article, or family of copies, there is none.

    Returns
    -------
    pandas.DataFrame
        The specifications table, in order of the estimate within each denominator:

        - the columns named by `by` and `of`: the group and the thing;
        - method, headlines, copies, denominator, left_out (the term), and n of exposure;
        - denominator "own words": words of the group; "all words": of all voices; "own mentions":
          all mentions of the group, so that the estimate is a share in per cent;
        - share: n over that of the same specification with all terms; for a term that is left
          out, 1 - share is what it contributes.

    Warns
    -----
    SensitivityWarning
        If more than half of the mentions are of one term, or stand in one article.
    """
    _expect_pairs(tables)
    check_level(level)
    rows = []
    for method, (mentions, exposure) in tables.items():
        check_column(exposure, by, "by", "exposure")
        check_column(mentions, of, "of", "mentions")
        check_apart(by=[by], of=[of])
        check_free("specifications", by=[by], of=[of])
        check_inputs(mentions, exposure, by=[by], of=[of, "term_id", "mode"])
        check_alike(credit_each(mentions, [by]), credit_each(exposure, [by]), [by])
        for choices, pair in _corpora(mentions, exposure):
            said, spoken = (_rows(credit_each(table, [by]), by, group) for table in pair)
            counted = said[said[of] == thing]
            everything = {"own words": spoken, "all words": pair[1], "own mentions": said}
            for left_out, kept in _without_each(counted):
                for denominator in _DENOMINATORS:
                    scale = 100 if denominator == "own mentions" else per
                    whole = everything[denominator]
                    size, estimate = _estimate(kept, whole, pair[1], level)
                    rows.append(
                        {
                            "method": method,
                            **choices,
                            "denominator": denominator,
                            "left_out": left_out,
                            "n": len(kept),
                            "n_docs": kept["doc_id"].nunique(),
                            "per": scale,
                            "level": level,
                            "exposure": size,
                            "share": len(kept) / len(counted) if len(counted) else np.nan,
                        }
                        | dict(zip(("rate", "low", "high"), scale * estimate, strict=True))
                    )
        _warn(mentions, method, by=(by, group), of=(of, thing))
    order = ["denominator", "rate", "method", "headlines", "copies", "left_out"]
    about = pd.DataFrame(rows).assign(**{by: group, of: thing})
    table = finish_measure("specifications", about, by=[by], of=[of])
    return table.sort_values(order, ignore_index=True)


def link_specifications(
    tables: Mapping[str, Pair],
    *,
    group: Hashable,
    thing: Hashable,
    by: str = "voice",
    of: str = "frame",
) -> pd.DataFrame:
    """Return the mentions behind each specification of `sensitivity`, given the same tables.

    Returns
    -------
    pandas.DataFrame
        The mentions, once for each specification that counts them, with its choices: method,
        headlines, copies, left_out.
    """
    _expect_pairs(tables)
    parts = []
    for method, (mentions, exposure) in tables.items():
        check_column(exposure, by, "by", "exposure")
        check_column(mentions, of, "of", "mentions")
        check_inputs(mentions, exposure, by=[by], of=[of, "term_id", "mode"])
        for choices, (kept, _) in _corpora(mentions, exposure):
            said = _rows(credit_each(kept, [by]), by, group)
            for left_out, counted in _without_each(said[said[of] == thing]):
                parts.append(counted.assign(method=method, **choices, left_out=left_out))
    if not parts:
        return empty_table("mentions").assign(**dict.fromkeys(_CHOICES, ""))
    whole = pd.concat([part.astype(dict.fromkeys(_CHOICES, "str")) for part in parts])
    return whole.reset_index(drop=True)


def _expect_pairs(tables: Mapping[str, Pair]) -> None:
    """Raise unless the argument `tables` is what `sensitivity` says."""
    expect_type(tables, "tables", Mapping, expected="{'parser': (mentions, exposure), ...}")
    for method, pair in tables.items():
        if not (isinstance(pair, tuple | list) and len(pair) == 2):
            raise ValueError(
                f"tables: found {describe(pair)} for {method!r}, expected (mentions, exposure)"
            )
        expect_table(pair[0], "mentions", ["mention_id", "doc_id", "term_id", "mode"])
        expect_table(pair[1], "exposure", ["doc_id", "n_tokens", "mode", "family_id"])


def _rows(table: pd.DataFrame, column: str, value: Hashable) -> pd.DataFrame:
    return table[table[column].isna() if pd.isna(value) else table[column] == value]


def _without_each(counted: pd.DataFrame) -> Iterator[tuple[str | None, pd.DataFrame]]:
    """Yield all mentions, and then those without each term."""
    yield None, counted
    for term in sorted(counted["term_id"].unique()):
        yield term, counted[counted["term_id"] != term]


def _corpora(mentions: pd.DataFrame, exposure: pd.DataFrame) -> Iterator[tuple[dict, Pair]]:
    """Yield the choices of headlines and copies, and the tables that they leave."""
    families = exposure.drop_duplicates("doc_id")["family_id"].dropna()
    for headlines in ("with", "without"):
        for copies in ("all", "once") if families.duplicated().any() else ("all",):
            pair = mentions, exposure
            if headlines == "without":
                pair = tuple(t[t["mode"] != "headline"] for t in pair)
            if copies == "once":
                pair = first_of_families(*pair)
            yield {"headlines": headlines, "copies": copies}, pair


def _estimate(
    hits: pd.DataFrame, whole: pd.DataFrame, exposure: pd.DataFrame, level: float
) -> tuple[int, np.ndarray]:
    """Return the size of the denominator, and the rate with its ends."""
    sizes = whole["n_tokens"] if "n_tokens" in whole else pd.Series(1, index=whole.index)
    by_doc = sizes.groupby(whole["doc_id"]).sum()
    counts = hits.groupby("doc_id").size().reindex(by_doc.index, fill_value=0)
    cluster = number_clusters(exposure).reindex(by_doc.index)
    t, h = (
        values.groupby(cluster).sum().to_numpy("float64")[:, None] for values in (by_doc, counts)
    )
    total, n = t.sum(), h.sum()
    if not total:
        return 0, np.full(3, np.nan)
    rate = n / total
    if n == 0:
        high = min(float(poisson_interval(n, level=level)[1]) / total, 1.0)
        return int(total), np.array([0.0, 0.0, high])
    if len(t) == 1:
        return int(total), np.array([rate, np.nan, np.nan])
    both = sparse.csc_array(h), sparse.csc_array(t)
    reach = t_quantile(satterthwaite(both[1])[0], level=level) * robust_error(*both)[0] / rate
    with np.errstate(over="ignore"):
        ends = rate * np.exp([-reach, reach])
    return int(total), np.array([rate, ends[0], min(ends[1], max(rate, 1.0))])


def _warn(
    mentions: pd.DataFrame, method: str, *, by: tuple[str, Hashable], of: tuple[str, Hashable]
) -> None:
    mentions = credit_each(mentions, [by[0]])
    said = _rows(mentions, *by)
    counted = said[said[of[0]] == of[1]]
    for column, what in (("term_id", "term"), ("doc_id", "article")):
        shares = counted[column].value_counts(normalize=True)
        if len(counted) > 1 and shares.iloc[0] > _RESTS_ON:
            warnings.warn(
                f"{readable(of[1])} of {readable(by[1])} ({method}): {shares.iloc[0]:.0%} of "
                f"{len(counted)} mentions are of one {what}, {shares.index[0]!r}; the result "
                "rests on it",
                SensitivityWarning,
                stacklevel=4,
            )
