"""What may be shown of a request: an allowlist; the rest is withheld and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from console.core.call import ApiCall, ParamValue
from console.core.conversation.webauthn import secret_parts
from console.core.diagnosis.secret_shapes import find as find_secret_shape
from console.core.echoes import Echoes
from console.core.secret import COMPUTED, WITHHELD, Secret
from console.core.text import visible

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

TEXT_LIMIT = 2000
_KEY_LIMIT = 120
_VALUE_LEAST = 6
_PLAIN_TOP = (
    "UserPoolId",
    "ClientId",
    "AuthFlow",
    "ChallengeName",
    "FriendlyDeviceName",
    "DeviceName",
    "DeviceRememberedStatus",
)
_TOP_KINDS = {
    "Session": "session",
    "AccessToken": "access_token",
    "RefreshToken": "refresh_token",
    "Token": "refresh_token",
    "ClientSecret": "client_secret",
    "DeviceKey": "device_key",
    "UserCode": "code",
    "DeviceSecretVerifierConfig": "srp",
}
_PLAIN_PARAMETERS = frozenset({"USERNAME", "TIMESTAMP", "PREFERRED_CHALLENGE", "CHALLENGE_NAME"})
_SELECTIONS = frozenset({"SELECT_MFA_TYPE", "SELECT_CHALLENGE", "MFA_SETUP"})
_KINDS = {
    "PASSWORD": "password",
    "NEW_PASSWORD": "password",
    "SECRET_HASH": "secret_hash",
    "REFRESH_TOKEN": "refresh_token",
    "DEVICE_KEY": "device_key",
    "SRP_A": "srp",
    "PASSWORD_CLAIM_SIGNATURE": "srp",
    "PASSWORD_CLAIM_SECRET_BLOCK": "srp",
    "ANSWER": "answer",
    "CREDENTIAL": "credential",
    "EMAIL": "attribute",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Masked:
    """What is left to show, and how many values of which kind were withheld."""

    value: dict[str, Json]
    withheld: Mapping[str, int]


def kind_of(key: str) -> str:
    """The kind under which a parameter is counted when it is withheld."""
    if key.endswith("_CODE"):
        return "code"
    if key.startswith("userAttributes."):
        return "attribute"
    return _KINDS.get(key, "other")


def masked_request(call: ApiCall) -> Masked:
    """The call's parameters as JSON in the API's own form, with markers for what is withheld."""
    counted: Counter[str] = Counter()
    shown: dict[str, Json] = {}
    selection = call.params.get("ChallengeName") in _SELECTIONS
    for key, value in call.params.items():
        shown[key] = _masked_top(key, value, counted, selection=selection)
    return Masked(value=shown, withheld=dict(counted))


def _masked_top(key: str, value: ParamValue, counted: Counter[str], *, selection: bool) -> Json:
    if key in _PLAIN_TOP and isinstance(value, str):
        return visible(value, _KEY_LIMIT)
    if isinstance(value, Mapping):
        if key in ("AuthParameters", "ChallengeResponses"):
            return _masked_parameters(value, counted, selection=selection)
        if key == "ClientMetadata":
            counted["client_metadata"] += len(value)
            return {visible(name, _KEY_LIMIT): WITHHELD for name in value}
        if key in ("ContextData", "UserContextData"):
            return _masked_context(value, counted)
        if key == "AnalyticsMetadata":
            return {
                visible(name, _KEY_LIMIT): visible(inner, TEXT_LIMIT)
                for name, inner in value.items()
                if isinstance(inner, str)
            }
    counted[_TOP_KINDS.get(key, "other")] += 1
    return WITHHELD


def _masked_parameters(
    parameters: Mapping[str, ParamValue], counted: Counter[str], *, selection: bool
) -> dict[str, Json]:
    shown: dict[str, Json] = {}
    for key, value in parameters.items():
        name = visible(key, _KEY_LIMIT)
        plain = key in _PLAIN_PARAMETERS or (selection and key == "ANSWER")
        if plain and isinstance(value, str):
            shown[name] = visible(value, TEXT_LIMIT)
            continue
        counted[kind_of(key)] += 1
        shown[name] = COMPUTED if key == "SECRET_HASH" else WITHHELD
    return shown


def _masked_context(context: Mapping[str, ParamValue], counted: Counter[str]) -> dict[str, Json]:
    shown: dict[str, Json] = {}
    for key, value in context.items():
        if key in ("IpAddress", "ServerName", "ServerPath") and isinstance(value, str):
            shown[key] = visible(value, TEXT_LIMIT)
        elif key == "HttpHeaders" and isinstance(value, tuple):
            headers = [header for header in value if isinstance(header, Mapping)]
            counted["http_header"] += len(headers)
            shown[key] = [
                {
                    "headerName": visible(str(header.get("headerName", "")), _KEY_LIMIT),
                    "headerValue": WITHHELD,
                }
                for header in headers
            ]
        else:
            counted["encoded_data" if key == "EncodedData" else "other"] += 1
            shown[key] = WITHHELD
    return shown


class LiveSecrets:
    """The secrets of one attempt, to find where a server repeats one in a text of its own."""

    def __init__(self) -> None:
        self._echoes = Echoes()
        self._trusted: set[str] = set()
        self._secrets: dict[str, None] = {}
        self._values: dict[str, None] = {}

    def add(self, secrets: Iterable[object]) -> None:
        """Takes each Secret among `secrets`."""
        for secret in secrets:
            if isinstance(secret, Secret):
                for part in secret_parts(secret.reveal()):
                    self._echoes.add(part)
                    self._secrets[part] = None

    def add_values(self, values: Iterable[str]) -> None:
        """Takes what is withheld though it is no Secret: values of client metadata and headers.

        Words as short as "true" or "en" stay out: they would hide half of what servers say.
        """
        for value in values:
            if len(value) >= _VALUE_LEAST and value not in self._trusted:
                self._echoes.add(value)
                self._values[value] = None

    def secrets(self) -> tuple[str, ...]:
        """What a finished file is searched for; for no text, log or file."""
        return tuple(self._secrets)

    def values(self) -> tuple[str, ...]:
        """The withheld values that are no secrets, for the same search."""
        return tuple(self._values)

    def trust(self, texts: Iterable[str]) -> None:
        """These very texts repeat nothing, whatever is in them: Cognito's fixed words."""
        self._trusted.update(texts)

    def hit(self, text: str) -> bool:
        """Whether `text` holds one of the secrets, or the shape of any secret."""
        if text in self._trusted:
            return False
        return find_secret_shape(text) is not None or self._echoes.repeats(text)

    def repeats(self, text: str) -> bool:
        """Whether `text` holds one of the secrets; the shape of others does not count."""
        return self._echoes.repeats(text)

    def shown(self, text: str) -> str:
        """`text` made safe to show, or the marker where it holds a secret."""
        return WITHHELD if self.hit(text) else visible(text, TEXT_LIMIT)

    def safe(self, text: str) -> str:
        """`text` as it is, or the marker where it holds a secret."""
        return WITHHELD if self.hit(text) else text
