"""Documents that somebody speaks, such as speeches: all that is not attributed to others is his."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.annotate.attribution.cues import Span, Statement
from toolkit.annotate.attribution.phrases import NOBODY, Voice
from toolkit.annotate.attribution.sources import Speaker
from toolkit.annotate.attribution.speech.labels import ANSWERS, label_key
from toolkit.annotate.attribution.speech.outermost import Claimed, first_place, with_words
from toolkit.annotate.attribution.speech.quotations import FRAGMENT_WORDS
from toolkit.annotate.names import Name
from toolkit.languages.language import Language
from toolkit.text.text import Text
from toolkit.text.words import WORD_PATTERN

SPEAKER_DOCUMENT = "speaker-document"


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
        self._named = {word.lower() for word in WORD_PATTERN.findall(text.speaker or "")}

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

    def is_own(self, statement: Statement) -> bool:
        """Tell whether a statement is what the speaker says himself: all the rest, "I said".

        So is a turn whose label gives his name or office, or is that of the answers.
        """
        if statement.source is None:
            return True
        if statement.rule == "turn":
            key = label_key(self._text.raw[slice(*statement.source)], self._language)
            return key == ANSWERS or key in self._named
        words, lists = self._words(statement.source), self._language.sources
        is_joint = words[1:2] and words[1] in lists.joins_actors
        return bool(words) and words[0] in lists.first_persons and not is_joint

    def speaker_of(self, statement: Statement, meant: Speaker) -> Speaker:
        """Return who makes a statement, where the words of its source mean `meant`."""
        if self.is_own(statement):
            return self._speaker
        words = self._words(statement.source) if statement.source else []
        is_ours = words and words[0] in self._language.sources.first_possessives
        if meant.voice == NOBODY and is_ours and self._language.is_office(words[-1]):
            return meant._replace(voice=Voice(self._speaker.voice.actor_id))
        return meant

    def _names_somebody(self, statement: Statement) -> bool:
        """Tell what others say from what only looks so in a speech: topics, scare quotes."""
        if statement.source is None or not statement.content or statement.rule == "label":
            return False
        words = WORD_PATTERN.findall(self._text.raw, *statement.content[0])
        return statement.rule != "carried" or len(words) > FRAGMENT_WORDS

    def _words(self, span: Span) -> list[str]:
        return [found.group().lower() for found in WORD_PATTERN.finditer(self._text.raw, *span)]

    def _trimmed(self, span: Span) -> Span:
        words = self._text.raw[slice(*span)]
        start = span[0] + len(words) - len(words.lstrip())
        return start, max(start, span[1] - len(words) + len(words.rstrip()))
