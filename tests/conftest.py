"""Builders that the tests share: tiny articles and instruments in a line each."""

import matplotlib as mpl
import pytest

from toolkit.read.lexicon import Frame, Lexicon, Term
from toolkit.read.registry import Actor, ActorRegistry, Person, Role
from toolkit.schema import make_table
from toolkit.sentences import count_words

mpl.use("agg")


def articles_of(*texts, title="", date="2020-11-10", **columns):
    """Make the articles table of these bodies; ids are a, b, c ..."""
    head = f"{title}\n\n" if title else ""
    return make_table(
        "articles",
        [
            {
                "doc_id": "abcdefghijklmnopqrstuvwxyz"[at],
                "title": title,
                "text": head + text,
                "body_start": len(head),
                "n_tokens": count_words(head + text),
                "date": date,
                **{name: values[at] for name, values in columns.items()},
            }
            for at, text in enumerate(texts)
        ],
    )


def lexicon_of(**frames):
    """Make a lexicon: lexicon_of(victory=["victor*", Term(...)])."""
    return Lexicon(
        tuple(
            Frame(
                frame,
                frame.capitalize(),
                "",
                tuple(t if isinstance(t, Term) else Term(t, frame) for t in terms),
            )
            for frame, terms in frames.items()
        )
    )


@pytest.fixture
def registry():
    """Three actors, with a person who shares a surname with another."""
    return ActorRegistry(
        (
            Actor(
                "northland",
                "Northland",
                demonyms=("Northlandic", "Northlanders"),
                metonyms=("Norport",),
                exceptions=("Norport Times",),
                people=(
                    Person(
                        "berg",
                        "Ada Berg",
                        pronoun="she",
                        roles=(Role(("president",)),),
                    ),
                    Person("holm", "Jon Holm", roles=(Role(("foreign minister",)),)),
                ),
            ),
            Actor(
                "southland",
                "Southland",
                demonyms=("Southlandic",),
                metonyms=("Sudport",),
                people=(
                    Person("reyes", "Çelo Reyes", roles=(Role(("foreign minister",)),)),
                    Person("holm_s", "Maria Holm", pronoun="she"),
                ),
            ),
            Actor("league", "League of Coasts", kind="body", aliases=("the League",)),
        )
    )
