"""Yoshikoder's .ykd and Lexicoder's .lcd: categories (cnode) and patterns (pnode) in XML."""

from __future__ import annotations

import re
from typing import Any

from toolkit.instruments.bounds import MOST_ENTRIES, shortened
from toolkit.instruments.dictionaries.entries import (
    DATA,
    Dictionary,
    DictionaryError,
    DictionaryFormat,
    check_path,
)


def is_xml(data: bytes) -> bool:
    """Tell whether a file begins as XML does."""
    plain = data[:400].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return plain.startswith(b"<")


def read_xml(data: bytes) -> Dictionary:
    """Read a dictionary in XML, patterns beside sub-categories included.

    In Lexicoder's files a blank at the end of a pattern says that the word ends there, and no
    blank that it may go on. Where a file uses such blanks, ``*`` stands for each that is missing.

    Raises
    ------
    DictionaryError
        If it is not valid XML, holds entities, or has another root.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    if data.count(b"<") + data.count(b"=") > 2 * MOST_ENTRIES:
        raise DictionaryError(f"found more than {MOST_ENTRIES:,} entries; split the file")
    try:
        root = fromstring(data, forbid_dtd=True)
    except ParseError as error:
        raise DictionaryError(f"this is not valid XML: {error}") from None
    except DefusedXmlException:
        raise DictionaryError(
            "found a document type with entities, expected plain XML; remove the <!DOCTYPE"
        ) from None
    except (LookupError, ValueError) as error:
        raise DictionaryError(
            f"the file is not in the encoding that its XML declares: {error}"
        ) from None
    if root.tag != "dictionary":
        raise DictionaryError(f"found <{root.tag}>, expected <dictionary> with <cnode> and <pnode>")
    dictionary = Dictionary()
    match = "regex" if "regex" in root.get("patternengine", "") else "glob"
    names = [node.get("name", "") for node in root.iter("pnode")]
    spaced = root.get("style", "").lower() == "lexicoder" and any(n != n.strip() for n in names)
    top = root.findall("cnode")
    wrapped = len(top) == 1 and top[0].find("pnode") is None and top[0].find("cnode") is not None
    nodes = top[0].findall("cnode") if wrapped else top
    stack: list[tuple[Any, tuple[str, ...]]] = [(node, ()) for node in reversed(nodes)]
    while stack:
        node, above = stack.pop()
        path = (*above, " ".join(node.get("name", "").split()) or "unnamed")
        check_path(path, shortened("/".join(path)))
        for pattern in node.findall("pnode"):
            _read_pattern(pattern, path, match, spaced, dictionary)
        stack += [(below, path) for below in reversed(node.findall("cnode"))]
    for pattern in root.findall("pnode"):
        name = shortened(pattern.get("name") or "")
        dictionary.note(f"{name!r} is in no category and was not read")
    return dictionary


def _read_pattern(
    node, path: tuple[str, ...], match: str, spaced: bool, dictionary: Dictionary
) -> None:
    name = node.get("name", "")
    where = f"{shortened('/'.join(path))}: {shortened(name.strip())}"
    if not name.strip():
        dictionary.note(f"{where}: the pattern is empty")
        return
    if node.get("score") not in (None, "", "1", "1.0"):
        score = shortened(node.get("score"))
        dictionary.note(f"{where}: the score {score} was not applied")
    if spaced:
        name = re.sub(r"(?<=[^\s*])\Z", "*", re.sub(r"\A(?=[^\s*])", "*", name))
    dictionary.add(path, " ".join(name.split()), where, match)


FORMAT = DictionaryFormat(DATA, is_xml, read_xml)
