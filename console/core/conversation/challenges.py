"""What each challenge asks for: one table from challenge name to the fields of its answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from console.core.call import ADMIN_RESPOND, Failure
from console.core.conversation.webauthn import OPTIONS_KEY, explained
from console.core.pool_settings import AUTH_SESSION_DEFAULT_S, AUTH_SESSION_LONGEST_S
from console.core.secret import Secret
from console.core.text import visible, whole

CODE_CHALLENGES = {
    "SMS_MFA": "SMS_MFA_CODE",
    "EMAIL_OTP": "EMAIL_OTP_CODE",
    "SMS_OTP": "SMS_OTP_CODE",
    "SOFTWARE_TOKEN_MFA": "SOFTWARE_TOKEN_MFA_CODE",
}
SELECT_CHALLENGE = "SELECT_CHALLENGE"
CUSTOM_CHALLENGE = "CUSTOM_CHALLENGE"
PASSWORD_VERIFIER = "PASSWORD_VERIFIER"  # noqa: S105
PASSWORD_CHALLENGES = ("PASSWORD", "PASSWORD_SRP")
NEW_PASSWORD_REQUIRED = "NEW_PASSWORD_REQUIRED"  # noqa: S105  # a challenge's name
SELECT_MFA_TYPE = "SELECT_MFA_TYPE"
MFA_SETUP = "MFA_SETUP"
DEVICE_SRP_AUTH = "DEVICE_SRP_AUTH"
DEVICE_PASSWORD_VERIFIER = "DEVICE_PASSWORD_VERIFIER"  # noqa: S105
WEB_AUTHN = "WEB_AUTHN"
APP, EMAIL = "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"  # what MFA_SETUP can set up here
# All but ADMIN_NO_SRP_AUTH, of which no use is known: it gets the form for any challenge.
ANSWERED = (
    *CODE_CHALLENGES,
    *PASSWORD_CHALLENGES,
    PASSWORD_VERIFIER,
    NEW_PASSWORD_REQUIRED,
    SELECT_MFA_TYPE,
    SELECT_CHALLENGE,
    CUSTOM_CHALLENGE,
    MFA_SETUP,
    DEVICE_SRP_AUTH,
    DEVICE_PASSWORD_VERIFIER,
    WEB_AUTHN,
)
ATTRIBUTE_PREFIX = "userAttributes."
_SHOWN_LIMIT = 120
_LIST_LIMIT = 32
_NAME_LIMIT = 128
_PARAMETERS_LIMIT = 24
_VALUE_LIMIT = 1000


class FieldKind(StrEnum):
    """How an answer's field is typed."""

    CODE = "code"
    PASSWORD = "password"  # noqa: S105  # a kind of field
    TEXT = "text"
    CHOICE = "choice"
    CREDENTIAL = "credential"  # a passkey's answer, JSON of some hundred characters
    PAIRS = "pairs"  # keys and values as the operator types them, for unknown challenges


