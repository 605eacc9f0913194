from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.diagnosis.catalogue import Catalogue
from console.core.diagnosis.finding import Confidence
from console.core.diagnosis.findings import CAUSES, RULES, find
from console.core.diagnosis.situation import Situation
from console.core.record import Outcome
from tests.core.diagnosis.rules.refusals import lacking, refused
from tests.core.diagnosis.situations import missing, situation

_TABLE = Path(__file__).parents[3] / "docs" / "findings.md"
_PLACEHOLDER = re.compile(r"\b[A-Z][A-Z_]{3,}\b")
_CLI = {
    "USER_POOL_ID", "OTHER_USER_POOL_ID", "CLIENT_ID", "USERNAME", "EMAIL", "SUB", "PHONE_NUMBER",
    "NEW_PASSWORD", "FUNCTION_NAME", "POOL_ARN", "ROLE_ARN", "ROLE_NAME", "IDENTITY", "REGION",
    "SNS_REGION", "PROFILE", "RESEND", "START_TIME", "END_TIME",
}  # fmt: skip
_JARGON = re.compile(
    r"\b(pool|client|trigger|lambda|cognito|aws|sub|srp|token|api|iam|alias|attribute|parameter)s?\b",
    re.IGNORECASE,
)


def test_ids_are_told_apart_and_shaped_alike() -> None:
    assert len(CAUSES) >= 80
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)+|throttled", name) for name in CAUSES)
    assert all(name == cause.id for name, cause in CAUSES.items())
    assert len({cause.title for cause in CAUSES.values()}) == len(CAUSES)


@pytest.mark.parametrize("name", CAUSES)
def test_the_words_of_a_cause_are_whole(name: str) -> None:
    made = CAUSES[name]
    assert made.act
    for text in (made.next_step, made.customer, made.admin):
        assert text.endswith(".")
        assert "  " not in text
    assert not made.title.endswith(".")
    assert not _JARGON.search(made.customer)
    assert not re.search(r"\bwe('ll| will)\b", made.customer, re.IGNORECASE)  # nor a promise
    if made.remedy is not None:
        assert made.remedy.startswith("aws ")
        assert set(_PLACEHOLDER.findall(made.remedy)) <= _CLI


def test_the_table_for_readers_has_every_cause_and_no_other() -> None:
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("| `")]
    assert rows == [
        f"| `{cause.id}` | {cause.title} | {', '.join(cause.act)} |" for cause in CAUSES.values()
    ]


def _situations(catalogue: Catalogue) -> list[Situation]:
    users: tuple[dict[str, Any] | None, ...] = ({}, None)
    plain = [
        situation(flow, username=name, user=user, **more)
        for flow in (
            "ADMIN_USER_PASSWORD_AUTH",
            "USER_SRP_AUTH",
            "CUSTOM_AUTH",
            "REFRESH_TOKEN_AUTH",
        )
        for name in ("zaphod", "zaphod@example.com")
        for user in users
        for more in (
            {},
            {"client": {"hides_users": True}},
            {"pool": {"triggers": ("UserMigration",)}},
        )
    ]
    plain += [
        missing("USER_AUTH", username="zaphod"),
        lacking(situation(user=None), "AdminGetUser"),
    ]
    return plain + [refused(one, entry.id) for one in plain for entry in catalogue]


def test_findings_are_ranked_name_known_causes_and_quote_nobody(catalogue: Catalogue) -> None:
    order = list(Confidence)
    for asked in _situations(catalogue):
        found = find(asked)
        assert len({one.id for one in found}) == len(found)
        assert {one.id for one in found} <= CAUSES.keys()
        ranks = [(not one.decided, order.index(one.confidence)) for one in found]
        assert ranks == sorted(ranks)
        for one in found:
            assert (one.would_decide is None) == one.decided, one.id
            assert one.for_ or not one.decided, one.id
            assert all(text.endswith(".") for text in (*one.for_, *one.against, *one.not_checked))
            assert "zaphod" not in str(one.to_json())


def test_every_refusal_of_a_sign_in_has_a_cause(catalogue: Catalogue) -> None:
    flows = ("ADMIN_USER_PASSWORD_AUTH", "REFRESH_TOKEN_AUTH")
    left = {
        entry.id
        for entry in catalogue
        if not any(find(refused(situation(flow), entry.id)) for flow in flows)
        and entry.operations & {"AdminInitiateAuth", "AdminRespondToAuthChallenge"}
    }
    assert left <= {"UA01"}  # of a read-only call


def test_after_a_success_there_is_nothing_to_explain() -> None:
    asked = situation(user={"enabled": False})
    assert find(asked)
    assert find(replace(asked, outcome=Outcome.SIGNED_IN)) == ()


def test_what_strikes_first_comes_first_among_equals() -> None:
    asked = situation(user={"enabled": False}, client={"auth_flows": ("ALLOW_USER_SRP_AUTH",)})
    assert [one.id for one in find(asked)] == ["flow_not_enabled", "user_disabled"]


@given(
    st.builds(
        dict,
        username=st.text(max_size=40),
        password_findings=st.lists(st.just("ends with a blank"), max_size=1).map(tuple),
        failures_seen=st.integers(0, 20),
        skew_s=st.none() | st.floats(allow_nan=False, allow_infinity=False),
        has_client_secret=st.booleans(),
        challenge=st.none() | st.sampled_from(["SMS_MFA", "PASSWORD_VERIFIER", "X"]),
    ),
    st.sampled_from(["NA01", "UN01", "NA13", "UNKNOWN"]),
)
def test_rules_take_any_values(changes: dict[str, Any], entry: str) -> None:
    for asked in (situation(**changes), missing(**changes), refused(situation(**changes), entry)):
        assert find(asked) == find(asked)
    assert len(RULES) >= len(CAUSES) - 10
