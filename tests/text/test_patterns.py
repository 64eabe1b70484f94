"""Folding keeps offsets; phrases are found as the plain regular expression would find them."""

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.text.patterns import Phrase, PhraseIndex, first_word, fold, phrase_pattern


def found(text, *phrases, **options):
    """Return the texts that an index of these phrases finds."""
    index = PhraseIndex([Phrase(phrase, phrase, **options) for phrase in phrases])
    return [text[start:end] for start, end, _ in index.scan(fold(text))]


def test_fold_keeps_the_length_of_every_character_and_lower_case_keeps_it_then():
    """An offset into folded, lower-cased text is an offset into the text."""
    every = [chr(c) for c in range(sys.maxunicode + 1) if not 0xD800 <= c <= 0xDFFF]
    folded = [fold(character) for character in every]
    assert [a for a, b in zip(every, folded, strict=True) if len(b) != 1] == []
    assert [a for a, b in zip(every, folded, strict=True) if len(b.lower()) != 1] == []
    assert fold("".join(every)) == "".join(folded)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Élysée, Çavuşoğlu, İzmir, ışık", "Elysee, Cavusoglu, Izmir, isik"),
        ("Đorđe Łódź Ørsted Əliyev Ħal", "Dorde Lodz Orsted Eliyev Hal"),
        ("“a” „b‟ «c»", '"a" "b" "c"'),
        ("’a‘ ‛b´ ʼc`", "'a' 'b' 'c'"),
        ("Nagorno‑Karabakh‐x", "Nagorno-Karabakh-x"),
        ("1\u00a0960\u202f3\u20094", "1 960 3 4"),
        ("Россия – 한국 ß Æ…", "Россия – 한국 ß Æ…"),
        ("`plain'", "'plain'"),
        ("", ""),
    ],
)
def test_fold_takes_off_diacritics_and_typography_only(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_fold_twice_is_fold(text):
    assert fold(fold(text)) == fold(text)
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("lay down arms", True),
        ("lay \t down  arms", True),
        ("lay down \n arms", True),
        ("lay down\n\narms", False),
        ("lay downarms", False),
    ],
)
def test_a_blank_in_a_phrase_is_any_blanks_or_one_line_break(text, matches):
    pattern = re.compile(phrase_pattern("lay down arms", wildcard=False))
    assert bool(pattern.fullmatch(text)) == matches


def test_an_asterisk_is_any_letters_only_where_it_is_a_wildcard():
    text = "provoke provocation provo* unprovoked"
    assert found(text, "provo*", wildcard=True) == ["provoke", "provocation", "provo"]
    assert found(text, "provo*") == ["provo*"]
    assert found(text, "*provo*", wildcard=True) == [
        "provoke",
        "provocation",
        "provo",
        "unprovoked",
    ]
    assert found(text, "prov*e", wildcard=True) == ["provoke"]


def test_a_wildcard_never_crosses_a_word():
    assert found("cease the fire", "cease*fire", wildcard=True) == []
    assert found("ceasefire", "cease*fire", wildcard=True) == ["ceasefire"]


def test_characters_that_mean_something_in_patterns_are_plain():
    assert found("the U.S. and the UxSx", "U.S.") == ["U.S."]
    assert found("a (b) c", "a (b) c") == ["a (b) c"]


def test_a_phrase_ends_where_its_word_ends():
    assert found("Turk, Turks, Turk's, Turk-led", "Turk") == ["Turk", "Turk", "Turk"]


def test_a_phrase_begins_where_a_word_begins():
    assert found("peace, appease, co-peace", "peace") == ["peace", "peace"]


def test_case_counts_unless_it_is_ignored():
    assert found("Peace peace PEACE", "peace") == ["peace"]
    assert found("Peace peace PEACE", "Peace", ignore_case=True) == ["Peace", "peace", "PEACE"]


def test_text_and_phrases_are_folded_alike():
    assert found("the Élysée’s “no”", "Elysee's") == ["Élysée’s"]
    assert found("the Elysee's", "Élysée’s") == ["Elysee's"]


def test_overlapping_phrases_are_all_found_with_their_payload():
    index = PhraseIndex([Phrase("peace", 1), Phrase("peace of mind", 2), Phrase("mind", 3)])
    hits = [(start, end, phrase.payload) for start, end, phrase in index.scan("peace of mind")]
    assert sorted(hits) == [(0, 5, 1), (0, 13, 2), (9, 13, 3)]


def test_nothing_is_found_in_nothing_and_by_nothing():
    assert found("", "peace") == []
    assert found("peace") == []


@pytest.mark.parametrize(
    ("phrase", "wildcard", "word"),
    [
        ("Élan vital", False, "Elan"),
        (" U.S.", False, "U"),
        ("win*er takes", True, "win*er"),
        ("win*er takes", False, "win"),
        ("*win", True, "*win"),
        ("*", True, ""),
        ("**win", True, ""),
        ("*win", False, ""),
        ("-win", True, ""),
        ("“win”", False, ""),
    ],
)
def test_the_first_word_of_a_phrase(phrase, wildcard, word):
    assert first_word(phrase, wildcard=wildcard) == word


def test_a_star_for_itself_is_a_word_or_none_and_takes_all_blanks_around_it():
    assert found("war and peace, war -- peace, war\nor peace", "war * peace", wildcard=True) == [
        "war and peace",
        "war\nor peace",
    ]
    assert found("war  peace", "war * peace", wildcard=True) == []


