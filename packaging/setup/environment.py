"""Makes .venv from the locks, and brings the system packages: `environment.py run|test`.

Standard library only, and readable by Python 3.6, so that an old one can be told what is wrong.
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from debian import QT_PACKAGES, TEST_PACKAGES, SetupError, plain_names, provide, say

SUPPORTED = ("3.11", "3.12", "3.13", "3.14")
LOCKS = {"run": "packaging/locks/run.txt", "test": "packaging/locks/dev.txt"}


def main(arguments: "list[str]") -> int:
    """Prepare what `run` or `test` needs; the exit status."""
    if len(arguments) != 1 or arguments[0] not in LOCKS:
        print("usage: environment.py run|test", file=sys.stderr)
        return 2
    try:
        prepare(arguments[0], Path(__file__).resolve().parents[2])
    except (SetupError, OSError) as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def prepare(kind: str, root: Path) -> None:
    """Bring system packages and .venv up to what `kind` needs; nothing where all is there."""
    environment = Environment(root)
    ready = environment.is_ready(kind)
    if not ready:
        check_python("{}.{}".format(*sys.version_info), sys.executable)
    missing = provide(wanted_packages(kind, making=not ready))
    if not ready:
        environment.install(kind)
    if missing or not ready:
        environment.check_qt()


def check_python(version: str, name: str) -> None:
    """Raise unless this is a Python that the locks are made for."""
    if version not in SUPPORTED:
        raise SetupError(
            f"the console needs Python {SUPPORTED[0]} to {SUPPORTED[-1]}, and {name} is {version};"
            " name another one, as in: make run PYTHON=python3.13"
        )


def wanted_packages(kind: str, *, making: bool) -> "list[str]":
    """Debian packages that `kind` needs, and the one to make environments with."""
    wanted = [*QT_PACKAGES, *(TEST_PACKAGES if kind == "test" else ())]
    if making and importlib.util.find_spec("ensurepip") is None:  # Debian packs it apart
        wanted.append("python{}.{}-venv".format(*sys.version_info[:2]))
    return wanted


class Environment:
    """The project's .venv, with a stamp that says what was installed from which lock."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._venv = root / ".venv"
        self._stamp = self._venv / "set-up.txt"
        self._unfinished = self._venv / "set-up.unfinished"
        folder, suffix = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")
        self._python = self._venv / folder / f"python{suffix}"

    def is_ready(self, kind: str) -> bool:
        """Whether .venv has what the present lock says, for this or the larger kind."""
        stamp = self._read_stamp()
        return bool(stamp) and any(stamp == self._fingerprint(k) for k in (kind, "test"))

    def install(self, kind: str) -> None:
        """Make or complete .venv; one that is interrupted, moved or broken is made anew."""
        stamp = self._read_stamp()
        if stamp[:1] == ["test"]:
            kind = "test"  # the smaller set would leave the rest out of step with its lock
        moved = stamp[1:2] not in ([], [str(self._root)])
        if moved or self._unfinished.exists() or not self._is_usable():
            self._create()
        self._unfinished.touch()
        say(f"installing {LOCKS[kind]} into .venv (the first time this takes minutes)")
        self._pip("--require-hashes", "--only-binary=:all:", "-r", LOCKS[kind])
        self._pip("--no-deps", "--no-build-isolation", "-e", ".")
        self._stamp.write_text("\n".join(self._fingerprint(kind)), encoding="utf-8")
        self._unfinished.unlink()

    def check_qt(self) -> None:
        """Raise unless Qt loads with the system's libraries."""
        status, output = self._call("-c", "import PySide6.QtWidgets")
        if status:
            reason = (output.strip().splitlines() or ["no reason given"])[-1]
            names = plain_names([*QT_PACKAGES])
            raise SetupError(f"Qt does not load ({reason}); on Debian its libraries are: {names}")

    def _read_stamp(self) -> "list[str]":
        if not self._stamp.is_file() or not self._python.exists():
            return []
        return self._stamp.read_text(encoding="utf-8").splitlines()

    def _fingerprint(self, kind: str) -> "list[str]":
        digest = hashlib.sha256()
        for name in (LOCKS[kind], "pyproject.toml"):
            digest.update((self._root / name).read_bytes())
        return [kind, str(self._root), self._version(), digest.hexdigest()]

    def _version(self) -> str:
        # Asked each time: a system upgrade can change the Python under a .venv.
        script = "import sys; print('{}.{}'.format(*sys.version_info))"
        return self._call("-S", "-c", script)[1].strip()

    def _is_usable(self) -> bool:
        return (
            self._python.exists()
            and self._version() in SUPPORTED
            and self._call("-m", "pip", "--version")[0] == 0
        )

    def _create(self) -> None:
        if importlib.util.find_spec("ensurepip") is None:
            raise SetupError(f"{sys.executable} cannot make environments: it lacks ensurepip")
        command = [sys.executable, "-m", "venv", "--clear", str(self._venv)]
        if subprocess.run(command, check=False).returncode:  # noqa: S603 - own command
            raise SetupError(f"{sys.executable} could not make .venv; its reason is above")

    def _pip(self, *arguments: str) -> None:
        options = ("-q", "--disable-pip-version-check", "--no-input", "--no-user")
        command = [str(self._python), "-m", "pip", "install", *options, *arguments]
        if subprocess.run(command, cwd=str(self._root), check=False).returncode:  # noqa: S603
            raise SetupError("pip could not install the locked packages; its reason is above")

    def _call(self, *arguments: str) -> "tuple[int, str]":
        done = subprocess.run(  # noqa: S603 - the project's own Python
            [str(self._python), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            universal_newlines=True,  # noqa: UP021 - also for Python 3.6
            check=False,
        )
        return done.returncode, done.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
