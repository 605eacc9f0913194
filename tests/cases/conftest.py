"""One attempt with an event of every kind, in which every text of others can be chosen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from console.cases.case import CaseContext
from console.core.call import (
    ADMIN_INITIATE_AUTH,
    ADMIN_RESPOND,
    REVOKE_TOKEN,
    ApiCall,
    Phases,
    Sent,
)
from console.core.diagnosis.classification import (
    Act,
    Classification,
    Matched,
    Retry,
    RetryWhen,
)
from console.core.events import EventKind
from console.core.masking import masked_request
from console.core.profile import ProfileKind
from console.core.record import AttemptRecord, LegRecord, Outcome, Step, TokensLeft
from console.core.secret import Secret
from console.core.timeline import Timeline

STARTED = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
PASSWORD = "Canary-91b2-Zq"
CODE = "739214"
PHASES = {"dns_ms": 1.0, "connect_ms": 2.0, "tls_ms": None, "first_byte_ms": 3.5}
MakeRecord = Callable[..., AttemptRecord]


@pytest.fixture(scope="session")
def context() -> CaseContext:
    zone = timezone(timedelta(hours=1))
    return CaseContext(
        program_version="0.1.0",
        python_version="3.11.7",
        platform="Linux 6.1",
        time_zone="CET",
        exported_at=datetime(2026, 1, 2, 12, 0, tzinfo=zone),
    )


@pytest.fixture(scope="session")
def make_record() -> MakeRecord:
    return build


def build(
    *, username: str = "alice", text: str = "quiet", message: str | None = None, size: int = 400
) -> AttemptRecord:
    """`text` stands in every field that others can fill, `message` is Cognito's."""
    said = text if message is None else message
    timeline = filled(username, text, said, size)
    return AttemptRecord(
        attempt_id="01J0000000",
        started_at=STARTED,
        ended_at=STARTED + timedelta(seconds=2),
        duration_ms=2000.1234,
        profile_name=text,
        profile_kind=ProfileKind.STAGING,
        region="eu-west-1",
        user_pool_id="eu-west-1_Ab12Cd34E",
        client_id="1example23456789",
        endpoint=text,
        username=username,
        auth_flow="ADMIN_USER_PASSWORD_AUTH",
        ticket=text,
        simulated=False,
        outcome=Outcome.FAILED,
        reason=f"Cognito refused the request with {text}.",
        challenges=("SMS_MFA", text),
        classification=classification(text, said),
        steps=(step(ADMIN_INITIATE_AUTH, 200, text), step(ADMIN_RESPOND, 400, text)),
        after=(step(REVOKE_TOKEN, 200, text),),
        legs=(
            LegRecord(path="admin", outcome=Outcome.SIGNED_IN, reason="Cognito issued tokens."),
            LegRecord(path="public", outcome=Outcome.FAILED, reason=text, classification="x"),
        ),
        tokens_left=TokensLeft(valid_until=STARTED + timedelta(days=30), assumed=True),
        withheld=timeline.withheld(),
        events=timeline.events,
    )


def classification(text: str, message: str) -> Classification:
    return Classification(
        id="code-mismatch",
        code=text,
        message=message,
        matched=Matched.TEXT,
        meaning=f"The code was wrong {text}.",
        causes=(f"It was typed wrong {text}.", "It is of another message."),
        act=(Act.USER, Act.OPERATOR_IAM),
        next_steps=(f"Type the newest code {text}.", "Ask for a new one."),
        retry=Retry(when=RetryWhen.WAIT, after_s=30),
        counts_towards_lockout=None,
    )


def step(operation: str, status: int, text: str) -> Step:
    return Step(
        operation=operation,
        path="admin",
        sent=Sent.YES,
        request_id=text,
        http_status=status,
        duration_ms=12.3456,
        wire_tries=1,
        phases=Phases(dns_ms=1.0, first_byte_ms=3.5),
    )


