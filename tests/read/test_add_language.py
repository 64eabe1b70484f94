"""The language of articles where nobody says it."""

import re

import pandas as pd
import pytest
from conftest import articles_of

import toolkit as tk
from toolkit.tables.schema import check_table, empty_table

TEXTS = {
    "en": "The president said on Monday that the war is over and that the ceasefire holds.",
    "de": "Der Präsident sagte am Montag, der Krieg sei vorbei und die Waffenruhe halte.",
    "fr": "Le président a déclaré lundi que la guerre est finie et que la trêve est respectée.",
    "es": "El presidente dijo el lunes que la guerra ha terminado y que la tregua se respeta.",
    "ru": "Президент заявил в понедельник, что война окончена и перемирие соблюдается всеми.",
    "uk": "Президент заявив у понеділок, що війна закінчена і перемир’я дотримуються всі.",
    "tr": "Cumhurbaşkanı pazartesi günü savaşın bittiğini ve ateşkese uyulduğunu söyledi.",
    "az": "Prezident bazar ertəsi bildirib ki, müharibə bitib və atəşkəsə əməl olunur.",
    "hy": "Նախագահը երկուշաբթի հայտարարեց, որ պատերազմն ավարտված է։",
    "ar": "قال الرئيس يوم الاثنين إن الحرب انتهت وإن وقف إطلاق النار صامد في كل المناطق.",
}
SHORT = "Karsk 12:30"


def told(articles, **options):
    found = check_table(tk.add_language(articles, **options), "articles")
    assert found["doc_id"].equals(articles["doc_id"])
    return [None if pd.isna(one) else one for one in found["language"]]


def test_each_language_is_told_by_its_letters():
    articles = articles_of(*TEXTS.values())
    before = articles.copy()
    found = tk.add_language(articles)
    assert [*found["language"]] == [*TEXTS]
    assert found["language_certainty"].between(0.8, 1).all()
    pd.testing.assert_frame_equal(articles, before)


def test_a_language_that_is_said_stays():
    articles = articles_of(*[TEXTS["ru"]] * 4, language=["uk-UA", "Klingon", None, " "])
    found = tk.add_language(articles)
    assert [*found["language"]] == ["uk-UA", "Klingon", "ru", "ru"]
    assert [*found["language_certainty"].isna()] == [True, True, False, False]


def test_what_was_told_stays_when_told_again():
    once = tk.add_language(articles_of(TEXTS["ru"], TEXTS["de"]))
    pd.testing.assert_frame_equal(tk.add_language(once), once)


@pytest.mark.parametrize("text", [SHORT, "12 3", "-"])
def test_an_article_of_few_words_keeps_none_and_is_told(text):
    articles = articles_of(TEXTS["ru"], text, TEXTS["de"], language=[None, None, "de"])
    message = re.escape("1 of 2 article(s) whose language nobody says have none that is certain ")
    with pytest.warns(
        tk.CorpusWarning, match=message + r"enough, first 'b' \('\w+', 0\.\d\d\); "
    ) as warned:
        assert told(articles) == ["ru", None, "de"]
    assert "they are read as English: fill their `language` with one of ar, az" in str(
        warned[0].message
    )
    assert warned[0].filename == __file__


def test_the_certainty_that_is_asked_for_is_a_choice():
    assert told(articles_of(SHORT), certainty=0)[0] is not None
    with pytest.raises(ValueError, match=r"^certainty: found 2, expected a number from 0 to 1$"):
        tk.add_language(articles_of(SHORT), certainty=2)


def test_no_articles_have_no_language():
    assert told(empty_table("articles")) == []


def test_an_index_of_its_own_is_kept():
    articles = articles_of(TEXTS["ru"], TEXTS["de"]).set_axis([7, 3])
    found = tk.add_language(articles)
    assert [*found["language"].items()] == [(7, "ru"), (3, "de")]


def test_mixed_articles_are_annotated_each_by_its_own_language(tmp_path):
    path = tmp_path / "actors.yml"
    path.write_text(
        "actors:\n  norland:\n    name: Norland\n    people:\n"
        "      berg: {name: Anna Berg, names: {ru: [Анна Бергова]}}\n",
        "utf-8",
    )
    articles = articles_of(
        "Анна Бергова заявила в понедельник, что победа близка и что война скоро кончится.",
        "Anna Berg sagte am Montag, der Sieg sei nah und der Krieg ende bald.",
    )
    found = tk.add_language(articles)
    attributions = tk.find_attributions(
        found, tk.find_actors(found, tk.load_actors(path)), method="rules"
    )
    assert [*attributions["person_id"]] == ["berg", "berg"]
    assert [*attributions["doc_id"]] == ["a", "b"]
