"""What the vault keeps of a user: found, kept, and told where it refuses."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from console.core.conversation.device import Device, device_secret_name
from console.core.conversation.flows import AuthFlow
from console.core.errors import UserFacingError
from console.core.remembered import seed_secret_name
from console.core.secret import Secret
from console.ui.keepsakes import Keepsakes
from tests.fakes import MemoryVault, profile, request

DEVICE = Device(key=Secret("eu-west-1_k"), group_key=Secret("-g"), password=Secret("p" * 40))
SRP = request(auth_flow=AuthFlow.USER_SRP_AUTH)
POOL = profile().user_pool_id
LOCKED = UserFacingError("The system keyring is locked.")


class LastingVault(MemoryVault):
    """One whose secrets outlive this run."""

    @property
    def persistent(self) -> bool | None:
        return True


class Heard:
    """Keepsakes, and what they told."""

    def __init__(self, vault: MemoryVault) -> None:
        self.keepsakes = Keepsakes(vault=vault)
        self.problems: list[UserFacingError] = []
        self.told: list[str] = []
        self.keepsakes.problem_raised.connect(self.problems.append)
        self.keepsakes.told.connect(self.told.append)


@pytest.fixture
def vault(qapp: QApplication) -> MemoryVault:
    assert qapp is not None
    return MemoryVault()


async def test_a_device_is_kept_and_found(vault: MemoryVault) -> None:
    heard = Heard(vault)
    assert await heard.keepsakes.device(profile(), SRP) is None
    assert not await heard.keepsakes.keep_device(profile(), "alice", DEVICE), "in memory alone"
    assert list(vault.secrets) == [device_secret_name(POOL, "alice")]
    assert await heard.keepsakes.device(profile(), SRP) == DEVICE
    lasting = Heard(LastingVault())
    assert await lasting.keepsakes.keep_device(profile(), "alice", DEVICE)
    assert heard.told == lasting.told == []


async def test_a_seed_is_kept_found_and_told(vault: MemoryVault) -> None:
    heard = Heard(vault)
    assert await heard.keepsakes.seed(profile(), "alice") is None
    await heard.keepsakes.keep_seed(profile(), "alice", Secret("JBSWY3DPEHPK3PXP"))
    assert await heard.keepsakes.seed(profile(), "alice") == Secret("JBSWY3DPEHPK3PXP")
    assert list(vault.secrets) == [seed_secret_name(POOL, "alice")]
    lasting = Heard(LastingVault())
    await lasting.keepsakes.keep_seed(profile(), "alice\u202e", Secret("JBSWY3DPEHPK3PXP"))
    assert "in memory only" in heard.told[0]
    assert lasting.told == ["The TOTP seed of alice\\u202e is kept in the keyring."]


async def test_a_vault_that_refuses_is_told_and_has_nothing(vault: MemoryVault) -> None:
    heard = Heard(vault)
    vault.refuse = LOCKED
    assert await heard.keepsakes.device(profile(), SRP) is None
    assert await heard.keepsakes.seed(profile(), "alice") is None
    assert not await heard.keepsakes.keep_device(profile(), "alice", DEVICE)
    await heard.keepsakes.keep_seed(profile(), "alice", Secret("JBSWY3DPEHPK3PXP"))
    assert heard.problems == [LOCKED] * 4
    assert heard.told == []
    assert await heard.keepsakes.where() == "vault: memory"
