"""The forecast in the form: looked up once, follows the form, and never sends a sign-in."""

from __future__ import annotations

import asyncio

from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from console.core.diagnosis.probe_plan import OPERATIONS
from console.core.secret import Secret
from console.ui.deps import Deps
from tests.fakes import MemoryVault, challenge_reply, profile
from tests.ui.evidence.benches import Bench, desk_on
from tests.ui.evidence.gateways import ByOperation, reply
from tests.ui.fakes_ui import until

LOOK_UP = "lookUpLink"
DISABLED = reply(Username="alice", UserStatus="CONFIRMED", Enabled=False)


async def looked_up(bench: Bench) -> str:
    bench.button(LOOK_UP).click()
    await bench.ended()
    assert bench.shows("forecastFrame")
    return "\n".join(bench.texts("forecastFrame"))


async def test_it_reads_and_foresees_without_a_sign_in(deps: Deps, qapp: QApplication) -> None:
    assert qapp is not None
    async with desk_on(deps, ByOperation()) as bench:
        assert not bench.shows("forecastFrame")
        text = await looked_up(bench)
        assert "Tokens at once, if the password is right." in text
        assert "◆ Certain" in text
        assert "In the way" not in text  # a right password is taken for granted
        assert set(bench.gateway.operations) <= set(OPERATIONS)
        assert bench.button(LOOK_UP).text() == "Look up again"


async def test_what_stands_in_the_way_is_said(deps: Deps, qapp: QApplication) -> None:
    assert qapp is not None
    async with desk_on(deps, ByOperation(answers={"AdminGetUser": DISABLED})) as bench:
        text = await looked_up(bench)
        assert "A refusal (NA02), since the user is disabled." in text
        assert "In the way, likeliest first" in text
        assert "The user is disabled" in text


async def test_it_follows_flow_and_path_without_another_call(
    deps: Deps, qapp: QApplication
) -> None:
    assert qapp is not None
    async with desk_on(deps, ByOperation()) as bench:
        before = await looked_up(bench)
        calls = len(bench.gateway.calls)
        bench.find(QComboBox, "flowCombo").setCurrentText("USER_SRP_AUTH")
        after = "\n".join(bench.texts("forecastFrame"))
        assert after != before
        assert "settings do not allow this flow" in after
        assert len(bench.gateway.calls) == calls


async def test_both_paths_are_foreseen_each(deps: Deps, qapp: QApplication) -> None:
    assert qapp is not None
    async with desk_on(deps, ByOperation()) as bench:
        path = bench.find(QComboBox, "pathCombo")
        path.setCurrentIndex(path.count() - 1)
        text = await looked_up(bench)
        assert "Forecast of the admin path" in text
        assert "Forecast of the public path" in text


async def test_another_name_or_profile_drops_it(deps: Deps, qapp: QApplication) -> None:
    assert qapp is not None
    async with desk_on(deps, ByOperation()) as bench:
        await looked_up(bench)
        name = bench.find(QLineEdit, "usernameField")
        name.setText("alicia")
        assert not bench.shows("forecastFrame")
        assert bench.button(LOOK_UP).text() == "Look up first"
        name.setText("alice")  # what was read is not brought back
        assert not bench.shows("forecastFrame")
        await looked_up(bench)
        bench.desk.set_profile(profile(client_id="other"), None)
        assert not bench.shows("forecastFrame")
        await looked_up(bench)
        bench.desk.set_profile(profile(client_id="other"), Secret("s"))
        assert not bench.shows("forecastFrame")
        bench.desk.set_profile(None, None)
        assert not bench.shows(LOOK_UP)


async def test_a_name_that_changes_meanwhile_ends_the_look_up(
    deps: Deps, qapp: QApplication
) -> None:
    assert qapp is not None
    async with desk_on(deps, ByOperation("DescribeUserPool")) as bench:
        bench.button(LOOK_UP).click()
        await bench.gateway.begun["DescribeUserPool"].wait()
        assert bench.button(LOOK_UP).text() == "Stop"
        bench.find(QLineEdit, "usernameField").setText("bob")
        assert not bench.desk.following
        assert bench.button(LOOK_UP).text() == "Look up first"
        bench.gateway.held.clear()
        await looked_up(bench)
        names = {call.params["Username"] for call in bench.gateway.calls[-11:]
                 if "Username" in call.params}  # fmt: skip
        assert names == {"bob"}


async def test_the_button_stops_it(deps: Deps, qapp: QApplication) -> None:
    assert qapp is not None
    async with desk_on(deps, ByOperation("DescribeUserPool")) as bench:
        bench.button(LOOK_UP).click()
        await bench.gateway.begun["DescribeUserPool"].wait()
        bench.button(LOOK_UP).click()
        await bench.ended()
        assert bench.words("forecastNote").startswith("Stopped")
        assert "◐ Not certain" in "\n".join(bench.texts("forecastFrame"))


class Hanging(MemoryVault):
    """A keyring that waits for somebody who does not come."""

    async def get(self, name: str) -> Secret | None:
        await asyncio.Event().wait()
        return await super().get(name)


async def test_a_keyring_that_hangs_can_be_left(deps: Deps, qapp: QApplication) -> None:
    assert qapp is not None
    object.__setattr__(deps, "vault", Hanging())
    async with desk_on(deps, ByOperation()) as bench:
        bench.find(QComboBox, "flowCombo").setCurrentText("USER_SRP_AUTH")
        bench.button(LOOK_UP).click()
        await asyncio.sleep(0)
        bench.desk.cancel()
        await bench.ended()
        assert bench.gateway.calls == []
        assert bench.button(LOOK_UP).text() == "Look up first"


async def test_what_was_read_before_serves_the_attempt_and_the_other_way_round(
    deps: Deps, qapp: QApplication
) -> None:
    assert qapp is not None
    async with desk_on(deps, ByOperation()) as bench:
        await looked_up(bench)
        await bench.fail()
        exists = "The account exists, is enabled and may have a password."
        assert exists in bench.texts("findingsPanel")
        assert bench.shows("forecastFrame")
        bench.find(QLineEdit, "usernameField").setText("bob")
        await bench.fail("bob")
        assert not bench.shows("forecastFrame")
        bench.button("gatherEvidenceButton").click()
        await bench.ended()
        assert bench.shows("forecastFrame")


async def test_who_came_past_the_password_may_have_changed(deps: Deps, qapp: QApplication) -> None:
    assert qapp is not None
    asked = challenge_reply("SMS_MFA")
    async with desk_on(deps, ByOperation(answers={"AdminInitiateAuth": asked})) as bench:
        await looked_up(bench)
        bench.find(QLineEdit, "passwordField").setText("correct-horse-1")
        bench.desk.run()
        await until(lambda: bench.shows("codeField"))
        bench.desk.cancel()
        await until(lambda: not bench.desk.running)
        assert not bench.shows("forecastFrame")
        assert bench.shows("findingsPanel")


async def test_what_was_foreseen_of_the_request_goes_along_to_the_ticket(
    deps: Deps, qapp: QApplication
) -> None:
    assert qapp is not None
    async with desk_on(deps, ByOperation()) as bench:
        await looked_up(bench)
        record = await bench.fail()
        source = bench.desk.exportable()
        assert source is not None
        assert source.diagnosis is not None
        assert source.diagnosis.forecast is not None
        assert source.diagnosis.evidence is not None, "read before it was sent"
        bench.desk.show_record(record)
        later = bench.desk.exportable()
        assert later is not None
        assert later.diagnosis is not None
        assert later.diagnosis.forecast is None, "an attempt of the history had none"
