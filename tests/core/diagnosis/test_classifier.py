"""Tests of the way from an error to its meaning: text, then code, then family, then none."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.core.diagnosis.catalogue import Catalogue
from console.core.diagnosis.classification import Act, Classification, Matched, RetryWhen
from console.core.diagnosis.classifier import Classifier
from console.core.diagnosis.readings import MAX_CODE, MAX_MESSAGE
from console.core.secret import WITHHELD

INCORRECT = "Incorrect username or password."


def entry(entry_id: str, **fields: object) -> dict[str, object]:
    return {
        "id": entry_id,
        "meaning": "Something happened.",
        "causes": ["A cause."],
        "act": ["user"],
        "next_steps": ["Do this."],
        "retry": {"when": "no", "after_s": None},
        "counts_towards_lockout": None,
        "confidence": "unconfirmed",
    } | fields


def own(*entries: dict[str, object]) -> Classifier:
    """A classifier over a catalogue made for one test."""
    raw = {"schema_version": 1, "entries": [*entries, entry("UNKNOWN")]}
    return Classifier(Catalogue.parse(json.dumps(raw).encode()))


# --- text, code, family, none


def test_a_known_text_gives_its_own_entry(classifier: Classifier) -> None:
    found = classifier.classify(code="NotAuthorizedException", message=INCORRECT)
    assert (found.id, found.matched, found.message) == ("NA01", Matched.TEXT, INCORRECT)
    assert (found.retry.when, found.counts_towards_lockout) == (RetryWhen.FIX_FIRST, True)
    assert found.act == (Act.USER, Act.CUSTOMER_ADMIN)


@pytest.mark.parametrize("message", [None, "", "A text nobody has seen"])
def test_an_unknown_text_gives_the_entry_of_its_code(
    classifier: Classifier, message: str | None
) -> None:
    found = classifier.classify(code="NotAuthorizedException", message=message)
    assert (found.id, found.matched, found.message) == ("NA00", Matched.CODE, message or "")


@pytest.mark.parametrize(
    ("code", "status", "entry_id"),
    [
        ("BrandNewLambdaException", None, "FM01"),
        ("ThrottlingOfSomethingException", None, "FM02"),
        ("TooManyCooksException", None, "FM02"),
        ("WebAuthnSomethingNewException", None, "FM03"),
        ("SomethingNotFoundException", None, "FM08"),
        ("BrandNewTimeoutError", None, "FM12"),
        ("BrandNewException", 403, "FH02"),
        ("BrandNewException", 429, "FH07"),
        ("BrandNewException", 502, "FH08"),
        ("BrandNewException", 302, "FH09"),
        ("429", None, "FH07"),
        ("500", None, "FH08"),
        ("", 504, "FH08"),
    ],
)
def test_an_unknown_code_gives_its_family(
    classifier: Classifier, code: str, status: int | None, entry_id: str
) -> None:
    found = classifier.classify(code=code, http_status=status)
    assert (found.id, found.matched, found.code) == (entry_id, Matched.FAMILY, code)


@pytest.mark.parametrize("status", [None, 200, 400])
def test_what_fits_nowhere_is_said_to_be_unknown_with_steps(
    classifier: Classifier, status: int | None
) -> None:
    found = classifier.classify(code="BrandNewException", message="Well.", http_status=status)
    assert (found.id, found.matched, found.message) == ("UNKNOWN", Matched.NONE, "Well.")
    assert found.next_steps


def test_a_known_code_wins_over_the_status(classifier: Classifier) -> None:
    found = classifier.classify(code="UserNotFoundException", http_status=503)
    assert found.id == "UN00"


# --- order


@pytest.mark.parametrize(
    ("code", "message", "entry_id"),
    [
        ("UserLambdaValidationException",
         "PreAuthentication failed with error RequestId: 9fdb5cfa Error: Runtime exited.", "UL09"),
        ("UserLambdaValidationException", "PreAuthentication failed with error no.", "UL01"),
        ("UserLambdaValidationException", "Another failed with error no.", "UL51"),
        ("UnexpectedLambdaException",
         "PostConfirmation invocation failed due to error AccessDeniedException.", "UX01"),
        ("UnexpectedLambdaException", "X invocation failed due to error Y.", "UX04"),
        ("InvalidParameterException", "Missing required parameter USERNAME", "IP01"),
        ("InvalidParameterException", "Missing required parameter DEVICE_KEY", "IP05"),
        ("InvalidParameterException", "USER_SRP_AUTH is not enabled for the client.", "IP09"),
        ("InvalidParameterException", "NEW_FLOW is not enabled for the client.", "IP51"),
        ("AccessDeniedException",
         "User: u is not authorized to perform: a:B with an explicit deny in an SCP", "AC02"),
        ("AccessDenied",
         "User: arn:aws:iam::111122223333:user/a is not authorized to perform: sts:AssumeRole",
         "AC01"),
    ],
)  # fmt: skip
def test_the_more_special_text_comes_first(
    classifier: Classifier, code: str, message: str, entry_id: str
) -> None:
    assert classifier.classify(code=code, message=message).id == entry_id


def test_the_first_pattern_found_wins() -> None:
    classifier = own(
        entry("AA01", code="A", patterns=["^b"]),
        entry("AA02", code="A", patterns=["^a", "^b"]),
        entry("AA00", code="A"),
    )
    assert classifier.classify(code="A", message="b").id == "AA01"
    assert classifier.classify(code="A", message="a").id == "AA02"


# --- operation and challenge prefer, and never exclude


def narrowing() -> Classifier:
    return own(
        entry("AA01", code="A", patterns=["^x"], challenges=["SMS_MFA"]),
        entry("AA02", code="A", patterns=["^x"], operations=["follow-up"]),
        entry("AA03", code="A", patterns=["^x"], operations=["public"]),
        entry("AA04", code="A", operations=["evidence"]),
        entry("AA00", code="A"),
    )


@pytest.mark.parametrize(
    ("operation", "challenge", "entry_id"),
    [
        ("AdminRespondToAuthChallenge", "SMS_MFA", "AA01"),
        ("VerifySoftwareToken", "MFA_SETUP", "AA02"),
        ("SignUp", "PASSWORD", "AA03"),
        ("AdminInitiateAuth", "PASSWORD", "AA03"),
        (None, None, "AA03"),
    ],
)
def test_the_call_chooses_among_entries_of_one_text(
    operation: str | None, challenge: str | None, entry_id: str
) -> None:
    found = narrowing().classify(code="A", message="x", operation=operation, challenge=challenge)
    assert (found.id, found.matched) == (entry_id, Matched.TEXT)


@pytest.mark.parametrize(
    ("operation", "entry_id"), [("DescribeUserPool", "AA04"), ("AdminInitiateAuth", "AA00")]
)
def test_the_call_chooses_among_entries_of_one_code(operation: str, entry_id: str) -> None:
    found = narrowing().classify(code="A", message="y", operation=operation)
    assert (found.id, found.matched) == (entry_id, Matched.CODE)


@pytest.mark.parametrize("operation", [None, "AdminInitiateAuth", "DescribeUserPool", "SignUp", ""])
@pytest.mark.parametrize("challenge", [None, "CUSTOM_CHALLENGE", "NOT_A_CHALLENGE"])
def test_a_text_lands_on_its_entry_whatever_the_call(
    classifier: Classifier, operation: str | None, challenge: str | None
) -> None:
    found = classifier.classify(
        code="CodeMismatchException",
        message="Invalid code or auth state for the user.",
        operation=operation,
        challenge=challenge,
    )
    assert (found.id, found.matched) == ("CM01", Matched.TEXT)


def test_an_unknown_text_follows_the_challenge(classifier: Classifier) -> None:
    code = "CodeMismatchException"
    assert classifier.classify(code=code, challenge="SOFTWARE_TOKEN_MFA").id == "CM90"
    assert classifier.classify(code=code, challenge="SMS_MFA").id == "CM00"


# --- forms in which code and text come


@pytest.mark.parametrize(
    "code",
    [
        "cognito#NotAuthorizedException",
        "NotAuthorizedException:http://internal.amazon.com/coral/com.amazon.x/",
        "software.amazon.awssdk.services.cognito.model.NotAuthorizedException",
        "notauthorizedexception",
    ],
)
def test_a_dressed_up_code_is_known(classifier: Classifier, code: str) -> None:
    found = classifier.classify(code=code, message=INCORRECT)
    assert (found.id, found.code) == ("NA01", "NotAuthorizedException")


@pytest.mark.parametrize(
    "message",
    [
        "Incorrect username or password",
        "INCORRECT USERNAME OR PASSWORD.",
        "  Incorrect  username or\n password. ",
        "An error occurred (NotAuthorizedException) when calling the AdminInitiateAuth operation: "
        + INCORRECT,
        "NotAuthorizedException: " + INCORRECT,
        "com.amazonaws.services.cognitoidp.model.NotAuthorizedException: " + INCORRECT
        + " (Service: AWSCognitoIdentityProvider; Status Code: 400; Error Code:"
        " NotAuthorizedException; Request ID: 9fdb5cfa-5ec1-47bf-bc07-8adc3b4bebf6)",
        "operation error Cognito Identity Provider: AdminInitiateAuth, https response error"
        " StatusCode: 400, RequestID: 9fdb5cfa-5ec1-47bf-bc07-8adc3b4bebf6,"
        " NotAuthorizedException: " + INCORRECT,
    ],
)  # fmt: skip
def test_a_dressed_up_text_is_known_and_stands_unchanged(
    classifier: Classifier, message: str
) -> None:
    found = classifier.classify(code="NotAuthorizedException", message=message)
    assert (found.id, found.matched, found.message) == ("NA01", Matched.TEXT, message)


@pytest.mark.parametrize("code", ["ClientError", "botocore.exceptions.ClientError", "Whatever"])
def test_the_code_inside_botocores_sentence_counts_where_the_other_says_nothing(
    classifier: Classifier, code: str
) -> None:
    message = "An error occurred (UserNotFoundException) when calling the X operation: Gone."
    found = classifier.classify(code=code, message=message)
    assert (found.id, found.code) == ("UN00", "UserNotFoundException")


def test_a_client_error_without_a_code_inside_stays_one(classifier: Classifier) -> None:
    assert classifier.classify(code="ClientError", message="?").id == "BC41"


def test_an_alias_keeps_its_own_name(classifier: Classifier) -> None:
    found = classifier.classify(code="Throttling", message="Rate exceeded")
    assert (found.id, found.code) == ("AC12", "Throttling")


# --- secrets and hostile texts


def test_a_text_with_a_secret_is_withheld_and_still_understood(classifier: Classifier) -> None:
    message = "PreAuthentication failed with error bad login, PASSWORD=Tr0ub4dor&3."
    found = classifier.classify(code="UserLambdaValidationException", message=message)
    assert (found.id, found.message) == ("UL01", WITHHELD)
    assert "Tr0ub4dor" not in json.dumps(found.to_json())


def test_a_secret_given_as_code_is_withheld(classifier: Classifier) -> None:
    found = classifier.classify(code="AKIA" + "IOSFODNN7EXAMPLE")
    assert (found.id, found.code) == ("UNKNOWN", WITHHELD)


def test_a_long_code_is_cut(classifier: Classifier) -> None:
    assert len(classifier.classify(code="X" * 10_000).code) == MAX_CODE


def test_a_text_is_unchanged_or_withheld(classifier: Classifier) -> None:
    message = " word\t" * 10_000
    assert classifier.classify(code="X", message=message).message == message
    assert classifier.classify(code="X", message=message + "word " * 2_000).message == WITHHELD


def test_a_secret_far_into_a_text_is_withheld(classifier: Classifier) -> None:
    secret = "AYAB" + "eSes510nStr1ng" * 20
    message = "word " * (MAX_MESSAGE // 5 - 2) + secret
    assert len(message) > MAX_MESSAGE
    assert classifier.classify(code="X", message=message).message == WITHHELD


@pytest.mark.parametrize(
    "unit",
    ["a", "A1", "ey", "a.", "a: ", "://", "Value '", "An error occurred (", "User: ",
     " with an explicit deny in a ", "PreAuthentication failed with error ",
     "x invocation failed due to error ", "NotAuthorizedException: ", " (Service: ", "\n", "\0"],
)  # fmt: skip
@pytest.mark.parametrize(
    "code", ["UserLambdaValidationException", "UnexpectedLambdaException", "AccessDeniedException",
             "InvalidParameterException", "SSLError"],
)  # fmt: skip
def test_adversarial_texts_end(classifier: Classifier, unit: str, code: str) -> None:
    # Without bounds some of these would run for hours; a hang is the failure.
    assert classifier.classify(code=code, message="User: " + unit * 100_000).id


_CODES = st.sampled_from(
    ["NotAuthorizedException", "InvalidParameterException", "UnexpectedLambdaException",
     "ReadTimeoutError", "403", "SomeLambdaException"]
) | st.text(st.characters())  # fmt: skip
_ANY = st.none() | st.text(st.characters())


@settings(max_examples=300)
@given(code=_CODES, message=_ANY, operation=_ANY, challenge=_ANY, status=st.none() | st.integers())
def test_any_input_gives_a_well_formed_classification(
    classifier: Classifier,
    code: str,
    message: str | None,
    operation: str | None,
    challenge: str | None,
    status: int | None,
) -> None:
    found = classifier.classify(
        code=code,
        message=message,
        operation=operation,
        challenge=challenge,
        http_status=status,
    )
    assert isinstance(found, Classification)
    assert found.message in ((message or ""), WITHHELD)
    assert (found.matched is Matched.NONE) == (found.id == "UNKNOWN")
    assert found.causes
    assert found.act
    assert found.next_steps
    assert json.loads(json.dumps(found.to_json()))["retry"].keys() == {"when", "after_s"}


@pytest.mark.parametrize(
    ("code", "message", "fixed"),
    [
        ("NotAuthorizedException", "Incorrect username or password.", True),
        ("NotAuthorizedException", "User is disabled", True),
        ("NotAuthorizedException", "Unable to verify secret hash for client abc", False),
        ("UserLambdaValidationException", "PreAuthentication failed with error x.", False),
        ("NotAuthorizedException", "anything else", False),
    ],
)
def test_a_fixed_sentence_has_no_part_that_repeats(
    classifier: Classifier, code: str, message: str, fixed: bool
) -> None:
    found = classifier.classify(code=code, message=message)
    assert classifier.is_fixed(found, message) is fixed
