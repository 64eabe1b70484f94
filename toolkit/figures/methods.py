"""The text on methods of a paper, from the articles, the instruments and the tables' calls."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from toolkit.annotate.attribution.quality import attribution_quality
from toolkit.display.printable import printable_line, readable
from toolkit.figures.markup import markdown
from toolkit.figures.methods_measures import SENTENCES, listed, named, percent, said_of
from toolkit.instruments.lexicon import Lexicon
from toolkit.instruments.registry import ActorRegistry
from toolkit.tables.arguments import as_list, expect_table, expect_type
from toolkit.tables.calls import calls_of, number_calls
from toolkit.text.word_lists import read_words

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_MOST_OUTLETS = 8  # that are named
_OF_VOICES = {"voice", "voice_id", "person_id", "target_id", "agent_id", "patient_id", "mode"}
_OF_LEXICON = {"frame", "term_id"}
_MEASURED = ("parser", "rules")  # the methods whose accuracy is known
_HOW = {
    "parser": "a dependency parse (spaCy's small English model, @honnibal2020), mended by rules",
    "rules": "rules of word order",
}
_TAG = re.compile(r"(?<!\\)<")  # a table may come from anybody
_CITED = re.compile(r"(?<!\\)@([a-z]+\d{4}|toolkit)")  # what is escaped is of the corpus


@dataclass(frozen=True)
class MethodsText:
    """The text on methods, as Markdown; a notebook shows it as it reads."""

    text: str

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text

    def _repr_markdown_(self) -> str:
        return self.text


def methods_text(
    articles: pd.DataFrame,
    tables: pd.DataFrame | Iterable[pd.DataFrame],
    *,
    corpus: str,
    actors: ActorRegistry | None = None,
    lexicon: Lexicon | None = None,
    accuracy: pd.DataFrame | None = None,
) -> MethodsText:
    """Write the paragraphs on methods of a paper, of what is known and nothing else.

    Parameters
    ----------
    articles
        The articles that the tables were made from.
    tables
        The tables of measures that the paper reports: what is said of each comes from its column
        `call`, and how many tests there were from its rows.
    corpus
        What the articles are and where they come from, as the subject of a sentence: "News
        articles on the ceasefire that Nexis holds of five newspapers".
    actors, lexicon
        Where the tables count by voice, and frames or terms.
    accuracy
        From `accuracy`, of the voices in your own coded sample, ``found="voice"``. Without it, the
        accuracy is that of `attribution_quality`, on English news.

    Returns
    -------
    MethodsText
        The text, as Markdown: ``print(text)``, or `text.text` for a file. Other works are cited,
        and listed at its end.

    Raises
    ------
    ValueError
        If something that the text has to say is not known: a table that does not say how it was
        made, an instrument that was not given, an accuracy that was not measured, versions that
        differ between tables.

    Limits
    ------
    It tells what was computed, not why: the question, the choice of corpus and frames, and what
    was filtered between the tables and the paper are yours to write.
    """
    expect_table(articles, "articles", ["doc_id", "outlet", "date", "n_tokens", "family_id"])
    expect_type(corpus, "corpus", str, expected="what the articles are, in words")
    given = [tables] if isinstance(tables, pd.DataFrame) else as_list(tables, "tables")
    pairs = _called(given)
    _check_articles(articles, given, corpus)
    calls = [call for _, call in pairs]
    paragraphs = [
        _corpus(articles, corpus),
        _lexicon(lexicon, calls),
        _voices(articles, actors, calls, accuracy),
        _measures(pairs),
        _software(calls),
    ]
    text, keys = _with_citations("\n\n".join(filter(None, paragraphs)))
    return MethodsText(f"{text}\n\n{_references(keys, calls)}")


def _called(tables: Sequence[Any]) -> list[tuple[pd.DataFrame, dict[str, Any]]]:
    """Return each table with each call that made its rows."""
    pairs = []
    for at, table in enumerate(tables):
        expect_table(table, "tables", expected="tables of measures, such as `rates` returns")
        calls = calls_of(table)
        if not calls:
            raise ValueError(
                f"tables: found a table (number {at + 1}) that does not say how it was made, with "
                f"the columns {', '.join(map(str, table.columns))}; expected the column 'call', "
                "which the function that made it has written: keep it"
            )
        numbers = number_calls(table).filter(regex="^call")
        for number, call in enumerate(calls, start=1):
            if call["measure"] not in SENTENCES:
                raise ValueError(
                    f"tables: found a table of {call['measure']!r}, expected one of "
                    f"{', '.join(SENTENCES)}"
                    + ("; give it as accuracy" if call["measure"] == "accuracy" else "")
                )
            pairs.append((table[(numbers == number).any(axis=1)], call))
    if not pairs:
        raise ValueError("tables: found none, expected those that the paper reports")
    return pairs


def _check_articles(articles: pd.DataFrame, tables: Sequence[pd.DataFrame], corpus: str) -> None:
    if articles.empty:
        raise ValueError("articles: found none, expected those that the tables were made from")
    if not corpus.strip():
        raise ValueError("corpus: found no words, expected what the articles are")
    for table in tables:
        for column in ("exposure_docs", "n_docs"):
            most = table[column].max() if column in table and len(table) else 0
            if most > len(articles):
                raise ValueError(
                    f"articles: found {len(articles):,}, fewer than the {most:,} that a row of the "
                    "tables counts, expected all that the tables were made from"
                )


def _corpus(articles: pd.DataFrame, corpus: str) -> str:
    """Tell of the articles: how many, of whom, of when, and how many are copies."""
    n, words = len(articles), int(articles["n_tokens"].sum())
    said = printable_line(corpus).strip().rstrip(".")
    said += f": {_count(n, 'article')} of {words:,} words"
    outlets = sorted(map(readable, articles["outlet"].dropna().unique()))
    if outlets:
        names = f" ({named(outlets)})" if len(outlets) <= _MOST_OUTLETS else ""
        said += f", of {_count(len(outlets), 'outlet')}{names}"
    dates = articles["date"].dropna()
    if len(dates):
        ends = [_day(day) for day in (dates.min(), dates.max())]
        days = f"on {ends[0]}" if ends[0] == ends[1] else f"from {ends[0]} to {ends[1]}"
        said += f", published {days}"
    for name, none, some in (
        ("outlet", "none names its outlet", "do not name their outlet"),
        ("date", "none has a date", "have no date"),
    ):
        if lacking := int(articles[name].isna().sum()):
            said += f"; {none}" if lacking == n else f"; {lacking:,} {some}"
    families = articles["family_id"].dropna()
    copies = len(families) - families.nunique()
    marked = "No article is marked as a copy of another one"
    if copies:
        are = "article is a copy" if copies == 1 else "articles are copies"
        families_of = _count(families.nunique(), "family", "families")
        marked = f"{copies:,} {are} of another one ({families_of} of copies)"
    return f"**Corpus.** {said}. {marked}."


def _lexicon(lexicon: Lexicon | None, calls: Sequence[Mapping[str, Any]]) -> str:
    """Tell of the frames and terms, if any table counts them."""
    if not _columns(calls) & _OF_LEXICON:
        return ""
    if lexicon is None:
        raise ValueError(
            "lexicon: found None, but the tables count frames or terms, expected the lexicon that "
            "they were found with, lexicon=..."
        )
    expect_type(lexicon, "lexicon", Lexicon, expected="a Lexicon, as `load_lexicon` returns it")
    labels, terms = lexicon.labels(), len(list(lexicon.terms()))
    return (
        f"**Frames.** Framing terms are those of a lexicon with {_count(len(labels), 'frame')} "
        f"({named(list(labels.values()))}) and {_count(terms, 'term')}. Of matches that overlap "
        "the longest counts; denied and negated mentions count as well, unless left out."
    )


def _voices(
    articles: pd.DataFrame,
    actors: ActorRegistry | None,
    calls: Sequence[Mapping[str, Any]],
    accuracy: pd.DataFrame | None,
) -> str:
    """Tell whom words were given to, how, and how well, if any table counts by voice."""
    if not _columns(calls) & _OF_VOICES:
        return ""
    if actors is None:
        raise ValueError(
            "actors: found None, but the tables count by voice, expected the registry that voices "
            "were told by, actors=..."
        )
    expect_type(
        actors, "actors", ActorRegistry, expected="an ActorRegistry, as `load_actors` returns it"
    )
    methods = sorted({m for call in calls for m in call.get("method", "").split(" + ") if m})
    if not methods:
        raise ValueError(
            "tables: found none that says by which method words were given to voices, expected "
            "tables of mentions and exposure with the column 'method', as `annotate` and "
            "`exposure` return them"
        )
    people = sum(len(actor.people) for actor in actors)
    how = [_HOW.get(name, f"the method “{markdown(printable_line(name))}”") for name in methods]
    return (
        f"**Voices.** Each mention is credited to the voice that says it, in direct or indirect "
        f"speech: to one of the {_count(len(actors), 'actor')} of a registry (with "
        f"{_count(people, 'named person', 'named people')}), to a speaker who is not in it, to an "
        "unknown speaker, or to the narration of the outlet; no speaker was guessed. What is said "
        f"by whom was found by {listed(how)}. {_accuracy(articles, methods, accuracy)}"
    )


def _accuracy(articles: pd.DataFrame, methods: Sequence[str], accuracy: pd.DataFrame | None) -> str:
    """Tell how often voices are right: in the user's own sample, or else where it was measured."""
    if accuracy is not None:
        return _own_accuracy(accuracy)
    how = (
        "code a sample by hand and give its accuracy, accuracy=tk.accuracy(coded, found='voice', "
        "truth=...)"
    )
    for name in methods:
        if name not in _MEASURED:
            raise ValueError(
                f"accuracy: found None, and nothing is known of the method {name!r}; expected "
                f"your own: {how}"
            )
    others = sorted(
        {*articles.get("language", pd.Series(dtype="str")).dropna().astype("str")} - {"en"}
    )
    if others:
        raise ValueError(
            f"accuracy: found None, and articles in {', '.join(map(repr, others))}, of which "
            f"`attribution_quality` says nothing; expected your own: {how}"
        )
    said = []
    for name in methods:
        row = attribution_quality(method=name).set_index("rule").loc["all"]
        known = listed(f"{what} {_estimate(row, what)}" for what in ("precision", "recall"))
        said.append(f"{known} by {_HOW[name]}" if len(methods) > 1 else known)
    return (
        f"On {row['n_docs']:.0f} news articles of the United States in which people marked every "
        "attribution (PolNeAR, development split, @newell2018), words were given to the right "
        f"voice with {'; '.join(said)} (95 % intervals). No list of words was counted on these "
        "articles, but their errors were read while the rules were made; the accuracy on the "
        "corpus itself was not measured."
    )


