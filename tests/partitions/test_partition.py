"""Parts hold exactly the articles that are loaded at once."""

import json
import warnings

import pandas as pd
import pytest

import toolkit as tk
from toolkit.read.articles import CorpusError, CorpusWarning
from toolkit.read.formats import json_lines, parquet, separated

COLUMNS = ("doc_id", "text", "outlet", "date", "n")
RECORDS = [
    dict(zip(COLUMNS, row, strict=True))
    for row in (
        ("one", "Herons “stay”.", "The Tide", "2031-05-02", "1"),
        ("two", "Boats leave.\n\nAll of them.", "Lamp", "May 4", ""),
        ("one", "Herons “stay”.", "The Tide", "2031-05-02", "3"),
        ("two", "Boats stay.", "the tide", "2031-05-05", "4"),
        ("", "  ", "Lamp", "2031-05-06", "5"),
        ("", "No id, &amp; an entity.", "Lamp", "2031-05-06", "6"),
        ("", "No id, &amp; an entity.", "Lamp", "2031-05-06", "7"),
        ("six", "The strait is closed.", "Lamp", "", "8"),
    )
]


@pytest.fixture(autouse=True)
def _few_rows_at_once(monkeypatch):
    """Let a piece of a table be three rows, so that eight make several."""
    for module in (json_lines, parquet, separated):
        monkeypatch.setattr(module, "_ROWS", 3)
    monkeypatch.setattr(separated, "_BLOCKS", (200, 1 << 20))


def write_csv(folder):
    path = folder / "corpus.csv"
    pd.DataFrame(RECORDS).to_csv(path, index=False)
    return path


def write_faulty_csv(folder):
    path = write_csv(folder)
    with path.open("a", encoding="utf-8") as file:
        file.write('seven,"Never closed,Lamp,2031-05-07,9\n')
    return path


def write_json_lines(folder):
    path = folder / "corpus.jsonl"
    rows = [dict(record) for record in RECORDS]
    del rows[0]["n"]
    rows[6]["meta"] = {"desk": "sea", "pages": 3}  # which no earlier line has
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join([*lines[:4], "{broken", *lines[4:]]), encoding="utf-8")
    return path


def write_parquet(folder):
    path = folder / "corpus.parquet"
    frame = pd.DataFrame(RECORDS).assign(
        n=pd.array([1, 2, None, 4, 5, 6, 7, 8], dtype="Int64"),
        score=[0.5, None, 1, 2, 3, 4, 5, 6],
        front=[True, False] * 4,
    )
    frame.to_parquet(path, index=False)
    return path


def write_folder(folder):
    corpus = folder / "corpus"
    (corpus / "sub").mkdir(parents=True)
    for at, record in enumerate(RECORDS):
        head = f"---\noutlet: {record['outlet']}\ndate: {record['date']}\ndesk{at % 2}: {at}\n---\n"
        (corpus / f"{at}.md").write_text(head + record["text"], encoding="utf-8")
    write_csv(corpus / "sub")
    (corpus / "README.md").write_text("About the data.", encoding="utf-8")
    (corpus / "corpus.yml").write_text("corpus: {docvars: who.csv, columns: {text: Body}}\n")
    (corpus / "sub/body.csv").write_text("doc_id,Body\nx,A body.\ny,Another body.\n")
    (corpus / "who.csv").write_text("doc_id,writer,rank\n0,Ada,1\nx,Jon,2\none,Eve,3\n")
    return corpus


def write_spreadsheet(folder):
    path = folder / "corpus.xlsx"
    pd.DataFrame(RECORDS).to_excel(path, index=False)
    return path


WRITERS = [
    write_csv,
    write_faulty_csv,
    write_json_lines,
    write_parquet,
    write_folder,
    write_spreadsheet,
]


def load_both(corpus, folder, **options):
    """Return articles and ledger as memory has them, and as the parts do."""
    with warnings.catch_warnings(record=True) as at_once:
        warnings.simplefilter("always")
        articles = tk.clean_text(tk.load_corpus(corpus, **options))
        ledger = pd.DataFrame(tk.load_ledger(corpus, **options))
    with warnings.catch_warnings(record=True) as by_parts:
        warnings.simplefilter("always")
        tk.partition(corpus, folder, size=3, **options)
    counted = [
        [str(one.message).split("; first")[0] for one in caught if one.category is CorpusWarning]
        for caught in (at_once, by_parts)
    ]
    assert sorted(counted[0]) == sorted(counted[1])
    assert {one.filename for one in by_parts} == {__file__}
    return (articles, ledger), [tk.load_parts(folder, name) for name in ("articles", "ledger")]


