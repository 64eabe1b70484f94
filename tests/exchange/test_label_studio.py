"""Label Studio: by the rules of its task format, and read back with what annotators add."""

import io
import json
import zipfile

import pytest
from lxml import etree

import toolkit as tk
from toolkit.figures.zipped import zipped

PLACE = {"start": 0, "end": 7, "text": "Nothing"}


def result(kind, name, *codes, place=PLACE):
    return {"id": "r", "type": kind, "from_name": name, "value": {**place, kind: list(codes)}}


def write(path, *annotations, data=None, **task):
    tasks = [{"id": 5, "data": data or {"text": "Nothing here."}, "annotations": annotations}]
    path.write_text(json.dumps([tasks[0] | task]), encoding="utf-8")
    return path


def unpack(path):
    archive = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    tasks = json.loads(archive.read("tasks.json"))
    return etree.fromstring(archive.read("interface.xml")), tasks


def test_tasks_fit_their_interface_and_come_back(
    articles, mentions, attributions, tmp_path, expect_back
):
    path = tmp_path / "out.labelstudio.zip"
    lost = tk.export_annotations(mentions, articles, path, attributions=attributions)
    assert "mentions.rule" in set(lost["item"])
    assert not lost["item"].str.startswith("articles.").any()  # outlet and day are in the data
    interface, (first, second) = unpack(path)
    assert first["data"] == {
        "text": articles["text"][0], "doc_id": "a", "outlet": "A & B", "date": "2020-11-10",
    }  # fmt: skip
    assert second["predictions"] == []
    (prediction,) = first["predictions"]
    offered = {
        control.get("name"): {choice.get("value") for choice in control}
        for control in interface.iter("Labels", "Choices")
    }
    (shown,) = interface.iter("Text")
    assert shown.get("value") == "$text"
    assert {control.get("toName") for control in interface.iter("Labels", "Choices")} == {
        shown.get("name")
    }
    assert all(control.get("perRegion") == "true" for control in interface.iter("Choices"))
    places = {}
    for one in prediction["result"]:
        value = one["value"]
        assert set(value[one["type"]]) <= offered[one["from_name"]]
        assert one["to_name"] == shown.get("name")
        assert value["text"] == articles["text"][0][value["start"] : value["end"]]
        assert places.setdefault(one["id"], value["start"]) == value["start"]
    assert len(places) == 3 + 3  # mentions; content, cue and source
    expect_back(path, "discourse-toolkit")


def test_names_that_the_interface_has_and_values_of_two_lines_are_changed_and_told(
    articles, mentions, tmp_path
):
    path = tmp_path / "out.labelstudio.zip"
    mentions = mentions.assign(text="one\ntwo", kind='"a" & <b>')
    with pytest.warns(tk.ExchangeWarning, match=r"9 time\(s\) not as in the tables"):
        lost = tk.export_annotations(mentions, articles, path, columns=["text", "kind"])
    assert lost.head(3).to_numpy().tolist() == [
        ["mentions.text", 3, "is called text_, for each name is given once"],
        ["mentions.text", 3, "has a value of several lines, or with control characters"],
        ["mentions.kind", 3, "is called kind_, for each name is given once"],
    ]
    codings = tk.import_annotations(path, articles)
    assert set(map(tuple, codings[["variable", "value"]].to_numpy())) == {
        ("text_", "one two"),
        ("kind_", '"a" & <b>'),
    }
    tk.export_annotations(mentions, articles, path, columns=())  # for blind coders
    assert tk.import_annotations(path, articles).empty
    assert b"victory" not in etree.tostring(unpack(path)[0])


def test_what_annotators_say_is_read_with_who_says_it(articles, tmp_path):
    path = write(
        tmp_path / "project-1-at-2026-11-28.json",
        {"completed_by": 7, "result": [result("labels", "ner", "PER", "ORG")]},
        {
            "completed_by": {"id": 8, "email": "ben@example.org"},
            "result": [
                result("labels", "kind", "mention"),  # ours, which says where and not what
                result("choices", "frame", "open", place={"start": "8", "end": "12"}),
                result("choices", "tone", "grave", place={}),  # of the whole task
            ],
        },
        {"result": [result("labels", "ner", "LOC")]},
    )
    codings = tk.import_annotations(path, articles, coder="ada")
    assert codings.drop(columns="doc_id").to_numpy().tolist() == [
        [0, 7, "Nothing", "ada", "ner", "LOC"],
        [0, 7, "Nothing", "annotator 7", "ner", "ORG"],
        [0, 7, "Nothing", "annotator 7", "ner", "PER"],
        [0, 13, "Nothing here.", "ben@example.org", "tone", "grave"],
        [8, 12, "here", "ben@example.org", "frame", "open"],
    ]
    assert set(codings["doc_id"]) == {"b"}


@pytest.mark.parametrize(
    ("results", "why"),
    [
        ([{"type": "relation", "from_id": "r"}], "task 5: a result of the type relation"),
        ([5], "task 5: a result of the type None"),
        ([result("textarea", "why", "so")], "task 5: a result of the type textarea"),
        ([{"type": "labels", "value": {}}], "task 5: a result without a value, or without the n"),
        ([result("labels", "ner", 5)], "task 5: a code that is no text"),
        ([result("labels", "ner", "x", place={"start": "x", "end": 3})], "without numbers as its"),
        ([result("labels", "ner", "x", place={"start": 0, "end": 99})], "is at 0-99, outside"),
        (
            [result("labels", "ner", "x", place={"start": 1, "end": 8, "text": "Nothing"})],
            "task 5: 1-8 is not 'Nothing', as the result says",
        ),
    ],
)
def test_what_cannot_be_read_is_counted_and_told(articles, tmp_path, results, why):
    path = write(tmp_path / "in.json", {"result": results})
    with pytest.warns(tk.ExchangeWarning, match=rf"in\.json: 1 text.* left out: .*{why}"):
        assert tk.import_annotations(path, articles).empty


def test_what_nobody_submitted_and_tasks_without_text_are_told(articles, tmp_path):
    said = {"result": [result("labels", "ner", "x")]}
    path = write(tmp_path / "in.json", said | {"was_cancelled": True}, drafts=[said])
    with pytest.warns(
        tk.ExchangeWarning, match=r"2 text.*an annotation that was skipped; .*a draft"
    ):
        assert tk.import_annotations(path, articles).empty
    write(path, said, data={"image": "x.png", "caption": "Nothing here."})
    with pytest.warns(tk.ExchangeWarning, match=r"task 5: found no text in its data"):
        assert tk.import_annotations(path, articles).empty


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"{", "found no JSON"),
        (b"[" * 100_000, "found no JSON"),
        (b'{"data": {}}', "found other JSON, expected a list of tasks with their data"),
        (b'[{"text": "x", "frame": "y"}]', "found other JSON, .*, not as JSON-MIN"),
        (zipped([("x.txt", b"")]), "found no tasks.json"),
    ],
)
def test_what_is_no_export_is_refused(articles, tmp_path, data, why):
    path = tmp_path / "in.json"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=rf"in\.json: {why}"):
        tk.import_annotations(path, articles)


def test_what_is_written_is_no_export_of_label_studio(articles, mentions, tmp_path):
    with pytest.raises(ValueError, match=r"^path: found '.*x\.json', expected a name that ends in"):
        tk.export_annotations(mentions, articles, tmp_path / "x.json")
    message = r"^path: found '.*x\.sav', .*\.labelstudio\.zip or \.json \(Label Studio\)"
    with pytest.raises(ValueError, match=message):
        tk.import_annotations(tmp_path / "x.sav", articles)
