"""A corpus.yml says how a corpus is read; outlets.yml, which names are one outlet's."""

import re

import pytest

import toolkit as tk

TABLE = "Body,Paper,Day\nThe ferry sails.,The Tide,12/05/2031\nIt waits.,The Tide,13/05/2031\n"
SETTINGS = """\
corpus:
  columns: {text: Body, outlet: Paper, date: Day}
  date_format: "%d/%m/%Y"
"""


def test_a_corpus_is_read_as_its_file_says_without_options(put, folder):
    put("news.csv", TABLE)
    put("corpus.yml", SETTINGS)
    articles = tk.load_corpus(folder)
    assert articles["text"].tolist() == ["The ferry sails.", "It waits."]
    assert articles["outlet"].tolist() == ["The Tide", "The Tide"]
    assert articles["date"].dt.strftime("%Y-%m-%d").tolist() == ["2031-05-12", "2031-05-13"]
    assert tk.load_ledger(folder)["source"].tolist() == ["news.csv", "news.csv"]


def test_the_file_says_what_the_arguments_say(put, folder):
    """The same articles, with the same ids."""
    put("Tide_2031.csv", TABLE.replace("ferry", "fährry").encode("cp1252"))
    options = {
        "columns": {"text": "Body", "date": "Day"},
        "date_format": "%d/%m/%Y",
        "encoding": "cp1252",
        "filenames": "{outlet}_{year}",
    }
    told = tk.load_corpus(folder, **options)
    assert told["outlet"].tolist() == ["Tide", "Tide"]
    put(
        "corpus.yml",
        "corpus:\n  columns: {text: Body, date: Day}\n  date_format: '%d/%m/%Y'\n"
        "  encoding: cp1252\n  filenames: '{outlet}_{year}'\n",
    )
    assert tk.load_corpus(folder).equals(told)


def test_docvars_stand_in_the_folder_and_are_no_articles(put, folder):
    put("articles/one.txt", "The ferry sails.")
    put("about.csv", "filename,leaning\none.txt,left\n")
    put("corpus.yml", "corpus:\n  docvars: about.csv\n")
    assert tk.load_corpus(folder)["leaning"].tolist() == ["left"]


@pytest.mark.parametrize(
    ("given", "texts"),
    [
        ({}, ["The ferry sails."]),
        ({"columns": {"text": "Lead"}}, ["In short."]),
        ({"columns": {}}, ["At length."]),
    ],
)
def test_an_argument_takes_the_place_of_what_the_file_says(put, folder, given, texts):
    put("news.csv", "text,Body,Lead\nAt length.,The ferry sails.,In short.\n")
    put("corpus.yml", "corpus:\n  columns: {text: Body}\n")
    assert tk.load_corpus(folder, **given)["text"].tolist() == texts


def test_files_have_columns_days_encodings_and_constants_of_their_own(put, folder):
    put("a.csv", "Body,Day\nOne.,12/05/2031\n")
    put("b.csv", "Texte,Jour,Body\nDeux.,05/12/2031,no text\n")
    put("tass/c.txt", "Корабль стоит.".encode("cp1251"))
    put("tass/d.txt", "---\noutlet: The Tide\nlanguage: ru\n---\nOther.")
    put(
        "corpus.yml",
        "corpus:\n  columns: {text: Body, date: Day}\n  date_format: '%d/%m/%Y'\n  language: en\n"
        "  files:\n    b.csv:\n      columns: {text: Texte, date: Jour}\n"
        "      date_format: '%m/%d/%Y'\n"
        "    tass: {encoding: cp1251, outlet: TASS, speaker: TASS}\n",
    )
    articles = tk.load_corpus(folder)
    assert articles["text"].tolist() == ["One.", "Deux.", "Корабль стоит.", "Other."]
    assert articles["date"].dt.strftime("%Y-%m-%d").tolist()[:2] == ["2031-05-12", "2031-05-12"]
    assert articles["outlet"].fillna("").tolist() == ["", "", "TASS", "The Tide"]
    assert articles["language"].tolist() == ["en", "en", "en", "ru"]
    assert articles["speaker"].fillna("").tolist() == ["", "", "TASS", "TASS"]
    assert "Texte" not in articles
    assert articles["Body"].fillna("").tolist() == ["", "no text", "", ""]


