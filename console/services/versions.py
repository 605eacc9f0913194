"""Which versions this program runs with; nothing of what is named is loaded for it."""

from __future__ import annotations

import importlib.util
import platform
import ssl
import sys
from importlib import metadata
from typing import Final

from console import __version__
from console.core.doctor.facts import Package, VersionFacts

_UNKNOWN: Final = "of unknown version"
# Names as people know them, the distribution's, and the module's.
_WINDOW: Final = (("PySide6", "PySide6-Essentials", "PySide6"), ("qasync", "qasync", "qasync"))
_LIBRARIES: Final = tuple(
    (name, name, name) for name in ("boto3", "botocore", "urllib3", "keyring", "cryptography")
)


def version_facts() -> VersionFacts:
    """Reads what installers left on the disk."""
    packages = tuple(
        Package(name=name, version=_version(distribution, module), for_window=group is _WINDOW)
        for group in (_WINDOW, _LIBRARIES)
        for name, distribution, module in group
    )
    return VersionFacts(
        program=__version__,
        python=sys.version_info[:3],
        system=f"{platform.system()} {platform.release()} {platform.machine()}",
        openssl=ssl.OPENSSL_VERSION,
        qt=_qt(packages[0].version),
        packages=packages,
    )


def _version(distribution: str, module: str) -> str | None:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return _UNKNOWN if _is_there(module) else None


def _is_there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def _qt(pyside: str | None) -> str | None:
    """PySide6 brings Qt along and bears its version; a fourth number counts its own corrections."""
    return None if pyside in (None, _UNKNOWN) else ".".join(str(pyside).split(".")[:3])
