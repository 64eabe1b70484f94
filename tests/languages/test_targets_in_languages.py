"""Whom framing terms are aimed at in other languages than English: possessives, cases, calls."""

import random
from time import process_time

import pytest
from conftest import articles_of, lexicon_of

import toolkit as tk
from toolkit.instruments.registry import Actor, ActorRegistry, Person
from toolkit.languages.language import known_languages, load_language

OTHERS = [code for code in known_languages() if code != "en"]

ACTORS = ActorRegistry(
    (
        Actor(
            "turkey",
            "Turkey",
            names=(
                ("ru", "Турция"), ("uk", "Туреччина"), ("tr", "Türkiye"), ("az", "Türkiyə"),
                ("de", "Türkei"), ("fr", "Turquie"), ("es", "Turquía"), ("hy", "Թուրքիա"),
                ("ar", "تركيا"),
            ),
        ),
        Actor(
            "armenia",
            "Armenia",
            names=(
                ("ru", "Армения"), ("uk", "Вірменія"), ("tr", "Ermenistan"), ("az", "Ermənistan"),
                ("de", "Armenien"), ("fr", "Arménie"), ("hy", "Հայաստան"), ("ar", "أرمينيا"),
            ),
        ),
        Actor(
            "azerbaijan",
            "Azerbaijan",
            demonyms=(
                "азербайджанский", "aserbaidschanisch", "Azerbaycanlı", "ադրբեջանցի",
                "azerbaïdjanais",
            ),
            names=(
                ("ru", "Азербайджан"), ("tr", "Azerbaycan"), ("az", "Azərbaycan"),
                ("de", "Aserbaidschan"), ("fr", "Azerbaïdjan"), ("hy", "Ադրբեջան"),
            ),
        ),
        Actor(
            "france",
            "France",
            names=(
                ("ru", "Франция"), ("tr", "Fransa"), ("de", "Frankreich"), ("hy", "Ֆրանսիա"),
            ),
        ),
        Actor(
            "russia",
            "Russia",
            names=(
                ("ru", "Россия"), ("tr", "Rusya"), ("de", "Russland"), ("hy", "Ռուսաստան"),
            ),
            people=(
                Person(
                    "peskov",
                    "Dmitry Peskov",
                    pronoun="he",
                    names=(
                        ("ru", "Дмитрий Песков"), ("tr", "Dmitriy Peskov"),
                        ("de", "Dmitri Peskow"), ("hy", "Դմիտրի Պեսկով"),
                    ),
                ),
            ),
        ),
    )
)  # fmt: skip
LEXICON = lexicon_of(
    victory=[
        *(
            "побед*",
            "zafer*",
            "Sieg*",
            "հաղթանակ*",
            "victoire*",
            "victoria*",
            "перемог*",
            "qələbə*",
        ),
        *("انتصار*", "поражени*", "Niederlage*", "défaite*", "yenilgi*"),
    ],
    provocation=[
        *("провокац*", "provokasyon*", "Provokation*", "սադրանք*", "provocation*", "provocacion*"),
        *("təxribat*", "استفزازات", "агресси*", "saldırı*", "Angriff*", "обстрел*", "ագրեսիա*"),
    ],
    brothers=["брат*", "kardeş*", "Brüder*", "եղբայր*", "frère*"],
    restraint=["сдержанност*", "Zurückhaltung", "itidal*", "retenue"],
)
# The sentences of a dispatch on the ceasefire: who says which of three terms of whom.
THREE = {
    "ru": (
        "«Это победа для народов обеих стран, Азербайджана и Армении, потому что война "
        "остановлена», — сказал Дмитрий Песков.",
        "«Франция призывает Турцию прекратить свои провокации», — заявила Франция.",
        "Турция заявила, что азербайджанские «братья» и дальше будут получать поддержку.",
    ),
    "tr": (
        "Dmitriy Peskov, “Bu, her iki ülkenin halkları, Azerbaycan ve Ermenistan için bir "
        "zaferdir” dedi.",
        "Fransa, Türkiye’nin provokasyonlarına son vermesini istedi.",
        "Türkiye, Azerbaycanlı “kardeşlerin” destek almaya devam edeceğini açıkladı.",
    ),
    "de": (
        "„Das ist ein Sieg für die Völker beider Länder, Aserbaidschan und Armenien“, sagte "
        "Dmitri Peskow.",
        "„Frankreich fordert die Türkei auf, ihre Provokationen zu beenden“, erklärte Frankreich.",
        "Die Türkei erklärte, dass die aserbaidschanischen „Brüder“ weiter Hilfe bekommen.",
    ),
    "hy": (
        "«Սա հաղթանակ է երկու երկրների ժողովուրդների՝ Ադրբեջանի և Հայաստանի համար», – ասաց "
        "Դմիտրի Պեսկովը։",
        "Ֆրանսիան հայտարարեց, որ Թուրքիայի սադրանքները պետք է դադարեն։",
        "Թուրքիան հայտարարեց, որ ադրբեջանցի «եղբայրները» շարունակելու են աջակցություն ստանալ։",
    ),
}


def annotated(text, language):
    tables = tk.annotate(articles_of(text, language=[language]), ACTORS, LEXICON, method="rules")
    targets = tables.targets
    mentions = tables.mentions
    return [
        (
            row.frame,
            row.voice_id,
            [
                *zip(
                    targets["actor_id"][targets["mention_id"] == row.mention_id],
                    targets["role"][targets["mention_id"] == row.mention_id],
                    strict=True,
                )
            ],
        )
        for row in mentions.itertuples()
    ]


