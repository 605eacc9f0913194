"""The last look at a request before its first byte leaves: is it the one that was permitted?

What is looked at is the request itself, whatever was asked of the layers above: botocore could send
it twice, and a bug of ours could send another.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from email.message import Message
from typing import Any, Final

from console.core.call import READ_ONLY, ApiCall
from console.core.permit import NOT_PERMITTED, Permit, Wanted
from console.services.faults import ClientFaultError

_TARGET: Final = "X-Amz-Target"  # "AWSCognitoIdentityProviderService.AdminInitiateAuth"


class Gate:
    """Of one call; used by its worker alone. Without a call, only what has no body gets through."""

    def __init__(self, call: ApiCall | None = None, permit: Permit | None = None) -> None:
        self._operation = None if call is None else call.operation
        self._permit = permit

    def let(self, *, method: str, headers: Message, body: object) -> None:
        """Returns where the request may leave, once for a permit; else raises ClientFaultError."""
        operation = _operation(headers) or self._operation
        if operation is None and method == "GET" and not body:
            return  # the pool's public keys
        if operation in READ_ONLY and operation == self._operation:
            return
        if operation is None or self._permit is None:
            raise _refused("without a permit")
        _compare(self._permit.wanted, operation, body)
        if not self._permit.spend():
            raise _refused("for a second time")


def _operation(headers: Message) -> str | None:
    """What the request asks for by its own header; SNS and STS write it into the body."""
    value: object = headers.get(_TARGET)
    text = value.decode("ascii", "replace") if isinstance(value, bytes) else value
    return text.rpartition(".")[2] if isinstance(text, str) and text else None


def _compare(wanted: Wanted, operation: str, body: object) -> None:
    """Raises where the request names another operation, pool, client or user than the permit."""
    if operation != wanted.operation:
        raise _refused("for another operation")
    content = _content(body)
    typed = content.get("AuthParameters")
    name = typed.get("USERNAME") if isinstance(typed, Mapping) else None
    for asked, permitted, what in (
        (content.get("UserPoolId"), wanted.user_pool_id, "user pool"),
        (content.get("ClientId"), wanted.client_id, "app client"),
        (name, wanted.username, "user"),
    ):
        if asked is not None and asked != permitted:
            raise _refused(f"for another {what}")


def _content(body: object) -> Mapping[str, Any]:
    try:
        content = json.loads(body if isinstance(body, str | bytes | bytearray) else b"")
    except ValueError:
        raise _refused("in a form that cannot be read") from None
    return content if isinstance(content, dict) else {}


def _refused(how: str) -> ClientFaultError:
    return ClientFaultError(
        NOT_PERMITTED, f"A request was stopped before it left: it was about to be sent {how}."
    )
