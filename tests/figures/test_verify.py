"""Verify makes each figure again, and names what has changed and what came of it."""

import json
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

import toolkit
import toolkit as tk
from figures.conftest import SCRIPT
from toolkit.commands.cli import main
from toolkit.figures.pack import PackError
from toolkit.provenance import hash_file

PARAMETERS = """\
CORPUS = "nowhere"
SEED = 1
"""


def faults_of(folder="figures"):
    found = tk.check_figures(folder, run=True)
    assert set(found["figure"]) <= {"rates"}
    return found[["what", "item", "fault"]].to_numpy().tolist()


def test_a_figure_that_follows_from_its_inputs_has_no_fault(project):
    before = {path.name: path.read_bytes() for path in (project / "figures").iterdir()}
    assert faults_of() == []
    assert {p.name: p.read_bytes() for p in (project / "figures").iterdir()} == before


@pytest.mark.usefixtures("at_once")
def test_a_changed_article_is_named_and_so_are_the_passages_that_go_with_it(change):
    change("corpus/three.txt", "a victory", "a draw")
    assert faults_of() == [
        ["sources", "corpus/three.txt", "changed"],
        [
            "numbers",
            "rates.csv",
            "5 of 120 differ; first in mark 4: n 2, was 3",
        ],
        ["passages", "rates-passages.csv", "1 gone (first: three:46-53:victor*)"],
    ]


@pytest.mark.usefixtures("at_once")
def test_a_change_that_nothing_depends_on_comes_out_the_same(change, capsys):
    change("corpus/three.txt", "no more.", "no more. \n")
    assert main(["verify", "figures", "--yes"]) == 1
    assert capsys.readouterr().out == (
        "rates: comes out the same\n  sources: corpus/three.txt: changed\n"
        "0 of 1 figures are as recorded\n"
    )


@pytest.mark.usefixtures("at_once")
def test_a_changed_entry_of_the_lexicon_is_named(change):
    change("framing.yml", ", triumph", "")
    found = faults_of()
    assert found[0] == ["sources", "framing.yml", "changed"]
    assert ["passages", "rates-passages.csv", "1 gone (first: two:51-58:triumph)"] in found


@pytest.mark.usefixtures("at_once")
def test_a_changed_parameter_is_named_with_both_values(project, change):
    (project / "seed").write_text("1")
    change("made.py", "SEED = 1", "import pathlib\nSEED = int(pathlib.Path('seed').read_text())")
    runpy.run_path("made.py")
    assert faults_of() == []
    (project / "seed").write_text("2")
    found = faults_of()
    assert found[0] == ["parameters", "rates.seed", "was 1, is 2"]
    assert not [fault for fault in found if fault[0] == "passages"]


@pytest.mark.usefixtures("at_once")
def test_what_is_given_beside_the_data_is_compared_too(project, change):
    (project / "chosen").write_text("all")
    change("made.py", '"all frames"', "pathlib.Path('chosen').read_text()")
    change("made.py", "SEED = 1", "import pathlib\nSEED = 1")
    runpy.run_path("made.py")
    (project / "chosen").write_text("some")
    assert faults_of() == [["parameters", "chosen", "was all, is some"]]


