"""What the core and the window need from outside, as Protocols; services satisfy them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from console.core.call import ApiCall, CallResult
from console.core.claims import Signature
from console.core.conversation.challenges import Challenge
from console.core.events import Event
from console.core.history import Annotations, JournalState, Page, Query
from console.core.permit import Denied, Permit, Wanted
from console.core.pool_settings import PoolSettings
from console.core.profile import Profile
from console.core.record import AttemptRecord
from console.core.secret import Secret


class Clock(Protocol):
    """Wall time, aware and in UTC, and a monotonic time in seconds for durations."""

    def now(self) -> datetime: ...

    def monotonic(self) -> float: ...


class PendingCall(Protocol):
    """One call under way."""

    async def result(self) -> CallResult:
        """Waits for the end of the call. Never raises for what the network or Cognito did."""
        ...

    def stop(self) -> None:
        """Shuts the call's socket; `result` then returns promptly. Idempotent, from any thread."""
        ...


class Gateway(Protocol):
    """Calls for one profile. Opening it costs nothing: its client is made by the first call."""

    def begin(self, call: ApiCall, permit: Permit | None = None) -> PendingCall:
        """Starts the call: sent at most once, or twice more where it only reads.

        What does more than read leaves only with an unspent permit for exactly this request.
        """
        ...

    def warm(self) -> None:
        """Makes the client ahead of the first call, off the calling thread."""
        ...


class Gateways(Protocol):
    """Gateways by profile, shared between attempts."""

    def open(self, profile: Profile) -> Gateway: ...

    def close(self) -> None:
        """Stops what is under way and closes every connection."""
        ...


class Guard(Protocol):
    """Decides which requests may leave."""

    async def permit(self, wanted: Wanted) -> Permit | Denied:
        """Asked right before each request that does more than read; may ask the operator."""
        ...


class TokenVerifier(Protocol):
    """Checks signatures with the public keys that the pool serves."""

    async def verify(self, profile: Profile, token: Secret) -> Signature:
        """Fetches the pool's keys where they are not known yet. Never raises for the network."""
        ...


class Journal(Protocol):
    """Attempts on disk. Methods raise UserFacingError when something could not be kept or read.

    What could not be kept is held in memory, and kept as soon as that can be done; `state` says
    how it stands meanwhile.
    """

    async def begin(self, record: AttemptRecord) -> None:
        """Returns after the intent is committed; nothing is sent before."""
        ...

    async def append(self, attempt_id: str, events: Sequence[Event]) -> None: ...

    async def finish(self, record: AttemptRecord) -> None:
        """Writes the header's last state, and those of its events that were not appended before."""
        ...

    async def set_ticket(self, attempt_id: str, ticket: str | None) -> None: ...

    async def annotate(self, attempt_id: str, annotations: Annotations) -> None:
        """Replaces what the operator has added to the attempt."""
        ...

    async def annotations(self, attempt_id: str) -> Annotations: ...

    async def recent(self, limit: int) -> tuple[AttemptRecord, ...]:
        """Headers without events, newest first."""
        ...

    async def search(self, query: Query) -> Page: ...

    async def recent_users(self, profile_name: str, limit: int) -> tuple[str, ...]:
        """Names that were tried last with the profile, newest first; none from a plain file."""
        ...

    async def load(self, attempt_id: str) -> AttemptRecord: ...

    async def delete(self, attempt_ids: Sequence[str]) -> int:
        """Removes these attempts from every file; how many there were."""
        ...

    async def delete_all(self) -> None:
        """Removes every attempt, pinned ones too, and the kept files of earlier journals."""
        ...

    async def delete_customer(self, username: str) -> int:
        """Removes the user's attempts, and the name wherever else it stands; how many there were.

        Kept files of earlier journals go as a whole.
        """
        ...

    async def set_retention(self, days: int, megabytes: int) -> None:
        """Older attempts than that go, and the oldest of a larger file; in the background."""
        ...

    def state(self) -> JournalState:
        """How attempts are kept at this moment. Waits for nothing."""
        ...

    def is_saved(self, attempt_id: str) -> bool:
        """Whether all that was given of this attempt is committed. Waits for nothing."""
        ...

    def watch(self, told: Callable[[], object]) -> Callable[[], None]:
        """`told` is called, on a thread of the journal's, when `state` or `is_saved` may have
        changed; the function that comes back ends that."""
        ...

    def close(self) -> None: ...


