"""Cancels at random moments over a mix of faults: how soon they work, and what they leave."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from console.core.attempt import Attempt
from console.core.call import Sent
from console.core.events import EventKind
from console.core.record import Outcome
from tests.faults.attempts import Bench, OneCode
from tests.faults.network_faults import RELEASE
from tests.faults.registry import STAGES
from tests.faults.staging import Scene, Workshop

MIX: Final = (
    "name-look-up-hangs",
    "connection-unanswered",
    "tls-handshake-hangs",
    "tls-handshake-drips",
    "proxy-tunnel-hangs",
    "proxy-tunnel-without-tls",
    "silent-after-request",
    "used-connection-silent",
    "header-drips",
    "body-drips",
    "body-stops",
    "reset-in-body",
    "used-connection-closed",
    "used-connection-reset",
    "portal-302",
    "internal-error",
    "gzip",
    "body-huge",
    "tls-good",
    "proxy-tunnel-good",
)
SEEN_WITHIN_S: Final = 0.5
_CONNECTED: Final = ("tls", "proxy", "send", "wait", "read")
_SYN_SENT: Final = "02"


@dataclass(slots=True, kw_only=True)
class Tally:
    """Milliseconds by phase: until the attempt had ended, and until the server saw the end."""

    outcomes: Counter[str] = field(default_factory=Counter)
    ended_ms: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    seen_ms: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """A line a phase."""
        return [
            f"  {phase}: {len(times)} cancels, ended after {sum(times) / len(times):.1f} ms"
            f" (at most {max(times):.0f})"
            + (f", seen after at most {max(seen):.0f} ms" if (seen := self.seen_ms[phase]) else "")
            for phase, times in sorted(self.ended_ms.items())
        ]


async def cancel_many(bench: Bench, shop: Workshop, count: int, seed: int) -> Tally:
    """So many cancels, spread over the mix; the faults of the mix run side by side."""
    tally = Tally()
    share, rest = divmod(count, len(MIX))
    with contextlib.ExitStack() as stack:
        scenes = {name: stack.enter_context(STAGES[name].opened(shop)) for name in MIX}
        for scene in scenes.values():
            await bench.warm(scene)
        async with asyncio.TaskGroup() as group:
            for number, name in enumerate(MIX):
                dice = random.Random(f"{seed} {name}")  # noqa: S311 - the same in every run
                lane = _Lane(bench, name, scenes[name], dice, tally)
                group.create_task(lane.run(share + (number < rest)))
        RELEASE.set()
        await _good_after_all(bench, scenes["tls-good"], tally)
    return tally


async def _good_after_all(bench: Bench, scene: Scene, tally: Tally) -> None:
    record = await bench.runner.run(bench.prepare(STAGES["tls-good"], scene), OneCode())
    if record.outcome is not Outcome.SIGNED_IN:
        tally.wrong.append(f"after all of it a good sign-in is {record.outcome}")


class _Lane:
    """One fault, one attempt after another, each cancelled at a random moment."""

    def __init__(
        self, bench: Bench, name: str, scene: Scene, dice: random.Random, tally: Tally
    ) -> None:
        self._bench = bench
        self._name = name
        self._scene = scene
        self._dice = dice
        self._tally = tally
        self._left = 0
        self._port = urlsplit(scene.profile.endpoint_url or "").port or 0
        self._syn_before = syn_sent_to(self._port)  # the stage itself fills the backlog

    async def run(self, count: int) -> None:
        for _ in range(count):
            await self._one()
        if self._scene.requests() > self._left:
            self._say(f"{self._scene.requests()} requests in {self._left} steps")

    async def _one(self) -> None:
        attempt = self._bench.prepare(STAGES[self._name], self._scene)
        delay_s = self._dice.choice((0.0, self._dice.random() * 0.01, self._dice.random() * 0.08))
        cancelled_at: list[float] = []
        running = asyncio.get_running_loop().create_task(
            self._bench.runner.run(attempt, OneCode()), name=self._name
        )

        def cancel(hard: bool) -> None:
            cancelled_at.append(time.monotonic())
            if hard:  # as a closed tab does
                running.cancel()
            attempt.cancel()

        hard = self._dice.random() < 0.2
        timer = asyncio.get_running_loop().call_later(delay_s, cancel, hard)
        with contextlib.suppress(asyncio.CancelledError):
            await running
        ended_at = time.monotonic()
        timer.cancel()
        self._judge(attempt, hard=running.cancelled())
        if cancelled_at and cancelled_at[0] < ended_at:
            await self._time(attempt, cancelled_at[0], ended_at)

    def _judge(self, attempt: Attempt, *, hard: bool) -> None:
        steps = attempt.steps
        self._left += sum(step.sent is not Sent.NO for step in steps)
        if hard:  # the step under way was not noted any more
            self._left += 1
        if any(step.wire_tries > 1 for step in steps):
            self._say("a step of more than one try")
        outcome = attempt.outcome
        if outcome is None and not hard:
            self._say("no outcome")
        self._tally.outcomes[str(outcome or "task cancelled")] += 1

    async def _time(self, attempt: Attempt, cancelled_at: float, ended_at: float) -> None:
        phase = stopped_in(attempt)
        if phase is None:
            return
        self._tally.ended_ms[phase].append((ended_at - cancelled_at) * 1000)
        if phase == "connect":
            await self._until_no_syn()
        counter = self._scene.counter
        if phase not in _CONNECTED or counter is None:
            return
        left_s = SEEN_WITHIN_S - (time.monotonic() - cancelled_at)
        if await asyncio.to_thread(counter.wait_gone, counter.connections, max(0.0, left_s)):
            self._tally.seen_ms[phase].append((counter.gone[-1] - cancelled_at) * 1000)
        else:
            self._say(f"the server did not see the end in {phase}")

    async def _until_no_syn(self) -> None:
        """A connection that was never made is seen by nobody: the system must have let it go."""
        end = time.monotonic() + SEEN_WITHIN_S
        while syn_sent_to(self._port) > self._syn_before:
            if time.monotonic() > end:
                self._say("the connection is still being made")
                return
            await asyncio.sleep(0.005)

    def _say(self, text: str) -> None:
        self._tally.wrong.append(f"{self._name}: {text}")


def stopped_in(attempt: Attempt) -> str | None:
    """The phase in which the last try was stopped, if it was."""
    tries = [event for event in attempt.timeline.events if event.kind is EventKind.WIRE_TRY]
    error = tries[-1].text("error") if tries else ""
    return error.rpartition(" ")[2] if error.startswith("CallStoppedError in ") else None


def syn_sent_to(port: int) -> int:
    """How many of this machine's connections to `port` are being made; 0 where it is not told."""
    table = Path("/proc/net/tcp")
    if not table.exists():
        return 0
    rows = [line.split() for line in table.read_text().splitlines()[1:]]
    return sum(row[2].endswith(f":{port:04X}") and row[3] == _SYN_SENT for row in rows)
