from __future__ import annotations

import pytest

from console.core.errors import UserFacingError
from console.core.ports import PracticeClient, PracticeDesk, client_secret_name
from console.core.practice_keys import PRACTICE_USER_POOL_ID
from console.core.profile import ProfileKind
from console.core.secret import Secret
from console.ui.evidence.targets_of_records import profile_of, subject_of, why_none
from tests.fakes import FakePractice, MemoryVault, profile
from tests.ui.fakes_ui import header

RECORD = header("a1")
PRACTICE = header("a2", simulated=True, user_pool_id=PRACTICE_USER_POOL_ID, client_id="pc")


def test_the_profile_is_that_of_pool_and_client() -> None:
    renamed = profile(profile_id="p2", name="Renamed")
    other = profile(profile_id="p3", client_id="other")
    lab = profile(profile_id="p4", kind=ProfileKind.PRACTICE)
    assert profile_of(RECORD, (other, renamed, profile())) == profile()
    assert profile_of(RECORD, (other, renamed)) == renamed
    assert profile_of(RECORD, (other, lab)) is None


def test_why_nobody_can_be_asked() -> None:
    assert why_none(RECORD, profile()) == ""
    assert why_none(PRACTICE, None) == ""
    assert "Contoso shop" in why_none(RECORD, None)
    assert "is gone" in why_none(RECORD, None)
    foreign = header("a3", simulated=True)
    assert "another practice pool" in why_none(foreign, None)


async def test_the_client_secret_comes_from_the_vault() -> None:
    vault, room = MemoryVault(), FakePractice()
    vault.secrets[client_secret_name("p1")] = Secret("hush")
    confidential = profile(has_client_secret=True)
    found = await subject_of(RECORD, confidential, vault=vault, practice=room)
    assert (found.username, found.client_secret) == ("alice", Secret("hush"))
    vault.refuse = UserFacingError("locked", "", "")
    found = await subject_of(RECORD, confidential, vault=vault, practice=room)
    assert found.client_secret is None


async def test_the_practice_pool_is_asked_with_the_client_of_the_record() -> None:
    client = PracticeClient(name="public", client_id="pc", secret=Secret("s"))
    room = FakePractice(
        PracticeDesk(endpoint_url="http://127.0.0.1:9", users=(), clients=(client,))
    )
    found = await subject_of(PRACTICE, None, vault=MemoryVault(), practice=room)
    assert found.profile.simulated
    assert found.profile.endpoint_url == "http://127.0.0.1:9"
    assert found.client_secret == Secret("s")
    gone = header("a4", simulated=True, user_pool_id=PRACTICE_USER_POOL_ID, client_id="x")
    with pytest.raises(UserFacingError, match="no such app client"):
        await subject_of(gone, None, vault=MemoryVault(), practice=room)
