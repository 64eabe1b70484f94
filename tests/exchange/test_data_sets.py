"""Data sets of SPSS and Stata, read by pyreadstat; that of Stata is written by pandas."""

import datetime as dt

import pyreadstat
import pytest
from conftest import articles_of

import toolkit as tk

READERS = {"sav": pyreadstat.read_sav, "dta": pyreadstat.read_dta}


@pytest.mark.parametrize("ending", READERS)
def test_passages_are_rows_and_codes_numbers_with_labels(
    articles, mentions, attributions, tmp_path, ending
):
    path = tmp_path / f"out.{ending}"
    lost = tk.export_annotations(mentions, articles, path, attributions=attributions)
    assert set(lost["item"]) == {
        "mentions.rule", "attributions.cue", "attributions.n_tokens", "attributions.rule",
    }  # fmt: skip
    frame, about = READERS[ending](path)
    assert frame["kind"].tolist() == ["content", "mention", "source", "cue", "mention", "mention"]
    text = articles["text"][0]
    places = zip(frame["begins"].astype(int), frame["ends"].astype(int), strict=True)
    assert [text[start:end] for start, end in places] == frame["match"].tolist()
    assert frame["match"][0] == "“A victory 😀,”"
    assert (frame["outlet"][0], frame["date"][0]) == ("A & B", dt.date(2020, 11, 10))
    assert about.column_names_to_labels["frame"] == "frame"
    assert about.column_names_to_labels["begins"] == "first character in the text, from 0"
    values = about.variable_value_labels
    assert values["frame"] == {1: "peace, now|then", 2: "winning"}
    assert values["voice"] == {1: "other speaker", 2: "south"}
    assert frame["frame"].fillna(0).tolist() == [0, 2, 0, 0, 2, 1]
    assert frame["voice"].fillna(0).tolist() == [0, 2, 0, 0, 1, 2]
    before = path.read_bytes()
    tk.export_annotations(mentions.iloc[::-1], articles, path, attributions=attributions)
    assert path.read_bytes() == before
    assert b"1980" in before or b"01 Jan 80" in before  # and no clock


@pytest.mark.parametrize(("ending", "n_cut"), [("sav", 2), ("dta", 0)])
def test_what_has_no_place_is_changed_and_counted(articles, mentions, tmp_path, ending, n_cut):
    long = articles.assign(text=articles["text"] + " " + "é" * 20_000)
    over = mentions.assign(end=[10, 47, len(long["text"][0])], doc_id="a")
    over["Outlet"], over["in"] = "x" * 130, ["1", "2", None]
    path = tmp_path / f"out.{ending}"
    columns = ["Outlet", "in"]
    with pytest.warns(tk.ExchangeWarning, match=rf"out\.{ending}: \d time\(s\) not as in the tab"):
        lost = tk.export_annotations(over, long, path, columns=columns)
    frame, about = READERS[ending](path)
    assert about.variable_value_labels["v_in"] == {1: "1", 2: "2"}
    assert about.variable_value_labels["Outlet_2"] == {1: "x" * (120 if n_cut else 130)}
    told = [why for why in lost["why"] if "it is cut" in why]
    assert len(told) == n_cut
    assert len(frame["match"][2].encode()) == (32_766 if n_cut else 40_028)
    assert set(lost["why"]) >= {
        "is called Outlet_2, for a variable's name", "is called v_in, for a variable's name",
    }  # fmt: skip


@pytest.mark.parametrize("ending", READERS)
def test_nothing_gives_a_data_set_without_rows(articles, mentions, tmp_path, ending):
    path = tmp_path / f"out.{ending}"
    assert tk.export_annotations(mentions[:0], articles[:0], path).empty
    assert READERS[ending](path)[0].empty


def test_without_pyreadstat_it_is_said_what_to_do(articles, mentions, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyreadstat", None)
    with pytest.raises(ValueError, match=r"path: found the name of a data set of SPSS; to write"):
        tk.export_annotations(mentions, articles, tmp_path / "out.sav")


@pytest.mark.parametrize("ending", READERS)
def test_a_character_of_code_0_cuts_no_passage(mentions, tmp_path, ending):
    path, said = tmp_path / f"out.{ending}", mentions[:1].assign(start=0, end=9)
    with pytest.warns(tk.ExchangeWarning, match="match: holds a character of code 0; a blank"):
        tk.export_annotations(said, articles_of("cut\0short."), path)
    assert READERS[ending](path)[0]["match"].tolist() == ["cut short"]
