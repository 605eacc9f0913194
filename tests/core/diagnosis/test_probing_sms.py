"""Text messages: when SNS is asked at all, where, and what of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from console.core.call import CallResult
from console.core.diagnosis.evidence import Evidence, Probe, ProbeStatus, SmsFacts
from console.core.diagnosis.probe_calls import ProbeCalls, Stopper
from console.core.diagnosis.probe_plan import ProbeTarget
from console.core.diagnosis.probe_plan_beyond import OF_SMS
from console.core.diagnosis.probing_sms import ask_sms
from console.core.profile import ProfileKind
from console.core.secret import Secret
from tests.core.diagnosis.by_operation import NUMBER, ByOperation, reply
from tests.core.diagnosis.situations import POOL, USER
from tests.fakes import FakeClock, profile, refusal

SENDS = replace(POOL, has_sms_role=True, sns_region="us-east-1")
SILENT = replace(USER, has_phone=False)
KNOWN = Evidence(pool=SENDS, user=USER)
DENIED = refusal("AuthorizationError", "not authorized to perform: SNS:GetSMSAttributes")
LIST, STATUS = "ListSMSSandboxPhoneNumbers", "GetSMSSandboxAccountStatus"
OPTED = "CheckIfPhoneNumberIsOptedOut"


class Asked:
    """What SNS was asked, and what came of it."""

    def __init__(self, answers: Mapping[str, CallResult] | None = None) -> None:
        self.gateway = ByOperation(answers=answers)
        self.probes: dict[str, Probe] = {}

    async def ask(
        self,
        evidence: Evidence = KNOWN,
        *,
        simulated: bool = False,
        number: Secret | None = NUMBER,
        **changes: Any,
    ) -> SmsFacts | None:
        of = profile(kind=ProfileKind.PRACTICE if simulated else ProfileKind.PRODUCTION)
        calls = ProbeCalls(
            target=ProbeTarget(profile=of, username="alice"),
            gateway=self.gateway,
            clock=FakeClock(),
            stopper=Stopper(),
            on_probe=None,
        )
        asked: dict[str, Any] = {"named": True, "challenges": ()}
        found = await ask_sms(
            profile=of, calls=calls, evidence=evidence, number=number, **asked | changes
        )
        self.probes = calls.probes
        return found

    @property
    def reasons(self) -> dict[str, str]:
        skipped = ProbeStatus.SKIPPED
        return {name: one.reason for name, one in self.probes.items() if one.status is skipped}


async def test_everything_is_read_in_the_region_from_which_the_pool_sends() -> None:
    asked = Asked()
    assert await asked.ask() == SmsFacts(
        region="us-east-1",
        in_sandbox=True,
        verified_in_sandbox=True,
        monthly_limit_usd=1.0,
        origination_numbers=2,
        opted_out=False,
    )
    assert {call.region for call in asked.gateway.calls} == {"us-east-1"}
    assert asked.gateway.operations == set(OF_SMS) == set(asked.probes)
    (opted,) = (call for call in asked.gateway.calls if call.operation == OPTED)
    assert opted.params == {"phoneNumber": NUMBER}


@pytest.mark.parametrize(
    ("evidence", "changes", "reason"),
    [
        (Evidence(), {}, "The pool's settings were not read."),
        (Evidence(pool_missing=True), {}, "There is no such pool."),
        (replace(KNOWN, pool=POOL), {}, "The pool sends no text messages."),
        (KNOWN, {"simulated": True}, "The practice pool is in no AWS account."),
        (replace(KNOWN, user=SILENT), {}, "This user gets no text messages."),
        (Evidence(pool=SENDS, user_missing=True), {}, "There is no such user."),
        (Evidence(pool=SENDS), {"named": False}, "It is asked only of a user's sign-in."),
    ],
)
async def test_where_no_message_is_sent_nothing_is_asked(
    evidence: Evidence, changes: Mapping[str, Any], reason: str
) -> None:
    asked = Asked()
    assert await asked.ask(evidence, **changes) is None
    assert asked.reasons == dict.fromkeys(OF_SMS, reason)
    assert asked.gateway.calls == []


@pytest.mark.parametrize(
    ("evidence", "challenges"),
    [
        (replace(KNOWN, user=replace(SILENT, mfa_methods=("SMS_MFA",))), ()),
        (replace(KNOWN, user=replace(SILENT, preferred_mfa="SMS_MFA")), ()),
        (replace(KNOWN, user=SILENT), ("SMS_MFA",)),
        (Evidence(pool=SENDS, user_missing=True), (None, "SMS_OTP")),
        (Evidence(pool=SENDS), ()),  # the user could not be read
    ],
)
async def test_where_a_message_may_be_sent_it_is_asked(
    evidence: Evidence, challenges: tuple[str | None, ...]
) -> None:
    assert await Asked().ask(evidence, challenges=challenges) is not None


async def test_outside_the_sandbox_its_list_says_nothing() -> None:
    asked = Asked({STATUS: reply(IsInSandbox=False)})
    found = await asked.ask()
    assert found is not None
    assert (found.in_sandbox, found.verified_in_sandbox) == (False, None)
    assert asked.reasons == {LIST: "The account is not in the sandbox there."}


async def test_a_user_whose_number_is_not_known_is_not_asked_about() -> None:
    asked = Asked()
    found = await asked.ask(number=None)
    assert found is not None
    assert (found.verified_in_sandbox, found.opted_out) == (None, None)
    assert asked.reasons == dict.fromkeys((LIST, OPTED), "The user's phone number is not known.")


async def test_a_number_that_no_page_has_is_not_verified() -> None:
    found = await Asked({LIST: reply(PhoneNumbers=())}).ask()
    assert found is not None
    assert found.verified_in_sandbox is False
    endless = reply(PhoneNumbers=(), NextToken=Secret("more"))
    found = await Asked({LIST: endless}).ask()
    assert found is not None
    assert found.verified_in_sandbox is None


async def test_what_is_denied_hides_nothing_else() -> None:
    asked = Asked(dict.fromkeys(("GetSMSAttributes", "ListOriginationNumbers", STATUS), DENIED))
    assert await asked.ask() == SmsFacts(region="us-east-1", opted_out=False)
    assert asked.reasons == {LIST: "Whether the account is in the sandbox is not known."}
    probe = asked.probes["GetSMSAttributes"]
    assert (probe.status, probe.missing_action) == (ProbeStatus.DENIED, "sns:GetSMSAttributes")
    asked = Asked(dict.fromkeys(OF_SMS, DENIED))
    assert await asked.ask() is None