@pytest.mark.filterwarnings("ignore::toolkit.annotate.terms.LexiconWarning")
@pytest.mark.parametrize("language", THREE)
def test_three_terms_have_their_voices_and_targets(language):
    assert annotated("\n\n".join(THREE[language]), language) == [
        ("victory", "russia", [("azerbaijan", "agent"), ("armenia", "agent")]),
        ("provocation", "france", [("turkey", "agent")]),
        ("brothers", "turkey", [("azerbaijan", "ally")]),
    ]


AGENT, SUFFERS = [("turkey", "agent")], [("armenia", "patient")]
AIMED = [
    # whose
    ("ru", "Провокации Турции продолжаются.", AGENT),
    ("ru", "Новые провокации со стороны Турции продолжаются.", AGENT),
    ("ru", "Поражение Армении признано.", SUFFERS),
    ("ru", "Обстрел Армении продолжается.", SUFFERS),
    ("uk", "Провокації Туреччини тривають.", [("turkey", "agent")]),
    ("tr", "Türkiye'nin yeni provokasyonları sürüyor.", AGENT),
    ("az", "Türkiyənin təxribatları davam edir.", AGENT),
    ("hy", "Թուրքիայի նոր սադրանքները շարունակվում են։", AGENT),
    ("de", "Die Provokationen der Türkei gehen weiter.", AGENT),
    ("de", "Armeniens Niederlage ist besiegelt.", SUFFERS),
    ("de", "Die Niederlage Armeniens ist besiegelt.", SUFFERS),
    ("fr", "Les provocations de la Turquie continuent.", AGENT),
    ("fr", "La défaite de l’Arménie est totale.", SUFFERS),
    ("fr", "La défaite d’Arménie est totale.", SUFFERS),
    ("es", "Las provocaciones de Turquía continúan.", AGENT),
    ("ar", "استفزازات تركيا مستمرة.", AGENT),
    # against whom
    ("ru", "Агрессия против Армении продолжается.", SUFFERS),
    ("ru", "Победа над Арменией близка.", SUFFERS),
    ("tr", "Ermenistan'a karşı saldırı sürüyor.", SUFFERS),
    ("de", "Der Angriff auf Armenien geht weiter.", SUFFERS),
    ("hy", "Հայաստանի դեմ ագրեսիան շարունակվում է։", SUFFERS),
    ("fr", "La victoire sur l’Arménie est proche.", SUFFERS),
    # who is called on
    ("ru", "Париж призвал Турцию прекратить «провокации».", AGENT),
    ("ru", "Париж призвал Турцию проявить сдержанность.", [("turkey", "addressee")]),
    ("de", "Paris forderte die Türkei auf, die Provokationen zu beenden.", AGENT),
    ("de", "Paris mahnte die Türkei zur Zurückhaltung.", [("turkey", "addressee")]),
    ("tr", "Paris, Türkiye’yi provokasyonlara son vermeye çağırdı.", AGENT),
    ("hy", "Փարիզը կոչ արեց Թուրքիային դադարեցնել սադրանքները։", AGENT),
    ("fr", "Paris a exhorté la Turquie à la retenue.", [("turkey", "addressee")]),
    ("fr", "Les frères azerbaïdjanais attendent.", [("azerbaijan", "ally")]),
    # no tie
    ("ru", "Провокации продолжались, Турция молчала.", []),
    ("de", "Der Sieg war nah, als die Türkei schwieg.", []),
    ("tr", "Zafer yakındı. Türkiye sustu.", []),
    ("fr", "La victoire était proche quand la Turquie se taisait.", []),
]  # fmt: skip


@pytest.mark.filterwarnings("ignore::toolkit.annotate.terms.LexiconWarning")
@pytest.mark.parametrize(("language", "text", "expected"), AIMED)
def test_who_is_meant(language, text, expected):
    assert [targets for _, _, targets in annotated(text, language)] == [expected]


def test_the_rule_of_a_genitive_is_that_of_an_owner():
    articles = articles_of("Türkiye'nin provokasyonları sürüyor.", language=["tr"])
    lexicon = lexicon_of(provocation=["provokasyon*"])
    targets = tk.annotate(articles, ACTORS, lexicon, method="rules").targets
    assert [*targets["rule"]] == ["possessive"]


def nonsense(language, size, seed):
    """Return terms, names and the words of the lists of a language in no order."""
    chance, code = random.Random(seed), language.code
    lists = [words for words in vars(language.targets).values() if words]
    names = [name for actor in ACTORS for at, name in actor.names if at == code]
    terms = [term.term_id.replace("*", "") for term in LEXICON.terms()]
    kinds = [*lists, names, names, terms, terms, [*",.;:«»“”'’-", "\n\n"]]
    return "".join(
        chance.choice(chance.choice(kinds)) + chance.choice(["", " ", " "]) for _ in range(size)
    )


@pytest.mark.filterwarnings("ignore::toolkit.annotate.terms.LexiconWarning")
@pytest.mark.parametrize("code", OTHERS)
def test_no_text_raises_and_time_grows_with_its_length(code):
    language = load_language(code)
    text = nonsense(language, 300, 3).replace("\n", " ")

    def seconds(text):
        articles = articles_of(text, language=[code])
        began = process_time()
        tables = tk.annotate(articles, ACTORS, LEXICON, method="rules")
        assert len(tables.mentions) > 20
        return process_time() - began

    short_ones = [nonsense(language, 60, seed) for seed in range(20)]
    tk.annotate(articles_of(*short_ones, language=[code] * 20), ACTORS, LEXICON, method="rules")
    short, long = seconds(text), seconds(". ".join([text] * 10))
    assert long < 40 * short + 0.1