def test_of_several_patterns_that_fit_a_file_the_first_counts(put, folder):
    put("tass/a.txt", "One.")
    put("tass/b.txt", "Two.")
    put("corpus.yml", "corpus:\n  files:\n    '*/a.*': {outlet: A}\n    tass: {outlet: B}\n")
    assert tk.load_corpus(folder)["outlet"].tolist() == ["A", "B"]


def test_constants_tell_articles_of_the_same_words_apart(put, folder):
    """What two outlets print word for word is no copy in one of them."""
    for name in ("a.csv", "b.csv"):
        put(name, "text\nThe ferry sails.\n")
    put("corpus.yml", "corpus:\n  files:\n    a.csv: {outlet: A}\n    b.csv: {outlet: B}\n")
    assert tk.load_ledger(folder)["outcome"].tolist() == ["read", "read"]


def test_a_pattern_that_stands_for_no_file_is_told_of(put, folder):
    put("a.txt", "One.")
    put("corpus.yml", "corpus:\n  files:\n    a.txt: {outlet: A}\n    'tas/*': {outlet: B}\n")
    with pytest.raises(tk.InstrumentError) as error:
        tk.load_corpus(folder)
    assert str(error.value) == (
        f"{folder / 'corpus.yml'}:4: files: 'tas/*' stands for no file, expected the name of a "
        "file or folder as `toolkit check` lists it, with * for any letters; of several that fit "
        "a file, the first counts"
    )


def test_every_fault_of_the_file_is_told_with_its_line(put, folder):
    put("a.txt", "One.")
    put(
        "corpus.yml",
        "corpus:\n  colums: {text: Body}\n  columns: {body: Body, date: X, text: X}\n"
        "  date_format: DMY\n  encoding: cp\n  filenames: '{text}'\n  docvars: ../about.csv\n"
        "  seconds: soon\n  outlet: [A]\n  files:\n    a.txt: {filenames: '{x}', encoding: no}\n",
    )
    with pytest.raises(tk.InstrumentError) as error:
        tk.load_corpus(folder)
    keys = "columns, date_format, encoding, outlet, speaker, language"
    ours = "text, title, outlet, date, language, speaker, doc_id, family_id"
    assert re.findall(r":(\d+: .*)", str(error.value)) == [
        f"2: corpus: found the key 'colums', expected one of {keys}, filenames, docvars, seconds, "
        "files",
        "3: corpus: columns: found 'X' more than once, expected each name once",
        f"3: corpus: columns: found the key 'body', expected one of {ours}",
        "4: corpus: date_format: found 'DMY', expected a format of strptime, such as '%d/%m/%Y'",
        "5: corpus: encoding: found 'cp', expected the name of a text encoding, such as 'cp1252'",
        "6: corpus: filenames: found '{text}', expected names in braces, each once and none of "
        "them 'text', such as '{outlet}_{date}_{title}'",
        "7: corpus: docvars: found '../about.csv', expected the name of a file in the folder of "
        "the corpus",
        "8: corpus: seconds: found the text 'soon', expected a whole number from 1 to 86400",
        "9: corpus: outlet: found a list, expected text",
        "11: a.txt: encoding: found 'no', expected the name of a text encoding, such as 'cp1252'",
        f"11: a.txt: found the key 'filenames', expected one of {keys}",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "corpus.yml:1: the file: found nothing, expected a mapping"),
        ("columns: {text: Body}\n", "corpus.yml:1: the key 'corpus' is missing"),
        ("corpus:\n", "corpus.yml:1: corpus: found nothing, expected a mapping"),
        ("corpus:\n  date_format: %d\n", "corpus.yml:2: this is not valid YAML"),
        ("corpus:\n  files: [a]\n", "corpus.yml:2: files: found a list, expected a mapping"),
    ],
)
def test_a_file_of_another_shape_is_refused(put, folder, text, told):
    put("a.txt", "One.")
    put("corpus.yml", text)
    with pytest.raises(tk.InstrumentError, match=re.escape(told)):
        tk.load_corpus(folder)


