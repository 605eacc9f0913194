"""Gateways by profile, and the workers that make their calls. botocore is loaded by the first."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from console.core.call import ApiCall, CallResult, Failure, Reply
from console.core.permit import Permit
from console.core.ports import Clock
from console.core.profile import Profile
from console.services.deadlines import Deadlines
from console.services.errands import Errands
from console.services.exchange import Exchange
from console.services.pending import WorkerCall
from console.services.permits import Gate

if TYPE_CHECKING:
    from console.services.cognito import CognitoClient

T = TypeVar("T")
_WORKERS = 16  # calls at the same time; the window has a tab for each attempt


class CognitoGateway:
    """Satisfies Gateway: calls for one profile, over shared connections."""

    def __init__(self, profile: Profile, clock: Clock, pool: _Pool) -> None:
        self._profile = profile
        self._clock = clock
        self._pool = pool
        self._lock = threading.Lock()
        self._client: CognitoClient | None = None

    def begin(self, call: ApiCall, permit: Permit | None = None) -> WorkerCall[Reply]:
        """Hands the call to a worker; its time limit counts from now on."""
        return self._begin(lambda exchange: self._perform(call, exchange), Gate(call, permit))

    def begin_with_keys(
        self, work: Callable[[Callable[[], bytes | Failure]], T | Failure]
    ) -> WorkerCall[T]:
        """Hands `work` to a worker, as `begin` does, with a function that fetches the pool's JWKS.

        It may be called once, and needs no credentials.
        """
        return self._begin(lambda exchange: work(lambda: self._loaded().key_set(exchange)), Gate())

    def begin_look(
        self, work: Callable[[Callable[[], CognitoClient], Exchange], T | Failure]
    ) -> WorkerCall[T]:
        """Hands `work` to a worker, as `begin` does, with a function that loads the client.

        Nothing but a GET without a body gets through to the network.
        """
        return self._begin(lambda exchange: work(self._loaded, exchange), Gate())

    def warm(self) -> None:
        """Loads botocore and makes the client in a worker; what fails is told by the first call."""
        self._pool.submit(self._warm)

    def close(self) -> None:
        """Closes the connections. The workers have ended by then."""
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _warm(self) -> None:
        with self._pool.loading():
            self._loaded().warm()

    def _begin(self, perform: Callable[[Exchange], T | Failure], gate: Gate) -> WorkerCall[T]:
        pending = WorkerCall(
            Exchange(self._clock, gate),
            perform,
            deadlines=self._pool.deadlines,
            limit_s=self._profile.total_timeout_s,
        )
        self._pool.start(pending)
        return pending

    def _perform(self, call: ApiCall, exchange: Exchange) -> CallResult:
        return self._loaded().perform(call, exchange)

    def _loaded(self) -> CognitoClient:
        with self._lock:
            if self._client is None:
                from console.services.cognito import CognitoClient

                self._client = CognitoClient(self._profile, self._pool.errands)
            return self._client


class CognitoGateways:
    """Satisfies Gateways. Its workers are its own: other work that hangs cannot starve them."""

    def __init__(
        self,
        clock: Clock,
        *,
        loading: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        """Within `loading` a gateway is warmed."""
        self._clock = clock
        self._pool = _Pool(loading)
        self._lock = threading.Lock()
        self._gateways: dict[Profile, CognitoGateway] = {}

    def open(self, profile: Profile) -> CognitoGateway:
        """The one gateway for this profile."""
        profile = replace(profile, known=None)  # which changes no call
        with self._lock:
            gateway = self._gateways.get(profile)
            if gateway is None:
                gateway = CognitoGateway(profile, self._clock, self._pool)
                self._gateways[profile] = gateway
            return gateway

    def close(self) -> None:
        """Stops what is under way, waits for the workers, closes every connection."""
        self._pool.close()
        with self._lock:
            gateways, self._gateways = list(self._gateways.values()), {}
        for gateway in gateways:
            gateway.close()


class _Pool:
    """The sign-in workers, and the calls that they have not ended."""

    def __init__(self, loading: Callable[[], AbstractContextManager[None]]) -> None:
        self.loading = loading
        self.errands = Errands()
        self.deadlines = Deadlines()
        self._executor = ThreadPoolExecutor(_WORKERS, thread_name_prefix="signin-call")
        self._calls: weakref.WeakSet[WorkerCall[Any]] = weakref.WeakSet()
        self._lock = threading.Lock()
        self._closed = False

    def start(self, pending: WorkerCall[Any]) -> None:
        """Makes the call in a worker; after `close` it ends as cancelled."""
        with self._lock:
            self._calls.add(pending)
        if not self.submit(pending.run):
            pending.stop()

    def submit(self, work: Callable[[], object]) -> bool:
        """Gives `work` to a worker; False when there will be none any more."""
        with self._lock:
            if self._closed:
                return False
            try:
                self._executor.submit(work)
            except RuntimeError:  # the interpreter is about to end
                return False
        return True

    def close(self) -> None:
        """Ends every call and every worker."""
        with self._lock:
            self._closed = True
            calls = list(self._calls)
        for pending in calls:
            pending.stop()
        self._executor.shutdown(wait=True, cancel_futures=True)
        self.deadlines.close()
