"""What a deposit says of itself is what CITATION.cff says, and others' readers can read it."""

import json
from urllib.parse import unquote

import pytest
from rocrate.rocrate import ROCrate

import toolkit as tk
from toolkit.commands.cli import main
from toolkit.figures.citation import read_citation, record_doi
from toolkit.figures.deposit import lacks_dataverse, write_deposit

CITATION = """\
# ours
cff-version: 1.2.0
title: "Gulls & terns: a study"
license: CC-BY-4.0
date-released: 2031-02-03
version: 1.0.0
abstract: Who counts birds.
keywords: [gulls, terns]
authors:
  - family-names: Beauvoir
    given-names: Ada
    name-particle: de
    orcid: https://orcid.org/0000-0002-1825-0097
    affiliation: Harbour College
    email: ada@example.org
  - name: The Tern Group
"""


@pytest.fixture
def folder(tmp_path):
    """Return a folder with a CITATION.cff, and one for the pack in it with two files."""
    (tmp_path / "CITATION.cff").write_text(CITATION, encoding="utf-8")
    pack = tmp_path / "pack"
    (pack / "figures").mkdir(parents=True)
    (pack / "toolkit").mkdir()
    (pack / "toolkit/code.py").write_text("")
    (pack / "figures/räte 1.csv").write_text("n\n1\n")
    return tmp_path


def deposit(folder):
    citation = read_citation(folder / "CITATION.cff")
    write_deposit(folder / "pack", citation, folder, ["rates"])
    return folder / "pack"


def test_an_independent_reader_finds_who_made_what(folder):
    (folder / "LICENSE").write_text("the text of the licence")
    crate = ROCrate(deposit(folder))
    root = crate.root_dataset
    assert (root["name"], root["description"]) == ("Gulls & terns: a study", "Who counts birds.")
    assert root["datePublished"] == "2031-02-03"
    assert root["license"].id == "https://spdx.org/licenses/CC-BY-4.0"
    person, group = root["author"]
    assert (person.type, person.id) == ("Person", "https://orcid.org/0000-0002-1825-0097")
    assert (person["name"], person["affiliation"]) == ("Ada de Beauvoir", "Harbour College")
    assert (group.type, group["name"]) == ("Organization", "The Tern Group")
    files = {unquote(part.id): part for part in root["hasPart"]}
    assert set(files) == {
        "figures/räte 1.csv", "toolkit/", "CITATION.cff", "ABOUT.md", ".zenodo.json",
        "dataverse.json", "LICENSE-DEPOSIT",
    }  # fmt: skip
    assert files["figures/räte 1.csv"]["contentSize"] == "4"
    assert files["figures/räte 1.csv"]["encodingFormat"] == "text/csv"
    assert (folder / "pack/LICENSE-DEPOSIT").read_text() == "the text of the licence"
    crate.write(folder / "again")  # raises if what it names is not there
    assert (folder / "again/figures/räte 1.csv").exists()


def test_authors_of_one_name_are_two(folder):
    path = folder / "CITATION.cff"
    path.write_text(CITATION + "  - name: The Tern Group\n    affiliation: Elsewhere\n")
    authors = ROCrate(deposit(folder)).root_dataset["author"]
    assert [author.get("affiliation") for author in authors] == [
        "Harbour College", None, "Elsewhere",
    ]  # fmt: skip


def test_zenodo_and_dataverse_are_told_the_same(folder):
    pack = deposit(folder)
    assert json.loads((pack / ".zenodo.json").read_bytes()) == {
        "title": "Gulls & terns: a study",
        "upload_type": "dataset",
        "description": "Who counts birds.",
        "creators": [
            {
                "name": "de Beauvoir, Ada",
                "affiliation": "Harbour College",
                "orcid": "0000-0002-1825-0097",
            },
            {"name": "The Tern Group"},
        ],
        "access_right": "open",
        "license": "cc-by-4.0",
        "publication_date": "2031-02-03",
        "keywords": ["gulls", "terns"],
        "version": "1.0.0",
    }
    version = json.loads((pack / "dataverse.json").read_bytes())["datasetVersion"]
    assert version["license"]["name"] == "CC BY 4.0"
    fields = {field["typeName"]: field for field in version["metadataBlocks"]["citation"]["fields"]}
    assert fields["title"] == {
        "typeName": "title", "typeClass": "primitive", "multiple": False,
        "value": "Gulls & terns: a study",
    }  # fmt: skip
    first, second = fields["author"]["value"]
    assert first["authorIdentifierScheme"] == {
        "typeName": "authorIdentifierScheme", "typeClass": "controlledVocabulary",
        "multiple": False, "value": "ORCID",
    }  # fmt: skip
    assert (fields["author"]["typeClass"], list(second)) == ("compound", ["authorName"])
    (contact,) = fields["datasetContact"]["value"]
    assert contact["datasetContactEmail"]["value"] == "ada@example.org"
    assert fields["subject"]["value"] == ["Social Sciences"]
    assert (pack / "ABOUT.md").read_text(encoding="utf-8").startswith(
        "# Gulls & terns: a study\n\nde Beauvoir, Ada; The Tern Group. 2031-02-03.\n\nWho counts"
    )  # fmt: skip


