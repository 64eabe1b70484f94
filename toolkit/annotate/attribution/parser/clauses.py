"""Cues and their parts in a dependency parse: who is the subject, what is the complement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from toolkit.annotate.attribution.cues import Span, Statement, is_date
from toolkit.annotate.attribution.parser.subjects import LONGEST_SOURCE, Range, Subjects
from toolkit.languages.cues import Cue
from toolkit.languages.language import Language
from toolkit.text.quotes import Quote

if TYPE_CHECKING:
    from toolkit.annotate.attribution.parser.subjects import Doc, Token

_PASSIVE = frozenset({"auxpass", "nsubjpass", "csubjpass"})
_CONTENT_LABELS = {"ccomp": "clause", "dobj": "object", "oprd": "predicate"}
_COMPLEMENTS = frozenset({"dobj", "dative", "xcomp", "ccomp", "oprd", "acomp", "attr"})
_NOUN_TAGS = ("NN", "NNS")
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_SHORTEST_CLAUSE = 3  # tokens


class Clauses:
    """The statements of one parsed paragraph.

    Parameters
    ----------
    doc
        The parsed paragraph.
    offset
        Where it begins in the text.
    quotes
        The quotations that begin in it.
    language
        The language of the paragraph.

    Notes
    -----
    *Limits.* Errors of the parse are errors here. Attitudes that no word of `cues.yml` tells
    ("came away with the sense that") are not found.
    """

    def __init__(self, doc: Doc, offset: int, quotes: list[Quote], language: Language):
        self.doc = doc
        self.offset = offset
        self.language = language
        self.cues = language.cues
        self.grammar = language.grammar
        self.quotes = [self._tokens_of(quote) for quote in quotes]
        self.quoted = {i for first, stop in self.quotes for i in range(first, stop)}
        self.subjects = Subjects(doc, self.quoted, self.grammar)

    def statements(self) -> list[Statement]:
        """Return what the cues of the paragraph govern, those inside of quotations aside."""
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
        if form in cues.according or form in cues.according_parsed:
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
        content = {child for child in verb.children if self._is_content(child, cue)}
        if any(child.dep_ == "dobj" for child in content):
            content |= {child for child in verb.rights if self._follows_object(child)}
        elif any(child.lower_ in self.grammar.themes for child in content):
            # "spoke of the truce as a victory"
            content |= {child for child in verb.rights if self._is_predicative(child)}
        if content:
            content |= {child for child in verb.rights if self._is_because(child)}
        if any(child.dep_ in _PASSIVE for child in verb.children):
            return self._passive(verb, cue, content)
        source = self.subjects.source_of(verb)
        indexes = self._reported(content) - self._day_after(verb)
        if any(child.dep_ == "ccomp" and child.i < verb.i for child in content):
            indexes |= self._subtrees(child for child in verb.children if self._is_reason(child))
            indexes |= self._interrupted(verb, source)
            if any(child.i in self.quoted for child in content):
                indexes = {i for i in indexes if i < verb.i or i in self.quoted}
        elif not content:
            if source is None or not self._may_quote(verb, cue):
                return None
            if self._is_parenthetical(verb, cue):
                indexes = self._interrupted(verb, source)
        return self._build(indexes, source, [verb], "cue-verb")

    def _reported(self, heads: Iterable[Token]) -> set[int]:
        """Return the words of complements, without what the outlet adds at their end."""
        indexes = set()
        for head in heads:
            indexes |= self._subtrees([head])
            indexes -= self._subtrees(word for word in head.subtree if self._is_aside(word, head))
        return indexes

    def _is_aside(self, word: Token, head: Token) -> bool:
        """Tell a comment behind a comma at the end of a complement: "..., which is near here".

        Comments are relative clauses and appositions without a name. On PolNeAR's train split
        more of their words are the outlet's than the speaker's.
        """
        is_comment = word.dep_ == "relcl" or (word.dep_ == "appos" and word.tag_ == "NN")
        first, last = word.left_edge.i, word.right_edge.i
        if not is_comment or word is head or last != head.right_edge.i:
            return False
        return self.doc[first - 1].text == "," and self.quoted.isdisjoint(range(first, last + 1))

    def _is_parenthetical(self, verb: Token, cue: Cue) -> bool:
        """Tell whether nothing that follows the verb is what is said: "X, he said on Friday"."""
        if verb.dep_ in ("acl", "relcl", "advcl"):
            return False
        told = cue.lemma in self.grammar.addressing
        return not any(
            child.dep_ in _COMPLEMENTS and not (told and child.dep_ in ("dobj", "dative"))
            for child in verb.rights
        )

    def _passive(self, verb: Token, cue: Cue, content: set[Token]) -> Statement | None:
        """Read "X was rejected by Y": the agent is the source, if there is one."""
        source = self.subjects.phrase_of(self.subjects.agent_of(verb))
        if source is not None and "object" in cue.takes:
            content = content | {child for child in verb.children if child.dep_ == "nsubjpass"}
        if not content:
            return None
        return self._build(self._reported(content), source, [verb], "cue-verb")

    def _interrupted(self, verb: Token, source: Range | None) -> set[int]:
        """Return what "X, he said, Y" reports: the sentence around the source and the verb.

        A comma ends X, and X is a clause or goes on as Y.
        """
        stop = verb.i if source is None else min(source[0], verb.i)
        if stop < 2 or stop < verb.i - LONGEST_SOURCE or self.doc[stop - 1].text != ",":
            return set()
        first, end = self.subjects.sentence_around(stop - 1)
        first = max((i + 1 for i in range(first, stop) if self.doc[i].text == ";"), default=first)
        while first < stop and self.doc[first].tag_ == "CC":
            first += 1
        before = set(range(first, stop - 1))
        after = set(range(verb.i + 2, end)) if self._goes_on(verb.i + 1) else set()
        is_clause = len(before) >= _SHORTEST_CLAUSE and any(
            self.doc[i].tag_ in _FINITE for i in before
        )
        return before | after if is_clause or after else set()

    def _goes_on(self, i: int) -> bool:
        """Tell whether the comma at `i`, after a reporting verb, leads back to what is said."""
        if i + 2 >= len(self.doc) or self.doc[i].text != "," or i + 1 in self.quoted:
            return False
        following = self.doc[i + 1]
        return following.tag_ != "VBG" and following.lower_ not in self.grammar.parsed_new_clauses

    def _day_after(self, verb: Token) -> set[int]:
        """Return the tokens of a day right after the verb: "said on Friday it rained"."""
        i = verb.i + 1
        if i < len(self.doc) and self.doc[i].lower_ in self.grammar.day_prepositions:
            i += 1
        is_day = i < len(self.doc) and self.doc[i].lower_ in self.grammar.days
        return set(range(verb.i + 1, i + 1)) if is_day else set()

    def _may_quote(self, verb: Token, cue: Cue) -> bool:
        """Tell whether a verb without content may belong to a quotation beside it."""
        return "clause" in cue.takes and not any(c.dep_ == "xcomp" for c in verb.children)

    def _raising(self, verb: Token) -> Statement | None:
        """Read "X seems to Y", "X is expected to Y", by nobody who is named or "by Z to Y"."""
        passive = any(child.dep_ == "auxpass" for child in verb.children)
        if not passive and verb.lower_ not in self.cues.raising:
            return None
        content = {c for c in verb.children if c.dep_ in ("xcomp", "oprd", "acomp")}
        if not content:
            return None
        content |= {c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")}
        by = [c for agent in verb.children if agent.dep_ == "agent" for c in agent.children]
        source = self.subjects.phrase_of(next((c for c in by if c.dep_ == "pobj"), None))
        if source is not None and is_date(self.doc[slice(*source)].text, self.language):
            source = None
        rule = "raising" if source is None else "cue-verb"
        return self._build(self._reported(content), source, [verb], rule)

    def _according(self, token: Token) -> Statement | None:
        """Read "according to X": its sentence, up to it or after it."""
        last = self._last_of_phrase(token)
        if last is None:
            return None
        source = self.subjects.phrase_of(next((c for c in last.children if c.dep_ == "pobj"), None))
        if source is None:
            return None
        first, stop = self.subjects.sentence_around(token.i)
        indexes = set(range(first, token.i))
        if not any(self.doc[i].tag_ in _FINITE for i in indexes):
            indexes = set(range(source[1], stop))
        return self._build(
            indexes, source, [token, last][: 1 + (last is not token)], "according-to"
        )

    def _last_of_phrase(self, first: Token) -> Token | None:
        """Return the last word of the phrase that `first` begins; each hangs on the one before."""
        cues, form = self.cues, first.lower_
        for phrase in [*cues.according.get(form, ()), *cues.according_parsed.get(form, ())]:
            last: Token | None = first
            for word in phrase[1:]:
                last = last and next((c for c in last.children if c.lower_ == word), None)
            if last is not None:
                return last
        return None

    def _adjective(self, adjective: Token) -> Statement | None:
        cue = self.cues.adjectives[adjective.lower_]
        content = {c for c in adjective.children if self._complement(c) in cue.takes}
        if not content:
            return None
        verb = adjective.head
        source = self.subjects.subject_of(verb) if verb.tag_.startswith("V") else verb
        indexes = self._reported(content)
        return self._build(indexes, self.subjects.phrase_of(source), [adjective], "cue-adjective")

    def _noun(self, noun: Token) -> Statement | None:
        cue = self.cues.nouns[noun.lower_]
        content = {c for c in noun.children if self._complement(c) in cue.takes}
        if not content:
            return None
        owner = next((c for c in noun.children if c.dep_ == "poss"), None)
        source = self.subjects.phrase_of(owner or self.subjects.origin_of(noun, content))
        if source is None:
            return None
        return self._build(self._reported(content), source, [noun], "cue-noun")

    # -- parts -----------------------------------------------------------------------------

    def _is_content(self, child: Token, cue: Cue) -> bool:
        kind = self._complement(child)
        return kind in cue.takes or f"{kind} {child.lower_}" in cue.takes

    def _complement(self, child: Token) -> str | None:
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
            if word.dep_ == "aux" and word.lower_ in self.grammar.infinitives:
                return "infinitive" if child.dep_ != "advcl" else None
            if word.dep_ == "mark" and word.lower_ in self.grammar.declaratives:
                return "clause"
            if word.dep_ == "mark" and word.lower_ in self.grammar.infinitive_marks:
                return word.lower_
            if self._is_predicative(word) and not child.tag_.startswith("V"):
                return word.lower_  # "described the truce as painful"
        if child.dep_ == "xcomp":
            return "participle"
        return None

    def _is_predicative(self, word: Token) -> bool:
        return word.lower_ in self.grammar.predicatives

    def _follows_object(self, child: Token) -> bool:
        if child.dep_ == "prep":
            return child.lower_ in self.grammar.after_object
        return child.dep_ in ("oprd", "xcomp", "ccomp")

    def _is_because(self, child: Token) -> bool:
        """Tell a reason given after what is reported: it is the speaker's too."""
        causes = self.grammar.causes
        return child.dep_ == "advcl" and any(word.lower_ in causes for word in child.lefts)

    def _is_reason(self, child: Token) -> bool:
        return child.dep_ == "advcl" and any(
            word.dep_ == "mark" and word.lower_ in self.grammar.reasons for word in child.lefts
        )

    # -- spans -----------------------------------------------------------------------------

    def _subtrees(self, heads: Iterable[Token]) -> set[int]:
        return {token.i for head in heads for token in head.subtree}

    def _build(
        self, indexes: set[int], source_range: Range | None, cue: list[Token], rule: str
    ) -> Statement:
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

    def _runs(self, indexes: set[int]) -> Iterator[Range]:
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

    def _tokens_of(self, quote: Quote) -> Range:
        start, end = quote.start - self.offset, quote.end - self.offset
        inside = [token.i for token in self.doc if start <= token.idx < end]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)
