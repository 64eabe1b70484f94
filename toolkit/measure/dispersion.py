"""Dispersion: how evenly something is spread over the parts of a corpus."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import gammaln, xlog1py, xlogy

from toolkit.tables.arguments import (
    check_apart,
    check_column,
    check_free,
    check_same_method,
    expect_table,
)
from toolkit.tables.calls import records_call
from toolkit.tables.schema import finish_measure


@records_call
def dispersion(
    mentions: pd.DataFrame,
    exposure: pd.DataFrame,
    *,
    of: str = "term_id",
    parts: str = "doc_id",
) -> pd.DataFrame:
    """Measure how evenly each thing counted is spread over the parts.

    Parameters
    ----------
    mentions
        The mentions table; filter it to count less.
    exposure
        What the parts consist of: the exposure table, filtered like mentions, or the articles.
        Parts without words are left out.
    of
        The column of mentions that is counted.
    parts
        The column of both tables that makes the parts: doc_id, outlet, a period ...

    Returns
    -------
    pandas.DataFrame
        The dispersion table, a row per thing counted. With s the shares of the parts in all
        words, and v their shares in the hits:

        - dp: half the sum of ``|v - s|``, 0 if even, near 1 if all is in one small part (Gries
          2008, IJCL 13: 403-437); dp_norm: ``dp / (1 - the smallest s)`` (Lijffijt and Gries 2012,
          IJCL 17: 147-149). Both are high where hits are few, however they are spread:
          dp_norm_chance is what dp_norm is on average if each hit falls on a word by chance, which
          is the value to compare it with (after Gries 2022, J Quant Ling 29: 461-490).
        - juilland_d: ``1 - V / sqrt(parts - 1)``, V the coefficient of variation of the parts'
          rates; 1 if even. rosengren_s: ``(sum of sqrt(s * hits))**2 / all hits``; 1 if even.
        - kl_divergence: sum of ``v * log2(v / s)``; 0 if even (Gries 2024, ch. 3).
    """
    expect_table(mentions, "mentions", ["doc_id"])
    expect_table(exposure, "exposure", ["n_tokens"])
    check_column(mentions, of, "of", "mentions")
    check_column(mentions, parts, "parts", "mentions")
    check_column(exposure, parts, "parts", "exposure")
    check_apart(parts=[parts], of=[of])
    check_free("dispersion", of=[of])
    check_same_method(mentions=mentions, exposure=exposure)
    words = exposure.groupby(parts, dropna=False, observed=True)["n_tokens"].sum()
    words = words[words > 0]
    counts = mentions.groupby([of, parts], dropna=False, observed=True).size().rename("_hits")
    places = words.index.to_frame(index=False).assign(_place=range(len(words)))
    placed = counts.reset_index().merge(places, how="left", on=parts)
    odd = placed.loc[placed["_place"].isna(), parts]
    if len(odd):
        raise ValueError(
            f"exposure: found no words for the part {odd.iloc[0]!r} of {parts}, "
            "which has mentions; expected both tables of the same articles"
        )
    rows = []
    for thing, cells in placed.groupby(of, dropna=False, observed=True):
        hits = np.zeros(len(words))
        hits[cells["_place"].to_numpy("int64")] = cells["_hits"]
        rows.append({of: thing, **_measures(hits, words.to_numpy("float64"))})
    table = pd.DataFrame(rows, columns=[of, *_COLUMNS])
    texts = mentions.groupby(of, dropna=False, observed=True)["doc_id"].nunique()
    table = table.assign(n_docs=table[of].map(texts), part=parts, exposure=words.sum())
    return finish_measure("dispersion", table, of=[of])


_COLUMNS = [
    "n", "parts", "n_parts", "dp", "dp_norm", "dp_norm_chance", "juilland_d", "rosengren_s",
    "kl_divergence",
]  # fmt: skip


def _measures(hits: np.ndarray, words: np.ndarray) -> dict[str, float]:
    """Return the measures of the hits in parts of so many words; one part has no dispersion."""
    n, parts = hits.sum(), len(words)
    share, share_of_hits = words / words.sum(), hits / hits.sum()
    rates = hits / words
    deviation = np.abs(share_of_hits - share).sum() / 2
    single = parts == 1
    return {
        "n": n,
        "parts": parts,
        "n_parts": (hits > 0).sum(),
        "dp": deviation,
        "dp_norm": np.nan if single else deviation / (1 - share.min()),
        "dp_norm_chance": np.nan if single else _chance_deviation(n, share) / (1 - share.min()),
        "juilland_d": np.nan if single else 1 - rates.std() / rates.mean() / np.sqrt(parts - 1),
        "rosengren_s": np.sqrt(share * hits).sum() ** 2 / n,
        "kl_divergence": xlogy(share_of_hits, share_of_hits / share).sum() / np.log(2),
    }


def _chance_deviation(n: float, share: np.ndarray) -> float:
    """Return the mean of DP if `n` hits fall on parts with the chances `share`.

    By De Moivre's formula for the mean absolute deviation of a binomial count (Diaconis and Zabell
    1991, Statistical Science 6: 284-302).
    """
    above = np.floor(n * share) + 1
    ways = gammaln(n + 1) - gammaln(above + 1) - gammaln(n - above + 1)
    chance = np.exp(ways + xlogy(above, share) + xlog1py(n - above, -share))
    return float((above * chance * (1 - share)).sum() / n)
