"""Models: rates that several things bear on at once, as a Poisson or negative binomial regression.

statsmodels and patsy are imported here alone, and only when a model is fitted.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Hashable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.special import stdtr

from toolkit.measure.clusters import FAMILY, number_clusters
from toolkit.statistics.cluster_robust import cluster_robust
from toolkit.statistics.corrections import correct_p
from toolkit.statistics.intervals import check_level, t_quantile
from toolkit.tables.arguments import check_column, expect_mapping, expect_table, expect_type
from toolkit.tables.calls import records_call
from toolkit.tables.keys import named_columns
from toolkit.tables.schema import finish_table

FAMILIES = ("poisson", "negative binomial")
INTERCEPT = "Intercept"
_NOTHING = 1e-6  # of the mean rate: a fitted rate below it is on its way to zero


class ModelWarning(UserWarning):
    """A model without an estimate, or a coefficient without an error."""


class _Fit(NamedTuple):
    """What a fitted model says of its coefficients and of its rows."""

    estimate: np.ndarray
    weights: np.ndarray  # of the last step of weighted least squares
    residuals: np.ndarray  # Pearson's
    dispersion: float


class _NoEstimateError(Exception):
    """The likelihood has no maximum; the text says why."""


@records_call
def model_rates(
    formula: str,
    counts: pd.DataFrame,
    *,
    family: str = "poisson",
    reference: Mapping[str, Hashable] | None = None,
    cluster: str | None = None,
    per: int = 1000,
    correction: str = "holm",
    level: float = 0.95,
) -> pd.DataFrame:
    """Regress the mentions of each thing on columns of the counts, per word.

    A log-linear model of n, with the logarithm of `exposure` as its offset, so that the exponential
    of a coefficient is a ratio of rates. Errors are cluster-robust: bias-reduced (CR2), with
    Student's t and Satterthwaite's degrees of freedom, which hold for few clusters too; rows may
    vary more than the family says (see `toolkit.statistics.cluster_robust`).

    *Limits*: clusters have to be independent of each other; a regression is no design, and what was
    not measured can stand behind any ratio.

    Parameters
    ----------
    formula
        As in R, in the syntax of patsy: ``"n ~ voice + outlet"``; ``*`` for a product: in
        ``"n ~ voice * when"`` the coefficient of the product is a ratio of ratios. ``np`` is known,
        as in ``np.log1p(deaths)``. With one model for each thing counted, unless the formula
        names the column of the things.
    counts
        From `counts`, with what you added to it.
    family
        "poisson", or "negative binomial" (the variance is mean + dispersion * mean**2), which
        weighs long articles less where articles differ, and is Poisson's where they do not.
    reference
        The value that the others of a column are compared with, ``{"voice": "narration"}``;
        without it, the first in order.
    cluster
        A column of counts whose rows vary together: outlet, an event, a day. Without it, the
        family of copies, or else the article.
    per
        Words that the rate of the intercept is stated per.
    correction
        "holm" or "fdr_bh", of p for all coefficients of the table but intercepts.
    level
        Coverage of the intervals.

    Returns
    -------
    pandas.DataFrame
        The model table, a row per coefficient of each model. Of the intercept, `ratio` is the rate
        where all columns have their reference.

    Warns
    -----
    ModelWarning
        Where a model has no finite estimate, such as of a group without any mention (its rows are
        empty; `compare` has an interval there), or a coefficient that one cluster alone tells has
        no error.

    Raises
    ------
    ValueError
        If the formula cannot be read, names a column that is not there or is empty in some rows,
        or has coefficients that the others tell already.
    """
    expect_type(formula, "formula", str, expected='a text such as "n ~ voice"')
    expect_table(counts, "counts", ["doc_id", "n", "exposure", "family_id"])
    expect_mapping(reference, "reference", expected="a value for each column")
    if family not in FAMILIES:
        raise ValueError(f"family: found {family!r}, expected one of {', '.join(FAMILIES)}")
    if not (isinstance(per, int) and per > 0):
        raise ValueError(f"per: found {per!r}, expected 1 or more words")
    check_level(level)
    if cluster is not None:
        check_column(counts, cluster, "cluster", "counts")
    of = named_columns(counts, "of", "counts")
    named = _names(formula)
    _check_rows(counts, named)
    counts = _with_references(counts, reference or {})
    each = [] if named & set(of) else of
    rows: list[dict] = []
    lacks: list[str] = []
    for thing, part in _parts(counts, each):
        fitted, lack = _model(formula, part, family=family, cluster=cluster, per=per, level=level)
        rows += [thing | row for row in fitted]
        if lack:
            lacks.append(f"{', '.join(map(str, thing.values())) or 'the model'}: {lack}")
    if lacks:
        warnings.warn(f"counts: found {'; '.join(lacks)}", ModelWarning, stacklevel=3)
    table = pd.DataFrame(rows, columns=[*each, *_COLUMNS])
    tested = (table["p"].notna() & (table["term"] != INTERCEPT)).to_numpy()
    table.loc[~tested, "p"] = np.nan
    table["p_corrected"] = correct_p(table["p"], method=correction)
    table = table.assign(
        level=level, per=per, family=family, formula=formula, correction=correction,
        n_tests=int(tested.sum()), cluster=cluster or "family_id", table="model",
        by=counts["by"].iloc[0] if len(counts) else None,
        of=counts["of"].iloc[0] if len(counts) else None,
    )  # fmt: skip
    return finish_table("model", table, each)


_COLUMNS = [
    "term", "reference", "estimate", "se", "df", "ratio", "ratio_low", "ratio_high", "p",
    "dispersion", "n", "n_docs", "exposure", "n_clusters",
]  # fmt: skip


def _names(formula: str) -> set[str]:
    """Return the names in a formula: columns, and functions.

    Raises
    ------
    ValueError
        If it cannot be read, or is not of n.
    """
    import patsy

    try:
        described = patsy.ModelDesc.from_formula(formula)
        factors = {f for term in described.rhs_termlist for f in term.factors}
        codes = [factor.code for factor in factors]
        nodes = [node for code in codes for node in ast.walk(ast.parse(code))]
        left = [factor.name() for term in described.lhs_termlist for factor in term.factors]
    except (patsy.PatsyError, SyntaxError) as error:
        raise _unread(formula, error) from None
    if left != ["n"]:
        raise ValueError(f"formula: found {formula!r}, expected one that begins with 'n ~ '")
    return {node.id for node in nodes if isinstance(node, ast.Name)}


def _unread(formula: str, error: Exception) -> ValueError:
    told = (str(error) or type(error).__name__).splitlines()[0]
    return ValueError(
        f"formula: found {formula!r}, which cannot be read ({told}), expected one of columns of "
        "counts, such as 'n ~ voice'"
    )


def _check_rows(counts: pd.DataFrame, named: set[str]) -> None:
    """Raise if a column of the formula is empty somewhere, or rows have no words."""
    for column in sorted(named & set(counts)):
        empty = counts[column].isna()
        if empty.any():
            raise ValueError(
                f"counts: found {int(empty.sum()):,} row(s) without {column!r}, first of the "
                f"article {counts['doc_id'][empty].iloc[0]!r}, expected a value in each; leave "
                f"them out, counts.dropna(subset=[{column!r}])"
            )
    if (counts["exposure"] <= 0).any():
        first = counts["doc_id"][counts["exposure"] <= 0].iloc[0]
        raise ValueError(
            f"counts: found an exposure of 0 in the article {first!r}, expected words in each row"
        )


def _with_references(counts: pd.DataFrame, reference: Mapping[str, Hashable]) -> pd.DataFrame:
    """Return counts whose columns of text have their values in order, the reference first."""
    for column, value in reference.items():
        check_column(counts, column, "reference", "counts")
        known = [v for v in _in_order(counts[column]) if v != value]
        if len(known) == counts[column].nunique():
            raise ValueError(
                f"reference: found {value!r}, expected a value of {column!r}: "
                f"{', '.join(map(str, known))}"
            )
        ordered = pd.Categorical(counts[column], categories=[value, *known])
        counts = counts.assign(**{column: ordered})
    return counts


def _in_order(values: pd.Series) -> list:
    if isinstance(values.dtype, pd.CategoricalDtype):
        return values.cat.remove_unused_categories().cat.categories.to_list()
    return sorted(values.dropna().unique().tolist())


def _parts(counts: pd.DataFrame, each: list[str]) -> Iterator[tuple[dict, pd.DataFrame]]:
    """Yield the things counted, and the rows of each."""
    if not each:
        if len(counts):
            yield {}, counts
        return
    for values, part in counts.groupby(each, dropna=False, observed=True):
        yield dict(zip(each, values, strict=True)), part


def _model(
    formula: str,
    part: pd.DataFrame,
    *,
    family: str,
    cluster: str | None,
    per: int,
    level: float,
) -> tuple[list[dict[str, Any]], str]:
    """Return a row for each coefficient, and what the model lacks."""
    n, design, references = _design(formula, part)
    clusters = _consecutive(part["doc_id"].map(number_clusters(part, cluster or FAMILY)))
    about = {
        "n": int(n.sum()),
        "n_docs": part["doc_id"].nunique(),
        "exposure": int(part["exposure"].sum()),
        "n_clusters": clusters.max() + 1,
    }
    rows = [
        {"term": term, "reference": reference, **about}
        for term, reference in zip(design.columns, references, strict=True)
    ]
    offset = np.log(part["exposure"].to_numpy("float64") / per)
    lack = ""
    try:
        fit = _fit(n, design.to_numpy(), offset, family)
    except _NoEstimateError as error:
        return rows, str(error)
    covariance, freedom = cluster_robust(design.to_numpy(), fit.weights, fit.residuals, clusters)
    se = np.sqrt(np.diag(covariance))
    if np.isnan(se).any():
        lack = (
            "a coefficient that a single cluster tells, and so no error; expected two clusters or "
            "more on each side of every comparison"
        )
    factor = np.exp(t_quantile(freedom, level=level) * se)
    ratio = np.exp(fit.estimate)
    p = 2 * stdtr(np.maximum(freedom, 1), -np.abs(fit.estimate) / se)
    columns = {
        "estimate": fit.estimate, "se": se, "df": freedom, "ratio": ratio,
        "ratio_low": ratio / factor, "ratio_high": ratio * factor, "p": p,
    }  # fmt: skip
    for at, row in enumerate(rows):
        row |= {name: values[at] for name, values in columns.items()}
        row["dispersion"] = fit.dispersion
    return rows, lack


def _consecutive(clusters: pd.Series) -> np.ndarray:
    return np.unique(clusters.to_numpy(), return_inverse=True)[1]


def _design(formula: str, part: pd.DataFrame) -> tuple[np.ndarray, pd.DataFrame, list[str | None]]:
    """Return the counts and the matrix of a formula, and what each of its columns compares with."""
    import patsy

    # only what is given: no variable of this module
    known = patsy.EvalEnvironment([{"np": np}])
    try:
        left, right = patsy.dmatrices(formula, part, known, return_type="dataframe")
    except (patsy.PatsyError, NameError, TypeError, AttributeError) as error:
        raise _unread(formula, error) from None
    rank = np.linalg.matrix_rank(right.to_numpy())
    if rank < right.shape[1]:
        raise ValueError(
            f"formula: found {formula!r}, with {right.shape[1]} coefficients of which {rank} can "
            "be told apart, expected columns that vary apart: leave one out, or groups without rows"
        )
    return left["n"].to_numpy("float64"), right, list(_references(right.design_info))


def _references(info: Any) -> Iterator[str | None]:
    """Yield for each column of a design the values that all of its contrasts have as reference."""
    for subterms in info.term_codings.values():
        for subterm in subterms:
            texts = []
            for factor, contrast in subterm.contrast_matrices.items():
                values = info.factor_infos[factor].categories
                none = ~contrast.matrix.any(axis=1)  # of the contrasts is of this value
                texts += [f"{factor.name()}[{values[at]}]" for at in np.flatnonzero(none)]
            yield from [":".join(texts) or None] * subterm.num_columns


def _fit(n: np.ndarray, design: np.ndarray, offset: np.ndarray, family: str) -> _Fit:
    """Return the maximum of the likelihood.

    Raises
    ------
    _NoEstimateError
        If it has none.
    """
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    if not n.any():
        raise _NoEstimateError("no mention, and so no finite estimate")
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # what they tell is checked
        estimate = GLM(n, design, family=Poisson(), offset=offset).fit(maxiter=100).params
    mean = _mean(estimate, design, offset)
    alpha = 0.0
    if family == "negative binomial":
        estimate, alpha = _fit_negative_binomial(n, design, offset, estimate)
        mean = _mean(estimate, design, offset)
    spread = mean * (1 + alpha * mean)
    residuals = (n - mean) / np.sqrt(spread)
    freedom = max(len(n) - design.shape[1], 1)
    dispersion = alpha if family == "negative binomial" else float((residuals**2).sum() / freedom)
    return _Fit(estimate, mean**2 / spread, residuals, dispersion)


def _mean(estimate: np.ndarray, design: np.ndarray, offset: np.ndarray) -> np.ndarray:
    """Return the expected count of each row."""
    rate = np.exp(design @ estimate)
    if not np.isfinite(rate).all() or rate.min() < _NOTHING * rate.mean():
        raise _NoEstimateError(
            "a group without any mention, and so no finite estimate; leave the group out, or "
            "use `compare`"
        )
    return np.exp(design @ estimate + offset)


def _fit_negative_binomial(
    n: np.ndarray, design: np.ndarray, offset: np.ndarray, start: np.ndarray
) -> tuple[np.ndarray, float]:
    """Return the estimates and the dispersion; `start` are Poisson's estimates."""
    from statsmodels.discrete.discrete_model import NegativeBinomial

    mean = _mean(start, design, offset)
    if ((n - mean) ** 2 - n).sum() <= 0:  # no dispersion above 0 is likelier than 0, Poisson's
        return start, 0.0
    model = NegativeBinomial(n, design, offset=offset)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        fitted = model.fit(start_params=[*start, 0.5], disp=False, maxiter=500)
    *estimate, alpha = fitted.params
    if not fitted.mle_retvals["converged"] or not alpha > 0:
        raise _NoEstimateError("a negative binomial that did not converge; use family='poisson'")
    return np.array(estimate), float(alpha)
