"""Messages: what functions say to callers in Python, reworded for the shell."""

from __future__ import annotations

import ast
import re
import shlex
import sys
from argparse import Namespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

from toolkit.display.printable import isolated, readable

# The arguments that are options here, by the name that argparse gives them.
_OPTIONS = {"columns": "column", "seconds": "time"} | {
    name: name
    for name in (
        "actors", "lexicon", "method", "copies", "seed", "filenames", "docvars", "date_format",
        "encoding", "keep", "out", "processes",
    )
}  # fmt: skip
_COMMANDS = {
    "load_ledger": "`toolkit check`",
    "count_records": "`toolkit check`",
    "find_residue": "find_residue in Python",
}
_SPOKEN = re.compile(
    r"""(?<!\w)(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")  # a value that was found: it stays
    |(?P<name>\b[a-z_]+)=(?P<value>'[^']*'|\d+|\[[^]]*\]|\{[^}]*\})
    |\A(?P<argument>[a-z_]+)(?=:[ ]found[ ])
    |\b(?P<function>[a-z_]+)(?=[ ]lists[ ])""",
    re.VERBOSE,
)


def say(template: str, *values: object) -> None:
    """Write a line with these values in the fields of `template`, each safe to show."""
    shown = (v if isinstance(v, int | float) else isolated(readable(v)) for v in values)
    sys.stdout.write(template.format(*shown) + "\n")


def tell_copies(families: pd.Series, counted: str) -> str:
    """Return how many articles are copies of another one, and whether they were counted."""
    copies = families.count() - families.nunique()
    treatment = "counted too" if counted == "all" else "not counted"
    return f" (copies of another: {copies:,}, {treatment})" if copies else ""


def in_shell(message: str, options: Namespace) -> str:
    """Return a message with options in place of the arguments that the command takes as options.

    An argument stands at the beginning, ``encoding: found ...``, or in a remedy,
    ``encoding='cp1252'``. Values that were found are quoted, and left as they are.
    """

    def spoken(match: re.Match) -> str:
        name = match["name"] or match["argument"]
        if match["function"]:
            return _COMMANDS.get(match["function"], match[0])
        if _OPTIONS.get(name) not in vars(options):
            return match[0]
        option = "--" + _OPTIONS[name].replace("_", "-")
        if match["argument"]:
            return option
        try:
            return " ".join(f"{option} {shlex.quote(given)}" for given in _given(match["value"]))
        except (ValueError, SyntaxError, TypeError):  # the name of a file may hold anything
            return match[0]

    return _SPOKEN.sub(spoken, message)


def _given(written: str) -> list[str]:
    """Return what is given with each option for a value that is written in Python."""
    value = ast.literal_eval(written)
    if isinstance(value, dict):
        return [f"{ours}={theirs}" for ours, theirs in value.items()]
    return [str(value)] if isinstance(value, str | int) else value
