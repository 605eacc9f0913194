"""What somebody else may run or open, to look where the operator may not."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from console.core import call as api
from console.core.diagnosis.evidence import Evidence
from console.core.diagnosis.least_policy import partition_of
from console.core.diagnosis.occurrence import Occurrence
from console.core.diagnosis.probe_plan_beyond import (
    OF_SMS,
    REGION,
    SPEND_LIMIT,
    functions_of,
    log_group,
    log_window,
    sms_region,
    traced,
    trail_window,
)
from console.core.profile import Profile

_USERNAME, _NUMBER = "USERNAME", "PHONE_NUMBER"  # the user is named by whoever runs it
_POOL = re.compile(r"[\w-]{1,40}_[0-9a-zA-Z]{1,54}", re.ASCII)
_CLIENT = re.compile(r"[\w+]{1,128}", re.ASCII)
_COMMANDS: Mapping[str, tuple[str, ...]] = {
    api.GET_CALLER_IDENTITY: ("get-caller-identity",),
    api.DESCRIBE_USER_POOL: ("describe-user-pool", "--user-pool-id", "{pool}"),
    api.DESCRIBE_USER_POOL_CLIENT: (
        "describe-user-pool-client", "--user-pool-id", "{pool}", "--client-id", "{client}"
    ),
    api.ADMIN_GET_USER: ("admin-get-user", "--user-pool-id", "{pool}", "--username", _USERNAME),
    api.LIST_USERS: (
        "list-users", "--user-pool-id", "{pool}", "--filter", f'username = "{_USERNAME}"'
    ),
    api.GET_USER_POOL_MFA_CONFIG: ("get-user-pool-mfa-config", "--user-pool-id", "{pool}"),
    api.ADMIN_LIST_DEVICES: (
        "admin-list-devices", "--user-pool-id", "{pool}", "--username", _USERNAME
    ),
    api.ADMIN_LIST_USER_AUTH_EVENTS: (
        "admin-list-user-auth-events", "--user-pool-id", "{pool}", "--username", _USERNAME
    ),
    api.DESCRIBE_RISK_CONFIGURATION: ("describe-risk-configuration", "--user-pool-id", "{pool}"),
    api.LIST_USER_POOLS: ("list-user-pools", "--max-results", "60"),
    api.LIST_USER_POOL_CLIENTS: ("list-user-pool-clients", "--user-pool-id", "{pool}"),
    api.GET_SMS_SANDBOX_ACCOUNT_STATUS: ("get-sms-sandbox-account-status",),
    api.LIST_SMS_SANDBOX_PHONE_NUMBERS: ("list-sms-sandbox-phone-numbers",),
    api.GET_SMS_ATTRIBUTES: ("get-sms-attributes", "--attributes", SPEND_LIMIT),
    api.LIST_ORIGINATION_NUMBERS: ("list-origination-numbers",),
    api.CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT: (
        "check-if-phone-number-is-opted-out", "--phone-number", _NUMBER
    ),
}  # fmt: skip
_OF_USERS = frozenset({api.ADMIN_GET_USER, api.LIST_USERS, api.ADMIN_LIST_DEVICES})
_NO_PAGE = frozenset({api.GET_CALLER_IDENTITY})
_CONSOLES = {
    "aws": "console.aws.amazon.com",
    "aws-us-gov": "console.amazonaws-us-gov.com",
    "aws-cn": "console.amazonaws.cn",
}
_REFERENCES = {
    "cognito-idp": "cognito-user-identity-pools/latest/APIReference",
    "sts": "STS/latest/APIReference",
    "cloudtrail": "awscloudtrail/latest/APIReference",
    "logs": "AmazonCloudWatchLogs/latest/APIReference",
    "sns": "sns/latest/api",
}
_BAD_ENDS: Final = (
    "fields @timestamp, @message | filter @message like "
    "/Task timed out|errorType|ERROR|Exception|Runtime exited|signal: killed|OutOfMemory/ "
    "| sort @timestamp asc | limit 100"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyQuery:
    """Nothing of the user is in it: USERNAME and PHONE_NUMBER stand where they belong.

    `command` is the AWS CLI's, a line for each call that is needed. `link` leads to the page of the
    AWS console where the same is shown, else to the operation's documentation. `query` is one for
    Logs Insights.
    """

    command: str
    link: str | None = None
    query: str | None = None


def ready_query(
    operation: str,
    profile: Profile,
    evidence: Evidence | None = None,
    occurrence: Occurrence | None = None,
) -> ReadyQuery:
    """For any of OPERATIONS; raises KeyError for another."""
    return _Writer(
        operation=operation,
        profile=profile,
        evidence=Evidence() if evidence is None else evidence,
        occurrence=occurrence,
    ).written()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writer:
    operation: str
    profile: Profile
    evidence: Evidence = field(repr=False)
    occurrence: Occurrence | None

    def written(self) -> ReadyQuery:
        """Its command, its page and its query."""
        if self.operation == api.LOOKUP_EVENTS:
            lines, query = [self._trail(name) for name in self._traced()], None
        elif self.operation == api.FILTER_LOG_EVENTS:
            lines, query = [self._log(function) for function in self._functions()], _BAD_ENDS
        else:
            lines, query = [self._line(*_COMMANDS[self.operation])], None
        return ReadyQuery(command="\n".join(lines), link=self._link(), query=query)

    # --- the command

    def _line(self, *words: str) -> str:
        pool, client = self.profile.user_pool_id, self.profile.client_id
        known = {
            "{pool}": pool if _POOL.fullmatch(pool) else "USER_POOL_ID",
            "{client}": client if _CLIENT.fullmatch(client) else "CLIENT_ID",
        }
        service, endpoint = self._service(), self.profile.endpoint_url
        own = ("--endpoint-url", endpoint) if endpoint and service == "cognito-idp" else ()
        named = (known.get(each, each) for each in words)
        return shlex.join(["aws", service, *named, "--region", self._region(), *own])

    def _trail(self, event_name: str) -> str:
        window = None if self.occurrence is None else trail_window(self.occurrence)
        return self._line(
            "lookup-events",
            "--lookup-attributes",
            f"AttributeKey=EventName,AttributeValue={event_name}",
            "--start-time",
            "START_TIME" if window is None else f"{window.start:%Y-%m-%dT%H:%M:%SZ}",
            "--end-time",
            "END_TIME" if window is None else f"{window.end:%Y-%m-%dT%H:%M:%SZ}",
        )

    def _log(self, function: str) -> str:
        start, end = self._log_times("START_TIME", "END_TIME")
        group = ("--log-group-name", log_group(function))
        return self._line("filter-log-events", *group, "--start-time", start, "--end-time", end)

    def _log_times(self, start: str, end: str) -> tuple[str, str]:
        if self.occurrence is None:
            return start, end
        window = log_window(self.occurrence)
        return _milliseconds(window.start), _milliseconds(window.end)

    def _traced(self) -> tuple[str, ...]:
        """The calls of the sign-in, or the one with which any begins."""
        called = () if self.occurrence is None else traced(self.occurrence)
        return called or (api.ADMIN_INITIATE_AUTH,)

    def _functions(self) -> tuple[str, ...]:
        pool = self.evidence.pool
        if pool is None:
            return ("FUNCTION",)
        if self.occurrence is None:
            found = tuple(dict.fromkeys(pool.functions.values()))
        else:
            found = tuple(functions_of(pool, self.occurrence))
        return found or ("FUNCTION",)

    def _service(self) -> str:
        return api.SERVICES.get(self.operation, "cognito-idp")

    def _region(self) -> str:
        region, pool = self.profile.region, self.evidence.pool
        if self.operation in OF_SMS and pool is not None:
            region = sms_region(pool, self.profile)
        return region if REGION.fullmatch(region) else "REGION"

    # --- the page

    def _link(self) -> str:
        region = self._region()
        domain = _CONSOLES.get(partition_of(region))
        page = self._page(region)
        if domain is None or not page or self.profile.simulated or region == "REGION":
            pages = f"https://docs.aws.amazon.com/{_REFERENCES[self._service()]}"
            return f"{pages}/API_{self.operation}.html"
        return f"https://{region}.{domain}/{page}"

    def _page(self, region: str) -> str:
        """The path in the AWS console; empty where it has no page for the same."""
        service = self._service()
        if service == "cloudtrail":
            event_name = self._traced()[-1]  # the call that ended the sign-in
            return f"cloudtrailv2/home?region={region}#/events?EventName={event_name}"
        if service == "logs":
            return self._log_page(region)
        if service == "sns":
            return f"sns/v3/home?region={region}#/mobile/text-messaging"
        return "" if self.operation in _NO_PAGE else self._pool_page(region)

    def _log_page(self, region: str) -> str:
        """Its address has its own way to write what follows the mark."""
        page = f"cloudwatch/home?region={region}#logsV2:log-groups"
        function = self._functions()[0]
        if function == "FUNCTION":
            return page
        start, end = self._log_times("-3600000", "0")
        events = f"log-events$3Fstart$3D{start}$26end$3D{end}"
        return f"{page}/log-group/{log_group(function).replace('/', '$252F')}/{events}"

    def _pool_page(self, region: str) -> str:
        pool = self.profile.user_pool_id
        page = "cognito/v2/idp/user-pools"
        if self.operation == api.LIST_USER_POOLS or not _POOL.fullmatch(pool):
            return f"{page}?region={region}"
        users = "/users" if self.operation in _OF_USERS else ""
        return f"{page}/{pool}{users}?region={region}"


def _milliseconds(moment: datetime) -> str:
    return str(int(moment.timestamp() * 1000))
