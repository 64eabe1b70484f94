"""Files that have columns of their own: they are joined as long as these are not too many."""

import os

import pandas as pd

import toolkit as tk
from toolkit.read import files
from toolkit.read.bounds import MOST_COLUMNS


def matter(names, text):
    return "---\n" + "".join(f"{name}: x\n" for name in names) + f"---\n{text}"


def names(start, n):
    return [f"k{at}" for at in range(start, start + n)]


def test_front_matter_of_many_keys_is_rejected(put, folder):
    put("a.txt", matter(names(0, 1_000), "It sails."))
    put("b.txt", matter(names(0, 1_001), "It waits."))
    ledger = tk.load_ledger(folder)
    assert ledger["outcome"].tolist() == ["read", "rejected"]
    assert ledger["reason"][1] == (
        "found front matter of 1,001 keys, expected at most 1,000; name only what you want as "
        "columns"
    )


def test_files_that_bring_too_many_columns_together_are_rejected(put, folder, load, monkeypatch):
    """The text, the ids of text files and 600 names make 602 columns; 398 more fit.

    A tenth of what fits elsewhere: tests/read/test_bounds.py knows how many that are in one file.
    """
    assert files.MOST_COLUMNS == MOST_COLUMNS
    monkeypatch.setattr(files, "MOST_COLUMNS", MOST_COLUMNS // 10)
    put("a.csv", ",".join(["text", *names(0, 600)]) + "\nIt sails.")
    put("b.txt", "A ceasefire.")
    put("c.csv", ",".join(["text", *names(203, 796)]) + "\nIt waits.")
    put("d.csv", ",".join(["text", *names(203, 795)]) + "\nIt sank.")
    put("e.md", matter(names(0, 100), "It rests."))
    put("f.md", matter(["other"], "It is lost."))
    articles, ledger = load(folder)
    assert articles["text"].tolist() == ["It sails.", "A ceasefire.", "It sank.", "It rests."]
    assert ledger["outcome"].tolist() == ["read", "read", "rejected", "read", "read", "rejected"]
    assert ledger["reason"][2] == (
        "found 399 columns that no earlier file has, beside 602 of those, expected at most "
        "1,000 in all files together; give the files the same columns, or load them separately"
    )
    assert ledger["reason"][5].startswith("found 1 column that no earlier file has, beside 1,000 ")


def test_whole_numbers_stay_whole_beside_files_that_have_none(put, folder):
    pd.DataFrame({"doc_id": [1, 2], "text": ["One.", "Two."]}).to_parquet(folder / "a.parquet")
    put("b.csv", "text\nThree.\n")
    assert tk.load_corpus(folder)["doc_id"].tolist()[:2] == ["1", "2"]


def test_a_folder_that_may_not_be_entered_is_rejected(put, folder, monkeypatch):
    """Simulated, since the tests may run as one who may enter every folder."""
    put("good.txt", "A ceasefire.")
    put("closed/a.txt", "x")
    scandir = os.scandir

    def refuse(path):
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    ledger = tk.load_ledger(folder)
    assert ledger[["source", "outcome"]].to_numpy().tolist() == [
        ["closed", "rejected"], ["good.txt", "read"],
    ]  # fmt: skip
    assert ledger["reason"][0] == "cannot be read: Permission denied"


def test_names_that_are_no_text_are_shown_with_escapes_everywhere(folder):
    """Whether they name a text, a table, a column or the table about the files."""
    for name, content in {b"T\xffme_a.txt": b"One.", b"T\xffme_b.csv": b"text\nTwo.\n"}.items():
        (folder / os.fsdecode(name)).write_bytes(content)
    about = folder.parent / os.fsdecode(b"about\xff.csv")
    about.write_text("filename,leaning\nother.txt,left\n")
    options = {"filenames": "{outlet}_{doc_id}", "docvars": about}
    articles, ledger = tk.load_with_ledger(folder, **options)
    assert articles["outlet"].tolist() == [r"T\udcffme"] * 2
    assert ledger["source"].tolist() == [r"T\udcffme_a.txt", r"T\udcffme_b.csv"]
    assert ledger["reason"].tolist() == [r"no row in about\udcff.csv; read without docvars"] * 2
    alone = tk.load_with_ledger(folder / os.fsdecode(b"T\xffme_b.csv"))
    assert alone.ledger["source"].tolist() == [r"T\udcffme_b.csv"]


def test_a_link_to_itself_does_not_stop_a_corpus_with_docvars(put, folder, tmp_path):
    put("a.txt", "It sails.")
    (folder / "b.txt").symlink_to("b.txt")
    (tmp_path / "about.csv").write_text("filename,leaning\na.txt,left\nb.txt,left\n")
    ledger = tk.load_ledger(folder, docvars=tmp_path / "about.csv")
    assert ledger["outcome"].tolist() == ["read", "rejected"]