def test_without_somebody_to_write_to_there_is_nothing_for_dataverse(folder):
    assert lacks_dataverse(folder / "figures") == ""
    path = folder / "CITATION.cff"
    path.write_text(CITATION.replace("    email: ada@example.org\n", ""), encoding="utf-8")
    assert not (deposit(folder) / "dataverse.json").exists()
    assert lacks_dataverse(folder / "figures").startswith("no dataverse.json: Dataverse asks for")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("license: CC-BY-4.0\n", "", "license: found none, expected its licence, by its SPDX id"),
        ("CC-BY-4.0", "as you like", ":4: license: found 'as you like', expected an SPDX"),
        ("date-released: 2031-02-03\n", "", "date-released: found none, expected the day on"),
        ("2031-02-03", "soon", ":5: date-released: found 'soon', expected a day, YYYY-MM-DD"),
        ("title: ", "name: ", "title: found none, expected the title of the deposit"),
        ("0000-0002-1825-0097", "1", ":9: authors: found the orcid 'https://orcid.org/1', exp"),
        ("  - name: The Tern Group", "  - alias: Terns", "authors: found no name of number 2, ex"),
        ("[gulls, terns]", "{a: b}", ":8: keywords: found something else, expected a list of te"),
        ("license: CC-BY-4.0", "license: [MIT]", ":4: license: found a list or mapping, expected"),
        ("license:", "doi: 11.1/x\nlicense:", ":4: doi: found '11.1/x', expected one such as 10."),
    ],
)  # fmt: skip
def test_what_is_lacking_is_asked_for_by_its_file_and_line(tmp_path, old, new, message):
    path = tmp_path / "CITATION.cff"
    assert old in CITATION
    path.write_text(CITATION.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=r"CITATION\.cff") as caught:
        read_citation(path)
    assert message in str(caught.value)


def test_a_deposit_without_a_citation_is_refused_before_anything_is_run(project):
    with pytest.raises(ValueError, match=r"CITATION\.cff: found no such file, expected the title"):
        tk.pack_figures("figures", out="pack.zip", deposit=True)
    assert not (project / "pack.zip").exists()


def test_the_doi_goes_into_the_file_and_nothing_else_changes(tmp_path, monkeypatch, capsys):
    path = tmp_path / "CITATION.cff"
    path.write_bytes(CITATION.replace("\n", "\r\n").rstrip().encode())
    monkeypatch.chdir(tmp_path)
    assert main(["doi", "https://doi.org/10.5281/zenodo.12"]) == 0
    assert capsys.readouterr().out == "CITATION.cff: has the DOI now\n"
    assert main(["doi", "doi: 10.5281/zenodo.13"]) == 0
    assert capsys.readouterr().out == (
        "CITATION.cff: has the DOI now, in place of 10.5281/zenodo.12\n"
    )
    assert path.read_bytes() == (
        CITATION.replace("\n", "\r\n").rstrip().encode() + b"\ndoi: 10.5281/zenodo.13\n"
    )
    assert read_citation(path).doi == "10.5281/zenodo.13"
    before = path.read_bytes()
    for wrong in ("10.5281", "11.5281/zenodo.1", "10.5281/zeno do", "10.5281/z\ntitle: x", ""):
        with pytest.raises(ValueError, match=r"^doi: found '.*', expected a DOI, such as 10\.5281"):
            record_doi(wrong, path)
    assert path.read_bytes() == before
    with pytest.raises(ValueError, match=r"none\.cff: found no such file"):
        record_doi("10.5281/zenodo.1", tmp_path / "none.cff")
    path.write_text("doi: '10.1000/1'  # reserved\ntitle: x\n")
    record_doi("10.5281/zenodo.1", path)
    assert path.read_text() == "doi: 10.5281/zenodo.1  # reserved\ntitle: x\n"
    for held in ("{title: x, doi: 10.1000/1}", "{title: x}", "title: x\ndoi: >\n  10.1000/1\n"):
        path.write_text(held)
        with pytest.raises(ValueError, match=r"found YAML into which no line can be put, expected"):
            record_doi("10.5281/zenodo.1", path)
        assert path.read_text() == held
