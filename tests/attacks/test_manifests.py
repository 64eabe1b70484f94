"""Forged manifests: none of them runs anything, and each is named without a traceback."""

import json
import os
import sys
import time
from pathlib import Path

import pytest

import toolkit as tk
from toolkit.commands.cli import main
from toolkit.figures.manifest import ManifestError, parse_manifest
from toolkit.provenance import hash_code, hash_file, package_versions

HASH = "0" * 64


@pytest.fixture
def stranger(tmp_path, marker):
    """A folder of figures that has come from somewhere, beside a script that makes the marker."""
    folder = tmp_path / "stranger"
    (folder / "figures").mkdir(parents=True)
    for script in (tmp_path / "outside.py", folder / "inside.py"):
        script.write_text(f"open({str(marker)!r}, 'w')\n")
    return folder


def manifest_of(**fields):
    """Make a manifest that is as it should be, but for some fields."""
    return {
        "figure": "fig",
        "made_by": {"inside.py": HASH},
        "command": None,
        "run_in": ".",
        "injected": {},
        "inputs": [],
        "sources": {},
        "parameters": {},
        "files": {},
        "code": hash_code(),
        "versions": package_versions(),
    } | fields


def forge(folder, name="fig", **fields):
    """Write a manifest into a folder of figures."""
    content = json.dumps(manifest_of(**{"figure": name} | fields))
    (folder / f"figures/{name}.json").write_text(content)


def faults_of(folder, **options):
    found = tk.check_figures(folder / "figures", run=True, **options)
    return found[["what", "item", "fault"]].to_numpy().tolist()


