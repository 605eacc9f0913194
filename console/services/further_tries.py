"""Which calls are made again when they fail, and after what.

A sign-in is asked once, whatever happens: each try may count against the user or send a message.
"""

from __future__ import annotations

from typing import Final

from console.core.call import READ_ONLY

_PAUSES_S: Final = (0.2, 0.8)
_THROTTLED: Final = frozenset(
    {
        "RequestThrottled",
        "RequestThrottledException",
        "Throttled",  # SNS
        "ThrottledException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)
# No connection, or one that ended before any answer. Who waited in vain for an answer (a
# ReadTimeoutError) has waited long enough.
_UNCONNECTED: Final = frozenset(
    {"ConnectTimeoutError", "ConnectionClosedError", "EndpointConnectionError"}
)


def pauses_s(operation: str) -> tuple[float, ...]:
    """How long to wait before each further try; empty for what is sent once at most."""
    return _PAUSES_S if operation in READ_ONLY else ()


def may_pass(code: str, http_status: int | None) -> bool:
    """Whether the trouble may be over soon; `http_status` is None where nothing answered."""
    if http_status is None:
        return code in _UNCONNECTED
    return code in _THROTTLED or http_status >= 500
