"""Typed fakes for the ports: scripted, in memory, with what was asked of them to look at."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from console.core.call import (
    ApiCall,
    CallRecord,
    CallResult,
    Failure,
    Origin,
    Phases,
    Reply,
    Sent,
    Tokens,
    WireTry,
)
from console.core.claims import Check, Signature
from console.core.conversation.challenges import Challenge
from console.core.conversation.flows import AuthFlow
from console.core.errors import UserFacingError
from console.core.events import Event
from console.core.history import (
    Annotations,
    JournalState,
    Keeping,
    Page,
    Query,
    Row,
    checked,
    matches,
    place,
)
from console.core.permit import Permit
from console.core.ports import Answer, GiveUp, PracticeClient, PracticeDesk, StoredProfiles
from console.core.profile import Profile, ProfileKind
from console.core.record import AttemptRecord
from console.core.request import SignInRequest
from console.core.secret import Secret

START = datetime(2026, 11, 24, 14, 2, 11, 20000, tzinfo=UTC)


class FakeClock:
    """A clock that moves only when told, by `tick` seconds a look besides."""

    def __init__(self, tick: float = 0.0) -> None:
        self.seconds = 0.0
        self.tick = tick

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        self.seconds += self.tick
        return self.seconds

    def advance(self, seconds: float) -> None:
        self.seconds += seconds


def profile(**changes: object) -> Profile:
    """A production profile, with changes."""
    made = Profile(
        profile_id="p1",
        name="Contoso shop",
        kind=ProfileKind.PRODUCTION,
        region="eu-west-1",
        user_pool_id="eu-west-1_Ab12Cd34E",
        client_id="74jdrobmasoi0m2i1je8vhrij6",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def request(**changes: object) -> SignInRequest:
    """A password sign-in of alice, with changes."""
    made = SignInRequest(
        auth_flow=AuthFlow.ADMIN_USER_PASSWORD_AUTH,
        username="alice",
        parameters={"PASSWORD": Secret("correct-horse-1")},
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def wire(number: int = 1, sent: Sent = Sent.YES) -> WireTry:
    """One HTTP request over a new TLS connection."""
    return WireTry(
        number=number,
        started_at=START,
        offset_ms=1.0,
        duration_ms=120.0,
        phases=Phases(
            dns_ms=2.0, connect_ms=10.0, tls_ms=30.0, first_byte_ms=70.0, transfer_ms=4.0
        ),
        sent=sent,
        reused=False,
        remote="127.0.0.1:443",
        tls_version="TLSv1.3",
        tls_issuer="Amazon RSA 2048 M02",
        http_status=200,
        request_bytes=900,
        reply_bytes=1200,
    )


def record(**changes: object) -> CallRecord:
    """The facts of an answered call."""
    made = CallRecord(
        started_at=START,
        duration_ms=121.5,
        sent=Sent.YES,
        request_id="9fdb5cfa-5ec1-47bf-bc07-8adc3b4bebf6",
        http_status=200,
        content_type="application/x-amz-json-1.1",
        server_date=START,
        received_at=START,
        tries=(wire(),),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def challenge_reply(name: str, session: str = "session-1-of-the-pool", **parameters: str) -> Reply:
    """Cognito asks `name`."""
    return Reply(
        record=record(),
        challenge_name=name,
        session=Secret(session),
        challenge_parameters=parameters,
    )


def tokens_reply() -> Reply:
    """Cognito issues tokens."""
    return Reply(
        record=record(),
        tokens=Tokens(
            access_token=Secret("access-token-value"),
            id_token=Secret("id-token-value"),
            refresh_token=Secret("refresh-token-value"),
            token_type="Bearer",
            expires_in_s=3600,
        ),
    )


def refusal(code: str, message: str, status: int = 400) -> Failure:
    """Cognito refuses."""
    return Failure(
        record=record(http_status=status), origin=Origin.SERVICE, code=code, message=message
    )


def failure(origin: Origin, code: str, sent: Sent) -> Failure:
    """A call without an answer of Cognito's."""
    return Failure(
        record=record(sent=sent, request_id=None, http_status=None, server_date=None, tries=()),
        origin=origin,
        code=code,
        message=f"text of {code}",
    )