@pytest.mark.parametrize("write", WRITERS)
def test_the_parts_hold_what_is_loaded_at_once(write, tmp_path):
    corpus, folder = write(tmp_path), tmp_path / "parts"
    at_once, by_parts = load_both(corpus, folder)
    for expected, found in zip(at_once, by_parts, strict=True):
        pd.testing.assert_frame_equal(found[expected.columns.tolist()], expected)
        assert set(found) == set(expected)
    n_parts = len(list((folder / "articles").iterdir()))
    assert n_parts > 1 or corpus.suffix == ".xlsx"
    outcomes = by_parts[1]["outcome"].value_counts()
    assert outcomes["duplicate"] >= 2
    assert outcomes["rejected"] >= 2


def test_a_part_is_about_as_large_as_is_asked_for(corpus, tmp_path):
    tk.partition(corpus, tmp_path / "parts", size=150)
    said = json.loads((tmp_path / "parts/partition.json").read_text(encoding="utf-8"))
    assert said["n_records"] == said["n_articles"] == 200
    assert [len(pd.read_parquet(p)) for p in sorted((tmp_path / "parts/articles").iterdir())] == [
        150,
        50,
    ]


def test_a_repeated_id_is_told_with_the_place_of_the_first_in_another_part(tmp_path):
    corpus = write_csv(tmp_path)
    with pytest.warns(CorpusWarning):
        tk.partition(corpus, tmp_path / "parts", size=1)
    ledger = tk.load_parts(tmp_path / "parts", "ledger")
    assert len(list((tmp_path / "parts/ledger").iterdir())) > 2
    assert ledger["reason"][2] == "the same doc_id 'one' and text as corpus.csv, record 1"
    assert ledger["reason"][3].startswith("doc_id 'two' is taken by corpus.csv, record 2, with a")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"size": 0}, "size: found 0, expected a number of records, 1 or more"),
        ({"size": True}, "size: found True"),
        ({"columns": {"text": "Body"}}, "found no column 'Body' for text, only"),
        ({"columns": {"words": "text"}}, "columns: found the key 'words'"),
    ],
)
def test_what_cannot_be_cut_is_refused(options, message, tmp_path):
    with pytest.raises(ValueError, match=message):
        tk.partition(write_csv(tmp_path), tmp_path / "parts", **options)


def test_a_column_that_no_file_of_a_folder_has_is_refused_before_anything_is_written(tmp_path):
    corpus = write_folder(tmp_path)
    with pytest.raises(CorpusError, match="found no column 'Headline' for title, only"):
        tk.partition(corpus, tmp_path / "parts", columns={"title": "Headline"})
    assert not (tmp_path / "parts").exists()


def test_two_columns_that_are_one_of_ours_are_refused(tmp_path):
    path = tmp_path / "corpus.csv"
    path.write_text("Text,text\na,\n,b\n")
    with pytest.raises(CorpusError, match="found the columns 'Text' and 'text', expected one"):
        tk.partition(path, tmp_path / "parts")


def test_a_corpus_of_which_nothing_can_be_read_is_refused_with_the_reasons(tmp_path):
    path = tmp_path / "corpus.csv"
    path.write_text("doc_id,text\n" + "a,\n" * 7)
    with pytest.raises(CorpusError, match=r"none of 7 record\(s\) could be read: 7 x found"):
        tk.partition(path, tmp_path / "parts", size=3)
    with pytest.raises(tk.PartsError, match="run it again"):
        tk.load_parts(tmp_path / "parts", "articles")


def test_parts_within_the_corpus_are_refused(tmp_path):
    corpus = write_folder(tmp_path)
    with pytest.raises(ValueError, match=r"folder: found .*, which is in the corpus"):
        tk.partition(corpus, corpus / "parts")


def test_what_is_cut_stays_and_is_cut_anew_when_the_corpus_changes(tmp_path):
    corpus, folder = tmp_path / "corpus.csv", tmp_path / "parts"
    corpus.write_text("doc_id,text\n" + "".join(f"d{at},Words {at}.\n" for at in range(7)))
    tk.partition(corpus, folder, size=3)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.parquet")}
    tk.partition(corpus, folder, size=3)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.parquet")} == before
    corpus.write_text("doc_id,text\na,Other words.\n")
    tk.partition(corpus, folder, size=3)
    assert tk.load_parts(folder, "articles")["text"].tolist() == ["Other words."]
    assert len(list((folder / "articles").iterdir())) == 1
