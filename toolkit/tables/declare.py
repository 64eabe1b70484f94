"""What a table and a column are, and the columns that several tables share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One declared column: pandas dtype, whether it may be empty, what it means.

    `words` is true of a column that holds words of the articles: a replication pack leaves it out.
    """

    dtype: str
    meaning: str
    nullable: bool = False
    categories: tuple[str, ...] = ()
    words: bool = False


@dataclass(frozen=True)
class Table:
    """A declared table: what a row is, its columns, and the columns that make a row unique.

    `made_by` is the public function that returns it, where that has another name than the table.
    """

    row: str
    columns: Mapping[str, Column]
    key: tuple[str, ...] = ()
    made_by: str = ""


def string(meaning: str, *, nullable: bool = False, words: bool = False) -> Column:
    """Declare a column of text; `words` is true of words of the articles."""
    return Column("str", meaning, nullable, words=words)


def integer(meaning: str) -> Column:
    """Declare a column of whole numbers, none missing."""
    return Column("int64", meaning)


def maybe_integer(meaning: str) -> Column:
    """Declare a column of whole numbers that may be missing."""
    return Column("Int64", meaning, nullable=True)


def number(meaning: str, *, nullable: bool = False) -> Column:
    """Declare a column of floating-point numbers."""
    return Column("float64", meaning, nullable)


def one_of(meaning: str, *categories: str) -> Column:
    """Declare a column that holds one of `categories`."""
    return Column("category", meaning, categories=categories)


OUTLET = string("who published it", nullable=True)
DATE = Column("datetime64[us]", "day of publication", nullable=True)
DOC = string("the article")
START = integer("first character in articles.text")
END = integer("one past the last character in articles.text")
MATCH = string("the characters articles.text[start:end]", words=True)
FRAME = string("the frame that the term belongs to")
TERM = string("the lexicon entry that matched")
MENTION = string("doc_id:start-end:term_id")
VOICE = string(
    "voice_id (several who speak together are joined by +); or 'narration' for the outlet's own "
    "words, 'other speaker' for a speaker who is not in the registry, 'unknown speaker' for a "
    "quotation whose speaker was not found"
)
PERIOD = Column("datetime64[us]", "first day of the period")
LOW = number("lower end of the interval", nullable=True)
HIGH = number("upper end of the interval", nullable=True)
LEVEL = number("coverage of the intervals, 0.95 for 95 %")
