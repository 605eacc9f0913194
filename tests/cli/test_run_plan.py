"""From a recipe to a plan."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from console.cli.recipe import parse_recipe
from console.cli.references import Resolver
from console.cli.run_plan import make_plan
from console.core.attempt import Plan
from console.core.conversation.device import Device
from console.core.errors import UserFacingError
from console.core.secret import Secret
from tests.cli.test_answers import SEED, KeptVault
from tests.fakes import FakeClock, MemoryVault

PROFILE = """\
[profile]
region = "eu-west-1"
user_pool_id = "eu-west-1_Ab12Cd34E"
client_id = "client"
"""
SRP = PROFILE + '[request]\nauth_flow = "USER_SRP_AUTH"\nusername = "alice"\n'
PASSWORD = '[request.parameters]\nPASSWORD = "keyring:pw"\n'
DEVICE = Device(key=Secret("eu_1"), group_key=Secret("-g"), password=Secret("p"))
KNOWN = {"pw": Secret("hunter2-hunter2"), "device/eu-west-1_Ab12Cd34E/alice": DEVICE.to_secret()}


async def no_prompt(_label: str) -> Secret | None:
    return None


async def plan(
    text: str, secrets: Mapping[str, Secret] = KNOWN, vault: MemoryVault | None = None
) -> Plan:
    kept = vault or KeptVault()
    kept.secrets |= secrets
    resolver = Resolver(kept, no_prompt)
    return await make_plan(
        parse_recipe(text), None, resolver=resolver, vault=kept, clock=FakeClock()
    )


async def test_a_remembered_device_goes_along_where_the_flow_sends_one() -> None:
    assert (await plan(SRP + PASSWORD)).device == DEVICE
    other = SRP.replace("USER_SRP_AUTH", "ADMIN_USER_PASSWORD_AUTH")
    assert (await plan(other + PASSWORD)).device is None


OTHER = """
[answers.DEVICE_SRP_AUTH]
DEVICE_KEY = "eu_2"
DEVICE_GROUP_KEY = "-h"
DEVICE_PASSWORD = "keyring:dp"
"""


async def test_the_recipes_own_device_goes_before_a_remembered_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    secrets = {**KNOWN, "dp": Secret("q")}
    own = Device(key=Secret("eu_2"), group_key=Secret("-h"), password=Secret("q"))
    assert (await plan(SRP + PASSWORD + OTHER, secrets)).device == own
    typed = SRP + PASSWORD + 'DEVICE_KEY = "eu_1"\n'  # so what the table says is asked for
    assert (await plan(typed + OTHER, secrets)).device is None
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    lacking = OTHER.replace('DEVICE_GROUP_KEY = "-h"', "")
    for table in (lacking, OTHER.replace("keyring:dp", "prompt")):
        assert (await plan(SRP + PASSWORD + table, secrets)).device is None


class LockedVault(KeptVault):
    """Gives secrets of recipes, and refuses the console's own."""

    async def get(self, name: str) -> Secret | None:
        if name.startswith("device/"):
            raise UserFacingError("The system keyring is locked.", "", "Unlock it first.")
        return await super().get(name)


async def test_a_keyring_that_refuses_stops_no_sign_in(capsys: pytest.CaptureFixture[str]) -> None:
    made = await plan(SRP + PASSWORD, vault=LockedVault())
    assert made.device is None
    told = capsys.readouterr().err
    assert "The system keyring is locked." in told
    assert "no remembered device goes along" in told


async def test_what_the_recipe_gives_becomes_the_request() -> None:
    text = SRP + 'analytics_endpoint_id = "a-1"\nticket = "CS-1"\n' + PASSWORD
    text += 'DEVICE_KEY = "eu_2"\n[request.context_data]\nip_address = "192.0.2.1"\n'
    text += 'server_name = "s"\nserver_path = "/"\nhttp_headers = {A = ["1", "2"]}\n'
    made = await plan(text)
    request = made.request
    assert request.parameters == {
        "PASSWORD": Secret("hunter2-hunter2"),
        "DEVICE_KEY": Secret("eu_2"),
    }
    assert (request.analytics_endpoint_id, request.ticket) == ("a-1", "CS-1")
    assert request.context_data is not None
    assert request.context_data.http_headers == (("A", "1"), ("A", "2"))
    assert made.device is None  # the operator named another one


async def test_a_session_begins_the_flow_that_takes_one() -> None:
    choice = SRP.replace("USER_SRP_AUTH", "USER_AUTH") + 'session = "keyring:session"\n'
    made = await plan(choice, {"session": Secret("s" * 40)})
    assert made.request.session == Secret("s" * 40)
    with pytest.raises(UserFacingError) as caught:
        await plan(choice, {"session": Secret("short")})
    assert caught.value.detail.startswith("Line 8: request.session: ")
    with pytest.raises(UserFacingError) as caught:
        await plan(
            SRP + 'session = "keyring:session"\n' + PASSWORD, {**KNOWN, "session": DEVICE.key}
        )
    assert "takes no Session" in caught.value.detail


async def test_both_paths_with_a_refresh_token_are_refused() -> None:
    text = SRP.replace("USER_SRP_AUTH", "REFRESH_TOKEN_AUTH") + 'path = "both"\n'
    text += '[request.parameters]\nREFRESH_TOKEN = "keyring:t"\n'
    with pytest.raises(UserFacingError) as caught:
        await plan(text, {"t": Secret("token")})
    assert caught.value.detail.startswith("Line 8: request.path: ")


SETUP = SRP + PASSWORD + '[answers.MFA_SETUP]\ntotp_seed = "keyring:new"\n'


async def test_a_place_for_a_new_seed_need_not_hold_anything_yet() -> None:
    await plan(SETUP + '[answers.SOFTWARE_TOKEN_MFA]\ntotp_seed = "keyring:new"\n')
    await plan(SETUP, {**KNOWN, "new": Secret(SEED)})


async def test_a_place_that_holds_something_else_or_does_not_last_is_refused() -> None:
    with pytest.raises(UserFacingError, match="holds something else than a seed") as caught:
        await plan(SETUP, {**KNOWN, "new": Secret("a password!")})
    assert "a password!" not in caught.value.sentence()
    with pytest.raises(UserFacingError, match="cannot be kept at keyring:new"):
        await plan(SETUP, vault=MemoryVault())


async def test_answers_that_cannot_be_right_send_nothing() -> None:
    seed = SRP + PASSWORD + '[answers.SOFTWARE_TOKEN_MFA]\ntotp_seed = "keyring:pw"\n'
    with pytest.raises(UserFacingError, match="TOTP seed cannot be used"):
        await plan(seed)
    passkey = SRP + PASSWORD + '[answers.WEB_AUTHN]\nCREDENTIAL = "keyring:pw"\n'
    with pytest.raises(UserFacingError, match="credential cannot be used"):
        await plan(passkey)
    unknown = SRP + PASSWORD + '[answers.NEWER]\nANY_CREDENTIAL = "keyring:pw"\n'
    await plan(unknown)


async def test_notes_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    await plan(SRP.replace("USER_SRP_AUTH", "FACE_AUTH") + '[answers.NEWER]\nX = "keyring:pw"\n')
    told = capsys.readouterr().err
    assert "note: FACE_AUTH is no flow" in told
    assert "note: NEWER is no challenge" in told
