"""How a table is printed: numbers, headings, labels, and text of a corpus in LaTeX, Markdown."""

import re

import numpy as np
import pandas as pd
import pytest
from markdown_it import MarkdownIt

from toolkit.figures.markup import to_latex, to_markdown
from toolkit.figures.printed import Printed, print_table

RATES = pd.DataFrame(
    {
        "voice": ["north", None],
        "frame": ["winning", "blame_of_others"],
        "n": [1234, 0],
        "exposure": [100_000, 50],
        "n_docs": [9, 0],
        "per": 1000,
        "rate": [12.34, 0.0],
        "low": [8.06, 0.0],
        "high": [17.94, np.inf],
        "level": 0.95,
        "table": "rates",
        "by": "voice",
        "of": "frame",
    }
)


def column(values, name="x", **more):
    """Return the cells of one column, and of its interval."""
    data = pd.DataFrame({name: values, **more})
    return [row[0] for row in print_table(data, name, None, "").rows]


def test_a_table_of_rates_has_its_interval_in_one_column_and_names_its_units():
    columns = ["voice", "frame", "n", "exposure", "n_docs", "rate"]
    printed = print_table(RATES, columns, {"north": "Northland"}, "Rates")
    assert printed == Printed(
        "Rates",
        ["Voice", "Frame", "n", "Words", "Articles", "Mentions per 1,000 words of the voice "
         "[95 % interval]"],
        [
            ["Northland", "Winning", "1,234", "100,000", "9", "12.3 [8.1, 17.9]"],
            ["no actor", "Blame of others", "0", "50", "0", "0.0 [0.0, ∞]"],
        ],
        [False, False, True, True, True, True],
    )  # fmt: skip


def test_headings_of_ones_own_choose_and_order_the_columns():
    printed = print_table(RATES, {"rate": "Rate", "voice": "Who | what"}, None, "")
    assert printed.head == ["Rate", "Who | what"]
    assert printed.rows[0] == ["12.3 [8.1, 17.9]", "North"]


def test_the_sides_of_a_comparison_are_told_apart():
    data = pd.DataFrame(
        {
            "voice": ["x"], "voice_reference": ["y"], "frame": ["f"], "n": [1],
            "n_reference": [2], "exposure_reference": [3], "ratio": [0.5], "ratio_low": [0.25],
            "ratio_high": [np.nan], "level": [0.9], "p": [0.04], "p_corrected": [0.0004],
            "table": ["comparison"], "by": ["voice"], "of": ["frame"],
        }
    )  # fmt: skip
    columns = ["voice_reference", "n_reference", "exposure_reference", "ratio", "p", "p_corrected"]
    printed = print_table(data, columns, None, "")
    assert printed.head == [
        "Voice (reference)", "n (reference)", "Words (reference)", "Ratio [90 % interval]", "p",
        "p (corrected)",
    ]  # fmt: skip
    assert printed.rows == [["Y", "2", "3", "0.50 [0.25, –]", ".040", "< .001"]]


@pytest.mark.parametrize(
    ("by", "empty", "labels"),
    [
        ("voice", "no actor", {}),
        ("voice", "Nobody", {None: "Nobody"}),
        ("outlet", "–", {}),
    ],
)
def test_an_empty_id_says_what_it_means(by, empty, labels):
    data = RATES.rename(columns={"voice": by}).assign(by=by)
    assert [row[0] for row in print_table(data, by, labels, "").rows] == ["North", empty]


def test_key_words_stay_as_they_are_and_the_reference_is_all_others():
    data = pd.DataFrame(
        {
            "word": ["a_b"], "outlet_target": ["tide"], "outlet_reference": [None],
            "exposure_target": [7], "unit": ["texts"], "p": [0.0312], "log_ratio": [1.25],
            "table": ["keyness"], "by": ["outlet"], "of": [None],
        }
    )  # fmt: skip
    columns = ["word", "outlet_target", "outlet_reference", "exposure_target", "p", "log_ratio"]
    printed = print_table(data, columns, None, "")
    assert printed.rows == [["a_b", "Tide", "all others", "7", ".031", "1.25"]]
    assert printed.head[1:4] == ["Outlet (target)", "Outlet (reference)", "Articles (target)"]