# What a field must not hold, and what is then said of it.
FORGED_FIELDS = {
    "a name that is none": ({"figure": None}, "figure: found None, expected the name"),
    "a name with a folder": ({"figure": "../fig"}, "figure: found the text '../fig', expected the"),
    "another name": ({"figure": "gif"}, "figure: found the text 'gif', expected 'fig', the file's"),
    "a name of control characters": ({"figure": "a\x1b[2J\n"}, "figure: found the text 'a\\x1b"),
    "a maker that is a text": ({"made_by": "inside.py"}, "made_by: found the text 'inside.py', e"),
    "a maker that is a list": ({"made_by": ["inside.py"]}, "made_by: found a list, expected"),
    "a maker without a hash": ({"made_by": {"inside.py": None}}, "made_by: found None for the te"),
    "a maker with half a hash": ({"made_by": {"inside.py": "00"}}, "made_by: found the text '00'"),
    "two makers": ({"made_by": {"a.py": HASH, "b.py": HASH}}, "made_by: found 2 paths, expected"),
    "an absolute maker": ({"made_by": {"/bin/x.py": HASH}}, "made_by: found the text '/bin/x.py'"),
    "a maker on a drive": ({"made_by": {"C:\\x.py": HASH}}, "made_by: found the text 'C:\\\\x.py'"),
    "a maker with a detour": ({"made_by": {"a/../../x.py": HASH}}, "made_by: found the text 'a/.."),
    "a maker with a null": ({"made_by": {"a\0.py": HASH}}, "made_by: found the text 'a\\x00.py'"),
    "a maker that is no text": ({"made_by": {"\ud800": HASH}}, "made_by: found the text '\\ud800'"),
    "no maker": ({"made_by": {}}, "made_by, command: found neither, expected one of the two"),
    "two ways": ({"command": ["run", "c"]}, "made_by, command: found both, expected one of the"),
    "a command that is a text": ({"command": "run c"}, "command: found the text 'run c', expected"),
    "a command of numbers": ({"command": ["run", 1]}, "command: found words that are no text, ex"),
    "a command of nulls": ({"command": ["run", "\0"]}, "command: found words with characters"),
    "verify": ({"command": ["verify", "figures"]}, "command: found the text 'verify figures', e"),
    "pack": ({"command": ["pack", "--out", "x"]}, "command: found the text 'pack --out x', exp"),
    "figures": ({"command": ["figures", "."]}, "command: found the text 'figures .', expected"),
    "fetch": ({"command": ["fetch", "x"]}, "command: found the text 'fetch x', expected nothing"),
    "another output": ({"command": ["run", "c", "--out", "/"]}, "command: found the text '--out /"),
    "a short output": ({"command": ["run", "c", "--o", "/"]}, "command: found the text '--o /', e"),
    "an output as a value": (
        {"command": ["run", "c", "--actors", "--out"]},
        "command: found the text '--actors --out', expected",
    ),
    "an option in one word": ({"command": ["run", "c", "--out=/"]}, "command: found the text 'run"),
    "a folder that is a list": ({"run_in": []}, "run_in: found a list, expected the relative"),
    "an absolute folder": ({"run_in": "/"}, "run_in: found the text '/', expected the relative"),
    "variables in a list": ({"injected": ["A"]}, "injected: found a list, expected values by"),
    "code as a variable": ({"injected": {"a=1;b": 1}}, "injected: found the text 'a=1;b', expect"),
    "inputs in a text": ({"inputs": "corpus"}, "inputs: found the text 'corpus', expected a list"),
    "an input that is no text": ({"inputs": [7]}, "inputs: found 7, expected a list of relative"),
    "an absolute input": ({"inputs": ["/etc"]}, "inputs: found the text '/etc', expected a list"),
    "sources in a list": ({"sources": [1, 2]}, "sources: found a list, expected the SHA-256"),
    "parameters in a number": ({"parameters": 3.5}, "parameters: found 3.5, expected values by"),
    "deep parameters": (
        {"parameters": {"a": json.loads("[" * 50 + "]" * 50)}},
        "parameters: found lists within lists, too deep, expected",
    ),
    "files elsewhere": ({"files": {"../fig.csv": HASH}}, "files: found the text '../fig.csv', exp"),
    "files of another": ({"files": {"gif.csv": HASH}}, "files: found the text 'gif.csv', expected"),
    "files with a number": ({"files": {"fig.csv": 0}}, "files: found 0 for the text 'fig.csv', ex"),
    "code in a null": ({"code": None}, "code: found None, expected the SHA-256"),
    "versions of numbers": ({"versions": {"pandas": 3}}, "versions: found 3, expected the version"),
    "a very long text": ({"run_in": "/" * 10**6}, "run_in: found the text '//////"),
}


@pytest.mark.parametrize(("fields", "said"), FORGED_FIELDS.values(), ids=FORGED_FIELDS)
def test_a_field_that_does_not_hold_what_is_declared_is_named(fields, said):
    with pytest.raises(ManifestError) as error:
        parse_manifest(json.dumps(manifest_of(**fields)).encode(), "fig")
    assert str(error.value).startswith(said)
    assert ", expected " in str(error.value)
    assert len(str(error.value)) < 500


GOOD = json.dumps(manifest_of())
FORGED_FILES = {
    "no object": (b"[]", "found a list, expected an object with 'figure', 'made_by'"),
    "nothing": (b"", "found no JSON (Expecting value"),
    "no UTF-8": (b'{"figure": "\xff"}', "found no JSON ('utf-8' codec can't decode"),
    "UTF-16": (GOOD.encode("utf-16"), "found no JSON ('utf-8' codec can't decode"),
    "not a number": (GOOD.replace('"."', "NaN").encode(), "found the number NaN, expected finite"),
    "infinity": (GOOD.replace('"."', "-Infinity").encode(), "found the number -Infinity, expected"),
    "too large": (GOOD.replace('"."', "1e999").encode(), "found the number 1e999, expected finite"),
    "many digits": (GOOD.replace('"."', "9" * 5000).encode(), "found no JSON (Exceeds the limit"),
    "a name twice": (b'{"figure": "fig", "figure": "x"}', "found the text 'figure' twice, expecte"),
    "deep lists": (b"[" * 400_000, "found no JSON ("),
    "deep objects": (b'{"a":' * 400_000, "found no JSON ("),
    "many lists": (b"[" + b"[]," * 600_000 + b"[]]", "found too many lists and objects, expected"),
    "too long": (b" " * (33 << 20), "found more than 32 MB, expected less"),
}


