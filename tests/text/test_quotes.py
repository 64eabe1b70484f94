"""Quotation marks of many kinds, and of no kind at all."""

import pytest
from conftest import assert_proportional
from hypothesis import given
from hypothesis import strategies as st

from toolkit.text.quotes import quote_spans


def quoted(text):
    return [text[quote.inner_start : quote.inner_end] for quote in quote_spans(text)]


def test_spans_with_and_without_marks():
    (quote,) = quote_spans("He said “go” twice.")
    assert tuple(quote) == (8, 12, 9, 11)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“One,” he said. “Two.”", ["One,", "Two."]),
        ('"One," he said. "Two."', ["One,", "Two."]),
        ("``One,'' he said. ''Two.''", ["One,", "Two."]),
        ("«Un», dit-il. „Zwei“, sagt er.", ["Un", "Zwei"]),
        ("»Eins«, sagt er. »Zwei«", ["Eins", "Zwei"]),
        ("(»Ja«) und »Sie sagte ›Nein‹«.", ["Ja", "Sie sagte ›Nein‹"]),
        ("« Un », dit-il. « Deux »", [" Un ", " Deux "]),
        ("» Suite du discours. », dit-il. «Fin»", ["Fin"]),
        ("He wrote »too. Then «No» came.", ["No"]),
        ("‘One,’ he said. 'Two.'", ["One,", "Two."]),
        ("its “sister state” there", ["sister state"]),
        ('“A," he said.', ["A,"]),
        ("(“a”)", ["a"]),
        ("“”", []),
        ("", []),
    ],
)
def test_marks(text, expected):
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It’s ‘fine’ now,” he said.", ["It’s ‘fine’ now,"]),
        ("“He said “go” and left,” she said. “Why?”", ["He said “go” and left,", "Why?"]),
        ("‘He said “go” now,’ she said.", ["He said “go” now,"]),
        ("“One. “Two,” he said.", ["One. “Two,"]),
        ('"Its “Bill,” they say, is bad," he said.', ["Its “Bill,” they say, is bad,"]),
        ('"Its “Bill,” they say.', ["Its “Bill,” they say."]),
    ],
)
def test_outermost_only(text, expected):
    assert quoted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Turkey's army didn't stop, and Turkey’s navy didn’t.",
        "The voters' choice and the ministers’ plan.",
        "rock 'n' roll of the '90s, 'em all, ’tis so",
        "6'2\" tall",
    ],
)
def test_apostrophes_are_no_quotations(text):
    assert quoted(text) == []


def test_possessive_inside_single_marks():
    assert quoted("'the voters' choice is plain,' he said") == ["the voters' choice is plain,"]
    assert quoted("the 'brothers' of Roe's 'army'") == ["brothers", "army"]


def test_unclosed_ends_with_its_paragraph():
    text = "He said: “First.  \n\n“Second.\nNo mark.\n“Third.” End."
    assert quoted(text) == ["First.", "Second.", "Third."]
    first = quote_spans(text)[0]
    assert first.end == first.inner_end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said: "One.\nTwo.\n\nThree." End.', ["One.", "Two.", "Three."]),
        ("“One.\nTwo,” he said. “Three.”", ["One.", "Two,", "Three."]),
        ("``One.\nTwo.''", ["One.", "Two."]),
        ('"One.\nTwo "three" four.', ["One.", "three"]),  # a mark that opens: it is another one
        ('"One.\nTwo.\nNo mark at all.', ["One."]),
        ('"One.\n5"x7" of it.', ["One."]),
        ('"One."\nTwo."', ["One."]),
        ("'One.\nTwo of the roads.\nThree,' he said.", ["One.", "Two of the roads.", "Three,"]),
        ("‘One.\nThe roads’ end.’ So.", ["One.", "The roads’ end."]),
        ("'Tis so.\nHe said it's all.", []),
        ("'One of them.\nThe roads' end.", []),
    ],
)
def test_a_mark_further_down_closes_what_was_left_open(text, expected):
    assert quoted(text) == expected


def test_a_mark_too_far_down_closes_nothing():
    near, far = ('"One.\n' + "Two.\n" * lines + 'Three." End.' for lines in (14, 40))
    assert quoted(near) == ["One.", *["Two."] * 14, "Three."]
    assert quoted(far) == ["One."]


def test_straight_mark_left_open():
    assert quoted('He said "one\nTwo "three" four') == ["one", "three"]


@pytest.mark.parametrize("unit", ["“", '"', "'", "‘ ", '“"', " 'a", "'s ", "«„", "``", "''"])
@pytest.mark.timeout(120)
def test_time_grows_with_length(unit):
    assert_proportional(quote_spans, lambda size: [unit * size], size=1_000, ends_at=200_000)


MARKS = st.text(st.sampled_from("“”\"«»„‘’'`()[] \n\t.,:ab🙂אب\u200f\u202e\ud83d"), max_size=60)


@given(st.one_of(MARKS, st.text(max_size=60)))
def test_never_raises_and_stays_in_order(text):
    end = 0
    for quote in quote_spans(text):
        assert end <= quote.start <= quote.inner_start < quote.inner_end <= quote.end <= len(text)
        assert "\n" not in text[quote.start : quote.end]
        end = quote.end
