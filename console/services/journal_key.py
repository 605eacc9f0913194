"""The journal's key: asked of the keyring off every thread that must go on, made when there is
none, and known again by a check value beside the file."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from console.core.errors import UserFacingError
from console.core.ports import Vault
from console.core.secret import Secret
from console.services.file_lock import FileLock
from console.services.files import write_private
from console.services.journal_database import SqlError

KEY_NAME: Final = "journal/key"
CHECK_NAME: Final = "journal.keycheck"
LOCK_NAME: Final = "journal.lock"
LOCK_S: Final = 5.0
_WAIT_S: Final = 3.0  # a keyring answers in a fifth of a second, or it waits for a person
_PERSON_S: Final = 1.5  # a refusal that took longer was a person's: asking again would annoy
_AGAIN_S: Final = (2.0, 4.0, 8.0, 16.0, 32.0, 60.0)
_AGAIN_AFTER_PERSON_S: Final = 120.0
_FORM: Final = re.compile(r"[0-9a-f]{64}")


class NoKeyError(UserFacingError):
    """The journal's key is not to be had: an encrypted file stays as it is."""


def check_value(key: Secret) -> str:
    """Tells a wrong key from a damaged file; nothing of the key can be found from it."""
    mac = hmac.new(bytes.fromhex(key.reveal()), b"signin-console journal", hashlib.sha256)
    return mac.digest()[:8].hex()


def kept_check(directory: Path) -> str | None:
    """The check value of the key with which the file was made, None where there is none."""
    try:
        text = (directory / CHECK_NAME).read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    return text or None


def keep_check(directory: Path, key: Secret) -> None:
    """Puts the check value beside the file, before the file is made."""
    if kept_check(directory) != check_value(key):
        write_private(directory / CHECK_NAME, check_value(key).encode("ascii"))


class JournalKey:
    """Asks once, on a thread of its own, and again after a while where the keyring refused."""

    def __init__(
        self,
        directory: Path,
        vault: Vault,
        *,
        may_make: Callable[[], bool],
        on_answer: Callable[[], None],
        wait_s: float = _WAIT_S,
    ) -> None:
        """`may_make` says whether no file needs a key that is lost; both are called on that thread.

        `on_answer` is called when an answer came after someone went on without it.
        """
        self._directory = directory
        self._vault = vault
        self._may_make = may_make
        self._on_answer = on_answer
        self._wait_s = wait_s
        self._answered = threading.Event()
        self._asked_at: float | None = None
        self._refusals = 0
        self._missed = False
        self._key: Secret | None = None
        self._refusal: UserFacingError | None = None

    def get(self) -> Secret | None:
        """The key, None where there is no keyring; NoKeyError where that refuses or is silent.

        The first call waits for a while; while the keyring is silent the others do not.
        """
        first = self._asked_at is None
        if first or (self._refusal is not None and self.again_in() <= 0):
            self._ask()
            first = True
        answered = self._answered.wait(self._wait_s if first else 0)
        if not answered:
            self._missed = True
            answered = self._answered.is_set()  # it may have come just before that was noted
        if not answered:
            raise NoKeyError(
                "",
                "The system keyring, which has the journal's key, does not answer; it may be "
                "locked and wait for a password.",
                "Unlock it: attempts are held in memory and saved then.",
            )
        if self._refusal is not None:
            raise NoKeyError(self._refusal.title, self._refusal.detail, self._refusal.hint)
        return self._key

    def again_in(self) -> float:
        """Seconds until a refusing keyring is asked again."""
        if self._asked_at is None or self._refusal is None:
            return 0.0
        return max(0.0, self._again_at - time.monotonic())

    def forget(self) -> None:
        """The next `get` asks the keyring anew."""
        if self._answered.is_set():
            self._asked_at = self._refusal = None

    def _ask(self) -> None:
        self._asked_at = time.monotonic()
        self._answered.clear()
        self._refusal = None
        threading.Thread(target=self._work, name="journal key", daemon=True).start()

    def _work(self) -> None:
        started = time.monotonic()
        try:
            self._key = self._found()
        except UserFacingError as error:
            self._refusals += 1
            person = time.monotonic() - started > _PERSON_S
            pause = _AGAIN_S[min(self._refusals, len(_AGAIN_S)) - 1]
            self._again_at = time.monotonic() + (_AGAIN_AFTER_PERSON_S if person else pause)
            self._refusal = error
        self._answered.set()
        if self._missed:
            self._missed = False
            self._on_answer()

    def _found(self) -> Secret | None:
        import asyncio  # a loop of its own: the vault's deadline is asyncio's

        try:
            return asyncio.run(self._read_or_make())
        except OSError as error:
            raise UserFacingError(
                "",
                f"The journal's key could not be made: {error.strerror or type(error).__name__}.",
                "Check that the data directory may be written.",
            ) from None

    async def _read_or_make(self) -> Secret | None:
        key = await self._read()
        if self._vault.persistent is False:
            return None
        if key is not None:
            return key
        try:
            may_make = self._may_make()
        except SqlError as error:
            raise UserFacingError(
                "", f"The journal cannot be looked at: {error.text}.", "Start again."
            ) from None
        if not may_make:
            raise UserFacingError(
                "",
                "The journal is encrypted, and its key is not in the system keyring: the keyring "
                "is another one, or was made anew.",
                "Bring back the keyring that has the key, or delete the history to begin a new "
                "journal. Nothing of the present one is changed.",
            )
        with FileLock(self._directory / LOCK_NAME).holding(LOCK_S):
            return await self._read() or await self._make()

    async def _read(self) -> Secret | None:
        key = await self._vault.get(KEY_NAME)
        if key is None or _FORM.fullmatch(key.reveal()):
            return key
        raise UserFacingError(
            "",
            f"What the system keyring has under {KEY_NAME} is no key of a journal.",
            "Bring back the entry as it was, or remove it.",
        )

    async def _make(self) -> Secret | None:
        """A new key, once the keyring has shown that it keeps it."""
        made = Secret(os.urandom(32).hex())
        try:
            await self._vault.put(KEY_NAME, made)
        except UserFacingError:
            with contextlib.suppress(UserFacingError):
                await self._vault.forget(KEY_NAME)  # a key that only memory has is none
            raise
        if self._vault.persistent is False:
            return None
        kept = await self._vault.get(KEY_NAME)
        if kept is None or kept != made:
            raise UserFacingError(
                "",
                "The system keyring did not keep the journal's key.",
                "Check that the keyring works, then start again.",
            )
        return kept
