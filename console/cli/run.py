"""`signin-console run`: one attempt from a recipe, its exports, and its exit status."""

from __future__ import annotations

import argparse
import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from console.cases.write import Written, check_target
from console.cli.answers import RecipeAnswerer
from console.cli.output import print_json, print_line, say, say_error
from console.cli.prompt import TerminalPrompt
from console.cli.recipe import Recipe, read_recipe
from console.cli.references import Reference, Resolver
from console.cli.report import lines
from console.core.attempt import Attempt, Plan
from console.core.errors import UserFacingError
from console.core.events import Event
from console.core.fields import Severity
from console.core.record import AttemptRecord, Outcome, outcome_of
from console.core.request import ContextData, SignInRequest, request_problems
from console.core.secret import Secret
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
    for path in exports:
        check_target(path, force=options.force)
    ended = asyncio.run(_run(recipe, options, exports))
    if options.json:
        _print_json(ended)
    else:
        for line in lines(ended.record, ended.exports):
            print_line(line)
    if ended.error is not None:
        say_error(ended.error)
    return ended.status


def _print_json(ended: _Ended) -> None:
    value: dict[str, object] = dict(ended.record.run_json())
    value["exports"] = [written.to_json() for written in ended.exports]
    if ended.error is not None:
        value["error"] = ended.error.to_json()
    print_json(value)


async def _run(recipe: Recipe, options: argparse.Namespace, exports: tuple[Path, ...]) -> _Ended:
    services = build(data_directory(options.data_dir), not_kept=say_error)
    try:
        prompt = TerminalPrompt()
        resolver = Resolver(services.vault, prompt)
        plan = await _plan(recipe, options.ticket, resolver)
        answerer = RecipeAnswerer(
            answers=recipe.answers,
            resolver=resolver,
            prompt=prompt,
            clock=services.clock,
            outbox=services.outbox(recipe.profile),
            username=recipe.username,
        )
        return await _attempt(services, plan, answerer, options, exports)
    finally:
        await asyncio.to_thread(services.close)


async def _plan(recipe: Recipe, ticket: str | None, resolver: Resolver) -> Plan:
    """Every secret is fetched or found fetchable before anything is sent."""
    for rounds in recipe.answers.values():
        for table in rounds:
            for value in table.values():
                if isinstance(value, Reference):
                    await resolver.check(value)
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
            raise UserFacingError(
                "The request is in error.", f"{problem.field}: {problem.sentence}"
            )
        say(f"note: {problem.sentence}")
    return Plan(profile=recipe.profile, request=request, client_secret=client_secret)


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
) -> _Ended:
    attempt = services.runner.prepare(plan)
    attempt.timeline.subscribe(_narrate)
    restore = _cancel_on_signals(attempt)
    error: UserFacingError | None = None
    try:
        record = await services.runner.run(attempt, answerer)
    finally:
        restore()
    status = _STATUSES[outcome_of(record)]
    if attempt.missing:
        status, error = USAGE, _missing_answer(record)
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


def _cancel_on_signals(attempt: Attempt) -> Callable[[], None]:
    """Ctrl-C and SIGTERM cancel the attempt, which then ends with its record; returns the undo."""
    loop = asyncio.get_running_loop()
    numbers = [signal.SIGINT, signal.SIGTERM]
    try:
        for number in numbers:
            loop.add_signal_handler(number, attempt.cancel)
    except NotImplementedError:  # Windows' loops have no signal handlers
        signal.signal(signal.SIGINT, lambda *_: loop.call_soon_threadsafe(attempt.cancel))
        return lambda: None

    def undo() -> None:
        for number in numbers:
            with suppress(ValueError):
                loop.remove_signal_handler(number)

    return undo
