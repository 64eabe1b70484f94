"""An explorer session: what is chosen, and the answers to what the page asks."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from toolkit.annotate.annotate import Tables
from toolkit.explore.facts import FIELDS, Facts
from toolkit.explore.filter_code import read_filters, write_filters
from toolkit.explore.filters import Filters, make_facet
from toolkit.explore.messages import choices, day, one_of, text_of, truth, whole, wholes
from toolkit.explore.pages import ORDERS, PAGE, Concordance
from toolkit.explore.search import PLACE_COLUMNS, Found, Listed, Searcher
from toolkit.explore.views import Counts, Words, add_bins, grid, line, make_periods
from toolkit.measure.exposure import exposure as count_words
from toolkit.tables.spreadsheet import to_csv


class Session:
    """One corpus and what of it is chosen; answers are plain values that can be sent as JSON.

    Parameters
    ----------
    tables, labels, exposure, per, filters
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
    ) -> None:
        self._tables, self._exposure, self._per = tables, exposure, per
        mentions = tables.mentions
        order = dict.fromkeys(("voice", "target", "frame"), labels)
        order |= {name: mentions[name].cat.categories for name in ("mode", "stance")}
        facets = {
            name: make_facet(mentions, field.column, first=order.get(name, ()))
            for name, field in FIELDS.items()
        }
        self._filters = Filters(facets, mentions["date"])
        self._periods = make_periods(tables.articles["date"])
        add_bins(self._filters, self._periods)
        self._words: Words | None = None
        self._facts = Facts(tables, labels)
        self._searcher = Searcher(tables, outlets=facets["outlet"].levels)
        self._concordance = Concordance(tables)
        for by in ORDERS:  # now, so that no click has to wait for it
            self._concordance.order(by)
        self._facets = {name: self._filters.facets[name] for name in FIELDS}
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
            "order": self._choose_order,
            "page": self._turn,
            "article": self._open,
            "csv": self._csv,
            "select": self._select,
            "select_shown": self._select_shown,
            "clear_selection": self._clear_selection,
        }

    def answer(self, message: object) -> dict[str, Any]:
        """Return the answer to a message of the page.

        Raises
        ------
        ValueError
            If the message asks for what does not exist; nothing has been changed then.
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
                    "values": [self._facts.label(name, value) for value in facets[name].levels],
                }
                for name, field in FIELDS.items()
            },
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

    def _filter(self, message: Mapping) -> dict[str, Any]:
        sizes = {name: len(self._filters.facets[name].levels) for name in FIELDS}
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
            if self._exposure is None:
                self._exposure = count_words(self._tables.articles, self._tables.attributions)
            self._words = Words(self._exposure, self._filters, self._periods)
            self._apply(self._words.filters)
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
        for name in filters.facets.keys() & FIELDS.keys():
            filters.choose(name, self._chosen.get(name))
        first, last = (np.datetime64(bound) if bound else None for bound in self._period)
        filters.choose_period(first, last)

    def _views(self) -> dict[str, Any]:
        words = self._words if self._rated else None
        shown = self._filters.shown()
        counts = {
            name: self._filters.facets[name].count(self._filters.shown(but=[name])).tolist()
            for name in FIELDS
        }
        return {
            "answer": "views",
            "chosen": {
                name: choice and choice._asdict()
                for name in FIELDS
                for choice in [self._chosen.get(name)]
            },
            "search": self._search_told(),
            "period": list(self._period),
            "code": f"filters={self.filters!r}" if self.filters else "",
            "counts": counts,
            "grid": self._plain(grid(self._filters, words)),
            "line": self._plain(line(self._filters, words)),
            "shown": int(shown.sum()),
            "docs": int(np.count_nonzero(np.bincount(self._concordance.docs[shown]))),
            "undated": int(np.isnat(self._filters.days[shown]).sum()),
            "selection": self._selection(),
            "page": self._lines(),
        }

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
        return self._facts.of(row) | {"selected": bool(self.selected[row])}

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
