"""The server's side of SRP: salts and verifiers, the shared key, and the signature over it.

Written from RFC 5054 and Cognito's published formulas for the practice pool alone: no client's
arithmetic is used here, so that one proves the other.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from console.core.srp_constants import INFO, G, K, N

_STAMP: Final = re.compile(
    r"([A-Z][a-z]{2}) ([A-Z][a-z]{2}) (\d{1,2}) (\d{2}):(\d{2}):(\d{2}) UTC (\d{4})", re.ASCII
)
_WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
]
_DIGITS: Final = re.compile(r"[0-9a-fA-F]{1,768}", re.ASCII)


def signed_bytes(number: int) -> bytes:
    """A positive number as Java's BigInteger.toByteArray writes it."""
    digits = format(number, "x")
    if len(digits) % 2:
        digits = "0" + digits
    return bytes.fromhex("00" + digits if digits[0] in "89abcdef" else digits)


def _digest(*parts: bytes) -> int:
    return int(hashlib.sha256(b"".join(parts)).hexdigest(), 16)


def password_number(realm: str, name: str, password: str, salt: int) -> int:
    """x, which is all that the verifier keeps of a password."""
    inner = hashlib.sha256(f"{realm}{name}:{password}".encode()).digest()
    return _digest(signed_bytes(salt), inner)


@lru_cache(maxsize=512)
def verifier(realm: str, name: str, password: str, salt: int) -> int:
    """v, what a server stores in place of a password."""
    return pow(G, password_number(realm, name, password, salt), N)


def scramble(a_public: int, b_public: int) -> int:
    """u, made of both public numbers."""
    return _digest(signed_bytes(a_public), signed_bytes(b_public))


def derived_key(shared: int, u: int) -> bytes:
    """The sixteen bytes that both sides sign with."""
    extracted = hmac.digest(signed_bytes(u), signed_bytes(shared), hashlib.sha256)
    return hmac.digest(extracted, INFO, hashlib.sha256)[:16]


def signature(key: bytes, realm: str, name: str, block: bytes, stamp: str) -> str:
    """The PASSWORD_CLAIM_SIGNATURE that is right for that key and those texts."""
    message = b"".join((realm.encode(), name.encode(), block, stamp.encode()))
    return base64.b64encode(hmac.digest(key, message, hashlib.sha256)).decode()


def read_public(text: str) -> int | None:
    """A of a client, or None where it cannot be one: no hexadecimal, zero, or N and above."""
    if not _DIGITS.fullmatch(text):
        return None
    number = int(text, 16)
    return number if 0 < number < N else None


def read_stamp(text: str) -> datetime | None:
    """The UTC time of a TIMESTAMP, leniently as to weekday and zeros; None where it is none."""
    match = _STAMP.fullmatch(text)
    if match is None or match[1] not in _WEEKDAYS or match[2] not in _MONTHS:
        return None
    day, hour, minute, second, year = (int(match[group]) for group in (3, 4, 5, 6, 7))
    try:
        return datetime(year, _MONTHS.index(match[2]) + 1, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def write_stamp(at: datetime) -> str:
    """The one spelling of a time that is signed; another one in the answer proves nothing."""
    utc = at.astimezone(UTC)
    clock = f"{utc.hour:02}:{utc.minute:02}:{utc.second:02}"
    return f"{_WEEKDAYS[utc.weekday()]} {_MONTHS[utc.month - 1]} {utc.day} {clock} UTC {utc.year}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerKeys:
    """One exchange's numbers on this side; `secret` is b."""

    a_public: int
    salt: int
    verifier: int = field(repr=False)
    secret: int = field(default_factory=lambda: secrets.randbits(1024), repr=False)

    @property
    def b_public(self) -> int:
        """B, which hides the verifier in a power of g."""
        return (K * self.verifier + pow(G, self.secret, N)) % N

    def key(self) -> bytes:
        """The key that a client with the right password has too."""
        u = scramble(self.a_public, self.b_public)
        return derived_key(pow(self.a_public * pow(self.verifier, u, N), self.secret, N), u)