def test_a_table_that_is_loaded_by_its_own_path_is_read_by_arguments_alone(put, folder):
    path = put("news.csv", TABLE)
    put("corpus.yml", SETTINGS)
    with pytest.raises(tk.CorpusError, match="found no column 'text'"):
        tk.load_corpus(path)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("corpus.yaml", "corpus.yml"),
        ("outlets.yaml", "outlets.yml"),
        ("articles/corpus.yml", "corpus.yml"),
        ("articles/outlets.yml", "outlets.yml"),
    ],
)
def test_a_file_that_would_not_be_read_is_told_of(put, folder, name, wanted):
    put("articles/a.txt", "One.")
    path = put(name, SETTINGS)
    with pytest.raises(tk.InstrumentError) as error:
        tk.load_corpus(folder)
    assert str(error.value) == (
        f"{path}: is not read there; call it {wanted}, in the folder {folder}"
    )


@pytest.mark.parametrize("date_format", ["DMY", "%", "%d/%Q/%Y", 5])
def test_a_format_of_dates_is_one_of_strptime(put, folder, date_format):
    put("a.txt", "One.")
    with pytest.raises(ValueError, match=r"date_format: found .*, expected a format of strptime"):
        tk.load_corpus(folder, date_format=date_format)


@pytest.mark.parametrize("seconds", [0, -1, 2.5, True, "60", 86_401])
def test_seconds_are_a_whole_number(put, folder, seconds):
    put("a.txt", "One.")
    with pytest.raises(
        ValueError, match=r"seconds: found .*, expected a whole number from 1 to 86400"
    ):
        tk.load_corpus(folder, seconds=seconds)


NAMES = ["Breitbart", "breitbart", "breitbart.com", "The Tide", "Tide"]


@pytest.fixture
def named(put, folder):
    put("news.csv", "text,outlet\n" + "".join(f"One of {n}.,{n}\n" for n in NAMES))
    return folder


def test_names_that_look_like_one_outlets_are_told_of(named):
    with pytest.warns(tk.CorpusWarning) as told:
        assert tk.load_corpus(named)["outlet"].tolist() == NAMES
    (warning,) = told
    assert str(warning.message) == (
        f"{named}: 1 outlet may go by several names, first 'Breitbart' and 'breitbart', "
        "'breitbart.com'; say in outlets.yml which are one, or list each there as its own"
    )


def test_an_outlet_has_one_name_and_its_articles_keep_their_ids(put, named):
    before = tk.load_with_ledger(named).articles
    put("outlets.yml", "outlets:\n  Breitbart: [breitbart, breitbart.com]\n  The Tide: Tide\n")
    articles = tk.load_corpus(named)
    assert articles["outlet"].tolist() == ["Breitbart"] * 3 + ["The Tide"] * 2
    assert articles["doc_id"].tolist() == before["doc_id"].tolist()


def test_outlets_that_are_listed_as_their_own_are_told_of_no_more(put, named):
    put("outlets.yml", "outlets:\n  Breitbart: []\n  breitbart: breitbart.com\n")
    assert tk.load_corpus(named)["outlet"].nunique() == 4


def test_every_fault_of_the_list_is_told_with_its_line(put, named):
    put(
        "outlets.yml",
        "outlets:\n  Breitbart: [breitbart, Tide]\n  The Tide: [Tide, '']\n  Tide:\n"
        "  ' Post': [Breitbart]\n",
    )
    with pytest.raises(tk.InstrumentError) as error:
        tk.load_corpus(named)
    assert re.findall(r":(\d: .*)", str(error.value)) == [
        "2: outlets: Breitbart: 'Tide' is also claimed by 'Tide', at line 4",
        "3: outlets: The Tide: 'Tide' is also claimed by 'Tide', at line 4",
        "3: outlets: The Tide: found nothing, expected text",
        "4: outlets: Tide: found nothing, expected text",
        "5: found the id ' Post', expected letters, no blanks around them",
        "5: outlets:  Post: 'Breitbart' is also claimed by 'Breitbart', at line 2",
    ]
