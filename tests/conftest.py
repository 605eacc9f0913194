"""What every test runs under: no screen, no stray warning, task, thread or far socket."""

from __future__ import annotations

import asyncio
import inspect
import os
import socket
import threading
from collections.abc import Callable, Generator, Iterator
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("SIGNIN_CONSOLE_DATA", None)

import pytest

ASYNC_LIMIT_S = 60
THREAD_GRACE_S = 5.0
# The offscreen plugin's own lines, at every show of a window and of a list below a field; and what
# the fonts of this machine lack, which a text from outside can always bring up.
ALLOWED_QT_LINES = (
    "This plugin does not support propagateSizeHints()",
    "This plugin does not support raise()",
    "This plugin does not support grabbing the keyboard",
    "OpenType support missing for",
)


@pytest.fixture(scope="session")
def qloop(qapp: Any) -> Iterator[asyncio.AbstractEventLoop]:
    """One qasync loop for all window tests, as in the program itself."""
    import qasync

    qapp.setQuitOnLastWindowClosed(False)
    loop = qasync.QEventLoop(qapp)
    asyncio.set_event_loop(loop)
    yield loop
    loop.close()
    asyncio.set_event_loop(None)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Runs `async def` tests: on qasync's loop beside Qt, on asyncio's own elsewhere."""
    function = pyfuncitem.obj
    if not inspect.iscoroutinefunction(function):
        return None
    names = pyfuncitem._fixtureinfo.argnames
    arguments = {name: pyfuncitem.funcargs[name] for name in names}
    run = _without_stray_tasks(lambda: function(**arguments))
    if "qapp" in pyfuncitem.fixturenames:
        loop: asyncio.AbstractEventLoop = pyfuncitem._request.getfixturevalue("qloop")
        loop.run_until_complete(run)
    else:
        asyncio.run(run)
    return True


async def _without_stray_tasks(start: Callable[[], Any]) -> None:
    async with asyncio.timeout(ASYNC_LIMIT_S):
        await start()
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
    assert not left, f"stray tasks: {left}"


@pytest.fixture(autouse=True)
def no_stray_threads() -> Iterator[None]:
    """A thread that a test starts ends with it; qasync's pool is the session's."""
    before = set(threading.enumerate())
    yield
    left = [
        thread
        for thread in threading.enumerate()
        if thread not in before and not isinstance(thread, threading._DummyThread)
    ]
    for thread in left:
        thread.join(THREAD_GRACE_S)
    still = [thread.name for thread in left if thread.is_alive()]
    assert not still, f"stray threads: {still}"


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A connection to anywhere but this machine fails the test."""
    far: list[object] = []

    def guarded(real: Callable[..., Any]) -> Callable[..., Any]:
        def connect(self: socket.socket, address: Any) -> Any:
            if self.family != socket.AF_UNIX and not _is_near(address):
                far.append(address)
                raise ConnectionRefusedError("tests reach loopback only")
            return real(self, address)

        return connect

    monkeypatch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))
    yield
    assert not far, f"connections beyond loopback: {far}"


def _is_near(address: object) -> bool:
    host = address[0] if isinstance(address, tuple) and address else address
    return str(host).startswith("127.") or host in ("::1", "localhost")


@pytest.fixture(autouse=True)
def no_stray_qt_message(request: pytest.FixtureRequest) -> Generator[None]:
    """Any line that Qt writes fails the test, but for those that the screen plugin cannot help."""
    if "qapp" not in request.fixturenames:
        yield
        return
    log = request.getfixturevalue("qtlog")
    yield
    stray = [
        record.message
        for record in log.records
        if not record.ignored and not record.message.startswith(ALLOWED_QT_LINES)
    ]
    assert not stray, f"stray Qt messages: {stray}"
