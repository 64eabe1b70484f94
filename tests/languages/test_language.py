"""A language is a folder of words and nothing else: what one needs, and that none is English."""

import codecs
import warnings
from pathlib import Path

import pytest
import yaml
from conftest import articles_of, lexicon_of

import toolkit as tk
from toolkit.annotate.attribution.cues import Statement
from toolkit.annotate.attribution.documents import SpeakerDocument
from toolkit.annotate.attribution.phrases import Voice
from toolkit.annotate.attribution.rules.statements import find_statements
from toolkit.annotate.attribution.sources import Name, Sources, Speaker
from toolkit.annotate.attribution.speech.quotations import settle
from toolkit.annotate.attribution.speech.transcripts import find_turns
from toolkit.annotate.stance import stances_of
from toolkit.languages import language as languages
from toolkit.languages.cues import inflect
from toolkit.languages.language import (
    LanguageWarning,
    known_languages,
    language_of,
    load_language,
    warn_of_languages,
)
from toolkit.languages.read import LanguageError, any_of
from toolkit.tables.schema import empty_table
from toolkit.text.text import Text

ROOT = Path(__file__).parents[2]
ENGLISH = Path(languages.__file__).with_name("en")
# Names of complements and uses, which are the same in every language.
KINDS = {
    *("clause", "infinitive", "participle", "object", "predicate", "raising", "before", "beyond"),
    *("quoted", "finite", "noun", "adjective"),
}


def veiled(value):
    """Return text with each Latin letter thirteen places on: no word of it is English."""
    return codecs.encode(value, "rot13")


def veiled_key(key):
    return " ".join(word if word in KINDS else veiled(word) for word in key.split())


def veiled_all(value, depth=0):
    """Return lists of words veiled, and the keys below the names of lists, where words are keys."""
    if isinstance(value, dict):
        return {
            key if depth == 0 else veiled_key(key): veiled_all(one, depth + 1)
            for key, one in value.items()
        }
    return [veiled(word) for word in value] if isinstance(value, list) else veiled(value)


def write_veiled(folder):
    """Write English with other words as the language of `folder`."""
    folder.mkdir()
    for path in ENGLISH.glob("*.yml"):
        lists = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        if path.name == "weak.yml":
            lists = {veiled_key(use): veiled_all(lemmas) for use, lemmas in lists.items()}
        elif path.name == "cues.yml":
            kept = {key: lists.pop(key) for key in ("endings", "irregular")}
            lists = veiled_all(lists)
            for key, by_kind in kept.items():
                lists[key] = {kind: veiled_tables(key, tables) for kind, tables in by_kind.items()}
        elif path.name != "language.yml":
            lists = {k: v if isinstance(v, str) else veiled_all(v, 1) for k, v in lists.items()}
        (folder / path.name).write_text(yaml.safe_dump(lists), encoding="utf-8")


def veiled_tables(key, tables):
    if key == "irregular":
        return {veiled(lemma): veiled_all(forms) for lemma, forms in tables.items()}
    return {
        form: {veiled(ending): veiled(new) for ending, new in table.items()}
        for form, table in tables.items()
    }


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """Return a folder where languages are looked for, besides the toolkit's own."""
    monkeypatch.setattr(languages, "FOLDERS", [*languages.FOLDERS, tmp_path])
    return tmp_path


@pytest.fixture(scope="module")
def articles():
    return tk.clean_text(tk.load_corpus(ROOT / "corpus" / "karabakh-2020"))


def test_a_folder_is_a_language(folders):
    assert "zz" not in known_languages()
    write_veiled(folders / "zz")
    assert "zz" in known_languages()
    assert load_language("zz").code == "zz"
    assert load_language("zz") is load_language("zz")
    assert load_language("en").name == "English"
    assert load_language("zz").cues.verbs["fnvq"].lemma == "fnl"
    assert "said" not in load_language("zz").cues.verbs


