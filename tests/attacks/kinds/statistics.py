"""Data frames of R, Stata and SPSS that break off or lie."""

import bz2
import gzip
import io
import struct

import pandas as pd
from test_r_data import LIST, NIL, STR, frame, integers, number, one, texts, vector, workspace

UNREAD = "cannot be read ("
OF_R = "found a file of R that breaks off, or holds what is not read ("
MEMORY = "needs more than 1,024 MB to read"
GOOD = frame(text=texts("It sails.", "It waits."))


def stata():
    file = io.BytesIO()
    pd.DataFrame({"text": ["It sails."]}).to_stata(file, write_index=False, version=118)
    return file.getvalue()


def patched(data, start, content):
    at = data.index(start) + len(start)
    return data[:at] + content + data[at + len(content) :]


R = {
    "good.rds": (lambda: one(GOOD), "", "It sails.", "It waits."),
    "cut.rds": (lambda: one(GOOD)[:-40], OF_R),
    "cut-packed.rds": (lambda: gzip.compress(one(GOOD))[:-20], "found a damaged gzip file ("),
    "sign-only.rds": (b"X\n\0\0\0\2", OF_R),
    "bomb.rds": (
        lambda: gzip.compress(b"X\n\0\0\0\2" + bytes(101_000_000)),
        "found a file that unpacks to more than 100 MB",
    ),
    "bomb-bz2.rds": (
        lambda: bz2.compress(b"X\n\0\0\0\2" + bytes(1_200_000_000 // 8)) * 8,
        MEMORY,
    ),
    "length.rds": (lambda: one(number(STR) + number(2**31 - 1)), OF_R),
    "length-real.rds": (
        lambda: one(number(14) + number(2**31 - 1)),
        "found an object of R of the class",
    ),
    "deep.rds": (lambda: one((number(19) + number(1)) * 20_000 + number(NIL)), OF_R),
    "long.RData": (
        lambda: b"RDX2\n" + one((number(LIST) + number(NIL)) * 20_000 + number(NIL)),
        OF_R,
    ),
    "levels.rds": (
        lambda: one(frame(text=integers(1, 9, levels=texts("One."), **{"class": texts("factor")}))),
        UNREAD,
    ),
    "names.rds": (
        lambda: one(vector(19, [], {"names": texts("a", "b"), "class": texts("data.frame")})),
        UNREAD,
    ),
    "no-objects.RData": (lambda: workspace(), "found no object in this file of R"),
    "function.rds": (lambda: one(number(3)), OF_R),
    "promise.RData": (lambda: workspace(a=number(5) + number(NIL) * 3), OF_R),
}
STATA = {
    "good.dta": (stata, "", "It sails."),
    "cut.dta": (lambda: stata()[:-300], UNREAD),
    "sign-only.dta": (b"<stata_dta>", UNREAD),
    "rows.dta": (lambda: patched(stata(), b"<N>", struct.pack("<Q", 2**40)), UNREAD),
    "columns.dta": (lambda: patched(stata(), b"<K>", b"\xff\xff"), UNREAD),
    "old.dta": (b"\x72\2\1\0" + b"\xff" * 500, UNREAD),
}
SPSS = {
    "sign-only.sav": (b"$FL2@(#)", UNREAD),
    "garbled.sav": (b"$FL2@(#)" + b"\xff" * 5_000, UNREAD),
    "zeros.sav": (b"$FL3@(#)" + bytes(5_000), UNREAD),
}
KINDS = R | STATA | SPSS
