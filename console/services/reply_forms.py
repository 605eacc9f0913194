"""What a reply of success holds, operation by operation: judged as it came, then read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, TypeGuard

from console.core.call import (
    ADMIN_INITIATE_AUTH,
    ADMIN_RESPOND,
    ASSOCIATE_SOFTWARE_TOKEN,
    CONFIRM_DEVICE,
    FILTER_LOG_EVENTS,
    GET_CALLER_IDENTITY,
    GET_TOKENS_FROM_REFRESH_TOKEN,
    INITIATE_AUTH,
    LOOKUP_EVENTS,
    RESPOND,
    REVOKE_TOKEN,
    UPDATE_DEVICE_STATUS,
    VERIFY_SOFTWARE_TOKEN,
    NewDevice,
    Tokens,
)
from console.core.secret import Secret
from console.services.account_logs import LINES_LIMIT, LOGGED, LOGS, TRAIL
from console.services.caller_identity import IDENTITY
from console.services.described import DESCRIBED
from console.services.keepers import Reader
from console.services.replies import (
    COGNITO,
    NAME_LIMIT,
    REPLY_LIMIT,
    TEXT_LIMIT,
    RawReply,
    check_reply,
    not_cognito,
    short_name,
)
from console.services.text_messages import SMS_FORMS
from console.services.xml_replies import XmlForm

_LIFE_LIMIT_S = 10 * 365 * 86400  # of a token; Cognito's longest is ten years
_STATUSES = ("SUCCESS", "ERROR")  # VerifySoftwareTokenResponseType
_SEED = re.compile(r"[A-Za-z0-9]{16,256}", re.ASCII)  # SecretCodeType; Cognito's have 52
_SECRETS = (
    "Session",
    "SecretCode",
    "AccessToken",
    "IdToken",
    "RefreshToken",
    "DeviceKey",
    "DeviceGroupKey",
)
_Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How one kind of reply in JSON is judged, and what is read of it: nothing else is kept.

    `values` gives fields of Reply, secrets wrapped; it is for contents that `check` let pass.
    """

    check: Callable[[_Content], object]  # raises NotBelievableError
    values: Callable[[_Content], Mapping[str, Any]]
    may_be_empty: bool = False
    sender: str = COGNITO
    limit: int = REPLY_LIMIT

    def judge(self, reply: RawReply) -> None:
        """Raises NotBelievableError where the reply cannot be that of the sender."""
        check_reply(
            reply,
            self.check,
            may_be_empty=self.may_be_empty,
            sender=self.sender,
            limit=self.limit,
        )


AnyForm: TypeAlias = Form | XmlForm


def form_of(operation: str) -> AnyForm:
    """The form of an operation's replies. One that is not listed is a bug of ours."""
    if operation not in _FORMS:
        raise AssertionError(f"no reply to {operation} can be read")
    return _FORMS[operation]


# --- sign-in


def _check_sign_in(content: _Content) -> None:
    name, tokens = content.get("ChallengeName"), content.get("AuthenticationResult")
    _check_type(content, "ChallengeName", str)
    _check_type(content, "Session", str)
    _check_type(content, "ChallengeParameters", dict)
    _check_type(content, "AvailableChallenges", list)
    _check_type(content, "AuthenticationResult", dict)
    if not name and not tokens:
        raise not_cognito("The answer has neither a challenge nor tokens.")
    if name and len(name) > NAME_LIMIT:
        raise not_cognito("In the answer, ChallengeName is longer than any challenge's.")
    _check_secrets(content)
    if tokens:
        _check_tokens(tokens)


def _read_sign_in(parsed: _Content) -> Mapping[str, Any]:
    parameters = parsed.get("ChallengeParameters") or {}
    available = parsed.get("AvailableChallenges") or ()
    return {
        "challenge_name": parsed.get("ChallengeName") or None,
        "session": _secret(parsed, "Session"),
        "challenge_parameters": {
            key: value
            for key, value in parameters.items()
            # Never cut: the head of a cut text might be part of a secret that it repeats.
            if short_name(key) and isinstance(value, str) and len(value) <= TEXT_LIMIT
        },
        "available_challenges": tuple(name for name in available if short_name(name)),
        **_read_result(parsed),
    }


def _check_refreshed(content: _Content) -> None:
    _check_type(content, "AuthenticationResult", dict)
    tokens = content.get("AuthenticationResult")
    if not tokens:
        raise not_cognito("The answer has no tokens.")
    _check_tokens(tokens)


def _read_result(parsed: _Content) -> Mapping[str, Any]:
    result = parsed.get("AuthenticationResult")
    return {"tokens": _tokens(result) if result else None}


