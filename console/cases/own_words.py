"""The words that cases say of themselves: a password "refused" cannot be looked for in them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from functools import cache

from console.core.call import Phases, Sent
from console.core.conversation.challenges import ANSWERED
from console.core.diagnosis.classification import (
    Act,
    Classification,
    Matched,
    Retry,
    RetryWhen,
)
from console.core.diagnosis.evidence import (
    CallerFacts,
    ClientFacts,
    Evidence,
    PoolFacts,
    Probe,
    ProbeStatus,
    UserFacts,
)
from console.core.diagnosis.finding import Confidence, Finding
from console.core.diagnosis.findings import CAUSES
from console.core.diagnosis.forecast import Forecast, SendsMessage
from console.core.echoes import folded
from console.core.events import Event, EventKind
from console.core.profile import ProfileKind
from console.core.record import AttemptRecord, LegRecord, Outcome, Step, TokensLeft

_THEN = datetime(2026, 1, 1, tzinfo=UTC)


@cache
def own_words() -> str:
    """All of them, folded. Made when first asked: it is for passwords that are plain words."""
    return folded("\n".join([*ANSWERED, *_causes(), *_cases()]))


def _causes() -> Iterator[str]:
    for cause in CAUSES.values():
        for field in fields(cause):
            value = getattr(cause, field.name)
            yield from (str(each) for each in (value if isinstance(value, tuple) else (value,)))


def _cases() -> Iterator[str]:
    """Each format's own words: a case of nobody in it."""
    from console.cases.case import Case, CaseContext
    from console.cases.case_diagnosis import Diagnosis
    from console.cases.registry import FORMATS

    context = CaseContext(
        program_version="",
        python_version="",
        platform="Linux Windows Darwin x86_64 AMD64 arm64",
        time_zone="UTC",
        exported_at=_THEN,
    )
    for outcome, simulated in ((Outcome.FAILED, True), (Outcome.SIGNED_IN, False)):
        record = _record(outcome, simulated=simulated)
        diagnosis = Diagnosis.of_record(record, _EVIDENCE, _FORECAST, findings=(_FINDING,))
        case = Case.from_record(record, context, diagnosis=diagnosis)
        for form in FORMATS.values():
            stream = io.BytesIO()
            form.write(case, stream)
            yield stream.getvalue().decode()


def _record(outcome: Outcome, *, simulated: bool) -> AttemptRecord:
    step = Step(
        operation="AdminInitiateAuth",
        path="admin",
        sent=Sent.YES,
        request_id=None,
        http_status=None,
        duration_ms=1.0,
        wire_tries=1,
        phases=Phases(),
    )
    events = tuple(
        Event(seq=no, kind=kind, at=_THEN, offset_ms=0.0, step=1, data={}, withheld={})
        for no, kind in enumerate(EventKind, start=1)
    )
    return AttemptRecord(
        attempt_id="",
        started_at=_THEN,
        profile_name="",
        profile_kind=ProfileKind.PRACTICE,
        region="",
        user_pool_id="",
        client_id="",
        username="",
        auth_flow="ADMIN_USER_PASSWORD_AUTH",
        simulated=simulated,
        outcome=outcome,
        classification=_CLASSIFICATION,
        steps=(step,),
        after=(step,),
        legs=tuple(LegRecord(path="admin", outcome=each, reason="") for each in Outcome),
        tokens_left=TokensLeft(valid_until=_THEN, assumed=True),
        events=events,
    )


_CLASSIFICATION = Classification(
    id="",
    code="",
    message="",
    matched=Matched.NONE,
    meaning="-",
    causes=("-",),
    act=tuple(Act),
    next_steps=("-",),
    retry=Retry(when=RetryWhen.WAIT, after_s=1),
    counts_towards_lockout=None,
)
_FINDING = Finding(
    id="",
    title="-",
    confidence=Confidence.LOW,
    decided=False,
    for_=("-",),
    against=("-",),
    not_checked=("-",),
    next_step="-",
    would_decide="-",
    for_customer="-",
    for_admin="-",
    remedy="-",
)
_EVIDENCE = Evidence(
    probes=tuple(Probe(operation="", status=status) for status in ProbeStatus),
    caller=CallerFacts(account="", arn=""),
    pool=PoolFacts(pool_id=""),
    client=ClientFacts(client_id=""),
    user=UserFacts(username="", status="", enabled=True),
)
_FORECAST = Forecast(
    challenge=None,
    sends_message=SendsMessage(medium="SMS", destination_masked="-", after="-"),
    changes_user=True,
    counts_towards_lockout=False,
    triggers=(),
    expects="-",
)
