"""Vertical text (.vert, .vrt) of Sketch Engine and the Corpus Workbench: a token a line."""

from __future__ import annotations

import html
import re

from toolkit.read.formats.content import Content
from toolkit.read.formats.export import Export
from toolkit.read.formats.format import Format
from toolkit.read.formats.media import TEXT
from toolkit.read.header import own_name

_ATTRIBUTE = r"\s+[\w.:-]{1,100}\s*=\s*(?:\"[^\"]*\"|'[^']*')"
_TAG = re.compile(rf"<(/?)([A-Za-z][\w.-]{{0,50}})((?:{_ATTRIBUTE})*)\s*(/?)>")
_PAIR = re.compile(r"([\w.:-]{1,100})\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_DOCUMENTS = ("doc", "text")  # the element of an article, in the one and the other
_PARAGRAPHS = ("p", "head")
_GLUE = re.compile(r"^<g ?/>", re.MULTILINE)
_BEFORE = re.compile(r"[,.;:!?…)\]}»”’%]+|n't|'\w{1,2}")  # tokens that no blank precedes
_BEHIND = re.compile(r"[(\[{«“‘¿¡]+")  # nor follows


def is_vertical(content: Content) -> bool:
    """Tell whether a text begins with elements on lines of their own, then a token a line."""
    if not content.text.lstrip().startswith("<"):
        return False
    lines = [line for line in content.text[:20_000].split("\n")[:-1] if line.strip()]
    tags = [match for line in lines if (match := _TAG.fullmatch(line.strip()))]
    tokens = [line for line in lines if not line.startswith("<")]
    named = any(tag.group(2) in _DOCUMENTS for tag in tags)
    return named and bool(tokens) and all("\t" in line or " " not in line for line in tokens)


def read_vertical(content: Content) -> list[Export]:
    """Return a record for each element `doc` or `text`, whose attributes are its columns.

    The words are the first column, with blanks between them but where an element `g` says that
    there is none. A paragraph begins at an element `p` or `head`.

    *Limits*: where a file has no `g`, the blanks about punctuation are a guess.
    """
    export = Export(table=True)
    glued = bool(_GLUE.search(content.text))
    article = _Article({}, glued=glued)
    for line in content.text.split("\n"):
        tag = _TAG.fullmatch(line.strip()) if line.startswith("<") else None
        if tag is None:
            article.add(html.unescape(line.partition("\t")[0].strip()))
        elif tag.group(2) in _DOCUMENTS:
            export.records += article.records()
            article = _Article(_docvars(tag.group(3)), glued=glued, opened=not tag.group(1))
        elif tag.group(2) in _PARAGRAPHS:
            article.paragraphs.append([])
        elif tag.group(2) == "g":
            article.tight = True
    export.records += article.records()
    return [export]


class _Article:
    """An article, to which words are added."""

    def __init__(self, docvars: dict[str, str], *, glued: bool, opened: bool = False) -> None:
        self.docvars = docvars
        self.paragraphs: list[list[str]] = [[]]
        self.tight = False  # whether no blank precedes the next word
        self._glued = glued
        self._opened = opened

    def add(self, word: str) -> None:
        """Add a word to the last paragraph."""
        words = self.paragraphs[-1]
        if not word:
            return
        if not self._glued and words:
            self.tight = bool(_BEFORE.fullmatch(word) or _BEHIND.fullmatch(words[-1]))
        words += [word] if self.tight or not words else [" ", word]
        self.tight = False

    def records(self) -> list[dict[str, str]]:
        """Return the article; none if it is what stands between two of them, and holds no word."""
        text = "\n\n".join("".join(words) for words in self.paragraphs if words)
        return [self.docvars | {"text": text}] if text or self._opened else []


def _docvars(attributes: str) -> dict[str, str]:
    pairs = _PAIR.findall(attributes)
    return {own_name(name): html.unescape(double or single) for name, double, single in pairs}


FORMATS = (Format("vertical", TEXT, read_vertical, is_vertical),)
