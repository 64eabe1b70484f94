"""Instruments and the ledger are shown so that their faults are seen first."""

import datetime as dt

import pandas as pd
import pytest
from conftest import HOSTILE, Shown, assert_harmless

import toolkit as tk
from toolkit.instruments.lexicon import Frame, Lexicon, Term
from toolkit.instruments.registry import Actor, ActorRegistry, Person, Role
from toolkit.read.ledger import Ledger
from toolkit.tables.schema import empty_table, make_table


@pytest.fixture(autouse=True)
def terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")


def test_a_registry_shows_forms_people_and_dated_offices():
    day = dt.date(2020, 11, 16)
    people = (
        Person("roe", "Ada Roe", ("A. Roe",), "", "she", (Role(("president", "head"), end=day),)),
        Person("doe", "Jon Doe", roles=(Role(("envoy",), day, day), Role(("minister",), day))),
    )
    actors = ActorRegistry(
        (
            Actor(
                "north", "Northland", "country", ("the North",), ("Northern", "Norther"),
                ("Norport",), ("Norport Times",), people,
            ),
            Actor("league", "League", "body"),
        )
    )  # fmt: skip
    shown = Shown(actors._repr_html_())
    shown.assert_inert()
    assert shown.text.startswith("2 actors, 2 people")
    assert shown.rows == [
        ["actor", "name", "kind", "people", "", "forms"],
        [
            "north", "Northland", "country", "2",
            "Ada Roe, A. Roe (she): president, head, until 2020-11-16"
            "Jon Doe: envoy, 2020-11-16 to 2020-11-16; minister, from 2020-11-16",
            "the Northdemonyms Northern, Northermetonyms Norportnot Norport Times",
        ],
        ["league", "League", "body", "0", "", ""],
    ]  # fmt: skip
    assert repr(actors).splitlines() == [
        "2 actors, 2 people",
        "actor   name       kind     people                         forms",
        "north   Northland  country  2       Ada Roe, A. Roe (she…  the North; demonyms …",
        "league  League     body     0",
        "to_frame() lists every form.",
    ]


def test_a_lexicon_shows_terms_exceptions_and_notes():
    terms = (
        Term("victor*", "win", exceptions=("victoria*",), note="the plain word"),
        Term("US", "win", match="fixed", case=True),
    )
    lexicon = Lexicon((Frame("win", "Victory", "a gain", terms),))
    shown = Shown(lexicon._repr_html_())
    shown.assert_inert()
    assert shown.text.startswith("1 frame, 2 termsVictory (win), 2 terms: victor*, USa gain")
    assert shown.rows == [
        ["term", "language", "match", "case", "except", "note"],
        ["victor*", "", "glob", "any", "victoria*", "the plain word"],
        ["US", "", "fixed", "as written", "", ""],
    ]
    assert repr(lexicon).splitlines() == [
        "1 frame, 2 terms",
        "frame  label    terms",
        "win    Victory  2      victor* [...], US",
        "to_frame() lists every term.",
    ]


def test_what_is_long_is_counted():
    people = tuple(Person(f"p{n}", f"Person {n}") for n in range(15))
    actors = ActorRegistry(tuple(Actor(f"a{n}", f"Actor {n}", people=people) for n in range(70)))
    for text in (Shown(actors._repr_html_()).text, repr(actors)):
        assert "70 actors, 1,050 people" in text
        assert "60 of 70 actors shown; pd.options.display.max_rows = None shows all." in (
            text.replace("\n", " ")
        )
    assert "Person 11and 3 more" in Shown(actors._repr_html_()).text
    terms = tuple(Term(f"t{n}", "f") for n in range(70))
    shown = Shown(Lexicon((Frame("f", "f", "", terms),))._repr_html_())
    assert "f, 70 terms: t0, t1" in shown.text
    assert "t11, and 58 more" in shown.text
    assert "60 of 70 terms shown" in shown.text
    assert len(shown.rows) == 61


def ledger_of(*rows):
    names = ("source", "record", "outcome", "reason", "declared")
    table = make_table("ledger", [dict(zip(names, row, strict=True)) for row in rows])
    return Ledger(table)


