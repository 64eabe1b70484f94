"""Documents that somebody speaks, such as speeches: all that is not attributed to others is his."""

from __future__ import annotations

import re
from collections.abc import Iterable

from toolkit.annotate.attribution.cues import Span, Statement
from toolkit.annotate.attribution.phrases import NOBODY, Voice, patterns_of
from toolkit.annotate.attribution.sources import Speaker
from toolkit.annotate.attribution.speech.labels import ANSWERS, label_key
from toolkit.annotate.attribution.speech.outermost import Claimed, first_place, with_words
from toolkit.annotate.attribution.speech.quotations import FRAGMENT_WORDS
from toolkit.annotate.names import Name
from toolkit.annotate.speakers import each_speaker
from toolkit.languages.language import Language
from toolkit.tables.joint import JOINT
from toolkit.text.text import Text
from toolkit.text.words import WORD_PATTERN, lowered_words

SPEAKER_DOCUMENT = "speaker-document"
_PARTS = re.compile(r"[,;:()\[\]—–]|\s-\s")


class SpeakerDocument:
    """A document whose speaker is known, and which words of it are his own.

    Parameters
    ----------
    text
        The document; its `speaker` are the words that name him.
    speaker
        The actor behind these words, if the registry knows him.
    language
        The language of the text.

    Notes
    -----
    *Limits.* What is said by nobody who is named ("it is said that"), a few quoted words without
    their own reporting word, and a line that a topic and a colon begin are the speaker's; so are
    the title, and labels and stage directions of a transcript.
    """

    def __init__(self, text: Text, speaker: Name | None, language: Language) -> None:
        self._text = text
        self._language = language
        voice = Voice(speaker.actor_id, speaker.person_id) if speaker else NOBODY
        self._speaker = Speaker(voice, text.speaker)
        self._named = set(lowered_words(text.speaker or ""))
        self._genitive = re.compile(rf"{language.grammar.genitive}(?=\s|$)")
        self._aside = language.sources.definite | language.sources.ranks
        self._heads = self._heads_of(text.speaker or "")

    def complete(self, statements: Iterable[Statement]) -> list[Statement]:
        """Return the statements of others, and one of all that they leave to the speaker."""
        said = [statement for statement in statements if self._names_somebody(statement)]
        claimed = Claimed((span, None) for one in said for span in one.content)
        start, end = self._text.body_start, len(self._text.raw)
        free = [piece for part in ((0, start), (start, end)) for piece in claimed.free(part)]
        rest = with_words(self._text.raw, map(self._trimmed, free))
        if rest:
            said.append(Statement(rest, None, None, SPEAKER_DOCUMENT))
        return sorted(said, key=first_place)

    def is_own(self, statement: Statement, meant: Speaker) -> bool:
        """Tell whether a statement is what the speaker says himself: all the rest, "I said".

        So is a turn whose label gives his name or office, or is that of the answers, and what is
        said by words that name him, "the ministry said", if they do not mean another (`meant`).
        """
        if statement.source is None:
            return True
        if statement.rule == "turn":
            key = label_key(self._text.raw[slice(*statement.source)], self._language)
            return key == ANSWERS or key in self._named
        words, lists = self._words(statement.source), self._language.sources
        is_joint = words[1:2] and words[1] in lists.joins_actors
        if words and words[0] in lists.first_persons:
            return not is_joint
        return self._is_named(self._text.raw[slice(*statement.source)]) and self._may_be(meant)

    def speaker_of(self, statement: Statement, meant: Speaker) -> Speaker:
        """Return who makes a statement, where the words of its source mean `meant`."""
        if self.is_own(statement, meant):
            return self._speaker
        words = self._words(statement.source) if statement.source else []
        is_ours = words and words[0] in self._language.sources.first_possessives
        if meant.voice == NOBODY and is_ours and self._language.is_office(words[-1]):
            return meant._replace(voice=Voice(self._speaker.voice.actor_id))
        return meant

    def _is_named(self, source: str) -> bool:
        """Tell whether all words of a source are of those that name the speaker, and its head."""
        head = self._head_words(source)
        return bool(head) and head[-1] in self._heads and self._is_called(source)

    def _is_called(self, name: str) -> bool:
        called = self._named | set(self._lowered_stems(self._text.speaker or ""))
        return called | self._aside >= set(self._lowered_stems(name))

    def _may_be(self, meant: Speaker) -> bool:
        """Tell whether words that the article's chains give to `meant` may be the speaker's."""
        actor_id, person_id = self._speaker.voice
        if meant.voice == NOBODY:
            return self._is_called(meant.name or "")
        return meant.voice.actor_id == actor_id and meant.voice.person_id in (None, person_id)

    def _heads_of(self, speaker: str) -> frozenset[str]:
        """Return the nouns that mean the one speaker: his last name, the last of each office.

        In "Jane Roe, spokeswoman for the ministry" they are "roe" and "spokeswoman".
        """
        first = patterns_of(self._language).qualifier.search(speaker)
        is_joint = JOINT in (self._speaker.voice.actor_id or "") or len(each_speaker(speaker)) > 1
        if is_joint or (first and first.group() in self._language.sources.joins):
            return frozenset()
        parts = [self._head_words(part) for part in _PARTS.split(speaker)]
        offices = [list(filter(self._language.is_office, part)) for part in parts]
        return frozenset(words[-1] for words in (*parts[:1], *offices) if words)

    def _head_words(self, phrase: str) -> list[str]:
        """Return the words of a noun phrase up to its head, without whose it is."""
        head = patterns_of(self._language).qualifier.split(phrase, maxsplit=1)[0]
        return lowered_words(self._genitive.split(head)[-1] or head)

    def _lowered_stems(self, phrase: str) -> list[str]:
        return lowered_words(self._genitive.sub(" ", phrase))

    def _names_somebody(self, statement: Statement) -> bool:
        """Tell what others say from what only looks so in a speech: topics, scare quotes."""
        if statement.source is None or not statement.content or statement.rule == "label":
            return False
        words = WORD_PATTERN.findall(self._text.raw, *statement.content[0])
        return statement.rule != "carried" or len(words) > FRAGMENT_WORDS

    def _words(self, span: Span) -> list[str]:
        return lowered_words(self._text.raw, *span)

    def _trimmed(self, span: Span) -> Span:
        words = self._text.raw[slice(*span)]
        start = span[0] + len(words) - len(words.lstrip())
        return start, max(start, span[1] - len(words) + len(words.rstrip()))
