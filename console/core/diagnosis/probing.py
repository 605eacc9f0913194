"""Gathers evidence with read-only calls: each begins once its inputs are there, and they overlap.

One that fails, hangs or is denied hides no other. Nothing of a sign-in is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from console.core import call as api
from console.core.call import CallResult, Reply
from console.core.diagnosis import evidence_reading as reading
from console.core.diagnosis import probe_plan as plan
from console.core.diagnosis.elsewhere import pools_with_user
from console.core.diagnosis.evidence import Evidence, Probe, UserFacts
from console.core.diagnosis.occurrence import Occurrence
from console.core.diagnosis.probe_calls import ProbeCalls, Stopper
from console.core.diagnosis.probe_judging import NO_THREAT_PROTECTION, is_absent
from console.core.diagnosis.probing_beyond import TraceInquiry, look_again
from console.core.diagnosis.probing_sms import ask_sms
from console.core.diagnosis.user_filters import PREFIX, UserFilter, filters_for, found_by
from console.core.masking import LiveSecrets
from console.core.ports import Clock, Gateway
from console.core.profile import Profile
from console.core.secret import Secret

if TYPE_CHECKING:
    import asyncio

__all__ = ["PATIENCE_S", "Stopper", "gather", "look_again"]

PATIENCE_S = 2.0  # for what only says whether a call makes sense; then it is made all the same
_ON = ("AUDIT", "ENFORCED")
_NO_NAME = "The request names no user."
_NO_POOL = "There is no such pool."
_NO_USER = "There is no such user."


async def gather(
    *,
    profile: Profile,
    username: str,
    gateway: Gateway,
    client_secret: Secret | None,
    clock: Clock,
    device_key: Secret | None = None,
    on_probe: Callable[[Probe], object] | None = None,
    stopper: Stopper | None = None,
    patience_s: float = PATIENCE_S,
    occurrence: Occurrence | None = None,
    challenge: str | None = None,
    live: LiveSecrets | None = None,
) -> Evidence:
    """Everything that can be read of the pool, the client and the user; never raises for a failure.

    `occurrence` is the sign-in that CloudTrail and the triggers' logs are searched for; they are
    not asked without one. `challenge` was open, beside those of the occurrence. What functions
    logged is withheld where it repeats a secret of `live`. `on_probe` is told of each operation as
    it ends. A stop, or a cancelled task, stops every call; after a stop what was read until then
    is returned.
    """
    target = plan.ProbeTarget(profile=profile, username=username)
    calls = ProbeCalls(
        target=target,
        gateway=gateway,
        clock=clock,
        stopper=stopper or Stopper(),
        on_probe=on_probe,
    )
    gathering = _Gathering(
        target=target,
        client_secret=client_secret,
        device_key=device_key,
        patience_s=patience_s,
        calls=calls,
        traces=TraceInquiry(
            profile=profile,
            calls=calls,
            occurrence=occurrence,
            challenge=challenge,
            live=LiveSecrets() if live is None else live,
        ),
    )
    return await gathering.run()


@dataclass(slots=True, kw_only=True)
class _Gathering:
    """What is asked, and what it depends on; `found` grows as answers come."""

    target: plan.ProbeTarget
    client_secret: Secret | None
    device_key: Secret | None
    patience_s: float
    calls: ProbeCalls
    traces: TraceInquiry
    number: Secret | None = None  # the user's phone, until the end of the gathering
    found: Evidence = field(default_factory=Evidence)

    async def run(self) -> Evidence:
        import asyncio  # here, so that the window is painted before it is loaded

        async with asyncio.TaskGroup() as tasks:
            pool = tasks.create_task(self._pool())
            user = tasks.create_task(self._user())
            aliases = tasks.create_task(self._alias_users())
            others = tasks.create_task(self._other_pools())
            for inquiry in (
                self._caller(),
                self._client(),
                self._mfa_config(),
                self._pool_clients(),
                self._risk(pool),
                self._devices(pool, user),
                self._auth_events(pool, user),
                self._elsewhere(user, aliases, others),
                self._trail(user),
                self._logs(pool),
                self._sms(pool, user),
            ):
                tasks.create_task(inquiry)
        probes = self.calls.probes
        return replace(
            self.found,
            probes=tuple(probes[name] for name in plan.OPERATIONS if name in probes),
            clock_skew_s=self.calls.clock_skew_s,
            gathered_at=self.calls.service_time(),
        )

    # --- what needs nothing

    async def _caller(self) -> None:
        if self.target.profile.simulated:
            self.calls.skip(api.GET_CALLER_IDENTITY, "The practice pool has no STS.")
            return
        details = await self._details(api.GET_CALLER_IDENTITY)
        if details is not None:
            self._keep(caller=reading.read_caller(details))

    async def _pool(self) -> None:
        result = await self.calls.one(api.DESCRIBE_USER_POOL)
        if isinstance(result, Reply):
            pool_id = self.target.profile.user_pool_id
            self._keep(pool=reading.read_pool(result.details, pool_id))
        else:
            self._keep(pool_missing=is_absent(api.DESCRIBE_USER_POOL, result))

    async def _client(self) -> None:
        result = await self.calls.one(api.DESCRIBE_USER_POOL_CLIENT)
        if isinstance(result, Reply):
            client_id = self.target.profile.client_id
            client = reading.read_client(result.details, client_id, self.client_secret)
            self._keep(client=client)
        else:
            self._keep(client_missing=is_absent(api.DESCRIBE_USER_POOL_CLIENT, result))

    async def _user(self) -> None:
        if not self.target.username:
            self.calls.skip(api.ADMIN_GET_USER, _NO_NAME)
            return
        result = await self.calls.one(api.ADMIN_GET_USER)
        if isinstance(result, Reply):
            self._keep(user=reading.read_user(result.details))
            self.number = reading.read_number(result.details)
        else:
            self._keep(user_missing=is_absent(api.ADMIN_GET_USER, result))

    async def _alias_users(self) -> None:
        filters = filters_for(self.target.username)
        if not filters:
            odd = "The name has characters that no search takes."
            self.calls.skip(api.LIST_USERS, odd if self.target.username else _NO_NAME)
            return
        results = await self.calls.all(
            api.LIST_USERS,
            [self.target.call(api.LIST_USERS, user_filter=each) for each in filters],
        )
        users = self._merged(filters, results)
        if users or all(isinstance(result, Reply) for result in results):
            self._keep(alias_users=users)

    def _merged(
        self, filters: Sequence[UserFilter], results: Sequence[CallResult | None]
    ) -> tuple[UserFacts, ...]:
        """Each user once, as the first filter that found him says."""
        users: dict[str, UserFacts] = {}
        for asked, result in zip(filters, results, strict=True):
            details = result.details if isinstance(result, Reply) else {}
            for user in reading.read_users(details):
                matched_by = found_by(asked, user, self.target.username)
                if matched_by is not None:
                    users.setdefault(user.username, replace(user, matched_by=matched_by))
        return tuple(users.values())

    async def _mfa_config(self) -> None:
        details = await self._details(api.GET_USER_POOL_MFA_CONFIG)
        if details is not None:
            self._keep(mfa_config=reading.read_mfa_config(details))

    async def _other_pools(self) -> None:
        ids = await self.calls.ids(api.LIST_USER_POOLS, "UserPools", "Id")
        if ids is not None:
            own = self.target.profile.user_pool_id
            self._keep(other_pools=tuple(each for each in ids if each != own))

    async def _pool_clients(self) -> None:
        ids = await self.calls.ids(api.LIST_USER_POOL_CLIENTS, "UserPoolClients", "ClientId")
        if ids is not None:
            self._keep(pool_clients=ids)

    # --- what makes sense in some pools, or for a user that there is

    async def _risk(self, pool: asyncio.Task[None]) -> None:
        operation = api.DESCRIBE_RISK_CONFIGURATION
        await self._wait(pool)
        if self._senseless(operation, self._no_threat_protection()):
            return
        # The client's own settings come before those of the pool.
        calls = [self.target.call(operation, of_client=own) for own in (True, False)]
        results = await self.calls.all(operation, calls)
        said = [result.details for result in results if isinstance(result, Reply)]
        none_is_set = False if len(said) == len(calls) else None
        self._keep(
            blocks_compromised=_first(map(reading.read_blocks_compromised, said)),
            blocks_addresses=_first(map(reading.read_blocks_addresses, said), none_is_set),
        )

    async def _devices(self, pool: asyncio.Task[None], user: asyncio.Task[None]) -> None:
        await self._wait(pool, user)
        tracked = self.found.pool is None or self.found.pool.device_tracking
        reason = None if tracked else "The pool remembers no devices."
        if self._senseless(api.ADMIN_LIST_DEVICES, reason or self._no_user()):
            return
        details = await self._details(api.ADMIN_LIST_DEVICES)
        if details is not None:
            self._keep(devices=reading.read_devices(details, self.device_key))

    async def _auth_events(self, pool: asyncio.Task[None], user: asyncio.Task[None]) -> None:
        operation = api.ADMIN_LIST_USER_AUTH_EVENTS
        await self._wait(pool, user)
        if self._senseless(operation, self._no_threat_protection() or self._no_user()):
            return
        details = await self._details(operation)
        if details is not None:
            self._keep(auth_events=reading.read_auth_events(details))

    async def _elsewhere(self, *tasks: asyncio.Task[None]) -> None:
        """Asks other pools only about a user who is not here under any name."""
        import asyncio

        await asyncio.wait(tasks)
        here = [one for one in self.found.alias_users or () if one.matched_by != PREFIX]
        if not self.found.user_missing or here or self.found.other_pools is None:
            return
        found = await pools_with_user(self.calls, self.target, self.found.other_pools)
        self._keep(found_in=found)

    # --- beyond Cognito

    async def _trail(self, user: asyncio.Task[None]) -> None:
        seen = await self.traces.trail()
        if seen is None:
            return
        await self._wait(user)
        self._keep(trail=self.traces.facts(seen, self.found.user))

    async def _logs(self, pool: asyncio.Task[None]) -> None:
        await self._wait(pool)
        if self._senseless(api.FILTER_LOG_EVENTS, None):
            return
        self._keep(log_lines=await self.traces.log_lines(self.found.pool))

    async def _sms(self, pool: asyncio.Task[None], user: asyncio.Task[None]) -> None:
        await self._wait(pool, user)
        occurrence = self.traces.occurrence
        asked = () if occurrence is None else occurrence.challenges
        found = await ask_sms(
            profile=self.target.profile,
            calls=self.calls,
            evidence=self.found,
            named=bool(self.target.username),
            challenges=(*asked, self.traces.challenge),
            number=self.number,
        )
        self._keep(sms=found)

    # --- what both need

    async def _wait(self, *tasks: asyncio.Task[None]) -> None:
        """For what says whether a call makes sense, but not for as long as it may hang."""
        import asyncio

        await asyncio.wait(tasks, timeout=self.patience_s)

    def _no_threat_protection(self) -> str | None:
        pool = self.found.pool
        off = pool is not None and pool.threat_protection not in _ON
        return NO_THREAT_PROTECTION if off else None

    def _no_user(self) -> str | None:
        if not self.target.username:
            return _NO_NAME
        return _NO_USER if self.found.user_missing else None

    def _senseless(self, operation: str, reason: str | None) -> bool:
        reason = _NO_POOL if self.found.pool_missing else reason
        if reason is not None:
            self.calls.skip(operation, reason)
        return reason is not None

    async def _details(self, operation: str) -> Mapping[str, object] | None:
        result = await self.calls.one(operation)
        return result.details if isinstance(result, Reply) else None

    def _keep(self, **known: object) -> None:
        self.found = replace(self.found, **known)  # type: ignore[arg-type]  # fields of Evidence


def _first(told: Iterable[bool | None], otherwise: bool | None = None) -> bool | None:
    return next((each for each in told if each is not None), otherwise)
