from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.cli.customer_call import customer_call, note_on
from console.core.call import Path
from console.core.diagnosis.occurrence import Occurrence
from console.core.errors import UserFacingError
from console.core.request import SignInRequest

NOW = datetime(2026, 3, 31, 12, 30, tzinfo=UTC)
AROUND = timedelta(minutes=2)
ID = "0f0e0d0c-1111-2222-3333-444455556666"


def told(
    at: str | None = "2026-03-31T12:05Z",
    *,
    ids: tuple[str, ...] = (),
    operation: str | None = None,
    challenge: str | None = None,
    now: datetime = NOW,
    path: Path = Path.ADMIN,
    both: bool = False,
    flow: str = "USER_SRP_AUTH",
) -> Occurrence | None:
    return customer_call(
        at=at,
        request_ids=ids,
        operation=operation,
        challenge=challenge,
        request=SignInRequest(auth_flow=flow, path=path, both_paths=both),
        now=now,
    )


def moment(at: str, now: datetime = NOW) -> datetime:
    found = told(at, now=now)
    assert found is not None
    assert found.ended - found.began == 2 * AROUND
    assert found.began.tzinfo is UTC
    return found.began + AROUND


def test_without_a_time_there_is_nothing_to_search_around() -> None:
    assert told(None) is None
    with pytest.raises(UserFacingError, match="needs --at") as caught:
        told(None, ids=(ID,))
    assert "HH:MM" in caught.value.hint


@pytest.mark.parametrize(
    "text", ["2026-03-31T14:05+02:00", "2026-03-31 12:05Z", "20260331T120500Z", "2026-03-31T12:05Z"]
)
def test_a_time_with_its_offset(text: str) -> None:
    assert moment(text) == datetime(2026, 3, 31, 12, 5, tzinfo=UTC)


@pytest.mark.parametrize("text", ["0:07", "00:07", "12:01"])
def test_an_hour_is_of_today_by_this_machine(text: str) -> None:
    local = datetime(2026, 3, 31, 12, 2).astimezone()
    hour, minute = (int(part) for part in text.split(":"))
    expected = local.replace(hour=hour, minute=minute)
    assert moment(text, local.astimezone(UTC)) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-03-31T12:05", "no offset"),
        ("2026-03-31", "no offset"),
        ("noon", "can be read"),
        ("", "can be read"),
        ("24:00", "can be read"),
        ("12:60", "can be read"),
        ("2026-03-31T12:33Z", "not come yet"),
        ("0001-01-01T00:00+14:00", "can be read"),
        ("9999-12-31T23:59-14:00", "can be read"),
        ("12:05\u202e\x1b", "can be read"),
    ],
)
def test_what_is_no_time_is_told_with_the_forms_that_are(text: str, why: str) -> None:
    with pytest.raises(UserFacingError, match="--at") as caught:
        told(text)
    error = caught.value
    assert why in error.detail
    assert "ISO 8601" in error.hint
    assert not set("\u202e\x1b") & set(error.detail)


def test_a_fast_clock_of_the_customer_is_no_error() -> None:
    assert moment("2026-03-31T12:32Z") == NOW + AROUND


@given(st.text(max_size=40) | st.from_regex(r"[0-9T:+ -]{1,40}"))
def test_any_text_is_a_time_or_a_clear_error(text: str) -> None:
    found: Occurrence | None = None
    with suppress(UserFacingError):
        found = told(text)
    assert found is None or found.began <= NOW


def test_the_calls_are_those_of_the_paths_or_the_one_that_is_named() -> None:
    def operations(**given: object) -> tuple[str, ...]:
        found = told(**given)  # type: ignore[arg-type]  # names of its own
        assert found is not None
        return found.operations

    admin, public = (
        ("AdminInitiateAuth", "AdminRespondToAuthChallenge"),
        (
            "InitiateAuth",
            "RespondToAuthChallenge",
        ),
    )
    assert operations() == admin
    assert operations(path=Path.PUBLIC) == public
    assert operations(both=True) == (*admin, *public)
    assert operations(flow="GetTokensFromRefreshToken") == ("GetTokensFromRefreshToken",)
    assert operations(operation="VerifySoftwareToken") == ("VerifySoftwareToken",)


def test_the_flow_and_the_challenge_say_which_triggers_it_can_have_run() -> None:
    found = told(challenge="CUSTOM_CHALLENGE")
    assert found is not None
    assert (found.auth_flow, found.challenges) == ("USER_SRP_AUTH", ("CUSTOM_CHALLENGE",))


@pytest.mark.parametrize("name", ["", "Initiate Auth", "x" * 200, "a;b", "\u202e"])
def test_what_is_no_operation(name: str) -> None:
    with pytest.raises(UserFacingError, match="--operation"):
        told(operation=name)


def test_request_ids_are_compared_as_the_service_writes_them() -> None:
    found = told(ids=(ID.upper(), "REQ0of0another0service", ID))
    assert found is not None
    assert found.request_ids == {ID, "REQ0of0another0service"}


@pytest.mark.parametrize("text", ["", "an id", f"RequestId: {ID}", "x" * 200, "\u202e"])
def test_what_is_no_request_id(text: str) -> None:
    with pytest.raises(UserFacingError, match="--request-id"):
        told(ids=(text,))


def test_what_no_log_has_any_more_is_said() -> None:
    found = told()
    assert note_on(None, NOW) == note_on(found, NOW + timedelta(days=89)) == ""
    assert "90 days" in note_on(found, NOW + timedelta(days=91))
