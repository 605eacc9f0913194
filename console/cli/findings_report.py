"""Evidence, findings, forecast: as the public interface's object, and as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from console.core.diagnosis.evidence import Probe, ProbeStatus
from console.core.diagnosis.finding import Finding
from console.core.diagnosis.forecast import Forecast
from console.core.diagnosis.not_exercised import NotExercised
from console.core.diagnosis.not_exercised import lines as layer_lines
from console.core.diagnosis.situation import Situation
from console.core.errors import UserFacingError

_HEAD = ("OPERATION", "STATUS", "MS", "WHY")


def diagnosis_json(
    situation: Situation,
    findings: Sequence[Finding],
    forecast: Forecast | None,
    error: UserFacingError | None = None,
    left_out: Sequence[NotExercised] | None = None,
) -> dict[str, object]:
    """What `investigate --json` and `explain --json` print."""
    classification = situation.classification
    value: dict[str, object] = {
        "schema_version": 1,
        "simulated": situation.profile.simulated,
        "classification": None if classification is None else classification.to_json(),
        "probes": [probe.to_json() for probe in situation.evidence.probes],
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
    left_out: Sequence[NotExercised] = (),
) -> Iterator[str]:
    """The same for a person, the likeliest cause first."""
    if situation.profile.simulated:
        yield "Simulated: the answers came from a practice pool."
    yield from _refusal(situation)
    yield from _probes(situation.evidence.probes)
    for number, finding in enumerate(findings, start=1):
        yield from _finding(number, finding)
    if not findings:
        yield "No cause was found."
    if forecast is not None:
        yield from _forecast(forecast)
    yield from layer_lines(left_out)


def _refusal(situation: Situation) -> Iterator[str]:
    found = situation.classification
    if found is not None:
        yield f"{found.code} ({found.id}): {found.meaning}"


def _probes(probes: Sequence[Probe]) -> Iterator[str]:
    if not probes:
        return
    rows = [_HEAD, *(_row(probe) for probe in probes)]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for name, status, duration, why in rows:
        cells = (name.ljust(widths[0]), status.ljust(widths[1]), duration.rjust(widths[2]), why)
        yield "  ".join(cells).rstrip()


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


def _forecast(forecast: Forecast) -> Iterator[str]:
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
    yield f"   triggers: {', '.join(forecast.triggers) or 'none'}"


def _word(flag: bool) -> str:
    return "yes" if flag else "no"
