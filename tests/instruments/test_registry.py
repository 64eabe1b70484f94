"""The registry of actors: what it holds, and every fault with its line."""

import datetime as dt
import textwrap

import pytest

import toolkit as tk
from toolkit.instruments.registry import Actor, ActorRegistry, Person, Role

SOUND = """
actors:
  northland:
    name: Northland
    demonyms: [Northlandic, Northlanders]
    metonyms: Norport
    except:
      - Norport Times
    note: invented
    people:
      berg:
        name: Ada Berg
        aliases: [A. Berg, Iron Ada]
        pronoun: she
        roles:
          - title: [president, head of state]
            from: 2018-05-08
            until: 2020-11-10
          - title: minister
            from: 2020-11-11
      olga:
        name: Olga van der Meer
        surname: van der Meer
  league:
    name: League of Coasts
    kind: body
    aliases: the League
"""


@pytest.fixture
def write(tmp_path):
    def write(text):
        path = tmp_path / "actors.yml"
        path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
        return path

    return write


def faults(write, text):
    """Return the faults that the loader lists, as 'line: message'."""
    path = write(text)
    with pytest.raises(tk.InstrumentError) as error:
        tk.load_actors(path)
    head, *lines = str(error.value).splitlines()
    assert head == f"{path}: {len(lines)} fault(s):"
    assert all(line.startswith(f"  {path}:") for line in lines)
    return [line.removeprefix(f"  {path}:") for line in lines]


def stop(write, text):
    """Return the message of a file that cannot be read at all, after its path."""
    path = write(text)
    with pytest.raises(tk.InstrumentError) as error:
        tk.load_actors(path)
    return str(error.value).removeprefix(str(path))


# --- what it holds -------------------------------------------------------------------------------


def test_a_registry_holds_what_its_file_says(write):
    registry = tk.load_actors(write(SOUND))
    assert len(registry) == 2
    northland, league = registry
    assert northland == Actor(
        "northland",
        "Northland",
        "country",
        demonyms=("Northlandic", "Northlanders"),
        metonyms=("Norport",),
        exceptions=("Norport Times",),
        note="invented",
        people=(
            Person(
                "berg",
                "Ada Berg",
                ("A. Berg", "Iron Ada"),
                pronoun="she",
                roles=(
                    Role(
                        ("president", "head of state"),
                        dt.date(2018, 5, 8),
                        dt.date(2020, 11, 10),
                    ),
                    Role(("minister",), dt.date(2020, 11, 11)),
                ),
            ),
            Person("olga", "Olga van der Meer", surname="van der Meer"),
        ),
    )
    assert league == Actor("league", "League of Coasts", "body", ("the League",))
    assert registry.labels() == {"northland": "Northland", "league": "League of Coasts"}


def test_surnames_are_the_last_words_of_names_unless_one_is_given(write):
    northland = next(iter(tk.load_actors(write(SOUND))))
    assert [person.surnames() for person in northland.people] == [
        ("Berg", "Ada"),
        ("van der Meer",),
    ]
    assert Person("x", "Peskov").surnames() == ()


def test_the_frame_of_a_registry_has_a_row_per_form(write):
    frame = tk.load_actors(write(SOUND)).to_frame()
    assert frame.columns.tolist() == ["actor_id", "person_id", "form", "kind"]
    rows = list(frame.itertuples(index=False, name=None))
    assert rows[:4] == [
        ("northland", "", "Northland", "name"),
        ("northland", "", "Northlandic", "demonym"),
        ("northland", "", "Northlanders", "demonym"),
        ("northland", "", "Norport", "metonym"),
    ]
    assert ("northland", "berg", "head of state", "role") in rows
    assert ("northland", "olga", "van der Meer", "surname") in rows
    assert rows[-1] == ("league", "", "the League", "alias")
    assert ActorRegistry(()).to_frame().columns.tolist() == frame.columns.tolist()


def test_an_office_is_held_from_its_first_day_to_its_last(write):
    registry = tk.load_actors(write(SOUND))

    def held(title, day):
        return [person.person_id for _, person in registry.holders(title, day)]

    assert held("President", dt.date(2018, 5, 7)) == []
    assert held("President", dt.date(2018, 5, 8)) == ["berg"]
    assert held("président", dt.date(2020, 11, 10)) == ["berg"]
    assert held("president", dt.date(2020, 11, 11)) == []
    assert held("president", None) == []
    assert held("minister", None) == ["berg"]
    assert held("Minister", dt.date(2030, 1, 1)) == ["berg"]


