from __future__ import annotations

import re

import pytest

from console.practice.calls import Path
from console.practice.errors import PracticeError
from console.practice.sessions import Sessions, Ticket


class _Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def _issue(sessions: Sessions, valid_s: float = 180) -> str:
    ticket = Ticket(
        username="erin",
        client_id="c",
        path=Path.ADMIN,
        flow="USER_AUTH",
        challenge="SMS_MFA",
        code="123456",
    )
    return sessions.issue(ticket, valid_s=valid_s)


def _find(
    sessions: Sessions,
    session: str,
    username: str = "erin",
    challenge: str = "SMS_MFA",
    path: str = "admin",
) -> str | None:
    ticket = sessions.find(
        session, username=username, client_id="c", path=Path(path), challenge=challenge
    )
    return ticket.code


def _reason(sessions: Sessions, session: str, **asked: str) -> str:
    with pytest.raises(PracticeError) as caught:
        _find(sessions, session, **asked)
    assert caught.value.code == "NotAuthorizedException"
    return caught.value.message


def test_sessions_are_long_random_and_keep_the_models_limits() -> None:
    sessions = Sessions(_Clock())
    issued = {_issue(sessions) for _ in range(50)}
    assert len(issued) == 50
    assert all(re.fullmatch(r"AYABe[\w-]{200,4000}", session, re.ASCII) for session in issued)


def test_an_open_session_is_found_until_it_is_spent() -> None:
    sessions = Sessions(_Clock())
    session = _issue(sessions)
    assert _find(sessions, session) == "123456"
    assert _find(sessions, session) == "123456"
    sessions.spend(session)
    assert _reason(sessions, session) == (
        "Invalid session for the user, session can only be used once."
    )


def test_a_session_expires_at_its_time_not_before() -> None:
    clock = _Clock()
    sessions = Sessions(clock)
    session = _issue(sessions, valid_s=180)
    clock.now = 179.9
    assert _find(sessions, session) == "123456"
    clock.now = 180.0
    assert _reason(sessions, session) == "Invalid session for the user, session is expired."


@pytest.mark.parametrize(
    "asked",
    [{"username": "dave"}, {"challenge": "SOFTWARE_TOKEN_MFA"}, {"path": "public"}],
    ids=["user", "challenge", "path"],
)
def test_a_foreign_session_is_invalid(asked: dict[str, str]) -> None:
    sessions = Sessions(_Clock())
    session = _issue(sessions)
    assert _reason(sessions, session, **asked) == "Invalid session for the user."
    assert _find(sessions, session) == "123456"  # and stays good for its own


def test_an_unknown_session_is_invalid() -> None:
    assert _reason(Sessions(_Clock()), "x" * 40) == "Invalid session for the user."


def test_memory_is_bounded_and_the_oldest_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.practice.sessions._KEPT", 3)
    sessions = Sessions(_Clock())
    first, *rest = [_issue(sessions) for _ in range(4)]
    assert _reason(sessions, first) == "Invalid session for the user."
    assert [_find(sessions, session) for session in rest] == ["123456"] * 3


def test_repr_of_a_ticket_hides_the_code() -> None:
    sessions = Sessions(_Clock())
    ticket = sessions.find_step(_issue(sessions), challenge="SMS_MFA")
    assert "123456" not in repr(ticket)


def test_a_call_without_a_user_finds_its_session_by_the_step_alone() -> None:
    sessions = Sessions(_Clock())
    session = _issue(sessions)
    assert sessions.challenge_of(session) == "SMS_MFA"
    assert sessions.challenge_of("x" * 40) is None
    assert sessions.find_step(session, challenge="SMS_MFA").code == "123456"
    for asked, step in ((session, "MFA_SETUP"), ("x" * 40, "SMS_MFA")):
        with pytest.raises(PracticeError, match=r"^\w+: Invalid session for the user\.$"):
            sessions.find_step(asked, challenge=step)
    sessions.spend(session)
    with pytest.raises(PracticeError, match="only be used once"):
        sessions.find_step(session, challenge="SMS_MFA")
