"""Each check of a connection by what was read for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.core.call import Sent
from console.core.diagnosis.connection import CheckStatus, ConnectionCheck, caller_words, checks
from console.core.diagnosis.evidence import CallerFacts, ClientFacts, Evidence, Probe, ProbeStatus
from console.core.diagnosis.probe_plan import OPERATIONS
from console.core.profile import Profile, ProfileKind
from tests.core.diagnosis.situations import CLIENT, POOL
from tests.fakes import profile

OK, WARN, FAIL, SKIPPED = CheckStatus
ROLE = "arn:aws:sts::123456789012:assumed-role/Support/alice@example.com"
CALLER = CallerFacts(account="123456789012", arn=ROLE)
SECRET_CLIENT = replace(CLIENT, has_secret=True, secret_matches=True)
USER_CALLS = ("AdminGetUser", "ListUsers", "AdminListDevices", "AdminListUserAuthEvents")


def probe(operation: str, status: ProbeStatus = ProbeStatus.OK, **changes: object) -> Probe:
    made = Probe(operation=operation, status=status)
    return replace(made, **changes)  # type: ignore[arg-type]


ASKED = tuple(
    probe(each, ProbeStatus.SKIPPED if each in USER_CALLS else ProbeStatus.OK)
    for each in OPERATIONS
)
GOOD = Evidence(probes=ASKED, caller=CALLER, pool=POOL, client=CLIENT, clock_skew_s=0.2)


def of(
    evidence: Evidence, name: str, *, at: Profile | None = None, known: bool = False
) -> ConnectionCheck:
    found = checks(at or profile(), evidence, client_secret_known=known)
    return next(each for each in found if each.name == name)


def with_probe(*probes: Probe, **changes: object) -> Evidence:
    """Only these answers."""
    return replace(Evidence(probes=probes), **changes)  # type: ignore[arg-type]


def test_a_good_connection_has_nothing_to_complain_of() -> None:
    found = checks(profile(), GOOD, client_secret_known=False)
    assert [each.name for each in found[:7]] == [
        "AWS identity",
        "Clock",
        "Region",
        "User pool",
        "App client",
        "Flows",
        "Client secret",
    ]
    assert {each.status for each in found[:7]} == {OK}
    assert {each.status for each in found[7:]} == {OK, SKIPPED}
    assert not any(each.hint for each in found)
    assert len({each.name for each in found}) == len(found)


def test_names_stay_the_same_whatever_is_known() -> None:
    names = [each.name for each in checks(profile(), GOOD, client_secret_known=False)]
    empty = checks(profile(), Evidence(), client_secret_known=False)
    assert [each.name for each in empty] == names
    assert {each.status for each in empty} == {SKIPPED, OK}
    assert [each.name for each in empty if each.status is OK] == ["Region"]


@pytest.mark.parametrize(
    ("arn", "words"),
    [
        (ROLE, "role Support"),
        ("arn:aws:iam::123456789012:user/desk/alice", "user alice"),
        ("arn:aws:sts::123456789012:federated-user/bob", "federated user bob"),
        ("arn:aws:iam::123456789012:root", "the account’s root user"),
        ("odd", "odd"),
        ("arn:aws:sts::1:assumed-role/a\u202eb/c", "role a\\u202eb"),
    ],
)
def test_the_caller_is_named(arn: str, words: str) -> None:
    assert caller_words(arn) == words


def test_identity_says_account_and_role_but_not_the_person() -> None:
    detail = of(GOOD, "AWS identity").detail
    assert detail == "Account 123456789012, role Support."


def test_identity_fails_where_no_call_was_answered() -> None:
    failed = probe("GetCallerIdentity", ProbeStatus.FAILED, reason="It was refused: ExpiredToken.")
    found = of(with_probe(failed), "AWS identity")
    assert (found.status, found.hint != "") == (FAIL, True)
    assert "ExpiredToken" in found.detail


@pytest.mark.parametrize("status", [ProbeStatus.OK, ProbeStatus.DENIED])
def test_identity_is_a_lesser_thing_where_cognito_knew_the_caller(status: ProbeStatus) -> None:
    late = probe("GetCallerIdentity", ProbeStatus.TIMEOUT, reason="No answer came.")
    found = of(with_probe(late, probe("DescribeUserPool", status)), "AWS identity")
    assert found.status is WARN
    assert "No answer came." in found.detail


def test_the_practice_pool_has_no_identity() -> None:
    practice = profile(kind=ProfileKind.PRACTICE)
    assert of(GOOD, "AWS identity", at=practice).status is SKIPPED


@pytest.mark.parametrize(
    ("skew", "status", "words"),
    [
        (None, SKIPPED, "No answer told"),
        (0.4, OK, "Within a second"),
        (-12.0, OK, "12 s behind"),
        (45.0, WARN, "45 s ahead of"),
        (-301.0, FAIL, "301 s behind"),
    ],
)
def test_clock(skew: float | None, status: CheckStatus, words: str) -> None:
    found = of(replace(GOOD, clock_skew_s=skew), "Clock")
    assert (found.status, words in found.detail) == (status, True)
    assert bool(found.hint) == (status in (WARN, FAIL))


def test_region_against_the_pool_id() -> None:
    other = profile(region="us-east-1")
    assert of(replace(GOOD, pool=None), "Region", at=other).status is FAIL
    assert "eu-west-1" in of(replace(GOOD, pool=None), "Region", at=other).hint
    assert of(GOOD, "Region", at=other).status is WARN, "it was found all the same"
    assert "nothing" in of(Evidence(), "Region", at=profile(user_pool_id="odd")).detail


def test_pool() -> None:
    assert of(GOOD, "User pool").detail == "It exists: plan PLUS, MFA OPTIONAL."
    assert of(Evidence(pool_missing=True), "User pool").status is FAIL
    denied = probe("DescribeUserPool", ProbeStatus.DENIED, reason="Not allowed.")
    assert of(with_probe(denied), "User pool").status is WARN
    assert "Not allowed." in of(with_probe(denied), "User pool").detail
    listed = probe("ListUserPoolClients")
    assert of(with_probe(denied, listed), "User pool").status is OK
    assert of(with_probe(denied, listed, client_missing=True), "User pool").status is OK
    gone = probe("DescribeUserPoolClient", code="ResourceNotFoundException")
    assert of(with_probe(denied, gone, client_missing=True), "User pool").status is OK


def test_client() -> None:
    named = replace(GOOD, client=replace(CLIENT, name="web"))
    assert of(named, "App client").detail == "It exists: web."
    assert of(Evidence(client_missing=True), "App client").status is FAIL
    denied = probe("DescribeUserPoolClient", ProbeStatus.DENIED)
    assert of(with_probe(denied), "App client").status is WARN
    own = profile().client_id
    assert of(with_probe(denied, pool_clients=(own,)), "App client").status is OK
    assert of(with_probe(denied, pool_clients=("x",)), "App client").status is WARN
    assert of(with_probe(denied, pool_missing=True), "App client").status is SKIPPED


@pytest.mark.parametrize(
    ("flows", "status", "allowed"),
    [
        (("ALLOW_ADMIN_USER_PASSWORD_AUTH",), OK, "ADMIN_USER_PASSWORD_AUTH."),
        (("ALLOW_USER_SRP_AUTH",), WARN, "USER_SRP_AUTH."),
        ((), WARN, "USER_SRP_AUTH, CUSTOM_AUTH, REFRESH_TOKEN_AUTH."),
        (("ALLOW_USER_PASSWORD_AUTH",), FAIL, "USER_PASSWORD_AUTH."),
        (("ALLOW_REFRESH_TOKEN_AUTH",), FAIL, "REFRESH_TOKEN_AUTH."),
    ],
)
def test_flows(flows: tuple[str, ...], status: CheckStatus, allowed: str) -> None:
    found = of(replace(GOOD, client=replace(CLIENT, auth_flows=flows)), "Flows")
    assert (found.status, f"Allowed: {allowed}" in found.detail) == (status, True)
    assert bool(found.hint) == (status is not OK)


def test_flows_of_a_client_that_rotates_its_refresh_tokens() -> None:
    found = of(replace(GOOD, client=replace(CLIENT, rotates_refresh=True)), "Flows")
    assert "GetTokensFromRefreshToken. Not allowed: REFRESH_TOKEN_AUTH." in found.detail


@pytest.mark.parametrize(
    ("client", "has", "known", "status"),
    [
        (CLIENT, False, False, OK),
        (CLIENT, True, True, WARN),
        (SECRET_CLIENT, True, True, OK),
        (replace(SECRET_CLIENT, secret_matches=False), True, True, FAIL),
        (replace(SECRET_CLIENT, secret_matches=None), True, True, SKIPPED),
        (SECRET_CLIENT, False, False, FAIL),
        (SECRET_CLIENT, True, False, FAIL),
        (None, True, False, FAIL),
        (None, True, True, SKIPPED),
    ],
)
def test_secret(client: ClientFacts | None, has: bool, known: bool, status: CheckStatus) -> None:
    found = of(
        replace(GOOD, client=client),
        "Client secret",
        at=profile(has_client_secret=has),
        known=known,
    )
    assert (found.status, bool(found.hint)) == (status, status in (WARN, FAIL))


@pytest.mark.parametrize("operation", ["AdminInitiateAuth", "AdminRespondToAuthChallenge"])
def test_sign_in_actions_are_never_said_to_be_known(operation: str) -> None:
    found = of(GOOD, f"cognito-idp:{operation}")
    assert found.status is SKIPPED
    assert found.detail == "Not checked: no sign-in is sent."


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (probe("DescribeUserPool"), OK, "Allowed: DescribeUserPool answered."),
        (
            probe("DescribeUserPool", ProbeStatus.DENIED, missing_action="kms:Decrypt"),
            WARN,
            "for want of kms:Decrypt",
        ),
        (
            probe("DescribeUserPool", ProbeStatus.DENIED),
            WARN,
            "Denied: DescribeUserPool was refused by IAM.",
        ),
        (probe("DescribeUserPool", ProbeStatus.TIMEOUT, reason="Late."), SKIPPED, "Late."),
        (probe("DescribeUserPool", ProbeStatus.SKIPPED, reason="Why."), SKIPPED, "Why."),
        (
            probe(
                "DescribeUserPool",
                ProbeStatus.FAILED,
                code="ResourceNotFoundException",
                sent=Sent.YES,
            ),
            OK,
            "answered ResourceNotFoundException",
        ),
    ],
)
def test_an_action_is_known_by_its_call(answer: Probe, status: CheckStatus, words: str) -> None:
    found = of(with_probe(answer), "cognito-idp:DescribeUserPool")
    assert (found.status, words in found.detail) == (status, True)
    assert ("How the pool is set up is not known" in found.hint) == (status is WARN)


def test_what_is_about_a_user_is_not_checked() -> None:
    for operation in USER_CALLS:
        found = of(GOOD, f"cognito-idp:{operation}")
        assert (found.status, "about one user" in found.detail) == (SKIPPED, True)


def test_no_action_is_asked_for_that_needs_none() -> None:
    names = [each.name for each in checks(profile(), GOOD, client_secret_known=False)]
    assert "cognito-idp:GetCallerIdentity" not in names
    assert sum(name.startswith("cognito-idp:") for name in names) == 12


def test_permissions_are_named_by_their_service() -> None:
    denied_logs = probe("FilterLogEvents", ProbeStatus.DENIED, missing_action="logs:Unmask")
    found = of(with_probe(denied_logs), "logs:FilterLogEvents")
    assert (found.status, found.detail) == (
        WARN,
        "Denied: FilterLogEvents was refused for want of logs:Unmask.",
    )
    skipped = probe("LookupEvents", ProbeStatus.SKIPPED, reason="Nothing was sent yet.")
    found = of(with_probe(skipped), "cloudtrail:LookupEvents")
    assert (found.status, found.detail) == (SKIPPED, "Not checked. Nothing was sent yet.")
    assert of(GOOD, "sns:GetSMSAttributes").status is OK


def test_what_another_service_takes_says_nothing_of_cognito() -> None:
    failed = probe("GetCallerIdentity", ProbeStatus.FAILED, reason="No way.")
    beyond = probe("LookupEvents", ProbeStatus.OK)
    assert of(with_probe(failed, beyond), "AWS identity").status is FAIL
    assert of(with_probe(failed, probe("ListUserPools")), "AWS identity").status is WARN
