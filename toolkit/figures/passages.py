"""The passages behind each mark of a figure: which they are, and how they read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from toolkit.annotate.names import names_by_doc
from toolkit.figures.sampled import BEHIND, draw_passages_of
from toolkit.tables.arguments import check_columns
from toolkit.tables.contexts import contexts
from toolkit.tables.joint import JOINT, credit_each
from toolkit.tables.keys import Keys, keys_of

COLUMNS = (
    "mark", "side", "mention_id", "doc_id", "start", "end", "match", "frame", "word", "mode",
    "negated", "stance", "voice", "source", "target_id", "rule", "date", "outlet",
)  # fmt: skip
_ID = "mention_id"
_PLACES = {"collocates": "find_collocates", "keyness": "find_words", "words": "find_words"}
_IN_CSV = 120  # characters to each side
_AROUND = 220  # characters of context to each side of the term
_REACH = 700  # how far from the term its speaker and cue are still shown


class Piece(NamedTuple):
    """A stretch of a passage: "term", "source", "cue", "target", or "" for plain text."""

    text: str
    kind: str


class _Expected(NamedTuple):
    """How many mentions each of the marks has: what this is called, and whether it is articles."""

    marks: pd.DataFrame
    name: str
    counts: pd.Series
    of_articles: pd.Series


def number_marks(data: pd.DataFrame) -> pd.DataFrame:
    """Return the drawn table with a first column `mark`, from 1 on."""
    if "mark" in data:
        raise ValueError(
            "data: found a column 'mark', where the numbers of the marks go; rename it, as by "
            ".rename(columns={'mark': 'my_mark'})"
        )
    marked = data.reset_index(drop=True)
    marked.insert(0, "mark", range(1, len(marked) + 1))
    return marked


def mark_columns(data: pd.DataFrame) -> list[str]:
    """Return the columns that tell the marks of a drawn table apart, as it declares them.

    Raises
    ------
    ValueError
        If it is neither the table of a measure nor one of mentions, or lacks such a column.
    """
    if _ID in data:
        return [_ID]
    return [] if data.empty else keys_of(data, "data").columns()


def find_passages(
    marked: pd.DataFrame, mentions: pd.DataFrame, articles: pd.DataFrame | None
) -> pd.DataFrame:
    """Return the mentions behind each mark, those of a comparison for both of its sides.

    If they are very many, some are drawn by chance (`toolkit.figures.sampled`).

    Marks with a mention_id are mentions. All others are rows of a measure's table: a mention
    belongs to the mark with which it shares the values of the columns that split the counts, as the
    table declares (`toolkit.tables.keys`). What several say together belongs to the marks of each,
    unless the marks name them together. Of articles in place of mentions, the passage is the title.

    Returns
    -------
    pandas.DataFrame
        mark, side (of measures with sides, such as group and reference), the columns of the
        mention, those that split the counts, with articles: left and right, the text around it, and
        of a sample: n_behind, how many passages the mark has.

    Raises
    ------
    ValueError
        If the marks do not say what they count, a table lacks a column, or a mark has a different
        number of mentions (or of articles, where these are counted) than it states.
    """
    if "start" not in mentions and "text" in mentions:
        mentions = _titles(mentions)
    split: list[str] = []
    if _ID in marked:
        once = pd.Series(1, index=marked["mark"])
        expected = _Expected(marked.set_index("mark"), "passages", once, once == 0)
        sides = {"": _joined(marked, mentions, {_ID: _ID}, expected)}
    elif marked.empty:
        sides = {"": mentions.head(0).assign(mark=0)}
    else:
        keys = keys_of(marked, "data")
        sides, split = _by_side(marked, mentions, keys), [*keys.by, *keys.measure.keys, *keys.of]
    passages = pd.concat([rows.assign(side=side) if side else rows for side, rows in sides.items()])
    order = ["mark", *(["side"] if any(sides) else [])]
    passages = draw_passages_of(passages, order)
    shown = [c for c in dict.fromkeys([*COLUMNS, *split, BEHIND]) if c in passages]
    passages = arranged(passages[shown])
    return passages if articles is None else with_context(passages, articles)


def arranged(passages: pd.DataFrame) -> pd.DataFrame:
    """Return passages in the order of marks and of articles, and their columns in ours."""
    by = [c for c in ("mark", "side", "doc_id", "start") if c in passages]
    passages = passages.sort_values(by)
    columns = [c for c in COLUMNS if c in passages]
    columns += [c for c in passages if c not in columns]
    return passages[columns].reset_index(drop=True)


def with_context(passages: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return passages with the text around each."""
    left, right = contexts(passages, articles, width=_IN_CSV)
    return passages.assign(left=left, right=right)


