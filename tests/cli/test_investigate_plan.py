from __future__ import annotations

from collections.abc import Mapping

import pytest

from console.cli.investigate_plan import (
    UNKNOWN,
    device_key_of,
    known_answers,
    plan_inquiry,
    secrets_of,
)
from console.cli.recipe import parse_recipe
from console.cli.references import Resolver
from console.core.attempt import Plan
from console.core.conversation.device import Device
from console.core.errors import UserFacingError
from console.core.secret import Secret
from tests.cli.test_answers import KeptVault
from tests.fakes import MemoryVault

PROFILE = """\
[profile]
region = "eu-west-1"
user_pool_id = "eu-west-1_Ab12Cd34E"
client_id = "client"
"""
REQUEST = '[request]\nauth_flow = "USER_SRP_AUTH"\nusername = "alice"\n'
PASSWORD = '[request.parameters]\nPASSWORD = "{}"\n'
DEVICE = Device(key=Secret("eu_1"), group_key=Secret("-g"), password=Secret("p"))
KNOWN = {"pw": Secret("hunter2-hunter2"), "cs": Secret("client-secret")}


async def never_asked(label: str) -> Secret | None:
    raise AssertionError(f"asked for {label}")


async def inquiry(
    text: str, secrets: Mapping[str, Secret] = KNOWN, vault: MemoryVault | None = None
) -> Plan:
    kept = vault or KeptVault()
    kept.secrets |= secrets
    resolver = Resolver(kept, never_asked)
    return await plan_inquiry(parse_recipe(text), resolver=resolver, vault=kept)


@pytest.mark.parametrize("reference", ["env:NOT_SET_HERE", "keyring:absent", "prompt"])
async def test_a_password_that_is_not_at_hand_stops_nothing(reference: str) -> None:
    plan = await inquiry(PROFILE + REQUEST + PASSWORD.format(reference))
    assert plan.request.parameters == {"PASSWORD": UNKNOWN}
    assert plan.client_secret is None


async def test_one_that_is_at_hand_is_looked_at() -> None:
    plan = await inquiry(PROFILE + REQUEST + PASSWORD.format("keyring:pw"))
    assert plan.request.parameters == {"PASSWORD": KNOWN["pw"]}


async def test_a_keyring_that_refuses_stops_nothing_but_the_client_secret() -> None:
    vault = KeptVault()
    vault.refuse = UserFacingError("The keyring is locked.")
    plan = await inquiry(PROFILE + REQUEST + PASSWORD.format("keyring:pw"), {}, vault)
    assert plan.request.parameters == {"PASSWORD": UNKNOWN}
    assert plan.device is None
    with pytest.raises(UserFacingError, match="locked"):
        await inquiry(PROFILE + 'client_secret = "keyring:cs"\n' + REQUEST, {}, vault)


async def test_the_client_secret_is_needed() -> None:
    text = PROFILE + 'client_secret = "keyring:{}"\n' + REQUEST + PASSWORD.format("prompt")
    assert (await inquiry(text.format("cs"))).client_secret == KNOWN["cs"]
    with pytest.raises(UserFacingError, match="absent"):
        await inquiry(text.format("absent"))


async def test_a_request_that_could_not_be_sent_is_refused() -> None:
    text = PROFILE + REQUEST.replace("alice", "") + PASSWORD.format("prompt")
    with pytest.raises(UserFacingError) as caught:
        await inquiry(text)
    assert "username" in caught.value.detail
    with pytest.raises(UserFacingError) as caught:
        await inquiry(PROFILE + REQUEST)  # none was meant to be there
    assert "PASSWORD" in caught.value.detail


async def test_the_device_of_the_request() -> None:
    kept = {"device/eu-west-1_Ab12Cd34E/alice": DEVICE.to_secret()}
    remembered = await inquiry(PROFILE + REQUEST + PASSWORD.format("prompt"), kept)
    assert device_key_of(remembered) == DEVICE.key
    typed = await inquiry(PROFILE + REQUEST + PASSWORD.format("prompt") + 'DEVICE_KEY = "eu_2"\n')
    assert device_key_of(typed) == Secret("eu_2")
    none = await inquiry(PROFILE + REQUEST + PASSWORD.format("prompt"))
    assert device_key_of(none) is None


async def test_what_the_request_would_send_is_known_again_in_a_log() -> None:
    kept = {"device/eu-west-1_Ab12Cd34E/alice": DEVICE.to_secret(), **KNOWN}
    text = PROFILE + 'client_secret = "keyring:cs"\n' + REQUEST + PASSWORD.format("keyring:pw")
    live = secrets_of(
        await inquiry(text + '[request.client_metadata]\ntoken = "of-an-app"\n', kept)
    )
    for secret in ("hunter2-hunter2", "client-secret", "of-an-app"):
        assert live.hit(f"event: {secret}")
        assert live.hit(f"event: {secret[::-1]}")
    assert not live.hit("Task timed out after 3.00 seconds")
    nothing = secrets_of(await inquiry(PROFILE + REQUEST + PASSWORD.format("prompt")))
    assert not nothing.hit("event: alice")


def test_what_will_be_chosen_is_known_from_the_recipe() -> None:
    answers = '[answers.SELECT_MFA_TYPE]\nANSWER = "SMS_MFA"\n[answers.SMS_MFA]\n'
    recipe = parse_recipe(
        PROFILE + REQUEST + PASSWORD.format("prompt") + answers + 'SMS_MFA_CODE = "prompt"\n'
    )
    assert known_answers(recipe) == {"SELECT_MFA_TYPE": "SMS_MFA"}
