"""Packs that mean harm: none leads out of its project, runs what it should not, or is believed."""

import json
import os
import zipfile
from hashlib import sha256

import pandas as pd
import pytest

import toolkit as tk
from attacks.test_manifests import HASH, faults_of, forge
from toolkit.commands.cli import main
from toolkit.figures import recorded
from toolkit.figures.pack import PackError, _zip
from toolkit.figures.recorded import ReplayError
from toolkit.figures.rerun import run_of
from toolkit.provenance import hash_file


@pytest.fixture
def stranger(tmp_path, marker, monkeypatch):
    """A project, the working directory, beside files that are not its own."""
    folder = tmp_path / "stranger"
    (folder / "figures").mkdir(parents=True)
    (folder / "made.py").write_text("pass")
    (tmp_path / "outside.py").write_text(f"open({str(marker)!r}, 'w')\n")
    (tmp_path / "secret.yml").write_text("secret: 1\n")
    (folder / "link.py").symlink_to("../outside.py")
    (folder / "link.yml").symlink_to("../secret.yml")
    (folder / "linked").symlink_to("..")
    monkeypatch.chdir(folder)
    return folder


MADE = {"made_by": {"made.py": None}}  # the hash is filled in
LEADING_OUT = {
    "a script above": ({"made_by": {"../outside.py": None}}, "../outside.py"),
    "a script by a link": ({"made_by": {"link.py": None}}, "link.py"),
    "a script in a linked folder": ({"made_by": {"linked/outside.py": None}}, "linked/outside.py"),
    "a folder above": ({**MADE, "run_in": ".."}, ".."),
    "a folder that is a link": ({**MADE, "run_in": "linked"}, "linked"),
    "an instrument above": ({**MADE, "sources": {"../secret.yml": HASH}}, "../secret.yml"),
    "an instrument by a link": ({**MADE, "sources": {"link.yml": HASH}}, "link.yml"),
    "one far above": (
        {**MADE, "sources": {"../" * 9 + "etc/a.yml": HASH}},
        "../" * 9 + "etc/a.yml",
    ),
    "out and back": ({**MADE, "sources": {"../stranger/a.yml": HASH}}, None),
}


@pytest.mark.parametrize(("fields", "path"), LEADING_OUT.values(), ids=LEADING_OUT)
def test_a_path_that_leads_out_of_the_project_is_not_packed(stranger, fields, path):
    made_by = {name: hash_file(stranger / name) for name in fields["made_by"]}
    forge(stranger, **fields | {"made_by": made_by})
    said = f"^{path}: leads out of the project, {stranger}; if it" if path else "a.yml"
    with pytest.raises((PackError, FileNotFoundError), match=said):
        tk.pack_figures(out="pack.zip")
    assert not (stranger / "pack.zip").exists()


def test_what_is_not_what_made_the_figure_is_not_run_to_be_packed(stranger, marker, capsys):
    (stranger / "made.py").write_text(f"open({str(marker)!r}, 'w')")
    forge(stranger, made_by={"made.py": HASH})
    assert main(["pack", "--out", "pack.zip"]) == 2
    assert capsys.readouterr().err == (
        "toolkit: made.py: does not run: it is not what made the figure; make the figure anew, if "
        "it should\n"
    )


def test_instruments_and_notebooks_that_are_no_such_files_are_not_packed(stranger, capsys):
    os.mkfifo(stranger / "fifo.yml")
    digest = hash_file(stranger / "made.py")
    forge(stranger, made_by={"made.py": digest}, sources={"fifo.yml": HASH})
    assert main(["pack", "--out", "pack.zip"]) == 2
    (stranger / "made.ipynb").write_text('{"nbformat": 4, "metadata": {}, "cells": [5]}')
    forge(stranger, made_by={"made.ipynb": hash_file(stranger / "made.ipynb")})
    assert main(["pack", "--out", "pack.zip"]) == 2
    fifo, notebook = capsys.readouterr().err.splitlines()
    assert "fifo.yml" in fifo
    assert notebook.startswith("toolkit: /")
    assert ": no notebook: " in notebook


def test_a_maker_without_end_is_stopped_when_it_is_packed(stranger):
    (stranger / "made.py").write_text("while True: pass")
    forge(stranger, made_by={"made.py": hash_file(stranger / "made.py")})
    with pytest.raises(PackError, match=r"^made.py: does not run: stopped after 0.02 minutes; "):
        tk.pack_figures(out="pack.zip", minutes=0.02)


