from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console import resources
from console.core.diagnosis.catalogue import Catalogue
from console.core.diagnosis.classifier import Classifier
from console.core.diagnosis.pasted import findings
from console.core.secret import WITHHELD
from tests.core.diagnosis.sdk_logs import SDK_LOGS, SdkLog

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
        (
            (
                "com.amazonaws.services.cognitoidp.model.UserNotFoundException: User does not "
                "exist. (Service: AWSCognitoIdentityProvider; Status Code: 400; Error Code: "
                "UserNotFoundException; Request ID: 9f; Proxy: null)"
            ),
            "UN01",
        ),
        (
            (
                'resulted in a `400 Bad Request` response: {"__type":"NotAuthorizedException",'
                '"message":"User is disabled."} NotAuthorizedException (client): User is disabled.'
            ),
            "NA02",
        ),
        (
            (
                "operation error Cognito Identity Provider: AdminInitiateAuth, https response "
                "error StatusCode: 400, RequestID: 9f, NotAuthorizedException: Incorrect username "
                "or password."
            ),
            "NA01",
        ),
    ],
)
def test_forms_that_sdks_log(line: str, id_: str) -> None:
    (finding,) = findings(CLASSIFIER, f"something before\n{line}\n")
    assert finding.classification.id == id_
    assert finding.line == 2


@pytest.mark.parametrize("log", SDK_LOGS, ids=lambda log: log.name)
def test_logs_of_sdks_with_several_errors(log: SdkLog) -> None:
    found = findings(CLASSIFIER, log.text)
    assert tuple((each.classification.id, each.line) for each in found) == log.errors


def test_logs_one_after_the_other_lose_nothing() -> None:
    text = "".join(log.text for log in SDK_LOGS)
    found = [each.classification.id for each in findings(CLASSIFIER, text)]
    assert found == [entry for log in SDK_LOGS for entry, _ in log.errors]


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_logs_of_other_systems(ending: str) -> None:
    for log in SDK_LOGS:
        found = findings(CLASSIFIER, log.text.replace("\n", ending))
        assert tuple((each.classification.id, each.line) for each in found) == log.errors


def test_a_text_without_its_code_is_known_where_only_one_code_has_it() -> None:
    (found,) = findings(CLASSIFIER, "Error: Incorrect username or password.")
    assert (found.classification.id, found.classification.code) == (
        "NA01",
        "NotAuthorizedException",
    )
    assert (found.column, found.classification.matched) == (8, "text")
    # Several codes have this one, and the other goes on as no text of Cognito's does.
    assert findings(CLASSIFIER, "Error: Rate exceeded") == ()
    assert findings(CLASSIFIER, "User does not exist in table users") == ()
    assert findings(CLASSIFIER, "reuser is disabled.") == ()


def test_codes_that_are_no_exceptions_by_name_are_read_where_sdks_put_them() -> None:
    text = (
        "An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation: "
        "The security token included in the request is invalid.\n"
        "<Error><Code>SignatureDoesNotMatch</Code><Message>No.</Message></Error>\n"
        "InvalidClientTokenId stands alone"
    )
    found = [(each.classification.id, each.line) for each in findings(CLASSIFIER, text)]
    assert found == [("AC15", 1), ("AC16", 2)]


def test_an_unknown_text_of_a_code_stays_beside_a_known_one() -> None:
    text = "NotAuthorizedException: User is disabled.\nNotAuthorizedException: A text of tomorrow"
    found = [each.classification for each in findings(CLASSIFIER, text)]
    assert [(each.id, each.matched) for each in found] == [("NA02", "text"), ("NA00", "code")]


def test_a_dump_s_bare_code_says_nothing_new_near_its_text() -> None:
    near = "NotAuthorizedException: User is disabled.\n__type: 'NotAuthorizedException'"
    assert len(findings(CLASSIFIER, near)) == 1
    far = near.replace("\n", "\n" * 30)
    assert [each.classification.id for each in findings(CLASSIFIER, far)] == ["NA02", "NA00"]


def test_the_same_error_again_later_is_another_one() -> None:
    text = "NotAuthorizedException: User is disabled.\n" * 3
    assert len(findings(CLASSIFIER, text)) == 3


