"""What calls become as the fields of events."""

from __future__ import annotations

from dataclasses import replace

from console.core import facts
from console.core.call import ADMIN_INITIATE_AUTH, ApiCall, Failure, Origin
from console.core.events import EventKind, admit
from console.core.masking import LiveSecrets
from tests.fakes import record, wire

CALL = ApiCall(operation=ADMIN_INITIATE_AUTH, params={})


def test_a_look_up_that_was_left_behind_is_a_field_of_its_try_alone() -> None:
    plain = facts.wire_try(wire(), 0.0)
    left = facts.wire_try(replace(wire(), left_behind=True), 0.0)
    assert "left_behind" not in admit(EventKind.WIRE_TRY, plain, LiveSecrets())[0]
    assert admit(EventKind.WIRE_TRY, left, LiveSecrets())[0]["left_behind"] is True


def test_a_search_for_credentials_that_was_left_behind_is_one_of_its_call() -> None:
    for flag in (False, True):
        failure = Failure(
            record=replace(record(), left_behind=flag), origin=Origin.STOPPED, code="CallCancelled"
        )
        raw = facts.call_ended(CALL, failure, 0.0, None)
        data, withheld = admit(EventKind.CALL_ENDED, raw, LiveSecrets())
        assert (data.get("left_behind") is True) is flag
        assert withheld == {}
