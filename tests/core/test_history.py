"""Questions to the history, as a plain list answers them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from console.core.diagnosis.classification import Classification, Matched, Retry, RetryWhen
from console.core.errors import UserFacingError
from console.core.history import (
    Annotations,
    JournalState,
    Keeping,
    Query,
    Row,
    checked,
    folded,
    matches,
    place,
    words_of,
)
from console.core.profile import ProfileKind
from console.core.record import AttemptRecord, Outcome

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def classified(catalogue_id: str) -> Classification:
    """A classification with this id."""
    return Classification(
        id=catalogue_id,
        code="NotAuthorizedException",
        message="Incorrect username or password.",
        matched=Matched.TEXT,
        meaning="",
        causes=(),
        act=(),
        next_steps=(),
        retry=Retry(when=RetryWhen.FIX_FIRST),
        counts_towards_lockout=True,
    )


ROW = Row(
    header=AttemptRecord(
        attempt_id="7f3a",
        started_at=START,
        profile_name="Acme",
        profile_kind=ProfileKind.STAGING,
        region="eu-west-1",
        user_pool_id="eu-west-1_Ab12Cd34E",
        client_id="client",
        username="Çelik@example.com",
        auth_flow="ADMIN_USER_PASSWORD_AUTH",
        ticket="CS-48213",
        simulated=False,
        outcome=Outcome.FAILED,
        reason="Refused.",
        challenges=("SMS_MFA",),
        classification=classified("wrong-password"),
    ),
    annotations=Annotations(tags=("VIP",), note="Called back", pinned=True),
)


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        (Query(), True),
        (Query(text="çelik sms_mfa called CS-48 incorrect failed 7f3a vip"), True),
        (Query(text="celik"), False),
        (Query(text="refused nobody"), False),
        (Query(text="*"), True),
        (Query(profile="Acme"), True),
        (Query(profile="acme"), False),
        (Query(profile="", user="", classification="", ticket="", tag=""), True),
        (Query(user="ÇELIK@example.com"), True),
        (Query(user="çelik"), False),
        (Query(outcome=Outcome.FAILED), True),
        (Query(outcome=Outcome.UNKNOWN), False),
        (Query(classification="wrong-password"), True),
        (Query(classification="other"), False),
        (Query(ticket=" cs-48213"), True),
        (Query(ticket="CS-4"), False),
        (Query(since=START), True),
        (Query(since=START + timedelta(microseconds=1)), False),
        (Query(until=START), False),
        (Query(until=START + timedelta(microseconds=1)), True),
        (Query(tag="vip"), True),
        (Query(tag="v"), False),
        (Query(pinned=True), True),
    ],
)
def test_a_row_fits_a_question(query: Query, *, fits: bool) -> None:
    assert matches(query, ROW) is fits


def test_without_a_ticket_or_a_pin_it_fits_none_that_asks_for_one() -> None:
    bare = Row(header=replace(ROW.header, ticket=None, classification=None))
    assert not matches(Query(ticket="CS-48213"), bare)
    assert not matches(Query(pinned=True), bare)
    assert not matches(Query(classification="wrong-password"), bare)
    assert matches(Query(user="çelik@example.com"), bare)


def test_the_place_of_a_row_is_its_moment_in_utc() -> None:
    east = replace(ROW.header, started_at=START.astimezone(timezone(timedelta(hours=9))))
    assert place(Row(header=east)) == (START, "7f3a")
    assert place(Row(header=east))[0].tzinfo is UTC


def test_names_that_look_the_same_are_the_same() -> None:
    assert folded("Zoe\u0308 ") == folded("zoë")
    assert folded("\u202ealice") != folded("alice")
    assert words_of("  - al*ce \x00 “” ") == ("al*ce", "\\x00")


def test_annotations_are_made_fit_to_be_kept() -> None:
    kept = checked(Annotations(tags=(" a ", "a", "", "b\x07"), note=" x\u202e\ny ", pinned=True))
    assert kept == Annotations(tags=("a", "b\\x07"), note="x\\u202e\ny", pinned=True)


@pytest.mark.parametrize(
    ("notes", "words"),
    [
        (Annotations(tags=tuple("abcdefghijklmnopqrstu")), "tags"),
        (Annotations(tags=("x" * 61,)), "tags"),
        (Annotations(note="x" * 4001), "note"),
        (Annotations(note="token: eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl"), "note"),
    ],
)
def test_annotations_that_may_not_be_kept_are_said(notes: Annotations, words: str) -> None:
    with pytest.raises(UserFacingError, match="not kept") as raised:
        checked(notes)
    assert words in raised.value.title
    assert raised.value.hint


def test_saving_is_what_an_encrypted_and_a_plain_journal_do() -> None:
    saving = {keeping for keeping in Keeping if JournalState(keeping=keeping).saving}
    assert saving == {Keeping.ENCRYPTED, Keeping.PLAIN}
