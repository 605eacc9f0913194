"""The locks: exact, hashed, free of addresses, in step with pyproject.toml and what is here."""

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ROOT / "packaging" / "locks"
ADDRESS = re.compile(r"https?:|file:|--(?:extra-)?index|--find-links|--trusted-host")


def text_of(name: str) -> str:
    return (LOCKS / name).read_text(encoding="utf-8")


def entries(name: str) -> list[list[str]]:
    """Each locked requirement as its lines: the pin first, then the hashes."""
    whole = text_of(name).replace("\\\n", "\n")
    lines = [line.strip() for line in whole.splitlines() if not line.lstrip().startswith("#")]
    found: list[list[str]] = []
    for line in filter(None, lines):
        if line.startswith("--hash"):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def pins(name: str) -> dict[str, Requirement]:
    parsed = [Requirement(entry[0]) for entry in entries(name)]
    return {f"{canonicalize_name(pin.name)} {pin.marker or ''}".strip(): pin for pin in parsed}


def wanted(*extras: str) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = [line for extra in extras for line in project["optional-dependencies"][extra]]
    return [Requirement(line) for line in [*project["dependencies"], *optional]]


@pytest.mark.parametrize("lock", ["run.txt", "dev.txt"])
def test_every_entry_is_an_exact_version_with_hashes(lock: str) -> None:
    assert len(entries(lock)) > 20
    for pin, *hashes in entries(lock):
        assert re.fullmatch(r"[\w.\-\[\],]+==[\w.+!]+( ;.*)?", pin.strip()), pin
        assert hashes, pin
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", h) for h in hashes), pin


@pytest.mark.parametrize("lock", ["run.txt", "dev.txt"])
def test_no_lock_names_an_address(lock: str) -> None:
    assert ADDRESS.search(text_of(lock)) is None


def test_dev_holds_all_of_run_at_the_same_versions() -> None:
    dev = {(pin.name, str(pin.specifier)) for pin in pins("dev.txt").values()}
    assert {(pin.name, str(pin.specifier)) for pin in pins("run.txt").values()} <= dev


@pytest.mark.parametrize(
    ("lock", "extras"), [("run.txt", ["build"]), ("dev.txt", ["build", "dev"])]
)
def test_what_the_project_wants_is_locked_within_its_bounds(lock: str, extras: list[str]) -> None:
    locked = {canonicalize_name(pin.name): pin for pin in pins(lock).values()}
    for want in wanted(*extras):
        pin = locked[canonicalize_name(want.name)]
        exact = next(iter(pin.specifier)).version
        assert want.specifier.contains(exact, prereleases=True), f"{want} but locked {exact}"


def test_this_environment_is_the_locked_one() -> None:
    here = [pin for pin in pins("dev.txt").values() if pin.marker is None or pin.marker.evaluate()]
    other = {p.name: version(p.name) for p in here if not p.specifier.contains(version(p.name))}
    assert other == {}
