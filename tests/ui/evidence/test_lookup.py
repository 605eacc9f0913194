from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from console.core.diagnosis.evidence import DeviceFacts, LogKind, LogLine, SmsFacts, TrailFacts
from console.core.diagnosis.occurrence import Occurrence
from console.core.diagnosis.ready_queries import ReadyQuery
from console.core.pool_settings import PoolSettings
from console.core.secret import Secret
from console.ui.evidence.lookup import Gathered, Subject, Tried, lookup_of
from tests.fakes import START, profile
from tests.ui.evidence.gateways import evidence, probe

ALICE = Subject(profile=profile(), username="alice", client_secret=Secret("s"))


def test_it_is_about_the_same_while_name_target_and_secret_are() -> None:
    read = replace(profile(), known=PoolSettings())
    assert ALICE.is_about(replace(ALICE, profile=read, device_key=Secret("k")))
    for other in (
        replace(ALICE, username="Alice"),
        replace(ALICE, client_secret=None),
        replace(ALICE, profile=profile(client_id="other")),
        replace(ALICE, profile=profile(aws_profile="other")),
    ):
        assert not ALICE.is_about(other)


def test_what_was_gathered_tells_of_its_look_up() -> None:
    seen = evidence(probe("ListUsers"))
    lookup = lookup_of(Gathered(subject=ALICE, evidence=seen, stopped=True), START)
    assert (lookup.probes, lookup.at, lookup.stopped) == (seen.probes, START, True)
    assert not lookup.under_way
    assert lookup.late is None


def test_with_another_device_key_nothing_is_known_of_the_devices_keys() -> None:
    seen = replace(evidence(), devices=(DeviceFacts(key_matches=False, remembered=True),))
    gathered = Gathered(subject=ALICE, evidence=seen)
    assert gathered.evidence_on(ALICE) == seen
    other = gathered.evidence_on(replace(ALICE, device_key=Secret("k")))
    assert other.devices == (DeviceFacts(key_matches=None, remembered=True),)


TRIED = Tried(
    occurrence=Occurrence(operations=("AdminInitiateAuth",), began=START, ended=START),
    ended=START,
    request_ids=frozenset({"r1"}),
)
LOOKED = Gathered(
    subject=ALICE,
    evidence=replace(
        evidence(probe("ListUsers"), probe("LookupEvents"), probe("FilterLogEvents")),
        trail=TrailFacts(),
        log_lines=(LogLine(at=START, trigger="PreSignUp", kind=LogKind.OTHER),),
        sms=SmsFacts(region="eu-west-1"),
    ),
    tried=TRIED,
    looked_at=START,
    queries={name: ReadyQuery(command="aws") for name in ("LookupEvents", "ListUsers")},
    policy="{}",
)


def test_another_look_is_worth_it_while_the_attempt_is_not_there() -> None:
    late = lookup_of(LOOKED, START + timedelta(minutes=5)).late
    assert late is not None
    assert late.anew
    failed = replace(LOOKED, look_failed="It was refused: ThrottlingException.").late(START)
    assert failed is not None
    assert failed.words.endswith("The last look failed. It was refused: ThrottlingException.")
    assert replace(LOOKED, tried=None).late(START) is None


def test_what_tells_of_one_attempt_is_not_taken_for_the_next() -> None:
    other = replace(ALICE, device_key=Secret("k"))
    kept = LOOKED.for_attempt_of(other)
    assert kept.subject == other
    assert (kept.evidence.trail, kept.evidence.log_lines) == (None, None)
    assert [one.operation for one in kept.evidence.probes] == ["ListUsers"]
    assert list(kept.queries) == ["ListUsers"]
    assert kept.late(START + timedelta(minutes=5)) is None
    assert kept.evidence.sms == LOOKED.evidence.sms
    assert kept.policy == "{}"
