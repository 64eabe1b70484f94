"""UIMA CAS XMI, of INCEpTION: dkpro-cassis reads it, and it is read back."""

import io
import sys
import zipfile

import cassis
import pytest

import toolkit as tk
from toolkit.figures.zipped import zipped

NAMED = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
TOKEN = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"
TEXT = "Nothing here."


@pytest.fixture
def annotated():
    """Return a function that makes an XMI file, and its types, as INCEpTION has them."""
    types = cassis.TypeSystem()
    for name, features in (
        (NAMED, {"value": "uima.cas.String", "sure": "uima.cas.Boolean"}),
        (TOKEN, {}),
        ("webanno.custom.Odd", {}),
        ("webanno.custom.Frame", {"frame": "uima.cas.String"}),
        ("webanno.custom.Tie", {"Governor": "uima.tcas.Annotation"}),
    ):
        made = types.create_type(name=name, supertypeName="uima.tcas.Annotation")
        for feature, kind in features.items():
            types.create_feature(made, feature, rangeType=kind)

    def annotated(*spans, text=TEXT):
        cas = cassis.Cas(typesystem=types)
        cas.sofa_mime, cas.sofa_string = "text/plain", text
        for name, start, end, values in spans:
            first = cas.select_all_annotations()[:1]
            links = {key: first[0] for key, value in values.items() if value is None}
            cas.add(types.get_type(name)(begin=start, end=end, **values | links))
        return cas.to_xmi().encode(), types.to_xml().encode()

    return annotated


def test_an_archive_is_read_by_cassis_and_comes_back(
    articles, mentions, attributions, tmp_path, expect_back
):
    path = tmp_path / "out.xmi.zip"
    lost = tk.export_annotations(mentions, articles, path, attributions=attributions)
    assert {"articles.outlet", "articles.date", "mentions.rule"} <= set(lost["item"])
    archive = zipfile.ZipFile(path)
    assert archive.namelist() == ["TypeSystem.xml", "a.xmi", "b.xmi"]
    types = cassis.load_typesystem(io.BytesIO(archive.read("TypeSystem.xml")))
    cas = cassis.load_cas_from_xmi(io.BytesIO(archive.read("a.xmi")), typesystem=types)
    assert cas.sofa_string == articles["text"][0]
    found = cas.select("webanno.custom.Mention")
    assert [one.get_covered_text() for one in found] == [
        "victory", "victory", "victory & <peace>",
    ]  # fmt: skip
    assert [one.target_id for one in found] == ["north", None, None]
    assert [one.said_by for one in cas.select("webanno.custom.Content")] == ["south"]
    expect_back(path, "ada", coder="ada")


def test_what_xml_and_features_cannot_hold_is_told(articles, mentions, tmp_path):
    path = tmp_path / "out.xmi.zip"
    odd = articles.assign(text=articles["text"].str.replace("it came", "it\x07came"))
    mentions = mentions.assign(**{"my tone": "a\x07b", "begin": "c"})
    with pytest.warns(tk.ExchangeWarning, match=r"10 time\(s\) not as in the tables"):
        lost = tk.export_annotations(mentions, odd, path, columns=["my tone", "begin"])
    assert lost.head(4)[["item", "n"]].to_numpy().tolist() == [
        ["articles.text", 1], ["mentions.my tone", 3], ["mentions.my tone", 3],
        ["mentions.begin", 3],
    ]  # fmt: skip
    types = zipfile.ZipFile(path).read("TypeSystem.xml").decode()
    assert "<name>my_tone</name>" in types
    assert "<name>begin_2</name>" in types
    tk.export_annotations(mentions, articles, path, columns=())  # for blind coders
    assert tk.import_annotations(path, articles).empty


def test_annotators_of_a_project_are_known_by_its_folders(articles, annotated, tmp_path):
    spans = [
        (TOKEN, 0, 7, {}),
        (NAMED, 0, 7, {"value": "PER", "sure": True}),
        ("webanno.custom.Odd", 8, 12, {}),
        ("webanno.custom.Frame", 8, 12, {"frame": "open"}),
    ]
    of = {}
    for who, own in (("ada", spans[:2]), ("ben", spans)):
        xmi, types = annotated(*own)
        of[who] = zipped([(f"{who}.xmi", xmi), ("TypeSystem.xml", types)])
    path = tmp_path / "project.xmi.zip"
    inner = [(f"annotation/b.txt/{who}.zip", data) for who, data in of.items()]
    path.write_bytes(zipped([*inner, ("source/b.xmi", b"as it came")]))
    codings = tk.import_annotations(path, articles)
    assert codings.to_numpy().tolist() == [
        ["b", 0, 7, "Nothing", "ada", "NamedEntity", "PER"],
        ["b", 0, 7, "Nothing", "ben", "NamedEntity", "PER"],
        ["b", 8, 12, "here", "ben", "code", "Odd"],
        ["b", 8, 12, "here", "ben", "frame", "open"],
    ]


def test_what_cannot_be_read_is_counted_and_told(articles, annotated, tmp_path):
    path = tmp_path / "in.xmi.zip"
    frame = ("webanno.custom.Frame", 8, 99, {"frame": "open"})
    xmi, types = annotated((NAMED, 0, 7, {}), ("webanno.custom.Tie", 8, 12, {"Governor": None}))
    with pytest.warns(UserWarning, match="Not mapping"):  # of cassis, as it writes this
        outside, _ = annotated(frame)
    bomb = b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + xmi
    files = {
        "u.xmi": xmi,
        "v.xmi": bomb,
        "w.xmi": b"<x/>",
        "x/y.xmi": xmi,
        "z.xmi": outside,
    }
    path.write_bytes(zipped([*files.items(), ("TypeSystem.xml", types)]))
    with pytest.warns(tk.ExchangeWarning) as warned:
        codings = tk.import_annotations(path, articles)
    told = str(warned[0].message)
    assert told.startswith(f"{path}: 5 text(s) or coding(s) are left out: u: a relation or link of")
    assert "v: cannot be read (found XML with a DOCTYPE or entities" in told
    assert "w: cannot be read (Type with name" in told
    assert codings["value"].to_list() == ["NamedEntity"]


def test_what_is_no_archive_of_xmi_is_refused(articles, mentions, tmp_path, monkeypatch):
    path = tmp_path / "in.xmi.zip"
    path.write_bytes(zipped([("b.txt", b"Nothing here.")]))
    with pytest.raises(ValueError, match=r"in\.xmi\.zip: found no \.xmi file in the archive, exp"):
        tk.import_annotations(path, articles)
    monkeypatch.setattr("toolkit.exchange.formats.uima._MOST", 10)
    path.write_bytes(zipped([("a/b.zip", zipped([("x.xmi", b"x" * 11)]))]))
    with pytest.raises(ValueError, match=r"found archives that unpack to more than 0 MB; export"):
        tk.import_annotations(path, articles)
    monkeypatch.setitem(sys.modules, "cassis", None)
    for use in (tk.import_annotations, lambda to, _: tk.export_annotations(mentions, articles, to)):
        with pytest.raises(ValueError, match=r"^path: .* install dkpro-cassis \(pip install dkpro"):
            use(path, articles)


def test_nothing_gives_texts_only(articles, mentions, tmp_path):
    path = tmp_path / "out.xmi.zip"
    tk.export_annotations(mentions[:0], articles, path)
    assert len(zipfile.ZipFile(path).namelist()) == 3
    tk.export_annotations(mentions[:0], articles[:0], path)
    with pytest.raises(ValueError, match=r"found no \.xmi file"):
        tk.import_annotations(path, articles)
