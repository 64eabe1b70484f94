"""What `toolkit figures` does: it runs the notebooks, and says where the figures are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from toolkit.annotate.attribution.shared import sharing
from toolkit.commands.messages import say
from toolkit.figures.notebooks import run_notebooks
from toolkit.partitions.lock import LOCK, locked
from toolkit.provenance import relative_path

_KEPT = Path(".toolkit/statements.sqlite")  # what the parser has read, in the folder of the study


def make_figures(
    notebooks: Path,
    *,
    corpus: str | None = None,
    out: Path | None = None,
    method: str | None = None,
) -> None:
    """Run the notebooks of a folder, and say which figures they have made.

    Parameters
    ----------
    notebooks
        Their folder.
    corpus
        Another corpus for them to read.
    out
        Another folder for the figures; else they are looked for in ``figures``, beside the
        notebooks.
    method
        Of attribution, where a notebook has a parameter for it.

    Raises
    ------
    ValueError
        If another process is writing to the folder of figures; the message names it.
    FileNotFoundError
        If there are no notebooks.
    NotebookError
        At the first cell that fails.
    """
    folder = out or notebooks.parent / "figures"
    chosen = {"CORPUS": corpus, "FIGURES": out}
    parameters = {
        name: relative_path(path, notebooks) for name, path in chosen.items() if path is not None
    }
    if method is not None:
        parameters["METHOD"] = method
    kept = notebooks.parent / _KEPT if any(notebooks.glob("*.ipynb")) else None
    with _reserved(folder), sharing(kept):
        before = _saved(folder)
        paths = run_notebooks(notebooks, parameters=parameters)
    made = [path for path, time in _saved(folder).items() if before.get(path) != time]
    say("notebooks run: {}", len(paths))
    if made:
        _tell(folder, made)


@contextmanager
def _reserved(folder: Path) -> Iterator[None]:
    """Keep the folder of figures for this process, and leave nothing there but figures."""
    new = not folder.exists()
    try:
        with locked(folder):
            try:
                yield
            finally:
                (folder / LOCK).unlink(missing_ok=True)
    finally:
        if new:
            with suppress(OSError):  # there are figures in it
                folder.rmdir()


def _saved(folder: Path) -> dict[Path, int]:
    """Return when the manifest of each figure was written, in the order of the figures' names."""
    return {path: path.stat().st_mtime_ns for path in sorted(folder.glob("*.json"))}


def _tell(folder: Path, made: list[Path]) -> None:
    drawn = [path for path in made if _has_rows(path.with_suffix(".csv"))]
    n = f"{len(made)} figure{'s' if len(made) > 1 else ''}"
    say("{} in {}, each as .pdf, .svg and .png, with its numbers as .csv.", n, folder)
    if drawn:
        page = drawn[0].with_suffix(".html")
        say("Open {}: a click on a mark shows the passages behind it.", page)
    for path in made:
        if path not in drawn:
            say("{}: nothing to draw; the figure says why", path.stem)


def _has_rows(path: Path) -> bool:
    with path.open(encoding="utf-8") as file:
        return sum(1 for _ in file) > 1
