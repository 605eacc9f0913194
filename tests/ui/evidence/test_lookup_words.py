from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from console.core.diagnosis.evidence import ProbeStatus
from console.core.diagnosis.probe_plan import OPERATIONS
from console.ui.evidence.lookup import NOT_BEGUN, Lookup
from console.ui.evidence.lookup_words import (
    LOOKS_AGAIN,
    PROBE_STATES,
    common_reason,
    counts,
    group_of,
    lookup_words,
    missing_words,
    reason_of,
    took,
)
from tests.fakes import START
from tests.ui.evidence.gateways import probe

DENIED = probe("ListUsers", ProbeStatus.DENIED, "cognito-idp:ListUsers is missing.")
SKIPPED = probe("AdminListDevices", ProbeStatus.SKIPPED, "The pool remembers no devices.")


def test_before_it_says_how_many_and_that_nothing_changes() -> None:
    words = lookup_words(NOT_BEGUN)
    assert str(len(OPERATIONS)) in words
    assert "read-only" in words
    assert "no sign-in is sent" in words


def test_while_it_goes_on_and_after() -> None:
    probes = (probe("AdminGetUser"), probe("DescribeUserPool"), DENIED, SKIPPED)
    assert lookup_words(Lookup(under_way=True, probes=probes)).startswith("4 of ")
    time = f"{START.astimezone():%H:%M:%S}"
    ended = lookup_words(Lookup(probes=probes, at=START))
    assert ended == f"Read at {time}: 2 ok, 1 denied, 1 skipped."
    stopped = lookup_words(Lookup(probes=probes, stopped=True))
    assert stopped == "Stopped; what was read until then counts: 2 ok, 1 denied, 1 skipped."
    assert lookup_words(Lookup(under_way=True, again=True, probes=probes)) == LOOKS_AGAIN
    assert lookup_words(Lookup(refused="The profile is gone.")) == "The profile is gone."
    assert counts(()) == ""


def test_every_status_has_a_state_of_its_own() -> None:
    assert set(PROBE_STATES) == set(ProbeStatus)
    assert len(set(PROBE_STATES.values())) == len(ProbeStatus)


def test_of_each_operation_why_and_how_long() -> None:
    assert took(probe("ListUsers")) == "12 ms"
    assert took(SKIPPED) == ""
    assert reason_of(probe("x", ProbeStatus.FAILED, "a\u202eb")) == "a\\u202eb"


def test_a_missing_action_is_named_where_it_is_known() -> None:
    known = replace(DENIED, missing_action="cognito-idp:List\u202eUsers")
    assert missing_words(known) == "cognito-idp:List\\u202eUsers"
    assert missing_words(DENIED) == "cognito-idp:ListUsers is missing."


def test_operations_of_a_service_stand_together() -> None:
    heads = [group_of(name) for name in OPERATIONS]
    assert len(set(heads)) == 4
    assert sum(one != other for one, other in pairwise(heads)) == 3


def test_a_reason_is_common_where_all_were_skipped_for_it() -> None:
    other = replace(SKIPPED, operation="AdminListUserAuthEvents")
    assert common_reason([SKIPPED, other]) == SKIPPED.reason
    for probes in ([SKIPPED], [SKIPPED, None], [SKIPPED, probe("x")], [None, None],
                   [SKIPPED, replace(other, reason="Another.")]):  # fmt: skip
        assert common_reason(probes) == ""
