"""Tests of texts that speak for themselves, and of the reason that goes with each answer."""

from __future__ import annotations

import pytest

from console.core.diagnosis.classification import Matched
from console.core.diagnosis.classifier import Classifier

INCORRECT = "Incorrect username or password."


@pytest.mark.parametrize(
    "code", ["", "Error", "AuthError", "AmazonServiceException", "ClientError"]
)
def test_a_code_that_says_nothing_leaves_it_to_the_text(classifier: Classifier, code: str) -> None:
    found = classifier.classify(code=code, message=INCORRECT)
    assert (found.id, found.code, found.matched) == (
        "NA01",
        "NotAuthorizedException",
        Matched.TEXT,
    )
    assert classifier.classify(code=code, message="Rate exceeded").matched is not Matched.TEXT


@pytest.mark.parametrize(
    ("code", "message", "entry_id"),
    [
        (
            "CognitoIdentityProviderException",
            "AWS HTTP error: Client error: NotAuthorizedException (client): A text of tomorrow",
            "NA00",
        ),
        (
            "OperationError",
            "https response error StatusCode: 400, CodeMismatchException: x",
            "CM00",
        ),
        ("Error", "PreSignUp invocation failed due to error AccessDeniedException.", "UNKNOWN"),
        ("AwsServiceException", "nothing at all", "WR01"),
    ],
)
def test_a_code_inside_the_text_speaks_where_the_given_one_says_nothing(
    classifier: Classifier, code: str, message: str, entry_id: str
) -> None:
    assert classifier.classify(code=code, message=message).id == entry_id


def test_a_code_that_says_something_is_not_overruled_by_a_text_of_another(
    classifier: Classifier,
) -> None:
    found = classifier.classify(code="UserNotFoundException", message=INCORRECT)
    assert (found.id, found.matched) == ("UN00", Matched.CODE)


def test_a_text_that_stands_alone_is_known_where_one_code_has_it(classifier: Classifier) -> None:
    found = classifier.by_text("Error: User is disabled.")
    assert found is not None
    assert (found.id, found.code) == ("NA02", "NotAuthorizedException")
    assert classifier.by_text("Rate exceeded") is None
    assert classifier.by_text("") is None


def test_each_way_of_matching_says_why(classifier: Classifier) -> None:
    found = [
        classifier.classify(code="NotAuthorizedException", message=INCORRECT),
        classifier.classify(code="NotAuthorizedException", message="New"),
        classifier.classify(code="BrandNewLambdaException"),
        classifier.classify(code="Whatever"),
    ]
    assert [each.matched for each in found] == list(Matched)
    assert len({each.matched.reason for each in found}) == len(Matched)
