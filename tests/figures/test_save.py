import csv
import json
import os
from xml.etree import ElementTree

import pandas as pd
import pytest
from conftest import articles_of, lexicon_of
from PIL import Image

import toolkit as tk
from toolkit.figures.manifest import read_manifest
from toolkit.tables.schema import empty_table


@pytest.fixture
def made(tmp_path):
    """Save a small figure in tmp_path/figures; return what it was made from."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/a.txt").write_text("A victory, =cmd, and a victory.")
    (tmp_path / "made.py").write_text("pass")
    articles = articles_of("A victory, and =victory.")
    terms = tk.find_terms(articles, lexicon_of(winning=["victory"]))
    nothing = empty_table("names"), empty_table("attributions")
    mentions = tk.link_mentions(articles, terms, *nothing)
    rates = tk.rates(mentions, tk.exposure(articles, nothing[1]), by="voice", seed=1)
    ax = tk.plot_rates(rates, hue="voice")

    def save(name="fig", figure=ax.figure, **changes):
        given = {
            "data": rates,
            "mentions": mentions,
            "articles": articles,
            "sources": [tmp_path / "corpus"],
            "made_by": tmp_path / "made.py",
            "parameters": {"seed": 1},
            "folder": tmp_path / "figures",
        } | changes
        return tk.save_figure(figure, name, **given)

    save.data = rates
    save.draw = lambda: tk.plot_rates(rates, hue="voice").figure
    return save, tmp_path


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_figure_comes_with_its_receipts(made):
    save, folder = made
    manifest = json.loads(save().read_text())
    files = {f"fig{end}" for end in (".pdf", ".svg", ".png", ".csv", "-passages.csv", ".html")}
    assert set(manifest["files"]) == files
    assert set(contents(folder / "figures")) == files | {"fig.json"}
    assert set(manifest["sources"]) == {"corpus/a.txt"}
    assert set(manifest["made_by"]) == {"made.py"}
    assert manifest["parameters"]["seed"] == 1
    (call,) = manifest["parameters"]["calls"]
    assert (call["measure"], call["arguments"]["seed"]) == ("rates", 1)


def test_calls_are_numbered_in_the_csv_and_stand_in_the_manifest(made):
    save, folder = made
    manifest = json.loads(save(parameters=None).read_text())
    assert list(manifest["parameters"]) == ["calls"]
    assert pd.read_csv(folder / "figures/fig.csv")["call"].tolist() == [1]


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"seed": 2}, "parameters: found seed=2, but the data were made with seed=1; leave it out"),
        ({"by": ["outlet"]}, r"found by=\['outlet'\], but the data were made with by='voice'"),
        ({"calls": 1}, "parameters: found 'calls', which the data say themselves, expected"),
    ],
)
def test_a_parameter_that_the_data_contradict_is_refused_with_both_values(
    made, parameters, message
):
    save, folder = made
    with pytest.raises(ValueError, match=message):
        save(parameters=parameters)
    assert not (folder / "figures").exists()


def test_data_without_a_call_take_what_is_given(made):
    save, _ = made
    own = save.data.drop(columns="call")
    manifest = json.loads(save(data=own, parameters={"seed": 2}).read_text())
    assert manifest["parameters"] == {"seed": 2}


def test_the_passages_belong_to_their_marks(made):
    save, folder = made
    save()
    with (folder / "figures/fig-passages.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [(r["mark"], r["match"], r["left"], r["right"]) for r in rows] == [
        ("1", "victory", "A ", ", and =victory."),
        ("1", "victory", "A victory, and =", "."),
    ]


def test_the_same_inputs_give_the_same_bytes(made):
    save, folder = made
    save()
    first = contents(folder / "figures")
    save()
    assert contents(folder / "figures") == first


def test_a_figure_that_was_drawn_before_gives_the_same_bytes(made):
    save, folder = made
    save()
    first = contents(folder / "figures")
    drawn = save.draw()
    drawn.canvas.draw()
    drawn.savefig(folder / "drawn.png", dpi=150)
    save(figure=drawn)
    for ending in (".svg", ".png", ".pdf"):
        assert contents(folder / "figures")["fig" + ending] == first["fig" + ending]


def test_no_file_holds_a_time_or_a_program(made):
    save, folder = made
    save()
    for name, content in contents(folder / "figures").items():
        for mark in (b"CreationDate", b"Producer", b"<dc:date>", b"tEXtSoftware"):
            assert mark not in content, name


def test_mentions_that_were_not_counted_are_refused(made):
    save, _ = made
    with pytest.raises(ValueError, match=r"found 0 for mark 1 \(voice=narration, frame=winning\)"):
        save(mentions=empty_table("mentions"))


def test_a_source_that_is_missing_is_named(made):
    save, folder = made
    with pytest.raises(FileNotFoundError, match=r"sources, made_by: found no .*nowhere"):
        save(sources=[folder / "nowhere"])
    assert not (folder / "figures").exists()


def test_passages_without_articles_hold_no_text_around_the_term(made):
    save, folder = made
    save(articles=None)
    header = (folder / "figures/fig-passages.csv").read_text().splitlines()[0]
    assert "left" not in header
    assert "right" not in header


def test_data_that_do_not_say_what_they_count_are_refused(made):
    save, _ = made
    message = (
        r"data: found no column 'table', only mark, x; expected .+: data.assign\(table='rates'"
    )
    with pytest.raises(ValueError, match=message):
        save(data=pd.DataFrame({"x": [1]}))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "a/fig"}, "name: found 'a/fig', expected the name of files, without a folder"),
        ({"parameters": {"p": float("nan")}}, "found the number NaN, expected finite numbers"),
        ({"made_by": ["verify", "figures"]}, "command: found the text 'verify figures', expected"),
    ],
)
def test_a_manifest_that_could_not_be_read_again_is_not_written(made, changes, message):
    save, folder = made
    with pytest.raises(ValueError, match=message):
        save(**changes)
    assert not (folder / "figures").exists()


def test_a_source_whose_name_is_no_utf_8_stands_in_the_manifest(made):
    save, folder = made
    (folder / "corpus" / os.fsdecode(b"\xff.txt")).write_text("More.")
    manifest = json.loads(save().read_bytes())
    assert os.fsencode(list(manifest["sources"])[-1]) == b"corpus/\xff.txt"


SAID = {"caption": "Rates, “per” 1,000 <words>; Ərdoğan\x1b.", "alt": "One dot at 333."}


def test_caption_and_alt_stand_in_the_drawings_the_page_and_the_manifest(made):
    save, folder = made
    manifest = json.loads(save(**SAID).read_bytes())
    assert manifest["caption"] == "Rates, “per” 1,000 <words>; Ərdoğan␛."
    assert manifest["alt"] == SAID["alt"]
    with Image.open(folder / "figures/fig.png") as png:
        assert png.text == {"Title": SAID["alt"], "Description": manifest["caption"]}
    svg = ElementTree.parse(folder / "figures/fig.svg")
    assert svg.find("{http://www.w3.org/2000/svg}title").text == SAID["alt"]
    (described,) = svg.iter("{http://purl.org/dc/elements/1.1/}description")
    assert described.text == manifest["caption"]
    pdf = (folder / "figures/fig.pdf").read_bytes()
    assert b"/Title (One dot at 333.)" in pdf
    assert b"/Subject" in pdf
    page = (folder / "figures/fig.html").read_text(encoding="utf-8")
    assert '<figcaption dir="auto">Rates, “per” 1,000 &lt;words&gt;; Ərdoğan␛.</figcaption>' in page
    assert 'alt="One dot at 333. (its numbers are in the table below)"' in page


def test_a_caption_serves_in_place_of_alt_and_none_leaves_no_trace(made):
    save, folder = made
    assert json.loads(save(caption="Rates.").read_bytes())["alt"] == "Rates."
    assert json.loads(save().read_bytes())["caption"] == ""
    with Image.open(folder / "figures/fig.png") as png:
        assert png.text == {}
    assert "<figcaption" not in (folder / "figures/fig.html").read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="caption: found None, expected a text"):
        save(caption=None)


def test_a_manifest_without_caption_is_read(made):
    save, _ = made
    path = save()
    older = json.loads(path.read_bytes())
    del older["caption"], older["alt"]
    path.write_text(json.dumps(older))
    assert read_manifest(path)["caption"] == ""
