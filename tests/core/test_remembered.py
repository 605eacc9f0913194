from __future__ import annotations

from console.core import practice_keys
from console.core.conversation.device import Device, device_secret_name
from console.core.conversation.flows import AuthFlow
from console.core.profile import ProfileKind
from console.core.remembered import remembered_device, seed_secret_name
from console.core.request import SignInRequest
from console.core.secret import Secret
from tests.fakes import MemoryVault, profile, request

DEVICE = Device(key=Secret("eu-west-1_k"), group_key=Secret("-g"), password=Secret("p"))


def srp(**changes: object) -> SignInRequest:
    return request(auth_flow=AuthFlow.USER_SRP_AUTH, **changes)


async def vault() -> MemoryVault:
    kept = MemoryVault()
    await kept.put(device_secret_name(profile().user_pool_id, "alice"), DEVICE.to_secret())
    return kept


async def test_the_users_device_is_found() -> None:
    assert await remembered_device(profile(), srp(), await vault()) == DEVICE


async def test_another_users_is_not() -> None:
    assert await remembered_device(profile(), srp(username="bob"), await vault()) is None


async def test_a_flow_that_has_no_use_for_it_asks_no_vault() -> None:
    kept = await vault()
    assert await remembered_device(profile(), request(), kept) is None


async def test_a_key_that_was_typed_wins() -> None:
    password = Secret("x")
    same = srp(parameters={"PASSWORD": password, "DEVICE_KEY": Secret("eu-west-1_k")})
    other = srp(parameters={"PASSWORD": password, "DEVICE_KEY": Secret("eu-west-1_other")})
    assert await remembered_device(profile(), same, await vault()) == DEVICE
    assert await remembered_device(profile(), other, await vault()) is None


async def test_the_practice_pool_remembers_one_from_the_start() -> None:
    name = practice_keys.PRACTICE_DEVICE_USERNAME
    found = await remembered_device(
        profile(kind=ProfileKind.PRACTICE), srp(username=name), MemoryVault()
    )
    assert found is not None
    assert found.key == Secret(practice_keys.PRACTICE_DEVICE_KEY)
    assert await remembered_device(profile(), srp(username=name), MemoryVault()) is None


async def test_what_is_no_device_is_none() -> None:
    kept = MemoryVault()
    await kept.put(device_secret_name(profile().user_pool_id, "alice"), Secret("junk"))
    assert await remembered_device(profile(), srp(), kept) is None


def test_a_seed_belongs_to_a_pool_and_a_name() -> None:
    assert seed_secret_name("eu-west-1_A", "alice") == "totp/eu-west-1_A/alice"


async def test_a_key_that_was_typed_wins_over_the_practice_pools_device_too() -> None:
    typed = {"PASSWORD": Secret("x"), "DEVICE_KEY": Secret("eu-west-1_other")}
    name = practice_keys.PRACTICE_DEVICE_USERNAME
    practice = profile(kind=ProfileKind.PRACTICE)
    found = await remembered_device(practice, srp(username=name, parameters=typed), MemoryVault())
    assert found is None
