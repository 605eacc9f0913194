from __future__ import annotations

from datetime import UTC, datetime, timedelta

from console.practice.accounts import Account, Past
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
    newest, oldest = events.of_user(_USER, _AT)
    assert (newest.verdict, oldest.verdict) == (Verdict.GOES_ON, Verdict.PASSED)
    assert oldest.shown == ((Proof.PASSWORD, True),)


def test_what_has_ended_stays_as_it_is() -> None:
    events = AuthEvents()
    _begin(events, "a")
    events.note("u", "a", Verdict.FAILED)
    events.note("u", "a", Verdict.PASSED)
    events.note("nobody", "a", Verdict.PASSED)
    (event,) = events.of_user(_USER, _AT)
    assert event.verdict is Verdict.FAILED


def test_only_the_newest_are_kept_and_repr_hides_the_address() -> None:
    events = AuthEvents()
    for _ in range(1_001):
        _begin(events, "a")
    assert len(events.of_user(_USER, _AT)) == 1_000
    assert "127.0.0.1" not in repr(events.of_user(_USER, _AT)[0])


def test_a_seeded_history_stays_as_old_as_it_is_among_what_happens() -> None:
    user = Account(
        username="u",
        password="x",
        history=(Past(minutes_ago=2, right=True), Past(minutes_ago=9, right=False)),
    )
    events = AuthEvents()
    _begin(events, "a")
    now = _AT + timedelta(minutes=5)
    newer, own, older = events.of_user(user, now)
    assert (newer.verdict, newer.shown) == (Verdict.PASSED, ((Proof.PASSWORD, True),))
    assert (older.verdict, older.shown) == (Verdict.FAILED, ((Proof.PASSWORD, False),))
    assert newer.at == now - timedelta(minutes=2)
    assert (own.at, own.verdict) == (_AT, Verdict.GOES_ON)
    assert [event.id for event in events.of_user(user, now)][::2] == [newer.id, older.id]
    assert [event.at for event in events.of_user(user, now + timedelta(hours=1))][-1] == _AT
