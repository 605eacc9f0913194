"""The case as Markdown for a ticket: one paragraph first, then what stands behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from console.cases.case import Case
from console.cases.markdown_table import table
from console.cases.markdown_text import NOTHING, code, moment, prose
from console.cases.markdown_tokens import left_words, token_rows
from console.core.diagnosis.classification import Classification, RetryWhen
from console.core.diagnosis.not_exercised import lines, not_exercised, signed_in_on
from console.core.events import Event, EventKind
from console.core.record import Outcome, Step
from console.core.telling import MARKS, OUTCOME_WORDS, tell

_SIMULATED = (
    "**SIMULATED** – the practice pool on the operator's own machine answered. "
    "This is no evidence about any customer."
)
_RETRY = {
    RetryWhen.NO: "no: a further try gives the same answer",
    RetryWhen.FIX_FIRST: "only after the cause is removed",
    RetryWhen.NEW_SESSION: "with a new sign-in from the start",
    RetryWhen.SAME_SESSION: "with a further answer in the same session",
    RetryWhen.BACKOFF: "later, each time after a longer pause",
    RetryWhen.WAIT: "after a wait",
}
_COUNTS = {True: "yes", False: "no", None: "not known"}


class MarkdownFormat:
    """For people, to paste into a ticket."""

    name = "md"
    suffix = ".md"
    title = "Markdown (for a ticket)"

    def write(self, case: Case, stream: BinaryIO) -> None:
        """Writes UTF-8."""
        stream.write("".join(f"{line}\n" for line in _lines(case)).encode())


def _lines(case: Case) -> Iterator[str]:
    yield _summary(case)
    if case.simulated:
        yield from ("", _SIMULATED)
    yield from _section("Attempt", table(("Field", "Value"), _attempt_rows(case)))
    if case.legs:
        columns: tuple[str, ...] = ("Path", "Came", "Entry", "Reason")
        yield from _section("Paths", table(columns, _leg_rows(case)))
    columns = ("Step", "Operation", "HTTP", "Code", "ms", "Request id")
    yield from _section("Steps", table(columns, _step_rows(case, case.steps, 1)))
    if case.after:
        rows = _step_rows(case, case.after, len(case.steps) + 1)
        yield from _section("After the sign-in", table(columns, rows))
    if case.tokens_left is not None:
        yield from _section("Tokens", _tokens(case))
    if left_out := _left_out(case):
        yield from _section("Not reproduced", left_out)
    yield from _section("Timeline", _timeline(case.events))
    if case.classification is not None:
        yield from _section("Diagnosis", _diagnosis(case.classification))
    yield from _section("Withheld", _withheld(case))
    yield from _section("Environment", _environment(case))


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield from ("", f"## {title}", "")
    yield from lines


def _summary(case: Case) -> str:
    """What was tried, what came, why, what next, and what of it lives on."""
    who = case.user or "a user without a name"
    target = f"pool {code(case.user_pool_id)}, client {code(case.client_id)}"
    parts = [
        "**SIMULATED.**" if case.simulated else "",
        f"**Tried:** sign-in of {who} with {code(case.auth_flow)} at {target}.",
        f"**Came:** {_outcome_words(case)}.",
        prose(case.reason) if case.reason else "",
    ]
    found = case.classification
    if found is not None:
        parts.append(f"**Why:** {prose(found.meaning)}")
        parts.extend(f"**Next:** {prose(step)}" for step in found.next_steps[:1])
    if case.tokens_left is not None:
        parts.append(left_words(case.tokens_left))
    return " ".join(part for part in parts if part)


def _outcome_words(case: Case) -> str:
    if case.outcome is None:
        return "not ended"
    return OUTCOME_WORDS[Outcome(case.outcome)][0]


def _attempt_rows(case: Case) -> Iterator[tuple[str, ...]]:
    yield "Outcome", _outcome_words(case)
    yield "Reason", prose(case.reason)
    yield "Simulated", "yes" if case.simulated else "no"
    yield "Ticket", code(case.ticket or "")
    yield "User", case.user or NOTHING
    yield "Flow", code(case.auth_flow)
    yield "Path", prose(case.path)
    yield "Challenges", " ".join(code(name) for name in case.challenges) or "none"
    yield "Profile", code(case.profile_name)
    yield "Kind", prose(case.profile_kind)
    yield "Region", code(case.region)
    yield "User pool", code(case.user_pool_id)
    yield "Client", code(case.client_id)
    yield "Endpoint", code(case.endpoint or "")
    yield "Started", moment(case.started_at)
    yield "Duration", NOTHING if case.duration_ms is None else f"{case.duration_ms:.0f} ms"
    yield "Attempt id", code(case.attempt_id)


def _leg_rows(case: Case) -> Iterator[tuple[str, ...]]:
    for leg in case.legs:
        entry = code(leg.classification or "")
        yield prose(leg.path), OUTCOME_WORDS[leg.outcome][0], entry, prose(leg.reason)


def _tokens(case: Case) -> Iterator[str]:
    columns = ("Token", "Signature", "Issuer", "Client", "Use", "Expiry", "Good until", "Of")
    rows = list(token_rows(case.events))
    if rows:
        yield from table(columns, rows)
        yield ""
    if case.tokens_left is not None:
        yield left_words(case.tokens_left)


def _left_out(case: Case) -> list[str]:
    """What a sign-in that succeeded here says nothing about."""
    found = not_exercised(
        signed_in=case.outcome == Outcome.SIGNED_IN,
        paths=signed_in_on(case.path, [(leg.path, leg.outcome) for leg in case.legs]),
        auth_flow=case.auth_flow,
        challenges=case.challenges,
    )
    head, *rest = lines(found) or ("",)
    return [head, "", *rest] if rest else []


def _step_rows(case: Case, steps: Iterable[Step], first: int) -> Iterator[tuple[str, ...]]:
    codes = {
        event.step: event.text("code")
        for event in case.events
        if event.kind is EventKind.CALL_ENDED
    }
    for number, step in enumerate(steps, start=first):
        yield (
            str(number),
            code(step.operation),
            NOTHING if step.http_status is None else str(step.http_status),
            code(codes.get(number, "")),
            f"{step.duration_ms:.0f}",
            code(step.request_id or ""),
        )


def _timeline(events: Iterable[Event]) -> Iterator[str]:
    for event in events:
        told = tell(event)
        parts = [f"{event.offset_ms:.0f} ms", MARKS[told.state]]
        parts += [prose(text) for text in (told.strong, told.text) if text]
        if event.kind is EventKind.CALL_ENDED and event.text("code"):
            parts.append(code(event.text("code")))
        yield f"{'  ' * told.depth}- {' '.join(part for part in parts if part)}"


def _diagnosis(found: Classification) -> Iterator[str]:
    yield f"Cognito's own words: {code(found.code)} {code(found.message)}"
    yield ""
    yield f"Meaning: {prose(found.meaning)}"
    yield from _list("Causes, the likeliest first", found.causes)
    yield from _list("Next steps", found.next_steps)
    wait = "" if found.retry.after_s is None else f" ({found.retry.after_s} s)"
    yield from ("", "Further tries:", "", f"- Try again: {_RETRY[found.retry.when]}{wait}")
    yield f"- Counts towards the lockout: {_COUNTS[found.counts_towards_lockout]}"
    yield f"- Who can act: {', '.join(str(act).replace('_', ' ') for act in found.act) or NOTHING}"
    why = f"by {found.matched}: {found.matched.reason}"
    yield f"- Entry of the catalogue: {code(found.id)}, {prose(why)}"


def _list(title: str, items: tuple[str, ...]) -> Iterator[str]:
    if items:
        yield from ("", f"{title}:", "")
        yield from (f"- {prose(item)}" for item in items)


def _withheld(case: Case) -> Iterator[str]:
    if not case.withheld:
        yield "Nothing was withheld."
        return
    yield from table(
        ("Kind", "Count"), ((code(kind), str(count)) for kind, count in case.withheld.items())
    )


def _environment(case: Case) -> Iterator[str]:
    context = case.context
    yield f"- Sign-in console {code(context.program_version)}"
    yield f"- Python {code(context.python_version)}"
    yield f"- System {code(context.platform)}"
    yield f"- Time zone {code(context.time_zone)}"
    yield f"- Exported {moment(context.exported_at)}"
    yield f"- Events recorded and shown: {len(case.events)}"
