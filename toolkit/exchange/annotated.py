"""What goes to other programs, texts with passages, and what comes back, texts with codings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote

import pandas as pd

from toolkit.text.modes import OTHER_SPEAKER, UNKNOWN_SPEAKER

MENTION, CONTENT, CUE, SOURCE = "mention", "content", "cue", "source"  # kinds of passages
TOOLKIT = "discourse-toolkit"  # who coded what is exported
UNFILED = "code"  # the variable of a code that stands below no other
_LONGEST_NAME = 200  # characters of the name of a file
Loss = tuple[str, str]  # what is not carried as it is, and why


@dataclass(frozen=True)
class Passage:
    """A stretch of a text, with a value for some variables."""

    kind: str
    id: str
    start: int
    end: int
    codes: Mapping[str, str]


@dataclass(frozen=True)
class Document:
    """An article, with its passages in text order."""

    doc_id: str
    text: str
    outlet: str | None
    date: str | None  # YYYY-MM-DD
    language: str | None
    passages: list[Passage]

    def file_name(self) -> str:
        """Return a name for its files, which leads nowhere and, unquoted, back to the doc_id."""
        name = quote(self.doc_id, safe="")
        if name.startswith("."):  # hidden
            name = f"%2E{name[1:]}"
        if len(name) > _LONGEST_NAME:
            raise ValueError(
                f"articles: found the doc_id {self.doc_id!r}, which is too long to name a file; "
                f"shorten it to {_LONGEST_NAME} characters (those that are not ASCII count as six "
                "or more)"
            )
        return name

    def encoded(self) -> bytes:
        """Return the text as a file; one that begins with a byte order mark gets one before it.

        Readers drop the first, and count from what follows.
        """
        return self.text.encode("utf-8-sig" if self.text.startswith("\ufeff") else "utf-8")


class Coding(NamedTuple):
    """A code that somebody gave a passage, in characters of the text of its file."""

    start: int
    end: int
    coder: str | None
    variable: str
    value: str


@dataclass
class CodedText:
    """A text from a file: its name there, its codings, and what cannot be read."""

    name: str
    text: str
    codings: list[Coding] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def documents_of(
    articles: pd.DataFrame, passages: Mapping[str, Sequence[Passage]]
) -> list[Document]:
    """Return the articles in their order, each with its passages."""
    day = pd.to_datetime(articles["date"]).dt.strftime("%Y-%m-%d")
    unsaid = [None] * len(articles)
    language = articles.get("language", unsaid)
    columns = (articles["doc_id"], articles["text"], articles["outlet"], day, language)
    return [
        Document(
            doc_id,
            text,
            _told(outlet),
            _told(date),
            _told(code),
            sorted(passages.get(doc_id, ()), key=lambda p: (p.start, p.end, p.kind, p.id)),
        )
        for doc_id, text, outlet, date, code in zip(*columns, strict=True)
    ]


def _told(value: object) -> str | None:
    return value if isinstance(value, str) else None


def mention_passages(
    mentions: pd.DataFrame, columns: Sequence[str]
) -> Iterator[tuple[str, Passage]]:
    """Yield (doc_id, passage) of each mention; a column that is empty gives no code."""
    texts = {name: mentions[name].astype(object) for name in columns}
    for at, row in enumerate(
        mentions[["mention_id", "doc_id", "start", "end"]].itertuples(index=False)
    ):
        values = {name: values.iloc[at] for name, values in texts.items()}
        codes = {name: str(value) for name, value in values.items() if not pd.isna(value)}
        yield row.doc_id, Passage(MENTION, row.mention_id, int(row.start), int(row.end), codes)


def attribution_passages(attributions: pd.DataFrame) -> Iterator[tuple[str, Passage]]:
    """Yield (doc_id, passage) of what is said, of the cue, and of the words that name the source.

    The cue and the source are those of the first piece.
    """
    for row in attributions.itertuples(index=False):
        speaker = OTHER_SPEAKER if isinstance(row.source, str) else UNKNOWN_SPEAKER
        said_by = row.source_id if isinstance(row.source_id, str) else speaker
        piece = f"{row.attribution_id}#{row.part}"
        spans = [(CONTENT, row.content_start, row.content_end, {"said_by": said_by})]
        if row.part == 0:
            spans += [
                (CUE, row.cue_start, row.cue_end, {"cue": str(row.mode)}),
                (SOURCE, row.source_start, row.source_end, {"source_id": said_by}),
            ]
        for kind, start, end, codes in spans:
            if not pd.isna(start) and start < end:
                yield row.doc_id, Passage(kind, piece, int(start), int(end), codes)
