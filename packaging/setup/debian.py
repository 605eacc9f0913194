"""The Debian packages that Qt and the tests need: installed as root, else named in one line."""

import os
import shutil
import subprocess
import sys

# "a|b" means the first of them that the system knows.
QT_PACKAGES = (
    *("libgl1", "libegl1", "libfontconfig1", "libdbus-1-3", "libglib2.0-0t64|libglib2.0-0"),
    *("libxkbcommon0", "libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4"),
    *("libxcb-keysyms1", "libxcb-shape0", "libxcb-xkb1", "fonts-dejavu-core"),
)
# A virtual X display for window tests, and a private keyring for the tests of the real one.
TEST_PACKAGES = ("xvfb", "xauth", "dbus-daemon", "gnome-keyring")


class SetupError(Exception):
    """The set-up cannot go on; the text is the whole message."""


def say(text: str) -> None:
    """One line of progress."""
    print(f"set-up: {text}", file=sys.stderr, flush=True)


def plain_names(packages: "list[str]") -> str:
    """The packages as one line, each by its oldest name."""
    return " ".join(package.split("|")[-1] for package in packages)


def provide(wanted: "list[str]") -> "list[str]":
    """Install missing packages as root, or name them; those that are still missing."""
    if not sys.platform.startswith("linux") or shutil.which("dpkg-query") is None:
        return []
    missing = missing_packages(wanted)
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        install(missing)
        return []
    if missing:
        names = plain_names(missing)
        say(f"missing packages; as root: apt-get install --no-install-recommends {names}")
    return missing


def missing_packages(wanted: "list[str]") -> "list[str]":
    """Entries of `wanted` of which dpkg has no alternative installed."""
    names = [name for package in wanted for name in package.split("|")]
    listing = _run("dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *names)[1]
    installed = {line.split()[0] for line in listing.splitlines() if line.endswith(" installed")}
    return [package for package in wanted if installed.isdisjoint(package.split("|"))]


def install(missing: "list[str]") -> None:
    """Install packages; raises with apt's own last line when it cannot."""
    say(f"installing system packages: {plain_names(missing)}")
    apt = ("apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300")
    _run(*apt, "update")  # its failure alone is no reason to stop: one dead source is common
    names = [_known_name(package) for package in missing]
    status, output = _run(*apt, "-y", "install", "--no-install-recommends", *names)
    if status:
        reason = (output.strip().splitlines() or ["it gave no reason"])[-1]
        raise SetupError(f"apt-get could not install these packages: {reason}")


def _known_name(package: str) -> str:
    *first, last = package.split("|")
    return next((name for name in first if _run("apt-cache", "show", name)[0] == 0), last)


def _run(*command: str) -> "tuple[int, str]":
    done = subprocess.run(  # noqa: S603 - fixed commands, own names
        command,
        env=dict(os.environ, DEBIAN_FRONTEND="noninteractive", LC_ALL="C.UTF-8"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,  # noqa: UP021 - also for Python 3.6
        check=False,
    )
    return done.returncode, done.stdout
