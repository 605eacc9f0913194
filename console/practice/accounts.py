"""The users that the practice pool starts with; their passwords and seeds are published."""
# ruff: noqa: S106 - nothing here opens anything but the practice pool

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from console.practice.calls import Path

SMS_MFA: Final = "SMS_MFA"
SOFTWARE_TOKEN_MFA: Final = "SOFTWARE_TOKEN_MFA"  # noqa: S105 - a challenge's name
EMAIL_OTP: Final = "EMAIL_OTP"
MFA_SETUP: Final = "MFA_SETUP"


class Status(StrEnum):
    """UserStatus, as AdminGetUser names it."""

    UNCONFIRMED = "UNCONFIRMED"
    CONFIRMED = "CONFIRMED"
    RESET_REQUIRED = "RESET_REQUIRED"
    FORCE_CHANGE_PASSWORD = "FORCE_CHANGE_PASSWORD"  # noqa: S105 - a status
    EXTERNAL_PROVIDER = "EXTERNAL_PROVIDER"


class Checkpoint(StrEnum):
    """Where in the order of checks a seeded refusal strikes."""

    LOOKUP = "lookup"
    MIGRATION = "migration"  # strikes where the password is wrong
    PRE_AUTHENTICATION = "pre_authentication"
    PASSWORD = "password"  # noqa: S105 - a moment
    PROOF = "proof"  # strikes where the proof of the password is right
    DEFINE_CHALLENGE = "define_challenge"
    SECOND_FACTOR = "second_factor"
    SEND = "send"
    ANSWER = "answer"
    RIGHT_CODE = "right_code"  # strikes where the code is right
    VERIFY_ANSWER = "verify_answer"
    TOKENS = "tokens"


class Risk(StrEnum):
    """RiskDecision: what threat protection always thinks of this user's sign-ins."""

    BLOCK = "Block"
    TAKEOVER = "AccountTakeover"  # a second factor is demanded, also of a user who may do without


