"""Every fault of the table, staged and met by the real core: each column, and what always holds."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from console.core.call import Reply
from console.core.events import EventKind
from console.core.secret import Secret
from console.services.gateways import CognitoGateway
from tests.faults.attempts import Seen, attempt_into, open_bench
from tests.faults.counting import CountingProxy
from tests.faults.network_faults import RELEASE, two_in_one
from tests.faults.registry import FAMILIES, STAGES
from tests.faults.staging import Workshop
from tests.faults.table import Row, document, page, rows
from tests.services.fault_server import FaultServer
from tests.services.lab import open_gateways, permitted, practice, replied, sign_in

# The end of the connection and the next request cross on a busy machine.
_MAY_END_AS = {"used-connection-closed": "used-connection-closed-late"}
_AT_ONCE = 12


def test_the_table_and_the_stages_name_the_same_faults() -> None:
    names = [row.fault for row in rows()]
    assert len(names) == len(set(names)) >= 60
    assert names == list(STAGES)
    assert sum(map(len, FAMILIES.values())) == len(STAGES)


def test_the_page_is_that_of_the_table() -> None:
    assert document().read_text(encoding="utf-8") == page(), "make docs writes it anew"


def test_what_left_is_never_not_sent_and_what_did_not_is_never_unknown() -> None:
    for row in rows():
        if row.sent == "no":
            assert (row.outcome, row.requests) == ("not_sent", "0"), row
        elif row.fault != "keys-expired":  # turned away at the door of AWS, as the reason says
            assert row.outcome in ("unknown", "failed", "signed_in"), row


def test_no_next_step_invites_a_blind_repeat_of_what_may_have_counted() -> None:
    for row in rows():
        if row.outcome == "unknown":
            assert not row.next_step.startswith(("Try again", "Wait some seconds")), row


async def test_every_fault_gives_what_the_table_says(shop: Workshop) -> None:
    seen: dict[str, Seen] = {}
    room = asyncio.Semaphore(_AT_ONCE)
    with open_bench() as bench:

        async def meet(name: str) -> None:
            async with room:
                seen[name] = await attempt_into(bench, STAGES[name], shop)

        hanging_first = sorted(STAGES, key=lambda name: not STAGES[name].hangs)
        async with asyncio.TaskGroup() as group:
            for name in hanging_first:
                group.create_task(meet(name))
        RELEASE.set()
    wrong = [text for row in rows() for text in wrong_in(row, seen[row.fault])]
    assert not wrong, "\n".join(wrong)
    assert [skew(seen[name]) for name in ("clock-slow", "clock-fast", "clock-off-signed-in")] == [
        -5.0,
        5.0,
        -5.0,
    ]


async def test_an_answer_that_nobody_asked_for_answers_nothing() -> None:
    with (
        FaultServer(two_in_one) as server,
        CountingProxy(server.port) as counter,
        open_gateways() as gateways,
    ):
        gateway = gateways.open(practice(f"http://127.0.0.1:{counter.port}"))
        for number in range(20):
            assert (await answered(gateway)).challenge_name == "SMS_MFA", number
            second = await answered(gateway)
            assert second.tokens is not None
            assert second.tokens.access_token == Secret("access.canary.token")
    assert counter.requests == 40


def wrong_in(row: Row, seen: Seen) -> list[str]:
    """What differs from the row, and from the one that it may end as where two ends race."""
    wrong = list(differences(row, seen))
    other = next((each for each in rows() if each.fault == _MAY_END_AS.get(row.fault)), None)
    return wrong if other is None or list(differences(other, seen)) else []


def differences(row: Row, seen: Seen) -> Iterator[str]:
    """Where an attempt differs from its row, and where it breaks what holds for every one."""
    if seen.sent not in row.sent.split(" or "):  # a race between two writers may end in two ways
        yield f"{row.fault}: sent is {seen.sent!r}, not {row.sent!r}"
    for name in ("outcome", "classification", "next_step", "requests"):
        if getattr(row, name) != str(getattr(seen, name)):
            yield f"{row.fault}: {name} is {getattr(seen, name)!r}, not {getattr(row, name)!r}"
    steps = len(seen.record.steps)
    if not seen.requests <= seen.steps_that_left <= steps or seen.connections > steps:
        yield (
            f"{row.fault}: {seen.requests} requests and {seen.connections} connections in "
            f"{steps} steps"
        )
    if any(step.wire_tries != 1 for step in seen.record.steps):
        yield f"{row.fault}: a step of more than one try"
    if "Canary" in str([event.to_json() for event in seen.record.events]):
        yield f"{row.fault}: the password is on the timeline"


def skew(seen: Seen) -> float:
    """What the timeline says of the clock, in whole hours."""
    (event,) = [each for each in seen.record.events if each.kind is EventKind.CLOCK_SKEW]
    return round((event.number("skew_s") or 0.0) / 3600, 1)


async def answered(gateway: CognitoGateway) -> Reply:
    return replied(await gateway.begin(*permitted(sign_in())).result())
