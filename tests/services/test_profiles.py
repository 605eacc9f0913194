"""The profile file."""

from __future__ import annotations

import errno
import json
import os
import stat
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console.core.errors import UserFacingError
from console.core.ports import ProfileStore, StoredProfiles
from console.core.profile import Profile, ProfileKind
from console.services import profiles as module
from console.services.profile_json import render
from console.services.profiles import ProfileFile

ACME = Profile(
    profile_id="a1",
    name="Acme",
    kind=ProfileKind.STAGING,
    region="eu-west-1",
    user_pool_id="eu-west-1_Ab12Cd34E",
    client_id="1example23456789",
    has_client_secret=True,
)
BETA = replace(ACME, profile_id="b2", name="Beta")


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def store(directory: Path) -> Iterator[ProfileFile]:
    made = ProfileFile(directory)
    yield made
    made.close()


@pytest.fixture
def path(directory: Path) -> Path:
    directory.mkdir()
    return directory / "profiles.json"


def put(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def content(path: Path) -> bytes:
    return path.read_bytes()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def make_directory_of(path: Path) -> None:
    path.unlink()
    path.mkdir()


def names(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


async def test_profiles_survive_a_restart(directory: Path, store: ProfileStore) -> None:
    assert await store.load() == StoredProfiles(profiles=())
    await store.save([ACME, BETA])
    again = ProfileFile(directory)
    assert await again.load() == StoredProfiles(profiles=(ACME, BETA))
    again.close()
    assert names(directory) == ["profiles.json"]
    if os.name == "posix":
        assert mode(directory / "profiles.json") == 0o600
        assert mode(directory) == 0o700


async def test_an_unreadable_file_is_kept_and_said(path: Path, store: ProfileFile) -> None:
    for number, data in enumerate((b"{oops", b"\x00"), start=1):
        put(path, data)
        stored = await store.load()
        kept = "profiles.json.broken" + ("" if number == 1 else str(number))
        assert stored.profiles == ()
        assert stored.writable
        assert f"It is kept as {kept}" in (stored.problem or "")
        assert content(path.parent / kept) == data
    assert await store.load() == StoredProfiles(profiles=())


async def test_a_newer_file_is_left_alone(path: Path, store: ProfileFile) -> None:
    put(path, b'{"schema_version": 3}')
    stored = await store.load()
    assert (stored.profiles, stored.writable) == ((), False)
    assert "newer version" in (stored.problem or "")
    with pytest.raises(UserFacingError) as raised:
        await store.save([ACME])
    assert raised.value.title == "The profiles could not be saved."
    assert "newer version" in raised.value.detail
    assert content(path) == b'{"schema_version": 3}'
    assert names(path.parent) == ["profiles.json"]


async def test_a_broken_profile_is_not_lost_by_the_next_save(
    path: Path, store: ProfileFile
) -> None:
    rows = json.loads(render([ACME, BETA]))
    rows["profiles"][0]["colour"] = "red"
    before = json.dumps(rows).encode()
    put(path, before)
    stored = await store.load()
    assert stored.profiles == (BETA,)
    assert stored.writable
    assert "Profile “Acme” was left out: Its key “colour” is unknown." in (stored.problem or "")
    assert "copied to profiles.json.broken before" in (stored.problem or "")
    assert names(path.parent) == ["profiles.json"]
    await store.save(stored.profiles)
    await store.save(stored.profiles)
    assert names(path.parent) == ["profiles.json", "profiles.json.broken"]
    assert content(path.parent / "profiles.json.broken") == before
    assert await store.load() == StoredProfiles(profiles=(BETA,))


async def test_a_file_that_broke_since_it_was_read_is_kept_too(
    path: Path, store: ProfileFile
) -> None:
    await store.save([ACME])
    put(path, b"half wri")
    await store.save([BETA])
    assert content(path.parent / "profiles.json.broken") == b"half wri"
    assert (await store.load()).profiles == (BETA,)


async def test_what_the_disk_refuses_is_said(
    path: Path, store: ProfileFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.save([ACME])

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(module, "write_private", full)
    with pytest.raises(UserFacingError) as raised:
        await store.save([BETA])
    assert raised.value.title == "The profiles could not be saved."
    assert "The disk is full." in raised.value.detail
    assert (await store.load()).profiles == (ACME,)
    make_directory_of(path)
    with pytest.raises(UserFacingError, match="could not be read"):
        await store.load()


async def test_an_unreadable_file_that_cannot_be_put_aside_stays_and_stops_saves(
    path: Path, store: ProfileFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path) -> Path:
        raise OSError(errno.EACCES, "no")

    monkeypatch.setattr(module, "set_aside", refuse)
    put(path, b"{oops")
    stored = await store.load()
    assert not stored.writable
    assert "not JSON at line 1" in (stored.problem or "")
    assert "no right" in (stored.problem or "")
    with pytest.raises(UserFacingError, match="could not be saved"):
        await store.save([ACME])
    assert content(path) == b"{oops"


async def test_files_are_read_off_the_calling_thread(
    directory: Path, store: ProfileFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    real = Path.read_bytes

    def noting(self: Path) -> bytes:
        seen.append(threading.current_thread().name)
        return real(self)

    monkeypatch.setattr(Path, "read_bytes", noting)
    await store.save([ACME])
    await store.load()
    assert set(seen) == {"profiles"}