@pytest.mark.parametrize(("content", "said"), FORGED_FILES.values(), ids=FORGED_FILES)
def test_a_file_that_is_no_manifest_is_a_row_whatever_it_holds(stranger, content, said):
    (stranger / "figures/fig.json").write_bytes(content)
    ((what, item, fault),) = faults_of(stranger)
    assert (what, item) == ("manifest", "fig.json")
    assert fault.startswith(f"not a manifest of a figure: {said}")


def test_what_is_no_regular_file_is_not_opened(stranger):
    os.mkfifo(stranger / "figures/fifo.json")
    (stranger / "figures/device.json").symlink_to("/dev/zero")
    (stranger / "figures/folder.json").mkdir()
    (stranger / "figures/loop.json").symlink_to("loop.json")
    assert [(what, item) for what, item, _ in faults_of(stranger)] == [
        ("manifest", f"{name}.json") for name in ("device", "fifo", "folder", "loop")
    ]


def outside(folder):
    """Return makers outside of the project, by the right hash, and where they are run."""
    (folder / "link.py").symlink_to(folder.parent / "outside.py")
    (folder / "linked").symlink_to(folder.parent)
    right = hash_file(folder.parent / "outside.py")
    return [
        {"made_by": {"../outside.py": right}},
        {"made_by": {"../outside.py": HASH}},
        {"made_by": {"link.py": right}},
        {"made_by": {"linked/outside.py": right}},
        {"made_by": {"../stranger/inside.py": right}, "run_in": ".."},
        {"made_by": {"inside.py": hash_file(folder / "inside.py")}, "run_in": "linked"},
        {"made_by": {}, "command": ["run", "../elsewhere"]},
        {"made_by": {}, "command": ["run", "/etc"]},
        {"made_by": {}, "command": ["run", "linked"]},
        {"made_by": {}, "command": ["run", "figures", "--actors", "/etc/passwd"]},
        {"made_by": {}, "command": ["run", "figures", "--docvars", "../../x.csv"]},
    ]


def test_what_lies_outside_of_the_project_is_not_run_whatever_its_hash(stranger, monkeypatch):
    monkeypatch.chdir(stranger)
    forged = outside(stranger)
    for at, fields in enumerate(forged):
        forge(stranger, f"fig{at:02}", **fields)
    found = [row for row in faults_of(stranger) if row[0] == "rerun"]
    assert len(found) == len(forged)
    for _, _, fault in found:
        assert fault.startswith("not run: /")
        assert f"leads out of the project, {stranger}; if it belongs" in fault


def test_what_is_not_what_made_the_figure_or_is_no_file_is_not_run(stranger):
    os.mkfifo(stranger / "fifo.py")
    (stranger / "made.py").mkdir()
    (stranger / "loop.py").symlink_to("loop.py")
    (stranger / "no.ipynb").write_text("[" * 100_000)
    for name in ("inside.py", "fifo.py", "made.py", "loop.py", "no.ipynb", "none.py"):
        forge(stranger, name.replace(".", "-"), made_by={name: HASH})
    said = {item: fault for what, item, fault in faults_of(stranger) if what == "rerun"}
    assert set(said) == {"inside.py", "fifo.py", "made.py", "loop.py", "no.ipynb", "none.py"}
    assert all(fault.startswith("not run: ") for fault in said.values())
    assert said["inside.py"] == (
        "not run: it is not what made the figure; make the figure anew, if it should"
    )


