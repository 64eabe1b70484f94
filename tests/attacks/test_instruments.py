"""Registries, lexicons, events and dictionaries that hang, fill the memory or lie."""

import json
import os

import pytest

# Loads every file of a folder by the function that its name begins with, and says how it ended.
LOAD_ALL = """
import json, sys, time, warnings
from pathlib import Path
import toolkit as tk

warnings.simplefilter("ignore", tk.DictionaryWarning)
ends = {}
for path in sorted(Path(sys.argv[1]).iterdir()):
    load = getattr(tk, "load_" + path.name.partition("-")[0])
    begun = time.process_time()
    try:
        made = load(path)
    except tk.InstrumentError as error:
        ends[path.name] = ["refused", str(error), time.process_time() - begun]
    else:
        ends[path.name] = ["loaded", repr(made), time.process_time() - begun]
print(json.dumps(ends))
"""


def terms(*listed):
    return "frames:\n  war:\n    terms:\n" + "".join(f"      - {term}\n" for term in listed)


def actor(fields, key="a"):
    return f"actors:\n  {key}: {{{fields}}}\n"


def person(fields):
    return actor(f"name: A, people: {{b: {{{fields}}}}}")


BILLION = "a: &a [x, x]\n" + "".join(
    f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abcdefghij", "bcdefghijk", strict=True)
)
LIWC = "%\n1\tcalm\n2\tfear\n%\n"
XML = "<dictionary><cnode name='war'>{}</cnode></dictionary>"
LONG = 100_000

