"""What word order knows better than a parse: sources, "according to", "is said to"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toolkit.annotate.attribution.cues import Span, Statement
from toolkit.languages.words import Grammar


def reconcile(
    parsed: Iterable[Statement], ordered: Iterable[Statement], text: str, grammar: Grammar
) -> Iterator[Statement]:
    """Yield the statements of a parse, mended by those that word order gives.

    A source that the parse has missed is taken from the same cue in word order, and so are all
    of "according to" and, where the two differ, "is said to", "seems to". Counted on PolNeAR's
    train split: where only the parse misses the source, word order has it in 68 of 100 words; of
    what only the parse takes for "according to" or "seems to", 10 and 22 of 100 words are right. A
    cue before "that" of which the parse makes nothing is read by word order.

    Parameters
    ----------
    parsed, ordered
        The statements of one text, by `clauses` and by `rules`; they may overlap.
    text, grammar
        The text, and the small words of its language.
    """
    ordered = list(ordered)
    according = [
        (one.cue[0], one.source[1])
        for one in ordered
        if one.rule == "according-to" and one.cue is not None and one.source is not None
    ]
    by_cue = {statement.cue: statement for statement in ordered}
    seen = set()
    for statement in parsed:
        if statement.content:
            seen.add(statement.cue)
        same = by_cue.get(statement.cue)
        if statement.rule == "raising":
            if same is not None:
                yield same
        elif statement.rule != "according-to":
            if statement.source is None and same is not None:
                statement = statement._replace(source=same.source)
            yield _without(statement, according)
    for statement in ordered:
        is_missed = statement.rule == "cue-verb" and statement.cue not in seen
        if statement.rule == "according-to" or (
            is_missed and _is_declared(statement, text, grammar)
        ):
            yield statement


def _is_declared(statement: Statement, text: str, grammar: Grammar) -> bool:
    """Tell whether what is said begins with "that"."""
    return any(
        text[start:end].split(maxsplit=1)[0].lower() in grammar.declaratives
        for start, end in statement.content
    )


def _without(statement: Statement, spans: list[Span]) -> Statement:
    """Return a statement whose content leaves out spans that nobody says."""
    content = list(statement.content)
    for start, end in spans:
        content = [
            piece
            for first, last in content
            for piece in ((first, min(last, start)), (max(first, end), last))
            if piece[0] < piece[1]
        ]
    return statement._replace(content=tuple(content))
