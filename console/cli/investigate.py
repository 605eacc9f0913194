"""`signin-console investigate`: what read-only calls tell of a sign-in, which is not sent."""

from __future__ import annotations

import argparse
import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from console.cli.crashes import on_loop_error
from console.cli.customer_call import customer_call, note_on
from console.cli.findings_report import diagnosis_json, diagnosis_lines
from console.cli.interrupts import Interrupts
from console.cli.investigate_plan import device_key_of, known_answers, plan_inquiry, secrets_of
from console.cli.output import print_json, print_line, say, say_error
from console.cli.planned_layers import planned_layers, planned_lines
from console.cli.prompt import TerminalPrompt
from console.cli.recipe import Recipe, read_recipe
from console.cli.references import Resolver
from console.core.attempt import Plan
from console.core.call import Sent
from console.core.diagnosis.evidence import Evidence, Probe, ProbeStatus
from console.core.diagnosis.findings import find
from console.core.diagnosis.forecasting import forecast
from console.core.diagnosis.not_exercised import NotExercised
from console.core.diagnosis.occurrence import Occurrence
from console.core.diagnosis.probing import Stopper, gather
from console.core.diagnosis.situation import Situation
from console.core.diagnosis.situations import Refusal, failures_seen, situation_of_plan
from console.core.errors import UserFacingError
from console.core.facts import EXPIRED_KEYS
from console.core.request import SignInRequest
from console.wiring import Services, build, classifier, data_directory

_DONE, _INTERRUPTED, _NOT_SENT = 0, 3, 4
_HISTORY = 500  # attempts that are looked through for refusals of the last minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Inquiry:
    """What is known in the end, and whether the operator ended it before."""

    situation: Situation
    occurrence: Occurrence | None
    left_out: tuple[NotExercised, ...]
    interrupted: bool


def investigate(options: argparse.Namespace) -> int:
    """Reads the evidence once; the status is that of the public interface."""
    refusal = _refusal(options)
    recipe = read_recipe(Path(options.recipe))
    with Interrupts() as interrupts:
        try:
            inquiry = asyncio.run(_investigate(recipe, options, refusal, interrupts))
        except asyncio.CancelledError:
            raise KeyboardInterrupt from None
        return _told(inquiry, as_json=options.json)


def _refusal(options: argparse.Namespace) -> Refusal | None:
    """The error that the customer saw, where there is one."""
    if options.code is None:
        if options.message or options.challenge or (options.operation and options.at is None):
            raise UserFacingError(
                "The command line is not understood.",
                "--message, --operation and --challenge belong to an error's --code.",
                "Add --code, as NotAuthorizedException.",
            )
        return None
    found = classifier().classify(
        code=options.code,
        message=options.message,
        operation=options.operation,
        challenge=options.challenge,
    )
    return Refusal(classification=found, operation=options.operation, challenge=options.challenge)


async def _investigate(
    recipe: Recipe,
    options: argparse.Namespace,
    refusal: Refusal | None,
    interrupts: Interrupts,
) -> _Inquiry:
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    loop.set_exception_handler(on_loop_error)
    if task is not None:
        cancel = task.cancel
        interrupts.action = lambda: loop.call_soon_threadsafe(cancel)
    services = build(data_directory(options.data_dir), not_kept=say_error)
    try:
        occurrence = _occurrence(recipe, options, services.clock.now())
        resolver = Resolver(services.vault, TerminalPrompt())
        plan = await plan_inquiry(recipe, resolver=resolver, vault=services.vault)
        stopper = Stopper()
        interrupts.action = lambda: loop.call_soon_threadsafe(stopper.stop)
        evidence = await _evidence(services, plan, stopper, occurrence, options.challenge)
        interrupts.ignore()
        situation = situation_of_plan(
            plan,
            evidence,
            refusal=refusal,
            failures_seen=await _failures_seen(services, plan),
            answers=known_answers(recipe),
        )
        return _Inquiry(
            situation=situation,
            occurrence=occurrence,
            left_out=planned_layers(plan, evidence),
            interrupted=stopper.stopped,
        )
    finally:
        interrupts.ignore()
        await asyncio.to_thread(services.close)


def _occurrence(recipe: Recipe, options: argparse.Namespace, now: datetime) -> Occurrence | None:
    """The customer's own failed call, where --at says when it was."""
    asked = recipe.request
    occurrence = customer_call(
        at=options.at,
        request_ids=options.request_id,
        operation=options.operation,
        challenge=options.challenge,
        request=SignInRequest(
            auth_flow=asked.auth_flow, path=asked.path, both_paths=asked.both_paths
        ),
        now=now,
    )
    if note := note_on(occurrence, now):
        say(f"note: {note}")
    return occurrence


async def _evidence(
    services: Services,
    plan: Plan,
    stopper: Stopper,
    occurrence: Occurrence | None,
    challenge: str | None,
) -> Evidence:
    return await gather(
        profile=plan.profile,
        username=plan.request.username,
        gateway=services.gateways.open(plan.profile),
        client_secret=plan.client_secret,
        device_key=device_key_of(plan),
        clock=services.clock,
        on_probe=_narrate,
        stopper=stopper,
        occurrence=occurrence,
        challenge=challenge,
        live=secrets_of(plan),
    )


async def _failures_seen(services: Services, plan: Plan) -> int:
    with suppress(UserFacingError):  # a journal that cannot be read hides one fact of many
        return failures_seen(
            await services.journal.recent(_HISTORY),
            user_pool_id=plan.profile.user_pool_id,
            username=plan.request.username,
            now=services.clock.now(),
        )
    return 0


def _narrate(probe: Probe) -> None:
    say(f"{probe.operation}: {probe.status}")


def _told(inquiry: _Inquiry, *, as_json: bool) -> int:
    situation = inquiry.situation
    status, error = _judged(inquiry)
    found, ahead = find(situation), forecast(situation)
    if as_json:
        print_json(
            diagnosis_json(
                situation, found, ahead, error, inquiry.left_out, occurrence=inquiry.occurrence
            )
        )
    else:
        open_case = situation.classification is not None and not any(one.decided for one in found)
        left_out = inquiry.left_out if open_case else ()
        for line in diagnosis_lines(
            situation, found, ahead, planned_lines(left_out), occurrence=inquiry.occurrence
        ):
            print_line(line)
    if error is not None:
        say_error(error)
    return status


def _judged(inquiry: _Inquiry) -> tuple[int, UserFacingError | None]:
    """The status, and what went wrong beside the diagnosis."""
    if inquiry.interrupted:
        return _INTERRUPTED, UserFacingError(
            "Interrupted.", "", "What was read until then is shown; nothing more was sent."
        )
    asked = [
        probe
        for probe in inquiry.situation.evidence.probes
        if probe.status is not ProbeStatus.SKIPPED
    ]
    if any(probe.sent is not Sent.NO and probe.code not in EXPIRED_KEYS for probe in asked):
        return _DONE, None
    return _NOT_SENT, _nothing_sent(asked[0])


def _nothing_sent(probe: Probe) -> UserFacingError:
    why = classifier().classify(code=probe.code or "", operation=probe.operation)
    return UserFacingError(
        f"Nothing could be read: {probe.code}.", why.meaning, next(iter(why.next_steps), "")
    )
