"""A concordance is shown as lines with the term in one column, and is a DataFrame otherwise."""

import io
import pickle

import pandas as pd
import pytest
from conftest import HOSTILE, Shown, articles_of, assert_harmless, lexicon_of

import toolkit as tk
from toolkit.display.cells import width_of
from toolkit.display.kwic import Concordance
from toolkit.tables.schema import check_table, empty_table

COLUMNS = ["voice", "frame", "target_id", "date", "outlet"]


@pytest.fixture(autouse=True)
def terminal(monkeypatch):
    def terminal(columns):
        monkeypatch.setenv("COLUMNS", str(columns))

    terminal(120)
    return terminal


def lines_of(*texts, width=20, **columns):
    articles = articles_of(*texts, **columns)
    terms = tk.find_terms(articles, lexicon_of(victory=["victor*", "勝利"]))
    none = empty_table("names"), empty_table("attributions")
    return tk.concordance(tk.link_mentions(articles, terms, *none), articles, width=width)


@pytest.fixture
def lines():
    return lines_of("A great victory\nfor all.", "The victors of it.", outlet=["Tide", None])


def test_html_has_a_row_per_line_and_says_which_columns_it_leaves_out(lines):
    shown = Shown(lines._repr_html_())
    shown.assert_inert()
    assert shown.rows == [
        ["", "left", "node", "right", *COLUMNS[:2], "date", "outlet"],
        ["0", "A great ", "victory", " for all.", "narration", "victory", "2020-11-10", "Tide"],
        ["1", "The ", "victors", " of it.", "narration", "victory", "2020-11-10", ""],
    ]
    assert shown.text.endswith(
        "Columns not shown: mention_id, doc_id, source, mode, stance, target_id."
    )


def test_plain_text_has_the_terms_in_one_column(lines):
    assert repr(lines) == (
        "       left|  node |right      voice      frame    date        outlet\n"
        "0  A great |victory| for all.  narration  victory  2020-11-10  Tide\n"
        "1      The |victors| of it.    narration  victory  2020-11-10\n"
        "Columns not shown: mention_id, doc_id, source, mode, stance, target_id."
    )
    assert str(lines) == repr(lines)


def test_a_narrow_terminal_has_fewer_columns_and_less_context(lines, terminal):
    terminal(30)
    assert repr(lines).splitlines()[:3] == [
        "       left|  node |right",
        "0  A great |victory| for all.",
        "1      The |victors| of it.",
    ]
    assert " ".join(repr(lines).splitlines()[3:]).endswith(
        "No room for: voice, frame, date, outlet."
    )
    terminal(24)
    assert repr(lines).splitlines()[1] == "0  …reat |victory| for …"


def test_wide_and_combining_characters_and_other_directions_keep_the_column():
    lines = lines_of(
        "私たちの 勝利 です。", "e\u0301le\u0301ve victory", "שלום victory ـ", "a victor"
    )
    rows = repr(lines[["left", "node", "right"]]).splitlines()
    assert len(rows) == 5
    assert {width_of(row.split("|")[0]) for row in rows} == {12}
    assert {width_of(row.split("|")[1]) for row in rows} == {7}


def test_a_line_from_right_to_left_has_what_comes_before_on_the_right(terminal):
    text = "قالت وكالة Reuters إن victory لن يأتي"
    lines = lines_of(text, "A victory for الشرق.", width=24)
    shown = lines._repr_html_()
    assert [row[1:4] for row in Shown(shown).rows] == [
        ["left", "node", "right"],
        [" لن يأتي", "victory", "قالت وكالة Reuters إن "],
        ["A ", "victory", " for الشرق."],
    ]
    assert shown.count('<bdi dir="rtl">') == 3
    note = "Lines from right to left are shown as they are read, with left on the right."
    assert Shown(shown).text.endswith(note)
    assert note not in lines.iloc[1:]._repr_html_()
    assert lines["left"].iloc[0] == "قالت وكالة Reuters إن "  # the table stays as it was
    terminal(34)  # each side is cut on the outside
    row = repr(lines[["left", "node", "right"]]).splitlines()[1]
    assert row == "0  \u2068 لن يأتي\u2069|victory|\u2068…ة Reuters إن \u2069"


