"""Tests of the kinds of calls."""

from __future__ import annotations

import pytest

from console.core import call
from console.core.diagnosis import operations


def test_the_sign_in_calls_have_the_names_of_the_gateway() -> None:
    assert operations.ADMIN_INITIATE_AUTH == call.ADMIN_INITIATE_AUTH
    assert operations.ADMIN_RESPOND == call.ADMIN_RESPOND


@pytest.mark.parametrize(
    ("operation", "labels"),
    [
        (None, set()),
        ("", set()),
        ("AdminInitiateAuth", {"AdminInitiateAuth"}),
        ("AdminRespondToAuthChallenge", {"AdminRespondToAuthChallenge"}),
        ("InitiateAuth", {"AdminInitiateAuth", "public"}),
        ("RespondToAuthChallenge", {"AdminRespondToAuthChallenge", "public"}),
        ("VerifySoftwareToken", {"follow-up"}),
        ("GetUser", {"follow-up"}),
        ("AdminGetUser", {"evidence"}),
        ("DescribeUserPoolClient", {"evidence"}),
        ("GetCallerIdentity", {"evidence"}),
        ("SignUp", {"public"}),
    ],
)
def test_labels(operation: str | None, labels: set[str]) -> None:
    assert operations.labels_of(operation) == labels
    assert operations.labels_of(operation) <= operations.LABELS
