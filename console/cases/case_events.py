"""The events of a case: an allowlist of fields, with labels in place of names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from console.cases.labels import Labels
from console.core.events import Event
from console.core.masking import Json
from console.core.secret import WITHHELD
from console.core.text import visible

Rule = Callable[[Labels, Json], Json]

# How long request and tokens are is a function of the secrets in them.
_SIZES = ("request_bytes", "reply_bytes")
# Names of the API that a user may be called: they name nobody.
_API_WORDS = frozenset({
    "aws.cognito.signin.user.admin", "openid", "profile", "email", "phone", "username",
    "cognito:username", "cognito:groups", "name", "client_id", "sub", "scope",
})  # fmt: skip
_FIXED_IN_REQUEST = ("UserPoolId", "ClientId", "AuthFlow", "ChallengeName")


def shown_event(event: Event, labels: Labels) -> Event:
    """The event as a case may hold it; what it lost is added to its own `withheld`."""
    withheld = Counter(event.withheld)
    data: dict[str, Json] = {}
    refused = event.number("http_status") not in (None, 200)
    for name, value in event.data.items():
        rule = RULES.get(name)
        if name in _SIZES and not (name == "reply_bytes" and refused):
            withheld["size"] += 1
        elif rule is None:
            withheld["other"] += 1
        else:
            data[name] = shown = rule(labels, value)
            withheld["other"] += shown == WITHHELD != value
    withheld["user_name"] += labels.take_count()
    return replace(event, data=data, withheld={kind: n for kind, n in withheld.items() if n})


def _text(labels: Labels, value: Json) -> Json:
    return labels.json(value)


def _words(labels: Labels, value: Json) -> Json:
    if isinstance(value, list):
        return [_words(labels, item) for item in value]
    return labels.word(value) if isinstance(value, str) else _number(labels, value)


def _api_words(labels: Labels, value: Json) -> Json:
    """Scopes and claims: those of the API as they are, the pool's own by word."""
    if isinstance(value, list):
        return [_api_words(labels, item) for item in value]
    return value if isinstance(value, str) and value in _API_WORDS else _words(labels, value)


def _as_it_is(labels: Labels, value: Json) -> Json:
    return visible(value) if isinstance(value, str) else _number(labels, value)


def _number(_labels: Labels, value: Json) -> Json:
    return value if isinstance(value, bool | int | float) else WITHHELD


def _phases(labels: Labels, value: Json) -> Json:
    if not isinstance(value, dict):
        return WITHHELD
    return {
        visible(name): None if duration is None else _number(labels, duration)
        for name, duration in value.items()
    }


def _request(labels: Labels, value: Json) -> Json:
    """The masked request: the keys of client metadata are the customer's, others the API's."""
    if not isinstance(value, dict):
        return WITHHELD
    shown: dict[str, Json] = {}
    for key, inner in value.items():
        if key in _FIXED_IN_REQUEST:
            shown[key] = _as_it_is(labels, inner)
        elif key == "ClientMetadata" and isinstance(inner, dict):
            shown[key] = {labels.text(name): labels.json(item) for name, item in inner.items()}
        else:
            shown[visible(key)] = labels.json(inner)
    return shown


def _named(names: str, rule: Rule) -> dict[str, Rule]:
    return dict.fromkeys(names.split(), rule)


# The allowlist. Names of the API, our own words and ids stay, so that the ticket's reader can
# find the call; in all else the user's name is replaced.
RULES: dict[str, Rule] = {
    **_named("flow path profile_kind region user_pool_id client_id operation sent", _as_it_is),
    **_named("result classification outcome request_id remote tls_version stage", _as_it_is),
    **_named("token issuer client use expiry signature", _as_it_is),
    **_named("issued_at expires_at auth_time", _as_it_is),
    **_named("code name challenge keys error content_type token_type names medium", _words),
    **_named("reason algorithm groups sub", _words),
    **_named("scopes claims", _api_words),
    **_named("username profile warnings message destination tls_issuer", _text),
    **_named("signature_reason", _text),
    **_named("simulated reused proxied supported from_seed made_here", _number),
    **_named("new_device at_close confirmation_needed kept", _number),
    **_named("number start_ms duration_ms http_status reply_bytes wire_tries", _number),
    **_named("try_number skew_s expires_in_s", _number),
    **_named("phases", _phases),
    **_named("request", _request),
}
