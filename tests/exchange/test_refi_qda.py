"""REFI-QDA projects: read by pyrefiqda, which is made from the schema, and read back."""

import zipfile

import pandas as pd
import pytest
from conftest import articles_of
from pyrefiqda import RefiProject

import toolkit as tk
from toolkit.figures.zipped import zipped

PROJECT = """<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="Ours">
 <Users><User guid="{U-1}" name="ada"/></Users>
 <CodeBook><Codes>
  <Code guid="C-1" name="blame" isCodable="true">
   <Code guid="C-2" name="open" isCodable="true"/></Code>
 </Codes></CodeBook>
 <Sources>%s</Sources>
</Project>"""
CODED = '<Coding guid="K" creatingUser="u-1"><CodeRef targetGUID="%s"/></Coding>'
UNSIGNED = '<Coding guid="L"><CodeRef targetGUID="C-1"/></Coding>'
SELECTED = (
    '<PlainTextSelection guid="S" startPosition="%s" endPosition="%s">%s</PlainTextSelection>'
)
SOURCE = '<TextSource guid="T-1" name="%s" plainTextPath="internal://T-1.txt">%s</TextSource>'


def write(path, sources, text="", *, xml=PROJECT, folder="Sources"):
    parts = [("Project.qde", (xml % sources).encode()), (f"{folder}/t-1.TXT", text.encode())]
    path.write_bytes(zipped(parts))
    return path


def test_an_independent_reader_finds_the_texts_the_passages_and_their_codes(
    articles, mentions, attributions, tmp_path
):
    path = tmp_path / "out.qdpx"
    tk.export_annotations(mentions, articles, path, attributions=attributions)
    project = RefiProject.load(path, tmp_path / "unpacked")
    names = {}
    for variable in project.code_book.codes.code:
        assert not variable.is_codable
        names |= {code.guid: f"{variable.name}: {code.name}" for code in variable.code}
    first, second = project.sources.text_source
    assert (first.name, second.name) == ("a", "b")
    file = RefiProject.resolve_source_path(first.plain_text_path, tmp_path / "unpacked")
    text = file.read_bytes().decode()
    assert text == articles["text"][0]
    found = [
        (text[s.start_position : s.end_position], s.description,
         [names[c.code_ref.target_guid] for c in s.coding])
        for s in first.plain_text_selection
    ]  # fmt: skip
    assert found == [
        ("“A victory 😀,”", "a:0-14#0", ["said_by: south"]),
        ("victory", "a:3-10:victor*", ["frame: winning", "voice: south", "target_id: north"]),
        ("Southland", "a:0-14#0", ["source_id: south"]),
        ("said", "a:0-14#0", ["cue: direct"]),
        ("victory", "a:40-47:victor*", ["frame: winning", "voice: other speaker"]),
        ("victory & <peace>", "a:40-57:victor*", ["frame: peace, now|then", "voice: south"]),
    ]
    assert [v.text_value for v in first.variable_value] == ["A & B", None]
    assert str(first.variable_value[1].date_value) == "2020-11-10"
    assert second.plain_text_selection == []


def test_what_is_exported_comes_back_and_is_the_same_each_time(articles, mentions, tmp_path):
    path = tmp_path / "out.qdpx"
    lost = tk.export_annotations(mentions, articles, path, columns="frame")
    assert lost.to_dict("records") == [
        {"item": f"mentions.{name}", "n": n, "why": "not asked for; name it in `columns`"}
        for name, n in (("voice", 3), ("target_id", 1), ("rule", 3))
    ]
    codings = tk.import_annotations(path, articles)
    assert codings.to_dict("list") == {
        "doc_id": ["a"] * 3,
        "start": [3, 40, 40],
        "end": [10, 47, 57],
        "match": ["victory", "victory", "victory & <peace>"],
        "coder": ["discourse-toolkit"] * 3,
        "variable": ["frame"] * 3,
        "value": ["winning", "winning", "peace, now|then"],
    }
    before = path.read_bytes()
    tk.export_annotations(mentions.iloc[::-1], articles, path, columns=["frame"])
    assert path.read_bytes() == before
    tk.export_annotations(mentions, articles, path, columns=())  # for blind coders
    assert tk.import_annotations(path, articles).empty
    assert b"winning" not in zipfile.ZipFile(path).read("project.qde")


