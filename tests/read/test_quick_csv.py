"""The quick reader of CSV files gives what the exact one gives, or gives way to it."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.read.formats import separated
from toolkit.read.formats.export import REASON
from toolkit.read.header import column_names

PIECES = ["a", "é", '"', ",", "\n", "\r\n", "\r", " ", '""']


def read_quickly(path):
    header = separated._read_header(path, ",", "utf-8-sig")
    return separated._read_quickly(path, ",", column_names(header), None)


@settings(
    max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    head=st.sampled_from(["t\n", "t,u\n", "\ufefft,u\n", "t,u\n1,2\n", '"t\nx",u\n', ""]),
    body=st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
)
def test_both_agree(tmp_path, head, body):
    path = tmp_path / "a.csv"
    path.write_bytes((head + body).encode())
    quick = read_quickly(path)
    if quick is None:
        return
    exact = separated._read_exactly(path, ",", "utf-8", quick.columns.drop(REASON).tolist())
    assert quick.columns.tolist() == exact.columns.tolist()
    assert quick.fillna("none").to_numpy().tolist() == exact.fillna("none").to_numpy().tolist()


def test_a_sound_file_is_read_quickly_and_a_faulty_one_is_not(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('text,n\n"one\n""x"", y",1\n,\n')
    assert read_quickly(path).to_numpy().tolist() == [
        ['one\n"x", y', "1", None],
        ["", "", None],
    ]
    path.write_text("text,n\none\n")
    assert read_quickly(path) is None


def test_a_record_longer_than_a_small_block_is_read_quickly_all_the_same(tmp_path):
    path = tmp_path / "a.csv"
    long = "word " * 500_000
    path.write_text(f"text,n\n{long},1\nshort,2\n")
    assert read_quickly(path)["text"].tolist() == [long, "short"]