def test_a_notebook_whose_code_stands_elsewhere_than_its_cells_is_not_run(stranger, marker):
    plain = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path = stranger / "made.ipynb"
    path.write_text(json.dumps(plain))
    forge(stranger, made_by={"made.ipynb": hash_file(path)})
    code = {"cell_type": "code", "language": "python", "input": f"open({str(marker)!r}, 'w')"}
    older = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "worksheets": [{"cells": [code | {"outputs": []}]}],
    }
    path.write_text(json.dumps(plain | older))
    assert [fault for _, _, fault in faults_of(stranger)] == [
        "changed",
        "not run: it is not what made the figure; make the figure anew, if it should",
    ]


@pytest.mark.parametrize("answer", [None, "", "n\n", "yes, please\n"])
def test_without_a_yes_nothing_is_run(stranger, within, answer, monkeypatch, capsys):
    forge(stranger, made_by={"inside.py": hash_file(stranger / "inside.py")})
    monkeypatch.delenv("CI", raising=False)
    if answer is None:
        with pytest.raises(ValueError, match=rf"^run: found False, .*, in {stranger}: inside.py$"):
            tk.check_figures(stranger / "figures")
        ended = within("-m", "toolkit.commands.cli", "verify", stranger / "figures", env={"CI": ""})
        assert ended.code == 2
        assert ended.out == ""
        assert ended.err == (
            f"In {stranger}, with all your rights, this runs:\n  inside.py\n"
            "toolkit: nothing was run, since nobody can be asked; look at what is listed, and if "
            "you trust it, say --yes\n"
        )
        return
    answering(monkeypatch, answer)
    assert main(["verify", str(stranger / "figures")]) == 2
    assert capsys.readouterr().err == (
        f"In {stranger}, with all your rights, this runs:\n  inside.py\n"
        "Run it? [y/N] toolkit: nothing was run\n"
    )


def answering(monkeypatch, answer):
    """Let a terminal answer what is asked."""
    monkeypatch.setattr(sys, "stdin", Terminal(answer))


class Terminal:
    def __init__(self, answer):
        self.readline = lambda: answer

    def isatty(self):
        return True


@pytest.mark.parametrize("run", [False, None, 1, "no"])
def test_nothing_but_true_is_a_yes_in_python(stranger, run):
    forge(stranger, made_by={"inside.py": hash_file(stranger / "inside.py")})
    with pytest.raises(ValueError, match=f"^run: found {run!r}, expected True, once you"):
        tk.check_figures(stranger / "figures", run=run)


@pytest.mark.parametrize("minutes", [0, -1, float("nan"), float("inf"), True, "10", None])
def test_minutes_that_are_none_are_refused(stranger, minutes):
    forge(stranger)
    for call in (tk.check_figures, lambda f, **o: tk.pack_figures(f, out="x.zip", **o)):
        with pytest.raises(ValueError, match=r"^minutes: found .*, expected a number above 0, to"):
            call(stranger / "figures", minutes=minutes)


@pytest.mark.parametrize("way", ["asked", "--yes", "CI"])
def test_with_a_yes_what_made_the_figure_is_run(stranger, way, monkeypatch, capsys):
    script = stranger / "mine.py"
    script.write_text(f"open({str(stranger / 'mine-ran')!r}, 'w')")
    forge(stranger, made_by={"mine.py": hash_file(script)})
    monkeypatch.setenv("CI", "true" if way == "CI" else "")
    if way == "asked":
        answering(monkeypatch, "y\n")
    more = ["--yes"] if way == "--yes" else []
    assert main(["verify", str(stranger / "figures"), *more]) == 1
    assert "mine.py: no longer makes the figure" in capsys.readouterr().out
    assert (stranger / "mine-ran").exists()


def test_where_nothing_may_be_run_nobody_is_asked(stranger, capsys):
    forge(stranger)
    assert main(["verify", str(stranger / "figures")]) == 1
    assert capsys.readouterr().err == ""


