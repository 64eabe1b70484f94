"""Vertical text: an article an element, its attributes as docvars, its words put together."""

import pytest

GLUED = """<corpus>
<doc id="a" title="Ferry &amp; quay" outlet='The Post' date="2019-07-01">
<p>
<s id="1">
The\tDT\tthe
ferry\tNN\tferry
did\tVBD\tdo
<g/>
n't\tRB\tnot
sail\tVB\tsail
<g/>
.\tSENT\t.
</s>
</p>
<p>
<s>
&lt;\tSYM\t<
<\tSYM\t<
It
waits
</s>
</p>
</doc>
<doc id="b">
New York\tNP\tNew York
</doc>
</corpus>
"""
BARE = """<text id="a">
<s>
(
It
sails
,
he
said
:
“
Now
!
”
)
</s>
</text>
"""


@pytest.mark.parametrize("name", ["a.vert", "a.vrt", "a.txt"])
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_each_document_is_an_article(put, load, rows, name, line_break):
    path = put(name, GLUED.replace("\n", line_break).encode())
    assert rows(path, "id", "title", "outlet", "date", "text") == [
        ("a", "Ferry & quay", "The Post", "2019-07-01",
         "Ferry & quay\n\nThe ferry didn't sail.\n\n< < It waits"),
        ("b", "", None, None, "New York"),
    ]  # fmt: skip
    assert load(path)[1]["format"].tolist() == ["table"] * 2


def test_without_glue_blanks_about_punctuation_are_left_out(put, rows):
    assert rows(put("a.vert", BARE), "id", "text") == [("a", "(It sails, he said: “Now!”)")]


def test_a_document_without_words_has_a_reason_and_words_outside_are_kept(put, load):
    text = '<doc id="a">\n</doc>\nStray\n<doc id="b">\nIt\nsails\n'
    articles, ledger = load(put("a.vert", text))
    assert articles["text"].tolist() == ["Stray", "It sails"]
    assert ledger["reason"].fillna("").tolist() == ["found no text, expected an article", "", ""]


@pytest.mark.parametrize(
    "text", ["<doc>\nThe ferry did not sail.\n</doc>\n", "<s>\nferry\n</s>\n", "<doc>\n</doc>\n"]
)
def test_a_text_with_such_elements_is_a_text(put, load, text):
    assert load(put("a.txt", text))[1]["format"].tolist() == ["text"]
