"""Printed tables as documents of Word, the same bytes each time."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table

from toolkit.figures.printed import Printed
from toolkit.figures.zipped import EPOCH, zipped

_LOOK = {  # of the style: a heading, no bands and no bold first column
    "val": "0620", "firstRow": "1", "lastRow": "0", "firstColumn": "0", "lastColumn": "0",
    "noHBand": "1", "noVBand": "1",
}  # fmt: skip


def to_docx(printed: Printed) -> bytes:
    """Return a document with the caption and the table, with three lines as journals have them."""
    document = docx.Document()
    about = document.core_properties
    about.author = about.comments = about.last_modified_by = ""
    about.created = about.modified = dt.datetime(*EPOCH)
    if printed.caption:
        document.add_paragraph(printed.caption, style="Caption")
    table = document.add_table(len(printed.rows) + 1, len(printed.head), style="Light Shading")
    _set_look(table)
    for line, texts in zip(table.rows, [printed.head, *printed.rows], strict=True):
        for cell, text, number in zip(line.cells, texts, printed.numeric, strict=True):
            cell.text = text
            if number:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as parts:
        return zipped((name, parts.read(name)) for name in parts.namelist())


def _set_look(table: Table) -> None:
    """Choose what of its style a table shows, and repeat its heading on each page."""
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    for name, value in _LOOK.items():
        look.set(qn(f"w:{name}"), value)
    heading = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(heading)