def _check_tokens(tokens: _Content) -> None:
    _check_type(tokens, "NewDeviceMetadata", dict)
    if not (tokens.get("AccessToken") or tokens.get("IdToken")):
        raise not_cognito("In the answer, AuthenticationResult has no token.")
    _check_secrets(tokens)
    _check_secrets(tokens.get("NewDeviceMetadata") or {})


def _tokens(result: _Content) -> Tokens:
    expires = result.get("ExpiresIn")
    return Tokens(
        access_token=_secret(result, "AccessToken"),
        id_token=_secret(result, "IdToken"),
        refresh_token=_secret(result, "RefreshToken"),
        token_type=short_name(result.get("TokenType")),
        expires_in_s=expires if _is_duration(expires) else None,
        new_device=_new_device(result.get("NewDeviceMetadata") or {}),
    )


def _new_device(metadata: _Content) -> NewDevice | None:
    """None where a key is missing: such a device can be neither confirmed nor remembered."""
    key, group_key = _secret(metadata, "DeviceKey"), _secret(metadata, "DeviceGroupKey")
    if key is None or group_key is None:
        return None
    return NewDevice(key=key, group_key=group_key)


# --- an authenticator's set-up, and devices


def _check_associated(content: _Content) -> None:
    _check_secrets(content)
    if not _SEED.fullmatch(content.get("SecretCode") or ""):
        raise not_cognito("The answer has no SecretCode that an authenticator app could take.")


def _check_verified(content: _Content) -> None:
    _check_secrets(content)
    if content.get("Status") not in _STATUSES:
        raise not_cognito("The answer has no Status that Cognito could give.")


def _check_confirmed(content: _Content) -> None:
    _check_type(content, "UserConfirmationNecessary", bool)
    if content and content.get("UserConfirmationNecessary") is None:
        raise not_cognito("The answer has no UserConfirmationNecessary.")


def _check_nothing(content: _Content) -> None:
    if content:
        raise not_cognito("The answer holds something where Cognito's is empty.")


# --- what all share


def _check_type(content: _Content, key: str, kind: type) -> None:
    value = content.get(key)
    if value is not None and not isinstance(value, kind):
        raise not_cognito(f"In the answer, {key} is of the wrong type.")


def _check_secrets(content: _Content) -> None:
    for key in _SECRETS:
        value = content.get(key)
        if value is not None and (not isinstance(value, str) or len(value) > TEXT_LIMIT):
            raise not_cognito(f"In the answer, {key} is no text of a sensible length.")


def _secret(content: _Content, key: str) -> Secret | None:
    text = content.get(key)
    return Secret(text) if isinstance(text, str) and text else None


def _is_duration(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LIFE_LIMIT_S


def _evidence(read: Reader, sender: str = COGNITO, limit: int = REPLY_LIMIT) -> Form:
    return Form(
        check=read, values=lambda parsed: {"details": read(parsed)}, sender=sender, limit=limit
    )


_SIGN_IN = Form(check=_check_sign_in, values=_read_sign_in)
_EMPTY = Form(check=_check_nothing, values=lambda _parsed: {}, may_be_empty=True)
_FORMS: Final[Mapping[str, AnyForm]] = {
    **dict.fromkeys((ADMIN_INITIATE_AUTH, ADMIN_RESPOND, INITIATE_AUTH, RESPOND), _SIGN_IN),
    GET_TOKENS_FROM_REFRESH_TOKEN: Form(check=_check_refreshed, values=_read_result),
    ASSOCIATE_SOFTWARE_TOKEN: Form(
        check=_check_associated,
        values=lambda parsed: {
            "secret_code": _secret(parsed, "SecretCode"),
            "session": _secret(parsed, "Session"),
        },
    ),
    VERIFY_SOFTWARE_TOKEN: Form(
        check=_check_verified,
        values=lambda parsed: {
            "status": parsed.get("Status"),
            "session": _secret(parsed, "Session"),
        },
    ),
    CONFIRM_DEVICE: Form(
        check=_check_confirmed,
        values=lambda parsed: {
            "confirmation_needed": parsed.get("UserConfirmationNecessary") is True
        },
    ),
    **dict.fromkeys((UPDATE_DEVICE_STATUS, REVOKE_TOKEN), _EMPTY),
    **{operation: _evidence(read) for operation, read in DESCRIBED.items()},
    GET_CALLER_IDENTITY: IDENTITY,
    LOOKUP_EVENTS: _evidence(LOGGED[LOOKUP_EVENTS], TRAIL),
    FILTER_LOG_EVENTS: _evidence(LOGGED[FILTER_LOG_EVENTS], LOGS, LINES_LIMIT),
    **SMS_FORMS,
}
