"""Names, links, and what is no file: made in the folder, or named as the kind is."""

import os
import socket
from contextlib import chdir
from pathlib import Path

from test_nexis_uni import docx, record

from attacks.kinds.markup import READ, WORDS, page
from attacks.kinds.parquet import table

NO_TEXT = "found no text, expected an article"
NOT_UTF_8 = b"bad\xff\xfe"
DEVICE = "found a pipe, socket or device, expected a regular file"
DEEP = "d" * 200
LONG = "cannot be read: File name too long"


def write(folder, name, content):
    """Write a file whose name is bytes."""
    path = Path(folder, os.fsdecode(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def named(name, content):
    return lambda folder: write(folder, name, content() if callable(content) else content)


def link(name, target):
    return lambda folder: (folder / name).symlink_to(target)


def deep(make):
    """Return what makes something in a folder whose path is too long for the system."""

    def build(folder):
        with chdir(folder):
            for _ in range(25):
                Path(DEEP).mkdir()
                os.chdir(DEEP)
            make()

    return build


def bind(folder):
    with chdir(folder), socket.socket(socket.AF_UNIX) as server:  # the path of a socket is short
        server.bind("socket.txt")


def large(folder):
    with (folder / "large.html").open("wb") as file:
        file.truncate(200_000_000)


def two(folder):
    (folder / "a columns={x}.jsonl").write_text('{"text": "One.", "doc_id": "1"}\n' * 2)


def both(folder):
    write(folder, b"a.csv/One.txt", "One.")
    write(folder, b"b.docx/c.zip/Two.txt", "Two.")


# Each makes its file itself.
KINDS = {
    "not-text.txt": (named(NOT_UTF_8 + b".txt", "One."), "", "One."),
    "not-text-empty.txt": (named(NOT_UTF_8 + b".txt", ""), NO_TEXT),
    "not-text.csv": (named(NOT_UTF_8 + b".csv", "text\nOne.\n"), "", "One."),
    "not-text-broken.csv": (named(NOT_UTF_8 + b".csv", 'text\n"One.\n'), "cannot be read as csv ("),
    "not-text.jsonl": (named(NOT_UTF_8 + b".jsonl", '{"text": "One."}\n'), "", "One."),
    "not-text.parquet": (named(NOT_UTF_8 + b".parquet", lambda: table(text=["One."])), "", "One."),
    "not-text.html": (named(NOT_UTF_8 + b".html", page(WORDS)), "", READ),
    "not-text.docx": (
        named(NOT_UTF_8 + b".docx", lambda: docx(record("Odd"))),
        "",
        "Odd\n\nThe ferry…",
    ),
    "not-text-folder": (named(NOT_UTF_8 + b"/a.csv", "text\nOne.\n"), "", "One."),
    "surrogate-name.txt": (named(b"a\xed\xa0\x80.txt", ""), NO_TEXT),
    "deep.txt": (deep(lambda: write(".", b"a.txt", "One.")), LONG),
    "deep.csv": (deep(lambda: write(".", b"a.csv", "text\nOne.\n")), LONG),
    "deep-link": (deep(lambda: Path("a").symlink_to("/")), LONG),
    "line.txt": (named(b"a\nb: read.txt", ""), NO_TEXT),
    "return.csv": (named(b"a\rb.csv", ""), "cannot be read as csv ("),
    "ansi.txt": (named(b"\x1b[2J\x1b]0;x\x07\x9b.txt", ""), NO_TEXT),
    "override.txt": (named("\u202etxt.exe".encode() + b".txt", ""), NO_TEXT),
    "separator.txt": (named("a\u2028b.txt".encode(), ""), NO_TEXT),
    "command.txt": (named(b"$(rm -rf .);`id`|x&.txt", ""), NO_TEXT),
    "dash.txt": (named(b"-rf.txt", ""), NO_TEXT),
    "option.csv": (named(b"--help.csv", ""), "cannot be read as csv ("),
    "markup.txt": (named(b"<img src=x onerror=alert(1)>.txt", ""), NO_TEXT),
    "stars.txt": (named(b"*?[a].txt", ""), NO_TEXT),
    "blank.txt": (named(b" .txt", ""), NO_TEXT),
    "dots.txt": (named(b"a...txt", "One."), "", "One."),
    "no-ending": (named(b"words", "One."), "found a file of type 'without ending' that is of"),
    "ending": (named(b"a.", "One."), "found a file of type"),
    "program.exe": (named(b"a.exe", "MZ"), "found a file of type '.exe' that is of unknown format"),
    "json.json": (named(b"a.json", "[]"), "found no articles, expected a record per article"),
    "capitals.TXT": (named(b"A.TXT", "One."), "", "One."),
    "long-name.txt": (named(b"x" * 251 + b".txt", "One."), "", "One."),
    "long-name.html": (named(b"x" * 250 + b".html", page(WORDS)), "", READ),
    "argument.jsonl": (two, "the same doc_id '1' and text as a columns={x}.jsonl", "One."),
    "folders": (both, "", "One.", "Two."),
    "pipe.txt": (lambda folder: os.mkfifo(folder / "pipe.txt"), DEVICE),
    "pipe.parquet": (lambda folder: os.mkfifo(folder / "pipe.parquet"), DEVICE),
    "socket.txt": (bind, DEVICE),
    "zero.txt": (link("zero.txt", "/dev/zero"), DEVICE),
    "null.csv": (link("null.csv", "/dev/null"), DEVICE),
    "terminal.docx": (link("tty.docx", "/dev/tty"), DEVICE),
    "nowhere.csv": (link("nowhere.csv", "nowhere"), "cannot be read: No such file or directory"),
    "itself.docx": (link("itself.docx", "itself.docx"), "cannot be read: Too many levels of"),
    "folder-itself": (link("folder", "."), "found a link to a folder, which is not followed"),
    "root": (link("root", "/"), "found a link to a folder, which is not followed; copy its files"),
    "process.txt": (link("memory.txt", "/proc/self/mem"), "cannot be read: Input/output error"),
    "large.html": (
        large,
        "found 200 MB, expected at most 100 MB; split the file, or load a table by its own path",
    ),
}
