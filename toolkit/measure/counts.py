"""Counts: mentions and words of each article, the table that a regression starts from."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from toolkit.measure.counted import check_alike, check_inputs
from toolkit.tables.arguments import as_list, check_apart, check_free, check_some
from toolkit.tables.calls import records_call
from toolkit.tables.joint import credit_each
from toolkit.tables.schema import finish_measure

_SPOKEN = ("n_tokens", "n_sentences", "voice_id", "voice", "mode")  # of exposure, not of articles


@records_call
def counts(
    mentions: pd.DataFrame,
    exposure: pd.DataFrame,
    *,
    of: str | Sequence[str] = "frame",
    by: str | Sequence[str] = "voice",
) -> pd.DataFrame:
    """Count the mentions in each article, beside the words that could have held them.

    Parameters
    ----------
    mentions, exposure
        As in `rates`.
    of
        The column(s) of mentions that are counted.
    by
        The column(s), of both tables, that split the counts and the words of an article, such as
        voice; ``()`` for none.

    Returns
    -------
    pandas.DataFrame
        The counts table: a row for each article, each group with words in it, and each thing
        counted anywhere, zeros included, so that its rows can be put into any regression, with
        the logarithm of `exposure` as the offset. It has outlet, date, family_id and the docvars,
        and of columns that you added to exposure those that have one value in each article and
        group.
    """
    of, by = as_list(of, "of"), as_list(by, "by")
    check_some(of=of)
    check_apart(by=by, of=of)
    check_free("counts", by=[c for c in by if c not in _DECLARED], of=of)
    check_inputs(mentions, exposure, by=by, of=of)
    mentions, exposure = credit_each(mentions, by), credit_each(exposure, by)
    check_alike(mentions, exposure, by)
    keys = list(dict.fromkeys(["doc_id", *by]))
    words = exposure.groupby(keys, dropna=False, observed=True, sort=False)["n_tokens"].sum()
    things = mentions[of].drop_duplicates().sort_values(of)
    counted = mentions.groupby([*keys, *of], dropna=False, observed=True).size()
    table = words.rename("exposure").reset_index().merge(_about(exposure, keys, of), on=keys)
    table = table.merge(things, how="cross")
    table = table.merge(counted.rename("n").reset_index(), how="left", on=[*keys, *of])
    table = table.fillna({"n": 0}).sort_values([*keys, *of], na_position="last", ignore_index=True)
    return finish_measure("counts", table, by=[c for c in by if c != "doc_id"], of=of)


_DECLARED = ("doc_id", "outlet", "date", "family_id")  # in the table whether `by` names them or not


def _about(exposure: pd.DataFrame, keys: list[str], of: list[str]) -> pd.DataFrame:
    """Return the columns of exposure that have one value for each article and group."""
    groups = len(exposure[keys].drop_duplicates())
    others = [c for c in exposure if c not in {*keys, *of, *_SPOKEN}]
    same = [c for c in others if len(exposure[[*keys, c]].drop_duplicates()) == groups]
    return exposure[[*keys, *same]].drop_duplicates(keys)
