"""What is read of STS's answer, and what is none."""

from __future__ import annotations

import pytest

from console.services.caller_identity import IDENTITY
from console.services.replies import NotBelievableError

ARN = "arn:aws:sts::123456789012:assumed-role/support/alice@example.com"


def test_account_and_arn_are_read_and_no_more() -> None:
    parsed = {"Account": "123456789012", "Arn": ARN, "UserId": "canary", "ResponseMetadata": {}}
    assert IDENTITY.values(parsed) == {"details": {"Account": "123456789012", "Arn": ARN}}


@pytest.mark.parametrize(
    "change",
    [
        {"Account": None},
        {"Account": "12345678901"},
        {"Account": "123456789012\n"},
        {"Account": 123456789012},
        {"Arn": None},
        {"Arn": "arn:aws:s3:::canary"},
        {"Arn": "arn:aws:iam::123456789012:user/a b"},
        {"Arn": "arn:aws:iam::123456789012:user/" + "x" * 1001},
        {"Arn": "arn:aws:iam::123456789012:user/\u202ecanary"},
    ],
)
def test_no_identity(change: dict[str, object]) -> None:
    with pytest.raises(NotBelievableError) as caught:
        IDENTITY.values({"Account": "123456789012", "Arn": ARN, **change})
    assert caught.value.code == "NotCognitoReply"
    assert "canary" not in caught.value.sentence
    assert "AWS STS" in caught.value.sentence
