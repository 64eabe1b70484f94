"""Files that mean harm end as a rejected record, soon and in little memory; the rest is read."""

import io
import os
import struct
import subprocess
import sys
import zipfile

import pyarrow as pa
import pytest
from pyarrow import parquet as pq
from test_nexis_classic import rtf
from test_nexis_uni import NS, docx, record
from test_single_articles import pdf

import toolkit as tk
from toolkit.read.articles import load_with_ledger
from toolkit.read.formats import sandbox
from toolkit.read.formats.export import RecordError

MEMORY = 1 << 30


def packed(**members):
    """Return a ZIP archive; double underscores in names stand for slashes, one for a dot."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return file.getvalue()


def declared_small(data):
    """Return an archive whose directory says that its members unpack to nearly nothing."""
    at = data.index(b"PK\x01\x02")
    return data[: at + 24] + struct.pack("<I", 10) + data[at + 28 :]


def encrypted(data):
    """Return an archive with the flag of encryption on its first member."""
    at = data.index(b"PK\x01\x02")
    return data[: at + 8] + b"\x01\x00" + data[at + 10 :]


def laughs(root="PPSResponse"):
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{entities}]><{root}>&l11;</{root}>'


def stored(xml):
    return packed(word__document_xml=xml)


def bomb(size):
    return stored(b"<w:p>" + b"A" * size)


def parquet(column, **options):
    file = io.BytesIO()
    pq.write_table(pa.table({"text": column}), file, **({"compression": "zstd"} | options))
    return file.getvalue()


def repeated(text, times, *, after=0):
    """Return a column of one text, which is stored once, after some empty records."""
    places = pa.array([None] * after + [0] * times, pa.int32())
    return pa.DictionaryArray.from_arrays(places, pa.array([text]))


def swollen():
    """Return 20 GB in 500 bytes, as a file that tells of its dictionary or does not."""
    column = repeated("x" * 1_000_000, 20_000)
    return parquet(column), parquet(column, store_schema=False)


def forged():
    """Return a page of 600 MB whose size stands in the footer as 1,000 bytes."""
    data = parquet(
        pa.array(["fine", "x" * 600_000_000], pa.large_string()),
        compression="lz4",  # the fastest
        use_dictionary=False,
        write_statistics=False,
        store_schema=False,
    )
    size = pq.read_metadata(io.BytesIO(data)).row_group(0).column(0).total_uncompressed_size
    told = zigzag(size)
    at = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    assert told in data[at:]
    return data[:at] + data[at:].replace(told, zigzag(1_000, len(told)))


def zigzag(number, width=1):
    """Return a whole number as Thrift's compact protocol writes it, in `width` bytes or more."""
    number, found = number << 1, b""
    while number >= 0x80 or len(found) < width - 1:
        found += bytes([number & 0x7F | 0x80])
        number >>= 7
    return found + bytes([number])


MANY = {f"m{n}_txt": b"" for n in range(20_001)}
QUADRATIC = (
    f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]><x>{"&a;" * 50_000}</x>'
)
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
REMOTE = '<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><PPSResponse/>'
DEEP_XML = f'<w:document xmlns:w="{NS}">{"<w:p>" * 200_000}'
MAIL = "From: a@b.invalid\nMIME-Version: 1.0\n"
PARTS = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3_000))

