"""What a challenge is called in plain sentences: title, detail, refusal, question, button."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from console.core.call import Failure, Origin
from console.core.conversation.challenges import (
    ANSWERED,
    APP,
    CUSTOM_CHALLENGE,
    DEVICE_PASSWORD_VERIFIER,
    DEVICE_SRP_AUTH,
    EMAIL,
    MFA_SETUP,
    NEW_PASSWORD_REQUIRED,
    PASSWORD_VERIFIER,
    SELECT_CHALLENGE,
    SELECT_MFA_TYPE,
    WEB_AUTHN,
    Challenge,
    FieldKind,
    Stage,
)
from console.core.telling import MARKS, State
from console.core.text import visible

_NAME_LIMIT = 60
_LIST_LIMIT = 5
_MEDIA = {"SMS": "by SMS", "EMAIL": "by e-mail"}
_MEDIA_OF = {"SMS_MFA": "by SMS", "SMS_OTP": "by SMS", "EMAIL_OTP": "by e-mail"}
_CHOICES = {
    "SMS_MFA": "Text message",
    "SOFTWARE_TOKEN_MFA": "Authenticator app",
    "EMAIL_OTP": "E-mail",
    "SMS_OTP": "Text message",
    "PASSWORD": "Password",
    "PASSWORD_SRP": "Password, by its proof",
    "WEB_AUTHN": "Passkey",
}


def head_words(challenge: Challenge) -> str:
    """The small line above the title."""
    return f"Challenge {challenge.number} · {visible(challenge.name, _NAME_LIMIT)}"


def title_words(challenge: Challenge, username: str) -> str:
    """What to do, as one sentence."""
    name = visible(challenge.name, _NAME_LIMIT)
    if not challenge.supported:
        return f"{name} cannot be answered as it came"
    if challenge.name in _MEDIA_OF:
        return f"Enter the code sent {_way(challenge)}"
    words = _STAGE_TITLES.get(challenge.stage) or _TITLES.get(challenge.name, "Answer {name}")
    user = visible(username, _NAME_LIMIT) if username else "the user"
    return words.format(name=name, user=user, users=f"{user}’s")


_STAGE_TITLES: Mapping[Stage, str] = {
    Stage.APP: "Add an authenticator app for {user}",
    Stage.EMAIL: "Set {users} e-mail for sign-in codes",
}
_TITLES: Mapping[str, str] = {
    NEW_PASSWORD_REQUIRED: "Cognito asks for a new password",
    SELECT_MFA_TYPE: "Choose a second factor",
    SELECT_CHALLENGE: "Choose how to sign in",
    CUSTOM_CHALLENGE: "Answer the pool’s own question",
    "SOFTWARE_TOKEN_MFA": "Enter the code from {users} authenticator app",
    "PASSWORD": "Enter the user’s password",
    "PASSWORD_SRP": "Enter the user’s password",
    MFA_SETUP: "Set up a second factor",
    DEVICE_SRP_AUTH: "Enter the keys of the user’s device",
    WEB_AUTHN: "Answer with {users} passkey",
}


def _way(challenge: Challenge) -> str:
    way = _MEDIA.get(challenge.medium or "") or _MEDIA_OF[challenge.name]
    return f"{way} to {challenge.destination}" if challenge.destination else way


def detail_words(challenge: Challenge, username: str) -> str:
    """What helps to do it; may be empty."""
    if not challenge.supported:
        return f"{_UNSUPPORTED.get(challenge.name, _NO_CHOICE)} {_ENDS}"
    words = _STAGE_DETAILS.get(challenge.stage)
    if words is None:
        known = challenge.name in ANSWERED
        words = _DETAILS.get(challenge.name, "") if known else _UNKNOWN
    name = f"“{visible(username, _NAME_LIMIT)}”" if username else "The user"
    device = f"Device “{challenge.device_name}”. " if challenge.device_name else ""
    return words.format(user=name, device=device)


_ENDS = (
    "The attempt ends here. What Cognito answered so far is on the timeline and goes into "
    "the export."
)
_NO_CHOICE = "It names nothing that could be chosen."
_UNSUPPORTED: Mapping[str, str] = {
    PASSWORD_VERIFIER: "Only the sign-in that began the password’s proof can end it, and this one "
    "began none.",
    DEVICE_PASSWORD_VERIFIER: "Only the device that began its proof can end it, and this sign-in "
    "began none.",
    MFA_SETUP: "What it offers cannot be set up in a sign-in: an administrator has to.",
}
_UNKNOWN = (
    "This version does not know it. Type the keys and values of ChallengeResponses that the pool "
    "expects; USERNAME goes along by itself."
)
_STAGE_DETAILS: Mapping[Stage, str] = {
    Stage.CHOOSE: "The pool asks for one and the user has none. Choosing alone changes nothing.",
    Stage.APP: "Scan the code with the user’s app, then type the six digits that it shows.",
    Stage.EMAIL: "Cognito sends a code to this address, and asks for it next.",
}
_SENT = "Cognito has sent it; ask the user to read it out."
_DETAILS: Mapping[str, str] = {
    **dict.fromkeys(_MEDIA_OF, _SENT),
    "SOFTWARE_TOKEN_MFA": "{device}Each code works once.",
    NEW_PASSWORD_REQUIRED: "{user} signed in with a password that must be changed at the first "
    "sign-in.",
    SELECT_MFA_TYPE: "The user has more than one; Cognito then asks for its code.",
    SELECT_CHALLENGE: "These are what this user and app client can use. A code that is chosen "
    "here is sent at once.",
    CUSTOM_CHALLENGE: "It comes from the customer's CreateAuthChallenge trigger. There can be "
    "several rounds.",
    "PASSWORD": "It is sent to Cognito.",
    "PASSWORD_SRP": "It proves itself and is not sent.",
    WEB_AUTHN: "A passkey works only on its relying party’s own pages, so a browser has to ask "
    "for it.",
    DEVICE_SRP_AUTH: "Cognito remembers a device that this console does not know. Its group key "
    "and its password only make the proof and are never sent.",
}


def setup_note_words(challenge: Challenge) -> str:
    """What MFA_SETUP offers that cannot be set up here; empty where there is nothing such."""
    if challenge.stage is not Stage.CHOOSE:
        return ""
    others = [name for name in challenge.setup_choices if name not in (APP, EMAIL)][:_LIST_LIMIT]
    if not others:
        return ""
    named = ", ".join(choice_words(name) for name in others)
    why = ": it needs a phone number, which an administrator sets" if others == ["SMS_MFA"] else ""
    verb = "is" if len(others) == 1 else "are"
    return f"{named} {verb} offered too, but cannot be set up in a sign-in{why}."


def choice_words(choice: str) -> str:
    """One of the values to choose from, with Cognito's own name."""
    shown = visible(choice, _NAME_LIMIT)
    return f"{_CHOICES[choice]} · {shown}" if choice in _CHOICES else shown