class Stage(StrEnum):
    """Where in a challenge that takes more than one answer its question stands."""

    ANSWER = "answer"  # the one question of all other challenges
    CHOOSE = "choose"  # MFA_SETUP: which factor
    APP = "app"  # MFA_SETUP: the seed is there, its first code is asked for
    EMAIL = "email"  # MFA_SETUP: the address is asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerField:
    """One field of an answer; `key` is Cognito's own key in ChallengeResponses."""

    key: str
    label: str
    kind: FieldKind
    choices: tuple[str, ...] = ()
    optional: bool = False

    @property
    def secret(self) -> bool:
        """Whether the value must be a Secret. Attributes are personal, so they count too."""
        return self.kind is not FieldKind.CHOICE


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """A question that Cognito asked, ready to be shown. The Session stays in the conversation."""

    name: str
    fields: tuple[AnswerField, ...]
    number: int  # which challenge of the attempt, from 1
    operation: str = ADMIN_RESPOND  # the call that answers it
    try_number: int = 1
    medium: str | None = None  # SMS, EMAIL
    destination: str | None = None  # masked by Cognito
    device_name: str | None = None
    parameters: tuple[tuple[str, str], ...] = ()  # what the pool shows with it, or asks for
    options: str | None = None  # CREDENTIAL_REQUEST_OPTIONS as they came
    stage: Stage = Stage.ANSWER
    secret_code: Secret | None = None  # the seed of the authenticator that is being set up
    setup_choices: tuple[str, ...] = ()  # MFAS_CAN_SETUP
    has_session: bool = True
    session_life_s: float = AUTH_SESSION_DEFAULT_S
    session_known: bool = False  # whether the life is the client's own, or Cognito's default
    asked_at: float = 0.0  # monotonic seconds when the session was issued
    refusal: Failure | None = None  # why the answer before this one was not taken

    @property
    def supported(self) -> bool:
        """Whether it can be answered."""
        return bool(self.fields)

    @property
    def changes_user(self) -> bool:
        """Whether a right answer changes the user's account."""
        return self.name == NEW_PASSWORD_REQUIRED or self.stage in (Stage.APP, Stage.EMAIL)

    @property
    def takes_totp(self) -> bool:
        """Whether a code made from a TOTP seed answers it."""
        return self.name == "SOFTWARE_TOKEN_MFA" or self.stage is Stage.APP

    @property
    def repeats(self) -> bool:
        """Whether it is a further question of a challenge that was counted before."""
        return self.try_number > 1 or self.stage in (Stage.APP, Stage.EMAIL)

    def expired(self, now: float) -> bool:
        """Whether the session is over for certain at `now`, in monotonic seconds.

        Where the client's AuthSessionValidity is not known, only after the longest that there is.
        """
        life = self.session_life_s if self.session_known else AUTH_SESSION_LONGEST_S
        return self.has_session and now - self.asked_at > life


_LABELS = {
    "SMS_MFA": "Code from the text message",
    "EMAIL_OTP": "Code from the e-mail",
    "SMS_OTP": "Code from the text message",
    "SOFTWARE_TOKEN_MFA": "Six-digit code from the authenticator app",
}


def answer_fields(
    name: str, parameters: Mapping[str, str], available: tuple[str, ...] = ()
) -> tuple[AnswerField, ...]:
    """The fields to fill for challenge `name`; empty where nothing can be answered.

    `available` is AvailableChallenges, for SELECT_CHALLENGE. A challenge that this version does
    not know takes pairs of any keys and values.
    """
    if name == NEW_PASSWORD_REQUIRED:
        return _new_password_fields(parameters)
    if name == SELECT_MFA_TYPE:
        return _choice("Second factor", _string_list(parameters.get("MFAS_CAN_CHOOSE", "")))
    if name == SELECT_CHALLENGE:
        return _choice("How to sign in", available)
    if name == MFA_SETUP:
        return _choice("Factor to set up", setup_choices(parameters, only_here=True))
    return _FIELDS.get(name, _PAIRS)


_PAIRS = (AnswerField(key="", label="ChallengeResponses", kind=FieldKind.PAIRS),)
_DEVICE_FIELDS = (
    AnswerField(key="DEVICE_KEY", label="Device key", kind=FieldKind.TEXT),
    AnswerField(key="DEVICE_GROUP_KEY", label="Device group key", kind=FieldKind.TEXT),
    AnswerField(key="DEVICE_PASSWORD", label="Device password", kind=FieldKind.PASSWORD),
)
_PASSWORD_FIELDS = (AnswerField(key="PASSWORD", label="Password", kind=FieldKind.PASSWORD),)
_FIELDS: Mapping[str, tuple[AnswerField, ...]] = {
    **{
        name: (AnswerField(key=key, label=_LABELS[name], kind=FieldKind.CODE),)
        for name, key in CODE_CHALLENGES.items()
    },
    **dict.fromkeys(PASSWORD_CHALLENGES, _PASSWORD_FIELDS),
    CUSTOM_CHALLENGE: (AnswerField(key="ANSWER", label="Answer", kind=FieldKind.TEXT),),
    DEVICE_SRP_AUTH: _DEVICE_FIELDS,  # the last two are never sent: they make the proof
    DEVICE_PASSWORD_VERIFIER: (),  # only the device that began can go on
    PASSWORD_VERIFIER: (),  # only the exchange that began it can answer
    WEB_AUTHN: (
        AnswerField(key="CREDENTIAL", label="Credential (JSON)", kind=FieldKind.CREDENTIAL),
    ),
}
APP_FIELDS = (
    AnswerField(
        key="SOFTWARE_TOKEN_MFA_CODE",
        label="Six-digit code from the authenticator app",
        kind=FieldKind.CODE,
    ),
    AnswerField(
        key="FRIENDLY_DEVICE_NAME",
        label="Name of the app (optional)",
        kind=FieldKind.TEXT,
        optional=True,
    ),
)
EMAIL_FIELDS = (AnswerField(key="EMAIL", label="E-mail address", kind=FieldKind.TEXT),)