def test_phrases_that_begin_alike_are_told_apart_by_what_follows():
    text = "the Republic of Karsk, the REPUBLIC OF Norport-upon-Sea and the Republic"
    phrases = ["Republic of Karsk", "republic of norport", "republic of nor*-up*", "republic of"]
    assert sorted(found(text, *phrases, ignore_case=True, wildcard=True)) == [
        "REPUBLIC OF",
        "REPUBLIC OF Norport",
        "REPUBLIC OF Norport-upon",
        "Republic of",
        "Republic of Karsk",
    ]


@pytest.mark.parametrize("glob", ["cease*fire", "*sefi*", "*fire", "c*e*f*e", "*e*e*", "*ce*fir*"])
def test_globs_are_looked_up_by_letters_of_any_place(glob):
    assert found("a ceasefire and fir", glob, wildcard=True) == ["ceasefire"]


def test_no_sigma_at_the_end_of_a_word_hides_a_phrase():
    """Lower-case sigma has two shapes, which are one letter where case is ignored."""
    assert found("ΝΕΟΣ ΛΟΓΟΣ", "νεος λογος", ignore_case=True) == ["ΝΕΟΣ ΛΟΓΟΣ"]
    assert found("Α ΛΟΓΟΣ", "α λογοσ", ignore_case=True) == ["Α ΛΟΓΟΣ"]


def _in_any_way(phrase):
    """Return the pattern of a phrase whose stars may stand for letters in any way."""
    words = (r"\w*".join(map(re.escape, word.split("*"))) for word in fold(phrase).split())
    return r"(?:[^\S\n]+|[^\S\n]*\n[^\S\n]*)".join(words) + r"(?!\w)"


@given(
    st.lists(st.text("abA-.*", min_size=1, max_size=7).filter(lambda w: w.strip("*")), min_size=1),
    st.text("abA-. \n", max_size=40),
    st.booleans(),
)
def test_stars_that_are_taken_once_and_for_all_match_what_they_did(words, text, ignore):
    flags = re.IGNORECASE if ignore else 0
    plain = re.compile(_in_any_way(" ".join(words)), flags)
    linear = re.compile(phrase_pattern(" ".join(words), wildcard=True) + r"(?!\w)", flags)
    for start in range(len(text) + 1):
        one, other = plain.match(text, start), linear.match(text, start)
        assert (one and one.span()) == (other and other.span())


letters = st.text(alphabet="aAbé ’-\n*", min_size=1, max_size=6)


@given(
    st.text(alphabet="aAbBé’'- \n*.", max_size=30),
    st.lists(letters.filter(lambda p: first_word(p, wildcard=True)), max_size=4),
    st.booleans(),
)
def test_an_index_finds_what_the_patterns_find_at_the_start_of_each_word(text, phrases, ignore):
    folded = fold(text)
    flags = re.IGNORECASE if ignore else 0
    expected = set()
    for phrase in phrases:
        pattern = re.compile(phrase_pattern(phrase, wildcard=True) + r"(?!\w)", flags)
        for word in re.finditer(r"\w+", folded):
            match = pattern.match(folded, word.start())
            if match:
                expected.add((match.start(), match.end(), phrase))
    index = PhraseIndex([Phrase(p, p, ignore_case=ignore, wildcard=True) for p in phrases])
    assert {(start, end, phrase.payload) for start, end, phrase in index.scan(folded)} == expected


def _with_endings(word, is_first):
    """Return the forms of a word in a language of two endings; a sentence may open with it."""
    forms = {word, word + "a", word + "'ab"}
    return forms | {form.capitalize() for form in forms} if is_first else forms


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("by Rose Roea, to Rosea\nRoe'ab", ["Rose Roea", "Rosea\nRoe'ab"]),
        ("Rose’ab  Roe", ["Rose’ab  Roe"]),
        ("Roseab Roe, Rose Roeab, Rose\n\nRoe, Primrose Roe, Rose, Roe", []),
    ],
)
def test_a_phrase_is_found_in_all_forms_of_its_words(text, matches):
    assert found(text, "Rose Roe", forms=_with_endings) == matches


def test_the_forms_of_a_phrase_are_found_in_any_case_where_it_is_ignored():
    assert found("ROSEA ROE'AB", "rose roe", forms=_with_endings) == []
    assert found("ROSEA ROE'AB", "rose roe", forms=_with_endings, ignore_case=True) == [
        "ROSEA ROE'AB"
    ]
    assert found("ΛΟΓΟΣ", "λογος", forms=_with_endings, ignore_case=True) == ["ΛΟΓΟΣ"]


@given(
    st.text(alphabet="aAbB’ \n.", max_size=30),
    st.lists(st.text(alphabet="abB", min_size=1, max_size=2), min_size=1, max_size=3),
    st.booleans(),
)
def test_forms_are_found_where_a_pattern_of_all_of_them_matches(text, words, ignore):
    folded = fold(text)
    either = (
        "|".join(sorted(map(re.escape, _with_endings(word, at == 0)), key=len, reverse=True))
        for at, word in enumerate(words)
    )
    between = r"(?:[^\S\n]+|[^\S\n]*\n[^\S\n]*)"
    pattern = re.compile(
        between.join(f"(?:{forms})" for forms in either) + r"(?!\w)", re.IGNORECASE if ignore else 0
    )
    matches = (pattern.match(folded, word.start()) for word in re.finditer(r"\w+", folded))
    phrase = Phrase(" ".join(words), 1, ignore_case=ignore, forms=_with_endings)
    assert [span[:2] for span in PhraseIndex([phrase]).scan(folded)] == [
        match.span() for match in matches if match
    ]
