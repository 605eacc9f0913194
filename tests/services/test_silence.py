"""The libraries' own logs and the file of TLS keys."""

from __future__ import annotations

import logging
import os

import pytest

from console.services.silence import silence


def test_neither_logs_nor_tls_keys_are_written(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", "keys.log")
    names = ("boto3", "botocore", "urllib3")
    for name in names:
        monkeypatch.setattr(logging.getLogger(name), "level", logging.DEBUG)
    silence()
    assert "SSLKEYLOGFILE" not in os.environ
    for name in names:
        logging.getLogger(f"{name}.part").error("what was sent")
    assert caplog.records == []
