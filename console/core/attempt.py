"""One attempt while it lives: its plan, its timeline, and the record of how it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from console.core.call import Path, Tokens
from console.core.conversation.challenges import ANSWERED, Challenge
from console.core.conversation.device import Device
from console.core.diagnosis.classifier import Classification
from console.core.masking import LiveSecrets
from console.core.ports import Clock
from console.core.profile import Profile
from console.core.record import AttemptRecord, LegRecord, Outcome, Step, TokensLeft
from console.core.request import SignInRequest
from console.core.secret import Secret
from console.core.timeline import Timeline

_OF_EVERY_REPLY = ("application/x-amz-json-1.1", "Bearer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be tried: where, what, with which client secret and from which device."""

    profile: Profile
    request: SignInRequest
    client_secret: Secret | None = None
    device: Device | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Won:
    """Tokens of one path: a real session of the user."""

    path: Path
    tokens: Tokens


class Attempt:
    """Lives on one thread. The runner moves it on; a window or a command watches and cancels it."""

    def __init__(self, *, attempt_id: str, plan: Plan, clock: Clock) -> None:
        self.attempt_id = attempt_id
        self.plan = plan
        self.ticket = plan.request.ticket
        self.live = LiveSecrets()
        self.live.add([plan.client_secret, *plan.request.parameters.values(), plan.request.session])
        if plan.device is not None:
            self.live.add([plan.device.key, plan.device.group_key, plan.device.password])
        self.live.trust([plan.request.username, *ANSWERED, *_OF_EVERY_REPLY])
        self.live.add_values(plan.request.client_metadata.values())
        if plan.request.context_data is not None:
            self.live.add([plan.request.context_data.encoded_data])
            self.live.add_values(value for _, value in plan.request.context_data.http_headers)
        self.timeline = Timeline(self.live)
        self.started_at: datetime = clock.now()
        self.started_mono = clock.monotonic()
        self.ended_at: datetime | None = None
        self.duration_ms: float | None = None
        self.outcome: Outcome | None = None
        self.reason = ""
        self.challenges: list[str] = []
        self.challenge: Challenge | None = None  # the open question, while it is open
        self.classification: Classification | None = None
        self.steps: list[Step] = []
        self.after: list[Step] = []  # calls that followed the outcome
        self.legs: list[LegRecord] = []  # how each path ended, where both were tried
        self.won: list[Won] = []  # live until they are revoked or expire
        self.kept = 0  # events that the journal has
        self.tokens_left: TokensLeft | None = None
        self.skew_told = False
        self.cancelled = False
        self.missing: tuple[str, ...] = ()  # the keys of an answer that a recipe lacks
        self._on_cancel: Callable[[], None] | None = None

    @property
    def running(self) -> bool:
        """Whether the attempt has not ended yet."""
        return self.outcome is None

    @property
    def calls_made(self) -> int:
        """Calls so far, those after the outcome included."""
        return len(self.steps) + len(self.after)

    def note_step(self, step: Step) -> None:
        """A call has ended; the steps of the attempt are those before its outcome."""
        (self.steps if self.running else self.after).append(step)

    def cancel(self) -> None:
        """Ends the attempt: the socket of a call under way is shut, an open question given up.

        After the outcome it stops only a call that followed.
        """
        if self.running:
            self.cancelled = True
        if self._on_cancel is not None:
            self._on_cancel()

    def on_cancel(self, action: Callable[[], None] | None) -> None:
        """What `cancel` has to interrupt at this moment; the runner sets and clears it."""
        self._on_cancel = action
        if self.cancelled and self.running and action is not None:
            action()

    def record(self) -> AttemptRecord:
        """The attempt as it stands, events included."""
        profile, request = self.plan.profile, self.plan.request
        return AttemptRecord(
            attempt_id=self.attempt_id,
            started_at=self.started_at,
            ended_at=self.ended_at,
            duration_ms=self.duration_ms,
            profile_name=profile.name,
            profile_kind=profile.kind,
            region=profile.region,
            user_pool_id=profile.user_pool_id,
            client_id=profile.client_id,
            endpoint=_host(profile.endpoint_url),
            username=request.username,
            auth_flow=str(request.auth_flow),
            path=request.path_word,
            ticket=self.ticket,
            simulated=profile.simulated,
            outcome=self.outcome,
            reason=self.reason,
            challenges=tuple(self.challenges),
            classification=self.classification,
            steps=tuple(self.steps),
            after=tuple(self.after),
            legs=tuple(self.legs),
            tokens_left=self.tokens_left,
            withheld=self.timeline.withheld(),
            events=self.timeline.events,
        )


def _host(endpoint_url: str | None) -> str | None:
    return None if endpoint_url is None else urlsplit(endpoint_url).netloc
