"""Attack each reader for a time with files that nobody thought of: `make attack MINUTES=10`.

Valid files are changed by their bytes, by the parts they consist of and by what those parts say.
Whatever comes out has to end as articles with a ledger, or as an error of ours. No test runs this.
Where atheris is installed it chooses the changes, by the lines of the toolkit that they reach;
hypothesis does elsewhere, and shows the smallest file that fails.
"""
# ruff: noqa: E402 (what builds the files is found first, and what is attacked is watched)

import atexit
import io
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
import zipfile
from contextlib import contextmanager, nullcontext, suppress
from copy import deepcopy
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS / folder) for folder in ("instruments", "read/formats", "", "..")]

if __name__ == "__main__":  # only then is the toolkit not imported yet
    import atheris

    watched = atheris.instrument_imports(include=["toolkit"])
else:
    watched = nullcontext()

with watched:
    from toolkit.figures.verify import load_manifests
    from toolkit.instruments.codebook import load_codebook
    from toolkit.instruments.events import load_events
    from toolkit.instruments.lexicon import load_lexicon
    from toolkit.instruments.marked_yaml import InstrumentError
    from toolkit.instruments.registry import load_actors
    from toolkit.provenance import hash_below
    from toolkit.read.articles import load_with_ledger
    from toolkit.read.formats.export import RecordError
    from toolkit.read.formats.sandbox import Sandbox
    from toolkit.read.records import CorpusError

import test_actor_files
import test_dictionaries
import test_europresse
import test_factiva
import test_integrum
import test_nexis_classic
import test_nexis_uni
import test_own
import test_proquest
import test_single_articles
import test_tei
import test_workbooks

SECONDS, MEGABYTES = 30, 1024  # of processor time, and of memory beside what there was before
AT_ONCE = 100  # examples between two looks at the clock
STOPPED = ("took longer than", "crashed its reader", "needs more than")
FRONT = "---\noutlet: The Tide\ndate: 2020-11-10\ntags: [a, b]\n---\nA truce.\n"
ROWS = 'doc_id,date,text\na,2020-11-10,"A truce, said Berg."\nb,,Çelik said “no”.\n'
RECORDS = '{"doc_id": "a", "text": "A truce.", "n": 1}\n{"doc_id": "b", "text": "No."}\n'
MANIFEST = (TESTS.parent / "figures/fig1-rates-by-voice.json").read_text(encoding="utf-8")
EXAMPLE = TESTS.parent / "corpus/karabakh-2020"
CODEBOOK = "questions: {a: {text: A, labels: {x: {definition: X}, y: {definition: Y}}}}\n"
EVENTS = "events:\n  2020-11-10: the ceasefire\n"

