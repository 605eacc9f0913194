"""Evidence, findings, forecast: as the public interface's object, and as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from console.cli.evidence_report import evidence_json, evidence_lines
from console.core.diagnosis.evidence import Probe, ProbeStatus
from console.core.diagnosis.finding import Finding
from console.core.diagnosis.forecast import Forecast
from console.core.diagnosis.least_policy import least_policy
from console.core.diagnosis.not_exercised import NotExercised
from console.core.diagnosis.occurrence import Occurrence
from console.core.diagnosis.ready_queries import ReadyQuery, ready_query
from console.core.diagnosis.situation import Situation
from console.core.errors import UserFacingError

_HEAD = ("OPERATION", "STATUS", "MS", "WHY")


def diagnosis_json(
    situation: Situation,
    findings: Sequence[Finding],
    forecast: Forecast | None,
    error: UserFacingError | None = None,
    left_out: Sequence[NotExercised] | None = None,
    *,
    occurrence: Occurrence | None = None,
) -> dict[str, object]:
    """What `investigate --json` and `explain --json` print."""
    evidence = situation.evidence
    classification = situation.classification
    value: dict[str, object] = {
        "schema_version": 1,
        "simulated": situation.profile.simulated,
        "classification": None if classification is None else classification.to_json(),
        "probes": [_probe_json(probe, situation, occurrence) for probe in evidence.probes],
        "policy": least_policy(situation.profile, evidence),
        **evidence_json(evidence),
        "findings": [finding.to_json() for finding in findings],
        "forecast": None if forecast is None else forecast.to_json(),
    }
    if left_out is not None:
        value["not_exercised"] = [layer.to_json() for layer in left_out]
    if error is not None:
        value["error"] = error.to_json()
    return value


def diagnosis_lines(
    situation: Situation,
    findings: Sequence[Finding],
    forecast: Forecast | None,
    left_out: Iterable[str] = (),
    *,
    occurrence: Occurrence | None = None,
) -> Iterator[str]:
    """The same for a person, the likeliest cause first; `left_out` has the lines on that."""
    if situation.profile.simulated:
        yield "Simulated: the answers came from a practice pool."
    yield from _refusal(situation)
    yield from _probes(situation, occurrence)
    yield from evidence_lines(situation.evidence, occurrence)
    for number, finding in enumerate(findings, start=1):
        yield from _finding(number, finding)
    if not findings:
        yield "No cause was found."
    if forecast is not None:
        yield from _forecast(forecast, pool_read=situation.evidence.pool is not None)
    yield from left_out
    policy = least_policy(situation.profile, situation.evidence)
    if policy is not None:
        yield "What was denied is allowed by this policy:"
        yield from policy.split("\n")


def _refusal(situation: Situation) -> Iterator[str]:
    found = situation.classification
    if found is not None:
        yield f"{found.code} ({found.id}): {found.meaning}"


def _probe_json(
    probe: Probe, situation: Situation, occurrence: Occurrence | None
) -> dict[str, object]:
    query = _query(probe, situation, occurrence)
    value: dict[str, object] = {**probe.to_json()}
    if query is not None:
        value |= {"link": query.link, "query": query.command}
        if query.query is not None:
            value["insights_query"] = query.query
    return value


def _query(probe: Probe, situation: Situation, occurrence: Occurrence | None) -> ReadyQuery | None:
    """For whoever may look where we may not."""
    if probe.status is not ProbeStatus.DENIED:
        return None
    return ready_query(probe.operation, situation.profile, situation.evidence, occurrence)


def _probes(situation: Situation, occurrence: Occurrence | None) -> Iterator[str]:
    probes = situation.evidence.probes
    if not probes:
        return
    cells = [_HEAD, *(_row(probe) for probe in probes)]
    widths = [max(len(row[column]) for row in cells) for column in range(3)]
    yield _aligned(_HEAD, widths)
    for probe in probes:
        yield _aligned(_row(probe), widths)
        query = _query(probe, situation, occurrence)
        if query is not None:
            yield from _query_lines(query)


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    name, status, duration, why = row
    cells = (name.ljust(widths[0]), status.ljust(widths[1]), duration.rjust(widths[2]), why)
    return "  ".join(cells).rstrip()


def _query_lines(query: ReadyQuery) -> Iterator[str]:
    for label, text in (
        ("ask", query.command),
        ("in Logs Insights", query.query),
        ("or look", query.link),
    ):
        for line in (text or "").split("\n"):
            if line:
                yield f"   {label}: {line}"


def _row(probe: Probe) -> tuple[str, str, str, str]:
    took = "-" if probe.status is ProbeStatus.SKIPPED else f"{probe.duration_ms:.0f}"
    return probe.operation, str(probe.status), took, probe.reason


def _finding(number: int, finding: Finding) -> Iterator[str]:
    sure = "decided" if finding.decided else "not decided"
    yield f"{number}. {finding.title} ({finding.id}, {finding.confidence}, {sure})"
    for label, sentences in (
        ("for", finding.for_),
        ("against", finding.against),
        ("not checked", finding.not_checked),
    ):
        for sentence in sentences:
            yield f"   {label}: {sentence}"
    for label, text in (
        ("next", finding.next_step),
        ("would decide", finding.would_decide),
        ("who", ", ".join(finding.act)),
        ("for the customer", finding.for_customer),
        ("for the admin", finding.for_admin),
        ("remedy", finding.remedy),
    ):
        if text:
            yield f"   {label}: {text}"


def _forecast(forecast: Forecast, *, pool_read: bool) -> Iterator[str]:
    message = forecast.sends_message
    where = (
        "" if message is None or message.destination_masked is None else message.destination_masked
    )
    yield f"forecast: {forecast.expects or forecast.challenge or 'tokens'}"
    yield f"   challenge: {forecast.challenge or 'none'}"
    when = "" if message is None or message.after is None else f", after {message.after}"
    yield f"   sends: {'nothing' if message is None else f'{message.medium} {where}'.strip()}{when}"
    yield f"   changes the user: {_word(forecast.changes_user)}"
    yield f"   counts towards lockout: {_word(forecast.counts_towards_lockout)}"
    yield f"   triggers: {', '.join(forecast.triggers) or ('none' if pool_read else 'not known')}"


def _word(flag: bool) -> str:
    return "yes" if flag else "no"
