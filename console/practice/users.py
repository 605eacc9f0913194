"""What to try in the practice pool: one row a sign-in, with what a correct console reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from console.practice.accounts import ACCOUNTS, SMS_MFA, SOFTWARE_TOKEN_MFA

ADMIN_USER_PASSWORD_AUTH: Final = "ADMIN_USER_PASSWORD_AUTH"  # noqa: S105 - a flow's name
NEW_PASSWORD_REQUIRED: Final = "NEW_PASSWORD_REQUIRED"  # noqa: S105 - a challenge's name

_NEEDS_NEW: Final = (
    "new password required: answer with a NEW_PASSWORD of at least 8 characters with an upper-case"
    " letter, a lower-case letter, a digit and a symbol, and with userAttributes.name"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect:
    """The outcome of the row; `classification` is the id of the text in the error catalogue.

    `finding` is the cause that is named first, before the sign-in is tried and after it;
    `explained` one that is named first only when the refusal is known: nothing shows it before.
    """

    outcome: str
    challenges: tuple[str, ...] = ()
    classification: str | None = None
    code: str | None = None
    finding: str | None = None
    explained: str | None = None

    def to_json(self) -> dict[str, object]:
        """The `expect` object of the practice line; `finding` only where there is one."""
        shown: dict[str, object] = {
            "outcome": self.outcome,
            "challenges": list(self.challenges),
            "classification": self.classification,
            "code": self.code,
        }
        return shown if self.finding is None else shown | {"finding": self.finding}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldDevice:
    """What an app keeps of a remembered device: published constants, for practice only."""

    key: str
    group_key: str
    password: str = field(repr=False)

    def to_json(self) -> dict[str, str]:
        """The `device` object of a row."""
        return {
            "device_key": self.key,
            "device_group_key": self.group_key,
            "device_password": self.password,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """One sign-in to try: who, with which client and flow, and what it shows."""

    username: str
    password: str = field(repr=False)  # a published constant, for practice only
    totp_seed: str | None = field(default=None, repr=False)
    client: str = "public"
    auth_flow: str = ADMIN_USER_PASSWORD_AUTH
    path: str = "admin"
    # AuthParameters beyond USERNAME, PASSWORD and what a program makes itself
    parameters: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    # by challenge, one answer a time it is asked, in Cognito's own keys; only what is not obvious
    answers: Mapping[str, tuple[Mapping[str, str], ...]] = field(
        default_factory=lambda: MappingProxyType({}), repr=False
    )
    device: HeldDevice | None = None
    # as a recipe's [request.context_data] names it
    context_data: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    purpose: str
    expect: Expect

    @property
    def challenges(self) -> tuple[str, ...]:
        """What the row is asked."""
        return self.expect.challenges

    def to_json(self) -> dict[str, object]:
        """As the practice line shows it; what most rows lack, only where it is there."""
        shown: dict[str, object] = {"username": self.username, "password": self.password}
        if self.totp_seed is not None:
            shown["totp_seed"] = self.totp_seed
        if self.device is not None:
            shown["device"] = self.device.to_json()
        if self.path != "admin":
            shown["path"] = self.path
        if self.parameters:
            shown["parameters"] = dict(self.parameters)
        if self.context_data:
            shown["context_data"] = dict(self.context_data)
        if self.answers:
            shown["answers"] = {
                challenge: [dict(answer) for answer in answers]
                for challenge, answers in self.answers.items()
            }
        return shown | {
            "client": self.client,
            "auth_flow": self.auth_flow,
            "for": self.purpose,
            "expect": self.expect.to_json(),
        }


_SEEDED: Final = {account.username: account for account in ACCOUNTS}


def _signs_in(
    username: str,
    purpose: str,
    *challenges: str,
    client: str = "public",
    auth_flow: str = ADMIN_USER_PASSWORD_AUTH,
) -> User:
    account = _SEEDED[username]
    return User(
        username=username,
        password=account.password,
        totp_seed=account.totp_seed,
        client=client,
        auth_flow=auth_flow,
        purpose=purpose,
        expect=Expect(outcome="signed_in", challenges=challenges),
    )


def _fails(
    username: str,
    purpose: str,
    classification: str,
    code: str,
    *,
    password: str | None = None,
    client: str = "public",
    finding: str | None = None,
    explained: str | None = None,
) -> User:
    return User(
        username=username,
        password=_SEEDED[username].password if password is None else password,
        client=client,
        purpose=purpose,
        expect=Expect(
            outcome="failed",
            classification=classification,
            code=code,
            finding=finding,
            explained=explained,
        ),
    )


USERS: Final = (
    _signs_in("alice", "signs in with a password alone"),
    _fails(
        "alice",
        "wrong password",
        "NA01",
        "NotAuthorizedException",
        password="Wrong-Kettle-40!",  # noqa: S106 - wrong on purpose
        finding="wrong_password",
    ),
    _signs_in(
        "bob", "confidential client: every call needs the secret hash", client="confidential"
    ),
    _signs_in("carol", "the older flow name, still accepted", auth_flow="ADMIN_NO_SRP_AUTH"),
    _signs_in("dave", "authenticator app (TOTP)", SOFTWARE_TOKEN_MFA),
    _signs_in("erin", "text message code, to be read from the outbox", SMS_MFA),
    _signs_in(
        "frank",
        "authenticator app on the confidential client: the answer needs the secret hash too",
        SOFTWARE_TOKEN_MFA,
        client="confidential",
    ),
    _signs_in("grace", _NEEDS_NEW, NEW_PASSWORD_REQUIRED),
    _signs_in(
        "heidi",
        f"{_NEEDS_NEW}; then authenticator app (TOTP)",
        NEW_PASSWORD_REQUIRED,
        SOFTWARE_TOKEN_MFA,
    ),
    _fails(
        "alice",
        "app client that does not allow the password flow",
        "IP08",
        "InvalidParameterException",
        client="no-password-flow",
        finding="flow_not_enabled",
    ),
    _fails("ivan", "disabled user", "NA02", "NotAuthorizedException", finding="user_disabled"),
    _fails(
        "judy",
        "unconfirmed user",
        "UC01",
        "UserNotConfirmedException",
        finding="user_unconfirmed",
    ),
    _fails(
        "kevin",
        "password reset required",
        "PR01",
        "PasswordResetRequiredException",
        finding="password_reset_required",
    ),
    User(
        username="nobody",
        password="Nobody-Knows-00!",  # noqa: S106 - of a user that does not exist
        purpose="unknown user, on a client that says so",
        expect=Expect(
            outcome="failed",
            classification="UN01",
            code="UserNotFoundException",
            finding="migration_gave_nothing",  # the pool has such a trigger, which is asked first
        ),
    ),
    _fails(
        "mallory",
        "throttled: too many requests",
        "TM01",
        "TooManyRequestsException",
        explained="throttled",
    ),
    _fails(
        "nina",
        "refused by the pool's PreAuthentication Lambda trigger",
        "UL01",
        "UserLambdaValidationException",
        explained="trigger_refused",
    ),
    _fails(
        "rupert",
        "the PreAuthentication Lambda trigger crashes",
        "UL09",
        "UserLambdaValidationException",
        explained="trigger_failed",
    ),
    _fails(
        "oscar",
        "locked for a while: too many failures",
        "NA03",
        "NotAuthorizedException",
        finding="locked_out",
    ),
    _fails(
        "peggy",
        "temporary password expired",
        "NA08",
        "NotAuthorizedException",
        finding="temporary_password_expired",
    ),
    _fails(
        "quinn",
        "internal error of the service, HTTP 500",
        "IE01",
        "InternalErrorException",
        explained="service_fault",
    ),
)
