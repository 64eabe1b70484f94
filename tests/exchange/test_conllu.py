"""CoNLL-U, read by `conllu`, which is not ours."""

import conllu
import pytest
from conftest import articles_of

import toolkit as tk

SPACES = {"\\s": " ", "\\n": "\n", "\\r": "\r", "\\t": "\t"}


def read(path):
    return conllu.parse(path.read_bytes().decode())


def spaces(value):
    for escaped, blank in SPACES.items():
        value = value.replace(escaped, blank)
    return value


def texts_of(sentences):
    """Put the articles together again, from forms and blanks."""
    texts, doc = {}, None
    for sentence in sentences:
        doc = sentence.metadata.get("newdoc id") or doc
        for token in sentence:
            misc = token["misc"]
            after = "" if misc.get("SpaceAfter") == "No" else spaces(misc.get("SpacesAfter", " "))
            before = spaces(misc.get("SpacesBefore", ""))
            texts[doc] = texts.get(doc, "") + before + token["form"] + after
    return texts


def test_tokens_say_what_they_are_part_of(articles, mentions, attributions, tmp_path):
    path = tmp_path / "out.conllu"
    lost = tk.export_annotations(mentions, articles, path, attributions=attributions)
    assert set(lost["item"]) == {
        "mentions.rule", "attributions.cue", "attributions.n_tokens", "attributions.rule",
    }  # fmt: skip
    sentences = read(path)
    assert texts_of(sentences) == dict(zip(articles["doc_id"], articles["text"], strict=True))
    first, second, third = sentences
    assert first.metadata == {
        "newdoc id": "a", "outlet": "A & B", "date": "2020-11-10", "sent_id": "a:0-30",
        "text": "“A victory 😀,” Southland said.",
    }  # fmt: skip
    assert second.metadata == {
        "sent_id": "a:32-67", "text": "Another victory & <peace>; it came.",
    }  # fmt: skip
    assert third.metadata["newdoc id"] == "b"
    assert [token["form"] for token in first] == [
        "“", "A", "victory", "😀", ",", "”", "Southland", "said", ".",
    ]  # fmt: skip
    assert first[2]["misc"] == {
        "Start": "3", "End": "10", "Content": "a:0-14#0", "said_by": "south",
        "Mention": "a:3-10:victor*", "frame": "winning", "voice": "south", "target_id": "north",
    }  # fmt: skip
    assert first[6]["misc"]["Source"] == "a:0-14#0"
    assert (first[7]["misc"]["Cue"], first[7]["misc"]["cue"]) == ("a:0-14#0", "direct")
    assert first[8]["misc"] == {"Start": "29", "End": "30", "SpacesAfter": "\\r\\n"}
    overlapping = {
        "Mention": "a:40-47:victor*,a:40-57:victor*",
        "frame": "winning,peace\\c\\snow\\pthen",
        "voice": "other\\sspeaker,south",
    }
    assert second[1]["misc"] == {"Start": "40", "End": "47", **overlapping}
    assert [t["form"] for t in second if "Mention" in t["misc"]] == [
        "victory", "&", "<", "peace", ">",
    ]  # fmt: skip


def test_what_no_token_can_say_is_counted(mentions, tmp_path):
    articles = articles_of("  Vic\u2028tory—now  is\tthe e\u0301te\u0301 ", "")
    part = mentions[:1].assign(start=2, end=4, match="Vi")
    path = tmp_path / "out.conllu"
    with pytest.warns(tk.ExchangeWarning, match=r"2 time\(s\) not as in the tables, most often"):
        lost = tk.export_annotations(part, articles, path, columns=["frame"])
    assert lost[["item", "n", "why"]].head(2).to_numpy().tolist() == [
        ["mention", 1, "begins or ends within a token; the whole token is marked"],
        ["articles", 1, "holds no token"],
    ]
    (sentence,) = read(path)
    assert [token["form"] for token in sentence] == [
        "Vic", "tory", "—", "now", "is", "the", "e\u0301te\u0301",
    ]  # fmt: skip
    assert sentence[0]["misc"]["frame"] == "winning"
    assert texts_of([sentence]) == {"a": articles["text"][0].replace("\u2028", "\n")}
    assert tk.export_annotations(part[:0], articles[:0], path).empty
    assert path.read_bytes() == b""


def test_files_of_tokens_are_not_read(articles, tmp_path):
    with pytest.raises(ValueError, match=r"path: found .*, expected a name that ends in .*\.qdpx"):
        tk.import_annotations(tmp_path / "out.conllu", articles)
