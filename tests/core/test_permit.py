"""Permits: effects of calls, and that one is spent once."""

from __future__ import annotations

import threading
from collections.abc import Mapping

import pytest

from console.core.call import (
    ADMIN_GET_USER,
    ADMIN_INITIATE_AUTH,
    ADMIN_RESPOND,
    ASSOCIATE_SOFTWARE_TOKEN,
    CONFIRM_DEVICE,
    GET_CALLER_IDENTITY,
    GET_TOKENS_FROM_REFRESH_TOKEN,
    INITIATE_AUTH,
    REVOKE_TOKEN,
    ApiCall,
    Sent,
)
from console.core.permit import (
    NOT_PERMITTED,
    Denied,
    Effect,
    OpenGuard,
    Permit,
    Wanted,
    effect_of,
    not_permitted,
)
from tests.fakes import START

WANTED = Wanted(
    attempt_id="a1",
    username="alice",
    user_pool_id="eu-west-1_Ab",
    client_id="c",
    operation=ADMIN_INITIATE_AUTH,
    effect=Effect.TRY,
)


@pytest.mark.parametrize(
    ("operation", "params", "effect"),
    [
        (ADMIN_INITIATE_AUTH, {}, Effect.TRY),
        (INITIATE_AUTH, {}, Effect.TRY),
        (ADMIN_RESPOND, {"ChallengeName": "SMS_MFA"}, Effect.TRY),
        (ADMIN_RESPOND, {"ChallengeName": "NEW_PASSWORD_REQUIRED"}, Effect.CHANGE),
        (ADMIN_RESPOND, {"ChallengeName": "MFA_SETUP"}, Effect.CHANGE),
        (ASSOCIATE_SOFTWARE_TOKEN, {}, Effect.CHANGE),
        (CONFIRM_DEVICE, {}, Effect.CHANGE),
        (REVOKE_TOKEN, {}, Effect.SESSION),
        (GET_TOKENS_FROM_REFRESH_TOKEN, {}, Effect.SESSION),
        (ADMIN_GET_USER, {}, Effect.NONE),
        (GET_CALLER_IDENTITY, {}, Effect.NONE),
    ],
)
def test_what_a_call_may_do(operation: str, params: Mapping[str, str], effect: Effect) -> None:
    assert effect_of(ApiCall(operation=operation, params=params)) is effect


def test_an_operation_that_is_new_counts_as_a_try() -> None:
    assert effect_of(ApiCall(operation="AdminDoSomething", params={})) is Effect.TRY


def test_of_many_threads_one_spends_a_permit() -> None:
    permit, start, won = Permit(wanted=WANTED), threading.Barrier(8), []

    def spend() -> None:
        start.wait()
        if permit.spend():
            won.append(1)

    threads = [threading.Thread(target=spend) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert won == [1]


def test_permits_for_the_same_are_equal_and_spent_apart() -> None:
    first, second = Permit(wanted=WANTED), Permit(wanted=WANTED)
    assert first == second
    assert first.spend()
    assert second.spend()


def test_what_was_denied_was_not_sent() -> None:
    failure = not_permitted(Denied(reason="The budget is used up."), START)
    assert (failure.code, failure.record.sent) == (NOT_PERMITTED, Sent.NO)
    assert failure.message == "The budget is used up."


async def test_the_open_guard_permits_what_is_wanted() -> None:
    permit = await OpenGuard().permit(WANTED)
    assert isinstance(permit, Permit)
    assert permit.wanted is WANTED
