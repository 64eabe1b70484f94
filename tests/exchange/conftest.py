import pandas as pd
import pytest
from conftest import articles_of

import toolkit as tk
from toolkit.tables.schema import make_table

# A character beyond the first plane, a line break of Windows, and what XML has to escape.
FIRST = "“A victory 😀,” Southland said.\r\nAnother victory & <peace>; it came."
SECOND = "Nothing here."


@pytest.fixture
def articles():
    return articles_of(FIRST, SECOND, outlet=["A & B", None])


@pytest.fixture
def mentions():
    rows = [
        ("a:3-10:victor*", 3, 10, "victory", "winning", "south", "north"),
        ("a:40-47:victor*", 40, 47, "victory", "winning", "other speaker", None),
        ("a:40-57:victor*", 40, 57, "victory & <peace>", "peace, now|then", "south", None),
    ]
    columns = ["mention_id", "start", "end", "match", "frame", "voice", "target_id"]
    frame = pd.DataFrame(rows, columns=columns).assign(doc_id="a", rule="by hand")
    assert [FIRST[s:e] for s, e in zip(frame["start"], frame["end"], strict=True)] == [
        *frame["match"]
    ]
    return frame


@pytest.fixture
def attributions():
    place = {"content_start": 0, "content_end": 14, "cue_start": 25, "cue_end": 29}
    source = {"source": "Southland", "source_start": 15, "source_end": 24, "source_id": "south"}
    about = {"attribution_id": "a:0-14", "part": 0, "doc_id": "a", "mode": "direct", "n_tokens": 2}
    return make_table("attributions", [about | place | source | {"rule": "r", "cue": "said"}])


@pytest.fixture
def expect_back(articles, mentions, attributions):
    """Return a function: all codes of a file come back, and in any order it has the same bytes."""

    def expect_back(path, by, **options):
        codings = tk.import_annotations(path, articles, **options)
        assert codings[["start", "end", "coder", "variable", "value"]].to_numpy().tolist() == [
            [0, 14, by, "said_by", "south"],
            [3, 10, by, "frame", "winning"],
            [3, 10, by, "target_id", "north"],
            [3, 10, by, "voice", "south"],
            [15, 24, by, "source_id", "south"],
            [25, 29, by, "cue", "direct"],
            [40, 47, by, "frame", "winning"],
            [40, 47, by, "voice", "other speaker"],
            [40, 57, by, "frame", "peace, now|then"],
            [40, 57, by, "voice", "south"],
        ]
        before = path.read_bytes()
        tk.export_annotations(mentions.iloc[::-1], articles, path, attributions=attributions)
        assert path.read_bytes() == before

    return expect_back
