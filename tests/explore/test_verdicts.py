"""Verdicts and notes on passages: what is in the file after each, and what is refused."""

import pandas as pd
import pytest

import toolkit as tk
from explore.conftest import LABELS, ask
from toolkit.explore.session import Session
from toolkit.tables.schema import empty_table


@pytest.fixture
def path(tmp_path):
    return tmp_path / "coding/ada.csv"


def session_of(tables, path):
    return Session(tables, labels=LABELS, exposure=None, per=1, verdicts=path)


def codes_in(path):
    codes = tk.load_codes({"ada": path})
    assert codes["variable"].eq("verdict").all()
    return list(zip(codes["mention_id"], codes["value"], strict=True))


def test_a_verdict_and_a_note_are_in_the_sheet_at_once_and_gone_on_from(tables, path):
    session = session_of(tables, path)
    start = ask(session, "start")
    assert start["verdicts"] == ("right", "wrong", "unsure")
    assert start["views"]["judged"] == 0
    assert not path.exists()  # nothing was judged
    ids = tables.mentions["mention_id"]
    assert ask(session, "judge", row=4, verdict="wrong") == {
        "answer": "judged", "row": 4, "verdict": "wrong", "note": "", "n": 1,
    }  # fmt: skip
    assert codes_in(path) == [(ids[4], "wrong")]
    assert ask(session, "note", row=0, text=" =1+1; “odd” ")["note"] == "=1+1; “odd”"
    ask(session, "judge", row=2, verdict="unsure")
    assert ask(session, "judge", row=4, verdict="right")["n"] == 2
    sheet = pd.read_csv(path, keep_default_na=False)
    assert sheet["mention_id"].tolist() == [ids[4], ids[0], ids[2]]
    assert sheet["note"].tolist() == ["", "'=1+1; “odd”", ""]  # no formula
    assert sheet["node"].tolist() == ["win", "victory", "defeat"]
    assert not {"voice", "frame", "rule"} & {*sheet}  # as in any coding sheet

    again = session_of(tables, path)
    assert ask(again, "start")["views"]["judged"] == 2
    lines = ask(again, "start")["views"]["page"]["lines"]
    assert [(line["verdict"], line["note"]) for line in lines] == [
        ("", "=1+1; “odd”"), ("", ""), ("unsure", ""), ("", ""), ("right", ""), ("", ""),
    ]  # fmt: skip
    assert ask(again, "judge", row=2, verdict="")["n"] == 1
    ask(again, "judge", row=5, verdict="wrong")
    assert codes_in(path) == [(ids[4], "right"), (ids[5], "wrong")]


def test_what_cannot_be_written_is_refused_and_changes_nothing(tables, path):
    session = session_of(tables, path)
    for message, why in (
        ({"ask": "judge", "row": 6, "verdict": "right"}, "row: found 6"),
        ({"ask": "judge", "row": 0, "verdict": "maybe"}, "verdict: found 'maybe', expected one"),
        ({"ask": "note", "row": 0, "text": "x" * 10_001}, "note: found 10,001 characters"),
    ):
        with pytest.raises(ValueError, match=f"^{why}"):
            session.answer(message)
    assert not path.exists()
    ask(session, "judge", row=0, verdict="right")
    path.unlink()
    ask(session, "judge", row=1, verdict="wrong")  # what was given is written again
    assert [value for _, value in codes_in(path)] == ["right", "wrong"]
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    for row in (1, 2):  # known to the sheet, and new to it
        with pytest.raises(ValueError, match="found changes that were not made here; run the cell"):
            session.answer({"ask": "judge", "row": row, "verdict": "right"})
    assert [line["verdict"] for line in ask(session, "start")["views"]["page"]["lines"]] == [
        "right", "wrong", "", "", "", "",
    ]  # fmt: skip


def test_a_disk_that_fails_is_told_to_the_page(tables, tmp_path):
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    explorer = tk.explore(tables, verdicts=tmp_path / "file/ada.csv")
    sent = []
    explorer.send = sent.append
    explorer._handle_custom_msg({"ask": "judge", "row": 0, "verdict": "right"}, [])
    assert sent[0]["answer"] == "refused"
    assert "ada.csv" in sent[0]["why"]
    explorer._handle_custom_msg({"ask": "clear"}, [])
    assert sent[1]["judged"] == 0


def test_a_file_of_something_else_is_refused(tables, path):
    ask(session_of(tables, path), "judge", row=0, verdict="right")
    fewer = tables._replace(mentions=tables.mentions.iloc[1:])
    with pytest.raises(ValueError, match=r"has verdicts on 1 mention\(s\) that tables have not"):
        tk.explore(fewer, verdicts=path)
    none = tables._replace(mentions=empty_table("mentions"))
    with pytest.raises(ValueError, match=r"^verdicts: .* has verdicts on 1 mention"):
        tk.explore(none, verdicts=path)
    sheet = path.read_text(encoding="utf-8-sig")
    path.write_text(sheet.replace(",verdict,", ",voice,"), encoding="utf-8")
    with pytest.raises(ValueError, match=r"^verdicts: .* has answers to 'voice', expected a sheet"):
        tk.explore(tables, verdicts=path)
    path.write_text(sheet.replace(",right,,", ",good,,"), encoding="utf-8")
    with pytest.raises(ValueError, match="found no answer 'good' to 'verdict'"):
        tk.explore(tables, verdicts=path)
    with pytest.raises(ValueError, match=r"^verdicts: found 7, expected the path"):
        tk.explore(tables, verdicts=7)


def test_without_a_file_there_are_no_verdicts(session):
    assert ask(session, "start")["verdicts"] == []
    with pytest.raises(ValueError, match=r"^verdicts: found no file; name one: explore"):
        session.answer({"ask": "note", "row": 0, "text": "odd"})
