"""How far long work has come, in lines of a log."""

import pytest

from toolkit.display import tally
from toolkit.display.tally import Tally


@pytest.mark.parametrize(
    ("total", "done", "seconds", "line"),
    [
        (1000, 250, 50, "annotate: 250 of 1,000 articles, 5.0 a second, 2 min left, part 3"),
        (1000, 900, 90, "annotate: 900 of 1,000 articles, 10.0 a second, 10 s left, part 3"),
        (90_000, 10, 10, "annotate: 10 of 90,000 articles, 1.0 a second, 25 h 0 min left, part 3"),
        (None, 2500, 2, "annotate: 2,500 articles, 1,250.0 a second, part 3"),
        (10, 0, 0, "annotate: 0 of 10 articles, 0.0 a second, part 3"),
    ],
)
def test_a_line_says_how_many_how_fast_how_long_and_what(total, done, seconds, line):
    with Tally("annotate", unit="article", total=total) as counted:
        counted.name("part 3")
        counted.add(done)
        assert counted.line(seconds) == line


def test_a_log_has_a_line_every_half_minute(monkeypatch, capsys):
    times = iter([0, 10, 31, 31, 40, 62, 62])
    monkeypatch.setattr(tally, "monotonic", lambda: next(times))
    with Tally("cut", unit="record") as counted:
        for _ in range(4):
            counted.add(31)
    assert capsys.readouterr().err == (
        "cut: 62 records, 2.0 a second\ncut: 124 records, 2.0 a second\n"
    )


def test_a_terminal_has_a_bar(monkeypatch):
    shown = []

    class Bar:
        def __init__(self, **options):
            shown.append(options)

        def set_postfix_str(self, text, *, refresh):
            shown.append(text)

        update = close = shown.append

    monkeypatch.setattr(tally, "bar", Bar)
    Bar.close = lambda self: shown.append("closed")
    with Tally("cut", unit="record", total=5) as counted:
        counted.name("part 1")
        counted.add(2)
    assert shown == [{"desc": "cut", "total": 5, "unit": " records"}, "part 1", 2, "closed"]
