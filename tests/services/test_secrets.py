"""The vault, on fakes of keyring's backends and on a real Secret Service."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keyring
import keyring.errors
import pytest
from keyring.backend import KeyringBackend

from console.core.errors import UserFacingError
from console.core.ports import Vault
from console.core.secret import Secret
from console.services.secrets import KeyringVault

CANARY = "Canary-91b2-Zq"
IN_MEMORY = "Secrets are kept in memory until the console closes"
Install = Callable[[KeyringBackend], None]


class Ring(KeyringBackend):
    """A keyring in a dictionary that can refuse, and can hang until it is released."""

    priority = 0  # never chosen by keyring itself

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.threads: list[threading.Thread] = []
        self.refusal: Exception | None = None
        self.released = threading.Event()
        self.released.set()

    def _asked(self) -> None:
        self.threads.append(threading.current_thread())
        assert self.released.wait(30)
        if self.refusal is not None:
            raise self.refusal

    def get_password(self, service: str, username: str) -> str | None:
        self._asked()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._asked()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._asked()
        if (service, username) not in self.kept:
            raise keyring.errors.PasswordDeleteError("not found")
        del self.kept[service, username]


class SystemRing(Ring):
    """Passes for the real one by the name of its class."""


SystemRing.__module__, SystemRing.__qualname__ = "keyring.backends.SecretService", "Keyring"


class PlaintextRing(Ring):
    """Passes for the plain file of the keyrings.alt package."""


PlaintextRing.__module__, PlaintextRing.__qualname__ = "keyrings.alt.file", "PlaintextKeyring"


class Chain(Ring):
    """Passes for keyring's chainer; asked itself, it would fall through to any member."""

    def __init__(self, *backends: KeyringBackend) -> None:
        super().__init__()
        self.backends = backends
        self.refusal = AssertionError("the chain itself must not be asked")


Chain.__module__, Chain.__qualname__ = "keyring.backends.chainer", "ChainerBackend"


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Install:
    return lambda ring: monkeypatch.setattr("keyring.core._keyring_backend", ring)


@pytest.fixture
def ring(install: Install) -> SystemRing:
    made = SystemRing()
    install(made)
    return made


async def test_secrets_go_to_the_system_keyring_and_come_back(ring: SystemRing) -> None:
    vault: Vault = KeyringVault()
    persistent = [vault.persistent]
    assert await vault.get("profile/a1/client_secret") is None
    await vault.put("profile/a1/client_secret", Secret(CANARY))
    assert ring.kept == {("signin-console", "profile/a1/client_secret"): CANARY}
    assert await KeyringVault().get("profile/a1/client_secret") == Secret(CANARY)
    persistent.append(vault.persistent)
    assert persistent == [None, True]
    assert await vault.describe() == "Secrets are kept in the system keyring (Secret Service)."


async def test_each_call_has_a_daemon_thread_of_its_own(ring: SystemRing) -> None:
    vault = KeyringVault()
    await vault.put("a", Secret(CANARY))
    await vault.get("a")
    assert len(set(ring.threads)) == 2
    assert all(thread.daemon for thread in ring.threads)
    assert threading.main_thread() not in ring.threads


async def test_a_secret_that_went_to_the_keyring_is_not_kept_in_memory_too(
    ring: SystemRing,
) -> None:
    vault = KeyringVault()
    await vault.put("a", Secret(CANARY))
    ring.kept["signin-console", "a"] = "changed elsewhere"
    assert await vault.get("a") == Secret("changed elsewhere")


async def test_forgetting_is_done_once_and_again(ring: SystemRing) -> None:
    vault = KeyringVault()
    await vault.put("a", Secret(CANARY))
    await vault.forget("a")
    await vault.forget("a")
    assert ring.kept == {}
    assert await vault.get("a") is None


# --- names


def entries(ring: SystemRing) -> list[str]:
    return [entry for _, entry in ring.kept]


@pytest.mark.parametrize("name", ["profile/A1/client_secret", "totp/x/alice@example.com"])
async def test_a_plain_name_is_the_entrys_own(ring: SystemRing, name: str) -> None:
    await KeyringVault().put(name, Secret(CANARY))
    assert entries(ring) == [name]


USERNAMES = [
    "alice",
    "Alice",
    "ALICE",
    "a" * 128,
    "\U0001f511" * 128,
    "ä",
    "a\u0308",
    "\x00",
    "a\nb",
    "\ud800",
    "",
    " ",
    "../x",
    "%*?",
]


