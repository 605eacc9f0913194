"""From a profile to what a desk needs: the client secret, or the open practice pool."""

from __future__ import annotations

from dataclasses import dataclass

from console.core.errors import UserFacingError
from console.core.ports import (
    PracticeDesk,
    PracticeRoom,
    PracticeUser,
    Vault,
    client_secret_name,
)
from console.core.profile import PRACTICE_PROFILE_ID, Profile, practice_profile
from console.core.secret import Secret
from console.core.text import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a desk's next attempt goes; `problem` is why the client secret is missing."""

    profile: Profile | None
    client_secret: Secret | None = None
    user: PracticeUser | None = None
    problem: UserFacingError | None = None


class Targets:
    """Asks vault and practice pool; both may take their time."""

    def __init__(self, *, vault: Vault, practice: PracticeRoom) -> None:
        self._vault = vault
        self._practice = practice

    async def of(self, profile: Profile, user: PracticeUser | None) -> Target:
        """The target for a profile; of the practice pool, for the given or else the first user.

        Raises UserFacingError when the practice pool does not open.
        """
        if profile.profile_id == PRACTICE_PROFILE_ID:
            return _practice_target(await self._practice.open(), user)
        if not profile.has_client_secret:
            return Target(profile=profile)
        try:
            secret = await self._vault.get(client_secret_name(profile.profile_id))
        except UserFacingError as error:
            return Target(profile=profile, problem=error)
        problem = None if secret is not None else _secret_is_gone(profile)
        return Target(profile=profile, client_secret=secret, problem=problem)

    async def room(self) -> PracticeDesk:
        """The practice pool, opened if it is not yet."""
        return await self._practice.open()


def _practice_target(room: PracticeDesk, user: PracticeUser | None) -> Target:
    user = user or next(iter(room.users), None)
    client = next((c for c in room.clients if user is not None and c.name == user.client), None)
    if user is None or client is None:
        raise UserFacingError(
            "The practice pool has no such user.",
            "It lists no user, or none of its app clients is that user’s.",
            "Start the program again.",
        )
    profile = practice_profile(
        client_id=client.client_id,
        has_client_secret=client.secret is not None,
        endpoint_url=room.endpoint_url,
        known=client.known,
    )
    return Target(profile=profile, client_secret=client.secret, user=user)


def _secret_is_gone(profile: Profile) -> UserFacingError:
    return UserFacingError(
        f"The client secret of “{visible(profile.name, 80)}” is not in the vault.",
        "It was removed there, or was kept for an earlier run only.",
        "Edit the profile and type it again: Cognito refuses this client without it.",
    )


def unopened_practice_profile() -> Profile:
    """The practice pool's row in the list, before the pool listens anywhere."""
    return practice_profile(client_id="", has_client_secret=False, endpoint_url=None)
