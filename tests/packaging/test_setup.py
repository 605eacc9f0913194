"""The set-up script, run on a small project with stand-ins for Python, dpkg and apt."""

import importlib
import os
import shutil
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SETUP = ROOT / "packaging" / "setup"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts")

PYTHON = """#!/bin/sh
case "$*" in
*"sys.version_info"*) echo "${FAKE_VERSION:-3.12}" ;;
*"-m venv"*)
    echo "$*" >>"$LOG"
    for last; do :; done
    mkdir -p "$last/bin"
    rm -f "$last"/set-up.*
    cp "$0" "$last/bin/python" ;;
*"import PySide6"*) echo "${FAKE_QT:-}"; [ -z "${FAKE_QT:-}" ] ;;
*"pip --version"*) ;;
*) echo "$*" >>"$LOG"; exit "${FAKE_PIP:-0}" ;;
esac
"""
DPKG = '#!/bin/sh\nfor name in ${FAKE_INSTALLED:-}; do echo "$name installed"; done\n'
APT = """#!/bin/sh
echo "apt-get $*" >>"$LOG"
case "$*" in *install*) echo "E: no network"; exit "${FAKE_APT:-0}" ;; esac
"""
APT_CACHE = '#!/bin/sh\n[ "$2" = "${FAKE_KNOWN:-}" ]\n'


