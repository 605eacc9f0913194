from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from botocore.session import get_session
from hypothesis import given
from hypothesis import strategies as st

from console.practice import calls
from console.practice.calls import Path
from console.practice.errors import PracticeError

_INITIATE: dict[str, object] = {
    "UserPoolId": "eu-west-1_ABC",
    "ClientId": "abc",
    "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
}
_RESPOND: dict[str, object] = {
    "UserPoolId": "eu-west-1_ABC",
    "ClientId": "abc",
    "ChallengeName": "SMS_MFA",
}


def _refused(body: dict[str, object]) -> PracticeError:
    with pytest.raises(PracticeError) as caught:
        calls.initiate_call(body, Path.ADMIN)
    return caught.value


def test_constraints_are_those_of_the_model() -> None:
    model = get_session().get_service_model("cognito-idp")
    shapes: dict[str, Any] = {}
    for operation in ("AdminInitiateAuth", "AdminRespondToAuthChallenge", "InitiateAuth"):
        given_to = model.operation_model(operation).input_shape
        assert given_to is not None
        shapes |= given_to.members
    for member in (
        calls.USER_POOL_ID,
        calls.CLIENT_ID,
        calls.AUTH_FLOW,
        calls.CHALLENGE_NAME,
        calls.SESSION,
    ):
        shape = shapes[member.name]
        assert member.values == tuple(shape.enum)
        assert member.min_length == shape.metadata.get("min", 0)
        assert member.max_length == shape.metadata.get("max")
        assert member.pattern == shape.metadata.get("pattern")
        assert member.sensitive == shape.metadata.get("sensitive", False)


def test_initiate_call_reads_what_it_needs() -> None:
    call = calls.initiate_call(
        _INITIATE | {"AuthParameters": {"USERNAME": "alice"}, "ClientMetadata": {"a": "b"}},
        Path.ADMIN,
    )
    assert call.parameters == {"USERNAME": "alice"}
    assert (call.user_pool_id, call.client_id) == ("eu-west-1_ABC", "abc")
    assert calls.initiate_call(_INITIATE, Path.ADMIN).parameters == {}


def test_respond_call_reads_what_it_needs() -> None:
    session = "s" * 20
    call = calls.respond_call(
        _RESPOND | {"Session": session, "ChallengeResponses": {"A": "1", "B": None}},
        Path.ADMIN,
    )
    assert (call.challenge_name, call.session, call.responses) == ("SMS_MFA", session, {"A": "1"})
    assert session not in repr(call)
    assert calls.respond_call(_RESPOND, Path.ADMIN).session is None


def test_the_public_path_names_no_pool() -> None:
    call = calls.initiate_call({"ClientId": "abc", "AuthFlow": "USER_AUTH"}, Path.PUBLIC)
    assert (call.user_pool_id, call.client_id) == (None, "abc")
    told = calls.respond_call({"ClientId": "abc", "ChallengeName": "SMS_MFA"}, Path.PUBLIC)
    assert (told.user_pool_id, told.client_id) == (None, "abc")


def test_an_unknown_flow_is_a_validation_error() -> None:
    error = _refused(_INITIATE | {"AuthFlow": "X"})
    assert error.code == "InvalidParameterException"
    assert error.message == (
        "1 validation error detected: Value 'X' at 'authFlow' failed to satisfy constraint: "
        "Member must satisfy enum value set: [USER_SRP_AUTH, REFRESH_TOKEN_AUTH, REFRESH_TOKEN, "
        "CUSTOM_AUTH, ADMIN_NO_SRP_AUTH, USER_PASSWORD_AUTH, ADMIN_USER_PASSWORD_AUTH, USER_AUTH]"
    )


@pytest.mark.parametrize(
    ("body", "shown", "must"),
    [
        ({"AuthFlow": None}, "Value null at 'authFlow'", "not be null"),
        (
            {"UserPoolId": "x"},
            "Value 'x' at 'userPoolId'",
            r"satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+",
        ),
        (
            {"UserPoolId": "a_" + 54 * "b"},
            f"Value 'a_{54 * 'b'}' at 'userPoolId'",
            "have length less than or equal to 55",
        ),
        ({"ClientId": ""}, "Value at 'clientId'", "have length greater than or equal to 1"),
        (
            {"ClientId": "a b"},
            "Value at 'clientId'",
            r"satisfy regular expression pattern: [\w+]+",
        ),
        ({"Session": "short"}, "Value at 'session'", "have length greater than or equal to 20"),
    ],
)
def test_constraints_are_named(body: dict[str, object], shown: str, must: str) -> None:
    assert _refused(_INITIATE | body).message == (
        f"1 validation error detected: {shown} failed to satisfy constraint: Member must {must}"
    )


def test_all_complaints_come_together() -> None:
    message = _refused({"UserPoolId": "x"}).message
    assert message.startswith("3 validation errors detected: Value 'x' at 'userPoolId' ")
    assert message.count("; Value null at ") == 2


@pytest.mark.parametrize(
    "body",
    [
        {"AuthFlow": 7},
        {"UserPoolId": ["x"]},
        {"AuthParameters": "USERNAME"},
        {"AuthParameters": {"USERNAME": 7}},
    ],
)
def test_a_wrong_type_cannot_be_read(body: dict[str, object]) -> None:
    assert _refused(_INITIATE | body).code == "SerializationException"


_values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=60),
    st.lists(st.none(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.one_of(st.none(), st.text(max_size=3)), max_size=2),
)
_bodies = st.fixed_dictionaries(
    {}, optional=dict.fromkeys([*_INITIATE, *_RESPOND, "Session", "AuthParameters"], _values)
)


@pytest.mark.parametrize("path", list(Path))
@pytest.mark.parametrize("read", [calls.initiate_call, calls.respond_call])
@given(body=_bodies)
def test_any_json_is_read_or_refused(
    read: Callable[[Mapping[str, object], Path], object], path: Path, body: dict[str, object]
) -> None:
    refused: set[str] = set()
    try:
        read(body, path)
    except PracticeError as error:
        refused.add(error.code)
    assert refused <= {"InvalidParameterException", "SerializationException"}
