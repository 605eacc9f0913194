"""A workshop for faults: names that only the tests know, and credentials of a lab profile."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.certificates import Certificates
from tests.faults.network_faults import RELEASE
from tests.faults.staging import Workshop


@contextlib.contextmanager
def open_workshop(folder: Path) -> Iterator[Workshop]:
    """Within it no name is looked up in the network: one that is not staged is not found."""
    made = Workshop(certificates=Certificates(folder))
    real = socket.getaddrinfo

    def look_up(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        if str(host)[:1].isdigit():
            return real(host, port, *args, **kwargs)
        staged = made.answer_look_up(host, port)
        if staged is None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return staged

    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        patch.setenv("AWS_CONFIG_FILE", str(folder / "config"))
        patch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(folder / "credentials"))
        patch.setenv("AWS_ACCESS_KEY_ID", "LABKEY")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "labsecret")
        patch.setattr(socket, "getaddrinfo", look_up)
        RELEASE.clear()
        yield made
        RELEASE.set()
