"""One article's text, read once: folded, and cut into lines, sentences and quotations."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property

import pandas as pd

from toolkit.text.patterns import fold
from toolkit.text.quotes import Quote, quote_spans
from toolkit.text.sentences import sentence_spans
from toolkit.text.words import Span, has_word


class Text:
    """The text of one article. Each part is made when it is first asked for, and kept.

    Parameters
    ----------
    raw
        The text that all offsets point into.
    doc_id
        The article.
    body_start
        Where the body begins in `raw`; 0 without a title.
    language
        Code of the language that it is written in; empty where nobody says.
    speaker
        Who speaks the whole of it, of a speech or a press release; empty of an article. What
        has no word in it, such as blanks, is nobody.
    """

    def __init__(
        self,
        raw: str,
        *,
        doc_id: str = "",
        body_start: int = 0,
        language: str | None = None,
        speaker: str | None = None,
    ) -> None:
        self.raw = raw
        self.doc_id = doc_id
        self.body_start = body_start
        self.language = language
        self.speaker = speaker

    @cached_property
    def folded(self) -> str:
        """The text without diacritics, its marks plain; offsets are those of `raw`."""
        return fold(self.raw)

    @cached_property
    def lowered(self) -> str:
        """The text in lower case; of another length where a letter becomes two."""
        return self.raw.lower()

    @cached_property
    def lines(self) -> list[Span]:
        """The (start, end) of each line, without its line break; a line is a paragraph."""
        spans, start = [], 0
        for line in self.raw.split("\n"):
            spans.append((start, start + len(line)))
            start += len(line) + 1
        return spans

    @cached_property
    def sentences(self) -> list[Span]:
        """The (start, end) of each sentence."""
        return sentence_spans(self.raw, self.language or "en")

    @cached_property
    def quotes(self) -> list[Quote]:
        """The outermost quotations."""
        return quote_spans(self.raw)

    def is_quoted(self, place: int) -> bool:
        """Tell whether the character at `place` stands in a quotation, its marks included."""
        at = bisect_left(self.quotes, (place + 1,)) - 1
        return at >= 0 and place < self.quotes[at].end


def texts_of(articles: pd.DataFrame) -> Iterator[Text]:
    """Yield the text of each article, in their order."""
    nothing = [None] * len(articles)
    known = (articles.get(c, nothing) for c in ("language", "speaker"))
    columns = (*(articles[c] for c in ("text", "doc_id", "body_start")), *known)
    for raw, doc_id, body_start, *about in zip(*columns, strict=True):
        language, speaker = (said if isinstance(said, str) and said else None for said in about)
        if speaker and not has_word(speaker):  # blanks, dashes
            speaker = None
        yield Text(
            raw, doc_id=doc_id, body_start=int(body_start), language=language, speaker=speaker
        )
