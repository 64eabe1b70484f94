"""A coding session: which passage is shown, and the answers to what the page asks."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from toolkit.coding.sitting import Sitting
from toolkit.display.printable import printable, readable, reads_leftward
from toolkit.explore.messages import text_of, whole
from toolkit.instruments.codebook import Codebook


class CodingSession:
    """One coder's passages; answers are plain values that can be sent as JSON.

    Parameters
    ----------
    sitting
        Where what is answered is kept.
    codebook
        The questions.
    sheet, sample, articles
        What the coder reads, where its units stand, and the whole articles.
    others
        The sittings of other coders, whose differences alone are asked; none in first coding.
    """

    def __init__(
        self,
        sitting: Sitting,
        codebook: Codebook,
        sheet: pd.DataFrame,
        sample: pd.DataFrame,
        articles: pd.DataFrame,
        *,
        others: Mapping[str, Sitting],
    ) -> None:
        self._sitting, self._codebook, self._others = sitting, codebook, others
        self._sheet = sheet
        self._spans = sample[["doc_id", "start", "end"]].reset_index(drop=True)
        self._articles = articles.set_index("doc_id")[["text", "body_start"]]
        self._asked = [self._questions_of(unit) for unit in range(len(sheet))]
        self.units = [unit for unit, asked in enumerate(self._asked) if asked]
        self._undoable: list[tuple[int, int, str, float]] = []
        self._asks: dict[str, Callable[[Mapping], dict]] = {
            "start": self._start,
            "answer": self._answer,
            "skip": self._skip,
            "back": self._back,
            "open": lambda _: self._go(self._next_open(-1)),
            "undo": self._undo,
            "note": self._note,
            "article": self._article,
        }
        self._go(self._begin())

    def answer(self, message: Any) -> dict[str, Any]:
        """Return the answer to a message of the page.

        Raises
        ------
        ValueError, OSError
            If it is not one that a page sends, or if the coder's file cannot be written.
        """
        ask = message.get("ask") if isinstance(message, Mapping) else None
        if not isinstance(ask, str) or ask not in self._asks:
            raise ValueError(f"ask: found {ask!r}, expected one of {', '.join(self._asks)}")
        return self._asks[ask](message)

    def done(self) -> int:
        """Return how many passages have an answer to all that is asked."""
        return sum(not self._open(unit) for unit in self.units)

    def _questions_of(self, unit: int) -> list[int]:
        """Return the questions that are asked of a unit: all, or those on which coders differ."""
        questions = range(len(self._codebook))
        if not self._others:
            return list(questions)
        given = [{self._given(s, unit, q) for s in self._others.values()} - {""} for q in questions]
        return [q for q in questions if len(given[q]) > 1]

    def _given(self, sitting: Sitting, unit: int, question: int) -> str:
        return sitting.answers[self._codebook.questions[question].name][unit]

    def _open(self, unit: int) -> list[int]:
        return [q for q in self._asked[unit] if not self._given(self._sitting, unit, q)]

    def _begin(self) -> int:
        """Return the place where work goes on: after the last passage that was worked on."""
        worked = [p for p, unit in enumerate(self.units) if self._sitting.seconds[unit] > 0]
        last = max(worked, default=-1)
        if worked and 0 < len(self._open(self.units[last])) < len(self._asked[self.units[last]]):
            return last
        return self._next_open(last)

    def _next_open(self, place: int) -> int:
        """Return the place of the next passage that lacks an answer, or the end."""
        later = range(place + 1, len(self.units))
        return next((p for p in later if self._open(self.units[p])), len(self.units))

    def _go(self, place: int, question: int | None = None) -> dict[str, Any]:
        """Show a passage, and begin to measure the time that it takes."""
        self._place, self._since = place, time.monotonic()
        self._question = question
        if place < len(self.units) and question is None:
            unit = self.units[place]
            self._question = (self._open(unit) or self._asked[unit])[0]
        return self._shown()

    def _spent(self) -> float:
        return max(round(time.monotonic() - self._since, 1), 0.1)  # 0 would say: not worked on

    def _unit(self, message: Mapping) -> int:
        """Return the unit of a message, which must be the one that is shown."""
        place = whole(message, "place", below=len(self.units))
        if place != self._place:
            raise ValueError(
                f"place: found {place}, expected {self._place}, the passage that is shown now"
            )
        return self.units[place]

    def _start(self, _: Mapping) -> dict[str, Any]:
        questions = [
            {
                "name": readable(question.name),
                "text": readable(question.text),
                "labels": [
                    {
                        "key": readable(label.key),
                        "name": readable(label.name or label.key),
                        "definition": readable(label.definition),
                        "examples": [readable(example) for example in label.examples],
                        "press": label.press,
                    }
                    for label in question.labels
                ],
            }
            for question in self._codebook
        ]
        self._since = time.monotonic()
        shown = {
            "answer": "start",
            "coder": readable(self._sitting.path.stem),
            "file": readable(self._sitting.path),
            "others": [readable(name) for name in self._others],
            "questions": questions,
        }
        return shown | {"shown": self._shown()}

    def _answer(self, message: Mapping) -> dict[str, Any]:
        unit = self._unit(message)
        question = whole(message, "question", below=len(self._codebook))
        asked = self._codebook.questions[question]
        key = asked.keys[whole(message, "label", below=len(asked.keys))]
        if question not in self._asked[unit]:
            raise ValueError(f"question: found {question}, expected one that is asked here")
        before = self._given(self._sitting, unit, question)
        spent = self._spent()
        self._sitting.give(unit, asked.name, key, seconds=spent)
        self._undoable.append((self._place, question, before, spent))
        later = [q for q in self._asked[unit] if q > question] or self._open(unit)
        if later:
            return self._go(self._place, later[0])
        return self._go(self._next_open(self._place))

    def _skip(self, message: Mapping) -> dict[str, Any]:
        self._sitting.leave(self._unit(message), seconds=self._spent())
        return self._go(self._place + 1)

    def _back(self, _: Mapping) -> dict[str, Any]:
        return self._go(max(self._place - 1, 0)) if self.units else self._shown()

    def _undo(self, _: Mapping) -> dict[str, Any]:
        if not self._undoable:
            raise ValueError("undo: found no answer that was given since the cell was run")
        place, question, before, spent = self._undoable[-1]
        name = self._codebook.questions[question].name
        # Its time goes too, or work would not go on here: what took time but no answer was skipped.
        self._sitting.give(self.units[place], name, before, seconds=-spent)
        self._undoable.pop()
        return self._go(place, question)

    def _note(self, message: Mapping) -> dict[str, Any]:
        unit = self.units[whole(message, "place", below=len(self.units))]
        self._sitting.note(unit, text_of(message, "text"))
        return {"answer": "noted", "place": message["place"], "note": self._sitting.notes[unit]}

    def _article(self, message: Mapping) -> dict[str, Any]:
        unit = self._unit(message)
        doc_id, *span = self._spans.iloc[unit]
        text, body = self._articles.loc[doc_id]
        return {
            "answer": "article",
            "place": self._place,
            "title": _cut(text, (0, body), span),
            "body": _cut(text, (body, len(text)), span),
        }

    def _shown(self) -> dict[str, Any]:
        """Return the passage that is shown, or, at the end, what is left."""
        units = [(u, bool(self._open(u)), self._sitting.seconds[u]) for u in self.units]
        times = [seconds for _, is_open, seconds in units if not is_open and seconds > 0]
        at_end = self._place == len(self.units)
        here = None if at_end else self.units[self._place]
        return {
            "answer": "end" if at_end else "passage",
            "place": self._place,
            "of": len(self.units),
            "done": sum(not is_open for _, is_open, _ in units),
            "skipped": sum(is_open and s > 0 and unit != here for unit, is_open, s in units),
            "median": statistics.median(times) if times else None,
            "undo": bool(self._undoable),
            **({} if here is None else self._passage(here)),
        }

    def _passage(self, unit: int) -> dict[str, Any]:
        row = self._sheet.iloc[unit]
        questions = range(len(self._codebook))
        return {
            "question": self._question,
            "asked": self._asked[unit],
            "given": [self._label(self._sitting, unit, q) for q in questions],
            "note": self._sitting.notes[unit],
            "others": [
                {
                    "given": [self._label(other, unit, q) for q in questions],
                    "note": printable(other.notes[unit]),
                }
                for other in self._others.values()
            ],
            "leftward": reads_leftward("".join(row[["left", "node", "right"]])),
            **{name: readable(row[name]) for name in ("title", "outlet", "date")},
            **{name: row[name] for name in ("left", "node", "right")},
        }

    def _label(self, sitting: Sitting, unit: int, question: int) -> int | None:
        """Return which of the labels was given, if any."""
        given = self._given(sitting, unit, question)
        return self._codebook.questions[question].keys.index(given) if given else None


def _cut(text: str, part: tuple[int, int], span: list[int]) -> list[str]:
    """Return a part of a text in three: before a span, what of the span lies in it, and after."""
    begin, end = part
    first, last = (min(max(int(at), begin), end) for at in span)
    return [printable(piece) for piece in (text[begin:first], text[first:last], text[last:end])]
