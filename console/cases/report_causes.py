"""The parts of a report on why: the error's meaning, findings, evidence, the forecast."""

from __future__ import annotations

from collections.abc import Iterator

from console.cases import evidence_table as tables
from console.cases.case import Case
from console.cases.report import (
    NOTHING,
    Block,
    Bullet,
    Bullets,
    Line,
    Paragraph,
    Section,
    Table,
    code,
    ours,
    pairs,
    prose,
    spaced,
    strong,
)
from console.core.diagnosis.classification import Classification, RetryWhen
from console.core.diagnosis.evidence import Evidence, Probe
from console.core.diagnosis.finding import Finding
from console.core.diagnosis.forecast import Forecast
from console.core.diagnosis.not_exercised import lines, not_exercised, signed_in_on
from console.core.masking import Json
from console.core.record import Outcome

_RETRY = {
    RetryWhen.NO: "no: a further try gives the same answer",
    RetryWhen.FIX_FIRST: "only after the cause is removed",
    RetryWhen.NEW_SESSION: "with a new sign-in from the start",
    RetryWhen.SAME_SESSION: "with a further answer in the same session",
    RetryWhen.BACKOFF: "later, each time after a longer pause",
    RetryWhen.WAIT: "after a wait",
}
_COUNTS = {True: "yes", False: "no", None: "not known"}
_SHOWN_USERS = (("User", "user"), ("User pool", "pool"), ("App client", "client"))
_FACTS = {"user": tables.USER, "pool": tables.POOL, "client": tables.CLIENT}


def meaning(case: Case) -> Section | None:
    """What the error means."""
    found = case.classification
    if found is None:
        return None
    return Section(title="Diagnosis", blocks=tuple(_meaning(found)))


def _meaning(found: Classification) -> Iterator[Block]:
    said = (ours("Cognito's own words: "), code(found.code), ours(" "), code(found.message))
    yield Paragraph(line=said)
    yield Paragraph(line=(ours("Meaning: "), prose(found.meaning)))
    yield from _listed("Causes, the likeliest first", found.causes)
    yield from _listed("Next steps", found.next_steps)
    wait = "" if found.retry.after_s is None else f" ({found.retry.after_s} s)"
    who = ", ".join(str(act).replace("_", " ") for act in found.act) or NOTHING
    why = f"by {found.matched}: {found.matched.reason}"
    yield Paragraph(line=(ours("Further tries:"),))
    yield Bullets(
        items=(
            Bullet((ours(f"Try again: {_RETRY[found.retry.when]}{wait}"),)),
            Bullet((ours(f"Counts towards the lockout: {_COUNTS[found.counts_towards_lockout]}"),)),
            Bullet((ours(f"Who can act: {who}"),)),
            Bullet((ours("Entry of the catalogue: "), code(found.id), ours(", "), prose(why))),
        )
    )


def _listed(title: str, sentences: tuple[str, ...]) -> Iterator[Block]:
    if sentences:
        yield Paragraph(line=(ours(f"{title}:"),))
        yield Bullets(items=tuple(Bullet((prose(sentence),)) for sentence in sentences))


def findings(case: Case) -> Section | None:
    """The causes that fit, the likeliest first."""
    found = () if case.diagnosis is None else case.diagnosis.findings
    if not found:
        return None
    items = [bullet for number, each in enumerate(found, 1) for bullet in _finding(number, each)]
    return Section(title="Likely causes", blocks=(Bullets(items=tuple(items)),))


def _finding(number: int, finding: Finding) -> Iterator[Bullet]:
    sure = "decided" if finding.decided else "not decided"
    head = (strong(f"{number})"), prose(finding.title), ours(f"({finding.confidence}, {sure})"))
    yield Bullet((*spaced(*head), ours(" "), code(finding.id)))
    for label, sentences in (
        ("for", finding.for_),
        ("against", finding.against),
        ("not checked", finding.not_checked),
    ):
        for sentence in sentences:
            yield Bullet((ours(f"{label}: "), prose(sentence)), 1)
    yield Bullet((ours("next: "), prose(finding.next_step)), 1)
    if finding.would_decide:
        yield Bullet((ours("would decide: "), code(finding.would_decide)), 1)
    for label, text in (
        ("for the customer", finding.for_customer),
        ("for the admin", finding.for_admin),
    ):
        if text:
            yield Bullet((ours(f"{label}: "), prose(text)), 1)
    if finding.remedy:
        yield Bullet((ours("remedy: "), code(finding.remedy)), 1)


