"""`signin-console doctor`: whether this workstation can do its work, check by check."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable

from console.cli.crashes import on_loop_error
from console.cli.interrupts import Interrupts
from console.cli.output import OutputLostError, print_json, print_line, say, say_error
from console.core.diagnosis.connection_check import ConnectionCheck
from console.core.doctor.address import is_region
from console.core.doctor.examination import Examination, Subject
from console.core.doctor.names import NAMES
from console.core.doctor.report import to_json, to_lines
from console.core.errors import UserFacingError
from console.core.profile import Profile
from console.core.text import visible
from console.wiring import classifier, data_directory, stored_profiles, workstation

_DONE, _INTERRUPTED = 0, 3
_SHOWN = 80


def doctor(options: argparse.Namespace) -> int:
    """Makes the checks once. A check that fails is a result: the status is 0 all the same."""
    if options.region is not None and not is_region(options.region):
        raise UserFacingError(
            "The region is not understood.",
            f"--region says {visible(options.region, _SHOWN)}.",
            "A region looks like eu-west-1.",
        )
    with Interrupts() as interrupts:
        try:
            return asyncio.run(_doctor(options, interrupts))
        except asyncio.CancelledError:
            raise KeyboardInterrupt from None


async def _doctor(options: argparse.Namespace, interrupts: Interrupts) -> int:
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    loop.set_exception_handler(on_loop_error)
    if task is not None:
        cancel = task.cancel
        interrupts.action = lambda: loop.call_soon_threadsafe(cancel)
    lines = _Lines(shown=not options.json)
    examination = Examination(
        workstation(data_directory(options.data_dir)),
        Subject(profile=await _profile(options), region=options.region),
        explain=classifier,
        on_check=lines.add,
    )
    lines.on_lost = examination.stop
    interrupts.action = lambda: loop.call_soon_threadsafe(examination.stop)
    found = await examination.run()
    interrupts.ignore()
    error = _interrupted() if examination.stopped else None
    if lines.lost is not None:
        raise lines.lost
    if options.json:
        print_json({**to_json(found), **({} if error is None else {"error": error.to_json()})})
    if error is not None:
        say_error(error)
        return _INTERRUPTED
    return _DONE


async def _profile(options: argparse.Namespace) -> Profile | None:
    """The console's own profile of that name."""
    if options.profile is None:
        return None
    stored = await stored_profiles(data_directory(options.data_dir))
    if stored.problem is not None:
        say(stored.problem)
    found = [each for each in stored.profiles if options.profile in (each.name, each.profile_id)]
    if len(found) == 1:
        return found[0]
    names = ", ".join(visible(each.name, _SHOWN) for each in stored.profiles[:20])
    asked = visible(options.profile, _SHOWN)
    raise UserFacingError(
        f"There is no profile “{asked}”." if not found else f"Several profiles are “{asked}”.",
        f"The data directory has: {names}." if names else "The data directory has no profiles.",
        "Name one of those, or none: then AWS’s own configuration is checked.",
    )


def _interrupted() -> UserFacingError:
    return UserFacingError("Interrupted.", "", "The checks that had ended are shown.")


class _Lines:
    """Prints checks as they end, in their order, while somebody reads them."""

    def __init__(self, *, shown: bool = True) -> None:
        self._shown = shown
        self._waiting: dict[str, ConnectionCheck] = {}
        self._next = 0
        self.lost: OutputLostError | None = None
        self.on_lost: Callable[[], object] = lambda: None

    def add(self, told: ConnectionCheck) -> None:
        """One has ended. Where it cannot be written, that is kept in `lost`."""
        self._waiting[told.name] = told
        if not self._shown or self.lost is not None:
            return
        try:
            self._print_ended()
        except OutputLostError as error:
            self.lost = error
            self.on_lost()

    def _print_ended(self) -> None:
        while self._next < len(NAMES) and NAMES[self._next] in self._waiting:
            for line in to_lines(self._waiting[NAMES[self._next]]):
                print_line(line)
            self._next += 1