def test_an_office_may_be_held_for_a_day(write):
    role = "{title: regent, from: 2020-11-10, until: 2020-11-10}"
    text = f"actors: {{a: {{name: A, people: {{b: {{name: B, roles: [{role}]}}}}}}}}\n"
    registry = tk.load_actors(write(text))
    assert len(registry.holders("regent", dt.date(2020, 11, 10))) == 1
    assert registry.holders("regent", dt.date(2020, 11, 11)) == []


# --- faults --------------------------------------------------------------------------------------


def test_all_faults_of_a_file_are_told_at_once_in_order(write):
    text = """
    actors:
      northland:
        kind: planet
        colour: blue
        aliases: [North]
      southland:
        name: Southland
        aliases: [North, {a: b}]
        people:
          berg:
            name: Ada Berg
            pronoun: it
            roles:
              - title: president
                from: May 2018
              - from: 2020-01-02
                until: 2020-01-01
    """
    assert faults(write, text) == [
        "3: northland: kind: found 'planet', expected one of country, body, group",
        "3: northland: the key 'name' is missing",
        "4: northland: found the key 'colour', expected one of name, kind, note, aliases, names, "
        "demonyms, metonyms, except, people",
        "8: southland: 'North' is also claimed by 'northland', at line 5; a name may stand for one "
        "actor only",
        "8: southland: aliases: found a mapping, expected text",
        "12: southland: berg: pronoun: found 'it', expected one of he, she, they",
        "15: southland: berg: from: found 'May 2018', expected a date, YYYY-MM-DD",
        "16: southland: berg: roles: 'until' 2020-01-01 is before 'from' 2020-01-02",
        "16: southland: berg: roles: the key 'title' is missing",
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a: {name: ''}", "2: a: name: found nothing, expected text"),
        ("a: {name: [x]}", "2: a: name: found a list, expected text"),
        ("a: {name: A, aliases: {x: y}}", "2: a: aliases: found a mapping, expected a list of t"),
        ("a: {name: A, aliases: ['']}", "2: a: aliases: found nothing, expected text"),
        ("a: {name: A, people: [x]}", "2: a: people: found a list, expected a mapping (key: valu"),
        ("a: {name: A, people: {b: {name: B, roles: x}}}", "2: a: b: roles: expected a list of ro"),
        ("a+b: {name: A}", "2: 'a+b' contains '+', which joins ids; leave it out"),
        ("narration: {name: A}", "2: 'narration' is a reserved word, choose another id"),
        ("other speaker: {name: A}", "2: 'other speaker' is a reserved word, choose another id"),
        (
            "a: {name: A, people: {a: {name: B}}}",
            "2: the id 'a' is already used at line 2; choose another",
        ),
        (
            "a: {name: A, name: B}",
            "2: the key 'name' is already used at line 2; rename one, or join the two",
        ),
        ("a: {name: '(A)'}", "2: a: found '(A)', expected it to begin with a letter or digit"),
        ("a: {name: A, aliases: ['-x']}", "2: a: found '-x', expected it to begin with a letter"),
        ("a: {name: A, except: ['.x']}", "2: a: except: found '.x', expected it to begin with a "),
        (
            "a: {name: A, people: {b: {name: B C, surname: -C}}}",
            "2: a: b: surname: found '-C', expected it to begin with a letter",
        ),
        (
            "a: {name: A, people: {b: {name: B, roles: [{title: '*x'}]}}}",
            "2: a: b: roles: found '*x', expected it to begin with a letter",
        ),
        (
            "a: {name: A, people: {b: {name: B, roles: [{title: x, since: y}]}}}",
            "2: a: b: roles: found the key 'since', expected one of title, from, until, note",
        ),
        (
            "a: {name: A, people: {b: {name: B, age: 3}}}",
            "2: a: b: found the key 'age', expected one of name, note, aliases, names, surname, "
            "pronoun, roles",
        ),
    ],
)
def test_a_fault_is_told_with_its_line(write, body, expected):
    found = faults(write, f"actors:\n  {body}\n")
    assert len(found) == 1
    assert found[0].startswith(expected)


def test_the_fault_of_people_is_at_their_own_line(write):
    text = "actors:\n  a:\n    name: A\n    kind: body\n    people: x\n"
    assert faults(write, text) == ["5: a: people: found 'x', expected a mapping (key: value)"]


def test_an_id_of_two_people_is_told_of_at_the_second(write):
    text = """
    actors:
      a:
        name: A
        people:
          berg: {name: Ada Berg}
      b:
        name: B
        people:
          berg: {name: Bo Berg}
    """
    assert faults(write, text) == ["9: the id 'berg' is already used at line 5; choose another"]


