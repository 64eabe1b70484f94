"""What word order knows better than a parse: sources, "according to", "is said to"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toolkit.annotate.attribution.cues import Statement


def reconcile(parsed: Iterable[Statement], ordered: Iterable[Statement]) -> Iterator[Statement]:
    """Yield the statements of a parse, mended by those that word order gives.

    A source that the parse has missed is taken from the same cue in word order, and so are all
    of "according to" and, where the two differ, "is said to", "seems to". Counted on PolNeAR's
    train split: where only the parse misses the source, word order has it in 68 of 100 words; of
    what only the parse takes for "according to" or "seems to", 10 and 22 of 100 words are right.

    Parameters
    ----------
    parsed, ordered
        The statements of one text, by `clauses` and by `rules`; they may overlap.
    """
    ordered = list(ordered)
    by_cue = {statement.cue: statement for statement in ordered}
    for statement in parsed:
        same = by_cue.get(statement.cue)
        if statement.rule == "raising":
            if same is not None:
                yield same
        elif statement.rule != "according-to":
            if statement.source is None and same is not None:
                statement = statement._replace(source=same.source)
            yield statement
    yield from (statement for statement in ordered if statement.rule == "according-to")