def test_the_interval_of_a_table_that_is_no_measure_belongs_to_the_column_before_it():
    data = pd.DataFrame({"category": ["all"], "n_units": [20], "alpha": [0.8125]})
    data = data.assign(low=0.7, high=0.9)
    printed = print_table(data, ["category", "n_units", "alpha"], None, "")
    assert printed.head == ["Category", "n units", "Alpha [interval]"]
    assert printed.rows == [["all", "20", "0.81 [0.70, 0.90]"]]


@pytest.mark.parametrize(
    ("values", "printed"),
    [
        ([10.04, 99.96], ["10.0", "100.0"]),
        ([9.5, 1234.5], ["9.50", "1,234.50"]),
        ([0.004, -0.004, 0.5, 0.0], ["< 0.01", "> −0.01", "0.50", "0.00"]),
        ([0.0123, 0.0004], ["0.012", "< 0.001"]),
        ([1e-9], ["< 0.000001"]),
        ([-3.5, np.nan, np.inf, -np.inf], ["−3.50", "–", "∞", "−∞"]),
        ([3.0, np.nan, 12.0], ["3", "–", "12"]),  # counts after a merge
        ([True, False], ["True", "False"]),
        ([None, "", "a\tb\nc\x1b"], ["–", "–", "a b c␛"]),
    ],
)
def test_numbers_are_rounded_for_a_paper(values, printed):
    assert column(values) == printed


@pytest.mark.parametrize(
    ("p", "printed"),
    [
        (0.00099, "< .001"), (0.001, ".001"), (0.0496, ".050"), (0.5, ".500"), (1.0, "> .999"),
        (0.9996, "> .999"), (0.9994, ".999"), (0.0, "< .001"), (None, "–"),
    ],
)  # fmt: skip
def test_p_is_printed_without_a_leading_zero(p, printed):
    assert column([p, 0.25], "p")[0] == printed


def test_a_column_that_is_named_like_p_and_is_none_is_a_number():
    assert column([35.25, 0.5], "p_votes") == ["35.25", "0.50"]


def test_columns_of_text_are_no_interval():
    assert column([1.5], x_low=["a"], x_high=["b"]) == ["1.50"]
    assert column(["a"], x_low=[1.0], x_high=[2.0]) == ["a"]


