"""What a measure counts: mentions and words, of whole tables or of one part after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import pandas as pd

from toolkit.display.progress import track
from toolkit.measure.clusters import FAMILY, cluster_columns
from toolkit.measure.denominators import with_denominator
from toolkit.tables.arguments import as_list, check_columns, check_same_method, expect_table
from toolkit.tables.joint import credit_each
from toolkit.tables.parts import Parts, release_memory

if TYPE_CHECKING:
    from pandas.core.groupby import DataFrameGroupBy

Table: TypeAlias = "pd.DataFrame | Parts"
Pair: TypeAlias = tuple[pd.DataFrame, pd.DataFrame]  # mentions and exposure of the same articles


class Counted:
    """Mentions and words of the same articles, split by the same columns.

    Each part holds whole articles, so that what is counted in it adds up with what is counted in
    the others. Whole tables are one part.

    Parameters
    ----------
    mentions, exposure
        The tables, whole or both in parts.
    by, of
        The columns that split mentions and words, and those of mentions that are counted.
    within, cluster
        Columns of exposure that have one value in each article: what strata and clusters are made
        of.
    once
        Whether of each family only the first article counts.
    denominator
        As `with_denominator` takes it.
    """

    def __init__(
        self,
        mentions: Table,
        exposure: Table,
        *,
        by: Sequence[str],
        of: Sequence[str],
        within: str | None = None,
        cluster: str | Sequence[str] | None = None,
        once: bool = False,
        denominator: str = "words",
    ) -> None:
        check_inputs(mentions, exposure, by=[*by], of=[*of], within=within)
        clusters = cluster_columns(header(exposure), cluster)
        if once:
            expect_table(header(exposure), "exposure", ["date"])
        self.by, self.of = list(by), list(of)
        self._mentions, self._exposure = mentions, exposure
        self._once, self._denominator = once, denominator
        about = ["doc_id", FAMILY, *clusters, *as_list(() if within is None else within, "within")]
        self._about = list(dict.fromkeys([*about, *["date"] * once]))

    def docs(self) -> list[pd.DataFrame]:
        """Read what is known of each article that counts, by parts: no row twice."""
        if not self._once:
            return list(self._every())
        return [docs[~docs["doc_id"].isin(self._later)] for docs in self._every()]

    def _every(self) -> Iterator[pd.DataFrame]:
        parts = each_part(self._exposure, self._about)
        return (rows[self._about].drop_duplicates() for rows in parts)

    @cached_property
    def _later(self) -> pd.Series:
        return later_copies(joined(list(self._every())))

    def __iter__(self) -> Iterator[Pair]:
        """Yield mentions and words of each part, each speaker of a joint statement credited."""
        if not (isinstance(self._mentions, Parts) and isinstance(self._exposure, Parts)):
            yield self._whole
            return
        words = ["doc_id", "n_tokens", FAMILY, *self.by]
        words += ["n_sentences"] * (self._denominator == "sentences")
        said = ["doc_id", "mention_id", *self.by, *self.of]
        pairs = zip(self._mentions.read(said), self._exposure.read(words), strict=True)
        for mentions, exposure in track(pairs, desc="counting", total=self._mentions.n_parts):
            _expect_no_fewer_than_none(exposure)
            yield self._ready(mentions, exposure)
            release_memory()

    @cached_property
    def _whole(self) -> Pair:
        return self._ready(self._mentions, self._exposure)

    def _ready(self, mentions: pd.DataFrame, exposure: pd.DataFrame) -> Pair:
        if self._once:
            mentions, exposure = (t[~t["doc_id"].isin(self._later)] for t in (mentions, exposure))
        mentions, exposure = (credit_each(table, self.by) for table in (mentions, exposure))
        return mentions, with_denominator(exposure, self._denominator, self.by)


def change_table(
    table: Table,
    change: Callable[[pd.DataFrame], pd.DataFrame],
    *,
    reads: Sequence[str] = (),
    adds: Sequence[str] = (),
) -> Table:
    """Return what `change` makes of a table, or of each part of it, as `Parts.change` does."""
    if isinstance(table, Parts):
        return table.change(change, reads=reads, adds=adds)
    return change(table)


def read_columns(table: Table, columns: Sequence[str]) -> pd.DataFrame:
    """Return columns of a table; of one in parts, the rows of all of them."""
    return joined([part[list(columns)] for part in each_part(table, columns)])


def each_part(table: Table, columns: Sequence[str]) -> Iterator[pd.DataFrame]:
    """Yield columns of each part of a table; a whole one is one part, with all of its columns."""
    return table.read(columns) if isinstance(table, Parts) else iter([table])


def joined(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of all parts."""
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)


