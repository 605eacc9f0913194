"""The result of a run: as the public interface's object, and as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from console.cases.write import Written
from console.core.errors import UserFacingError
from console.core.events import Event, EventKind
from console.core.record import AttemptRecord, Outcome, Step, outcome_of
from console.core.telling import OUTCOME_WORDS, tell

_CHECKS = ("signature", "issuer", "client", "use", "expiry")


def result_json(
    record: AttemptRecord, exports: Sequence[Written], error: UserFacingError | None
) -> dict[str, object]:
    """What `run --json` prints."""
    value: dict[str, object] = dict(record.run_json())
    value["tokens"] = _tokens_json(record)
    value["exports"] = [written.to_json() for written in exports]
    if error is not None:
        value["error"] = error.to_json()
    return value


def _tokens_json(record: AttemptRecord) -> dict[str, object] | None:
    """Which tokens came, and each check of each of them, in order; None where none came."""
    names = _token_names(record)
    if not names:
        return None
    checks = [
        {"token": event.text("token"), **{name: event.text(name) for name in _CHECKS}}
        for event in _of_kind(record, EventKind.TOKEN_CHECKED)
    ]
    return {"names": names, "checks": checks}


def _token_names(record: AttemptRecord) -> list[str]:
    names = (event.texts("names") for event in _of_kind(record, EventKind.TOKENS))
    return list(dict.fromkeys(name for each in names for name in each))


def _of_kind(record: AttemptRecord, kind: EventKind) -> Iterator[Event]:
    return (event for event in record.events if event.kind is kind)


def lines(record: AttemptRecord, exports: Sequence[Written]) -> list[str]:
    """Outcome, cause and next steps, paths, steps, tokens, and where the case was written."""
    words, _state = OUTCOME_WORDS[outcome_of(record)]
    told = [f"{words.capitalize()}. {record.reason}"]
    if record.simulated:
        told.append("Simulated: the answers came from a practice pool.")
    told += [
        f"{leg.path} path: {OUTCOME_WORDS[leg.outcome][0]}"
        + (f" ({leg.classification})" if leg.classification else "")
        for leg in record.legs
    ]
    told += _cause(record)
    told += [_step(f"step {number}", step) for number, step in enumerate(record.steps, start=1)]
    told += [_step("after", step) for step in record.after]
    told += _tokens(record)
    told += [f"written: {written.file}" for written in exports]
    return told


def _step(label: str, step: Step) -> str:
    return (
        f"{label}: {step.operation} sent={step.sent} http={step.http_status or '-'} "
        f"{step.duration_ms:.0f} ms request id {step.request_id or '-'}"
    )


def _tokens(record: AttemptRecord) -> list[str]:
    """Which came, whether they are what they must be, and for how long they are good."""
    names, left = _token_names(record), record.tokens_left
    if not names or left is None:
        return []
    told = [f"tokens: {', '.join(names)}"]
    told += [tell(event).sentence() for event in _of_kind(record, EventKind.TOKEN_CHECKED)]
    if left.revoked_at is not None:
        told.append(f"tokens revoked at {left.revoked_at.isoformat(timespec='seconds')}")
    elif left.valid_until is not None:
        assumed = " (if the refresh token has Cognito's default life)" if left.assumed else ""
        until = left.valid_until.isoformat(timespec="seconds")
        told.append(f"not revoked: tokens stay valid until {until}{assumed}")
    return told


def _cause(record: AttemptRecord) -> list[str]:
    classification = record.classification
    if classification is None:
        return []
    told = [f"{classification.code} ({classification.id}): {classification.meaning}"]
    if classification.message:
        who = "Cognito" if record.outcome is Outcome.FAILED else "This machine"
        told.append(f"{who} said: {classification.message}")
    told += [f"cause: {cause}" for cause in classification.causes]
    told += [f"next: {step}" for step in classification.next_steps]
    return told
