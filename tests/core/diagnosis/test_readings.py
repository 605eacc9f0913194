"""Tests of codes and texts brought to the form of the catalogue."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.diagnosis.readings import (
    MAX_CODE,
    MAX_MESSAGE,
    error_code,
    folded,
    readings,
    wrapped_code,
)

WRAPPED = (
    "An error occurred (UserNotFoundException) when calling the AdminInitiateAuth operation"
    " (reached max retries: 4): User does not exist."
)


@pytest.mark.parametrize(
    ("given_code", "name"),
    [
        ("NotAuthorizedException", "NotAuthorizedException"),
        ("  NotAuthorizedException\n", "NotAuthorizedException"),
        ("cognito#NotAuthorizedException", "NotAuthorizedException"),
        ("NotAuthorizedException:http://internal.amazon.com/coral/x/", "NotAuthorizedException"),
        ("com.amazonaws.cognito#A.B:http://x", "B"),
        ("software.amazon.awssdk.model.CodeMismatchException", "CodeMismatchException"),
        ("Aws\\Exception\\AwsException", "AwsException"),
        ("Outer$InnerException", "InnerException"),
        ("ExpiredCodeException.", "ExpiredCodeException"),
        ("Aws::CognitoIdentityProvider::Errors::NotAuthorizedException", "NotAuthorizedException"),
        ("403", "403"),
        ("", ""),
        ("#", ""),
        (":", ""),
    ],
)
def test_the_bare_name_of_a_code(given_code: str, name: str) -> None:
    assert error_code(given_code) == name


def test_texts_are_folded_to_one_line() -> None:
    assert folded("  a\r\n\tb\u00a0 c  ") == "a b c"
    assert folded("Logins don\u2019t match") == "Logins don't match"


def test_botocores_sentence_gives_code_and_text() -> None:
    assert wrapped_code(WRAPPED) == "UserNotFoundException"
    assert readings(WRAPPED, "UserNotFoundException") == (WRAPPED, "User does not exist.")
    assert wrapped_code("User does not exist.") == ""


def test_the_text_after_the_code_is_read_too_without_the_java_tail() -> None:
    text = (
        "com.amazonaws.services.X: User does not exist. (Service: Cognito; Status Code: 400;"
        " Error Code: X; Request ID: 9fdb5cfa-5ec1-47bf-bc07-8adc3b4bebf6)"
    )
    assert "User does not exist." in readings(text, "X")


@pytest.mark.parametrize(
    "text",
    [
        "Amazon.CognitoIdentityProvider.Model.X: User does not exist. ---> Inner: y at A.B(C c)",
        "System.AggregateException: One or more errors occurred. (User does not exist.) ---> z",
        "Caused by: software.amazon.awssdk.X: User does not exist. (Service: C, Request ID: 9f)",
        "Uncaught (in promise) X: User does not exist. at de_XRes (/app/index.js:1:2)",
        'X (client): User does not exist. - {"__type":"X","message":"User does not"}',
        '{"__type":"X","message":"User does not exist."}',
        "operation error Cognito Identity Provider: InitiateAuth, X: User does not exist.",
        "X: User does not exist.\\n\\tstatus code: 400, request id: 9f",
        "X: User does not exist. status code: 400, request id: 9f",
        "an error occurred (x) when calling the y operation: User does not exist.",
    ],
)
def test_every_sdk_s_wrapper_comes_off(text: str) -> None:
    assert "User does not exist." in readings(text, "X")


def test_a_text_that_speaks_of_a_place_is_not_cut() -> None:
    text = "1 validation error detected: Value 'x' at 'userPoolId' failed to satisfy constraint"
    assert readings(text, "InvalidParameterException") == (text,)


def test_a_plain_text_has_one_reading_and_an_empty_one_has_none() -> None:
    assert readings("User does not exist.", "UserNotFoundException") == ("User does not exist.",)
    assert readings("", "UserNotFoundException") == ()


@given(st.text(st.characters()), st.text(st.characters()))
def test_any_texts_are_read_within_bounds(code: str, message: str) -> None:
    name, text = error_code(code * 50), folded(message * 500)
    assert len(name) <= MAX_CODE
    assert len(text) <= MAX_MESSAGE
    assert "\n" not in text
    assert all(readings(text, name))
