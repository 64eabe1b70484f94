"""An explorer session: what is chosen, and the answers to what the page asks."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from toolkit.annotate.annotate import Tables
from toolkit.display.printable import printable
from toolkit.explore.events import place_events
from toolkit.explore.facts import FIELDS, Facts, Field
from toolkit.explore.filter_code import read_filters, write_filters
from toolkit.explore.filters import Filters, make_facet
from toolkit.explore.messages import choices, day, one_of, text_of, truth, whole, wholes
from toolkit.explore.own_columns import own_columns
from toolkit.explore.pages import ORDERS, PAGE, Concordance
from toolkit.explore.search import PLACE_COLUMNS, Found, Listed, Searcher
from toolkit.explore.verdicts import VERDICTS, Verdicts
from toolkit.explore.views import (
    MOST_CELLS,
    Counts,
    Words,
    add_bins,
    drawn_lines,
    grid,
    line,
    lines,
    make_periods,
    possible_views,
)
from toolkit.measure.exposure import exposure as count_words
from toolkit.tables.spreadsheet import to_csv

_TAKEN = {*FIELDS, "first", "last", "period", "bin"}  # no names of own columns


class Session:
    """One corpus and what of it is chosen; answers are plain values that can be sent as JSON.

    Parameters
    ----------
    tables, labels, exposure, per, filters, events, verdicts
        As `explore` takes them.
    """

    def __init__(
        self,
        tables: Tables,
        *,
        labels: Mapping[str, str],
        exposure: pd.DataFrame | None,
        per: int,
        filters: Mapping[str, Any] | None = None,
        events: Mapping[str, str] | None = None,
        verdicts: Path | None = None,
    ) -> None:
        self._tables, self._exposure, self._per = tables, exposure, per
        self._concordance = Concordance(tables)
        for by in ORDERS:  # now, so that no click has to wait for it
            self._concordance.order(by)
        docs = self._concordance.docs
        self._verdicts = None if verdicts is None else Verdicts(verdicts, tables, docs)
        self._own, self._left_out = own_columns(tables, docs, taken=_TAKEN)
        own = {name: Field(name, printable(name), "no value", own=True) for name in self._own}
        self._fields = {**FIELDS, **own}
        mentions = tables.mentions
        order = dict.fromkeys(("voice", "target", "frame"), labels)
        order |= {name: mentions[name].cat.categories for name in ("mode", "stance")}
        facets = {
            name: make_facet(mentions, field.column, first=order.get(name, ()))
            for name, field in FIELDS.items()
        }
        facets |= {name: one.facet for name, one in self._own.items()}
        self._filters = Filters(facets, mentions["date"])
        self._periods = make_periods(tables.articles["date"])
        add_bins(self._filters, self._periods)
        self._events = place_events(events or {}, self._periods)
        self._possible, self._large = possible_views(facets, [*own])
        self._view, self._split = self._possible[0], False
        self._words: Words | None = None
        self._facts = Facts(tables, labels, self._fields)
        self._searcher = Searcher(tables, outlets=facets["outlet"].levels, own=self._own)
        self._facets = facets
        self._chosen, self._period = read_filters(filters or {}, self._facets)
        self._apply(self._filters)
        self._found: Found | None = None
        self._rated = False
        self._order, self._descending, self._page = "text", False, 0
        self.selected = np.zeros(len(mentions), dtype=bool)
        self._asks: dict[str, Callable[[Mapping], dict]] = {
            "start": self._start,
            "filter": self._filter,
            "period": self._choose_period,
            "clear": self._clear,
            "search": self._search,
            "measure": self._measure,
            "view": self._choose_view,
            "split": self._choose_split,
            "order": self._choose_order,
            "page": self._turn,
            "article": self._open,
            "csv": self._csv,
            "judge": self._judge,
            "note": self._note,
            "select": self._select,
            "select_shown": self._select_shown,
            "clear_selection": self._clear_selection,
        }

    def answer(self, message: object) -> dict[str, Any]:
        """Return the answer to a message of the page.

        Raises
        ------
        ValueError, OSError
            If the message asks for what does not exist, or a verdict cannot be written; nothing
            has been changed then.
        """
        if not isinstance(message, Mapping):
            raise ValueError(f"message: found {type(message).__name__}, expected a mapping")
        return self._asks[one_of(message, "ask", self._asks)](message)

    @property
    def filters(self) -> dict[str, Any]:
        """What is chosen, as the argument `filters`."""
        return write_filters(self._chosen, self._period, self._facets)

    def _start(self, _: Mapping) -> dict[str, Any]:
        facets = self._filters.facets
        return {
            "answer": "start",
            "facets": {
                name: {
                    "label": field.label,
                    "said": field.said,
                    "all": field.all,
                    "own": field.own,
                    "values": [self._facts.label(name, value) for value in facets[name].levels],
                }
                for name, field in self._fields.items()
            },
            "possible": [view._asdict() for view in self._possible],
            "verdicts": [] if self._verdicts is None else VERDICTS,
            "left_out": self._said_left_out(),
            "events": self._events,
            "every": self._periods.every,
            "periods": [
                [f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d}"]
                for first, last in zip(self._periods.first, self._periods.last, strict=True)
            ],
            "per": self._per,
            "total": len(self.selected),
            "size": PAGE,
            "views": self._views(),
        }

    def _said_left_out(self) -> list[str]:
        said = [f"Not among the filters: {', '.join(self._left_out)}."] if self._left_out else []
        large = [
            f"{self._fields[rows].label} by {self._fields[columns].said}"
            for rows, columns in self._large
        ]
        if large:
            said.append(
                f"Not among the views, with more than {MOST_CELLS:,} cells: {', '.join(large)}."
            )
        return said

    def _filter(self, message: Mapping) -> dict[str, Any]:
        sizes = {name: len(facet.levels) for name, facet in self._facets.items()}
        chosen = self._chosen | choices(message, "choose", sizes)
        self._chosen = {name: choice for name, choice in chosen.items() if choice is not None}
        return self._refiltered()

    def _choose_period(self, message: Mapping) -> dict[str, Any]:
        self._period = day(message, "first"), day(message, "last")
        return self._refiltered()

    def _clear(self, _: Mapping) -> dict[str, Any]:
        self._chosen, self._period = {}, (None, None)
        return self._refiltered()

    def _search(self, message: Mapping) -> dict[str, Any]:
        wanted, is_expression = text_of(message, "text"), truth(message, "expression")
        self._found = self._searcher.find(wanted, is_expression=is_expression) if wanted else None
        return self._refiltered()

    def _measure(self, message: Mapping) -> dict[str, Any]:
        self._rated = truth(message, "rates")
        if self._rated and self._words is None:
            self._words = self._count_words()
            self._apply(self._words.filters)
        return self._views()

    def _count_words(self) -> Words:
        articles, exposure = self._tables.articles, self._exposure
        if exposure is None:
            exposure = count_words(articles, self._tables.attributions)
        docs = pd.Index(articles["doc_id"]).get_indexer(exposure["doc_id"])
        own = {name: one.of_words(exposure, name, docs) for name, one in self._own.items()}
        return Words(exposure, self._filters, self._periods, own)

    def _choose_view(self, message: Mapping) -> dict[str, Any]:
        self._view = self._possible[whole(message, "number", below=len(self._possible))]
        return self._views()

    def _choose_split(self, message: Mapping) -> dict[str, Any]:
        self._split = truth(message, "on")
        return self._views()

    def _choose_order(self, message: Mapping) -> dict[str, Any]:
        order, descending = one_of(message, "by", ORDERS), truth(message, "descending")
        self._order, self._descending, self._page = order, descending, 0
        return self._lines()

    def _turn(self, message: Mapping) -> dict[str, Any]:
        self._page = whole(message, "page", below=self._pages())
        return self._lines()

    def _open(self, message: Mapping) -> dict[str, Any]:
        row = whole(message, "row", below=len(self._listed.concordance.docs))
        return {"answer": "article", **self._listed.concordance.article(row)}

    def _csv(self, _: Mapping) -> dict[str, Any]:
        table = self._listed.concordance.table(self._shown())
        if self._found is not None:
            table = table[list(PLACE_COLUMNS)]
        return {"answer": "csv", "text": to_csv(table).decode()}

    def _judge(self, message: Mapping) -> dict[str, Any]:
        row = whole(message, "row", below=len(self.selected))
        verdict = one_of(message, "verdict", ("", *VERDICTS))
        self._expect_verdicts().judge(row, verdict)
        return self._judged(row)

    def _note(self, message: Mapping) -> dict[str, Any]:
        row = whole(message, "row", below=len(self.selected))
        self._expect_verdicts().note(row, text_of(message, "text"))
        return self._judged(row)

    def _expect_verdicts(self) -> Verdicts:
        if self._verdicts is None:
            raise ValueError("verdicts: found no file; name one: explore(..., verdicts='ada.csv')")
        return self._verdicts

    def _judged(self, row: int) -> dict[str, Any]:
        verdicts = self._expect_verdicts()
        return {"answer": "judged", "row": row, **verdicts.of(row)._asdict(), "n": verdicts.count()}

    def _select(self, message: Mapping) -> dict[str, Any]:
        on = truth(message, "on")
        rows = wholes(message, "rows", below=len(self.selected))
        self.selected[np.array(rows, dtype="int64")] = on
        return self._selection()

    def _select_shown(self, _: Mapping) -> dict[str, Any]:
        self.selected |= self._filters.shown()
        return self._selection()

    def _clear_selection(self, _: Mapping) -> dict[str, Any]:
        self.selected[:] = False
        return self._selection()

    def _refiltered(self) -> dict[str, Any]:
        self._page = 0
        self._apply(self._filters)
        if self._words is not None:
            self._apply(self._words.filters)
        if self._found is not None:
            self._apply(self._found.listed.filters)
        return self._views()

    def _apply(self, filters: Filters) -> None:
        """Set the filters of a table to what is chosen, for the columns that it has."""
        for name in filters.facets.keys() & self._facets.keys():
            filters.choose(name, self._chosen.get(name))
        first, last = (np.datetime64(bound) if bound else None for bound in self._period)
        filters.choose_period(first, last)

    def _views(self) -> dict[str, Any]:
        words = self._words if self._rated else None
        shown = self._filters.shown()
        counts = {
            name: self._filters.facets[name].count(self._filters.shown(but=[name])).tolist()
            for name in self._facets
        }
        return {
            "answer": "views",
            "chosen": {
                name: choice and choice._asdict()
                for name in self._facets
                for choice in [self._chosen.get(name)]
            },
            "search": self._search_told(),
            "period": list(self._period),
            "code": f"filters={self.filters!r}" if self.filters else "",
            "counts": counts,
            "rated": self._rated,
            "view": self._view._asdict(),
            "grid": self._plain(grid(self._filters, words, self._view)),
            "line": self._timeline(words),
            "shown": int(shown.sum()),
            "judged": 0 if self._verdicts is None else self._verdicts.count(),
            "docs": int(np.count_nonzero(np.bincount(self._concordance.docs[shown]))),
            "undated": int(np.isnat(self._filters.days[shown]).sum()),
            "selection": self._selection(),
            "page": self._lines(),
        }

    def _timeline(self, words: Words | None) -> dict[str, Any]:
        """Return the timeline: one line, or one of each value of the rows of the view."""
        name = self._view.rows
        if not self._split:
            return {
                "split": False,
                "codes": [None],
                "of": 1,
                **self._plain(line(self._filters, words)),
            }
        codes, of = drawn_lines(self._filters, name, self._chosen.get(name))
        counts = lines(self._filters, words, name, codes)
        return {"split": True, "codes": codes, "of": of, **self._plain(counts)}

    def _plain(self, counts: Counts) -> dict[str, Any]:
        rates = counts.rates(per=self._per)
        if rates is None:
            return {"n": counts.n.tolist(), "rates": None}
        plain = rates.astype(object)
        plain[np.isnan(rates)] = None  # JSON has no NaN
        return {"n": counts.n.tolist(), "rates": plain.tolist()}

    @property
    def _listed(self) -> Listed:
        """What the concordance lists: what was searched for, or else mentions."""
        if self._found is not None:
            return self._found.listed
        return Listed(self._filters, self._concordance, self._facts_of)

    def _facts_of(self, row: int) -> dict[str, Any]:
        known = {} if self._verdicts is None else self._verdicts.of(row)._asdict()
        return self._facts.of(row) | {"selected": bool(self.selected[row])} | known

    def _search_told(self) -> dict[str, Any] | None:
        if self._found is None:
            return None
        shown = self._listed.filters.shown()
        return {
            "text": self._found.wanted,
            "expression": self._found.is_expression,
            "n": int(shown.sum()),
            "docs": len(np.unique(self._listed.concordance.docs[shown])),
            "note": self._found.note,
        }

    def _pages(self) -> int:
        return max(1, math.ceil(self._listed.filters.shown().sum() / PAGE))

    def _shown(self) -> np.ndarray:
        """Return the rows that are shown, on whatever page, in the order chosen."""
        order = self._listed.concordance.order(self._order, descending=self._descending)
        return order[self._listed.filters.shown()[order]]

    def _rows(self) -> np.ndarray:
        """Return the rows of the page that is shown."""
        return self._shown()[self._page * PAGE : (self._page + 1) * PAGE]

    def _lines(self) -> dict[str, Any]:
        listed = self._listed
        lines = [
            line | listed.facts(line["row"]) for line in listed.concordance.lines(self._rows())
        ]
        return {
            "answer": "page",
            "number": self._page,
            "pages": self._pages(),
            "order": self._order,
            "descending": self._descending,
            "searched": self._found is not None,
            "lines": lines,
        }

    def _selection(self) -> dict[str, Any]:
        rows = self._rows() if self._found is None else np.empty(0, dtype="int64")
        return {
            "answer": "selection",
            "selected": int(self.selected.sum()),
            "rows": rows[self.selected[rows]].tolist(),
        }
