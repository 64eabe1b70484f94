"""The process that parses: it reads tasks from its input and writes answers to its output."""

from __future__ import annotations

import io
import json
import math
import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from toolkit.read.bounds import bounds_of
from toolkit.read.formats.export import RecordError

MEMORY = 1 << 30  # bytes
READ, UNPACK = "read", "unpack"  # the tasks: return a file's exports; only unpack its table
_EVENTS = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork")


def main() -> None:
    """Answer each line (a task, a path and seconds, as JSON) with a line, until the input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is not an answer
    _limit("RLIMIT_AS", MEMORY)
    _limit("RLIMIT_CORE", 0)
    from toolkit.read.formats import readers
    from toolkit.read.formats.format import table_formats

    table_formats()  # all formats are imported now
    sys.addaudithook(_refuse)
    answers.write(b"{}\n")  # the time of the first file begins now
    answers.flush()
    for line in io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8"):
        task, path, seconds = json.loads(line)
        _limit_time(seconds)
        answers.write(json.dumps(_answer(readers, task, path)).encode() + b"\n")
        answers.flush()


def _answer(readers: Any, task: str, path: str) -> dict[str, Any]:
    try:
        if task == UNPACK:
            return _unpack(Path(path))
        return {"exports": [export.to_json() for export in readers.read_file(Path(path))]}
    except RecordError as error:
        return {"reason": str(error)}
    except OSError as error:
        return {"reason": f"cannot be read: {error.strerror or error}"}
    except MemoryError:
        return {"reason": f"needs more than {MEMORY >> 20:,} MB to read; split the file", "ill": 1}
    except Exception as error:  # whatever a library raises is one bad file
        return {"reason": f"cannot be read ({type(error).__name__}: {str(error)[:200]})", "ill": 1}


def _unpack(path: Path) -> dict[str, Any]:
    from toolkit.read.formats.format import table_formats

    unpack = table_formats()[path.suffix.lower()].unpack
    if unpack:
        unpack(path, bounds_of(path, alone=False))
    return {}


def _limit_time(seconds: int) -> None:
    """Limit the processor time of the next file: the system ends this process after it."""
    _limit("RLIMIT_CPU", math.ceil(time.process_time()) + seconds)


def _limit(name: str, most: int) -> None:
    """Set a limit of this process, where the system allows it."""
    try:
        import resource
    except ImportError:  # Windows: the parent's limit by the clock still applies
        return
    with suppress(ValueError, OSError):
        _, hard = resource.getrlimit(getattr(resource, name))
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(getattr(resource, name), (most, hard))


def _refuse(event: str, _: tuple) -> None:
    """Refuse what no parser needs: the network, and other programs."""
    if event.startswith(_EVENTS):
        raise PermissionError(f"a file of the corpus asked for {event}, which is refused")


if __name__ == "__main__":
    main()
