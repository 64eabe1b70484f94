"""What newcomers do wrong, and that each is told what to do about it."""

import re
from functools import partial
from pathlib import Path

import docx
import pandas as pd
import pytest
from conftest import articles_of, lexicon_of

import toolkit as tk
from toolkit.commands.cli import main
from toolkit.instruments.registry import Actor, ActorRegistry

ACTORS = ActorRegistry((Actor("north", "Northland"), Actor("south", "Southland")))
LEXICON = lexicon_of(blame=["provocat*"], winning=["victor*"])
ACTORS_YML = "actors:\n  north:\n    name: Northland\n"
LEXICON_YML = "frames:\n  blame:\n    terms: [provocat*]\n"
ARTICLES = articles_of(
    "Northland said that the provocations of Southland had to end.",
    "“A victory,” Southland said of Northland. The herons stay.",
    outlet=["The Tide", "The Gull"],
)


@pytest.fixture(autouse=True)
def desk(tmp_path, monkeypatch):
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def tables():
    return tk.annotate(ARTICLES, ACTORS, LEXICON, method="rules")


@pytest.fixture(scope="module")
def exposure(tables):
    return tk.exposure(ARTICLES, tables.attributions)


def write(name, content):
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def told(kind, call):
    """Return the message of the error or warning that a call ends in."""
    with pytest.raises(kind) as caught:
        call()
    return str(caught.value)


# --- The corpus ---


def test_1_a_path_that_is_not_there(desk):
    message = told(tk.CorpusError, lambda: tk.load_corpus("corpus/mein"))
    assert message == (
        f"corpus/mein: no such file or folder; check the path (a relative one starts from {desk})"
    )


def test_2_a_folder_without_articles():
    Path("corpus/articles").mkdir(parents=True)
    message = told(tk.CorpusError, lambda: tk.load_corpus("corpus"))
    assert "expected files ending in .txt or .md, tables, or exports" in message
    assert message.endswith("; put them there, or name another folder")


def test_3_a_table_whose_texts_have_another_heading():
    path = write("news.csv", "Datum,Body\n2020-11-10,Northland said so.\n")
    message = told(tk.CorpusError, lambda: tk.load_corpus(path))
    assert "found no column 'text', only Datum, Body; say which one" in message
    assert message.endswith("columns={'text': '...'}")
    assert len(tk.load_corpus(path, columns={"text": "Body", "date": "Datum"})) == 1


def test_4_columns_given_the_wrong_way_round():
    path = write("news.csv", "Datum,Body\n2020-11-10,Northland said so.\n")
    message = told(ValueError, lambda: tk.load_corpus(path, columns={"Body": "text"}))
    assert message.startswith("columns: found the key 'Body', expected one of text, title, outlet")


def test_5_a_csv_file_with_semicolons_is_no_mistake():
    path = write("news.csv", "date;title;text\n2020-11-10;A title;Northland, it said, won.\n")
    (row,) = tk.load_corpus(path).to_dict("records")
    assert (row["title"], row["text"]) == ("A title", "A title\n\nNorthland, it said, won.")


def test_6_dates_written_with_the_day_first():
    path = write("news.csv", "date,text\n10/11/2020,Northland said so.\n")
    with pytest.warns(tk.CorpusWarning) as warned:
        tk.load_corpus(path)
    remedy = "or say how dates are written (date_format='%d/%m/%Y')"
    assert remedy in str(warned[0].message)
    dated = tk.load_corpus(path, date_format="%d/%m/%Y")
    assert dated["date"].tolist() == [pd.Timestamp("2020-11-10")]


def test_7_a_file_saved_by_an_old_program():
    path = write("news.csv", "date,text\n2020-11-10,Élysée palace\n".encode("cp1252"))
    message = told(tk.CorpusError, lambda: tk.load_corpus(path))
    assert message.endswith("save it as UTF-8, or name its encoding (encoding='cp1252', say)")
    assert "Élysée" in tk.load_corpus(path, encoding="cp1252")["text"][0]


