"""Who says what in languages other than English: a sentence of each kind, and texts of no sense."""

import random
import re
from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest
from conftest import articles_of, lexicon_of

import toolkit as tk
from toolkit.annotate.attribution.methods import METHODS
from toolkit.instruments.registry import Actor, ActorRegistry, Person
from toolkit.languages import language as languages
from toolkit.languages.language import known_languages, load_language
from toolkit.languages.read import LanguageError
from toolkit.languages.reports import read_reports
from toolkit.text.text import Text

OTHERS = [code for code in known_languages() if code != "en"]
# One id in all languages: Norland speaks through Anna Berg, Westland through Jan Holm.
ACTORS = ActorRegistry(
    (
        Actor(
            "norland",
            "Norland",
            people=(
                Person(
                    "berg",
                    "Anna Berg",
                    pronoun="she",
                    names=(
                        ("ru", "Анна Бергова"),
                        ("uk", "Анна Бергова"),
                        ("hy", "Աննա Բերգ"),
                        ("ar", "آنا بيرغ"),
                    ),
                ),
            ),
            names=(
                ("ru", "Норландия"),
                ("uk", "Норландія"),
                ("hy", "Նորլանդիա"),
                ("ar", "نورلاند"),
                ("tr", "Norlandiya"),
                ("fr", "Norlande"),
            ),
        ),
        Actor(
            "westland",
            "Westland",
            people=(
                Person(
                    "holm",
                    "Jan Holm",
                    pronoun="he",
                    names=(
                        ("ru", "Ян Холм"),
                        ("uk", "Ян Холм"),
                        ("hy", "Յան Հոլմ"),
                        ("ar", "يان هولم"),
                    ),
                ),
            ),
            names=(("ru", "Вестландия"), ("uk", "Вестландія"), ("fr", "Westlande")),
        ),
    )
)
# (language, sentence, who says it, which words, how)
SAID = [
    ("de", "Berg sagte am Montag, der Sieg sei nah.", "berg", "der Sieg sei nah.", "indirect"),
    ("de", "Berg hat am Montag gesagt, dass sie hilft.", "berg", "sie hilft.", "indirect"),
    ("de", "„Es ist ein Sieg“, sagte Anna Berg.", "berg", "„Es ist ein Sieg“", "direct"),
    ("de", "Am Montag sagte Holm: „Wir siegen.“", "holm", "„Wir siegen.“", "direct"),
    ("de", "Laut Jan Holm begann der Angriff.", "holm", "begann der Angriff.", "indirect"),
    (
        "de",
        "Der Angriff begann am Montag, so Holm.",
        "holm",
        "Der Angriff begann am Montag",
        "indirect",
    ),
    ("fr", "Berg a déclaré lundi que tout va bien.", "berg", "tout va bien.", "indirect"),
    ("fr", "« C’est fini », a affirmé Jan Holm.", "holm", "« C’est fini »", "direct"),
    ("fr", "Selon Jan Holm, l’attaque a commencé.", "holm", "l’attaque a commencé.", "indirect"),
    ("fr", "Comme l’a dit Holm, il pleuvait.", "holm", "il pleuvait.", "indirect"),
    ("es", "Berg dijo el lunes que todo va bien.", "berg", "todo va bien.", "indirect"),
    ("es", "“Es una victoria”, declaró Anna Berg.", "berg", "“Es una victoria”", "direct"),
    ("es", "Según Jan Holm, el ataque comenzó.", "holm", "el ataque comenzó.", "indirect"),
    ("ru", "Анна Бергова заявила, что победа близка.", "berg", "победа близка.", "indirect"),
    ("ru", "«Это победа», — сказал Ян Холм.", "holm", "«Это победа»", "direct"),
    ("ru", "По словам Холма, шёл дождь.", "holm", "шёл дождь.", "indirect"),
    ("ru", "— Война окончена, — сказала Бергова.", "berg", "Война окончена", "indirect"),
    ("uk", "Анна Бергова заявила, що перемога близько.", "berg", "перемога близько.", "indirect"),
    ("uk", "За словами Холма, йшов дощ.", "holm", "йшов дощ.", "indirect"),
    (
        "tr",
        "Anna Berg, zaferin yakın olduğunu söyledi.",
        "berg",
        "zaferin yakın olduğunu",
        "indirect",
    ),
    ("tr", 'Holm, "Savaş bitti" dedi.', "holm", '"Savaş bitti"', "direct"),
    ("tr", '"Savaş bitti" diye Jan Holm konuştu.', "holm", '"Savaş bitti"', "direct"),
    ("tr", "Berg’e göre saldırı başladı.", "berg", "saldırı başladı.", "indirect"),
    ("az", "Anna Berg bildirib ki, qələbə yaxındır.", "berg", "qələbə yaxındır.", "indirect"),
    ("az", "“Müharibə bitdi”, - deyə Jan Holm bildirib.", "holm", "“Müharibə bitdi”", "direct"),
    ("az", "Bergə görə hücum başladı.", "berg", "hücum başladı.", "indirect"),
    ("hy", "Աննա Բերգը հայտարարեց, որ հաղթանակը մոտ է։", "berg", "հաղթանակը մոտ է։", "indirect"),
    ("hy", "«Սա հաղթանակ է», – ասաց Յան Հոլմը։", "holm", "«Սա հաղթանակ է»", "direct"),
    ("hy", "Հոլմի խոսքով՝ հարձակումն սկսվել է։", "holm", "հարձակումն սկսվել է։", "indirect"),
    ("ar", "قالت آنا بيرغ إن النصر قريب.", "berg", "النصر قريب.", "indirect"),
    ("ar", '"هذا نصر"، قال يان هولم.', "holm", '"هذا نصر"', "direct"),
    ("ar", "وأضاف هولم أن الحرب انتهت.", "holm", "الحرب انتهت.", "indirect"),
]
NOT_SAID = [
    ("de", "In Karsk regnete es am Montag, und Holm fuhr nach Hause."),
    ("de", "Dem Land wurde am Montag von niemandem geholfen."),
    ("fr", "Holm est arrivé lundi dans la ville de Karsk."),
    ("es", "Holm llegó el lunes a la ciudad de Karsk."),
    ("ru", "Холм приехал в понедельник в Карск."),
    ("uk", "Холм приїхав у понеділок до Карська."),
    ("tr", "Holm pazartesi günü Karsk kentine geldi."),
    ("az", "Oyun yağışa görə başlamadı."),
    ("hy", "Հոլմը երկուշաբթի օրը եկավ Կարսկ։"),
    ("ar", "وصل هولم يوم الاثنين إلى كارسك."),
]
# What pronouns, and verbs that have none, mean: who spoke before.
MEANT = [
    ("de", "Anna Berg sagte, es regne. Sie fügte hinzu, dass es kalt sei.", "berg"),
    ("fr", "Anna Berg a dit qu’il pleut. « Il fait froid », a-t-elle ajouté.", "berg"),
    ("es", "Jan Holm dijo que llueve. Añadió que hace frío.", "holm"),
    ("ru", "Ян Холм сказал, что идёт дождь. Он добавил, что холодно.", "holm"),
    ("uk", "Ян Холм сказав, що йде дощ. Він додав, що холодно.", "holm"),
    ("tr", "Jan Holm, yağmur yağdığını söyledi. Havanın soğuk olduğunu ekledi.", "holm"),
    ("az", "Jan Holm dedi ki, yağış yağır. O əlavə etdi ki, hava soyuqdur.", "holm"),
    ("hy", "Յան Հոլմն ասաց, որ անձրև է։ Նա ավելացրեց, որ ցուրտ է։", "holm"),
    ("ar", "قال يان هولم إنها تمطر. وأضاف أن الجو بارد.", "holm"),
]
# (language, form in the text, whether it is the name of Norland)
FORMS = [
    *(("ru", form, True) for form in ("Норландии", "Норландию", "Норландией")),
    *(("uk", form, True) for form in ("Норландії", "Норландію", "Норландією")),
    *(("tr", form, True) for form in ("Norlandiya’nın", "Norlandiya'ya", "Norlandiyada")),
    *(("hy", form, True) for form in ("Նորլանդիայի", "Նորլանդիան", "Նորլանդիայից")),
    *(("ar", form, True) for form in ("ونورلاند", "لنورلاند", "بنورلاند")),
    *(("de", form, True) for form in ("Norlands", "Norland")),
    *(("ru", form, False) for form in ("Норландиями", "Норландка", "норландии")),
    *(("de", form, False) for form in ("Norlandser", "Norlandische")),
    ("en", "Norlands", False),
]


