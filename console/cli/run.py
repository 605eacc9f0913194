"""`signin-console run`: one attempt from a recipe, its exports, and its exit status."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from console.cases.write import Written, check_target
from console.cli.answers import RecipeAnswerer
from console.cli.crashes import on_loop_error
from console.cli.interrupts import Interrupts
from console.cli.output import print_json, print_line, say, say_error
from console.cli.prompt import TerminalPrompt
from console.cli.recipe import AfterRecipe, Recipe, read_recipe
from console.cli.references import Resolver
from console.cli.report import lines, result_json
from console.cli.run_after import Following
from console.cli.run_plan import make_plan
from console.cli.seed_codes import SeedCodes
from console.core.attempt import Attempt, Plan
from console.core.conversation.challenges import MFA_SETUP
from console.core.errors import UserFacingError
from console.core.events import Event
from console.core.history import JournalState, Keeping
from console.core.record import AttemptRecord, Outcome, outcome_of
from console.core.telling import MARKS, tell
from console.wiring import Services, build, data_directory

_STATUSES = {
    Outcome.SIGNED_IN: 0,
    Outcome.FAILED: 1,
    Outcome.ABANDONED: 1,
    Outcome.CANCELLED: 3,
    Outcome.UNKNOWN: 3,
    Outcome.NOT_SENT: 4,
}
USAGE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ended:
    """What became of the run: the record, and what went wrong beside it."""

    record: AttemptRecord
    status: int
    error: UserFacingError | None
    exports: tuple[Written, ...]


def run(options: argparse.Namespace) -> int:
    """Runs the recipe once; the status is that of the public interface."""
    recipe = read_recipe(Path(options.recipe))
    exports = tuple(Path(name) for name in options.export)
    for number, path in enumerate(exports):
        check_target(path, force=options.force)
        if path in exports[:number]:
            raise UserFacingError(
                "An export is named twice.", f"{path} can hold one case.", "Name each file once."
            )
    with Interrupts() as interrupts:
        try:
            ended = asyncio.run(_run(recipe, options, exports, interrupts))
        except asyncio.CancelledError:
            raise KeyboardInterrupt from None
        _print(ended, as_json=options.json)
    return ended.status


def _print(ended: _Ended, *, as_json: bool) -> None:
    if as_json:
        print_json(result_json(ended.record, ended.exports, ended.error))
    else:
        for line in lines(ended.record, ended.exports):
            print_line(line)
    if ended.error is not None:
        say_error(ended.error)


async def _run(
    recipe: Recipe,
    options: argparse.Namespace,
    exports: tuple[Path, ...],
    interrupts: Interrupts,
) -> _Ended:
    asyncio.get_running_loop().set_exception_handler(on_loop_error)
    interrupts.action = _stopper(asyncio.current_task())
    services = build(data_directory(options.data_dir), not_kept=_once())
    try:
        prompt = TerminalPrompt()
        resolver = Resolver(services.vault, prompt)
        plan = await make_plan(
            recipe, options.ticket, resolver=resolver, vault=services.vault, clock=services.clock
        )
        answerer = RecipeAnswerer(
            answers=recipe.answers,
            resolver=resolver,
            prompt=prompt,
            codes=SeedCodes(services.clock),
            outbox=services.outbox(recipe.profile),
            username=recipe.request.username,
        )
        attempt = await _attempt(services, plan, answerer, recipe.after, interrupts)
        _say_how_kept(services.journal.state())
        return await _ended(
            services, attempt, answerer, exports, force=options.force, names=options.names
        )
    finally:
        interrupts.ignore()
        await asyncio.to_thread(services.close)


def _once() -> Callable[[UserFacingError], None]:
    """Says each problem of the journal once, however many of an attempt's writes it meets."""
    told: set[tuple[str, str]] = set()

    def tell(error: UserFacingError) -> None:
        if (words := (error.title, error.detail)) not in told:
            told.add(words)
            say_error(error)

    return tell


def _say_how_kept(state: JournalState) -> None:
    if state.keeping is Keeping.PLAIN:
        say(f"note: {state.reason}")


def _stopper(task: asyncio.Task[_Ended] | None) -> Callable[[], object]:
    loop = asyncio.get_running_loop()
    # From a signal handler, so the loop has to be woken.
    return lambda: loop.call_soon_threadsafe(task.cancel) if task is not None else None


async def _attempt(
    services: Services,
    plan: Plan,
    answerer: RecipeAnswerer,
    wishes: AfterRecipe,
    interrupts: Interrupts,
) -> Attempt:
    """The attempt, ended, and what followed a sign-in."""
    attempt = services.runner.prepare(plan)
    attempt.timeline.subscribe(_narrate)
    loop = asyncio.get_running_loop()
    interrupts.action = lambda: loop.call_soon_threadsafe(attempt.cancel)
    await services.runner.run(attempt, answerer)
    aftermath = services.runner.aftermath(attempt)
    if aftermath is not None:
        following = Following(
            attempt=attempt, aftermath=aftermath, wishes=wishes, vault=services.vault
        )
        interrupts.action = lambda: loop.call_soon_threadsafe(following.stop)
        await following.follow()
        if following.stopped:
            await _keep(services, attempt.record())
    interrupts.ignore()  # what was sent is told and exported, whatever comes
    return attempt


async def _keep(services: Services, record: AttemptRecord) -> None:
    """What an interrupt kept from the journal."""
    try:
        await services.journal.finish(record)
    except UserFacingError as error:
        say_error(error)


async def _ended(
    services: Services,
    attempt: Attempt,
    answerer: RecipeAnswerer,
    exports: tuple[Path, ...],
    *,
    force: bool,
    names: bool,
) -> _Ended:
    record = attempt.record()
    error: UserFacingError | None = None
    status = _STATUSES[outcome_of(record)]
    if attempt.missing:
        status, error = USAGE, _missing_answer(record)
    if answerer.problem is not None:
        status, error = USAGE, answerer.problem
    written: list[Written] = []
    for path in exports:
        try:
            export = partial(services.export, record, path, force=force)
            written.append(await asyncio.to_thread(export, names=names, live=attempt.live))
        except UserFacingError as problem:
            status, error = USAGE, problem
    return _Ended(record=record, status=status, error=error, exports=tuple(written))


def _missing_answer(record: AttemptRecord) -> UserFacingError:
    name = record.challenges[-1]
    hint = f"Add a table [answers.{name}] with these keys to the recipe; the sign-in was given up."
    if name == MFA_SETUP:
        hint += " An empty one sets up an authenticator app, EMAIL alone an e-mail address."
    return UserFacingError("An answer is missing.", record.reason, hint)


def _narrate(event: Event) -> None:
    told = tell(event)
    mark = MARKS[told.state] or "·"
    say(f"{'  ' * told.depth}{mark} {told.sentence()}")
