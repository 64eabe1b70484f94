"""The pages of a Parquet file, by their own headers: what is unpacked, whatever the footer says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_MOST_FIELDS = 100  # of a header, in all its parts: Parquet has some 40
_DICTIONARY_PAGE = 2  # the type of a page of texts that are stored once
_DELTA_BYTE_ARRAY = 7  # the encoding of texts that are stored as what they add to the one before
_SIZE, _PACKED = (2,), (3,)  # fields, by their numbers in the format's declaration
_TYPE, _VALUES, _ENCODINGS = (1,), ((5, 1), (8, 1)), ((5, 2), (8, 4))
_STOP, _TRUE, _FALSE, _BYTE, _BINARY, _STRUCT = 0, 1, 2, 3, 8, 12
_INTEGERS = (4, 5, 6)


@dataclass(frozen=True)
class Page:
    """What a page says of itself.

    `size` is in bytes once unpacked: Arrow refuses a page that unpacks to more. `values` are those
    of records. `shared` is true of texts that are stored once, `growing` of those that are stored
    as what they add to the one before.
    """

    size: int
    values: int
    shared: bool
    growing: bool


def pages_of(data: Any, start: int, length: int) -> Iterator[Page]:
    """Yield the pages that stand in some bytes of a file.

    Raises
    ------
    ValueError
        If there is anything else.
    """
    if start < 0:
        raise ValueError("a page begins before the file")
    at, end = start, start + length
    while at < min(end, len(data)):
        header = _Header(data, at)
        size, packed = header.number(_SIZE), header.number(_PACKED)
        growing = any(header.fields.get(path) == _DELTA_BYTE_ARRAY for path in _ENCODINGS)
        values = max(header.fields.get(path, 0) for path in _VALUES)
        yield Page(size, values, header.number(_TYPE) == _DICTIONARY_PAGE, growing)
        at = header.at + packed


class _Header:
    """The numbers in the header of a page, in Thrift's compact protocol, by the path to each."""

    def __init__(self, data: Any, at: int) -> None:
        self._data, self.at = data, at
        self.fields: dict[tuple[int, ...], int] = {}
        self._left = _MOST_FIELDS
        self._read_struct(())

    def number(self, path: tuple[int, ...]) -> int:
        value = self.fields.get(path, -1)
        if value < 0:
            raise ValueError("the header of a page is damaged")
        return value

    def _read_struct(self, path: tuple[int, ...]) -> None:
        field = 0
        while kind := self._byte():
            step, kind = kind >> 4, kind & 15
            field = field + step if step else self._signed()
            self._left -= 1
            if kind == _STOP or self._left < 0:
                raise ValueError("the header of a page is damaged")
            self._read_value((*path, field), kind)

    def _read_value(self, path: tuple[int, ...], kind: int) -> None:
        if kind in _INTEGERS:
            self.fields[path] = self._signed()
        elif kind == _STRUCT:
            self._read_struct(path)
        elif kind == _BINARY:
            length = self._whole()
            self.at += length
        elif kind == _BYTE:
            self.at += 1
        elif kind not in (_TRUE, _FALSE):  # these hold no more than their kind
            raise ValueError("the header of a page is damaged")

    def _byte(self) -> int:
        if self.at >= len(self._data):
            raise ValueError("a page is cut off")
        self.at += 1
        return self._data[self.at - 1]

    def _whole(self) -> int:
        """Return a number without sign: seven bits to a byte, the lowest first."""
        value = 0
        for shift in range(0, 70, 7):
            byte = self._byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
        raise ValueError("the header of a page is damaged")

    def _signed(self) -> int:
        value = self._whole()
        return (value >> 1) ^ -(value & 1)
