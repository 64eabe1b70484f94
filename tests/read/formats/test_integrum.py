"""Integrum as web pages, within a Word file and as a spreadsheet, written here."""

import io
import zipfile
from datetime import datetime

import pytest
from openpyxl import Workbook

LINES = ["Паром не вышел, и никто\nна причале не знал почему.", "БУШ: Мы ждем.", "Фото: причал."]
TEXT = "Паром не вышел, и никто на причале не знал почему.\n\nБУШ: Мы ждем.\n\nФото: причал."


def document(title="Паром остается в порту", author="Ада Пирс", day="01.07.2019", lines=LINES):
    fields = [("ИС:", "Портовая газета"), ("ДТ:", day), ("ЗГ:", title)]
    fields += [("АВ:", author)] if author else []
    fields += [("НР:", "123, 4"), ("РБ:", "Новости")]
    cell = "".join(f"{label}<br>{value}<br>" for label, value in fields)
    text = "\n".join(f"   {line}" for line in lines)
    return f"<div><table><tr><td>{cell}</td></tr></table><pre>{text}</pre></div>"


def page(*documents):
    index = "<div><table><tr><td>1. Паром остается в порту</td></tr></table></div>"
    return (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251">'
        f"</head><body>{index}{''.join(documents)}</body></html>"
    ).encode("windows-1251")


COLUMNS = ("title", "outlet", "date", "byline", "section", "page", "language", "text")
EXPECTED = ("Паром остается в порту", "Портовая газета", "2019-07-01", "Ада Пирс", "Новости",
            "123, 4", "ru", f"Паром остается в порту\n\n{TEXT}")  # fmt: skip


def test_every_field_of_a_page_is_read(put, rows):
    found = rows(put("a.htm", page(document(), document("Два", None), document("Три"))), *COLUMNS)
    assert found[0] == EXPECTED
    assert [row[0] for row in found] == ["Паром остается в порту", "Два", "Три"]
    assert found[1][3] is None


def test_the_same_within_a_word_file(put, rows):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
        archive.writestr("word/afchunk.htm", page(document()))
    assert rows(put("a.doc", file.getvalue()), *COLUMNS) == [EXPECTED]


def test_a_document_without_text_is_rejected(put, load):
    _, ledger = load(put("a.htm", page(document(lines=[]), document("Два"))))
    assert ledger["outcome"].tolist() == ["rejected", "read"]


def sheet(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("header", [[], [["Источник", "Дата", "Время", "Заголовок", "Текст"]]])
def test_a_spreadsheet_of_integrum_with_and_without_a_header(put, rows, header):
    lines = [["Портовая газета", day, "10:00", "Паром", "Паром не вышел."] for day in
             ("01.07.19", "02.07.2019")]  # fmt: skip
    found = rows(
        put("a.txt", sheet(*header, *lines)), "outlet", "date", "title", "language", "text"
    )
    text = "Паром\n\nПаром не вышел."
    assert found == [
        ("Портовая газета", day, "Паром", "ru", text) for day in ("2019-07-01", "2019-07-02")
    ]


def test_a_spreadsheet_of_ones_own_is_a_table_whose_columns_may_be_renamed(put, folder):
    import toolkit as tk

    rows = [["doc_id", "Body", "date", "year", None]]
    rows += [
        ["a", "It holds.", datetime(2020, 11, 10), 2020, "x"],
        [],
        ["b", "So it does.", None, 1.5],
    ]
    put("table.xlsx", sheet(*rows))
    articles = tk.load_corpus(folder, columns={"text": "Body"})
    assert articles["doc_id"].tolist() == ["a", "b"]
    assert articles["text"].tolist() == ["It holds.", "So it does."]
    assert articles["year"].tolist() == ["2020", "1.5"]
    assert articles["date"].dt.strftime("%Y-%m-%d").tolist()[0] == "2020-11-10"


def test_a_header_without_rows_holds_no_articles(put):
    import toolkit as tk

    with pytest.raises(tk.CorpusError, match="found one row, expected names of columns"):
        tk.load_corpus(put("a.xlsx", sheet(["text"])))


def test_a_caret_before_each_label_and_values_beside_them(put, rows):
    fields = "^ИС: Портовая газета <br>^НР: 123, 4 <br>^ДТ: 01.07.2019 <br>^ЗГ: Паром <br>"
    one = (
        f"<div><table><tr><td>{fields}</td></tr></table><h3>Паром</h3><pre>   Не вышел.</pre></div>"
    )
    path = put("a.html", page(one, one.replace("Паром", "Порт")))
    found = rows(path, "title", "outlet", "date", "page", "text")
    assert found == [
        (title, "Портовая газета", "2019-07-01", "123, 4", f"{title}\n\nНе вышел.")
        for title in ("Паром", "Порт")
    ]


@pytest.mark.parametrize(
    ("header", "row", "abstract"),
    [
        (["Источник", "Дата", "Заголовок", "Анонс"], ["Газета", "01.07.2019", "Паром", "Стоит."],
         None),
        (["№", "Дата", "Источник", "Заголовок", "Анонс", "Текст"],
         [1, "01.07.2019", "Газета", "Паром", "Коротко.", "Стоит."], "Коротко."),
    ],
)  # fmt: skip
def test_an_announcement_is_the_text_where_there_is_no_other(put, rows, header, row, abstract):
    found = rows(put("a.xlsx", sheet(header, row)), "outlet", "date", "abstract", "text")
    assert found == [("Газета", "2019-07-01", abstract, "Паром\n\nСтоит.")]