_OF_TRIGGERS: Final = frozenset(
    {
        "UserLambdaValidationException",
        "UnexpectedLambdaException",
        "InvalidLambdaResponseException",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An exception that this user always meets: a trigger's, a limit's, a fault's."""

    at: Checkpoint
    code: str
    message: str
    only_on: Path | None = None

    @property
    def is_of_trigger(self) -> bool:
        """Whether it comes from a Lambda function, which a pool may lack."""
        return self.code in _OF_TRIGGERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A sign-in so many minutes ago, with a right or a wrong password."""

    minutes_ago: int
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One question of the pool's custom challenge: what CreateAuthChallenge made public of it."""

    shown: Mapping[str, str]
    answer: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One user of the pool. `attributes` lacks `sub`, which follows from the user name."""

    username: str
    password: str = field(repr=False)
    status: Status = Status.CONFIRMED
    enabled: bool = True
    attributes: Mapping[str, str] = field(default_factory=dict, repr=False)
    mfa: str | None = None  # MFA_SETUP: must have a second factor, and has none yet
    mfa_choices: tuple[str, ...] = ()  # several without a preferred one
    totp_seed: str | None = field(default=None, repr=False)
    temporary_password_expired: bool = False
    past_passwords: tuple[str, ...] = field(default=(), repr=False)
    rounds: tuple[Round, ...] = ()
    migrates: bool = False  # is in the pool only after a first sign-in with the right password
    phantom: bool = False  # stands for a user that does not exist, where that is hidden
    totp_name: str | None = None  # FriendlyDeviceName of the authenticator app
    risk: Risk | None = None
    history: tuple[Past, ...] = ()  # newest first; what threat protection shows of other sign-ins
    only_in: str | None = None  # the id of the one pool that has this user; None: all have
    groups: tuple[str, ...] = ()
    # What the PreTokenGeneration trigger makes of the claims: adds or overrides; None takes away.
    claims: Mapping[str, str | None] = field(default_factory=dict, repr=False)
    refusals: tuple[Refusal, ...] = ()

    def refusal(self, at: Checkpoint, path: Path) -> Refusal | None:
        """What this user always meets at that moment on that path, if anything."""
        return next(
            (
                refusal
                for refusal in self.refusals
                if refusal.at is at and refusal.only_on in (None, path)
            ),
            None,
        )


def seeded_attributes(username: str, *, name: bool = True, **more: str) -> Mapping[str, str]:
    """What every seeded user has; `name` is left out where the pool is to ask for it."""
    seeded = {"email": f"{username}@example.com", "email_verified": "true"}
    if name:
        seeded["name"] = username.capitalize()
    return MappingProxyType(seeded | more)


ACCOUNTS: Final = (
    Account(
        username="alice",
        password="Amber-Kettle-41!",
        attributes=seeded_attributes("alice"),
    ),
    Account(
        username="bob",
        password="Brass-Lantern-58!",
        attributes=seeded_attributes("bob"),
    ),
    Account(
        username="carol",
        password="Cobalt-Harbor-23!",
        attributes=seeded_attributes("carol"),
    ),
    Account(
        username="dave",
        password="Dusty-Compass-76!",
        attributes=seeded_attributes("dave"),
        mfa=SOFTWARE_TOKEN_MFA,
        totp_seed="ERSGKHLZYZYBUBLSFPP6SRR4LJGLNHOD",
    ),
    Account(
        username="erin",
        password="Early-Orchard-19!",
        # A number from the range that is kept free for fiction.
        attributes=seeded_attributes(
            "erin", phone_number="+12025550134", phone_number_verified="true"
        ),
        mfa=SMS_MFA,
    ),
    Account(
        username="frank",
        password="Frosty-Pulley-84!",
        attributes=seeded_attributes("frank"),
        mfa=SOFTWARE_TOKEN_MFA,
        totp_seed="ZWHPVTUYM4R7Y6QIAYAPZF6K2XUN2CKR",
    ),
    Account(
        username="grace",
        password="Gentle-Rudder-37!",
        status=Status.FORCE_CHANGE_PASSWORD,
        attributes=seeded_attributes("grace", name=False),
    ),
    Account(
        username="heidi",
        password="Humble-Trellis-62!",
        status=Status.FORCE_CHANGE_PASSWORD,
        attributes=seeded_attributes("heidi", name=False),
        mfa=SOFTWARE_TOKEN_MFA,
        totp_seed="JAYT4PGDAVLKTKDGMTK6TEBKVSZT7J2U",
    ),
    Account(
        username="ivan",
        password="Ivory-Bellows-95!",
        enabled=False,
        attributes=seeded_attributes("ivan"),
    ),
    Account(
        username="judy",
        password="Jolly-Anchor-28!",
        status=Status.UNCONFIRMED,
        attributes=seeded_attributes("judy"),
    ),
    Account(
        username="kevin",
        password="Keen-Saddle-53!",
        status=Status.RESET_REQUIRED,
        attributes=seeded_attributes("kevin"),
    ),
    Account(
        username="mallory",
        password="Mellow-Thicket-71!",
        attributes=seeded_attributes("mallory"),
        refusals=(
            Refusal(
                at=Checkpoint.LOOKUP,
                code="TooManyRequestsException",
                message="Rate exceeded",
            ),
        ),
    ),
    Account(
        username="nina",
        password="Nimble-Turret-46!",
        attributes=seeded_attributes("nina"),
        refusals=(
            Refusal(
                at=Checkpoint.PRE_AUTHENTICATION,
                code="UserLambdaValidationException",
                message="PreAuthentication failed with error Wrong clientId.",
            ),
        ),
    ),
    Account(
        username="oscar",
        password="Olive-Quarry-39!",
        attributes=seeded_attributes("oscar"),
        refusals=(
            Refusal(
                at=Checkpoint.PASSWORD,
                code="NotAuthorizedException",
                message="Password attempts exceeded",
            ),
        ),
        history=tuple(Past(minutes_ago=minutes, right=False) for minutes in range(1, 13)),
    ),
    Account(
        username="peggy",
        password="Plain-Cooper-87!",
        status=Status.FORCE_CHANGE_PASSWORD,
        temporary_password_expired=True,
        attributes=seeded_attributes("peggy"),
    ),
    Account(
        username="quinn",
        password="Quiet-Gravel-64!",
        attributes=seeded_attributes("quinn"),
        refusals=(
            # No text of Cognito's own is known for this code.
            Refusal(
                at=Checkpoint.LOOKUP,
                code="InternalErrorException",
                message="Internal error",
            ),
        ),
    ),
    Account(
        username="rupert",
        password="Rusty-Mantel-12!",
        attributes=seeded_attributes("rupert"),
        refusals=(
            Refusal(
                at=Checkpoint.PRE_AUTHENTICATION,
                code="UserLambdaValidationException",
                message=(
                    "PreAuthentication failed with error "
                    "RequestId: 9fdb5cfa-5ec1-47bf-bc07-8adc3b4bebf6 "
                    "Error: Runtime exited with error: exit status 129."
                ),
            ),
        ),
    ),
)
