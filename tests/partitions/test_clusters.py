"""Parts that the workers of a Dask cluster annotate, one of which dies."""

import os
import signal
import warnings
from concurrent.futures import ThreadPoolExecutor, as_completed

import pytest

import toolkit as tk
from toolkit.partitions.store import ANNOTATED


def tables_of(folder):
    """Return the bytes of each table of each part."""
    return {
        f"{table}/{path.name}": path.read_bytes()
        for table in ANNOTATED
        for path in (folder / table).glob("*.parquet")
    }


@pytest.fixture
def cluster():
    """Two worker processes on this machine, each with one thread."""
    import distributed  # which is slow, and nothing else here needs it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the cluster's own: ports, sockets that are closed late
        with (
            distributed.LocalCluster(
                n_workers=2,
                threads_per_worker=1,
                processes=True,
                dashboard_address=None,
                silence_logs=50,
            ) as workers,
            distributed.Client(workers) as client,
        ):
            yield client


def test_a_cluster_of_which_a_worker_is_killed_writes_the_same_bytes(
    cluster, corpus, parts, instruments, tmp_path, monkeypatch
):
    victim = next(iter(cluster.run(os.getpid).values()))
    done = []

    def kill_one(futures):
        for future in as_completed(futures):
            if not done:
                os.kill(victim, signal.SIGKILL)
            done.append(future.result()[0])
            yield future

    monkeypatch.setattr("toolkit.partitions.pool.as_completed", kill_one)
    executor = cluster.get_executor(retries=2)
    out = tk.annotate_parts(
        parts, *instruments, method="rules", out=tmp_path / "out", executor=executor
    )
    assert sorted(done) == [1, 2, 3, 4]
    assert tables_of(out) == tables_of(parts)
    assert len(tables_of(out)) == 4 * len(ANNOTATED)
    assert victim not in cluster.run(os.getpid).values()
    cut = [tk.partition(corpus, tmp_path / name, size=50) for name in ("one", "workers")]
    tk.add_families_to_parts(cut[0], processes=1)
    tk.add_families_to_parts(cut[1], executor=executor)
    one, by_workers = ({p.name: p.read_bytes() for p in (f / "families").iterdir()} for f in cut)
    assert by_workers == one
    assert len(one) == 4


def test_an_executor_is_left_open_and_the_error_of_a_part_is_raised(
    parts, instruments, tmp_path, monkeypatch
):
    with ThreadPoolExecutor(1) as executor:
        out = tk.annotate_parts(
            parts, *instruments, method="rules", out=tmp_path / "a", executor=executor
        )
        assert tables_of(out) == tables_of(parts)
        assert executor.submit(int, "3").result() == 3
        monkeypatch.setattr("toolkit.partitions.annotate.exposure", fail)
        with pytest.raises(OSError, match="no room for part"):
            tk.annotate_parts(
                parts, *instruments, method="rules", out=tmp_path / "b", executor=executor
            )
        assert executor.submit(int, "4").result() == 4


def fail(*_):
    raise OSError("no room for part")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"processes": 2}, "processes: found 2 beside an executor, expected one of the two"),
        ({"executor": "dask"}, "executor: found the text 'dask', expected one such as client"),
    ],
)
def test_workers_that_are_none_are_refused(arguments, message, parts, instruments):
    with ThreadPoolExecutor(1) as executor, pytest.raises((TypeError, ValueError), match=message):
        tk.annotate_parts(parts, *instruments, **{"executor": executor, **arguments})
