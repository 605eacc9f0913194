"""What comes in through the door: results of calls without the attempt's own secrets in them.

A server, a trigger or something between may repeat what was sent in any text of a reply.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from console.core.call import ApiCall, CallRecord, CallResult, Failure, ParamValue, Tokens
from console.core.conversation.challenges import AnswerField, Challenge
from console.core.masking import LiveSecrets
from console.core.secret import WITHHELD, Secret

# Parameters of a challenge that are shown. The others name the user and the answer's fields: the
# conversation needs them as they are.
_SHOWN = (
    "CODE_DELIVERY_DELIVERY_MEDIUM",
    "CODE_DELIVERY_DESTINATION",
    "FRIENDLY_DEVICE_NAME",
)
_SHOWN_LIMIT = 2048  # an address has at most 254 characters


def secrets_of_call(call: ApiCall) -> list[Secret]:
    """Every secret that `call` sends; SECRET_HASH and the session are made on the way."""
    return list(_secrets(tuple(call.params.values())))


def _secrets(value: ParamValue) -> Iterator[Secret]:
    if isinstance(value, Secret):
        yield value
    elif not isinstance(value, str | int):
        for inner in value if isinstance(value, tuple) else value.values():
            yield from _secrets(inner)


def secrets_of_result(result: CallResult) -> list[Secret]:
    """Every secret that came back."""
    if isinstance(result, Failure):
        return []
    tokens = result.tokens or Tokens()
    found = [result.session, tokens.access_token, tokens.id_token, tokens.refresh_token]
    found.append(result.secret_code)
    if tokens.new_device is not None:
        found += [tokens.new_device.key, tokens.new_device.group_key]
    return [secret for secret in found if secret is not None]


def admitted(result: CallResult, live: LiveSecrets) -> CallResult:
    """`result`, its shown texts replaced by the marker where they hold a secret."""
    record = _record(result.record, live)
    if isinstance(result, Failure):
        return replace(
            result, record=record, code=live.safe(result.code), message=live.safe(result.message)
        )
    return replace(
        result,
        record=record,
        challenge_name=_safe(result.challenge_name, live),
        challenge_parameters={
            key: _unless_long(value, live) if key in _SHOWN else value
            for key, value in result.challenge_parameters.items()
        },
        tokens=None if result.tokens is None else _tokens(result.tokens, live),
    )


def _unless_long(text: str, live: LiveSecrets) -> str:
    return live.safe(text) if len(text) <= _SHOWN_LIMIT else WITHHELD


def _record(record: CallRecord, live: LiveSecrets) -> CallRecord:
    return replace(
        record,
        request_id=_safe(record.request_id, live),
        content_type=_safe(record.content_type, live),
    )


def _tokens(tokens: Tokens, live: LiveSecrets) -> Tokens:
    life = tokens.expires_in_s
    return replace(
        tokens,
        token_type=_safe(tokens.token_type, live),
        expires_in_s=None if life is None or live.hit(str(life)) else life,
    )


def _safe(text: str | None, live: LiveSecrets) -> str | None:
    return None if text is None else live.safe(text)


def challenge_to_show(challenge: Challenge, live: LiveSecrets) -> Challenge:
    """`challenge` without secrets in its labels; one whose choices hold some has no fields."""
    if any(live.hit(choice) for field in challenge.fields for choice in field.choices):
        return replace(challenge, fields=())
    return replace(
        challenge,
        fields=tuple(_field(field, live) for field in challenge.fields),
        setup_choices=tuple(live.safe(choice) for choice in challenge.setup_choices),
        # What is shaped like a secret there is the passkey's question, which must be seen.
        options=None if challenge.options is None else _unrepeated(challenge.options, live),
        parameters=tuple((live.safe(key), live.safe(value)) for key, value in challenge.parameters),
    )


def _unrepeated(text: str, live: LiveSecrets) -> str:
    return WITHHELD if live.repeats(text) else text


def _field(field: AnswerField, live: LiveSecrets) -> AnswerField:
    return replace(field, label=f"Attribute {WITHHELD}") if live.hit(field.key) else field
