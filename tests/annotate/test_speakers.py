"""Who speaks a document: the words of the column `speaker`, resolved by the registry."""

import datetime as dt

import pandas as pd
import pytest
from conftest import articles_of

import toolkit as tk
from toolkit.instruments.registry import Actor, ActorRegistry, Person, Role
from toolkit.tables.schema import check_table

DAY = dt.date(2031, 5, 1)
ACTORS = ActorRegistry(
    (
        Actor(
            "norland",
            "Norland",
            aliases=("Norlandic Federation",),
            demonyms=("Norlandic",),
            people=(
                Person("roe", "Jane Roe", pronoun="she", roles=(Role(("foreign minister",), DAY),)),
                Person("berg", "Erik Berg", roles=(Role(("president",)),)),
                Person("moe", "Ida Moe", roles=(Role(("foreign minister",), None, DAY),)),
            ),
        ),
        Actor("westland", "Westland", people=(Person("doe", "Max Doe"),)),
        Actor("tarsovia", "Tarsovia"),
        Actor("league", "League of Ten", kind="body"),
    )
)


def speakers(*words, date="2031-06-01"):
    articles = articles_of(*["We hold."] * len(words), speaker=words, date=date)
    names = check_table(tk.find_actors(articles, ACTORS), "names")
    told = names.astype(object).where(names.notna(), None)
    assert (told["kind"] == "speaker").all()
    assert (told[["start", "end"]] == 0).all(axis=None)
    assert (told["match"] == "").all()
    return [
        (row.actor_id, row.person_id)
        if (row := next(iter(told[told["doc_id"] == doc].itertuples()), None))
        else None
        for doc in articles["doc_id"]
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Jane Roe",
        "JANE ROE",
        "Roe",
        "Ms. Roe",
        "Minister Roe",
        "Foreign Minister Jane Roe",
        "Roe, Jane",
        "Roe, Jane (Norland)",
        "Ms. Roe (Norland)",
        "Jane Roe, Foreign Minister of Norland",
        "Jane Roe; Foreign Minister of Norland",
        "Jane Roe;",
        "Jane Roe, Foreign Minister and Trade Envoy of Norland",
        "Norland's foreign minister",
        "The Foreign Minister of Norland",
        "Foreign Minister of Norland Jane Roe",
    ],
)
def test_a_person_of_the_registry(words):
    assert speakers(words) == [("norland", "roe")]


@pytest.mark.parametrize(
    ("words", "actor"),
    [
        ("Norland", "norland"),
        ("the Norlandic Federation", "norland"),
        ("Ministry of Foreign Affairs of Norland", "norland"),
        ("Norlandic Ministry of Defence", "norland"),
        ("Permanent Mission of Norland to the League of Ten", "norland"),
        ("League of Ten Secretary-General", "league"),
        ("Mr. Poe (Norland)", "norland"),
        ("Mr. Poe (Norlandic Federation)", "norland"),
        ("John Poe, Ambassador of Norland to Westland", "norland"),
        ("Ada Poe, Tarsovia", "tarsovia"),
        ("Spokesman for President Erik Berg", "norland"),
        ("Jane Roe's spokesman John Poe", "norland"),
        ("Norland and Westland", "norland+westland"),
        ("Norland, Westland and Tarsovia", "norland+tarsovia+westland"),
        ("Jane Roe and Max Doe", "norland+westland"),
        ("Jane Roe; Max Doe", "norland+westland"),
        ("Roe, Jane; Doe, Max", "norland+westland"),
        ("Jane Roe/Max Doe", "norland+westland"),
        ("Jane Roe\r\nMax Doe", "norland+westland"),
        ("Jane Roe, Max Doe", "norland+westland"),
        ("Jane Roe, Foreign Minister of Norland, and Max Doe", "norland+westland"),
        ("Norland; Tarsovia", "norland+tarsovia"),
        ("Norland, Tarsovia", "norland+tarsovia"),
        ("Jane Roe; Erik Berg", "norland"),
        ("Jane Roe and Erik Berg", "norland"),
        ("Jane Roe, Erik Berg", "norland"),
        ("Ambassador of Norland to Westland and Tarsovia", "norland"),
    ],
)
def test_an_actor_alone(words, actor):
    assert speakers(words) == [(actor, None)]


@pytest.mark.parametrize(
    "words",
    [
        "Ada Poe",
        "John Roe",
        "Roe, John",
        "J. Roe",
        "The President",
        "John Poe, Ambassador to Norland",
        "Mr. Poe (spoke in Norlandic)",
        "Critic of Norland",
        "Jane Roe and Ada Poe",
        "Ada Poe and Jane Roe",
        "Jane Roe; Ada Poe",
        "Jane Roe/Ada Poe",
        "Ada Poe\nJane Roe",
        "Jane Roe, Ada Poe and Max Doe",
        "Spokesman for Jane Roe and Max Doe",
        "--",
    ],
)
def test_who_is_not_plain_is_nobody(words):
    assert speakers(words) == [None]


def test_an_office_is_that_of_the_day():
    words = "Foreign Minister of Norland"
    assert speakers(words, date="2031-06-01") == [("norland", "roe")]
    assert speakers(words, date="2031-04-01") == [("norland", "moe")]


def test_the_row_has_what_the_registry_says_of_the_speaker():
    articles = articles_of("Max Doe won.", speaker=["Jane Roe"])
    names = tk.find_actors(articles, ACTORS)
    columns = ["match", "kind", "person_id", "pronoun", "actor_kind"]
    assert names[columns].astype(object).where(
        names[columns].notna(), None
    ).to_numpy().tolist() == [
        ["", "speaker", "roe", "she", "country"],
        ["Max Doe", "name", "doe", None, "country"],
    ]


def test_articles_without_speakers_and_without_the_column_have_none():
    assert speakers(None, "", "Jane Roe") == [None, None, ("norland", "roe")]
    articles = articles_of("Max Doe won.")
    without = articles.drop(columns="speaker")
    pd.testing.assert_frame_equal(tk.find_actors(articles, ACTORS), tk.find_actors(without, ACTORS))
