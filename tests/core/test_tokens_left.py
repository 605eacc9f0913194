from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from console.core.attempt import Attempt, Plan, Won
from console.core.call import Path, Tokens
from console.core.pool_settings import PoolSettings
from console.core.profile import Profile
from console.core.tokens_left import tokens_left
from tests.fakes import START, FakeClock, profile, request
from tests.jwts import tokens

BEGUN = START.replace(microsecond=0)


def won(*each: Tokens, target: Profile | None = None) -> Attempt:
    attempt = Attempt(
        attempt_id="a", plan=Plan(profile=target or profile(), request=request()), clock=FakeClock()
    )
    attempt.won = [Won(path=Path.ADMIN, tokens=one) for one in each]
    return attempt


def test_nothing_is_left_where_nothing_was_won() -> None:
    assert tokens_left(won(), now=START) is None


def test_cognitos_default_is_assumed_and_said() -> None:
    left = tokens_left(won(tokens()), now=START)
    assert left is not None
    assert left.assumed
    assert left.valid_until == BEGUN + timedelta(days=30)


def test_the_clients_own_life_of_refresh_tokens() -> None:
    known = profile(known=PoolSettings(refresh_validity_s=7200.0))
    left = tokens_left(won(tokens(), target=known), now=START)
    assert left is not None
    assert not left.assumed
    assert left.valid_until == BEGUN + timedelta(hours=2)


@pytest.mark.parametrize("opaque", [False, True])
def test_without_a_refresh_token_the_others_count(opaque: bool) -> None:
    made = replace(tokens(), refresh_token=None)
    if opaque:
        made = replace(made, access_token=None, id_token=None)
    left = tokens_left(won(made), now=START)
    assert left is not None
    assert not left.assumed
    assert left.valid_until is not None
    assert left.valid_until.replace(microsecond=0) == BEGUN + timedelta(hours=1)


def test_of_two_paths_the_later_counts() -> None:
    late = tokens(auth_time=int((BEGUN + timedelta(minutes=5)).timestamp()))
    left = tokens_left(won(tokens(), late), now=START)
    assert left is not None
    assert left.valid_until == BEGUN + timedelta(days=30, minutes=5)
