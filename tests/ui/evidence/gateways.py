"""A gateway that answers each operation by its name, and desks on it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping

from console.core.call import ApiCall, CallResult, Reply
from console.core.diagnosis.classification import Act
from console.core.diagnosis.evidence import Evidence, Probe, ProbeStatus
from console.core.diagnosis.finding import Confidence, Finding
from console.core.permit import Permit
from console.core.profile import Profile
from tests.fakes import START, FakePending, record, refusal

WRONG = refusal("NotAuthorizedException", "Incorrect username or password.")
DENIED = refusal(
    "AccessDeniedException",
    "User: arn:aws:iam::1:user/x is not authorized to perform: cognito-idp:ListUsers",
)


def reply(**details: object) -> Reply:
    return Reply(record=record(), details=details)


OWN_EVENT = {
    "EventName": "AdminInitiateAuth",
    "EventTime": START,
    "RequestId": record().request_id,  # of every answer here
    "ErrorCode": "NotAuthorizedException",
    "ErrorMessage": "Incorrect username or password.",
    "Sub": "5a3c6f10-0000-4000-8000-000000000001",
}
ANSWERS: Mapping[str, CallResult] = {
    "GetCallerIdentity": reply(Account="123456789012", Arn="arn:aws:iam::123456789012:user/x"),
    "DescribeUserPool": reply(Id="eu-west-1_Ab12Cd34E", MfaConfiguration="OFF"),
    "DescribeUserPoolClient": reply(
        ClientName="app", ExplicitAuthFlows=("ALLOW_ADMIN_USER_PASSWORD_AUTH",)
    ),
    "AdminGetUser": reply(Username="alice", UserStatus="CONFIRMED", Enabled=True),
    "ListUsers": reply(Users=()),
    "GetUserPoolMfaConfig": reply(),
    "AdminListDevices": reply(Devices=()),
    "AdminListUserAuthEvents": reply(AuthEvents=()),
    "DescribeRiskConfiguration": reply(),
    "ListUserPools": reply(UserPools=({"Id": "eu-west-1_Ab12Cd34E"},)),
    "ListUserPoolClients": reply(UserPoolClients=({"ClientId": "c1"},)),
    "LookupEvents": reply(Events=(OWN_EVENT,)),
    "FilterLogEvents": reply(events=()),
    "GetSMSSandboxAccountStatus": reply(IsInSandbox=False),
    "GetSMSAttributes": reply(MonthlySpendLimit="1"),
    "ListOriginationNumbers": reply(PhoneNumbers=()),
    "AdminInitiateAuth": WRONG,
}


class ByOperation:
    """An answer for each operation; one that is held waits for a stop."""

    def __init__(self, *held: str, answers: Mapping[str, CallResult] | None = None) -> None:
        self.held = set(held)
        self.answers = {**ANSWERS, **(answers or {})}
        self.calls: list[ApiCall] = []
        self.opened: list[Profile] = []
        self.begun: dict[str, asyncio.Event] = defaultdict(asyncio.Event)

    def open(self, profile: Profile) -> ByOperation:
        self.opened.append(profile)
        return self

    def begin(self, call: ApiCall, permit: Permit | None = None) -> FakePending:
        self.calls.append(call)
        self.begun[call.operation].set()
        held = call.operation in self.held
        return FakePending(None if held else self.answers[call.operation])

    def warm(self) -> None:
        return

    def close(self) -> None:
        return

    @property
    def operations(self) -> list[str]:
        return [call.operation for call in self.calls]


def finding(finding_id: str = "wrong_password", **changes: object) -> Finding:
    """A finding with something in every place, with changes."""
    values: dict[str, object] = {
        "id": finding_id,
        "title": f"Title of {finding_id}",
        "confidence": Confidence.HIGH,
        "decided": False,
        "for_": ("It speaks for it.",),
        "against": ("It speaks against it.",),
        "not_checked": ("AdminGetUser was not asked.",),
        "act": (Act.USER, Act.CUSTOMER_ADMIN),
        "next_step": "Type it by hand.",
        "would_decide": "AdminGetUser",
        "for_customer": f"Dear customer of {finding_id}.",
        "for_admin": "Dear admin.",
        "remedy": "aws cognito-idp admin-get-user --username USERNAME",
    }
    return Finding(**{**values, **changes})  # type: ignore[arg-type]


def probe(operation: str, status: ProbeStatus = ProbeStatus.OK, reason: str = "") -> Probe:
    return Probe(operation=operation, status=status, reason=reason, duration_ms=12.4)


def evidence(*probes: Probe) -> Evidence:
    return Evidence(probes=probes, gathered_at=START)
