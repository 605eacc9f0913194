"""Which operations may be sent again, and after which trouble."""

from __future__ import annotations

import pytest

from console.core import call
from console.services.account_logs import LOGGED
from console.services.described import DESCRIBED
from console.services.further_tries import may_pass, pauses_s
from console.services.reply_forms import _FORMS
from console.services.text_messages import SMS_FORMS


def test_what_only_reads_is_tried_three_times_at_most_and_anything_else_once() -> None:
    assert {name for name in _FORMS if pauses_s(name)} == call.READ_ONLY
    assert {*DESCRIBED, *LOGGED, *SMS_FORMS, call.GET_CALLER_IDENTITY} == call.READ_ONLY
    for operation in call.READ_ONLY:
        assert len(pauses_s(operation)) == 2
        assert sum(pauses_s(operation)) <= 1
    assert pauses_s("AdminSetUserPassword") == ()


@pytest.mark.parametrize("operation", sorted(set(_FORMS) - call.READ_ONLY))
def test_calls_of_a_sign_in_are_among_those_that_are_sent_once(operation: str) -> None:
    reads = ("Describe", "List", "AdminGet", "AdminList", "Lookup", "Filter", "Check")
    assert not operation.startswith(reads)


@pytest.mark.parametrize(
    ("code", "http_status", "again"),
    [
        ("TooManyRequestsException", 400, True),
        ("ThrottlingException", 400, True),
        ("Throttling", 400, True),
        ("Throttled", 429, True),
        ("ThrottledException", 429, True),
        ("AuthorizationError", 403, False),
        ("InternalErrorException", 500, True),
        ("ServiceUnavailable", 503, True),
        ("NotCognitoReply", 503, True),
        ("NotCognitoReply", 200, False),
        ("AccessDeniedException", 400, False),
        ("UserNotFoundException", 400, False),
        ("LimitExceededException", 400, False),
        ("EndpointConnectionError", None, True),
        ("ConnectTimeoutError", None, True),
        ("ConnectionClosedError", None, True),
        ("ConnectionClosedError", 200, False),
        ("ReadTimeoutError", None, False),
        ("SSLError", None, False),
        ("ProxyConnectionError", None, False),
        ("ParamValidationError", None, False),
        ("TooManyRequestsException", None, False),
    ],
)
def test_after_what(code: str, http_status: int | None, again: bool) -> None:
    assert may_pass(code, http_status) is again
