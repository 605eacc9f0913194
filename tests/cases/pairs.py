"""One scenario, run twice through the core with other secrets: what comes of it must be the same.

The server is a fake that repeats what was sent, in texts and in tokens.
"""

from __future__ import annotations

import asyncio
import base64
import io
import json
import random
import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from console.cases.case import Case, CaseContext
from console.cases.case_diagnosis import Diagnosis
from console.cases.json_format import case_object
from console.cases.registry import FORMATS
from console.cases.show_text import normalized_lines
from console.core.attempt import Plan
from console.core.call import CallResult, NewDevice, Reply, Tokens
from console.core.conversation.flows import AuthFlow
from console.core.permit import OpenGuard
from console.core.ports import Answer, GiveUp
from console.core.record import AttemptRecord
from console.core.request import ContextData, SignInRequest
from console.core.runner import AttemptRunner
from console.core.secret import Secret
from tests.core.test_runner import CLASSIFIER
from tests.fakes import (
    FakeClock,
    FakeGateway,
    FakeVerifier,
    MemoryJournal,
    ScriptedAnswerer,
    challenge_reply,
    profile,
    record,
    refusal,
)

CONTEXT = CaseContext(
    program_version="0.1.0",
    python_version="3.11.7",
    platform="Linux 6.1",
    time_zone="UTC+0000",
    exported_at=datetime(2026, 1, 2, tzinfo=UTC),
)
_ALPHABET = string.ascii_letters + string.digits + "!#$%&'\"<>`|\\ äß日🔑"


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """All that a sign-in knows of and nobody else may."""

    password: str
    new_password: str
    client_secret: str
    code: str
    answer: str
    session: str
    refresh_token: str
    device_key: str
    encoded_data: str
    metadata: str
    header: str


def secrets_from(dice: random.Random) -> Secrets:
    """Of any length that the API takes."""

    def some(alphabet: str, least: int, most: int) -> str:
        return "".join(dice.choices(alphabet, k=dice.randint(least, most)))

    words = string.ascii_letters + string.digits
    return Secrets(
        password=some(_ALPHABET, 8, 60),
        new_password=some(_ALPHABET, 8, 60),
        client_secret=some(string.ascii_lowercase + string.digits, 24, 64),
        code=some(string.digits, 6, 8),
        answer=some(_ALPHABET, 8, 40),
        session=some(words + "-_", 40, 400),
        refresh_token=some(words + "-_.", 100, 900),
        device_key=f"eu-west-1_{some('0123456789abcdef', 8, 8)}-{some('0123456789abcdef', 9, 30)}",
        encoded_data=some(words + "+/=", 30, 200),
        metadata=some(words + " ", 12, 60),
        header=some(words + "/;", 12, 60),
    )


Scenario = Callable[
    [Secrets], tuple[SignInRequest, Sequence[CallResult], Sequence[Answer | GiveUp]]
]


