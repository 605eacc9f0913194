"""The prompt on a real terminal: a pseudo terminal and a process of its own."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys

import pytest

pty = pytest.importorskip("pty", reason="there are no pseudo terminals on this system")

PROGRAM = """
import asyncio, signal, termios
from console.cli.prompt import TerminalPrompt
async def main():
    prompt = TerminalPrompt()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, prompt.interrupt)
    given = await prompt("SMS_MFA SMS_MFA_CODE")
    echo = bool(termios.tcgetattr(0)[3] & termios.ECHO)
    length = "none" if given is None else len(given.reveal())
    print(f"{length} echo {echo} END", flush=True)
asyncio.run(main())
import os
os._exit(0)
"""


def prompted(typed: bytes | None) -> str:
    """What the terminal shows in the end; None interrupts the prompt by a signal."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
    )
    os.close(slave)
    shown = b""
    try:
        while b"SMS_MFA_CODE: " not in shown:
            shown += _read(master)
        if typed is None:
            process.send_signal(signal.SIGUSR1)
        else:
            os.write(master, typed)
        while b"END" not in shown:
            shown += _read(master)
    finally:
        process.wait(timeout=30)
        os.close(master)
    return shown.decode()


def _read(master: int) -> bytes:
    ready, _, _ = select.select([master], [], [], 30)
    assert ready, "the program shows nothing"
    return os.read(master, 4096)


def test_what_is_typed_is_not_shown() -> None:
    shown = prompted(b"123456\n")
    assert "6 echo True" in shown
    assert "123456" not in shown


def test_an_empty_line_is_no_answer() -> None:
    assert "none echo True" in prompted(b"\n")


def test_an_interrupt_ends_it_and_brings_the_echo_back() -> None:
    assert "none echo True" in prompted(None)


def test_what_follows_an_end_of_input_begins_a_new_line() -> None:
    shown = prompted(b"\x04")
    assert "SMS_MFA_CODE: \nnone echo True END" in shown.replace("\r", "")
