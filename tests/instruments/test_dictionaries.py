"""Dictionaries of other programs, in made-up words, with the traps of each format."""

import sys
import warnings

import pytest
from conftest import articles_of

import toolkit as tk
from toolkit.instruments import dictionaries
from toolkit.instruments.dictionaries import formats

LIWC = """%
1\tmood
\t2\tglad
\t3\tsorrow deep
4\twar
%
cheer*\t1\t2
kind of\t2
grief 3
like\t(02 134)125/464\t2
<of>\t131/125
fight\t4\t3
odd\t4\t99
:)\t2
lost
"""

YOSHIKODER = """<?xml version="1.0" encoding="UTF-8"?>
<dictionary style="0.5.0" patternengine="substring">
 <cnode name="All of it">
  <cnode name="war">
   <pnode name="fight*"/>
   <cnode name="at sea" desc="ships">
    <pnode name="torpedo boat"/>
    <pnode name="frigate" score="2.5"/>
   </cnode>
  </cnode>
  <cnode name="peace"><pnode name="truce"/><pnode name=" "/></cnode>
 </cnode>
</dictionary>
"""

LCD = """<?xml version="1.0" encoding="UTF-8"?>
<dictionary style="Lexicoder" name="topics">
 <cnode name="trade">
  <pnode name=" tariff "/><pnode name="customs "/><pnode name=" export"/><pnode name="toll*"/>
 </cnode>
</dictionary>
"""

LC3 = "+Bad news\n\nLOSS*\n  heavy  toll \n\x0c+GOOD NEWS\nGAIN*\n"

WORDSTAT = """WAR
\tFIGHT* (1)
\tAT_SEA
\t\tTORPEDO_BOAT (1)
\t\tFR?GATE (1)
\t\tSHIP (3)
\t@CLOSE [FIRE NOT AFTER #CEASE /S 3] (1)
\tGUN (1)
PEACE
\tTRUCE (1)
"""

NESTED = """war:
  __: [fight*, gun]
  at sea:
    - torpedo boat
    - [not, text]
peace: truce
switch: [on, no, 7]
"""

ALL = {
    "liwc.dic": LIWC,
    "y.ykd": YOSHIKODER,
    "l.lcd": LCD,
    "l.lc3": LC3,
    "w.cat": WORDSTAT,
    "q.yml": NESTED,
}


@pytest.fixture
def load(tmp_path):
    """Load a lexicon of this content; return it and the notes of the warning."""

    def load_one(content, name="words.txt", **options):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            lexicon = tk.load_lexicon(path, **options)
        assert [w.category for w in caught] in ([], [tk.DictionaryWarning])
        return lexicon, list(caught[0].message.notes) if caught else []

    return load_one


def terms(lexicon):
    return {frame.frame_id: [term.term_id for term in frame.terms] for frame in lexicon}


def test_liwc(load):
    lexicon, notes = load(LIWC)
    smile = r":\)"
    assert terms(lexicon) == {
        "mood/glad": ["cheer*", "kind of", "like", smile],
        "mood/sorrow deep": ["grief", "fight"],
        "war": ["odd"],
    }
    assert lexicon.labels()["mood/sorrow deep"] == "mood / sorrow deep"
    assert notes == [
        "line 10: like: the conditional categories (02 134)125/464 were not applied",
        "line 11: <of>: the conditional categories 131/125 were not applied",
        "line 13: odd: the category 99 is not in the legend",
        "line 15: lost: stands in no category and was not read",
        "line 12: fight: is also in war; kept in mood/sorrow deep",
    ]


def test_liwc_without_the_end_of_its_legend(load):
    with pytest.raises(tk.InstrumentError, match="found only one line of %, expected a second"):
        load("%\n1\tmood\ncheer\t1\n")