def test_codings_of_people_come_back_where_they_stand(articles, tmp_path):
    theirs = "\ufeff" + articles["text"][0].replace("\r\n", "\n\n") + "\n"
    at = theirs.index("Another") - 1  # the mark is none of the characters
    sources = SOURCE % (
        "renamed",
        SELECTED % (at, at + 15, CODED % "c-2")
        + SELECTED % (2, 10, CODED % "{C-1}" + UNSIGNED)
        + CODED % "C-1",
    )  # fmt: skip
    path = write(tmp_path / "in.qdpx", sources, theirs)
    codings = tk.import_annotations(path, articles, coder="ben")
    assert codings.drop(columns="doc_id").to_numpy().tolist() == [
        [0, 67, articles["text"][0], "ada", "code", "blame"],
        [3, 10, "victory", "ada", "code", "blame"],
        [3, 10, "victory", "ben", "code", "blame"],
        [32, 47, "Another victory", "ada", "blame", "open"],
    ]


@pytest.mark.parametrize(
    ("sources", "text", "why"),
    [
        (SOURCE % ("x", SELECTED % (0, 3, CODED % "C-1")), "Other.", "'x' is none of the articles"),
        (SOURCE % ("b", SELECTED % (0, 3, CODED % "C-1")), "Nothing.", "'b' has another text than"),
        (SOURCE % ("b", SELECTED % (0, 99, CODED % "C-1")), "Nothing here.", "is at 0-99, outside"),
        (SOURCE % ("b", SELECTED % ("x", 3, "")), "Nothing here.", "without numbers as its place"),
        (SOURCE % ("b", SELECTED % (0, 3, CODED % "C-9")), "Nothing here.", "code the project la"),
        ('<PDFSource guid="P" name="Scan"/>', "", "the source 'Scan' is a PDFSource, not a text"),
        ('<TextSource guid="P" name="b" plainTextPath="relative://x"/>', "", "outside of the proj"),
        (
            '<TextSource guid="P" name="b" plainTextPath="internal://../x"/>',
            "",
            "the archive lacks",
        ),
        ('<TextSource guid="P" name="b"/>', "", "'b' has no plain text"),
    ],
)
def test_what_cannot_be_read_is_counted_and_told(articles, tmp_path, sources, text, why):
    path = write(tmp_path / "in.qdpx", sources, text)
    with pytest.warns(tk.ExchangeWarning, match=rf"in\.qdpx: 1 text.* left out: .*{why}"):
        assert tk.import_annotations(path, articles).empty


def test_hostile_and_damaged_files_are_refused(articles, tmp_path):
    path = write(tmp_path / "in.qdpx", "", xml="<!DOCTYPE x [<!ENTITY a 'b'>]><x>%s</x>")
    with pytest.raises(ValueError, match=r"in\.qdpx: found XML with a DOCTYPE or entities"):
        tk.import_annotations(path, articles)
    write(path, "", xml="<x>%s</x>")
    with pytest.raises(
        ValueError, match=r"in\.qdpx: found XML that begins with x, expected a REFI"
    ):
        tk.import_annotations(path, articles)
    path.write_bytes(zipped([("x.txt", b"")]))
    with pytest.raises(ValueError, match=r"in\.qdpx: found no project \(\.qde\) in the archive"):
        tk.import_annotations(path, articles)
    bomb = zipped([("project.qde", b"")])
    size = bomb.index(b"PK\x01\x02") + 24  # where the directory says what the file unpacks to
    path.write_bytes(bomb[:size] + (201_000_000).to_bytes(4, "little") + bomb[size + 4 :])
    with pytest.raises(ValueError, match=r"in\.qdpx: found an archive of 1 files that unpack to"):
        tk.import_annotations(path, articles)
    path.write_bytes(b"no archive")
    with pytest.raises(ValueError, match=r"in\.qdpx: found a damaged ZIP archive"):
        tk.import_annotations(path, articles)


