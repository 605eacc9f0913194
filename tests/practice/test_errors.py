from __future__ import annotations

from console.practice.errors import PracticeError, missing_parameter, not_authorized


def test_only_the_services_own_fault_is_http_500() -> None:
    assert PracticeError("InternalErrorException", "x").http_status == 500
    assert not_authorized("x").http_status == 400


def test_code_and_text_are_cognitos() -> None:
    error = missing_parameter("USERNAME")
    assert error.code == "InvalidParameterException"
    assert error.message == "Missing required parameter USERNAME"
    assert str(error) == "InvalidParameterException: Missing required parameter USERNAME"
