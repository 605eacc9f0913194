"""From a profile to its client secret, or to the open practice pool."""

from __future__ import annotations

import pytest

from console.core.errors import UserFacingError
from console.core.pool_settings import PoolSettings
from console.core.ports import PracticeClient, PracticeDesk, client_secret_name
from console.core.profile import PRACTICE_PROFILE_ID
from console.core.secret import Secret
from console.ui.profiles.targets import Targets, unopened_practice_profile
from tests.fakes import FakePractice, MemoryVault, profile
from tests.ui.fakes_ui import FakeUser, practice_desk

CONFIDENTIAL = profile(has_client_secret=True)


def targets(vault: MemoryVault, room: FakePractice) -> Targets:
    return Targets(vault=vault, practice=room)


async def test_a_public_client_asks_no_vault(vault: MemoryVault, room: FakePractice) -> None:
    vault.refuse = UserFacingError("locked")
    target = await targets(vault, room).of(profile(), None)
    assert (target.profile, target.client_secret, target.problem) == (profile(), None, None)


async def test_a_confidential_client_has_its_secret(vault: MemoryVault, room: FakePractice) -> None:
    vault.secrets[client_secret_name("p1")] = Secret("hush")
    target = await targets(vault, room).of(CONFIDENTIAL, None)
    assert target.client_secret == Secret("hush")
    assert target.problem is None


async def test_a_secret_that_is_gone_is_said_and_the_profile_is_there(
    vault: MemoryVault, room: FakePractice
) -> None:
    target = await targets(vault, room).of(CONFIDENTIAL, None)
    assert target.profile == CONFIDENTIAL
    assert target.client_secret is None
    assert target.problem is not None
    assert "Contoso shop" in target.problem.title
    assert "type it again" in target.problem.hint


async def test_a_locked_keyring_is_said_and_the_profile_is_there(
    vault: MemoryVault, room: FakePractice
) -> None:
    vault.refuse = UserFacingError("The system keyring is locked.")
    target = await targets(vault, room).of(CONFIDENTIAL, None)
    assert target.profile == CONFIDENTIAL
    assert target.problem is vault.refuse


async def test_the_practice_pool_opens_with_its_first_user(
    vault: MemoryVault, room: FakePractice
) -> None:
    target = await targets(vault, room).of(unopened_practice_profile(), None)
    assert target.profile is not None
    assert target.profile.profile_id == PRACTICE_PROFILE_ID
    assert target.profile.simulated
    assert target.profile.endpoint_url == "http://127.0.0.1:9"
    assert target.profile.client_id == "publicclient"
    assert target.user is practice_user(room, 0)
    assert target.client_secret is None


async def test_a_chosen_user_brings_its_client(vault: MemoryVault, room: FakePractice) -> None:
    user = practice_user(room, 1)
    target = await targets(vault, room).of(unopened_practice_profile(), user)
    assert target.profile is not None
    assert (target.profile.client_id, target.profile.has_client_secret) == (
        "confidentialclient",
        True,
    )
    assert target.client_secret == Secret("hush")
    assert target.user is user


async def test_what_is_known_of_a_practice_client_comes_along(vault: MemoryVault) -> None:
    known = PoolSettings(session_validity_s=180.0)
    client = PracticeClient(name="public", client_id="c", secret=None, known=known)
    users = (FakeUser(username="x", password="y"),)
    desk = PracticeDesk(endpoint_url="http://127.0.0.1:9", users=users, clients=(client,))
    target = await targets(vault, FakePractice(desk)).of(unopened_practice_profile(), None)
    assert target.profile is not None
    assert target.profile.known is known


def practice_user(room: FakePractice, number: int) -> FakeUser:
    user = room.desk.users[number]
    assert isinstance(user, FakeUser)
    return user


@pytest.mark.parametrize("users", [(), (FakeUser(username="x", password="y", client="gone"),)])
async def test_a_pool_without_a_fitting_user_is_a_problem(
    vault: MemoryVault, users: tuple[FakeUser, ...]
) -> None:
    empty = PracticeDesk(
        endpoint_url="http://127.0.0.1:9", users=users, clients=practice_desk().clients
    )
    with pytest.raises(UserFacingError, match="no such user"):
        await targets(vault, FakePractice(empty)).of(unopened_practice_profile(), None)
