"""What a repository asks of a deposit: RO-Crate, Zenodo and Dataverse metadata, and a page to read.

All of it comes from CITATION.cff and from the names of the packed files; none from an article.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from toolkit.display.printable import printable_line
from toolkit.figures.citation import CITATION, Author, Citation, read_citation
from toolkit.figures.makers import project_of
from toolkit.figures.manifest import to_json

ABOUT, CRATE, ZENODO, DATAVERSE = (
    "ABOUT.md", "ro-crate-metadata.json", ".zenodo.json", "dataverse.json",
)  # fmt: skip
LICENCE = "LICENSE-DEPOSIT"  # beside that of the toolkit's code
_LICENCES = ("LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "LICENCE.txt", "LICENCE.md")
_CODE = "toolkit"
_SPEC = "https://w3id.org/ro/crate/1.1"
_TYPES = {
    ".cff": "application/yaml",
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".py": "text/x-python",
    ".svg": "image/svg+xml",
    ".tex": "text/x-tex",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
}
# The licences that Dataverse has by a name of its own; others are told as terms of use.
_BY_NAME = {
    "CC0-1.0": ("CC0 1.0", "http://creativecommons.org/publicdomain/zero/1.0"),
    "CC-BY-4.0": ("CC BY 4.0", "http://creativecommons.org/licenses/by/4.0"),
}
_PAGE = """\
# {title}

{authors}. {date}.{doi}

{abstract}

This is a replication pack of figures: {figures}. It holds what is needed to make them again, and no
text of the articles that they count. [REPLICATION.md](REPLICATION.md) says how, and what is kept.