ROWS = (
    ("a", 1, "read", None, None),
    ("b", 1, "read", "no date", None),
    ("c", 1, "read", None, 3),
    ("c", 2, "duplicate", "as a", 3),
    ("d", 1, "rejected", "no text", None),
    ("e", 1, "read", None, 2),
    ("e", 2, "read", None, 2),
)


def test_a_ledger_shows_its_sums_and_its_faults_first():
    ledger = ledger_of(*ROWS)
    shown = Shown(ledger._repr_html_())
    shown.assert_inert()
    assert shown.text.startswith("7 records = 5 read + 1 rejected + 1 duplicate")
    assert shown.rows == [
        ["outcome", "source", "record", "reason"],
        ["rejected", "d", "1", "no text"],
        ["duplicate", "c", "2", "as a"],
        ["read", "b", "1", "no date"],
        ["item", "kind", "declared", "read", "rejected", "duplicate", "adds_up"],
        ["c", "file", "3", "1", "0", "1", "NO"],
        ["d", "file", "", "0", "1", "0", "yes"],
        ["e", "file", "2", "2", "0", "0", "yes"],
    ]
    assert "5 files and result sets; 1 do not add up" in shown.text
    assert shown.text.endswith(
        "2 with one record, which was read, are not listed; count_records lists all."
    )
    assert repr(ledger).splitlines()[:3] == [
        "7 records = 5 read + 1 rejected + 1 duplicate",
        "outcome    source  record  reason",
        "rejected   d       1       no text",
    ]


def test_a_sound_ledger_says_so():
    text = repr(ledger_of(ROWS[0]))
    assert text.startswith("1 record = 1 read + 0 rejected + 0 duplicate\nNo faults.")
    assert "1 file or result set; all add up" in text


def test_faults_that_are_not_shown_are_counted():
    ledger = ledger_of(*(("a", n, "rejected", "no text", None) for n in range(70)))
    shown = Shown(ledger._repr_html_())
    assert "60 of 70 records with faults shown; pd.options.display.max_rows" in shown.text


def test_a_part_of_a_ledger_is_no_account_and_a_plain_table():
    ledger = ledger_of(*ROWS)
    for part in (ledger.head(2), ledger[ledger["reason"].notna()], ledger[["source"]]):
        assert type(part) is pd.DataFrame
    assert tk.count_records(ledger)["item"].tolist() == list("abcde")


def test_a_ledger_that_was_changed_in_place_is_shown_as_any_table():
    ledger = ledger_of(*ROWS)
    ledger["record"] = "x"
    assert repr(ledger) == repr(pd.DataFrame(ledger))
    assert ledger._repr_html_() == pd.DataFrame(ledger)._repr_html_()


def test_the_ledger_of_a_corpus_is_one(put):
    put("a.txt", "Rain fell.")
    put("b.txt", "\n")
    ledger = tk.load_ledger(put("c.txt", "More rain fell.").parent)
    assert type(ledger) is Ledger
    assert repr(ledger).startswith("3 records = 2 read + 1 rejected + 0 duplicate")


def test_nothing_is_shown_as_nothing():
    assert "0 actors, 0 people" in repr(ActorRegistry(()))
    assert "0 frames, 0 terms" in Shown(Lexicon(())._repr_html_()).text
    assert "0 records = 0 read" in Shown(Ledger(empty_table("ledger"))._repr_html_()).text


@pytest.mark.parametrize(
    "thing",
    [
        ActorRegistry(
            (
                Actor(
                    HOSTILE, HOSTILE, aliases=(HOSTILE,), exceptions=(HOSTILE,),
                    people=(Person(HOSTILE, HOSTILE, roles=(Role((HOSTILE,)),)),),
                ),
            )
        ),
        Lexicon((Frame(HOSTILE, HOSTILE, HOSTILE, (Term(HOSTILE, HOSTILE, note=HOSTILE),)),)),
        ledger_of((HOSTILE, 1, "rejected", HOSTILE, 2)),
    ],
    ids=["registry", "lexicon", "ledger"],
)  # fmt: skip
def test_text_is_shown_and_never_acts(thing):
    shown = Shown(thing._repr_html_())
    shown.assert_inert()
    assert "<script>alert(1)</script>" in shown.text
    assert_harmless(repr(thing))
