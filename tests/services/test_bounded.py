"""Replies without end are cut off, whichever way they are read."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from console.services.bounded import HEADER_ALLOWANCE, BoundedResponse
from console.services.replies import REPLY_LIMIT, TOO_LARGE, TRUNCATED, NotBelievableError

MOST = REPLY_LIMIT + HEADER_ALLOWANCE


class Source:
    """In place of a socket."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def makefile(self, *_: object) -> io.BufferedReader:
        return io.BufferedReader(io.BytesIO(self._content))


def response(content: bytes, sizes: list[int] | None = None, limit: int = REPLY_LIMIT) -> Any:
    noted = sizes if sizes is not None else []
    return BoundedResponse(Source(content), method="POST", note=noted.append, limit=limit)


def test_a_whole_reply_is_read_as_ever() -> None:
    sizes: list[int] = []
    content = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
    reply = response(content, sizes)
    reply.begin()
    assert (reply.status, reply.read()) == (200, b"hello")
    assert sum(sizes) == len(content)


@pytest.mark.parametrize(
    "read",
    [
        lambda file: file.read(),
        lambda file: file.read(None),
        lambda file: file.read(2 * MOST),
        lambda file: [file.read(65536) for _ in range(40)],
        lambda file: [file.read1(65536) for _ in range(400)],
        lambda file: file.readline(),
        lambda file: [file.readline(65537) for _ in range(40)],
        lambda file: [file.readinto(bytearray(65536)) for _ in range(40)],
    ],
)
def test_more_than_the_limit_is_refused(read: Callable[[Any], object]) -> None:
    sizes: list[int] = []
    reply = response(b"x" * (2 * MOST), sizes)
    with pytest.raises(NotBelievableError) as caught:
        read(reply.fp)
    assert caught.value.code == TOO_LARGE
    assert sum(sizes) <= MOST + 65536


@pytest.mark.parametrize(
    "content", [b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nDa", b"HTTP/1.1 200 OK\r\nA: b\r\n"]
)
def test_a_header_that_breaks_off_is_not_taken_for_a_whole_one(content: bytes) -> None:
    with pytest.raises(NotBelievableError) as caught:
        response(content).begin()
    assert caught.value.code == TRUNCATED


def test_the_file_is_otherwise_what_it_was() -> None:
    reply = response(b"HTTP/1.1 204 No Content\r\n\r\n")
    file = reply.fp
    reply.begin()
    assert (reply.read(), file.closed) == (b"", True)


def test_a_limit_of_its_own() -> None:
    body = b"x" * (100 + HEADER_ALLOWANCE)
    content = b"HTTP/1.1 200 OK\r\n\r\n" + body
    reply = response(content, limit=100)
    reply.begin()
    with pytest.raises(NotBelievableError) as caught:
        reply.read()
    assert caught.value.code == TOO_LARGE
    reply = response(content, limit=200)
    reply.begin()
    assert reply.read() == body
