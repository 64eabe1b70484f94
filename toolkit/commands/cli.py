"""The toolkit from a shell: `toolkit new`, `run`, `check`, `figures` and others."""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import pandas as pd

import toolkit as tk
from toolkit.commands.messages import in_shell, say, tell_copies
from toolkit.commands.surroundings import Terminated, prepared, reserved, said_of
from toolkit.display.printable import printable, printable_line
from toolkit.tables.arguments import expect_seed

OK, FAULTS, BAD_INPUT, INTERRUPTED, TERMINATED = 0, 1, 2, 130, 143
UNFINISHED = "unfinished.json"  # what the parser found, in --out of a run that did not end


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns 0 if all is well, 1 if it found faults, 2 for bad input, 130 if it was interrupted,
    143 if the system ended it (SIGTERM).
    """
    parser = _parser()
    options = parser.parse_args(arguments)
    warnings.showwarning = partial(_show_warning, options)
    try:
        with prepared():
            return options.command(options)
    except (ValueError, OSError, RuntimeError) as error:
        sys.stderr.write(_told(error, in_shell(said_of(error), options)))
        return BAD_INPUT
    except Terminated as stop:
        sys.stderr.write(_told(stop, "ended by the system (SIGTERM)"))
        return TERMINATED
    except KeyboardInterrupt as stop:
        sys.stderr.write(_told(stop, "interrupted"))
        return INTERRUPTED


class _Parser(argparse.ArgumentParser):
    """A parser that says what it does not understand so that it is safe to show."""

    def error(self, message: str) -> NoReturn:
        super().error(printable_line(message))


def _told(error: BaseException, what: str) -> str:
    """Return the message of an error, with its last note, on how much of the work is kept."""
    notes = getattr(error, "__notes__", [])[-1:]
    return printable("; ".join([f"toolkit: {what}", *notes])) + "\n"


class _Version(argparse.Action):
    """Shows the version, which is looked up only when asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        sys.stdout.write(f"{parser.prog} {tk.__version__}\n")
        parser.exit()


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="toolkit", description=tk.__doc__)
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version, and end")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    new = _command(commands, "new", _new, "make a folder for a study of your own")
    new.add_argument("folder", help="a folder that is not there yet, or is empty")
    new.add_argument(
        "--from",
        dest="start",
        choices=("karabakh-2020",),
        help="begin with the worked example's articles and instruments",
    )

    run = _command(commands, "run", _run, "annotate a corpus; write its tables and figures")
    _add_corpus_options(run)
    run.add_argument("--actors", required=True, metavar="YAML", help="the registry of actors")
    run.add_argument("--lexicon", required=True, metavar="YAML", help="the framing lexicon")
    run.add_argument("--out", required=True, type=Path, help="folder for tables/ and figures/")
    run.add_argument(
        "--method",
        choices=("parser", "rules"),
        default="parser",
        help="how attributions are found: parser (accurate, default) or rules (fast)",
    )
    run.add_argument(
        "--copies",
        choices=("all", "once"),
        default="all",
        help="of copies of one dispatch, count all (default) or the first only",
    )
    run.add_argument(
        "--language",
        metavar="CODE",
        help="of articles that do not say theirs: a code such as ru, or 'told', by their letters "
        "(default en)",
    )
    run.add_argument("--seed", type=int, default=1, help="of the bootstrap (default 1)")
    run.add_argument(
        "--parts",
        action="store_true",
        help="cut the corpus into parts in OUT/parts, which never stand in memory together, and "
        "write rates and voices, without figures; chosen by itself above 200 MB, unless languages "
        "are to be told",
    )
    run.add_argument(
        "--processes",
        type=int,
        metavar="N",
        help="that work on parts at one time (default: one for each core)",
    )

    checking = _command(commands, "check", _check, "account for every record of a corpus")
    _add_corpus_options(checking)
    checking.add_argument(
        "--actors", metavar="YAML", help="also tell who speaks whom this registry does not have"
    )
    checking.add_argument(
        "--lexicon", metavar="YAML", help="also tell which of its terms stand in no article"
    )

    fetch = _command(commands, "fetch", _fetch, "fetch an open corpus, or list those there are")
    fetch.add_argument("name", nargs="?", help="one of those listed; without it, list them")
    fetch.add_argument(
        "--sources", metavar="YAML", help="a list of your own, beside which the corpus goes"
    )

    figures = _command(commands, "figures", _figures, "run the notebooks, which make figures/")
    figures.add_argument("notebooks", nargs="?", default="notebooks", help="their folder")
    figures.add_argument(
        "--corpus", metavar="DIR", help="run them on another corpus: a folder with its instruments"
    )
    figures.add_argument(
        "--out", metavar="DIR", help="folder of figures (default with --corpus: figures/NAME)"
    )
    figures.add_argument(
        "--method",
        choices=("parser", "rules"),
        help="how attributions are found: parser (accurate) or rules (fast); default: as each "
        "notebook says",
    )

    verify = _command(commands, "verify", _verify, "make figures again, elsewhere, and compare")
    verify.add_argument("folder", nargs="?", default="figures", help="the folder of figures")
    verify.add_argument(
        "--yes", action="store_true", help="run what made the figures, without being asked"
    )
    _add_minutes(verify)

    pack = _command(commands, "pack", _pack, "pack all but the texts, to make the figures again")
    pack.add_argument("folder", nargs="?", default="figures", help="the folder of figures")
    pack.add_argument("--out", required=True, metavar="ZIP", help="the file to write")
    pack.add_argument(
        "--keep",
        action="append",
        default=[],
        metavar="COLUMN",
        help="a column whose texts may be published, such as genre; may be repeated",
    )
    pack.add_argument(
        "--deposit",
        action="store_true",
        help="add what a repository asks for (RO-Crate, Zenodo, Dataverse), as CITATION.cff says",
    )
    _add_minutes(pack)

    doi = _command(commands, "doi", _doi, "write the DOI of a deposit into CITATION.cff")
    doi.add_argument("doi", help="such as 10.5281/zenodo.1234567")
    doi.add_argument("file", nargs="?", default="CITATION.cff", help="(default CITATION.cff)")
    return parser


