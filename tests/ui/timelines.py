"""Attempts made of real events, for the tests of the right column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from console.core import facts
from console.core.attempt import Attempt, Plan
from console.core.call import (
    ADMIN_INITIATE_AUTH,
    ADMIN_RESPOND,
    INITIATE_AUTH,
    ApiCall,
    CallRecord,
    Failure,
    NewDevice,
    Origin,
    ParamValue,
    Path,
    Phases,
    Reply,
    Sent,
    Tokens,
    WireTry,
)
from console.core.claims import Check, Signature, TokenClaims
from console.core.conversation.challenges import Challenge, answer_fields
from console.core.diagnosis.classification import (
    Act,
    Classification,
    Matched,
    Retry,
    RetryWhen,
)
from console.core.events import Event, EventKind
from console.core.masking import masked_request
from console.core.ports import Answer
from console.core.profile import ProfileKind
from console.core.record import AttemptRecord, LegRecord, Outcome, TokensLeft
from console.core.secret import Secret
from tests.fakes import START, FakeClock, profile, request

HOSTILE = '<b>bold</b><img src="file:///x">\u202etxt.exe\x07\n<script>&amp;'
WARM = Phases(dns_ms=3.0, connect_ms=14.0, tls_ms=30.0, first_byte_ms=300.0, transfer_ms=4.0)
REUSED = Phases(first_byte_ms=127.0, transfer_ms=5.0)


def plan(
    *, username: str = "alice", kind: ProfileKind = ProfileKind.PRODUCTION, both: bool = False
) -> Plan:
    """What the attempts of these tests try."""
    asked = request(username=username, ticket="CS-48213", both_paths=both)
    return Plan(profile=profile(kind=kind), request=asked)


def claims(token: str = "access", **changes: object) -> TokenClaims:
    """The claims of a token that is right in everything, with changes."""
    made = TokenClaims(
        use=token,
        algorithm="RS256",
        checks=dict.fromkeys(("issuer", "client", "use", "expiry"), Check.OK),
        issued_at=START,
        expires_at=START + timedelta(hours=1),
        auth_time=START,
        sub="05209161-9b1f-54a5-b633-b84e33b81126",
        scopes=("aws.cognito.signin.user.admin",) if token == "access" else (),
        groups=("staff", "night-shift"),
        names=("aud", "cognito:groups", "email", "exp", "iss", "sub", "tenant"),
        revocable=True,
        username="alice",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def classification(code: str = "NotAuthorizedException", message: str = "Incorrect username or "
                   "password.") -> Classification:  # fmt: skip
    """What the classifier could have said."""
    return Classification(
        id="NA01",
        code=code,
        message=message,
        matched=Matched.TEXT,
        meaning="Cognito refused this name and password together. It does not say which is wrong.",
        causes=("The password is wrong.", "No user has this name in this pool."),
        act=(Act.USER, Act.CUSTOMER_ADMIN),
        next_steps=("Look the user up with AdminGetUser.", "Let the user type it by hand once."),
        retry=Retry(when=RetryWhen.FIX_FIRST),
        counts_towards_lockout=True,
    )


@dataclass
class Story:
    """Writes the events of one attempt as the runner would."""

    attempt: Attempt
    clock: FakeClock
    request_ids: list[str] = field(default_factory=list)
    challenge: Challenge | None = None
    _call: ApiCall | None = None
    _began_ms: float = 0.0

    def started(self, *warnings: str) -> Story:
        return self._tell(EventKind.ATTEMPT_STARTED, facts.started(self.attempt, warnings))

    def call(
        self,
        operation: str = ADMIN_INITIATE_AUTH,
        *,
        path: Path = Path.ADMIN,
        **params: ParamValue,
    ) -> Story:
        """A call goes out."""
        request = self.attempt.plan.request
        self._call = ApiCall(
            operation=operation,
            path=path,
            params={
                "UserPoolId": self.attempt.plan.profile.user_pool_id,
                "AuthFlow": str(request.auth_flow),
                "AuthParameters": {"USERNAME": request.username, **request.parameters},
                **params,
            },
        )
        self._began_ms = self._ms
        return self._tell(
            EventKind.CALL_STARTED,
            {
                "operation": operation,
                "path": str(path),
                "request": masked_request(self._call),
            },
            step=self._step + 1,
        )

    def record(
        self,
        *,
        ms: float = 412.0,
        phases: tuple[Phases, ...] = (WARM,),
        status: int | None = 200,
        sent: Sent = Sent.YES,
        request_id: str | None = "9fdb5cfa-5ec1-47bf-bc07-8adc3b4bebf6",
        error: str | None = None,
    ) -> CallRecord:
        """The facts of the call under way."""
        tries = tuple(
            WireTry(
                number=number,
                started_at=self.clock.now(),
                offset_ms=2.0,
                duration_ms=ms - 4,
                phases=phase,
                sent=sent,
                reused=phase.connect_ms is None,
                remote="52.18.4.7:443",
                tls_version="TLSv1.3",
                tls_issuer="Amazon RSA 2048 M02",
                http_status=status,
                request_bytes=512,
                reply_bytes=121,
                error=error,
            )
            for number, phase in enumerate(phases, start=1)
        )
        return CallRecord(
            started_at=self.clock.now(),
            duration_ms=ms,
            sent=sent,
            request_id=request_id,
            http_status=status,
            content_type=None if status is None else "application/x-amz-json-1.1",
            tries=tries,
        )

    def asked(self, name: str = "SOFTWARE_TOKEN_MFA", **parameters: str) -> Story:
        """The call under way is answered by a challenge."""
        record = self.record()
        self.ended(Reply(record=record, challenge_name=name))
        number = 1 if self.challenge is None else self.challenge.number + 1
        return self.question(
            Challenge(
                name=name,
                fields=answer_fields(name, parameters),
                number=number,
                medium=parameters.get("CODE_DELIVERY_DELIVERY_MEDIUM"),
                destination=parameters.get("CODE_DELIVERY_DESTINATION"),
            )
        )

    def question(self, challenge: Challenge) -> Story:
        """The challenge stands open."""
        self.challenge = challenge
        if challenge.try_number == 1:
            self.attempt.challenges.append(challenge.name)
        return self._tell(EventKind.CHALLENGE, facts.challenge(challenge), step=self._step)

    def answered(self, **responses: str | Secret) -> Story:
        """The operator answers, and the next call goes out."""
        given = responses or {"SOFTWARE_TOKEN_MFA_CODE": Secret("482913")}
        assert self.challenge is not None
        self.clock.advance(26.666)
        answer = Answer(responses=dict(given))
        self._tell(EventKind.ANSWER, facts.answer(self.challenge, answer), step=self._step)
        self.clock.advance(0.003)
        return self.call(ADMIN_RESPOND, Session=Secret("s" * 80))

    def refused(
        self,
        code: str = "CodeMismatchException",
        message: str = "Invalid code received for user",
        *,
        origin: Origin = Origin.SERVICE,
        record: CallRecord | None = None,
    ) -> Story:
        """The call under way fails."""
        record = record or self.record(
            ms=268.0,
            phases=(REUSED,),
            status=400,
            request_id="1c44e0b2-5a0f-4f0e-8b36-0d7a9be1e4aa",
        )
        self.attempt.classification = classification(code, message)
        return self.ended(Failure(record=record, origin=origin, code=code, message=message))

    def tokens(self, *, new_device: bool = False) -> Story:
        """The call under way is answered by tokens."""
        device = NewDevice(key=Secret("eu-west-1_k"), group_key=Secret("-g"))
        tokens = Tokens(access_token=Secret("a"), id_token=Secret("i"), token_type="Bearer",
                        expires_in_s=3600, new_device=device if new_device else None)  # fmt: skip
        self.ended(Reply(record=self.record(ms=90.0, phases=(REUSED,)), tokens=tokens))
        return self._tell(EventKind.TOKENS, facts.tokens(tokens), step=self._step)

    def ended(self, result: Reply | Failure) -> Story:
        """The call under way ends."""
        assert self._call is not None
        self.attempt.note_step(facts.step(self._call, result.record))
        self.clock.seconds = (self._began_ms + result.record.duration_ms) / 1000
        for wire in result.record.tries:
            self._tell(EventKind.WIRE_TRY, facts.wire_try(wire, self._began_ms), step=self._step)
        found = self.attempt.classification if isinstance(result, Failure) else None
        raw = facts.call_ended(self._call, result, self._began_ms, found)
        return self._tell(EventKind.CALL_ENDED, raw, step=self._step)

    def done(self) -> Story:
        """The call under way did what it was asked, and brings nothing."""
        return self.ended(Reply(record=self.record(ms=50.0, phases=(REUSED,))))

    def path_end(self, path: Path, outcome: Outcome, reason: str = "Why.") -> Story:
        """One of two paths has its outcome."""
        found = self.attempt.classification if outcome is Outcome.FAILED else None
        kept = LegRecord(path=str(path), outcome=outcome, reason=reason,
                         classification=None if found is None else found.id)  # fmt: skip
        self.attempt.legs.append(kept)
        return self._tell(EventKind.PATH_ENDED, kept.to_json())

    def checked(
        self,
        token: str = "access",
        signature: Signature | None = None,
        *,
        path: Path = Path.ADMIN,
        **changes: object,
    ) -> Story:
        """A token was looked at; `changes` are made to its claims."""
        made = claims(token, **changes)
        said = signature or Signature(check=Check.OK)
        where = str(path) if self.attempt.plan.request.both_paths else None
        return self._tell(EventKind.TOKEN_CHECKED, facts.token_checked(made, said, where))

    def left(self, **changes: object) -> Story:
        """What the record says of the session."""
        made = TokensLeft(valid_until=START + timedelta(days=30), assumed=True)
        self.attempt.tokens_left = replace(made, **changes)  # type: ignore[arg-type]
        return self

    def revoked(self, *, at_close: bool = False) -> Story:
        """The tokens are good no more."""
        self.left(revoked_at=self.clock.now())
        raw = {"at_close": True if at_close else None}
        return self._tell(EventKind.TOKENS_REVOKED, raw, step=self._step)

    def remembered(self, *, needed: bool = False, kept: bool = True) -> Story:
        """The device is confirmed."""
        raw = {"confirmation_needed": needed, "kept": kept}
        return self._tell(EventKind.DEVICE_REMEMBERED, raw, step=self._step)

    def skew(self, seconds: float = 41.0) -> Story:
        return self._tell(EventKind.CLOCK_SKEW, {"skew_s": seconds}, step=self._step)

    def end(self, outcome: Outcome, reason: str = "Cognito issued tokens.") -> Story:
        """The attempt has its outcome."""
        attempt = self.attempt
        if outcome is Outcome.SIGNED_IN:
            attempt.classification = None
        attempt.outcome, attempt.reason = outcome, reason
        attempt.ended_at, attempt.duration_ms = self.clock.now(), self._ms
        return self._tell(
            EventKind.ATTEMPT_ENDED,
            {"outcome": str(outcome), "reason": reason, "duration_ms": self._ms},
        )

    @property
    def events(self) -> tuple[Event, ...]:
        return self.attempt.timeline.events

    def kept(self) -> AttemptRecord:
        """The attempt as it stands."""
        return self.attempt.record()

    @property
    def _ms(self) -> float:
        return self.clock.seconds * 1000

    @property
    def _step(self) -> int:
        return self.attempt.calls_made

    def _tell(
        self, kind: EventKind, raw: Mapping[str, object], *, step: int | None = None
    ) -> Story:
        self.attempt.timeline.append(kind, raw, at=self.clock.now(), offset_ms=self._ms, step=step)
        return self


def story(
    *,
    attempt_id: str = "7f3a91c2d4e5",
    username: str = "alice",
    kind: ProfileKind = ProfileKind.PRODUCTION,
    both: bool = False,
) -> Story:
    """An attempt that has not begun."""
    clock = FakeClock()
    tried = plan(username=username, kind=kind, both=both)
    attempt = Attempt(attempt_id=attempt_id, plan=tried, clock=clock)
    return Story(attempt=attempt, clock=clock)


def on_both_paths() -> Story:
    """The admin path signs in, the app's own is refused."""
    told = story(attempt_id="b07b07b0", both=True).started().call().tokens()
    told.path_end(Path.ADMIN, Outcome.SIGNED_IN, "Cognito issued tokens.")
    told.call(INITIATE_AUTH, path=Path.PUBLIC).refused("NotAuthorizedException", "Incorrect …")
    reason = "Cognito refused the request with NotAuthorizedException."
    told.path_end(Path.PUBLIC, Outcome.FAILED, reason)
    return told.left().end(Outcome.FAILED, f"Admin path: in. Public path: {reason}")


def wrong_code() -> Story:
    """The story of the mock-up: a wrong code of the authenticator app, and a clock that is off."""
    told = story().started().call().asked().answered().refused().skew()
    return told.end(Outcome.FAILED, "Cognito refused the request with CodeMismatchException.")


def signed_in() -> Story:
    """A code by text message, and tokens."""
    sms = {
        "CODE_DELIVERY_DELIVERY_MEDIUM": "SMS",
        "CODE_DELIVERY_DESTINATION": "+*******9876",
    }
    told = story(attempt_id="b0b0cafe").started().call().asked("SMS_MFA", **sms)
    return told.answered(SMS_MFA_CODE=Secret("123456")).tokens().end(Outcome.SIGNED_IN)


def refused_at_once(code: str = "NotAuthorizedException",
                    message: str = "Incorrect username or password.") -> Story:  # fmt: skip
    """A wrong password."""
    told = story(attempt_id="0ddba11").started().call().refused(code, message)
    return told.end(Outcome.FAILED, f"Cognito refused the request with {code}.")


def long_story(calls: int) -> Story:
    """Many calls, for what has to bear many events: four events a call."""
    told = story(attempt_id="10000000").started()
    for _ in range(calls):
        told.call().asked()
    return told
