"""A gateway with an answer for each read-only operation, and answers that leave none out."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from console.core.call import ApiCall, CallResult, Reply
from console.core.diagnosis.occurrence import Occurrence
from console.core.permit import Permit
from console.core.secret import Secret
from tests.fakes import FakePending, record

AT = datetime(2026, 11, 24, 14, 2, 11, tzinfo=UTC)
NUMBER = Secret("+15550100134")
OCCURRENCE = Occurrence(
    operations=("AdminInitiateAuth",),
    began=AT,
    ended=AT,
    request_ids=frozenset({"r1"}),
    auth_flow="ADMIN_USER_PASSWORD_AUTH",
)
WATCHED: Mapping[str, object] = {
    "DeviceConfiguration": {},
    "UserPoolAddOns": {"AdvancedSecurityMode": "ENFORCED"},
    "LambdaConfig": {"PreAuthentication": "pre-auth"},
    "SmsConfiguration": {"SnsCallerArn": True, "SnsRegion": "us-east-1"},
}
RISK = {"CompromisedCredentialsRiskConfiguration": {"Actions": {"EventAction": "BLOCK"}}}


def reply(**details: object) -> Reply:
    return Reply(record=record(), details=details)


ANSWERS: Mapping[str, CallResult] = {
    "GetCallerIdentity": reply(Account="123456789012", Arn="arn:aws:iam::123456789012:user/x"),
    "DescribeUserPool": reply(**WATCHED),
    "DescribeUserPoolClient": reply(ClientName="app", ClientSecret=Secret("s3cret")),
    "AdminGetUser": reply(
        Username="alice",
        UserStatus="CONFIRMED",
        UserAttributes=({"Name": "phone_number", "Masked": "+*******0134", "Number": NUMBER},),
    ),
    "ListUsers": reply(Users=()),
    "GetUserPoolMfaConfig": reply(SmsMfaConfiguration={}),
    "AdminListDevices": reply(Devices=({"DeviceKey": Secret("k")},)),
    "AdminListUserAuthEvents": reply(AuthEvents=({"EventType": "SignIn"},)),
    "DescribeRiskConfiguration": reply(RiskConfiguration=RISK),
    "ListUserPools": reply(UserPools=({"Id": "eu-west-1_Ab12Cd34E"}, {"Id": "eu-west-1_Other"})),
    "ListUserPoolClients": reply(UserPoolClients=({"ClientId": "c1"},)),
    "LookupEvents": reply(
        Events=(
            {
                "EventName": "AdminInitiateAuth",
                "EventTime": AT,
                "RequestId": "r1",
                "ErrorCode": "NotAuthorizedException",
                "Sub": "sub-1",
            },
        )
    ),
    "FilterLogEvents": reply(events=({"Timestamp": AT, "Message": "[ERROR] KeyError: 'x'"},)),
    "GetSMSSandboxAccountStatus": reply(IsInSandbox=True),
    "ListSMSSandboxPhoneNumbers": reply(
        PhoneNumbers=({"PhoneNumber": NUMBER, "Status": "Verified"},)
    ),
    "GetSMSAttributes": reply(MonthlySpendLimit="1"),
    "ListOriginationNumbers": reply(PhoneNumbers=(True, True)),
    "CheckIfPhoneNumberIsOptedOut": reply(isOptedOut=False),
}


class ByOperation:
    """A gateway with an answer for each operation; one that is held waits for a stop."""

    def __init__(
        self, *held: str, answers: Mapping[str, CallResult | Sequence[CallResult]] | None = None
    ) -> None:
        self._held = held
        self._answers = {**ANSWERS, **(answers or {})}
        self._turn: dict[str, int] = defaultdict(int)
        self.calls: list[ApiCall] = []
        self.pending: list[FakePending] = []
        self.begun: dict[str, asyncio.Event] = defaultdict(asyncio.Event)

    def begin(self, call: ApiCall, permit: Permit | None = None) -> FakePending:
        self.calls.append(call)
        answer = self._answers[call.operation]
        if not isinstance(answer, CallResult):
            answer = answer[self._turn[call.operation]]
            self._turn[call.operation] += 1
        pending = FakePending(None if call.operation in self._held else answer)
        self.pending.append(pending)
        self.begun[call.operation].set()
        return pending

    def answer(self, operation: str) -> CallResult:
        """Its only answer."""
        found = self._answers[operation]
        assert isinstance(found, CallResult)
        return found

    def warm(self) -> None:
        return

    @property
    def operations(self) -> set[str]:
        return {call.operation for call in self.calls}
