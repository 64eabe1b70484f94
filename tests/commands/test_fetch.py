"""Open corpora, fetched from a server on this machine."""

import threading
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import toolkit as tk
from toolkit.commands.cli import main
from toolkit.commands.fetch import fetch, load_sources

ROOT = Path(__file__).parents[2]
NEWS = b"title,text\nStorm,Ships sank.\n"


@pytest.fixture
def server(monkeypatch):
    """Serve NEWS at /news.csv, half of it at /half.csv, and count the requests."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            requests.append(self.path)
            body = {"/news.csv": NEWS, "/half.csv": NEWS}.get(self.path)
            self.send_response(200 if body else 404)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write((body or b"")[: 5 if self.path == "/half.csv" else None])

        def log_message(self, *_):
            pass

    requests = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as found:
        found.requests = requests
        thread = threading.Thread(target=found.serve_forever)
        thread.start()
        yield found
        found.shutdown()
        thread.join()


@pytest.fixture
def sources(tmp_path, server):
    """Write a list with one source, at this path and with this hash."""

    def write(path="/news.csv", digest=None, port=None):
        file = tmp_path / "corpus" / "sources.yml"
        file.parent.mkdir(exist_ok=True)
        url = f"http://127.0.0.1:{port or server.server_port}{path}"
        file.write_text(
            f"sources:\n  small:\n    about: one article\n    url: {url}\n"
            f"    sha256: {digest or sha256(NEWS).hexdigest()}\n"
            "    licence: CC0 1.0\n    credit: nobody\n"
        )
        return file

    return write


def test_a_corpus_is_fetched_once_and_can_be_loaded(sources, server, capsys):
    listed = sources()
    assert main(["fetch", "small", "--sources", str(listed)]) == 0
    path = listed.parent / "small" / "news.csv"
    assert capsys.readouterr().out == f"{path}: licence CC0 1.0; credit nobody\n"
    assert path.read_bytes() == NEWS
    assert tk.load_corpus(path)["title"].tolist() == ["Storm"]
    assert fetch("small", sources=listed, folder=listed.parent)[1] == path
    assert server.requests == ["/news.csv"]
    assert [file.name for file in path.parent.iterdir()] == ["news.csv"]


def test_without_a_name_what_there_is_is_listed(sources, server, capsys):
    assert main(["fetch", "--sources", str(sources())]) == 0
    assert capsys.readouterr().out == "small: one article\n  licence CC0 1.0; credit nobody\n"
    assert server.requests == []


def test_without_a_list_the_one_that_ships_is_read_anywhere(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["fetch"]) == 0
    assert "wikinews-2020: 124 articles" in capsys.readouterr().out
    news = tmp_path / "corpus/wikinews-2020/wikinews_2020.csv"
    news.parent.mkdir(parents=True)
    news.write_text("mine")
    assert main(["fetch", "wikinews-2020"]) == 2
    assert "already exists, and is not the file that" in capsys.readouterr().err
    assert news.read_text() == "mine"


def refused(listed, capsys):
    """Fetch, and return what is said; nothing may be left behind."""
    assert main(["fetch", "small", "--sources", str(listed)]) == 2
    assert [file.name for file in listed.parent.iterdir()] == ["sources.yml"]
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


def test_a_wrong_hash_is_refused(sources, server, capsys):
    url = f"http://127.0.0.1:{server.server_port}/news.csv"
    assert refused(sources(digest="0" * 64), capsys) == (
        f"toolkit: small: the file at {url} has a different hash from the one listed "
        f"({'0' * 64}) and was refused; it was changed there, or on the way. Nothing was written\n"
    )


def test_half_a_file_is_not_kept(sources, capsys):
    assert refused(sources("/half.csv"), capsys).endswith("Nothing was written\n")


def test_a_file_that_is_not_there(sources, server, capsys):
    url = f"http://127.0.0.1:{server.server_port}/gone.csv"
    assert refused(sources("/gone.csv"), capsys) == (
        f"toolkit: small: could not be fetched from {url}: the server answers 404; "
        "are you online? Nothing was written\n"
    )


def test_offline_it_says_so(sources, server, capsys):
    said = refused(sources(port=1), capsys)
    assert said == (
        "toolkit: small: could not be fetched from http://127.0.0.1:1/news.csv: no connection, or "
        "no place to write (ConnectionError); are you online? Nothing was written\n"
    )


def test_a_file_that_was_changed_here_is_not_overwritten(sources, capsys):
    listed = sources()
    path = fetch("small", sources=listed, folder=listed.parent)[1]
    path.write_text("my notes")
    assert main(["fetch", "small", "--sources", str(listed)]) == 2
    assert "already exists, and is not the file that" in capsys.readouterr().err
    assert path.read_text() == "my notes"


def test_an_unknown_name_is_told_with_those_there_are(sources, capsys):
    assert main(["fetch", "large", "--sources", str(sources())]) == 2
    assert capsys.readouterr().err.endswith("found no source 'large', only small\n")


def test_faults_of_the_list_are_told_by_line(tmp_path):
    file = tmp_path / "sources.yml"
    file.write_text(
        "sources:\n  ../up:\n    about: a\n    url: ftp://x.org/y\n    sha256: 12\n    licence: l\n"
    )
    with pytest.raises(tk.InstrumentError) as caught:
        load_sources(file)
    assert str(caught.value) == (
        f"{file}: 4 fault(s):\n"
        f"  {file}:2: ../up: expected a name of lower-case letters, digits, hyphens and dots\n"
        f"  {file}:3: ../up: the key 'credit' is missing\n"
        f"  {file}:4: ../up: found the url 'ftp://x.org/y', expected https://…/file\n"
        f"  {file}:5: ../up: sha256: expected 64 digits and letters from a to f"
    )


def test_the_list_of_this_project_names_hash_and_licence():
    listed = load_sources(ROOT / "corpus" / "sources.yml")
    assert [source.name for source in listed] == ["wikinews-2019", "wikinews-2020"]
    for source in listed:
        assert source.url.startswith("https://")
        assert source.licence.startswith("CC BY 2.5")


@pytest.mark.parametrize("year", [2019, 2020])
def test_the_hashes_are_those_of_the_files(year):
    file = ROOT.parent / "shared" / "data" / "wikinews" / f"wikinews_{year}.csv"
    if not file.exists():
        pytest.skip("the data are not here")
    listed = {source.name: source for source in load_sources(ROOT / "corpus" / "sources.yml")}
    assert listed[f"wikinews-{year}"].sha256 == sha256(file.read_bytes()).hexdigest()
