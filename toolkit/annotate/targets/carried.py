"""Who did what a term takes up again: "that attack", "the invasion", "the aggressor"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toolkit.annotate.targets.expressions import expressions_of
from toolkit.annotate.targets.kinds import ACT, AGENT, LABEL, kind_of
from toolkit.annotate.targets.places import Aim, Place
from toolkit.text.text import Text

Doers = tuple[str, ...]
Tone = tuple[bool, bool]

_POINTED_REACH = 1  # sentences back that "that attack" may point
_STEM = 5  # letters that two words of one deed share
_REACH = 80  # characters before a term that are searched


class Carried:
    """The deeds of one article, and who was said to have done them.

    Parameters
    ----------
    text
        The article, whose terms are taken up in their order.

    Notes
    -----
    *Limits.* The nearest deed is taken for the one that is meant. A doer who is not in the registry
    is passed over.
    """

    def __init__(self, text: Text) -> None:
        self._folded = text.folded
        # of all deeds so far, who did: the last of each stem; each last in which sentence and tone,
        # the latest at the end; all that one is proud of, and all others
        self._last_of: dict[str, Doers] = {}
        self._last_in: dict[tuple[Doers, Tone], int] = {}
        self._all: dict[bool, set[str]] = {True: set(), False: set()}

    def agents(self, place: Place, aims: Iterable[Aim]) -> Iterator[Aim]:
        """Yield who did what a term names, if only an earlier term tells; and keep who did."""
        kind = kind_of(place.match, place.language, is_verb=False)
        if kind not in (ACT, LABEL) or not place.language.roles.this:
            return
        roles: dict[str, str] = {}
        for aim in aims:
            roles.setdefault(aim.actor_id, aim.role)
        doers = tuple(actor_id for actor_id, role in roles.items() if role == AGENT)
        if not doers:
            doers = tuple(actor for actor in self._earlier(place, kind) if actor not in roles)
            yield from (Aim(actor_id, AGENT, "carried") for actor_id in doers)
        if doers:
            self._last_of[_stem(place)] = doers
            done = (doers, _tone(place))
            self._last_in.pop(done, None)
            self._last_in[done] = place.number
            self._all[_tone(place)[0]].update(doers)

    def _earlier(self, place: Place, kind: str) -> Doers:
        if self._tells_which(place, kind) or self._is_followed("done_by_some", place):
            return ()
        is_of = self._is_followed("done_to", place)
        if is_of and self._stands_after("in_doing", place):
            return self._near(place, reach=0)  # "attacked it, in breach of the truce"
        if self._stands_after("pointed_out", place):  # "that is an attack"
            return self._near(place, reach=_POINTED_REACH)
        is_plural = place.match.lower().endswith(place.language.grammar.plural_endings)
        if not is_plural and self._stands_after("this", place):
            return self._near(place, reach=_POINTED_REACH)
        if not self._stands_after("defined", place) or (is_of and not self._is_of_named(place)):
            return ()  # "the threat of floods"
        if kind == ACT:
            return self._last_of.get(_stem(place), ())
        if is_of or self._stands_after("called", place):
            return ()  # "each calls the other the aggressor"
        return self._only(place)

    def _tells_which(self, place: Place, kind: str) -> bool:
        """Tell a term that describes the next word: "that occupied land", "the attack victims"."""
        found = expressions_of(place.language)["next_word"].match(self._folded, place.end)
        if found is None:
            return False
        word, language = found.group(1).lower(), place.language
        grammar = language.grammar
        if word in grammar.determiners or word in grammar.pronouns:
            return True  # a verb: "that attack the land"
        if word in grammar.small_words or word in grammar.adverbials:
            return False
        if place.match.lower().endswith(grammar.past_endings):
            return True
        is_verb = word in language.finite_forms or word.endswith(
            (*grammar.past_endings, *grammar.adverb_endings)
        )
        return not (is_verb or (kind == LABEL and grammar.is_third_person(word)))

    def _is_of_named(self, place: Place) -> bool:
        """Tell "the invasion of Westland"."""
        found = expressions_of(place.language)["of_named"].match(self._folded, place.end)
        return found is not None and any(name.start == found.end() for name in place.names)

    def _near(self, place: Place, *, reach: int) -> Doers:
        """Return who did the last deed so many sentences back, but the speaker."""
        first = place.number - reach
        for (doers, tone), number in reversed(self._last_in.items()):
            if number < first:
                break
            if tone == _tone(place) and not set(doers) & set(place.speakers):
                return doers
        return ()

    def _only(self, place: Place) -> Doers:
        """Return him who has done all of the kind that was done, but by the speaker."""
        if not place.match.lower().startswith(place.language.roles.epithets):
            return ()
        doers = self._all[_tone(place)[0]] - set(place.speakers)
        return tuple(doers) if len(doers) == 1 else ()

    def _stands_after(self, pattern: str, place: Place) -> bool:
        begin = max(place.sentence[0], place.start - _REACH)
        found = expressions_of(place.language)[pattern].search(self._folded, begin, place.start)
        return found is not None

    def _is_followed(self, pattern: str, place: Place) -> bool:
        return expressions_of(place.language)[pattern].match(self._folded, place.end) is not None


def _stem(place: Place) -> str:
    """Return what two words of one deed share: "inva-d" of "invasion" and "invaded"."""
    word = place.match.lower()
    stem = word if " " in word else word[:_STEM]
    return f"{stem[:-1]}d" if stem.endswith("s") else stem


def _tone(place: Place) -> tuple[bool, bool]:
    """Tell whether one is proud of a deed, and whether it is only said."""
    word, roles = place.match.lower(), place.language.roles
    return word.startswith(roles.praised), word.startswith(roles.untrue)