def test_a_duplicate_key_is_told_of_at_the_second(write):
    text = "actors:\n  a:\n    name: A\n  a:\n    name: B\n"
    assert faults(write, text) == [
        "4: the key 'a' is already used at line 2; rename one, or join the two"
    ]


def test_names_that_differ_in_accents_only_are_one(write):
    text = "actors:\n  a: {name: Élan}\n  b: {name: Elan}\n"
    assert faults(write, text) == [
        "3: b: 'Elan' is also claimed by 'a', at line 2; a name may stand for one actor only"
    ]


def test_a_person_and_its_own_actor_may_share_a_name(write):
    registry = tk.load_actors(write("actors:\n  a: {name: A, people: {b: {name: A}}}\n"))
    assert registry.actors[0].people[0].name == "A"


FIRST_LINE = (
    "1: the key 'actors' is missing; write it in the first line, and indent all else below it"
)
ANCHOR = (
    "found an anchor with an alias (& and *), expected each entry written out; put a text that "
    "begins with & or * in quotation marks"
)


# --- files that are none -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["1: the file: found nothing, expected a mapping (key: value)", FIRST_LINE]),
        ("- a\n", ["1: the file: found a list, expected a mapping (key: value)", FIRST_LINE]),
        (
            "frames: {}\n",
            [
                "1: the file: found the key 'frames', expected one of actors",
                "1: the key 'actors' is missing; a file with 'frames' is for `load_lexicon`: are "
                "two files swapped?",
            ],
        ),
    ],
)
def test_a_file_without_the_key_actors_says_so(write, text, expected):
    assert faults(write, text) == expected


def test_a_registry_of_no_actors_is_refused(write):
    assert faults(write, "actors: {}\n") == ["1: actors: found no actor, expected at least one"]


def test_a_word_of_every_text_is_no_name(write):
    text = (
        "actors:\n  a:\n    name: Atlantis\n    aliases:\n    - The\n    - WHO\n    - The Sea\n"
        "    names:\n      de: [Wir]\n"
    )
    more = "write more of the name, or an acronym in capitals"
    assert faults(write, text) == [
        f"5: a: 'The' is a word of every text, and no name; {more}",
        f"9: a: 'Wir' is a word of every text, and no name; {more}",
    ]


def test_actors_that_are_no_mapping_are_refused(write):
    assert faults(write, "actors: [a]\n") == [
        "1: actors: found a list, expected a mapping (key: value)",
        "1: actors: found no actor, expected at least one",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "actors:\n  a:\n    name: &n A\n    note: *n\n",
            f":3: {ANCHOR}",
        ),
        (
            "actors: &all\n  a: *all\n",
            f":1: {ANCHOR}",
        ),
        ("actors:\n" + "".join(" " * n + "a:\n" for n in range(1, 30)), ":22: nested deeper than"),
        ("actors: " + "[" * 30, ":1: nested deeper than 20 levels"),
        ("actors: " + "[" * 20_000, ":1: this is not valid YAML: exceeded maximum nesting depth"),
        (
            "actors:\n  a: b: c\n",
            ":2: this is not valid YAML: mapping values are not allowed in this",
        ),
        (
            "actors:\n\ta: b\n",
            ":2: this is not valid YAML: found character that cannot start any",
        ),
        (
            "a: 1\n---\nb: 2\n",
            ":2: this is not valid YAML: but found another document; check the inden",
        ),
        ("actors: \0\n", ": this is not valid YAML: unacceptable character #x0000"),
    ],
)
def test_yaml_that_cannot_be_read_is_told_with_its_line(write, text, expected):
    assert stop(write, text).startswith(expected)


def test_the_remedies_of_yaml_are_told(write):
    assert stop(write, "actors: {").endswith(
        "check the indentation (spaces, not tabs), the colon after each key, and quote texts that "
        "contain ': ' or begin with * or &"
    )


def test_a_missing_file_says_where_we_are(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(tk.InstrumentError) as error:
        tk.load_actors("nowhere.yml")
    assert str(error.value) == (
        "nowhere.yml: cannot be read (No such file or directory); check the path (a relative one "
        f"starts from {tmp_path})"
    )


def test_a_file_that_is_not_utf8_says_where(tmp_path):
    path = tmp_path / "actors.yml"
    path.write_bytes(b"actors:\n  a: {name: caf\xe9}\n")
    with pytest.raises(tk.InstrumentError) as error:
        tk.load_actors(path)
    assert str(error.value) == f"{path}: byte 23 is not UTF-8; save the file as UTF-8"
