"""`signin-console run`: one attempt from a recipe, its exports, and its exit status."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from console.cases.write import Written, check_target
from console.cli.answers import RecipeAnswerer
from console.cli.crashes import on_loop_error
from console.cli.interrupts import Interrupts
from console.cli.output import print_json, print_line, say, say_error
from console.cli.prompt import TerminalPrompt
from console.cli.recipe import Recipe, read_recipe
from console.cli.references import Reference, Resolver, Source
from console.cli.report import lines
from console.core.attempt import Plan
from console.core.errors import UserFacingError
from console.core.events import Event
from console.core.fields import FieldProblem, Severity
from console.core.ports import Clock
from console.core.record import AttemptRecord, Outcome, outcome_of
from console.core.request import ContextData, SignInRequest, request_problems
from console.core.secret import Secret
from console.core.telling import MARKS, tell
from console.core.totp import totp_code
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
        _print_json(ended)
    else:
        for line in lines(ended.record, ended.exports):
            print_line(line)
    if ended.error is not None:
        say_error(ended.error)


def _print_json(ended: _Ended) -> None:
    value: dict[str, object] = dict(ended.record.run_json())
    value["exports"] = [written.to_json() for written in ended.exports]
    if ended.error is not None:
        value["error"] = ended.error.to_json()
    print_json(value)


async def _run(
    recipe: Recipe,
    options: argparse.Namespace,
    exports: tuple[Path, ...],
    interrupts: Interrupts,
) -> _Ended:
    asyncio.get_running_loop().set_exception_handler(on_loop_error)
    interrupts.action = _stopper(asyncio.current_task())
    services = build(data_directory(options.data_dir), not_kept=say_error)
    try:
        prompt = TerminalPrompt()
        resolver = Resolver(services.vault, prompt)
        plan = await _plan(recipe, options.ticket, resolver, services.clock)
        answerer = RecipeAnswerer(
            answers=recipe.answers,
            resolver=resolver,
            prompt=prompt,
            clock=services.clock,
            outbox=services.outbox(recipe.profile),
            username=recipe.username,
        )
        return await _attempt(services, plan, answerer, options, exports, interrupts)
    finally:
        interrupts.ignore()
        await asyncio.to_thread(services.close)


def _stopper(task: asyncio.Task[_Ended] | None) -> Callable[[], object]:
    loop = asyncio.get_running_loop()
    # From a signal handler, so the loop has to be woken.
    return lambda: loop.call_soon_threadsafe(task.cancel) if task is not None else None


async def _plan(recipe: Recipe, ticket: str | None, resolver: Resolver, clock: Clock) -> Plan:
    """Every secret is fetched or found fetchable before anything is sent."""
    for rounds in recipe.answers.values():
        for table in rounds:
            for key, value in table.items():
                if isinstance(value, Reference):
                    await _check_answer(key, value, resolver, clock)
    parameters: dict[str, str | Secret] = {}
    for key, value in recipe.parameters.items():
        parameters[key] = (
            await _needed(value, key, resolver) if isinstance(value, Reference) else value
        )
    secret = recipe.client_secret
    client_secret = None if secret is None else await _needed(secret, "client secret", resolver)
    request = _request(recipe, ticket, parameters)
    problems = request_problems(request, confidential=client_secret is not None)
    for problem in problems:
        if problem.severity is Severity.ERROR:
            raise _request_error(problem, recipe, ticket)
        say(f"note: {problem.sentence}")
    return Plan(profile=recipe.profile, request=request, client_secret=client_secret)


async def _check_answer(key: str, reference: Reference, resolver: Resolver, clock: Clock) -> None:
    await resolver.check(reference)
    if key != "totp_seed" or reference.source is Source.PROMPT:
        return
    seed = await resolver.fetch(reference, key)
    if seed is not None:
        totp_code(seed, clock.now())  # raises for a text that is no seed


def _request_error(problem: FieldProblem, recipe: Recipe, ticket: str | None) -> UserFacingError:
    if problem.field == "ticket" and ticket is not None:
        return UserFacingError(
            "The ticket number cannot be used.", problem.sentence, "Correct --ticket."
        )
    return recipe.error(problem)


async def _needed(reference: Reference, label: str, resolver: Resolver) -> Secret:
    await resolver.check(reference)
    secret = await resolver.fetch(reference, label)
    if secret is None:
        raise UserFacingError(f"No {label} was given.", "", "Nothing was sent.")
    return secret


def _request(
    recipe: Recipe, ticket: str | None, parameters: dict[str, str | Secret]
) -> SignInRequest:
    context = recipe.context_data
    return SignInRequest(
        auth_flow=recipe.auth_flow,
        path=recipe.path,
        username=recipe.username,
        parameters=parameters,
        client_metadata=recipe.client_metadata,
        context_data=None
        if context is None
        else ContextData(
            ip_address=context.ip_address,
            server_name=context.server_name,
            server_path=context.server_path,
            http_headers=context.http_headers,
            encoded_data=None if context.encoded_data is None else Secret(context.encoded_data),
        ),
        ticket=ticket if ticket is not None else recipe.ticket,
    )


async def _attempt(
    services: Services,
    plan: Plan,
    answerer: RecipeAnswerer,
    options: argparse.Namespace,
    exports: tuple[Path, ...],
    interrupts: Interrupts,
) -> _Ended:
    attempt = services.runner.prepare(plan)
    attempt.timeline.subscribe(_narrate)
    error: UserFacingError | None = None
    loop = asyncio.get_running_loop()
    interrupts.action = lambda: loop.call_soon_threadsafe(attempt.cancel)
    record = await services.runner.run(attempt, answerer)
    interrupts.ignore()  # what was sent is told and exported, whatever comes
    status = _STATUSES[outcome_of(record)]
    if attempt.missing:
        status, error = USAGE, _missing_answer(record)
    if answerer.problem is not None:
        status, error = USAGE, answerer.problem
    written: list[Written] = []
    for path in exports:
        try:
            written.append(
                await asyncio.to_thread(services.export, record, path, force=options.force)
            )
        except UserFacingError as problem:
            status, error = USAGE, problem
    return _Ended(record=record, status=status, error=error, exports=tuple(written))


def _missing_answer(record: AttemptRecord) -> UserFacingError:
    name = record.challenges[-1]
    return UserFacingError(
        "An answer is missing.",
        record.reason,
        f"Add a table [answers.{name}] with these keys to the recipe; the sign-in was given up.",
    )


def _narrate(event: Event) -> None:
    told = tell(event)
    mark = MARKS[told.state] or "·"
    say(f"{'  ' * told.depth}{mark} {told.sentence()}")
