"""Terms in several languages: all forms of a word, letters of their own, lists by language."""

import textwrap

import pytest
from conftest import articles_of, lexicon_of

import toolkit as tk
from toolkit.instruments.lexicon import Term
from toolkit.languages.language import known_languages, load_language
from toolkit.text.patterns import fold


def load(tmp_path, text):
    path = tmp_path / "framing.yml"
    path.write_text(textwrap.dedent(text), "utf-8")
    return tk.load_lexicon(path)


def faults(tmp_path, text):
    with pytest.raises(tk.InstrumentError) as error:
        load(tmp_path, text)
    return [
        line.removeprefix(f"  {tmp_path / 'framing.yml'}:")
        for line in str(error.value).splitlines()[1:]
    ]


def found(language, text, *terms):
    articles = articles_of(text, language=[language])
    hits = tk.find_terms(articles, lexicon_of(f=list(terms)))
    assert all(text[row.start : row.end] == row.match for row in hits.itertuples())
    return [*hits["match"]]


# (language, term, text, what is found)
LETTERS = [
    ("de", "fordern", "Sie fordern viel und fördern wenig.", ["fordern"]),
    ("de", "förder*", "FÖRDERUNG, Forderung", ["FÖRDERUNG"]),
    ("ru", "мой", "Мой дом, мои дома", ["Мой"]),
    ("ru", "еще", "ещё", ["ещё"]),
    ("uk", "її", "її, іі", ["її"]),
    ("es", "año", "Un ano, un AÑO", ["AÑO"]),
    ("tr", "sınır*", "Sınırı, SINIR, sinirli, SİNİR", ["Sınırı", "SINIR"]),
    ("tr", "sinir", "sinir SİNİR SINIR", ["sinir", "SİNİR"]),
    ("tr", "iş", "İş, is, ış", ["İş"]),
    ("az", "qələbə*", "Qələbədən, qelebe", ["Qələbədən"]),
    ("en", "Erdogan", "Erdoğan", ["Erdoğan"]),
    ("fr", "etat", "État", ["État"]),
]


@pytest.mark.parametrize(("language", "term", "text", "expected"), LETTERS)
@pytest.mark.parametrize("match", ["glob", "regex"])
def test_letters_of_a_language_are_told_apart(language, term, text, expected, match):
    if match == "regex":
        term = r"\b" + term.replace("*", r"\w*") + r"\b"
    assert found(language, text, Term(term, "f", match)) == expected


def test_names_in_an_expression_are_no_text():
    expression = r"(?P<I>\p{IsLatin}*ISI)(?P=I)?"
    assert found("tr", "ARTIŞISI", Term(expression, "f", "regex")) == ["ARTIŞISI"]


def test_a_range_of_capitals_has_the_dotless_one():
    term = Term(r"\b[A-ZÇĞİÖŞÜ]+\b", "f", "regex", case=True)
    assert found("tr", "ISPARTA, İZMİR, Ispartalı", term) == ["ISPARTA", "İZMİR"]


def test_a_dotted_capital_keeps_offsets():
    text = "İİİ sınır"
    assert len(fold(text, load_language("tr").letters)) == len(text)
    assert found("tr", text, "sınır") == ["sınır"]


# (language, base form, forms, what is none)
LEMMAS = [
    ("en", "brother", "brothers Brother", "brotherhood"),
    ("de", "Sieg", "Siege Siegen Sieges", "Sieger siegreich"),
    ("fr", "frère", "frères", "fraternel"),
    ("es", "victoria", "victorias", "victorioso"),
    ("ru", "провокация", "провокации Провокациями провокаций", "провокатор"),
    ("uk", "перемога", "перемогу Перемоги", "переможець"),
    ("tr", "kardeş", "kardeşlerine Kardeşler", "kardan"),
    ("hy", "սադրանք", "սադրանքները Սադրանքի", "սադրիչ"),
    ("ar", "حرب", "الحرب", "حارب"),
]


@pytest.mark.parametrize(("language", "lemma", "forms", "others"), LEMMAS)
def test_a_lemma_is_all_forms_of_a_word(language, lemma, forms, others):
    text = f"{forms} {others}"
    assert found(language, text, Term(lemma, "f", "lemma")) == forms.split()


def test_a_lemma_may_be_given_by_another_form():
    assert found("ru", "победу", Term("победы", "f", "lemma")) == ["победу"]


def test_a_lemma_of_several_words_stands_over_a_line_break_and_none_between():
    term = Term("war crime", "f", "lemma")
    assert found("en", "War\ncrimes, wars, crimes; war-crime war\n\ncrime", term) == ["War\ncrimes"]


def test_exceptions_and_negation_count_with_lemmas():
    term = Term("brother", "f", "lemma", exceptions=("brothers in law",))
    articles = articles_of("My brothers in law, no brothers.")
    hits = tk.find_terms(articles, lexicon_of(f=[term]))
    assert [*zip(hits["match"], hits["negated"], strict=True)] == [("brothers", True)]


