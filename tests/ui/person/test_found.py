"""From evidence to what is shown."""

from __future__ import annotations

from dataclasses import replace

from console.core.diagnosis.evidence import Evidence, Probe, ProbeStatus
from console.ui.person.found import found
from tests.core.diagnosis.situations import CLIENT, POOL, USER
from tests.fakes import profile

FINE = Evidence(user=USER, pool=POOL, client=CLIENT)


def test_one_user_stands_alone() -> None:
    said = found(profile(), "alice", FINE, other="")
    assert (said.username, said.other) == ("alice", None)
    assert not any(row.differs for card in said.cards for row in card.rows)


def test_what_stands_in_the_way_is_of_the_first() -> None:
    off = replace(FINE, user=replace(USER, enabled=False))
    said = found(profile(), "alice", off, other="bob", other_evidence=FINE)
    assert "user_disabled" in [finding.id for finding in said.findings]
    assert said.other == "bob"
    assert [row.name for card in said.cards for row in card.rows if row.differs] == ["Enabled"]


def test_nothing_is_said_of_a_password_that_nobody_typed() -> None:
    assert found(profile(), "alice", FINE).findings == ()


def test_nobody_has_no_name() -> None:
    assert found(profile(), "eve", Evidence(user_missing=True)).username is None


def test_it_is_not_known_whether_there_is_somebody_where_nobody_could_look() -> None:
    probe = Probe(operation="AdminGetUser", status=ProbeStatus.DENIED)
    denied = found(profile(), "alice", Evidence(probes=(probe,)))
    assert denied.username is None
    assert denied.unread.endswith("is not known: AdminGetUser was not permitted.")
    assert found(profile(), "eve", Evidence(user_missing=True)).unread == ""
    assert found(profile(), "alice", FINE).unread == ""


def test_a_blank_that_came_along_with_the_name_is_seen() -> None:
    said = found(profile(), "alice ", Evidence(user_missing=True, pool=POOL, client=CLIENT))
    assert "padded_input" in [finding.id for finding in said.findings]
