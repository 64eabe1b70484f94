"""Provenance: hashes that change with content and with nothing else."""

import json
import os
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import pytest

import toolkit
from toolkit.provenance import (
    hash_code,
    hash_file,
    hash_sources,
    package_versions,
    relative_path,
    write_atomically,
)

ONE = sha256(b"one").hexdigest()
TWO = sha256(b"two").hexdigest()


def names_in(folder):
    return [path.name for path in folder.iterdir()]


def notebook(path, *, source="x = 1", outputs=(), count=None, kernel="python3"):
    cell = {
        "cell_type": "code",
        "source": source,
        "outputs": list(outputs),
        "execution_count": count,
        "metadata": {},
    }
    content = {"cells": [cell], "metadata": {"kernelspec": {"name": kernel}}, "nbformat": 4}
    path.write_text(json.dumps(content), encoding="utf-8")
    return hash_file(path)


def test_a_file_is_hashed_by_its_bytes(tmp_path):
    (tmp_path / "a").write_bytes(b"one")
    assert hash_file(tmp_path / "a") == ONE


def test_a_notebook_is_hashed_by_its_cells_without_outputs(tmp_path):
    path = tmp_path / "a.ipynb"
    plain = notebook(path)
    assert notebook(path, outputs=[{"text": "1"}], count=3, kernel="conda") == plain
    assert notebook(path, source=["x ", "= 1"]) == plain
    assert notebook(path, source="x = 2") != plain


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"\xff", b"[" * 100_000, b'{"cells": [1]}', b'{"cells": [], "nbformat": 3}'],
)
def test_what_is_named_like_a_notebook_and_is_none_is_hashed_by_its_bytes(tmp_path, content):
    for name in ("a.ipynb", "a.txt"):
        (tmp_path / name).write_bytes(content)
    assert hash_file(tmp_path / "a.ipynb") == hash_file(tmp_path / "a.txt")


def test_what_is_no_regular_file_is_passed_over_and_no_source_alone(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"one")
    os.mkfifo(tmp_path / "fifo")
    assert hash_sources([tmp_path], tmp_path) == {"a.txt": ONE}
    with pytest.raises(FileNotFoundError, match=r"sources, made_by: found no .*fifo"):
        hash_sources([tmp_path / "fifo"], tmp_path)


def test_sources_are_files_and_folders_by_their_path_from_the_root(tmp_path):
    (tmp_path / "corpus/sub").mkdir(parents=True)
    (tmp_path / "corpus/a.txt").write_bytes(b"one")
    (tmp_path / "corpus/sub/b.txt").write_bytes(b"two")
    (tmp_path / "actors.yml").write_bytes(b"one")
    (tmp_path / "figures").mkdir()
    found = hash_sources([tmp_path / "corpus", str(tmp_path / "actors.yml")], tmp_path / "figures")
    assert found == {
        "../actors.yml": ONE,
        "../corpus/a.txt": ONE,
        "../corpus/sub/b.txt": TWO,
    }


def test_a_source_named_twice_is_hashed_once(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"one")
    assert hash_sources([tmp_path, tmp_path / "a.txt"], tmp_path) == {"a.txt": ONE}


def test_hidden_files_and_files_in_hidden_folders_are_passed_over(tmp_path):
    (tmp_path / ".ipynb_checkpoints").mkdir()
    (tmp_path / ".ipynb_checkpoints/a-checkpoint.txt").write_bytes(b"two")
    (tmp_path / ".DS_Store").write_bytes(b"two")
    (tmp_path / "a.txt").write_bytes(b"one")
    assert hash_sources([tmp_path], tmp_path) == {"a.txt": ONE}


def test_a_folder_below_a_hidden_one_is_hashed_all_the_same(tmp_path):
    (tmp_path / ".hidden/corpus").mkdir(parents=True)
    (tmp_path / ".hidden/corpus/a.txt").write_bytes(b"one")
    folder = tmp_path / ".hidden/corpus"
    assert hash_sources([folder], folder) == {"a.txt": ONE}


def test_no_sources_give_no_hashes(tmp_path):
    assert hash_sources([], tmp_path) == {}
    assert hash_sources([tmp_path], tmp_path) == {}


def test_a_missing_source_is_an_error(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError) as error:
        hash_sources(["corpus"], tmp_path)
    assert str(error.value) == (
        "sources, made_by: found no corpus; name the files and folders that the figure was made "
        f"from (a relative path starts from {tmp_path})"
    )


def test_code_is_every_module_word_list_and_page_of_the_package():
    found = hash_code()
    package = Path(toolkit.__file__).parent
    assert found["toolkit/tables/schema.py"] == hash_file(package / "tables/schema.py")
    assert "toolkit/read/residue.yml" in found
    assert {Path(name).suffix for name in found} == {".py", ".pyi", ".yml", ".html"}
    assert list(found) == sorted(found, key=Path)


def test_versions_are_those_that_are_installed():
    found = package_versions()
    assert found["pandas"] == version("pandas")
    assert list(found) == [
        "matplotlib",
        "nltk",
        "numpy",
        "pandas",
        "scipy",
        "sentencex",
        "spacy",
        "textblob",
        "ftfy",
        "simplemma",
        "py3langid",
        "python-docx",
        "statsmodels",
        "patsy",
    ]
    assert package_versions(["no-such-package"]) == {"no-such-package": "none"}


def test_a_relative_path_has_forward_slashes(tmp_path):
    assert relative_path(tmp_path / "a" / "b", tmp_path / "c") == "../a/b"


def test_writing_makes_the_folder_and_leaves_nothing_else(tmp_path):
    path = tmp_path / "new" / "a.txt"
    write_atomically(path, b"one")
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert names_in(path.parent) == ["a.txt"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_bytes(b"one")

    def fail(self, target):
        raise OSError(28, "no space")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no space") as error:
        write_atomically(path, b"two")
    assert (error.value.errno, error.value.filename) == (28, str(path))
    assert path.read_bytes() == b"one"
    assert names_in(tmp_path) == ["a.txt"]
