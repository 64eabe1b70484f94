"""Which format a dictionary file has, recognised by its content, never by its ending."""

from __future__ import annotations

from pathlib import Path

from toolkit.instruments.dictionaries.entries import Dictionary, DictionaryError, decode
from toolkit.instruments.dictionaries.lexicoder import is_lexicoder, read_lexicoder
from toolkit.instruments.dictionaries.liwc import is_liwc, read_liwc
from toolkit.instruments.dictionaries.nested_yaml import is_nested, read_nested
from toolkit.instruments.dictionaries.petrarch import CodedActor, is_actor_file, read_actor_file
from toolkit.instruments.dictionaries.wordstat import is_wordstat, read_wordstat
from toolkit.instruments.dictionaries.yoshikoder import is_xml, read_xml
from toolkit.instruments.marked_yaml import InstrumentError, read_document

_TEXTS = (
    (is_liwc, read_liwc),
    (is_lexicoder, read_lexicoder),
    (is_wordstat, read_wordstat),
)


def read_dictionary(path: Path) -> Dictionary | None:
    """Read the dictionary of another program; None if it is not one (our YAML, say).

    Raises
    ------
    InstrumentError
        If the file is of a known format but not valid.
    """
    try:
        data = path.read_bytes()
    except OSError:
        return None  # the reader of our YAML says what is wrong
    try:
        if is_xml(data):
            return read_xml(data)
        text, notes = decode(data)
        for fits, read in _TEXTS:
            if fits(text):
                dictionary = read(text)
                dictionary.notes[:0] = notes
                return dictionary
    except DictionaryError as error:
        raise InstrumentError(f"{path}: {error}") from None
    if notes:
        return None
    document = read_document(path)[1]
    return read_nested(document) if is_nested(document) else None


def read_actors(path: Path) -> tuple[list[CodedActor], list[str]] | None:
    """Read the actor file of an event coder, and notes on it; None if it is not one."""
    try:
        text, notes = decode(path.read_bytes())
    except OSError:
        return None  # as above
    if not is_actor_file(text):
        return None
    actors, more = read_actor_file(text)
    return actors, notes + more
