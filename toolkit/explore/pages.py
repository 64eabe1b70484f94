"""Pages: the concordance in the order asked for, a page at a time, and whole articles."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from toolkit.annotate.annotate import Tables
from toolkit.display.printable import printable, reads_leftward
from toolkit.figures.passages import Piece, read_passages, with_context

ORDERS = ("text", "left", "term", "right", "date")
PAGE = 50  # rows that are sent at once
_REACH = 60  # characters to each side that lines are sorted by
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_BREAKS = re.compile(r"\s*\n\s*")


class Concordance:
    """Every mention in its context; rows are known by their place in the mentions table."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        mentions, articles = tables.mentions, tables.articles
        self.docs = pd.Index(articles["doc_id"]).get_indexer(mentions["doc_id"])
        said = tables.attributions.drop_duplicates("attribution_id")
        self._said = said
        self._saying = pd.Index(said["attribution_id"]).get_indexer(mentions["attribution_id"])
        naming = pd.Index(articles["doc_id"]).get_indexer(tables.names["doc_id"])
        self._names_in_order = np.argsort(naming, kind="stable")
        self._naming = naming[self._names_in_order]
        self._orders: dict[str, np.ndarray] = {}

    def order(self, by: str, *, descending: bool = False) -> np.ndarray:
        """Return all rows in an order.

        Parameters
        ----------
        by
            "text" as the table has them; "left" and "right" by the words before and after the
            term, reading outward; "term"; "date", undated ones last.
        descending
            Whether the last comes first.
        """
        if by not in self._orders:
            self._orders[by] = self._sort(by)
        return self._orders[by][::-1] if descending else self._orders[by]

    def lines(self, rows: np.ndarray) -> list[dict[str, Any]]:
        """Return what a line of the concordance shows, for each of the rows."""
        return [
            {"row": int(row), **_line(pieces)}
            for row, pieces in zip(rows, self._read(rows), strict=True)
        ]

    def table(self, rows: np.ndarray) -> pd.DataFrame:
        """Return the rows with the text around each, for a spreadsheet."""
        return with_context(self._tables.mentions.iloc[rows], self._tables.articles)

    def article(self, row: int) -> dict[str, Any]:
        """Return title and body of a row's article, with what belongs to the term marked."""
        pieces = next(iter(self._read(np.array([row]), whole=True)))
        head, body = _split(pieces, int(self._tables.articles["body_start"].iloc[self.docs[row]]))
        return {"row": row, "title": _marked(head), "body": _marked(body)}

    def _read(self, rows: np.ndarray, *, whole: bool = False):
        """Read only what these rows need: the whole tables would take too long for a click."""
        mentions = self._tables.mentions.iloc[rows]
        docs, saying = np.unique(self.docs[rows]), np.unique(self._saying[rows])
        first, last = (np.searchsorted(self._naming, docs, side) for side in ("left", "right"))
        names = [self._names_in_order[a:b] for a, b in zip(first, last, strict=True)]
        return read_passages(
            mentions,
            mentions,
            self._tables.articles.iloc[docs],
            self._said.iloc[saying[saying >= 0]],
            names=self._tables.names.iloc[np.concatenate([np.empty(0, dtype="int64"), *names])],
            whole=whole,
        )

    def _sort(self, by: str) -> np.ndarray:
        mentions = self._tables.mentions
        if by == "text":
            return np.arange(len(mentions))
        if by == "date":
            return np.argsort(mentions["date"].to_numpy(), kind="stable")  # NaT comes last
        texts = self._tables.articles["text"].to_numpy()[self.docs]
        spans = zip(texts, mentions["start"], mentions["end"], strict=True)
        if by == "left":
            before = (text[max(0, start - _REACH) : start] for text, start, _ in spans)
            return _ranked([" ".join(reversed(_words(text))) for text in before])
        right = [" ".join(_words(text[end : end + _REACH])) for text, _, end in spans]
        if by == "right":
            return _ranked(right)
        nodes = (match.casefold() for match in mentions["match"])
        return _ranked(list(zip(nodes, right, strict=True)))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _ranked(keys: list) -> np.ndarray:
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype="int64")


def _line(pieces: list[Piece]) -> dict[str, Any]:
    flat = [Piece(_BREAKS.sub(" ¶ ", text), kind) for text, kind in pieces]
    at = next(at for at, piece in enumerate(flat) if piece.kind == "term")
    return {
        "left": _marked(flat[:at]),
        "node": printable(flat[at].text),
        "right": _marked(flat[at + 1 :]),
        "leftward": reads_leftward("".join(piece.text for piece in flat)),
    }


def _split(pieces: list[Piece], at: int) -> tuple[list[Piece], list[Piece]]:
    """Return the pieces before a place in the text that they make up, and those after it."""
    head, body, begin = [], [], 0
    for text, kind in pieces:
        cut = min(max(at - begin, 0), len(text))
        head.append(Piece(text[:cut], kind))
        body.append(Piece(text[cut:], kind))
        begin += len(text)
    return head, body


def _marked(pieces: list[Piece]) -> list[Piece]:
    return [Piece(printable(text), kind) for text, kind in pieces if text]
