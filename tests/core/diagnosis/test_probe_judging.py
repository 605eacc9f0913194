from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.call import CallResult, Failure, Origin, Reply, Sent
from console.core.diagnosis.evidence import ProbeStatus
from console.core.diagnosis.probe_judging import is_absent, judged, skipped
from console.core.text import visible
from tests.fakes import failure, record, refusal

OK = Reply(record=record())
DENIED = refusal(
    "AccessDeniedException",
    "User: arn:aws:iam::123456789012:user/x is not authorized to perform: cognito-idp:ListUsers",
)

DENIED_ACTIONS = {
    "ListUsers": "cognito-idp:ListUsers",
    "GetSMSAttributes": "sns:GetSMSAttributes",
}


@pytest.mark.parametrize(
    ("operation", "result", "status", "code"),
    [
        ("ListUsers", OK, ProbeStatus.OK, None),
        ("ListUsers", DENIED, ProbeStatus.DENIED, "AccessDeniedException"),
        (
            "GetSMSAttributes",
            refusal("AuthorizationError", "not authorized"),
            ProbeStatus.DENIED,
            "AuthorizationError",
        ),
        (
            "FilterLogEvents",
            refusal("ResourceNotFoundException", "The specified log group does not exist."),
            ProbeStatus.OK,
            "ResourceNotFoundException",
        ),
        (
            "AdminGetUser",
            refusal("UserNotFoundException", "User does not exist."),
            ProbeStatus.OK,
            "UserNotFoundException",
        ),
        (
            "AdminListDevices",
            refusal("UserNotFoundException", "User does not exist."),
            ProbeStatus.FAILED,
            "UserNotFoundException",
        ),
        (
            "AdminGetUser",
            refusal("NotAuthorizedException", "Access denied"),
            ProbeStatus.FAILED,
            "NotAuthorizedException",
        ),
        (
            "DescribeRiskConfiguration",
            refusal("UserPoolAddOnNotEnabledException", "Not on."),
            ProbeStatus.SKIPPED,
            "UserPoolAddOnNotEnabledException",
        ),
        (
            "ListUsers",
            failure(Origin.DEADLINE, "DeadlineExceeded", Sent.YES),
            ProbeStatus.TIMEOUT,
            "DeadlineExceeded",
        ),
        (
            "ListUsers",
            failure(Origin.CLIENT, "ReadTimeoutError", Sent.YES),
            ProbeStatus.TIMEOUT,
            "ReadTimeoutError",
        ),
        (
            "ListUsers",
            failure(Origin.CLIENT, "NoCredentialsError", Sent.NO),
            ProbeStatus.FAILED,
            "NoCredentialsError",
        ),
        (
            "ListUsers",
            failure(Origin.REPLY, "NotCognitoReply", Sent.YES),
            ProbeStatus.FAILED,
            "NotCognitoReply",
        ),
        (
            "ListUsers",
            failure(Origin.STOPPED, "CallCancelled", Sent.YES),
            ProbeStatus.FAILED,
            "CallCancelled",
        ),
    ],
)
def test_each_call_is_judged_by_itself(
    operation: str, result: CallResult, status: ProbeStatus, code: str | None
) -> None:
    probe = judged(operation, [result], 12.5)
    assert (probe.status, probe.code, probe.sent) == (status, code, result.record.sent)
    assert bool(probe.reason) is (code is not None)
    assert probe.to_json() == {
        "operation": operation,
        "status": str(status),
        "missing_action": DENIED_ACTIONS[operation] if status is ProbeStatus.DENIED else None,
        "duration_ms": 12.5,
    }
    assert "123456789012" not in probe.reason


def test_the_gravest_of_several_calls_counts() -> None:
    late = failure(Origin.DEADLINE, "DeadlineExceeded", Sent.NO)
    assert judged("ListUsers", [OK, late, DENIED], 1).status is ProbeStatus.DENIED
    assert judged("ListUsers", [OK, late], 1).status is ProbeStatus.TIMEOUT
    assert judged("ListUsers", [OK, late], 1).sent is Sent.YES
    assert judged("ListUsers", [late], 1).sent is Sent.NO


def test_a_client_is_absent_only_where_its_pool_is_there() -> None:
    operation, code = "DescribeUserPoolClient", "ResourceNotFoundException"
    assert is_absent(operation, refusal(code, "User pool client x does not exist."))
    assert not is_absent(operation, refusal(code, "User pool x does not exist."))
    assert is_absent("DescribeUserPool", refusal(code, "User pool x does not exist."))
    assert not is_absent(operation, failure(Origin.CLIENT, code, Sent.NO))
    assert not is_absent(operation, OK)
    assert not is_absent(operation, None)


def test_what_was_not_asked_says_why() -> None:
    probe = skipped("ListUsers", "The request names no user.")
    assert (probe.status, probe.reason) == (ProbeStatus.SKIPPED, "The request names no user.")
    assert probe.sent is Sent.NO


@given(
    st.sampled_from(list(Origin)),
    st.text(max_size=300),
    st.text(max_size=300),
    st.sampled_from(list(Sent)),
)
def test_no_text_of_others_breaks_it_or_is_shown_raw(
    origin: Origin, code: str, message: str, sent: Sent
) -> None:
    result = Failure(record=record(sent=sent), origin=origin, code=code, message=message)
    probe = judged("ListUsers", [result], 0.0)
    assert probe.status is not ProbeStatus.OK
    assert probe.code is not None
    assert visible(probe.code) == probe.code
    assert visible(probe.reason) == probe.reason
    assert len(probe.reason) < 1500