def test_no_word_of_a_language_stands_in_the_code(folders, articles):
    """The rules read a language with other words as they read English, in the same process."""
    write_veiled(folders / "zz")
    english, other = load_language("en"), load_language("zz")
    names = tk.find_actors(articles, tk.load_actors(ROOT / "corpus/karabakh-2020/actors.yml"))
    named = {
        doc_id: [
            Name(row.start, row.end, row.actor_id, row.person_id, row.kind)
            for row in rows.astype(object).where(rows.notna(), None).itertuples()
        ]
        for doc_id, rows in names.groupby("doc_id")
    }
    found = 0
    for row in articles.itertuples():

        def read(text, language, row=row):
            whole = Text(text, body_start=row.body_start)
            statements = settle(whole, find_statements(whole, language), language)
            sources = Sources(whole, named.get(row.doc_id, []), language)
            return statements, sources.resolve_all(s.source for s in statements if s.source)

        statements, speakers = read(row.text, english)
        expected = {
            span: one._replace(name=one.name and veiled(one.name)) for span, one in speakers.items()
        }
        assert read(veiled(row.text), other) == (statements, expected)
        found += len(statements)
    assert found > 300


@pytest.mark.parametrize(
    "raw",
    [
        "Following is the text of the address to you by Max Doe, delivered here:\n\nWe thank you.",
        "Max Doe's full speech\n\nWe thank you.\n\nReporting by Ada Poe",
        "Question: Do you agree? Doe (via interpreter): We do. Question: Yes? Doe: We shall.",
    ],
)
def test_speeches_and_labels_are_known_by_the_lists(folders, raw):
    write_veiled(folders / "zz")
    expected = find_turns(Text(raw), load_language("en"))
    assert expected.turns
    assert find_turns(Text(veiled(raw)), load_language("zz")) == expected


def test_who_speaks_is_known_by_the_lists(folders):
    write_veiled(folders / "zz")
    assert load_language("zz").is_office(veiled("secretary-generals"))
    speech = "We believe that it ends. Our ministry said that it began. I said that it was war."
    statements = {
        code: SpeakerDocument(text, Name(0, 0, "x", "y", "speaker"), load_language(code))
        for code, text in (
            ("en", Text(speech, speaker="Doe")),
            ("zz", Text(veiled(speech), speaker="Doe", language="zz")),
        )
    }
    spans = [(0, 2), (25, 37), (62, 63)]
    told = {
        code: [
            (document.is_own(one, Speaker()), document.speaker_of(one, Speaker()).voice)
            for one in (Statement(((3, 9),), span, None, "cue-verb") for span in spans)
        ]
        for code, document in statements.items()
    }
    own = (True, Voice("x", "y"))
    assert told["en"] == told["zz"] == [own, (False, Voice("x")), own]


def test_no_word_of_a_stance_stands_in_the_code(folders):
    write_veiled(folders / "zz")
    sentences = [
        "It denied that there was a war.",
        "It was never called a war.",
        "There will be no war.",
        "Nobody claims of a war were rejected.",
        "If there is a war, all is lost.",
        "It may be a war.",
        "The alleged war goes on.",
        "Reports of a war came in.",
        "Why did the war begin?",
        "The war goes on.",
        "If Norland's war goes on, all is lost.",
        "If the Norlanders' war goes on, all is lost.",
        "“It may be. The war goes on.”",
    ]

    def stances(texts, word, language):
        read = []
        for raw in texts:
            start = raw.index(word)
            text = Text(raw, language=language)
            read += stances_of(text, [(start, start + len(word))], [], [])
        return read

    english = stances(sentences, "war", "en")
    assert set(english) == {"asserted", "denied", "questioned"}
    assert stances(list(map(veiled, sentences)), veiled("war"), "zz") == english


def test_a_language_that_is_not_there_is_refused_by_name():
    for code in ("xx", "English", "../languages/en", ""):
        with pytest.raises(LanguageError) as error:
            load_language(code)
        assert str(error.value) == (
            f"language: found {code!r}, expected one of {', '.join(known_languages())}; leave the "
            "articles in it out, or add a folder of its words"
        )


