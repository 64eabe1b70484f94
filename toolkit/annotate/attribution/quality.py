"""How often each rule of attribution is right, as measured on annotated news."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from toolkit.tables.schema import check_table, make_table

TABLE = Path(__file__).with_name("quality.csv")


def attribution_quality(*, method: str = "parser") -> pd.DataFrame:
    """Return the precision and recall of each rule by which words are given to a voice.

    Measured by words on the dev split of PolNeAR 1.0 (Newell, Margolin and Ruths 2018; 84 US news
    articles of 2015-16) with benchmarks/quality.py. Intervals are of 95 % and take articles as
    clusters.

    Parameters
    ----------
    method
        ``"parser"`` or ``"rules"``, as for `find_attributions`.

    Returns
    -------
    pandas.DataFrame
        The attribution_quality table: a row per rule, the one with most words first, and a last
        row ``all``.

    Raises
    ------
    ValueError
        If `method` is neither of the two.

    Notes
    -----
    *Limits.* No list of words was counted on these articles, but their errors were read by class
    while the rules were made, so that on others the rules may be right a little less often. Of
    rules with few words in few articles little is known, as their intervals say. Other genres,
    translations and other Englishes were not measured. Of interviews the
    annotators marked only what is reported within the answers, so that ``turn``, which gives a
    whole answer to the one who answers, looks worse than it is.
    """
    table = pd.read_csv(TABLE)
    known = list(dict.fromkeys(table["method"]))
    if method not in known:
        raise ValueError(f"method: found {method!r}, expected one of {', '.join(known)}")
    chosen = table[table["method"] == method].drop(columns="method")
    made = make_table("attribution_quality", chosen.reset_index(drop=True))
    return check_table(made, "attribution_quality")
