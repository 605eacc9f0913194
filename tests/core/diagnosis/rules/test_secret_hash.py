from __future__ import annotations

from dataclasses import replace

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


def test_the_user_matters_unless_a_hash_of_our_own_was_refused() -> None:
    asked = situation(client=WRONG, has_client_secret=True)
    ours = refused(asked, "NA04")  # Cognito looks at the hash before it looks for the user
    assert first(lacking(ours, "AdminGetUser")) == ("client_secret_wrong", True)
    for other in (asked, refused(asked, "NA01"), replace(ours, seen_elsewhere=True)):
        finding = found(lacking(other, "AdminGetUser"), "client_secret_wrong")
        assert finding is not None
        assert (finding.decided, finding.would_decide) == (False, "AdminGetUser")
    unneeded = found(
        lacking(situation(has_client_secret=True), "AdminGetUser"), "client_secret_unneeded"
    )
    assert unneeded is not None
    assert unneeded.would_decide == "AdminGetUser"


def test_an_alias_is_another_name_to_make_the_hash_over() -> None:
    asked = situation(client=RIGHT, has_client_secret=True, username="al@example.com")
    finding = found(replace(refused(asked, "NA04"), seen_elsewhere=True), "hash_of_other_name")
    assert finding is not None
    assert finding.for_[-1] == "The user's own name is another than the typed one."


def test_a_right_secret_leaves_the_name_in_the_hash() -> None:
    asked = situation(client=RIGHT, has_client_secret=True)
    assert first(refused(asked, "NA07")) == ("hash_of_other_name", True)
    # With the name itself the console makes it right, so that there is more to it.
    assert first(refused(asked, "NA04")) == ("hash_of_other_name", False)
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


def test_a_hash_for_a_client_that_has_no_secret() -> None:
    for given in (True, False):
        asked = refused(situation(has_client_secret=given), "NA04")
        assert first(asked) == first(replace(asked, seen_elsewhere=True))
        finding = found(asked, "client_secret_unneeded")
        assert finding is not None
        assert (finding.confidence, finding.decided) == (Confidence.HIGH, False)
        assert found(asked, "client_secret_wrong") is found(asked, "hash_of_other_name") is None


def test_a_code_without_its_words_may_be_about_the_secret() -> None:
    missing = refused(situation(client={"has_secret": True}), "NA00")
    assert first(missing) == ("client_secret_missing", False)
    wrong = refused(situation(client=WRONG, has_client_secret=True), "NA00")
    assert first(wrong) == ("client_secret_wrong", False)
    assert found(
        refused(situation(client={"has_secret": True}), "NA01"), "client_secret_missing"
    ) is (None)