def test_a_module_beside_a_command_does_not_stand_in_for_ours(stranger, marker):
    for name in ("toolkit", "json", "pandas"):
        (stranger / f"{name}.py").write_text(f"open({str(marker)!r}, 'w')")
    (stranger / "corpus").mkdir()
    (stranger / "corpus/a.txt").write_text("Northland said so.")
    (stranger / "a.yml").write_text("actors: {n: {name: Northland}}")
    (stranger / "l.yml").write_text("frames: [oops]")
    words = ["run", "corpus", "--actors", "a.yml", "--lexicon", "l.yml", "--method", "rules"]
    forge(stranger, made_by={}, command=words)
    found = faults_of(stranger)
    assert found[0][2] == "failed: l.yml:1: frames: found no frame, expected at least one"


# Scripts that do not end by themselves, each with a process of its own that would go on. Ten
# megabytes a second fill every pipe, and leave the processor to other tests.
ENDLESS = {
    "sleeps": "import time; time.sleep(600)",
    "prints": "while True: print('x' * 10_000); time.sleep(0.001)",
    "complains": "while True: sys.stderr.write('x' * 10_000); time.sleep(0.001)",
    "waits": "import os; os.read(os.pipe()[0], 1)",
    "leaves": "",
}


@pytest.mark.parametrize("body", ENDLESS.values(), ids=ENDLESS)
def test_a_script_without_end_is_stopped_with_all_that_it_started(stranger, body):
    alive = stranger / "alive"
    child = f"import time\nwhile True: open({str(alive)!r}, 'a').write('x'); time.sleep(0.1)"
    script = stranger / "endless.py"
    script.write_text(
        f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {child!r}])\n"
        f"import time; time.sleep(1)\n{body}\n"
    )
    forge(stranger, made_by={"endless.py": hash_file(script)})
    started = time.monotonic()
    found = faults_of(stranger, minutes=0.08)
    assert time.monotonic() - started < 60
    if body:
        assert found[0][2] == (
            "failed: stopped after 0.08 minutes; if it needs more, say how many: `minutes`"
        )
    written = alive.stat().st_size if alive.exists() else 0
    time.sleep(0.5)
    assert (alive.stat().st_size if alive.exists() else 0) == written


def test_a_notebook_without_end_is_stopped(stranger):
    cells = [
        {
            "cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "execution_count": None,
            "source": "import time\nwhile True: print('x' * 10_000); time.sleep(0.001)",
        }
    ]  # fmt: skip
    path = stranger / "endless.ipynb"
    path.write_text(
        json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    )
    forge(stranger, made_by={"endless.ipynb": hash_file(path)})
    found = faults_of(stranger, minutes=0.05)
    assert found[0][2].endswith(
        "stopped after 0.05 minutes; if it needs more, say how many: `minutes`"
    )


@pytest.mark.parametrize(
    "call",
    ["tk.check_figures('figures', run=True)", "tk.pack_figures('figures', out='x.zip')"],
)
def test_a_script_that_verifies_or_packs_its_own_figure_does_not_do_so_again(stranger, call):
    script = stranger / "again.py"
    script.write_text(f"import toolkit as tk\nopen('runs', 'a').write('x')\n{call}\n")
    forge(stranger, made_by={"again.py": hash_file(script)})
    found = faults_of(stranger)
    assert "what makes a figure cannot verify or pack figures" in found[0][2]
    assert (stranger / "runs").read_text() == "x"


def test_inputs_and_files_that_are_no_regular_files_are_not_opened(stranger):
    os.mkfifo(stranger / "fifo")
    (stranger / "many").mkdir()
    os.mkfifo(stranger / "many/fifo")
    (stranger / "many/loop").symlink_to(".")
    (stranger / "many/zero").symlink_to("/dev/zero")
    (stranger / "many/self").symlink_to("self")
    os.mkfifo(stranger / "figures/fig.csv")
    (stranger / "figures/fig.svg").symlink_to("/etc/hostname")
    forge(stranger, inputs=["fifo", "many"], files={"fig.csv": HASH, "fig.svg": HASH})
    assert faults_of(stranger)[:2] == [
        ["files", "fig.csv", "missing"],
        ["files", "fig.svg", "missing"],
    ]