class FakePending:
    """A call whose result is known, or one that waits until it is stopped."""

    def __init__(self, result: CallResult | None) -> None:
        self._result = result
        self._stopped = asyncio.Event()

    async def result(self) -> CallResult:
        if self._result is not None:
            return self._result
        await self._stopped.wait()
        return failure(Origin.STOPPED, "CallCancelled", Sent.YES)

    def stop(self) -> None:
        self._stopped.set()


class FakeGateway:
    """Gives scripted results in turn; None waits for a stop. `calls` holds what was begun."""

    def __init__(self, results: Sequence[CallResult | None] = ()) -> None:
        self.results = list(results)
        self.calls: list[ApiCall] = []
        self.permits: list[Permit | None] = []
        self.pending: list[FakePending] = []
        self.opened: list[Profile] = []
        self.warmed = 0
        self.closed = False
        self.begun = asyncio.Event()

    def open(self, profile: Profile) -> FakeGateway:
        self.opened.append(profile)
        return self

    def begin(self, call: ApiCall, permit: Permit | None = None) -> FakePending:
        self.calls.append(call)
        self.permits.append(permit)
        pending = FakePending(self.results.pop(0))
        self.pending.append(pending)
        self.begun.set()
        return pending

    def warm(self) -> None:
        self.warmed += 1

    def close(self) -> None:
        self.closed = True


class FakeVerifier:
    """Says of every token what it was told."""

    def __init__(self, said: Signature | None = None) -> None:
        self.said = said or Signature(check=Check.OK)
        self.tokens: list[Secret] = []

    async def verify(self, _profile: Profile, token: Secret) -> Signature:
        self.tokens.append(token)
        return self.said


class MemoryJournal:
    """A journal in memory; `refuse` makes every write fail."""

    def __init__(self) -> None:
        self.headers: dict[str, AttemptRecord] = {}
        self.events: dict[str, list[Event]] = {}
        self.notes: dict[str, Annotations] = {}
        self.order: list[str] = []
        self.asked: list[Query] = []
        self.retention: tuple[int, int] | None = None
        self.refuse: UserFacingError | None = None
        self.now = JournalState(keeping=Keeping.ENCRYPTED)
        self.unsaved: set[str] = set()
        self.watchers: list[Callable[[], object]] = []

    async def begin(self, record: AttemptRecord) -> None:
        self._check()
        self.order.append(f"begin {record.attempt_id}")
        self.headers[record.attempt_id] = replace(record, events=())
        self.events[record.attempt_id] = []
        self._tell()

    async def append(self, attempt_id: str, events: Sequence[Event]) -> None:
        self._check()
        self.order.append(f"append {len(events)}")
        self.events[attempt_id] += events
        self._tell()

    async def finish(self, record: AttemptRecord) -> None:
        self._check()
        self.order.append(f"finish {record.outcome}")
        self.headers[record.attempt_id] = replace(record, events=())
        self.events[record.attempt_id] = list(record.events)
        self._tell()

    async def set_ticket(self, attempt_id: str, ticket: str | None) -> None:
        self.headers[attempt_id] = replace(self.headers[attempt_id], ticket=ticket)

    async def annotate(self, attempt_id: str, annotations: Annotations) -> None:
        self._check()
        self.notes[attempt_id] = checked(annotations)

    async def annotations(self, attempt_id: str) -> Annotations:
        return self.notes.get(attempt_id, Annotations())

    async def recent(self, limit: int) -> tuple[AttemptRecord, ...]:
        return tuple(reversed(list(self.headers.values())))[:limit]

    async def search(self, query: Query) -> Page:
        self.asked.append(query)
        found = [row for row in self._rows() if matches(query, row)]
        following = [row for row in found if query.before is None or place(row) < query.before]
        return Page(rows=tuple(following[: query.limit]), total=len(found))

    async def recent_users(self, profile_name: str, limit: int) -> tuple[str, ...]:
        names = [row.header.username for row in self._rows()
                 if row.header.profile_name == profile_name]  # fmt: skip
        return tuple(dict.fromkeys(names))[:limit]

    async def load(self, attempt_id: str) -> AttemptRecord:
        return replace(self.headers[attempt_id], events=tuple(self.events[attempt_id]))

    async def delete(self, attempt_ids: Sequence[str]) -> int:
        self._check()
        there = [name for name in attempt_ids if name in self.headers]
        for name in there:
            del self.headers[name], self.events[name]
            self.notes.pop(name, None)
        return len(there)

    async def delete_all(self) -> None:
        await self.delete(list(self.headers))

    async def delete_customer(self, username: str) -> int:
        return await self.delete(
            [name for name, header in self.headers.items() if header.username == username]
        )

    async def set_retention(self, days: int, megabytes: int) -> None:
        self.retention = (days, megabytes)

    def state(self) -> JournalState:
        return self.now

    def is_saved(self, attempt_id: str) -> bool:
        return attempt_id in self.headers and attempt_id not in self.unsaved

    def watch(self, told: Callable[[], object]) -> Callable[[], None]:
        self.watchers.append(told)
        return lambda: self.watchers.remove(told)

    def change(self, state: JournalState) -> None:
        """The journal is in another state now, and its watchers are told."""
        self.now = state
        self._tell()

    def close(self) -> None:
        return

    def _tell(self) -> None:
        for told in list(self.watchers):
            told()

    def _rows(self) -> list[Row]:
        rows = [
            Row(header=header, annotations=self.notes.get(name, Annotations()))
            for name, header in self.headers.items()
        ]
        return sorted(rows, key=place, reverse=True)

    def _check(self) -> None:
        if self.refuse is not None:
            raise self.refuse


