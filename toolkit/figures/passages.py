"""The passages behind each mark of a figure: which they are, and how they read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from toolkit.tables.contexts import contexts
from toolkit.tables.joint import JOINT, credit_each

_COLUMNS = (
    "mark", "side", "mention_id", "doc_id", "start", "end", "match", "frame", "word", "mode",
    "negated", "voice", "source", "target_id", "rule", "date", "outlet",
)  # fmt: skip
_ID = "mention_id"
_REFERENCE = "_reference"
_IN_CSV = 120  # characters to each side
_AROUND = 220  # characters of context to each side of the term
_REACH = 700  # how far from the term its speaker and cue are still shown


class Piece(NamedTuple):
    """A stretch of a passage: "term", "source", "cue", "target", or "" for plain text."""

    text: str
    kind: str


def number_marks(data: pd.DataFrame) -> pd.DataFrame:
    """Return the drawn table with a first column `mark`, from 1 on."""
    marked = data.reset_index(drop=True)
    marked.insert(0, "mark", range(1, len(marked) + 1))
    return marked


def find_passages(
    marked: pd.DataFrame, mentions: pd.DataFrame, articles: pd.DataFrame | None
) -> pd.DataFrame:
    """Return the mentions behind each mark, those of a comparison for both of its sides.

    A mention belongs to the mark of its mention_id, if the marks have any; else to that with which
    it shares the values of all columns that both tables have; to the reference of a comparison, if
    it does so with the columns ``*_reference``. What several say together belongs to the marks of
    each, unless the marks name them together. Of articles in place of mentions, the passage is the
    title.

    Returns
    -------
    pandas.DataFrame
        mark, side (of comparisons: group or reference), the columns of the mention, and with
        articles: left and right, the text around it.

    Raises
    ------
    ValueError
        If the tables share no column, or a mark has another number of mentions than its `n` (of
        key words: in both groups; of a mention_id: one), or of articles than its `n_docs` if it
        has no `n`.
    """
    if "start" not in mentions:
        mentions = _titles(mentions)
    keys = [c for c in marked.columns if c in mentions.columns]
    if not keys:
        raise ValueError(
            f"data: found the columns {', '.join(marked.columns)}, none of which mentions have; "
            "expected the columns that split the counts"
        )
    if _ID in keys:
        keys = [_ID]
    compared = {k + _REFERENCE: k for k in keys if k + _REFERENCE in marked.columns}
    found = _joined(marked, mentions, {k: k for k in keys}, "n")
    if compared:
        others = {k: k for k in keys if k not in compared.values()} | compared
        reference = _joined(marked, mentions, others, "n_reference")
        found = pd.concat([found.assign(side="group"), reference.assign(side="reference")])
    found = found.sort_values(["mark", *(["side"] if compared else []), "doc_id", "start"])
    found = found[[c for c in _COLUMNS if c in found]].reset_index(drop=True)
    if articles is None:
        return found
    left, right = contexts(found, articles, width=_IN_CSV)
    return found.assign(left=left, right=right)


def _joined(
    marked: pd.DataFrame, mentions: pd.DataFrame, keys: Mapping[str, str], n: str
) -> pd.DataFrame:
    """Return the mentions of each mark; `keys` name columns of the marks and of the mentions."""
    names = list(keys.values())
    marks = marked[["mark", *keys]].rename(columns=dict(keys)).astype(dict.fromkeys(names, object))
    name, expected, of_articles = _expected(marked, n, keys)
    apart = [c for c in names if not marks[c].astype("str").str.contains(JOINT, regex=False).any()]
    found = []
    # together: those that data name together may all have been filtered out of the data
    for told in (credit_each(mentions, apart), mentions):
        joined = marks.merge(told.astype(dict.fromkeys(names, object)), on=names, how="inner")
        if expected is None:
            return joined
        counted = joined.drop_duplicates(["mark", "doc_id"]) if of_articles else joined
        counts = counted["mark"].value_counts().reindex(marked["mark"], fill_value=0)
        if (counts.to_numpy() == expected.to_numpy()).all():
            return joined
        found.append(counts)
    wrong = marked.assign(_expected=expected)[found[0].to_numpy() != expected.to_numpy()]
    first = wrong.iloc[0]
    raise ValueError(
        f"mentions: found {found[0][first['mark']]} for mark {first['mark']} "
        f"({', '.join(f'{k}={first[k]}' for k in keys)}), expected {name}={first['_expected']}; "
        "give the mentions that the data were counted from, filtered alike"
    )


def _expected(
    marked: pd.DataFrame, n: str, keys: Mapping[str, str]
) -> tuple[str, pd.Series | None, bool]:
    """Return what the marks count: its name, how many, and whether these are articles."""
    if _ID in keys:
        return "passages", pd.Series(1, index=marked.index), False
    if n in marked:
        return n, marked[n], False
    if "n_target" in marked:
        both = marked["n_target"] + marked["n_reference"]
        return "n_target + n_reference", both, bool((marked["unit"] == "texts").all())
    return "n_docs", marked.get("n_docs"), True


def _titles(articles: pd.DataFrame) -> pd.DataFrame:
    """Return a place for each article: its title, or else its beginning."""
    length = articles["text"].str.len().clip(upper=_IN_CSV)
    # A blank line parts the title from the body.
    ends = (articles["body_start"] - 2).where(articles["body_start"] > 0, length)
    first = [text[:end] for text, end in zip(articles["text"], ends, strict=True)]
    places = articles.assign(mention_id=articles["doc_id"], start=0, end=ends, match=first)
    return places.drop(columns=["text", "title", "body_start", "n_tokens"], errors="ignore")


def read_passages(
    passages: pd.DataFrame,
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    attributions: pd.DataFrame | None,
    *,
    names: pd.DataFrame | None = None,
    whole: bool = False,
) -> Iterator[list[Piece]]:
    """Yield each passage in pieces: the term, its speaker and its cue, and the text around them.

    Parameters
    ----------
    passages
        Rows of mentions, or of `find_passages`.
    mentions, articles, attributions
        The tables that they come from, or those rows of them that belong to the passages.
    names
        From `find_actors`, to mark where the actor of `target_id` is named near the term.
    whole
        Whether to read the whole article rather than the surroundings of the term.
    """
    texts = articles.set_index("doc_id")["text"]
    reach = max(map(len, texts), default=0) if whole else _REACH
    around = reach if whole else _AROUND
    ids, said = _attributed(mentions, attributions)
    named = _named(names)
    for row in passages.itertuples():
        marked = [(row.start, row.end, "term")]
        ends = said.get(ids.get(row.mention_id))
        for kind, pair in (("source", ends[:2]), ("cue", ends[2:])) if ends else ():
            if not pd.isna(pair[0]) and abs(pair[0] - row.start) <= reach:
                marked.append((int(pair[0]), int(pair[1]), kind))
        for start, end in named.get((row.doc_id, row.target_id), ()) if named else ():
            if row.start - around <= start and end <= row.end + around:
                marked.append((start, end, "target"))
        yield list(_pieces(texts[row.doc_id], marked, around))


def _attributed(
    mentions: pd.DataFrame, attributions: pd.DataFrame | None
) -> tuple[dict[str, str], dict[str, tuple]]:
    """Return the attribution of each mention, and where its speaker and its cue stand."""
    if attributions is None or "attribution_id" not in mentions:
        return {}, {}
    first = attributions.drop_duplicates("attribution_id").set_index("attribution_id")
    spans = first[["source_start", "source_end", "cue_start", "cue_end"]]
    said = {row[0]: row[1:] for row in spans.itertuples(name=None)}
    return dict(zip(mentions["mention_id"], mentions["attribution_id"], strict=True)), said


def _named(names: pd.DataFrame | None) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """Return where each article names each actor."""
    named: dict[tuple[str, str], list[tuple[int, int]]] = {}
    if names is not None:
        for doc_id, actor_id, *span in zip(
            *(names[c] for c in ("doc_id", "actor_id", "start", "end")), strict=True
        ):
            named.setdefault((doc_id, actor_id), []).append(tuple(span))
    return named


def _pieces(text: str, marked: list[tuple[int, int, str]], around: int) -> Iterator[Piece]:
    term = marked[0]
    kept = [term]
    for span in marked[1:]:  # a speaker within the term, or a cue within the speaker, is no piece
        if all(span[1] <= other[0] or span[0] >= other[1] for other in kept):
            kept.append(span)
    start = max(0, term[0] - around)
    start = next((at + 1 for at in range(start, term[0]) if text[at].isspace()), start)
    stop = min(len(text), term[1] + around)
    stop = next((at for at in range(stop - 1, term[1], -1) if text[at].isspace()), stop)
    start = min([0 if term[0] <= around else start, *(span[0] for span in kept)])
    stop = max([len(text) if len(text) - term[1] <= around else stop, *(s[1] for s in kept)])
    at = start
    yield Piece("… " if start else "", "")
    for begin, end, kind in sorted(kept):
        yield Piece(text[at:begin], "")
        yield Piece(text[begin:end], kind)
        at = end
    yield Piece(text[at:stop] + (" …" if stop < len(text) else ""), "")
