"""Whether a window can be opened here, asked before Qt is: Qt itself would end the process."""

from __future__ import annotations

import ctypes
import os
import re
import socket
import sys
from pathlib import Path

from console.core.errors import UserFacingError

_HEADLESS = frozenset({"offscreen", "minimal", "vnc", "linuxfb", "eglfs"})
_TIMEOUT_S = 2.0
_XCB_LIBRARIES = ("libxcb-cursor.so.0", "libxkbcommon-x11.so.0", "libxcb-icccm.so.4")
_HINT = "The commands run, classify and practice need no display: signin-console --help"


def display_problem() -> UserFacingError | None:
    """What keeps a window from opening, in words; None where nothing is known to."""
    if not sys.platform.startswith("linux"):
        return None
    if os.environ.get("QT_QPA_PLATFORM", "").split(":")[0] in _HEADLESS:
        return None
    wayland = os.environ.get("WAYLAND_DISPLAY")
    if wayland and _listens(_wayland_socket(wayland)):
        return None
    display = os.environ.get("DISPLAY")
    if not display:
        return UserFacingError(
            "No window can be opened: there is no display.",
            "Neither DISPLAY nor WAYLAND_DISPLAY is set.",
            "Start it in a desktop session, or under xvfb-run. " + _HINT,
        )
    if not _x_server_answers(display):
        return UserFacingError(
            "No window can be opened: the display does not answer.",
            "Nothing listens where DISPLAY points.",
            "Check DISPLAY, or start it in a desktop session. " + _HINT,
        )
    return _missing_libraries()


def _missing_libraries() -> UserFacingError | None:
    missing = [name for name in _XCB_LIBRARIES if not _loads(name)]
    if not missing:
        return None
    return UserFacingError(
        "No window can be opened: system libraries that Qt needs are missing.",
        f"Not found: {', '.join(missing)}.",
        "On Debian: apt-get install libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4. " + _HINT,
    )


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _wayland_socket(name: str) -> str:
    path = Path(name)
    return str(path if path.is_absolute() else Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / path)


def _x_server_answers(display: str) -> bool:
    match = re.fullmatch(
        r"(?:(?P<protocol>\w+)/)?(?P<host>[^:]*):(?P<number>\d+)(?:\.\d+)?", display
    )
    if match is None:
        return False
    host, number = match["host"], int(match["number"])
    if host in ("", "unix"):
        path = f"/tmp/.X11-unix/X{number}"  # noqa: S108  # where X servers listen
        return _listens(path) or _listens(f"\0{path}")
    try:
        with socket.create_connection((host, 6000 + number), _TIMEOUT_S):
            return True
    except OSError:
        return False


def _listens(path: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(_TIMEOUT_S)
        try:
            probe.connect(path)
        except OSError:
            return False
    return True
