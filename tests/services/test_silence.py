"""The libraries' own logs and the file of TLS keys."""

from __future__ import annotations

import logging
import logging.config
import os
from collections.abc import Iterator

import boto3
import pytest

from console.services.silence import silence

NAMES = ("boto3", "botocore", "botocore.httpsession", "urllib3", "urllib3.connectionpool")


def test_neither_logs_nor_tls_keys_are_written(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", "keys.log")
    for name in ("boto3", "botocore", "urllib3"):
        monkeypatch.setattr(logging.getLogger(name), "level", logging.DEBUG)
    silence()
    assert "SSLKEYLOGFILE" not in os.environ
    for name in ("boto3", "botocore", "urllib3"):
        logging.getLogger(f"{name}.part").error("what was sent")
    assert caplog.records == []


@pytest.fixture
def levels() -> Iterator[None]:
    """Puts back what a test does to the loggers."""
    before = {name: (logging.getLogger(name), logging.getLogger(name).level) for name in NAMES}
    handlers = {name: list(logger.handlers) for name, (logger, _) in before.items()}
    yield
    for name, (logger, level) in before.items():
        logger.setLevel(level)
        logger.handlers = handlers[name]


@pytest.mark.usefixtures("levels")
@pytest.mark.parametrize("name", NAMES)
def test_no_level_from_outside_makes_them_talk(
    name: str, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger(f"{name}.made.before").setLevel(logging.DEBUG)
    silence()
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "incremental": True,
            "loggers": {name: {"level": "DEBUG"}, f"{name}.made.before": {"level": "DEBUG"}},
        }
    )
    boto3.set_stream_logger(name, logging.DEBUG)
    boto3.set_stream_logger(f"{name}.made.after", logging.DEBUG)
    for part in (name, f"{name}.made.before", f"{name}.made.after", f"{name}.later.still"):
        logger = logging.getLogger(part)
        for level in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
            assert not logger.isEnabledFor(level)
            logger.log(level, "what was sent")
    assert caplog.records == []
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("levels")
def test_other_loggers_are_as_they_were(caplog: pytest.LogCaptureFixture) -> None:
    silence()
    caplog.set_level(logging.DEBUG, "boto3like.part")
    logging.getLogger("boto3like.part").debug("seen")
    assert [record.message for record in caplog.records] == ["seen"]