# What stands where a reader may stumble, in bytes and in values.
ODD = [
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\xc3", b"\r", b"\x1b[2J", "\u202e".encode(), b'"',
    b"'", b"{", b"[", b"<", b"&a;", b"*a", b"&a ", b"!!python/object/apply:os.abort []", b"<<: *a",
    b"---\n", b"\t", b"-1", b"9" * 40, b"0000-01-01", b"10000-01-01", b"1e999", b"%", b"(a+)+$",
    b"*" * 50, b"a{9}" * 9, b"=cmd", b"../" * 9, b"null", b"x" * 5000,
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
]  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.text(max_size=20)
    | st.sampled_from([word.decode("latin-1") for word in ODD]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@st.composite
def bytes_of(draw, seeds):
    """Return one of some contents, with a few pieces of it changed; of an archive, of a member."""
    data = draw(st.sampled_from(seeds))
    if data.startswith(b"PK") and draw(st.booleans()):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        name = draw(st.sampled_from(sorted(members)))
        members[name] = changed(draw, members[name])
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            for name, content in members.items():
                archive.writestr(name, content)
        return file.getvalue()
    return changed(draw, data)


def changed(draw, data):
    for _ in range(draw(st.integers(1, 4))):
        at, end = sorted(draw(st.integers(0, len(data))) for _ in range(2))
        how = draw(st.sampled_from(["put", "put", "drop", "repeat", "cut", "byte", "move"]))
        if how == "put":
            data = data[:at] + draw(st.sampled_from(ODD) | st.binary(max_size=8)) + data[at:]
        elif how == "drop":
            data = data[:at] + data[end:]
        elif how == "repeat":
            data = data[:at] + data[at:end][:200] * draw(st.integers(2, 50)) + data[end:]
        elif how == "cut":
            data = data[:end]
        elif how == "byte":
            data = data[:at] + bytes([draw(st.integers(0, 255))]) + data[at + 1 :]
        else:
            data = data[end:] + data[at:end] + data[:at]
    return data


@st.composite
def documents_of(draw, seeds, write):
    """Return one of some documents with a value, a key or an item of it replaced."""
    document = deepcopy(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 3))):
        inside, key = document, None
        while isinstance(inside, dict | list) and inside:
            keys = sorted(inside, key=str) if isinstance(inside, dict) else range(len(inside))
            parent, key = inside, draw(st.sampled_from(keys))
            inside = parent[key]
            if draw(st.integers(0, 3)) == 0:
                break
        if key is None:
            return write(draw(VALUES))
        if draw(st.booleans()):
            parent[key] = draw(VALUES)
        else:
            del parent[key]
    return write(document)


def as_yaml(document):
    return yaml.safe_dump(document, allow_unicode=True).encode("utf-8", "surrogatepass")


def as_json(document):
    return json.dumps(document, default=str).encode("utf-8", "surrogatepass")


def a_yaml(*paths):
    """Return changes of YAML files, of their bytes and of what they say."""
    texts = [path if isinstance(path, str) else path.read_text(encoding="utf-8") for path in paths]
    # a piece of each: what is large is attacked slowly
    texts = ["".join(text.splitlines(keepends=True)[:60]) for text in texts]
    documents = [yaml.safe_load(text) for text in texts]
    return bytes_of([text.encode() for text in texts]) | documents_of(documents, as_yaml)


