"""Situations: from a plan and what came of it, and from a record of which no plan is left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from console.core.attempt import Plan
from console.core.call import Path
from console.core.characters import character_findings
from console.core.diagnosis.classification import Classification
from console.core.diagnosis.evidence import Evidence
from console.core.diagnosis.situation import Situation
from console.core.events import Event, EventKind
from console.core.masking import Json
from console.core.profile import Profile
from console.core.record import AttemptRecord, Outcome
from console.core.secret import WITHHELD, Secret

_LOCKOUT_WINDOW = timedelta(minutes=15)  # quiet minutes after which Cognito counts from none
_CHOSEN = ("PREFERRED_CHALLENGE", "CHALLENGE_NAME")
_NOT_TYPED = frozenset({"USERNAME", "SECRET_HASH"})
_TYPED = {"SRP_A": "PASSWORD"}  # what the operator gave for what was sent
_ROTATED = {"RefreshToken": "REFRESH_TOKEN", "DeviceKey": "DEVICE_KEY"}
_NAME_WARNING = "The user name "
_ANSWERS_LATER = ("Respond", "VerifySoftwareToken", "AssociateSoftwareToken")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An error that ended a sign-in, tried here or seen by the customer."""

    classification: Classification
    operation: str | None = None
    challenge: str | None = None


def situation_of_plan(
    plan: Plan,
    evidence: Evidence,
    record: AttemptRecord | None = None,
    *,
    refusal: Refusal | None = None,
    failures_seen: int = 0,
    answers: Mapping[str, str] | None = None,
) -> Situation:
    """What is to be explained, or forecast where there is no `record` and no `refusal`.

    `refusal` is what the customer saw. `answers` are those to SELECT_CHALLENGE and SELECT_MFA_TYPE
    that are known beforehand. An empty password counts as one that is not known.
    """
    request = plan.request
    given = request.parameters.get("PASSWORD")
    password = given.reveal() if isinstance(given, Secret) else given or ""
    made = Situation(
        profile=plan.profile,
        auth_flow=str(request.auth_flow),
        path=request.path,
        username=request.username,
        parameters=frozenset(request.parameters),
        password_findings=character_findings(password),
        password_seen=bool(password),
        username_findings=character_findings(request.username),
        has_client_secret=plan.client_secret is not None,
        failures_seen=failures_seen,
        skew_s=evidence.clock_skew_s,
        evidence=evidence,
        chosen={**_chosen(request.parameters), **(answers or {})},
    )
    if record is not None:
        return _with_record(made, record)
    return made if refusal is None else _with_refusal(made, refusal)


def situation_of_record(
    record: AttemptRecord, evidence: Evidence | None = None, *, failures_seen: int = 0
) -> Situation:
    """What a record with its events tells of itself: of parameters it has the keys alone."""
    asked = next((_request(event) for event in _of_kind(record, EventKind.CALL_STARTED)), {})
    inner = asked.get("AuthParameters")
    parameters = inner if isinstance(inner, dict) else {}
    typed = {_TYPED.get(key, key) for key in parameters if key not in _NOT_TYPED}
    typed |= {key for name, key in _ROTATED.items() if name in asked}
    with_secret = "SECRET_HASH" in parameters or "ClientSecret" in asked
    made = Situation(
        profile=_profile(record, has_client_secret=with_secret),
        auth_flow=record.auth_flow,
        path=_path(record.path),
        username=record.username,
        parameters=frozenset(typed),
        password_seen=False,
        username_findings=_name_findings(record),
        has_client_secret=with_secret,
        failures_seen=failures_seen,
        evidence=evidence or Evidence(),
        chosen=_chosen(parameters),
    )
    return _with_record(made, record)


def failures_seen(
    records: Iterable[AttemptRecord], *, user_pool_id: str, username: str, now: datetime
) -> int:
    """Refusals of this user in this pool that Cognito may still count towards a lockout.

    A success clears those before it.
    """
    own = [
        record
        for record in records
        if (record.user_pool_id, record.username) == (user_pool_id, username)
        and timedelta(0) <= now - record.started_at <= _LOCKOUT_WINDOW
    ]
    cleared = max(
        (record.started_at for record in own if record.outcome is Outcome.SIGNED_IN),
        default=now - _LOCKOUT_WINDOW,
    )
    return sum(
        record.outcome is Outcome.FAILED
        and record.started_at >= cleared
        and (
            record.classification is None
            or record.classification.counts_towards_lockout is not False
        )
        for record in own
    )


