"""Events with labels in place of names: by an allowlist of fields, each with a rule of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from console.core.events import Event
from console.core.label_shapes import is_sub
from console.core.labelling import Labels
from console.core.masking import Json
from console.core.secret import WITHHELD
from console.core.text import visible

Rule = Callable[[Labels, Json], Json]

# Names of the API that a user may be called: they name nobody.
_API_WORDS = frozenset({
    "aws.cognito.signin.user.admin", "openid", "profile", "email", "phone", "username",
    "cognito:username", "cognito:groups", "name", "client_id", "sub", "scope",
})  # fmt: skip
_FIXED_IN_REQUEST = ("UserPoolId", "ClientId", "AuthFlow", "ChallengeName")
_WITH_NAMES = ("AuthParameters", "ChallengeResponses")
_OF_CONTEXT = ("ContextData", "UserContextData")
_ADDRESS = "IpAddress"
_NAME = "USERNAME"


def names_in(event: Event) -> Iterator[str]:
    """Whom the event names in fields that hold a user's name."""
    if event.text("username"):
        yield event.text("username")
    request = event.data.get("request")
    if isinstance(request, dict):
        for place in _WITH_NAMES:
            inner = request.get(place)
            name = inner.get(_NAME) if isinstance(inner, dict) else None
            if isinstance(name, str) and WITHHELD not in name:
                yield name


def labelled_event(event: Event, labels: Labels) -> Event:
    """The event without names; what it lost is added to its own `withheld`."""
    for name in names_in(event):
        labels.learn(name)
    withheld = Counter(event.withheld)
    data: dict[str, Json] = {}
    for name, value in event.data.items():
        rule = RULES.get(name)
        if rule is None:
            withheld["other"] += 1
            continue
        if name == "remote" and event.data.get("proxied") is True:
            rule = _text  # a proxy's address is of the operator's own network
        data[name] = rule(labels, value)
    withheld.update(labels.take_counts())
    return replace(event, data=data, withheld={kind: n for kind, n in withheld.items() if n})


def _text(labels: Labels, value: Json) -> Json:
    return labels.json(value)


def _name(labels: Labels, value: Json) -> Json:
    return labels.name(value) if isinstance(value, str) else _number(labels, value)


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
    return labels.id(value) if isinstance(value, str) else _number(labels, value)


def _request_id(labels: Labels, value: Json) -> Json:
    return request_id_of(labels, value) if isinstance(value, str) else _number(labels, value)


def request_id_of(labels: Labels, value: str) -> str:
    """An id stays, so that AWS can find the call; whatever else came as one is a text."""
    return value if is_sub(value) else labels.text(value)


def _number(labels: Labels, value: Json) -> Json:
    if isinstance(value, bool | int | float) or value == WITHHELD:
        return value
    return labels.withhold()


def _phases(labels: Labels, value: Json) -> Json:
    if not isinstance(value, dict):
        return _number(labels, value)
    return {
        visible(name): None if duration is None else _number(labels, duration)
        for name, duration in value.items()
    }


def _request(labels: Labels, value: Json) -> Json:
    """The masked request: the keys of client metadata are the customer's, others the API's."""
    if not isinstance(value, dict):
        return _number(labels, value)
    shown: dict[str, Json] = {}
    for key, inner in value.items():
        if key in _FIXED_IN_REQUEST:
            shown[key] = _as_it_is(labels, inner)
        elif key == "ClientMetadata" and isinstance(inner, dict):
            shown[key] = {labels.text(name): labels.json(item) for name, item in inner.items()}
        elif key in (*_WITH_NAMES, *_OF_CONTEXT) and isinstance(inner, dict):
            shown[key] = {visible(name): _member(labels, name, it) for name, it in inner.items()}
        else:
            shown[visible(key)] = labels.json(inner)
    return shown


def _member(labels: Labels, name: str, value: Json) -> Json:
    if name == _NAME and isinstance(value, str):
        return labels.name(value)
    if name == _ADDRESS and isinstance(value, str):
        return labels.address(value)
    return labels.json(value)


def _named(names: str, rule: Rule) -> dict[str, Rule]:
    return dict.fromkeys(names.split(), rule)


# The allowlist. Names of the API, our own words and ids stay, so that the ticket's reader can
# find the call; in all else names are replaced.
RULES: dict[str, Rule] = {
    **_named("flow path profile_kind region user_pool_id client_id operation sent", _as_it_is),
    **_named("result classification outcome remote tls_version stage", _as_it_is),
    **_named("token issuer client use expiry signature effect confirmation", _as_it_is),
    **_named("issued_at expires_at auth_time", _as_it_is),
    **_named("code name challenge keys error content_type token_type names medium", _words),
    **_named("reason algorithm groups sub", _words),
    **_named("scopes claims", _api_words),
    **_named("username", _name),
    **_named("request_id", _request_id),
    **_named("profile warnings message destination tls_issuer signature_reason", _text),
    **_named("simulated reused proxied supported from_seed made_here", _number),
    **_named("new_device at_close confirmation_needed kept left_behind", _number),
    **_named("number start_ms duration_ms http_status wire_tries try_number", _number),
    **_named("request_bytes reply_bytes skew_s expires_in_s", _number),
    **_named("phases", _phases),
    **_named("request", _request),
}
