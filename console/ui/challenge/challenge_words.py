"""What a challenge is called in plain sentences: title, detail, refusal, button."""

from __future__ import annotations

from collections.abc import Callable

from console.core.call import Failure, Origin
from console.core.conversation.challenges import (
    CODE_CHALLENGES,
    CUSTOM_CHALLENGE,
    NEW_PASSWORD_REQUIRED,
    SELECT_CHALLENGE,
    SELECT_MFA_TYPE,
    Challenge,
    FieldKind,
)
from console.core.secret import COMPUTED, WITHHELD
from console.core.text import visible

_NAME_LIMIT = 60
_MEDIA = {"SMS": "by SMS", "EMAIL": "by e-mail"}
_MEDIA_OF = {"SMS_MFA": "by SMS", "SMS_OTP": "by SMS", "EMAIL_OTP": "by e-mail"}
_CHOICES = {
    "SMS_MFA": "Text message",
    "SOFTWARE_TOKEN_MFA": "Authenticator app",
    "EMAIL_OTP": "E-mail",
    "SMS_OTP": "Text message",
    "PASSWORD": "Password",
    "PASSWORD_SRP": "Password, by its proof",
}


def head_words(challenge: Challenge) -> str:
    """The small line above the title."""
    return f"Challenge {challenge.number} · {visible(challenge.name, _NAME_LIMIT)}"


def title_words(challenge: Challenge, username: str) -> str:
    """What to do, as one sentence."""
    if not challenge.supported:
        return f"This version cannot answer {visible(challenge.name, _NAME_LIMIT)}"
    if challenge.takes_totp:
        return f"Enter the code from {_owner(username)} authenticator app"
    if challenge.name in CODE_CHALLENGES:
        return f"Enter the code sent {_way(challenge)}"
    other = f"Answer {visible(challenge.name, _NAME_LIMIT)}"
    return _TITLES.get(challenge.name, other)


_TITLES = {
    NEW_PASSWORD_REQUIRED: "Cognito asks for a new password",
    SELECT_MFA_TYPE: "Choose a second factor",
    SELECT_CHALLENGE: "Choose how to sign in",
    CUSTOM_CHALLENGE: "Answer the pool’s own question",
    "PASSWORD": "Enter the user’s password",
    "PASSWORD_SRP": "Enter the user’s password",
}


def _owner(username: str) -> str:
    return f"{visible(username, _NAME_LIMIT)}’s" if username else "the user’s"


def _way(challenge: Challenge) -> str:
    way = _MEDIA.get(challenge.medium or "") or _MEDIA_OF[challenge.name]
    return f"{way} to {challenge.destination}" if challenge.destination else way


def detail_words(challenge: Challenge, username: str) -> str:
    """What helps to do it; may be empty."""
    if not challenge.supported:
        return (
            "The attempt ends here. What Cognito answered so far is on the timeline and goes "
            "into the export."
        )
    if challenge.takes_totp:
        device = f"Device “{challenge.device_name}”. " if challenge.device_name else ""
        return f"{device}Each code works once."
    if challenge.name in CODE_CHALLENGES:
        return "Cognito has sent it; ask the user to read it out."
    if challenge.name == NEW_PASSWORD_REQUIRED:
        name = f"“{visible(username, _NAME_LIMIT)}”" if username else "The user"
        return f"{name} signed in with a password that must be changed at the first sign-in."
    return _DETAILS.get(challenge.name, "")


_DETAILS = {
    SELECT_MFA_TYPE: "The user has more than one; Cognito then asks for its code.",
    SELECT_CHALLENGE: "These are what this user and app client can use. A code that is chosen "
    "here is sent at once.",
    CUSTOM_CHALLENGE: "It comes from the customer's CreateAuthChallenge trigger. There can be "
    "several rounds.",
    "PASSWORD": "It is sent to Cognito.",
    "PASSWORD_SRP": "It proves itself and is not sent.",
}


def choice_words(choice: str) -> str:
    """One of the values to choose from, with Cognito's own name."""
    shown = visible(choice, _NAME_LIMIT)
    return f"{_CHOICES[choice]} · {shown}" if choice in _CHOICES else shown


def button_words(challenge: Challenge, *, asks_first: bool) -> str:
    """The text of the button that answers; an ellipsis says that it asks first."""
    if challenge.changes_user:
        return "Set new password…" if asks_first else "Set new password"
    kinds = {field.kind for field in challenge.fields}
    if kinds == {FieldKind.CODE}:
        return "Send code"
    return "Send choice" if kinds == {FieldKind.CHOICE} else "Send answer"


def refusal_words(
    challenge: Challenge, refusal: Failure, shown: Callable[[str], str]
) -> tuple[str, str]:
    """Title and text; `shown` makes Cognito's own text safe to show."""
    code = visible(refusal.code, _NAME_LIMIT)
    said = shown(refusal.message)
    told = f"{code}: “{said}”." if said else f"{code}."
    rest = f"{told} The session is still good; this is try {challenge.try_number}."
    if refusal.origin is not Origin.SERVICE:
        return "The answer was not sent.", rest
    what = "code" if any(f.kind is FieldKind.CODE for f in challenge.fields) else "answer"
    return f"That {what} was not accepted.", rest


def will_send_words(challenge: Challenge, username: str, *, confidential: bool) -> tuple[str, str]:
    """The operation and the keys of the call that the answer makes, masked."""
    parts = [f"USERNAME {visible(username, _NAME_LIMIT)}"]
    for field in challenge.fields:
        key = visible(field.key, _NAME_LIMIT)
        parts.append(f"{key} {WITHHELD}" if field.secret else f"{key} as chosen")
    if confidential:
        parts.append(f"SECRET_HASH {COMPUTED}")
    return challenge.operation, " · ".join(parts)