class Place:
    """A project with locks, and the set-up modules as the script sees them."""

    def __init__(self, root: Path, log: Path, setup: Any, debian: Any) -> None:
        self.root = root
        self.setup = setup
        self.debian = debian
        self._log = log

    def make(self, kind: str) -> list[str]:
        """Prepare `kind`; what was called to change something."""
        self._log.write_text("", encoding="utf-8")
        self.setup.prepare(kind, self.root)
        return self._log.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    root, tools, log = tmp_path / "project", tmp_path / "bin", tmp_path / "log"
    (root / "packaging" / "locks").mkdir(parents=True)
    tools.mkdir()
    for name in ("packaging/locks/run.txt", "packaging/locks/dev.txt", "pyproject.toml"):
        (root / name).write_text(name, encoding="utf-8")
    scripts = {"python": PYTHON, "dpkg-query": DPKG, "apt-get": APT, "apt-cache": APT_CACHE}
    for name, text in scripts.items():
        (tools / name).write_text(text, encoding="utf-8")
        (tools / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("LOG", str(log))
    monkeypatch.setattr(sys, "executable", str(tools / "python"))
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.syspath_prepend(str(SETUP))
    debian = importlib.import_module("debian")
    setup = importlib.import_module("environment")
    every = [*debian.QT_PACKAGES, *debian.TEST_PACKAGES]
    monkeypatch.setenv("FAKE_INSTALLED", debian.plain_names(every))
    return Place(root, log, setup, debian)


def locks_of(calls: list[str]) -> list[str]:
    return [call.split()[-1] for call in calls if "--require-hashes" in call]


def is_made_anew(calls: list[str]) -> bool:
    return any("-m venv --clear" in call for call in calls)


def test_the_first_run_installs_the_lock_with_hashes_and_then_the_project(place: Place) -> None:
    venv, locked, project = place.make("run")
    assert venv == f"-m venv --clear {place.root / '.venv'}"
    assert "--require-hashes --only-binary=:all: -r packaging/locks/run.txt" in locked
    assert "--no-deps --no-build-isolation -e ." in project


def test_the_second_run_does_nothing_and_says_nothing(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.make("run")
    capsys.readouterr()
    assert place.make("run") == []
    assert capsys.readouterr() == ("", "")


def test_test_completes_what_run_made_and_then_serves_both(place: Place) -> None:
    place.make("run")
    calls = place.make("test")
    assert locks_of(calls) == ["packaging/locks/dev.txt"]
    assert not is_made_anew(calls)
    assert place.make("run") == place.make("test") == []


@pytest.mark.parametrize("name", ["packaging/locks/dev.txt", "pyproject.toml"])
def test_a_changed_lock_is_installed_into_what_is_there(place: Place, name: str) -> None:
    place.make("test")
    (place.root / name).write_text("changed", encoding="utf-8")
    calls = place.make("run")
    assert locks_of(calls) == ["packaging/locks/dev.txt"]
    assert not is_made_anew(calls)


def test_an_interrupted_installation_is_made_anew(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_PIP", "1")
    with pytest.raises(place.debian.SetupError, match="pip could not install"):
        place.make("run")
    monkeypatch.setenv("FAKE_PIP", "0")
    assert is_made_anew(place.make("run"))


def test_a_moved_checkout_is_made_anew(place: Place) -> None:
    place.make("run")
    moved = place.root.with_name("moved")
    shutil.move(place.root, moved)
    place.root = moved
    assert is_made_anew(place.make("run"))


def test_a_venv_whose_python_is_too_old_is_made_anew(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.make("run")
    monkeypatch.setenv("FAKE_VERSION", "3.10")
    assert is_made_anew(place.make("run"))


@pytest.mark.parametrize("version", ["3.9", "3.10", "3.15"])
def test_another_python_is_named_with_a_way_out(place: Place, version: str) -> None:
    with pytest.raises(place.debian.SetupError) as caught:
        place.setup.check_python(version, "/usr/bin/python3")
    text = str(caught.value)
    assert f"/usr/bin/python3 is {version}" in text
    assert "PYTHON=" in text


def test_the_supported_versions_are_those_of_the_project(place: Place) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    first, last = place.setup.SUPPORTED[0], place.setup.SUPPORTED[-1]
    major, minor = map(int, last.split("."))
    assert project["requires-python"] == f">={first},<{major}.{minor + 1}"


def test_root_installs_only_missing_packages_by_the_name_apt_knows(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_but_two = [p for p in place.debian.QT_PACKAGES if p != "libgl1" and "|" not in p]
    monkeypatch.setenv("FAKE_INSTALLED", " ".join(all_but_two))
    monkeypatch.setenv("FAKE_KNOWN", "libglib2.0-0t64")
    apt = [call for call in place.make("run") if call.startswith("apt-get")]
    assert apt[0].endswith("update")
    assert apt[1].endswith("--no-install-recommends libgl1 libglib2.0-0t64")


def test_apt_that_fails_stops_with_its_own_last_line(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_INSTALLED", "")
    monkeypatch.setenv("FAKE_APT", "100")
    with pytest.raises(place.debian.SetupError, match="E: no network"):
        place.make("run")


def test_a_plain_user_is_told_the_packages_in_one_line_and_goes_on(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place.make("run")
    capsys.readouterr()
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("FAKE_INSTALLED", place.debian.plain_names(place.debian.QT_PACKAGES[1:]))
    assert place.make("run") == []
    assert capsys.readouterr().err.splitlines() == [
        "set-up: missing packages; as root: apt-get install --no-install-recommends libgl1"
    ]


def test_qt_that_does_not_load_is_an_error_that_names_the_packages(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_QT", "ImportError: libGL.so.1")
    with pytest.raises(place.debian.SetupError, match=r"libGL\.so\.1.*libgl1 "):
        place.make("run")


def test_debian_python_without_ensurepip_gets_its_venv_package(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent: Callable[[str], None] = lambda _name: None  # noqa: E731 - typed for the patch
    monkeypatch.setattr(importlib.util, "find_spec", absent)
    venv = "python{}.{}-venv".format(*sys.version_info)
    assert place.setup.wanted_packages("run", making=True)[-1] == venv
    assert venv not in place.setup.wanted_packages("run", making=False)


def test_the_script_answers_a_wrong_word_with_its_usage(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    assert place.setup.main(["walk"]) == 2
    assert "environment.py run|test" in capsys.readouterr().err


def test_windows_runs_the_same_checks_as_make() -> None:
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8")
    script = (ROOT / "packaging" / "windows" / "test.ps1").read_text(encoding="utf-8")
    made = [line.split("$(BIN)/")[1] for line in recipe.splitlines() if "\t$(BIN)/" in line]
    checks = {
        line.replace('"', "'")
        for line in made
        if " -m bench" not in line and " -m tests." not in line
    }
    prefix = "& .venv\\Scripts\\"
    lines = [line for line in script.splitlines() if line.startswith(prefix)]
    assert {line.removeprefix(prefix).replace(".exe", "") for line in lines} == checks
