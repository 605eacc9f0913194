"""Asks what was recorded of a sign-in: CloudTrail, and the logs of the triggers' functions.

Nothing is asked where it could tell nothing; a reason says why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from console.core.call import FILTER_LOG_EVENTS, LOOKUP_EVENTS, Reply
from console.core.diagnosis.evidence import (
    Evidence,
    LogLine,
    PoolFacts,
    Probe,
    TrailEvent,
    TrailFacts,
    UserFacts,
)
from console.core.diagnosis.log_reading import (
    LogEvent,
    in_order,
    line_of,
    read_page,
    worth_showing,
)
from console.core.diagnosis.occurrence import Occurrence
from console.core.diagnosis.probe_calls import Pages, ProbeCalls, Stopper
from console.core.diagnosis.probe_judging import is_absent
from console.core.diagnosis.probe_plan import OPERATIONS, ProbeTarget
from console.core.diagnosis.probe_plan_beyond import (
    functions_of,
    log_call,
    log_group,
    traced,
    trail_call,
)
from console.core.diagnosis.trail_reading import merged, read_trail, trail_facts
from console.core.masking import LiveSecrets
from console.core.ports import Clock, Gateway
from console.core.profile import Profile

PRACTICE = "The practice pool is in no AWS account."
POOL_UNREAD = "The pool's settings were not read."
_NOT_SENT = "Nothing was sent yet."


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """Events of CloudTrail around a sign-in, and whether they are all."""

    events: tuple[TrailEvent, ...]
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceInquiry:
    """The inquiries of one gathering. `challenge` was open, beside those of the occurrence."""

    profile: Profile
    calls: ProbeCalls
    occurrence: Occurrence | None
    challenge: str | None = None
    live: LiveSecrets

    # --- CloudTrail

    async def trail(self) -> Trail | None:
        """Events of each sign-in operation that was called; None where no page came."""
        occurrence = self.occurrence
        names = () if occurrence is None else traced(occurrence)
        if reason := self._why_no_trace(names):
            self.calls.skip(LOOKUP_EVENTS, reason)
        if occurrence is None or reason:
            return None
        lists = await self.calls.listed(
            LOOKUP_EVENTS,
            [trail_call(name, occurrence) for name in names],
            at_once=False,  # an account may ask twice a second
        )
        replies = [reply.details for pages in lists for reply in pages.replies]
        whole = all(pages.whole for pages in lists)
        return Trail(events=read_trail(replies), whole=whole) if replies else None

    def facts(self, seen: Trail, user: UserFacts | None) -> TrailFacts:
        """What they say of the sign-in, and of the user who was looked up."""
        sub = None if user is None else user.sub
        if self.occurrence is None:
            return TrailFacts(whole=seen.whole)
        return trail_facts(seen.events, self.occurrence, sub=sub, whole=seen.whole, live=self.live)

    def _why_no_trace(self, names: Sequence[str]) -> str:
        if self.profile.simulated:
            return PRACTICE
        if self.occurrence is None:
            return _NOT_SENT
        return "" if names else "CloudTrail is searched for sign-in calls alone."

    # --- the functions' logs

    async def log_lines(self, pool: PoolFacts | None) -> tuple[LogLine, ...] | None:
        """What the functions of the triggers logged that the sign-in can have run.

        A function works for others at the same time, and a line does not tell for whom.
        """
        functions = self._functions(pool)
        if reason := self._why_no_log(pool, functions):
            self.calls.skip(FILTER_LOG_EVENTS, reason)
        if self.occurrence is None or reason:
            return None
        firsts = [log_call(function, self.occurrence) for function in functions]
        lists = await self.calls.listed(
            FILTER_LOG_EVENTS,
            firsts,
            token_name="nextToken",  # noqa: S106  # a member's name
            when_ok=lambda lists: _without_group(list(functions), lists),
        )
        lines: list[LogLine] = []
        for trigger, pages in zip(functions.values(), lists, strict=True):
            lines += await self._read(trigger, pages)
        return in_order(lines) if any(map(_is_known, lists)) else None

    async def _read(self, trigger: str, pages: Pages) -> list[LogLine]:
        """Bit by bit: a look for secrets takes a millisecond, and there are hundreds of lines."""
        import asyncio

        events: list[LogEvent] = []
        for reply in pages.replies:
            events += read_page(reply.details)
            await asyncio.sleep(0)
        lines: list[LogLine] = []
        for event in worth_showing(events):
            lines.append(line_of(event, trigger, self.live))
            await asyncio.sleep(0)
        return lines

    def _functions(self, pool: PoolFacts | None) -> dict[str, str]:
        if pool is None or self.occurrence is None:
            return {}
        open_one = () if self.challenge is None else (self.challenge,)
        return functions_of(pool, self.occurrence, open_one)

    def _why_no_log(self, pool: PoolFacts | None, functions: dict[str, str]) -> str:
        if self.profile.simulated:
            return PRACTICE
        if self.occurrence is None:
            return _NOT_SENT
        if pool is None:
            return POOL_UNREAD
        if functions:
            return ""
        if set(pool.triggers) - set(pool.functions):
            return "Which functions the pool's triggers are was not told."
        return "The pool has no trigger that this sign-in runs."


def _is_known(pages: Pages) -> bool:
    return any(
        isinstance(each, Reply) or is_absent(FILTER_LOG_EVENTS, each) for each in pages.results
    )


def _without_group(functions: Sequence[str], lists: Sequence[Pages]) -> str:
    absent = [
        function
        for function, pages in zip(functions, lists, strict=True)
        if any(is_absent(FILTER_LOG_EVENTS, each) for each in pages.results)
    ]
    if not absent:
        return ""
    return f"No log group: {', '.join(map(log_group, absent))}."


async def look_again(
    *,
    profile: Profile,
    occurrence: Occurrence,
    gateway: Gateway,
    clock: Clock,
    evidence: Evidence,
    on_probe: Callable[[Probe], object] | None = None,
    stopper: Stopper | None = None,
    live: LiveSecrets | None = None,
) -> Evidence:
    """`evidence` with what CloudTrail has by now: its events come minutes late.

    A look that fails or is stopped takes nothing away. Never raises for a failure.
    """
    stopper = stopper or Stopper()
    calls = ProbeCalls(
        target=ProbeTarget(profile=profile, username=""),
        gateway=gateway,
        clock=clock,
        stopper=stopper,
        on_probe=on_probe,
    )
    inquiry = TraceInquiry(
        profile=profile, calls=calls, occurrence=occurrence, live=live or LiveSecrets()
    )
    seen = await inquiry.trail()
    if seen is None and (evidence.trail is not None or stopper.stopped):
        return evidence
    found = replace(evidence, probes=_with_probe(evidence.probes, calls.probes[LOOKUP_EVENTS]))
    if seen is None:
        return found
    return replace(found, trail=merged(evidence.trail, inquiry.facts(seen, evidence.user)))


def _with_probe(probes: Sequence[Probe], probe: Probe) -> tuple[Probe, ...]:
    by_name = {each.operation: each for each in (*probes, probe)}
    return tuple(by_name[name] for name in OPERATIONS if name in by_name)
