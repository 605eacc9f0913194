from __future__ import annotations

import base64

import pytest

from console.practice.accounts import ACCOUNTS
from console.practice.calls import Path
from console.practice.clients import CLIENTS
from console.practice.exchanges import LIFE_S, Exchanges
from console.practice.signin import SignIn
from console.practice.srp import ServerKeys

_SIGN_IN = SignIn(
    account=ACCOUNTS[0], client=CLIENTS["public"], path=Path.ADMIN, flow="USER_SRP_AUTH"
)
_KEYS = ServerKeys(a_public=2, salt=3, verifier=4)


class _Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def _begin(exchanges: Exchanges) -> str:
    return exchanges.begin(_SIGN_IN, _KEYS, with_session=False)


def test_a_block_is_taken_once() -> None:
    exchanges = Exchanges(_Clock())
    block = _begin(exchanges)
    taken = exchanges.take(block)
    assert taken is not None
    assert (taken.sign_in, taken.keys) == (_SIGN_IN, _KEYS)
    assert taken.block == base64.b64decode(block, validate=True)
    assert exchanges.take(block) is None
    assert exchanges.take("unknown") is None


@pytest.mark.parametrize(("after", "good"), [(LIFE_S - 0.1, True), (LIFE_S, False)])
def test_a_block_is_good_for_a_minute(after: float, good: bool) -> None:
    clock = _Clock()
    exchanges = Exchanges(clock)
    block = _begin(exchanges)
    clock.now = after
    assert (exchanges.take(block) is not None) == good


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.practice.exchanges._KEPT", 2)
    exchanges = Exchanges(_Clock())
    first, second, third = (_begin(exchanges) for _ in range(3))
    assert exchanges.take(first) is None
    assert exchanges.take(second) is not None
    assert exchanges.take(third) is not None
