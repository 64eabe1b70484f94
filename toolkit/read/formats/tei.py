"""TEI: debates of parliaments and other transcripts, an article for each utterance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from toolkit.read.formats.content import Content
from toolkit.read.formats.export import Export, RecordError
from toolkit.read.formats.format import Format
from toolkit.read.formats.markup import parse_xml
from toolkit.read.formats.media import ANY, decode
from toolkit.read.formats.words import language_code

_OPENING = re.compile(
    r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>\s*)*"
    r"<(?:\w+:)?(?:TEI|teiCorpus)[\s>]",
    re.DOTALL,
)
_LONGEST_OPENING = 4096  # bytes
_ID, _LANGUAGE = (f"{{http://www.w3.org/XML/1998/namespace}}{name}" for name in ("id", "lang"))
_UNSPOKEN = frozenset(
    ("note", "vocal", "kinesic", "incident", "gap", "desc", "figure", "pb", "fw", "head", "speaker")
)
_DATES = ("profileDesc/settingDesc//date", "fileDesc/sourceDesc//date")
_BLOCKS = frozenset(("seg", "p", "ab", "div", "lg", "list"))
_SPACED = frozenset(("s", "l", "item", "lb", "pb", "cb", "gb", "milestone"))
_BREAK = "\0"  # between paragraphs: XML cannot hold it


def opens_as_tei(content: Content) -> bool:
    """Tell whether a file begins with the root element of TEI, or of a corpus of it."""
    return bool(_OPENING.match(decode(content.data[:_LONGEST_OPENING])))


def read_tei(content: Content) -> list[Export]:
    """Return a record for each utterance (`u`) of a TEI file, as ParlaMint has them.

    Its `speaker` is the name of the person whom `who` refers to, if the file lists people, else
    what `who` says, which is `speaker_id`. The date is that of the setting, else of the source.
    Notes, applause and other things that nobody says are left out; an utterance within another is
    an article of its own. What a TEI of a `teiCorpus` does not say is that of the corpus.

    Limits: lists of people in other files are not read; words that are marked one by one keep the
    blanks between them, if there are any.

    Raises
    ------
    RecordError
        If it is not XML, or holds no utterance.
    """
    root = parse_xml(content.data)
    for node in root.iter("*"):
        node.tag = node.tag.rpartition("}")[2]
    utterances = list(root.iter("u"))
    if not utterances:
        raise RecordError(
            "found TEI without utterances (u), expected a transcript; save it as text"
        )
    file_id = root.get(_ID) or sha256(content.data).hexdigest()[:12]
    texts: dict[Any, _Transcript] = {}
    records = []
    taken: set[str] = set()
    for at, utterance in enumerate(utterances, start=1):
        tei = next(utterance.iterancestors("TEI"), root)
        if tei not in texts:
            texts[tei] = _Transcript(tei, root)
        doc_id = utterance.get(_ID) or f"{file_id}.u{at}"
        if doc_id in taken:
            doc_id = f"{doc_id}.{at}"
        taken.add(doc_id)
        records.append(texts[tei].record(utterance, doc_id))
    return [Export(records)]


class _Transcript:
    """What a TEI says of all its utterances, else the corpus that it stands in."""

    def __init__(self, tei: Any, corpus: Any) -> None:
        listed = (*corpus.iterfind("teiHeader//person"), *tei.iter("person"))
        self._people = {person.get(_ID): _name(person) for person in listed}
        self._common = {
            "date": _date(tei) or _date(corpus),
            "debate": _title(tei) or _title(corpus),
            "language": _language(tei) or _language(corpus),
        }

    def record(self, utterance: Any, doc_id: str) -> dict[str, Any]:
        """Return the record of an utterance."""
        speakers = [who.rpartition("#")[2] for who in (utterance.get("who") or "").split()]
        record = {
            "doc_id": doc_id,
            "speaker": "; ".join(self._people.get(one) or one for one in speakers),
            "speaker_id": " ".join(speakers),
            "speaker_role": (utterance.get("ana") or "").replace("#", ""),
            "language": language_code(utterance.get(_LANGUAGE)),
        }
        known = {key: value for key, value in record.items() if value}
        return self._common | known | {"text": "\n\n".join(_paragraphs(utterance))}


def _name(person: Any) -> str:
    """Return a person's name, the last that is listed: forenames before surnames."""
    names = person.findall("persName")
    if not names:
        return ""
    parts = [part for tag in ("forename", "nameLink", "surname") for part in names[-1].iter(tag)]
    return " ".join(map(_text, parts)) if parts else _text(names[-1])


def _date(root: Any) -> str | None:
    header = root.find("teiHeader")
    for path in _DATES if header is not None else ():
        for date in header.findall(path):
            when = date.get("when") or date.get("from")
            if when:
                return when[:10]
    return None


def _title(root: Any) -> str | None:
    titles = root.findall("teiHeader/fileDesc/titleStmt/title")
    main = [title for title in titles if title.get("type") in (None, "main")] or titles
    return _text(main[0]) if main else None


def _language(root: Any) -> str | None:
    return language_code(root.get(_LANGUAGE))


def _paragraphs(utterance: Any) -> Iterator[str]:
    """Yield what is said, by segment or paragraph."""
    for paragraph in "".join(_spoken(utterance)).split(_BREAK):
        text = " ".join(paragraph.split())
        if text:
            yield text


def _spoken(utterance: Any) -> Iterator[str]:
    """Yield the text of an utterance without what nobody says in it, or somebody else does."""
    from lxml import etree

    are_glued = not any(map(_has_blank_after, utterance.iter("w", "pc", "c")))
    skipped = None
    for event, node in etree.iterwalk(utterance, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if skipped is None:
                yield node.tail or ""
        elif event == "start":
            if skipped is None and node is not utterance:
                skipped = node if node.tag == "u" or node.tag in _UNSPOKEN else None
                yield _before(node, are_glued=are_glued)
            if skipped is None:
                yield node.text or ""
        else:
            skipped = None if node is skipped else skipped
            if skipped is None and node is not utterance:
                yield _after(node)
                yield node.tail or ""


def _has_blank_after(node: Any) -> bool:
    return node.tag == "c" or any(map(str.isspace, node.tail or ""))


def _before(node: Any, *, are_glued: bool) -> str:
    """Return what parts an element from the text before it."""
    if _is_block(node):
        return _BREAK
    if node.tag in _SPACED and node.get("break") != "no":
        return " "
    if node.tag == "w" and are_glued and node.getparent().tag != "w":
        before = node.getprevious()
        joined = before is not None and before.get("join") in ("right", "both")
        return "" if joined or node.get("join") in ("left", "both") else " "
    return ""


def _after(node: Any) -> str:
    """Return what parts an element from the text behind it; a mark stays at its word."""
    if _is_block(node):
        return _BREAK
    is_apart = node.tag in ("u", "seg") or node.tag in _UNSPOKEN - {"pb"}
    return " " if is_apart and (node.tail or "x")[0].isalnum() else ""


def _is_block(node: Any) -> bool:
    """Tell a paragraph; a segment within one is but a piece of it."""
    within = node.getparent().tag in ("seg", "p", "ab", "s") and node.tag == "seg"
    return node.tag in _BLOCKS and not within


def _text(node: Any) -> str:
    return " ".join("".join(node.itertext()).split())


FORMATS = (Format("TEI", ANY, read_tei, opens_as_tei),)