def said_in(language, *texts):
    articles = articles_of(*texts, language=[language] * len(texts))
    return articles, tk.find_attributions(
        articles, tk.find_actors(articles, ACTORS), method="rules"
    )


@pytest.mark.parametrize(("language", "text", "person", "content", "mode"), SAID)
def test_who_says_what(language, text, person, content, mode):
    _, found = said_in(language, text)
    words = [text[row.content_start : row.content_end] for row in found.itertuples()]
    assert (words, [*found["person_id"]], [*found["mode"]]) == ([content], [person], [mode])


@pytest.mark.parametrize(("language", "text"), NOT_SAID)
def test_what_the_outlet_tells(language, text):
    assert said_in(language, text)[1].empty


@pytest.mark.parametrize(("language", "text", "person"), MEANT)
def test_whom_a_pronoun_or_a_bare_verb_means(language, text, person):
    assert [*said_in(language, text)[1]["person_id"]] == [person, person]


@pytest.mark.parametrize(("language", "form", "is_name"), FORMS)
def test_names_inflect_and_are_not_found_within_words(language, form, is_name):
    names = tk.find_actors(articles_of(f"( {form} )", language=[language]), ACTORS)
    assert [*names["actor_id"]] == ["norland"] * is_name


def test_a_name_of_one_language_is_none_in_another():
    names = tk.find_actors(articles_of("Норландия", language=["uk"]), ACTORS)
    assert names.empty