def test_wrong_names_and_wrong_articles_are_refused(articles, mentions, tmp_path):
    with pytest.raises(ValueError, match=r"path: found '.*x\.nvp', expected a name that ends in "):
        tk.export_annotations(mentions, articles, tmp_path / "x.nvp")
    path = tmp_path / "out.qdpx"
    with pytest.raises(ValueError, match=r"articles: found no 'a', of which there is the mention"):
        tk.export_annotations(mentions, articles[1:], path)
    with pytest.raises(ValueError, match=r"mentions: found the mention .* at 3-10, expected a pl"):
        tk.export_annotations(mentions, articles_of("Short."), path)
    with pytest.raises(ValueError, match=r"^articles: found the doc_id 'a' in more than one row"):
        tk.export_annotations(mentions, articles.assign(doc_id="a"), path)
    with pytest.raises(ValueError, match=r"^mentions: found the mention_id 'm' in more than one"):
        tk.export_annotations(mentions.assign(mention_id="m"), articles, path)
    for odd in (0.5, "x"):
        with pytest.raises(ValueError, match=rf"^mentions: found the end {odd!r}, expected whole"):
            tk.export_annotations(mentions.assign(end=[odd, 5, 6]), articles, path)
    assert not path.exists()


def test_nothing_gives_a_project_of_texts_only(articles, mentions, tmp_path):
    path = tmp_path / "out.qdpx"
    assert tk.export_annotations(mentions[:0], articles, path).empty
    assert len(RefiProject.load(path, tmp_path / "unpacked").sources.text_source) == 2
    tk.export_annotations(mentions[:0], articles[:0], path)
    assert tk.import_annotations(path, articles).empty


def test_a_text_without_its_name_is_of_no_article_where_several_have_it(tmp_path):
    articles = articles_of("Same words.", "Same  words.\n", "")
    sources = SOURCE % ("renamed", SELECTED % (0, 4, CODED % "C-1"))
    path = write(tmp_path / "in.qdpx", sources, "Same words.")
    with pytest.warns(tk.ExchangeWarning, match=r"'renamed' is that of 2 articles, such as 'a'; "):
        assert tk.import_annotations(path, articles).empty
    write(path, sources.replace("renamed", "b"), "Same words.")
    assert tk.import_annotations(path, articles)["doc_id"].tolist() == ["b"]
    with pytest.raises(ValueError, match=r"^articles: found the doc_id 'a' in more than one row"):
        tk.import_annotations(path, articles.assign(doc_id="a"))
    with pytest.raises(ValueError, match=r"^path: found no file '.*no\.qdpx', expected one that"):
        tk.import_annotations(tmp_path / "no.qdpx", articles)


def test_a_text_that_many_sources_have_is_unpacked_once(tmp_path):
    sources = "".join(
        SOURCE.replace("T-1", f"T-{n}", 1) % ("a", SELECTED % (0, 4, CODED % "C-1"))
        for n in range(3)
    )
    path = write(tmp_path / "in.qdpx", sources, "Same words.")
    with pytest.warns(tk.ExchangeWarning, match=r": 2 text.*or that another source has too"):
        assert len(tk.import_annotations(path, articles_of("Same words."))) == 1


@pytest.mark.parametrize("ending", ["qdpx", "brat.zip", "labelstudio.zip", "xmi.zip"])
def test_a_text_that_begins_with_a_byte_order_mark_keeps_its_places(tmp_path, ending):
    articles = articles_of("\ufeffe\u0301t\u00e9 😀 came.\r\n", "😀\r\n\u2028e\u0301")
    spans = [("a", 0, 4), ("a", 1, 3), ("a", 3, 5), ("a", 6, 7), ("a", 6, 8), ("b", 0, 1)]
    places = pd.DataFrame(spans, columns=["doc_id", "start", "end"])
    mentions = places.assign(mention_id=[*"uvwxyz"], match="", frame="f")
    path = tmp_path / f"out.{ending}"
    assert "mention" not in set(
        tk.export_annotations(mentions, articles, path, columns="frame")["item"]
    )
    found = tk.import_annotations(path, articles)
    assert list(map(tuple, found[["doc_id", "start", "end"]].to_numpy())) == spans