def _own_accuracy(accuracy: pd.DataFrame) -> str:
    expect_table(accuracy, "accuracy", ["category", "n", "precision", "recall", "kappa"])
    calls = calls_of(accuracy)
    found = {str(call["arguments"].get("found")) for call in calls}
    if len(calls) != 1 or not found & {"voice", "voice_id"}:
        raise ValueError(
            f"accuracy: found one of {', '.join(sorted(found)) or 'an unknown column'}, expected "
            "that of voices, as tk.accuracy(coded, found='voice', truth=...) returns it"
        )
    given, rows = calls[0]["arguments"], accuracy[accuracy["category"] == "all"]
    if lacking := [name for name in ("by", "level") if name not in given]:
        raise ValueError(
            f"accuracy: found a call without {lacking[0]!r} in the column 'call', expected it as "
            "`accuracy` has written it; make the table anew"
        )
    if rows.empty:
        raise ValueError("accuracy: found no row 'all', expected the whole table of `accuracy`")
    by = given["by"] if isinstance(given["by"], list) else [given["by"]]
    said = []
    for _, row in rows.iterrows():
        group = f" of {named([row[column] for column in by])}" if by else ""
        values = [f"{what} {_estimate(row, what)}" for what in ("precision", "recall")]
        values.append(f"Cohen's kappa {_estimate(row, 'kappa')} (@cohen1960)")
        said.append(f"{int(row['n']):,} units{group}: {listed(values)}")
    return (
        f"In a hand-coded sample of the corpus, voices were compared with those of a person "
        f"({percent(given['level'])} intervals): {'; '.join(said)}."
    )


