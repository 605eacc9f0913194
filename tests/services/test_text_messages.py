"""What is kept of SNS's answers, as botocore reads them: no number in clear."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core import call
from console.core.secret import Secret
from console.services.replies import NotBelievableError
from console.services.text_messages import SMS_FORMS

NUMBER = "+12025550134"
# By operation: what botocore made of a reply, and all that is kept of it.
READ: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    call.GET_SMS_SANDBOX_ACCOUNT_STATUS: ({"IsInSandbox": True}, {"IsInSandbox": True}),
    call.CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT: ({"isOptedOut": False}, {"isOptedOut": False}),
    call.LIST_SMS_SANDBOX_PHONE_NUMBERS: (
        {
            "PhoneNumbers": [
                {"PhoneNumber": NUMBER, "Status": "Verified"},
                {"PhoneNumber": "12345", "Status": "Pending"},
            ],
            "NextToken": "canary",
        },
        {
            "PhoneNumbers": (
                {"PhoneNumber": Secret(NUMBER), "Status": "Verified"},
                {"PhoneNumber": Secret("12345"), "Status": "Pending"},
            ),
            "NextToken": Secret("canary"),
        },
    ),
    call.LIST_ORIGINATION_NUMBERS: (
        {
            "PhoneNumbers": [
                {
                    "PhoneNumber": NUMBER,
                    "Status": "ACTIVE",
                    "Iso2CountryCode": "US",
                    "NumberCapabilities": ["SMS"],
                }
            ]
        },
        {"PhoneNumbers": ({"Status": "ACTIVE"},)},
    ),
    call.GET_SMS_ATTRIBUTES: (
        {
            "attributes": {
                "MonthlySpendLimit": "1",
                "DeliveryStatusIAMRole": "arn:canary",
                "UsageReportS3Bucket": "canary",
                "DefaultSenderID": "canary",
            }
        },
        {"MonthlySpendLimit": "1"},
    ),
}


def read(operation: str, parsed: dict[str, Any]) -> Any:
    return SMS_FORMS[operation].values(parsed)["details"]


@pytest.mark.parametrize("operation", READ)
def test_what_is_kept_and_nothing_else(operation: str) -> None:
    parsed, kept = READ[operation]
    found = read(operation, {**parsed, "ResponseMetadata": {"RequestId": "canary"}})
    assert found == kept
    for dropped in ("canary", "arn", "5550", "12345", "US"):
        assert dropped not in repr(found)


def test_every_operation_of_sns_is_read() -> None:
    of_sns = {operation for operation, service in call.SERVICES.items() if service == "sns"}
    assert set(READ) == set(SMS_FORMS) == of_sns
    assert all(form.operation == operation for operation, form in SMS_FORMS.items())


@pytest.mark.parametrize(
    ("operation", "kept"),
    [
        (call.LIST_SMS_SANDBOX_PHONE_NUMBERS, {"PhoneNumbers": ()}),
        (call.LIST_ORIGINATION_NUMBERS, {"PhoneNumbers": ()}),
        (call.GET_SMS_ATTRIBUTES, {}),
    ],
)
def test_a_list_without_entries_may_be_missing(operation: str, kept: dict[str, object]) -> None:
    assert read(operation, {}) == kept


@pytest.mark.parametrize(
    ("operation", "parsed"),
    [
        (call.GET_SMS_SANDBOX_ACCOUNT_STATUS, {}),
        (call.GET_SMS_SANDBOX_ACCOUNT_STATUS, {"IsInSandbox": "canary"}),
        (call.CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT, {}),
        (call.LIST_SMS_SANDBOX_PHONE_NUMBERS, {"PhoneNumbers": [{"PhoneNumber": "canary"}]}),
        (call.LIST_SMS_SANDBOX_PHONE_NUMBERS, {"PhoneNumbers": [{"Status": ["canary"]}]}),
        (call.LIST_SMS_SANDBOX_PHONE_NUMBERS, {"PhoneNumbers": ["canary"]}),
        (call.LIST_ORIGINATION_NUMBERS, {"PhoneNumbers": "canary"}),
        (call.LIST_ORIGINATION_NUMBERS, {"NextToken": ["canary"]}),
        (call.LIST_ORIGINATION_NUMBERS, {"PhoneNumbers": [{"Status": "canary" * 22}]}),
        (call.GET_SMS_ATTRIBUTES, {"attributes": "canary"}),
        *(
            (call.GET_SMS_ATTRIBUTES, {"attributes": {"MonthlySpendLimit": limit}})
            for limit in ("canary", "", "-1", "1e9", "1\n", "9" * 10, ["1"])
        ),
    ],
)
def test_wrong_types_are_named_and_not_quoted(operation: str, parsed: dict[str, Any]) -> None:
    with pytest.raises(NotBelievableError) as caught:
        read(operation, parsed)
    assert caught.value.code == "NotCognitoReply"
    assert "canary" not in caught.value.sentence


VALUES = st.recursive(
    st.none() | st.booleans() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["PhoneNumber", "Status", "MonthlySpendLimit"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@given(
    st.sampled_from(sorted(READ)),
    st.dictionaries(
        st.sampled_from(["PhoneNumbers", "NextToken", "attributes", "IsInSandbox", "isOptedOut"]),
        VALUES,
    ),
)
def test_anything_is_kept_or_refused(operation: str, parsed: dict[str, Any]) -> None:
    try:
        kept = read(operation, parsed)
    except NotBelievableError:
        return
    assert set(kept) <= {*parsed, "PhoneNumbers", "MonthlySpendLimit"}
