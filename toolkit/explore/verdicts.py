"""Verdicts: whether the reader thinks a passage rightly read, in a coding sheet that grows."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from toolkit.annotate.annotate import Tables
from toolkit.coding.sheet import coding_sheet, questions_of, read_sheet
from toolkit.coding.sitting import Sitting

QUESTION = "verdict"
VERDICTS = ("right", "wrong", "unsure")


class Verdict(NamedTuple):
    """What the reader thinks of a passage; empty where nothing was said."""

    verdict: str
    note: str


class Verdicts:
    """The verdicts and notes on some mentions; the file has them as soon as they are given.

    Parameters
    ----------
    path
        Of the coding sheet. If it is there, what it holds is gone on from.
    tables
        Of which mentions are judged; rows are known by their place in the mentions table.
    docs
        Of each mention, the place of its article in the articles table.

    Raises
    ------
    ValueError
        If the file is no coding sheet, or one with other mentions, questions or answers.
    """

    def __init__(self, path: Path, tables: Tables, docs: np.ndarray) -> None:
        self._path, self._tables, self._docs = path, tables, docs
        self._units: dict[int, int] = {}  # the place in the sheet of each row
        self._sitting: Sitting | None = None
        if path.exists():
            rows = self._rows_in(path)
            self._sitting = self._sit(rows)
            self._units = {row: unit for unit, row in enumerate(rows)}

    def _rows_in(self, path: Path) -> list[int]:
        sheet = read_sheet(path)
        others = [name for name in questions_of(sheet) if name != QUESTION]
        answered = [name for name in others if (sheet[name] != "").any()]
        if answered:
            raise ValueError(
                f"verdicts: {path} has answers to {answered[0]!r}, expected a sheet of verdicts "
                "alone; give another file"
            )
        rows = pd.Index(self._tables.mentions["mention_id"]).get_indexer(sheet["mention_id"])
        if (rows < 0).any():
            first = sheet["mention_id"][rows < 0].iloc[0]
            raise ValueError(
                f"verdicts: {path} has verdicts on {(rows < 0).sum():,} mention(s) that tables "
                f"have not, first {first!r}; give the tables that they are of, or another file"
            )
        return rows.tolist()

    def _sit(self, rows: list[int]) -> Sitting:
        mentions = self._tables.mentions.iloc[rows]
        articles = self._tables.articles.iloc[np.unique(self._docs[rows])]
        sheet = coding_sheet(mentions, articles, questions=QUESTION)
        return Sitting(sheet, self._path, {QUESTION: VERDICTS})

    def of(self, row: int) -> Verdict:
        """Return what was said of a mention."""
        if self._sitting is None or row not in self._units:
            return Verdict("", "")
        unit = self._units[row]
        return Verdict(self._sitting.answers[QUESTION][unit], self._sitting.notes[unit])

    def count(self) -> int:
        """Count the mentions that have a verdict."""
        return 0 if self._sitting is None else sum(map(bool, self._sitting.answers[QUESTION]))

    def judge(self, row: int, verdict: str) -> None:
        """Write a verdict on a mention ("" takes one back).

        Raises
        ------
        ValueError, OSError
            If the file was changed since, or cannot be written; the old verdict stands then.
        """
        sitting, unit = self._unit(row)
        sitting.give(unit, QUESTION, verdict)
        self._sitting, self._units[row] = sitting, unit

    def note(self, row: int, text: str) -> None:
        """Write a note on a mention, in place of the one that was there; raise as `judge` does."""
        sitting, unit = self._unit(row)
        sitting.note(unit, text)
        self._sitting, self._units[row] = sitting, unit

    def _unit(self, row: int) -> tuple[Sitting, int]:
        """Return the sheet with a mention in it, and its place there."""
        if self._sitting is None:
            return self._sit([row]), 0
        if row in self._units:
            return self._sitting, self._units[row]
        self._sitting.save()  # what the longer sheet goes on from
        return self._sit([*self._units, row]), len(self._units)
