"""Regular expressions that a researcher writes: bounded in size, and in time where they run."""

from __future__ import annotations

import re
from typing import Any

SECONDS = 1.0  # of processor time that an expression may take in one text
LARGEST = 10_000  # characters of an expression, and its pieces once its repeats are written out

_PIECE = re.compile(
    r"""(?P<refused>\(\?(?:R|[+-]?\d|&|P>)|\(\?\w*V1)
    |(?P<passed>\(\?\#[^)]*\))
    |(?P<opens>\()
    |(?P<closes>\))
    |\{(?P<count>[\d ]+)(?:,[\d ]*)?\}
    |\\.|\[\^?\]?(?:\\.|[^\]\\])*+\]|.""",
    re.VERBOSE | re.DOTALL,
)


def compile_expression(text: str, *, ignore_case: bool) -> Any:
    """Compile an expression in which `expression_fault` finds none.

    The package `regex` reads it, whose matching takes a `timeout`: as Python's own does, and more.
    """
    import regex

    return regex.compile(text, regex.IGNORECASE if ignore_case else 0)


def expression_fault(text: str) -> str:
    """Return what is wrong with an expression, or an empty string.

    Parts that call themselves are refused, since they fill the memory sooner than a bound of time
    stops them, and repeats of repeats, which are written out as they are compiled.
    """
    import regex

    if len(text) > LARGEST or (pieces := written_out(text)) > LARGEST:
        return (
            f"the regular expression {text!r} is longer than {LARGEST:,} characters, its repeats "
            "such as (a{100}){100} written out"
        )
    if not pieces:
        return (
            f"the regular expression {text!r} calls a part of itself, as with (?R) or (?1), or "
            "switches to (?V1); write out what it repeats"
        )
    try:
        pattern = compile_expression(text, ignore_case=True)
        is_empty = pattern.match("", timeout=SECONDS) is not None
    except (regex.error, ValueError, OverflowError, RecursionError) as error:
        return f"the regular expression {text!r} does not compile: {error}"
    except (TimeoutError, MemoryError):
        return f"the regular expression {text!r} takes too long on an empty text"
    return f"{text!r} matches an empty text" if is_empty else ""


def written_out(text: str) -> int:
    """Return how many pieces an expression has once its repeats are written out.

    0 if it calls a part of itself, or switches to another syntax.
    """
    sizes, last = [0], 0  # of each group that is open, and of the piece before
    for piece in _PIECE.finditer(text):
        if piece["refused"]:
            return 0
        if piece["passed"]:
            continue
        if piece["opens"]:
            sizes.append(0)
            last = 1
        elif piece["closes"] and len(sizes) > 1:
            last = max(1, sizes.pop())
            sizes[-1] += last
        elif piece["count"] and piece["count"].strip():
            digits = piece["count"].replace(" ", "").lstrip("0")[: len(str(LARGEST)) + 1]
            before, last = last, min(last * max(1, int(digits or 0)), LARGEST + 1)
            sizes[-1] += last - before
        else:
            last = 1
            sizes[-1] += 1
    return min(max(1, sum(sizes)), LARGEST + 1)