class SingleWindow(Protocol):
    """One window a data directory: the second raises the first and ends."""

    def claim(self) -> bool:
        """False where another window is open; true also where that cannot be known."""
        ...

    def raise_other(self) -> bool:
        """Whether the other window has said that it comes to the front. Waits for its answer."""
        ...

    def listen(self, wanted: Callable[[], object]) -> None:
        """`wanted` is called, on a thread, each time when another start asks for the window."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredProfiles:
    """`problem` says what was wrong with the file, when it could not be used as it was."""

    profiles: tuple[Profile, ...]
    problem: str | None = None
    writable: bool = True


class ProfileStore(Protocol):
    """The profile file. Both raise UserFacingError when the disk refuses."""

    async def load(self) -> StoredProfiles: ...

    async def save(self, profiles: Sequence[Profile]) -> None: ...

    def close(self) -> None: ...


class Vault(Protocol):
    """Named secrets in the system's keyring, or in memory where there is none."""

    async def get(self, name: str) -> Secret | None: ...

    async def put(self, name: str, secret: Secret) -> None: ...

    async def forget(self, name: str) -> None: ...

    async def describe(self) -> str:
        """Where secrets are kept, in words for the status bar."""
        ...

    @property
    def persistent(self) -> bool | None:
        """Whether secrets outlive this run; None before the keyring was first asked."""
        ...


def client_secret_name(profile_id: str) -> str:
    """The vault's name for a profile's client secret."""
    return f"profile/{profile_id}/client_secret"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Cognito's own keys for ChallengeResponses, without USERNAME and SECRET_HASH."""

    responses: dict[str, str | Secret]
    from_seed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveUp:
    """No answer will come. `reason` is a sentence; `missing` names the keys that a recipe lacks."""

    reason: str
    missing: tuple[str, ...] = ()
    cancelled: bool = False  # by a stop of the whole attempt, not by giving up the challenge


class Answerer(Protocol):
    """Who answers challenges: the wizard, or a recipe."""

    async def answer(self, challenge: Challenge) -> Answer | GiveUp: ...

    def interrupt(self) -> None:
        """Makes a waiting `answer` return a GiveUp soon."""
        ...


class CodeSource(Protocol):
    """Where the practice pool's messages can be read."""

    async def newest_code(self, username: str) -> Secret | None:
        """The newest code that was "sent" to this user, or None."""
        ...


class PracticeUser(Protocol):
    """One row of the practice pool's list; everything in it is public."""

    @property
    def username(self) -> str: ...
    @property
    def password(self) -> str: ...
    @property
    def totp_seed(self) -> str | None: ...
    @property
    def client(self) -> str: ...
    @property
    def auth_flow(self) -> str: ...
    @property
    def purpose(self) -> str: ...
    @property
    def path(self) -> str:
        """admin or public."""
        ...

    @property
    def parameters(self) -> Mapping[str, str]:
        """What is chosen besides: PREFERRED_CHALLENGE, CHALLENGE_NAME."""
        ...

    @property
    def challenges(self) -> tuple[str, ...]:
        """What is asked on the way to the outcome, in Cognito's own words."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeClient:
    """An app client of the practice pool, and what the Describe calls say of it and its pool."""

    name: str
    client_id: str
    secret: Secret | None
    known: PoolSettings | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeDesk:
    """The running practice pool as the window sees it."""

    endpoint_url: str
    users: tuple[PracticeUser, ...]
    clients: tuple[PracticeClient, ...]


class PracticeRoom(CodeSource, Protocol):
    """Starts the practice pool on this machine when it is first needed."""

    async def open(self) -> PracticeDesk: ...

    def close(self) -> None: ...
