"""An AWS account on loopback: the practice pool as its user pool, and the services around it.

Which service a request is for tell its X-Amz-Target or, of those that speak XML, what it signs for.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs

from console.core.practice_keys import PRACTICE_ACCESS_KEY_ID, PRACTICE_SECRET_ACCESS_KEY
from console.practice.pool import PracticePool
from console.practice.protocol import answer_post
from tests.e2e.programs import LIMIT_S, environment
from tests.services.fault_server import Connection, FaultServer, Request, http

ACCOUNT: Final = "123456789012"  # of AWS's own examples
CALLER: Final = f"arn:aws:iam::{ACCOUNT}:user/support"
REQUEST_ID: Final = "05d2e49f-0d61-420c-98c1-09c3e9e3fb98"
NUMBER: Final = "+12025550134"  # erin's
COGNITO, STS, SNS, TRAIL, LOGS = "cognito-idp", "sts", "sns", "cloudtrail", "logs"
OF_SNS: Final = frozenset(
    {
        "GetSMSSandboxAccountStatus",
        "ListSMSSandboxPhoneNumbers",
        "GetSMSAttributes",
        "ListOriginationNumbers",
        "CheckIfPhoneNumberIsOptedOut",
    }
)
BEYOND: Final = frozenset({*OF_SNS, "GetCallerIdentity", "LookupEvents", "FilterLogEvents"})
_TARGETS: Final = {
    "AWSCognitoIdentityProviderService": COGNITO,
    "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101": TRAIL,
    "Logs_20140328": LOGS,
}
_SCOPE: Final = re.compile(r"Credential=[^/]+/\d{8}/(?P<region>[^/]+)/(?P<service>[^/]+)/")
_PREFIXES: Final = {SNS: "SNS"}  # as IAM's refusal of SNS writes it
_NAMESPACES: Final = {
    STS: "https://sts.amazonaws.com/doc/2011-06-15/",
    SNS: "http://sns.amazonaws.com/doc/2010-03-31/",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One call as it came."""

    service: str
    operation: str
    region: str
    body: Mapping[str, Any]