def test_a_source_without_end_is_read_for_some_time_only(stranger):
    with (stranger / "huge").open("wb") as file:
        file.truncate(1 << 42)  # sparse: it takes no room
    forge(stranger, inputs=["huge"], sources={"huge": HASH})
    found = faults_of(stranger, minutes=0.02)
    assert found[0] == [
        "sources", "huge", f"cannot be read: {stranger}/huge: the time for reading files was over"
    ]  # fmt: skip


FORGED_TABLES = {
    "not a table": b"\x00\xff\x00",
    "empty": b"",
    "of other columns": b"a,b\n1,2\n",
    "with ragged rows": b"mark,n\n1,2,3,4\n5,6,7,8\n",
    "with quotes that do not end": b'mark,mention_id\n"1,2\n',
}


@pytest.mark.parametrize("content", FORGED_TABLES.values(), ids=FORGED_TABLES)
def test_tables_that_are_none_are_compared_without_a_traceback(stranger, content, monkeypatch):
    script = stranger / "made.py"
    now = {"fig.csv": "mark,n\n1,2\n2,3\n", "fig-passages.csv": "mark,mention_id\n1,a\n"}
    made = json.dumps(manifest_of(files=dict.fromkeys(now, "1" * 64)))
    script.write_text(
        "import os, pathlib\nfolder = pathlib.Path(os.environ['TOOLKIT_FIGURES'])\n"
        f"folder.mkdir()\n(folder / 'fig.json').write_text({made!r})\n"
        f"for name, text in {now!r}.items(): (folder / name).write_text(text)\n"
    )
    for name in now:
        (stranger / "figures" / name).write_bytes(content)
    forge(stranger, made_by={"made.py": hash_file(script)}, files=dict.fromkeys(now, HASH))
    found = {what: fault for what, _, fault in faults_of(stranger)}
    assert found["numbers"]
    assert found["passages"]


def test_a_maker_that_writes_another_manifest_is_named(stranger):
    script = stranger / "made.py"
    script.write_text(
        "import os, pathlib\nfolder = pathlib.Path(os.environ['TOOLKIT_FIGURES'])\n"
        "folder.mkdir()\n(folder / 'fig.json').write_text('{}')\n"
    )
    forge(stranger, made_by={"made.py": hash_file(script)})
    assert faults_of(stranger) == [
        [
            "rerun",
            "made.py",
            "makes another file than the figure's: fig.json: found no 'figure', expected the name "
            "of the figure's files, without ending",
        ]
    ]


def test_names_that_act_on_a_terminal_are_defused(stranger, capsys):
    name = "fig\x1b[2J\u202e"
    forge(stranger, name, made_by={f"{name}.py": HASH}, versions={"\x9b2J": "\x07"})
    (stranger / os.fsdecode(b"figures/\xff.json")).write_text("{}")
    assert main(["verify", str(stranger / "figures")]) == 1
    told = capsys.readouterr().out
    assert not set(told) & set("\x1b\x07\x9b\u202e")
    assert "fig␛[2J‹U+202E›: no longer follows\n" in told
    assert "‹U+DCFF›: no longer follows\n" in told


def test_the_options_of_a_recorded_command_are_those_of_toolkit_run():
    from toolkit.commands.cli import _parser
    from toolkit.figures.manifest import _OPTIONS, PATH_OPTIONS

    given = [word for option in _OPTIONS for word in (option, "all" if "cop" in option else "1")]
    given[given.index("--method") + 1] = "rules"
    given[given.index("--column") + 1] = "text=Body"
    options = _parser().parse_args(["run", "corpus", *given, "--out", "x"])
    assert {name.replace("_", "-") for name in vars(options)} == {
        *(option.removeprefix("--") for option in _OPTIONS), "corpus", "out", "command", "version",
        "parts", "processes",  # with which no figure is made
    }  # fmt: skip
    assert set(PATH_OPTIONS) < set(_OPTIONS)
    assert Path(options.out) == Path("x")
