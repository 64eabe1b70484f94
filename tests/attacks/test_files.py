"""One bad or odd file of each kind beside ten good ones: these are read, and it is named.

A kind from which nothing can be read is rejected with its reason; of others, the kind says what is
read of them.
"""

import json
import shutil
import subprocess
import sys
from inspect import signature
from itertools import count
from pathlib import Path

import pytest
from conftest import assert_harmless

from attacks.conftest import MEGABYTES
from attacks.kinds import archives, documents, markup, names, parquet, statistics, tables, texts
from toolkit.display.printable import printable_line

KINDS = {
    f"{module.__name__.rpartition('.')[2]}/{name}": (name, *kind)
    for module in (texts, names, tables, parquet, markup, documents, archives, statistics)
    for name, kind in module.KINDS.items()
}
SECONDS = 10  # of processor time for a folder, beside the 20 that the reader of exports may take
GOOD = [f"Good {at}." for at in range(9)]
# Of these nothing is read: one cannot change what is read of another in the same folder.
REJECTED = [name for name, (_, _, reason, *read) in KINDS.items() if reason and not read]
TOGETHER = 8  # in a folder, each in a folder of its own


class Reader:
    """A process that checks one folder after the other."""

    def __init__(self):
        program = Path(__file__).with_name("reading.py")
        self._process = subprocess.Popen(
            [sys.executable, program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def check(self, folder):
        self._process.stdin.write(json.dumps(str(folder)) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the process that reads has died"
        return json.loads(line)

    def end(self):
        """Return the largest memory of its children, in megabytes."""
        last, _ = self._process.communicate()
        return json.loads(last)["megabytes"]


@pytest.fixture(scope="module")
def reader():
    reader = Reader()
    yield reader
    assert reader.end() < MEGABYTES


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Return a function that gives a folder of ten good files; each is removed before the next."""
    root, number = tmp_path_factory.mktemp("kinds"), count()

    def place():
        for made in root.iterdir():
            shutil.rmtree(made)
        folder = root / str(next(number)) / "corpus"
        folder.mkdir(parents=True)
        for at, text in enumerate(GOOD):
            (folder / f"good {at}.txt").write_text(text)
        (folder / "good 9.docx").write_bytes(archives.GOOD)
        return folder

    return place


@pytest.fixture(scope="module")
def found_of(reader, place):
    """Return a function that gives what was found of a kind, and below which folder it stood."""
    last = {}

    def found_of(kind):
        if kind not in REJECTED:
            folder = place()
            make(folder, *KINDS[kind][:2])
            return reader.check(folder), ""
        at = REJECTED.index(kind) // TOGETHER * TOGETHER
        together = REJECTED[at : at + TOGETHER]
        if together != last.get("kinds"):
            folder = place()
            for one in together:
                below = folder / str(REJECTED.index(one))
                below.mkdir()
                make(below, *KINDS[one][:2])
            last.update(kinds=together, found=reader.check(folder))
        return last["found"], f"{REJECTED.index(kind)}/"

    return found_of


def make(folder, name, content):
    if callable(content):
        content = content(folder) if signature(content).parameters else content()
    if content is not None:
        data = content if isinstance(content, bytes) else content.encode()
        (folder / name).write_bytes(data)


def matches(text, expected):
    """Tell whether a text is what is expected, of which only the beginning may be given."""
    return text.startswith(expected[:-1]) if expected.endswith("…") else text == expected


@pytest.mark.parametrize("kind", KINDS)
def test_the_others_are_read_and_what_is_bad_is_named(found_of, kind):
    _, _, reason, *read = KINDS[kind]
    found, below = found_of(kind)
    assert found["err"] == ""
    good = [row for row in found["records"] if row["source"].startswith("good ")]
    others = [row for row in found["records"] if row not in good]
    bad = [row for row in others if row["source"].startswith(below)]
    assert [row["text"] for row in good][:9] == GOOD
    assert [row["outcome"] for row in good] == ["read"] * 10
    texts = [row["text"] for row in bad if row["outcome"] == "read"]
    assert len(texts) == len(read)
    assert all(map(matches, texts, read))
    out = found["out"].splitlines()
    assert_harmless(found["out"])
    faults = [row for row in bad if row["reason"]]
    for row in faults[:20]:
        place_of = f"{row['source']}, record {row['record']}: {row['outcome']}: "
        assert any(line.startswith(printable_line(place_of)) for line in out)
    odd = [line for line in out if "does not add up" in line and line.startswith(below)]
    if reason:
        named = any(f": {reason}" in line for line in odd)
        assert named or any(row["reason"].startswith(reason) for row in faults)
    else:
        assert faults == odd == []
    assert read or any(row["outcome"] == "rejected" for row in bad)
    assert found["code"] == int(bool(odd) or any(row["outcome"] == "rejected" for row in bad))
    assert found["seconds"] < SECONDS
    assert found["megabytes"] < MEGABYTES


def test_the_command_itself_names_them_all_and_stays_within_its_bounds(within, place):
    """Many at once, as a command of its own: what one does to it, the next would feel."""
    folder = place()
    chosen = {name: kind for name, kind in parquet.KINDS.items() if name.startswith("un")}
    chosen |= {name: texts.KINDS[name] for name in ("aliases.txt", "half-id.txt", "year-0.txt")}
    chosen |= {name: names.KINDS[name] for name in ("not-text.csv", "ansi.txt", "deep.txt")}
    chosen |= {name: archives.KINDS[name] for name in ("bomb.docx", "many.zip", "out.zip")}
    for name, (content, *_) in chosen.items():
        make(folder, name, content)
    ended = within("-m", "toolkit.commands.cli", "check", folder)
    assert ended.code == 1
    assert_harmless(ended.out)
    for name, (_, reason, *_read) in chosen.items():
        assert f": {reason}" in ended.out, name
    read = 10 + sum(len(read) for _, _, *read in chosen.values())
    assert f" = {read} read + " in ended.out.splitlines()[-1]


@pytest.mark.parametrize("name", ["one-text", "delta", "understated", "understated-values"])
def test_a_bomb_that_is_loaded_by_its_own_path_is_refused_too(reader, place, name):
    folder = place()
    make(folder, f"{name}.parquet", parquet.BOMBS[f"{name}.parquet"][0])
    found = reader.check(folder / f"{name}.parquet")
    assert found["code"] == 2
    assert "found a table that unpacks to more than 100 MB" in found["err"]
    assert found["megabytes"] < MEGABYTES
    assert found["seconds"] < SECONDS
