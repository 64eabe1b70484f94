"""Runs that are killed, and folders that cannot be written: nothing is torn, nothing done twice.

`KILLS=50 KILLS_SEED=2 pytest tests/partitions/test_crashes.py -k kills` kills more often, at other
moments, a run over more articles that looks for copies too.
"""

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import lexicon_of

import toolkit as tk
from toolkit.partitions import lock

SCRIPT = """
import sys
import toolkit as tk
folder, processes = sys.argv[1], int(sys.argv[2])
tk.partition("corpus.jsonl", folder, size=3)
if len(sys.argv) > 3:
    tk.add_families_to_parts(folder, processes=processes)
actors, lexicon = tk.load_actors("actors.yml"), tk.load_lexicon("framing.yml")
tk.annotate_parts(folder, actors, lexicon, method="rules", processes=processes)
"""
KILLS, SEED = (int(os.environ.get(*given)) for given in (("KILLS", "10"), ("KILLS_SEED", "1")))
NOT_TABLES = (".lock", "partition.json")  # the time of the last run, the name of the corpus


@pytest.fixture(scope="module")
def project(scale, tmp_path_factory):
    """A folder with a script that cuts and annotates 24 articles in eight parts, or more."""
    folder = tmp_path_factory.mktemp("project")
    scale["write_corpus"](folder, max(24, 2 * KILLS), seed=5)
    (folder / "script.py").write_text(SCRIPT)
    return folder


def start(project, folder, processes=1, **options):
    command = [sys.executable, "script.py", str(folder), str(processes)]
    command += ["families"] * ("KILLS" in os.environ)
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, cwd=project, text=True, **streams, **options)


def bytes_below(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in NOT_TABLES
    }


@pytest.fixture(scope="module")
def expected(project, tmp_path_factory):
    """The bytes of all that a run writes that nothing stops."""
    folder = tmp_path_factory.mktemp("whole") / "parts"
    finish(project, folder)
    return bytes_below(folder)


def finish(project, folder, processes=1):
    child = start(project, folder, processes)
    told = child.communicate()[1]
    assert child.returncode == 0, told


def finished_files(folder, expected):
    """Return when each file of a finished part was written; all that is there must be whole."""
    found = bytes_below(folder)
    torn = {name for name in found if name.endswith(".tmp")}
    # which say that the run has not come to its end
    manifests = {"annotation.json", "families.json"}
    assert {n for n in found.keys() - torn - manifests if found[n] != expected.get(n)} == set()
    folders = ("states/", "sketches/", "annotated/")
    states = [name for name in found if name.startswith(folders) and name.endswith(".json")]
    files = {file for name in states for file in json.loads(found[name])["files"]} - torn
    return {name: (folder / name).stat().st_mtime_ns for name in files}


def test_kills_tear_nothing_and_repeat_nothing(project, expected, tmp_path):
    folder, chance, killed, before = tmp_path / "parts", random.Random(SEED), 0, {}
    for _ in range(KILLS):
        # how many files there are when it is killed
        most = sum(1 for _ in folder.rglob("*.*")) + chance.randint(1, 12)
        child = start(project, folder)
        while child.poll() is None and sum(1 for _ in folder.rglob("*.*")) < most:
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.02))
        child.send_signal(chance.choice((signal.SIGKILL, signal.SIGTERM)))
        child.communicate()
        killed += child.returncode < 0
        after = finished_files(folder, expected)
        assert {name for name in before if after.get(name) != before[name]} == set()
        before = after
    assert killed == KILLS
    assert len(before) > 20
    finish(project, folder)
    assert bytes_below(folder) == expected
    assert {n for n in before if (folder / n).stat().st_mtime_ns != before[n]} == set()


def test_workers_end_with_the_process_that_is_killed(project, tmp_path):
    child = start(project, tmp_path / "parts", processes=2, start_new_session=True)
    while not list(tmp_path.glob("parts/statements/*/*")) and child.poll() is None:
        time.sleep(0.02)
    child.kill()
    child.wait()
    child.stderr.close()
    group = [p for p in Path("/proc").glob("[0-9]*") if session_of(p) == child.pid]
    for _ in range(100):
        if not (group := [path for path in group if session_of(path) == child.pid]):
            break
        time.sleep(0.1)
    assert group == []


