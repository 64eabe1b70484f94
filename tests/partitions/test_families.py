"""Families over parts are those of memory, whatever parts the copies are in."""

import json
import random
import shutil

import pandas as pd
import pytest
from conftest import lexicon_of

import toolkit as tk
from toolkit.partitions import annotate as annotating
from toolkit.partitions import families as joining
from toolkit.partitions import sketches
from toolkit.read.shingles import signatures_of

N = 40  # articles of their own; each fifth has copies


def records():
    """Articles of which each fifth is printed again, edited, in other outlets and on other days."""
    chance = random.Random(4)
    for at in range(N):
        words = [f"w{at}x{n}" for n in range(80)]
        day = 1 + at % 20
        copies = 1 + chance.randint(1, 3) * (at % 5 == 0)
        for number in range(copies):
            kept = words[: 80 - 12 * number]  # 68 of 80 words, 56, 44
            date = "" if (at, number) == (10, 1) else f"2031-05-{day + number:02}"
            family = "wire" if (at, number) == (15, 1) else ""
            text = f"{' '.join(kept)}. {' '.join(f'v{at}y{number}z{n}' for n in range(5))}"
            yield {"doc_id": f"{number}-{at:02}", "date": date, "family_id": family, "text": text}
    yield {"doc_id": "blank", "date": "", "family_id": "", "text": "…"}
    yield {"doc_id": "taken", "date": "", "family_id": "0-20", "text": "Alone, with that id."}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """A file of the articles, in an order that puts copies far from each other."""
    path = tmp_path_factory.mktemp("copies") / "corpus.jsonl"
    rows = sorted(records(), key=lambda record: record["doc_id"])
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def cut(corpus, tmp_path_factory):
    """Its parts of fifteen articles each."""
    return tk.partition(corpus, tmp_path_factory.mktemp("cut"), size=15)


@pytest.fixture
def folder(cut, tmp_path):
    """A copy of the parts."""
    return shutil.copytree(cut, tmp_path / "parts")


@pytest.fixture(scope="module")
def articles(corpus):
    return tk.clean_text(tk.load_corpus(corpus))


@pytest.mark.parametrize(
    "options", [{}, {"days": 0}, {"days": 1, "threshold": 0.3}, {"threshold": 1}], ids=str
)
def test_the_families_are_those_of_memory(options, folder, articles):
    expected = tk.add_families(articles, **options)
    tk.add_families_to_parts(folder, **options, processes=1)
    pd.testing.assert_frame_equal(tk.load_parts(folder, "articles"), expected)
    families = tk.load_parts(folder, "articles", columns="family_id")["family_id"]
    assert (families.value_counts() > 1).sum() == (expected["family_id"].value_counts() > 1).sum()
    if not options:  # known by how the texts were made
        known = {f"0-{at:02}" for at in range(0, N, 5)} - {"0-15", "0-20"}
        assert set(families.dropna()) == {*known, "wire", "0-20", "copies of 0-20"}
        parts = pd.Series(range(len(families))) // 15
        assert parts.groupby(families).nunique().max() > 2


def test_two_processes_write_the_bytes_of_one(folder, tmp_path, cut):
    other = shutil.copytree(cut, tmp_path / "other")
    tk.add_families_to_parts(folder, processes=1)
    tk.add_families_to_parts(other, processes=2)
    names = ("families/*", "sketches/*", "families.json")
    files = [[p for name in names for p in sorted(one.glob(name))] for one in (folder, other)]
    assert [p.read_bytes() for p in files[0]] == [p.read_bytes() for p in files[1]]
    assert len(files[0]) == 4 + 2 * 4 + 1
    left = {p.name for p in folder.iterdir() if p.is_file()}
    assert left == {".lock", "partition.json", "families.json"}


def test_only_what_changed_is_read_again(folder, monkeypatch):
    tk.add_families_to_parts(folder, processes=1)
    expected = (folder / "families/00002.parquet").read_bytes()
    read = []

    def counted(shingles, length):
        read.append(len(shingles))
        return signatures_of(shingles, length)

    monkeypatch.setattr(sketches, "signatures_of", counted)
    with monkeypatch.context() as patched:
        patched.setattr(joining, "_compare", None)  # nothing is compared if all is there
        tk.add_families_to_parts(folder, processes=1)
    (folder / "families/00002.parquet").unlink()
    (folder / "sketches/00003.arrow").write_bytes(b"torn")
    tk.add_families_to_parts(folder, processes=1)
    assert read == [15]
    assert (folder / "families/00002.parquet").read_bytes() == expected


def test_words_are_counted_with_the_families_and_nothing_else_is_done_again(
    folder, articles, registry, monkeypatch
):
    lexicon = lexicon_of(words=["w0x*"])
    annotated = {"method": "rules", "processes": 1}
    tk.annotate_parts(folder, registry, lexicon, **annotated)
    terms = {path: path.stat().st_mtime_ns for path in folder.glob("terms/*")}
    tk.add_families_to_parts(folder, processes=1)
    assert tk.load_parts(folder, "exposure", columns="n_tokens")["n_tokens"].sum() > 2_000
    with pytest.raises(tk.PartsError, match=r"counted before copies were looked for.*run `annot"):
        tk.load_parts(folder, "exposure")
    monkeypatch.setattr(annotating, "annotate", None)
    tk.annotate_parts(folder, registry, lexicon, **annotated)
    monkeypatch.undo()
    families = tk.add_families(articles)
    tables = tk.annotate(families, registry, lexicon, method="rules")
    exposure = tk.exposure(families, tables.attributions)
    pd.testing.assert_frame_equal(tk.load_parts(folder, "exposure"), exposure)
    assert exposure["family_id"].notna().sum() > 10
    assert {path: path.stat().st_mtime_ns for path in folder.glob("terms/*")} == terms


def test_families_of_other_articles_are_refused(corpus, folder, tmp_path, registry):
    tk.add_families_to_parts(folder, processes=1)
    changed = tmp_path / "corpus.jsonl"
    lines = corpus.read_text(encoding="utf-8").splitlines()
    changed.write_text("\n".join(lines[:-1]), encoding="utf-8")
    tk.partition(changed, folder, size=15)
    told = r"found families of other articles.*run `add_families_to_parts` again, or do without"
    with pytest.raises(tk.PartsError, match=told):
        tk.load_parts(folder, "articles")
    with pytest.raises(tk.PartsError, match=told):
        tk.annotate_parts(folder, registry, lexicon_of(), method="rules", processes=1)
    tk.add_families_to_parts(folder, processes=1)
    expected = tk.add_families(tk.clean_text(tk.load_corpus(changed)))
    pd.testing.assert_frame_equal(tk.load_parts(folder, "articles"), expected)
    (folder / "families/00001.parquet").write_bytes(b"torn")
    with pytest.raises(tk.PartsError, match=r"00001.parquet: found other families than were wri"):
        tk.load_parts(folder, "articles")


def test_a_folder_of_somebody_else_and_wrong_options_are_refused(folder):
    with pytest.raises(ValueError, match="threshold: found 0, expected a similarity above 0"):
        tk.add_families_to_parts(folder, threshold=0)
    with pytest.raises(ValueError, match="processes: found 0"):
        tk.add_families_to_parts(folder, processes=0)
    path = folder / "families/tree.txt"
    path.parent.mkdir()
    path.write_text("mine")
    with pytest.raises(ValueError, match="families that no earlier run has written"):
        tk.add_families_to_parts(folder, processes=1)
    assert path.read_text() == "mine"