def test_an_estimate_of_a_row_without_an_interval_stands_alone():
    cells = column([1.5, 2.5], x_low=[1.0, np.nan], x_high=[2.0, np.nan])
    assert cells == ["1.50 [1.00, 2.00]", "2.50"]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ([], "columns: found no column, expected the name of at least one"),
        (["n", "rat"], "columns: found 'rat', expected a column of data: voice, frame, n"),
        ({"n": 5}, "columns: found 5, expected headings by the names of columns"),
    ],
)
def test_columns_that_there_are_not_are_named(columns, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        print_table(RATES, columns, None, "")


def test_two_columns_of_one_name_are_refused():
    twice = pd.concat([RATES, RATES["n"]], axis=1)
    with pytest.raises(ValueError, match=r"^data: found several columns 'n', expected one$"):
        print_table(twice, ["n"], None, "")


SMALL = Printed(
    "Rates of A & B",
    ["Voice", "p"],
    [["Northland", "< .001"], ["[sic] 5 %", "−2.0 [−3.1, ∞]"]],
    [False, True],
)


def test_latex_to_the_letter():
    assert to_latex(SMALL, "rates 1").decode() == (
        "% Receipts: rates 1.html. Needs \\usepackage{booktabs}.\n"
        "\\begin{table}\n"
        "\\centering\n"
        "\\caption{Rates of A \\& B}\n"
        "\\label{tab:rates-1}\n"
        "\\begin{tabular}{lr}\n"
        "\\toprule\n"
        "Voice & p \\\\\n"
        "\\midrule\n"
        "Northland & \\textless{} .001 \\\\\n"
        "{}[sic] 5 \\% & $-$2.0 [$-$3.1, $\\infty$] \\\\\n"
        "\\bottomrule\n"
        "\\end{tabular}\n"
        "\\end{table}\n"
    )


def test_markdown_to_the_letter():
    assert to_markdown(SMALL).decode() == (
        "Table: Rates of A \\& B\n"
        "\n"
        "| Voice | p |\n"
        "| :-- | --: |\n"
        "| Northland | < .001 |\n"
        "| \\[sic\\] 5 % | −2.0 [−3.1, ∞] |\n"
    )


HOSTILE = "\\input{/etc/passwd} | **b** <script>x</script> $1$ `rm` {eval}`a` [t](javascript:x) & #"
HOSTILE += " ![i](http://x.org) www.x.org _u_ ~s~ ^^41 @cite &lt; -- '' % \"a"
EVERY = "".join(map(chr, range(0x20, 0x7F)))


@pytest.mark.parametrize("text", [HOSTILE, EVERY])
def test_text_of_a_corpus_is_text_in_markdown(text):
    printed = Printed(text, [text, "n"], [[text, "1"]], [False, True])
    reader = MarkdownIt("gfm-like", {"linkify": False})
    tokens = reader.parse(to_markdown(printed).decode())
    inline = [token for token in tokens if token.type == "inline"]
    assert [token.content != "" for token in inline] == [True] * 5
    kinds = {child.type for token in inline for child in token.children}
    assert kinds <= {"text", "text_special"}
    said = ["".join(child.content for child in token.children) for token in inline]
    assert said == [f"Table: {text}".strip(), text.strip(), "n", text.strip(), "1"]


def test_links_of_githubs_markdown_are_broken():
    printed = Printed("", ["http://x.org", "WWW.x.org"], [], [False, False])
    assert r"| http:\//x.org | WWW\.x.org |" in to_markdown(printed).decode()


def test_no_character_of_a_text_acts_in_latex():
    """Undo the escapes, all of which are known, and find the text."""
    latex = to_latex(Printed("", [EVERY], [], [False]), "x").decode()
    cell = latex.split("\\toprule\n")[1].split(" \\\\\n\\midrule")[0]
    known = {
        r"\textbackslash{}": "\\", r"\textasciicircum{}": "^", r"\textasciitilde{}": "~",
        r"\textless{}": "<", r"\textgreater{}": ">", r"\textbar{}": "|", r"\symbol{34}": '"',
        r"\textasciigrave{}": "`", r"\{": "{", r"\}": "}", r"\$": "$", r"\&": "&", r"\#": "#",
        r"\%": "%", r"\_": "_",
    }  # fmt: skip
    pattern = "|".join(map(re.escape, known))
    assert not set(re.sub(pattern, "", cell)) & set('\\{}$&#^_~%"`<>|')
    assert re.sub(pattern, lambda found: known[found.group()], cell) == EVERY


@pytest.mark.parametrize(
    ("text", "latex"),
    [("a--b---c", "a-{}-b-{}-{}-c"), ("''", "'{}'"), ("*", "{}*"), ("(lr)", "{}(lr)")],
)
def test_signs_that_would_become_others_are_kept_apart(text, latex):
    rows = to_latex(Printed("", ["x"], [[text]], [False]), "x").decode().splitlines()
    assert rows[9] == rf"{latex} \\"


@pytest.mark.parametrize("name", ["a}\\input{x", "a\n\\input{x}"])
def test_no_name_leaves_its_place_in_latex(name):
    lines = to_latex(Printed("", ["x"], [], [False]), name).decode().splitlines()
    assert len(lines) == 12
    assert lines[0].startswith("% Receipts: a")
    assert re.fullmatch(r"\\label\{tab:[A-Za-z0-9.:-]+\}", lines[4])
