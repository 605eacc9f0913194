"""Keeps the libraries from writing down what was sent."""

from __future__ import annotations

import logging
import os


def silence() -> None:
    """What the libraries have to tell is in our record; their log lines may quote what was sent."""
    for name in ("boto3", "botocore", "urllib3"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    os.environ.pop("SSLKEYLOGFILE", None)  # Python would write the keys of TLS sessions there