def _add_minutes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--minutes",
        type=float,
        default=10,
        help="how long each notebook, script or command may take (default 10)",
    )


def _command(
    commands: Any, name: str, function: Callable[[argparse.Namespace], int], about: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".")
    parser.set_defaults(command=function)
    return parser


def _add_corpus_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("corpus", help="a folder of articles, or one CSV, TSV, JSONL or Parquet")
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="OURS=THEIRS",
        help="what the corpus calls one of our columns, such as text=Body; may be repeated",
    )
    parser.add_argument(
        "--filenames",
        metavar="PATTERN",
        help="such as {outlet}_{date}_{title}, or with folders, {speaker}/{date}",
    )
    parser.add_argument("--docvars", metavar="FILE", help="CSV or TSV with a row per article")
    parser.add_argument("--date-format", metavar="FORMAT", help="such as %%d/%%m/%%Y")
    parser.add_argument("--encoding", help="of the files (default utf-8)")
    parser.add_argument(
        "--time",
        type=int,
        metavar="SECONDS",
        help="of processor time that reading one export, page or PDF may take (default 20)",
    )


def _corpus_options(options: argparse.Namespace) -> dict[str, Any]:
    pairs = [pair.partition("=") for pair in options.column]
    wrong = [name + sign + value for name, sign, value in pairs if not (name and value)]
    if wrong:
        raise ValueError(f"--column: found {wrong[0]!r}, expected OURS=THEIRS, such as text=Body")
    return {
        "columns": {name: value for name, _, value in pairs} or None,
        "filenames": options.filenames,
        "docvars": options.docvars,
        "date_format": options.date_format,
        "encoding": options.encoding,
        "seconds": options.time,
    }


def _run(options: argparse.Namespace) -> int:
    from toolkit.annotate.attribution.kept import Kept
    from toolkit.annotate.attribution.methods import METHODS
    from toolkit.commands.run_parts import is_by_parts, run_by_parts

    _check_outside(options.out, options.corpus)
    expect_seed(options.seed)
    if is_by_parts(options):
        with reserved(options.out):
            run_by_parts(options, _corpus_options(options))
        return OK
    method = METHODS[options.method]
    keeping = (
        method.resumed(options.out / UNFINISHED) if isinstance(method, Kept) else nullcontext()
    )
    with reserved(options.out):
        articles = tk.clean_text(tk.load_corpus(options.corpus, **_corpus_options(options)))
        with keeping:
            return _analyse(tk.add_families(articles), options)


def _check_outside(out: str | Path, corpus: str) -> None:
    """Raise if what is written to `out` would be a part of the corpus."""
    if Path(out).resolve().is_relative_to(Path(corpus).resolve()):
        raise ValueError(
            f"--out: found {out}, which is in the corpus {corpus}, expected a folder outside of "
            "it: the next run would take what this one writes for articles or sources; name "
            "another folder"
        )


def _analyse(articles: pd.DataFrame, options: argparse.Namespace) -> int:
    from toolkit.commands.check import unregistered_line
    from toolkit.commands.run import count_copies, draw_figures, with_language, write_tables

    articles = with_language(articles, options.language)
    actors, lexicon = tk.load_actors(options.actors), tk.load_lexicon(options.lexicon)
    tables = tk.annotate(articles, actors, lexicon, method=options.method)
    exposure = tk.exposure(articles, tables.attributions)
    rates = tk.rates(tables.mentions, exposure, seed=options.seed, copies=options.copies)
    write_tables(options.out / "tables", tables, exposure, rates)
    read = (options.corpus, options.actors, options.lexicon, options.docvars)
    draw_figures(
        options.out / "figures",
        count_copies(tables, exposure, options.copies),
        rates,
        labels={**actors.labels(), **lexicon.labels()},
        sources=[path for path in read if path],
        parameters={name: getattr(options, name) for name in ("method", "copies", "seed")},
        command=_command_line(options),
    )
    voiced = tables.mentions["voice_id"].notna().sum()
    sys.stdout.write(
        f"{len(articles):,} articles{tell_copies(articles['family_id'], options.copies)}, "
        f"{int(articles['n_tokens'].sum()):,} words, "
        f"{len(tables.attributions):,} attributed passages, {len(tables.mentions):,} mentions, "
        f"{voiced:,} of them voiced by a registered actor. {unregistered_line(tables.attributions)}"
    )
    say("Tables and figures: {}", options.out)
    return OK


