"""The short words of a history row."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.record import Outcome
from console.core.telling import State
from console.core.text import visible
from console.ui.history.wanted import Cause
from console.ui.history.words import (
    cause_of,
    code_words,
    mark,
    outcome_words,
    second_line,
    short_name,
    title,
    when,
)
from tests.fakes import START
from tests.ui.fakes_ui import classification, header


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("NotAuthorizedException", "not authorized"),
        ("CodeMismatchException", "wrong code"),
        ("InternalErrorException", "internal error"),
        ("UserLambdaValidationException", "trigger refused"),
        ("UnexpectedLambdaException", "unexpected lambda"),
        ("SoftwareTokenMFANotFoundException", "software token MFA not found"),
        ("InvalidSmsRoleAccessPolicyException", "invalid sms role access policy"),
        ("ReadTimeoutError", "read timeout"),
        ("Exception", ""),
        ("", ""),
    ],
)
def test_a_code_in_words(code: str, words: str) -> None:
    assert code_words(code) == words


@given(st.text(max_size=300))
def test_words_of_any_code_are_safe_to_show(code: str) -> None:
    words = code_words(code)
    assert words == visible(words)
    assert len(words) <= 300


@pytest.mark.parametrize(
    ("outcome", "words", "state"),
    [
        (Outcome.SIGNED_IN, "signed in", State.DONE),
        (Outcome.FAILED, "refused", State.REFUSED),
        (Outcome.CANCELLED, "cancelled", State.CANCELLED),
        (Outcome.UNKNOWN, "outcome unknown", State.UNKNOWN),
        (Outcome.NOT_SENT, "not sent", State.WARNING),
        (None, "interrupted", State.UNKNOWN),
    ],
)
def test_outcomes(outcome: Outcome | None, words: str, state: State) -> None:
    assert outcome_words(header("1", outcome=outcome), running=False) == (words, state)


def test_a_refusal_is_told_by_its_code() -> None:
    failed = header("1", outcome=Outcome.FAILED, classification=classification())
    assert title(failed, running=False) == "alice · not authorized"
    nameless = header("1", outcome=Outcome.FAILED, classification=classification("Exception"))
    assert title(nameless, running=False) == "alice · refused"


def test_without_an_end_it_runs_or_was_interrupted() -> None:
    open_end = header("1", outcome=None)
    assert title(open_end, running=True) == "alice · running"
    assert title(open_end, running=False) == "alice · interrupted"
    assert mark(outcome_words(open_end, running=True)[1]) == "…"
    assert mark(State.REFUSED) == "✕"


def test_hidden_characters_in_a_name_are_visible() -> None:
    assert title(header("1", username="a\u202eb"), running=False) == "a\\u202eb · signed in"
    assert title(header("1", username=""), running=False) == "no user name · signed in"


def test_the_second_line_has_time_question_and_ticket() -> None:
    at = START.astimezone()
    record = header("1", started_at=START, challenges=("SMS_MFA", "SOFTWARE_TOKEN_MFA"))
    assert second_line(record, START) == f"{at:%H:%M} · TOTP"
    plain = header("1", started_at=START, ticket="CS-1")
    assert second_line(plain, START) == f"{at:%H:%M} · CS-1 · password"
    assert short_name("PASSWORD_VERIFIER") == "SRP"
    assert short_name("GetTokensFromRefreshToken") == "refresh"
    assert short_name("A_NEW_CHALLENGE") == "a new challenge"


def test_when_is_local_time() -> None:
    noon = datetime.now().astimezone().replace(hour=12, minute=5)
    assert when(noon.astimezone(UTC), noon.astimezone(UTC)) == "12:05"
    assert when(noon - timedelta(days=1), noon) == "yesterday"
    assert when(noon - timedelta(hours=13), noon) == "yesterday"
    two = noon - timedelta(days=2)
    assert when(two, noon) == two.date().isoformat()
    assert when(noon + timedelta(days=1), noon) == (noon + timedelta(days=1)).date().isoformat()


def test_a_classification_as_a_cause_to_choose() -> None:
    assert cause_of(classification("CodeMismatchException")) == Cause(id="X1", words="wrong code")