@dataclass(slots=True, kw_only=True)
class Account:
    """What its services say; operations may be denied, or never answered, or wait for each other.

    `trail` are events for LookupEvents, `logs` lines by the function's name.
    """

    pool: PracticePool = field(default_factory=PracticePool)
    trail: Sequence[Mapping[str, object]] = ()
    logs: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sandbox: bool = False
    spend_limit: str = "1"
    verified: Sequence[str] = ()
    origination: int = 1
    opted_out: bool = False
    denied: Iterable[str] = ()
    hold: str | None = None
    together: Sequence[frozenset[str]] = ()  # none of a set is answered before all of it are asked
    calls: list[Asked] = field(default_factory=list)
    met: set[frozenset[str]] = field(default_factory=set)
    let_go: threading.Event = field(default_factory=threading.Event)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    @property
    def operations(self) -> list[str]:
        return [call.operation for call in self.calls]

    def asked(self, operation: str) -> list[Mapping[str, Any]]:
        """The bodies of that operation's calls."""
        return [call.body for call in self.calls if call.operation == operation]

    def serve(self, connection: Connection) -> None:
        """A script for FaultServer."""
        while (request := connection.read_request()) is not None:
            call = _read(request)
            with self._changed:
                self.calls.append(call)
                self._changed.notify_all()
            self._wait(call.operation)
            connection.send(self._answer(call, request))

    def _wait(self, operation: str) -> None:
        if operation == self.hold:
            self.let_go.wait()
        for group in self.together:
            if operation in group:
                self._wait_for(group)

    def _wait_for(self, group: frozenset[str]) -> None:
        with self._changed:
            if self._changed.wait_for(lambda: group <= set(self.operations), LIMIT_S):
                self.met.add(group)

    def _answer(self, call: Asked, request: Request) -> bytes:
        if call.operation in self.denied:
            return _denial(call)
        if call.service == COGNITO:
            reply = answer_post(
                self.pool,
                target=request.header("X-Amz-Target"),
                authorization=request.header("Authorization"),
                body=request.body,
            )
            return http(
                reply.body,
                status=f"{reply.status} X",
                headers={"Date": None, **dict(reply.headers)},
            )
        if call.service in _NAMESPACES:
            return _xml(call, self._texts()[call.operation](call.body))
        if call.service == TRAIL:
            return _json({"Events": self._events(call.body)})
        return _json({"events": self._lines(call.body), "searchedLogStreams": []})

    def _texts(self) -> Mapping[str, Callable[[Mapping[str, Any]], str]]:
        numbers = "".join(
            f"<member><PhoneNumber>{number}</PhoneNumber><Status>Verified</Status></member>"
            for number in self.verified
        )
        own = "<member><PhoneNumber>+12025550199</PhoneNumber><Status>ACTIVE</Status></member>"
        limit = f"<entry><key>MonthlySpendLimit</key><value>{self.spend_limit}</value></entry>"
        return {
            "GetCallerIdentity": lambda _: (
                f"<Arn>{CALLER}</Arn><UserId>AIDASUPPORT</UserId><Account>{ACCOUNT}</Account>"
            ),
            "GetSMSSandboxAccountStatus": lambda _: (
                f"<IsInSandbox>{str(self.sandbox).lower()}</IsInSandbox>"
            ),
            "ListSMSSandboxPhoneNumbers": lambda _: f"<PhoneNumbers>{numbers}</PhoneNumbers>",
            "GetSMSAttributes": lambda _: f"<attributes>{limit}</attributes>",
            "ListOriginationNumbers": lambda _: (
                f"<PhoneNumbers>{own * self.origination}</PhoneNumbers>"
            ),
            "CheckIfPhoneNumberIsOptedOut": lambda body: (
                f"<isOptedOut>{str(self.opted_out and body['phoneNumber'] == NUMBER).lower()}"
                "</isOptedOut>"
            ),
        }

    def _events(self, body: Mapping[str, Any]) -> list[Mapping[str, object]]:
        names = {
            each["AttributeValue"]
            for each in body.get("LookupAttributes", ())
            if each["AttributeKey"] == "EventName"
        }
        first, last = (float(body[key]) for key in ("StartTime", "EndTime"))
        return [
            event
            for event in self.trail
            if event["EventName"] in names and first <= float(str(event["EventTime"])) <= last
        ]

    def _lines(self, body: Mapping[str, Any]) -> list[Mapping[str, object]]:
        function = str(body["logGroupName"]).removeprefix("/aws/lambda/")
        first, last = int(body["startTime"]), int(body["endTime"])
        return [
            {"logStreamName": "s", "timestamp": (first + last) // 2, "message": line}
            for line in self.logs.get(function, ())
        ]


def trail_event(
    name: str = "AdminInitiateAuth",
    *,
    at: datetime,
    request_id: str = REQUEST_ID,
    error: str | None = None,
    sub: str | None = None,
) -> dict[str, object]:
    """An event as CloudTrail gives it: names and addresses stand in its text."""
    inner: dict[str, object] = {
        "eventVersion": "1.08",
        "userIdentity": {"type": "IAMUser", "arn": CALLER, "userName": "support"},
        "eventSource": "cognito-idp.amazonaws.com",
        "eventName": name,
        "sourceIPAddress": "203.0.113.7",
        "requestID": request_id,
        "requestParameters": {"authParameters": "HIDDEN_DUE_TO_SECURITY_REASONS"},
    }
    if error is not None:
        inner |= {"errorCode": error, "errorMessage": "Incorrect username or password."}
    if sub is not None:
        inner["additionalEventData"] = {"sub": sub}
    return {
        "EventId": "e1",
        "EventName": name,
        "EventTime": at.astimezone(UTC).timestamp(),
        "EventSource": "cognito-idp.amazonaws.com",
        "Username": "support",
        "CloudTrailEvent": json.dumps(inner),
    }


def lab_environment(folder: Path, **changes: str) -> dict[str, str]:
    """Credentials of the account, which are those that its pool knows."""
    return environment(
        folder,
        AWS_ACCESS_KEY_ID=PRACTICE_ACCESS_KEY_ID,
        AWS_SECRET_ACCESS_KEY=PRACTICE_SECRET_ACCESS_KEY,
        PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring",
        **changes,
    )


def server_of(account: Account) -> FaultServer:
    """Its one address; to be entered."""
    return FaultServer(account.serve)


def _read(request: Request) -> Asked:
    scope = _SCOPE.search(request.header("Authorization"))
    region = "" if scope is None else scope["region"]
    target, _, operation = request.header("X-Amz-Target").rpartition(".")
    if target:
        body = json.loads(request.body or b"{}")
        return Asked(service=_TARGETS[target], operation=operation, region=region, body=body)
    form = {key: values[0] for key, values in parse_qs(request.body.decode()).items()}
    return Asked(
        service="" if scope is None else scope["service"],
        operation=form.pop("Action"),
        region=region,
        body=form,
    )


def _denial(call: Asked) -> bytes:
    action = f"{_PREFIXES.get(call.service, call.service)}:{call.operation}"
    text = (
        f"User: {CALLER} is not authorized to perform: {action} on resource: * because no "
        f"identity-based policy allows the {action} action"
    )
    if call.service in _NAMESPACES:
        code = "AuthorizationError" if call.service == SNS else "AccessDenied"
        error = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{text}</Message></Error>"
        body = _document("ErrorResponse", call.service, error)
        return http(
            body, status="403 Forbidden", headers={"Content-Type": "text/xml", "Date": None}
        )
    content = {"__type": "AccessDeniedException", "Message": text}
    return http(content, status="400 Bad Request", headers={"Date": None})


def _json(content: Mapping[str, object]) -> bytes:
    return http(content, headers={"Date": None})


def _xml(call: Asked, inner: str) -> bytes:
    result = f"<{call.operation}Result>{inner}</{call.operation}Result>"
    body = _document(f"{call.operation}Response", call.service, result)
    return http(body, headers={"Content-Type": "text/xml", "Date": None})


def _document(name: str, service: str, inner: str) -> bytes:
    tail = f"<ResponseMetadata><RequestId>{REQUEST_ID}</RequestId></ResponseMetadata>"
    if name == "ErrorResponse":
        tail = f"<RequestId>{REQUEST_ID}</RequestId>"
    return f'<{name} xmlns="{_NAMESPACES[service]}">{inner}{tail}</{name}>'.encode()
