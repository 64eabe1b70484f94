"""CoNLL-U (.conllu): a token in a line, sentence by sentence, the annotations in MISC.

https://universaldependencies.org/format.html, and for the blanks between tokens
https://universaldependencies.org/misc.html#spacesafter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import regex

from toolkit.display.printable import printable_line
from toolkit.exchange.annotated import Document, Loss, Passage
from toolkit.exchange.format import Exchange
from toolkit.text.sentences import sentence_spans
from toolkit.text.words import WORD, Span

_TOKEN = regex.compile(rf"(?:{WORD})\p{{M}}*|(?!\s)\X")
_ESCAPES = str.maketrans({
    "\\": "\\\\", "|": r"\p", "\t": r"\t", "\n": r"\n", "\r": r"\r", " ": r"\s", ",": r"\c",
    "=": r"\e",
})  # fmt: skip
_BREAKS = str.maketrans(dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", "\n"))
_UNKNOWN = "\t".join("_" * 7)  # lemma, tags, features, head, relation: nothing is parsed here
_WITHIN = "begins or ends within a token; the whole token is marked"


def write_conllu(documents: list[Document]) -> tuple[bytes, list[Loss]]:
    r"""Return the sentences of all documents.

    MISC has the place of a token in the text (`Start`, `End`), for each kind of passage the ids of
    those that hold it (`Mention`, `Content`, `Cue`, `Source`), and their codes; several are
    separated by commas. In names and values, a comma is ``\c``, an equals sign ``\e``, and the
    others are escaped as in `SpacesAfter`.
    """
    losses: list[Loss] = []
    blocks = [block for document in documents for block in _sentences(document, losses)]
    return "".join(blocks).encode("utf-8"), losses


def _sentences(document: Document, losses: list[Loss]) -> Iterator[str]:
    text = document.text
    sentences = [
        [(start + token.start(), start + token.end()) for token in _TOKEN.finditer(text[start:end])]
        for start, end in sentence_spans(text, document.language or "en")
    ]
    tokens = [span for spans in sentences for span in spans]
    if not tokens:
        losses.append(("articles", "holds no token"))
        return
    said = _annotated(document.passages, tokens, losses)
    after = [start for start, _ in tokens[1:]] + [len(text)]
    at = 0
    for spans in sentences:
        lines = _about(document, spans[0][0], spans[-1][1], is_first=at == 0)
        shown, rows = "", []
        for number, (start, end) in enumerate(spans, 1):
            blank = text[end : after[at]]
            shown += text[start:end] + (" " if blank and number < len(spans) else "")
            misc = [f"Start={start}", f"End={end}", *said[at], *_blanks(blank, "After")]
            if at == 0:
                misc += _blanks(text[:start], "Before")
            rows.append(f"{number}\t{text[start:end]}\t{_UNKNOWN}\t{'|'.join(misc)}")
            at += 1
        yield "\n".join([*lines, f"# text = {shown}", *rows]) + "\n\n"


def _about(document: Document, start: int, end: int, *, is_first: bool) -> list[str]:
    """Return the comments above a sentence; above the first, those of the article too."""
    name = printable_line(document.doc_id)
    sentence = f"# sent_id = {name.replace(' ', '_')}:{start}-{end}"
    if not is_first:
        return [sentence]
    facts = {"newdoc id": name, "outlet": document.outlet, "date": document.date}
    return [f"# {key} = {printable_line(v)}" for key, v in facts.items() if v] + [sentence]


def _annotated(
    passages: Sequence[Passage], tokens: Sequence[Span], losses: list[Loss]
) -> list[list[str]]:
    """Return what MISC says of the passages that each token is in."""
    values: list[dict[str, list[str]]] = [defaultdict(list) for _ in tokens]
    edges = {start for start, _ in tokens}, {end for _, end in tokens}
    first = 0
    for passage in passages:  # in the order of their beginnings
        while first < len(tokens) and tokens[first][1] <= passage.start:
            first += 1
        if passage.start not in edges[0] or passage.end not in edges[1]:
            losses.append((passage.kind, _WITHIN))
        named = {passage.kind.capitalize(): passage.id, **passage.codes}
        for at in range(first, len(tokens)):
            if tokens[at][0] >= passage.end:
                break
            for key, value in named.items():
                values[at][key].append(value)
    return [
        [
            f"{key.translate(_ESCAPES)}={','.join(v.translate(_ESCAPES) for v in several)}"
            for key, several in by_key.items()
        ]
        for by_key in values
    ]


def _blanks(blank: str, where: str) -> list[str]:
    """Return what MISC says of the blanks beside a token; nothing of a single one after it."""
    if not blank:
        return ["SpaceAfter=No"] if where == "After" else []
    if blank == " " and where == "After":
        return []
    return [f"Spaces{where}={blank.translate(_BREAKS).translate(_ESCAPES)}"]


EXCHANGE = Exchange("CoNLL-U", ".conllu", write_conllu)
