"""Web pages, XML, TEI, and mail."""

import gzip

from test_tei import tei
from test_web_archive import answer, record

WORDS = "The ferry did not sail on Monday, and nobody on the pier knew the reason why. " * 4
NO_ARTICLE = "found a web page without an article; save its text as .txt"
DEEP = "found HTML that is too deeply nested or too large"
XML = "found XML with a DOCTYPE or entities"
DAMAGED = "found XML that is damaged ("
OTHER = "found XML, expected an export of a press database; convert it"
ABOVE = "From a@b.invalid Fri May  2 23:50:00 2031\n"
NO_PAGES = "found a web archive without web pages"
OF_WARC = "the web archive is damaged here ("
LETTER = "found an e-mail without text; save its text as .txt"
READ = WORDS.strip()


def page(text, *, head="", before=""):
    """Return a page of one paragraph, which is long enough to be taken for an article."""
    return f"<!doctype html><html><head>{head}</head><body>{before}<p>{text}</p></body></html>"


def laughs(root):
    nested = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{nested}]><{root}>&l11;</{root}>'


def xml(text, root="PPSResponse"):
    return f'<?xml version="1.0"?>{text}<{root}/>'


MAIL = "From: a@b.invalid\nMIME-Version: 1.0\n"

PAGES = {
    "deep.html": (lambda: f"<html><body>{'<div>' * 200_000}x", DEEP),
    "deep-tables.html": (lambda: f"<html><body>{'<table><tr><td>' * 60_000}x", DEEP),
    "deep-inline.html": (lambda: page(WORDS, before="<b><i>" * 20_000), DEEP),
    "wide.html": (lambda: page(WORDS, before="<br>" * 20_000), "", READ),
    "attributes.html": (
        lambda: page(WORDS, before=f"<div {' '.join(f'a{n}=x' for n in range(5_000))}>"),
        "",
        READ,
    ),
    "attribute.html": (lambda: page(WORDS, before=f'<div title="{"x" * 15_000_000}">'), DEEP),
    "comment.html": (lambda: page(WORDS, before=f"<!--{'-' * 5_000_000}-->"), "", READ),
    "open-comment.html": (lambda: page(WORDS, before="<!--"), NO_ARTICLE),
    "entities.html": (
        lambda: page(WORDS + "&amp;&#x41;&bogus;" * 100_000),
        "may be several articles: found 900,312 characters",
        READ + " " + "&A&bogus;" * 100_000,
    ),
    "doctype.html": (
        f'<!DOCTYPE html [<!ENTITY a "{"x" * 1000}">]><html><body><p>{WORDS}&a;</p></body></html>',
        "",
        READ + " &a;",
    ),
    "script.html": (page(WORDS, before="<script>while(1){}</script>"), "", READ),
    "refresh.html": (
        page(WORDS, head='<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/">'),
        "",
        READ,
    ),
    "base.html": (
        page(WORDS, head='<base href="file:///etc/"><link rel=stylesheet href=passwd>'),
        "",
        READ,
    ),
    "frames.html": (page("", before='<iframe src="file:///etc/passwd"></iframe>'), NO_ARTICLE),
    "charset.html": (page(WORDS, head='<meta charset="utf-7">'), "", READ),
    "charset-unknown.html": (
        page(WORDS + "é", head='<meta charset="x-bogus">').encode("latin-1"),
        "",
        READ + " é",
    ),
    "charset-codec.html": (
        page(WORDS + "é", head='<meta charset="zlib_codec">').encode("latin-1"),
        "",
        READ + " é",
    ),
    "charset-escape.html": (
        page(WORDS + "é\\ud800", head='<meta charset="unicode_escape">').encode("latin-1"),
        "",
        READ + " é",
    ),
    "charset-idna.html": (
        page(WORDS + "é", head='<meta charset="idna">').encode("latin-1"),
        "",
        READ + " é",
    ),
    "charset-utf-16.html": (
        page(WORDS + "é", head='<meta charset="utf-16">').encode("latin-1"),
        NO_ARTICLE,
    ),
    "utf-16.html": (("\ufeff" + page(WORDS)).encode("utf-16-le"), "", READ),
    "nul.html": (page(WORDS.replace("ferry", "fer\0ry")), "", READ),
    "half.html": (page(WORDS + "&#xD800;&#x110000;&#0;"), "", READ + " \ufffd\ufffd\ufffd"),
    "cut.html": (lambda: page(WORDS)[:200], "", READ[:157]),
    "empty.html": (page(""), NO_ARTICLE),
    "no-bytes.html": (b"", "found a file of type '.html' that is empty"),
    "words.html": (b"only words", "found a file of type '.html' that is of unknown format"),
    "date.html": (
        page(WORDS, head='<meta property="article:published_time" content="99999-99-99">'),
        "",
        READ,
    ),
    "metadata.html": (
        page(WORDS, head='<script type="application/ld+json">' + "[" * 100_000 + "</script>"),
        "",
        READ,
    ),
    "title.html": (lambda: page(WORDS, head=f"<title>{'x ' * 100_000}</title>"), "", "x x x…"),
    "image.html": (
        page(WORDS, before='<img src="http://169.254.0.1/x.png" onerror="alert(1)">'),
        "",
        READ,
    ),
    "svg.html": (page(WORDS, before="<svg><foreignObject>" * 1_000), DEEP),
    "template.html": (page("", before=f"<template><p>{WORDS}</p></template>"), "", READ),
}
STRUCTURED = {
    "laughs.xml": (lambda: laughs("PPSResponse"), XML),
    "quadratic.xml": (
        lambda: xml(f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]><x>{"&a;" * 50_000}</x>'),
        XML,
    ),
    "external.xml": (xml('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), XML),
    "remote.xml": (xml('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'), XML),
    "parameter.xml": (xml('<!DOCTYPE x [<!ENTITY % a SYSTEM "file:///etc/passwd">%a;]>'), XML),
    "utf-16.xml": (lambda: laughs("PPSResponse").encode("utf-16"), XML),
    "utf-7.xml": (
        b'<?xml version="1.0" encoding="utf-7"?>+ADw-+ACE-DOCTYPE x+AD4-<PPSResponse/>',
        OTHER,
    ),
    "include.xml": (
        '<?xml version="1.0"?><x xmlns:xi="http://www.w3.org/2001/XInclude">'
        '<xi:include href="/etc/passwd" parse="text"/></x>',
        OTHER,
    ),
    "style.xml": (xml('<?xml-stylesheet href="file:///etc/passwd" type="text/xsl"?>'), OTHER),
    "deep.xml": (lambda: '<?xml version="1.0"?>' + "<a>" * 200_000, DAMAGED),
    "attribute.xml": (lambda: xml("", f'PPSResponse a="{"x" * 11_000_000}"'), DAMAGED),
    "attributes-twice.xml": (xml("", 'PPSResponse a="1" a="2"'), DAMAGED),
    "open.xml": ('<?xml version="1.0"?><PPSResponse>', DAMAGED),
    "control.xml": (b'<?xml version="1.0"?><PPSResponse>\x01</PPSResponse>', DAMAGED),
    "encoding.xml": (b'<?xml version="1.0" encoding="x-bogus"?><PPSResponse/>', DAMAGED),
    "other.xml": (xml("", "feed"), OTHER),
    "no-space.xml": (xml("", "x:PPSResponse"), DAMAGED),
    "doctype-tei.xml": (tei(declared='<!DOCTYPE TEI [<!ENTITY a "x">]>'), XML),
    "deep-tei.xml": (lambda: tei("<u>" * 10_000 + "x" + "</u>" * 10_000), DAMAGED),
    "nested-tei.xml": (lambda: tei("<u>One. <u>Two.</u> Three.</u>"), "", "One. Three.", "Two."),
    "cut-tei.xml": (lambda: tei()[:-40], DAMAGED),
    "no-utterance-tei.xml": (lambda: tei("<p>Words.</p>"), "found TEI without utterances (u)"),
    "empty-utterance-tei.xml": (lambda: tei("<u/>"), "found no text, expected an article"),
    "space-tei.xml": (
        tei("<u>One.</u>").replace("http://www.tei-c.org/ns/1.0", "urn:x"),
        "",
        "One.",
    ),
    "ids-tei.xml": (tei('<u xml:id="a">One.</u><u xml:id="a">Two.</u>'), "", "One.", "Two."),
    "who-itself-tei.xml": (tei('<u who="#a #a # ##">One.</u>'), "", "One."),
    "date-tei.xml": (
        tei(
            "<u>One.</u>",
            header='<teiHeader><fileDesc><sourceDesc><date when="99999-01-01"/>'
            "</sourceDesc></fileDesc></teiHeader>",
        ),
        "date: found",
        "One.",
    ),
}
LETTERS = {
    "parts.eml": (
        lambda: (
            MAIL
            + "".join(
                f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3_000)
            )
        ),
        "cannot be read (RecursionError: ",
    ),
    "headers.eml": (lambda: MAIL + "X-A: b\n" * 200_000 + "\nwords", "", "words"),
    "header.eml": (
        lambda: MAIL + "Subject: " + "=?utf-8?q?x?= " * 100_000 + "\n\nwords",
        "found an e-mail with a header of 1,400,000",
    ),
    "header-fits.eml": (
        lambda: MAIL + "Subject: " + "=?utf-8?q?x?= " * 3_500 + "\n\nwords",
        "",
        "xxx…",
    ),
    "charset.eml": (MAIL + "Content-Type: text/plain; charset=bogus\n\n\xff", "", "ÿ"),
    "encoded.eml": (MAIL + "Content-Transfer-Encoding: base64\n\n!!!!", LETTER),
    "attached.eml": (
        MAIL + "Content-Type: application/zip\nContent-Transfer-Encoding: base64\n\nUEsDBA==",
        LETTER,
    ),
    "headers-only.eml": (MAIL, LETTER),
    "many.mbox": (lambda: f"{ABOVE}{MAIL}\n" * 20_000, LETTER),
    "header.mbox": (
        lambda: ABOVE + MAIL + "Subject: " + "x " * 50_000 + f"\n\nx\n\n{ABOVE}{MAIL}\nwords",
        "found an e-mail with a header of 100,000",
        "words",
    ),
    "above-only.mbox": (lambda: ABOVE * 50_000 + MAIL, "found a file of type '.mbox' that"),
}
WARC = {
    "bomb.warc": (
        lambda: record(
            answer(gzip.compress(b" " * 300_000_000), more="Content-Encoding: gzip\r\n")
        ),
        "found a web page of more than 10 MB",
    ),
    "length.warc": (
        lambda: record(answer("<html>words")).replace(b"Length: 7", b"Length: 9" + b"9" * 9),
        "the web archive breaks off here",
        "words",
    ),
    "minus.warc": (
        lambda: record(answer("<html>words")).replace(b"Content-Length: ", b"Content-Length: -"),
        OF_WARC,
    ),
    "no-length.warc": (b"WARC/1.0\r\nWARC-Type: response\r\n\r\nwords", OF_WARC),
    "sign-only.warc": (b"WARC/", OF_WARC),
    "chunks.warc": (
        lambda: record(answer("fffffff\r\nwords", more="Transfer-Encoding: chunked\r\n")),
        "found a web page without an article",
    ),
    "header.warc": (lambda: b"WARC/1.0\r\nA: " + b"b" * 5_000_000, NO_PAGES),
    "headers.warc": (lambda: b"WARC/1.0\r\n" + b"A: b\r\n" * 500_000, NO_PAGES),
    "many.warc": (
        lambda: record(answer("", "404 Not Found")) * 20_000,
        "the server answered 404, no page",
    ),
    "deep.warc": (lambda: record(answer("<html>" + "<div>" * 50_000)), DEEP),
}
KINDS = PAGES | STRUCTURED | LETTERS | WARC