def test_negators_have_the_letters_of_their_language():
    hits = tk.find_terms(
        articles_of("Никакой победы. Hiçbir.", "Hiçbir zafer yok.", language=["ru", "tr"]),
        lexicon_of(f=["побед*", "zafer"]),
    )
    assert [*hits["negated"]] == [True, True]


SEVERAL = """
frames:
  victory:
    terms:
      en: [victor*]
      de: [Sieg*, {term: Gift, match: fixed}]
      ru: [{term: победа, match: lemma}]
  present:
    terms:
      en: [gift]
      de: [Geschenk*]
      ru: [подар*]
"""


def test_terms_of_a_language_count_in_its_articles_only(tmp_path):
    lexicon = load(tmp_path, SEVERAL)
    text = "Victory, Sieg, Gift, победу"
    terms = tk.find_terms(
        articles_of(text, text, text, text, language=["en-GB", "German", "ru", None]), lexicon
    )
    assert [*zip(terms["doc_id"], terms["frame"], terms["match"], strict=True)] == [
        ("a", "victory", "Victory"),
        ("a", "present", "Gift"),
        ("b", "victory", "Sieg"),
        ("b", "victory", "Gift"),
        ("c", "victory", "победу"),
        ("d", "victory", "Victory"),
        ("d", "present", "Gift"),
    ]
    assert tk.load_lexicon(tk.save_lexicon(lexicon, tmp_path / "saved.yml")) == lexicon
    assert [*lexicon.to_frame()["language"]] == ["en", "de", "de", "ru", "en", "de", "ru"]


def test_articles_for_whose_language_a_frame_has_no_terms_are_told(tmp_path):
    lexicon = load(tmp_path, SEVERAL)
    articles = articles_of("Gift, victory", "victoire", "cadeau", language=["en", "fr", "fr"])
    message = (
        r"framing.yml: 2 frame\(s\) have no terms for the 2 article\(s\) in French: victory, "
        r"present; list them below `terms: {fr: \[...\]}`, or leave these articles out$"
    )
    with pytest.warns(tk.LexiconWarning, match=message):
        tk.find_terms(articles, lexicon)


def test_lemmas_that_are_not_known_are_told_and_match_as_written():
    lexicon = lexicon_of(f=[Term("qələbə", "f", "lemma")])
    message = (
        r"the lexicon: 1 term\(s\) with match: lemma are looked for as written in the 1 "
        r"article\(s\) in Azerbaijani, whose base forms are not known, first 'qələbə'; list globs "
        r"for them below `terms: {az: \[...\]}`$"
    )
    with pytest.warns(tk.LexiconWarning, match=message):
        terms = tk.find_terms(articles_of("Qələbə, qələbədən", language=["az"]), lexicon)
    assert [*terms["match"]] == ["Qələbə"]


def test_faults_of_languages_are_told_with_their_lines(tmp_path):
    known = ", ".join(known_languages())
    text = """frames:
      a:
        terms:
          Russian: [победа]
          de: Sieg
          az: [{term: qələbə, match: lemma}]
          tr: [sınır, sinir, SINIR]
          ru: [{term: побед*, match: lemma}, {term: победа, match: lemma, case: true}]
      b:
        terms: [sinir]
      c:
        terms: {tr: [SİNİR]}
    """
    lemma = "with match: lemma, expected words without a *, in whatever case"
    twice = "a term may be in one frame only, and only once"
    assert faults(tmp_path, text) == [
        f"4: a: terms: found the language 'Russian', expected one of {known}",
        "5: a: terms: de: expected a list of terms",
        "6: a: found 'qələbə' with match: lemma, expected a glob: the base forms of Azerbaijani "
        "are not known",
        f"7: a: the term 'SINIR' is already in the frame 'a', at line 7; {twice}",
        f"8: a: found 'побед*' {lemma}",
        f"8: a: found case: true {lemma}",
        f"10: b: the term 'sinir' is already in the frame 'a', at line 7; {twice}",
        f"12: c: the term 'SİNİR' is already in the frame 'a', at line 7; {twice}",
    ]


def test_names_of_a_language_that_is_not_there_are_told(tmp_path):
    path = tmp_path / "actors.yml"
    path.write_text("actors:\n  a:\n    name: A\n    names: {Russian: [Х]}\n", "utf-8")
    message = "4: a: names: found the language 'Russian', expected one of "
    with pytest.raises(tk.InstrumentError, match=message + ", ".join(known_languages())):
        tk.load_actors(path)


def test_names_in_other_languages_are_saved(tmp_path):
    path = tmp_path / "actors.yml"
    path.write_text(
        "actors:\n  a:\n    name: A\n    names: {ru: [Х, Ц]}\n    people:\n"
        "      b: {name: B, names: {tr: [Ç]}}\n",
        "utf-8",
    )
    actors = tk.load_actors(path)
    assert tk.load_actors(tk.save_actors(actors, tmp_path / "saved.yml")) == actors
