"""Notes of one HTTP request on a clock that moves only when told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from console.core.call import Sent
from console.services.wire_notes import Phase, WireNotes, host_and_port, issuer_name


class Watch:
    """A clock for tests, in milliseconds."""

    def __init__(self) -> None:
        self.ms = 0.0

    def now(self) -> datetime:
        return datetime(2026, 3, 6, tzinfo=UTC) + timedelta(milliseconds=self.ms)

    def monotonic(self) -> float:
        return 50 + self.ms / 1000


@pytest.fixture
def watch() -> Watch:
    return Watch()


def through(notes: WireNotes, watch: Watch, *phases: tuple[Phase, float]) -> None:
    for phase, ms in phases:
        notes.enter(phase)
        watch.ms += ms


def test_each_phase_lasts_until_the_next(watch: Watch) -> None:
    watch.ms = 7
    notes = WireNotes(number=1, clock=watch, call_started=50.0)
    watch.ms += 1
    through(notes, watch, (Phase.DNS, 2), (Phase.CONNECT, 3), (Phase.PROXY, 4), (Phase.TLS, 5))
    notes.writing(100)
    notes.writing(20)
    watch.ms += 6
    notes.written()
    watch.ms += 8
    notes.answered(200)
    notes.reading(300)
    watch.ms += 9
    notes.end()
    watch.ms += 1000
    wire = notes.wire_try()
    phases = wire.phases
    assert wire.offset_ms == pytest.approx(7)
    assert wire.duration_ms == pytest.approx(38)
    assert phases.dns_ms == pytest.approx(2)
    assert phases.connect_ms == pytest.approx(7)
    assert phases.tls_ms == pytest.approx(5)
    assert phases.first_byte_ms == pytest.approx(8)
    assert phases.transfer_ms == pytest.approx(9)
    assert (wire.request_bytes, wire.reply_bytes, wire.http_status) == (120, 300, 200)
    assert notes.received_at == datetime(2026, 3, 6, 0, 0, 0, 36000, tzinfo=UTC)


def test_sent_goes_from_no_over_maybe_to_yes(watch: Watch) -> None:
    notes = WireNotes(number=1, clock=watch, call_started=50.0)
    through(notes, watch, (Phase.DNS, 1), (Phase.CONNECT, 1), (Phase.TLS, 1))
    assert notes.wire_try().sent is Sent.NO
    notes.writing(1)
    assert notes.wire_try().sent is Sent.MAYBE
    notes.written()
    assert notes.wire_try().sent is Sent.YES


def test_phases_that_were_not_taken_are_none(watch: Watch) -> None:
    notes = WireNotes(number=1, clock=watch, call_started=50.0)
    through(notes, watch, (Phase.DNS, 3))
    notes.end()
    phases = notes.wire_try().phases
    assert phases.dns_ms == pytest.approx(3)
    assert (phases.connect_ms, phases.tls_ms) == (None, None)
    assert (phases.first_byte_ms, phases.transfer_ms) == (None, None)


def test_the_first_failure_is_kept_by_kind_and_phase(watch: Watch) -> None:
    notes = WireNotes(number=1, clock=watch, call_started=50.0)
    notes.enter(Phase.TLS)
    notes.failed(ValueError("a text that is not kept"))
    notes.failed(KeyError("later"))
    assert notes.wire_try().error == "ValueError in tls"


@pytest.mark.parametrize(
    ("address", "text"),
    [
        (("127.0.0.1", 443), "127.0.0.1:443"),
        (("::1", 443, 0, 0), "[::1]:443"),
        ("/a/path", None),
        ((), None),
        (None, None),
    ],
)
def test_an_address_in_words(address: object, text: str | None) -> None:
    assert host_and_port(address) == text


@pytest.mark.parametrize(
    ("issuer", "name"),
    [
        (
            ((("countryName", "US"),), (("organizationName", "A"),), (("commonName", "B"),)),
            "A / B",
        ),
        (((("commonName", "B"),),), "B"),
        (((("organizationName", "x" * 300),),), "x" * 128),
        ((), None),
    ],
)
def test_an_issuer_in_words(issuer: object, name: str | None) -> None:
    assert issuer_name({"issuer": issuer}) == name
    assert issuer_name(None) is None
