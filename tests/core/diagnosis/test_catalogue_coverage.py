"""Tests that the catalogue speaks for every error that AWS and its libraries name."""

from __future__ import annotations

import inspect
from collections.abc import Iterable

import botocore.exceptions
import pytest
from botocore.session import get_session

from console.core.call import ADMIN_INITIATE_AUTH, ADMIN_RESPOND
from console.core.diagnosis.catalogue import Catalogue
from console.core.diagnosis.classification import Matched
from console.core.diagnosis.classifier import Classifier
from console.core.diagnosis.pasted import findings

# The AWS common errors, as the API references of Cognito and of AWS STS list them.
COMMON_ERRORS = (
    "AccessDeniedException AccessDenied ExpiredTokenException ExpiredToken IncompleteSignature "
    "IncompleteSignatureException InternalFailure InvalidAction InvalidClientTokenId "
    "InvalidParameterCombination InvalidParameterValue InvalidQueryParameter InvalidSignature "
    "InvalidSignatureException InvalidToken MalformedHttpRequestException MalformedQueryString "
    "MissingAction MissingAuthenticationToken MissingAuthenticationTokenException MissingParameter "
    "NotAuthorized OptInRequired RequestAbortedException RequestEntityTooLargeException "
    "RequestExpired RequestThrottled RequestTimeout RequestTimeoutException RequestTimeTooSkewed "
    "ServiceUnavailable SignatureDoesNotMatch Throttling ThrottlingException TokenRefreshRequired "
    "UnauthorizedOperation UnknownOperationException UnrecognizedClientException ValidationError "
    "ValidationException"
)
FOLLOW_UPS = (
    "AssociateSoftwareToken VerifySoftwareToken ConfirmDevice UpdateDeviceStatus GetDevice "
    "ListDevices ForgetDevice GetTokensFromRefreshToken RevokeToken GetUser GetUserAuthFactors "
    "SetUserMFAPreference GlobalSignOut StartWebAuthnRegistration CompleteWebAuthnRegistration "
    "ListWebAuthnCredentials DeleteWebAuthnCredential"
)
EVIDENCE_CALLS = (
    "AdminGetUser DescribeUserPool DescribeUserPoolClient GetUserPoolMfaConfig ListUserPools "
    "ListUserPoolClients AdminListUserAuthEvents AdminListDevices DescribeRiskConfiguration "
    "ListUsers AdminGetDevice AdminListGroupsForUser GetLogDeliveryConfiguration "
    "ListUserPoolClientSecrets"
)
# What else evidence comes from, or the credentials for it.
OTHER_SERVICES = {
    "sts": "GetCallerIdentity AssumeRole AssumeRoleWithWebIdentity AssumeRoleWithSAML",
    "sso": "GetRoleCredentials",
    "sso-oidc": "CreateToken",
    "cloudtrail": "LookupEvents",
    "logs": "FilterLogEvents DescribeLogGroups StartQuery GetQueryResults",
    "sns": "GetSMSSandboxAccountStatus GetSMSAttributes CheckIfPhoneNumberIsOptedOut "
    "ListOriginationNumbers ListSMSSandboxPhoneNumbers",
    "wafv2": "GetWebACLForResource GetWebACL",
}
# Errors that the facts name as those of apps' libraries.
LIBRARY_TEXTS = (
    ("AuthError", "Username cannot be empty", "LB01"),
    ("AuthError", "Password cannot be empty", "LB01"),
    ("Error", "Confirmation code cannot be empty", "LB01"),
    ("AuthError", "Challenge response cannot be empty", "LB01"),
    ("AuthError", "No valid MFA method provided", "LB02"),
    ("AuthError", "Invalid MFA type", "LB02"),
    ("AuthError", "Device tracking has not been configured in this User Pool", "LB03"),
    ("AuthError", "User is not authenticated", "LB04"),
    ("AuthError", "No current user", "LB04"),
    ("AuthError", "User needs to be authenticated to call this API", "LB04"),
    ("NetworkError", "A network error has occurred.", "LB05"),
    ("CognitoInternalErrorException", "SRP error", "LB06"),
    ("ForceChangePasswordException", "Change password before authenticating", "LB08"),
    ("SMSMFAChallengeException", "Do SMS MFA", "LB09"),
    ("SoftwareTokenMFAChallengeException", "Do Software Token MFA", "LB09"),
    ("AuthError", "A text of tomorrow", "LB11"),
    # A library's class around Cognito's own words leaves their meaning.
    ("AuthError", "Incorrect username or password.", "NA01"),
    ("AmazonCognitoIdentityProviderException", "User is disabled.", "NA02"),
    ("Error", "NotAuthorizedException: User is disabled.", "NA02"),
    ("SyntaxError", "Unexpected token < in JSON at position 0", "UNKNOWN"),
)
OWN_CODES = (
    "NotCognitoReply",
    "TruncatedReply",
    "ReplyTooLarge",
    "DeadlineExceeded",
    "CallCancelled",
    "NotPermitted",
    "MfaPromptNotSupported",
    "LookUpsExhausted",
    "NoUserPoolsInRegion",
)


