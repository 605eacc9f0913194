"""The vault: named secrets in the system's keyring, or in memory where there is none."""

from __future__ import annotations

import hashlib
import logging
import re
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from console.core.errors import UserFacingError
from console.core.secret import Secret
from console.core.text import visible
from console.services.lone_thread import in_thread

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend  # its import takes 0.2 s: at run time in a thread

T = TypeVar("T")

SERVICE = "signin-console"
DEADLINE_S = 10.0
_IN_MEMORY = "Secrets are kept in memory until the console closes"

# Stores of an operating system. Whatever else a set-up may name (null, plain or encrypted files,
# plug-ins) would put customers' secrets where nobody expects them.
_REAL = {
    "keyring.backends.SecretService.Keyring": "Secret Service",
    "keyring.backends.kwallet.DBusKeyring": "KWallet",
    "keyring.backends.kwallet.DBusKeyringKWallet4": "KWallet",
    "keyring.backends.Windows.WinVaultKeyring": "Windows Credential Locker",
    "keyring.backends.macOS.Keyring": "macOS Keychain",
}
_NONE = ("keyring.backends.fail.Keyring", "keyring.backends.chainer.ChainerBackend")

# Names that the console makes of a user's name. Those of recipes are the keyring's own.
_OF_A_USER = re.compile(r"(device|totp)/.*", re.DOTALL)
# Names that every keyring takes, and tells apart, as they are.
_PLAIN = re.compile(r"[a-z0-9/_.@+-]{1,180}")


class KeyringVault:
    """Every call to the keyring has a thread and a deadline of its own: a locked one may hang."""

    def __init__(self, service: str = SERVICE, *, deadline_s: float = DEADLINE_S) -> None:
        self._service = service
        self._deadline_s = deadline_s
        self._memory: dict[str, Secret] = {}
        self._choosing = threading.Lock()
        self._ring: KeyringBackend | None = None
        self._place: str | None = None  # None until the keyring was first asked

    @property
    def persistent(self) -> bool | None:
        """Whether secrets outlive this run; None before the keyring was first asked."""
        return None if self._place is None else self._ring is not None

    async def get(self, name: str) -> Secret | None:
        """The secret, or None where there is none of this name."""
        if name in self._memory:
            return self._memory[name]
        value = await self._ask(lambda ring: ring.get_password(self._service, _entry(name)))
        return None if value is None else Secret(value)

    async def put(self, name: str, secret: Secret) -> None:
        """Keeps the secret, in memory too where the keyring does not take it (and raises)."""
        self._memory[name] = secret
        entry = _entry(name)
        try:
            await self._ask(lambda ring: ring.set_password(self._service, entry, secret.reveal()))
        except UserFacingError as error:
            kept = "The secret is kept in memory until the console closes."
            raise UserFacingError(error.title, f"{error.detail} {kept}", error.hint) from None
        if self.persistent:
            self._memory.pop(name, None)

    async def forget(self, name: str) -> None:
        """Drops the secret; one that does not exist is no error."""
        self._memory.pop(name, None)
        await self._ask(lambda ring: _delete(ring, self._service, _entry(name)))

    async def describe(self) -> str:
        """Where secrets are kept, in words; never raises."""
        try:
            await self._ask(lambda _ring: None)
        except UserFacingError as error:
            return error.sentence()
        return self._place or _IN_MEMORY

    async def _ask(self, question: Callable[[KeyringBackend], T]) -> T | None:
        """What the keyring says; None where there is no keyring."""

        def work() -> T | None:
            ring = self._chosen()
            return None if ring is None else question(ring)

        try:
            return await in_thread(work, self._deadline_s, name="keyring")
        except TimeoutError:
            raise UserFacingError(
                "The system keyring does not answer.",
                f"It was given {self._deadline_s:g} s; it may be locked and wait for a password.",
                "Unlock it, then try again.",
            ) from None
        except Exception as error:  # noqa: BLE001  # each backend has exceptions of its own
            raise _refusal(error) from None

    def _chosen(self) -> KeyringBackend | None:
        with self._choosing:
            if self._place is None:
                self._ring, self._place = _choose()
            return self._ring


def _choose() -> tuple[KeyringBackend | None, str]:
    """A real keyring and the sentence about it, or None and the reason."""
    import keyring  # only where the first secret is asked for

    # A broken plug-in is logged with its traceback; without a handler that would go to stderr.
    logging.getLogger("keyring").addHandler(logging.NullHandler())
    try:
        configured = keyring.get_keyring()
        rings = (configured, *getattr(configured, "backends", ()))
    except Exception as error:  # noqa: BLE001  # a set-up may name anything
        return None, f"{_IN_MEMORY}: the keyring set-up is in error ({type(error).__name__})."
    for ring in rings:
        if _name(ring) in _REAL:
            return ring, f"Secrets are kept in the system keyring ({_REAL[_name(ring)]})."
    refused = [_name(ring) for ring in rings if _name(ring) not in _NONE]
    if refused:
        shown = visible(refused[0], 120)
        return None, f"{_IN_MEMORY}: {shown} is not a keyring of the operating system."
    return None, f"{_IN_MEMORY}: no system keyring was found."


def _entry(name: str) -> str:
    """The keyring's own name for `name`, which may hold any characters of a user's name.

    Windows takes 512 characters and sees no difference between upper and lower case, D-Bus takes
    neither NUL nor half a surrogate pair, and the Secret Service keeps names readable.
    """
    made = _OF_A_USER.fullmatch(name)
    if made is None or _PLAIN.fullmatch(name):
        return name
    return f"{made[1]}/{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _name(ring: object) -> str:
    return f"{type(ring).__module__}.{type(ring).__qualname__}"


def _delete(ring: KeyringBackend, service: str, name: str) -> None:
    if ring.get_password(service, name) is not None:
        ring.delete_password(service, name)


def _refusal(error: Exception) -> UserFacingError:
    """By the exception's class alone: its text may say anything, even the secret."""
    kind = type(error).__name__
    if kind == "KeyringLocked":
        return UserFacingError(
            "The system keyring is locked.", "It was asked and not unlocked.", "Unlock it first."
        )
    if kind == "InitError":
        return UserFacingError(
            "The system keyring could not be opened.",
            "It is not set up or not unlocked for this session.",
            "Set it up or unlock it with the desktop's password program, then try again.",
        )
    return UserFacingError(
        "The system keyring refused.",
        f"It raised {visible(kind, 80)}.",
        "Check that it is set up and unlocked for this account, then try again.",
    )
