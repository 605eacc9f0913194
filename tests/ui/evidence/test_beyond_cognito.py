"""On a desk: CloudTrail again when it is late, logs of triggers, queries for what is denied."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QTabWidget,
)

from console.core.call import CallResult
from console.core.record import AttemptRecord
from console.ui.deps import Deps
from console.ui.evidence.attempt_inquiry import AttemptInquiry
from console.ui.evidence.log_rows import LogRole
from tests.fakes import START, FakeClock, profile, refusal, tokens_reply
from tests.ui.evidence.benches import Bench, desk_on
from tests.ui.evidence.gateways import OWN_EVENT, ByOperation, reply
from tests.ui.fakes_ui import FakeAlarm, child, settled, until

GATHER, AGAIN = "gatherEvidenceButton", "lookAgainButton"
EMPTY = reply(Events=())
SECRET = "correct-horse-1"
LOG_TEXT = "ERROR Invoke Error KeyError of alice"
POOL = reply(
    Id="eu-west-1_Ab12Cd34E",
    MfaConfiguration="OFF",
    LambdaConfig={"PreAuthentication": "check-who", "PostAuthentication": "greet"},
)
LINES = reply(
    events=(
        {"Timestamp": START, "Message": f'[ERROR] KeyError: "{LOG_TEXT}"'},
        {"Timestamp": START, "Message": f"password is {SECRET}"},
    )
)


def denied(action: str) -> CallResult:
    return refusal(
        "AccessDeniedException",
        f"User: arn:aws:iam::1:user/x is not authorized to perform: {action} on resource: x",
    )


class Late:
    """A desk whose CloudTrail is empty, with its clock and its alarm."""

    def __init__(self, deps: Deps) -> None:
        assert isinstance(deps.clock, FakeClock)
        self.clock = deps.clock
        self.alarms: list[FakeAlarm] = []
        self.deps = replace(deps, new_alarm=self._new)
        self.gateway = ByOperation(answers={"LookupEvents": EMPTY})

    def _new(self, parent: object) -> FakeAlarm:
        made = FakeAlarm()
        if isinstance(parent, AttemptInquiry):  # the desk has one of its own
            self.alarms.append(made)
        return made

    @property
    def alarm(self) -> FakeAlarm:
        (alarm,) = self.alarms
        return alarm

    def waits_s(self) -> float | None:
        return self.alarm.after_s

    @property
    def looks(self) -> int:
        return self.gateway.operations.count("LookupEvents")


@pytest.fixture
def late(deps: Deps, qapp: QApplication) -> Late:
    assert qapp is not None
    return Late(deps)


def again(bench: Bench) -> QPushButton:
    return child(bench.part("findingsPanel"), QPushButton, AGAIN)


def late_words(bench: Bench) -> str:
    label = child(bench.part("findingsPanel"), QLabel, "lateEventsWords")
    return label.text() if label.isVisible() else ""


async def test_own_events_that_are_not_there_are_offered_anew_when_they_are_due(
    late: Late,
) -> None:
    async with desk_on(late.deps, late.gateway) as bench:
        await bench.fail()
        assert not bench.shows(AGAIN)
        bench.button(GATHER).click()
        await bench.ended()
        assert late_words(bench).startswith("This attempt is not yet in CloudTrail")
        assert late.waits_s() == 300
        for passed, words, next_s in ((300, "may be", 600), (600, "may be", None)):
            late.clock.advance(passed)
            late.alarm.ring()
            assert words in late_words(bench)
            assert late.waits_s() == next_s
        note = child(bench.part("findingsPanel"), QFrame, "lateEvents")
        assert note.property("note") == "info"
        assert late.looks == 1, "nothing is sent by itself"


async def test_another_look_asks_cloudtrail_alone_and_finds_it(late: Late) -> None:
    async with desk_on(late.deps, late.gateway) as bench:
        await bench.fail()
        bench.button(GATHER).click()
        await bench.ended()
        assert not any("Decided" in text for text in bench.texts("findingsPanel"))
        calls = len(late.gateway.calls)
        again(bench).click()
        await bench.ended()
        assert late.gateway.operations[calls:] == ["LookupEvents"]
        assert bench.shows(AGAIN), "it is still not there"
        late.clock.advance(360)
        late.gateway.answers["LookupEvents"] = reply(Events=(OWN_EVENT,))
        again(bench).click()
        await bench.ended()
        assert not bench.shows(AGAIN)
        assert late.waits_s() is None
        assert any("Decided" in text for text in bench.texts("findingsPanel"))
        assert bench.button(GATHER).text() == "&Gather again"


async def test_a_look_can_be_stopped_and_one_that_fails_is_said(late: Late) -> None:
    async with desk_on(late.deps, late.gateway) as bench:
        await bench.fail()
        bench.button(GATHER).click()
        await bench.ended()
        late.gateway.held = {"LookupEvents"}
        late.gateway.begun.clear()
        before = late_words(bench)
        again(bench).click()
        await late.gateway.begun["LookupEvents"].wait()
        assert bench.words("findingsPanel").startswith("Looking into CloudTrail")
        assert not bench.shows(AGAIN)
        assert not bench.shows("probeList")
        bench.button(GATHER).click()  # which stops it
        await bench.ended()
        assert late_words(bench) == before
        late.gateway.held.clear()
        late.gateway.answers["LookupEvents"] = refusal("ThrottlingException", "Rate exceeded")
        again(bench).click()
        await bench.ended()
        assert late_words(bench).endswith("It was refused: ThrottlingException.")


async def test_what_is_left_or_closed_is_not_offered_any_more(late: Late) -> None:
    async with desk_on(late.deps, late.gateway) as bench:
        await bench.fail()
        bench.button(GATHER).click()
        await bench.ended()
        bench.desk.new_request()
        assert late.waits_s() is None
        await bench.fail()
        assert not bench.shows(AGAIN), "what was read of one attempt is not taken for the next"
        bench.button(GATHER).click()
        await bench.ended()
        assert late.waits_s() is not None
    assert late.waits_s() is None


async def test_of_an_older_attempt_nothing_is_waited_for(late: Late) -> None:
    async with desk_on(late.deps, late.gateway) as bench:
        record: AttemptRecord = await bench.fail()
        late.clock.advance(7200)
        late.deps.profiles.stored = replace(  # type: ignore[attr-defined]
            await late.deps.profiles.load(), profiles=(profile(),)
        )
        bench.desk.new_request()
        bench.desk.show_record(record)
        await until(bench.button(GATHER).isEnabled)
        bench.button(GATHER).click()
        await bench.ended()
        assert late_words(bench).startswith("This attempt is still not in CloudTrail")
        assert late.waits_s() is None


LOGS: Mapping[str, CallResult] = {"DescribeUserPool": POOL, "FilterLogEvents": LINES}


async def test_lines_of_the_logs_are_shown_and_go_nowhere(deps: Deps, qapp: QApplication) -> None:
    assert qapp is not None
    async with desk_on(deps, ByOperation(answers=LOGS)) as bench:
        await bench.fail()
        assert not bench.shows("accountLogsFold")
        bench.button(GATHER).click()
        await bench.ended()
        fold = bench.button("accountLogsFold")
        assert not bench.shows("accountLogRows")
        fold.click()
        rows = bench.find(QListView, "accountLogRows")
        shown = [rows.model().index(row, 0) for row in range(rows.model().rowCount())]
        sources = {index.data(LogRole.ROW).source for index in shown}
        assert {"AdminInitiateAuth · CloudTrail", "PreAuthentication"} <= sources
        text = "\n".join(str(index.data()) for index in shown)
        assert LOG_TEXT in text
        assert SECRET not in text
        assert "goes into no copy" in "\n".join(bench.texts("findingsPanel"))
        for name in ("copyDiagnosisButton", "copyForCustomerButton", "copyForAdminButton"):
            bench.button(name).click()
            assert LOG_TEXT not in QGuiApplication.clipboard().text()
        record = bench.desk.record()
        assert record is not None
        assert LOG_TEXT not in json.dumps([event.data for event in record.events], default=str)


async def test_another_attempt_folds_and_empties_the_logs(deps: Deps, qapp: QApplication) -> None:
    assert qapp is not None
    async with desk_on(deps, ByOperation(answers=LOGS)) as bench:
        await bench.fail()
        bench.button(GATHER).click()
        await bench.ended()
        assert bench.shows("accountLogsFold")
        await bench.fail()
        assert not bench.shows("accountLogsFold")


async def test_what_is_denied_has_a_query_and_a_policy(deps: Deps, qapp: QApplication) -> None:
    assert qapp is not None
    answers = {
        "LookupEvents": denied("cloudtrail:LookupEvents"),
        "AdminGetUser": denied("cognito-idp:AdminGetUser"),
    }
    async with desk_on(deps, ByOperation(answers=answers)) as bench:
        await bench.fail()
        assert not bench.shows("copyMissingPolicyLink")
        bench.button(GATHER).click()
        await bench.ended()
        panel = bench.part("findingsPanel")
        child(panel, QPushButton, "copyMissingPolicyLink").click()
        policy = json.loads(QGuiApplication.clipboard().text())
        granted = {name for one in policy["Statement"] for name in one["Action"]}
        assert granted == {"cloudtrail:LookupEvents", "cognito-idp:AdminGetUser"}
        child(panel, QPushButton, "probesFold").click()
        assert "cloudtrail:LookupEvents" in bench.texts("findingsPanel")
        child(panel, QPushButton, "copyQueryLookupEvents").click()
        command = QGuiApplication.clipboard().text()
        assert command.startswith("aws cloudtrail lookup-events")
        assert "alice" not in command
        assert not bench.shows(AGAIN), "what is denied is not late"


async def signed_in(bench: Bench) -> str:
    """What is then said of it."""
    bench.find(QLineEdit, "passwordField").setText(SECRET)
    bench.desk.run()
    await until(lambda: not bench.desk.running)
    await settled()
    bench.find(QTabWidget, "diagnosisTabs").setCurrentIndex(0)
    return "\n".join(bench.texts("diagnosisPanel"))


async def test_evidence_read_before_says_what_a_sign_in_does_not_prove(
    deps: Deps, qapp: QApplication
) -> None:
    assert qapp is not None
    async with desk_on(deps, ByOperation(answers={"AdminInitiateAuth": tokens_reply()})) as bench:
        assert "ALLOW_USER_PASSWORD_AUTH, which was not read" in await signed_in(bench)
        bench.button("lookUpLink").click()
        await bench.ended()
        assert "ALLOW_USER_PASSWORD_AUTH, which is not set" in await signed_in(bench)
        # Who has signed in may have changed: what was read is not taken for the next one.
        assert "ALLOW_USER_PASSWORD_AUTH, which was not read" in await signed_in(bench)
