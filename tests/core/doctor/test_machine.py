"""What belongs to the machine alone, judged by values."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.core.diagnosis.connection_check import CheckStatus
from console.core.doctor import machine
from console.core.doctor.facts import DisplayFacts, KeyringFacts, Package
from console.core.errors import UserFacingError
from tests.core.doctor.station import DIRECTORY, KEYRING, VERSIONS

OK, WARN, FAIL, _ = CheckStatus
PYSIDE = Package(name="PySide6", version="6.11.3", for_window=True)
BOTO = Package(name="boto3", version="1.44.8")
PROBLEM = UserFacingError("It cannot be written.", "The disk is full.", "Free some space.")


def test_versions_are_all_named() -> None:
    told = machine.versions(VERSIONS)
    assert (told.name, told.status, told.hint) == ("versions", OK, "")
    assert told.detail == (
        "signin-console 0.1.0, Python 3.11.7, Linux 6.1 x86_64, PySide6 6.11.3, boto3 1.44.8, "
        "Qt 6.11.3, OpenSSL 3.0.19."
    )


@pytest.mark.parametrize(
    ("changes", "status", "hint"),
    [
        ({"packages": (replace(PYSIDE, version=None), BOTO)}, WARN, "the window does not open"),
        ({"packages": (PYSIDE, replace(BOTO, version=None))}, FAIL, "Install the program anew"),
        ({"packages": (replace(PYSIDE, version="6.12.0"), BOTO)}, FAIL, "needs Python 3.12"),
        ({"python": (3, 10, 2)}, WARN, "3.11 to 3.14"),
        ({"python": (3, 15, 0)}, WARN, "3.11 to 3.14"),
    ],
)
def test_versions_that_do_not_do(
    changes: dict[str, object], status: CheckStatus, hint: str
) -> None:
    told = machine.versions(replace(VERSIONS, **changes))  # type: ignore[arg-type]
    assert told.status is status
    assert hint in told.hint


def test_what_is_missing_is_said_so() -> None:
    packages = (replace(PYSIDE, version=None), BOTO)
    told = machine.versions(replace(VERSIONS, packages=packages, qt=None))
    assert "PySide6 missing, boto3 1.44.8, OpenSSL" in told.detail


def test_pyside_6_12_is_sound_on_a_newer_python() -> None:
    packages = (replace(PYSIDE, version="6.12.0"), BOTO)
    facts = replace(VERSIONS, packages=packages, python=(3, 12, 0))
    assert machine.versions(facts).status is OK


def test_a_good_directory() -> None:
    told = machine.directory(DIRECTORY)
    assert (told.name, told.status) == ("data directory", OK)
    assert told.detail == (
        "~/data, exists and can be written, mode 0700, 50 GiB free, its journal opens."
    )
    unmade = machine.directory(replace(DIRECTORY, exists=False, mode=None, has_journal=False))
    assert unmade.status is OK
    assert unmade.detail == "~/data, will be made when needed, 50 GiB free."
    assert "no journal yet" in machine.directory(replace(DIRECTORY, has_journal=False)).detail


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"mode": 0o755}, WARN, "chmod 700 ~/data"),
        ({"mode": 0o710}, WARN, "chmod 700 ~/data"),
        ({"free_bytes": 100 * 1024**2}, WARN, "Free some space"),
        ({"free_bytes": 1024**2}, FAIL, "Free some space"),
        ({"problem": PROBLEM}, FAIL, "Free some space."),
    ],
)
def test_a_directory_that_is_not_right(
    changes: dict[str, object], status: CheckStatus, words: str
) -> None:
    told = machine.directory(replace(DIRECTORY, **changes))  # type: ignore[arg-type]
    assert told.status is status
    assert words in told.hint


def test_modes_and_space_that_nobody_knows_are_left_out() -> None:
    told = machine.directory(replace(DIRECTORY, mode=None, free_bytes=None))
    assert told.status is OK
    assert "mode" not in told.detail
    assert "free" not in told.detail


def test_keyrings() -> None:
    good = machine.keyring(KEYRING)
    assert (good.name, good.status) == ("keyring backend", OK)
    assert good.detail == "Secrets are kept in the system keyring. It answers."
    memory = machine.keyring(KeyringFacts(place="In memory: none was found.", persistent=False))
    assert (memory.status, memory.detail) == (WARN, "In memory: none was found.")
    assert "Secret Service" in memory.hint
    locked = UserFacingError("The system keyring does not answer.", "It may be locked.", "Unlock.")
    told = machine.keyring(KeyringFacts(place="", persistent=True, problem=locked))
    assert (told.status, told.hint) == (FAIL, "Unlock.")
    assert told.detail == "The system keyring does not answer. It may be locked."


def test_window_systems() -> None:
    assert machine.window(DisplayFacts(platform="xcb")).detail == "xcb: it answers."
    unseen = machine.window(DisplayFacts(platform="offscreen", shown=False))
    assert unseen.status is WARN
    assert "QT_QPA_PLATFORM" in unseen.hint
    problem = UserFacingError("There is no display.", "", "Start it in a desktop session.")
    told = machine.window(DisplayFacts(platform="", problem=problem))
    assert (told.status, told.detail) == (FAIL, "There is no display.")
    dead = machine.window(DisplayFacts(platform="wayland", problem=problem))
    assert dead.detail == "wayland: There is no display."
    assert dead.hint


def test_texts_of_the_machine_cannot_act_on_a_terminal() -> None:
    told = machine.versions(replace(VERSIONS, system="Lin\x1b[2Jux\u202e"))
    assert "Lin\\x1b[2Jux\\u202e" in told.detail
    shown = machine.directory(replace(DIRECTORY, shown="/a\nb"))
    assert shown.detail.startswith("/a\\nb,")
