"""Coding: what the page is told, what the file holds, and what is refused."""

import pandas as pd
import pytest
from conftest import articles_of

import toolkit as tk
from toolkit.coding import sitting
from toolkit.explore import coding_session
from toolkit.tables.schema import empty_table

QUESTIONS = {"voice": ["north", "south", "narration"], "tone": ["-1", "0", "1"]}


@pytest.fixture
def articles():
    texts = ("Northland won.", "Southland lost it all.", "=2+2 was a win.\x07", "A win, a loss.")
    return articles_of(*texts, title="Day", outlet=["Post", None, "Post", "Post"])


@pytest.fixture
def sample(articles):
    words = ("won", "lost", "win", "loss")
    rows = []
    for doc_id, text, word in zip(articles["doc_id"], articles["text"], words, strict=True):
        start = text.index(word)
        end = start + len(word)
        rows.append((f"{doc_id}:{start}-{end}:{word}", doc_id, start, end, word, 0.5))
    columns = ["mention_id", "doc_id", "start", "end", "match", "probability"]
    return pd.DataFrame(rows, columns=columns).assign(voice="SECRET", frame="SECRET")


class Clock:
    """A clock that a test sets."""

    now = 0.0

    def monotonic(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(coding_session, "time", clock)
    return clock


@pytest.fixture
def begin(sample, articles, tmp_path, monkeypatch, clock):
    """Return a function that begins to code, or goes on with it; `ask` asks as the page does."""
    monkeypatch.chdir(tmp_path)

    def begin(coder="ada", *, files=None, questions=QUESTIONS):
        given = (files, sample, articles) if files else (sample, articles)
        make = tk.adjudicate if files else tk.code
        made = make(*given, questions=questions, coder=coder)
        sent = []
        monkeypatch.setattr(made, "send", sent.append)

        def ask(name, **values):
            made._handle_custom_msg({"ask": name, **values}, [])
            return sent[-1]

        made.ask = ask
        return made

    return begin


def answer(coder, place, *labels):
    """Answer the questions of a passage in turn; return what is shown then."""
    for question, label in enumerate(labels):
        shown = coder.ask("answer", place=place, question=question, label=label)
    return shown


def read(path="coding/ada.csv"):
    return pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")


def test_the_page_is_told_what_to_read_and_nothing_of_what_was_found(begin):
    coder = begin()
    start = coder.ask("start")
    assert (start["coder"], start["others"], start["file"]) == ("ada", [], "coding/ada.csv")
    assert [label["press"] for label in start["questions"][0]["labels"]] == ["1", "2", "3"]
    shown = start["shown"]
    assert (shown["left"], shown["node"], shown["right"]) == ("Day  Northland ", "won", ".")
    assert (shown["title"], shown["outlet"], shown["date"]) == ("Day", "Post", "2020-11-10")
    article = coder.ask("article", place=0)
    assert article["title"] == ["Day\n\n", "", ""]
    assert article["body"] == ["Northland ", "won", "."]
    told = repr([start, article, coder.get_state()])
    assert "SECRET" not in told
    assert "a:15-18" not in told  # the id, which has the term
    assert "Northland" not in repr(coder.get_state())


def test_each_answer_is_in_the_file_before_the_next_passage_is_shown(begin, clock):
    coder = begin()
    coder.ask("start")
    clock.now = 4.0
    shown = coder.ask("answer", place=0, question=0, label=1)
    assert (shown["place"], shown["question"], shown["given"]) == (0, 1, [1, None])
    assert read().loc[0, ["voice", "tone", "seconds"]].tolist() == ["south", "", "4"]
    clock.now = 6.5
    shown = coder.ask("answer", place=0, question=1, label=0)
    assert (shown["place"], shown["done"], shown["median"]) == (1, 1, 6.5)
    assert coder.ask("note", place=1, text=" =hard ")["note"] == "=hard"
    clock.now = 7.5
    assert coder.ask("skip", place=1)["skipped"] == 1
    table = read()
    assert table.loc[0, ["voice", "tone", "seconds"]].tolist() == ["south", "'-1", "6.5"]
    assert table.loc[1, ["voice", "note", "seconds"]].tolist() == ["", "'=hard", "1"]
    codes = tk.load_codes({"ada": coder.path})
    assert codes[["variable", "value"]].to_numpy().tolist() == [["voice", "south"], ["tone", "-1"]]
    assert repr(coder) == "<Coder ada: 1 of 4 passages answered>"


def test_work_goes_on_where_it_stopped(begin):
    coder = begin()
    answer(coder, 0, 0, 0)
    coder.ask("skip", place=1)
    coder.ask("note", place=2, text="hm")
    coder.ask("answer", place=2, question=0, label=2)
    coder = begin()
    shown = coder.ask("start")["shown"]
    assert (shown["place"], shown["question"], shown["note"]) == (2, 1, "hm")
    assert (shown["done"], shown["skipped"]) == (1, 1)
    assert answer(coder, 2, 2, 1)["place"] == 3
    end = answer(coder, 3, 1, 1)
    assert (end["answer"], end["done"], end["of"]) == ("end", 3, 4)
    assert coder.ask("open")["place"] == 1
    assert answer(coder, 1, 1, 1)["answer"] == "end"
    assert begin().ask("start")["shown"]["done"] == 4


def test_undo_and_back(begin):
    coder = begin()
    assert coder.ask("undo")["why"].startswith("undo: found no answer that was given since")
    answer(coder, 0, 0, 0)
    assert coder.ask("back")["given"] == [0, 0]
    assert coder.ask("back")["place"] == 0
    assert answer(coder, 0, 1, 1)["place"] == 1
    shown = coder.ask("undo")  # the second answer is again what it was before
    assert (shown["place"], shown["question"], shown["given"]) == (0, 1, [1, 0])
    for given in ([0, 0], [0, None], [None, None]):
        assert coder.ask("undo")["given"] == given
    assert read().loc[0, ["voice", "seconds"]].tolist() == ["", ""]


def test_what_differs_is_settled_and_what_does_not_is_taken(begin):
    for who, given in (("ada", (0, 0, 0, 2)), ("ben", (0, 1, 1, None))):
        coder = begin(who)
        coder.ask("note", place=1, text=f"{who} says")
        for place, code in enumerate(given):
            if code is not None:
                answer(coder, place, code, 1)
    files = {who: f"coding/{who}.csv" for who in ("ada", "ben")}
    settled = begin("settled", files=files)
    shown = settled.ask("start")["shown"]
    assert (shown["of"], shown["asked"], shown["given"]) == (2, [0], [None, 1])
    assert [other["given"] for other in shown["others"]] == [[0, 1], [1, 1]]
    assert [other["note"] for other in shown["others"]] == ["ada says", "ben says"]
    assert settled.ask("answer", place=0, question=1, label=0)["why"].startswith(
        "question: found 1, expected one that is asked here"
    )
    settled.ask("answer", place=0, question=0, label=2)
    settled = begin("settled", files=files)
    assert settled.ask("start")["shown"]["place"] == 1
    assert settled.ask("answer", place=1, question=0, label=0)["answer"] == "end"
    table = read("coding/settled.csv")
    assert table["voice"].tolist() == ["north", "narration", "north", "narration"]
    assert table["tone"].tolist() == ["0", "0", "0", "0"]

    table.assign(voice="south").to_csv("coding/settled.csv", index=False)
    with pytest.raises(
        ValueError, match=r"settled\.csv: found 'south' for 'voice' of 'a:\d.*north"
    ):
        begin("settled", files=files)


def test_what_was_taken_of_one_coder_is_asked_when_another_differs_later(begin):
    for who, places in (("ada", range(3)), ("ben", range(1))):
        coder = begin(who)
        for place in places:
            answer(coder, place, int(who == "ben"), 1)
    files = {who: f"coding/{who}.csv" for who in ("ada", "ben")}
    assert begin("settled", files=files).ask("answer", place=0, question=0, label=2)
    assert read("coding/settled.csv")["voice"].tolist() == ["narration", "north", "north", ""]
    answer(coder, 1, 1, 1)
    settled = begin("settled", files=files)
    assert repr(settled) == "<Coder settled: 1 of 2 passages answered>"
    assert read("coding/settled.csv")["voice"].tolist() == ["narration", "", "north", ""]
    codes = tk.load_codes({"settled": settled.path})
    assert set(codes["variable"]) == {"voice", "tone"}


def test_what_others_wrote_meanwhile_is_not_lost(begin):
    first, second = begin(), begin()
    answer(first, 0, 0, 0)
    refused = second.ask("answer", place=0, question=0, label=1)
    assert refused["answer"] == "refused"
    assert "ada.csv: found changes that were not made here; run the cell" in refused["why"]
    assert second.ask("start")["shown"]["given"] == [None, None]
    assert read()["voice"][0] == "north"
    first.path.unlink()
    first.path.mkdir()  # nothing can be written there
    refused = first.ask("note", place=1, text="lost?")
    assert refused["answer"] == "refused"
    assert first._sitting.notes[1] == ""


def test_answers_about_another_text_are_told_until_they_are_given_again(begin, sample, articles):
    coder = begin()
    for place in (0, 1):
        answer(coder, place, 0, 0)
    answer(coder, 2, 0, 0)
    for _ in range(2):
        coder.ask("undo")  # which leaves no answer that could be of another text
    texts = articles["text"].str.replace("won.", "won!").str.replace("was a", "saw a")
    changed = articles.assign(text=texts)
    message = r"ada\.csv: found 1 unit\(s\) that were answered on another text.*, first 'a:15-18"
    with pytest.warns(tk.CodingWarning, match=message):
        again = tk.code(sample, changed, questions=QUESTIONS, coder="ada")
    again.send = [].append
    for ask in ("back", "back", "back"):
        again._receive(None, {"ask": ask}, [])
    again._receive(None, {"ask": "answer", "place": 0, "question": 0, "label": 0}, [])
    tk.code(sample, changed, questions=QUESTIONS, coder="ada")  # no warning


def test_an_answer_writes_some_rows_anew_and_not_the_whole_sheet(monkeypatch, tmp_path):
    starts = range(0, 2000, 8)
    rows = [(f"a:{at}-{at + 3}:win", "a", at, at + 3, "win", 1.0) for at in starts]
    columns = ["mention_id", "doc_id", "start", "end", "match", "probability"]
    sample, articles = pd.DataFrame(rows, columns=columns), articles_of("win\nlost" * 250)
    coder = tk.code(sample, articles, questions=QUESTIONS, coder="ada", folder=tmp_path)
    made, whole = [], sitting.sheet_bytes
    monkeypatch.setattr(sitting, "sheet_bytes", lambda rows: made.append(len(rows)) or whole(rows))
    sent = []
    monkeypatch.setattr(coder, "send", sent.append)
    for at in (100, 249):
        coder._session._go(at)
        coder._receive(None, {"ask": "note", "place": at, "text": "a\n\nb"}, [])
        coder._receive(None, {"ask": "answer", "place": at, "question": 0, "label": at % 2}, [])
    assert made == [100, 100, 50, 50]
    table = read(coder.path)
    assert table["mention_id"].tolist() == sample["mention_id"].tolist()
    assert table.loc[table["voice"] != "", "voice"].to_dict() == {100: "north", 249: "south"}
    assert table.loc[table["note"] != "", "note"].to_dict() == {100: "a\n\nb", 249: "a\n\nb"}
    before = coder.path.read_bytes()
    coder._sitting.save()
    assert coder.path.read_bytes() == before


def test_an_error_that_nobody_foresaw_is_told_too(begin, monkeypatch):
    coder = begin()
    monkeypatch.setattr(sitting, "write_atomically", lambda *_: 1 // 0)
    told = coder.ask("note", place=0, text="lost?")
    assert (told["answer"], told["ask"]) == ("refused", "note")
    assert told["why"].startswith("ZeroDivisionError: ")
    assert told["why"].endswith("; run the cell again")
    assert coder._sitting.notes[0] == ""


@pytest.mark.parametrize(
    ("message", "why"),
    [
        (
            {"ask": "answer", "place": 1, "question": 0, "label": 0},
            "place: found 1, expected 0, the",
        ),
        ({"ask": "answer", "place": 0, "question": 2, "label": 0}, "question: found 2, expected a"),
        (
            {"ask": "answer", "place": 0, "question": 0, "label": 3},
            "label: found 3, expected a whole",
        ),
        ({"ask": "skip", "place": True}, "place: found True, expected a whole number below 4"),
        ({"ask": "note", "place": 0, "text": 5}, "text: found 5, expected a text"),
        (
            {"ask": "note", "place": 0, "text": "x" * 10_001},
            "note: found 10,001 characters, expect",
        ),
        ({"ask": "__init__"}, "ask: found '__init__', expected one of start, answer, skip"),
    ],
)
def test_a_message_that_no_page_sends_is_refused(begin, message, why):
    coder = begin()
    before = read()
    answered = coder.ask(message.pop("ask"), **message)
    assert answered["answer"] == "refused"
    assert answered["why"].startswith(why)
    assert read().equals(before)


def test_a_sheet_that_does_not_fit_is_refused(begin, sample, articles):
    coder = begin()
    answer(coder, 0, 1, 1)
    with pytest.raises(
        ValueError, match=r"^questions: found no 'tone', which coding/ada\.csv has ans"
    ):
        begin(questions={"voice": ["south"]})
    with pytest.raises(ValueError, match=r"^questions: found no answer 'south' to 'voice', which"):
        begin(questions=QUESTIONS | {"voice": ["north"]})
    with pytest.raises(ValueError, match=r"^sample: found none of 1 unit\(s\) that coding/ada"):
        tk.code(sample.tail(3), articles, questions=QUESTIONS, coder="ada")
    with pytest.raises(ValueError, match=r"^articles: found none for 1 unit\(s\) of sample, first"):
        tk.code(sample, articles.tail(3), questions=QUESTIONS, coder="ada")
    with pytest.raises(ValueError, match=r"^questions: found 'note', which the sheet has already"):
        begin(questions={"note": ["a"]})
    with pytest.raises(ValueError, match=r"^coder: found the text '\.\./ada', expected a name of"):
        begin("../ada")


def test_a_spreadsheet_may_add_answers_and_a_later_sample_units(begin, sample, articles):
    table = read(begin().path).assign(voice=["north", "", " south ", ""], unused="")
    table["seconds"] = ["4,5", "inf", "-1", "soon"]
    table.iloc[2::-1].to_csv("coding/ada.csv", index=False, sep=";")
    coder = begin(questions=QUESTIONS | {"claim": ["yes", "no"]})
    assert coder.ask("start")["shown"]["given"] == [0, None, None]
    assert read()["voice"].tolist() == ["north", "", "south", ""]
    assert read()["seconds"].tolist() == ["4.5", "", "", ""]
    assert len(read()) == len(sample)


@pytest.mark.parametrize(
    ("files", "coder", "why"),
    [
        ({"ada": "coding/ada.csv"}, "settled", "files: found the sheets of ada, expected those of"),
        ({"ada": "coding/ada.csv", "ben": "no.csv"}, "settled", "files: found no file no.csv, exp"),
        (dict.fromkeys(("ada", "ben"), "coding/ada.csv"), "ben", "files: found the sheets of ada,"),
        (dict.fromkeys(("a", "b"), "coding/ada.csv"), "ada", "coder: found 'ada', whose sheet is"),
    ],
)
def test_differences_are_of_two_sheets_and_settled_in_a_third(begin, files, coder, why):
    begin()
    with pytest.raises(ValueError, match=f"^{why}"):
        begin(coder, files=files)


def test_nothing_to_code(tmp_path):
    nothing = empty_table("sample"), empty_table("articles")
    paths = {
        who: tk.code(*nothing, questions=QUESTIONS, coder=who, folder=tmp_path).path
        for who in ("ada", "ben")
    }
    settled = tk.adjudicate(paths, *nothing, questions=QUESTIONS, folder=tmp_path)
    assert settled._session.answer({"ask": "start"})["shown"]["answer"] == "end"
    assert settled._session.answer({"ask": "back"})["of"] == 0
    assert tk.load_codes({"settled": settled.path}).empty