def test_two_errors_of_one_line() -> None:
    line = (
        "NotAuthorizedException: User is disabled. "
        "NotAuthorizedException: Incorrect username or password. UserNotFoundException"
    )
    found = [each.classification for each in findings(CLASSIFIER, line)]
    assert [(each.id, each.code) for each in found] == [
        ("NA02", "NotAuthorizedException"),
        ("NA01", "NotAuthorizedException"),
        (found[2].id, "UserNotFoundException"),
    ]


def test_lines_count_as_in_an_editor() -> None:
    text = "a\x0c\u2028\x85b\r\nc\rUserNotFoundException\n"
    (finding,) = findings(CLASSIFIER, text)
    assert finding.line == 3


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


@pytest.mark.parametrize("separator", ["\n", "\r\n", "\n    "])
@pytest.mark.parametrize("width", [60, 76])
def test_the_end_of_a_value_that_was_wrapped_is_covered(separator: str, width: int) -> None:
    token = "eyJhbGciOiJSUzI1NiJ9." + "Ab3-xY_9" * 29 + "Tail4711abcdefgh"
    wrapped = separator.join(token[at : at + width] for at in range(0, len(token), width))
    (found,) = findings(CLASSIFIER, f"token {wrapped} NotAuthorizedException: User is disabled.")
    assert "4711" not in found.excerpt
    assert found.classification.id == "NA02"
    assert found.excerpt.endswith("NotAuthorizedException: User is disabled.")


def test_a_date_after_a_request_id_stays() -> None:
    lines = "request id 05d2e49f-0d61-420c-98c1-09c3e9e3fb98\n2026-11-24 NotAuthorizedException: x"
    (found,) = findings(CLASSIFIER, lines)
    assert found.excerpt == "2026-11-24 NotAuthorizedException: x"


@pytest.mark.parametrize("before", [0, 5000, 7000, 8100, 8185, 8192, 14000, 100_000])
def test_a_long_line_is_read_to_its_end(before: int) -> None:
    text = "NotAuthorizedException: User is disabled."
    (found,) = findings(CLASSIFIER, f"{'x ' * (before // 2)}{text} {'y ' * 5000}")
    assert (found.classification.id, found.column) == ("NA02", before // 2 * 2 + 1)
    assert found.excerpt.startswith(("x " * 20 + text)[:60] if before else text)


def test_two_errors_far_from_each_other_on_one_line() -> None:
    line = f"NotAuthorizedException: User is disabled. {'x ' * 9000}UserNotFoundException: no"
    found = [each.classification.id for each in findings(CLASSIFIER, line)]
    assert found == ["NA02", "UN00"]


@pytest.mark.parametrize(
    "line",
    [
        "NotAuthorizedException: Incorrect username or password. userId=12 traceId=ab",
        'level=error msg="NotAuthorizedException: Incorrect username or password." user=42',
        "ERROR [auth] NotAuthorizedException: Incorrect username or password. | user=42",
        (
            "Aws::CognitoIdentityProvider::Errors::NotAuthorizedException (Incorrect username or "
            "password.)"
        ),
        (
            'NotAuthorizedException(NotAuthorizedException { message: Some("Incorrect username or '
            'password."), meta: ErrorMetadata { code: Some("NotAuthorizedException") } })'
        ),
        '"errorCode": "NotAuthorizedException", "errorMessage": "Incorrect username or password.",',
        "AuthError: Incorrect username or password. Recovery suggestion: Check the values",
        'notAuthorized("Incorrect username or password.", nil, Optional(NotAuthorizedException))',
        'Error 400: NotAuthorizedException {"message":"Incorrect username or password."}',
        (
            '{"errorType":"NotAuthorizedException",'
            '"errorMessage":"Incorrect username or password.",'
            '"trace":["NotAuthorizedException: Incorrect username or password."]}'
        ),
        "Login failed: Incorrect username or password. [reqid=1]",
    ],
)
def test_a_known_text_is_found_within_what_a_log_s_format_sets_around_it(line: str) -> None:
    (found,) = findings(CLASSIFIER, line)
    assert (found.classification.id, found.classification.matched) == ("NA01", "text")
    assert found.classification.message.strip(".") == "Incorrect username or password"
