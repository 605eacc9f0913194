from __future__ import annotations

from console.core.diagnosis.finding import Confidence
from tests.core.diagnosis.rules.refusals import first, found, lacking, refused
from tests.core.diagnosis.situations import situation

WRONG = {"has_secret": True, "secret_matches": False}
RIGHT = {"has_secret": True, "secret_matches": True}


def test_a_secret_that_does_not_match() -> None:
    asked = situation(client=WRONG, has_client_secret=True)
    assert first(asked) == ("client_secret_wrong", False)  # a client can have a second secret
    assert first(refused(asked, "NA04")) == ("client_secret_wrong", True)
    # Reported to read like a wrong password: then the two stand side by side.
    odd = found(refused(asked, "NA01"), "client_secret_wrong")
    assert odd is not None
    assert (odd.confidence, odd.decided) == (Confidence.LOW, False)
    assert found(refused(asked, "TM01"), "client_secret_wrong") is None


def test_a_hash_that_is_refused_where_the_secret_could_not_be_compared() -> None:
    asked = lacking(
        refused(situation(client=None, has_client_secret=True), "NA04"), "DescribeUserPoolClient"
    )
    finding = found(asked, "client_secret_wrong")
    assert finding is not None
    assert (finding.confidence, finding.decided) == (Confidence.MEDIUM, False)
    assert finding.would_decide == "DescribeUserPoolClient"
    other = found(asked, "hash_of_other_name")
    assert other is not None
    assert (other.confidence, other.decided) == (Confidence.LOW, False)


def test_a_right_secret_leaves_the_name_in_the_hash() -> None:
    asked = situation(client=RIGHT, has_client_secret=True)
    for entry in ("NA04", "NA07"):
        assert first(refused(asked, entry)) == ("hash_of_other_name", True)
    assert found(asked, "client_secret_wrong") is None
    assert found(asked, "hash_of_other_name") is None


def test_a_secret_that_nobody_gave() -> None:
    asked = situation(client={"has_secret": True})
    assert first(asked) == ("client_secret_missing", True)
    assert first(refused(situation(client=None), "NA05")) == ("client_secret_missing", True)
    assert found(situation(client=RIGHT, has_client_secret=True), "client_secret_missing") is None
    assert found(refused(asked, "NA01"), "client_secret_missing") is None


def test_a_secret_that_nobody_wants() -> None:
    finding = found(situation(has_client_secret=True), "client_secret_unneeded")
    assert finding is not None
    assert finding.confidence is Confidence.LOW
    assert found(situation(), "client_secret_unneeded") is None
