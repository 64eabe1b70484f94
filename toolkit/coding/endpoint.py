"""Chat completions over HTTP, as Ollama, vLLM and llama.cpp serve them: one question, one answer.

The door to the network of this folder. Nothing is sent but to the address that was named: no
redirect is followed and no proxy used, and the key stands in no message and no answer.
"""

from __future__ import annotations

import json
import math
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPResponse
from socket import SHUT_RDWR, socket
from threading import Timer
from time import monotonic, sleep
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from toolkit.display.printable import printable_line
from toolkit.tables.arguments import expect_type

_PATH = "/chat/completions"
_TRIES = 5
_PATIENCE = 300.0  # seconds for one answer: models on a laptop are slow
_LONGEST_WAIT = 60.0  # seconds before a new try, whatever the server asks for
_LARGEST = 1 << 20  # bytes of an answer
_PIECE = 1 << 16  # bytes that are read at a time
_SHOWN = 200  # characters of a server's message that errors quote
_SECRET = 12  # characters; shorter keys, such as "EMPTY", hide nothing and may be labels
_BUSY = (408, 425, 429, 500, 502, 503, 504)  # after these it is worth asking again


class OutOfTimeError(Exception):
    """The time limit has come before an answer."""


class Answer(NamedTuple):
    """What a model has said: all of it, why it ended, and the tokens of question and answer."""

    text: str
    finish: str
    tokens: int | None


class _RefusedError(Exception):
    """The server's answer is an error: its status, headers and body."""

    def __init__(self, status: int, headers: HTTPMessage, body: bytes) -> None:
        super().__init__(status)
        self.status, self.headers, self.body = status, headers, body


class Endpoint:
    """An address that answers chat completions.

    Parameters
    ----------
    address
        The base address, such as ``http://localhost:11434/v1``.
    key
        What the server asks for, if anything; it is sent to no other one.

    Raises
    ------
    ValueError
        If the address is none, or holds a password or a query, which might be secret; or if the
        key cannot be sent.
    """

    def __init__(self, address: str, key: str | None) -> None:
        expect_type(address, "endpoint", str, expected="an address: http://localhost:11434/v1")
        self.address = _checked(address).removesuffix(_PATH)
        self.host = urlsplit(self.address).netloc
        self._key = _checked_key(key)

    def ask(self, body: dict[str, Any], *, until: float = math.inf) -> Answer:
        """Return the answer to a request; ask again, after a while, where the server is busy.

        Raises
        ------
        OutOfTimeError
            If the monotonic clock is at `until` before there is an answer.
        RuntimeError
            If there is none: what the server said, and what to do.
        """
        data, problem = json.dumps(body).encode(), ""
        for tried in range(_TRIES):
            wait = 2.0**tried
            try:
                return self._read(self._post(data, until))
            except _RefusedError as error:
                problem = self._said(error)
                if error.status not in _BUSY:
                    raise RuntimeError(f"{self.address}: {problem}") from None
                wait = _asked_wait(error.headers.get("Retry-After"), wait)
            except (OSError, HTTPException) as error:
                problem = self._hidden(f"no answer ({type(error).__name__}: {error})")
            if monotonic() + wait >= until:
                raise OutOfTimeError
            if tried < _TRIES - 1:
                sleep(wait)
        raise RuntimeError(
            f"{self.address}: {problem}, {_TRIES} times in turn; is the server running, and the "
            "address right?"
        )

    def _post(self, data: bytes, until: float) -> bytes:
        parts = urlsplit(self.address)
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "discourse-toolkit",
            "Host": parts.netloc,
            "Connection": "close",
        }
        if self._key is not None:
            headers["Authorization"] = f"Bearer {self._key}"
        until = min(until, monotonic() + _PATIENCE)
        if until <= monotonic():
            raise OutOfTimeError
        try:
            with _connected(parts.scheme, parts.hostname, parts.port, until) as connection:
                connection.request("POST", parts.path + _PATH, data, headers)
                response = connection.getresponse()
                received = self._received(response)
        except (OSError, HTTPException):
            if monotonic() < until:
                raise
        if monotonic() >= until:
            raise TimeoutError("the answer took too long")
        if not 200 <= response.status < 300:
            raise _RefusedError(response.status, response.headers, received)
        return received

    def _received(self, response: HTTPResponse) -> bytes:
        received = b""
        while piece := response.read1(_PIECE):
            received += piece
            if len(received) > _LARGEST:
                raise RuntimeError(
                    f"{self.address}: found an answer of more than {_LARGEST >> 20} MiB, expected "
                    "the key of a label"
                )
        return received

    def _read(self, data: bytes) -> Answer:
        try:
            whole = json.loads(data)
            choice = whole["choices"][0]
            text = choice["message"]["content"]
        except (ValueError, LookupError, TypeError, RecursionError):
            text = 0
        if not isinstance(text, str | None):
            shown = self._hidden(data.decode("utf-8", "replace"))[:_SHOWN]
            raise RuntimeError(
                f"{self.address}: found {shown!r}, expected a chat completion, as servers "
                "compatible with OpenAI give it; does the address end as theirs does, in /v1?"
            )
        finish, usage = choice.get("finish_reason"), whole.get("usage")
        tokens = usage.get("total_tokens") if isinstance(usage, dict) else None
        return Answer(
            self._hidden(text or "", line=False),
            finish if isinstance(finish, str) else "",
            tokens if isinstance(tokens, int) and not isinstance(tokens, bool) else None,
        )

    def _said(self, error: _RefusedError) -> str:
        """Return what a refusal says, and what to do about it."""
        if 300 <= error.status < 400:
            where = self._hidden(error.headers.get("Location") or "nowhere")
            return (
                f"the server sends requests on to {where[:_SHOWN]}, which is not followed; if you "
                "trust that address, give it as endpoint"
            )
        body = error.body.decode("utf-8", "replace")
        said = f"the server answers {error.status}: {self._hidden(body)[:_SHOWN].strip()}"
        if error.status in (401, 403):
            said += "; give the key that it asks for as `key`"
        elif error.status == 404:
            said += "; check the address, which mostly ends in /v1, and the name of the model"
        return said

    def _hidden(self, text: str, *, line: bool = True) -> str:
        """Return what came from outside without the key, should it be there; for messages, safe."""
        if self._key and len(self._key) >= _SECRET:
            text = text.replace(self._key, "[key]")
        return printable_line(text) if line else text