THREE = {
    "ru": "Анна Бергова назвала перемирие «победой».\n\nЯн Холм призвал Норландию прекратить "
    "«провокации».\n\nНорландия обещала поддержку своим «братьям».",
    "tr": "Anna Berg, ateşkesi “zafer” olarak nitelendirdi.\n\nJan Holm, Norlandiya’nın "
    "“provokasyonlara” son vermesini istedi.\n\nNorlandiya, “kardeşlerine” destek sözü verdi.",
    "de": "Anna Berg nannte den Waffenstillstand einen „Sieg“.\n\nJan Holm forderte Norland auf, "
    "seine „Provokationen“ zu beenden.\n\nNorland versprach seinen „Brüdern“ Hilfe.",
    "hy": "Աննա Բերգը զինադադարը «հաղթանակ» անվանեց։\n\nՅան Հոլմը կոչ արեց Նորլանդիային դադարեցնել "
    "«սադրանքները»։\n\nՆորլանդիան խոստացավ աջակցել իր «եղբայրներին»։",
}
TERMS = {
    "victory": ["побед*", "zafer*", "Sieg*", "հաղթանակ*"],
    "provocation": ["провокац*", "provokasyon*", "Provokation*", "սադրանք*"],
    "brothers": ["брат*", "kardeş*", "Brüder*", "եղբայր*"],
}


@pytest.mark.parametrize("language", THREE)
def test_three_terms_have_the_same_voices_in_each_language(language):
    articles = articles_of(THREE[language], language=[language])
    mentions = tk.annotate(articles, ACTORS, lexicon_of(**TERMS), method="rules").mentions
    voices = dict(zip(mentions["frame"], mentions["voice_id"], strict=True))
    assert voices == {"victory": "norland", "provocation": "westland", "brothers": "norland"}
    assert set(mentions["mode"]) == {"direct"}


# -- texts of no sense ---------------------------------------------------------------------------


def nonsense(language, size, seed):
    """Return words of the lists of a language, names and marks in no order."""
    chance, lists = random.Random(seed), load_language(language).reports
    words = [
        *lists.says,
        *lists.does,
        *lists.weak,
        *lists.before,
        *lists.after,
        *lists.tags,
        *lists.that,
        *lists.as_,
        *lists.relatives,
        *lists.between,
        *lists.prepositions,
        *lists.breaks,
        *lists.moods,
        *lists.quotatives,
    ]
    marks = [*",.;:?!()«»„“”\"-—–'’\n։՝،؟", "\n\n", ", ", ": «", "»,- ", "İ", "ß", "\u064b", "M."]
    names = ["Berg", "Holm", "Анна", "Холма", "Բերգ", "يان", "Karsk", "I", "x"]
    kinds = [words, words, words, marks, names]
    return "".join(
        chance.choice(chance.choice(kinds)) + chance.choice(["", " ", " "]) for _ in range(size)
    )


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_raises_and_offsets_hold(language):
    texts = [nonsense(language, size, size) for size in (*range(1, 60), 600)]
    outcomes = METHODS["rules"].read(Text(raw, language=language) for raw in texts)
    found = 0
    for raw, outcome in zip(texts, outcomes, strict=True):
        assert not isinstance(outcome, Exception), (raw, outcome)
        spans = sorted(span for one in outcome for span in one.content)
        assert all(0 <= start < end <= len(raw) for start, end in spans)
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))
        found += len(outcome)
    assert found > 60


