"""Everything that can be found out about an attempt, with a text of others in each place."""

from __future__ import annotations

from datetime import UTC, datetime

from console.cases.case_diagnosis import Diagnosis
from console.core.call import Sent
from console.core.diagnosis.classification import Act
from console.core.diagnosis.evidence import (
    AuthEventFacts,
    CallerFacts,
    ClientFacts,
    DeviceFacts,
    Evidence,
    LogKind,
    LogLine,
    PoolFacts,
    Probe,
    ProbeStatus,
    SmsFacts,
    TrailEvent,
    TrailFacts,
    UserFacts,
)
from console.core.diagnosis.finding import Confidence, Finding
from console.core.diagnosis.forecast import Forecast, SendsMessage
from console.core.diagnosis.not_exercised import Layer, NotExercised

AT = datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)
SUB = "5b7e3d52-0b7e-4a0a-9d0a-6a1d2f3c4b5e"


def diagnosis(text: str = "quiet") -> Diagnosis:
    return Diagnosis(
        findings=(finding(text), finding(text, decided=False)),
        evidence=evidence(text),
        forecast=forecast(text),
        not_exercised=(NotExercised(layer=Layer.WAF, sentence=f"The web firewall {text}."),),
    )


def finding(text: str, *, decided: bool = True) -> Finding:
    return Finding(
        id="wrong_password",
        title=f"The password is wrong {text}",
        confidence=Confidence.HIGH,
        decided=decided,
        for_=(f"It was refused {text}.",),
        against=(f"It was right before {text}.",),
        not_checked=(f"Whether there is such a user {text}.",),
        act=(Act.USER,),
        next_step=f"Type it again {text}.",
        would_decide=None if decided else text,
        for_customer=f"Please type it {text}.",
        for_admin=f"Reset it {text}.",
        remedy=text,
    )


def forecast(text: str) -> Forecast:
    return Forecast(
        challenge=text,
        sends_message=SendsMessage(medium=text, destination_masked=text, after=text),
        changes_user=False,
        counts_towards_lockout=True,
        triggers=(text,),
        expects=f"A code {text}.",
        certain=True,
        for_person=text,
        refusal=text,
    )


def evidence(text: str) -> Evidence:
    user = UserFacts(
        username=f"j.doe {text}",
        status=text,
        enabled=True,
        sub=SUB,
        created=AT,
        modified=AT,
        mfa_methods=(text,),
        preferred_mfa=text,
        has_email=True,
        email_verified=True,
        matched_by=text,
        email_masked=text,
        phone_masked=text,
    )
    return Evidence(
        probes=(
            Probe(operation="ListUsers", status=ProbeStatus.OK, duration_ms=1.23456),
            Probe(
                operation="AdminGetUser",
                status=ProbeStatus.DENIED,
                missing_action=text,
                code=text,
                reason=f"It was refused: {text}.",
                sent=Sent.YES,
            ),
        ),
        caller=CallerFacts(account="111122223333", arn=text),
        pool=PoolFacts(
            pool_id="eu-west-1_Ab12Cd34E",
            tier=text,
            mfa="ON",
            triggers=(text,),
            functions={text: text},
            case_sensitive=False,
            temporary_password_days=7,
        ),
        client=ClientFacts(
            client_id="1example23456789", name=text, auth_flows=(text,), session_validity_s=180.0
        ),
        user=user,
        alias_users=(user,),
        devices=(DeviceFacts(key_matches=True, remembered=None),),
        auth_events=(
            AuthEventFacts(at=AT, event_type=text, response="Fail", challenges={"Password": text}),
        ),
        mfa_config={"sms": True, "app": False},
        other_pools=(text, text),
        found_in=(),
        pool_clients=None,
        trail=TrailFacts(
            own=(TrailEvent(at=None, event_name=text, error_code=text, error_text=text, sub=SUB),),
            refusals=3,
        ),
        log_lines=(LogLine(at=AT, trigger=text, kind=LogKind.ERROR, error_type=text, text=text),),
        sms=SmsFacts(region="eu-west-1", in_sandbox=True, monthly_limit_usd=1.0),
        clock_skew_s=-1.25,
        gathered_at=AT,
    )
