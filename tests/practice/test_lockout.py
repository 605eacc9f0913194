from __future__ import annotations

import pytest

from console.practice.errors import PracticeError
from console.practice.lockout import Lockout


class _Clock:
    now = 50.0

    def __call__(self) -> float:
        return self.now


def _locked(lockout: Lockout, username: str = "alice") -> bool:
    try:
        lockout.check(username)
    except PracticeError:
        return True
    return False


def _fail(lockout: Lockout, times: int) -> None:
    for _ in range(times):
        lockout.failed("alice")


def test_four_failures_lock_nobody_and_the_fifth_locks_that_user() -> None:
    lockout = Lockout(_Clock())
    _fail(lockout, 4)
    assert not _locked(lockout)
    _fail(lockout, 1)
    with pytest.raises(PracticeError, match="Password attempts exceeded") as caught:
        lockout.check("alice")
    assert caught.value.code == "NotAuthorizedException"
    assert not _locked(lockout, "bob")


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(5, 1), (6, 2), (7, 4), (10, 32), (14, 512), (15, 900), (16, 900), (500, 900)],
)
def test_a_lock_doubles_up_to_a_quarter_of_an_hour(failures: int, seconds: int) -> None:
    clock = _Clock()
    lockout = Lockout(clock)
    _fail(lockout, failures)
    clock.now += seconds - 0.01
    assert _locked(lockout)
    clock.now += 0.01
    assert not _locked(lockout)


def test_a_success_clears_the_account() -> None:
    lockout = Lockout(_Clock())
    _fail(lockout, 4)
    lockout.succeeded("alice")
    _fail(lockout, 4)
    assert not _locked(lockout)
    lockout.succeeded("nobody")


def test_a_quiet_quarter_of_an_hour_clears_it_too() -> None:
    clock = _Clock()
    lockout = Lockout(clock)
    _fail(lockout, 6)
    clock.now += 899
    _fail(lockout, 1)  # the seventh, since the quiet time was not over
    clock.now += 3
    assert _locked(lockout)
    clock.now += 897
    _fail(lockout, 4)
    assert not _locked(lockout)