# By name: what it holds, and what the message says; None if it is loaded.
KINDS = {
    "actors-empty": ("", "the file: found nothing"),
    "actors-blank": (" \n\n", "the file: found nothing"),
    "actors-comment": ("# nothing\n", "the file: found nothing"),
    "actors-scalar": ("actors\n", "the file: found 'actors'"),
    "actors-null": ("actors: null\n", "actors: found 'null'"),
    "actors-list": ("actors: [a, b]\n", "actors: found a list"),
    "actors-none": ("actors: {}\n", "found no actor"),
    "actors-nul": ("actors: {a: {name: A\0}}", "control characters are not allowed"),
    "actors-nul-escaped": (actor(r'name: "A\0"'), r"found the control character '\x00'"),
    "actors-ansi": (actor(r'name: "A\e[31m"'), r"found the control character '\x1b'"),
    "actors-backspace-id": (actor("name: A", r'"a\b"'), r"found the control character '\x08'"),
    "actors-c1": (actor(r'name: "A\x9b31m"'), r"found the control character '\x9b'"),
    "actors-latin": ("actors: {a: {name: café}}".encode("latin-1"), "byte 22 is not UTF-8"),
    "actors-utf16": ("actors: {a: {name: A}}".encode("utf-16"), "byte 0 is not UTF-8"),
    "actors-utf32": ("actors: {a: {name: A}}".encode("utf-32"), "byte 0 is not UTF-8"),
    "actors-bom": ("\ufeffactors: {a: {name: A}}", None),
    "actors-two-boms": ("\ufeff\ufeffactors: {a: {name: A}}", None),
    "actors-surrogate": (b"actors: {a: {name: \xed\xa0\x80}}", "is not UTF-8"),
    "actors-surrogate-escaped": (actor(r'name: "A\ud800"'), "invalid Unicode character escape"),
    "actors-overlong": (b"actors: {a: {name: A\xc0\x80}}", "is not UTF-8"),
    "actors-binary": (bytes(range(256)) * 20, "is not UTF-8"),
    "actors-tabs": ("actors:\n\ta:\n\t\tname: A\n", ":2: this is not valid YAML"),
    "actors-crlf": ("actors:\r\n  a:\r\n    name: A\r\n", None),
    "actors-unclosed": ("actors: {a: [", "this is not valid YAML"),
    "actors-quote": ("actors: {a: {name: 'A}}", "this is not valid YAML"),
    "actors-two-documents": ("actors: {}\n---\nactors: {}\n", "found another document"),
    "actors-many-documents": ("---\n" * 20_000, "found another document"),
    "actors-bad-directive": ("%FOO bar\n---\nactors: {}\n", "found unknown directive"),
    "actors-tag-directives": ("".join(f"%TAG !{n}! x\n" for n in range(9_000)), "directive %TAG"),
    "actors-python": (actor("name: !!python/object/apply:os.system ['touch {marker}']"), "a list"),
    "actors-python-name": ("!!python/name:os.system actors: {a: {name: A}}", None),
    "actors-binary-tag": (actor("name: !!binary QUFB"), None),
    "actors-set-tag": ("actors: !!set {a, b}", "a: found nothing, expected a mapping"),
    "actors-alias": ("x: &x [a]\nactors: *x\n", ":1: found an anchor with an alias"),
    "actors-cycle": ("actors: &a\n  a: *a\n", ":1: found an anchor with an alias"),
    "actors-undefined-alias": ("actors: *nobody\n", ":1: found an anchor with an alias"),
    "actors-merge": ("base: &b {name: A}\nactors: {a: {<<: *b}}\n", "an anchor with an alias"),
    "actors-merge-inline": (actor("<<: {name: A}"), "found the key '<<'"),
    "actors-billion": (BILLION, ":1: found an anchor with an alias"),
    "actors-deep": ("actors: " + "{a: " * LONG, ":1: nested deeper than 20 levels"),
    "actors-deep-lists": ("actors: " + "[" * LONG, ":1: this is not valid YAML: exceeded"),
    "actors-deep-blocks": ("- " * LONG, ":1: nested deeper than 20 levels"),
    "actors-deep-keys": ("? " * 900 + "a", ":1: nested deeper than 20 levels"),
    "actors-key-of-a-list": ("actors: {[a, b]: {name: A}}", "found a list as a key"),
    "actors-key-twice": (actor("name: A, name: B"), "the key 'name' is already used"),
    "actors-id-twice": ("actors:\n  a: {name: A}\n  a: {name: B}\n", ":3: the key 'a' is already"),
    "actors-id-empty": (actor("name: A", "''"), ":2: found the id ''"),
    "actors-id-blank": (actor("name: A", "' '"), ":2: found the id ' '"),
    "actors-id-padded": (actor("name: A", "' a'"), ":2: found the id ' a'"),
    "actors-id-of-blanks": (actor("name: A", r'"\u2003"'), r"found the id '\u2003'"),
    "actors-id-broken": (actor("name: A", r'"a\nb"'), r"found the id 'a\nb'"),
    "actors-id-joins": (actor("name: A", "a+b"), "which joins ids"),
    "actors-id-reserved": (actor("name: A", "narration"), "is a reserved word"),
    "actors-id-bool": ("actors:\n  yes: {name: A}\n", None),
    "actors-id-date": ("actors:\n  2020-01-01: {name: A}\n", None),
    "actors-id-number": ("actors:\n  0x1F: {name: A}\n", None),
    "actors-id-huge": (f"actors:\n  ? {'9' * 20_000}\n  : {{name: A}}\n", "of 20,000 characters"),
    "actors-id-of-a-person": (actor("name: A, people: {'': {name: B}}"), "found the id ''"),
    "actors-name-number": (actor("name: 12"), None),
    "actors-name-nan": (actor("name: .nan"), "'.nan', expected it to begin with a letter"),
    "actors-name-null": (actor("name: ~"), "found '~', expected it to begin with a letter"),
    "actors-name-empty": (actor("name: ''"), "name: found nothing, expected text"),
    "actors-name-star": (actor("name: '*'"), "expected it to begin with a letter"),
    "actors-name-mapping": (actor("name: {a: b}"), "name: found a mapping, expected text"),
    "actors-name-long": (actor(f"name: {'x' * 1_000_000}"), "found a text of 1,000,000 characters"),
    "actors-name-bidi": (actor(r'name: "A\u202edcba"'), None),
    "actors-name-joined": (actor(r'name: "A\u200d\u200dB"'), None),
    "actors-aliases-number": (actor("name: A, aliases: 7"), None),
    "actors-aliases-bool": (actor("name: A, aliases: [yes, true]"), None),
    "actors-aliases-nested": (actor("name: A, aliases: [[B]]"), "aliases: found a list"),
    "actors-aliases-stars": (actor(f"name: A, aliases: ['{'B*' * 3_000}']"), None),
    "actors-name-of-two": (
        "actors:\n  a: {name: A}\n  b: {name: A}\n",
        ":3: b: 'A' is also claimed by 'a', at line 2",
    ),
    "actors-kind": (actor("name: A, kind: 7"), "kind: found '7', expected one of"),
    "actors-people-list": (actor("name: A, people: [b]"), "people: found a list"),
    "actors-roles-cycle": (person("name: B, roles: &r [*r]"), "an anchor with an alias"),
    "actors-date-year-0": (person("name: B, roles: [{title: x, from: 0000-01-01}]"), "a date"),
    "actors-date-10000": (person("name: B, roles: [{title: x, from: 10000-01-01}]"), "a date"),
    "actors-date-int": (person("name: B, roles: [{title: x, from: 2020}]"), "found '2020'"),
    "actors-date-list": (person("name: B, roles: [{title: x, from: [2020]}]"), "found a list"),
    "actors-many-faults": (
        "actors:\n" + "".join(f"  a{n}: 1\n" for n in range(9_000)),
        "18000 fault(s)",
    ),
    "codebook-cycle": ("questions: &c {a: *c}\n", "an anchor with an alias"),
    "codebook-deep": ("questions: " + "{a: " * LONG, "nested deeper than 20 levels"),
    "codebook-ansi": ('questions: {a: {labels: {"\\e[31m": }}}\n', r"the control character '\x1b'"),
    "events-bool": ("events: {true: yes}\n", "found the day 'true'"),
    "events-list": ("events: [2020-01-01]\n", "events: found a list"),
    "events-cycle": ("events: &e {2020-01-01: *e}\n", "an anchor with an alias"),
    "events-nested": ("events: {2020-01-01: {a: b}}\n", "found a mapping, expected text"),
    "events-deep": ("events: " + "{a: " * LONG, "nested deeper than 20 levels"),
    "lexicon-id-empty": ("frames: {'': {terms: [war]}}\n", ":1: found the id ''"),
    "lexicon-id-blank": ("frames: {' ': {terms: [war]}}\n", ":1: found the id ' '"),
    "lexicon-billion": (BILLION, "found an anchor with an alias"),
    "lexicon-number": (terms("7"), None),
    "lexicon-null": (terms("~"), "found '~', expected a term"),
    "lexicon-long": (terms("x" * 20_000), "found a text of 20,000 characters"),
    "lexicon-long-term-twice": (terms("x" * 9_000, "x" * 9_000), "is already in the frame"),
    "lexicon-case": (terms("{term: war, case: 1}"), "case: found '1'"),
    "lexicon-note-control": (terms(r'{term: war, note: "\a"}'), "found the control character"),
    "lexicon-nested-yaml-deep": ("war: {" + "a: {" * 30 + "b: [x]" + "}" * 31, "deeper than 20"),
    "lexicon-liwc-tabs": (f"%\n1{'	' * LONG}\n%\nwar\t1\n", "found no entry"),
    "lexicon-liwc-blanks": (f"%\n{' ' * LONG}\n%{' ' * LONG}\n%\nwar\t1\n", "found no entry"),
    "lexicon-liwc-digits": (f"%\n{'1' * LONG}\tcalm\n%\nwar\t{'1' * LONG}\n", "found no entry"),
    "lexicon-liwc-brackets": (f"{LIWC}war\t{'(' * LONG}\npeace\t1\n", None),
    "lexicon-liwc-angles": (f"{LIWC}war\t{'<' * LONG}\npeace\t1\n", None),
    "lexicon-liwc-slashes": (f"{LIWC}war\t{'1' * LONG}\t{'1/' * 9_000}\npeace\t1\n", None),
    "lexicon-liwc-numbers": (f"{LIWC}war{' 1' * LONG} x\npeace\t1\n", None),
    "lexicon-liwc-unknown": (f"{LIWC}{'w' * 50_000}{'	3' * 25_000}\npeace\t1\n", None),
    "lexicon-liwc-many-categories": (
        "%\n" + "".join(f"{n}\tc{n}\n" for n in range(4_000)) + "%\nwar"
        + "".join(f"\t{n}" for n in range(4_000)) + "\n",
        None,
    ),
    "lexicon-liwc-deep": (
        "%\n" + "".join("\t" * n + f"{n} c{n}\n" for n in range(300)) + "%\nwar\t299\n",
        "nested deeper than 20 levels",
    ),
    "lexicon-liwc-percents": ("%\n" * LONG, "found no entry"),
    "lexicon-liwc-superscript": (f"{LIWC}war\t²\npeace\t1\n", None),
    "lexicon-wordstat-tabs": (
        "WAR\n" + "\t" * 50_000 + "a" * 50_000 + "\n\tGUN (1)\n",
        "of 50,000 characters",
    ),
    "lexicon-wordstat-brackets": ("WAR\n\t" + "a (1" * 25_000 + ")\n\tGUN (1)\n", "characters"),
    "lexicon-wordstat-weight": (f"WAR\n\tGUN (1)\n\tPEACE ({'9' * LONG})\n", "of 100,008 charac"),
    "lexicon-wordstat-marks": ("WAR\n\tGUN (1)\n\t" + "?*" * 2_000 + " (1)\n", None),
    "lexicon-lexicoder-plus": ("+war\n" + "+" * LONG + "\ngun\n", "of 99,999 characters"),
    "lexicon-xml-deep": (
        XML.format("<cnode name='a'>" * 5_000 + "</cnode>" * 5_000),
        "nested deeper than 20 levels",
    ),
    "lexicon-xml-bomb": ("<!DOCTYPE d [<!ENTITY a 'b'>]>" + XML.format("&a;"), "document type"),
    "lexicon-xml-name": (XML.format(f"<pnode name='{'x' * LONG}'/>"), "found 100,000 characters"),
    "lexicon-xml-regex": (
        "<dictionary patternengine='regex'><cnode name='war'><pnode name='(a{999}){999}'/>"
        "<pnode name='gun'/></cnode></dictionary>",
        None,
    ),
    "actors-coded-blanks": (f"NOR_ [NOR{' ' * LONG}x]\nNOR_ [NOR]\n", None),
    "actors-coded-lines": ("NOR_ [NOR" + "\n" * LONG + "NOR_ [NOR]\n", None),
    "actors-coded-comments": ("<!--" * 25_000 + "\nNOR_ [NOR]\n", None),
    "actors-coded-brackets": ("NOR_ " + "[" * LONG + "\nNOR_ [NOR]\n", None),
    "actors-coded-codes": ("NOR_ " + "[NOR][SOU]" * 10_000 + "\n", None),
    "actors-coded-synonyms": ("NOR_ [NOR]\n" + "+NOR_\n" * 16_000, None),
    "actors-coded-digits": (f"NOR_ [NOR {'1' * LONG}-2]\nNOR_ [NOR]\n", None),
    "actors-coded-dates": (
        "ADA_BERG_ " + "[NORGOV 20000229-000101]" * 4_000 + "\nNOR_ [NOR]\n",
        None,
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def ends(tmp_path_factory, within):
    """Load all kinds in one process within the bounds; return how each ended."""
    folder = tmp_path_factory.mktemp("kinds")
    marker = folder.parent / "it-ran"
    for name, (content, _) in KINDS.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / name).write_bytes(data.replace(b"{marker}", os.fsencode(marker)))
    ended = within("-c", LOAD_ALL, folder)
    assert ended.code == 0, ended.err
    assert not marker.exists(), "what a file said was run"
    return {name: (folder / name, *end) for name, end in json.loads(ended.out).items()}


@pytest.mark.parametrize("name", KINDS)
def test_an_instrument_is_loaded_or_refused_by_name(ends, name):
    path, outcome, said, seconds = ends[name]
    expected = KINDS[name][1]
    assert outcome == ("refused" if expected else "loaded"), said
    assert seconds < 3
    if expected:
        assert said.startswith(str(path))
        assert expected in said
        assert len(said) < 50_000


LARGE = {
    "lexicon-400000-terms": (
        lambda: terms(*(f"word{n}*" for n in range(400_000))),
        None,
    ),
    "lexicon-too-many": (
        lambda: terms(*range(500_001)),
        "frames: found more than 500,000 terms; split the file",
    ),
    "lexicon-short": (
        lambda: "frames: [" + "a," * 4_000_000 + "]",
        "found more than 1,000,000 keys and texts",
    ),
    "actors-20000": (
        lambda: "actors:\n" + "".join(
            f"  a{n}: {{name: Land {n}, people: {{p{n}: {{name: Jo Doe{n}, roles: "
            "[{title: [president, head of state], from: 2001-01-01}]}}}\n"
            for n in range(20_000)
        ),
        None,
    ),
    "actors-21-megabytes": (
        lambda: "actors: {a: {name: A, note: '" + "x " * 10_500_000 + "'}}",
        "found more than 20 MB",
    ),
    "actors-20-megabytes": (
        lambda: "actors: {a: {name: A, note: '" + "x " * 9_900_000 + "'}}",
        "found a text of 19,800,000 characters",
    ),
    "lexicon-expressions": (
        lambda: terms(*(f"{{term: 'wo+r{n}', match: regex}}" for n in range(6_000))),
        "found more regular expressions than 5,000 of 100 characters",
    ),
    "lexicon-liwc-500000": (
        lambda: "%\n1\twar\n%\n" + "".join(f"w{n}\t1\n" for n in range(500_001)),
        "found more than 500,000 entries; split the file",
    ),
    "actors-coded-codes": (
        lambda: "NOR_ " + "[A]" * 6_000_000,
        "found more than 1,000,000 lines and codes",
    ),
    "lexicon-xml-20-megabytes": (
        lambda: XML.format("<pnode name='a'/>" * 1_100_000),
        "found more than",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LARGE)
def test_a_large_instrument_is_loaded_or_refused_within_the_bounds(tmp_path, within, name):
    make, expected = LARGE[name]
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / name
    path.write_text(make())
    ended = within("-c", LOAD_ALL, path.parent)
    ((outcome, said, _),) = json.loads(ended.out).values()
    assert outcome == ("refused" if expected else "loaded"), said
    assert expected is None or expected in said


def test_a_pipe_is_no_instrument(tmp_path, within):
    (tmp_path / "in").mkdir()
    os.mkfifo(tmp_path / "in/actors-pipe")
    os.mkfifo(tmp_path / "in/lexicon-pipe")
    ended = within("-c", LOAD_ALL, tmp_path / "in")
    for outcome, said, _ in json.loads(ended.out).values():
        assert outcome == "refused"
        assert "is no file but a device or pipe; copy it into a file" in said
