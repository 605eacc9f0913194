"""Asks SNS what stands in the way of a text message, where a sign-in may send one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from console.core.call import (
    CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT,
    GET_SMS_ATTRIBUTES,
    GET_SMS_SANDBOX_ACCOUNT_STATUS,
    LIST_ORIGINATION_NUMBERS,
    LIST_SMS_SANDBOX_PHONE_NUMBERS,
)
from console.core.diagnosis import sms_reading as reading
from console.core.diagnosis.evidence import Evidence, SmsFacts, UserFacts
from console.core.diagnosis.evidence_reading import Details
from console.core.diagnosis.probe_calls import Pages, ProbeCalls
from console.core.diagnosis.probe_plan_beyond import OF_SMS, sms_call, sms_region
from console.core.diagnosis.probing_beyond import POOL_UNREAD, PRACTICE
from console.core.profile import Profile
from console.core.secret import Secret

_CHALLENGES = frozenset({"SMS_MFA", "SMS_OTP"})
_FACTORS = frozenset({"SMS_MFA", "SMS_OTP"})
_NO_NUMBER = "The user's phone number is not known."


async def ask_sms(
    *,
    profile: Profile,
    calls: ProbeCalls,
    evidence: Evidence,
    named: bool,
    challenges: Collection[str | None],
    number: Secret | None,
) -> SmsFacts | None:
    """In the region from which the pool sends; None where nothing came.

    `named`: the request names a user. `number` is that user's, and is kept nowhere.
    """
    import asyncio

    pool, reason = evidence.pool, _why_not(profile, evidence, challenges, named=named)
    if pool is None or reason:
        for operation in OF_SMS:
            calls.skip(operation, reason or POOL_UNREAD)
        return None
    inquiry = _Inquiry(calls=calls, region=sms_region(pool, profile), number=number)
    async with asyncio.TaskGroup() as tasks:
        for each in (
            inquiry.sandbox(),
            inquiry.limit(),
            inquiry.origination(),
            inquiry.opted_out(),
        ):
            tasks.create_task(each)
    return inquiry.found


def _why_not(
    profile: Profile, evidence: Evidence, challenges: Collection[str | None], *, named: bool
) -> str:
    """Why no text message can be in the way; empty where one can."""
    pool = evidence.pool
    if profile.simulated:
        return PRACTICE
    if pool is None:
        return "There is no such pool." if evidence.pool_missing else POOL_UNREAD
    if not pool.has_sms_role:
        return "The pool sends no text messages."
    return "" if _CHALLENGES & set(challenges) else _why_not_to(evidence, named=named)


def _why_not_to(evidence: Evidence, *, named: bool) -> str:
    """As far as the user tells it; one who was not read may get some."""
    user = evidence.user
    if not named:
        return "It is asked only of a user's sign-in."
    if user is None:
        return "There is no such user." if evidence.user_missing else ""
    return "" if user.has_phone or _by_sms(user) else "This user gets no text messages."


def _by_sms(user: UserFacts) -> bool:
    return bool(_FACTORS & {*user.mfa_methods, user.preferred_mfa})


@dataclass(slots=True, kw_only=True)
class _Inquiry:
    """`found` grows as answers come; None while none has."""

    calls: ProbeCalls
    region: str
    number: Secret | None
    found: SmsFacts | None = None

    async def sandbox(self) -> None:
        """Whether new accounts' limits hold, and whether the user's number is excepted."""
        told = await self._ask(GET_SMS_SANDBOX_ACCOUNT_STATUS)
        in_sandbox = None if told is None else reading.read_in_sandbox(told)
        if told is not None:
            self._keep(in_sandbox=in_sandbox)
        if reason := self._why_no_list(in_sandbox):
            self.calls.skip(LIST_SMS_SANDBOX_PHONE_NUMBERS, reason)
            return
        pages = await self._list(LIST_SMS_SANDBOX_PHONE_NUMBERS)
        verified = self.number is not None and reading.is_verified(_details(pages), self.number)
        if verified or pages.whole:
            self._keep(verified_in_sandbox=verified)

    def _why_no_list(self, in_sandbox: bool | None) -> str:
        if in_sandbox is None:
            return "Whether the account is in the sandbox is not known."
        if not in_sandbox:
            return "The account is not in the sandbox there."
        return _NO_NUMBER if self.number is None else ""

    async def limit(self) -> None:
        """What a month's messages may cost."""
        told = await self._ask(GET_SMS_ATTRIBUTES)
        if told is not None:
            self._keep(monthly_limit_usd=reading.read_monthly_limit(told))

    async def origination(self) -> None:
        """How many numbers of its own the account sends from."""
        pages = await self._list(LIST_ORIGINATION_NUMBERS)
        if pages.whole:
            self._keep(origination_numbers=reading.count_numbers(_details(pages)))

    async def opted_out(self) -> None:
        """Whether the user's phone has answered STOP."""
        if self.number is None:
            self.calls.skip(CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT, _NO_NUMBER)
            return
        told = await self._ask(CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT)
        if told is not None:
            self._keep(opted_out=reading.read_opted_out(told))

    async def _ask(self, operation: str) -> Details | None:
        pages = await self._list(operation)
        return next(iter(_details(pages)), None)

    async def _list(self, operation: str) -> Pages:
        first = sms_call(operation, self.region, self.number)
        (pages,) = await self.calls.listed(operation, [first])
        return pages

    def _keep(self, **known: object) -> None:
        found = self.found or SmsFacts(region=self.region)
        self.found = replace(found, **known)  # type: ignore[arg-type]  # fields of SmsFacts


def _details(pages: Pages) -> Sequence[Details]:
    return [reply.details for reply in pages.replies]
