"""Events are days with labels; a file with faults names the line of each."""

import re

import pytest

import toolkit as tk


def test_days_and_labels_come_in_the_order_of_the_file(tmp_path):
    path = tmp_path / "events.yml"
    path.write_text("events:\n  2020-11-10: ceasefire\n  2020-09-27: fighting  begins\n")
    events = tk.load_events(path)
    assert list(events.items()) == [("2020-11-10", "ceasefire"), ("2020-09-27", "fighting begins")]


def test_every_fault_is_told_with_its_line(tmp_path):
    path = tmp_path / "events.yml"
    path.write_text("events:\n  10.11.2020: ceasefire\n  2020-09-27:\n  2020-02-30: truce\n")
    with pytest.raises(tk.InstrumentError, match="3 fault") as error:
        tk.load_events(path)
    expected = (
        "2: events: found the day '10.11.2020', expected a date, YYYY-MM-DD",
        "3: events: 2020-09-27: found nothing, expected text",
        "4: events: found the day '2020-02-30', expected a date, YYYY-MM-DD",
    )
    assert re.findall(r":(\d: .*)", str(error.value)) == list(expected)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(tk.InstrumentError, match=r"no\.yml: cannot be read"):
        tk.load_events(tmp_path / "no.yml")