def setup_choices(parameters: Mapping[str, str], *, only_here: bool = False) -> tuple[str, ...]:
    """MFAS_CAN_SETUP; with `only_here` those that can be set up in a sign-in."""
    offered = _string_list(parameters.get("MFAS_CAN_SETUP", ""))
    return tuple(name for name in offered if not only_here or name in (APP, EMAIL))


def _choice(label: str, choices: tuple[str, ...]) -> tuple[AnswerField, ...]:
    """One field; none where there is nothing to choose from."""
    usable = _names(choices)
    if not usable:
        return ()
    return (AnswerField(key="ANSWER", label=label, kind=FieldKind.CHOICE, choices=usable),)


# What Cognito itself puts among the parameters; the rest is the pool's own.
_COGNITO_S = frozenset({"USERNAME", "USER_ID_FOR_SRP"})


def shown_parameters(name: str, parameters: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What the pool shows with a custom or an unknown challenge, or a passkey's is about."""
    if name == WEB_AUTHN:
        return explained(parameters.get(OPTIONS_KEY, ""))
    if name != CUSTOM_CHALLENGE and name in ANSWERED:
        return ()
    return tuple(
        (whole(key, _NAME_LIMIT), whole(value, _VALUE_LIMIT))
        for key, value in list(parameters.items())[:_PARAMETERS_LIMIT]
        if key not in _COGNITO_S
    )


def _new_password_fields(parameters: Mapping[str, str]) -> tuple[AnswerField, ...]:
    password = AnswerField(key="NEW_PASSWORD", label="New password", kind=FieldKind.PASSWORD)
    attributes = tuple(
        AnswerField(
            key=_with_prefix(name),
            label=f"Attribute {visible(name.removeprefix(ATTRIBUTE_PREFIX), _SHOWN_LIMIT)}",
            kind=FieldKind.TEXT,
        )
        for name in _string_list(parameters.get("requiredAttributes", ""))
    )
    return (password, *attributes)


def _with_prefix(name: str) -> str:
    return name if name.startswith(ATTRIBUTE_PREFIX) else ATTRIBUTE_PREFIX + name


def _string_list(text: str) -> tuple[str, ...]:
    """A JSON list in a string, as Cognito writes it; anything else counts as empty."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    if not isinstance(value, list):
        return ()
    return _names(value)


def _names(values: Iterable[object]) -> tuple[str, ...]:
    """The texts among `values` that can be a factor's or an attribute's name."""
    found = islice(values, _LIST_LIMIT)
    return tuple(each for each in found if isinstance(each, str) and 0 < len(each) <= _NAME_LIMIT)


def delivery(parameters: Mapping[str, str]) -> tuple[str | None, str | None]:
    """Medium and masked destination of a code, as Cognito told them, safe to show."""
    medium = parameters.get("CODE_DELIVERY_DELIVERY_MEDIUM")
    destination = parameters.get("CODE_DELIVERY_DESTINATION")
    return (
        visible(medium, 20) if medium else None,
        visible(destination, _SHOWN_LIMIT) if destination else None,
    )


def clean_code(text: str) -> str:
    """A pasted code without the blanks and dashes that people and mails put into it."""
    return re.sub(r"[\s\u00a0\u200b\-]", "", text)