@pytest.mark.parametrize("kind", ["device", "totp"])
async def test_any_user_name_has_an_entry_that_every_keyring_takes(
    ring: SystemRing, kind: str
) -> None:
    vault = KeyringVault()
    names = [f"{kind}/eu-west-1_Ab12Cd34E/{username}" for username in USERNAMES]
    for number, name in enumerate(names):
        await vault.put(name, Secret(f"secret {number}"))
    found = [await KeyringVault().get(name) for name in names]
    assert found == [Secret(f"secret {number}") for number in range(len(names))]
    for entry in entries(ring):
        assert entry.isascii()
        assert entry.isprintable()
        assert len(entry) <= 200
        assert entry.startswith(f"{kind}/")
    assert len({entry.casefold() for entry in entries(ring)}) == len(names)
    for name in names:
        await vault.forget(name)
    assert ring.kept == {}


async def test_a_name_that_a_recipe_chose_is_the_entrys_own(ring: SystemRing) -> None:
    await KeyringVault().put("Alice at Contoso", Secret(CANARY))
    assert entries(ring) == ["Alice at Contoso"]


async def test_a_missing_name_costs_one_question_and_no_error(ring: SystemRing) -> None:
    assert await KeyringVault().get("device/eu-west-1_Ab12Cd34E/Alice") is None
    assert len(ring.threads) == 1


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("keyring.backends.fail.Keyring", f"{IN_MEMORY}: no system keyring was found."),
        (
            "keyring.backends.null.Keyring",
            f"{IN_MEMORY}: keyring.backends.null.Keyring is not a keyring of the operating system.",
        ),
        ("no.such.Module", f"{IN_MEMORY}: the keyring set-up is in error (ModuleNotFoundError)."),
        ("keyring.backends.fail.Nothing", f"{IN_MEMORY}: the keyring set-up is in error"),
    ],
)
async def test_without_a_real_keyring_secrets_live_in_memory_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, name: str, sentence: str
) -> None:
    monkeypatch.setattr("keyring.core._keyring_backend", None)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)
    vault = KeyringVault()
    assert (await vault.describe()).startswith(sentence)
    assert vault.persistent is False
    assert await vault.get("a") is None
    await vault.put("a", Secret(CANARY))
    assert await vault.get("a") == Secret(CANARY)
    assert await KeyringVault().get("a") is None
    await vault.forget("a")
    assert await vault.get("a") is None


async def test_a_plain_file_is_refused(install: Install) -> None:
    plain = PlaintextRing()
    install(plain)
    vault = KeyringVault()
    await vault.put("a", Secret(CANARY))
    assert plain.threads == []
    assert "keyrings.alt.file.PlaintextKeyring is not a keyring of" in await vault.describe()


async def test_of_a_chain_only_the_real_keyring_is_used(install: Install) -> None:
    plain, system = PlaintextRing(), SystemRing()
    install(Chain(plain, system))
    vault = KeyringVault()
    await vault.put("a", Secret(CANARY))
    assert system.kept == {("signin-console", "a"): CANARY}
    assert plain.threads == []
    assert vault.persistent is True


async def test_a_chain_without_a_real_keyring_is_refused(install: Install) -> None:
    install(Chain(PlaintextRing()))
    assert "PlaintextKeyring is not a keyring" in await KeyringVault().describe()
    install(Chain())
    assert await KeyringVault().describe() == f"{IN_MEMORY}: no system keyring was found."


async def test_a_keyring_that_hangs_is_given_up_at_the_deadline(ring: SystemRing) -> None:
    ring.released.clear()
    vault = KeyringVault(deadline_s=0.05)
    try:
        with pytest.raises(UserFacingError) as raised:
            await vault.get("a")
        assert raised.value.title == "The system keyring does not answer."
        with pytest.raises(UserFacingError, match="does not answer") as raised:
            await vault.put("a", Secret(CANARY))
        assert "kept in memory until the console closes" in raised.value.detail
        assert await vault.get("a") == Secret(CANARY)
    finally:
        ring.released.set()


async def test_a_choice_that_hangs_is_described_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    released = threading.Event()
    monkeypatch.setattr(keyring, "get_keyring", lambda: released.wait(30) and SystemRing())
    vault = KeyringVault(deadline_s=0.05)
    try:
        assert (await vault.describe()).startswith("The system keyring does not answer.")
        assert vault.persistent is None
    finally:
        released.set()