- Licence of this deposit: {licence}, {url}{text}. The code in `toolkit/` is under the MIT licence.
- To cite it, use [CITATION.cff](CITATION.cff), which reference managers read.
- For machines: `ro-crate-metadata.json` (RO-Crate), `.zenodo.json` (Zenodo){dataverse}.
"""


def write_deposit(pack: Path, citation: Citation, root: Path, figures: Sequence[str]) -> None:
    """Write into a pack what a repository, and who finds it there, asks for.

    Parameters
    ----------
    pack
        The folder of the pack.
    citation
        What CITATION.cff says; it is copied from `root`, the project, and its licence with it.
    figures
        Their names.
    """
    shutil.copyfile(root / CITATION, pack / CITATION)
    own = next((root / name for name in _LICENCES if (root / name).is_file()), None)
    if own is not None:
        shutil.copyfile(own, pack / LICENCE)
    abstract = citation.abstract or f"Replication pack of the figures {', '.join(figures)}."
    (pack / ZENODO).write_bytes(to_json(_zenodo(citation, abstract)))
    if any(author.email for author in citation.authors):
        (pack / DATAVERSE).write_bytes(to_json(_dataverse(citation, abstract)))
    page = _PAGE.format(
        title=printable_line(citation.title),
        authors="; ".join(author.sorted_name for author in citation.authors),
        date=citation.date,
        doi=f" https://doi.org/{citation.doi}" if citation.doi else "",
        abstract=abstract,
        figures=", ".join(figures),
        licence=citation.licence,
        url=_licence_url(citation),
        text=f", see `{LICENCE}`" if own is not None else "",
        dataverse=f", `{DATAVERSE}` (Dataverse)" if (pack / DATAVERSE).exists() else "",
    )
    (pack / ABOUT).write_text(page, encoding="utf-8")
    (pack / CRATE).write_bytes(to_json(_crate(pack, citation, abstract)))


def lacks_dataverse(folder: Path) -> str:
    """Return why the pack of a folder of figures has no file for Dataverse; nothing if it has."""
    path = project_of(folder).root / CITATION
    if any(author.email for author in read_citation(path).authors):
        return ""
    return (
        f"no {DATAVERSE}: Dataverse asks for somebody to write to; give one of the authors in "
        f"{CITATION} an `email`"
    )


def _licence_url(citation: Citation) -> str:
    return f"https://spdx.org/licenses/{citation.licence}"


def _zenodo(citation: Citation, abstract: str) -> dict[str, Any]:
    """Return the metadata of an upload to Zenodo."""
    creators = [
        _said(
            name=author.sorted_name,
            affiliation=author.affiliation,
            orcid=author.orcid.removeprefix("https://orcid.org/"),
        )
        for author in citation.authors
    ]
    return _said(
        title=citation.title,
        upload_type="dataset",
        description=abstract,
        creators=creators,
        access_right="open",
        license=citation.licence.lower(),
        publication_date=citation.date,
        keywords=list(citation.keywords),
        version=citation.version,
    )


def _said(**fields: Any) -> dict[str, Any]:
    """Return the fields that are not empty."""
    return {name: value for name, value in fields.items() if value}


def _dataverse(citation: Citation, abstract: str) -> dict[str, Any]:
    """Return a data set as the native API of Dataverse takes it."""
    authors = [
        _compound(authorName=author.sorted_name, authorAffiliation=author.affiliation)
        | (
            {"authorIdentifierScheme": _field("authorIdentifierScheme", "ORCID", chosen=True)}
            | _compound(authorIdentifier=author.orcid.removeprefix("https://orcid.org/"))
            if author.orcid
            else {}
        )
        for author in citation.authors
    ]
    contacts = [
        _compound(datasetContactName=author.sorted_name, datasetContactEmail=author.email)
        for author in citation.authors
        if author.email
    ]
    fields = [
        _field("title", citation.title),
        _field("author", authors),
        _field("datasetContact", contacts),
        _field("dsDescription", [_compound(dsDescriptionValue=abstract)]),
        _field("subject", ["Social Sciences"], chosen=True),
    ]
    if citation.keywords:
        keywords = [_compound(keywordValue=word) for word in citation.keywords]
        fields.append(_field("keyword", keywords))
    version: dict[str, Any] = {"metadataBlocks": {"citation": {"fields": fields}}}
    if citation.licence in _BY_NAME:
        name, uri = _BY_NAME[citation.licence]
        version["license"] = {"name": name, "uri": uri}
    else:
        version["termsOfUse"] = f"{citation.licence}, {_licence_url(citation)}"
    return {"datasetVersion": version}


def _field(name: str, value: Any, *, chosen: bool = False) -> dict[str, Any]:
    """Return a field; several values are a list, and several parts of one a mapping."""
    several = isinstance(value, list)
    parts = several and isinstance(value[0], Mapping)
    kind = "controlledVocabulary" if chosen else "compound" if parts else "primitive"
    return {"typeName": name, "typeClass": kind, "multiple": several, "value": value}


def _compound(**parts: str) -> dict[str, Any]:
    return {name: _field(name, value) for name, value in parts.items() if value}


def _crate(pack: Path, citation: Citation, abstract: str) -> dict[str, Any]:
    """Return an RO-Crate of the files of the pack, the toolkit's own as one folder."""
    paths = sorted(p for p in pack.rglob("*") if p.is_file() and not p.is_symlink())
    names = [(path, path.relative_to(pack)) for path in paths if "__pycache__" not in path.parts]
    files = [
        _said(**{
            "@id": quote(name.as_posix()),
            "@type": "File",
            "name": name.name,
            "contentSize": str(path.stat().st_size),
            "encodingFormat": _TYPES.get(name.suffix),
        })
        for path, name in names
        if name.parts[0] != _CODE and name.as_posix() != CRATE
    ]  # fmt: skip
    code = {"@id": f"{_CODE}/", "@type": "Dataset", "name": "the code of the discourse toolkit"}
    people = [_author(author, number) for number, author in enumerate(citation.authors, 1)]
    root = _said(**{
        "@id": "./",
        "@type": "Dataset",
        "name": citation.title,
        "description": abstract,
        "datePublished": citation.date,
        "license": {"@id": _licence_url(citation)},
        "author": [{"@id": person["@id"]} for person in people],
        "keywords": ", ".join(citation.keywords),
        "version": citation.version,
        "identifier": citation.doi and f"https://doi.org/{citation.doi}",
        "hasPart": [{"@id": entity["@id"]} for entity in (*files, code)],
    })  # fmt: skip
    about = {
        "@id": CRATE,
        "@type": "CreativeWork",
        "conformsTo": {"@id": _SPEC},
        "about": {"@id": "./"},
    }
    licence = {"@id": _licence_url(citation), "@type": "CreativeWork", "name": citation.licence}
    graph = [about, root, licence, *people, *files, code]
    return {"@context": f"{_SPEC}/context", "@graph": graph}


def _author(author: Author, number: int) -> dict[str, Any]:
    return _said(**{
        "@id": author.orcid or f"#author-{number}",
        "@type": "Person" if author.is_person else "Organization",
        "name": author.name,
        "familyName": author.is_person and author.family,
        "givenName": author.given,
        "affiliation": author.affiliation,
        "email": author.email,
    })  # fmt: skip