def _by_side(marked: pd.DataFrame, mentions: pd.DataFrame, keys: Keys) -> dict[str, pd.DataFrame]:
    """Return the mentions that the rows of a measure's table count, for each of their sides."""
    measure, numbered = keys.measure, marked.set_index("mark")
    check_columns(marked, [measure.count + end for end in measure.sides.values()], "data")
    texts = pd.Series("", index=numbered.index)
    if measure.texts is not None:
        check_columns(marked, [measure.texts], "data")
        texts = numbered[measure.texts]
    counted = {}
    for side, end in measure.sides.items():
        split, count = keys.of_side(end), measure.count + end
        remedy = f"data were counted by {', '.join(split.values())}"
        if keys.table in _PLACES:
            remedy += f": give the places of `{_PLACES[keys.table]}` as mentions"
        check_columns(mentions, [*split.values()], "mentions", remedy=remedy)
        marks = _with_rest(marked, mentions, keys, end) if measure.rest else marked
        expected = _Expected(numbered, count, numbered[count], texts == "texts")
        counted[side] = _joined(marks, mentions, split, expected, together=keys.together)
    return counted


def _with_rest(marked: pd.DataFrame, mentions: pd.DataFrame, keys: Keys, end: str) -> pd.DataFrame:
    """Return the marks, those whose group is empty once for each group that no side names."""
    sides = [keys.by[0] + other for other in keys.measure.sides.values()]
    groups, column = mentions[keys.by[0]].dropna().unique(), keys.by[0] + end
    meant = [
        [group for group in groups if group not in named] if pd.isna(value) else [value]
        for value, named in zip(marked[column], marked[sides].to_numpy(), strict=True)
    ]
    return marked.assign(**{column: meant}).explode(column).dropna(subset=column)


def _joined(
    marks: pd.DataFrame,
    mentions: pd.DataFrame,
    keys: Mapping[str, str],
    expected: _Expected,
    *,
    together: Sequence[str] = (),
) -> pd.DataFrame:
    """Return the mentions of each mark; `keys` name columns of the marks and of the mentions.

    Mentions of several who speak `together` belong to each, though no key names the speaker.
    """
    names = list(keys.values())
    sought = marks[["mark", *keys]].rename(columns=dict(keys))
    for name in names:
        if pd.api.types.is_datetime64_any_dtype(mentions[name].dtype):  # text, if from a file
            sought[name] = pd.to_datetime(sought[name]).astype(mentions[name].dtype)
    sought = sought.astype(dict.fromkeys(names, object))
    apart = [c for c in names if not sought[c].astype("str").str.contains(JOINT, regex=False).any()]
    attempts = []
    # together: those that data name together may all have been filtered out of the data
    for credited in (credit_each(mentions, [*apart, *together]), mentions):
        plain = credited.drop(columns="mark", errors="ignore").astype(dict.fromkeys(names, object))
        joined = sought.merge(plain, on=names) if names else sought.merge(plain, how="cross")
        counts, articles = (
            counted["mark"].value_counts().reindex(expected.counts.index, fill_value=0)
            for counted in (joined, joined.drop_duplicates(["mark", "doc_id"]))
        )
        counts = counts.where(~expected.of_articles, articles)
        if (counts == expected.counts).all():
            return joined
        attempts.append(counts)
    counts = attempts[0]
    mark = (counts != expected.counts).idxmax()
    about = ", ".join(f"{key}={expected.marks.loc[mark, key]}" for key in keys)
    raise ValueError(
        f"mentions: found {counts[mark]} for mark {mark} ({about}), expected "
        f"{expected.name}={expected.counts[mark]}; give the mentions that the data were counted "
        "from, filtered alike"
    )


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
    attributed = _attributed(mentions, attributions)
    named = _named(names)
    for row in passages.itertuples():
        marked = [(row.start, row.end, "term")]
        ends = attributed.get(row.mention_id)
        for kind, pair in (("source", ends[:2]), ("cue", ends[2:])) if ends else ():
            if not pd.isna(pair[0]) and abs(pair[0] - row.start) <= reach:
                marked.append((int(pair[0]), int(pair[1]), kind))
        for start, end in named.get((row.doc_id, row.target_id), ()) if named else ():
            if row.start - around <= start and end <= row.end + around:
                marked.append((start, end, "target"))
        yield list(_pieces(texts[row.doc_id], marked, around))


def _attributed(mentions: pd.DataFrame, attributions: pd.DataFrame | None) -> dict[str, tuple]:
    """Return where the speaker and the cue of each attributed mention stand."""
    if attributions is None or "attribution_id" not in mentions:
        return {}
    first = attributions.drop_duplicates("attribution_id").set_index("attribution_id")
    spans = first[["source_start", "source_end", "cue_start", "cue_end"]]
    ends = {row[0]: row[1:] for row in spans.itertuples(name=None)}
    pairs = zip(mentions["mention_id"], mentions["attribution_id"], strict=True)
    return {mention: ends[attribution] for mention, attribution in pairs if attribution in ends}


def _named(names: pd.DataFrame | None) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """Return where each article names each actor."""
    named: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for doc_id, listed in names_by_doc(names).items() if names is not None else ():
        for name in listed:
            named.setdefault((doc_id, name.actor_id), []).append((name.start, name.end))
    return named


def _pieces(text: str, marked: list[tuple[int, int, str]], around: int) -> Iterator[Piece]:
    term = marked[0]
    kept = [term]
    for span in marked[1:]:  # not a speaker within the term, or a cue within the speaker
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
