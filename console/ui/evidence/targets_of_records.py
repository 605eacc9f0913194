"""Where an attempt of the history can be asked about again: its profile may have gone since."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from console.core.errors import UserFacingError
from console.core.ports import PracticeRoom, Vault, client_secret_name
from console.core.practice_keys import PRACTICE_USER_POOL_ID
from console.core.profile import Profile, practice_profile
from console.core.record import AttemptRecord
from console.core.text import visible
from console.ui.evidence.lookup import Subject

_NAME_LIMIT = 60
_OTHER_PRACTICE = "This attempt was made in another practice pool than the one of this machine."


def profile_of(record: AttemptRecord, profiles: Sequence[Profile]) -> Profile | None:
    """The profile with the record's pool and client; of several, the one with its name too."""
    place = (record.region, record.user_pool_id, record.client_id, record.simulated)
    same = [
        each
        for each in profiles
        if (each.region, each.user_pool_id, each.client_id, each.simulated) == place
    ]
    named = (each for each in same if each.name == record.profile_name)
    return next(named, same[0] if same else None)


def why_none(record: AttemptRecord, profile: Profile | None) -> str:
    """Why nobody can be asked; empty where somebody can."""
    if profile is not None or (record.simulated and record.user_pool_id == PRACTICE_USER_POOL_ID):
        return ""
    if record.simulated:
        return _OTHER_PRACTICE
    name = visible(record.profile_name, _NAME_LIMIT)
    return (
        f"The profile “{name}” is gone, and no other has this pool and app client: evidence cannot "
        "be gathered. Make the profile again to look further."
    )


async def subject_of(
    record: AttemptRecord, profile: Profile | None, *, vault: Vault, practice: PracticeRoom
) -> Subject:
    """Whom to ask about; `profile` is None for an attempt in the practice pool.

    UserFacingError where the practice pool does not open, or lacks the record's client.
    """
    if profile is None:
        return await _practice_subject(record, practice)
    secret = None
    if profile.has_client_secret:
        with suppress(UserFacingError):  # a vault that refuses hides one comparison of many
            secret = await vault.get(client_secret_name(profile.profile_id))
    return Subject(profile=profile, username=record.username, client_secret=secret)


async def _practice_subject(record: AttemptRecord, practice: PracticeRoom) -> Subject:
    room = await practice.open()
    client = next((each for each in room.clients if each.client_id == record.client_id), None)
    if client is None:
        raise UserFacingError(
            "The practice pool has no such app client.",
            "The attempt was made with a client that this practice pool does not have.",
            "Choose a practice user and sign in anew.",
        )
    profile = practice_profile(
        client_id=client.client_id,
        has_client_secret=client.secret is not None,
        endpoint_url=room.endpoint_url,
        known=client.known,
    )
    return Subject(profile=profile, username=record.username, client_secret=client.secret)
