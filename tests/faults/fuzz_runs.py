"""Mutated replies, met by the real core over real connections, and what must hold for each."""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from console.core.attempt import Attempt, Plan
from console.core.call import Sent
from console.core.conversation.flows import AuthFlow
from console.core.profile import Profile
from console.core.record import AttemptRecord, Outcome
from console.core.request import SignInRequest
from console.core.secret import Secret
from tests.faults.attempts import Bench, OneCode, open_bench
from tests.faults.mutations import mutated
from tests.faults.network_faults import ASKED, SIGNED_IN
from tests.faults.staging import PATIENT
from tests.faults.verdicts import Verdict, verdict
from tests.services.fault_server import Connection, FaultServer
from tests.services.lab import practice

_AT_ONCE: Final = 8
_MORE: Final = getattr(socket, "MSG_MORE", 0)
_ENDS: Final = frozenset(Outcome) - {Outcome.CANCELLED, Outcome.NOT_SENT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One mutated reply, to the first request or to the second."""

    reply: bytes
    second: bool
    flow: AuthFlow


@dataclass(slots=True, kw_only=True)
class Tally:
    """What a run gave; `wrong` names every case in which something did not hold."""

    outcomes: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


class _Lane:
    """A server that meets one case after another; it ends the connection with the reply."""

    def __init__(self) -> None:
        self.case: Case | None = None
        self.asked = 0

    def begin(self, case: Case) -> None:
        self.case, self.asked = case, 0

    def __call__(self, connection: Connection) -> None:
        while connection.read_request() is not None:
            case = self.case
            assert case is not None
            self.asked += 1
            if self.asked == (2 if case.second else 1):
                _last(connection.sock, case.reply)
                return
            if self.asked > 2:
                _last(connection.sock, SIGNED_IN)
                return
            connection.send(ASKED if case.second else SIGNED_IN)


def _last(sock: socket.socket, reply: bytes) -> None:
    """The reply and the end in one piece: else the next request could go out in between."""
    with contextlib.suppress(OSError):
        sock.sendall(reply, _MORE)
        sock.shutdown(socket.SHUT_WR)


def cases(count: int, seed: int) -> list[Case]:
    """The same ones for the same seed."""
    dice = random.Random(seed)  # noqa: S311 - a seed, so that a failure can be had again
    flows = (AuthFlow.ADMIN_USER_PASSWORD_AUTH, AuthFlow.USER_SRP_AUTH)
    return [
        Case(reply=mutated(dice), second=dice.random() < 0.2, flow=dice.choice(flows))
        for _ in range(count)
    ]


async def meet_all(given: list[Case]) -> Tally:
    """One attempt for each case, some at the same time."""
    tally, todo = Tally(), deque(enumerate(given))
    with open_bench() as bench:
        async with asyncio.TaskGroup() as group:
            for _ in range(_AT_ONCE):
                group.create_task(_work(bench, todo, tally))
    return tally


async def _work(bench: Bench, todo: deque[tuple[int, Case]], tally: Tally) -> None:
    lane = _Lane()
    with FaultServer(lane) as server:
        profile = practice(server.url, **PATIENT)
        while todo:
            number, case = todo.popleft()
            lane.begin(case)
            for text in await _meet(bench, profile, case, lane, tally):
                tally.wrong.append(f"{number}: {text} for {case}")


async def _meet(bench: Bench, profile: Profile, case: Case, lane: _Lane, tally: Tally) -> list[str]:
    request = SignInRequest(
        auth_flow=case.flow,
        username="alice",
        parameters={"PASSWORD": Secret("Canary-Meadow-41!")},
    )
    attempt = bench.runner.prepare(Plan(profile=profile, request=request))
    try:
        record = await bench.runner.run(attempt, OneCode())
    except Exception as error:  # noqa: BLE001 - that there is none is what is tested
        return [repr(error)]
    tally.outcomes[str(record.outcome)] += 1
    return list(broken_rules(attempt, record, verdict(case.reply), lane.asked))


def broken_rules(
    attempt: Attempt, record: AttemptRecord, believable: Verdict, asked: int
) -> Iterator[str]:
    """Sentences on what does not hold."""
    left = sum(step.sent is not Sent.NO for step in record.steps)
    # Fewer are no fault: the server ends its connections unannounced, and one may get lost in that.
    if asked > left or any(step.wire_tries > 1 for step in record.steps):
        yield f"{asked} requests in {left} steps"
    if record.outcome not in _ENDS:
        yield f"the outcome is {record.outcome}"
    won = {
        token.reveal()
        for each in attempt.won
        for token in (each.tokens.access_token, each.tokens.id_token)
        if token is not None
    }
    # Later requests are answered with right tokens, so that these are no success of the case.
    if not won <= believable.tokens | {"access.canary.token", "id.canary.token"}:
        yield "tokens that no whole reply held"
    if left == 1 and record.outcome is Outcome.SIGNED_IN and not believable.tokens:
        yield "a false success"
    if left == 1 and record.challenges and not believable.challenge:
        yield "a false challenge"
    if record.outcome is Outcome.FAILED and not believable.refusal:
        yield "a false refusal"
    if record.outcome is Outcome.SIGNED_IN and not won:
        yield "a success without tokens"
