"""A study of one's own: a folder for the articles, instruments to edit, and the notebooks."""

from __future__ import annotations

import shutil
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory

import toolkit as tk
from toolkit.commands.shipped import STUDY, shipped
from toolkit.figures.jupyter import nbformat

EXAMPLE = "karabakh-2020"  # the worked example, and the name of its corpus
_THERE, _HERE = f'CORPUS = "../corpus/{EXAMPLE}"', 'CORPUS = "../corpus"'
_OF_EXAMPLE = "worked-example"  # tag of cells that are about the worked example only


def new_study(folder: str | Path, *, start: str | None = None) -> Path:
    """Make the folder of a study; return its path.

    It holds ``corpus/`` with ``articles/``, ``actors.yml`` and ``framing.yml``, the notebooks of
    the worked example set to that corpus, ``figures/``, ``README.md`` and ``.gitignore``. It is
    made beside what it becomes and moved there when it is whole.

    Parameters
    ----------
    folder
        A folder that is not there yet, or is empty.
    start
        "karabakh-2020" to begin with the worked example's corpus; else there are no articles, and
        the instruments are starters to edit.

    Raises
    ------
    ValueError
        If the folder holds anything, or is a file: nothing is overwritten.
    """
    folder = Path(folder)
    _check_free(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".new-study-", dir=folder) as temporary:
        made = Path(temporary)
        _write_corpus(made / "corpus", start)
        _write_notebooks(made / "notebooks", start)
        (made / "figures").mkdir()
        readme = Template((STUDY / "README.md").read_text(encoding="utf-8"))
        about = readme.substitute(name=folder.resolve().name, version=tk.__version__)
        (made / "README.md").write_text(about, encoding="utf-8")
        shutil.copyfile(STUDY / "gitignore", made / ".gitignore")
        for path in sorted(made.iterdir()):
            path.rename(folder / path.name)
    return folder


def _check_free(folder: Path) -> None:
    """Raise unless nothing can be overwritten in `folder`."""
    there = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    if there or (folder.exists() and not folder.is_dir()):
        found = f"a folder that holds {there[0]!r}" if there else "a file"
        more = f" and {len(there) - 1:,} more" if len(there) > 1 else ""
        raise ValueError(
            f"{folder}: found {found}{more}, expected a new folder or an empty one, so that "
            "nothing is overwritten; name another"
        )


def _write_corpus(corpus: Path, start: str | None) -> None:
    if start is not None:
        shutil.copytree(shipped("corpus") / start, corpus)
        shutil.copyfile(shipped("corpus") / "LICENSE", corpus / "LICENSE")
        return
    (corpus / "articles").mkdir(parents=True)
    for name in ("actors.yml", "framing.yml"):
        shutil.copyfile(STUDY / name, corpus / name)


def _write_notebooks(folder: Path, start: str | None) -> None:
    """Write the notebooks that read the worked example, set to the study's corpus instead.

    Cells about the worked example go with its corpus.
    """
    folder.mkdir()
    for path in sorted(shipped("notebooks").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        if not any(_THERE in cell.source for cell in notebook.cells):
            continue
        if start is None:
            notebook.cells = [
                cell for cell in notebook.cells if _OF_EXAMPLE not in cell.metadata.get("tags", ())
            ]
        for cell in notebook.cells:
            cell.source = cell.source.replace(_THERE, _HERE)
        nbformat.write(notebook, folder / path.name)
