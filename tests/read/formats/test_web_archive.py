"""Web archives: each page is an article or has a reason; what is no page is passed over."""

import gzip

import pytest
from test_single_articles import PAGE, SENTENCE

import toolkit as tk

ARTICLE = (SENTENCE * 3).strip()


def record(body, kind="response", media="application/http; msgtype=response", url="a"):
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://tide.invalid/{url}\r\n"
        f"WARC-Date: 2019-07-05T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:{url}>\r\n"
        f"Content-Type: {media}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def answer(body, status="200 OK", media="text/html; charset=utf-8", more=""):
    body = body.encode() if isinstance(body, str) else body
    return f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{more}\r\n".encode() + body


def page(text, title="Quay"):
    return f"<html><body><article><h1>{title}</h1><p>{text}</p></article></body></html>"


INFO = record(b"software: x\r\n", "warcinfo", "application/warc-fields")
CHUNKED = "Transfer-Encoding: chunked\r\n"


def in_chunks(text):
    return f"{len(text.encode()):x}\r\n{text}\r\n0\r\n\r\n"


PAGES = {
    "plain": answer(PAGE),
    "packed": answer(gzip.compress(PAGE.encode()), more="Content-Encoding: gzip\r\n"),
    "in chunks": answer(in_chunks(PAGE), more=CHUNKED),
}


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_page_is_read_as_a_saved_page_is(put, load, rows, name, body):
    parts = [INFO, record(body)]
    packed = b"".join(gzip.compress(part) for part in parts)
    path = put(name, packed if name.endswith("gz") else b"".join(parts))
    assert rows(path, "title", "outlet", "date", "byline", "language", "url", "captured") == [
        ("Ferry stays in port", "The Harbour Post", "2019-07-01", "Ada Pier", "en",
         "https://post.invalid/ferry", "2019-07-05"),
    ]  # fmt: skip
    _, ledger = load(path)
    assert ledger[["format", "outcome"]].to_numpy().tolist() == [["WARC", "read"]]


def test_a_page_that_names_no_address_has_that_of_the_archive(put, rows):
    path = put("a.warc", record(answer(page(ARTICLE)), url="ferry"))
    assert rows(path, "url", "date", "text") == [
        ("https://tide.invalid/ferry", None, f"Quay\n\n{ARTICLE}"),
    ]  # fmt: skip


def test_a_page_is_decoded_as_its_server_says(put, rows):
    text = "Паром в понедельник не вышел, и никто на причале не знал, почему. " * 4
    body = answer(page(text, "Паром").encode("koi8-r"), media='text/html; charset="KOI8-R"')
    assert rows(put("a.warc", record(body)), "text") == [(f"Паром\n\n{text.strip()}",)]


def test_what_is_no_page_is_passed_over_and_what_is_no_article_has_a_reason(put, load):
    parts = [
        INFO,
        record(answer("", "301 Moved")),
        record(answer(b"\x89PNG", media="image/png")),
        record(answer(page("x"), "404 Not Found"), url="gone"),
        record(b"GET / HTTP/1.1\r\n\r\n", "request", "application/http; msgtype=request"),
        record(answer("<html><body></body></html>")),
        record(page(ARTICLE).encode(), "resource", "text/html"),
    ]
    articles, ledger = load(put("a.warc", b"".join(parts)))
    assert articles["text"].tolist() == [f"Quay\n\n{ARTICLE}"]
    assert ledger["reason"].fillna("").tolist() == [
        "the server answered 404, no page; save it again",
        "found a web page without an article; save its text as .txt",
        "",
    ]


@pytest.mark.parametrize("cut", [30, 1_200, 1_400])
def test_an_archive_that_breaks_off_says_so(put, load, cut):
    whole = record(answer(page(ARTICLE))) + record(answer(PAGE + " " * 1_000), url="b")
    articles, ledger = load(put("a.warc", whole[: len(whole) - cut]))
    assert articles["title"].tolist()[0] == "Quay"
    assert ledger["reason"].tolist()[-1] == "the web archive breaks off here; save it again"


def test_an_archive_without_pages_is_rejected(put):
    with pytest.raises(tk.CorpusError, match="found a web archive without web pages, expected"):
        tk.load_corpus(put("a.warc", INFO))
