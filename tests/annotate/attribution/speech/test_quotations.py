"""Quotations without a reporting word in their sentence, and who says them."""

import pytest
from conftest import assert_proportional

from toolkit.annotate.attribution.cues import Statement
from toolkit.annotate.attribution.speech.outermost import outermost
from toolkit.annotate.attribution.speech.quotations import settle
from toolkit.languages.language import load_language
from toolkit.text.text import Text

EN = load_language("en")


def heard(text, *cues):
    """Settle `text` with a waiting statement for each (source, cue); return words, source, rule."""
    statements = []
    for source, cue in cues:
        at = text.index(f"{source} {cue}") if f"{source} {cue}" in text else text.index(cue)
        start = text.index(source)
        place = text.index(cue, at)
        span = (place, place + len(cue))
        statements.append(Statement((), (start, start + len(source)), span, "cue-verb"))
    found = settle(Text(text), statements, EN)
    return [
        (
            " / ".join(text[slice(*piece)] for piece in statement.content),
            statement.source and text[slice(*statement.source)],
            statement.rule,
        )
        for statement in found
    ]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("“It has been wet for a week,” an angry Roe retaliated.", "an angry Roe"),
        ("“It has been wet for a week,” he mocks.", "he"),
        ("“It has been wet for a whole week!” beamed Jane Roe of Oster.", "Jane Roe"),
        ("“Has it been wet for a week?” Roe pressed.", "Roe"),
        ("“It has been wet for a week”, Roe shot back.", "Roe"),
        ("Roe shot back, “It has been wet for a week.”", "Roe"),
        ("As Jane Roe sang in June, “It has been wet for a week.”", "Jane Roe"),
        ("He finally thundered: “It has been wet for a week.”", "He"),
    ],
)
def test_tags_without_a_reporting_word(text, source):
    ((words, who, rule),) = heard(text)
    assert "been wet for a" in words
    assert not words.endswith("”")
    assert (who, rule) == (source, "tag")


@pytest.mark.parametrize(
    "text",
    [
        "“It has been wet for a week.” Roe left.",
        "It rained, and “the whole of the bridge in Oster” was wet.",
        "“It has been wet for a week,” in Oster.",
    ],
)
def test_no_tag(text):
    assert all(rule != "tag" for _, _, rule in heard(text))


def test_a_name_at_the_colon_goes_before_a_cue_further_off():
    text = "Doe said no - Jane Roe: “It has been wet for a week.”"
    assert heard(text, ("Doe", "said")) == [("It has been wet for a week.", "Jane Roe", "colon")]


def test_a_new_sentence_after_the_quotation_is_no_tag_of_it():
    text = "Roe told us: “It is wet.” She said more:\n“It is very wet in Oster.”"
    assert heard(text, ("Roe", "told"), ("She", "said")) == [
        ("It is wet.", "Roe", "quote-next-to-cue"),
        ("It is very wet in Oster.", "She", "quote-next-to-cue"),
    ]


def test_a_quotation_resumes_after_the_sentence_that_names_its_speaker():
    text = "“It is wet in Oster,” said Roe, whom Doe told to go. “It has been for a week now.”"
    assert heard(text, ("Roe", "said"), ("Doe", "told")) == [
        ("It is wet in Oster,", "Roe", "quote-next-to-cue"),
        ("It has been for a week now.", "Roe", "carried"),
    ]


def test_an_open_quotation_goes_on_in_the_next_paragraphs():
    text = "Roe said:\n\n“It is wet here.\n\n“It was wet in June, too.\n\n“It will stay wet.”"
    assert [source for _, source, _ in heard(text, ("Roe", "said"))] == ["Roe"] * 3


@pytest.mark.parametrize("mark", ["“", ""])
def test_a_quotation_over_paragraphs_is_whose_the_last_of_them_is(mark):
    text = f"Doe said no.\n\n“It is wet here.\n\n{mark}It was wet in June,” Roe said.\n\nAll left."
    ((words, source, rule),) = heard(text, ("Doe", "said"), ("Roe", "said"))
    assert words.startswith("It is wet here.")
    assert words.endswith("It was wet in June,")
    assert (source, rule) == ("Roe", "quote-next-to-cue")


def test_turns_go_before_longer_statements_and_nobody_says_labels():
    text = "ROE: I go home now"
    long = Statement(((0, 18),), (0, 3), (3, 4), "cue-verb")
    turn = Statement(((5, 18),), (0, 3), None, "turn")
    assert outermost(text, [long], [turn], [(0, 5)]) == [turn]


@pytest.mark.parametrize(("words", "speaks"), [(4, True), (6, True), (8, False)])
def test_the_verb_of_a_tag_stands_among_its_first_nine_words(words, speaks):
    source = f"an {'old ' * words}Roe"
    expected = (source, "tag") if speaks else (None, "no-speaker")
    found = heard(f"“It has been wet for a week,” {source} retaliated.")
    assert found == [("It has been wet for a week,", *expected)]


@pytest.mark.parametrize(("start", "kept"), [(14, True), (13, False)])
def test_of_the_shorter_of_two_statements_half_must_remain(start, kept):
    text = "Roe came by. Go home now, go."
    long, short = (
        Statement(((0, 20),), None, None, "long"),
        Statement(((start, 26),), None, None, "short"),  # 12 characters of which 6 remain, or 13
    )
    found = outermost(text, [short, long])
    assert found == [long, *([short._replace(content=((20, 26),))] if kept else [])]


@pytest.mark.parametrize(
    "unit",
    ["“Yes, I go,” Roe said. ", "“Yes, I go now there.” ", "“a” - Aa ", "ROE: I go.\nQ: Why?\n"],
)
@pytest.mark.timeout(120)
def test_time_grows_with_length(unit):
    def make(size):
        text = unit * (size // len(unit))
        return Text(text), [], EN

    assert_proportional(settle, make, size=5_000, ends_at=200_000)


@pytest.mark.timeout(120)
def test_a_paragraph_of_lines_and_blanks_is_read_once():
    def make(size):
        text = "“a.”\n" + "\n" * 40 * size + "“b”" + "Roe said:\n\n" * size
        return Text(text), [Statement((), None, (0, 1), "cue-verb")], EN

    assert_proportional(settle, make, size=200, ends_at=5_000)