def test_8_the_file_is_open_in_word_or_excel():
    document = docx.Document()
    document.add_paragraph("Northland said so.")
    Path("corpus").mkdir()
    document.save("corpus/one.docx")
    write("corpus/~$one.docx", b"\x05owner")  # what Office lays beside a document that is open
    assert len(tk.load_ledger("corpus")) == 1
    assert tk.load_corpus("corpus")["text"].tolist() == ["Northland said so."]


def test_9_a_word_document_of_before_2007():
    write("corpus/one.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    message = told(tk.CorpusError, lambda: tk.load_corpus("corpus"))
    assert message.endswith("save it as .docx, .xlsx or .txt")


# --- The instruments ---


def test_10_indentation():
    path = write("actors.yml", "actors:\n  north:\n    name: Northland\n   kind: country\n")
    message = told(tk.InstrumentError, lambda: tk.load_actors(path))
    assert message.startswith("actors.yml:4: this is not valid YAML")
    assert "check the indentation (spaces, not tabs), the colon after each key" in message


def test_11_tabs():
    path = write("actors.yml", ACTORS_YML.replace("  ", "\t"))
    message = told(tk.InstrumentError, lambda: tk.load_actors(path))
    assert message.startswith("actors.yml:2: ")
    assert "(spaces, not tabs)" in message


def test_12_the_same_actor_twice():
    path = write("actors.yml", ACTORS_YML + "  north:\n    name: The North\n")
    message = told(tk.InstrumentError, lambda: tk.load_actors(path))
    assert "actors.yml:4: the key 'north' is already used at line 2" in message
    assert message.endswith("; rename one, or join the two")


def test_13_actors_and_lexicon_swapped():
    actors, lexicon = write("actors.yml", ACTORS_YML), write("framing.yml", LEXICON_YML)
    message = told(tk.InstrumentError, lambda: tk.load_actors(lexicon))
    assert "a file with 'frames' is for `load_lexicon`: are two files swapped?" in message
    message = told(tk.InstrumentError, lambda: tk.load_lexicon(actors))
    assert "a file with 'actors' is for `load_actors`: are two files swapped?" in message
    message = told(ValueError, lambda: tk.annotate(ARTICLES, LEXICON, ACTORS))
    assert message == "actors: found a Lexicon, expected what `load_actors` returns"


def test_14_the_first_line_of_an_instrument_left_out():
    path = write("actors.yml", "north:\n  name: Northland\n")
    message = told(tk.InstrumentError, lambda: tk.load_actors(path))
    assert message.endswith("write it in the first line, and indent all else below it")


def test_15_a_star_in_front_of_a_term():
    path = write("framing.yml", "frames:\n  blame:\n    terms:\n      - *nation\n")
    message = told(tk.InstrumentError, lambda: tk.load_lexicon(path))
    assert message.endswith("put a text that begins with & or * in quotation marks")
    path.write_text(path.read_text().replace("*nation", '"*nation"'))
    assert tk.load_lexicon(path).to_frame()["term_id"].tolist() == ["*nation"]


def test_16_paths_in_place_of_what_is_loaded_from_them():
    message = told(ValueError, lambda: tk.annotate(ARTICLES, "actors.yml", LEXICON))
    assert message == "actors: found the text 'actors.yml', expected what `load_actors` returns"
    message = told(ValueError, lambda: tk.annotate("corpus", ACTORS, LEXICON))
    assert message.endswith("expected the table articles, which `load_corpus` returns")


# --- Measures and figures ---


def test_17_the_seed_forgotten(tables, exposure):
    codes, measures = pd.DataFrame(), (tk.rates, tk.trends, tk.tone)
    calls = [partial(measure, tables.mentions, exposure) for measure in measures]
    calls.append(lambda: tk.compare(tables.mentions, exposure, pairs=[("north", "south")]))
    calls.append(lambda: tk.event_rates(tables.mentions, codes))
    calls.append(lambda: tk.agreement(codes))
    calls.append(lambda: tk.draw_mentions(tables.mentions, each=2))
    calls.append(lambda: tk.draw_passages(ARTICLES, n=2))
    for call in calls:
        remedy = "give, for example, seed=7: the same number gives the same results"
        assert told(TypeError, call).endswith(remedy)


def test_18_no_dates_where_periods_are_asked_for(tables, exposure):
    mentions, words, articles = (
        table.assign(date=pd.NaT) for table in (tables.mentions, exposure, ARTICLES)
    )
    remedy = "give each article a `date`, YYYY-MM-DD, or say how it is written"
    with pytest.warns(tk.PeriodWarning, match=re.escape(remedy)) as warned:
        assert tk.trends(mentions, words, seed=1).empty
    assert warned[0].filename == __file__
    assert str(warned[0].message).startswith("exposure: none of ")
    with pytest.warns(tk.PeriodWarning, match=re.escape(remedy)) as warned:
        assert tk.coverage(articles).empty
    assert str(warned[0].message).startswith("articles: none of 2 row(s) has a date")
    assert warned[0].filename == __file__


def test_19_the_wrong_table(tables, exposure):
    message = told(ValueError, lambda: tk.rates(exposure, tables.mentions, seed=1))
    assert message.endswith("expected the table mentions, which `annotate` returns")
    message = told(ValueError, lambda: tk.rates(tables.mentions, ARTICLES, seed=1))
    assert message.startswith("exposure: found the table articles, which has no column 'voice'")
    message = told(ValueError, lambda: tk.plot_rates(tables.mentions))
    assert message == (
        "rates: found the table mentions, expected that of a measure, such as `rates` returns"
    )


def test_20_labels_in_place_of_ids(tables, exposure):
    pairs = [("Northland", "Southland")]
    message = told(ValueError, lambda: tk.compare(tables.mentions, exposure, pairs=pairs, seed=1))
    assert message.startswith("pairs: found ('Northland', 'Southland'), expected two groups")
    assert message.endswith("north, south")


def test_21_a_figure_saved_like_a_picture(tables, exposure):
    rates = tk.rates(tables.mentions, exposure, seed=1)
    ax = tk.plot_rates(rates)
    given = {"data": rates, "mentions": tables.mentions, "made_by": "a.ipynb", "sources": []}
    message = told(ValueError, lambda: tk.save_figure(ax, "fig1", **given))
    assert message == "figure: found an Axes, expected a Figure, such as ax.figure"
    message = told(ValueError, lambda: tk.save_figure(ax.figure, "fig1.png", **given))
    assert message.endswith("expected a name without its ending: every format is written")
    message = told(FileNotFoundError, lambda: tk.save_figure(ax.figure, "fig1", **given))
    assert message.startswith("sources, made_by: found no a.ipynb; name the files and folders")


# --- In a shell ---


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (["check", "nowhere"], "nowhere: no such file or folder; check the path"),
        (["figures"], "run this at the top of the project, or name the folder"),
        (["new", "taken"], "so that nothing is overwritten; name another"),
        (["fetch", "wikinews"], "found no source 'wikinews', only wikinews-2019, wikinews-2020"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_22_the_wrong_folder_or_name(words, remedy, capsys):
    write("taken/notes.txt", "mine")
    assert main(words) == 2
    assert remedy in capsys.readouterr().err


def test_23_the_instruments_swapped(capsys):
    write("corpus/one.txt", "Northland said so.")
    write("actors.yml", ACTORS_YML)
    write("framing.yml", LEXICON_YML)
    given = ["--actors", "framing.yml", "--lexicon", "actors.yml", "--out", "out"]
    assert main(["run", "corpus", *given]) == 2
    assert "are two files swapped?" in capsys.readouterr().err
    assert not Path("out/tables").exists()