def filled(username: str, text: str, message: str, size: int) -> Timeline:
    """A timeline with every kind of event and every field of the allowlist."""
    timeline = Timeline()

    def tell(kind: EventKind, step: int | None, **raw: object) -> None:
        number = len(timeline)
        timeline.append(
            kind,
            raw,
            at=STARTED + timedelta(milliseconds=number),
            offset_ms=number * 1.23456,
            step=step,
        )

    tell(
        EventKind.ATTEMPT_STARTED,
        None,
        flow="ADMIN_USER_PASSWORD_AUTH",
        path="admin",
        username=username,
        profile=text,
        profile_kind="staging",
        region="eu-west-1",
        user_pool_id="eu-west-1_Ab12Cd34E",
        client_id="1example23456789",
        simulated=False,
        warnings=(text,),
    )
    for number, status in ((1, 200), (2, 400)):
        operation = ADMIN_INITIATE_AUTH if number == 1 else ADMIN_RESPOND
        request = masked_request(call(operation, username, text))
        agreed = {"effect": "try", "confirmation": "typed"}
        tell(
            EventKind.CALL_STARTED,
            number,
            operation=operation,
            path="admin",
            request=request,
            **agreed,
        )
        tell(EventKind.WIRE_TRY, number, **wire_try(status, text, size))
        tell(EventKind.CALL_ENDED, number, operation=operation, **ended(status, text, message))
    asked = {"try_number": 1, "keys": ("SMS_MFA_CODE", text)}
    sent_to = {"medium": text, "destination": text, "number": 1, "supported": True}
    sent_to["stage"] = "app"
    tell(EventKind.CHALLENGE, 1, name="SMS_MFA", **asked, **sent_to)
    tell(EventKind.ANSWER, 1, challenge="SMS_MFA", from_seed=False, made_here=False, **asked)
    tell(EventKind.CLOCK_SKEW, 2, skew_s=-75.5)
    came: dict[str, object] = {"names": ("access", "id"), "new_device": True}
    tell(EventKind.TOKENS, 2, token_type=text, expires_in_s=3600, **came)
    tell(
        EventKind.ATTEMPT_ENDED,
        None,
        outcome="failed",
        reason=text,
        classification="code-mismatch",
        duration_ms=2000.1,
    )
    came_to = {"outcome": "failed", "classification": "x"}
    tell(EventKind.PATH_ENDED, None, path="public", reason=text, **came_to)
    tell(EventKind.TOKEN_CHECKED, None, **checked(text))
    tell(EventKind.TOKENS_REVOKED, 3, at_close=True)
    tell(EventKind.DEVICE_REMEMBERED, 4, confirmation_needed=True, kept=False)
    return timeline


def checked(text: str) -> dict[str, object]:
    moment = STARTED.isoformat(timespec="seconds")
    return {
        "token": "access",
        "algorithm": text,
        "signature": "not_checked",
        "signature_reason": text,
        "issuer": "ok",
        "client": "wrong",
        "use": "ok",
        "expiry": "ok",
        **dict.fromkeys(("issued_at", "expires_at", "auth_time"), moment),
        "sub": "5b7e3d52-0b7e-4a0a-9d0a-6a1d2f3c4b5e",
        "scopes": ("aws.cognito.signin.user.admin", text),
        "groups": (text,),
        "claims": ("sub", text),
    }


def call(operation: str, username: str, text: str) -> ApiCall:
    return ApiCall(
        operation=operation,
        params={
            "UserPoolId": "eu-west-1_Ab12Cd34E",
            "ClientId": "1example23456789",
            "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
            "AuthParameters": {"USERNAME": username, "PASSWORD": Secret(PASSWORD)},
            "ChallengeResponses": {"USERNAME": username, "SMS_MFA_CODE": Secret(CODE)},
            "ClientMetadata": {text: "value"},
            "ContextData": {"IpAddress": text, "HttpHeaders": ({"headerName": text},)},
            "Session": Secret("s" * 40),
        },
    )


def wire_try(status: int, text: str, size: int) -> dict[str, object]:
    return {
        "number": 1,
        "start_ms": 1.5,
        "duration_ms": 10.0,
        "phases": PHASES,
        "sent": "yes",
        "reused": False,
        "remote": "127.0.0.1:5000",
        "proxied": True,
        "tls_version": "TLSv1.3",
        "tls_issuer": text,
        "http_status": status,
        "request_bytes": size,
        "reply_bytes": size * 2 if status == 200 else 77,
        "error": text,
    }


def ended(status: int, text: str, message: str) -> dict[str, object]:
    outcome: dict[str, object] = (
        {"result": "challenge", "challenge": "SMS_MFA"}
        if status == 200
        else {"result": "refused", "code": text, "message": message, "classification": "x"}
    )
    return {
        **outcome,
        "sent": "yes",
        "http_status": status,
        "request_id": text,
        "content_type": text,
        "duration_ms": 12.0,
        "start_ms": 1.0,
        "wire_tries": 1,
        "phases": PHASES,
    }