BOX = Sandbox()
FOLDER = Path(tempfile.mkdtemp(prefix="attack-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)


def put(name, data):
    path = FOLDER / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def read_export(suffix):
    def read(data):
        reason = ""
        try:
            BOX.read(put(f"a{suffix}", data))
        except RecordError as error:
            reason = str(error)
        assert not reason.startswith(STOPPED)

    return read


def read_own(suffix):
    def read(data):
        with suppress(CorpusError):
            articles, ledger = load_with_ledger(put(f"a{suffix}", data))
            assert len(articles) == (ledger["outcome"] == "read").sum()

    return read


def read_folder(data):
    path = put("corpus/a.txt", data)
    with suppress(CorpusError):
        articles, ledger = load_with_ledger(path.parent, filenames="{title}")
        assert len(articles) == (ledger["outcome"] == "read").sum()


def read_instrument(load, suffix=".yml"):
    def read(data):
        with suppress(InstrumentError):
            load(put(f"instrument{suffix}", data))

    return read


def read_manifest(data):
    path = put("figures/fig1-rates-by-voice.json", data)
    manifests, others = load_manifests(path.parent)
    assert len(manifests) + len(others) == 1


def read_sources(data):
    path = put("recorded/sources.json", data)
    with suppress(ValueError):
        hash_below(path.parents[1] / "corpus", path.parents[1])


def seeds(*contents):
    return bytes_of([text if isinstance(text, bytes) else text.encode() for text in contents])


# name: (what is read, what reads it)
ATTACKS = {
    "csv": (seeds(ROWS), read_own(".csv")),
    "tsv": (seeds(ROWS.replace(",", "\t")), read_own(".tsv")),
    "jsonl": (seeds(RECORDS), read_own(".jsonl")),
    "parquet": (seeds(test_own.parquet("A truce.")), read_own(".parquet")),
    "text": (seeds(FRONT) | a_yaml(FRONT.split("---")[1]).map(lambda b: b"---\n" + b + b"---\nx"),
             read_folder),
    "docx": (seeds(test_nexis_uni.docx(test_nexis_uni.record("Ferry"))), read_export(".docx")),
    "xlsx": (seeds(test_workbooks.workbook(One=[["text", "n"], ["It sails.", 1]])),
             read_export(".xlsx")),
    "rtf": (seeds(test_nexis_classic.rtf(test_nexis_classic.record(1, 1))), read_export(".rtf")),
    "pdf": (seeds(test_single_articles.pdf(*test_single_articles.LINES, title="Ferry")),
            read_export(".pdf")),
    "html": (seeds(test_single_articles.PAGE, test_factiva.page(test_factiva.coded()),
                   test_europresse.page(test_europresse.current()),
                   test_integrum.page(test_integrum.document())), read_export(".html")),
    "xml": (seeds(test_tei.tei(), test_factiva.xml(test_factiva.xml_article())),
            read_export(".xml")),
    "lines": (seeds(test_proquest.export(test_proquest.record(1, 1)), test_own.FACTIVA,
                    test_nexis_classic.record(1, 1)), read_export(".txt")),
    "mail": (seeds(test_proquest.mail(("Ferry", "Jul 1, 2019", "It sails."))), read_export(".mht")),
    "actors": (a_yaml(EXAMPLE / "actors.yml"), read_instrument(load_actors)),
    "lexicon": (a_yaml(EXAMPLE / "framing.yml"), read_instrument(load_lexicon)),
    "events": (a_yaml(EVENTS), read_instrument(load_events)),
    "codebook": (a_yaml(CODEBOOK), read_instrument(load_codebook)),
    "dictionaries": (seeds(test_dictionaries.LIWC, test_dictionaries.LC3,
                           test_dictionaries.WORDSTAT), read_instrument(load_lexicon, ".dic")),
    "xml dictionaries": (seeds(test_dictionaries.YOSHIKODER, test_dictionaries.LCD),
                         read_instrument(load_lexicon, ".xml")),
    "actor files": (seeds(test_actor_files.FILE), read_instrument(load_actors, ".txt")),
    "manifests": (seeds(MANIFEST) | documents_of([json.loads(MANIFEST)], as_json), read_manifest),
    "packs": (documents_of([{"../corpus/a.txt": "0" * 64}], as_json), read_sources),
}  # fmt: skip


@contextmanager
def bounded():
    """Assert that what is done within takes no more time and memory than it may."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # counted faults are no failure
        start, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        yield
        seconds = time.process_time() - start
        megabytes = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert seconds < SECONDS, f"took {seconds:.0f} s of processor time"
    assert megabytes < MEGABYTES, f"took {megabytes:,.0f} MB"


def attack_of(name):
    """Return the attack as a test of hypothesis, which counts its examples in `done`."""
    strategy, read = ATTACKS[name]

    @settings(
        max_examples=AT_ONCE,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    @given(strategy)
    def attack(data):
        attack.done += 1
        with bounded():
            read(data)

    attack.done = 0
    return attack


@pytest.mark.timeout(0)
@pytest.mark.parametrize("name", ATTACKS)
def test_every_file_ends_as_it_should(name):
    seconds = 60 * float(os.environ.get("MINUTES", "10")) / len(ATTACKS)
    if find_spec("atheris"):
        options = (f"-max_total_time={seconds:.0f}", "-max_len=4096", "-len_control=0")
        command = [sys.executable, __file__, name, *options]
        assert subprocess.run(command).returncode == 0
        return
    attack, until = attack_of(name), time.monotonic() + seconds
    while time.monotonic() < until:
        attack()
    sys.stdout.write(f"\n{name}: {attack.done:,} files\n")


if __name__ == "__main__":
    test = attack_of(sys.argv.pop(1)).hypothesis.fuzz_one_input
    atheris.Setup(sys.argv, test)
    atheris.Fuzz()