# name: (content, what the reason begins with)
HOSTILE = {
    "bomb.docx": (lambda: bomb(400_000_000), "found an archive of 1 files that unpack to 400 MB"),
    "liar.docx": (lambda: declared_small(bomb(50_000_000)), "word/document.xml: "),
    "many.zip": (lambda: packed(**MANY), "found an archive of 20,001 files"),
    "nested.zip": (lambda: packed(a_zip=packed(b_zip=b"x")), "found an archive within an archive"),
    "laughs.xml": (laughs, "found XML with a DOCTYPE or entities"),
    "laughs.docx": (lambda: stored(laughs("w")), "found XML with a DOCTYPE or entities"),
    "quadratic.xml": (lambda: QUADRATIC, "found XML with a DOCTYPE or entities"),
    "external.xml": (lambda: EXTERNAL, "found XML with a DOCTYPE or entities"),
    "remote.xml": (lambda: REMOTE, "found XML with a DOCTYPE or entities"),
    "utf16.xml": (lambda: laughs().encode("utf-16"), "found XML with a DOCTYPE or entities"),
    "deep.html": (lambda: f"<html><body>{'<div>' * 200_000}x", "found HTML that is too deeply nes"),
    "deep.docx": (lambda: stored(DEEP_XML), "found XML that is damaged"),
    "deep.rtf": (lambda: b"{\\rtf1 " + b"{" * 2_000_000, "found an RTF file without text"),
    "deep.eml": (lambda: MAIL + PARTS, ""),
    "cut.docx": (lambda: docx(record())[:-400], "found a damaged ZIP archive"),
    "cut.pdf": (lambda: pdf("x")[:300], "cannot be read"),
    "cut.rtf": (lambda: rtf("x")[:20], ""),
    "secret.zip": (lambda: encrypted(packed(a_txt="x")), "found an encrypted archive"),
    "secret.pdf": (lambda: pdf("x", password="x"), "found an encrypted PDF"),
    "secret.docx": (
        lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "found an encrypted Office file",
    ),
    "old.doc": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "found an Office file from before 2007"),
    "empty.docx": (lambda: b"", "found a file of type '.docx' that is empty"),
    "empty.zip": (lambda: packed(), "found an empty archive"),
    "told.parquet": (lambda: swollen()[0], "found a table that unpacks to more than 200 MB"),
    "untold.parquet": (lambda: swollen()[1], "found a table that unpacks to more than 200 MB"),
    "late.parquet": (
        lambda: parquet(repeated("x" * 50_000, 5_000, after=5_000)),
        "found a table that unpacks to more than 200 MB",
    ),
    "lists.parquet": (
        lambda: parquet(pa.array([["x" * 1_000] * 300_000])),
        "found a table that unpacks to more than 200 MB",
    ),
    "maps.parquet": (
        lambda: parquet(
            pa.array([[("k", "x" * 1_000)] * 300_000], pa.map_(pa.string(), pa.string()))
        ),
        "found a table that unpacks to more than 200 MB",
    ),
    "delta.parquet": (
        lambda: parquet(
            pa.array(["x" * 100_000] * 2_500),
            use_dictionary=False,
            column_encoding={"text": "DELTA_BYTE_ARRAY"},
        ),
        "found a table that unpacks to more than 200 MB",
    ),
    "forged.parquet": (forged, "needs more than 1,024 MB to read"),
    "rows.parquet": (
        lambda: parquet(pa.array([None] * 20_000_000, pa.string())),
        "found more than 1,000,000 records",
    ),
    "cut.parquet": (lambda: parquet(pa.array(["x"]))[:-6], "cannot be read as parquet"),
    "line.csv": (lambda: "a," * 40_000_000, "found a line of column names of more than 1,000,000"),
    "field.csv": (lambda: "a" * 90_000_000, "found a line of column names of more than 1,000,000"),
    "columns.csv": (lambda: "text" + "," * 20_000, "found 20,001 columns, expected at most 10,000"),
    "row.csv": (
        lambda: "text,n\n" + "," * 90_000_000,
        "found more than 10,000,000 separators and line breaks",
    ),
    "open.csv": (lambda: 'text\n"' + "a\n" * 4_000_000, "cannot be read as csv (a quotation mark"),
    "deep.jsonl": (lambda: "[" * 200_000, "line 1 is not valid JSON: "),
    "deep-text.jsonl": (
        lambda: f'{{"text": {"[" * 200_000}{"]" * 200_000}}}',
        "line 1 is not valid JSON: ",
    ),
    "line.jsonl": (lambda: '{"text": "' + "a" * 90_000_000, "line 1 is longer than 10 MB"),
    "keys.jsonl": (
        lambda: "\n".join(f'{{"{at}": 1}}' for at in range(50_000)),
        "found a table of ",
    ),
    "rows.jsonl": (lambda: '{"a":1}\n' * 2_000_000, "found more than 1,000,000 records"),
    "front.txt": (
        lambda: "---\n" + "a: b\n" * 1_000_000 + "---\nx",
        "found front matter of 5,000,008 characters, expected at most 50,000",
    ),
    "deep.txt": (
        lambda: f"---\na: {'[' * 20_000}\n---\nx",
        "the front matter is not valid YAML (maximum recursion",
    ),
}