@contextmanager
def _connected(
    scheme: str, host: str | None, port: int | None, until: float
) -> Iterator[HTTPConnection]:
    """Yield a connection that is cut off when the time is over, whatever the server does."""
    secure = scheme == "https"
    port = port or (443 if secure else 80)
    connection = HTTPConnection(host or "", port, timeout=until - monotonic())
    connection.connect()
    watched = connection.sock.dup()
    timer = Timer(until - monotonic(), _cut_off, [watched])
    timer.daemon = True
    timer.start()
    try:
        if secure:
            context = ssl.create_default_context()
            connection.sock = context.wrap_socket(connection.sock, server_hostname=host)
        yield connection
    finally:
        timer.cancel()
        connection.close()
        watched.close()


def _cut_off(connection: socket) -> None:
    """End what waits for a server that sends a byte now and then, which no timeout ends."""
    with suppress(OSError):  # it has ended already
        connection.shutdown(SHUT_RDWR)


def _checked(address: str) -> str:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise ValueError(
            "endpoint: found an address with a password, a query or a fragment, which would be "
            "recorded; expected one without, such as http://localhost:11434/v1: give a key as `key`"
        )
    plain = address.isascii() and address.isprintable() and " " not in address
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0 or not plain:
        raise ValueError(
            f"endpoint: found {address!r}, expected an address: http://localhost:11434/v1"
        )
    return address.rstrip("/")


def _checked_key(key: str | None) -> str | None:
    """Return the key; an error never shows it."""
    if key is None:
        return None
    if not isinstance(key, str) or not key or not key.isascii() or not key.isprintable():
        key = " "
    if " " in key:
        raise ValueError(
            "key: found what no server takes, expected the key alone, in plain characters without "
            "blanks or line breaks"
        )
    return key


def _asked_wait(header: str | None, otherwise: float) -> float:
    """Return the seconds that a server asks to wait, within reason."""
    try:
        seconds = float(header or "")
    except ValueError:
        return otherwise
    return min(max(seconds, 0.0), _LONGEST_WAIT) if math.isfinite(seconds) else otherwise
