"""A sitting: one coder's answers, written into their sheet as they are given."""

from __future__ import annotations

import json
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.coding.filled import CodingWarning
from toolkit.coding.sheet import TEXTS, questions_of, read_sheet, sheet_bytes
from toolkit.instruments.bounds import LONGEST
from toolkit.provenance import write_atomically

_BLOCK = 100  # rows that are written anew when one of them changes
_LONGEST_TIME = 1e9  # seconds, that are believed of a file


class Sitting:
    """The answers, notes and times of one coder; the file has them as soon as they are given.

    Parameters
    ----------
    sheet
        From `coding_sheet`: its rows are the units.
    path
        Of the coder's file. If it is there, what it holds is gone on from.
    allowed
        The answers that each question of the sheet allows.

    Raises
    ------
    ValueError
        If the file is the sheet of another sample, or has questions or answers that are not
        `allowed`.
    """

    def __init__(
        self, sheet: pd.DataFrame, path: Path, allowed: Mapping[str, Collection[str]]
    ) -> None:
        self.path, self._sheet, self._allowed = path, sheet, allowed
        self.answers = {question: [""] * len(sheet) for question in allowed}
        self.notes = [""] * len(sheet)
        self.seconds = [0.0] * len(sheet)  # 0 where a unit was never worked on
        self._taken: list[dict[str, str]] = [{} for _ in self.notes]  # by question: of other coders
        self._texts = [_hash(row) for row in sheet[[*TEXTS]].itertuples(index=False)]
        self._shown = [""] * len(sheet)  # the text that each unit's last answer was given on
        self._blocks: dict[int, bytes] = {}  # the rows as they are written, so many in each
        self._written: bytes | None = None
        if path.exists():
            self._go_on(path)

    def _go_on(self, path: Path) -> None:
        found, ids = read_sheet(path), self._sheet["mention_id"]
        strange = found["mention_id"][~found["mention_id"].isin(ids)]
        if len(strange):
            raise ValueError(
                f"sample: found none of {len(strange)} unit(s) that {path} has, first "
                f"{strange.iloc[0]!r}; expected the sample that this file is the sheet of: give "
                "it, or another folder"
            )
        others = [question for question in questions_of(found) if question not in self._allowed]
        extra = [question for question in others if (found[question] != "").any()]
        if extra:
            raise ValueError(
                f"questions: found no {extra[0]!r}, which {path} has answers to; add it to the "
                "questions, or give another folder"
            )
        rows = found.set_index("mention_id").reindex(ids).fillna("")
        for question in self._allowed.keys() & set(rows):
            self.answers[question] = self._checked(question, rows[question])
        if "note" in rows:
            self.notes = rows["note"].tolist()
        if "seconds" in rows:
            points = rows["seconds"].str.replace(",", ".")  # of spreadsheets in other languages
            seconds = pd.to_numeric(points, errors="coerce").astype("float64")
            self.seconds = seconds.where(seconds.between(0, _LONGEST_TIME), 0.0).tolist()
        if "taken" in rows:
            self._taken = [_taken_in(cell) for cell in rows["taken"]]
        if "shown" in rows:
            self._shown = rows["shown"].tolist()
            self._tell_changed()
        self._written = path.read_bytes()

    def _tell_changed(self) -> None:
        """Warn of answers that were given on another text than the one that stands there now."""
        pairs = zip(self._shown, self._texts, strict=True)
        changed = [unit for unit, (then, now) in enumerate(pairs) if then not in ("", now)]
        if changed:
            warnings.warn(
                f"{self.path}: found {len(changed):,} unit(s) that were answered on another text "
                f"than they have now, first {self._sheet['mention_id'].iloc[changed[0]]!r}: the "
                "articles or the width have changed since; give those that were coded, or answer "
                "them again",
                CodingWarning,
                stacklevel=5,
            )

    def _checked(self, question: str, values: pd.Series) -> list[str]:
        odd = values[(values != "") & ~values.isin(list(self._allowed[question]))]
        if len(odd):
            raise ValueError(
                f"questions: found no answer {odd.iloc[0]!r} to {question!r}, which {self.path} "
                f"gives for {odd.index[0]!r}; correct the file, or add the answer to the questions"
            )
        return values.tolist()

    def give(self, unit: int, question: str, answer: str, *, seconds: float = 0.0) -> None:
        """Write an answer ("" takes one back), and add to the time that the unit took."""
        with self._saved(unit):
            self.answers[question][unit] = answer
            answered = any(answers[unit] for answers in self.answers.values())
            self._shown[unit] = self._texts[unit] if answered else ""
            self.seconds[unit] = round(self.seconds[unit] + seconds, 1)

    def leave(self, unit: int, *, seconds: float) -> None:
        """Write the time that was spent on a unit which is left as it is."""
        with self._saved(unit):
            self.seconds[unit] = round(self.seconds[unit] + seconds, 1)

    def note(self, unit: int, text: str) -> None:
        """Write a note in place of the one that was there."""
        if len(text) > LONGEST:
            raise ValueError(
                f"note: found {len(text):,} characters, expected at most {LONGEST:,}; shorten it"
            )
        with self._saved(unit):
            self.notes[unit] = text.strip()

    def take(self, others: Iterable[Sitting]) -> None:
        """Take the answers on which other coders do not differ.

        What was taken before is theirs, not this coder's, and goes where they now differ.

        Raises
        ------
        ValueError
            If there is another answer already.
        """
        others = list(others)
        for question, answers in self.answers.items():
            for unit, answer in enumerate(answers):
                if answer == self._taken[unit].pop(question, None):
                    answers[unit] = answer = ""
                given = {other.answers[question][unit] for other in others} - {""}
                if len(given) != 1:
                    continue
                (theirs,) = given
                if answer not in ("", theirs):
                    raise ValueError(
                        f"{self.path}: found {answer!r} for {question!r} of "
                        f"{self._sheet['mention_id'].iloc[unit]!r}, expected {theirs!r}, on which "
                        "the coders do not differ; empty that cell to take it"
                    )
                if not answer:
                    answers[unit] = self._taken[unit][question] = theirs

    @contextmanager
    def _saved(self, unit: int) -> Iterator[None]:
        """Write what is changed of a unit, and take it back if it cannot be written."""
        columns: list[list[Any]] = [*self.answers.values(), self.notes, self.seconds, self._shown]
        before = [column[unit] for column in columns]
        try:
            yield
            self._blocks.pop(unit // _BLOCK, None)
            self._write()
        except BaseException:
            for column, value in zip(columns, before, strict=True):
                column[unit] = value
            self._blocks.pop(unit // _BLOCK, None)
            raise

    def save(self) -> None:
        """Write all answers, so that the file is the old one or the new one, never half of it.

        Raises
        ------
        ValueError
            If somebody else wrote the file since.
        """
        self._blocks.clear()
        self._write()

    def _write(self) -> None:
        """Write the file; only blocks of rows that have changed are made anew."""
        if self.path.exists() and self.path.read_bytes() != self._written:
            raise ValueError(
                f"{self.path}: found changes that were not made here; run the cell again to go on "
                "from them"
            )
        for block in range(max(-(-len(self._sheet) // _BLOCK), 1)):
            if block not in self._blocks:
                data = sheet_bytes(self._filled(slice(block * _BLOCK, (block + 1) * _BLOCK)))
                head, line_end, rows = data.partition(b"\n")
                self._blocks[block] = rows if block else head + line_end + rows
        data = b"".join(rows for _, rows in sorted(self._blocks.items()))
        write_atomically(self.path, data)
        self._written = data

    def _filled(self, rows: slice) -> pd.DataFrame:
        """Return some rows of the sheet, with the answers and what else is kept of them."""
        written = {name: answers[rows] for name, answers in self.answers.items()}
        written |= {"note": self.notes[rows], "shown": self._shown[rows]}
        if any(self._taken):
            taken = self._taken[rows]
            written["taken"] = [json.dumps(by, ensure_ascii=False) if by else "" for by in taken]
        sheet = self._sheet.iloc[rows]
        texts = {
            name: pd.Series([value or None for value in values], sheet.index, dtype="str")
            for name, values in written.items()
        }
        seconds = [value or None for value in self.seconds[rows]]
        return sheet.assign(**texts, seconds=pd.Series(seconds, sheet.index, dtype="float64"))


def _hash(texts: Iterable[str]) -> str:
    """Return what tells texts from others; no spreadsheet takes it for a number."""
    return "x" + sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _taken_in(cell: str) -> dict[str, str]:
    """Return what a cell says was taken; what it does not say is the coder's own."""
    try:
        taken = json.loads(cell or "{}")
    except (ValueError, RecursionError):
        return {}
    return taken if isinstance(taken, dict) else {}