@pytest.fixture(scope="module")
def account(tmp_path_factory):
    """Load a folder of all of them; return {source: (outcome, reason)}, the folder."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, (content, _) in HOSTILE.items():
        data = content()
        (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
        (folder / f"{name}.good.docx").write_bytes(docx(record(f"Beside {name}")))
    os.mkfifo(folder / "fifo.docx")
    (folder / "loop.docx").symlink_to(folder / "loop.docx")
    (folder / "folder-loop").symlink_to(folder)
    with (folder / "large.html").open("wb") as file:
        file.truncate(200_000_000)
    articles, ledger = load_with_ledger(folder)
    pairs = zip(ledger["outcome"], ledger["reason"].fillna(""), strict=True)
    found = dict(zip(ledger["source"], pairs, strict=False))
    return articles, found, folder


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_rejected_with_its_reason(account, name):
    found = account[1]
    (outcome, reason) = next(pair for source, pair in found.items() if source.startswith(name))
    assert outcome == "rejected"
    assert reason.startswith(HOSTILE[name][1])
    assert reason


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("fifo.docx", "found a pipe, socket or device, expected a regular file"),
        ("loop.docx", "cannot be read: Too many levels of symbolic links"),
        ("folder-loop", "found a link to a folder, which is not followed; copy its files"),
        (
            "large.html",
            "found 200 MB, expected at most 100 MB; split the file, or load a table by its own "
            "path",
        ),
    ],
)
def test_what_is_no_file_to_read_is_rejected_unopened(account, name, reason):
    assert account[1][name] == ("rejected", reason)


def test_the_good_files_beside_them_are_read(account):
    articles, found, _ = account
    assert sorted(articles["title"]) == sorted(f"Beside {name}" for name in HOSTILE)
    assert not [name for name, (_, reason) in found.items() if "took longer" in reason]


def test_a_path_that_leads_out_of_an_archive_is_rejected_and_writes_nothing(put, load, tmp_path):
    members = {"../../evil.txt": b"x", "/etc/evil.txt": b"x", "good.docx": docx(record("Good"))}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    articles, ledger = load(put("a.zip", file.getvalue()))
    assert articles["title"].tolist() == ["Good"]
    assert ledger["reason"].tolist()[:2] == ["the name leads out of the archive"] * 2
    assert not list(tmp_path.rglob("evil*"))


def test_a_folder_that_may_not_be_entered_is_rejected(put, folder, monkeypatch):
    """Simulated, since the tests may run as one who may enter every folder."""
    put("good.txt", "A ceasefire.")
    put("closed/a.txt", "x")
    scandir = os.scandir

    def refuse(path):
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    ledger = tk.load_ledger(folder)
    assert ledger[["source", "outcome"]].to_numpy().tolist() == [
        ["closed", "rejected"], ["good.txt", "read"],
    ]  # fmt: skip
    assert ledger["reason"][0] == "cannot be read: Permission denied"


def child_of(code, tmp_path, monkeypatch):
    """Make the sandbox run `code` for a file instead of the readers."""
    module = tmp_path / "sitecustomize.py"
    module.write_text(
        "from toolkit.read.formats import readers\n"
        f"def read_file(path):\n    if path.name == 'good.docx':\n        return old(path)\n"
        f"    {code}\nold, readers.read_file = readers.read_file, read_file\n"
    )
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("while True: pass", r"took longer than 3 seconds to read"),
        ("import os; os.abort()", r"crashed its reader, perhaps for lack of memory"),
        ("bytearray(2 << 30)", r"needs more than 1,024 MB to read; split the file"),
        ("import socket; socket.create_connection(('127.0.0.1', 9))", r"cannot be read.* refused"),
        ("import subprocess; subprocess.run(['true'])", r"cannot be read.* refused"),
        ("{}['key']", r"cannot be read \(KeyError: 'key'\)"),
    ],
)
def test_a_parser_that_hangs_crashes_swells_or_connects_is_stopped_and_the_next_file_read(
    put, tmp_path, monkeypatch, code, reason
):
    child_of(code, tmp_path, monkeypatch)
    bad, good = put("bad.docx", "x"), put("good.docx", docx(record("Good")))
    with sandbox.Sandbox(seconds=3) as box:
        with pytest.raises(RecordError, match=reason):
            box.read(bad)
        assert box.read(good)[0].records[0]["title"] == "Good"


def test_where_memory_cannot_be_limited_time_still_is(put, tmp_path, monkeypatch):
    child_of("while True: pass", tmp_path, monkeypatch)
    with (tmp_path / "sitecustomize.py").open("a") as file:
        file.write("import sys\nsys.modules['resource'] = None\n")
    with sandbox.Sandbox(seconds=2) as box, pytest.raises(RecordError, match="took longer than 2"):
        box.read(put("bad.docx", "x"))


def test_no_process_is_started_for_plain_text(put, folder, monkeypatch):
    def fail(*_, **__):
        raise AssertionError("a process was started")

    monkeypatch.setattr(subprocess, "Popen", fail)
    put("a.txt", "A ceasefire.")
    assert len(tk.load_corpus(folder)) == 1


def test_one_process_reads_many_files(put, folder, monkeypatch):
    started = []
    popen = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda *a, **k: started.append(1) or popen(*a, **k))
    for at in range(30):
        put(f"{at}.docx", docx(record(f"T{at}")))
    assert len(tk.load_corpus(folder)) == 30
    assert len(started) == 1


def test_the_memory_of_each_process_stays_within_the_limit(account):
    """Seen from a program of its own: a child counts what its parent held when it was started."""
    loading = (
        "import sys, warnings\n"
        "from toolkit.read.articles import load_with_ledger\n"
        "warnings.simplefilter('ignore')\n"
        "load_with_ledger(sys.argv[1])\n"
    )
    program = (
        "import resource, subprocess, sys\n"
        "subprocess.run([sys.executable, '-c', *sys.argv[1:]], check=True)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    command = [sys.executable, "-c", program, loading, account[2]]
    largest = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is in kilobytes, on a Mac in bytes
    assert 1_000_000 < largest * unit < MEMORY
