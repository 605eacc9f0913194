from __future__ import annotations

import signal

import pytest

from console.cli.interrupts import Interrupts


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_calls_what_is_set_at_that_moment(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    called: list[str] = []
    with Interrupts() as interrupts:
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
        interrupts.action = lambda: called.append("set")
        signal.raise_signal(number)
        interrupts.ignore()
        signal.raise_signal(number)
    assert called == ["set"]
    assert signal.getsignal(number) is before
