"""Cleaning: repair what encoding broke, drop what publishing left, and report what was changed."""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import NamedTuple

import pandas as pd

from toolkit.display.progress import track
from toolkit.read.articles import CorpusWarning
from toolkit.read.wrapped import paragraphs_of
from toolkit.tables.arguments import expect_table
from toolkit.tables.schema import check_table, make_table
from toolkit.text.word_lists import read_words
from toolkit.text.words import count_words

ENCODING = "encoding"  # the rule named where ftfy repaired a line

_LINE_BREAK = re.compile("\r\n?|[\n\x85\u2028\u2029]")
_EMPTY_LINES = re.compile(r"\n{3,}")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad"))


class _Change(NamedTuple):
    line: int
    rule: str
    before: str
    after: str


def clean_text(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the articles with clean text; all offsets found later point into this text.

    Each line is repaired by ftfy (mojibake, HTML entities, control characters), brought into
    Unicode's composed form, and its runs of blanks, tabs and no-break spaces become one blank.
    Publishing residue (`residue.yml`: advertising tags, share and subscribe lines, captions, links)
    is dropped, three and more line breaks become two. Where all lines of a text are cut near one
    width, as in transcripts, those of a paragraph are joined. Quotation marks stay as printed;
    matching folds them (`toolkit.text.patterns.fold`). `find_residue` lists every change but those
    to white space.

    Parameters
    ----------
    articles
        The articles table.

    Returns
    -------
    pandas.DataFrame
        A new articles table with the same rows; title, text, body_start and n_tokens are new.
    """
    expect_table(articles, "articles", ["doc_id", "title", "text", "body_start", "n_tokens"])
    rows = []
    frame = articles[["text", "body_start"]]
    for text, body_start in track(
        frame.itertuples(index=False), desc="cleaning", total=len(articles)
    ):
        title = _clean(text[:body_start])
        body = _clean(text[body_start:])
        whole = f"{title}\n\n{body}" if title else body
        rows.append((title, whole, len(title) + 2 if title else 0, count_words(whole)))
    columns = ["title", "text", "body_start", "n_tokens"]
    cleaned = pd.DataFrame(rows, columns=columns, index=articles.index)
    emptied = (articles["n_tokens"] > 0) & (cleaned["n_tokens"] == 0)
    if emptied.any():
        warnings.warn(
            f"{int(emptied.sum())} article(s) hold nothing but residue, first "
            f"{articles.loc[emptied, 'doc_id'].iloc[0]!r}; find_residue lists what was dropped",
            CorpusWarning,
            stacklevel=2,
        )
    # A title that stands only in its column, not in the text, stays what it is.
    cleaned["title"] = cleaned["title"].where(articles["body_start"] > 0, articles["title"])
    return check_table(
        make_table("articles", articles.assign(**{name: cleaned[name] for name in columns})),
        "articles",
    )


def find_residue(articles: pd.DataFrame) -> pd.DataFrame:
    """List what `clean_text` would repair in or drop from these articles.

    Returns
    -------
    pandas.DataFrame
        The residue table, a row per change: doc_id, line (of the text given, from 1), rule,
        before, after (empty where the line is dropped).
    """
    expect_table(articles, "articles", ["doc_id", "text", "body_start"])
    rows = []
    frame = articles[["doc_id", "text", "body_start"]].itertuples(index=False, name=None)
    for doc_id, text, body_start in track(frame, desc="residue", total=len(articles)):
        head, body = text[:body_start], text[body_start:]
        above = len(_LINE_BREAK.split(head)) - 1
        changes = chain(_changes(head, 0), _changes(body, above))
        rows += [{"doc_id": doc_id, **change._asdict()} for change in changes]
    return make_table("residue", rows)


def _clean(text: str) -> str:
    lines = [after for _, after in _lines(text)]
    return _EMPTY_LINES.sub("\n\n", "\n".join(line for line in lines if line is not None)).strip()


def _changes(text: str, above: int) -> Iterator[_Change]:
    """Yield the changes to a part of a text that has so many lines above it."""
    for number, line in paragraphs_of(_LINE_BREAK.split(text)):
        repaired = _repair(line)
        if repaired != _normal(line):
            yield _Change(above + number, ENCODING, line, repaired)
        rule, after = _without_residue(repaired)
        if rule:
            yield _Change(above + number, rule, repaired, after or "")


def _lines(text: str) -> Iterator[tuple[str, str | None]]:
    for _, line in paragraphs_of(_LINE_BREAK.split(text)):
        yield _without_residue(_repair(line))


def _repair(line: str) -> str:
    """Return `line` as it was meant to be encoded, with single blanks."""
    if line.isascii() and "&" not in line and line.isprintable():
        return " ".join(line.split())
    import ftfy

    return _normal(ftfy.fix_text_segment(line, _ftfy_config()))


def _normal(line: str) -> str:
    return " ".join(unicodedata.normalize("NFC", line.translate(_INVISIBLE)).split())


def _without_residue(line: str) -> tuple[str, str | None]:
    """Return (rule, the line without residue or None); the rule is empty if nothing is dropped."""
    whole, pieces = _rules()
    match = whole.fullmatch(line)
    if match:
        return _rule_of(match), None
    rule = ""
    if "[" in line:
        residue = pieces.search(line)
        if residue:
            rule = _rule_of(residue)
            line = " ".join(pieces.sub("", line).split())
    return rule, (line or None) if rule else line


def _rule_of(match: re.Match[str]) -> str:
    """Return the id of the rule that matched: its group is named after it."""
    return (match.lastgroup or "").replace("_", "-")


@cache
def _rules() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the pattern of lines that are dropped whole, and that of pieces of a line."""
    rules = read_words(__file__, "residue.yml")["rules"]
    patterns = {
        scope: "|".join(
            f"(?P<{rule['id'].replace('-', '_')}>{rule['pattern']})"
            for rule in rules
            if rule["scope"] == scope
        )
        for scope in ("line", "piece")
    }
    whole, pieces = (re.compile(patterns[scope], re.IGNORECASE) for scope in ("line", "piece"))
    return whole, pieces


@cache
def _ftfy_config():
    import ftfy

    return ftfy.TextFixerConfig(uncurl_quotes=False, fix_character_width=False)
