"""The walls of ARCHITECTURE.md: imports, names, sizes, and what must not stand in any file."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BLOCKED = ("PySide6", "shiboken6", "qasync", "boto3", "botocore", "keyring", "apsw")
IMPORT_ALL = """
import importlib, pkgutil, sys
blocked = set(sys.argv[1].split(","))
class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in blocked:
            raise ImportError(f"{name} is behind the wall")
sys.meta_path.insert(0, Wall())
seen = []
for room in sys.argv[2:]:
    package = importlib.import_module(room)
    seen.append(room)
    for module in pkgutil.walk_packages(package.__path__, room + "."):
        importlib.import_module(module.name)
        seen.append(module.name)
print("\\n".join(seen))
"""
FORBIDDEN = {
    "a path of one machine": re.compile(r"(?<![\w.])/(?:work|root)/"),
    "a package registry": re.compile(
        r"\b(?:pypi\.org|pythonhosted\.org|npmjs\.org|deb\.debian\.org)", re.IGNORECASE
    ),
    "unfinished work": re.compile(r"\b(?:TO[D]O|FIX[M]E|XX[X])\b"),
    "a private key": re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+[A-Za-z0-9+/]{40}"),
}
ACCESS_KEY = re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b")


def test_the_import_contracts_hold() -> None:
    script = "from importlinter.cli import lint_imports_command as main; main()"
    command = [sys.executable, "-c", script, "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "8 kept, 0 broken" in done.stdout


def import_behind_the_wall(*rooms: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", IMPORT_ALL, ",".join(BLOCKED), *rooms]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_core_and_cases_import_without_qt_aws_and_keyring() -> None:
    done = import_behind_the_wall("console.core", "console.cases")
    assert done.returncode == 0, done.stderr
    files = [p for room in ("core", "cases") for p in (ROOT / "console" / room).rglob("*.py")]
    assert len(done.stdout.split()) == len(files)


def test_the_wall_stops_a_room_that_needs_qt() -> None:
    done = import_behind_the_wall("console.ui")
    assert done.returncode != 0
    assert "is behind the wall" in done.stderr


def test_packaging_never_shadows_the_library_of_that_name() -> None:
    assert list((ROOT / "packaging").rglob("__init__.py")) == []


@pytest.mark.parametrize("name", ["utils", "common", "helpers", "base", "manager"])
def test_no_module_has_a_name_that_says_nothing(name: str) -> None:
    found = [p for p in (ROOT / "console").rglob("*") if p.stem.strip("_") in {name, name + "s"}]
    assert found == []


def test_no_file_of_the_console_is_over_400_lines() -> None:
    files = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in console_files()}
    assert files
    assert {p.name: lines for p, lines in files.items() if lines > 400} == {}


def console_files() -> list[Path]:
    return list((ROOT / "console").rglob("*.py"))


def project_files() -> list[Path]:
    """Files of the project: git's word where it can be had, otherwise all but hidden ones."""
    git = shutil.which("git")
    if git is not None:
        done = subprocess.run(
            [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode == 0:
            return [ROOT / name for name in done.stdout.split("\0") if (ROOT / name).is_file()]
    parts = {p: p.relative_to(ROOT).parts for p in ROOT.rglob("*") if p.is_file()}
    return [p for p, names in parts.items() if not any(n[0] in "._" for n in names[:-1])]


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""  # a picture


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_no_file_names(kind: str) -> None:
    files = project_files()
    assert ROOT / "pyproject.toml" in files
    found = {
        str(path.relative_to(ROOT)): match.group()
        for path in files
        if (match := FORBIDDEN[kind].search(text_of(path)))
    }
    assert found == {}


def test_no_access_key_id_stands_outside_the_tests() -> None:
    found = [
        path
        for path in project_files()
        if path.relative_to(ROOT).parts[0] != "tests" and ACCESS_KEY.search(text_of(path))
    ]
    assert found == []
