from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console import resources
from console.core.diagnosis.catalogue import Catalogue
from console.core.diagnosis.classifier import Classifier
from console.core.diagnosis.pasted import findings
from console.core.secret import WITHHELD

CLASSIFIER = Classifier(Catalogue.parse(resources.read_bytes("catalogue.json")))


@pytest.mark.parametrize(
    ("line", "id_"),
    [
        (
            (
                "botocore.errorfactory.NotAuthorizedException: An error occurred "
                "(NotAuthorizedException) when calling the AdminInitiateAuth operation: "
                "Incorrect username or password."
            ),
            "NA01",
        ),
        ("2026-11-24 ERROR NotAuthorizedException: User is disabled.", "NA02"),
        ('{"__type":"CodeMismatchException","message":"Invalid code received for user"}', "CM02"),
        (
            (
                "com.amazonaws.services.cognitoidp.model.UserNotConfirmedException: User is not "
                "confirmed. (Service: AWSCognitoIdentityProvider; Status Code: 400; Request ID: 9f)"
            ),
            "UC01",
        ),
        ("TooManyRequestsException - Rate exceeded", "TM01"),
    ],
)
def test_forms_that_sdks_log(line: str, id_: str) -> None:
    found = findings(CLASSIFIER, f"something before\n{line}\n")
    assert found
    assert id_ in {finding.classification.id for finding in found}
    assert {finding.line for finding in found} == {2}


def test_place_and_excerpt() -> None:
    (finding,) = findings(CLASSIFIER, "a\n  NotAuthorizedException: User is disabled.\x1b")
    assert (finding.line, finding.column) == (2, 3)
    assert finding.excerpt == "NotAuthorizedException: User is disabled.\\x1b"
    assert finding.to_json()["line"] == 2
    assert finding.to_json()["id"] == "NA02"


def test_a_line_with_a_secret_shows_none_of_it() -> None:
    (finding,) = findings(CLASSIFIER, 'NotAuthorizedException for {"PASSWORD": "hunter2-and-more"}')
    assert finding.excerpt == WITHHELD
    assert "hunter2" not in str(finding.to_json())


def test_other_programs_exceptions_are_left_alone() -> None:
    assert findings(CLASSIFIER, "java.lang.NullPointerException at Main\nValueError: x") == ()


@given(st.text())
def test_any_text_is_read_without_error(text: str) -> None:
    for finding in findings(CLASSIFIER, text + "\nNotAuthorizedException"):
        assert finding.classification.matched != "none"
