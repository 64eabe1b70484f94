"""Archives whose members share a name: each is read, once, under a name of its own."""

import io
import warnings
import zipfile

from test_nexis_classic import record
from test_single_articles import pdf


def archive(*members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that are there already
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


def test_members_of_one_name_are_read_each_and_numbered(put, folder, load):
    put("b.txt", "A ceasefire.")
    members = [("a.txt", record(at, 3, title)) for at, title in ((1, "One"), (2, "Two"))]
    put("a.zip", archive(*members, ("a (2).txt", record(3, 3, "Three"))))
    articles, ledger = load(folder)
    assert ledger["source"].tolist() == [
        "a.zip/a (2).txt", "a.zip/a.txt", "a.zip/a (3).txt", "b.txt",
    ]  # fmt: skip
    assert articles["title"].tolist() == ["Three", "One", "Two", ""]


def test_articles_named_by_their_file_have_ids_of_their_own(put, load):
    path = put("a.zip", archive(("x/a.pdf", pdf("One.")), ("x/a.pdf", pdf("Two."))))
    articles, ledger = load(path)
    assert ledger["outcome"].tolist() == ["read", "read"]
    assert articles["doc_id"].tolist() == ["a.zip/x/a", "a.zip/x/a (2)"]
    assert articles["text"].tolist() == ["One.", "Two."]


def test_members_of_one_name_that_cannot_be_read_are_rejected_each(put, folder, load):
    put("a.zip", archive(("../a.txt", "x"), ("../a.txt", "y"), ("b", "x"), ("b", "y")))
    put("b.txt", "A ceasefire.")
    _, ledger = load(folder)
    assert ledger["source"].tolist() == [
        "a.zip/../a.txt", "a.zip/../a (2).txt", "a.zip/b", "a.zip/b (2)", "b.txt",
    ]  # fmt: skip
    assert ledger["outcome"].tolist() == ["rejected"] * 4 + ["read"]


def test_what_tells_of_the_data_in_an_archive_is_no_article(put, folder, load):
    members = [("x/README.md", "What these are."), ("x/a.txt", "Tide."), ("notes.txt", "To do.")]
    path = put("a.zip", archive(*members, ("x/b.csv", "text\nEbb.\n")))
    put("LICENSE", "Free.")
    articles, ledger = load(folder)
    assert articles["text"].tolist() == ["Tide.", "Ebb."]
    assert ledger.attrs["passed over"] == ["LICENSE", "a.zip/notes.txt", "a.zip/x/README.md"]
    alone = load(path)[1]
    assert alone.attrs["passed over"] == ["a.zip/notes.txt", "a.zip/x/README.md"]


def test_an_archive_of_a_readme_and_one_with_front_matter_are_articles(put, load):
    assert load(put("a.zip", archive(("README.md", "Tide."))))[0]["text"].tolist() == ["Tide."]
    declared = ("README.md", "---\ntitle: Read me\n---\nA column.")
    articles = load(put("b.zip", archive(declared, ("a.txt", "Tide."))))[0]
    assert articles["doc_id"].tolist() == ["b.zip/README", "b.zip/a"]
