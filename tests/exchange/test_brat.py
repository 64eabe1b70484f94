"""brat: by the rules of its standoff format, and read back."""

import re
import zipfile

import pytest
from conftest import articles_of

import toolkit as tk
from toolkit.figures.zipped import zipped

ENTITY = re.compile(r"T\d+\t[A-Za-z0-9_-]+ \d+ \d+(?:;\d+ \d+)*\t[^\t\n]+")
ATTRIBUTE = re.compile(r"A\d+\t[A-Za-z0-9_-]+ T\d+ [A-Za-z0-9_-]+")
NOTE = re.compile(r"#\d+\tAnnotatorNotes T\d+\t[^\t\n]+")


def write(path, annotations, text="Nothing here.", name="b"):
    path.write_bytes(
        zipped([(f"in/{name}.ann", annotations.encode()), ("in/b.txt", text.encode())])
    )
    return path


def test_a_collection_is_as_brat_asks_and_comes_back(
    articles, mentions, attributions, tmp_path, expect_back
):
    path = tmp_path / "out.brat.zip"
    lost = tk.export_annotations(mentions, articles, path, attributions=attributions)
    assert lost.head(2).to_numpy().tolist() == [
        ["articles.outlet", 1, "the format has no place for it"],
        ["articles.date", 2, "the format has no place for it"],
    ]
    archive = zipfile.ZipFile(path)
    assert archive.namelist() == [
        "annotation.conf", "visual.conf", "a.ann", "a.txt", "b.ann", "b.txt",
    ]  # fmt: skip
    text, lines = (archive.read(f"a.{end}").decode() for end in ("txt", "ann"))
    assert text == articles["text"][0]
    assert archive.read("b.ann") == b""
    for line in lines.splitlines():
        assert any(kind.fullmatch(line) for kind in (ENTITY, ATTRIBUTE, NOTE)), line
    for start, end, covered in re.findall(r"T\d+\t\w+ (\d+) (\d+)\t(.*)", lines):
        assert text[int(start) : int(end)] == covered
    assert "A6\ttarget_id T2 north\n" not in lines
    assert "T2\tmention 3 10\tvictory\n#2\tAnnotatorNotes T2\ta:3-10:victor*\n" in lines
    configuration = archive.read("annotation.conf").decode()
    assert configuration.startswith("[entities]\nmention\ncontent\ncue\nsource\n\n[relations]\n\n")
    assert "voice\tArg:<ENTITY>, Value:other-u0020-speaker|south\n" in configuration
    assert "other-u0020-speaker | other speaker\n" in archive.read("visual.conf").decode()
    expect_back(path, "ada", coder="ada")


def test_a_passage_over_a_line_break_is_in_pieces_and_names_lead_nowhere(mentions, tmp_path):
    articles = articles_of("A victory\n\nof sorts.").assign(doc_id="../x/Ä-1")
    over = mentions[:1].assign(doc_id="../x/Ä-1", start=2, end=20)
    path = tmp_path / "out.brat.zip"
    tk.export_annotations(over, articles, path, columns=["frame"])
    name = "%2E.%2Fx%2F%C3%84-1"
    archive = zipfile.ZipFile(path)
    assert archive.namelist()[2:] == [f"{name}.ann", f"{name}.txt"]
    assert archive.read(f"{name}.ann").startswith(b"T1\tmention 2 9;11 20\tvictory of sorts.\n")
    (coding,) = tk.import_annotations(path, articles).to_dict("records")
    assert (coding["doc_id"], coding["start"], coding["end"]) == ("../x/Ä-1", 2, 20)
    long = articles.assign(doc_id="x" * 201)
    with pytest.raises(ValueError, match=r"articles: found the doc_id 'xxx.*', which is too long"):
        tk.export_annotations(mentions[:0], long, path)


def test_codes_of_people_are_read_and_all_else_is_counted(articles, tmp_path):
    annotations = (
        "T1\tblame 0 7\tNothing\nA1\t-ud800- T1\nA2\tframe T1 open\nA3\tframe T9 open\n"
        "R1\trel Arg1:T1 Arg2:T1\n*\tEquiv T1 T1\n#1\tAnnotatorNotes T1\ta note\nT2 broken\n"
        "T3\tx 0 " + "9" * 5000 + "\tx\n"
    )
    path = write(tmp_path / "in.brat.zip", annotations)
    with pytest.warns(tk.ExchangeWarning) as warned:
        codings = tk.import_annotations(path, articles)
    assert codings[["match", "coder", "variable", "value"]].to_numpy().tolist() == [
        ["Nothing", "unknown", "-ud800-", "true"],  # no character
        ["Nothing", "unknown", "code", "blame"],
        ["Nothing", "unknown", "frame", "open"],
    ]
    assert str(warned[0].message) == (
        f"{path}: 5 text(s) or coding(s) are left out: in/b.ann, line 5: a relation; in/b.ann, "
        "line 6: an equivalence; in/b.ann, line 8: no annotation of brat"
    )


def test_what_is_no_collection_is_refused(articles, tmp_path):
    path = tmp_path / "in.brat.zip"
    path.write_bytes(zipped([("b.txt", b"Nothing here.")]))
    with pytest.raises(ValueError, match=r"in\.brat\.zip: found no \.ann file in the archive"):
        tk.import_annotations(path, articles)
    write(path, "T1\tblame 0 7\tNothing\n", name="c")
    with pytest.warns(tk.ExchangeWarning, match=r"in/c\.ann: has no \.txt file beside it"):
        assert tk.import_annotations(path, articles).empty
    path.write_bytes(zipped([("b.ann", b"\xff"), ("b.txt", b"Nothing here.")]))
    with pytest.warns(tk.ExchangeWarning, match=r"b\.ann: is not UTF-8"):
        assert tk.import_annotations(path, articles).empty


def test_line_breaks_at_the_ends_of_a_passage_are_told(mentions, tmp_path):
    path = tmp_path / "out.brat.zip"
    mentions = mentions.assign(start=[0, 0, 3], end=[1, 4, 4])
    with pytest.warns(
        tk.ExchangeWarning, match=r"out\.brat\.zip: 2 time\(s\) not as in the tables"
    ):
        lost = tk.export_annotations(mentions, articles_of("\n\nNo."), path)
    told = lost[lost["item"] == "mention"].set_index("why")["n"]
    assert told.to_dict() == {
        "is a line break and no more; it is not marked": 1,
        "begins or ends with a line break, which is not marked": 1,
    }
    lines = zipfile.ZipFile(path).read("a.ann").decode().splitlines()
    entities = [line for line in lines if line.startswith("T")]
    assert len(entities) == 2
    assert all(map(ENTITY.fullmatch, entities))
