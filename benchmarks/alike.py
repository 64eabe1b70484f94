"""Whether a corpus in memory, in parts and on a Dask cluster gives the same tables and figures.

    python benchmarks/alike.py 5000

Makes the corpus of benchmarks/scale.py, with copies of some articles, and annotates it in memory,
in parts by processes of this machine, and in parts by three worker processes of a Dask cluster.
Tells of each table whether its rows are the same, byte for byte as CSV, and of the figure of rates
and its numbers whether the files are.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

import pandas as pd
from scale import write_corpus

import toolkit as tk

TABLES = ("articles", "terms", "names", "attributions", "targets", "mentions", "exposure")


def hashes_of(folder: Path, tables: dict[str, pd.DataFrame]) -> dict[str, str]:
    """Return the hash of each table and of the files of a figure of its rates."""
    found = {name: table.to_csv(index=False).encode() for name, table in tables.items()}
    rates = tk.rates(tables["mentions"], tables["exposure"], seed=1)
    options = {name: tables[name] for name in ("mentions", "articles", "attributions")}
    figure = tk.plot_rates(rates).figure
    made = {"sources": (), "made_by": __file__, "folder": folder}
    tk.save_figure(figure, "rates", data=rates, **options, **made)
    kinds = (".png", ".svg", ".pdf", ".csv")
    found |= {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in kinds}
    return {name: sha256(data).hexdigest() for name, data in sorted(found.items())}


def in_memory(corpus: Path) -> dict[str, pd.DataFrame]:
    """Return the tables that the verbs make in memory."""
    articles = tk.add_families(tk.clean_text(tk.load_corpus(corpus)))
    tables = tk.annotate(articles, *instruments(corpus), method="rules")
    exposure = tk.exposure(articles, tables.attributions)
    return {"articles": articles, "exposure": exposure} | tables._asdict()


def in_parts(corpus: Path, folder: Path, **workers) -> dict[str, pd.DataFrame]:
    """Return the tables that the parts have, whoever makes them."""
    tk.partition(corpus, folder)
    tk.add_families_to_parts(folder, **workers)
    tk.annotate_parts(folder, *instruments(corpus), method="rules", **workers)
    return {name: tk.load_parts(folder, name) for name in TABLES}


def instruments(corpus: Path) -> tuple[tk.ActorRegistry, tk.Lexicon]:
    """Return the actors and the lexicon beside a corpus."""
    actors, lexicon = (corpus.with_name(name) for name in ("actors.yml", "framing.yml"))
    return tk.load_actors(actors), tk.load_lexicon(lexicon)


def main() -> int:
    """Print a row for each table and each file of the figure."""
    from distributed import Client, LocalCluster

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=int, nargs="?", default=5_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        corpus = write_corpus(folder, options.articles)
        lines = corpus.read_text(encoding="utf-8").splitlines()
        copies = [line.replace('"doc_id": "', '"doc_id": "copy-') for line in lines[::50]]
        corpus.write_text("\n".join([*lines, *copies]), encoding="utf-8")
        found = {"memory": hashes_of(folder / "memory", in_memory(corpus))}
        tables = in_parts(corpus, folder / "parts", processes=2)
        found["parts"] = hashes_of(folder / "of-parts", tables)
        with (
            LocalCluster(
                n_workers=3, threads_per_worker=1, dashboard_address=None, silence_logs=50
            ) as cluster,
            Client(cluster) as client,
        ):
            tables = in_parts(corpus, folder / "dask", executor=client.get_executor())
        found["dask"] = hashes_of(folder / "of-dask", tables)
    print(f"| {options.articles:,} articles | {' | '.join(found)} |")
    print("|---" * (1 + len(found)) + "|")
    for name in found["memory"]:
        print(f"| {name} | {' | '.join(hashes[name][:12] for hashes in found.values())} |")
    return int(any(hashes != found["memory"] for hashes in found.values()))


if __name__ == "__main__":
    sys.exit(main())
