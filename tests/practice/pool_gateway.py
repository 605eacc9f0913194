"""A gateway to the practice pool without a network: replies read as the console reads them."""

from __future__ import annotations

from console.core.call import ApiCall, CallResult, Reply
from console.core.permit import Permit
from console.practice.errors import PracticeError
from console.practice.pool import PracticePool
from console.services.described import DESCRIBED
from tests.fakes import record, refusal


class PoolGateway:
    """Begins read-only calls and has the pool answer them."""

    def __init__(self, pool: PracticePool) -> None:
        self._pool = pool

    def begin(self, call: ApiCall, permit: Permit | None = None) -> PoolCall:
        return PoolCall(self._pool, call)

    def warm(self) -> None:
        pass


class PoolCall:
    """One call; it ends at once."""

    def __init__(self, pool: PracticePool, call: ApiCall) -> None:
        self._pool, self._call = pool, call

    async def result(self) -> CallResult:
        try:
            content = self._pool.handle(self._call.operation, dict(self._call.params))
        except PracticeError as error:
            return refusal(error.code, error.message)
        return Reply(record=record(), details=DESCRIBED[self._call.operation](content))

    def stop(self) -> None:
        pass
