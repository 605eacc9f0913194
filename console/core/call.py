"""What goes to the gateway and what comes back: plain values, nothing of botocore."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from console.core.secret import Secret

ADMIN_INITIATE_AUTH = "AdminInitiateAuth"
ADMIN_RESPOND = "AdminRespondToAuthChallenge"
INITIATE_AUTH = "InitiateAuth"
RESPOND = "RespondToAuthChallenge"

ParamValue: TypeAlias = "str | Secret | Mapping[str, ParamValue] | tuple[ParamValue, ...]"


class Path(StrEnum):
    """admin: signed calls with the operator's credentials; public: unsigned, as the app's own."""

    ADMIN = "admin"
    PUBLIC = "public"

    @property
    def initiate(self) -> str:
        """The operation that begins a sign-in."""
        return ADMIN_INITIATE_AUTH if self is Path.ADMIN else INITIATE_AUTH

    @property
    def respond(self) -> str:
        """The operation that answers a challenge."""
        return ADMIN_RESPOND if self is Path.ADMIN else RESPOND


class Sent(StrEnum):
    """Whether the request left this machine; maybe: its bytes were on the way when it ended."""

    NO = "no"
    YES = "yes"
    MAYBE = "maybe"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiCall:
    """One call of the API: its operation and parameters, with every secret still wrapped."""

    operation: str
    params: Mapping[str, ParamValue]
    path: Path = Path.ADMIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Phases:
    """Durations in milliseconds of one HTTP request; None when the phase was not taken."""

    dns_ms: float | None = None
    connect_ms: float | None = None
    tls_ms: float | None = None
    first_byte_ms: float | None = None
    transfer_ms: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WireTry:
    """One HTTP request as the connection saw it. `error` is a class name and phase, no text."""

    number: int
    started_at: datetime
    offset_ms: float  # from the start of the call
    duration_ms: float
    phases: Phases
    sent: Sent
    reused: bool
    remote: str | None = None
    proxied: bool = False
    tls_version: str | None = None
    tls_issuer: str | None = None
    http_status: int | None = None
    request_bytes: int = 0
    reply_bytes: int = 0
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecord:
    """The facts about one call, whatever became of it."""

    started_at: datetime
    duration_ms: float
    sent: Sent
    request_id: str | None = None
    http_status: int | None = None
    content_type: str | None = None
    server_date: datetime | None = None  # the Date header, for clock skew
    received_at: datetime | None = None  # by this machine's clock, when the reply's header came
    tries: tuple[WireTry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """AuthenticationResult: live tokens of a real session. `expires_in_s` counts from the reply."""

    access_token: Secret | None = None
    id_token: Secret | None = None
    refresh_token: Secret | None = None
    token_type: str | None = None
    expires_in_s: int | None = None

    def names(self) -> tuple[str, ...]:
        """Which tokens came: access, id, refresh."""
        pairs = (
            ("access", self.access_token),
            ("id", self.id_token),
            ("refresh", self.refresh_token),
        )
        return tuple(name for name, token in pairs if token is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Cognito's answer: a challenge with its session, or tokens."""

    record: CallRecord
    challenge_name: str | None = None
    session: Secret | None = None
    challenge_parameters: Mapping[str, str] = field(default_factory=dict)
    available_challenges: tuple[str, ...] = ()
    tokens: Tokens | None = None


class Origin(StrEnum):
    """Who says that the call failed."""

    SERVICE = "service"  # Cognito answered with an exception
    CLIENT = "client"  # credentials, network, botocore: no answer
    REPLY = "reply"  # something answered, but not believably Cognito
    DEADLINE = "deadline"  # our own time limit
    STOPPED = "stopped"  # cancelled by the operator


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A call without the hoped-for answer: a normal result, never an exception.

    `code` is Cognito's exception name, botocore's class name, or one of our own (NotCognitoReply,
    TruncatedReply, ReplyTooLarge, DeadlineExceeded, CallCancelled). `message` is the raw text.
    """

    record: CallRecord
    origin: Origin
    code: str
    message: str = ""


CallResult: TypeAlias = Reply | Failure
