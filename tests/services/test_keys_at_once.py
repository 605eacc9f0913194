"""Several workers want the same keys at the same time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from botocore.credentials import Credentials

from console.services.clock import SystemClock
from console.services.cognito import _Keys
from console.services.errands import Errands
from console.services.exchange import Exchange

T = TypeVar("T")


class Chain:
    """Finds keys, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def load_credentials(self) -> Credentials:
        self.asked += 1
        return Credentials("LABKEY", "labsecret")


class Between(Errands):
    """Lets another worker come between the end of the first errand and its result."""

    def __init__(self) -> None:
        super().__init__()
        self.between: Callable[[], object] | None = None

    def run(self, work: Callable[[], T], **_: Any) -> T:
        found = work()
        other, self.between = self.between, None
        if other is not None:
            other()
        return found


def test_who_comes_second_has_keys_too() -> None:
    errands, chain, exchange = Between(), Chain(), Exchange(SystemClock())
    keys = _Keys(None, errands)
    keys.search(chain)  # type: ignore[arg-type]  # of a resolver it needs this alone
    signed: list[str | None] = []

    def second() -> None:
        keys.refresh(exchange)
        signed.append(keys.get_frozen_credentials().access_key)

    errands.between = second
    keys.refresh(exchange)
    assert signed == ["LABKEY"]
    assert keys.get_frozen_credentials().access_key == "LABKEY"
    assert chain.asked == 1