def _profile(record: AttemptRecord, *, has_client_secret: bool) -> Profile:
    return Profile(
        profile_id="record",
        name=record.profile_name,
        kind=record.profile_kind,
        region=record.region,
        user_pool_id=record.user_pool_id,
        client_id=record.client_id,
        has_client_secret=has_client_secret,
    )


def _with_record(made: Situation, record: AttemptRecord) -> Situation:
    refused = _refused(record)
    skews = (event.number("skew_s") for event in _of_kind(record, EventKind.CLOCK_SKEW))
    known = made.evidence.clock_skew_s if made.skew_s is None else made.skew_s
    return replace(
        made,
        path=_deciding_path(record) or made.path,
        outcome=record.outcome,
        classification=None if record.outcome is Outcome.SIGNED_IN else record.classification,
        operation=None if refused is None else refused.text("operation"),
        challenge=_open_challenge(record, refused),
        challenges=record.challenges,
        code_from_seed=_from_seed(record, refused),
        skew_s=next((skew for skew in skews if skew is not None), known),
    )


def _with_refusal(made: Situation, refusal: Refusal) -> Situation:
    challenge = refusal.challenge
    usual = made.path.initiate if challenge is None else made.path.respond
    return replace(
        made,
        outcome=Outcome.FAILED,
        seen_elsewhere=True,
        classification=refusal.classification,
        operation=refusal.operation or usual,
        challenge=challenge,
        challenges=() if challenge is None else (challenge,),
    )


def _refused(record: AttemptRecord) -> Event | None:
    """The end of the call that the classification is of: on its path, the last that failed."""
    if record.outcome is Outcome.SIGNED_IN or record.classification is None:
        return None
    path = _deciding_path(record)
    last: Event | None = None
    for event in record.events:
        if event.kind is EventKind.ATTEMPT_ENDED:
            break
        if (
            event.kind is EventKind.CALL_ENDED
            and event.text("classification")
            and path in (None, _path_of_step(record, event))
        ):
            last = event
    return last


def _deciding_path(record: AttemptRecord) -> Path | None:
    """Where both were tried, the path that the outcome is of; None where one was."""
    ended = (leg.path for leg in record.legs if leg.outcome is not Outcome.SIGNED_IN)
    first = next(ended, None)
    return None if first is None else _path(first)


def _path_of_step(record: AttemptRecord, event: Event) -> Path | None:
    steps = (*record.steps, *record.after)
    if event.step is None or not 1 <= event.step <= len(steps):
        return None
    return _path(steps[event.step - 1].path)


def _open_challenge(record: AttemptRecord, refused: Event | None) -> str | None:
    """The challenge that was answered with the refused call, or the one that was given up."""
    if refused is not None and not refused.text("operation").replace("Admin", "").startswith(
        _ANSWERS_LATER
    ):
        return None
    asked = [
        event.text("name")
        for event in _of_kind(record, EventKind.CHALLENGE)
        if refused is None or event.seq < refused.seq
    ]
    if asked:
        return asked[-1]
    return record.challenges[-1] if record.challenges else None


def _from_seed(record: AttemptRecord, refused: Event | None) -> bool:
    """Whether the last answer before the refused call was made from a key."""
    given = [
        event.data.get("from_seed")
        for event in _of_kind(record, EventKind.ANSWER)
        if refused is not None and event.seq < refused.seq
    ]
    return given[-1:] == [True]


def _path(word: str) -> Path:
    return Path.PUBLIC if word == Path.PUBLIC else Path.ADMIN


def _name_findings(record: AttemptRecord) -> tuple[str, ...]:
    told = (event.texts("warnings") for event in _of_kind(record, EventKind.ATTEMPT_STARTED))
    return tuple(
        sentence.removeprefix(_NAME_WARNING).removesuffix(".")
        for sentences in told
        for sentence in sentences
        if sentence.startswith(_NAME_WARNING)
    )


def _request(event: Event) -> Mapping[str, Json]:
    request = event.data.get("request")
    return request if isinstance(request, dict) else {}


def _chosen(parameters: Mapping[str, object]) -> dict[str, str]:
    values = ((key, parameters.get(key)) for key in _CHOSEN)
    return {
        key: value
        for key, value in values
        if isinstance(value, str) and value not in ("", WITHHELD)
    }


def _of_kind(record: AttemptRecord, kind: EventKind) -> Iterator[Event]:
    return (event for event in record.events if event.kind is kind)
