"""Faults on this machine's side that are ours to name."""

from __future__ import annotations


class ClientFaultError(Exception):
    """A fault on this machine's side that is ours to name; its text is safe to show."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