def test_what_is_chosen_is_shown_whole_in_the_order_chosen(lines):
    shown = Shown(lines[["date", "left", "node", "right", "doc_id"]].iloc[::-1]._repr_html_())
    assert shown.rows == [
        ["", "left", "node", "right", "date", "doc_id"],
        ["1", "The ", "victors", " of it.", "2020-11-10", "b"],
        ["0", "A great ", "victory", " for all.", "2020-11-10", "a"],
    ]
    assert "not shown" not in shown.text
    assert Shown(lines.assign(x=1)._repr_html_()).rows[0][:4] == ["", "left", "node", "right"]
    assert "x" in Shown(lines.assign(x=1)._repr_html_()).rows[0]


def test_lines_that_are_not_shown_are_counted():
    lines = lines_of("victory " * 70)
    note = (
        "60 of 70 lines shown; pd.options.display.max_rows = None shows all; a slice, such as "
        ".iloc[60:], others."
    )
    assert note in Shown(lines._repr_html_()).text
    assert len(Shown(lines._repr_html_()).rows) == 61
    assert note in repr(lines).replace("\n", " ")
    with pd.option_context("display.max_rows", None):
        assert len(Shown(lines._repr_html_()).rows) == 71
        assert "lines shown" not in repr(lines)
    assert len(Shown(lines.iloc[60:]._repr_html_()).rows) == 11


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[["left", "node"]],
        lambda lines: lines.T,
        lambda lines: pd.concat([lines, lines[["left"]]], axis="columns"),
        lambda lines: lines.groupby("frame")[["date"]].count(),
    ],
    ids=["selection", "transposed", "a column twice", "counts"],
)
def test_what_is_no_concordance_any_more_is_shown_as_any_table(lines, change):
    changed = change(lines)
    assert repr(changed) == repr(pd.DataFrame(changed))
    assert changed._repr_html_() == pd.DataFrame(changed)._repr_html_()


def test_it_is_a_dataframe_to_whatever_takes_one(lines, tmp_path):
    plain = pd.DataFrame(lines)
    assert type(plain) is pd.DataFrame
    assert check_table(lines, "concordance") is lines
    pd.testing.assert_frame_equal(lines, plain)
    assert lines.to_csv() == plain.to_csv()
    assert pd.read_csv(io.StringIO(lines.to_csv(index=False)))["node"].tolist() == [
        "victory",
        "victors",
    ]
    assert type(lines["left"]) is pd.Series
    assert type(lines.iloc[0]) is pd.Series
    lines.to_parquet(tmp_path / "lines.parquet")
    read = pd.read_parquet(tmp_path / "lines.parquet")
    assert type(read) is pd.DataFrame
    pd.testing.assert_frame_equal(lines, read)
    assert lines.style.hide().to_html().count("<tr>") == 3


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines.head(1),
        lambda lines: lines.sort_values("node"),
        lambda lines: lines[lines["node"] == "victory"],
        lambda lines: lines.copy(),
        lambda lines: pickle.loads(pickle.dumps(lines)),
        lambda lines: pd.concat([lines, lines], ignore_index=True),
        lambda lines: lines.merge(pd.DataFrame({"doc_id": ["a"], "note": ["x"]})),
    ],
    ids=["head", "sorted", "filtered", "copied", "pickled", "concatenated", "merged"],
)
def test_what_is_made_from_it_is_shown_so_too(lines, change):
    changed = change(lines)
    assert type(changed) is Concordance
    assert Shown(changed._repr_html_()).rows[0][:4] == ["", "left", "node", "right"]


def test_text_of_articles_is_shown_and_never_acts():
    lines = lines_of(f"{HOSTILE} victory {HOSTILE}", width=300, outlet=[HOSTILE])
    shown = Shown(lines._repr_html_())
    shown.assert_inert()
    assert "<script>alert(1)</script>" in shown.text
    assert "␛[31m" in shown.text
    assert "‹U+202E›gnihton" in shown.text
    assert_harmless(repr(lines))
    assert_harmless(repr(lines[["left", "outlet"]]))
    assert_harmless(lines[["left", "outlet"]]._repr_html_())
    assert len(repr(lines[["left", "node", "right"]]).splitlines()) == 2


def test_no_lines():
    lines = tk.concordance(empty_table("mentions"), empty_table("articles"))
    assert "No lines." in Shown(lines._repr_html_()).text
    assert "No lines." in repr(lines)


def test_missing_values_are_blanks(lines):
    joined = pd.concat([lines, Concordance({"node": ["alone"]})])
    assert Shown(joined._repr_html_()).rows[-1][:4] == ["0", "", "alone", ""]
    assert "NaN" not in repr(joined)
    assert "nan" not in repr(joined)