def session_of(path):
    """Return the session of a process that runs; of one that has ended nothing."""
    try:
        status = (path / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if status[0] in "ZX" else int(status[3])


def test_a_worker_that_is_killed_is_told_of_and_the_next_run_goes_on(project, expected, tmp_path):
    folder = tmp_path / "parts"
    child = start(project, folder, processes=2)
    while not list(folder.glob("annotated/*")) and child.poll() is None:
        time.sleep(0.02)
    children = Path(f"/proc/{child.pid}/task/{child.pid}/children").read_text().split()
    for pid in children[-1:]:
        os.kill(int(pid), signal.SIGKILL)
    told = child.communicate()[1]
    assert child.returncode == 1
    assert "was ended by the system (signal 9), most often because memory is short" in told
    finish(project, folder, processes=2)
    assert bytes_below(folder) == expected


def test_a_full_disk_leaves_what_is_finished(project, expected, tmp_path):
    folder = tmp_path / "parts"
    largest = sorted(map(len, expected.values()))[-3]

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    child = start(project, folder, preexec_fn=limit)
    told = child.communicate()[1]
    assert child.returncode == 1
    assert "cannot be written (File too large); what stood there stays as it was" in told
    assert not list(folder.rglob("*.tmp"))
    assert finished_files(folder, expected)
    finish(project, folder)
    assert bytes_below(folder) == expected


def test_two_runs_into_one_folder_are_one_too_many(tmp_path, registry):
    folder, corpus = tmp_path / "parts", tmp_path / "corpus.csv"
    corpus.write_text("doc_id,text\na,A victory.\n")
    tk.partition(corpus, folder)
    with lock.locked(folder):
        said = json.loads((folder / ".lock").read_text())
        who = f"process {os.getpid()} on {said['host']}, since {said['since']}, is writing now"
        with pytest.raises(ValueError, match=r"^folder: found ") as told:
            tk.partition(corpus, folder)
        assert who in str(told.value)
        with pytest.raises(ValueError, match="is writing now"):
            tk.annotate_parts(folder, registry, lexicon_of(v=["x"]), method="rules", processes=1)
    tk.partition(corpus, folder)


def test_the_lock_of_a_dead_process_is_taken_over_and_its_torn_files_go(tmp_path):
    folder = tmp_path / "parts"
    code = "import os, sys; from toolkit.partitions.lock import locked; from pathlib import Path\n"
    code += "with locked(Path(sys.argv[1])): os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", code, folder], check=False)
    assert json.loads((folder / ".lock").read_text())["pid"] != os.getpid()
    torn = folder / "articles/.00001.parquet.99.tmp"
    torn.parent.mkdir()
    torn.write_bytes(b"half")
    with lock.locked(folder):
        assert json.loads((folder / ".lock").read_text())["pid"] == os.getpid()
        assert not torn.exists()
    assert json.loads((folder / ".lock").read_text()) == {}


def test_the_lock_of_another_machine_is_not_taken_over(tmp_path):
    (tmp_path / ".lock").write_text('{"pid": 7, "host": "elsewhere", "since": "today"}')
    told = r"process 7 on elsewhere.*; if that run is over, delete"
    with pytest.raises(ValueError, match=told), lock.locked(tmp_path):
        pass
    (tmp_path / ".lock").write_text("[torn")
    with lock.locked(tmp_path):
        pass


def test_a_folder_that_cannot_be_written_is_told_of(tmp_path):
    corpus = tmp_path / "corpus.csv"
    corpus.write_text("doc_id,text\na,A victory.\n")
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match=r"cannot be written \(.*\); name a folder that can") as told:
        tk.partition(corpus, tmp_path / "file")
    assert told.value.filename == str(tmp_path / "file")
