"""What read-only calls told of a user, a pool and a client, and what became of each call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from console.core.call import Sent
from console.core.masking import Json
from console.core.pool_settings import PoolSettings


class ProbeStatus(StrEnum):
    """What became of one call."""

    OK = "ok"
    DENIED = "denied"
    FAILED = "failed"
    TIMEOUT = "timeout"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One read-only operation, which may take several calls.

    `missing_action` is the IAM action that was denied. An answer that there is no such user, client
    or pool is an answer: it is OK.
    """

    operation: str
    status: ProbeStatus
    missing_action: str | None = None
    duration_ms: float = 0.0
    code: str | None = None  # of the exception, where there was one
    reason: str = ""  # one sentence where it is not OK, or where the answer is "there is none"
    sent: Sent = Sent.NO  # whether anything of it left this machine

    def to_json(self) -> dict[str, Json]:
        """The object of the public interface."""
        return {
            "operation": self.operation,
            "status": str(self.status),
            "missing_action": self.missing_action,
            "duration_ms": round(self.duration_ms, 3),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerFacts:
    """GetCallerIdentity: as whom the console calls."""

    account: str
    arn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolFacts:
    """DescribeUserPool. `triggers` are the names of the Lambda triggers that are configured."""

    pool_id: str
    tier: str | None = None  # LITE, ESSENTIALS, PLUS
    mfa: str | None = None  # OFF, ON, OPTIONAL
    triggers: tuple[str, ...] = ()
    functions: Mapping[str, str] = field(default_factory=dict)  # trigger → name of its function
    alias_attributes: tuple[str, ...] = ()
    username_attributes: tuple[str, ...] = ()
    case_sensitive: bool | None = None
    device_tracking: bool = False
    device_opt_in: bool = False
    threat_protection: str | None = None  # OFF, AUDIT, ENFORCED
    sms_failure: str | None = None  # SmsConfigurationFailure
    email_failure: str | None = None  # EmailConfigurationFailure
    sns_region: str | None = None
    has_sms_role: bool = False
    email_account: str | None = None  # COGNITO_DEFAULT, DEVELOPER
    first_factors: tuple[str, ...] = ()  # SignInPolicy.AllowedFirstAuthFactors
    temporary_password_days: int | None = None
    settings: PoolSettings = field(default_factory=PoolSettings)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientFacts:
    """DescribeUserPoolClient; its secret was compared and dropped."""

    client_id: str
    name: str = ""
    auth_flows: tuple[str, ...] = ()
    has_secret: bool = False
    secret_matches: bool | None = None  # None: there was nothing to compare with
    hides_users: bool | None = None  # PreventUserExistenceErrors
    session_validity_s: float | None = None
    rotates_refresh: bool | None = None
    token_revocation: bool | None = None
    refresh_validity_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UserFacts:
    """AdminGetUser, or one of ListUsers. `attributes` has the verified marks and no values."""

    username: str
    status: str  # CONFIRMED, FORCE_CHANGE_PASSWORD, …
    enabled: bool
    sub: str | None = None
    created: datetime | None = None
    modified: datetime | None = None
    mfa_methods: tuple[str, ...] = ()  # UserMFASettingList
    preferred_mfa: str | None = None
    has_email: bool = False
    has_phone: bool = False
    email_verified: bool = False
    phone_verified: bool = False
    # How ListUsers found it: email, phone_number, sub, preferred_username, username (the typed name
    # in another spelling) or username prefix (a longer name that begins as the typed one does).
    matched_by: str | None = None
    # Where a code would go, covered as Cognito itself covers it.
    email_masked: str | None = None
    phone_masked: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceFacts:
    """One of AdminListDevices."""

    key_matches: bool | None = None  # whether it is the DEVICE_KEY of the request
    remembered: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthEventFacts:
    """One of AdminListUserAuthEvents, newest first."""

    at: datetime | None
    event_type: str
    response: str  # Pass, Fail, InProgress
    risk_decision: str | None = None  # NoRisk, AccountTakeover, Block
    risk_level: str | None = None
    compromised: bool = False
    challenges: Mapping[str, str] = field(default_factory=dict)  # Password, Mfa → Success, Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailEvent:
    """One event of CloudTrail. Names and addresses are not kept."""

    at: datetime | None
    event_name: str
    request_id: str | None = None
    error_code: str | None = None  # an exception's name; None where the call succeeded
    error_text: str = ""  # what Cognito said, as far as CloudTrail tells it
    sub: str | None = None  # of the user, where the service knew one


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailFacts:
    """LookupEvents around an attempt. Events come minutes late: `own` may be missing for long.

    `refusals` counts the refused calls of the same user (by `sub`) in the 15 minutes before the
    attempt's end, those of other workstations and of the app included; None where no sub is known.
    """

    own: tuple[TrailEvent, ...] = ()  # those with a request id of the attempt
    refusals: int | None = None
    whole: bool = True  # whether every page of the time was read


class LogKind(StrEnum):
    """What a line of a function's log says."""

    TIMEOUT = "timeout"  # "Task timed out after 3.00 seconds"
    ERROR = "error"  # an exception of the function's own
    EXIT = "exit"  # the runtime crashed or ran out of memory
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """A line of a trigger's log in CloudWatch around the attempt.

    `text` is the function's own, without secret shapes and limited; it may name persons, so that it
    is for the operator's eyes and goes into no case.
    """

    at: datetime | None
    trigger: str
    kind: LogKind
    error_type: str | None = None  # the name of the exception's class
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsFacts:
    """What SNS says in the region from which the pool sends; None is not known."""

    region: str
    in_sandbox: bool | None = None
    verified_in_sandbox: bool | None = None  # the user's number
    monthly_limit_usd: float | None = None  # MonthlySpendLimit; the account's default is 1
    origination_numbers: int | None = None
    opted_out: bool | None = None  # the user's number


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """None means not known, for whatever reason; `probes` say which.

    `user_missing` is True where AdminGetUser said that there is none. `alias_users` are those that
    ListUsers found by e-mail, phone, sub or another spelling. `other_pools` are ids that the
    account has in this region besides the profile's own, `pool_clients` the pool's client ids.
    `found_in` are those of `other_pools` in which ListUsers finds the typed name or alias; it is
    asked only where this pool lacks the user. `gathered_at` is the service's time where its Date
    header told it, else this machine's.
    """

    probes: tuple[Probe, ...] = ()
    caller: CallerFacts | None = None
    pool: PoolFacts | None = None
    pool_missing: bool = False
    client: ClientFacts | None = None
    client_missing: bool = False
    user: UserFacts | None = None
    user_missing: bool = False
    alias_users: tuple[UserFacts, ...] | None = None
    devices: tuple[DeviceFacts, ...] | None = None
    auth_events: tuple[AuthEventFacts, ...] | None = None
    mfa_config: Mapping[str, bool] | None = None  # sms, app, email: allowed in this pool
    blocks_compromised: bool | None = None  # DescribeRiskConfiguration
    blocks_addresses: bool | None = None  # it names addresses that are always blocked
    other_pools: tuple[str, ...] | None = None
    found_in: tuple[str, ...] | None = None
    pool_clients: tuple[str, ...] | None = None
    trail: TrailFacts | None = None
    log_lines: tuple[LogLine, ...] | None = None  # oldest first
    sms: SmsFacts | None = None
    clock_skew_s: float | None = None
    gathered_at: datetime | None = None

    def probe(self, operation: str) -> Probe | None:
        """What became of a call, None where it was never thought of."""
        return next((each for each in self.probes if each.operation == operation), None)

    @property
    def last_sign_in(self) -> AuthEventFacts | None:
        """The newest event of a sign-in; a reset or a sign-up says nothing of one."""
        return next((one for one in self.auth_events or () if one.event_type == "SignIn"), None)

    def known(self, operation: str) -> bool:
        """Whether the call answered."""
        found = self.probe(operation)
        return found is not None and found.status is ProbeStatus.OK