def first_of_families(mentions: Table, exposure: Table) -> tuple[Table, Table]:
    """Return the rows of articles without copies and of the first article of each family."""
    expect_table(header(exposure), "exposure", ["date"])
    later = later_copies(read_columns(exposure, ["doc_id", FAMILY, "date"]))
    first = [
        change_table(table, lambda rows: rows[~rows["doc_id"].isin(later)], reads=["doc_id"])
        for table in (mentions, exposure)
    ]
    return first[0], first[1]


def later_copies(docs: pd.DataFrame) -> pd.Series:
    """Return the doc_id of each article of a family that is not the first of it."""
    dated = docs.drop_duplicates("doc_id").sort_values(["date", "doc_id"])
    return dated["doc_id"][dated[FAMILY].notna() & dated.duplicated(FAMILY)]


def grouped(frame: pd.DataFrame, columns: list[str]) -> DataFrameGroupBy:
    """Return the groups of a table by columns; what is empty is a group too."""
    return frame.groupby(columns, dropna=False, observed=True)


def added(frames: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    """Return the sum of tables that were grouped by the same columns, which stand in it."""
    if len(frames) == 1:
        return frames[0].reset_index()
    frames = [frame.reset_index() for frame in frames]
    filled = [frame for frame in frames if len(frame)] or frames[:1]
    return grouped(joined(filled), columns).sum().reset_index()


def check_inputs(
    mentions: Table,
    exposure: Table,
    *,
    by: list[str],
    of: list[str],
    within: str | None = None,
) -> None:
    """Raise if the tables lack a column or are of different methods of attribution."""
    if isinstance(mentions, Parts) != isinstance(exposure, Parts):
        raise ValueError(
            "exposure: found one table in parts and one that is whole, expected both in parts, as "
            "`open_parts` returns them, or both whole"
        )
    methods = [methods_of(table) for table in (mentions, exposure)]
    mentions, exposure = header(mentions), header(exposure)
    expect_table(mentions, "mentions", ["mention_id", "doc_id"])
    expect_table(exposure, "exposure", ["doc_id", "n_tokens", "family_id"])
    expect_words(exposure)
    check_same_method(mentions=methods[0], exposure=methods[1])
    shared = "`by` names columns that mentions and exposure share"
    check_columns(mentions, [*by, *of], "mentions", remedy=shared)
    strata = as_list(() if within is None else within, "within")
    check_columns(exposure, [*by, *strata], "exposure", remedy=shared)


def header(table: Table) -> pd.DataFrame:
    """Return a table as it is, or the columns of one in parts."""
    return table.header() if isinstance(table, Parts) else table


def methods_of(table: Table) -> pd.DataFrame:
    """Return a table as it is, or the method of one in parts, as `check_same_method` takes it."""
    return table.methods() if isinstance(table, Parts) else table


def expect_words(exposure: pd.DataFrame) -> None:
    """Refuse words that are fewer than none, or none in all of the rows that there are."""
    _expect_no_fewer_than_none(exposure)
    words = exposure["n_tokens"]
    if len(words) and not (words > 0).any():
        raise ValueError(
            "exposure: found no words in any of its rows, in the column 'n_tokens', expected some: "
            "a rate is per word; make the table anew, by `exposure`"
        )


def _expect_no_fewer_than_none(exposure: pd.DataFrame) -> None:
    words = exposure["n_tokens"]
    below = words < 0
    if below.any():
        raise ValueError(
            f"exposure: found {words[below].iloc[0]} words in the article "
            f"{exposure['doc_id'][below].iloc[0]!r}, in the column 'n_tokens', expected 0 or more"
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
