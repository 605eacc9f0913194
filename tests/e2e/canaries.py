"""Values to look for in everything that the program leaves, and a server that repeats them."""

from __future__ import annotations

import base64
import html
import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from tests.services.fault_server import Connection, FaultServer

REQUEST_ID = "05d2e49f-0d61-420c-98c1-09c3e9e3fb98"
Body = Mapping[str, Any]
Script = Callable[[Body, int], tuple[int, Body, Mapping[str, str]]]


def forms(value: str) -> dict[str, str]:
    """The ways in which a text may write `value`, by name."""
    raw = value.encode()
    found = {
        "raw": value,
        "decomposed": unicodedata.normalize("NFD", value),
        "upper": value.upper(),
        "json": json.dumps(value)[1:-1],
        "json, Unicode": json.dumps(value, ensure_ascii=False)[1:-1],
        "json twice": json.dumps(json.dumps(value))[3:-3],
        "repr": repr(value)[1:-1],
        "URL": quote(value, safe=""),
        "URL, each byte": "".join(f"%{byte:02x}" for byte in raw),
        "HTML": html.escape(value),
        "HTML numbers": "".join(f"&#{ord(char)};" for char in value),
        "base64": base64.b64encode(raw).decode().rstrip("="),
        "base64, shifted": base64.b64encode(b"x" + raw + b"yy").decode(),
        "base32": base64.b32encode(raw).decode().rstrip("="),
        "hex": raw.hex(),
        "reversed": value[::-1],
        "csv": value.replace('"', '""'),
    }
    if len(value) >= 24:
        found |= {"its head": value[:16], "its middle": value[6:18], "its tail": value[-16:]}
    return found


def leaks(artefacts: Mapping[str, str], secrets: Iterable[str]) -> list[tuple[str, str, str]]:
    """Artefact, secret and form of everything found."""
    folded = {name: text.casefold() for name, text in artefacts.items()}
    return [
        (name, secret, how)
        for secret in secrets
        for how, form in forms(secret).items()
        for name, text in folded.items()
        if form.casefold() in text
    ]


def hidden(text: str) -> set[str]:
    """Characters that act on a screen or cannot be seen."""
    return {
        char for char in text if char != "\n" and unicodedata.category(char) in {"Cc", "Cf", "Zl"}
    }


@contextmanager
def hostile_server(script: Script) -> Iterator[FaultServer]:
    """Answers each call with what `script` gives for its body and number, counted from 1."""
    count = 0

    def serve(connection: Connection) -> None:
        nonlocal count
        while (request := connection.read_request()) is not None:
            count += 1
            status, body, headers = script(json.loads(request.body or b"{}"), count)
            data = json.dumps(body).encode()
            head = {
                "Content-Type": "application/x-amz-json-1.1",
                "x-amzn-RequestId": REQUEST_ID,
                "Content-Length": str(len(data)),
                **headers,
            }
            lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
            connection.sock.sendall(f"HTTP/1.1 {status} X\r\n{lines}\r\n".encode() + data)

    with FaultServer(serve) as server:
        yield server