def test_what_a_maker_links_into_the_pack_is_not_packed(stranger, tmp_path):
    (stranger / "kept").write_text("kept")
    _zip(stranger, tmp_path / "pack.zip")
    with zipfile.ZipFile(tmp_path / "pack.zip") as archive:
        assert archive.namelist() == ["kept", "made.py"]


SOURCES = {
    "no JSON": b"<html>",
    "a list": b"[1]",
    "numbers": b'{"corpus/a.txt": 1}',
    "deep": b"[" * 100_000,
    "no UTF-8": b'{"\xff": ""}',
}


@pytest.mark.parametrize("content", SOURCES.values(), ids=SOURCES)
def test_recorded_hashes_that_are_none_are_named(stranger, content, capsys):
    (stranger / "recorded").mkdir()
    (stranger / "recorded/sources.json").write_bytes(content)
    forge(stranger, inputs=["corpus"])
    assert main(["verify", "--yes"]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"toolkit: {stranger}/recorded/sources.json: found ")
    assert ", expected " in told


def test_recorded_hashes_are_read_from_a_regular_file_only(stranger):
    (stranger / "recorded").mkdir()
    os.mkfifo(stranger / "recorded/sources.json")
    forge(stranger, inputs=["corpus"])
    assert [row[0] for row in faults_of(stranger)] == ["made_by", "rerun"]


@pytest.fixture
def record(tmp_path):
    """Return a function that forges what a pack recorded of a call, and reads it."""
    folder = tmp_path / "001-load_corpus"
    folder.mkdir()
    table = pd.DataFrame({"doc_id": ["a"]})
    table.to_parquet(folder / "table.parquet")

    def record(said, **files):
        (folder / "of.json").write_text(said if isinstance(said, str) else json.dumps(said))
        for name, content in files.items():
            path = folder / f"{name}.parquet"
            path.unlink(missing_ok=True)
            path.symlink_to(content) if isinstance(content, str) else path.write_bytes(content)
        return recorded._read(folder)

    return record


PLAIN = {"tuple": None, "tables": {"table": {}}}


def test_what_was_recorded_is_read(record):
    assert record(PLAIN)["doc_id"].tolist() == ["a"]


@pytest.mark.parametrize(
    ("said", "files"),
    [
        ("[", {}),
        ("[]", {}),
        ("[" * 100_000, {}),
        ({"tables": {"table": {}}}, {}),
        ({"tuple": "DataFrame", "tables": {"table": {}}}, {}),
        ({"tuple": ["Corpus"], "tables": {"table": {}}}, {}),
        ({"tuple": "Corpus", "tables": {"table": {}}}, {}),
        ({"tuple": None, "tables": {"../../secret": {}}}, {}),
        ({"tuple": None, "tables": {"table": {}, "more": {}}}, {}),
        ({"tuple": None, "tables": None}, {}),
        (PLAIN, {"table": b"PAR1 no PAR1"}),
        (PLAIN, {"table": "/dev/zero"}),
        (PLAIN, {"table": "nowhere"}),
    ],
)
def test_what_no_pack_records_is_refused(record, said, files):
    with pytest.raises(ReplayError, match=r"001-load_corpus/(of\.json|table\.parquet): "):
        record(said, **files)


def test_a_folder_of_records_outside_of_the_project_is_not_read(stranger, tmp_path):

    (stranger / "seen.py").write_text(
        "import toolkit as tk\nfrom pathlib import Path\n"
        "Path('replayed').write_text(str(tk.load_corpus.__closure__ is not None))\n"
    )
    forge(stranger, made_by={"seen.py": hash_file(stranger / "seen.py")})
    manifest = json.loads((stranger / "figures/fig.json").read_text())
    name = sha256(run_of(manifest).encode()).hexdigest()[:12]
    (tmp_path / "elsewhere" / name).mkdir(parents=True)
    (stranger / "recorded").symlink_to("../elsewhere")
    faults_of(stranger)
    assert (stranger / "replayed").read_text() == "False"
    (stranger / "recorded").unlink()
    (stranger / "recorded" / name).mkdir(parents=True)
    faults_of(stranger)
    assert (stranger / "replayed").read_text() == "True"
