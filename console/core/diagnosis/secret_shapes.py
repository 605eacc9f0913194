"""Secrets recognised by their shape, in texts others wrote: an error text may echo what was sent.

Values without a shape (a password, a six-digit code) are found by the name that stands before them.
"""

from __future__ import annotations

import re
from enum import StrEnum

from console.core.echoes import readings

LIMIT = 64 * 1024  # characters looked at


class SecretKind(StrEnum):
    """What a text seems to hold."""

    TOKEN = "token"  # noqa: S105  # the name of a kind
    SESSION = "session"
    SRP_VALUE = "srp_value"
    ACCESS_KEY_ID = "access_key_id"
    HASH = "hash"
    PRIVATE_KEY = "private_key"
    URL_CREDENTIALS = "url_credentials"
    LONG_VALUE = "long_value"
    NAMED_VALUE = "named_value"


# Every repetition is bounded or follows a literal, so that no text makes the search slow.
_SHAPES = (
    (SecretKind.ACCESS_KEY_ID, r"A(?:KI|SI|BI|CC)A[A-Z0-9]{16}"),
    (SecretKind.SESSION, r"AYAB[A-Za-z0-9_-]{16}"),
    # JSON in base64url begins with e, y or w; a header is followed by a dot, perhaps wrapped.
    (SecretKind.TOKEN, r"e[yw][A-Za-z0-9_-]{8,1024}\.\s?[A-Za-z0-9_=-]{8}"),
    (SecretKind.TOKEN, r"(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz|AQo)[A-Za-z0-9/+=]{60}"),
    (SecretKind.TOKEN, r"ao[ar]A{4}[A-Za-z0-9:_-]{20}"),
    (SecretKind.TOKEN, r"\b[Bb]earer\s{1,8}[A-Za-z0-9_.~+/=-]{16}"),
    (SecretKind.TOKEN, r"\b[Bb]asic\s{1,8}(?=[a-z]{0,40}[A-Z0-9])[A-Za-z0-9+/=]{16}"),
    (SecretKind.PRIVATE_KEY, r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY"),
    (SecretKind.URL_CREDENTIALS, r"://[^\s/:@]{1,256}:[^\s/@]{1,256}@"),
    (SecretKind.URL_CREDENTIALS, r"[?&#](?:code|state)=[^\s&]{8}"),
    # A seed of one-time codes: base32, with a letter that no hex digit is, and a digit.
    (
        SecretKind.LONG_VALUE,
        r"(?<![A-Za-z0-9])(?=[A-Z2-7]{0,60}[G-Z])(?=[A-Z]{0,60}[2-7])[A-Z2-7]{32}",
    ),
)
_ALL_SHAPES = "|".join(f"(?P<s{number}>{shape})" for number, (_, shape) in enumerate(_SHAPES))

_HEX = r"[0-9a-fA-F]{256}"
_HASH = r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{43}=(?![A-Za-z0-9=])"  # base64 of 32 bytes
_RUN = r"[A-Za-z0-9+/_%-]{100,}"
_RUN_PART = 40  # a file path has a slash sooner than base64 has 40 characters without one

# The value is only looked at, not taken: a URL is a name and a value with others inside.
_NAMED = (
    r"(?P<name>[A-Za-z][\w.-]{0,63})(?P<quote>[\"'\\]{0,4})\s{0,4}"
    r"(?P<mark>=>|[:=]|%3[AaDd]|,\s{0,4}value:)\s{0,4}(?P<open>[\"'\\]{0,4})\s{0,4}"
    r"(?=(?P<value>[^\s\"',;&]{1,256}))"
)
_OPTION = r"--(?P<name>[A-Za-z][\w-]{0,63})[ =]{1,4}(?P<value>[^\s-]\S{0,255})"
_SPOKEN = (
    r"\b(?:password|passwd|passphrase|pwd|secret|token)\s{1,4}(?:(?:is|was)\s{1,4})?"
    r"[\"'(]?(?P<value>[^\s\"')]{8,256})"
)
_QUOTED = r"Value '[^']{1,4096}' at '(?P<name>[^']{1,256})'"  # Cognito's validation errors

_SECRET_ENDINGS = (
    "password", "passwd", "passphrase", "pwd", "secret", "secrethash", "secretblock", "secretkey",
    "secretaccesskey", "privatekey", "apikey", "token", "authorization", "cookie", "totpseed",
    "srpa", "srpb", "claimsignature", "passwordverifier", "authenticatordata", "clientdatajson",
    "smsmfacode", "emailotpcode", "usercode", "secretcode", "confirmationcode", "verificationcode",
)  # fmt: skip
_PUBLIC_ENDINGS = ("nexttoken", "paginationtoken", "forcechangepassword")  # the last: a status
_PUBLIC_CODES = ("status", "error", "exit", "http", "reason", "country", "zip", "postal", "result",
                 "response", "return", "language", "area", "event", "key", "service")  # fmt: skip
_EXACT = frozenset({"ANSWER", "CREDENTIAL", "SALT"})  # Cognito's keys; in lower case, plain words
_LONG_ONLY = {"session": 16, "signature": 32, "credential": 32}  # shorter values are prose
_PLACEHOLDERS = frozenset({"null", "none", "nil", "true", "false", "undefined", "redacted", "str"})
_PROSE = (
    "a", "an", "the", "it", "is", "are", "was", "must", "should", "has", "have", "had", "not", "no",
    "too", "please", "required", "missing", "expired", "invalid", "incorrect", "wrong",
    "cannot", "can", "could", "does", "did", "needs", "may", "or", "and", "in", "for", "of",
    "to", "token", "session", "they", "let",
)  # fmt: skip
# Where the admin or whoever runs our code puts a value.
_STANDS_FOR = re.compile(r"NEW_PASSWORD|<[A-Z][A-Z_.]{0,63}>")
# What maskers, ours among them, leave behind.
_MARKER = r"[*.…]+|‹[^›]*›?|<(?:redacted|withheld|masked|hidden|removed)>"
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\W*")


def find(text: str) -> SecretKind | None:
    """The kind of the first secret shape in `text`, or None. A UUID or 32 hex digits is none."""
    text = text[:LIMIT]
    kind = next(filter(None, map(_by_shape, readings(text))), None)
    if kind is None and "\n" in text:  # long values get wrapped by terminals and mailers
        kind = _by_length(re.sub(r"\r?\n[ \t]{0,16}", "", text))
    return kind or _by_name(text)


def _by_shape(text: str) -> SecretKind | None:
    if match := re.search(_ALL_SHAPES, text):
        return _SHAPES[int((match.lastgroup or "s0")[1:])][0]
    return _by_length(text)


def _by_length(text: str) -> SecretKind | None:
    if re.search(_HEX, text):
        return SecretKind.SRP_VALUE
    if any(_mixed(match.group()) for match in re.finditer(_HASH, text)):
        return SecretKind.HASH
    for match in re.finditer(_RUN, text):
        run = match.group()
        if _mixed(run) and max(map(len, run.split("/"))) >= _RUN_PART:
            return SecretKind.LONG_VALUE
    return None


def _mixed(run: str) -> bool:
    """Whether it has digits, upper and lower case, as coded bytes have and words have not."""
    return all(re.search(kind, run) for kind in ("[0-9]", "[A-Z]", "[a-z]"))


def _by_name(text: str) -> SecretKind | None:
    named = any(_tells(match) for match in re.finditer(_NAMED, text))
    option = any(
        _least_length(match["name"]) and not _STANDS_FOR.fullmatch(match["value"])
        for match in re.finditer(_OPTION, text)
    )
    spoken = any(
        _like_a_password(match["value"]) for match in re.finditer(_SPOKEN, text, re.IGNORECASE)
    )
    quoted = any(_least_length(match["name"]) for match in re.finditer(_QUOTED, text))
    return SecretKind.NAMED_VALUE if named or option or spoken or quoted else None


def _least_length(name: str) -> int:
    """From which length on a value of this name is a secret; 0: never."""
    last = name.rpartition(".")[2]
    lower = last.lower().replace("-", "_")
    squeezed = lower.replace("_", "")
    if squeezed.endswith(_PUBLIC_ENDINGS):
        return 0
    if last in _EXACT or squeezed.endswith(_SECRET_ENDINGS):
        return 1
    stem, underscore, word = lower.rpartition("_")
    if underscore and word == "code" and not stem.endswith(_PUBLIC_CODES):
        return 1
    return next((least for end, least in _LONG_ONLY.items() if squeezed.endswith(end)), 0)


def _tells(match: re.Match[str]) -> bool:
    """Whether a name and the value after it are a secret and not prose or a placeholder."""
    value, quoted = match["value"], bool(match["open"])
    least = _least_length(match["name"])
    if not least or len(value) < least or re.fullmatch(_MARKER, value.lower()):
        return False
    if _STANDS_FOR.fullmatch(value):
        return False
    bare = value.rstrip(".!?)}]").lower()
    if bare in _PLACEHOLDERS or (not quoted and value[0] in "{["):
        return False
    # "Password: must be longer" is a sentence; "password=must" is not.
    return quoted or match["mark"] != ":" or bare not in _PROSE


def _like_a_password(word: str) -> bool:
    """Whether a word after "password" is a value: letters with digits, and no id or address."""
    if _UUID.fullmatch(word) or "://" in word or word.startswith("arn:"):
        return False
    return any(c.isdigit() for c in word) and any(c.isalpha() for c in word)
