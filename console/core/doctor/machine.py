"""Judges what belongs to the machine alone: versions, data directory, keyring, window system."""

from __future__ import annotations

from typing import Final

from console.core.diagnosis.connection_check import CheckStatus, ConnectionCheck, check
from console.core.doctor.facts import DirectoryFacts, DisplayFacts, KeyringFacts, VersionFacts
from console.core.doctor.names import DIRECTORY, KEYRING, VERSIONS, WINDOW
from console.core.text import visible

_PYTHONS: Final = ((3, 11), (3, 14))
_ABORTING: Final = ("PySide6", "6.12.0", (3, 12))  # aborts on a Python older than that
_LITTLE_BYTES: Final = 200 * 1024 * 1024
_TOO_LITTLE_BYTES: Final = 10 * 1024 * 1024
_OTHERS: Final = 0o077
_SHOWN: Final = 200
_ANEW: Final = "Install the program anew, with the versions that it is locked to."


def versions(facts: VersionFacts) -> ConnectionCheck:
    """Everything that a report of a bug has to name, and what is missing of it."""
    told = [
        f"signin-console {facts.program}",
        f"Python {'.'.join(str(part) for part in facts.python)}",
        facts.system,
        *(f"{each.name} {each.version or 'missing'}" for each in facts.packages),
    ]
    told += [f"Qt {facts.qt}"] * (facts.qt is not None)
    words = f"{', '.join(visible(each, _SHOWN) for each in [*told, facts.openssl])}."
    missing = [each for each in facts.packages if each.version is None]
    if any(not each.for_window for each in missing):
        return check(VERSIONS, CheckStatus.FAIL, words, _ANEW)
    if _aborts(facts):
        name, version, least = _ABORTING
        hint = f"{name} {version} needs Python {least[0]}.{least[1]}: install the locked version."
        return check(VERSIONS, CheckStatus.FAIL, words, hint)
    if missing:
        hint = f"Commands work, the window does not open. {_ANEW}"
        return check(VERSIONS, CheckStatus.WARN, words, hint)
    first, last = _PYTHONS
    if not first <= facts.python[:2] <= last:
        hint = f"It is tried with Python {first[0]}.{first[1]} to {last[0]}.{last[1]}: use one."
        return check(VERSIONS, CheckStatus.WARN, words, hint)
    return check(VERSIONS, CheckStatus.OK, words)


def _aborts(facts: VersionFacts) -> bool:
    name, version, least = _ABORTING
    return facts.python[:2] < least and any(
        (each.name, each.version) == (name, version) for each in facts.packages
    )


def directory(facts: DirectoryFacts) -> ConnectionCheck:
    """Whether profiles and attempts can be kept, and by whom they can be read."""
    shown = visible(facts.shown, _SHOWN)
    if facts.problem is not None:
        problem = facts.problem
        words = f"{shown}: {problem.title} {problem.detail}".strip()
        return check(DIRECTORY, CheckStatus.FAIL, words, problem.hint)
    told = [shown, "exists and can be written" if facts.exists else "will be made when needed"]
    if facts.mode is not None:
        told.append(f"mode {facts.mode:04o}")
    if facts.free_bytes is not None:
        told.append(f"{_size(facts.free_bytes)} free")
    told += ["its journal opens" if facts.has_journal else "no journal yet"] * facts.exists
    words = f"{', '.join(told)}."
    if facts.free_bytes is not None and facts.free_bytes < _LITTLE_BYTES:
        full = facts.free_bytes < _TOO_LITTLE_BYTES
        hint = "Free some space on that disk: attempts that cannot be kept are lost."
        return check(DIRECTORY, CheckStatus.FAIL if full else CheckStatus.WARN, words, hint)
    if facts.mode is not None and facts.mode & _OTHERS:
        hint = f"Other accounts of this machine get at it. Take that away: chmod 700 {shown}"
        return check(DIRECTORY, CheckStatus.WARN, words, hint)
    return check(DIRECTORY, CheckStatus.OK, words)


def _size(count: int) -> str:
    mebibytes = count / 1024 / 1024
    return f"{mebibytes / 1024:.0f} GiB" if mebibytes >= 10 * 1024 else f"{mebibytes:.0f} MiB"


def keyring(facts: KeyringFacts) -> ConnectionCheck:
    """Whether secrets outlive the program, in a store of the operating system."""
    if facts.problem is not None:
        words = f"{facts.problem.title} {facts.problem.detail}".strip()
        return check(KEYRING, CheckStatus.FAIL, words, facts.problem.hint)
    if facts.persistent:
        return check(KEYRING, CheckStatus.OK, f"{facts.place} It answers.")
    return check(
        KEYRING,
        CheckStatus.WARN,
        facts.place,
        "Client secrets have to be typed at every start. On Linux start a Secret Service (as "
        "GNOME Keyring, KWallet or KeePassXC) in the desktop session.",
    )


def window(facts: DisplayFacts) -> ConnectionCheck:
    """Whether a window can be opened and seen."""
    platform = visible(facts.platform, _SHOWN)
    if facts.problem is not None:
        where = f"{platform}: " if platform else ""
        words = f"{where}{facts.problem.title} {facts.problem.detail}".strip()
        return check(WINDOW, CheckStatus.FAIL, words, facts.problem.hint)
    if not facts.shown:
        hint = "Take QT_QPA_PLATFORM out of the environment to see the window."
        return check(WINDOW, CheckStatus.WARN, f"{platform}: nobody sees a window there.", hint)
    return check(WINDOW, CheckStatus.OK, f"{platform}: it answers.")
