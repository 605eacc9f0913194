from __future__ import annotations

import pytest

from console.core.call import Path
from console.core.conversation.flows import AuthFlow
from console.core.fields import FieldProblem, Severity, errors
from console.core.request import ContextData, request_problems
from console.core.secret import Secret
from tests.fakes import request


def problems(**changes: object) -> tuple[FieldProblem, ...]:
    return request_problems(request(**changes), confidential=False)


def test_a_good_request_has_no_problem() -> None:
    assert problems() == ()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"username": ""}, "username"),
        ({"username": "x" * 129}, "username"),
        ({"parameters": {}}, "PASSWORD"),
        ({"parameters": {"PASSWORD": Secret("")}}, "PASSWORD"),
        ({"parameters": {"PASSWORD": Secret("x" * 257)}}, "PASSWORD"),
        ({"parameters": {"PASSWORD": Secret("x"), "SRP_A": "1"}}, "SRP_A"),
        ({"client_metadata": {" ": "x"}}, "client_metadata"),
        ({"client_metadata": {"key": "x" * 5000}}, "client_metadata"),
        ({"client_metadata": {str(n): "x" for n in range(51)}}, "client_metadata"),
        ({"ticket": "a\nb"}, "ticket"),
        ({"ticket": "x" * 65}, "ticket"),
    ],
)
def test_each_field_is_checked(changes: dict[str, object], field: str) -> None:
    assert {problem.field for problem in errors(problems(**changes))} == {field}


def test_odd_characters_only_warn_and_never_show_the_value() -> None:
    found = problems(username="alice ", parameters={"PASSWORD": Secret("hunter2 ")})
    assert [problem.field for problem in found] == ["username", "PASSWORD"]
    assert all(problem.severity is Severity.WARNING for problem in found)
    assert all("hunter2" not in problem.sentence for problem in found)


def test_refresh_needs_a_token_and_a_name_only_for_the_hash() -> None:
    token = {"REFRESH_TOKEN": Secret("abc.def-_=")}
    flow = AuthFlow.REFRESH_TOKEN_AUTH
    assert problems(auth_flow=flow, username="", parameters=token) == ()
    nameless = request(auth_flow=flow, username="", parameters=token)
    (problem,) = request_problems(nameless, confidential=True)
    assert problem.field == "username"
    (problem,) = problems(auth_flow=flow, username="", parameters={"REFRESH_TOKEN": Secret("a b")})
    assert problem.field == "REFRESH_TOKEN"


def test_context_data_needs_its_three_texts() -> None:
    context = ContextData(ip_address="", server_name="host", server_path="/")
    (problem,) = problems(context_data=context)
    assert problem.field == "context_data.ip_address"
    long = ContextData(
        ip_address="1.2.3.4",
        server_name="x" * 5000,
        server_path="/",
        http_headers=tuple((str(n), "v") for n in range(51)),
    )
    assert {problem.field for problem in problems(context_data=long)} == {
        "context_data.server_name",
        "context_data.http_headers",
    }


def test_flows_that_a_path_refuses_are_only_warned_of() -> None:
    for flow, path in (
        (AuthFlow.USER_PASSWORD_AUTH, Path.ADMIN),
        (AuthFlow.ADMIN_USER_PASSWORD_AUTH, Path.PUBLIC),
    ):
        (problem,) = problems(auth_flow=flow, path=path)
        assert problem.field == "auth_flow"
        assert problem.severity is Severity.WARNING
    assert problems(auth_flow=AuthFlow.USER_PASSWORD_AUTH, path=Path.PUBLIC) == ()
    assert problems(auth_flow=AuthFlow.USER_SRP_AUTH, path=Path.PUBLIC) == ()


@pytest.mark.parametrize(
    ("flow", "parameters", "field"),
    [
        (AuthFlow.CUSTOM_AUTH, {}, None),
        (AuthFlow.CUSTOM_AUTH, {"CHALLENGE_NAME": "SRP_A"}, "PASSWORD"),
        (AuthFlow.CUSTOM_AUTH, {"CHALLENGE_NAME": "OTHER"}, "CHALLENGE_NAME"),
        (AuthFlow.USER_AUTH, {}, None),
        (AuthFlow.USER_AUTH, {"PREFERRED_CHALLENGE": "EMAIL_OTP"}, None),
        (AuthFlow.USER_AUTH, {"PREFERRED_CHALLENGE": "PASSWORD_SRP"}, "PASSWORD"),
        (AuthFlow.USER_AUTH, {"PREFERRED_CHALLENGE": "CARRIER_PIGEON"}, "PREFERRED_CHALLENGE"),
        (AuthFlow.USER_SRP_AUTH, {}, "PASSWORD"),
    ],
)
def test_what_a_flow_needs_follows_its_choices(
    flow: AuthFlow, parameters: dict[str, str], field: str | None
) -> None:
    found = errors(problems(auth_flow=flow, parameters=parameters))
    assert [problem.field for problem in found] == ([] if field is None else [field])


def test_the_public_path_needs_no_server_name() -> None:
    context = ContextData(ip_address="203.0.113.7", server_name="", server_path="")
    changes = {"auth_flow": AuthFlow.USER_SRP_AUTH, "context_data": context}
    assert problems(path=Path.PUBLIC, **changes) == ()
    assert len(errors(problems(**changes))) == 2
