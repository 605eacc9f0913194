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
ASSOCIATE_SOFTWARE_TOKEN = "AssociateSoftwareToken"  # noqa: S105  # an operation's name
VERIFY_SOFTWARE_TOKEN = "VerifySoftwareToken"  # noqa: S105
CONFIRM_DEVICE = "ConfirmDevice"
UPDATE_DEVICE_STATUS = "UpdateDeviceStatus"
GET_TOKENS_FROM_REFRESH_TOKEN = "GetTokensFromRefreshToken"  # noqa: S105
REVOKE_TOKEN = "RevokeToken"  # noqa: S105
DESCRIBE_USER_POOL = "DescribeUserPool"
DESCRIBE_USER_POOL_CLIENT = "DescribeUserPoolClient"
GET_USER_POOL_MFA_CONFIG = "GetUserPoolMfaConfig"
DESCRIBE_RISK_CONFIGURATION = "DescribeRiskConfiguration"
LIST_USER_POOLS = "ListUserPools"
LIST_USER_POOL_CLIENTS = "ListUserPoolClients"
ADMIN_GET_USER = "AdminGetUser"
LIST_USERS = "ListUsers"
ADMIN_LIST_DEVICES = "AdminListDevices"
ADMIN_LIST_USER_AUTH_EVENTS = "AdminListUserAuthEvents"
GET_CALLER_IDENTITY = "GetCallerIdentity"
LOOKUP_EVENTS = "LookupEvents"
FILTER_LOG_EVENTS = "FilterLogEvents"
GET_SMS_SANDBOX_ACCOUNT_STATUS = "GetSMSSandboxAccountStatus"
LIST_SMS_SANDBOX_PHONE_NUMBERS = "ListSMSSandboxPhoneNumbers"
GET_SMS_ATTRIBUTES = "GetSMSAttributes"
LIST_ORIGINATION_NUMBERS = "ListOriginationNumbers"
CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT = "CheckIfPhoneNumberIsOptedOut"
# Whose operations are not Cognito's, by the names that botocore and IAM have for the services.
SERVICES: Mapping[str, str] = {
    GET_CALLER_IDENTITY: "sts",
    LOOKUP_EVENTS: "cloudtrail",
    FILTER_LOG_EVENTS: "logs",
    GET_SMS_SANDBOX_ACCOUNT_STATUS: "sns",
    LIST_SMS_SANDBOX_PHONE_NUMBERS: "sns",
    GET_SMS_ATTRIBUTES: "sns",
    LIST_ORIGINATION_NUMBERS: "sns",
    CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT: "sns",
}
# They change nothing and count as no try of a user, so that they alone may be sent again.
READ_ONLY = frozenset(
    {
        DESCRIBE_USER_POOL,
        DESCRIBE_USER_POOL_CLIENT,
        GET_USER_POOL_MFA_CONFIG,
        DESCRIBE_RISK_CONFIGURATION,
        LIST_USER_POOLS,
        LIST_USER_POOL_CLIENTS,
        ADMIN_GET_USER,
        LIST_USERS,
        ADMIN_LIST_DEVICES,
        ADMIN_LIST_USER_AUTH_EVENTS,
        *SERVICES,
    }
)
# Authorised by a token, a session or nothing at all, whatever the path of the sign-in.
_UNSIGNED = frozenset(
    {
        INITIATE_AUTH,
        RESPOND,
        ASSOCIATE_SOFTWARE_TOKEN,
        VERIFY_SOFTWARE_TOKEN,
        CONFIRM_DEVICE,
        UPDATE_DEVICE_STATUS,
        GET_TOKENS_FROM_REFRESH_TOKEN,
        REVOKE_TOKEN,
    }
)

ParamValue: TypeAlias = "str | int | Secret | Mapping[str, ParamValue] | tuple[ParamValue, ...]"


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
    path: Path = Path.ADMIN  # of the sign-in that it belongs to
    region: str | None = None  # None: the profile's; a pool may send its messages from another

    @property
    def service(self) -> str:
        """Whose operation it is, as botocore names it."""
        return SERVICES.get(self.operation, "cognito-idp")

    @property
    def signed(self) -> bool:
        """Whether it needs AWS credentials."""
        return self.operation not in _UNSIGNED


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
    left_behind: bool = False  # a look-up of a name, which nobody can cancel, goes on


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
    left_behind: bool = False  # a search for credentials goes on


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDevice:
    """NewDeviceMetadata: a device that Cognito knows and nobody has confirmed yet."""

    key: Secret
    group_key: Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """AuthenticationResult: live tokens of a real session. `expires_in_s` counts from the reply."""

    access_token: Secret | None = None
    id_token: Secret | None = None
    refresh_token: Secret | None = None
    token_type: str | None = None
    expires_in_s: int | None = None
    new_device: NewDevice | None = None

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
    """Cognito's answer: a challenge with its session, tokens, or what a follow-up call gives.

    `status` and `secret_code` are those of the authenticator's set-up, `confirmation_needed` is
    ConfirmDevice's UserConfirmationNecessary, `details` the listed facts of a read-only call.
    """

    record: CallRecord
    challenge_name: str | None = None
    session: Secret | None = None
    challenge_parameters: Mapping[str, str] = field(default_factory=dict)
    available_challenges: tuple[str, ...] = ()
    tokens: Tokens | None = None
    status: str | None = None
    secret_code: Secret | None = None
    confirmation_needed: bool = False
    details: Mapping[str, object] = field(default_factory=dict)


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