class ScriptedAnswerer:
    """Gives scripted answers in turn; None waits for an interrupt."""

    def __init__(self, answers: Sequence[Answer | GiveUp | None] = ()) -> None:
        self.answers = list(answers)
        self.asked: list[Challenge] = []
        self.waiting = asyncio.Event()
        self._interrupted = asyncio.Event()

    async def answer(self, challenge: Challenge) -> Answer | GiveUp:
        self.asked.append(challenge)
        given = self.answers.pop(0)
        if given is not None:
            return given
        self.waiting.set()
        await self._interrupted.wait()
        return GiveUp(reason="Given up at the challenge.")

    def interrupt(self) -> None:
        self._interrupted.set()


class MemoryProfiles:
    """A profile store in memory."""

    def __init__(self, stored: StoredProfiles | None = None) -> None:
        self.stored = stored if stored is not None else StoredProfiles(profiles=())
        self.saved: list[tuple[Profile, ...]] = []

    async def load(self) -> StoredProfiles:
        return self.stored

    async def save(self, profiles: Sequence[Profile]) -> None:
        self.saved.append(tuple(profiles))

    def close(self) -> None:
        return


class MemoryVault:
    """A vault in memory."""

    def __init__(self) -> None:
        self.secrets: dict[str, Secret] = {}
        self.refuse: UserFacingError | None = None

    async def get(self, name: str) -> Secret | None:
        if self.refuse is not None:
            raise self.refuse
        return self.secrets.get(name)

    async def put(self, name: str, secret: Secret) -> None:
        if self.refuse is not None:
            raise self.refuse
        self.secrets[name] = secret

    async def forget(self, name: str) -> None:
        self.secrets.pop(name, None)

    async def describe(self) -> str:
        return "vault: memory"

    @property
    def persistent(self) -> bool | None:
        return False


class FakePractice:
    """A practice room with what it is given, and one code."""

    def __init__(self, desk: PracticeDesk | None = None, code: Secret | None = None) -> None:
        self.desk = desk or PracticeDesk(
            endpoint_url="http://127.0.0.1:9",
            users=(),
            clients=(PracticeClient(name="public", client_id="practiceclient", secret=None),),
        )
        self.code = code
        self.asked: list[str] = []

    async def open(self) -> PracticeDesk:
        return self.desk

    async def newest_code(self, username: str) -> Secret | None:
        self.asked.append(username)
        return self.code

    def close(self) -> None:
        return
