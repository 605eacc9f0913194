"""Ready queries: commands that the AWS CLI takes, pages that exist, nothing of the user."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace
from datetime import timedelta

import pytest
from botocore import xform_name

from console.core.call import SERVICES
from console.core.diagnosis.evidence import Evidence
from console.core.diagnosis.occurrence import Occurrence
from console.core.diagnosis.probe_plan import OPERATIONS
from console.core.diagnosis.probe_plan_beyond import OF_SMS
from console.core.diagnosis.ready_queries import ready_query
from console.core.profile import Profile, ProfileKind
from tests.api_model import api_model
from tests.core.diagnosis.by_operation import OCCURRENCE
from tests.core.diagnosis.situations import POOL, USER
from tests.fakes import profile

FUNCTIONS = {"PostAuthentication": "post", "PreAuthentication": "pre", "PreSignUp": "sign-up"}
READ = Evidence(pool=replace(POOL, functions=FUNCTIONS, sns_region="us-east-1"), user=USER)
BOTH = replace(OCCURRENCE, operations=("AdminInitiateAuth", "AdminRespondToAuthChallenge"))
OF_ALL = ("--region", "--endpoint-url")


def words_of(line: str) -> tuple[str, str, dict[str, str]]:
    """Service, operation and options."""
    aws, service, operation, *rest = shlex.split(line)
    assert aws == "aws"
    assert len(rest) % 2 == 0
    return service, operation, dict(zip(rest[::2], rest[1::2], strict=True))


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("evidence", [None, READ])
@pytest.mark.parametrize("occurrence", [None, BOTH])
def test_every_line_is_one_of_the_cli(
    operation: str, evidence: Evidence | None, occurrence: Occurrence | None
) -> None:
    query = ready_query(operation, profile(), evidence, occurrence)
    for line in query.command.split("\n"):
        service, command, options = words_of(line)
        assert service == SERVICES.get(operation, "cognito-idp")
        assert command == xform_name(operation, "-")
        shape = api_model(service).operation_model(operation).input_shape
        members = {} if shape is None else shape.members
        known = {f"--{xform_name(name, '-')}" for name in members}
        needed = () if shape is None else shape.required_members
        assert set(options) <= known | set(OF_ALL)
        assert {f"--{xform_name(name, '-')}" for name in needed} <= set(options)
        assert all(options.values())


def test_another_operation_has_none() -> None:
    with pytest.raises(KeyError):
        ready_query("AdminDeleteUser", profile())


def test_the_pool_is_named_and_the_user_is_not() -> None:
    commands = [ready_query(each, profile(), READ, BOTH).command for each in OPERATIONS]
    assert not any("alice" in each or "0f9619ff" in each for each in commands)
    _, _, options = words_of(ready_query("AdminGetUser", profile()).command)
    assert options == {
        "--user-pool-id": "eu-west-1_Ab12Cd34E",
        "--username": "USERNAME",
        "--region": "eu-west-1",
    }
    _, _, options = words_of(ready_query("CheckIfPhoneNumberIsOptedOut", profile(), READ).command)
    assert options == {"--phone-number": "PHONE_NUMBER", "--region": "us-east-1"}
    _, _, options = words_of(ready_query("DescribeUserPoolClient", profile()).command)
    assert options["--client-id"] == "74jdrobmasoi0m2i1je8vhrij6"


def test_what_has_another_shape_is_left_to_whoever_runs_it() -> None:
    odd = profile(user_pool_id="x; rm -rf /", client_id="$(id)", region="eu-west-1 && id")
    for operation in OPERATIONS:
        query = ready_query(operation, odd)
        assert not any(bad in query.command for bad in ("rm -rf", "$(id)", "&& id"))
        assert not any(bad in (query.link or "") for bad in ("rm -rf", "$(id)", "&&"))
    _, _, options = words_of(ready_query("DescribeUserPoolClient", odd).command)
    assert options == {
        "--user-pool-id": "USER_POOL_ID",
        "--client-id": "CLIENT_ID",
        "--region": "REGION",
    }


def test_each_call_of_the_sign_in_has_a_line_with_its_time() -> None:
    lines = ready_query("LookupEvents", profile(), READ, BOTH).command.split("\n")
    options = [words_of(line)[2] for line in lines]
    assert [each["--lookup-attributes"] for each in options] == [
        "AttributeKey=EventName,AttributeValue=AdminInitiateAuth",
        "AttributeKey=EventName,AttributeValue=AdminRespondToAuthChallenge",
    ]
    assert {(each["--start-time"], each["--end-time"]) for each in options} == {
        ("2026-11-24T13:47:11Z", "2026-11-24T14:04:11Z")
    }
    _, _, before = words_of(ready_query("LookupEvents", profile()).command)
    assert (before["--start-time"], before["--end-time"]) == ("START_TIME", "END_TIME")


def test_each_function_has_a_line_and_all_have_one_query() -> None:
    query = ready_query("FilterLogEvents", profile(), READ, OCCURRENCE)
    options = [words_of(line)[2] for line in query.command.split("\n")]
    assert [each["--log-group-name"] for each in options] == [
        "/aws/lambda/pre",
        "/aws/lambda/post",
    ]
    start = int((OCCURRENCE.began - timedelta(seconds=5)).timestamp() * 1000)
    assert {each["--start-time"] for each in options} == {str(start)}
    assert query.query is not None
    assert query.query.startswith("fields @timestamp, @message | filter @message like /")
    assert query.link is not None
    assert query.link.endswith(
        "#logsV2:log-groups/log-group/$252Faws$252Flambda$252Fpre/log-events"
        f"$3Fstart$3D{start}$26end$3D{start + 35000}"
    )
    unread = ready_query("FilterLogEvents", profile())
    assert words_of(unread.command)[2]["--log-group-name"] == "/aws/lambda/FUNCTION"
    assert unread.link is not None
    assert unread.link.endswith("#logsV2:log-groups")
    assert "sign-up" in ready_query("FilterLogEvents", profile(), READ).command


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_page_is_of_aws(operation: str) -> None:
    link = ready_query(operation, profile(), READ, BOTH).link
    assert link is not None
    region = "us-east-1" if operation in OF_SMS else "eu-west-1"
    hosts = (f"https://{region}.console.aws.amazon.com/", "https://docs.aws.amazon.com/")
    assert link.startswith(hosts)
    assert re.fullmatch(r"[!-~]+", link)


POOLS = "/cognito/v2/idp/user-pools"


@pytest.mark.parametrize(
    ("operation", "of", "link"),
    [
        (
            "AdminGetUser",
            profile(),
            f"https://eu-west-1.console.aws.amazon.com{POOLS}/{POOL.pool_id}/users?region=eu-west-1",
        ),
        (
            "DescribeUserPool",
            profile(region="cn-north-1", user_pool_id="cn-north-1_A"),
            f"https://cn-north-1.console.amazonaws.cn{POOLS}/cn-north-1_A?region=cn-north-1",
        ),
        (
            "ListUserPools",
            profile(region="us-gov-west-1", user_pool_id="us-gov-west-1_A"),
            f"https://us-gov-west-1.console.amazonaws-us-gov.com{POOLS}?region=us-gov-west-1",
        ),
        (
            "LookupEvents",
            profile(region="eusc-de-east-1", user_pool_id="eusc-de-east-1_A"),
            "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html",
        ),
        (
            "GetCallerIdentity",
            profile(),
            "https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html",
        ),
        (
            "GetSMSAttributes",
            profile(kind=ProfileKind.PRACTICE),
            "https://docs.aws.amazon.com/sns/latest/api/API_GetSMSAttributes.html",
        ),
    ],
)  # fmt: skip
def test_the_page_is_that_of_the_part_of_aws(operation: str, of: Profile, link: str) -> None:
    assert ready_query(operation, of).link == link


def test_a_lab_has_its_own_address_for_cognito_alone() -> None:
    lab = profile(kind=ProfileKind.LAB, endpoint_url="http://127.0.0.1:5000")
    assert words_of(ready_query("ListUserPools", lab).command)[2]["--endpoint-url"]
    assert "--endpoint-url" not in ready_query("LookupEvents", lab).command
