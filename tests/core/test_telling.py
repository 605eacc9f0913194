from __future__ import annotations

import pytest

from console.core.events import EventKind
from console.core.record import Outcome
from console.core.telling import MARKS, OUTCOME_WORDS, State, tell
from console.core.timeline import Timeline
from tests.fakes import START


def told(kind: EventKind, **raw: object) -> tuple[State, str]:
    event = Timeline().append(kind, raw, at=START, offset_ms=0.0)
    telling = tell(event)
    return telling.state, telling.sentence()


@pytest.mark.parametrize(
    ("kind", "raw", "state", "words"),
    [
        (EventKind.ATTEMPT_STARTED, {"flow": "F", "username": "alice"}, State.PLAIN, "“alice”"),
        (EventKind.ATTEMPT_STARTED, {"flow": "F"}, State.PLAIN, "nobody named"),
        (EventKind.CALL_STARTED, {"operation": "Op"}, State.PLAIN, "Op begun"),
        (EventKind.CALL_ENDED, {"operation": "Op", "result": "tokens"}, State.DONE, "→ tokens"),
        (EventKind.CALL_ENDED, {"operation": "Op", "result": "refused"}, State.REFUSED, "refused"),
        (EventKind.CALL_ENDED, {"operation": "Op", "result": "odd"}, State.UNKNOWN, "odd"),
        (EventKind.WIRE_TRY, {"number": 1, "reused": True}, State.PLAIN, "reused connection"),
        (
            EventKind.WIRE_TRY,
            {"number": 1, "reused": False, "proxied": True, "tls_version": "TLSv1.3"},
            State.PLAIN,
            "new connection · through a proxy · TLSv1.3",
        ),
        (
            EventKind.WIRE_TRY,
            {"number": 1, "reused": False, "error": "CallStopped in dns", "left_behind": True},
            State.PLAIN,
            "without TLS · CallStopped in dns · name look-up left behind",
        ),
        (
            EventKind.CALL_ENDED,
            {"operation": "Op", "result": "cancelled", "left_behind": True},
            State.CANCELLED,
            "Op cancelled · search for credentials left behind",
        ),
        (
            EventKind.CHALLENGE,
            {"name": "SMS_MFA", "medium": "SMS", "destination": "+*12", "try_number": 2},
            State.ASKS,
            "Challenge SMS_MFA · SMS to +*12 · try 2",
        ),
        (
            EventKind.ANSWER,
            {"keys": ("SMS_MFA_CODE",), "from_seed": True},
            State.ANSWER,
            "SMS_MFA_CODE made from the seed",
        ),
        (EventKind.CLOCK_SKEW, {"skew_s": 95}, State.WARNING, "95 s ahead of"),
        (EventKind.CLOCK_SKEW, {"skew_s": -95}, State.WARNING, "95 s behind"),
        (
            EventKind.TOKENS,
            {"names": ("access", "id"), "expires_in_s": 3600},
            State.DONE,
            "access, id · for 60 min",
        ),
        (
            EventKind.ATTEMPT_ENDED,
            {"outcome": "failed", "reason": "Because."},
            State.REFUSED,
            "Refused Because.",
        ),
        (EventKind.ATTEMPT_ENDED, {"outcome": "odd"}, State.UNKNOWN, "Odd"),
        (EventKind.CALL_ENDED, {"operation": "Op", "result": "done"}, State.DONE, "→ done"),
        (EventKind.ANSWER, {"keys": ("",)}, State.ANSWER, "keys of its own"),
        (
            EventKind.PATH_ENDED,
            {"path": "public", "outcome": "failed", "reason": "Because."},
            State.REFUSED,
            "Public path: refused. Because.",
        ),
        (
            EventKind.TOKEN_CHECKED,
            {"token": "access", "signature": "ok", "issuer": "ok", "use": "ok"},
            State.DONE,
            "Access token as it must be",
        ),
        (
            EventKind.TOKEN_CHECKED,
            {"token": "id", "signature": "not_checked", "issuer": "wrong", "client": "wrong"},
            State.WARNING,
            "ID token wrong: issuer, client · not checked: signature",
        ),
        (EventKind.TOKENS_REVOKED, {}, State.DONE, "Tokens revoked"),
        (EventKind.TOKENS_REVOKED, {"at_close": True}, State.DONE, "revoked at the end"),
        (
            EventKind.DEVICE_REMEMBERED,
            {"kept": True, "confirmation_needed": True},
            State.DONE,
            "kept in the keyring; the pool asks the user first",
        ),
        (EventKind.DEVICE_REMEMBERED, {"kept": False}, State.DONE, "kept for this run alone"),
    ],
)
def test_each_kind_in_words(
    kind: EventKind, raw: dict[str, object], state: State, words: str
) -> None:
    found, sentence = told(kind, **raw)
    assert found is state
    assert words in sentence


def test_every_kind_outcome_and_state_has_its_words() -> None:
    for kind in EventKind:
        assert told(kind)
    assert set(OUTCOME_WORDS) == set(Outcome)
    assert set(MARKS) == set(State)
