"""The client's side of SRP as Cognito speaks it: passwords prove themselves and never travel.

Formulas and encodings: RFC 5054's group, P(n) = the fewest big-endian bytes plus a sign byte.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime

from console.core.secret import Secret
from console.core.srp_constants import INFO, G, K, N

_A_BYTES = 128  # as Cognito's own clients take
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip
_HEX = re.compile(r"[0-9a-fA-F]{1,2048}")  # a number from the server; N has 768 digits


class SrpError(Exception):
    """The server's numbers cannot be used: not hexadecimal, or zero where they must not be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whose password is proved: `realm` is the pool's name, or a device's group key."""

    realm: str
    name: str
    password: Secret

    def private_key(self, salt: int) -> int:
        """x: what stands for the password in the arithmetic."""
        text = f"{self.realm}{self.name}:{self.password.reveal()}"
        return _number(_hash(padded(salt), _hash(text.encode("utf-8", "surrogatepass"))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The answer to a verifier challenge: signature and timestamp over the secret block."""

    signature: Secret
    secret_block: Secret
    timestamp: str

    def responses(self) -> dict[str, str | Secret]:
        """By the keys of ChallengeResponses."""
        return {
            "PASSWORD_CLAIM_SIGNATURE": self.signature,
            "PASSWORD_CLAIM_SECRET_BLOCK": self.secret_block,
            "TIMESTAMP": self.timestamp,
        }


@dataclass(frozen=True, slots=True)
class SrpClient:
    """One exchange, with its own secret number; `a` is given by tests only."""

    a: int = field(
        default_factory=lambda: int.from_bytes(secrets.token_bytes(_A_BYTES), "big"), repr=False
    )

    # A, which is never zero modulo N since N is prime and does not divide a power of g.
    public: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "public", pow(G, self.a, N))  # once: it takes 20 ms

    @property
    def srp_a(self) -> Secret:
        """SRP_A as it is sent: lower-case hex without padding."""
        return Secret(f"{self.public:x}")

    def session_key(self, identity: Identity, *, salt: str, srp_b: str) -> bytes:
        """The sixteen bytes that client and server share; SrpError for numbers of no use."""
        b = _from_hex(srp_b)
        if b % N == 0:
            raise SrpError("SRP_B is zero")
        u = _number(_hash(padded(self.public), padded(b)))
        if u == 0:
            raise SrpError("the scrambling parameter is zero")
        x = identity.private_key(_from_hex(salt))
        shared = pow(b - K * pow(G, x, N), self.a + u * x, N)
        prk = hmac.digest(padded(u), padded(shared), "sha256")
        return hmac.digest(prk, INFO, "sha256")[:16]

    def prove(
        self, identity: Identity, *, salt: str, srp_b: str, secret_block: str, at: datetime
    ) -> Proof:
        """The answer for the aware time `at`, which must be close to the server's."""
        key = self.session_key(identity, salt=salt, srp_b=srp_b)
        stamp = timestamp(at)
        message = (
            f"{identity.realm}{identity.name}".encode("utf-8", "surrogatepass")
            + _block(secret_block)
            + stamp.encode("ascii")
        )
        signature = base64.b64encode(hmac.digest(key, message, "sha256")).decode("ascii")
        return Proof(
            signature=Secret(signature), secret_block=Secret(secret_block), timestamp=stamp
        )


def timestamp(at: datetime) -> str:
    """`Fri Mar 6 09:08:07 UTC 2026`: English in every locale, and no zero before the day."""
    utc = at.astimezone(UTC)
    return (
        f"{_DAYS[utc.weekday()]} {_MONTHS[utc.month - 1]} {utc.day} {utc:%H:%M:%S} UTC {utc.year}"
    )


def pool_name(user_pool_id: str) -> str:
    """The part of the pool's id after the first underscore."""
    return user_pool_id.partition("_")[2]


def padded(number: int) -> bytes:
    """P(n): big-endian, the fewest bytes, with a zero byte before a set top bit."""
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def _hash(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def _number(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _from_hex(text: str) -> int:
    if not _HEX.fullmatch(text):
        raise SrpError("a number of the server is not hexadecimal")
    return int(text, 16)


def _block(secret_block: str) -> bytes:
    try:
        return base64.b64decode(secret_block, validate=True)
    except (binascii.Error, ValueError) as error:
        raise SrpError("SECRET_BLOCK is not base64") from error
