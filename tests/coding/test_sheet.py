import pandas as pd
import pytest
from conftest import articles_of
from test_sample import TEXT, mentions_in

import toolkit as tk
from toolkit.tables.schema import check_table, empty_table


@pytest.fixture
def articles():
    return articles_of(TEXT, "=2+2 is a victory.\x07", title="A title", outlet=["Post", "Tribune"])


@pytest.fixture
def sample(articles):
    return tk.draw_mentions(mentions_in(articles), each=100, seed=1)


def fill(path, **answers):
    """Answer every question of a saved sheet, as a spreadsheet would save it."""
    sheet = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    sheet.assign(**answers).to_csv(path, index=False, encoding="utf-8-sig", sep=";")
    return path


def test_a_sheet_shows_the_text_and_nothing_of_what_was_found(sample, articles):
    sheet = check_table(tk.coding_sheet(sample, articles, width=8), "coding_sheet")
    assert sheet.columns.tolist() == [
        *("mention_id", "title", "outlet", "date", "left", "node", "right"),
        *("voice", "frame", "target"),
    ]
    assert sheet["mention_id"].tolist() == sample["mention_id"].tolist()
    first = sheet.set_index("mention_id").loc["a:11-18:victory"]
    assert first[["title", "outlet", "left", "node", "right"]].tolist() == [
        "A title", "Post", "itle  A ", "victory", ". Peace ",
    ]  # fmt: skip
    assert sheet[["voice", "frame", "target"]].isna().all(axis=None)


def test_a_sheet_is_safe_to_open(sample, articles, tmp_path):
    sheet = tk.coding_sheet(sample[sample["doc_id"] == "b"], articles, width=9)
    path = tk.save_coding_sheet(sheet.assign(left="=2+2"), tmp_path / "ada.csv")
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfmention_id,title,")
    assert b"'=2+2,victory,.\xe2\x90\x87" in data  # no formula, and the bell is shown


def test_a_file_that_may_hold_codes_is_not_overwritten(sample, articles, tmp_path):
    sheet = tk.coding_sheet(sample, articles)
    path = tk.save_coding_sheet(sheet, tmp_path / "ada.csv")
    with pytest.raises(
        FileExistsError, match=r"ada\.csv: found a file, expected none; it may hold"
    ):
        tk.save_coding_sheet(sheet, path)


def test_codes_come_back_a_row_for_each_answer(sample, articles, tmp_path):
    sheet = tk.coding_sheet(sample, articles, questions=["voice", "frame"])
    paths = {c: tk.save_coding_sheet(sheet, tmp_path / f"{c}.csv") for c in ("ada", "ben")}
    fill(paths["ada"], voice=" russia ", frame="")
    fill(paths["ben"], voice="narration", frame="winning")
    codes = check_table(tk.load_codes(paths), "codes")
    assert len(codes) == 3 * len(sample)
    own = codes[codes["coder"] == "ada"]
    assert set(own["variable"]) == {"voice"}
    assert set(own["value"]) == {"russia"}
    agreed = tk.agreement(codes[codes["variable"] == "voice"], seed=1).iloc[0]
    assert agreed["alpha"] < 0


def test_ids_that_look_like_formulas_come_back_as_they_were(tmp_path):
    (tmp_path / "ada.csv").write_text("mention_id,voice\n'=x:1-2:t,a\nx's:1-2:t,b\n")
    codes = tk.load_codes({"ada": tmp_path / "ada.csv"})
    assert codes["mention_id"].tolist() == ["=x:1-2:t", "x's:1-2:t"]


def test_blank_rows_and_columns_are_skipped_and_rows_told(tmp_path):
    path = tmp_path / "ada.csv"
    path.write_text("mention_id; voice ;\na; eu;\n;;\n\nb;un;\n; ;\n")
    with pytest.warns(tk.CodingWarning, match=r"ada\.csv: 3 blank row\(s\) are skipped, fir"):
        codes = tk.load_codes({"ada": path})
    assert codes.to_numpy().tolist() == [["a", "ada", "voice", "eu"], ["b", "ada", "voice", "un"]]


