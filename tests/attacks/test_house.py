"""What SECURITY.md promises of the whole: no network, no code from data, tests for each promise."""

import ast
import re
from pathlib import Path

import pytest
from figures.conftest import write_project

ROOT = Path(__file__).parents[2]
# Modules that make objects of what a file says, and calls that run it.
MODULES = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "code", "codeop"}
CALLS = {"eval", "exec", "compile", "__import__", "system", "popen", "read_pickle", "unsafe_load",
         "full_load", "allow_pickle"}  # fmt: skip
# of YAML: text, lists and mappings; numbers and days
LOADERS = {"BaseLoader", "CBaseLoader", "SafeLoader", "CSafeLoader"}

WATCHED = """
import sys
found = []
def watch(event, arguments):
    if event.startswith(("socket.connect", "socket.getaddrinfo", "socket.gethostbyname",
                         "socket.sendto", "urllib.", "http.", "subprocess.", "os.exec",
                         "os.fork", "os.system")):
        found.append(event)
sys.addaudithook(watch)
"""


def test_a_run_opens_no_connection_and_starts_no_program(tmp_path, within):
    """Text needs no process of its own; what parses exports is refused both, by another test."""
    project = write_project(tmp_path / "project")
    program = f"{WATCHED}from toolkit.commands.cli import main\nprint(main(), found)"
    words = "run corpus --actors actors.yml --lexicon framing.yml --method parser --out out"
    ended = within("-c", program, *words.split(), cwd=project)
    assert ended.out.splitlines()[-1] == "0 []"


def test_a_connection_would_be_seen(within):
    program = f"{WATCHED}import socket\nsocket.gethostbyname('localhost')\nprint(found)"
    assert within("-c", program).out == "['socket.gethostbyname']\n"


def test_what_the_tests_hold_is_not_counted_as_the_command_s(within):
    held = b"x" * 300_000_000
    assert within("-c", "pass", megabytes=200).megabytes < len(held) / 2**20
    with pytest.raises(AssertionError, match=r"took [\d,]+ MB"):
        within("-c", "b'x' * 300_000_000", megabytes=200)


def faults_of(code):
    """Return what in some code could run what data say."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]
            yield from {name.partition(".")[0] for name in names} & MODULES
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called.rpartition(".")[2] in CALLS and called not in ("re.compile", "regex.compile"):
                yield called
            options = {option.arg: ast.unparse(option.value) for option in node.keywords}
            yield from set(options) & CALLS
            loader = options.get("Loader", "").rpartition(".")[2]
            if called in ("yaml.load", "yaml.compose") and loader not in LOADERS:
                yield f"{called} with {loader or 'no loader'}"


def test_no_module_runs_what_data_say():
    paths = sorted((ROOT / "toolkit").rglob("*.py"))
    assert len(paths) > 100
    found = {path: list(faults_of(path.read_text(encoding="utf-8"))) for path in paths}
    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import pickle", ["pickle"]),
        ("from joblib.numpy_pickle import load", ["joblib"]),
        ("eval(text)", ["eval"]),
        ("pd.read_pickle(path)", ["pd.read_pickle"]),
        ("np.load(path, allow_pickle=True)", ["allow_pickle"]),
        ("yaml.load(text)", ["yaml.load with no loader"]),
        ("yaml.load(text, Loader=yaml.Loader)", ["yaml.load with Loader"]),
        ("yaml.load(text, Loader=yaml.BaseLoader); re.compile(text); ast.literal_eval(text)", []),
    ],
)
def test_it_would_be_found(code, found):
    assert list(faults_of(code)) == found


def test_every_test_that_is_named_is_there():
    named = re.findall(r"`(tests/[\w/.]+)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8"))
    assert len(named) > 10
    assert [path for path in named if not (ROOT / path).exists()] == []
