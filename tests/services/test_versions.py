"""Versions are read from what was installed, without loading it."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata

import pytest

from console import __version__
from console.services import versions
from console.services.versions import version_facts


def test_what_is_installed_here() -> None:
    facts = version_facts()
    assert facts.program == __version__
    assert facts.python == sys.version_info[:3]
    found = {each.name: each.version for each in facts.packages}
    assert found["boto3"] == metadata.version("boto3")
    assert found["PySide6"] == metadata.version("PySide6-Essentials")
    assert None not in found.values()
    assert [each.name for each in facts.packages if each.for_window] == ["PySide6", "qasync"]
    assert facts.qt == found["PySide6"]
    assert facts.openssl.startswith(("OpenSSL", "LibreSSL"))
    assert facts.system.count(" ") >= 2


def test_nothing_of_it_is_loaded() -> None:
    code = (
        "import sys\n"
        "from console.services.versions import version_facts\n"
        "assert version_facts().packages[0].version\n"
        "print(sorted({'PySide6', 'boto3', 'botocore', 'keyring'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "[]\n", done.stderr


def test_a_library_without_its_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", unknown)
    monkeypatch.setitem(sys.modules, "qasync", None)
    facts = version_facts()
    found = {each.name: each.version for each in facts.packages}
    assert found["boto3"] == "of unknown version"
    assert found["qasync"] is None
    assert facts.qt is None


def test_qt_has_the_version_of_pyside() -> None:
    assert versions._qt("6.8.0.2") == "6.8.0"
    assert versions._qt(None) is None