def button_words(challenge: Challenge, *, asks_first: bool) -> str:
    """The text of the button that answers; an ellipsis says that it asks first."""
    if challenge.changes_user:
        words = _CHANGES.get(challenge.stage, "Set password")
        return f"{words}…" if asks_first else words
    if challenge.stage is Stage.CHOOSE:
        return "Continue"
    kinds = {field.kind for field in challenge.fields}
    words_of = {
        FieldKind.CODE: "Send code",
        FieldKind.CHOICE: "Send choice",
    }
    return words_of.get(next(iter(kinds)), "Send answer") if len(kinds) == 1 else "Send answer"


_CHANGES: Mapping[Stage, str] = {Stage.APP: "Add the app", Stage.EMAIL: "Set e-mail"}


def change_words(
    challenge: Challenge, where: str, *, breaks_policy: bool = False
) -> tuple[str, str]:
    """The question before the user is changed, and the button that confirms it.

    `where` names the profile, with a blank before it, or is empty; `breaks_policy` is about a
    new password.
    """
    if challenge.stage is Stage.APP:
        question = f"This adds an authenticator app to the user{where}."
        return f"{question} Sign-ins ask for its code from then on.", "&Add it"
    if challenge.stage is Stage.EMAIL:
        return f"This sets the user's e-mail for sign-in codes{where}.", "&Set it"
    question = f"This changes the user's password{where}."
    if breaks_policy:
        broken = "It breaks the pool’s password policy as that was last read"
        return f"{question} {broken}: if Cognito refuses it, this sign-in ends.", "&Send it anyway"
    return question, "&Set it"


def resend_words() -> tuple[str, str]:
    """The question before another code is sent, and the button that confirms it."""
    question = "Cognito cannot send a code once more within a sign-in."
    done = "This starts over from the first call: another message is sent, and the try may count."
    return f"{question} {done}", "&Start over"


def expired_words(challenge: Challenge, *, messages: bool) -> tuple[str, str]:
    """Title and text once no answer can be right any more; `messages`: a new start sends one."""
    minutes = f"{challenge.session_life_s / 60:.0f} min"
    life = (
        f"It was good for {minutes}, as set on the app client."
        if challenge.session_known
        else "Not even the longest that an app client can set is left of it."
    )
    another = ", and Cognito sends another message" if messages else ""
    return (
        f"{MARKS[State.REFUSED]} The session has expired.",
        f"{life} Nothing is sent any more: starting over repeats the first call{another}.",
    )


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