def _command_line(options: argparse.Namespace) -> list[str]:
    """Return the arguments of `toolkit run` that decide what comes out: all but `--out`."""
    words = ["run", options.corpus]
    for name in (
        "actors",
        "lexicon",
        "method",
        "copies",
        "language",
        "seed",
        "filenames",
        "docvars",
        "date_format",
        "encoding",
        "time",
    ):
        value = getattr(options, name)
        if value is not None:
            words += ["--" + name.replace("_", "-"), str(value)]
    return words + [word for pair in options.column for word in ("--column", pair)]


def _check(options: argparse.Namespace) -> int:
    from toolkit.commands.check import check

    return OK if check(options, _corpus_options(options)) else FAULTS


def _fetch(options: argparse.Namespace) -> int:
    from toolkit.commands.fetch import fetch_or_list

    fetch_or_list(options.name, options.sources)
    return OK


def _new(options: argparse.Namespace) -> int:
    from toolkit.commands.new import new_study

    folder = new_study(options.folder, start=options.start)
    say("{}: a new study; what to do next stands in {}", folder, folder / "README.md")
    return OK


def _figures(options: argparse.Namespace) -> int:
    from toolkit.commands.figures import make_figures

    folder, out = Path(options.notebooks), options.out
    if options.corpus:
        out = out or folder.parent / "figures" / Path(options.corpus).resolve().name
        _check_outside(out, options.corpus)
    make_figures(folder, corpus=options.corpus, out=out and Path(out), method=options.method)
    return OK


def _verify(options: argparse.Namespace) -> int:
    from toolkit.annotate.attribution.shared import sharing
    from toolkit.figures.verify import RESULTS, planned_runs

    root, planned = planned_runs(options.folder)
    if planned and not _is_agreed(root, planned, options):
        return BAD_INPUT
    with sharing():
        faults = tk.check_figures(options.folder, run=True, minutes=options.minutes)
    for figure, rows in faults.groupby("figure"):
        results = rows["what"].isin(RESULTS)
        verdict = "no longer follows" if results.any() else "comes out the same"
        say("{}: {}", figure, verdict)
        for row in pd.concat([rows[~results], rows[results]]).itertuples():
            say("  {}: {}: {}", row.what, row.item, row.fault)
    n = len(list(Path(options.folder).glob("*.json")))
    say("{} of {} figures are as recorded", n - faults["figure"].nunique(), n)
    return OK if faults.empty else FAULTS


def _is_agreed(root: Path, planned: Sequence[str], options: argparse.Namespace) -> bool:
    """Show what would be run, and tell whether it may be: by --yes, in CI, or if asked."""
    if options.yes or os.environ.get("CI", "").lower() in ("true", "1"):
        return True
    listed = "\n".join(f"  {line}" for line in planned)
    sys.stderr.write(
        f"In {printable_line(str(root))}, with all your rights, this runs:\n{listed}\n"
    )
    if not sys.stdin.isatty():
        sys.stderr.write(
            "toolkit: nothing was run, since nobody can be asked; look at what is listed, and if "
            "you trust it, say --yes\n"
        )
        return False
    sys.stderr.write("Run it? [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() in ("y", "yes"):
        return True
    sys.stderr.write("toolkit: nothing was run\n")
    return False


def _pack(options: argparse.Namespace) -> int:
    from toolkit.figures.deposit import lacks_dataverse
    from toolkit.figures.pack import write_pack

    path, columns = write_pack(
        options.folder,
        out=options.out,
        keep=options.keep,
        deposit=options.deposit,
        minutes=options.minutes,
    )
    size = path.stat().st_size / 1e6
    say("{}: {:.1f} MB; each figure came out of it as it is", path, size)
    say("text in it:")
    for line in columns.splitlines():
        say("{}", line)
    if options.deposit and (why := lacks_dataverse(Path(options.folder))):
        say("{}", why)
    return OK


def _doi(options: argparse.Namespace) -> int:
    from toolkit.figures.citation import record_doi

    before = record_doi(options.doi, Path(options.file))
    say("{}: {}", options.file, f"has the DOI now{before and f', in place of {before}'}")
    return OK


def _show_warning(options: argparse.Namespace, message: Warning | str, *_: Any, **__: Any) -> None:
    sys.stderr.write(f"toolkit: warning: {printable(in_shell(str(message), options))}\n")


if __name__ == "__main__":
    sys.exit(main())
