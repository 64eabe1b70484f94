"""Folders and files that are not of `partition` and `annotate_parts`."""

import shutil

import pytest

import toolkit as tk
from toolkit.partitions.lock import locked


def write_articles(folder, n=3):
    folder.mkdir(parents=True)
    for at in range(n):
        (folder / f"{at}.txt").write_text(f"Northland won victory {at} over Southland.")
    return folder


def tree(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_corpus_that_stands_where_parts_would_is_left_alone(tmp_path):
    corpus = write_articles(tmp_path / "proj/articles")
    before = tree(tmp_path)
    with pytest.raises(ValueError, match="whose parts would stand among the articles"):
        tk.partition(corpus, tmp_path / "proj")
    assert tree(tmp_path) == before


@pytest.mark.parametrize("name", ["articles/2021.csv", "ledger/2020.xlsx", "states/1.json"])
def test_a_folder_with_files_of_somebody_else_is_refused_before_anything_is_written(name, tmp_path):
    corpus = write_articles(tmp_path / "corpus")
    path = tmp_path / "own" / name
    path.parent.mkdir(parents=True)
    path.write_text("mine")
    with pytest.raises(ValueError, match="that no earlier run has written"):
        tk.partition(corpus, tmp_path / "own")
    assert tree(tmp_path / "own") == {path.relative_to(tmp_path / "own"): b"mine"}


def test_tables_are_not_written_among_files_of_somebody_else(tmp_path, registry, parted):
    folder, lexicon = parted
    path = tmp_path / "proj/names/2020.txt"
    path.parent.mkdir(parents=True)
    path.write_text("mine")
    with pytest.raises(ValueError, match=r"names that no earlier run has written"):
        tk.annotate_parts(folder, registry, lexicon, method="rules", out=tmp_path / "proj")
    assert tree(tmp_path / "proj") == {path.relative_to(tmp_path / "proj"): b"mine"}


@pytest.fixture
def parted(tmp_path):
    """Three articles, a part each, and a lexicon."""
    corpus = write_articles(tmp_path / "corpus")
    lexicon = tk.load_lexicon("corpus/karabakh-2020/framing.yml")
    return tk.partition(corpus, tmp_path / "parts", size=1), lexicon


@pytest.fixture(autouse=True)
def _from_the_project(monkeypatch, request):
    monkeypatch.chdir(request.config.rootpath)


@pytest.mark.filterwarnings("ignore::toolkit.annotate.terms.LexiconWarning")
def test_files_put_beside_the_parts_stay_whatever_is_done(tmp_path, registry, parted):
    folder, lexicon = parted
    tk.annotate_parts(folder, registry, lexicon, method="rules", processes=1)
    mine = [
        folder / name
        for name in (
            "articles/00001 (conflicted copy).parquet", "articles/2021.csv",
            "mentions/1-old.parquet",
            "notes/.a.tmp", ".x.tmp", "statements/rules/99.json",
        )
    ]  # fmt: skip
    for path in mine:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine")
    tk.partition(tmp_path / "corpus", folder, size=3)
    tk.annotate_parts(folder, registry, lexicon, method="rules", processes=1)
    assert [path.read_text() for path in mine] == ["mine"] * 6
    assert [p.name for p in sorted((folder / "mentions").glob("0*"))] == ["00001.parquet"]


@pytest.mark.filterwarnings("ignore::toolkit.annotate.terms.LexiconWarning")
def test_a_part_in_the_place_of_another_is_named(registry, parted):
    folder, lexicon = parted
    articles = folder / "articles"
    tk.annotate_parts(folder, registry, lexicon, method="rules", processes=1)
    for table in ("articles", "mentions"):
        shutil.copy(folder / table / "00002.parquet", folder / table / "00001.parquet")
        with pytest.raises(tk.PartsError, match=r"00001.parquet: found another file than was"):
            tk.load_parts(folder, table)
    with pytest.raises(tk.PartsError, match=r"00001.parquet: found another file"):
        tk.annotate_parts(folder, registry, lexicon, method="rules", processes=1)
    (articles / "00001.parquet").write_bytes(b"torn")
    with pytest.raises(tk.PartsError, match=r"00001.parquet: found a torn file"):
        tk.load_parts(folder, "articles")


@pytest.mark.filterwarnings("ignore::toolkit.annotate.terms.LexiconWarning")
def test_articles_that_were_changed_are_not_annotated(tmp_path, registry, parted):
    folder, lexicon = parted
    path = folder / "articles/00001.parquet"
    from pyarrow import parquet

    table = parquet.read_table(path)
    parquet.write_table(table, path, compression="gzip")  # the same rows in other bytes
    with pytest.raises(tk.PartsError, match="found other articles than were written"):
        tk.annotate_parts(folder, registry, lexicon, method="rules", processes=1)


@pytest.mark.parametrize(
    "forged",
    [
        '{"n_parts": 1000000000000, "articles": []}', '{"n_parts": "3", "articles": "abc"}', "[1]",
        '{"n_parts": -1}', '{"n_parts": 1e400, "articles": [], "key": null}',
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore::toolkit.annotate.terms.LexiconWarning")
def test_a_manifest_that_was_not_written_so_is_none(forged, registry, parted):
    folder, lexicon = parted
    tk.annotate_parts(folder, registry, lexicon, method="rules", processes=1)
    (folder / "annotated/00001.json").write_text(forged)
    tk.annotate_parts(
        folder, registry, lexicon, method="rules", processes=1
    )  # makes the part again
    assert len(tk.load_parts(folder, "mentions")) == 6
    for name, table in (("annotation.json", "mentions"), ("partition.json", "articles")):
        (folder / name).write_text(forged)
        with pytest.raises(ValueError, match=f"found no {name}"):
            tk.load_parts(folder, table)


def test_a_lock_that_is_a_link_is_not_followed(tmp_path):
    (tmp_path / "notes.txt").write_text("ours")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/.lock").symlink_to(tmp_path / "notes.txt")
    with pytest.raises(OSError, match="cannot be written"), locked(tmp_path / "out"):
        pass
    assert (tmp_path / "notes.txt").read_text() == "ours"