@pytest.mark.usefixtures("at_once")
def test_versions_of_a_call_are_told_of_once(project):
    manifest = json.loads((project / "figures/rates.json").read_text(encoding="utf-8"))
    manifest["parameters"]["calls"][0]["versions"]["numpy"] = manifest["versions"]["numpy"] = "1"
    (project / "figures/rates.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert faults_of() == [["versions", "numpy", "changed"]]


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("calls", [7, [7], [{"measure": "rates", "arguments": 3}], [{}]])
def test_calls_that_are_none_do_not_stop_the_comparison(project, calls):
    manifest = json.loads((project / "figures/rates.json").read_text(encoding="utf-8"))
    manifest["parameters"]["calls"] = calls
    (project / "figures/rates.json").write_text(json.dumps(manifest), encoding="utf-8")
    found = faults_of()
    assert ["parameters", "rates.seed", "was not given, is 1"] in found
    assert {what for what, _, _ in found} == {"parameters"}


def test_a_changed_line_of_code_is_named(project):
    code = project.parent / "code"
    shutil.copytree(Path(toolkit.__file__).parent, code / "toolkit")
    path = code / "toolkit/measure/rates.py"
    text = path.read_text(encoding="utf-8")
    line = 'table["rate"] = per * table["n"]'
    assert line in text
    path.write_text(text.replace(line, line + " * 2"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "toolkit.commands.cli", "verify", "figures", "--yes"],
        env=os.environ | {"PYTHONPATH": str(code)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    lines = done.stdout.splitlines()
    assert lines[:2] == ["rates: no longer follows", "  code: toolkit/measure/rates.py: changed"]
    assert lines[2].startswith("  numbers: rates.csv: ")


@pytest.mark.usefixtures("at_once")
def test_files_that_were_changed_by_hand_are_named(project):
    (project / "figures/rates.csv").write_text("mark\n", encoding="utf-8")
    (project / "figures/rates.png").unlink()
    assert faults_of() == [
        ["files", "rates.csv", "changed"],
        ["files", "rates.png", "missing"],
    ]


@pytest.mark.usefixtures("at_once")
def test_a_page_that_the_manifest_belies_is_named(project):
    path, page = project / "figures/rates.json", project / "figures/rates.html"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    page.write_text("<script>")
    (project / "figures/rates-more.html").write_text("<script>")
    for file in ("rates.html", "rates-more.html"):
        manifest["files"][file] = hash_file(page)
    path.write_text(json.dumps(manifest), encoding="utf-8")
    assert faults_of() == [
        ["rerun", "rates-more.html", "is no longer made"],
        ["page", "rates.html", "the page shows the same figure differently"],
    ]


@pytest.mark.usefixtures("at_once")
@pytest.mark.usefixtures("at_once")
def test_a_new_article_and_another_version_are_named(project):
    (project / "corpus/four.txt").write_text("Nothing.", encoding="utf-8")
    path = project / "figures/rates.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["versions"]["pandas"] = "0.1"
    path.write_text(json.dumps(manifest), encoding="utf-8")
    found = faults_of()
    assert ["sources", "corpus/four.txt", "new"] in found
    assert ["versions", "pandas", "changed"] in found


def test_a_script_that_has_changed_or_is_gone_is_named_and_not_run(project, change):
    change("made.py", "SEED = 1", "SEED = 1\nopen('it-ran', 'w')")
    assert faults_of() == [
        ["made_by", "made.py", "changed"],
        [
            "rerun",
            "made.py",
            "not run: it is not what made the figure; make the figure anew, if it should",
        ],
    ]
    assert not (project / "it-ran").exists()
    (project / "made.py").unlink()
    assert faults_of() == [
        ["made_by", "made.py", "missing"],
        ["rerun", "made.py", f"not run: there is no file or folder {project}/made.py"],
    ]


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("raise ValueError('no more')", [["rerun", "made.py", "failed: ValueError: no more"]]),
        ("raise SystemExit(3)", [["rerun", "made.py", "failed: ended with 3"]]),
        ("done = True", []),
    ],
)
def test_a_script_that_fails_or_makes_nothing_is_named_with_its_error(project, change, now, said):
    reading = "from pathlib import Path\nexec(Path('first').read_text())"
    change("made.py", "SEED = 1", f"SEED = 1\n{reading}\nif done: raise SystemExit")
    (project / "first").write_text("done = False")
    runpy.run_path("made.py")
    (project / "first").write_text(now)
    assert faults_of() == [*said, ["rerun", "made.py", "no longer makes the figure"]]


def test_a_notebook_is_run_with_the_parameters_that_it_was_run_with(project, capsys):
    notebook = nbformat.v4.new_notebook()
    cells = SCRIPT.replace("made.py", "made.ipynb").replace('"corpus"', "CORPUS")
    cells = cells.replace('"actors.yml"', '"../actors.yml"')
    cells = cells.replace('"framing.yml"', '"../framing.yml"')
    cells = cells.replace("    made_by", '    folder="../own",\n    made_by')
    notebook.cells = [
        nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(cells),
    ]
    (project / "notebooks").mkdir()
    nbformat.write(notebook, project / "notebooks/made.ipynb")
    assert main(["figures", "notebooks", "--corpus", "corpus"]) == 0
    manifest = json.loads((project / "own/rates.json").read_text(encoding="utf-8"))
    assert manifest["injected"] == {"CORPUS": "../corpus"}
    assert faults_of("own") == []


def test_a_folder_without_figures_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match="found no figures with manifests"):
        tk.check_figures(tmp_path)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b'{"type": "FeatureCollection"}', "no 'figure'"),
        (b"[1, 2]", "a list"),
        (b'{"figure": "map", "made_by": {}}', "no 'command'"),
        (b"<<<<<<< HEAD", "no JSON"),
        (b"\xff", "no JSON"),
    ],
)
def test_a_file_that_is_no_manifest_is_named(tmp_path, content, found, capsys):
    (tmp_path / "map.json").write_bytes(content)
    faults = tk.check_figures(tmp_path)
    assert faults[["figure", "what", "item"]].to_numpy().tolist() == [
        ["map", "manifest", "map.json"]
    ]
    assert faults["fault"][0].startswith(f"not a manifest of a figure: found {found}")
    assert main(["verify", str(tmp_path)]) == 1
    assert capsys.readouterr().out.endswith("\n0 of 1 figures are as recorded\n")
    with pytest.raises(PackError, match=f"map.json: not a manifest of a figure: found {found}"):
        tk.pack_figures(tmp_path, out=tmp_path / "pack.zip")


@pytest.mark.usefixtures("at_once")
def test_the_figures_beside_a_file_that_is_no_manifest_are_verified(project):
    (project / "figures/map.json").write_text("{}")
    assert tk.check_figures(run=True)["item"].to_list() == ["map.json"]
