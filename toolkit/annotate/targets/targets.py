"""Targets: whom a framing term is aimed at, and in which role."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from toolkit.annotate.names import Name, names_by_doc
from toolkit.annotate.targets import parsed, patterns
from toolkit.annotate.targets.carried import Carried
from toolkit.annotate.targets.kinds import AGENT
from toolkit.annotate.targets.parse import Parse, parse_sentences
from toolkit.annotate.targets.places import Aim, Credit, Place, places_of_terms
from toolkit.display.progress import track
from toolkit.languages.language import warn_of_languages
from toolkit.tables.arguments import expect_table, method_of
from toolkit.tables.declare import ROLES
from toolkit.tables.rows import rows_as
from toolkit.tables.schema import make_table
from toolkit.text.segments import Part, parts_by_doc
from toolkit.text.text import Text, texts_of

PARSER = "parser"  # the method of attribution whose targets are parsed too
_AT_ONCE = 256  # sentences that are parsed together, and articles that wait for it


def find_targets(
    articles: pd.DataFrame,
    terms: pd.DataFrame,
    names: pd.DataFrame,
    attributions: pd.DataFrame,
) -> pd.DataFrame:
    """Find the actors of whom each framing term is said, or against whom it is aimed, and how.

    The role says how: an `agent` does it, is blamed or praised for it ("Velmark's aggression",
    "accused Velmark of aggression", "Velmark is the aggressor"); a `patient` suffers it
    ("aggression against Ardonia", "Ardonia's defeat"); an `addressee` is asked for it or offered
    it ("urged Ankara to show restraint"); an `ally` is called a brother or stood by ("our Ardonian
    brothers"). An actor has one role in a mention, that of the words next to the term.

    Targets are ranked by role, in that order, and then by how near their words are to the term.
    Where the attributions are the parser's, so are the targets: the sentences that hold a term and
    may name an actor are parsed; else they are found by patterns of words. `rule` says how:

    - of both: `possessive` ("Turkey's provocations", "its", "our"), `demonym` ("the Azerbaijani
      brothers"), `preposition` ("victory over Armenia"), `subject` ("Armenia had provoked it",
      "launched an attack"), `object` ("stood by Azerbaijan"), `blamed` ("is responsible for"),
      `by-agent` ("attacks carried out by Armenia"), `carried` ("Armenia attacked. That attack",
      "the attack", "the aggressor": who did it is told by an earlier term);
    - of the parse: `passive`, `accused` ("accused of"),
      `asked` ("called on Armenia for"), `predicate` ("is the aggressor", "called it an aggressor"),
      `bearer` ("the aggressor state, Armenia"), `apposition`, `clause` ("the war that Armenia
      began"), `undergone` ("suffered an attack"), `under` ("under attack"), `victim` ("a victim
      of"), `defence` ("defended itself against");
    - of patterns: `pronoun` ("the lands it occupies"), `own` ("a victory for his country": the
      speaker's), `anaphor` ("blamed Armenia and called it a provocation"), `collective` ("asked
      both sides for restraint", after two actors were named), `control` ("is prepared to attack"),
      `postposition` ("Ermenistan'a karşı saldırı").

    Articles in other languages than English are read by patterns with any method.

    Parameters
    ----------
    articles, terms, names, attributions
        The tables of those names, of the same articles.

    Returns
    -------
    pandas.DataFrame
        The targets table; a mention without a target has no row.

    Notes
    -----
    *Limits.* A sentence at a time and, for pronouns, the one before. Only what an earlier term
    tells is carried further: a term whose target is named elsewhere, or by a common noun ("the
    enemy"), has none, and no place after "in" is a target.
    What kind a term is (done, suffered, asked for, a name for somebody) is told by lists of
    beginnings of words, so that an unusual term counts as something that is done.
    """
    expect_table(articles, "articles", ["doc_id", "text", "body_start"])
    expect_table(terms, "terms", ["doc_id", "start", "end", "term_id"])
    expect_table(names, "names", ["doc_id", "start", "end", "actor_id", "kind", "person_id"])
    expect_table(attributions, "attributions", ["doc_id", "content_start", "source_start"])
    warn_of_languages(articles)
    hits = _terms_by_doc(terms)
    named, parts = names_by_doc(names), parts_by_doc(attributions)
    credits_of_rows = rows_as(Credit, attributions)
    targets = Targets(method_of(attributions=attributions))
    for text in track(texts_of(articles), desc="targets", total=len(articles)):
        doc_id = text.doc_id
        if doc_id in hits:
            credited = [(part, credits_of_rows[part.row]) for part in parts.get(doc_id, ())]
            targets.add(text, hits[doc_id], named.get(doc_id, ()), credited)
    return targets.table()


class _Mention(NamedTuple):
    """A term in its place, and its targets; None while its sentence waits for a parse."""

    mention_id: str
    place: Place
    aims: list[Aim] | None


class Targets:
    """The targets of a corpus while its articles are read.

    Parameters
    ----------
    method
        The method that found the attributions.
    """

    def __init__(self, method: str | None) -> None:
        self._is_parsed = method == PARSER
        self._rows: list[tuple] = []
        self._articles: list[tuple[Text, list[_Mention]]] = []  # whose sentences wait for a parse
        self._n_waiting = 0

    def add(
        self,
        text: Text,
        hits: Iterable[tuple[int, int, str]],
        names: Iterable[Name],
        credited: Iterable[tuple[Part, Credit]],
    ) -> None:
        """Take in the terms of one article.

        Parameters
        ----------
        text
            The article.
        hits
            Start, end and term_id of each framing term.
        names
            The actors named in the article.
        credited
            The pieces of attributed content, with who is credited with each.
        """
        mentions = []
        for mention_id, place in places_of_terms(text, hits, names, credited):
            aims: list[Aim] | None = []
            if not self._is_parsed or place.language.reports is not None:
                aims = list(patterns.find_aims(place, text.folded))
            elif _may_have_target(place, text):
                aims = None
                self._n_waiting += 1
            mentions.append(_Mention(mention_id, place, aims))
        self._articles.append((text, mentions))
        most = max(self._n_waiting, len(self._articles))
        if not self._n_waiting or most >= _AT_ONCE:
            self._finish()

    def table(self) -> pd.DataFrame:
        """Return the targets table."""
        self._finish()
        columns = ["mention_id", "actor_id", "role", "rank", "rule"]
        return make_table("targets", pd.DataFrame(self._rows, columns=columns))

    def _finish(self) -> None:
        """Find the targets of the articles that wait."""
        parses = self._parse()
        for text, mentions in self._articles:
            found: dict[str, list[Aim]] = {}
            carried = Carried(text)
            for mention_id, place, aims in sorted(mentions, key=lambda one: one.place.start):
                if aims is None:
                    aims = list(parsed.find_aims(place, parses[text.raw[slice(*place.sentence)]]))
                    if all(aim.role != AGENT for aim in aims):
                        rules = ("by-agent",) if aims else patterns.SURE
                        aims += patterns.find_aims(place, text.folded, only=rules)
                found[mention_id] = [*aims, *carried.agents(place, aims)]
            for mention in mentions:  # in the order of the table of terms
                self._keep(mention.mention_id, found[mention.mention_id])
        self._articles.clear()
        self._n_waiting = 0

    def _parse(self) -> dict[str, Parse]:
        """Return the parses of the sentences of the terms that wait; each is parsed once."""
        if not self._n_waiting:
            return {}  # and no model is loaded
        sentences = dict.fromkeys(
            text.raw[slice(*mention.place.sentence)]
            for text, mentions in self._articles
            for mention in mentions
            if mention.aims is None
        )
        return dict(zip(sentences, parse_sentences([*sentences]), strict=True))

    def _keep(self, mention_id: str, aims: Iterable[Aim]) -> None:
        first: dict[str, Aim] = {}
        for aim in aims:
            first.setdefault(aim.actor_id, aim)
        ranked = sorted(first.values(), key=lambda aim: ROLES.index(aim.role))
        for rank, (actor_id, role, rule) in enumerate(ranked, start=1):
            self._rows.append((mention_id, actor_id, role, rank, rule))


def _may_have_target(place: Place, text: Text) -> bool:
    """Tell whether the sentence of a term names an actor, or may mean one by a pronoun."""
    if place.names:
        return True
    roles = place.language.roles
    words = set(text.raw[slice(*place.sentence)].lower().split())
    if place.credit.source_id is not None and words & roles.ourselves:
        return True
    return bool(place.previous) and bool(words & (roles.it | roles.they))


def _terms_by_doc(terms: pd.DataFrame) -> dict[str, list[tuple[int, int, str]]]:
    by_doc: dict[str, list[tuple[int, int, str]]] = {}
    columns = (terms[c].tolist() for c in ("doc_id", "start", "end", "term_id"))
    for doc_id, *hit in zip(*columns, strict=True):
        by_doc.setdefault(doc_id, []).append(tuple(hit))
    return by_doc
