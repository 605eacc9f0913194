"""Tests of the public form of a classification."""

from __future__ import annotations

import json

from console.core.diagnosis.classification import Act, Classification, Matched, Retry, RetryWhen


def test_the_object_is_that_of_the_interface_in_its_order() -> None:
    classification = Classification(
        id="NA03",
        code="NotAuthorizedException",
        message="Password attempts exceeded",
        matched=Matched.TEXT,
        meaning="Locked.",
        causes=("Too many tries.",),
        act=(Act.USER,),
        next_steps=("Wait.",),
        retry=Retry(when=RetryWhen.WAIT, after_s=900),
        counts_towards_lockout=False,
    )
    assert json.dumps(classification.to_json()) == (
        '{"id": "NA03", "code": "NotAuthorizedException", "message": "Password attempts exceeded",'
        ' "matched": "text", "meaning": "Locked.", "causes": ["Too many tries."],'
        ' "act": ["user"], "next_steps": ["Wait."],'
        ' "retry": {"when": "wait", "after_s": 900}, "counts_towards_lockout": false}'
    )


def test_the_vocabulary_is_closed() -> None:
    assert [str(word) for word in Act] == [
        "user", "customer_admin", "customer_developer", "operator", "operator_iam", "aws",
    ]  # fmt: skip
    assert [str(word) for word in RetryWhen] == [
        "no", "fix_first", "new_session", "same_session", "backoff", "wait",
    ]  # fmt: skip
    assert [str(word) for word in Matched] == ["text", "code", "family", "none"]
