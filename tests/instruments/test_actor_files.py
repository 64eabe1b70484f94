"""Actor files of event coders, with made-up actors."""

import datetime as dt
import warnings

import pytest
from conftest import articles_of

import toolkit as tk
from toolkit.instruments.registry import Actor, Person, Role

FILE = """# made up
NORTHLAND_ [NOR]   ; the country
+KINGDOM_OF_NORTHLAND_
+NL_
ADA_BERG_ ; her offices
+PRESIDENT_BERG_
\t[NORELI 880101-031231]
\t[NORGOV 040101-120101]
\t[NOROPP >120102]
NORTHLAND_ARMY_ [NORMIL]
OLD_HOLM_ [SOUGOV <320101] [NORGOV 19321231-19400101]
SOUTHLAND_ [SOU]
+KINGDOM_OF_NORTHLAND_
LEAGUE_OF_COASTS_ [IGOCST]
JON_HOLM_ [SOUGOV 320101-331108]
BAD_DATE_ [SOUGOV 091340-101010]
NO_CODE_
BACKWARDS_ [SOUGOV 20120101-20100101]
"""


@pytest.fixture
def load(tmp_path):
    def load_one(content, **options):
        path = tmp_path / "actors.txt"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            actors = tk.load_actors(path, **options)
        return actors, list(caught[0].message.notes) if caught else []

    return load_one


def test_names_people_and_dated_roles(load):
    actors, _ = load(FILE)
    north, south, igo = actors
    day = dt.date
    assert north == Actor(
        "nor",
        "Northland",
        aliases=("Kingdom of Northland", "NL", "Northland Army"),
        people=(
            Person(
                "nor_ada_berg",
                "Ada Berg",
                ("President Berg",),
                roles=(
                    Role(("NORELI",), day(1988, 1, 1), day(2003, 12, 31)),
                    Role(("NORGOV",), day(2004, 1, 1), day(2012, 1, 1)),
                    Role(("NOROPP",), day(2012, 1, 2), None),
                ),
            ),
        ),
    )
    assert (south.actor_id, south.name, south.kind) == ("sou", "Southland", "country")
    holms = {person.name: person.roles for person in south.people}
    assert holms == {
        "Old Holm": (Role(("SOUGOV",), None, day(1932, 1, 1)),),
        "Jon Holm": (Role(("SOUGOV",), day(1932, 1, 1), day(1933, 11, 8)),),
    }
    assert (igo.name, igo.kind, igo.aliases) == ("IGO", "body", ("League of Coasts",))


def test_what_a_registry_cannot_say_is_listed(load):
    assert load(FILE)[1] == [
        "line 16: BAD_DATE_: found [SOUGOV 091340-101010], expected a code and dates such as "
        "[USAGOV 090120-170120]",
        "line 18: BACKWARDS_: found [SOUGOV 20120101-20100101], expected a code and dates such as "
        "[USAGOV 090120-170120]",
        "line 10: NORTHLAND_ARMY_: the role in NORMIL was not kept, the name was",
        "line 11: OLD_HOLM_: also stands for NORGOV; kept with 'sou' only",
        "line 12: SOUTHLAND_: 'Kingdom of Northland' is also a name of 'nor'; kept there",
        "line 14: LEAGUE_OF_COASTS_: the role in IGOCST was not kept, the name was",
        "line 16: BAD_DATE_: has no code and was not read",
        "line 17: NO_CODE_: has no code and was not read",
        "line 18: BACKWARDS_: has no code and was not read",
    ]


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("301231-311231", dt.date(1930, 12, 31)),
        ("300101-301231", dt.date(2030, 1, 1)),
        ("310101-990101", dt.date(1931, 1, 1)),
        ("20000101-050101", dt.date(2000, 1, 1)),
    ],
)
def test_years_of_two_digits(load, said, start):
    (actor,), notes = load(f"ADA_BERG_ [NORGOV {said}]\n")
    assert actor.people[0].roles[0].start == start
    assert notes == []


def test_saved_actors_are_read_again_as_they_were(load, registry, tmp_path):
    for actors in (load(FILE)[0], registry, tk.load_actors("corpus/karabakh-2020/actors.yml")):
        saved = tk.save_actors(actors, tmp_path / "saved.yml")
        assert tk.load_actors(saved) == actors


def test_encodings(load):
    assert load("\ufeffNORTHLAND_ [NOR]\n")[0].labels() == {"nor": "Northland"}
    actors, notes = load("CÔTE_ [COT]\n".encode("cp1252"))
    assert actors.labels() == {"cot": "Côte"}
    assert notes == ["byte 1: this is not UTF-8; the file was read as windows-1252"]


def test_our_yaml_with_lists_in_brackets_stays_yaml(load):
    ours = "# [NOTE]\nactors:\n  north:\n    name: Northland\n    aliases: [NL]\n"
    assert load(ours)[0].labels() == {"north": "Northland"}
    with pytest.raises(tk.InstrumentError, match="the key 'actors' is missing"):
        load("actor:\n  north: {name: N}\n  aliases: [NL]\n")


def test_a_file_without_a_readable_actor(load):
    with pytest.raises(tk.InstrumentError, match="found no actor that can be read"):
        load("BAD_ [NORGOV 09-10]\nWORSE_\n[NOR 990101-991399]")


def test_the_actors_of_a_file_are_found(load):
    names = tk.find_actors(
        articles_of("President Berg left the Kingdom of Northland."), load(FILE)[0]
    )
    assert names[["match", "actor_id"]].to_numpy().tolist() == [
        ["President Berg", "nor"],
        ["Kingdom of Northland", "nor"],
    ]
