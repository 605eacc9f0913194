"""Checks the signatures of tokens with the public keys that a pool serves."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final, TypeAlias

from console.core.call import Failure, Origin
from console.core.claims import Check, Signature
from console.core.ports import Clock
from console.core.profile import Profile
from console.core.secret import Secret
from console.services.gateways import CognitoGateways
from console.services.key_sets import Key, KeySet, read_key_set

ALGORITHM: Final = "RS256"  # the only one that Cognito signs with
_FRESH_S = 60.0  # an unknown key id is looked for again after it, for pools change their keys
_FAILURE_S = (
    5.0  # so that the second token of a sign-in does not wait for what failed for the first
)
_LEAST_BITS = 2048  # of a key that proves anything

_OTHER_KIND = "What the pool serves under the key's name is no public key for RS256."

# Gets the key set over the wire, at most once.
Fetch: TypeAlias = Callable[[], "bytes | Failure"]


class PoolKeys:
    """Satisfies TokenVerifier. Keys are fetched once a profile, by workers of the gateways."""

    def __init__(self, gateways: CognitoGateways, clock: Clock) -> None:
        self._gateways = gateways
        self._clock = clock
        self._shelves: dict[Profile, _Shelf] = {}

    async def verify(self, profile: Profile, token: Secret) -> Signature:
        """See TokenVerifier. Cancelled, it stops a fetch that is under way."""
        shelf = self._shelves.setdefault(profile, _Shelf(self._clock))
        pending = self._gateways.open(profile).begin_with_keys(
            lambda fetch: _judged(token, lambda key_id: shelf.key(key_id, fetch))
        )
        try:
            result = await pending.result()
        except BaseException:
            pending.stop()
            raise
        return _not_checked(_in_words(result)) if isinstance(result, Failure) else result


class _Shelf:
    """The keys of one profile's pool. Used by several workers; one of them fetches."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._keys: KeySet = {}
        self._fetched_at: float | None = None
        self._failure: Failure | None = None
        self._failed_at = 0.0

    def key(self, key_id: str, fetch: Fetch) -> Key | Failure | None:
        """The key of that id; None where the pool serves none."""
        with self._lock:
            if key_id not in self._keys and not self._is_fresh():
                failure = self._refill(fetch)
                if failure is not None:
                    return failure
            return self._keys.get(key_id)

    def _is_fresh(self) -> bool:
        at = self._fetched_at
        return at is not None and self._clock.monotonic() - at < _FRESH_S

    def _refill(self, fetch: Fetch) -> Failure | None:
        kept = self._failure
        if kept is not None and self._clock.monotonic() - self._failed_at < _FAILURE_S:
            return kept
        body = fetch()
        if isinstance(body, Failure):
            if body.origin is not Origin.STOPPED:  # that one was about its own call alone
                self._failure, self._failed_at = body, self._clock.monotonic()
            return body
        self._keys, self._fetched_at = read_key_set(body), self._clock.monotonic()
        self._failure = None
        return None


def _judged(token: Secret, find: Callable[[str], Key | Failure | None]) -> Signature | Failure:
    key_id = _key_id(token.reveal())
    if isinstance(key_id, Signature):
        return key_id
    key = find(key_id)
    if isinstance(key, Failure):
        return key
    if key is None:
        return _wrong("The token names a key that the pool does not serve.")
    return _checked_with(key, token.reveal())


def _key_id(text: str) -> str | Signature:
    """The id of the key that the token names, or what is wrong with its header."""
    import jwt  # with cryptography below it: here, in a worker

    try:
        header = jwt.get_unverified_header(text)
    except (jwt.InvalidTokenError, ValueError, RecursionError):
        return _wrong("The token is no signed JWT.")
    algorithm, key_id = header.get("alg"), header.get("kid")
    if isinstance(algorithm, str) and algorithm.lower() == "none":
        return _wrong("The token is not signed: its header names no algorithm.")
    if algorithm != ALGORITHM:
        return _wrong("The token names another algorithm than RS256, the one of Cognito's tokens.")
    if not isinstance(key_id, str) or not key_id:
        return _wrong("The token does not name the key that signed it.")
    return key_id


def _checked_with(key: Key, text: str) -> Signature:
    import jwt

    if key.get("alg", ALGORITHM) != ALGORITHM or key.get("use", "sig") != "sig":
        return _not_checked(_OTHER_KIND)
    try:
        made = jwt.PyJWK(dict(key), ALGORITHM)
    except (jwt.PyJWTError, ValueError, OverflowError):
        return _not_checked(_OTHER_KIND)
    if made.key.key_size < _LEAST_BITS:
        return _not_checked("The pool serves a key that is too short to prove anything.")
    try:
        jwt.PyJWS().decode_complete(text, made, algorithms=[ALGORITHM])
    except jwt.InvalidSignatureError:
        return _wrong("The signature does not fit the token and the pool's key.")
    except (jwt.InvalidTokenError, ValueError, RecursionError):
        return _wrong("The token is no signed JWT.")
    return Signature(check=Check.OK)


def _in_words(failure: Failure) -> str:
    """Why there are no keys, without a word that came from outside."""
    match failure.origin:
        case Origin.DEADLINE:
            return "The pool's public keys did not come within the profile's time limit."
        case Origin.STOPPED:
            return "The check was cancelled before the pool's public keys came."
        case Origin.REPLY:
            return failure.message
    return f"The pool's public keys could not be fetched ({failure.code})."


def _wrong(reason: str) -> Signature:
    return Signature(check=Check.WRONG, reason=reason)


def _not_checked(reason: str) -> Signature:
    return Signature(check=Check.NOT_CHECKED, reason=reason)