@pytest.mark.parametrize(
    ("refusal", "title", "detail"),
    [
        (keyring.errors.KeyringLocked(CANARY), "The system keyring is locked.", "not unlocked"),
        (keyring.errors.PasswordSetError(CANARY), "The system keyring refused.", "PasswordSetE"),
        (
            keyring.errors.InitError(CANARY),
            "The system keyring could not be opened.",
            "not set up or not unlocked",
        ),
        (RuntimeError(CANARY), "The system keyring refused.", "It raised RuntimeError."),
    ],
)
async def test_a_refusal_is_told_without_its_text_and_nothing_is_lost(
    ring: SystemRing, refusal: Exception, title: str, detail: str
) -> None:
    vault = KeyringVault()
    ring.refusal = refusal
    calls: tuple[Any, ...] = (
        lambda: vault.get("b"),
        lambda: vault.forget("b"),
        lambda: vault.put("a", Secret(CANARY)),
    )
    for call in calls:
        with pytest.raises(UserFacingError) as raised:
            await call()
        assert raised.value.title == title
        assert detail in raised.value.detail
        assert raised.value.hint
        assert CANARY not in raised.value.sentence()
    assert await vault.get("a") == Secret(CANARY)
    ring.refusal = None
    await vault.put("a", Secret("new"))
    assert ring.kept == {("signin-console", "a"): "new"}


TOUR = """
import asyncio, json, sys
from console.core.errors import UserFacingError
from console.core.secret import Secret
from console.services.secrets import KeyringVault

async def tour():
    vault = KeyringVault()
    told = {"absent": await vault.get("tour") is None}
    await vault.put("tour", Secret("first"))
    await vault.put("tour", Secret("sec\\u00f6nd"))
    found = await KeyringVault().get("tour")
    told["kept"] = found is not None and found.reveal() == "sec\\u00f6nd"
    await vault.forget("tour")
    told["forgotten"] = await KeyringVault().get("tour") is None
    return {**told, "describe": await vault.describe(), "persistent": vault.persistent}

async def main():
    try:
        return await tour()
    except UserFacingError as error:
        return error.to_json()

print(json.dumps(asyncio.run(main())))
"""
SESSION = """
printf '%s' "$1" | gnome-keyring-daemon "$2" --components=secrets >&2 || exit 9
exec "$3" -c "$4"
"""


def in_a_session(home: Path, how: str) -> dict[str, object]:
    """The tour in a D-Bus session with its own keyring daemon, which ends with the session."""
    runner, daemon = shutil.which("dbus-run-session"), shutil.which("gnome-keyring-daemon")
    if runner is None or daemon is None:
        pytest.skip("dbus-run-session or gnome-keyring-daemon is not installed")
    places = {name: str(home / name.lower()) for name in ("XDG_DATA_HOME", "XDG_RUNTIME_DIR")}
    for place in places.values():
        Path(place).mkdir(mode=0o700, exist_ok=True)
    unwanted = ("DISPLAY", "WAYLAND_DISPLAY", "PYTHON_KEYRING_BACKEND", "DBUS_SESSION_BUS_ADDRESS")
    kept = {key: value for key, value in os.environ.items() if key not in unwanted}
    done = subprocess.run(
        [runner, "--", "sh", "-c", SESSION, "sh", "pw", how, sys.executable, TOUR],
        env={**kept, "HOME": str(home), **places},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, object] = json.loads(done.stdout)
    return told


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Secret Service is of Linux")
def test_a_real_secret_service_keeps_and_forgets(tmp_path: Path) -> None:
    assert in_a_session(tmp_path, "--unlock") == {
        "absent": True,
        "kept": True,
        "forgotten": True,
        "describe": "Secrets are kept in the system keyring (Secret Service).",
        "persistent": True,
    }


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Secret Service is of Linux")
def test_a_real_secret_service_that_nobody_unlocked_is_said(tmp_path: Path) -> None:
    told = in_a_session(tmp_path, "--start")
    assert told["title"] == "The system keyring could not be opened."
    in_a_session(tmp_path, "--unlock")
    told = in_a_session(tmp_path, "--start")
    assert told["title"] == "The system keyring is locked."
    assert told["hint"]