def evidence(case: Case) -> Section | None:
    """What read-only calls told."""
    found = None if case.diagnosis is None else case.diagnosis.evidence
    if found is None or not found.probes:
        return None
    probes = sorted(found.probes, key=lambda probe: probe.operation)
    columns = ("Call", "Status", "ms", "Missing action", "Why")
    rows = tuple(_probe(probe) for probe in probes)
    facts = [*_facts(found)]
    blocks: list[Block] = [Table(columns=columns, rows=rows)]
    if facts:
        blocks.append(pairs(facts))
    return Section(title="Evidence", blocks=tuple(blocks))


def _probe(probe: Probe) -> tuple[Line, ...]:
    return (
        (code(probe.operation),),
        (ours(str(probe.status)),),
        (ours(f"{probe.duration_ms:.0f}"),),
        (code(probe.missing_action or ""),),
        (prose(probe.reason),),
    )


def _facts(found: Evidence) -> Iterator[tuple[str, Line]]:
    for title, name in _SHOWN_USERS:
        value = getattr(found, name)
        if value is None:
            continue
        for field, fact in tables.written(value, _FACTS[name]).items():
            if fact not in (None, [], ""):
                yield f"{title}: {field.replace('_', ' ')}", (code(_word(fact)),)
    trail = found.trail
    if trail is not None and trail.refusals is not None:
        yield "Refusals in the 15 minutes before", (ours(str(trail.refusals)),)
    for line in found.log_lines or ():
        said = f"{line.trigger}: {line.kind} {line.error_type or ''}".strip()
        yield "Log of a trigger", (code(said),)


def _word(fact: Json) -> str:
    if isinstance(fact, bool):
        return "yes" if fact else "no"
    return ", ".join(map(str, fact)) if isinstance(fact, list) else str(fact)


def forecast(case: Case) -> Section | None:
    """What a further try would most likely ask, send and risk."""
    ahead = None if case.diagnosis is None else case.diagnosis.forecast
    if ahead is None:
        return None
    return Section(title="Forecast of a further try", blocks=(pairs(list(_forecast(ahead))),))


def _forecast(ahead: Forecast) -> Iterator[tuple[str, Line]]:
    yield "Expects", (prose(ahead.expects),)
    yield "Challenge", (code(ahead.challenge or ""),)
    message = ahead.sends_message
    if message is None:
        yield "Sends", (ours("nothing"),)
    else:
        yield "Sends", spaced(code(message.medium), code(message.destination_masked or ""))
    yield "Changes the user", (ours(_COUNTS[ahead.changes_user]),)
    yield "Counts towards the lockout", (ours(_COUNTS[ahead.counts_towards_lockout]),)
    yield "Triggers", spaced(*map(code, ahead.triggers)) or (ours("none"),)


def not_reproduced(case: Case) -> Section | None:
    """What a sign-in that succeeded here says nothing about."""
    found = () if case.diagnosis is None else case.diagnosis.not_exercised
    found = found or not_exercised(
        signed_in=case.outcome == Outcome.SIGNED_IN,
        paths=signed_in_on(case.path, [(leg.path, leg.outcome) for leg in case.legs]),
        auth_flow=case.auth_flow,
        challenges=case.challenges,
    )
    head, *rest = lines(found) or ("",)
    if not rest:
        return None
    items = tuple(Bullet((prose(sentence.removeprefix("- ")),)) for sentence in rest)
    blocks = (Paragraph(line=(ours(head),)), Bullets(items=items))
    return Section(title="Not reproduced", blocks=blocks)
