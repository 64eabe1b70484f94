"""`toolkit run --parts` gives the rates of `toolkit run`."""

import json
from pathlib import Path

import pandas as pd
import pytest

from toolkit.commands import run_parts
from toolkit.commands.cli import main

RUN = ["run", "corpus.jsonl", "--actors", "actors.yml", "--lexicon", "lexicon.yml"]
QUICK = ["--method", "rules", "--processes", "1"]


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    texts = [
        f"Northland said: a victory over Southland. {' '.join(f'w{at}x{n}' for n in range(30))}."
        for at in (0, 1, 2, 3, 4, 5, 6, 0, 5)  # the last two are copies
    ]
    lines = [json.dumps({"doc_id": f"d{at}", "text": text}) for at, text in enumerate(texts)]
    Path("corpus.jsonl").write_text("\n".join(lines))
    Path("actors.yml").write_text(
        "actors:\n  north: {name: Northland}\n  south: {name: Southland}\n"
    )
    Path("lexicon.yml").write_text("frames:\n  winning: {terms: [victor*]}\n")
    return tmp_path


@pytest.mark.parametrize(
    ("options", "n", "told"), [([], 9, "counted too"), (["--copies", "once"], 7, "not counted")]
)
def test_the_rates_are_those_of_the_corpus_in_memory(options, n, told, project, capsys):
    assert main([*RUN, *QUICK, *options, "--parts", "--out", "parts"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith(f"9 articles (copies of another: 2, {told}), 324 words, 9 mentions,")
    assert said.err == ""
    assert main([*RUN, *QUICK, *options, "--out", "memory"]) == 0
    by_parts, in_memory = (Path(out, "tables/rates.csv") for out in ("parts", "memory"))
    assert by_parts.read_bytes() == in_memory.read_bytes()
    assert pd.read_csv("parts/tables/voices.csv")["n"].tolist() == [n]
    assert pd.read_csv("parts/tables/rates.csv")["n"].sum() == n


def test_a_large_corpus_is_cut_by_itself_unless_languages_are_to_be_told(
    project, capsys, monkeypatch
):
    monkeypatch.setattr(run_parts, "LARGE", 100)
    assert main([*RUN, *QUICK, "--out", "out"]) == 0
    assert (
        "toolkit: the corpus has more than 0 MB, and is cut into parts" in capsys.readouterr().err
    )
    assert Path("out/parts/mentions").is_dir()
    assert main([*RUN, *QUICK, "--language", "en", "--out", "other"]) == 0
    assert not Path("other/parts").exists()


def test_a_language_is_refused_with_parts(project, capsys):
    assert main([*RUN, *QUICK, "--parts", "--language", "ru", "--out", "out"]) == 2
    assert "--language: found beside --parts, expected one of the two" in capsys.readouterr().err


def test_no_processes_are_refused(project, capsys):
    assert main([*RUN, "--parts", "--processes", "0", "--out", "out"]) == 2
    assert "--processes: found 0, expected a number, 1 or more" in capsys.readouterr().err