def _jwt(claims: dict[str, Any]) -> Secret:
    def part(value: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    return Secret(f"{part({'alg': 'RS256'})}.{part(claims)}.c2lnbmF0dXJl")


def _tokens(of: Secrets) -> Reply:
    claims = {"sub": "5b7e3d52-0b7e-4a0a-9d0a-6a1d2f3c4b5e", "scope": f"openid {of.password}"}
    tokens = Tokens(
        access_token=_jwt({**claims, "token_use": "access"}),
        id_token=_jwt({**claims, "token_use": "id", "nickname": of.metadata}),
        refresh_token=Secret(of.refresh_token),
        token_type="Bearer",
        expires_in_s=3600,
        new_device=NewDevice(key=Secret(of.device_key), group_key=Secret("-GrouP")),
    )
    return Reply(record=record(request_id=f"id {of.password}"), tokens=tokens)


def _request(of: Secrets, **changes: Any) -> SignInRequest:
    return SignInRequest(
        username="alice",
        auth_flow=changes.pop("auth_flow", AuthFlow.ADMIN_USER_PASSWORD_AUTH),
        parameters={"PASSWORD": Secret(of.password), "DEVICE_KEY": Secret(of.device_key)},
        client_metadata={"tenant": of.metadata},
        context_data=ContextData(
            ip_address="203.0.113.7",
            server_name="shop",
            server_path="/login",
            encoded_data=Secret(of.encoded_data),
            http_headers=(("X-Thing", of.header),),
        ),
        ticket="CS-48213",
    )


def _refused(of: Secrets) -> tuple[SignInRequest, Sequence[CallResult], Sequence[Answer | GiveUp]]:
    told = f"PreAuthentication failed with error Denied for alice with {of.password}."
    return _request(of), (refusal("UserLambdaValidationException", told),), ()


def _coded(of: Secrets) -> tuple[SignInRequest, Sequence[CallResult], Sequence[Answer | GiveUp]]:
    told = base64.b64encode(f"x{of.client_secret}".encode()).decode()
    return _request(of), (refusal(f"X{of.metadata}", f"failed with {told}"),), ()


def _signed_in(
    of: Secrets,
) -> tuple[SignInRequest, Sequence[CallResult], Sequence[Answer | GiveUp]]:
    return _request(of), (_tokens(of),), ()


def _by_code(of: Secrets) -> tuple[SignInRequest, Sequence[CallResult], Sequence[Answer | GiveUp]]:
    sent_to = {"CODE_DELIVERY_DELIVERY_MEDIUM": "SMS", "CODE_DELIVERY_DESTINATION": "+*******34"}
    asked = challenge_reply("SMS_MFA", of.session, USER_ID_FOR_SRP="j.doe", **sent_to)
    wrong = refusal("CodeMismatchException", f"Invalid code {of.code}")
    answer = Answer(responses={"SMS_MFA_CODE": Secret(of.code)})
    return _request(of), (asked, wrong, _tokens(of)), (answer, answer)


def _new_password(
    of: Secrets,
) -> tuple[SignInRequest, Sequence[CallResult], Sequence[Answer | GiveUp]]:
    asked = challenge_reply(
        "NEW_PASSWORD_REQUIRED",
        of.session,
        USER_ID_FOR_SRP=of.password,
        userAttributes=json.dumps({"note": of.answer}),
        requiredAttributes='["userAttributes.name"]',
    )
    given: dict[str, str | Secret] = {"NEW_PASSWORD": Secret(of.new_password)}
    answer = Answer(responses={**given, "userAttributes.name": Secret(of.answer)})
    weak = refusal("InvalidPasswordException", f"Password {of.new_password} is weak")
    return _request(of), (asked, weak), (answer,)


def _custom(of: Secrets) -> tuple[SignInRequest, Sequence[CallResult], Sequence[Answer | GiveUp]]:
    asked = challenge_reply("CUSTOM_CHALLENGE", of.session, hint=of.header, more=of.encoded_data)
    answer = Answer(responses={"ANSWER": Secret(of.answer)})
    odd = challenge_reply(f"ODD_{of.session}", of.session)
    request = _request(of, auth_flow=AuthFlow.CUSTOM_AUTH)
    return replace(request, parameters={}), (asked, odd), (answer, GiveUp(reason="Given up."))


SCENARIOS: dict[str, Scenario] = {
    "refused": _refused,
    "refused in code": _coded,
    "signed in": _signed_in,
    "by code": _by_code,
    "a new password": _new_password,
    "a custom challenge": _custom,
}


async def attempt_of(scenario: Scenario, of: Secrets) -> tuple[AttemptRecord, Any]:
    """The record, and the secrets that its attempt still knows."""
    request, results, answers = scenario(of)
    clock = FakeClock(tick=0.01)
    runner = AttemptRunner(
        gateways=FakeGateway(results),
        journal=MemoryJournal(),
        guard=OpenGuard(),
        verifier=FakeVerifier(),
        classifier=lambda: CLASSIFIER,
        clock=clock,
        new_id=lambda: "01J0000000",
        not_kept=_never,
    )
    plan = Plan(
        profile=profile(has_client_secret=True),
        request=request,
        client_secret=Secret(of.client_secret),
    )
    attempt = runner.prepare(plan)
    await runner.run(attempt, ScriptedAnswerer(answers))
    aftermath = runner.aftermath(attempt)
    if aftermath is not None:
        await aftermath.check()
    return attempt.record(), attempt.live


def _never(error: object) -> None:
    raise AssertionError(error)


def artefacts(scenario: Scenario, of: Secrets) -> dict[str, str]:
    """Every format, and the normalized text, by name. Times and ids are those of a fake clock."""
    made, live = asyncio.run(attempt_of(scenario, of))
    case = Case.from_record(made, CONTEXT, diagnosis=Diagnosis.of_record(made), live=live)
    found = {"show": "\n".join(normalized_lines(case_object(case)))}
    for name, form in FORMATS.items():
        stream = io.BytesIO()
        form.write(case, stream)
        assert case.self_check.problem(stream.getvalue(), form.texts) is None
        found[name] = stream.getvalue().decode()
    return found
