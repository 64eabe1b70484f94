"""The framing lexicon: what it holds, and every fault with its line."""

import textwrap

import pytest

import toolkit as tk
from toolkit.instruments.lexicon import Frame, Lexicon, Term

SOUND = """
frames:
  victory:
    label: Triumph
    note: the war as won
    terms:
      - victor*
      - term: iron  fist
        note: a slogan
        match: fixed
        case: true
      - {term: 'win\\w*', match: regex}
      - term: defeat*
        except: [defeat the virus, defeatist*]
  shared_peace:
    terms: [peace]
"""


@pytest.fixture
def write(tmp_path):
    def write(text):
        path = tmp_path / "framing.yml"
        path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
        return path

    return write


def faults(write, text):
    """Return the faults that the loader lists, as 'line: message'."""
    path = write(text)
    with pytest.raises(tk.InstrumentError) as error:
        tk.load_lexicon(path)
    head, *lines = str(error.value).splitlines()
    assert head == f"{path}: {len(lines)} fault(s):"
    return [line.removeprefix(f"  {path}:") for line in lines]


def test_a_lexicon_holds_what_its_file_says(write):
    lexicon = tk.load_lexicon(write(SOUND))
    assert len(lexicon) == 2
    assert list(lexicon) == [
        Frame(
            "victory",
            "Triumph",
            "the war as won",
            (
                Term("victor*", "victory"),
                Term("iron fist", "victory", "fixed", case=True, note="a slogan"),
                Term(r"win\w*", "victory", "regex"),
                Term("defeat*", "victory", exceptions=("defeat the virus", "defeatist*")),
            ),
        ),
        Frame("shared_peace", "Shared peace", "", (Term("peace", "shared_peace"),)),
    ]
    assert lexicon.labels() == {"victory": "Triumph", "shared_peace": "Shared peace"}


def test_the_frame_of_a_lexicon_has_a_row_per_term(write):
    frame = tk.load_lexicon(write(SOUND)).to_frame()
    assert frame.columns.tolist() == [
        *("frame", "term_id", "language", "match", "case", "except", "note")
    ]
    assert frame["term_id"].tolist() == ["victor*", "iron fist", r"win\w*", "defeat*", "peace"]
    assert frame["except"].tolist()[3] == "defeat the virus; defeatist*"
    assert Lexicon(()).to_frame().columns.tolist() == frame.columns.tolist()


def test_all_faults_of_a_file_are_told_at_once_in_order(write):
    text = """
    frames:
      victory:
        name: Triumph
        terms:
          - victor*
          - term: win
            match: glop
            weight: 3
          - case: true
      peace:
        terms:
          - Victor*
          - peace
          - peace
      empty: {}
    """
    assert faults(write, text) == [
        "3: victory: found the key 'name', expected one of label, note, terms",
        "7: victory: match: found 'glop', expected one of glob, fixed, lemma, regex",
        "8: victory: terms: found the key 'weight', expected one of term, note, match, case, "
        "except",
        "9: victory: the key 'term' is missing",
        "12: peace: the term 'Victor*' is already in the frame 'victory', at line 5; a term "
        "may be in one frame only, and only once",
        "14: peace: the term 'peace' is already in the frame 'peace', at line 13; a term may "
        "be in one frame only, and only once",
        "15: empty: terms: expected a list of terms",
    ]


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (
            "{term: 'win(', match: regex}",
            "the regular expression 'win(' does not compile: missing ) at position 4",
        ),
        (
            "{term: 'a{99999999999}', match: regex}",
            "the regular expression 'a{99999999999}' is longer than 10,000 characters, its repeats "
            "such as (a{100}){100} written out",
        ),
        ("{term: 'win*|a?', match: regex}", "'win*|a?' matches an empty text"),
        (
            "'-win*'",
            "found '-win*', expected a term that begins with a letter or digit (or with * and "
            "letters); use match: regex for anything else",
        ),
        ("'*'", "found '*', expected a term that begins with a letter or digit"),
        ("'**win'", "found '**win', expected a term that begins with a letter or digit"),
        ("{term: '*win', match: fixed}", "found '*win', expected a term that begins with a lett"),
        ("{term: win, except: ['“win”']}", "found '“win”', expected a term that begins with a "),
        ("{term: win, case: 'yes'}", "case: found 'yes', expected one of false, true"),
        ("{term: [win]}", "term: found a list, expected text"),
    ],
)
def test_a_fault_of_a_term_is_told_with_its_line(write, term, expected):
    found = faults(write, f"frames:\n  victory:\n    terms:\n      - peace\n      - {term}\n")
    assert len(found) == 1
    assert found[0].startswith(f"5: victory: {expected}")


@pytest.mark.parametrize("term", ["'*win'", "7-day*", "{term: '*win*', match: glob}"])
def test_terms_may_begin_with_an_asterisk_and_letters_or_a_digit(write, term):
    assert len(tk.load_lexicon(write(f"frames: {{a: {{terms: [{term}]}}}}\n"))) == 1


def test_a_regular_expression_may_be_one_letter(write):
    lexicon = tk.load_lexicon(write("frames: {a: {terms: [{term: a, match: regex}]}}\n"))
    assert next(lexicon.terms()) == Term("a", "a", "regex")


def test_a_term_twice_in_one_line_is_told_of(write):
    assert faults(write, "frames:\n  a: {terms: [win, win]}\n") == [
        "2: a: the term 'win' is already in the frame 'a', at line 2; a term may be in one "
        "frame only, and only once"
    ]


def test_frames_on_one_line_share_no_term_either(write):
    assert len(faults(write, "frames: {a: {terms: [win]}, b: {terms: [WIN]}}\n")) == 1


@pytest.mark.parametrize("terms", ["win", "[]", "{}", ""])
def test_terms_that_are_no_list_are_told_of(write, terms):
    assert faults(write, f"frames:\n  a:\n    label: A\n    terms: {terms}\n") == [
        "4: a: terms: expected a list of terms"
    ]


def test_a_lexicon_of_no_frames_is_refused(write):
    assert faults(write, "frames: {}\n") == ["1: frames: found no frame, expected at least one"]


def test_a_file_of_actors_is_no_lexicon(write):
    assert faults(write, "actors: {}\n") == [
        "1: the file: found the key 'actors', expected one of frames",
        "1: the key 'frames' is missing; a file with 'actors' is for `load_actors`: are two files "
        "swapped?",
    ]


def test_anchors_and_deep_nesting_stop_the_reading(write):
    for text, expected in (
        ("frames:\n  a: &a\n    terms: [x]\n  b: *a\n", "2: found an anchor with an alias"),
        ("frames: " + "{a: " * 30 + "}" * 30, "1: nested deeper than 20 levels"),
    ):
        path = write(text)
        with pytest.raises(tk.InstrumentError) as error:
            tk.load_lexicon(path)
        assert str(error.value).startswith(f"{path}:{expected}")
