"""Sources in a dependency parse: the subject of a verb, the words of a noun phrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.languages.words import Grammar

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Range = tuple[int, int]  # of token numbers, half-open

_SUBJECTS = frozenset({"nsubj", "csubj"})
_HEAD_HAS_SUBJECT = frozenset({"conj", "xcomp", "advcl", "pcomp", "prep", "acl", "ccomp", "dep"})
_MODIFYING_CLAUSES = frozenset({"relcl", "acl", "advcl"})
_NAME_TAGS = frozenset({"NNP", "NNPS", "PRP"})
_FINITE_TAGS = frozenset({"VBD", "VBP", "VBZ", "MD"})
_STOPS = frozenset(".!?")
LONGEST_SOURCE = 25  # tokens


class Subjects:
    """The noun phrases of one parsed paragraph, asked who does what.

    Parameters
    ----------
    doc
        The parsed paragraph.
    quoted
        The numbers of its tokens that stand in quotations.
    grammar
        The small words of its language.
    """

    def __init__(self, doc: Doc, quoted: set[int], grammar: Grammar):
        self.grammar = grammar
        self.doc = doc
        self.quoted = quoted

    def subject_of(self, verb: Token) -> Token | None:
        """Return the head of the words that say who does what `verb` says."""
        seen = verb
        for _ in range(6):
            for child in seen.children:
                if child.dep_ in _SUBJECTS and child.lower_ not in self.grammar.existentials:
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

    def source_of(self, verb: Token) -> Range | None:
        """Return the words that say who does what `verb` says, its neighbours if need be."""
        subject = self.subject_of(verb)
        if subject is None or subject.i in self.quoted:
            return self._neighbour(verb)
        return self.phrase(subject)

    def _neighbour(self, verb: Token) -> Range | None:
        """Return the words next to a verb that look like the subject the parse has missed."""
        i = verb.i
        before = self.doc[i - 1] if i else None
        if before is not None and i - 1 not in self.quoted:
            if before.tag_ in _NAME_TAGS:
                return self._names_before(i)
            if before.text == ",":
                apposed = self._before_apposition(i - 1)
                if apposed is not None:
                    return apposed
        if before is None or before.text == "," or i - 1 in self.quoted:
            return self._names_after(i + 1)
        return None

    def _names_before(self, stop: int) -> Range | None:
        first = stop
        while first and first - 1 not in self.quoted and self.doc[first - 1].tag_ in _NAME_TAGS:
            first -= 1
        return (first, stop) if first < stop else None

    def _before_apposition(self, comma: int) -> Range | None:
        """Return the name whose apposition a comma ends: "Jane Roe, the mayor, said"."""
        for i in range(comma - 1, max(0, comma - LONGEST_SOURCE), -1):
            if i in self.quoted or self.ends_sentence(i):
                return None
            if self.doc[i].text == ",":
                named = self._names_before(i)
                return None if named is None else (named[0], comma)
        return None

    def _names_after(self, first: int) -> Range | None:
        stop = first
        while stop < len(self.doc) and stop - first < LONGEST_SOURCE and stop not in self.quoted:
            tag = self.doc[stop].tag_
            if tag not in _NAME_TAGS and not tag.startswith(
                ("NN", "JJ", "DT", "PRP$", "POS", "HYPH")
            ):
                break
            stop += 1
        if stop < len(self.doc) and self.doc[stop].tag_ in _FINITE_TAGS:
            return None  # "says he will": he does not say it
        return (first, stop) if first < stop else None

    def agent_of(self, verb: Token) -> Token | None:
        """Return who does what a passive verb says: "by X"."""
        for child in verb.children:
            if child.dep_ == "agent":
                return next((c for c in child.children if c.dep_ == "pobj"), None)
        return None

    def origin_of(self, noun: Token, content: set[Token]) -> Token | None:
        """Return who a noun like "claim" comes from: "by X", "of X", or the verb's subject."""
        for child in noun.children:
            is_origin = child.dep_ == "prep" and child.lower_ in self.grammar.origins
            if is_origin and child not in content:
                return next((c for c in child.children if c.dep_ == "pobj"), None)
        if noun.dep_ in ("dobj", "attr") and noun.head.tag_.startswith("V"):
            return self.subject_of(noun.head)
        return None

    def ends_sentence(self, i: int) -> bool:
        """Tell whether a sentence ends with token `i`."""
        token = self.doc[i]
        if i in self.quoted:
            return i + 1 not in self.quoted and self.doc[max(0, i - 1)].text in _STOPS
        return token.text in _STOPS or token.is_space

    def sentence_around(self, i: int) -> Range:
        """Return the tokens of the sentence that token `i` stands in."""
        first = stop = i
        while first and not self.ends_sentence(first - 1):
            first -= 1
        while stop < len(self.doc) and not self.ends_sentence(stop):
            stop += 1
        return first, stop

    def phrase_of(self, head: Token | None) -> Range | None:
        """Return the noun phrase of `head`, if there is one."""
        return None if head is None else self.phrase(head)

    def phrase(self, head: Token) -> Range:
        """Return the token range of the noun phrase of `head`, without clauses after it."""
        first, stop = head.left_edge.i, head.right_edge.i + 1
        if first and self.doc[first - 1].text == "(":
            first = self._before_bracket(first - 1)
        if head.lower_ in self.grammar.parsed_relatives and head.head.dep_ == "relcl":
            noun = head.head.head
            return min(self.phrase(noun)[0], head.i), head.i + 1
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
