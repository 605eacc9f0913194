"""Settings in words, and why one of the two calls gave nothing."""

from __future__ import annotations

import pytest

from console.core.call import DESCRIBE_USER_POOL, DESCRIBE_USER_POOL_CLIENT, Failure, Origin, Sent
from console.core.pool_settings import PasswordPolicy, PoolSettings
from console.core.settings_reading import Reading
from console.ui.profiles.settings_words import (
    duration,
    failure_sentence,
    kept_settings,
    settings_in_words,
)
from tests.fakes import failure, refusal

EVERYTHING = PoolSettings(
    session_validity_s=180.0,
    token_revocation=True,
    rotates_refresh=False,
    refresh_validity_s=30 * 86400,
    auth_flows=("ALLOW_USER_SRP_AUTH", "ALLOW_\u202e"),
    device_tracking=False,
    password_policy=PasswordPolicy(minimum_length=12, require_numbers=True),
    attribute_types=(("email", "String"),),
)


def test_everything_that_a_sign_in_depends_on() -> None:
    assert {s.name: s.value for s in settings_in_words(EVERYTHING)} == {
        "Session validity": "3 minutes",
        "Allowed flows": "ALLOW_USER_SRP_AUTH\nALLOW_\\u202e",
        "Refresh token life": "30 days",
        "Refresh token rotation": "off",
        "Token revocation": "on",
        "Password policy": "at least 12 characters, a digit",
        "Device tracking": "off",
    }
    assert all(setting.known for setting in settings_in_words(EVERYTHING))


@pytest.mark.parametrize("nothing", [None, PoolSettings()])
def test_what_was_not_read_is_not_known(nothing: PoolSettings | None) -> None:
    settings = settings_in_words(nothing)
    assert {setting.value for setting in settings} == {"not known"}
    assert not any(setting.known for setting in settings)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (60, "1 minute"),
        (5400, "90 minutes"),
        (7200, "2 hours"),
        (86400, "1 day"),
        (61, "61 seconds"),
    ],
)
def test_durations(seconds: float, words: str) -> None:
    assert duration(seconds) == words


NO = failure(Origin.CLIENT, "NoCredentialsError", Sent.NO)


def test_what_failed_keeps_what_was_known_before() -> None:
    fresh = PoolSettings(session_validity_s=600.0, device_tracking=None)
    pool_failed = Reading(settings=fresh, failures={DESCRIBE_USER_POOL: NO})
    kept = kept_settings(EVERYTHING, pool_failed)
    assert kept is not None
    assert kept.session_validity_s == 600.0
    assert kept.auth_flows == (), "read now, and empty"
    assert kept.password_policy == EVERYTHING.password_policy
    assert kept.attribute_types == EVERYTHING.attribute_types
    client_failed = Reading(settings=fresh, failures={DESCRIBE_USER_POOL_CLIENT: NO})
    kept = kept_settings(EVERYTHING, client_failed)
    assert kept is not None
    assert (kept.session_validity_s, kept.password_policy) == (180.0, None)
    assert kept_settings(None, pool_failed) == fresh


def test_where_both_failed_nothing_changes() -> None:
    failures = {DESCRIBE_USER_POOL: NO, DESCRIBE_USER_POOL_CLIENT: NO}
    reading = Reading(settings=PoolSettings(), failures=failures)
    assert kept_settings(None, reading) is None
    assert kept_settings(EVERYTHING, reading) is EVERYTHING


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (
            refusal("AccessDeniedException", "User: arn is not authorized"),
            (
                "DescribeUserPool was denied: your AWS identity lacks "
                "cognito-idp:DescribeUserPool for this user pool."
            ),
        ),
        (
            refusal("ResourceNotFoundException", "User pool x\u202e does not exist."),
            (
                "DescribeUserPool was refused (ResourceNotFoundException): "
                "User pool x\\u202e does not exist."
            ),
        ),
        (NO, "DescribeUserPool was not sent (NoCredentialsError): text of NoCredentialsError"),
        (
            failure(Origin.DEADLINE, "DeadlineExceeded", Sent.YES),
            "DescribeUserPool got no answer (DeadlineExceeded): text of DeadlineExceeded",
        ),
    ],
)
def test_a_failure_in_one_sentence(told: Failure, words: str) -> None:
    assert failure_sentence(DESCRIBE_USER_POOL, told) == words


def test_a_secret_in_a_message_is_not_repeated() -> None:
    told = refusal("InvalidParameterException", "bad key AKIAABCDEFGHIJKLMNOP")
    assert "AKIA" not in failure_sentence(DESCRIBE_USER_POOL, told)