def test_a_chosen_category_takes_in_what_is_below_it(load):
    lexicon, notes = load(LIWC, frames=["mood"])
    assert terms(lexicon) == {"mood": ["cheer*", "kind of", "grief", "like", "fight", r":\)"]}
    assert not any("kept in" in note for note in notes)
    assert terms(load(LIWC, frames=["war"])[0]) == {"war": ["fight", "odd"]}
    with pytest.raises(tk.InstrumentError, match="found no frame 'sea', only mood, mood/glad"):
        load(LIWC, frames=["sea"])
    assert load(LIWC, frames="war")[0] == load(LIWC, frames=["war"])[0]


def test_frames_of_our_own_yaml_can_be_chosen(load):
    ours = "frames:\n  a: {terms: [x]}\n  b: {terms: [y]}\n"
    assert terms(load(ours, frames=["b"])[0]) == {"b": ["y"]}
    with pytest.raises(tk.InstrumentError, match="found no frame 'c', only a, b"):
        load(ours, frames=["c"])


def test_yoshikoder_reads_words_beside_categories(load):
    lexicon, notes = load(YOSHIKODER)
    assert terms(lexicon) == {
        "war": ["fight*"],
        "war/at sea": ["torpedo boat", "frigate"],
        "peace": ["truce"],
    }
    assert notes == [
        "war/at sea: frigate: the score 2.5 was not applied",
        "peace: : the pattern is empty",
    ]


def test_yoshikoder_with_regular_expressions(load):
    content = YOSHIKODER.replace("substring", "regexp").replace("fight*", "fou?ght")
    (war, *_), _ = load(content)
    assert (war.terms[0].term_id, war.terms[0].match) == ("fou?ght", "regex")


def test_xml_in_another_encoding(load):
    content = (
        '<?xml version="1.0" encoding="ISO-8859-1"?>'
        '<dictionary><cnode name="é"><pnode name="trêve"/></cnode></dictionary>'
    )
    assert terms(load(content.encode("latin-1"))[0]) == {"é": ["trêve"]}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('<!DOCTYPE d [<!ENTITY a "b">]><dictionary/>', "found a document type with entities"),
        ("<dictionary><cnode>", "this is not valid XML"),
        ("<html/>", "found <html>, expected <dictionary>"),
        ("<dictionary/>", "found no entry that can be read"),
    ],
)
def test_xml_that_is_not_to_be_trusted_or_read(load, content, message):
    with pytest.raises(tk.InstrumentError, match=message):
        load(content)


def test_blanks_of_a_lexicoder_file_say_where_words_end(load):
    lexicon, notes = load(LCD)
    assert terms(lexicon) == {"trade": ["tariff", "*customs", "export*", "*toll*"]}
    assert notes == []
    plain = (
        '<dictionary style="Lexicoder"><cnode name="t"><pnode name="tariff"/></cnode></dictionary>'
    )
    assert terms(load(plain)[0]) == {"t": ["tariff"]}


def test_lexicoder_3(load):
    lexicon, notes = load(LC3)
    assert terms(lexicon) == {"Bad news": ["LOSS*", "heavy toll"], "GOOD NEWS": ["GAIN*"]}
    assert notes == []


def test_wordstat(load):
    lexicon, notes = load(WORDSTAT)
    assert terms(lexicon) == {
        "WAR": ["FIGHT*", "GUN"],
        "WAR/AT_SEA": ["TORPEDO BOAT", r"(?<!\w)FR\wGATE(?!\w)", "SHIP"],
        "PEACE": ["TRUCE"],
    }
    assert notes == [
        "line 6: SHIP (3): the weight 3 was not applied",
        "line 7: @CLOSE [FIRE NOT AFTER #CEASE /S 3] (1): is a proximity rule and was not read",
    ]


