"""The second start finds the first window, whatever the first one's file says."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.core.ports import SingleWindow
from console.services.single_window import ADDRESS_NAME, LOCK_NAME, LocalSingleWindow

ROOT = Path(__file__).parents[2]


@pytest.fixture
def first(tmp_path: Path) -> Iterator[LocalSingleWindow]:
    made = LocalSingleWindow(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture
def second(tmp_path: Path) -> Iterator[LocalSingleWindow]:
    made = LocalSingleWindow(tmp_path / "data", answer_s=0.3)
    yield made
    made.close()


def test_the_second_raises_the_first(
    first: SingleWindow, second: SingleWindow, tmp_path: Path
) -> None:
    wanted: list[str] = []
    assert first.claim()
    first.listen(lambda: wanted.append(threading.current_thread().name))
    for number in range(3):
        assert not second.claim()
        assert second.raise_other()
        assert wanted == ["single window"] * (number + 1)
    if os.name == "posix":
        for name in (LOCK_NAME, ADDRESS_NAME):
            assert (tmp_path / "data" / name).stat().st_mode & 0o777 == 0o600


def test_after_the_first_has_closed_the_second_is_the_first(
    first: SingleWindow, second: SingleWindow, tmp_path: Path
) -> None:
    assert first.claim()
    first.listen(lambda: None)
    first.close()
    assert second.claim()
    assert not (tmp_path / "data" / ADDRESS_NAME).exists()


def test_windows_of_two_directories_know_nothing_of_each_other(
    first: SingleWindow, tmp_path: Path
) -> None:
    assert first.claim()
    other = LocalSingleWindow(tmp_path / "other")
    assert other.claim()
    other.close()


def test_one_that_listens_only_later_is_waited_for(first: SingleWindow, tmp_path: Path) -> None:
    assert first.claim()
    second = LocalSingleWindow(tmp_path / "data", answer_s=30)
    raised: list[bool] = []
    asking = threading.Thread(target=lambda: raised.append(second.raise_other()))
    asking.start()
    first.listen(lambda: None)
    asking.join()
    assert raised == [True]


@pytest.mark.parametrize(
    "address",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b"null",
        b'{"port": "x", "token": ""}',
        b'{"port": 1}',
        b'{"port": 70000, "token": "x"}',
    ],
)
def test_an_address_that_is_none_is_no_answer(
    first: SingleWindow, second: SingleWindow, tmp_path: Path, address: bytes
) -> None:
    assert first.claim()
    (tmp_path / "data" / ADDRESS_NAME).write_bytes(address)
    assert not second.claim()
    assert not second.raise_other()


def asked(tmp_path: Path, question: bytes) -> bytes:
    address = json.loads((tmp_path / "data" / ADDRESS_NAME).read_text())
    with socket.create_connection(("127.0.0.1", address["port"]), 5) as asking:
        asking.sendall(question)
        asking.shutdown(socket.SHUT_WR)
        return asking.recv(100)


def test_nobody_without_the_token_raises_it(
    first: SingleWindow, second: SingleWindow, tmp_path: Path
) -> None:
    wanted: list[int] = []
    assert first.claim()
    first.listen(lambda: wanted.append(1))
    for question in (b"", b"\n", b"x" * 32 + b"\n", b"GET / HTTP/1.1\r\n\r\n", b"y" * 900):
        with contextlib.suppress(OSError):  # where more was sent than is read
            assert asked(tmp_path, question) == b""
    assert wanted == []
    assert second.raise_other()
    assert wanted == [1]


def test_a_service_of_somebody_else_at_the_port_is_no_window(
    first: SingleWindow, second: SingleWindow, tmp_path: Path
) -> None:
    assert first.claim()
    with socket.create_server(("127.0.0.1", 0)) as foreign:
        address = {"port": foreign.getsockname()[1], "token": "t"}
        (tmp_path / "data" / ADDRESS_NAME).write_text(json.dumps(address))
        assert not second.raise_other()


def test_a_directory_that_cannot_be_written_keeps_no_window_from_opening(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    window = LocalSingleWindow(tmp_path / "file", answer_s=0.1)
    assert window.claim()
    window.listen(lambda: None)
    window.close()
    assert (tmp_path / "file").read_text() == "no folder"


CHILD = """
import sys
from pathlib import Path
from console.services.single_window import LocalSingleWindow
window = LocalSingleWindow(Path(sys.argv[1]))
print(window.claim(), flush=True)
window.listen(lambda: print("wanted", flush=True))
sys.stdin.read()
"""


def test_a_window_that_was_killed_holds_nothing_back(
    first: SingleWindow, second: SingleWindow, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", CHILD, str(tmp_path / "data")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        assert not first.claim()
        assert LocalSingleWindow(tmp_path / "data").raise_other()
        assert process.stdout.readline() == "wanted\n"
        process.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
    assert first.claim()  # the address of the dead one is still there
    assert not second.claim()
    assert not second.raise_other()
    first.listen(lambda: None)
    assert second.raise_other()
