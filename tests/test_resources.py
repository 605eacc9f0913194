"""Tests of the one way to read resources."""

from __future__ import annotations

from pathlib import Path

import pytest

from console import resources


def test_a_resource_of_the_checkout_is_read() -> None:
    assert resources.read_bytes("catalogue.json").startswith(b"{")


def test_the_path_is_that_of_the_file() -> None:
    assert resources.path("catalogue.json").read_bytes() == resources.read_bytes("catalogue.json")


def test_names_may_lead_into_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "icons").mkdir()
    (tmp_path / "icons" / "run.svg").write_bytes(b"<svg/>")
    monkeypatch.setattr(resources, "_CHECKOUT", tmp_path)
    assert resources.read_bytes("icons/run.svg") == b"<svg/>"


def test_an_installed_package_brings_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = tmp_path / "_resources"
    installed.mkdir()
    (installed / "catalogue.json").write_bytes(b"installed")
    monkeypatch.setattr(resources, "_INSTALLED", installed)
    assert resources.read_bytes("catalogue.json") == b"installed"


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../pyproject.toml",
        "icons/../../pyproject.toml",
        "/etc/hostname",
        "..\\pyproject.toml",
        "C:/Windows/win.ini",
        "C:win.ini",
        "\\\\host\\share",
        "catalogue.json\0.svg",
        "catalogue.json:stream",
    ],
)
def test_names_that_lead_out_of_the_folder_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not the name of a resource"):
        resources.read_bytes(name)


def test_an_absent_resource_is_said() -> None:
    with pytest.raises(FileNotFoundError, match="absent"):
        resources.read_bytes("absent.json")
