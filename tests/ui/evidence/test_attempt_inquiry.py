"""Findings of an attempt on a desk: at once, better with evidence, and from the history."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from console.core.errors import UserFacingError
from console.core.ports import StoredProfiles
from console.core.record import Outcome
from console.core.secret import Secret
from console.ui.deps import Deps
from tests.fakes import MemoryProfiles, profile, refusal, tokens_reply
from tests.ui.evidence.benches import Bench, desk_on
from tests.ui.evidence.gateways import DENIED, WRONG, ByOperation, reply
from tests.ui.fakes_ui import settled, until

GATHER = "gatherEvidenceButton"
READ = ("AdminGetUser", "DescribeUserPool", "ListUsers")


def copied(bench: Bench, button: str) -> str:
    QGuiApplication.clipboard().clear()
    bench.button(button).click()
    return QGuiApplication.clipboard().text()


async def test_a_refusal_has_findings_at_once_and_nothing_was_read(
    deps: Deps, qapp: QApplication
) -> None:
    assert qapp is not None
    async with desk_on(deps, ByOperation()) as bench:
        assert not bench.shows("findingsPanel")
        await bench.fail()
        assert bench.gateway.operations == ["AdminInitiateAuth"]
        shown = bench.texts("findingsPanel")
        assert "The password is wrong" in shown
        assert any("Not decided" in text for text in shown)
        assert "read-only" in bench.words("findingsPanel")
        # A general list of causes beside the ranked ones would contradict them.
        assert "Causes, likeliest first" not in bench.texts("diagnosisPanel")


async def test_evidence_decides_and_everything_can_be_copied(
    deps: Deps, qapp: QApplication
) -> None:
    assert qapp is not None
    # The history of sign-ins, which threat protection keeps, excludes a lock by others' tries.
    pool = reply(Id="eu-west-1_Ab12Cd34E", UserPoolAddOns={"AdvancedSecurityMode": "AUDIT"})
    gateway = ByOperation(answers={"ListUsers": DENIED, "DescribeUserPool": pool})
    async with desk_on(deps, gateway) as bench:
        await bench.fail()
        bench.button(GATHER).click()
        assert bench.desk.following
        await bench.ended()
        assert bench.busy[-1] is False
        assert set(READ) <= set(bench.gateway.operations)
        assert bench.gateway.operations.count("AdminInitiateAuth") == 1
        assert "1 denied" in bench.words("findingsPanel")
        assert any("Decided" in text for text in bench.texts("findingsPanel"))
        ticket = copied(bench, "copyDiagnosisButton")
        assert "Incorrect username or password." in ticket
        assert "1. The password is wrong" in ticket
        assert "1 denied" in ticket
        assert "type it by hand" in copied(bench, "copyForCustomerButton")
        assert "aws cognito-idp" in copied(bench, "copyForAdminButton")


async def test_a_stop_keeps_what_was_read_and_the_next_attempt_drops_it(
    deps: Deps, qapp: QApplication
) -> None:
    assert qapp is not None
    async with desk_on(deps, ByOperation("ListUsers")) as bench:
        await bench.fail()
        bench.button(GATHER).click()
        await bench.gateway.begun["ListUsers"].wait()
        await until(lambda: bench.words("findingsPanel").startswith("17 of 18"))
        bench.desk.cancel()  # as Esc does
        await bench.ended()
        assert bench.words("findingsPanel").startswith("Stopped")
        bench.gateway.held.clear()
        await bench.fail("bob")
        assert "Up to" in bench.words("findingsPanel")


async def test_who_signs_in_needs_no_explanation(deps: Deps, qapp: QApplication) -> None:
    assert qapp is not None
    async with desk_on(deps, ByOperation(answers={"AdminInitiateAuth": tokens_reply()})) as bench:
        bench.desk.run()
        await until(lambda: not bench.desk.running)
        await settled()
        assert not bench.shows("findingsPanel")
        assert not bench.shows("copyForCustomerButton")
        assert not bench.shows("whyLink")


async def test_one_click_leads_from_the_outcome_to_the_findings(
    deps: Deps, qapp: QApplication
) -> None:
    assert qapp is not None
    async with desk_on(deps, ByOperation()) as bench:
        await bench.fail()
        bench.desk.activateWindow()
        await until(bench.desk.isActiveWindow)
        bench.button("whyLink").click()
        await until(bench.part("diagnosisText").hasFocus)


async def test_an_attempt_of_the_history_is_explained_with_its_own_profile(
    deps: Deps, store: MemoryProfiles, qapp: QApplication
) -> None:
    assert qapp is not None
    store.stored = StoredProfiles(profiles=(profile(profile_id="x", client_id="y"), profile()))
    async with desk_on(deps, ByOperation()) as bench:
        record = await bench.fail()
        bench.desk.new_request()
        assert not bench.shows("findingsPanel")
        bench.desk.show_record(record)
        assert "The password is wrong" in bench.texts("findingsPanel")
        await until(bench.button(GATHER).isEnabled)
        bench.gateway.opened.clear()
        bench.button(GATHER).click()
        await bench.ended()
        assert bench.gateway.opened == [profile()]
        assert bench.words("findingsPanel").startswith("Read at")


async def test_without_a_profile_the_history_says_why_nothing_can_be_read(
    deps: Deps, store: MemoryProfiles, qapp: QApplication
) -> None:
    assert qapp is not None
    store.stored = StoredProfiles(profiles=(profile(client_id="other"),))
    async with desk_on(deps, ByOperation()) as bench:
        record = await bench.fail()
        bench.desk.new_request()
        bench.desk.show_record(record)
        await until(lambda: "is gone" in bench.words("findingsPanel"))
        assert not bench.button(GATHER).isEnabled()
        assert "The password is wrong" in bench.texts("findingsPanel")


class Unreadable(MemoryProfiles):
    async def load(self) -> StoredProfiles:
        raise UserFacingError("The profiles cannot be read.", "", "")


async def test_unreadable_profiles_are_said(deps: Deps, qapp: QApplication) -> None:
    assert qapp is not None
    object.__setattr__(deps, "profiles", Unreadable())
    async with desk_on(deps, ByOperation()) as bench:
        record = await bench.fail()
        bench.desk.new_request()
        bench.desk.show_record(record)
        await until(lambda: "cannot be read" in bench.words("findingsPanel"))
        assert not bench.button(GATHER).isEnabled()


async def test_what_is_not_shown_any_more_tells_nobody(deps: Deps, qapp: QApplication) -> None:
    assert qapp is not None
    async with desk_on(deps, ByOperation("AdminGetUser")) as bench:
        await bench.fail()
        bench.button(GATHER).click()
        await bench.gateway.begun["AdminGetUser"].wait()
        bench.desk.new_request()
        assert not bench.desk.following
        assert bench.busy[-1] is False
        await settled()
        assert not bench.shows("findingsPanel")


async def test_no_secret_is_in_what_is_copied(deps: Deps, qapp: QApplication) -> None:
    assert qapp is not None
    wrong = refusal("NotAuthorizedException", "Incorrect username or password.")
    async with desk_on(deps, ByOperation(answers={"AdminInitiateAuth": wrong})) as bench:
        bench.desk.set_profile(profile(has_client_secret=True), Secret("the-client-secret"))
        record = await bench.fail()
        assert record.outcome is Outcome.FAILED
        bench.button(GATHER).click()
        await bench.ended()
        for button in ("copyDiagnosisButton", "copyForCustomerButton", "copyForAdminButton"):
            text = copied(bench, button)
            assert text
            assert "the-client-secret" not in text
            assert "correct-horse-1" not in text
        assert WRONG.code not in copied(bench, "copyForCustomerButton")