def test_nested_yaml(load):
    lexicon, notes = load(NESTED)
    assert terms(lexicon) == {
        "war": ["fight*", "gun"],
        "war/at sea": ["torpedo boat"],
        "peace": ["truce"],
        "switch": ["on", "no", "7"],
    }
    assert notes == ["line 5: war/at sea: found no text, expected a word"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_with_a_mark(load, encoding):
    lexicon, notes = load("+Paix\ntrêve\n".encode(encoding))
    assert terms(lexicon) == {"Paix": ["trêve"]}
    assert notes == []


def test_windows_1252_is_read_and_said(load):
    lexicon, notes = load("+Paix\r\ntrêve\r\n".encode("cp1252"))
    assert terms(lexicon) == {"Paix": ["trêve"]}
    assert notes == ["byte 9: this is not UTF-8; the file was read as windows-1252"]


@pytest.mark.parametrize("name", ALL)
def test_the_format_is_told_by_the_content(load, name):
    assert load(ALL[name], "words.txt")[0] == load(ALL[name], name)[0]


@pytest.mark.parametrize("name", ALL)
def test_what_is_saved_is_read_again_as_it_was(load, name, tmp_path):
    lexicon, _ = load(ALL[name], name)
    assert len(lexicon) >= 1
    saved = tk.save_lexicon(lexicon, tmp_path / "saved" / "lexicon.yml")
    assert tk.load_lexicon(saved) == lexicon


def test_our_own_lexicon_is_saved_whole(load, tmp_path):
    ours = (
        "frames:\n  won: {label: 'Yes: won', note: why not, terms: "
        "[victor*, {term: 'no', case: true, note: 'a: b', except: [no more]}, "
        "{term: 'a{2}', match: regex}, '*ish', 'on', '007']}\n"
    )
    lexicon, _ = load(ours)
    assert tk.load_lexicon(tk.save_lexicon(lexicon, tmp_path / "l.yml")) == lexicon
    empty = articles_of("No victors, aa.")
    assert len(tk.find_terms(empty, lexicon)) == 2


def test_the_terms_of_a_dictionary_are_found(load):
    lexicon, _ = load(WORDSTAT)
    found = tk.find_terms(
        articles_of("Two torpedo boats, one torpedo boat; a frigate fights. A truce."), lexicon
    )
    assert found[["match", "frame"]].to_numpy().tolist() == [
        ["torpedo boat", "WAR/AT_SEA"],
        ["frigate", "WAR/AT_SEA"],
        ["fights", "WAR"],
        ["truce", "PEACE"],
    ]


def test_the_warning_counts_and_lists(tmp_path):
    path = tmp_path / "many.dic"
    path.write_text("%\n1\tone\n%\ngood\t1\n" + "".join(f"w{n}\t7\n" for n in range(15)))
    with pytest.warns(tk.DictionaryWarning) as caught:
        tk.load_lexicon(path)
    message = str(caught[0].message)
    assert message.startswith(
        f"{path}: 1 entries read, 30 of the file not read, or not in full:\n"
        "  line 5: w0: the category 7 is not in the legend\n"
    )
    assert message.endswith("\n  and 10 more: see the `notes` of this warning")
    assert len(caught[0].message.notes) == 30


def test_a_module_with_a_format_is_asked_about_every_file(load, tmp_path, monkeypatch):
    (tmp_path / "added").mkdir()
    (tmp_path / "added/added_format.py").write_text(
        "from toolkit.instruments.dictionaries.entries import (\n"
        "    TEXT, Dictionary, DictionaryFormat, Entry\n)\n\n\n"
        "def read(text):\n"
        "    rows = [line.split(' = ') for line in text.splitlines()[1:]]\n"
        "    return Dictionary([Entry((frame,), word, 'line') for word, frame in rows])\n\n\n"
        "FORMAT = DictionaryFormat(TEXT, lambda text: text.startswith('WORDS'), read)\n"
    )
    where = [*dictionaries.__path__, str(tmp_path / "added")]
    monkeypatch.setattr(dictionaries, "__path__", where)
    formats._formats.cache_clear()
    try:
        lexicon, notes = load("WORDS\ntruce = peace\nshell = war\n")
    finally:
        formats._formats.cache_clear()
        sys.modules.pop("toolkit.instruments.dictionaries.added_format", None)
    assert [frame.frame_id for frame in lexicon.frames] == ["peace", "war"]
    assert notes == []
