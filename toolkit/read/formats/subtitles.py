"""Subtitles (.srt, .vtt) as transcripts: the words, without numbers and times."""

from __future__ import annotations

import html
import re

from toolkit.read.formats.content import Content
from toolkit.read.formats.export import Export, RecordError
from toolkit.read.formats.format import Format
from toolkit.read.formats.media import TEXT

_CLOCK = r"(?:\d{1,3}:)?\d{2}:\d{2}[.,]\d{3}"
_TIMES = re.compile(rf"^[ \t]*{_CLOCK}[ \t]+-->[ \t]+{_CLOCK}.*$", re.MULTILINE)
_START = re.compile(rf"WEBVTT\b|(?:\d+[ \t]*\n)?[ \t]*{_CLOCK}[ \t]+-->")
_VOICE = re.compile(r"<v(?:\.[\w.]+)?[ \t]+([^>]{1,100})>")
_TAG = re.compile(r"</?[a-z][^>]{0,100}>|<\d[\d:.]{0,20}>|\{\\[^}]{1,100}\}", re.IGNORECASE)
_SPEAKER = re.compile(r"(?:>>|-[ \t]*\S|[^\W\d_][\w.'’ -]{1,40}:[ \t])")


def is_subtitles(content: Content) -> bool:
    """Tell whether a text is a file of subtitles: it begins with the times of one."""
    return bool(_START.match(content.text.lstrip())) and bool(_TIMES.search(content.text))


def read_subtitles(content: Content) -> list[Export]:
    """Return the words of a file of subtitles as one article.

    A paragraph begins where a speaker is named, or a dash or ``>>`` tells that another speaks. A
    line that repeats the one before, as subtitles that roll up do, counts once.

    Raises
    ------
    RecordError
        If it has no words.
    """
    paragraphs: list[str] = []
    before = ""
    pieces = _TIMES.split(content.text)
    for at, piece in enumerate(pieces[1:], start=1):
        last = at == len(pieces) - 1
        for line in _lines(piece, last=last):
            if line == before:
                continue
            before = line
            if paragraphs and not _SPEAKER.match(line):
                paragraphs[-1] += f" {line}"
            else:
                paragraphs.append(line)
    if not paragraphs:
        raise RecordError("found subtitles without words; save their text as .txt")
    return [Export([{"text": "\n\n".join(paragraphs)}], one_article=True)]


def _lines(piece: str, *, last: bool) -> list[str]:
    """Return the lines between two times, without the number of the next one."""
    lines = piece.strip("\n").split("\n")
    if not last and lines and lines[-1].strip().isdecimal():
        lines.pop()
    spoken = (_TAG.sub("", _VOICE.sub(r"\1: ", line)) for line in lines)
    return [joined for line in spoken if (joined := " ".join(html.unescape(line).split()))]


FORMATS = (Format("subtitles", TEXT, read_subtitles, is_subtitles),)
