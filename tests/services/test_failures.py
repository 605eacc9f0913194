"""Exceptions become values that quote nothing, and let go of what they held."""

from __future__ import annotations

import gc
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import (
    ClientError,
    CredentialRetrievalError,
    EndpointConnectionError,
    HTTPClientError,
    ParamValidationError,
)

from console.core.call import CallRecord, Origin, Sent
from console.services.failures import (
    code_of,
    faults_named,
    forget_frames,
    from_library,
    message_of,
    refused,
    shortened,
    stopped,
)
from console.services.faults import ClientFaultError
from console.services.stops import Cause

RECORD = CallRecord(started_at=datetime(2026, 3, 6, tzinfo=UTC), duration_ms=1.0, sent=Sent.NO)


def told(**error: str) -> ClientError:
    response: Any = {"Error": {name.capitalize(): text for name, text in error.items()}}
    return ClientError(response, "AdminGetUser")


def test_a_service_is_quoted() -> None:
    failure = refused(RECORD, told(code="UserNotFoundException", message="User does not exist."))
    assert (failure.origin, failure.record) == (Origin.SERVICE, RECORD)
    assert (failure.code, failure.message) == ("UserNotFoundException", "User does not exist.")
    assert len(message_of(told(message="x " * 9000))) <= 4097


@pytest.mark.parametrize("error", [told(), told(code=""), told(code="x" * 129)])
def test_an_error_without_a_name_of_sensible_length(error: ClientError) -> None:
    assert (code_of(error), code_of(error, "Mine")) == ("Unknown", "Mine")


@pytest.mark.parametrize(
    ("code", "header", "found"),
    [
        ("400", "AccessDeniedException", "AccessDeniedException"),
        ("400", "AccessDeniedException:http://internal.example/doc/", "AccessDeniedException"),
        ("", "com.example.v1#ThrottlingException", "ThrottlingException"),
        ("NotAuthorizedException", "Other", "NotAuthorizedException"),
        ("400", "a canary", "400"),
        ("400", "x" * 129, "400"),
        ("400", None, "400"),
        ("", 5, "Unknown"),
    ],
)
def test_a_name_may_stand_in_the_header_alone(code: str, header: object, found: str) -> None:
    error = told(code=code)
    about: Any = {"HTTPStatusCode": 400, "HTTPHeaders": {"x-amzn-errortype": header}}
    error.response["ResponseMetadata"] = about
    assert code_of(error) == found


def test_where_no_service_spoke_the_class_is_the_code() -> None:
    error = EndpointConnectionError(endpoint_url="https://a.invalid")
    assert (code_of(error), message_of(error)) == ("EndpointConnectionError", "")


@pytest.mark.parametrize(
    ("error", "code"),
    [(PermissionError("canary"), "ConfigParseError"), (ValueError("many"), "InvalidConfigError")],
)
def test_what_the_configuration_holds_wrong_is_named(error: Exception, code: str) -> None:
    with pytest.raises(ClientFaultError) as caught, faults_named(passing=KeyError):
        raise error
    assert caught.value.code == code
    assert "canary" not in caught.value.message


def test_what_has_a_name_passes() -> None:
    error = UnicodeError("is a ValueError, too")
    with pytest.raises(UnicodeError) as caught, faults_named(passing=UnicodeError):
        raise error
    assert caught.value is error


def test_a_library_exception_is_its_class_and_its_text() -> None:
    failure = from_library(RECORD, EndpointConnectionError(endpoint_url="https://a.invalid"))
    assert (failure.origin, failure.code) == (Origin.CLIENT, "EndpointConnectionError")
    assert failure.message == 'Could not connect to the endpoint URL: "https://a.invalid"'


@pytest.mark.parametrize(
    "error",
    [
        ParamValidationError(report="value: canary"),
        HTTPClientError(error=ValueError("Invalid header value b'canary'")),
    ],
)
def test_texts_that_quote_values_are_replaced(error: Exception) -> None:
    assert "canary" in str(error)
    failure = from_library(RECORD, error)
    assert "canary" not in failure.message
    assert failure.message.endswith(".")
    assert failure.code == type(error).__name__


@pytest.mark.parametrize(
    ("cause", "origin", "code"),
    [
        (Cause.STOPPED, Origin.STOPPED, "CallCancelled"),
        (Cause.DEADLINE, Origin.DEADLINE, "DeadlineExceeded"),
    ],
)
def test_a_stop_as_a_failure(cause: Cause, origin: Origin, code: str) -> None:
    failure = stopped(RECORD, cause)
    assert (failure.origin, failure.code, failure.record) == (origin, code, RECORD)
    assert failure.message


def test_texts_are_bounded() -> None:
    assert 3800 < len(shortened("x" * 100_000)) <= 4097
    assert shortened("x" * 4096) == "x" * 4096
    assert shortened(None) == ""


def test_a_value_is_not_cut_in_two() -> None:
    told = shortened("z " * 2040 + "hunter2-canary-4711" * 2)
    assert "hunter" not in told
    assert told.endswith("z …")


def test_what_a_program_of_the_operator_s_wrote_is_left_out() -> None:
    error = CredentialRetrievalError(provider="custom-process", error_msg="canary on stderr")
    failure = from_library(RECORD, error)
    assert failure.code == "CredentialRetrievalError"
    assert "canary" not in failure.message
    other = CredentialRetrievalError(provider="sso", error_msg="Token has expired")
    assert "Token has expired" in from_library(RECORD, other).message


class Held:
    """Something whose end can be seen."""

    alive = 0

    def __init__(self) -> None:
        Held.alive += 1

    def __del__(self) -> None:
        Held.alive -= 1


def cyclic(held: Held) -> Exception:
    own = Held()
    try:
        int("none")
    except ValueError as error:
        cycle = error
        assert own is not held
        return cycle
    raise AssertionError


def handed_up() -> Exception:
    """As botocore does it: the frame above the exception's own is in no traceback."""
    kept = Held()
    return cyclic(kept)


def test_frames_are_emptied_all_the_way_up() -> None:
    gc.disable()
    try:
        error = handed_up()
        outer = RuntimeError("outer")
        outer.__cause__ = error
        del error
        assert Held.alive > 0
        forget_frames(outer)
        assert Held.alive == 0
    finally:
        gc.enable()
