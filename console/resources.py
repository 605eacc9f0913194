"""The one way to read `resources/`: bytes out, and whoever asked for them parses them."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

_PACKAGE = Path(__file__).parent
_INSTALLED = _PACKAGE / "_resources"  # where the wheel keeps them
_CHECKOUT = _PACKAGE.parent / "resources"


def path(name: str) -> Path:
    """The file of the resource `name`, such as "icons/run.svg", for Qt, which wants file names.

    ValueError where the name leads out of the folder; whether the file exists is not looked at.
    """
    parts = PurePosixPath(name).parts
    # Colons and backslashes would be drives and separators on Windows only: refused everywhere.
    outside = not parts or ".." in parts or parts[0] == "/"
    if outside or any(char in name for char in ("\\", ":", "\0")):
        raise ValueError(f"not the name of a resource: {name!r}")
    root = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    return root.joinpath(*parts)


def read_bytes(name: str) -> bytes:
    """The bytes of the resource `name`. FileNotFoundError where this installation lacks it."""
    return path(name).read_bytes()
