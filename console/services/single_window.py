"""One window a data directory: the second start asks the first to come to the front.

Who holds the lock file is the first. It listens on loopback, at a port that stands with a token in
a file for its owner alone; whoever can read that file may ask, and no one else.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import os
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from console.services.file_lock import FileLock
from console.services.files import make_private_directory, write_private

LOCK_NAME: Final = "window.lock"
ADDRESS_NAME: Final = "window.json"
_HOST: Final = "127.0.0.1"
_ANSWER: Final = b"raised\n"
_ANSWER_S: Final = 3.0  # also for one that has only just begun
_RETRY_S: Final = 0.05
_QUESTION_S: Final = 1.0
_LONGEST: Final = 200


class LocalSingleWindow:
    """Opens nothing until it is asked to."""

    def __init__(self, directory: Path, *, answer_s: float = _ANSWER_S) -> None:
        self._directory = directory
        self._answer_s = answer_s
        self._lock = FileLock(directory / LOCK_NAME)
        self._token = os.urandom(16).hex()
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._closing = False

    def claim(self) -> bool:
        """False where another window is open; true also where that cannot be known."""
        try:
            make_private_directory(self._directory)
            return self._lock.take()
        except OSError:
            return True  # a directory that cannot be written: the journal says so

    def raise_other(self) -> bool:
        """Whether the other window has said that it comes to the front."""
        give_up = time.monotonic() + self._answer_s
        while time.monotonic() < give_up:
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                if self._ask(give_up - time.monotonic()):
                    return True
            time.sleep(_RETRY_S)
        return False

    def listen(self, wanted: Callable[[], object]) -> None:
        """`wanted` is called, on a thread, each time when another start asks for the window."""
        if not self._lock.held or self._socket is not None:
            return
        try:
            listening = socket.create_server((_HOST, 0))
        except OSError:
            return  # a second start then opens a window of its own
        self._socket = listening
        port = listening.getsockname()[1]
        address = json.dumps({"port": port, "token": self._token})
        with contextlib.suppress(OSError):
            write_private(self._directory / ADDRESS_NAME, address.encode("ascii"))
        self._thread = threading.Thread(
            target=self._serve, args=(listening, wanted), name="single window", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Ends the thread and gives the lock back."""
        self._closing = True
        listening, self._socket = self._socket, None
        if listening is not None and self._thread is not None:
            with contextlib.suppress(OSError), socket.create_connection(listening.getsockname(), 1):
                pass  # wakes the thread
            self._thread.join()
            listening.close()
            with contextlib.suppress(OSError):
                (self._directory / ADDRESS_NAME).unlink(missing_ok=True)
        self._lock.give_back()

    def _ask(self, limit_s: float) -> bool:
        address = json.loads((self._directory / ADDRESS_NAME).read_bytes())
        port, token = int(address["port"]), str(address["token"])
        with socket.create_connection((_HOST, port), timeout=max(0.01, limit_s)) as asking:
            asking.settimeout(max(0.01, limit_s))
            asking.sendall(token.encode("ascii") + b"\n")
            return asking.recv(len(_ANSWER), socket.MSG_WAITALL) == _ANSWER

    def _serve(self, listening: socket.socket, wanted: Callable[[], object]) -> None:
        while True:
            try:
                asking, _address = listening.accept()
            except OSError:
                time.sleep(_RETRY_S)  # no handles, or the caller is gone already
                if self._closing:
                    return
                continue
            with asking:
                if self._closing:
                    return
                with contextlib.suppress(OSError):
                    self._answer(asking, wanted)

    def _answer(self, asking: socket.socket, wanted: Callable[[], object]) -> None:
        asking.settimeout(_QUESTION_S)
        said = b""
        while b"\n" not in said and len(said) < _LONGEST:
            more = asking.recv(_LONGEST)
            if not more:
                return
            said += more
        if hmac.compare_digest(said.rstrip(b"\n"), self._token.encode("ascii")):
            wanted()
            asking.sendall(_ANSWER)
