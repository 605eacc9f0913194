"""Processes that write to one journal and are killed with no warning, many a second.

Run as a program it starts them by fork, so that each costs some milliseconds; of each it knows
what the journal acknowledged, and at the end it looks whether all that is there.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from console.core.record import Outcome
from tests.services.attempts import event, journal_in, looked_into, record

ROOT = Path(__file__).parents[2]
_EVENTS = 5  # an attempt
_BEFORE_REOPENED = 2  # attempts


def kill_rounds(directory: Path, rounds: int, seed: int) -> dict[str, int]:
    """So many kills in a process of its own; what was acknowledged, and what of it is lost."""
    command = [sys.executable, "-m", "tests.services.kill_rounds", str(directory), str(rounds)]
    done = subprocess.run(
        [*command, str(seed)], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    found: dict[str, int] = json.loads(done.stdout)
    return found


async def _write(directory: Path, name: str, acknowledged: int) -> None:
    """Without end. Number 0 is the intent, the last one is the end."""
    attempts = 0
    while True:
        journal = journal_in(directory)
        for _ in range(_BEFORE_REOPENED):
            attempt = record(f"{name}-{attempts}", minute=attempts)
            events = [event(seq) for seq in range(1, _EVENTS + 1)]
            await journal.begin(attempt)
            os.write(acknowledged, f"{attempt.attempt_id} 0\n".encode())
            for each in events:
                await journal.append(attempt.attempt_id, [each])
                os.write(acknowledged, f"{attempt.attempt_id} {each.seq}\n".encode())
            await journal.finish(
                replace(attempt, outcome=Outcome.FAILED, events=tuple(events), challenges=("X",))
            )
            os.write(acknowledged, f"{attempt.attempt_id} {_EVENTS + 1}\n".encode())
            attempts += 1
        journal.close()


def _round(directory: Path, name: str, chance: random.Random) -> dict[str, int]:
    """One process, killed at a random moment; the last number acknowledged of each attempt."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        asyncio.run(_write(directory, name, writing))
        os._exit(0)
    os.close(writing)
    with open(reading, "rb", buffering=0) as acknowledged:  # noqa: PTH123  # a pipe
        said = b""
        for _ in range(chance.randrange(0, 10)):
            said += acknowledged.read(64)
        time.sleep(chance.random() * 0.008)  # into the middle of whatever comes next
        os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
            raise AssertionError("it ended by itself")
        said += acknowledged.read(1 << 20)
    lines = [line.split() for line in said.decode().splitlines()]
    return {attempt_id: int(number) for attempt_id, number in lines}


async def _lost(directory: Path, acknowledged: dict[str, int]) -> int:
    """Of what was acknowledged, how much cannot be read back."""
    lost = 0
    journal = journal_in(directory)
    for attempt_id, number in acknowledged.items():
        kept = await journal.load(attempt_id)
        events = min(number, _EVENTS)
        lost += [each.seq for each in kept.events][:events] != list(range(1, events + 1))
        lost += number > _EVENTS and kept.outcome is not Outcome.FAILED
    journal.close()
    return lost


def _main(directory: Path, rounds: int, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # for moments, not for secrets
    acknowledged: dict[str, int] = {}
    import apsw  # noqa: F401  # so that no child has to load it

    for number in range(rounds):
        acknowledged.update(_round(directory, f"k{number}", chance))
    lost = asyncio.run(_lost(directory, acknowledged))
    with contextlib.closing(looked_into(directory)) as beside:
        sound = beside.rows("PRAGMA integrity_check") == [("ok",)]
    found = {
        "rounds": rounds,
        "acknowledged": sum(number + 1 for number in acknowledged.values()),
        "lost": lost,
        "damaged": len(list(directory.glob("*.broken*"))) + (not sound),
    }
    print(json.dumps(found))  # noqa: T201  # the result


if __name__ == "__main__":
    _main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