def _measures(pairs: Sequence[tuple[pd.DataFrame, Mapping[str, Any]]]) -> str:
    sentences = [said_of(table, call) for table, call in pairs]
    return f"**Measures.** {' '.join(dict.fromkeys(sentences))}"


def _software(calls: Sequence[Mapping[str, Any]]) -> str:
    versions = _versions(calls)
    others = [f"{n} {text}" for n, text in versions.items() if n != "discourse-toolkit"]
    return (
        f"**Software.** Computed by the discourse toolkit {versions['discourse-toolkit']} "
        f"(@toolkit) with {markdown(listed(others))}."
    )


def _versions(calls: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the one version of each package that all tables were made with."""
    known: dict[str, str] = {}
    for call in calls:
        for name, text in call.get("versions", {}).items():
            if known.setdefault(name, text) != text:
                raise ValueError(
                    f"tables: found some made with {name} {known[name]} and some with {text}, "
                    "expected all with one version; make them anew"
                )
    if "discourse-toolkit" not in known:
        raise ValueError(
            "tables: found no version of discourse-toolkit in their calls, expected tables made by "
            "the installed package"
        )
    return known


def _columns(calls: Sequence[Mapping[str, Any]]) -> set[str]:
    """Return the columns that the tables are counted by, in their own calls or those before."""
    columns: set[str] = set()
    for call in calls:
        given = call["arguments"]
        for name in ("by", "of"):
            value = given.get(name) or []
            columns |= {value} if isinstance(value, str) else {*value}
        if call["measure"] == "voices":
            columns.add("voice")
        columns |= _columns(call.get("made_from", []))
    return columns


def _with_citations(text: str) -> tuple[str, list[str]]:
    """Return the text with works cited by authors and year, and the keys of these works."""
    known = read_words(__file__, "references.yml")
    keys = [key for key in _CITED.findall(text) if key in known]
    cited = _CITED.sub(lambda m: known[m[1]]["cited"] if m[1] in known else m[0], text)
    return _TAG.sub(r"\\<", cited), sorted(set(keys))


def _references(keys: Sequence[str], calls: Sequence[Mapping[str, Any]]) -> str:
    known, version = read_words(__file__, "references.yml"), _versions(calls)["discourse-toolkit"]
    entries = sorted(known[key]["entry"].replace("{version}", version) for key in keys)
    return "**References.**\n\n" + "\n".join(f"- {entry}" for entry in entries)


def _estimate(row: pd.Series, name: str) -> str:
    """Return an estimate with its interval, as .84 [.81, .87]."""
    value, low, high = (row[f"{name}{end}"] for end in ("", "_low", "_high"))
    if pd.isna(value):
        return "unknown"
    text = _share(value)
    return text if pd.isna(low) else f"{text} [{_share(low)}, {_share(high)}]"


def _share(value: float) -> str:
    return f"{value:.2f}"


def _count(n: int, one: str, many: str = "") -> str:
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def _day(day: pd.Timestamp) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