def exceptions_of(service: str, operations: Iterable[str]) -> set[str]:
    """Every exception, and every code of one, that the installed botocore names for the calls."""
    model = get_session().get_service_model(service)
    shapes = [shape for call in operations for shape in model.operation_model(call).error_shapes]
    codes = {shape.metadata.get("error", {}).get("code", shape.name) for shape in shapes}
    return codes | {shape.name for shape in shapes}


def sign_in_exceptions() -> list[str]:
    """Those of the two sign-in calls."""
    return sorted(exceptions_of("cognito-idp", (ADMIN_INITIATE_AUTH, ADMIN_RESPOND)))


def library_exceptions() -> list[str]:
    """Every exception class of the installed botocore but its warnings."""
    return sorted(
        name
        for name, member in vars(botocore.exceptions).items()
        if inspect.isclass(member)
        and issubclass(member, Exception)
        and not issubclass(member, Warning)
        and member.__module__ == "botocore.exceptions"
    )


@pytest.mark.parametrize("code", sign_in_exceptions())
def test_every_exception_of_the_sign_in_calls_is_covered(
    catalogue: Catalogue, classifier: Classifier, code: str
) -> None:
    assert catalogue.of_code(code), f"the model names {code}; the catalogue lacks it"
    for message in ("A text nobody has seen yet", "", None):
        for operation in (ADMIN_INITIATE_AUTH, ADMIN_RESPOND):
            found = classifier.classify(code=code, message=message, operation=operation)
            assert found.matched is Matched.CODE


def test_the_model_still_names_as_many_exceptions_as_when_this_was_written() -> None:
    assert len(sign_in_exceptions()) >= 25


@pytest.mark.parametrize(
    "operation", f"InitiateAuth RespondToAuthChallenge {FOLLOW_UPS} {EVIDENCE_CALLS}".split()
)
def test_every_exception_of_the_calls_around_a_sign_in_is_covered(
    catalogue: Catalogue, operation: str
) -> None:
    for code in exceptions_of("cognito-idp", [operation]):
        assert catalogue.of_code(code), f"the model names {code}; the catalogue lacks it"


def test_every_exception_of_the_whole_api_is_covered(catalogue: Catalogue) -> None:
    names = get_session().get_service_model("cognito-idp").operation_names
    missing = {code for code in exceptions_of("cognito-idp", names) if not catalogue.of_code(code)}
    assert missing == set()


@pytest.mark.parametrize("service", OTHER_SERVICES)
def test_every_exception_of_the_other_services_is_covered(
    catalogue: Catalogue, service: str
) -> None:
    codes = exceptions_of(service, OTHER_SERVICES[service].split())
    assert {code for code in codes if not catalogue.of_code(code)} == set()


@pytest.mark.parametrize("code", COMMON_ERRORS.split())
def test_every_common_error_of_aws_is_covered(catalogue: Catalogue, code: str) -> None:
    assert catalogue.of_code(code), f"AWS has {code}; the catalogue lacks it"


@pytest.mark.parametrize(("code", "message", "entry_id"), LIBRARY_TEXTS)
def test_texts_of_client_libraries(
    classifier: Classifier, code: str, message: str, entry_id: str
) -> None:
    assert classifier.classify(code=code, message=message).id == entry_id


@pytest.mark.parametrize(
    ("line", "entry_id"),
    [
        ("SyntaxError: Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON", "NC10"),
        ("failed to decode: invalid character '<' looking for beginning of value", "NC10"),
        ("SyntaxError: Unexpected end of JSON input", "NC11"),
    ],
)
def test_answers_that_are_not_cognito_s_are_known_in_logs(
    classifier: Classifier, line: str, entry_id: str
) -> None:
    (found,) = findings(classifier, line)
    assert found.classification.id == entry_id


def test_most_causes_have_a_page_of_aws_to_read(catalogue: Catalogue) -> None:
    of_service = [entry for entry in catalogue if entry.code and entry.patterns]
    assert sum(entry.docs is not None for entry in of_service) / len(of_service) > 0.85


@pytest.mark.parametrize("code", library_exceptions())
def test_every_exception_of_the_library_is_covered(catalogue: Catalogue, code: str) -> None:
    assert catalogue.of_code(code), f"botocore has {code}; the catalogue lacks it"


@pytest.mark.parametrize("code", OWN_CODES)
def test_our_own_codes_are_covered(classifier: Classifier, code: str) -> None:
    found = classifier.classify(code=code, message="Something of ours")
    assert (found.code, found.matched) == (code, Matched.CODE)
