import numpy as np
import pandas as pd
import pytest

import toolkit as tk
from toolkit.tables.schema import check_table

EVENTS = pd.DataFrame(
    {"event_date": ["2020-11-02", "02 November 2020", "20201105"], "fatalities": [3, 0, 4]}
)


def rows_of(*dates, **columns):
    return pd.DataFrame({"date": pd.to_datetime(list(dates)), **columns})


def test_events_are_counted_by_day_zero_between_and_empty_outside():
    table = rows_of("2020-11-01", "2020-11-02", "2020-11-03", "2020-11-05", "2020-11-06", None)
    found = tk.add_daily(table, EVENTS, day="event_date")["events"]
    assert found.isna().tolist() == [True, False, False, False, True, True]
    assert found.dropna().tolist() == [2, 0, 1]
    dead = tk.add_daily(table, EVENTS, day="event_date", count="fatalities")["fatalities"]
    assert dead.dropna().tolist() == [3, 0, 4]


def test_a_lag_puts_the_events_of_the_day_before_beside_a_publication():
    table = rows_of("2020-11-02", "2020-11-03", "2020-11-06")
    found = tk.add_daily(table, EVENTS, day="event_date", count="fatalities", lag=1)["fatalities"]
    assert found.isna().tolist() == [True, False, False]
    assert found.dropna().tolist() == [3, 4]


@pytest.mark.parametrize(
    "days",
    [
        pd.to_datetime(["2020-11-02", "2020-11-05"]),
        pd.to_datetime(["2020-11-02", "2020-11-05"]).tz_localize("UTC"),
        [20201102, 20201105],
        [20201102.0, 20201105.0],
        ["2020-11-02 00:00:00.000", "2020-11-05 12:30:00"],
    ],
)
def test_days_are_read_as_the_field_s_data_sets_write_them(days):
    table = rows_of("2020-11-02", "2020-11-03", "2020-11-05")
    events = pd.DataFrame({"date": days})
    assert tk.add_daily(table, events)["events"].tolist() == [1, 0, 1]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (
            {"events": EVENTS.assign(event_date=["2020-11-02", "soon", "later"])},
            r"day: found 'soon' in the column 'event_date' of events, row 2 \(one of 2\), expected",
        ),
        (
            {"events": EVENTS.assign(event_date=["2020-11-02", "03/04/2020", "2020-11-02"])},
            "day: found '03/04/2020'",  # March or April
        ),
        (
            {"events": EVENTS.assign(fatalities=[1, None, 2]), "count": "fatalities"},
            r"count: found nan in the column 'fatalities' of events, row 2 \(one of 1\), expected",
        ),
        ({"events": EVENTS.assign(fatalities=-1), "count": "fatalities"}, "count: found -1 in"),
        ({"day": "when"}, "events: found no column 'when', only event_date, fatalities, exp"),
        ({"lag": 0.5}, "lag: found 0.5, expected a whole number of days"),
        (
            {"events": EVENTS.assign(n=1), "count": "n"},
            "count: found 'n', which names a column of counts, expected another name; rename the",
        ),
    ],
)
def test_what_cannot_be_read_is_refused(changed, message):
    given = {"events": EVENTS, "day": "event_date"} | changed
    with pytest.raises(ValueError, match=message):
        tk.add_daily(rows_of("2020-11-02"), **given)


def mentions_of(days, frames, **columns):
    table = rows_of(*days, frame=frames, **columns)
    return table.assign(
        mention_id=[f"m{at}" for at in range(len(table))],
        doc_id=[f"d{at}" for at in range(len(table))],
    )


def test_mentions_per_event_are_of_the_days_that_the_events_cover():
    mentions = mentions_of(
        ["2020-11-01", "2020-11-02", "2020-11-03", "2020-11-05", None], ["f", "f", "f", "g", "f"]
    )
    table = check_table(tk.event_rates(mentions, EVENTS, day="event_date", seed=1), "event_rates")
    f = table.set_index("frame").loc["f"]
    assert (f["n"], f["n_docs"], f["n_outside"], f["exposure"]) == (2, 2, 2, 3)
    assert f["rate"] == pytest.approx(2 / 3)
    assert (f["first"], f["last"]) == (pd.Timestamp("2020-11-02"), pd.Timestamp("2020-11-05"))
    assert f["n_periods"] == 1
    assert np.isnan(f["low"])  # a single week does not tell how weeks differ
    dead = tk.event_rates(mentions, EVENTS, day="event_date", count="fatalities", per=100, seed=1)
    assert dead["rate"].tolist() == pytest.approx([100 * 2 / 7, 100 * 1 / 7])
    assert dead["denominator"].unique().tolist() == ["fatalities"]
    late = tk.event_rates(mentions, EVENTS, day="event_date", lag=1, seed=1)
    assert late["n"].tolist() == [1, 1]


def test_groups_without_a_mention_have_zeros_and_the_exact_interval():
    days = pd.date_range("2020-01-01", periods=70)
    events = pd.DataFrame({"date": days})
    mentions = mentions_of(days, ["f"] * 35 + ["g"] * 35, voice=["x"] * 35 + ["y"] * 35)
    table = tk.event_rates(mentions, events, by="voice", seed=1)
    none = table[(table["voice"] == "x") & (table["frame"] == "g")].iloc[0]
    assert (none["n"], none["low"]) == (0, 0)
    assert none["high"] == pytest.approx(3.689 / 70, abs=1e-5)
    ax = tk.plot_rates(table)
    assert ax.figure.get_supxlabel().startswith("mentions per event of the voice\n95 % interval")


def test_intervals_of_forty_weeks_hold_the_planted_rate():
    days, held = pd.date_range("2020-01-06", periods=280), []
    for seed in range(150):
        generator = np.random.default_rng(seed)
        weekly = np.repeat(generator.gamma(2, 1 / 2, 40), 7)
        n_events = generator.poisson(4 * np.repeat(generator.gamma(3, 1 / 3, 40), 7))
        said = generator.poisson(0.5 * weekly * n_events)
        mentions = mentions_of(np.repeat(days, said), "f")
        events = pd.DataFrame({"date": days, "count": n_events})
        row = tk.event_rates(mentions, events, count="count", seed=1, draws=300).iloc[0]
        held.append(row["low"] <= 0.5 <= row["high"])
    assert 0.90 <= np.mean(held) <= 0.99  # 0.95, with a Monte Carlo error of 0.018


def test_another_seed_moves_the_ends_by_less_than_two_percent():
    chance, days = np.random.default_rng(1), pd.date_range("2020-01-06", periods=70)
    events = pd.DataFrame({"date": chance.choice(days, 60)})
    mentions = mentions_of(chance.choice(days, 200), chance.choice([*"abcd"], 200))
    one, other = (tk.event_rates(mentions, events, seed=at)[["low", "high"]] for at in (1, 2))
    assert (one / other - 1).abs().max(axis=None) < 0.02


def test_no_events_and_no_mentions_give_tables_without_rates():
    mentions = mentions_of(["2020-11-01"], ["f"])
    nothing = tk.event_rates(mentions, EVENTS.head(0), day="event_date", seed=1)
    assert nothing[["n", "n_outside"]].to_numpy().tolist() == [[0, 1]]
    assert nothing[["rate", "low", "high"]].isna().all(axis=None)
    assert tk.event_rates(mentions.head(0), EVENTS, day="event_date", seed=1).empty
