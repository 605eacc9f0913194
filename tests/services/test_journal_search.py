"""The history's questions: by words, by filters, page by page, and what the operator adds."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.core.errors import UserFacingError
from console.core.history import Annotations, Page, Query, Row, matches, place
from console.core.permit import Effect
from console.core.record import Outcome
from console.services.journal import SqliteJournal
from console.services.journal_database import Database
from console.services.journal_names import Names
from console.services.journal_rows import event_text
from console.services.journal_schema import provide_schema
from console.services.journal_search import index_some, search
from console.services.journal_store import add_events, put_annotations, put_header
from tests.core.test_history import classified
from tests.services.attempts import STARTED, event, journal_in, record
from tests.services.vaults import NoVault


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def journal(directory: Path) -> Iterator[SqliteJournal]:
    made = journal_in(directory)
    yield made
    made.close()


def ids(page: Page) -> list[str]:
    return [row.header.attempt_id for row in page.rows]


async def fill(journal: SqliteJournal) -> None:
    """Six attempts of three users in two profiles."""
    outcomes = (Outcome.FAILED, Outcome.SIGNED_IN, None)
    for number in range(6):
        made = replace(
            record(
                f"a{number}",
                minute=number,
                username=("alice", "Bob", "çelik@example.com")[number % 3],
            ),
            profile_name="Acme" if number < 4 else "Beta",
            ticket=f"CS-{number}",
            outcome=outcomes[number % 3],
            classification=classified("wrong-password") if number == 3 else None,
        )
        await journal.begin(made)
        if number == 5:
            await journal.append(
                made.attempt_id, [replace(event(1), data={"message": "Zürich zulu"})]
            )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Query(), "543210"),
        (Query(limit=2), "54"),
        (Query(limit=0), ""),
        (Query(user="ALICE "), "30"),
        (Query(user="Çelik@example.com"), "52"),
        (Query(user="ali"), ""),
        (Query(profile="Beta"), "54"),
        (Query(profile="beta"), ""),
        (Query(outcome=Outcome.SIGNED_IN), "41"),
        (Query(classification="wrong-password"), "3"),
        (Query(ticket="cs-4"), "4"),
        (Query(since=STARTED + timedelta(minutes=4)), "54"),
        (Query(until=STARTED + timedelta(minutes=2)), "10"),
        (Query(profile="Acme", user="bob", outcome=Outcome.SIGNED_IN), "1"),
        (Query(text="alice"), "30"),
        (Query(text="ALI"), "30"),
        (Query(text="celik"), "52"),
        (Query(text="çelik@example.com"), "52"),
        (Query(text="example acme"), "2"),
        (Query(text="zurich zul"), "5"),
        (Query(text="zulu", profile="Acme"), ""),
        (Query(text="CS-4"), "4"),
        (Query(text="signed in"), "41"),
        (Query(text='"'), "543210"),
        (Query(text='al"ice'), ""),
        (Query(text="alice OR bob"), ""),
        (Query(text="alice NEAR"), ""),
        (Query(text="- * ( ) :"), "543210"),
        (Query(text="body:alice"), ""),
        (Query(text="\x00 \ud800"), ""),
        (Query(pinned=True), ""),
        (Query(tag="vip"), ""),
    ],
)  # fmt: skip
async def test_a_question_finds(journal: SqliteJournal, query: Query, found: str) -> None:
    await fill(journal)
    page = await journal.search(query)
    assert ids(page) == [f"a{number}" for number in found]
    if query.limit > 6:
        assert page.total == len(found)


async def test_pages_follow_one_another(journal: SqliteJournal) -> None:
    await fill(journal)
    for text in ("", "zed"):
        for number in range(6):  # at the very same moment
            await journal.begin(record(f"b{number}", minute=9, username="zed"))
        seen: list[str] = []
        page = await journal.search(Query(limit=4, text=text))
        total = page.total
        while page.rows:
            seen += ids(page)
            assert page.total == total
            page = await journal.search(Query(limit=4, text=text, before=place(page.rows[-1])))
        assert len(seen) == len(set(seen)) == total == (12 if not text else 6)


async def test_what_the_operator_adds_is_kept_found_and_replaced(
    directory: Path, journal: SqliteJournal
) -> None:
    await fill(journal)
    notes = Annotations(tags=("VIP", "Größe"), note="Rang an\nam Montag", pinned=True)
    await journal.annotate("a2", notes)
    assert await journal.annotations("a2") == replace(notes, tags=("Größe", "VIP"))
    for query in (Query(tag="vip"), Query(pinned=True), Query(text="montag"), Query(text="grosse")):
        page = await journal.search(query)
        if query.text != "grosse":  # ß is no diacritic
            assert ids(page) == ["a2"]
            assert page.rows[0].annotations.pinned
    await journal.finish(replace(record("a2", username="Zoë"), outcome=Outcome.FAILED))
    assert (await journal.annotations("a2")).note == notes.note
    await journal.annotate("a2", Annotations())
    assert await journal.annotations("a2") == Annotations()
    assert (await journal.search(Query(text="montag"))).total == 0
    assert (await journal.search(Query(tag="vip"))).total == 0
    assert (await journal.search(Query(text="çelik"))).total == 1
    assert (await journal.search(Query(text="zoe"))).total == 1


async def test_a_new_ticket_is_found_and_the_old_one_is_not(journal: SqliteJournal) -> None:
    await fill(journal)
    assert (await journal.search(Query(text="CS-1"))).total == 1
    await journal.set_ticket("a1", "OPS-77")
    assert ids(await journal.search(Query(text="ops-77"))) == ["a1"]
    assert (await journal.search(Query(text="CS-1"))).total == 0
    assert ids(await journal.search(Query(ticket="ops-77"))) == ["a1"]


@pytest.mark.parametrize(
    "notes",
    [
        Annotations(note="it is eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl"),
        Annotations(tags=("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl"[:55],)),
        Annotations(note="x" * 5000),
        Annotations(tags=tuple(f"t{number}" for number in range(30))),
        Annotations(tags=("x" * 70,)),
    ],
)
async def test_a_secret_or_a_novel_is_no_note(journal: SqliteJournal, notes: Annotations) -> None:
    await journal.begin(record())
    with pytest.raises(UserFacingError, match="kept") as raised:
        await journal.annotate("a1", notes)
    assert raised.value.hint
    assert await journal.annotations("a1") == Annotations()


async def test_recent_users_are_those_of_the_profile_newest_first(
    directory: Path, journal: SqliteJournal
) -> None:
    await fill(journal)
    await journal.begin(record("a7", minute=7, username="ALICE"))
    assert await journal.recent_users("Acme", 9) == ("ALICE", "çelik@example.com", "Bob")
    assert await journal.recent_users("Acme", 1) == ("ALICE",)
    assert await journal.recent_users("Beta", 9) == ("çelik@example.com", "Bob")
    assert await journal.recent_users("none", 9) == ()
    plain = journal_in(directory.with_name("plain"), NoVault())
    await fill(plain)
    assert await plain.recent_users("Acme", 9) == ()
    plain.close()


NAMES = st.sampled_from(["alice", "Bob", "çelik@example.com", "a b", "\u202e", ""])
WORDS = st.lists(
    st.sampled_from(["alice", "bo", "CS", "example", "12", "x-y", "“", "NEAR", "*"]), max_size=3
)
ATTEMPTS = st.lists(
    st.tuples(
        st.integers(0, 5),
        NAMES,
        st.sampled_from([None, *Outcome]),
        st.none() | st.sampled_from(["CS-12", "x"]),
    ),
    max_size=6,
)
QUERIES = st.builds(
    Query,
    text=WORDS.map(" ".join),
    user=st.none() | NAMES,
    outcome=st.none() | st.sampled_from(Outcome),
    ticket=st.none() | st.sampled_from(["cs-12", "X", ""]),
    since=st.none() | st.integers(0, 5).map(lambda minute: STARTED + timedelta(minutes=minute)),
    pinned=st.booleans(),
    limit=st.integers(1, 4),
)


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(attempts=ATTEMPTS, query=QUERIES)
def test_the_file_answers_as_a_plain_list_would(
    tmp_path: Path,
    attempts: list[tuple[int, str, Outcome | None, str | None]],
    query: Query,
) -> None:
    """Filters alone: words are parts in the one and beginnings in the other."""
    file = tmp_path / "x"
    file.write_bytes(b"")
    rows: list[Row] = []
    with contextlib.closing(Database(file, key=None, busy_s=0)) as database:
        database.build_unlogged()
        provide_schema(database)
        for number, (minute, name, outcome, ticket) in enumerate(attempts):
            header = replace(
                record(f"a{number}", minute=minute, username=name), outcome=outcome, ticket=ticket
            )
            notes = Annotations(pinned=number % 2 == 0)
            key = put_header(database, header, Effect.TRY)
            put_annotations(database, key, notes)
            add_events(database, key, [(1, event_text(event(1)))])
            rows.append(Row(header=header, annotations=notes))
        index_some(database, 99)
        page = search(database, query)
        wordless = search(database, replace(query, text=""))
    assert len(page.rows) <= query.limit
    assert {row.header.attempt_id for row in page.rows} <= {row.header.attempt_id for row in rows}
    expected = sorted(
        (row for row in rows if matches(replace(query, text=""), row)), key=place, reverse=True
    )
    assert wordless == Page(rows=tuple(expected[: query.limit]), total=len(expected))
    assert Names(kept=True).header(rows[0].header) is rows[0].header if rows else True
