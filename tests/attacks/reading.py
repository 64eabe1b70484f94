"""Check folders one after the other, in one process, and say what became of each and what it took.

Each line of input is a folder, as JSON; each line of output its account. The reader of exports is
one for all folders, as it is for all files of one.
"""

import contextlib
import io
import json
import resource
import sys
from pathlib import Path
from unittest import mock

from toolkit.commands import cli
from toolkit.read import articles, files
from toolkit.read.formats.sandbox import Sandbox


class Terminal(io.TextIOWrapper):
    """Standard output as a terminal is: it takes UTF-8 and nothing else."""

    def __init__(self):
        super().__init__(io.BytesIO(), encoding="utf-8", newline="")

    def written(self):
        self.flush()
        return self.buffer.getvalue().decode()


def check(folder, sandbox):
    """Return the account of `toolkit check` of a folder, and the tables that it looked at."""
    loaded = []

    def load(*arguments, **options):
        loaded.append(account_for(*arguments, **options))
        return loaded[-1]

    account_for = articles.account_for
    out, err, code = Terminal(), Terminal(), None
    forget_memory()
    start = resource.getrusage(resource.RUSAGE_SELF)
    with (
        mock.patch.object(articles, "account_for", load),
        mock.patch.object(files, "Sandbox", return_value=contextlib.nullcontext(sandbox)),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = cli.main(["check", folder, "--column", "text=text"])
    used = resource.getrusage(resource.RUSAGE_SELF)
    account = {
        "code": code,
        "out": out.written(),
        "err": err.written(),
        "seconds": used.ru_utime + used.ru_stime - start.ru_utime - start.ru_stime,
        "megabytes": peak(),
    }
    if loaded:
        account |= shown(*loaded[0], Path(folder).parent)
    return account


def shown(table, ledger, out):
    """Return the records, having written both tables, and shown them as a notebook does."""
    for name, frame in {"articles": table, "ledger": ledger}.items():
        frame.to_parquet(out / f"{name}.parquet")
        frame.to_csv(out / f"{name}.csv")
        (out / f"{name}.txt").write_text(frame._repr_html_(), encoding="utf-8")
    texts = dict(zip(table["doc_id"], table["text"], strict=True))
    return {
        "records": [
            {
                "source": row.source,
                "record": row.record,
                "outcome": row.outcome,
                "reason": None if row.reason != row.reason else row.reason,
                "text": texts.get(row.doc_id) if row.outcome == "read" else None,
            }
            for row in ledger.itertuples()
        ]
    }


def forget_memory():
    """Begin to count the largest memory anew, where the system can."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def peak():
    """Return the largest memory in megabytes since it was forgotten, else since the start."""
    with contextlib.suppress(OSError):
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def main():
    answers = sys.stdout
    with Sandbox() as sandbox:
        for line in sys.stdin:
            answers.write(json.dumps(check(json.loads(line), sandbox)) + "\n")
            answers.flush()
    largest = resource.getrusage(resource.RUSAGE_CHILDREN)
    answers.write(json.dumps({"megabytes": largest.ru_maxrss / 1024}) + "\n")


if __name__ == "__main__":
    main()
