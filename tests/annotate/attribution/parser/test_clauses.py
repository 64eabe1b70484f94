"""Where reported content ends, and who says it, by the parse."""

import pytest

from toolkit.annotate.attribution.parser.parse import find_statements, parse_texts
from toolkit.languages.language import load_language
from toolkit.text.text import Text

EN = load_language("en")


def read(text):
    """Return (content, source) of each statement of one paragraph."""
    (paragraphs,) = parse_texts([Text(text)])
    return [
        (" / ".join(text[slice(*piece)] for piece in found.content), text[slice(*found.source)])
        for found in find_statements(Text(text), paragraphs, EN)
        if found.content and found.source is not None
    ]


def test_a_comment_in_a_relative_clause_is_the_outlets():
    text = "Norland's minister said that the army will leave Westport, which lies on the coast."
    assert read(text) == [("that the army will leave Westport", "Norland's minister")]


def test_a_comment_in_an_apposition_is_the_outlets():
    text = "Jane Roe criticized the Westland Treaty, a pact from the last century."
    assert read(text) == [("the Westland Treaty", "Jane Roe")]


@pytest.mark.parametrize(
    "text",
    [
        "Jane Roe said that the army will leave the town which lies on the coast.",
        "Jane Roe said that the army, which left Westport in May, will come back.",
    ],
)
def test_a_relative_clause_within_the_content_is_the_speakers(text):
    assert read(text) == [(text.removeprefix("Jane Roe said ").rstrip("."), "Jane Roe")]


def test_a_quoted_comment_is_the_speakers():
    text = "Jane Roe said that she liked Westport, which was “the best of all towns on the coast.”"
    content, source = read(text)[0]
    assert source == "Jane Roe"
    assert content.endswith("“the best of all towns on the coast")


def test_a_reason_after_the_content_is_the_speakers():
    text = "Jane Roe criticized the treaty because it hurts the farmers of Norland."
    assert read(text) == [
        ("the treaty because it hurts the farmers of Norland", "Jane Roe"),
    ]


def test_it_may_be_a_source():
    text = "The ministry was silent in May. It also accused the army of murder."
    assert ("the army of murder", "It") in read(text)


def test_no_words_no_statements():
    assert read("") == []


@pytest.mark.parametrize(
    ("sentence", "content"),
    [
        ("Jane Roe again described the truce as painful.", "the truce as painful"),
        ("Jane Roe spoke of the truce as a victory.", "of the truce as a victory"),
    ],
)
def test_what_something_is_described_as_is_content(sentence, content):
    (parsed,) = parse_texts([Text(sentence)])
    (statement,) = find_statements(Text(sentence), parsed, EN)
    assert " ".join(sentence[slice(*piece)] for piece in statement.content) == content


def test_paragraphs_whose_words_report_nothing_are_not_parsed():
    lines = [
        "The ferry waits in the harbour.",
        "Jane Roe said that the ferry waits.",
        "Per Jane Roe, the ferry waits.",  # which only a parse tells
        "Nobody came.",
    ]
    text = Text("\n".join(lines))
    ((*paragraphs, last), none) = parse_texts([text, Text("")])
    assert [len(paragraph.doc) > 0 for paragraph in paragraphs] == [False, True, True]
    assert (last.doc.text, last.span[0]) == ("", text.raw.index("Nobody"))
    assert [len(paragraph.doc) for paragraph in none] == [0]
    (statement,) = find_statements(text, [*paragraphs, last], EN)
    assert text.raw[slice(*statement.cue)] == "said"


QUOTED = """\
He said: “The truce holds.
ANKARA - The minister said that the war was over. Nobody came.
We want peace.” Then he left. “Nobody came.”
OSLO ("Agency) - The minister said that the ferries wait.
Nothing more.
"""


def test_quotations_are_those_of_a_text_that_is_parsed_whole(monkeypatch):
    """A paragraph without a cue, or a dateline, may begin a quotation or end one."""
    plain = QUOTED.replace('("Agency)', "(Agency)")
    texts = [Text(QUOTED), Text(plain), Text(plain.replace("Nobody", "He said nobody"))]
    some = [list(find_statements(t, p, EN)) for t, p in zip(texts, parse_texts(texts), strict=True)]

    class Every:
        def __contains__(self, word):
            return True

    monkeypatch.setitem(EN.cues.__dict__, "parsed_words", Every())
    parsed = list(parse_texts(texts))
    assert all(len(one.doc) for paragraphs in parsed for one in paragraphs)
    whole = [list(find_statements(t, p, EN)) for t, p in zip(texts, parsed, strict=True)]
    assert some == whole
    # none of the minister's within “The truce ... peace.”
    assert [len(statements) for statements in whole] == [1, 2, 2]