def test_articles_in_a_language_that_is_not_there_are_never_read_as_english(registry):
    said = "“It was a victory,” said Northland."
    articles = articles_of(said, said, said, language=["en", "xx", "yy"])
    lexicon = lexicon_of(winning=["victory"])
    nothing = [empty_table(name) for name in ("terms", "names", "attributions")]
    calls = [
        lambda: tk.find_terms(articles, lexicon),
        lambda: tk.find_actors(articles, registry),
        lambda: tk.find_attributions(articles, nothing[1], method="rules"),
        lambda: tk.find_attributions(articles, nothing[1], method="parser"),
        lambda: tk.find_targets(articles, *nothing),
        lambda: tk.annotate(articles, registry, lexicon, method="rules").mentions,
    ]
    for call in calls:
        with pytest.warns(LanguageWarning) as caught:
            table = call()
        assert [str(one.message) for one in caught] == [
            "articles: found 2 of 3 in the language 'xx', 'yy', first 'b', expected one of "
            f"{', '.join(known_languages())}; nothing is found in them and their words count as "
            "the outlet's: leave them out, articles[~articles['language'].isin(['xx', 'yy'])], or "
            "correct their `language`"
        ]
        assert table.empty or set(table["doc_id"]) == {"a"}
        assert table.empty == (call is calls[4])  # of no terms there are no targets


@pytest.mark.parametrize("given", ["en", "EN", "en-GB", "en_US", "English", " english ", None])
def test_english_has_several_names(given):
    assert language_of(given).code == "en"
    with warnings.catch_warnings(action="error"):
        warn_of_languages(articles_of("One.", language=[given]))


def test_lists_that_are_not_there_are_named(folders):
    write_veiled(folders / "zz")
    grammar = folders / "zz" / "grammar.yml"
    lists = yaml.load(grammar.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    del lists["days"]
    grammar.write_text(yaml.safe_dump(lists | {"weeks": []}), encoding="utf-8")
    with pytest.raises(LanguageError) as error:
        load_language("zz")
    assert str(error.value) == (
        f"{grammar}: found no list days; found weeks, which nothing reads; expected the lists of "
        "the same file of en/, where one without words is []"
    )
    grammar.unlink()
    with pytest.raises(LanguageError) as error:
        load_language("zz")
    assert str(error.value) == f"{grammar}: found no such file; a language has all that en/ has"


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("agree", ["agrees", "agreed", "agreeing"]),
        ("announce", ["announces", "announced", "announcing"]),
        ("ask", ["asks", "asked", "asking"]),
        ("deny", ["denies", "denied", "denying"]),
        ("press", ["presses", "pressed", "pressing"]),
        ("relay", ["relays", "relayed", "relaying"]),
        ("say", ["says", "said", "saying"]),
    ],
)
def test_forms_of_english_verbs(lemma, forms):
    cues = yaml.load((ENGLISH / "cues.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    made = inflect(lemma, cues["endings"]["verbs"], cues["irregular"]["verbs"])
    assert made == [lemma, *forms]


def test_cues_are_words():
    cues = load_language("en").cues
    for table in (cues.verbs, cues.nouns, cues.adjectives):
        for form, cue in table.items():
            assert isinstance(form, str)
            assert all(isinstance(complement, str) for complement in cue.takes)
    assert {"say", "says", "said", "saying"} <= set(cues.verbs)
    assert "plans" in cues.nouns
    assert "planned" not in cues.nouns


@pytest.mark.parametrize("language", known_languages())
def test_every_list_says_where_it_comes_from(language):
    for path in ENGLISH.parent.joinpath(language).glob("*.yml"):
        assert path.read_text(encoding="utf-8").startswith("# "), path


def test_a_pattern_of_no_words_matches_nothing():
    assert any_of(["a.b", "c"]) == r"a\.b|c"
    assert any_of([]) == "(?!)"
