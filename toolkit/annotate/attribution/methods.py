"""Methods of attribution: the words that `method=` takes, and the objects behind them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from toolkit.annotate.attribution.kept import Kept
from toolkit.annotate.attribution.parser import parse
from toolkit.annotate.attribution.rules.reports import find_reports
from toolkit.annotate.attribution.rules.statements import find_statements
from toolkit.annotate.attribution.speech.quotations import settle
from toolkit.annotate.attribution.statements import Method, Outcome
from toolkit.languages.language import is_there, language_of
from toolkit.languages.read import LanguageError
from toolkit.text.text import Text


class Rules:
    """Word lists and word order: no model, tens of times faster than a parse."""

    name = "rules"

    def read(self, texts: Iterable[Text]) -> Iterator[Outcome]:
        """Yield the statements of each text, in order."""
        for text in texts:
            if not is_there(text.language):
                yield []
                continue
            try:
                language = language_of(text.language)
                find = find_statements if language.reports is None else find_reports
                statements = find(text, language)
                yield settle(text, statements, language)
            except Exception as error:
                yield error


class Parser:
    """A dependency parse by spaCy's small English model, the accurate method."""

    name = "parser"

    def read(self, texts: Iterable[Text]) -> Iterator[Outcome]:
        """Yield the statements of each text, in order; texts stream through the model.

        A text in another language than the model's has an error instead.
        """
        ahead: deque[Text] = deque()
        for paragraphs in parse.parse_texts(filter(_is_parsed, _remembered(texts, ahead))):
            while not _is_parsed(ahead[0]):
                yield _unparsed(ahead.popleft())
            text = ahead.popleft()
            try:
                language = language_of(text.language)
                statements = parse.find_statements(text, paragraphs, language)
                yield settle(text, statements, language)
            except Exception as error:
                yield error
        yield from map(_unparsed, ahead)


def _is_parsed(text: Text) -> bool:
    """Tell whether the model reads the language of a text: one whose words stand as in English."""
    return is_there(text.language) and language_of(text.language).reports is None


def _unparsed(text: Text) -> Outcome:
    if not is_there(text.language):
        return []
    name = language_of(text.language).name
    return LanguageError(f"found an article in {name}, which no parser reads; use method='rules'")


METHODS: dict[str, Method] = {"parser": Kept(Parser()), "rules": Rules()}


def method_of(method: str | Method) -> Method:
    """Return the method that a word stands for, or the method itself.

    Raises
    ------
    ValueError
        If it is neither.
    """
    if isinstance(method, str) and method in METHODS:
        return METHODS[method]
    if isinstance(method, Method) and not isinstance(method, (str, type)):
        return method
    raise ValueError(
        f"method: found {method!r}, expected one of {', '.join(METHODS)}, or an object with `name` "
        "and `read`"
    )


def read_statements(texts: Iterable[Text], method: Method) -> Iterator[tuple[Text, Outcome]]:
    """Yield each text with what a method reads in it.

    Raises
    ------
    ValueError
        If the method reads fewer texts, or more, than there are.
    """
    ahead: deque[Text] = deque()
    texts = _remembered(texts, ahead)
    count = 0
    for outcome in method.read(texts):
        if not ahead:  # a method that knows what comes without looking at it
            following = next(texts, None)
            if following is None:
                raise _miscounted(method, f"more than {count:,}", count)
        yield ahead.popleft(), outcome
        count += 1
    left = len(ahead) + sum(1 for _ in texts)
    if left:
        raise _miscounted(method, f"{count:,}", count + left)


def _remembered(texts: Iterable[Text], ahead: deque[Text]) -> Iterator[Text]:
    """Yield texts, and note in `ahead` which have been asked for."""
    for text in texts:
        ahead.append(text)
        yield text


def _miscounted(method: Method, found: str, expected: int) -> ValueError:
    return ValueError(
        f"method: {method.name!r} gave the statements of {found} text(s), expected {expected:,}, "
        "one list for each"
    )
