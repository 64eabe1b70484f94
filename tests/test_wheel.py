"""The wheel holds what an installed toolkit needs, and works where the repository is not."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel, with what is installed here: nothing is fetched."""
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (path,) = out.glob("*.whl")
    return path


def tracked(*folders):
    """Return the files of these folders that belong to the repository, as git lists them."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", *folders], cwd=ROOT, capture_output=True, check=True
    )
    return {name for name in listed.stdout.decode().split("\0") if (ROOT / name).is_file()}


def test_the_wheel_holds_the_package_the_notebooks_and_the_worked_example(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if ".dist-info/" not in name]
    assert len(names) == len(set(names))
    copied = tracked("notebooks", "corpus/karabakh-2020", "corpus/LICENSE", "corpus/sources.yml")
    assert len(copied) > 60
    expected = {f"toolkit/study/{name}" for name in copied}
    assert set(names) >= expected | tracked("toolkit")
    assert {
        name for name in names if name.startswith(("toolkit/study/corpus", "toolkit/study/n"))
    } == expected
    assert {name.split("/")[0] for name in names} == {"toolkit"}


def test_an_unpacked_wheel_makes_a_study_and_lists_corpora(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "site")}

    def toolkit(*words):
        done = subprocess.run(
            [sys.executable, "-m", "toolkit.commands.cli", *words],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout

    toolkit("new", "study", "--from", "karabakh-2020")
    assert len(list((tmp_path / "study/notebooks").glob("*.ipynb"))) == 8
    assert len(list((tmp_path / "study/corpus/articles").glob("*.md"))) == 47
    assert "wikinews-2020" in toolkit("fetch")
    code = "import toolkit.provenance as p; print([f for f in p.hash_code() if 'study' in f])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, check=True
    )
    assert done.stdout == b"[]\n", "the code of figures is the same, installed or not"
