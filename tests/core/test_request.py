from __future__ import annotations

import pytest

from console.core.fields import FieldProblem, Severity, errors
from console.core.request import AuthFlow, ContextData, request_problems
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
        http_headers={str(n): "v" for n in range(51)},
    )
    assert {problem.field for problem in problems(context_data=long)} == {
        "context_data.server_name",
        "context_data.http_headers",
    }
