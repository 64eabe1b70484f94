"""The text of an article: its title, a blank line and its body, and the number of their words."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pandas as pd

from toolkit.read.formats.export import WORDS
from toolkit.text.word_counts import count_words_of


def compose(kept: pd.DataFrame) -> pd.DataFrame:
    """Put title and body together; a title that is already in the text is not repeated."""
    title = kept["title"].fillna("")
    head = (title + "\n\n").where(title != "", "")
    there = _begin_with(kept["text"], head.str.slice(0, -1))
    added = head.where(~there, "")
    body = kept["text"]
    if there.any():
        body = body.mask(there, _with_blank_line(body[there], head[there]))
    with ThreadPoolExecutor(1) as thread:
        more = thread.submit(count_words_of, added)
        text = added + body
    words = kept[WORDS] if kept[WORDS].notna().all() else count_words_of(kept["text"])
    return kept.assign(
        title=title, text=text, body_start=head.str.len(), n_tokens=words + more.result()
    )


def _with_blank_line(texts: pd.Series, heads: pd.Series) -> pd.Series:
    """Return texts that begin with their titles, with a blank line below the title."""
    pairs = zip(texts, heads, strict=True)
    whole = [
        text if text.startswith(head) else head + text[len(head) - 1 :] for text, head in pairs
    ]
    return pd.Series(whole, texts.index, dtype="str")


def _begin_with(texts: pd.Series, heads: pd.Series) -> pd.Series:
    """Tell of each text whether it begins with its head; looks closer if the first letters do."""
    begins = texts.str.slice(0, 3) == heads.str.slice(0, 3)
    likely = heads[begins]
    if len(likely):
        starts = texts[begins].str.slice(0, int(likely.str.len().max()))
        pairs = zip(starts.to_numpy(), likely.to_numpy(), strict=True)
        begins[begins] = [start.startswith(head) for start, head in pairs]
    return begins
