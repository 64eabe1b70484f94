"""What a table and a column are, and the columns that several tables share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Column:
    """One declared column: pandas dtype, whether it may be empty, what it means.

    `words` is true of a column that holds words of the articles: a replication pack leaves it out.
    A category without `categories` is any text, kept once for all rows that share it; str serves
    too, which is what joined tables and files have.
    """

    dtype: str
    meaning: str
    nullable: bool = False
    categories: tuple[str, ...] = ()
    words: bool = False


@dataclass(frozen=True)
class Measure:
    """What the rows of a measure's table count; receipts, packs and plots rely on it.

    A row counts what shares its values in the columns that the table itself names in `by` and `of`,
    and in `keys`. A measure is added by declaring its table with one of these, and by making it
    with `finish_measure`.

    Attributes
    ----------
    count
        The column of counts.
    keys
        Declared columns that split the counts in every table of the measure.
    sides
        What the sides of a row are called, and how the names of their columns end: each side has a
        count and columns `by` of its own. Without names there is one side.
    value
        The column of the estimate that has the interval `low` to `high`, if there is one.
    rest
        Whether a side whose `by` is empty is all that the other sides are not.
    texts
        A column that is "texts" where the articles that hold something are counted.
    role
        A column that names the role in which the targets of a row are counted.
    whole
        Whether a row counts what all groups have together: the table says in `by` how the mentions
        were split, and lacks the columns.
    """

    count: str = "n"
    keys: tuple[str, ...] = ()
    sides: Mapping[str, str] = field(default_factory=lambda: {"": ""})
    value: str | None = None
    rest: bool = False
    texts: str | None = None
    role: str | None = None
    whole: bool = False


@dataclass(frozen=True)
class Table:
    """A declared table: what a row is, its columns, and the columns that make a row unique.

    The table of a measure has the columns of `MEASURED` too, which say what it was counted by.
    `made_by` is the public function that returns it, if it is not named after the table.
    """

    row: str
    columns: Mapping[str, Column]
    key: tuple[str, ...] = ()
    made_by: str = ""
    measure: Measure | None = None


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


ROLES = ("agent", "patient", "addressee", "ally")  # of targets, the blamed before the others
ANY_ROLE = "any"  # of a table that counts the likeliest target, whatever his role

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
BETWEEN = " + "  # between the names of columns in `by` and `of`
CALL = Column(
    "category",
    "the call that made the row, as JSON: measure, arguments, method of attribution, the calls of "
    "the tables it was made from, versions",
    nullable=True,
)
MEASURED = {
    "table": string("the name of this table"),
    "by": string("the columns that split the counts, ' + ' between their names", nullable=True),
    "of": string("the columns of what is counted, ' + ' between their names", nullable=True),
    "call": CALL,
}
