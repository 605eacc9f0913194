"""Keeps the libraries from writing down what was sent."""

from __future__ import annotations

import logging
import os
import threading
from typing import Final

_LIBRARIES: Final = ("boto3", "botocore", "urllib3")
_FLOOR: Final = logging.CRITICAL
_lock = threading.Lock()


class _Floored(logging.Logger):
    """Of a library nothing below CRITICAL is logged, whatever level it is set to."""

    def isEnabledFor(self, level: int) -> bool:  # noqa: N802 - logging's own name
        if level < _FLOOR and self.name.partition(".")[0] in _LIBRARIES:
            return False
        return super().isEnabledFor(level)


def silence() -> None:
    """What the libraries have to tell is in our record; their log lines may quote what was sent.

    It holds for loggers of theirs that are made later, too, and for whatever level, handler or
    configuration they are given (`boto3.set_stream_logger`, `logging.config`).
    """
    os.environ.pop("SSLKEYLOGFILE", None)  # Python would write the keys of TLS sessions there
    with _lock:
        if logging.getLoggerClass() is logging.Logger:
            logging.setLoggerClass(_Floored)
        for logger in list(logging.Logger.manager.loggerDict.values()):
            # A name without a logger has a placeholder; a class of somebody else's stays his.
            if type(logger) is logging.Logger and logger.name.partition(".")[0] in _LIBRARIES:
                logger.__class__ = _Floored
        for name in _LIBRARIES:
            logging.getLogger(name).setLevel(_FLOOR)
