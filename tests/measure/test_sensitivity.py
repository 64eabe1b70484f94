import math

import pandas as pd
import pytest
from scipy.stats import t
from test_rates import HITS, WORDS, exposure_of, mentions_of

import toolkit as tk
from toolkit.measure.sensitivity import SensitivityWarning
from toolkit.tables.schema import check_table, empty_table

TEN = exposure_of([(d, "x", "direct", 100) for d in "abcdefghij"])


def corpus():
    """Four articles: x says f by three terms, once in a headline; a and b are copies."""
    words = exposure_of([(d, v, "direct", 100) for d in "abcd" for v in ("x", "y")])
    words = words.assign(family_id=["copies"] * 4 + [None] * 4)
    hits = mentions_of([(d, "x", "f") for d in "abcd"] + [("a", "x", "g"), ("a", "y", "f")])
    hits["term_id"] = ["win", "win", "beat", "rout", "other", "win"]
    hits["mode"] = hits["mode"].cat.set_categories(hits["mode"].cat.categories)
    hits.loc[3, "mode"] = "headline"
    return hits, words


def specified(**tables):
    return check_table(
        tk.sensitivity(tables or {"parser": corpus()}, group="x", thing="f"), "specifications"
    )


def row_of(table, **choices):
    choices = {"method": "parser", "headlines": "with", "copies": "all"} | choices
    for column, value in choices.items():
        table = table[table[column].isna() if value is None else table[column] == value]
    (row,) = table.to_dict("records")
    return row


def test_each_choice_meets_each_other():
    table = specified(parser=corpus(), rules=corpus())
    # methods, headlines, copies, denominators; terms: all or one of three left out, of two
    # without the headline
    assert len(table) == 2 * 2 * 3 * (4 + 3)


def test_each_denominator_is_stated():
    table = specified()
    found = {
        d: row_of(table, denominator=d, left_out=None)
        for d in ("own words", "all words", "own mentions")
    }
    assert {d: (r["n"], r["exposure"], r["per"], r["rate"]) for d, r in found.items()} == {
        "own words": (4, 400, 1000, 10.0),
        "all words": (4, 800, 1000, 5.0),
        "own mentions": (4, 5, 100, 80.0),
    }
    win = row_of(table, denominator="own words", left_out="win")
    assert win["low"] < win["rate"] < win["high"]


def test_headlines_copies_and_terms_are_left_out():
    table = specified()
    own = {"denominator": "own words"}
    assert row_of(table, **own, left_out=None, headlines="without")["n"] == 3
    once = row_of(table, **own, left_out=None, copies="once")
    assert (once["n"], once["exposure"]) == (3, 300)
    win = row_of(table, **own, left_out="win")
    assert (win["n"], win["share"]) == (2, 0.5)


def test_without_copies_there_is_no_choice_of_them():
    table = tk.sensitivity({"rules": (HITS, WORDS.iloc[::-1])}, group="x", thing="g")
    assert set(table["copies"]) == {"all"}
    assert (table["n"] == 0).all()


def test_a_result_that_rests_on_one_term_or_one_article_is_said_to():
    hits, words = corpus()
    hits.loc[2, "term_id"] = "win"
    message = r"f of x \(parser\): 75% of 4 mentions are of one term, 'win'; the result rests on it"
    with pytest.warns(SensitivityWarning, match=message):
        specified(parser=(hits, words))
    hits = mentions_of([("a", "x", "f")] * 2 + [("b", "x", "f")])
    hits["term_id"] = list("123")
    with pytest.warns(SensitivityWarning, match="67% of 3 mentions are of one article, 'a'"):
        specified(rules=(hits, words))


@pytest.mark.filterwarnings("ignore::toolkit.measure.sensitivity.SensitivityWarning")
@pytest.mark.parametrize(
    ("hits", "words", "freedom", "error"),
    [
        # the small example of test_rates: CR2 and Satterthwaite's degrees of freedom
        (HITS, WORDS, 3.745946, 0.510697),
        # ten articles of one length, five with a mention: 10 / 9 * 10 * 0.5 ** 2 is 25 / 9
        (mentions_of([(d, "x", "f") for d in "abcde"]), TEN, 9, math.sqrt(25 / 9) / 5),
    ],
)
def test_the_interval_is_student_s_with_satterthwaite_s_degrees_of_freedom(
    hits, words, freedom, error
):
    table = tk.sensitivity({"parser": (hits, words)}, group="x", thing="f")
    row = row_of(table, denominator="own words", left_out=None)
    factor = math.exp(t.ppf(0.975, freedom) * error)
    assert row["rate"] == 5.0
    assert [row["low"], row["high"]] == pytest.approx([5 / factor, 5 * factor], rel=1e-5)


@pytest.mark.filterwarnings("ignore::toolkit.measure.sensitivity.SensitivityWarning")
def test_copies_of_a_dispatch_vary_as_one():
    words = TEN.assign(family_id=pd.Series(list("vvwwxxyyzz"), dtype="str"))
    hits = mentions_of([(d, "x", "f") for d in "abcdef"])
    table = tk.sensitivity({"parser": (hits, words)}, group="x", thing="f")
    row = row_of(table, denominator="own words", left_out=None)
    # five families with 2, 2, 2, 0, 0: the squares about 1.2 are 4.8; 5 / 4 of that is 6
    factor = math.exp(t.ppf(0.975, 4) * math.sqrt(6) / 6)
    assert [row["low"], row["high"]] == pytest.approx([6 / factor, 6 * factor])


def test_a_single_article_has_no_interval_and_a_single_mention_no_warning():
    words = exposure_of([("a", "x", "direct", 1000)])
    table = tk.sensitivity({"rules": (mentions_of([("a", "x", "f")]), words)}, group="x", thing="f")
    row = row_of(table, method="rules", denominator="own words", left_out=None)
    assert row["rate"] == 1.0
    assert math.isnan(row["low"])
    assert math.isnan(row["high"])


def test_nothing():
    nothing = empty_table("mentions"), empty_table("exposure")
    table = tk.sensitivity({"parser": nothing}, group="x", thing="f")
    assert check_table(table, "specifications")["rate"].isna().all()
    assert tk.sensitivity({}, group="x", thing="f").empty
