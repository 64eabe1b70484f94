import datetime as dt

import pytest
from conftest import articles_of

import toolkit as tk
from toolkit.instruments.registry import Actor, ActorRegistry, Person, Role
from toolkit.tables.schema import check_table


def found(text, registry, date="2020-11-10"):
    articles = articles_of(text, date=date)
    names = check_table(tk.find_actors(articles, registry), "names")
    for row in names.itertuples():
        assert articles["text"][0][row.start : row.end] == row.match
    people = names["person_id"].astype(object).where(names["person_id"].notna(), None)
    return list(zip(names["match"], names["actor_id"], people, names["kind"], strict=True))


def test_names_demonyms_metonyms_and_people(registry):
    assert found("Northland and Sudport met; a Northlandic envoy saw Ada Berg.", registry) == [
        ("Northland", "northland", None, "name"),
        ("Sudport", "southland", None, "metonym"),
        ("Northlandic", "northland", None, "demonym"),
        ("Ada Berg", "northland", "berg", "name"),
    ]


def test_diacritics_are_folded_and_capitals_match_but_lower_case_does_not(registry):
    assert found("Celo Reyes, REYES, reyes and SUDPORT.", registry) == [
        ("Celo Reyes", "southland", "reyes", "name"),
        ("REYES", "southland", "reyes", "name"),
        ("SUDPORT", "southland", None, "metonym"),
    ]


def test_a_name_of_three_letters_is_not_looked_for_in_capitals():
    """As US is not "us", "ALL" is no one called All; of four letters a name is."""
    actors = ActorRegistry((Actor("oda", "Oda"), Actor("mira", "Mira")))
    assert found("ODA AND MIRA AGREE. Oda and Mira agree.", actors) == [
        ("MIRA", "mira", None, "name"),
        ("Oda", "oda", None, "name"),
        ("Mira", "mira", None, "name"),
    ]


def test_the_longest_name_wins_and_an_exception_hides_a_name(registry):
    assert found("The Norport Times wrote of the League of Coasts.", registry) == [
        ("League of Coasts", "league", None, "name")
    ]


def test_a_shared_surname_means_the_one_last_named_in_full(registry):
    assert found("Holm left. Maria Holm spoke; Holm, then Jon Holm, and Holm.", registry) == [
        ("Maria Holm", "southland", "holm_s", "name"),
        ("Holm", "southland", "holm_s", "name"),
        ("Jon Holm", "northland", "holm", "name"),
        ("Holm", "northland", "holm", "name"),
    ]


@pytest.mark.parametrize(
    "phrase",
    [
        "the Southlandic foreign minister",
        "Southland's foreign minister",
        "Southland’s new foreign minister",
        "the foreign minister of Southland",
        "The Foreign Minister of the Southland",
    ],
)
def test_an_office_is_resolved_by_the_country_named_with_it(registry, phrase):
    (name,) = found(f"So said {phrase}.", registry)
    assert name[1:] == ("southland", "reyes", "role")


def test_an_office_without_country_is_its_holder_last_named(registry):
    assert found("Reyes and Jon Holm met. The foreign minister left.", registry)[-1] == (
        "foreign minister",
        "northland",
        "holm",
        "role",
    )


def test_a_name_after_a_comma_tells_whose_office_it_is(registry):
    text = "Jon Holm left. The foreign minister, Çelo Reyes, spoke."
    assert found(text, registry)[1:] == [
        ("foreign minister", "southland", "reyes", "role"),
        ("Çelo Reyes", "southland", "reyes", "name"),
    ]


def test_an_office_without_country_is_its_only_holder_if_the_last_actor_named_is_his(registry):
    assert found("Northland woke. The president spoke.", registry)[-1] == (
        "president",
        "northland",
        "berg",
        "role",
    )
    assert found("The president spoke.", registry) == []
    assert len(found("Northland and Southland woke. The president spoke.", registry)) == 2
    assert len(found("Northland woke. The foreign minister spoke.", registry)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "A president spoke.",
        "The former president spoke.",
        "The vice president spoke.",
        "The president Otto Lind spoke.",
        "The presidents spoke.",
    ],
)
def test_what_is_not_the_office_stands_for_nobody(registry, text):
    assert found(text, registry) == []


def test_an_office_of_an_unknown_holder_is_still_the_countrys(registry):
    assert found("The Southlandic president spoke.", registry) == [
        ("Southlandic president", "southland", None, "role")
    ]


def test_the_title_before_a_name_is_part_of_it(registry):
    assert found("The Northlandic president Ada Berg spoke.", registry) == [
        ("Northlandic", "northland", None, "demonym"),
        ("Ada Berg", "northland", "berg", "name"),
    ]


def test_the_date_of_the_article_decides_who_holds_the_office():
    first = Person("one", "Una One", roles=(Role(("speaker",), None, None),))
    old = Person("old", "Otto Old", roles=(Role(("minister",), None, _day("2020-11-16")),))
    new = Person("new", "Nina New", roles=(Role(("minister",), _day("2020-11-18"), None),))
    registry = ActorRegistry((Actor("land", "Land", people=(first, old, new)),))
    people = {
        date: found("The minister of Land spoke.", registry, date)[0][2]
        for date in ("2020-11-16", "2020-11-17", "2020-11-18", None)
    }
    assert people == {"2020-11-16": "old", "2020-11-17": None, "2020-11-18": "new", None: "new"}


def test_zero_articles_give_zero_names(registry):
    assert check_table(tk.find_actors(articles_of(), registry), "names").empty


def _day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ada Berg met Nils Berg. Berg left.", ["Ada Berg", "Berg"]),
        ("There Nils Berg fell ill. Berg left.", []),
        ("Berg left. There Nils Berg fell ill. Berg spoke.", ["Berg", "Berg"]),
        ("Seeing Berg leave, she wept.", ["Berg"]),
        ("President Berg came. On Monday Berg spoke. In May Berg left.", ["Berg", "Berg", "Berg"]),
        ("Ana Berg left.", ["Berg"]),  # the same initial: perhaps another spelling
        ("Northland Berg came.", ["Northland", "Berg"]),
    ],
)
def test_a_last_name_behind_another_given_name_is_somebody_else(registry, text, found):
    names = tk.find_actors(articles_of(text), registry)
    assert names["match"].tolist() == found


def test_headlines_have_no_given_names(registry):
    articles = articles_of("It rained.", title="Wants Berg More Rain")
    assert tk.find_actors(articles, registry)["match"].tolist() == ["Berg"]
