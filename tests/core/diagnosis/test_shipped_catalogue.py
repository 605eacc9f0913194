"""Tests of the shipped catalogue: its form, its promises to scripts, and what it has to cover."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

from console.core.diagnosis import secret_shapes
from console.core.diagnosis.catalogue import Catalogue
from console.core.diagnosis.classification import Matched
from console.core.diagnosis.classifier import Classifier
from console.core.diagnosis.entry import Entry
from console.resources import read_bytes

# An id never changes its meaning: what scripts and tickets rely on. New ones are added.
IDS = {
    "NotAuthorizedException": (
        "NA00 NA01 NA02 NA03 NA04 NA05 NA07 NA08 NA10 NA11 NA12 NA13 NA14 NA15 NA16 NA17 NA18 "
        "NA20 NA21 NA22 NA23 NA24 NA25 NA26 NA50 NA51 NA52 NA53 NA90"
    ),
    "InvalidParameterException": (
        "IP00 IP01 IP02 IP03 IP04 IP05 IP06 IP08 IP09 IP10 IP11 IP12 IP13 IP15 IP16 IP17 IP19 "
        "IP20 IP21 IP22 IP23 IP24 IP26 IP27 IP28 IP50 IP51 IP52 IP53 IP54 IP90"
    ),
    "CodeMismatchException": "CM00 CM01 CM02 CM04 CM50 CM90",
    "ExpiredCodeException": "EC00 EC01 EC02",
    "EnableSoftwareTokenMFAException": "ES00 ES01",
    "SoftwareTokenMFANotFoundException": "SN00 SN01 SN02",
    "UserNotFoundException": "UN00 UN01 UN02",
    "UserNotConfirmedException": "UC00 UC01",
    "PasswordResetRequiredException": "PR00 PR01",
    "InvalidPasswordException": "PW00 PW01",
    "PasswordHistoryPolicyViolationException": "PH00 PH01",
    "ResourceNotFoundException": "RN00 RN01 RN02 RN50",
    "UserLambdaValidationException": "UL00 UL01 UL02 UL03 UL05 UL06 UL07 UL08 UL09 UL50 UL51",
    "UnexpectedLambdaException": "UX00 UX01 UX03 UX04 UX50 UX51",
    "InvalidLambdaResponseException": "IL00 IL01",
    "InvalidSmsRoleAccessPolicyException": "SA00 SR01",
    "InvalidSmsRoleTrustRelationshipException": "SR02 ST00",
    "InvalidEmailRoleAccessPolicyException": "SE01",
    "ForbiddenException": "FB00 FB01 FB02",
    "TooManyRequestsException": "TM00 TM01 TM02",
    "LimitExceededException": "LE00 LE01 LE50",
    "AliasExistsException": "AE00 AE01",
    "InternalErrorException": "IE01",
    "InvalidUserPoolConfigurationException": "IU01",
    "MFAMethodNotFoundException": "MM01",
    "UnsupportedOperationException": "UO01",
    "OperationNotEnabledException": "ON00",
    "RefreshTokenReuseException": "RR01",
    "UserPoolAddOnNotEnabledException": "UA01",
    "FeatureUnavailableInTierException": "FT01",
    "WebAuthnChallengeNotFoundException": "WA01",
    "WebAuthnClientMismatchException": "WA02",
    "WebAuthnConfigurationMissingException": "WA03",
    "WebAuthnCredentialNotSupportedException": "WA04",
    "WebAuthnNotEnabledException": "WA05",
    "WebAuthnOriginNotAllowedException": "WA06",
    "WebAuthnRelyingPartyMismatchException": "WA07",
    "UsernameExistsException": "UE01",
    "DeviceKeyExistsException": "DK01",
    "ConcurrentModificationException": "CC01",
    "CodeDeliveryFailureException": "CD00",
    "UnauthorizedException": "UZ01",
    "UnsupportedTokenTypeException": "UT01",
    "UserPoolTaggingException": "UG01",
    "UnsupportedUserStateException": "US01",
    "TooManyFailedAttemptsException": "TF01",
    "AccessDeniedException": "AC01 AC02 AD00",
    "ExpiredTokenException": "AC03 ET00",
    "UnrecognizedClientException": "AC04 UR00",
    "InvalidSignatureException": "AC05 AC07 AC50 AC51 IS00",
    "RequestExpired": "AC08",
    "IncompleteSignatureException": "AC09",
    "MissingAuthenticationTokenException": "AC10 MA00",
    "ThrottlingException": "AC12 TH00",
    "ServiceUnavailable": "AC13",
    "403": "AC14",
    "InvalidClientTokenId": "AC15 CT00",
    "SignatureDoesNotMatch": "AC16",
    "UnknownOperationException": "AC17",
    "OptInRequired": "OI01",
    "ValidationException": "VE01",
    "SerializationException": "SZ01",
    "NotCognitoReply": "NC01 NC08 NC09 NC10 NC11",
    "EndpointConnectionError": "BC24 BC55",
    "ConnectionClosedError": "BC27 BC54",
    "SSLError": "BC31 BC51 BC52 BC53 BC58",
    "ProxyConnectionError": "BC32 BC56 BC57",
    "TruncatedReply": "NC02",
    "ReplyTooLarge": "NC03",
    "DeadlineExceeded": "NC04",
    "CallCancelled": "NC05",
    "MfaPromptNotSupported": "NC06",
    "NotPermitted": "NC07",
    "LookUpsExhausted": "NC12",
    "NoUserPoolsInRegion": "NC13",
    "MalformedHttpRequestException": "AW01",
    "RequestAbortedException": "AW02",
    "RequestEntityTooLargeException": "AW03",
    "RequestTimeoutException": "AW04",
    "InvalidAction": "AW05",
    "InvalidParameterValue": "AW06",
    "RequestTimeTooSkewed": "AW07",
    "IncompleteSignature": "AW08",
    "InvalidToken": "AW09",
    "AuthFailure": "AW10",
    "UnauthorizedOperation": "AW11",
    "RegionDisabledException": "AW12",
    "MalformedPolicyDocumentException": "AW13",
    "InvalidIdentityTokenException": "AW14",
    "InvalidGrantException": "AW15",
    "InvalidLookupAttributesException": "EV01",
    "MalformedQueryException": "EV02",
    "Throttled": "EV03",
    "InternalError": "EV04",
    "ResourceNotFound": "EV05",
    "WAFNonexistentItemException": "EV06",
    "TierChangeNotAllowedException": "PM01",
    "AuthError": "LB01 LB02 LB03 LB04 LB11",
    "NetworkError": "LB05",
    "CognitoInternalErrorException": "LB06 LB07",
    "ForceChangePasswordException": "LB08",
    "MFAChallengeException": "LB09",
    "TokenVerificationException": "LB10",
    "EmptySignInUsername": "LB12",
    "UserUnAuthenticatedException": "LB13",
    "UnknownHostException": "LB14 LB15",
    "ConnectException": "LB16 LB17",
    "SocketTimeoutException": "LB18 LB19",
    "HttpRequestException": "LB20",
    "AmazonCognitoIdentityProviderException": "WR01",
    "SdkClientException": "WR02",
}  # fmt: skip
COUNTS = {"NA01", "CM00", "CM01", "CM02", "CM90"}
NOTHING_SENT = (
    "NoCredentialsError",
    "ProfileNotFound",
    "NoRegionError",
    "EndpointConnectionError",
    "ConnectTimeoutError",
    "SSLError",
    "ProxyConnectionError",
    "ParamValidationError",
    "MfaPromptNotSupported",
    "NotPermitted",
    "LookUpsExhausted",
    "NoUserPoolsInRegion",
)
MAYBE_SENT = (
    "ReadTimeoutError",
    "ConnectionClosedError",
    "IncompleteReadError",
    "HTTPClientError",
    "ResponseStreamingError",
    "TruncatedReply",
    "DeadlineExceeded",
    "CallCancelled",
    "InternalErrorException",
    "RequestAbortedException",
)


def samples(catalogue: Catalogue) -> list[Entry]:
    return [entry for entry in catalogue if entry.code and entry.sample]


def text_entries(catalogue: Catalogue) -> list[Entry]:
    return [entry for entry in catalogue if entry.patterns]


# --- form


def test_it_follows_its_schema() -> None:
    schema = json.loads(read_bytes("catalogue.schema.json"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(
        json.loads(read_bytes("catalogue.json")), schema, jsonschema.Draft202012Validator
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw["entries"][0].pop("meaning"),
        lambda raw: raw["entries"][0].update(colour="red"),
        lambda raw: raw["entries"][0].update(act=["boss"]),
        lambda raw: raw["entries"][0].update(http_status=[500, 599]),
        lambda raw: raw["entries"][0]["retry"].update(when="never"),
        lambda raw: raw["entries"][0].pop("code"),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(change: Callable[[Any], object]) -> None:
    raw = json.loads(read_bytes("catalogue.json"))
    change(raw)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(raw, json.loads(read_bytes("catalogue.schema.json")))


def test_it_is_small_enough_to_be_read_at_every_start() -> None:
    assert len(read_bytes("catalogue.json")) < 300_000


def test_no_object_names_a_field_twice() -> None:
    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        assert len({key for key, _ in pairs}) == len(pairs), pairs
        return dict(pairs)

    json.loads(read_bytes("catalogue.json"), object_pairs_hook=unique)


def test_ids_keep_their_code(catalogue: Catalogue) -> None:
    for code, ids in IDS.items():
        for entry_id in ids.split():
            entry = catalogue.by_id(entry_id)
            assert entry is not None, entry_id
            assert entry.code == code, entry_id


def test_every_pattern_is_a_regular_expression(catalogue: Catalogue) -> None:
    for entry in catalogue:
        for pattern in (*entry.patterns, *filter(None, [entry.code_pattern])):
            assert re.compile(pattern).pattern == pattern, entry.id


def test_the_wording_is_for_people(catalogue: Catalogue) -> None:
    for entry in catalogue:
        for sentence in (entry.meaning, *entry.causes, *entry.next_steps):
            assert not re.search(r"§|  |\bTODO\b|#\d", sentence), (entry.id, sentence)
            assert secret_shapes.find(sentence) is None, (entry.id, sentence)
        assert len(set(entry.next_steps)) == len(entry.next_steps)


# --- samples


def test_every_sample_lands_on_its_own_entry(catalogue: Catalogue, classifier: Classifier) -> None:
    for entry in samples(catalogue):
        found = classifier.classify(code=entry.code or "", message=entry.sample)
        assert found.id == entry.id
        assert found.matched is (Matched.TEXT if entry.patterns else Matched.CODE), entry.id
        assert found.message == entry.sample


# --- what a try costs


def test_only_wrong_passwords_and_codes_are_said_to_count(catalogue: Catalogue) -> None:
    assert {entry.id for entry in catalogue if entry.counts_towards_lockout is True} == COUNTS


@pytest.mark.parametrize("code", NOTHING_SENT)
def test_what_was_not_sent_did_not_count(classifier: Classifier, code: str) -> None:
    assert classifier.classify(code=code).counts_towards_lockout is False


@pytest.mark.parametrize("code", MAYBE_SENT)
def test_where_the_outcome_is_unknown_so_is_the_count(classifier: Classifier, code: str) -> None:
    assert classifier.classify(code=code).counts_towards_lockout is None


@pytest.mark.parametrize("code", ["ReadTimeoutError", "ConnectionClosedError", "DeadlineExceeded"])
def test_a_lost_answer_does_not_invite_a_blind_repeat(classifier: Classifier, code: str) -> None:
    found = classifier.classify(code=code)
    assert found.retry.when in {"no", "wait"}
    assert any("do not repeat at once" in step.lower() for step in found.next_steps)
