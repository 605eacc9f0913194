from __future__ import annotations

from datetime import UTC, datetime

from console.practice.accounts import Account
from console.practice.auth_events import AuthEvents, Proof, Verdict

_AT = datetime(2026, 3, 6, tzinfo=UTC)
_USER = Account(username="u", password="x")


def _begin(events: AuthEvents, client_id: str) -> None:
    events.begin(_USER, client_id=client_id, at=_AT, address="127.0.0.1")


def test_a_note_is_for_the_newest_sign_in_through_that_client() -> None:
    events = AuthEvents()
    _begin(events, "a")
    _begin(events, "b")
    events.note("u", "a", Verdict.PASSED, (Proof.PASSWORD, True))
    newest, oldest = events.of_user("u")
    assert (newest.verdict, oldest.verdict) == (Verdict.GOES_ON, Verdict.PASSED)
    assert oldest.shown == ((Proof.PASSWORD, True),)


def test_what_has_ended_stays_as_it_is() -> None:
    events = AuthEvents()
    _begin(events, "a")
    events.note("u", "a", Verdict.FAILED)
    events.note("u", "a", Verdict.PASSED)
    events.note("nobody", "a", Verdict.PASSED)
    (event,) = events.of_user("u")
    assert event.verdict is Verdict.FAILED


def test_only_the_newest_are_kept_and_repr_hides_the_address() -> None:
    events = AuthEvents()
    for _ in range(1_001):
        _begin(events, "a")
    assert len(events.of_user("u")) == 1_000
    assert "127.0.0.1" not in repr(events.of_user("u")[0])
