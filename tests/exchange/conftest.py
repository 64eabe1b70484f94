import pandas as pd
import pytest
from conftest import articles_of

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
