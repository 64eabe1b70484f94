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

_OPENING = re.compile(r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<(?:\w+:)?TEI[\s>]", re.DOTALL)
_LONGEST_OPENING = 4096  # bytes
_ID, _LANGUAGE = (f"{{http://www.w3.org/XML/1998/namespace}}{name}" for name in ("id", "lang"))
_UNSPOKEN = frozenset(
    ("note", "vocal", "kinesic", "incident", "gap", "desc", "figure", "pb", "fw", "head", "speaker")
)
_DATES = ("profileDesc/settingDesc//date", "fileDesc/sourceDesc//date")
_BLOCKS = frozenset(("seg", "p", "ab"))


def opens_as_tei(content: Content) -> bool:
    """Tell whether a file begins with the root element of TEI."""
    return bool(_OPENING.match(decode(content.data[:_LONGEST_OPENING])))


def read_tei(content: Content) -> list[Export]:
    """Return a record for each utterance (`u`) of a TEI file, as ParlaMint has them.

    Its `speaker` is the name of the person whom `who` refers to, if the file lists people, else
    what `who` says, which is `speaker_id`. The date is that of the setting, else of the source.
    Notes, applause and other things that nobody says are left out.

    Limits: lists of people in other files are not read; words that are marked one by one keep the
    blanks between them.

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
    people = {person.get(_ID): _name(person) for person in root.iter("person")}
    common = {"date": _date(root), "debate": _title(root), "language": _language(root)}
    file_id = root.get(_ID) or sha256(content.data).hexdigest()[:12]
    records = []
    for at, utterance in enumerate(utterances, start=1):
        speakers = [who.rpartition("#")[2] for who in (utterance.get("who") or "").split()]
        record = {
            "doc_id": utterance.get(_ID) or f"{file_id}.u{at}",
            "speaker": "; ".join(people.get(one) or one for one in speakers),
            "speaker_id": " ".join(speakers),
            "speaker_role": (utterance.get("ana") or "").replace("#", ""),
            "language": language_code(utterance.get(_LANGUAGE)),
            "text": "\n\n".join(_paragraphs(utterance)),
        }
        known = {key: value for key, value in record.items() if value}
        records.append(common | known | {"text": record["text"]})
    return [Export(records)]


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
    blocks = [child for child in utterance if child.tag in _BLOCKS]
    for block in blocks or [utterance]:
        text = " ".join("".join(_spoken(block)).split())
        if text:
            yield text


def _spoken(element: Any) -> Iterator[str]:
    """Yield the text of an element without what nobody says."""
    from lxml import etree

    skipped = None
    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if skipped is None:
                yield node.tail or ""
        elif event == "start":
            skipped = node if skipped is None and node.tag in _UNSPOKEN else skipped
            if skipped is None:
                yield node.text or ""
        else:
            skipped = None if node is skipped else skipped
            if skipped is None and node is not element:
                yield node.tail or ""


def _text(node: Any) -> str:
    return " ".join("".join(node.itertext()).split())


FORMATS = (Format("TEI", ANY, read_tei, opens_as_tei),)
