"""Data sets of Stata and SPSS: labels for values, days for dates, nothing for what is missing."""

import sys

import pandas as pd
import pytest

import toolkit as tk
from toolkit.read.formats.content import Content
from toolkit.read.formats.data_frames import read_spss
from toolkit.read.formats.export import RecordError

pyreadstat = pytest.importorskip("pyreadstat")

FRAME = pd.DataFrame(
    {
        "doc_id": ["a", "b"],
        "text": ["Fähre. " * 400, "It waits."],
        "date": pd.to_datetime(["2019-07-01 00:00", "2019-07-02 12:30"]),
        "n": [3, 4],
        "share": [0.5, None],
    }
)
COLUMNS = ("doc_id", "text", "outlet", "date", "n", "share")
READ = [
    ("a", ("Fähre. " * 400).strip(), "Post", "2019-07-01", "3", "0.5"),
    ("b", "It waits.", "Tide", "2019-07-02", "4", None),
]


@pytest.fixture
def stata(tmp_path):
    """Return a function that gives the bytes of a data set of Stata, of some version."""

    def stata(version=118, **options):
        frame = FRAME.assign(outlet=pd.Categorical(["Post", "Tide"]))
        if version < 117:  # which has no long texts
            frame["text"] = ["Fähre.", "It waits."]
        path = tmp_path / "made.dta"
        frame.to_stata(path, write_index=False, version=version, convert_dates={"date": "tc"})
        return path.read_bytes()

    return stata


@pytest.fixture
def spss(tmp_path):
    """Return a function that gives the bytes of a data set of SPSS, packed or not."""

    def spss(**options):
        path = tmp_path / "made.sav"
        labels = {"outlet": {1: "Post", 2: "Tide"}}
        frame = FRAME.assign(outlet=[1, 2])
        pyreadstat.write_sav(frame, path, variable_value_labels=labels, **options)
        return path.read_bytes()

    return spss


@pytest.mark.parametrize("name", ["a.dta", "a.dat"])
def test_a_data_set_of_stata_is_a_table(put, load, rows, stata, name):
    path = put(name, stata())
    assert [(row[0], row[1].strip(), *row[2:]) for row in rows(path, *COLUMNS)] == READ
    assert load(path)[1]["format"].tolist() == ["table"] * 2


def test_an_older_data_set_of_stata_is_read_in_its_encoding(put, rows, stata):
    found = rows(put("a.dta", stata(114)), *COLUMNS)
    assert found == [("a", "Fähre.", *READ[0][2:]), READ[1]]


@pytest.mark.parametrize("options", [{}, {"compress": True}])
def test_a_data_set_of_spss_is_a_table(put, load, rows, spss, options):
    path = put("a.sav", spss(**options))
    assert [(row[0], row[1].strip(), *row[2:]) for row in rows(path, *COLUMNS)] == READ
    assert load(path)[1]["format"].tolist() == ["table"] * 2


def test_values_that_share_a_label_stay_numbers(put, rows, stata):
    data = stata()
    assert data.count(b"Tide\0") == 1
    assert [row[0] for row in rows(put("a.dta", data.replace(b"Tide\0", b"Post\0")), "outlet")] == [
        "0", "1",
    ]  # fmt: skip


def test_a_data_set_that_breaks_off_has_a_reason(put, stata, spss):
    for name, data in {"a.dta": stata(), "a.sav": spss()}.items():
        with pytest.raises(tk.CorpusError, match="cannot be read"):
            tk.load_corpus(put(name, data[: len(data) // 2]))


def test_without_its_library_it_says_what_to_install(monkeypatch, spss):
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    with pytest.raises(RecordError, match=r"found a data set of SPSS; .* \(pip install pyreadst"):
        read_spss(Content(spss(), "a.sav"))