def test_two_codes_of_one_unit_are_told(sample, articles):
    rows = [(sample["mention_id"][0], "ada", "voice", value) for value in ("russia", "turkey")]
    codes = pd.DataFrame(rows, columns=["mention_id", "coder", "variable", "value"])
    message = (
        r"^codes: found several codes of 1 unit\(s\) by 'ada', first 'russia' and 'turkey' for "
        r"'voice' of 'a:\d.*'; expected one each: delete all but the one that is meant"
    )
    mentions = mentions_in(articles)
    with pytest.raises(ValueError, match=message):
        tk.add_codes(mentions, codes, sample, coder="ada")
    with pytest.raises(ValueError, match=message):
        tk.add_labels(mentions, codes, coder="ada")


def test_codes_stand_beside_what_was_found(sample, articles):
    mentions = mentions_in(articles)
    drawn = sample.head(2).assign(probability=0.4)
    rows = [(drawn["mention_id"][0], "ada", "voice", "russia")]
    codes = pd.DataFrame(rows, columns=["mention_id", "coder", "variable", "value"])
    both = check_table(tk.add_codes(mentions, codes, drawn, coder="ada"), "mentions")
    assert both["mention_id"].tolist() == mentions["mention_id"].tolist()
    coded = both.set_index("mention_id").loc[drawn["mention_id"]]
    assert coded["voice_coded"].fillna("-").tolist() == ["russia", "-"]
    assert coded["probability"].tolist() == [0.4, 0.4]
    assert both["probability"].isna().sum() == len(mentions) - 2
    with pytest.raises(ValueError, match="coder: found 'ben', expected the name of a coder: ada"):
        tk.add_codes(mentions, codes, drawn, coder="ben")
    with pytest.raises(ValueError, match=r"found 1 mention\(s\) that were not drawn, first"):
        tk.add_codes(mentions, codes, drawn.tail(1), coder="ada")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"id,voice\n1,a\n", "found the columns id, voice, expected mention_id among them"),
        (b"", r"found no table \(No columns to parse from file\), expected one, as CSV"),
        (
            b"mention_id,voice\na,b,c\nd,e,f,g\n",
            r"found no table \(.*Expected 2 fields in line 2, saw 3\), expected one, as CSV, whose",
        ),
        (b"mention_id,voice\na,x\na ,y\n", "found 'a' in more than one row, expected one row each"),
        (b"mention_id,voice,,\na,x,,no\n", "found 'no' in row 2, in a column without a name; exp"),
        (b"mention_id,voice,voice \na,x,y\n", "found two columns 'voice', expected one; delete"),
        (
            b"mention_id,voice\na,x\n\n,y\n",
            "found 'y' in row 4, which has no mention_id; expec",
        ),
        (
            b"mention_id,voice\na,Erdo\xf0an\n",
            "found bytes that are not UTF-8; save it as CSV UTF-8",
        ),
    ],
)
def test_a_file_that_is_no_coding_sheet_is_refused(data, message, tmp_path):
    path = tmp_path / "ada.csv"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=rf"ada\.csv: {message}"):
        tk.load_codes({"ada": path})


def test_a_question_that_is_a_column_already_is_refused(sample, articles):
    with pytest.raises(ValueError, match="questions: found 'outlet', which the sheet has already"):
        tk.coding_sheet(sample, articles, questions=["outlet"])


def test_nothing_to_code(tmp_path):
    sheet = tk.coding_sheet(empty_table("sample"), empty_table("articles"))
    assert check_table(sheet, "coding_sheet").empty
    path = tk.save_coding_sheet(sheet, tmp_path / "ada.csv")
    assert check_table(tk.load_codes({"ada": path}), "codes").empty
    assert check_table(tk.load_codes({}), "codes").empty


def test_a_question_may_be_called_value_and_no_cell_moves_to_another_column(tmp_path):
    path = tmp_path / "ada.csv"
    path.write_text("mention_id,value\nm,peace\n")
    codes = tk.load_codes({"ada": path})
    assert codes.to_numpy().tolist() == [["m", "ada", "value", "peace"]]
    path.write_text("mention_id,voice\nm,eu,\nn,un,\n")
    with pytest.raises(
        ValueError, match=r"ada\.csv: found no table \(.*Expected 2 fields in line 2, saw 3\), exp"
    ):
        tk.load_codes({"ada": path})
