from __future__ import annotations

import pytest

from tests.core.diagnosis.rules.refusals import first, found, lacking, refused
from tests.core.diagnosis.situations import situation

HIDES = {"hides_users": True}
STATES = {
    "UNCONFIRMED": "user_unconfirmed",
    "EXTERNAL_PROVIDER": "external_provider",
    "ARCHIVED": "user_archived",
    "COMPROMISED": "user_compromised",
    "RESET_REQUIRED": "password_reset_required",
}


@pytest.mark.parametrize(("status", "cause"), STATES.items())
def test_a_state_is_told_beforehand_and_decided_by_the_look_at_the_user(
    status: str, cause: str
) -> None:
    asked = situation(user={"status": status})
    assert first(asked) == (cause, True)
    assert first(lacking(asked, "AdminGetUser")) == (cause, False)
    assert found(situation(), cause) is None
    assert found(refused(asked, "NA03"), cause) is None


@pytest.mark.parametrize(
    ("entry", "cause"),
    [
        ("NA02", "user_disabled"),
        ("UC01", "user_unconfirmed"),
        ("PR01", "password_reset_required"),
    ],
)
def test_cognito_s_own_words_need_no_look(entry: str, cause: str) -> None:
    asked = lacking(refused(situation(user=None), entry), "AdminGetUser")
    assert first(asked) == (cause, True)


def test_a_disabled_user() -> None:
    asked = situation(user={"enabled": False})
    assert first(asked) == first(refused(asked, "NA01")) == ("user_disabled", True)
    assert found(situation(), "user_disabled") is None


def test_a_due_reset_reads_like_a_wrong_password_where_users_are_hidden() -> None:
    hidden = situation(user={"status": "RESET_REQUIRED"}, client=HIDES)
    assert first(hidden) == first(refused(hidden, "NA01")) == ("imported_reset_required", True)
    assert found(hidden, "password_reset_required") is None
    plain = situation(user={"status": "RESET_REQUIRED"})
    assert first(refused(plain, "NA01")) == ("password_reset_required", True)
    assert first(refused(plain, "PR01")) == ("password_reset_required", True)
    assert first(refused(plain, "IP21")) == ("password_reset_required", True)


def test_a_federated_user_has_no_password_to_be_wrong() -> None:
    asked = refused(situation(user={"status": "EXTERNAL_PROVIDER"}), "NA01")
    assert first(asked) == ("external_provider", True)
    assert found(asked, "wrong_password") is None
