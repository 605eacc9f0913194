"""What calls may leave in this process when they are over: nothing."""

from __future__ import annotations

import asyncio
import gc
import socket
import threading
from typing import Final

# Python's own: where a connection is shut between connect and handshake, SSLSocket._create raises
# without closing what it made. It is closed a moment later, with a warning, when it is let go of.
SHUT_BEFORE_TLS: Final = "ignore:unclosed <ssl.SSLSocket:ResourceWarning"


def leftovers() -> list[str]:
    """Threads, client sockets and tasks of calls that are still there."""
    gc.collect()
    threads = [f"thread {each.name}" for each in threading.enumerate() if _is_ours(each)]
    sockets = [
        f"socket {each!r}"
        for each in gc.get_objects()
        if isinstance(each, socket.socket) and each.fileno() != -1 and _is_inet(each)
    ]
    return [*threads, *sockets, *_tasks()]


def _is_ours(thread: threading.Thread) -> bool:
    return thread.name.startswith(("signin-", "fault-server", "counting-proxy"))


def _is_inet(sock: socket.socket) -> bool:
    return sock.family in (socket.AF_INET, socket.AF_INET6)


def _tasks() -> list[str]:
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return []
    return [f"task {task!r}" for task in asyncio.all_tasks(loop) - {asyncio.current_task()}]
