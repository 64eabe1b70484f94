"""Whatever is around a command: it says clearly what is wrong, and nothing is lost or torn."""

import errno
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from figures.conftest import write_project

from toolkit.annotate.attribution.methods import METHODS
from toolkit.commands import surroundings
from toolkit.commands.cli import main
from toolkit.provenance import write_atomically

CLI = ("-m", "toolkit.commands.cli")
RUN = ("run", "corpus", "--actors", "actors.yml", "--lexicon", "framing.yml", "--method", "rules")
FULL = Path("/dev/full")
NEEDED = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return write_project(tmp_path_factory.mktemp("circumstances") / "project")


@pytest.fixture(scope="module")
def expected(project, within):
    """Return the bytes of all that a run writes where nothing is odd."""
    assert within(*CLI, *RUN, "--out", "expected", cwd=project).code == 0
    return bytes_below(project / "expected")


def bytes_below(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def assert_whole(folder, expected):
    """Assert that each file there is one that a run writes, from its first byte to its last."""
    found = bytes_below(folder)
    assert {name for name in found if found[name] != expected.get(name)} == set()
    return found


@pytest.mark.parametrize(
    ("umask", "modes", "around"),
    [
        (0o077, {0o700, 0o600}, {"TZ": "Pacific/Kiritimati"}),  # no HOME
        (0o022, {0o755, 0o644}, {"TZ": ":/nonexistent", "HOME": "/proc/nowhere", "LC_ALL": "C"}),
    ],
    ids=["no home, private files, far east", "a home that is none, no time zone, no locale"],
)
def test_the_same_bytes_come_out(project, expected, umask, modes, around, tmp_path):
    out = tmp_path / "out"
    done = subprocess.run(
        [sys.executable, *CLI, *RUN, "--out", str(out)],
        cwd=project,
        env=NEEDED | {"TMPDIR": str(tmp_path)} | around,
        umask=umask,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert bytes_below(out / "tables") == bytes_below(project / "expected/tables")
    assert {path.stat().st_mode & 0o777 for path in out.rglob("*")} == modes


def test_any_name_is_printed_where_only_ascii_can_be(tmp_path, within):
    (tmp_path / "Ж.docx").write_bytes(b"x")
    (tmp_path / "é.txt").write_text("---\noutlet: Çağ\n---\nA truce.", encoding="utf-8")
    ended = within(*CLI, "check", tmp_path, env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert ended.code == 1
    assert "\\u0416.docx, record 1: rejected: " in ended.out
    assert "outlet \\xc7a\\u011f, month unknown: 1 of 1 without date" in ended.out


def test_names_of_files_that_would_be_read_otherwise_are_refused(tmp_path, within):
    ended = within(
        *CLI,
        "check",
        tmp_path,
        env={"LC_ALL": "C", "PYTHONUTF8": "0"},
    )
    assert ended.code == 2
    assert ended.err == (
        "toolkit: found ascii as the encoding of names of files, expected utf-8: ids of articles "
        "come from them; set PYTHONUTF8=1\n"
    )


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
def test_an_output_that_is_full_is_told(project):
    with FULL.open("w") as full:
        done = subprocess.run(
            [sys.executable, *CLI, "check", "corpus"],
            cwd=project,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert (done.returncode, done.stderr) == (
        2,
        "toolkit: output: cannot be written: No space left on device\n",
    )


def test_a_second_run_into_a_folder_is_refused_while_the_first_goes_on(project, tmp_path):
    """The first is here, the second in a process of its own."""
    out = tmp_path / "out"
    with surroundings.reserved(out):
        done = subprocess.run(
            [sys.executable, *CLI, *RUN, "--out", str(out)],
            cwd=project,
            capture_output=True,
            text=True,
        )
    assert (done.returncode, done.stderr) == (
        2,
        f"toolkit: --out: found {out}, which another command is writing to now, expected a folder "
        "of its own; wait for the other, or name another folder\n",
    )
    assert not out.exists()
    with surroundings.reserved(out):
        assert out.is_dir()


def test_on_a_full_disk_the_file_is_named_and_all_files_are_whole(project, expected):
    """No file may be larger than 8 kB here, as if the disk were full then: figures are larger."""

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, 8_000))

    done = subprocess.run(
        [sys.executable, *CLI, *RUN, "--out", "full"],
        cwd=project,
        preexec_fn=limit,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (
        2,
        "toolkit: full/figures/rates.pdf: cannot be written (File too large); what stood there "
        "stays as it was\n",
    )
    assert "tables/mentions.csv" in assert_whole(project / "full", expected)


def test_a_disk_that_is_full_keeps_the_old_file(tmp_path, monkeypatch):
    """Simulated: a write that the system refuses half way."""
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")

    def fail(self, data):
        with self.open("wb") as file:
            file.write(data[:2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(type(path), "write_bytes", fail)
    with pytest.raises(OSError, match="cannot be written") as error:
        write_atomically(path, b"new")
    assert surroundings.said_of(error.value) == (
        f"{path}: cannot be written (No space left on device); what stood there stays as it was"
    )
    assert bytes_below(tmp_path) == {"a.csv": b"old"}


@pytest.fixture
def read_only(tmp_path):
    """Return a folder where nobody can write, not even who may everything."""
    folder = tmp_path / "read-only"
    folder.mkdir()
    folder.chmod(0o555)
    if os.access(folder, os.W_OK):
        mount = ["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(folder)]
        if subprocess.run(mount, capture_output=True).returncode:
            pytest.skip("whoever runs this may write everywhere, and may not mount a file system")
        yield folder
        subprocess.run(["umount", str(folder)], check=True)
    else:
        yield folder
        folder.chmod(0o755)


def test_a_folder_that_is_read_only_is_told_before_any_work(
    project, read_only, monkeypatch, capsys
):
    def fail(*_, **__):
        raise AssertionError("the corpus was read")

    monkeypatch.chdir(project)
    monkeypatch.setattr("toolkit.load_corpus", fail)
    for out in (read_only, read_only / "new/out"):
        assert main([*RUN, "--out", str(out)]) == 2
        told = capsys.readouterr().err
        assert told.startswith(f"toolkit: --out: found {out}, where nothing can be written (")
        assert told.endswith("expected a folder for tables and figures; name another one\n")


def test_an_out_that_is_a_file_is_told(project, monkeypatch, capsys):
    monkeypatch.chdir(project)
    assert main([*RUN, "--out", "framing.yml"]) == 2
    assert capsys.readouterr().err.startswith(
        "toolkit: --out: found framing.yml, where nothing can be written (File exists), expected "
    )


SLOW = """
import sys, time
from toolkit.commands import run
save, done = run.save_figure, []
def slow(*arguments, **options):
    if done:
        print("between figures", flush=True)
        time.sleep(60)
    done.append(save(*arguments, **options))
run.save_figure = slow
from toolkit.commands.cli import main
sys.exit(main())
"""


def test_a_run_that_the_system_ends_leaves_whole_files_and_the_next_one_all(
    project, expected, monkeypatch
):
    command = [sys.executable, "-c", SLOW, *RUN, "--out", "ended"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=project, **pipes) as process:
        assert process.stdout.readline() == "between figures\n"
        process.terminate()
        told = process.communicate()[1]
    assert (process.returncode, told) == (143, "toolkit: ended by the system (SIGTERM)\n")
    found = assert_whole(project / "ended", expected)
    assert "figures/rates.json" in found
    assert "figures/heatmap.png" not in found
    monkeypatch.chdir(project)
    assert main([*RUN, "--out", "ended"]) == 0
    assert bytes_below(project / "ended") == expected


def test_what_the_parser_found_is_kept_when_the_system_ends_a_run(project, monkeypatch, capsys):
    monkeypatch.chdir(project)
    METHODS["parser"].forget()  # what other tests have left
    command = [*RUN[:-1], "parser", "--out", "parsed"]

    def end(*_, **__):
        signal.raise_signal(signal.SIGTERM)

    with monkeypatch.context() as patch:
        patch.setattr("toolkit.exposure", end)
        assert main(command) == 143
    assert capsys.readouterr().err == (
        "toolkit: ended by the system (SIGTERM); what the parser found in 3 texts is kept in "
        "parsed/unfinished.json; the same command goes on from there\n"
    )
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_notebooks_that_the_system_ends_leave_no_kernel(tmp_path, capsys):
    cell = (
        "import os, pathlib, signal, time\npathlib.Path('pid').write_text(str(os.getpid()))\n"
        "os.kill(os.getppid(), signal.SIGTERM)\ntime.sleep(60)"
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell)])
    for name in ("1.ipynb", "2.ipynb"):
        nbformat.write(notebook, tmp_path / name)
    assert main(["figures", str(tmp_path)]) == 143
    assert capsys.readouterr().err == "toolkit: ended by the system (SIGTERM)\n"
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
