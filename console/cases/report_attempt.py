"""The parts of a report on the attempt itself: what was tried, its paths, steps and timeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from console.cases.case import Case
from console.cases.report import (
    NOTHING,
    Block,
    Bullet,
    Bullets,
    Figure,
    Line,
    Section,
    Span,
    Table,
    code,
    ours,
    pairs,
    prose,
    spaced,
)
from console.core.events import Event, EventKind
from console.core.labelling import is_label
from console.core.record import Outcome, Step
from console.core.telling import MARKS, OUTCOME_WORDS, tell

_STEP_COLUMNS = (
    "Step", "Operation", "Effect", "HTTP", "Code", "ms", "Tries", "Phases, ms", "Request id",
)  # fmt: skip
_PHASES = (
    ("dns_ms", "DNS"),
    ("connect_ms", "connect"),
    ("tls_ms", "TLS"),
    ("first_byte_ms", "first byte"),
    ("transfer_ms", "transfer"),
)
_AGREED = {"typed": " (typed)", "option": " (by option)"}


def moment(value: datetime) -> str:
    """A time to the second, in UTC."""
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def outcome_words(case: Case) -> str:
    """How the attempt ended."""
    return "not ended" if case.outcome is None else OUTCOME_WORDS[Outcome(case.outcome)][0]


def clock_words(case: Case) -> str:
    """What is known of this machine's clock."""
    skew = case.clock_skew_s
    if skew is not None and abs(skew) >= 1:
        return f"{abs(skew):.0f} s {'ahead of' if skew > 0 else 'behind'} the server's"
    if any(step.http_status is not None for step in (*case.steps, *case.after)):
        return "as the server's, to a minute"  # a greater difference is an event
    return "not known: no server answered"


def attempt(case: Case) -> Section:
    """What was tried, and what came of it."""
    return Section(title="Attempt", blocks=(pairs(list(_attempt_rows(case))),))


def _attempt_rows(case: Case) -> Iterator[tuple[str, Line]]:
    yield "Outcome", (ours(outcome_words(case)),)
    yield "Reason", (prose(case.reason),)
    yield "Simulated", (ours("yes" if case.simulated else "no"),)
    yield "Ticket", (code(case.ticket or ""),)
    yield "User", (user_span(case, NOTHING),)
    yield "Flow", (code(case.auth_flow),)
    yield "Path", (prose(case.path),)
    yield "Challenges", tuple(spaced(*map(code, case.challenges))) or (ours("none"),)
    yield "Profile", (code(case.profile_name),)
    yield "Kind", (prose(case.profile_kind),)
    yield "Region", (code(case.region),)
    yield "User pool", (code(case.user_pool_id),)
    yield "Client", (code(case.client_id),)
    yield "Endpoint", (code(case.endpoint or ""),)
    caller = None if case.diagnosis is None else case.diagnosis.caller
    if caller is not None:
        yield "Called as", (code(caller.arn),)
    yield "Started", (ours(moment(case.started_at)),)
    duration = NOTHING if case.duration_ms is None else f"{case.duration_ms:.0f} ms"
    yield "Duration", (ours(duration),)
    yield "Clock", (ours(clock_words(case)),)
    yield "Attempt id", (code(case.attempt_id),)


def user_span(case: Case, nobody: str) -> Span:
    """A label is ours; a name or a sub is of others."""
    if case.user is None:
        return ours(nobody)
    return ours(case.user) if is_label(case.user) else code(case.user)


def paths(case: Case) -> Section | None:
    """How each path ended, where both were tried."""
    if not case.legs:
        return None
    rows = tuple(
        (
            (prose(leg.path),),
            (ours(OUTCOME_WORDS[leg.outcome][0]),),
            (code(leg.classification or ""),),
            (prose(leg.reason),),
        )
        for leg in case.legs
    )
    return Section(
        title="Paths", blocks=(Table(columns=("Path", "Came", "Entry", "Reason"), rows=rows),)
    )


def steps(case: Case) -> Section:
    """The calls of the sign-in."""
    return Section(title="Steps", blocks=(Figure.WATERFALL, _steps(case, case.steps, 1)))


def after(case: Case) -> Section | None:
    """The calls that followed it."""
    if not case.after:
        return None
    table = _steps(case, case.after, len(case.steps) + 1)
    return Section(title="After the sign-in", blocks=(table,))


def _steps(case: Case, made: Sequence[Step], first: int) -> Table:
    codes = _by_step(case.events, EventKind.CALL_ENDED)
    begun = _by_step(case.events, EventKind.CALL_STARTED)
    rows = tuple(
        _step_row(number, step, codes.get(number), begun.get(number))
        for number, step in enumerate(made, start=first)
    )
    return Table(columns=_STEP_COLUMNS, rows=rows)


def _by_step(events: Iterable[Event], kind: EventKind) -> Mapping[int | None, Event]:
    return {event.step: event for event in events if event.kind is kind}


def _step_row(
    number: int, step: Step, ended: Event | None, begun: Event | None
) -> tuple[Line, ...]:
    effect = "" if begun is None else begun.text("effect")
    agreed = "" if begun is None else _AGREED.get(begun.text("confirmation"), "")
    taken = ((name, getattr(step.phases, key)) for key, name in _PHASES)
    phases = ", ".join(f"{name} {ms:.0f}" for name, ms in taken if ms is not None)
    return (
        (ours(str(number)),),
        (code(step.operation),),
        (prose(f"{effect}{agreed}"),),
        (ours(NOTHING if step.http_status is None else str(step.http_status)),),
        (code("" if ended is None else ended.text("code")),),
        (ours(f"{step.duration_ms:.0f}"),),
        (ours(str(step.wire_tries)),),
        (ours(phases or NOTHING),),
        (code(step.request_id or ""),),
    )


def timeline(case: Case) -> Section:
    """Every event, in the words of window and terminal."""
    bullets = Bullets(items=tuple(_bullet(event) for event in case.events))
    empty: tuple[Block, ...] = ()
    return Section(title="Timeline", blocks=(bullets,) if bullets.items else empty)


def _bullet(event: Event) -> Bullet:
    told = tell(event)
    spans = [ours(f"{event.offset_ms:.0f} ms")]
    if MARKS[told.state]:
        spans.append(ours(MARKS[told.state]))
    spans += [prose(text) for text in (told.strong, told.text) if text]
    if event.kind is EventKind.CALL_ENDED and event.text("code"):
        spans.append(code(event.text("code")))
    return Bullet(spaced(*spans), told.depth)