@pytest.mark.parametrize("language", OTHERS)
def test_time_grows_with_the_length_of_a_line(language):
    def seconds(raw):
        began = process_time()
        assert not isinstance(
            next(METHODS["rules"].read([Text(raw, language=language)])), Exception
        )
        return process_time() - began

    raw = nonsense(language, 400, 7).replace("\n", " ")
    seconds(raw)  # the lists are read once
    short, long = min(seconds(raw) for _ in range(3)), seconds(raw * 10)
    assert long < 40 * short + 0.05


# -- folders --------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_lists_many_words_in_lower_case(language):
    lists = load_language(language).reports
    assert sum(map(len, lists.says.values())) > 200
    for name in ("says", "does", "weak", "before", "after"):
        for phrases in getattr(lists, name).values():
            assert all(word == word.lower() for phrase in phrases for word in phrase), phrases


def test_a_list_that_is_wrong_is_told_with_its_file(tmp_path):
    text = Path(languages.__file__).with_name("de").joinpath("reports.yml").read_text("utf-8")
    path = tmp_path / "reports.yml"
    for wrong, message in [
        (
            ("order: second", "order: last"),
            "order: found 'last', expected one of free, second, first, final",
        ),
        (('drops: "no"', "drops: maybe"), "drops: found 'maybe', expected yes or no"),
        (("stops: point", "stops: dot"), "stops: found 'dot', expected point or colon"),
        (
            ("says:\n", "says:\n  - stem: [a]\n"),
            "says: found {'stem': ['a']} as number 1, expected a group with the keys stems, "
            "endings and prefixes, of which the last two may be left out",
        ),
    ]:
        path.write_text(text.replace(*wrong), "utf-8")
        with pytest.raises(LanguageError) as error:
            read_reports(tmp_path)
        assert str(error.value) == f"{path}: {message}"


# -- methods and registries -----------------------------------------------------------------------


def test_the_parser_reads_english_only():
    articles = articles_of("It rains, Berg said.", "Es regnet, sagte Berg.", language=["en", "de"])
    nobody = tk.find_actors(articles, ACTORS)
    message = (
        "1 of 2 article(s) without attributions: b (LanguageError: found an article in German, "
        "which no parser reads; use method='rules')"
    )
    with pytest.warns(UserWarning, match=re.escape(message)):
        found = tk.find_attributions(articles, nobody, method="parser")
    assert set(found["doc_id"]) == {"a"}


def test_tone_is_english_only():
    articles = articles_of("A terrible war.", "A terrible war.", language=["en", "de"])
    mentions = tk.annotate(articles, ACTORS, lexicon_of(war=["war"]), method="rules").mentions
    assert [*mentions["tone"].notna()] == [True, False]


def test_a_registry_names_actors_in_several_languages(tmp_path):
    path = tmp_path / "actors.yml"
    path.write_text(
        "actors:\n"
        "  norland:\n"
        "    name: Norland\n"
        "    names: {ru: [Норландия], fr: [Norlande]}\n"
        "    people:\n"
        "      berg: {name: Anna Berg, names: {ru: [Анна Бергова]}}\n",
        "utf-8",
    )
    actors = tk.load_actors(path)
    texts = ["Норландия и Бергова", "La Norlande et Berg", "Norlande, Норландия"]
    names = tk.find_actors(articles_of(*texts, language=["ru", "fr", "en"]), actors)
    assert [*zip(names["doc_id"], names["match"], strict=True)] == [
        ("a", "Норландия"),
        ("a", "Бергова"),
        ("b", "Norlande"),
        ("b", "Berg"),
    ]
    assert set(names["actor_id"]) == {"norland"}


def test_a_name_of_two_actors_is_refused_in_other_languages_too(tmp_path):
    path = tmp_path / "actors.yml"
    path.write_text(
        "actors:\n  a: {name: A, names: {ru: [Х]}}\n  b: {name: B, names: {ru: [Х]}}\n", "utf-8"
    )
    with pytest.raises(tk.InstrumentError, match="'Х' is also claimed by 'a', at line 2"):
        tk.load_actors(path)


def test_a_french_quotation_goes_on_over_lines():
    text = "« C’est fini.\n\nIl pleut.\n\nTout va bien », a dit Jan Holm."
    _, found = said_in("fr", text)
    assert set(found["person_id"]) == {"holm"}
    covered = "".join(text[row.content_start : row.content_end] for row in found.itertuples())
    assert all(word in covered for word in ("fini", "pleut", "bien"))
