"""The account of a corpus: what its files declare, what was read, what is missing."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

from toolkit.display.listing import Listing, as_html, as_text, count_of, most_rows, shown_of
from toolkit.display.printable import printable
from toolkit.tables.arguments import check_column, expect_table
from toolkit.tables.schema import TableError, check_table, make_table

OUTCOME = "ledger: outcome"
OUTCOMES = ("read", "rejected", "duplicate")
PASSED_OVER = "passed over"  # in its attrs, the files that tell of the data
SEVERAL = "may be several articles"  # with which the reason of such a record begins
_COUNTED = ("source", "outcome", "reason", "declared", "position", "result_set", "search_terms")
_FIELDS = ("outlet", "date", "title", "language", "byline", "section", "length")


class Ledger(pd.DataFrame):
    """The whole ledger of a corpus: a DataFrame that is shown as an account, its faults first.

    What is made from it, such as a selection of its rows, is no longer an account of the corpus,
    and so is a plain DataFrame.
    """

    def _repr_html_(self) -> str | None:
        if not _is_ledger(self):
            plain = super()._repr_html_()
            return None if plain is None else printable(plain)
        return as_html(*_account(self))

    def __repr__(self) -> str:
        if not _is_ledger(self):
            return printable(super().__repr__())
        return as_text(*_account(self))


def count_records(ledger: pd.DataFrame) -> pd.DataFrame:
    """Count the records of each file, and of each result set that files are slices of.

    A file adds up if it holds as many records as it declares, or declares nothing, and none of them
    may be several articles; a result set
    (``2001 of 2146``) if each number from 1 to its size stands in some file. The records of a
    result set are those of its files again: the two are not to be added.

    Returns
    -------
    pandas.DataFrame
        The table record_counts, a row per file in the ledger's order, then one per result set.
    """
    expect_table(ledger, "ledger", _COUNTED)
    columns = {name: ledger["outcome"].eq(name).astype("int64") for name in OUTCOMES}
    by_file = ledger.assign(**columns).groupby("source", sort=False)
    files = by_file.agg({"declared": "max"} | dict.fromkeys(OUTCOMES, "sum")).reset_index()
    files = files.rename(columns={"source": "item"}).assign(kind="file", missing=None)
    numbered = ledger[ledger["result_set"].notna() & ledger["position"].notna()]
    sets = [
        _result_set(int(size), terms, rows)
        for (size, terms), rows in numbered.groupby(["result_set", "search_terms"], dropna=False)
    ]
    rows = pd.concat([files, pd.DataFrame(sets)], ignore_index=True) if sets else files
    counts = make_table("record_counts", rows.assign(adds_up=True))
    n_records = counts[list(OUTCOMES)].sum(axis="columns")
    short = counts["declared"].notna() & counts["declared"].ne(n_records).fillna(value=False)
    several = counts["kind"].eq("file") & counts["item"].isin(_of_several(ledger))
    counts["adds_up"] = (~short & ~several & counts["missing"].isna()).astype("bool")
    return counts


def _of_several(ledger: pd.DataFrame) -> set[str]:
    """Return the files with a record that may be several articles."""
    told = ledger["reason"].astype("str").str.contains(SEVERAL, regex=False, na=False)
    return set(ledger.loc[told, "source"])


def missing_fields(articles: pd.DataFrame) -> pd.DataFrame:
    """Count the articles that lack a field, by outlet and month.

    Fields are outlet, date, title and language, and byline, section and length where there are
    such columns.

    Returns
    -------
    pandas.DataFrame
        The table missing_fields, without rows for what is complete.
    """
    expect_table(articles, "articles", ["outlet", "date"])
    fields = [name for name in _FIELDS if name in articles]
    lacks = articles[fields].isna() | articles[fields].astype("str").eq("")
    groups = {"outlet": articles["outlet"], "month": articles["date"].dt.strftime("%Y-%m")}
    keys = [values.rename(f"group {name}") for name, values in groups.items()]
    grouped = lacks.assign(n_docs=1).groupby(keys, dropna=False)
    keys = [f"group {name}" for name in groups]
    counts = grouped.sum().reset_index()
    rows = counts.melt([*keys, "n_docs"], var_name="field", value_name="n_missing")
    rows = rows.sort_values(keys, kind="stable").rename(
        columns=dict(zip(keys, groups, strict=True))
    )
    return make_table("missing_fields", rows[rows["n_missing"] > 0].reset_index(drop=True))


def missing_days(articles: pd.DataFrame, *, by: str | None = None) -> pd.DataFrame:
    """List the runs of days without an article, between the first day and the last.

    Parameters
    ----------
    articles
        The articles table; articles without a date do not count.
    by
        A column such as ``"outlet"``, to list them for each of its values.

    Returns
    -------
    pandas.DataFrame
        The table missing_days; with `by`, that column stands first.
    """
    expect_table(articles, "articles", ["date"])
    if by is not None:
        check_column(articles, by, "by", "articles")
    rows = []
    groups = [(None, articles)] if by is None else articles.groupby(by, observed=True)
    for value, group in groups:
        days = pd.Series(group["date"].dropna().unique()).sort_values(ignore_index=True)
        lengths = days.diff().dt.days - 1
        named = {} if by is None else {by: value}
        rows += [
            named
            | {
                "first": days[at - 1] + pd.Timedelta(days=1),
                "last": days[at] - pd.Timedelta(days=1),
                "n_days": int(lengths[at]),
            }
            for at in lengths.index[lengths > 0]
        ]
    table = make_table("missing_days", rows)
    return table if by is None else table.reindex(columns=[by, "first", "last", "n_days"])


def _outcomes(rows: pd.DataFrame) -> dict[str, int]:
    counts = rows["outcome"].value_counts()
    return {name: int(counts.get(name, 0)) for name in OUTCOMES}


def _result_set(size: int, terms: str, rows: pd.DataFrame) -> dict:
    named = f" for {terms}" if isinstance(terms, str) else ""
    return {
        "item": f"result set of {size}{named}",
        "kind": "result set",
        **_outcomes(rows),
        "missing": _gaps({int(position) for position in rows["position"]}, size),
    }


def _gaps(there: set[int], size: int) -> str | None:
    """Return the numbers from 1 to `size` that are not there, as ``1-3, 7``; None if all are."""
    ends = [0, *sorted(at for at in there if 1 <= at <= size), size + 1]
    gaps = [(a + 1, b - 1) for a, b in pairwise(ends) if b - a > 1]
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in gaps) or None


def _is_ledger(frame: pd.DataFrame) -> bool:
    """Tell whether it is still a valid ledger: columns may have been changed in place."""
    try:
        check_table(frame, "ledger")
    except TableError:
        return False
    return True


def _account(ledger: pd.DataFrame) -> tuple[Listing, Listing]:
    return _list_faults(ledger), _list_files(ledger)


def _list_faults(ledger: pd.DataFrame) -> Listing:
    """Return what became of the records, and those with faults: rejected, duplicate, flawed."""
    worst = ledger["outcome"].map({"rejected": 0, "duplicate": 1, "read": 2}).astype("int64")
    faults = ledger.assign(worst=worst)[ledger["reason"].notna()]
    faults = faults.sort_values("worst", kind="stable")[["outcome", "source", "record", "reason"]]
    shown = faults.iloc[: most_rows()]
    summed = " + ".join(f"{n:,} {name}" for name, n in _outcomes(ledger).items())
    return Listing(
        tuple(shown),
        list(shown.itertuples(index=False, name=None)),
        f"{count_of(len(ledger), 'record')} = {summed}",
        " ".join(filter(None, [_note_of(len(shown), len(faults)), _passed_over(ledger)])),
    )


def _note_of(shown: int, faults: int) -> str:
    return shown_of(shown, faults, "records with faults") or ("" if faults else "No faults.")


def _passed_over(ledger: pd.DataFrame) -> str:
    names = ledger.attrs.get(PASSED_OVER)
    return f"No articles, and passed over: {', '.join(names)}." if names else ""


def _list_files(ledger: pd.DataFrame) -> Listing:
    """Return the counts of each file, except those whose only record was read.

    Files that do not add up come first, then those with records that were not read.
    """
    counts = count_records(ledger)
    unread = counts[["rejected", "duplicate"]].sum(axis="columns")
    plain = counts["adds_up"] & counts["read"].eq(1) & unread.eq(0)
    others = counts.assign(whole=unread.eq(0))[~plain]
    others = others.sort_values(["adds_up", "whole"], kind="stable").drop(columns="whole")
    shown = others.iloc[: most_rows()]
    shown = shown.drop(columns=[c for c in ("declared", "missing") if shown[c].isna().all()])
    shown = shown.assign(adds_up=shown["adds_up"].map({True: "yes", False: "NO"}))
    wrong = int((~counts["adds_up"]).sum())
    return Listing(
        tuple(shown),
        list(shown.itertuples(index=False, name=None)),
        f"{count_of(len(counts), 'file or result set', 'files and result sets')}; "
        f"{'all add up' if not wrong else f'{wrong:,} do not add up'}",
        " ".join(
            filter(
                None,
                [
                    shown_of(len(shown), len(others), "of them"),
                    f"{int(plain.sum()):,} with one record, which was read, are not listed; "
                    "count_records lists all."
                    if plain.any()
                    else "",
                ],
            )
        ),
    )
